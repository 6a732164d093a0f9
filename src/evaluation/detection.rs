//! Measures of target detection: was it seen which statements are about a target?

use serde::Serialize;

use super::metrics::ratio;
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
        let [mut tp, mut fp, mut fn_, mut tn] = [0u64; 4];
        for (actual, predicted) in pairs {
            match (actual, predicted) {
                (true, true) => tp += 1,
                (false, true) => fp += 1,
                (true, false) => fn_ += 1,
                (false, false) => tn += 1,
            }
        }
        DetectionFigures {
            n: tp + fp + fn_ + tn,
            precision: ratio(tp, tp + fp),
            recall: ratio(tp, tp + fn_),
            f1: ratio(2 * tp, 2 * tp + fp + fn_),
            support: tp + fn_,
            true_positives: tp,
            false_positives: fp,
            false_negatives: fn_,
            true_negatives: tn,
            undefined: undefined(tp + fp == 0, tp + fn_ == 0),
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
