//! Which words decided a reading, and by how much.

use std::collections::HashMap;

use serde::Serialize;

use super::model::Model;
use crate::features::{Block, Workspace};
use crate::stance::{Stance, Target};

/// Why a statement scores as it does toward one target.
///
/// # Definition
/// `score[k] = intercept[k] + Σ contributions[·].scores[k]`, before calibration. A contribution is the part of the
/// record's entries that comes from a word or phrase, at the record's norm, times their weights: character n-grams
/// count for the word that they are cut from, and what several occurrences share is split among them evenly.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Explanation {
    /// The target.
    pub target: Target,
    /// The stance given; `None` where the statement holds nothing that the model knows.
    pub stance: Option<Stance>,
    /// Calibrated probabilities of favor, against, neutral.
    pub probabilities: Option<[f64; 3]>,
    /// Probability that the statement is about the target.
    pub p_target: Option<f64>,
    /// Scores of favor, against, neutral before calibration.
    pub scores: [f64; 3],
    /// What the scores are without a single word.
    pub intercept: [f64; 3],
    /// What each word and phrase adds, the weightiest first.
    pub contributions: Vec<Contribution>,
}

/// What a word or phrase adds to the scores, all its occurrences together.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Contribution {
    /// The word or phrase as it first stands in the text.
    pub text: String,
    /// Bytes of the text that it covers, for each occurrence.
    pub spans: Vec<(usize, usize)>,
    /// Whether the lexicon named it.
    pub lexicon: bool,
    /// What it adds to the scores of favor, against, neutral.
    pub scores: [f64; 3],
    /// What it adds to the detector's score.
    pub detection: f64,
}

impl Contribution {
    /// How far it parts the stances: the largest difference between two of its scores.
    pub fn weight(&self) -> f64 {
        let highest = self.scores.into_iter().fold(f64::NEG_INFINITY, f64::max);
        highest - self.scores.into_iter().fold(f64::INFINITY, f64::min)
    }
}

impl Model {
    /// Explains the reading of `text` toward target `t`.
    ///
    /// # Panics
    /// Where the model has no target `t`.
    pub fn explain(&self, text: &str, t: usize) -> Explanation {
        let mut workspace = Workspace::default();
        let mut row = Vec::new();
        self.featurizer.record(text, &mut workspace, &mut row);
        // They rise, unless a stranger's model puts terms into other blocks than their own.
        row.sort_unstable_by_key(|&(feature, _)| feature);
        let (bytes, occurrences) = self.featurizer.occurrences(text, &mut workspace);

        let mut amounts = vec![0.0f64; row.len()];
        let entry =
            |feature: u32| row.binary_search_by_key(&feature, |&(j, _)| j).expect("a feature of the row");
        for occurrence in &occurrences {
            amounts[entry(occurrence.feature)] += f64::from(occurrence.amount);
        }
        let mut contributions: Vec<Contribution> = Vec::new();
        let mut positions: HashMap<(String, bool), usize> = HashMap::new();
        // The many n-grams of one word follow each other: its text is looked up once for them all.
        let mut last = None;
        for occurrence in &occurrences {
            let at = entry(occurrence.feature);
            let part = f64::from(row[at].1) * f64::from(occurrence.amount) / amounts[at];
            let (start, end) = (bytes[occurrence.units.start].start, bytes[occurrence.units.end - 1].end);
            let lexicon = matches!(self.featurizer.term(occurrence.feature).0, Block::Lexicon | Block::About);
            let position = match last {
                Some((span, position)) if span == (start, end, lexicon) => position,
                _ => *positions.entry((text[start..end].to_lowercase(), lexicon)).or_insert_with(|| {
                    let text = text[start..end].to_string();
                    contributions.push(Contribution {
                        text,
                        spans: Vec::new(),
                        lexicon,
                        scores: [0.0; 3],
                        detection: 0.0,
                    });
                    contributions.len() - 1
                }),
            };
            let contribution = &mut contributions[position];
            if last != Some(((start, end, lexicon), position)) {
                contribution.spans.push((start, end));
            }
            last = Some(((start, end, lexicon), position));
            let weights = self.weights_of(occurrence.feature);
            for (score, weight) in contribution.scores.iter_mut().zip(&weights[Model::stance_columns(t)]) {
                *score += part * f64::from(*weight);
            }
            if let Some(detector) = &self.targets[t].detector {
                contribution.detection += part * f64::from(weights[detector.column]);
            }
        }
        for contribution in &mut contributions {
            contribution.spans.sort_unstable();
            contribution.spans.dedup();
        }
        contributions.sort_by(|a, b| b.weight().total_cmp(&a.weight()).then_with(|| a.spans.cmp(&b.spans)));

        let head = &self.targets[t];
        let mut scores = head.intercept;
        for contribution in &contributions {
            for (score, part) in scores.iter_mut().zip(contribution.scores) {
                *score += part;
            }
        }
        let reading = self.reader().read(text, Some(t)).targets.remove(0);
        Explanation {
            target: head.target.clone(),
            stance: reading.stance,
            probabilities: reading.probabilities,
            p_target: reading.p_target,
            scores,
            intercept: head.intercept,
            contributions,
        }
    }
}
