//! How right is it? Measures of predicted stances, probabilities and target detection, the folds of cross-validation,
//! and the agreement of coders.
//!
//! This layer takes labels and probabilities. It knows no model, no text and no file: whoever predicts hands it
//! [`ScoredRow`]s and [`DetectionOutcome`]s.

mod agreement;
mod balanced_accuracy;
mod bootstrap;
mod brier;
mod calibration;
mod comparison;
mod confidence;
mod confusion;
mod cross_validation;
mod detection;
mod figures;
mod folds;
mod headline;
mod interval;
mod intervals;
mod kappa;
mod log_loss;
mod matthews;
mod mcnemar;
mod measure;
mod metrics;
mod ordered_folds;
mod over_targets;
mod random;
mod redrawn;
mod reliability;
mod resampling;
mod risk_coverage;
mod sample;
mod scored_row;
mod slices;
mod split;

use std::collections::BTreeMap;

use serde::Serialize;

pub use agreement::{
    Agreement, AgreementFigures, CodedUnit, PairAgreement, cohen_kappa, fleiss_kappa, krippendorff_alpha,
    percent_agreement,
};
pub use bootstrap::Bootstrap;
pub use brier::brier_score;
pub use calibration::{CALIBRATION_BINS, expected_calibration_error};
pub use comparison::{Comparison, Difference};
pub use confusion::ConfusionMatrix;
pub use cross_validation::{
    CrossValidation, FoldFigures, ForwardInTime, HeadlineSpread, LearningPoint, Spread,
};
pub use detection::{DetectionFigures, DetectionIntervals, DetectionOutcome};
pub use figures::{SMALL_SUPPORT, SmallSupport, StanceFigures};
pub use folds::{Folds, stratified_group_folds};
pub use headline::HeadlineFigures;
pub use interval::{Interval, IntervalBasis, IntervalMethod};
use intervals::Draws;
pub use intervals::{ClassIntervals, HeadlineIntervals, StanceIntervals};
pub use log_loss::log_loss;
pub use mcnemar::McNemar;
pub use measure::Measure;
pub use metrics::ClassFigures;
pub(crate) use ordered_folds::ordered_group_folds;
pub use over_targets::OverTargets;
pub(crate) use redrawn::{redrawn, standard_error};
pub use reliability::{ReliabilityBin, reliability_bins};
pub use risk_coverage::{RiskCoveragePoint, area_under_risk_coverage, risk_coverage_curve};
use sample::Sample;
pub use scored_row::ScoredRow;
pub use slices::{Slice, Slices};
pub use split::Split;

use crate::error::{Error, Place, Result};
use crate::stance::Target;

/// How right a set of predictions is, over all rows, for each target, and in finding what statements are about.
///
/// # Shapes and units
/// It serialises to the object that `evaluate --format json` prints: the [figures](StanceFigures) of all rows at the top,
/// the same for each target under `targets`, those of detection for each target under `target_detection`, and the means
/// over targets under `over_targets`. Targets are in sorted order; measures of probabilities are null where no row has
/// probabilities.
///
/// # Examples
/// ```
/// use standpoint::{Evaluation, ScoredRow, Stance::{Against, Favor}, Target};
///
/// let target = Target::new("sanctions").unwrap();
/// let row = |actual, predicted| ScoredRow { target: &target, actual, predicted, proba: None, cluster: None };
/// let rows = [row(Favor, Some(Favor)), row(Favor, Some(Against)), row(Against, Some(Against)), row(Against, None)];
/// let evaluation = Evaluation::new(&rows, &[])?;
/// assert_eq!(evaluation.overall.accuracy, 0.5);
/// assert_eq!(evaluation.targets[&target].abstained, 1);
/// # Ok::<(), standpoint::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Evaluation {
    /// The figures over the rows of all targets.
    #[serde(flatten)]
    pub overall: StanceFigures,
    /// The figures over the rows of each target.
    pub targets: BTreeMap<Target, StanceFigures>,
    /// The figures of detection for each target that has outcomes.
    pub target_detection: BTreeMap<Target, DetectionFigures>,
    /// Means over the targets.
    pub over_targets: OverTargets,
    /// The figures for each value of the columns that were asked for.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub slices: Vec<Slices>,
}

impl Evaluation {
    /// Evaluates stance predictions for `rows`, and target detection for `detection`: one outcome per statement and
    /// target, statements about no target included.
    ///
    /// # Errors
    /// [`Error::Input`] where there are no rows, or where the probabilities of a row are outside 0 to 1 or do not sum
    /// to one within what rounding to two decimals explains.
    pub fn new(rows: &[ScoredRow], detection: &[DetectionOutcome]) -> Result<Self> {
        Evaluation::with_intervals(rows, detection, &Bootstrap::NONE)
    }

    /// As [`Evaluation::new`], with the intervals of every figure.
    ///
    /// # Errors
    /// As [`Evaluation::new`].
    ///
    /// # Determinism
    /// The same rows and bootstrap give the same intervals at any number of threads.
    pub fn with_intervals(
        rows: &[ScoredRow],
        detection: &[DetectionOutcome],
        bootstrap: &Bootstrap,
    ) -> Result<Self> {
        if rows.is_empty() {
            return Err(no_rows());
        }
        if let Some(i) = rows.iter().position(|row| !row.has_valid_proba()) {
            return Err(bad_probabilities(i, &rows[i]));
        }
        let mut by_target: BTreeMap<&Target, Vec<ScoredRow>> = BTreeMap::new();
        for row in rows {
            by_target.entry(row.target).or_default().push(*row);
        }
        let mut outcomes: BTreeMap<&Target, Vec<DetectionOutcome>> = BTreeMap::new();
        for outcome in detection {
            outcomes.entry(outcome.target).or_default().push(*outcome);
        }
        let (overall, over_targets) = all_figures(rows, bootstrap);
        let targets = by_target.into_iter();
        let outcomes = outcomes.into_iter();
        Ok(Evaluation {
            overall,
            targets: targets
                .map(|(target, rows)| (target.clone(), all_figures(&rows, bootstrap).0))
                .collect(),
            target_detection: outcomes
                .map(|(target, of)| (target.clone(), DetectionFigures::with_intervals(&of, bootstrap)))
                .collect(),
            over_targets,
            slices: Vec::new(),
        })
    }
}

/// The figures of `rows`, and their means over targets, with intervals where there are draws to make.
fn all_figures(rows: &[ScoredRow], bootstrap: &Bootstrap) -> (StanceFigures, OverTargets) {
    let sample = Sample::new(rows);
    let tally = sample.tally();
    let (mut figures, mut over_targets) = (StanceFigures::of(&tally), OverTargets::of(&tally.by_target));
    if let Some(draws) = Draws::new(rows, &sample, bootstrap) {
        figures.intervals = Some(draws.stance_intervals(&tally));
        over_targets.intervals = Some(draws.over_targets_intervals(&tally));
    }
    (figures, over_targets)
}

fn no_rows() -> Error {
    Error::Input {
        place: Place::of("corpus"),
        found: "no row has a target".to_string(),
        expected: "at least one row with a target and a stance".to_string(),
        remedy: "Fill in the columns 'target' and 'stance', or say which columns hold them.".to_string(),
    }
}

fn bad_probabilities(index: usize, row: &ScoredRow) -> Error {
    Error::Input {
        place: Place::of("predictions"),
        found: format!(
            "row {} with a target has the probabilities {:?}",
            index + 1,
            row.proba.unwrap_or_default()
        ),
        expected: "three numbers from 0 to 1 that sum to one".to_string(),
        remedy: "Correct them, or leave all three empty.".to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stance::Stance::{self, Against, Favor, Neutral};

    fn row(target: &Target, actual: Stance, proba: Option<[f64; 3]>) -> ScoredRow<'_> {
        ScoredRow { target, actual, predicted: Some(actual), proba, cluster: None }
    }

    #[test]
    fn nothing_to_evaluate_is_refused_with_a_remedy() {
        let message = Evaluation::new(&[], &[]).unwrap_err().to_string();
        assert!(
            message.contains("no row has a target") && message.contains("Fill in the columns"),
            "{message}"
        );
    }

    #[test]
    fn probabilities_that_are_none_are_refused_and_rounded_ones_are_not() {
        let target = Target::new("tariffs").unwrap();
        for proba in [[f64::NAN, 0.5, 0.5], [1.5, -0.5, 0.0], [0.2, 0.2, 0.2], [f64::INFINITY, 0.0, 0.0]] {
            let rows = [row(&target, Favor, None), row(&target, Favor, Some(proba))];
            let message = Evaluation::new(&rows, &[]).unwrap_err().to_string();
            assert!(message.contains("row 2 with a target has the probabilities"), "{message}");
        }
        assert!(Evaluation::new(&[row(&target, Favor, Some([0.33, 0.33, 0.33]))], &[]).is_ok());
    }

    #[test]
    fn targets_are_evaluated_apart_and_together() {
        let [a, b] = ["b", "a"].map(|name| Target::new(name).unwrap());
        let wrong = ScoredRow { predicted: Some(Favor), ..row(&b, Neutral, None) };
        let rows = [row(&a, Favor, None), wrong, row(&a, Against, None)];
        let outcome = DetectionOutcome { target: &a, actual: true, predicted: true, cluster: None };
        let evaluation = Evaluation::new(&rows, &[outcome]).unwrap();
        assert_eq!(evaluation.overall.n, 3);
        assert_eq!((evaluation.targets[&a].accuracy, evaluation.targets[&b].accuracy), (1.0, 0.0));
        assert_eq!(evaluation.target_detection.keys().collect::<Vec<_>>(), [&a]);
        assert_eq!(evaluation.targets.keys().collect::<Vec<_>>(), [&b, &a]);
    }
}
