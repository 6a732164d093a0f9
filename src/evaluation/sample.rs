//! Rows laid out such that every figure can be computed from them again and again, each row counted as often as a weight
//! says.

use std::collections::BTreeMap;

use super::brier::row_brier;
use super::confidence::{Tied, join, total};
use super::confusion::{CELLS, ConfusionMatrix};
use super::log_loss::row_log_loss;
use super::scored_row::ScoredRow;
use crate::stance::Target;

/// Rows as they enter the figures.
pub(super) struct Sample {
    n_targets: usize,
    /// For each row its target and cell of the confusion matrix: target · [`CELLS`] + cell.
    cells: Vec<usize>,
    /// The rows that have probabilities, by rising confidence.
    ranked: Vec<Ranked>,
}

/// A row that has probabilities.
struct Ranked {
    row: usize,
    confidence: f64,
    correct: bool,
    log_loss: f64,
    brier: f64,
}

/// What every figure of some rows follows from.
#[derive(Default)]
pub(super) struct Tally {
    /// The rows of each target, targets sorted.
    pub by_target: Vec<ConfusionMatrix>,
    /// All rows.
    pub all: ConfusionMatrix,
    /// The rows that have probabilities, by confidence.
    pub tied: Vec<Tied>,
    /// Sum of the log losses of these rows.
    log_loss: f64,
    /// Sum of their Brier scores.
    brier: f64,
    /// Counts by target and cell.
    counts: Vec<u64>,
}

impl Sample {
    pub fn new(rows: &[ScoredRow]) -> Self {
        let mut targets: BTreeMap<&Target, usize> = rows.iter().map(|row| (row.target, 0)).collect();
        for (i, position) in targets.values_mut().enumerate() {
            *position = i;
        }
        let cell =
            |row: &ScoredRow| targets[row.target] * CELLS + ConfusionMatrix::cell(row.actual, row.predicted);
        let mut ranked: Vec<Ranked> =
            rows.iter().enumerate().filter_map(|(i, row)| Ranked::of(i, row)).collect();
        ranked.sort_by(|a, b| a.confidence.total_cmp(&b.confidence));
        Sample { n_targets: targets.len(), cells: rows.iter().map(cell).collect(), ranked }
    }

    /// For each row a number that tells its target and actual class.
    pub fn strata(&self) -> Vec<usize> {
        self.cells.iter().map(|cell| cell / ConfusionMatrix::CELLS_OF_CLASS).collect()
    }

    /// The tally of every row once.
    pub fn tally(&self) -> Tally {
        let mut tally = Tally::default();
        self.tally_weighted(&vec![1; self.cells.len()], &mut tally);
        tally
    }

    /// Makes `tally` that of each row as often as `weights` says.
    pub fn tally_weighted(&self, weights: &[u32], tally: &mut Tally) {
        tally.counts.clear();
        tally.counts.resize(self.n_targets * CELLS, 0);
        for (&cell, &weight) in self.cells.iter().zip(weights) {
            tally.counts[cell] += u64::from(weight);
        }
        tally.by_target.clear();
        tally.by_target.extend(tally.counts.chunks_exact(CELLS).map(ConfusionMatrix::from_cells));
        tally.all = ConfusionMatrix::default();
        tally.by_target.iter().for_each(|matrix| tally.all.merge(matrix));

        tally.tied.clear();
        (tally.log_loss, tally.brier) = (0.0, 0.0);
        for row in &self.ranked {
            let weight = weights[row.row];
            if weight > 0 {
                join(&mut tally.tied, row.confidence, row.correct, weight.into());
                tally.log_loss += f64::from(weight) * row.log_loss;
                tally.brier += f64::from(weight) * row.brier;
            }
        }
    }
}

impl Ranked {
    fn of(row: usize, scored: &ScoredRow) -> Option<Self> {
        let (confidence, correct) = scored.confidence()?;
        let proba = scored.proba?;
        let (log_loss, brier) = (row_log_loss(&proba, scored.actual), row_brier(&proba, scored.actual));
        Some(Ranked { row, confidence, correct, log_loss, brier })
    }
}

impl Tally {
    /// Mean log loss of the rows that have probabilities.
    pub fn log_loss(&self) -> Option<f64> {
        self.mean(self.log_loss)
    }

    /// Mean Brier score of the rows that have probabilities.
    pub fn brier(&self) -> Option<f64> {
        self.mean(self.brier)
    }

    fn mean(&self, sum: f64) -> Option<f64> {
        let n = total(&self.tied);
        (n > 0).then(|| sum / n as f64)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stance::Stance::{Against, Favor};

    #[test]
    fn a_weight_counts_a_row_so_many_times() {
        let [tax, ban] = ["tax", "ban"].map(|name| Target::new(name).unwrap());
        let row = |target, actual, proba| ScoredRow {
            target,
            actual,
            predicted: Some(Favor),
            proba: Some(proba),
            cluster: None,
        };
        let rows = [
            row(&tax, Favor, [0.75, 0.125, 0.125]),
            row(&ban, Against, [0.5, 0.25, 0.25]),
            row(&tax, Against, [0.5, 0.25, 0.25]),
        ];
        let sample = Sample::new(&rows);
        assert_eq!(sample.strata(), [3, 1, 4]);
        let mut weighted = Tally::default();
        sample.tally_weighted(&[2, 1, 0], &mut weighted);
        let repeated = Sample::new(&[rows[0], rows[0], rows[1]]).tally();
        assert_eq!(weighted.all, repeated.all);
        assert_eq!(weighted.by_target, repeated.by_target);
        assert_eq!(weighted.tied, repeated.tied);
        assert_eq!((weighted.log_loss(), weighted.brier()), (repeated.log_loss(), repeated.brier()));
    }
}
