//! The intervals of every figure of some rows.

use std::collections::BTreeMap;

use serde::Serialize;

use super::bootstrap::Bootstrap;
use super::interval::{Interval, IntervalBasis, IntervalMethod};
use super::measure::Measure;
use super::resampling::Resampling;
use super::sample::{Sample, Tally};
use super::scored_row::ScoredRow;
use crate::stance::Stance;

/// The intervals of [`StanceFigures`](crate::StanceFigures); `None` where the figure is undefined.
///
/// # Definition
/// Accuracy, the share of abstentions, precision and recall: [`Interval::wilson`]. Every other figure: the percentiles 2.5
/// and 97.5 of its values over the draws of the [`Bootstrap`]; draws that leave it undefined are passed over. Where rows
/// come in clusters, all of them by the bootstrap over clusters; a single cluster leaves all of them undefined.
///
/// The calibration error of drawn rows is larger on average than that of the rows themselves, since whatever moves a bin
/// away from where it stands counts as error. Its draws are shifted by the difference of their mean from the figure, and
/// the interval is cut off at 0.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct StanceIntervals {
    /// Of the accuracy.
    pub accuracy: Option<Interval>,
    /// Of macro-F1.
    pub macro_f1: Option<Interval>,
    /// Of F_avg.
    pub f_avg: Option<Interval>,
    /// Of the balanced accuracy.
    pub balanced_accuracy: Option<Interval>,
    /// Of the Matthews correlation.
    pub mcc: Option<Interval>,
    /// Of Cohen's kappa.
    pub kappa: Option<Interval>,
    /// Of the log loss.
    pub log_loss: Option<Interval>,
    /// Of the Brier score.
    pub brier: Option<Interval>,
    /// Of the calibration error.
    pub ece: Option<Interval>,
    /// Of the area under the risk–coverage curve.
    pub aurc: Option<Interval>,
    /// Of the share of rows abstained on.
    pub abstained_share: Option<Interval>,
    /// Of precision, recall and F1 of every class.
    pub per_class: BTreeMap<Stance, ClassIntervals>,
    /// What they rest on.
    #[serde(flatten)]
    pub basis: IntervalBasis,
}

/// The intervals of one class.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[non_exhaustive]
pub struct ClassIntervals {
    /// Of the precision.
    pub precision: Option<Interval>,
    /// Of the recall.
    pub recall: Option<Interval>,
    /// Of F1.
    pub f1: Option<Interval>,
}

/// The intervals of accuracy, macro-F1 and F_avg.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[non_exhaustive]
pub struct HeadlineIntervals {
    /// Of the accuracy.
    pub accuracy: Option<Interval>,
    /// Of macro-F1.
    pub macro_f1: Option<Interval>,
    /// Of F_avg.
    pub f_avg: Option<Interval>,
    /// What they rest on.
    #[serde(flatten)]
    pub basis: IntervalBasis,
}

/// The values of every measure in each draw.
pub(super) struct Draws {
    values: Vec<[Option<f64>; Measure::ALL.len()]>,
    bootstrap: Bootstrap,
    clusters: Option<usize>,
}

/// The value of every measure.
pub(super) fn values(tally: &Tally) -> [Option<f64>; Measure::ALL.len()] {
    Measure::ALL.map(|measure| measure.of(tally))
}

impl Resampling {
    /// How `rows` with the strata of `sample` are drawn.
    pub(super) fn of(rows: &[ScoredRow], sample: &Sample) -> Self {
        Resampling::new(rows.iter().map(|row| row.cluster), &sample.strata())
    }
}

impl Draws {
    /// Draws from `rows`, which `sample` was made of; `None` where there are no draws to make.
    pub fn new(rows: &[ScoredRow], sample: &Sample, bootstrap: &Bootstrap) -> Option<Self> {
        if bootstrap.draws == 0 {
            return None;
        }
        let resampling = Resampling::of(rows, sample);
        let values = bootstrap.of(&resampling, |weights, tally: &mut Tally| {
            sample.tally_weighted(weights, tally);
            values(tally)
        });
        Some(Draws { values, bootstrap: *bootstrap, clusters: resampling.n_clusters() })
    }

    /// The interval of `measure`, whose value for the rows as they are is that for `tally`.
    fn interval(&self, measure: Measure, tally: &Tally) -> Option<Interval> {
        let figure = measure.of(tally)?;
        match (self.clusters, measure.share(&tally.all)) {
            (Some(1), _) => None,
            (None, Some((part, whole))) => Interval::wilson(part, whole),
            _ => {
                let position = Measure::ALL.iter().position(|other| *other == measure)?;
                let drawn: Vec<f64> = self.values.iter().filter_map(|draw| draw[position]).collect();
                match measure {
                    Measure::Ece => Interval::percentile(shifted_to(figure, drawn)),
                    _ => Interval::percentile(drawn),
                }
            }
        }
    }

    pub fn stance_intervals(&self, tally: &Tally) -> StanceIntervals {
        let of = |measure| self.interval(measure, tally);
        let class = |stance| ClassIntervals {
            precision: of(Measure::Precision(stance)),
            recall: of(Measure::Recall(stance)),
            f1: of(Measure::F1(stance)),
        };
        StanceIntervals {
            accuracy: of(Measure::Accuracy),
            macro_f1: of(Measure::MacroF1),
            f_avg: of(Measure::FAvg),
            balanced_accuracy: of(Measure::BalancedAccuracy),
            mcc: of(Measure::Mcc),
            kappa: of(Measure::Kappa),
            log_loss: of(Measure::LogLoss),
            brier: of(Measure::Brier),
            ece: of(Measure::Ece),
            aurc: of(Measure::Aurc),
            abstained_share: of(Measure::Abstained),
            per_class: Stance::ALL.into_iter().map(|stance| (stance, class(stance))).collect(),
            basis: self.basis(IntervalMethod::WilsonAndStratified),
        }
    }

    pub fn headline_intervals(&self, tally: &Tally) -> HeadlineIntervals {
        HeadlineIntervals {
            accuracy: self.interval(Measure::Accuracy, tally),
            macro_f1: self.interval(Measure::MacroF1, tally),
            f_avg: self.interval(Measure::FAvg, tally),
            basis: self.basis(IntervalMethod::WilsonAndStratified),
        }
    }

    pub fn over_targets_intervals(&self, tally: &Tally) -> HeadlineIntervals {
        HeadlineIntervals {
            accuracy: self.interval(Measure::TargetsAccuracy, tally),
            macro_f1: self.interval(Measure::TargetsMacroF1, tally),
            f_avg: self.interval(Measure::TargetsFAvg, tally),
            basis: self.basis(IntervalMethod::Stratified),
        }
    }

    fn basis(&self, method: IntervalMethod) -> IntervalBasis {
        IntervalBasis::new(&self.bootstrap, self.clusters, method)
    }
}

/// `drawn` moved so that `figure` is the mean, and cut off at 0.
fn shifted_to(figure: f64, drawn: Vec<f64>) -> Vec<f64> {
    let mean = drawn.iter().sum::<f64>() / drawn.len() as f64;
    drawn.into_iter().map(|value| (value - mean + figure).max(0.0)).collect()
}
