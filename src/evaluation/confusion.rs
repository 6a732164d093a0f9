//! The counts that every measure of labels is computed from.

use serde::Serialize;

use crate::stance::Stance;

/// Confusion matrix of stances: how often rows of each actual class were predicted as each class, or not at all.
///
/// A prediction of `None` is an abstention. It is held apart from the classes, per actual class: an error in accuracy
/// and recall, and never a class of its own.
///
/// # Shapes and units
/// Counts of rows, 3 × 3, rows actual, columns predicted, in the order favor, against, neutral. It serialises as that
/// array of arrays; the abstentions of a class are its support less the sum of its row.
///
/// # Examples
/// ```
/// use standpoint::{ConfusionMatrix, Stance::{Against, Favor}};
///
/// let matrix = ConfusionMatrix::from_pairs([(Favor, Some(Favor)), (Favor, Some(Against)), (Against, None)]);
/// assert_eq!(matrix.count(Favor, Against), 1);
/// assert_eq!(matrix.abstained(Against), 1);
/// assert_eq!(matrix.accuracy(), 1.0 / 3.0);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[serde(transparent)]
pub struct ConfusionMatrix {
    counts: [[u64; Stance::COUNT]; Stance::COUNT],
    #[serde(skip)]
    abstained: [u64; Stance::COUNT],
}

/// Number of cells that [`ConfusionMatrix::cell`] tells apart.
pub(super) const CELLS: usize = Stance::COUNT * ConfusionMatrix::CELLS_OF_CLASS;

impl ConfusionMatrix {
    /// Cells of one actual class: a prediction of each class, and an abstention.
    pub(super) const CELLS_OF_CLASS: usize = Stance::COUNT + 1;

    /// Position of a row in the counts that [`from_cells`](Self::from_cells) takes.
    pub(super) fn cell(actual: Stance, predicted: Option<Stance>) -> usize {
        actual.index() * Self::CELLS_OF_CLASS + predicted.map_or(Stance::COUNT, Stance::index)
    }

    /// The matrix of rows counted by [`cell`](Self::cell); `counts` has [`CELLS`] of them.
    pub(super) fn from_cells(counts: &[u64]) -> Self {
        let row = |actual: usize| &counts[actual * Self::CELLS_OF_CLASS..][..Self::CELLS_OF_CLASS];
        ConfusionMatrix {
            counts: std::array::from_fn(|actual| std::array::from_fn(|predicted| row(actual)[predicted])),
            abstained: std::array::from_fn(|actual| row(actual)[Stance::COUNT]),
        }
    }

    /// The matrix of all `(actual, predicted)` pairs.
    pub fn from_pairs(pairs: impl IntoIterator<Item = (Stance, Option<Stance>)>) -> Self {
        let mut matrix = ConfusionMatrix::default();
        for (actual, predicted) in pairs {
            matrix.add(actual, predicted);
        }
        matrix
    }

    /// Counts one more row.
    pub fn add(&mut self, actual: Stance, predicted: Option<Stance>) {
        match predicted {
            Some(predicted) => self.counts[actual.index()][predicted.index()] += 1,
            None => self.abstained[actual.index()] += 1,
        }
    }

    /// Counts the rows of `other` too.
    pub fn merge(&mut self, other: &ConfusionMatrix) {
        for actual in Stance::ALL.map(Stance::index) {
            for predicted in Stance::ALL.map(Stance::index) {
                self.counts[actual][predicted] += other.counts[actual][predicted];
            }
            self.abstained[actual] += other.abstained[actual];
        }
    }

    /// Rows of class `actual` that were predicted as `predicted`.
    pub fn count(&self, actual: Stance, predicted: Stance) -> u64 {
        self.counts[actual.index()][predicted.index()]
    }

    /// Rows of class `actual` for which no class was predicted.
    pub fn abstained(&self, actual: Stance) -> u64 {
        self.abstained[actual.index()]
    }

    /// Rows for which no class was predicted.
    pub fn total_abstained(&self) -> u64 {
        self.abstained.iter().sum()
    }

    /// Rows of class `actual`, abstentions included.
    pub fn support(&self, actual: Stance) -> u64 {
        self.counts[actual.index()].iter().sum::<u64>() + self.abstained(actual)
    }

    /// Rows that were predicted as `predicted`, rightly or wrongly.
    pub fn predicted(&self, predicted: Stance) -> u64 {
        self.counts.iter().map(|row| row[predicted.index()]).sum()
    }

    /// Rows that were predicted as what they are.
    pub fn correct(&self) -> u64 {
        Stance::ALL.iter().map(|&stance| self.count(stance, stance)).sum()
    }

    /// All rows, abstentions included.
    pub fn total(&self) -> u64 {
        Stance::ALL.iter().map(|&stance| self.support(stance)).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Stance::{Against, Favor, Neutral};

    #[test]
    fn rows_are_actual_and_columns_predicted() {
        let matrix = ConfusionMatrix::from_pairs([
            (Favor, Some(Against)),
            (Favor, Some(Against)),
            (Favor, Some(Favor)),
            (Neutral, Some(Favor)),
            (Neutral, None),
        ]);
        assert_eq!(serde_json::to_string(&matrix).unwrap(), "[[1,2,0],[0,0,0],[1,0,0]]");
        assert_eq!((matrix.support(Favor), matrix.predicted(Favor)), (3, 2));
        assert_eq!((matrix.support(Against), matrix.predicted(Against)), (0, 2));
        assert_eq!((matrix.support(Neutral), matrix.predicted(Neutral)), (2, 0));
        assert_eq!((matrix.correct(), matrix.total_abstained(), matrix.total()), (1, 1, 5));
    }

    #[test]
    fn counts_by_cell_make_the_same_matrix() {
        let pairs = [(Favor, Some(Neutral)), (Against, None), (Favor, Some(Neutral)), (Neutral, Some(Favor))];
        let mut counts = [0; CELLS];
        pairs.iter().for_each(|&(actual, predicted)| counts[ConfusionMatrix::cell(actual, predicted)] += 1);
        assert_eq!(ConfusionMatrix::from_cells(&counts), ConfusionMatrix::from_pairs(pairs));
    }

    #[test]
    fn merging_counts_the_rows_of_both() {
        let pairs = [(Favor, Some(Favor)), (Against, None), (Against, Some(Neutral)), (Favor, Some(Favor))];
        let mut merged = ConfusionMatrix::from_pairs(pairs[..2].iter().copied());
        merged.merge(&ConfusionMatrix::from_pairs(pairs[2..].iter().copied()));
        assert_eq!(merged, ConfusionMatrix::from_pairs(pairs));
    }
}
