//! The measures that can be computed from a tally, by name.

use std::fmt;

use serde::{Serialize, Serializer};

use super::calibration::{CALIBRATION_BINS, calibration_error};
use super::confusion::ConfusionMatrix;
use super::over_targets::mean;
use super::risk_coverage;
use super::sample::Tally;
use crate::stance::Stance;

/// A measure of stance predictions.
///
/// # Shapes and units
/// It serialises as its [name](Measure::name).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Measure {
    /// Share of rows predicted right.
    Accuracy,
    /// Mean F1 of the classes that have rows.
    MacroF1,
    /// Mean F1 of favor and against.
    FAvg,
    /// Mean recall of the classes that have rows.
    BalancedAccuracy,
    /// Matthews correlation.
    Mcc,
    /// Cohen's kappa.
    Kappa,
    /// Log loss.
    LogLoss,
    /// Brier score.
    Brier,
    /// Expected calibration error.
    Ece,
    /// Area under the risk–coverage curve.
    Aurc,
    /// Share of rows abstained on.
    Abstained,
    /// Mean accuracy over targets.
    TargetsAccuracy,
    /// Mean macro-F1 over targets.
    TargetsMacroF1,
    /// Mean F_avg over targets.
    TargetsFAvg,
    /// Precision of a class.
    Precision(Stance),
    /// Recall of a class.
    Recall(Stance),
    /// F1 of a class.
    F1(Stance),
}

impl Measure {
    /// Every measure, in the order of reports.
    pub const ALL: [Measure; 23] = [
        Measure::Accuracy,
        Measure::MacroF1,
        Measure::FAvg,
        Measure::BalancedAccuracy,
        Measure::Mcc,
        Measure::Kappa,
        Measure::LogLoss,
        Measure::Brier,
        Measure::Ece,
        Measure::Aurc,
        Measure::Abstained,
        Measure::TargetsAccuracy,
        Measure::TargetsMacroF1,
        Measure::TargetsFAvg,
        Measure::Precision(Stance::Favor),
        Measure::Recall(Stance::Favor),
        Measure::F1(Stance::Favor),
        Measure::Precision(Stance::Against),
        Measure::Recall(Stance::Against),
        Measure::F1(Stance::Against),
        Measure::Precision(Stance::Neutral),
        Measure::Recall(Stance::Neutral),
        Measure::F1(Stance::Neutral),
    ];

    /// Name in JSON: the path of the figure in an [`Evaluation`](crate::Evaluation), or of its interval.
    pub fn name(self) -> String {
        let name = match self {
            Measure::Accuracy => "accuracy",
            Measure::MacroF1 => "macro_f1",
            Measure::FAvg => "f_avg",
            Measure::BalancedAccuracy => "balanced_accuracy",
            Measure::Mcc => "mcc",
            Measure::Kappa => "kappa",
            Measure::LogLoss => "log_loss",
            Measure::Brier => "brier",
            Measure::Ece => "ece",
            Measure::Aurc => "aurc",
            Measure::Abstained => "abstained_share",
            Measure::TargetsAccuracy => "over_targets.accuracy",
            Measure::TargetsMacroF1 => "over_targets.macro_f1",
            Measure::TargetsFAvg => "over_targets.f_avg",
            Measure::Precision(stance) => return format!("per_class.{stance}.precision"),
            Measure::Recall(stance) => return format!("per_class.{stance}.recall"),
            Measure::F1(stance) => return format!("per_class.{stance}.f1"),
        };
        name.to_string()
    }

    /// Name for people.
    pub fn label(self) -> String {
        let label = match self {
            Measure::Accuracy => "accuracy",
            Measure::MacroF1 => "macro-F1",
            Measure::FAvg => "F_avg",
            Measure::BalancedAccuracy => "balanced",
            Measure::Mcc => "MCC",
            Measure::Kappa => "kappa",
            Measure::LogLoss => "log loss",
            Measure::Brier => "Brier",
            Measure::Ece => "ECE",
            Measure::Aurc => "AURC",
            Measure::Abstained => "abstained",
            Measure::TargetsAccuracy => "targets' accuracy",
            Measure::TargetsMacroF1 => "targets' macro-F1",
            Measure::TargetsFAvg => "targets' F_avg",
            Measure::Precision(stance) => return format!("precision {stance}"),
            Measure::Recall(stance) => return format!("recall {stance}"),
            Measure::F1(stance) => return format!("F1 {stance}"),
        };
        label.to_string()
    }

    /// The value for the rows of `tally`; `None` where it is undefined.
    pub(super) fn of(self, tally: &Tally) -> Option<f64> {
        let all = &tally.all;
        match self {
            Measure::Accuracy | Measure::Abstained | Measure::Precision(_) | Measure::Recall(_) => {
                let (part, whole) = self.share(all)?;
                (whole > 0).then(|| part as f64 / whole as f64)
            }
            Measure::F1(stance) => {
                (all.support(stance) + all.predicted(stance) > 0).then(|| all.class_figures(stance).f1)
            }
            Measure::MacroF1 => Some(all.macro_f1()),
            Measure::FAvg => Some(all.f_avg()),
            Measure::BalancedAccuracy => Some(all.balanced_accuracy()),
            Measure::Mcc => Some(all.matthews_correlation()),
            Measure::Kappa => Some(all.kappa()),
            Measure::LogLoss => tally.log_loss(),
            Measure::Brier => tally.brier(),
            Measure::Ece => calibration_error(&tally.tied, CALIBRATION_BINS),
            Measure::Aurc => risk_coverage::area(&tally.tied),
            Measure::TargetsAccuracy => Some(mean(&tally.by_target, ConfusionMatrix::accuracy)),
            Measure::TargetsMacroF1 => Some(mean(&tally.by_target, ConfusionMatrix::macro_f1)),
            Measure::TargetsFAvg => Some(mean(&tally.by_target, ConfusionMatrix::f_avg)),
        }
    }

    /// The part and the whole, where the measure is a share of rows.
    pub(super) fn share(self, matrix: &ConfusionMatrix) -> Option<(u64, u64)> {
        match self {
            Measure::Accuracy => Some((matrix.correct(), matrix.total())),
            Measure::Abstained => Some((matrix.total_abstained(), matrix.total())),
            Measure::Precision(stance) => Some((matrix.count(stance, stance), matrix.predicted(stance))),
            Measure::Recall(stance) => Some((matrix.count(stance, stance), matrix.support(stance))),
            _ => None,
        }
    }
}

impl fmt::Display for Measure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.label())
    }
}

impl Serialize for Measure {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.name())
    }
}
