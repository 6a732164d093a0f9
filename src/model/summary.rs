//! What a model remembers of its making: options, counts, fingerprint, out-of-fold figures.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::options::Options;
use super::statements::StanceRow;
use crate::evaluation::{CALIBRATION_BINS, ConfusionMatrix, expected_calibration_error};
use crate::lexicon::LexiconEntry;
use crate::stance::Stance;
use crate::statement::Corpus;

/// What a model remembers of its making.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Summary {
    /// The options that it was trained with.
    pub options: Options,
    /// Rows of the corpus.
    pub n_rows: usize,
    /// Distinct statements among them.
    pub n_statements: usize,
    /// Statements about no target.
    pub n_unrelated: usize,
    /// Entries of the lexicon.
    pub n_lexicon: usize,
    /// Rows of each target, in target order.
    pub counts: Vec<TargetCounts>,
    /// Factor between a lean and a weight; absent without a lexicon.
    pub lexicon_scale: Option<f64>,
    /// How right the out-of-fold predictions were; absent where none were made.
    pub out_of_fold: Option<OutOfFold>,
    /// SHA-256 of corpus and lexicon: of what was learned from, not of how it lay on disk.
    pub corpus_fingerprint: String,
}

/// Rows of one target.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TargetCounts {
    /// Rows labelled favor, against, neutral.
    pub stances: [usize; 3],
    /// Statements about the target.
    pub about: usize,
    /// Statements about something else.
    pub negatives: usize,
}

impl TargetCounts {
    pub(crate) fn new<'a>(rows: impl Iterator<Item = &'a StanceRow>, about: &[Vec<usize>], t: usize) -> Self {
        let mut stances = [0; 3];
        for row in rows {
            stances[row.stance.index()] += 1;
        }
        let of_target = about.iter().filter(|targets| targets.contains(&t)).count();
        TargetCounts { stances, about: of_target, negatives: about.len() - of_target }
    }
}

/// Figures of the predictions that calibration was fitted on, targets pooled.
///
/// They are a little flattering: calibration and the lexicon's scale were chosen on the same predictions. The honest
/// figures are those of `cross-validate`.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct OutOfFold {
    /// Rows predicted.
    pub n: usize,
    /// Share of right predictions.
    pub accuracy: f64,
    /// Mean F1 over the stances that have rows.
    pub macro_f1: f64,
    /// Mean F1 of favor and against.
    pub f_avg: f64,
    /// Expected calibration error.
    pub ece: f64,
}

impl OutOfFold {
    pub(crate) fn new(rows: &[StanceRow], probabilities: &[[f64; 3]]) -> Self {
        let mut confusion = ConfusionMatrix::default();
        let (mut confidences, mut correct) = (Vec::new(), Vec::new());
        for (row, p) in rows.iter().zip(probabilities) {
            let predicted = most_probable(p);
            confusion.add(row.stance, Some(predicted));
            confidences.push(p[predicted.index()]);
            correct.push(predicted == row.stance);
        }
        OutOfFold {
            n: rows.len(),
            accuracy: confusion.accuracy(),
            macro_f1: confusion.macro_f1(),
            f_avg: confusion.f_avg(),
            ece: expected_calibration_error(&confidences, &correct, CALIBRATION_BINS).unwrap_or(0.0),
        }
    }
}

/// The stance with the highest probability; of equal ones the first.
pub(crate) fn most_probable(p: &[f64; 3]) -> Stance {
    let mut best = 0;
    for k in 1..3 {
        if p[k] > p[best] {
            best = k;
        }
    }
    Stance::ALL[best]
}

/// SHA-256 over what a model learns from, in order (the `times` of the rows too where calibration goes by them): every value
/// with its length before it, so that no two corpora run together.
pub(crate) fn fingerprint(corpus: &Corpus, times: &[&str], lexicon: &[LexiconEntry]) -> String {
    let mut digest = Sha256::new();
    let mut feed = |value: &str| {
        digest.update((value.len() as u64).to_le_bytes());
        digest.update(value.as_bytes());
    };
    for row in &corpus.rows {
        feed(&row.statement.text);
        feed(row.statement.source.as_deref().unwrap_or_default());
        feed(row.target.as_ref().map_or("", |target| target.as_str()));
        feed(row.stance.map_or("", Stance::name));
        feed(row.group.as_deref().unwrap_or_default());
    }
    times.iter().for_each(|time| feed(time));
    feed("lexicon");
    for entry in lexicon {
        feed(&entry.term);
        feed(entry.target.as_ref().map_or("", |target| target.as_str()));
        feed(entry.role.name());
        feed(&entry.lean.to_string());
    }
    hex(&digest.finalize())
}

/// Lowercase hexadecimal.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
