//! Which options serve a corpus best? Trying them on splits of it, and choosing the simplest that is as good as any.
//!
//! This layer is given the splits: it does not know how they came about, and knows no files.
//!
//! | file | question |
//! | --- | --- |
//! | `search` | which options are tried, in which order? |
//! | `trial` | how right are models with these options? |
//! | `prepared` | what do the splits train on and predict? |
//! | `choice` | which of those tried is chosen? |

mod choice;
mod prepared;
mod search;
mod trial;

use std::ops::ControlFlow;

use crate::error::Result;
use crate::evaluation::{Bootstrap, Split};
use crate::lexicon::LexiconEntry;
use crate::model::Options;
use crate::statement::Corpus;
use choice::choose;
use prepared::{Prepared, training_corpora};
use search::{Search, Step};
pub use trial::Trial;

/// What a search for options found.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Tuning {
    /// What was tried, in order; there is at least one.
    pub trials: Vec<Trial>,
    /// The trial with the highest F_avg, the first of equals.
    pub best: usize,
    /// The simplest trial within one standard error of the best.
    pub chosen: usize,
    /// The steps of the search that were not taken to the end, because it was ended before.
    pub untried: Vec<String>,
    /// Rows that each trial predicted.
    pub n_predicted: usize,
    /// Splits that they come from.
    pub n_splits: usize,
    /// Splits that were left out because these held rows enough.
    pub n_splits_left_out: usize,
}

/// Rows enough to tell options apart: as soon as the last splits predict as many, those before them are left out.
///
/// The standard error of F_avg is then about 0.006, that of the difference between two trials about a third of it.
const ENOUGH_ROWS: usize = 6000;

/// How far a search is.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct TuningProgress<'a> {
    /// What would be tried next.
    pub next: &'a str,
    /// Number of trials made.
    pub n_tried: usize,
    /// The highest F_avg so far.
    pub best: Option<f64>,
}

impl Tuning {
    /// The options chosen: those that it began with, but for what was searched.
    pub fn options(&self) -> &Options {
        &self.trials[self.chosen].options
    }
}

/// Searches the options that predict the validation rows of `splits` best, each from its training rows.
///
/// # Definition
/// A trial trains stance classifiers with its options on the training rows of each split, vocabulary included, and predicts
/// its validation rows; it is scored by F_avg over the predictions of all splits pooled. Nothing is calibrated, and no
/// detector is trained. Of many rows the last splits are enough: those that predict 6,000 rows. The search begins at
/// `base` and goes through these steps:
///
/// 1. for each of support vector machine and softmax regression, that of `base` first, a path of values of C on the
///    features of `base`; of these the one that the rule below chooses is the first centre;
/// 2. one thing at a time, each alternative with a third of the centre's C, with it, and with three times of it:
///    the lexicon's scale, the pair block and its weight, character n-grams, the sharing of targets, word n-grams, the
///    weight of the word block, stemming, `min_df`; after each step the centre moves to the trial that is better, if one is;
/// 3. C a little below and above that of the centre.
///
/// **Chosen** is the simplest trial whose F_avg lies no more than one standard error below the best: that of the
/// difference between the two, by the bootstrap over the rows that both predicted. Simpler is, in this order: fewer blocks
/// of features; the learner of `base`; fewer values, C apart, other than those of `base`; shorter n-grams; a smaller C;
/// tried earlier.
///
/// # Parameters
/// | Name | Purpose |
/// | --- | --- |
/// | `base` | where the search begins; what it does not search stays as it is here |
/// | `splits` | what is learned from and predicted |
/// | `bootstrap` | draws of intervals and standard errors |
/// | `watch` | called before each path of C; [`ControlFlow::Break`] ends the search, but never before the first |
///
/// # Errors
/// [`Error::Parameter`](crate::Error::Parameter) for options out of range; [`Error::Training`](crate::Error::Training)
/// where there is nothing to learn from in a split, or nothing to predict.
///
/// # Determinism
/// The same input gives the same trials (but for their seconds) at any number of threads, up to where it was ended.
///
/// # References
/// Breiman, Friedman, Olshen & Stone: Classification and Regression Trees (1984), section 3.4.3, for the rule of one standard
/// error.
pub fn tune(
    corpus: &Corpus,
    lexicon: &[LexiconEntry],
    base: &Options,
    splits: &[Split],
    bootstrap: &Bootstrap,
    mut watch: impl FnMut(TuningProgress) -> ControlFlow<()>,
) -> Result<Tuning> {
    base.check()?;
    let (left_out, splits) = splits.split_at(first_needed(splits));
    let training = training_corpora(corpus, splits);
    let prepared = Prepared::new(corpus, &training, lexicon, base, splits, bootstrap)?;
    let mut search = Search::new(&prepared, base);
    let mut steps = search.steps().into_iter();
    let mut untried = Vec::new();
    while let Some(step) = steps.next() {
        let name = step.name();
        let taken =
            search.take(step, |n_tried, best| watch(TuningProgress { next: &name, n_tried, best }))?;
        if taken.is_break() {
            untried = std::iter::once(step).chain(steps).map(Step::name).collect();
            break;
        }
    }
    let (n_predicted, n_splits) = (prepared.n_predicted(), splits.len());
    let (best, trials) = (search.best(), search.trials);
    let chosen = choose(&trials, best, base);
    Ok(Tuning { trials, best, chosen, untried, n_predicted, n_splits, n_splits_left_out: left_out.len() })
}

/// The first of the splits that are enough: those from it to the end.
fn first_needed(splits: &[Split]) -> usize {
    let mut n = 0;
    let is_enough = |split: &Split| {
        n += split.validation.len();
        n >= ENOUGH_ROWS
    };
    splits.iter().rposition(is_enough).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_splits_with_rows_enough_are_needed() {
        let of_length = |n: usize| Split { training: Vec::new(), validation: (0..n).collect() };
        let first =
            |lengths: &[usize]| first_needed(&lengths.iter().map(|n| of_length(*n)).collect::<Vec<_>>());
        assert_eq!(first(&[1000, 1000]), 0);
        assert_eq!(first(&[3000, 3000, 3000]), 1);
        assert_eq!(first(&[3000, 3000, 2999]), 0);
        assert_eq!(first(&[1, 7000]), 1);
    }
}
