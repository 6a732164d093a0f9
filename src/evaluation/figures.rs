//! The figures of one set of rows: all of them, or those of a target.

use std::collections::BTreeMap;

use serde::Serialize;

use super::calibration::{CALIBRATION_BINS, expected_calibration_error};
use super::confusion::ConfusionMatrix;
use super::metrics::ClassFigures;
use crate::stance::{Stance, Target};

/// A row with a target: the stance that it has, and what was predicted.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ScoredRow<'a> {
    /// What the stance is about.
    pub target: &'a Target,
    /// The stance that a coder gave.
    pub actual: Stance,
    /// The stance that was predicted; `None` is an abstention.
    pub predicted: Option<Stance>,
    /// Probabilities of favor, against, neutral, where there are any.
    pub proba: Option<[f64; Stance::COUNT]>,
}

impl ScoredRow<'_> {
    /// Whether the probabilities are such, allowing for three that were rounded to two decimals.
    pub(super) fn has_valid_proba(&self) -> bool {
        self.proba.is_none_or(|proba| {
            proba.iter().all(|p| (0.0..=1.0).contains(p)) && (proba.iter().sum::<f64>() - 1.0).abs() < 0.02
        })
    }

    /// The largest probability, and whether its class is the actual one; the first of equals counts.
    fn confidence(&self) -> Option<(f64, bool)> {
        let proba = self.proba?;
        let likeliest = Stance::ALL
            .into_iter()
            .reduce(|best, stance| if proba[stance.index()] > proba[best.index()] { stance } else { best })?;
        Some((proba[likeliest.index()], likeliest == self.actual))
    }
}

/// How right the predicted stances of a set of rows are.
///
/// # Definition
/// Each figure as its method of [`ConfusionMatrix`] defines it. `ece` is the
/// [`expected_calibration_error`] over the rows that have probabilities, those abstained on included: their confidence
/// is the largest probability, correct where its class is the actual one.
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
    /// Expected calibration error, where there are probabilities.
    pub ece: Option<f64>,
    /// Classes that have no rows.
    pub absent: Vec<Stance>,
    /// Ratios of `per_class` that stand at 0.0 because their denominator is zero, each with the reason.
    pub undefined: Vec<String>,
    /// Precision, recall, F1 and support of every class.
    pub per_class: BTreeMap<Stance, ClassFigures>,
    /// Counts of actual by predicted class.
    pub confusion: ConfusionMatrix,
}

impl StanceFigures {
    pub(super) fn of(rows: &[ScoredRow]) -> Self {
        let confusion = ConfusionMatrix::from_pairs(rows.iter().map(|row| (row.actual, row.predicted)));
        let (confidences, correct): (Vec<f64>, Vec<bool>) =
            rows.iter().filter_map(ScoredRow::confidence).unzip();
        StanceFigures {
            n: confusion.total(),
            abstained: confusion.total_abstained(),
            accuracy: confusion.accuracy(),
            macro_f1: confusion.macro_f1(),
            f_avg: confusion.f_avg(),
            ece: expected_calibration_error(&confidences, &correct, CALIBRATION_BINS),
            absent: confusion.absent(),
            undefined: confusion.undefined(),
            per_class: confusion.per_class(),
            confusion,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn confidence_is_the_largest_probability_and_the_first_of_equals() {
        let target = Target::new("tariffs").unwrap();
        let row = |proba| ScoredRow { target: &target, actual: Stance::Against, predicted: None, proba };
        assert_eq!(row(Some([0.2, 0.5, 0.3])).confidence(), Some((0.5, true)));
        assert_eq!(row(Some([0.4, 0.4, 0.2])).confidence(), Some((0.4, false)));
        assert_eq!(row(Some([0.2, 0.4, 0.4])).confidence(), Some((0.4, true)));
        assert_eq!(row(None).confidence(), None);
    }
}
