//! How right would a model be on statements that it has not seen? Predicting the rows of a corpus with a model, in folds,
//! or forward in time, and joining predictions made elsewhere to them; and how far do coders agree. Knows no files.

mod coders;
mod comparison;
mod confident_errors;
mod cross_validation;
mod deciding_words;
mod forward;
mod indexed;
mod learning_curve;
mod parts;
mod predictions;
mod reading;
mod scored_corpus;
mod splits;

pub use coders::{Coder, CoderAgreement, Disagreement, coder_agreement};
pub use comparison::{CorpusComparison, DifferingRow, compare};
pub use confident_errors::ConfidentError;
pub use cross_validation::{HeldOutScores, score_in_folds};
pub use deciding_words::DecidingWord;
pub use forward::score_forward;
pub use predictions::{Prediction, score_predictions};
pub use scored_corpus::ScoredCorpus;
pub use splits::{fold_splits, forward_splits};

use crate::error::Result;
use crate::evaluation::{Bootstrap, CrossValidation, Evaluation};
use crate::lexicon::LexiconEntry;
use crate::model::{Model, Options};
use crate::statement::Corpus;
use indexed::Indexed;
use reading::predict;

/// Predicts the stance of each row of `corpus` toward its own target with `model`, and which targets each distinct
/// statement is about.
///
/// # Errors
/// [`Error::UnknownTarget`](crate::Error::UnknownTarget) for a target that the model does not know.
///
/// # Examples
/// ```
/// use standpoint::{Bootstrap, Corpus, LabelledStatement, Model, Stance, Statement, Target, score};
///
/// let row = |text: &str, stance| LabelledStatement {
///     statement: Statement { text: text.into(), ..Statement::default() },
///     target: Target::new("sanctions"),
///     stance: Some(stance),
///     group: None,
///     extra: Vec::new(),
/// };
/// let rows = vec![
///     row("Lift the embargo, it is cruel and has failed.", Stance::Against),
///     row("The sanctions must stay.", Stance::Favor),
/// ];
/// let corpus = Corpus { rows, extra_columns: Vec::new() };
/// let scored = score(&Model::built_in()?, &corpus)?;
/// let evaluation = scored.evaluation(&Bootstrap { draws: 200, seed: 1 }, &["stance".to_string()])?;
/// assert_eq!(evaluation.overall.accuracy, 1.0);
/// assert!(evaluation.overall.intervals.unwrap().accuracy.unwrap().low < 0.5, "two rows say little");
/// # Ok::<(), standpoint::Error>(())
/// ```
pub fn score<'a>(model: &Model, corpus: &'a Corpus) -> Result<ScoredCorpus<'a>> {
    let indexed = Indexed::new(corpus);
    let rows: Vec<usize> = (0..corpus.rows.len()).collect();
    let statements: Vec<usize> = (0..indexed.statements.texts.len()).collect();
    let mut scored = ScoredCorpus::new(corpus);
    predict(model, &indexed, &rows, &statements)?.add_to(&mut scored, &indexed);
    Ok(scored)
}

/// How right `model` is on `corpus`: the figures of [`score`], without intervals.
///
/// # Errors
/// As [`score`]; an input error where no row has a target.
pub fn evaluate(model: &Model, corpus: &Corpus) -> Result<Evaluation> {
    score(model, corpus)?.evaluation(&Bootstrap::NONE, &[])
}

/// How right `predictions` are on `corpus`: the figures of [`score_predictions`], without intervals.
///
/// # Errors
/// As [`score_predictions`]; an input error where no row has a target.
pub fn evaluate_predictions(predictions: &[Prediction], corpus: &Corpus) -> Result<Evaluation> {
    score_predictions(predictions, corpus)?.evaluation(&Bootstrap::NONE, &[])
}

/// How right models are that are trained with `options` on all folds of `corpus` but one: the figures of
/// [`score_in_folds`], without intervals.
///
/// # Errors
/// As [`score_in_folds`].
///
/// # Determinism
/// As [`score_in_folds`].
pub fn cross_validate(
    corpus: &Corpus,
    lexicon: &[LexiconEntry],
    options: &Options,
    n_folds: usize,
    seed: u64,
) -> Result<CrossValidation> {
    score_in_folds(corpus, lexicon, options, n_folds, seed)?.cross_validation(&Bootstrap::NONE, &[])
}
