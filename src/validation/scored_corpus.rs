//! The rows of a corpus beside what was predicted for them.

use std::collections::BTreeMap;

use super::deciding_words::DecidingWord;
use super::indexed::Indexed;
use crate::error::Result;
use crate::evaluation::{Bootstrap, DetectionOutcome, Evaluation, ScoredRow, Slices};
use crate::stance::{Stance, Target};
use crate::statement::{Corpus, LabelledStatement, Statement, column};

/// The rows of a corpus beside what was predicted for them, by a model, in folds, or elsewhere.
///
/// Rows of one statement or one group are one cluster: intervals do not take them for independent.
#[derive(Debug, Clone)]
pub struct ScoredCorpus<'a> {
    corpus: &'a Corpus,
    rows: Vec<ScoredRow<'a>>,
    /// Index in the corpus of each of `rows`.
    row_idx: Vec<usize>,
    /// By index in the corpus: the words that decided what the most confident errors were predicted as.
    words: BTreeMap<usize, Vec<DecidingWord>>,
    outcomes: Vec<Outcome>,
    /// The targets that outcomes are of.
    detectable: Vec<Target>,
}

/// As [`DetectionOutcome`], with the position of the target.
#[derive(Debug, Clone, Copy)]
struct Outcome {
    target: usize,
    actual: bool,
    predicted: bool,
    cluster: usize,
}

impl<'a> ScoredCorpus<'a> {
    /// `corpus` without predictions.
    pub(super) fn new(corpus: &'a Corpus) -> Self {
        ScoredCorpus {
            corpus,
            rows: Vec::new(),
            row_idx: Vec::new(),
            words: BTreeMap::new(),
            outcomes: Vec::new(),
            detectable: Vec::new(),
        }
    }

    pub(super) fn corpus(&self) -> &'a Corpus {
        self.corpus
    }

    /// Adds what was predicted for a row of the corpus, if it has a target.
    pub(super) fn add_row(
        &mut self,
        indexed: &Indexed<'a>,
        row_idx: usize,
        predicted: Option<Stance>,
        proba: Option<[f64; Stance::COUNT]>,
    ) {
        let row = &indexed.corpus.rows[row_idx];
        if let (Some(target), Some(actual)) = (&row.target, row.stance) {
            let cluster = Some(indexed.cluster(row_idx));
            self.rows.push(ScoredRow { target, actual, predicted, proba, cluster });
            self.row_idx.push(row_idx);
        }
    }

    /// Adds the words that decided what the row with this index was predicted as.
    pub(super) fn add_words(&mut self, row_idx: usize, words: Vec<DecidingWord>) {
        self.words.insert(row_idx, words);
    }

    /// Adds whether `target` was found in a statement.
    pub(super) fn add_outcome(
        &mut self,
        indexed: &Indexed<'a>,
        statement: usize,
        target: &Target,
        predicted: bool,
    ) {
        let position = self.detectable.iter().position(|known| known == target).unwrap_or_else(|| {
            self.detectable.push(target.clone());
            self.detectable.len() - 1
        });
        self.outcomes.push(Outcome {
            target: position,
            actual: indexed.is_about(statement, target),
            predicted,
            cluster: indexed.statements.groups[statement],
        });
    }

    /// The rows with what was predicted for them.
    pub fn rows(&self) -> &[ScoredRow<'a>] {
        &self.rows
    }

    /// The statement of each of [`rows`](Self::rows).
    pub fn statements(&self) -> impl ExactSizeIterator<Item = &'a LabelledStatement> {
        self.row_idx.iter().map(|&row| &self.corpus.rows[row])
    }

    /// Index in the corpus and statement of the row at `position` in [`rows`](Self::rows).
    pub(super) fn statement(&self, position: usize) -> (usize, &'a Statement) {
        let row_idx = self.row_idx[position];
        (row_idx, &self.corpus.rows[row_idx].statement)
    }

    /// The words that decided what the row with this index in the corpus was predicted as, where they were kept.
    pub(super) fn deciding_words(&self, row_idx: usize) -> &[DecidingWord] {
        self.words.get(&row_idx).map_or(&[], Vec::as_slice)
    }

    /// Which statements were found to be about which targets.
    pub fn detection(&self) -> Vec<DetectionOutcome<'_>> {
        let outcome = |&Outcome { target, actual, predicted, cluster }: &Outcome| DetectionOutcome {
            target: &self.detectable[target],
            actual,
            predicted,
            cluster: Some(cluster),
        };
        self.outcomes.iter().map(outcome).collect()
    }

    /// The figures of the predictions, with intervals where `bootstrap` has draws, and for each value of the columns `by`.
    ///
    /// A column is named as in [`Corpus::extra_columns`], or by its role: `target`, `stance`, `speaker`, `source`, `date`,
    /// `group`, `id`, `text`.
    ///
    /// # Errors
    /// An input error where no row has a target, where probabilities are none, and for a column that is not there.
    pub fn evaluation(&self, bootstrap: &Bootstrap, by: &[String]) -> Result<Evaluation> {
        let columns = by.iter().map(|name| column(self.corpus, name)).collect::<Result<Vec<_>>>()?;
        let mut evaluation = Evaluation::with_intervals(&self.rows, &self.detection(), bootstrap)?;
        for (name, column) in by.iter().zip(columns) {
            let values: Vec<&str> = self.row_idx.iter().map(|&row| column[row]).collect();
            evaluation.slices.push(Slices::new(name, &values, &self.rows, bootstrap));
        }
        Ok(evaluation)
    }
}
