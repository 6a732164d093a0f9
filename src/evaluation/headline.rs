//! The headline figures of some rows: of a slice, or at a point of a learning curve.

use serde::Serialize;

use super::bootstrap::Bootstrap;
use super::figures::SMALL_SUPPORT;
use super::intervals::{Draws, HeadlineIntervals};
use super::sample::Sample;
use super::scored_row::ScoredRow;

/// Accuracy, macro-F1 and F_avg of some rows.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct HeadlineFigures {
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
    /// Whether there are so few rows, fewer than 30, that the figures say little.
    pub small_support: bool,
    /// The intervals of the figures, where draws were asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub intervals: Option<HeadlineIntervals>,
}

impl HeadlineFigures {
    pub(crate) fn of(rows: &[ScoredRow], bootstrap: &Bootstrap) -> Self {
        let sample = Sample::new(rows);
        let tally = sample.tally();
        let draws = Draws::new(rows, &sample, bootstrap);
        HeadlineFigures {
            n: tally.all.total(),
            abstained: tally.all.total_abstained(),
            accuracy: tally.all.accuracy(),
            macro_f1: tally.all.macro_f1(),
            f_avg: tally.all.f_avg(),
            small_support: tally.all.total() < SMALL_SUPPORT,
            intervals: draws.map(|draws| draws.headline_intervals(&tally)),
        }
    }
}
