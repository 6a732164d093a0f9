//! Measures of target detection: was it seen which statements are about a target?

use serde::Serialize;

use super::bootstrap::Bootstrap;
use super::figures::SMALL_SUPPORT;
use super::interval::{Interval, IntervalBasis, IntervalMethod};
use super::metrics::ratio;
use super::resampling::Resampling;
use crate::stance::Target;

/// Whether one statement is about a target, and whether it was found to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DetectionOutcome<'a> {
    /// The target asked about.
    pub target: &'a Target,
    /// Whether the statement is about it.
    pub actual: bool,
    /// Whether it was predicted to be.
    pub predicted: bool,
    /// Statements of one cluster, such as those of one group, are not independent of each other; `None` is a statement
    /// that stands alone.
    pub cluster: Option<usize>,
}

/// How well the statements about one target are found among all.
///
/// # Definition
/// precision = tp / (tp + fp), recall = tp / (tp + fn), F1 = 2 tp / (2 tp + fp + fn), where tp, fp and fn are the true
/// positives, false positives and false negatives. A ratio whose denominator is zero is 0.0 and named in `undefined`.
///
/// # Shapes and units
/// Counts are of statements, however many rows each has.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct DetectionFigures {
    /// Statements that the detector was asked about.
    pub n: u64,
    /// Share of the statements found that are about the target.
    pub precision: f64,
    /// Share of the statements about the target that were found.
    pub recall: f64,
    /// Harmonic mean of precision and recall.
    pub f1: f64,
    /// Statements about the target.
    pub support: u64,
    /// Statements about the target that were found.
    pub true_positives: u64,
    /// Statements found that are not about the target.
    pub false_positives: u64,
    /// Statements about the target that were not found.
    pub false_negatives: u64,
    /// Statements rightly passed over.
    pub true_negatives: u64,
    /// The ratios that are 0.0 because their denominator is zero, each with the reason.
    pub undefined: Vec<String>,
    /// Whether so few statements are about the target, fewer than 30, that the figures say little.
    pub small_support: bool,
    /// The intervals of the figures, where draws were asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub intervals: Option<DetectionIntervals>,
}

/// The intervals of [`DetectionFigures`]; `None` where the figure is undefined.
///
/// # Definition
/// Precision and recall: [`Interval::wilson`]. F1: percentiles of the [`Bootstrap`], stratified by whether a statement is
/// about the target. Where statements come in clusters, all of them by the bootstrap over clusters.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[non_exhaustive]
pub struct DetectionIntervals {
    /// Of the precision.
    pub precision: Option<Interval>,
    /// Of the recall.
    pub recall: Option<Interval>,
    /// Of F1.
    pub f1: Option<Interval>,
    /// What they rest on.
    #[serde(flatten)]
    pub basis: IntervalBasis,
}

impl DetectionFigures {
    /// The figures of all `(actual, predicted)` pairs of one target.
    ///
    /// # Examples
    /// ```
    /// use standpoint::DetectionFigures;
    ///
    /// let figures = DetectionFigures::from_pairs([(true, true), (true, false), (false, true), (true, true)]);
    /// assert_eq!((figures.precision, figures.recall, figures.support), (2.0 / 3.0, 2.0 / 3.0, 3));
    /// ```
    pub fn from_pairs(pairs: impl IntoIterator<Item = (bool, bool)>) -> Self {
        let mut counts = Counts::default();
        pairs.into_iter().for_each(|(actual, predicted)| counts.add(actual, predicted, 1));
        DetectionFigures::of(&counts)
    }

    /// The figures of the outcomes of one target, with intervals where there are draws to make.
    pub(super) fn with_intervals(outcomes: &[DetectionOutcome], bootstrap: &Bootstrap) -> Self {
        let pairs = outcomes.iter().map(|outcome| (outcome.actual, outcome.predicted));
        let mut figures = DetectionFigures::from_pairs(pairs);
        if bootstrap.draws > 0 {
            figures.intervals = Some(DetectionIntervals::of(outcomes, &figures, bootstrap));
        }
        figures
    }

    fn of(counts: &Counts) -> Self {
        let Counts { tp, fp, fn_, tn } = *counts;
        let [(found, all_found), (_, all_there), (both, all)] = counts.shares();
        DetectionFigures {
            n: tp + fp + fn_ + tn,
            precision: ratio(found, all_found),
            recall: ratio(found, all_there),
            f1: ratio(both, all),
            support: tp + fn_,
            true_positives: tp,
            false_positives: fp,
            false_negatives: fn_,
            true_negatives: tn,
            undefined: undefined(all_found == 0, all_there == 0),
            small_support: tp + fn_ < SMALL_SUPPORT,
            intervals: None,
        }
    }
}

/// Counts of outcomes.
#[derive(Default)]
struct Counts {
    tp: u64,
    fp: u64,
    fn_: u64,
    tn: u64,
}

impl Counts {
    fn add(&mut self, actual: bool, predicted: bool, times: u64) {
        *match (actual, predicted) {
            (true, true) => &mut self.tp,
            (false, true) => &mut self.fp,
            (true, false) => &mut self.fn_,
            (false, false) => &mut self.tn,
        } += times;
    }

    /// Numerators and denominators of precision, recall and F1.
    fn shares(&self) -> [(u64, u64); 3] {
        let Counts { tp, fp, fn_, .. } = *self;
        [(tp, tp + fp), (tp, tp + fn_), (2 * tp, 2 * tp + fp + fn_)]
    }
}

impl DetectionIntervals {
    fn of(outcomes: &[DetectionOutcome], figures: &DetectionFigures, bootstrap: &Bootstrap) -> Self {
        let strata: Vec<usize> = outcomes.iter().map(|outcome| usize::from(outcome.actual)).collect();
        let resampling = Resampling::new(outcomes.iter().map(|outcome| outcome.cluster), &strata);
        let drawn = bootstrap.of(&resampling, |weights, _: &mut ()| {
            let mut counts = Counts::default();
            for (outcome, &weight) in outcomes.iter().zip(weights) {
                counts.add(outcome.actual, outcome.predicted, weight.into());
            }
            counts.shares().map(|(part, whole)| (whole > 0).then(|| ratio(part, whole)))
        });
        let clusters = resampling.n_clusters();
        let percentile = |figure: usize| match clusters {
            Some(1) => None,
            _ => Interval::percentile(drawn.iter().filter_map(|draw| draw[figure]).collect()),
        };
        let share = |figure: usize, whole: u64| match clusters {
            None => Interval::wilson(figures.true_positives, whole),
            Some(_) => percentile(figure),
        };
        DetectionIntervals {
            precision: share(0, figures.true_positives + figures.false_positives),
            recall: share(1, figures.support),
            f1: percentile(2),
            basis: IntervalBasis::new(bootstrap, clusters, IntervalMethod::WilsonAndStratified),
        }
    }
}

fn undefined(none_found: bool, none_there: bool) -> Vec<String> {
    [
        (none_found, "precision of detection: no statement was found to be about the target"),
        (none_there, "recall of detection: no statement is about the target"),
        (none_found && none_there, "F1 of detection: no statement is about the target or was found to be"),
    ]
    .into_iter()
    .filter(|(holds, _)| *holds)
    .map(|(_, reason)| reason.to_string())
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    // By hand: tp 3, fp 1, fn 2, tn 4.
    #[test]
    fn detection_figures_are_those_worked_out_by_hand() {
        let pairs = [(true, true); 3].into_iter().chain([(false, true)]).chain([(true, false); 2]);
        let figures = DetectionFigures::from_pairs(pairs.chain([(false, false); 4]));
        assert_eq!((figures.precision, figures.recall, figures.f1), (0.75, 0.6, 6.0 / 9.0));
        assert_eq!((figures.n, figures.support, figures.true_negatives), (10, 5, 4));
        assert_eq!((figures.true_positives, figures.false_positives, figures.false_negatives), (3, 1, 2));
        assert!(figures.undefined.is_empty());
    }

    #[test]
    fn a_target_that_is_nowhere_has_zero_figures_and_the_reasons() {
        let figures = DetectionFigures::from_pairs([(false, false)]);
        assert_eq!((figures.precision, figures.recall, figures.f1), (0.0, 0.0, 0.0));
        assert_eq!(figures.undefined.len(), 3);
        let missed = DetectionFigures::from_pairs([(true, false)]);
        assert_eq!(
            missed.undefined,
            ["precision of detection: no statement was found to be about the target"]
        );
    }
}
