//! What the predictions of all validation folds say together, and how far the folds lie apart.

use serde::Serialize;

use super::Evaluation;
use super::detection::DetectionOutcome;
use super::figures::StanceFigures;
use super::headline::HeadlineFigures;
use super::sample::Sample;
use super::scored_row::ScoredRow;
use crate::error::Result;

/// Figures of cross-validated predictions: pooled over all folds, and their spread from fold to fold.
///
/// # Shapes and units
/// It serialises to the object of the pooled [`Evaluation`] with `folds`, `spread` and `per_fold` beside its figures.
///
/// # Examples
/// ```
/// use standpoint::{CrossValidation, ScoredRow, Stance::{Against, Favor}, Target};
///
/// let target = Target::new("sanctions").unwrap();
/// let row = |actual, predicted| {
///     ScoredRow { target: &target, actual, predicted: Some(predicted), proba: None, cluster: None }
/// };
/// let rows = [row(Favor, Favor), row(Favor, Against), row(Against, Against), row(Against, Against)];
/// let validated = CrossValidation::new(&rows, &[], &[0, 0, 1, 1], 2)?;
/// assert_eq!(validated.pooled.overall.accuracy, 0.75);
/// assert_eq!((validated.spread.accuracy.min, validated.spread.accuracy.max), (0.5, 1.0));
/// # Ok::<(), standpoint::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct CrossValidation {
    /// The figures over all rows, each predicted in the fold that it was held out of.
    #[serde(flatten)]
    pub pooled: Evaluation,
    /// Number of folds.
    pub folds: usize,
    /// The spread of the headline figures over `per_fold`.
    pub spread: HeadlineSpread,
    /// The headline figures of each fold that holds rows with a target.
    pub per_fold: Vec<FoldFigures>,
    /// How folds follow each other in time, where they do.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub forward_in_time: Option<ForwardInTime>,
    /// The figures of models that learned from a part of the training rows, where they were asked for.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub learning_curve: Vec<LearningPoint>,
}

/// Folds that follow each other in time, each predicted by a model of what came before it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct ForwardInTime {
    /// Column of the time.
    pub column: String,
    /// Rows with a target that are never predicted: the first block of each target.
    pub never_predicted: u64,
}

/// The figures of models that learned from a share of the training rows.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct LearningPoint {
    /// The share.
    pub share: f64,
    /// Rows that a model learned from, on average over the folds, rounded down.
    pub training_rows: u64,
    /// The figures of the predictions pooled; `None` where nothing can be learned from so little.
    #[serde(flatten)]
    pub figures: Option<HeadlineFigures>,
    /// Why there are no figures.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub left_out: Option<String>,
}

/// The headline figures of one fold.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[non_exhaustive]
pub struct FoldFigures {
    /// The fold, counted from 1.
    pub fold: usize,
    /// Rows.
    pub n: u64,
    /// Share of the rows that were predicted as what they are.
    pub accuracy: f64,
    /// Mean F1 over the classes that have rows in this fold.
    pub macro_f1: f64,
    /// Mean of F1 Favor and F1 Against.
    pub f_avg: f64,
    /// Expected calibration error, where there are probabilities.
    pub ece: Option<f64>,
}

/// How each headline figure is spread over the folds.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[non_exhaustive]
pub struct HeadlineSpread {
    /// The spread of accuracy.
    pub accuracy: Spread,
    /// The spread of macro-F1.
    pub macro_f1: Spread,
    /// The spread of F_avg.
    pub f_avg: Spread,
    /// The spread of the expected calibration error over the folds that have one.
    pub ece: Option<Spread>,
}

/// How a figure is spread over folds.
///
/// # Definition
/// Every fold weighs the same. The standard deviation is that of a sample, with n − 1 in the denominator; that of a
/// single fold is 0.0. The folds share training rows, so it understates the uncertainty of the mean.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Spread {
    /// Mean over the folds.
    pub mean: f64,
    /// Sample standard deviation.
    pub standard_deviation: f64,
    /// Smallest value.
    pub min: f64,
    /// Largest value.
    pub max: f64,
}

impl CrossValidation {
    /// Evaluates `rows`, where `fold_of[i]` below `n_folds` is the validation fold in which `rows[i]` was predicted, and
    /// the outcomes of `detection`, pooled.
    ///
    /// # Errors
    /// As [`Evaluation::new`].
    ///
    /// # Panics
    /// Where `rows` and `fold_of` differ in length, or a fold is not below `n_folds`.
    pub fn new(
        rows: &[ScoredRow],
        detection: &[DetectionOutcome],
        fold_of: &[usize],
        n_folds: usize,
    ) -> Result<Self> {
        Ok(CrossValidation::of(Evaluation::new(rows, detection)?, rows, fold_of, n_folds))
    }

    /// The same, for `rows` that have been evaluated already.
    pub(crate) fn of(pooled: Evaluation, rows: &[ScoredRow], fold_of: &[usize], n_folds: usize) -> Self {
        assert_eq!(rows.len(), fold_of.len(), "a fold for every row");
        let mut by_fold = vec![Vec::new(); n_folds];
        for (row, &fold) in rows.iter().zip(fold_of) {
            by_fold[fold].push(*row);
        }
        let held = by_fold.iter().enumerate().filter(|(_, rows)| !rows.is_empty());
        let per_fold: Vec<FoldFigures> = held.map(|(fold, rows)| FoldFigures::of(fold + 1, rows)).collect();
        CrossValidation {
            pooled,
            folds: n_folds,
            spread: HeadlineSpread::over(&per_fold),
            per_fold,
            forward_in_time: None,
            learning_curve: Vec::new(),
        }
    }
}

impl FoldFigures {
    fn of(fold: usize, rows: &[ScoredRow]) -> Self {
        let StanceFigures { n, accuracy, macro_f1, f_avg, ece, .. } =
            StanceFigures::of(&Sample::new(rows).tally());
        FoldFigures { fold, n, accuracy, macro_f1, f_avg, ece }
    }
}

impl HeadlineSpread {
    fn over(folds: &[FoldFigures]) -> Self {
        let spread =
            |figure: fn(&FoldFigures) -> f64| Spread::of(&folds.iter().map(figure).collect::<Vec<_>>());
        let ece: Vec<f64> = folds.iter().filter_map(|fold| fold.ece).collect();
        HeadlineSpread {
            accuracy: spread(|fold| fold.accuracy),
            macro_f1: spread(|fold| fold.macro_f1),
            f_avg: spread(|fold| fold.f_avg),
            ece: (!ece.is_empty()).then(|| Spread::of(&ece)),
        }
    }
}

impl Spread {
    /// The spread of `values`, of which there is at least one.
    fn of(values: &[f64]) -> Self {
        let n = values.len() as f64;
        let mean = values.iter().sum::<f64>() / n;
        let squares: f64 = values.iter().map(|value| (value - mean) * (value - mean)).sum();
        Spread {
            mean,
            standard_deviation: if values.len() < 2 { 0.0 } else { (squares / (n - 1.0)).sqrt() },
            min: values.iter().copied().fold(f64::INFINITY, f64::min),
            max: values.iter().copied().fold(f64::NEG_INFINITY, f64::max),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stance::Stance::{Against, Favor};
    use crate::stance::Target;

    // By hand: mean 5, squared deviations 9 + 1 + 1 + 9 = 20, divided by 3.
    #[test]
    fn spread_is_that_of_a_sample() {
        let spread = Spread::of(&[2.0, 4.0, 6.0, 8.0]);
        assert_eq!((spread.mean, spread.min, spread.max), (5.0, 2.0, 8.0));
        assert!((spread.standard_deviation - (20.0f64 / 3.0).sqrt()).abs() < 1e-15);
        assert_eq!(Spread::of(&[0.7]).standard_deviation, 0.0);
    }

    #[test]
    fn a_fold_without_rows_has_no_figures_and_moves_no_spread() {
        let target = Target::new("tariffs").unwrap();
        let row = |predicted| ScoredRow {
            target: &target,
            actual: Favor,
            predicted: Some(predicted),
            proba: None,
            cluster: None,
        };
        let rows = [row(Favor), row(Against), row(Favor)];
        let validated = CrossValidation::new(&rows, &[], &[2, 0, 2], 3).unwrap();
        assert_eq!(validated.folds, 3);
        assert_eq!(validated.per_fold.iter().map(|f| (f.fold, f.n)).collect::<Vec<_>>(), [(1, 1), (3, 2)]);
        assert_eq!(validated.spread.accuracy.mean, 0.5);
        assert_eq!(validated.spread.ece, None);
    }
}
