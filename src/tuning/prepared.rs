//! What the splits train on and predict.

use std::time::{Duration, Instant};

use rayon::prelude::*;

use super::trial::Trial;
use crate::error::{Error, Result};
use crate::evaluation::{Bootstrap, ScoredRow, Split};
use crate::features::SparseRecords;
use crate::learners::LearnerOptions;
use crate::lexicon::LexiconEntry;
use crate::model::{Options, Start, Statements, TrainingSet, most_probable};
use crate::stance::{Stance, Target};
use crate::statement::Corpus;

/// The training rows of each split.
pub(super) fn training_corpora(corpus: &Corpus, splits: &[Split]) -> Vec<Corpus> {
    let rows = |split: &Split| split.training.iter().map(|&row| corpus.rows[row].clone()).collect();
    splits
        .iter()
        .map(|split| Corpus { rows: rows(split), extra_columns: corpus.extra_columns.clone() })
        .collect()
}

/// The splits, taken apart once for all trials.
pub(super) struct Prepared<'a> {
    parts: Vec<Part<'a>>,
    /// The validation rows of all parts in order, without predictions.
    rows: Vec<ScoredRow<'a>>,
    bootstrap: &'a Bootstrap,
    pub n_targets: usize,
    pub has_lexicon: bool,
}

/// One split.
struct Part<'a> {
    set: TrainingSet<'a>,
    /// Texts that are predicted, and the position of the target of each.
    texts: Vec<&'a str>,
    targets: Vec<usize>,
}

/// What models with one set of features made of the validation rows of a part, for each value of C.
struct PartPath {
    predicted: Vec<Vec<Option<Stance>>>,
    took: Vec<Duration>,
}

impl<'a> Prepared<'a> {
    pub fn new(
        corpus: &'a Corpus,
        training: &'a [Corpus],
        lexicon: &'a [LexiconEntry],
        base: &Options,
        splits: &[Split],
        bootstrap: &'a Bootstrap,
    ) -> Result<Self> {
        let mut targets: Vec<Target> = corpus.rows.iter().filter_map(|row| row.target.clone()).collect();
        targets.sort_unstable();
        targets.dedup();
        let statements = Statements::new(corpus, &targets);
        let (mut parts, mut rows) = (Vec::new(), Vec::new());
        for (i, (split, training)) in splits.iter().zip(training).enumerate() {
            let set =
                TrainingSet::new(training, lexicon, base).map_err(|error| in_split(error, i, splits))?;
            let mut part = Part { set, texts: Vec::new(), targets: Vec::new() };
            for &row in &split.validation {
                let labelled = &corpus.rows[row];
                let (Some(target), Some(actual)) = (&labelled.target, labelled.stance) else { continue };
                let known = part.set.targets.binary_search(target).map_err(|_| unknown(target, i, splits))?;
                part.texts.push(&labelled.statement.text);
                part.targets.push(known);
                let cluster = Some(statements.groups[statements.of_row[row]]);
                rows.push(ScoredRow { target, actual, predicted: None, proba: None, cluster });
            }
            parts.push(part);
        }
        if rows.is_empty() {
            return Err(Error::Training {
                found: "no row with a target to predict".into(),
                expected: "splits that hold out rows with a target".into(),
                remedy: "Fill the columns 'target' and 'stance', or split otherwise.".into(),
            });
        }
        Ok(Prepared { parts, rows, bootstrap, n_targets: targets.len(), has_lexicon: !lexicon.is_empty() })
    }

    pub fn n_predicted(&self) -> usize {
        self.rows.len()
    }

    /// Tries `options` with each of `cs`, which rise.
    pub fn trials(&self, (options, cs): &(Options, Vec<f64>)) -> Result<Vec<Trial>> {
        let paths: Vec<PartPath> =
            self.parts.par_iter().map(|part| part.path(options, cs)).collect::<Result<_>>()?;
        let trial = |(i, &c): (usize, &f64)| {
            let mut options = options.clone();
            options.learner.c = c;
            let predicted = paths.iter().flat_map(|path| path.predicted[i].iter());
            let row = |(row, predicted): (&ScoredRow<'a>, &Option<Stance>)| ScoredRow {
                predicted: *predicted,
                ..*row
            };
            let rows: Vec<ScoredRow> = self.rows.iter().zip(predicted).map(row).collect();
            let seconds = paths.iter().map(|path| path.took[i].as_secs_f64()).sum();
            Trial::new(options, &rows, self.bootstrap, seconds)
        };
        Ok(cs.iter().enumerate().map(trial).collect())
    }
}

impl Part<'_> {
    /// Predicts with `options` at each of `cs`; the features are made once.
    fn path(&self, options: &Options, cs: &[f64]) -> Result<PartPath> {
        let started = Instant::now();
        let (featurizer, records, prior) = self.set.featurize(&options.features)?;
        let matrix = self.set.matrix(&records);
        let held_out = featurizer.transform(&self.texts);
        let features = started.elapsed() / cs.len() as u32;
        let mut path = PartPath { predicted: Vec::new(), took: Vec::new() };
        let mut start: Option<Start> = None;
        for &c in cs {
            let started = Instant::now();
            let learner = LearnerOptions { c, ..options.learner.clone() };
            let (prior, sharing) = (prior.as_ref(), options.model.sharing);
            let problem = self.set.stance_problem(&records, &matrix, prior, &learner, sharing);
            let scale = options.model.lexicon_scale.unwrap_or(1.0);
            let (heads, reached) = problem.fit(scale, |_| true, start.as_ref())?.into_heads();
            start = Some(reached);
            let predict = |i: usize| {
                let t = self.targets[i];
                let scores = heads[t].scores(&held_out, i);
                predicted(&held_out, i, scores, self.set.classes[t])
            };
            path.predicted.push((0..self.texts.len()).map(predict).collect());
            path.took.push(features + started.elapsed());
        }
        Ok(path)
    }
}

/// The stance with the greatest score of those that the target can be given; none for a text of which nothing is known.
fn predicted(records: &SparseRecords, i: usize, scores: [f64; 3], classes: [bool; 3]) -> Option<Stance> {
    let of_class = |k: usize| if classes[k] { scores[k] } else { f64::NEG_INFINITY };
    (!records.row(i).0.is_empty()).then(|| most_probable(&[0, 1, 2].map(of_class)))
}

fn place(i: usize, splits: &[Split]) -> String {
    format!("in split {} of {}", i + 1, splits.len())
}

/// What is wrong with the rows of a split, said so that nobody looks for it in the whole corpus.
fn in_split(error: Error, i: usize, splits: &[Split]) -> Error {
    match error {
        Error::Training { found, expected, remedy } => {
            Error::Training { found: format!("{}, {found}", place(i, splits)), expected, remedy }
        }
        other => other,
    }
}

fn unknown(target: &Target, i: usize, splits: &[Split]) -> Error {
    Error::Training {
        found: format!("{}, no row of target '{target}' to learn from", place(i, splits)),
        expected: "rows of each target in every part that is learned from".into(),
        remedy: "Add rows of it with other texts and groups, or leave the target out.".into(),
    }
}
