//! Means over targets: every target weighs the same, however many rows it has.

use serde::Serialize;

use super::confusion::ConfusionMatrix;
use super::intervals::HeadlineIntervals;

/// The headline figures as means over the targets.
///
/// # Definition
/// For each figure (1 / T) Σ_t figure(t) over the T targets that have rows. A target in which a class has no rows has the
/// figures that [`ConfusionMatrix`] defines for it: its macro-F1 is over the classes it has, its F_avg over both favor and
/// against.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct OverTargets {
    /// Mean accuracy.
    pub accuracy: f64,
    /// Mean macro-F1.
    pub macro_f1: f64,
    /// Mean F_avg.
    pub f_avg: f64,
    /// Their intervals, where draws were asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub intervals: Option<HeadlineIntervals>,
}

impl OverTargets {
    pub(super) fn of(by_target: &[ConfusionMatrix]) -> Self {
        OverTargets {
            accuracy: mean(by_target, ConfusionMatrix::accuracy),
            macro_f1: mean(by_target, ConfusionMatrix::macro_f1),
            f_avg: mean(by_target, ConfusionMatrix::f_avg),
            intervals: None,
        }
    }
}

/// The mean of `figure` over the targets that have rows, and 0.0 where none has.
pub(super) fn mean(by_target: &[ConfusionMatrix], figure: fn(&ConfusionMatrix) -> f64) -> f64 {
    let present = by_target.iter().filter(|matrix| matrix.total() > 0);
    let (sum, n) = present.fold((0.0, 0u32), |(sum, n), matrix| (sum + figure(matrix), n + 1));
    if n == 0 { 0.0 } else { sum / f64::from(n) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stance::Stance::{Against, Favor};

    // Accuracies 1 and 1/2; a target without rows is none.
    #[test]
    fn targets_weigh_the_same_whatever_their_size() {
        let small = ConfusionMatrix::from_pairs([(Favor, Some(Favor))]);
        let large = ConfusionMatrix::from_pairs([(Against, Some(Against)), (Against, None)]);
        let over = OverTargets::of(&[small, large, ConfusionMatrix::default()]);
        assert_eq!(over.accuracy, 0.75);
        assert_eq!(over.f_avg, (0.5 + (2.0 / 3.0) / 2.0) / 2.0);
        assert_eq!(over.macro_f1, (1.0 + 2.0 / 3.0) / 2.0);
    }
}
