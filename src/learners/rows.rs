//! The records as the search for weights reads them: frequent features first, those of a single example apart.

use std::cmp::Reverse;
use std::hint::black_box;

use crate::features::SparseRecords;

/// Records by rows, over the features that more than one example has.
///
/// Columns stand by falling number of entries, so that the weights that most rows read lie side by side in the cache. A
/// feature of one example only is no column: its weight is the value times what the example pulls with, so that of all
/// such features of a row the squared length suffices.
#[derive(Debug)]
pub(crate) struct Rows {
    offsets: Vec<usize>,
    columns: Vec<u32>,
    values: Vec<f32>,
    /// The feature that each column holds.
    features: Vec<u32>,
    singles: Vec<Single>,
    /// ‖x‖² of each row, and of its singles.
    squares: Vec<(f64, f64)>,
}

/// The one entry of a feature.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Single {
    pub(crate) feature: u32,
    pub(crate) row: u32,
    pub(crate) value: f32,
}

impl Rows {
    /// The rows of `records`, each of which is that of at most `n_examples(row)` examples in any fit.
    pub(crate) fn new(records: &SparseRecords, n_examples: impl Fn(usize) -> usize) -> Self {
        let mut counts = vec![0u32; records.n_features()];
        for i in 0..records.n_records() {
            // Two are as good as more: what counts is whether a feature is of one example, and which have most entries.
            let by = n_examples(i).clamp(1, 2) as u32;
            for feature in records.row(i).0 {
                counts[*feature as usize] += by;
            }
        }
        let mut features: Vec<u32> =
            (0..records.n_features() as u32).filter(|j| counts[*j as usize] > 1).collect();
        features.sort_by_key(|j| Reverse(counts[*j as usize]));
        let mut column_of = counts;
        column_of.iter_mut().for_each(|column| *column = u32::MAX);
        for (column, feature) in features.iter().enumerate() {
            column_of[*feature as usize] = column as u32;
        }
        let mut rows = Rows {
            offsets: vec![0],
            columns: Vec::with_capacity(records.n_stored()),
            values: Vec::with_capacity(records.n_stored()),
            features,
            singles: Vec::new(),
            squares: Vec::with_capacity(records.n_records()),
        };
        for i in 0..records.n_records() {
            let (features, values) = records.row(i);
            let (mut squares, mut of_singles) = (0.0, 0.0);
            for (&feature, &value) in features.iter().zip(values) {
                let square = f64::from(value) * f64::from(value);
                squares += square;
                match column_of[feature as usize] {
                    u32::MAX => {
                        of_singles += square;
                        rows.singles.push(Single { feature, row: i as u32, value });
                    }
                    column => {
                        rows.columns.push(column);
                        rows.values.push(value);
                    }
                }
            }
            rows.offsets.push(rows.columns.len());
            rows.squares.push((squares, of_singles));
        }
        rows
    }

    /// Number of rows.
    pub(super) fn n_rows(&self) -> usize {
        self.squares.len()
    }

    /// Columns and values of row `i`.
    #[inline]
    pub(super) fn row(&self, i: usize) -> (&[u32], &[f32]) {
        let range = self.offsets[i]..self.offsets[i + 1];
        (&self.columns[range.clone()], &self.values[range])
    }

    /// Brings `rows` into the cache: nothing here waits for memory, so that many are fetched at once.
    pub(super) fn touch(&self, rows: impl Iterator<Item = usize>) {
        /// Entries in a line of the cache.
        const LINE: usize = 16;
        let of_row = |all: u32, i: usize| {
            let (columns, values) = self.row(i);
            let lines = columns.iter().zip(values).step_by(LINE);
            lines.fold(all, |all, (column, value)| all ^ column ^ value.to_bits())
        };
        black_box(rows.fold(0, of_row));
    }

    /// ‖x‖² of row `i`, singles included.
    pub(super) fn squared_length(&self, i: usize) -> f64 {
        self.squares[i].0
    }

    /// ‖x‖² of the singles of row `i`.
    pub(super) fn squared_singles(&self, i: usize) -> f64 {
        self.squares[i].1
    }

    /// The feature that each column holds.
    pub(crate) fn features(&self) -> &[u32] {
        &self.features
    }

    /// The entries that are in no column.
    pub(crate) fn singles(&self) -> &[Single] {
        &self.singles
    }
}

#[cfg(test)]
mod tests {
    use ndarray::array;

    use super::*;

    #[test]
    fn frequent_features_come_first_and_those_of_one_example_are_apart() {
        let dense = array![
            [0.0, 1.0, 5.0, 2.0, 0.0],
            [0.0, 0.0, 0.0, 0.0, 0.0],
            [3.0, 1.0, 0.0, 4.0, 0.0],
            [0.0, 0.0, 0.0, 1.0, 0.0],
        ];
        let records = SparseRecords::from_dense(&dense);
        let rows = Rows::new(&records, |_| 1);
        assert_eq!(rows.features(), [3, 1]);
        assert_eq!(rows.row(0), (&[1, 0][..], &[1.0, 2.0][..]));
        assert_eq!(rows.row(1), (&[][..], &[][..]));
        assert_eq!([0, 1, 2, 3].map(|i| rows.squared_length(i)), [30.0, 0.0, 26.0, 1.0]);
        assert_eq!([0, 1, 2, 3].map(|i| rows.squared_singles(i)), [25.0, 0.0, 9.0, 0.0]);
        let single = |feature, row, value| Single { feature, row, value };
        assert_eq!(rows.singles(), [single(2, 0, 5.0), single(0, 2, 3.0)]);
        // A row of two examples has no feature for itself.
        assert_eq!(Rows::new(&records, |i| [2, 0, 1, 1][i]).features(), [3, 1, 2]);
    }
}
