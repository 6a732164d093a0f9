//! The records as the search for weights reads them: without empty columns, frequent features first.

use std::cmp::Reverse;

use crate::features::SparseRecords;

/// Records by rows, over the features that have an entry.
///
/// Columns stand by falling number of entries, so that the weights that most rows read lie side by side in the cache.
#[derive(Debug)]
pub(crate) struct Rows {
    offsets: Vec<usize>,
    columns: Vec<u32>,
    values: Vec<f32>,
    /// The feature that each column holds.
    features: Vec<u32>,
    /// ‖x‖² of each row.
    squares: Vec<f64>,
}

impl Rows {
    /// The rows of `records`.
    pub(crate) fn new(records: &SparseRecords) -> Self {
        let mut counts = vec![0u32; records.n_features()];
        for i in 0..records.n_records() {
            for feature in records.row(i).0 {
                counts[*feature as usize] += 1;
            }
        }
        let mut features: Vec<u32> =
            (0..records.n_features() as u32).filter(|j| counts[*j as usize] > 0).collect();
        features.sort_by_key(|j| Reverse(counts[*j as usize]));
        let mut column_of = counts;
        for (column, feature) in features.iter().enumerate() {
            column_of[*feature as usize] = column as u32;
        }
        let mut rows = Rows {
            offsets: vec![0],
            columns: Vec::with_capacity(records.n_stored()),
            values: Vec::with_capacity(records.n_stored()),
            features,
            squares: Vec::with_capacity(records.n_records()),
        };
        for i in 0..records.n_records() {
            let (features, values) = records.row(i);
            rows.columns.extend(features.iter().map(|j| column_of[*j as usize]));
            rows.values.extend_from_slice(values);
            rows.offsets.push(rows.columns.len());
            rows.squares.push(values.iter().map(|v| f64::from(*v) * f64::from(*v)).sum());
        }
        rows
    }

    /// Columns and values of row `i`.
    #[inline]
    pub(super) fn row(&self, i: usize) -> (&[u32], &[f32]) {
        let range = self.offsets[i]..self.offsets[i + 1];
        (&self.columns[range.clone()], &self.values[range])
    }

    /// ‖x‖² of row `i`.
    pub(super) fn squared_length(&self, i: usize) -> f64 {
        self.squares[i]
    }

    /// The feature that each column holds.
    pub(crate) fn features(&self) -> &[u32] {
        &self.features
    }
}

#[cfg(test)]
mod tests {
    use ndarray::array;

    use super::*;

    #[test]
    fn frequent_features_come_first_and_empty_ones_not_at_all() {
        let dense = array![[0.0, 1.0, 0.0, 2.0], [0.0, 0.0, 0.0, 0.0], [3.0, 0.0, 0.0, 4.0]];
        let rows = Rows::new(&SparseRecords::from_dense(&dense));
        assert_eq!(rows.features(), [3, 0, 1]);
        assert_eq!(rows.row(0), (&[2, 0][..], &[1.0, 2.0][..]));
        assert_eq!(rows.row(1), (&[][..], &[][..]));
        assert_eq!([0, 1, 2].map(|i| rows.squared_length(i)), [5.0, 0.0, 25.0]);
    }
}
