//! The figures of one set of rows: all of them, or those of a target.

use std::collections::BTreeMap;

use serde::Serialize;

use super::calibration::{CALIBRATION_BINS, calibration_error};
use super::confusion::ConfusionMatrix;
use super::intervals::StanceIntervals;
use super::metrics::ClassFigures;
use super::reliability::{self, ReliabilityBin};
use super::risk_coverage::{self, RiskCoveragePoint};
use super::sample::Tally;
use crate::stance::Stance;

/// How right the predicted stances of a set of rows are.
///
/// # Definition
/// The measures of labels are those of [`ConfusionMatrix`], over all rows: an abstention is an error. The measures of
/// probabilities are over the rows that have probabilities, those abstained on included, whatever label was given: the
/// confidence of a row is its largest probability, and it is right where that is the probability of the actual class.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct StanceFigures {
    /// Rows.
    pub n: u64,
    /// Rows for which no stance was predicted; they count as errors.
    pub abstained: u64,
    /// Share of the rows that were predicted as what they are.
    pub accuracy: f64,
    /// Mean F1 over the classes that have rows.
    pub macro_f1: f64,
    /// Mean of F1 Favor and F1 Against.
    pub f_avg: f64,
    /// Mean recall over the classes that have rows.
    pub balanced_accuracy: f64,
    /// Matthews correlation; see [`ConfusionMatrix::matthews_correlation`].
    pub mcc: f64,
    /// Cohen's kappa; see [`ConfusionMatrix::kappa`].
    pub kappa: f64,
    /// Mean [`log_loss`](crate::log_loss), where there are probabilities.
    pub log_loss: Option<f64>,
    /// Mean [`brier_score`](crate::brier_score), where there are probabilities.
    pub brier: Option<f64>,
    /// [Expected calibration error](crate::expected_calibration_error), where there are probabilities.
    pub ece: Option<f64>,
    /// [Area under the risk–coverage curve](crate::area_under_risk_coverage), where there are probabilities.
    pub aurc: Option<f64>,
    /// Classes that have no rows.
    pub absent: Vec<Stance>,
    /// Ratios that stand at 0.0 because their denominator is zero, each with the reason.
    pub undefined: Vec<String>,
    /// Precision, recall, F1 and support of every class.
    pub per_class: BTreeMap<Stance, ClassFigures>,
    /// Counts of actual by predicted class.
    pub confusion: ConfusionMatrix,
    /// The bins of the calibration error; empty where there are no probabilities.
    pub reliability: Vec<ReliabilityBin>,
    /// Points of the risk–coverage curve; empty where there are no probabilities.
    pub risk_coverage: Vec<RiskCoveragePoint>,
    /// What has so few rows that its figures say little.
    pub small_supports: Vec<SmallSupport>,
    /// The intervals of the figures, where draws were asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub intervals: Option<StanceIntervals>,
}

/// Least number of rows that a figure should rest on.
pub const SMALL_SUPPORT: u64 = 30;

/// A class, or a whole set of rows, that has fewer than [`SMALL_SUPPORT`] rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct SmallSupport {
    /// The class; `None` stands for all rows together.
    pub class: Option<Stance>,
    /// Its rows: at least one.
    pub n: u64,
}

impl SmallSupport {
    /// All rows together where they are too few; else each class that has too few.
    fn among(confusion: &ConfusionMatrix) -> Vec<Self> {
        let is_small = |small: &SmallSupport| (1..SMALL_SUPPORT).contains(&small.n);
        let all = SmallSupport { class: None, n: confusion.total() };
        let classes =
            Stance::ALL.map(|class| SmallSupport { class: Some(class), n: confusion.support(class) });
        match is_small(&all) {
            true => vec![all],
            false => classes.into_iter().filter(is_small).collect(),
        }
    }
}

impl StanceFigures {
    pub(super) fn of(tally: &Tally) -> Self {
        let confusion = tally.all;
        StanceFigures {
            n: confusion.total(),
            abstained: confusion.total_abstained(),
            accuracy: confusion.accuracy(),
            macro_f1: confusion.macro_f1(),
            f_avg: confusion.f_avg(),
            balanced_accuracy: confusion.balanced_accuracy(),
            mcc: confusion.matthews_correlation(),
            kappa: confusion.kappa(),
            log_loss: tally.log_loss(),
            brier: tally.brier(),
            ece: calibration_error(&tally.tied, CALIBRATION_BINS),
            aurc: risk_coverage::area(&tally.tied),
            absent: confusion.absent(),
            undefined: confusion.undefined(),
            per_class: confusion.per_class(),
            confusion,
            reliability: reliability::of_tied(&tally.tied, CALIBRATION_BINS),
            risk_coverage: risk_coverage::curve(&tally.tied),
            small_supports: SmallSupport::among(&confusion),
            intervals: None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Stance::{Against, Favor};

    #[test]
    fn classes_with_few_rows_are_told_and_few_rows_in_all_stand_for_them() {
        let rows = |favor, against| {
            let pairs = std::iter::repeat_n((Favor, Some(Favor)), favor);
            SmallSupport::among(&ConfusionMatrix::from_pairs(
                pairs.chain(std::iter::repeat_n((Against, None), against)),
            ))
        };
        assert_eq!(rows(30, 29), [SmallSupport { class: Some(Against), n: 29 }]);
        assert_eq!(rows(14, 15), [SmallSupport { class: None, n: 29 }]);
        assert!(rows(30, 0).is_empty(), "a class without rows is absent");
    }
}
