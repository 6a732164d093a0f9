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
use search::Search;
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
    /// The steps of the search that were not taken, because it was ended before.
    pub untried: Vec<String>,
    /// Rows that each trial predicted.
    pub n_predicted: usize,
}

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
/// detector is trained. The search begins at `base` and goes through these steps:
///
/// 1. for each of support vector machine and softmax regression, that of `base` first, a path of values of C on the
///    features of `base`; of these the one that the rule below chooses is the first centre;
/// 2. one thing at a time, each alternative with a third of the centre's C, with it, and with three times of it:
///    the pair block and its weight, the sharing of targets, the lexicon's scale, character n-grams, word n-grams, the
///    weight of the word block, stemming, `min_df`; after each step the centre moves to the trial that is better, if one is;
/// 3. C a little below and above that of the centre.
///
/// **Chosen** is the simplest trial whose F_avg lies no more than one standard error below the best: that of the
/// difference between the two, by the bootstrap over the rows that both predicted. Simpler is, in this order: fewer blocks
/// of features; shorter n-grams; the learner of `base`; a smaller C; fewer values other than those of `base`; tried
/// earlier.
///
/// # Parameters
/// | Name | Purpose |
/// | --- | --- |
/// | `base` | where the search begins; what it does not search stays as it is here |
/// | `splits` | what is learned from and predicted |
/// | `bootstrap` | draws of intervals and standard errors |
/// | `watch` | called before each step; [`ControlFlow::Break`] ends the search, but never before the first |
///
/// # Errors
/// [`Error::Parameter`](crate::Error::Parameter) for options out of range; [`Error::Training`](crate::Error::Training)
/// where there is nothing to learn from in a split, or nothing to predict.
///
/// # Determinism
/// The same input gives the same trials (but for their seconds) at any number of threads, up to the step before which it was
/// ended.
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
    let training = training_corpora(corpus, splits);
    let prepared = Prepared::new(corpus, &training, lexicon, base, splits, bootstrap)?;
    let mut search = Search::new(&prepared, base);
    let steps = search.steps();
    let mut untried = Vec::new();
    for (i, step) in steps.iter().enumerate() {
        let name = step.name();
        let progress =
            TuningProgress { next: &name, n_tried: search.trials.len(), best: search.best_f_avg() };
        if watch(progress).is_break() && i > 0 {
            untried = steps[i..].iter().map(|step| step.name()).collect();
            break;
        }
        search.take(step)?;
    }
    let n_predicted = prepared.n_predicted();
    let (best, trials) = (search.best(), search.trials);
    let chosen = choose(&trials, best, base);
    Ok(Tuning { trials, best, chosen, untried, n_predicted })
}
