//! How right would a model be on statements that it has not seen? Training and predicting in folds.

use super::indexed::Indexed;
use super::parts::{Part, predict_parts};
use super::scored_corpus::ScoredCorpus;
use crate::error::Result;
use crate::evaluation::{Bootstrap, CrossValidation, ForwardInTime, stratified_group_folds};
use crate::lexicon::LexiconEntry;
use crate::model::Options;
use crate::statement::Corpus;

/// The rows of a corpus beside what models predicted for them that were not trained on them.
#[derive(Debug, Clone)]
pub struct HeldOutScores<'a> {
    /// The rows, fold by fold.
    pub scored: ScoredCorpus<'a>,
    /// The fold of each row, counted from 0.
    pub(super) fold_of: Vec<usize>,
    /// What each fold was trained on and predicted.
    pub(super) parts: Vec<Part>,
    pub(super) forward: Option<ForwardInTime>,
}

impl HeldOutScores<'_> {
    /// The figures of the predictions pooled, as [`ScoredCorpus::evaluation`], and their spread over the folds.
    ///
    /// # Errors
    /// As [`ScoredCorpus::evaluation`].
    pub fn cross_validation(&self, bootstrap: &Bootstrap, by: &[String]) -> Result<CrossValidation> {
        let pooled = self.scored.evaluation(bootstrap, by)?;
        let mut validated = CrossValidation::of(pooled, self.scored.rows(), &self.fold_of, self.parts.len());
        validated.forward_in_time.clone_from(&self.forward);
        Ok(validated)
    }
}

/// Trains models with `options` on all folds of `corpus` but one, each of which predicts that one.
///
/// The folds are stratified by target and stance, drawn with `seed`, and never split a statement or a group. Every
/// model is trained from nothing, vocabulary and calibration included.
///
/// # Errors
/// As [`train`](crate::train) for each fold; an input error where there are fewer groups than folds.
///
/// # Determinism
/// The same corpus, lexicon, options, folds and seed give the same predictions at any number of threads.
pub fn score_in_folds<'a>(
    corpus: &'a Corpus,
    lexicon: &[LexiconEntry],
    options: &Options,
    n_folds: usize,
    seed: u64,
) -> Result<HeldOutScores<'a>> {
    let indexed = Indexed::new(corpus);
    let parts = fold_parts(&indexed, n_folds, seed)?;
    score_parts(&indexed, lexicon, options, parts)
}

/// The parts of a cross-validation in `n_folds` folds.
pub(super) fn fold_parts(indexed: &Indexed, n_folds: usize, seed: u64) -> Result<Vec<Part>> {
    let statements = &indexed.statements;
    let folds = stratified_group_folds(&statements.strata(), &statements.groups, n_folds, seed)?;
    let fold_of = |row: &usize| folds.fold_of()[statements.of_row[*row]];
    let rows = || 0..indexed.corpus.rows.len();
    let part = |fold: usize| Part {
        place: format!("without fold {} of {n_folds}", fold + 1),
        training: rows().filter(|row| fold_of(row) != fold).collect(),
        rows: rows().filter(|row| fold_of(row) == fold).collect(),
        statements: folds.validation(fold),
    };
    Ok((0..n_folds).map(part).collect())
}

/// Trains and predicts each of `parts`, which are the folds.
pub(super) fn score_parts<'a>(
    indexed: &Indexed<'a>,
    lexicon: &[LexiconEntry],
    options: &Options,
    parts: Vec<Part>,
) -> Result<HeldOutScores<'a>> {
    let mut scored = ScoredCorpus::new(indexed.corpus);
    let mut fold_of = Vec::new();
    for (fold, predicted) in predict_parts(&parts, indexed, lexicon, options)?.iter().enumerate() {
        predicted.add_to(&mut scored, indexed);
        fold_of.resize(scored.rows().len(), fold);
    }
    Ok(HeldOutScores { scored, fold_of, parts, forward: None })
}
