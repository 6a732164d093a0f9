//! The records as the search for weights reads them: frequent features first, those of a single example apart.

use std::cmp::Reverse;
use std::hint::black_box;
use std::ops::Range;

use rayon::prelude::*;

use crate::features::SparseRecords;

/// Rows that a parallel step fills at a time.
const CHUNK: usize = 1024;

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
        let is_column = |feature: &&u32| column_of[**feature as usize] != u32::MAX;
        let n_rows = records.n_records();
        let lengths: Vec<usize> =
            (0..n_rows).into_par_iter().map(|i| records.row(i).0.iter().filter(is_column).count()).collect();
        let mut offsets = vec![0; n_rows + 1];
        for (i, length) in lengths.iter().enumerate() {
            offsets[i + 1] = offsets[i] + length;
        }
        let (mut columns, mut values) = (vec![0; offsets[n_rows]], vec![0.0; offsets[n_rows]]);
        let mut chunks = Vec::new();
        let mut rest = (&mut columns[..], &mut values[..]);
        for start in (0..n_rows).step_by(CHUNK) {
            let end = n_rows.min(start + CHUNK);
            let length = offsets[end] - offsets[start];
            let (columns, columns_behind) = rest.0.split_at_mut(length);
            let (values, values_behind) = rest.1.split_at_mut(length);
            chunks.push((start..end, columns, values));
            rest = (columns_behind, values_behind);
        }
        let fill = |(rows, columns, values): (Range<usize>, &mut [u32], &mut [f32])| {
            let (mut singles, mut squares) = (Vec::new(), Vec::with_capacity(rows.len()));
            let mut places = columns.iter_mut().zip(values);
            for i in rows {
                let (features, values) = records.row(i);
                let (mut all, mut of_singles) = (0.0, 0.0);
                for (&feature, &value) in features.iter().zip(values) {
                    let square = f64::from(value) * f64::from(value);
                    all += square;
                    let column = column_of[feature as usize];
                    if column == u32::MAX {
                        of_singles += square;
                        singles.push(Single { feature, row: i as u32, value });
                    } else if let Some(place) = places.next() {
                        (*place.0, *place.1) = (column, value);
                    }
                }
                squares.push((all, of_singles));
            }
            (singles, squares)
        };
        let (singles, squares): (Vec<_>, Vec<_>) = chunks.into_par_iter().map(fill).unzip();
        Rows { offsets, columns, values, features, singles: singles.concat(), squares: squares.concat() }
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
