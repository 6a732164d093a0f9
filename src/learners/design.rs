//! The design matrix: sparse records with a constant feature, read by rows and by columns.

use std::cmp::Reverse;

use rayon::prelude::*;

use super::lane::Lane;
use crate::features::SparseRecords;

/// Rows that one task works on: fixed, so that sums do not depend on the number of threads.
pub(super) const ROWS_PER_CHUNK: usize = 512;

/// Columns that one task works on: few, as the first columns hold many entries.
const COLUMNS_PER_CHUNK: usize = 32;

/// The records X with a last column of the value `constant`.
///
/// X·W runs over the rows, Xᵀ·R over the columns: every number of a product is a sum by one task in the order of
/// the matrix, so products need no buffer per thread and have the same bits at any number of threads.
///
/// Columns stand by falling number of entries, so that the weights that most rows read lie side by side in the
/// cache; features without an entry have none.
pub(super) struct Design {
    rows: Compressed,
    columns: Compressed,
    /// The feature that each column holds, but for the last.
    features: Vec<u32>,
    constant: f64,
    lanes_per_row: usize,
}

impl Design {
    /// The design matrix of `records`, which number fewer than 2³².
    pub(super) fn new(records: &SparseRecords, constant: f64, n_classes: usize) -> Self {
        let mut counts = vec![0u32; records.n_features()];
        for i in 0..records.n_records() {
            for feature in records.row(i).0 {
                counts[*feature as usize] += 1;
            }
        }
        let mut features: Vec<u32> =
            (0..records.n_features() as u32).filter(|j| counts[*j as usize] > 0).collect();
        features.sort_by_key(|j| Reverse(counts[*j as usize]));
        let rows = Compressed::rows(records, &features);
        let columns = rows.transposed(features.len());
        Design { rows, columns, features, constant, lanes_per_row: Lane::per_row(n_classes) }
    }

    /// Columns, the constant one included.
    pub(super) fn n_columns(&self) -> usize {
        self.features.len() + 1
    }

    /// The feature that each column holds, but for the last, which is the constant.
    pub(super) fn features(&self) -> &[u32] {
        &self.features
    }

    /// Lanes in a row of weights or of scores.
    pub(super) fn lanes_per_row(&self) -> usize {
        self.lanes_per_row
    }

    /// Row `i` of X·W.
    pub(super) fn score_row(&self, i: usize, weights: &[Lane], scores: &mut [Lane]) {
        let (columns, values) = self.rows.line(i);
        let constant = self.features.len() * self.lanes_per_row;
        for (lane, score) in scores.iter_mut().enumerate() {
            let mut sum = Lane::ZERO;
            for (column, value) in columns.iter().zip(values) {
                sum = sum.plus(f64::from(*value), weights[*column as usize * self.lanes_per_row + lane]);
            }
            *score = sum.plus(self.constant, weights[constant + lane]);
        }
    }

    /// out ← start + f(X)ᵀ·R, with f taken entry by entry and `start` given lane by lane.
    pub(super) fn transposed_product(
        &self,
        f: impl Fn(f64) -> f64 + Sync,
        residuals: &[Lane],
        start: impl Fn(usize) -> Lane + Sync,
        out: &mut [Lane],
    ) {
        let width = self.lanes_per_row;
        let n_before_constant = self.features.len() * width;
        let (out, constant) = out.split_at_mut(n_before_constant);
        // One chunk a task: the first of equally many chunks would take nearly all the time.
        let chunks = out.par_chunks_mut(COLUMNS_PER_CHUNK * width).with_max_len(1);
        chunks.enumerate().for_each(|(chunk, out)| {
            for (column, out) in (chunk * COLUMNS_PER_CHUNK..).zip(out.chunks_exact_mut(width)) {
                let (rows, values) = self.columns.line(column);
                for (lane, out) in out.iter_mut().enumerate() {
                    let mut sum = start(column * width + lane);
                    for (row, value) in rows.iter().zip(values) {
                        sum = sum.plus(f(f64::from(*value)), residuals[*row as usize * width + lane]);
                    }
                    *out = sum;
                }
            }
        });
        for (lane, sum) in self.sum_of_rows(residuals).into_iter().enumerate() {
            constant[lane] = start(n_before_constant + lane).plus(f(self.constant), sum);
        }
    }

    fn sum_of_rows(&self, matrix: &[Lane]) -> Vec<Lane> {
        let width = self.lanes_per_row;
        let add = |mut sums: Vec<Lane>, row: &[Lane]| {
            for (sum, value) in sums.iter_mut().zip(row) {
                *sum = sum.plus(1.0, *value);
            }
            sums
        };
        let zero = || vec![Lane::ZERO; width];
        let chunks = matrix.par_chunks(ROWS_PER_CHUNK * width);
        let sums: Vec<Vec<Lane>> = chunks.map(|chunk| chunk.chunks_exact(width).fold(zero(), add)).collect();
        sums.iter().fold(zero(), |total, sum| add(total, sum))
    }
}

/// A sparse matrix, line by line: rows or columns.
struct Compressed {
    offsets: Vec<usize>,
    indices: Vec<u32>,
    values: Vec<f32>,
}

impl Compressed {
    /// The rows of `records`, with the position of each feature in `features` as its column.
    fn rows(records: &SparseRecords, features: &[u32]) -> Self {
        let mut columns = vec![0; records.n_features()];
        for (column, feature) in features.iter().enumerate() {
            columns[*feature as usize] = column as u32;
        }
        let mut offsets = vec![0];
        let mut indices = Vec::with_capacity(records.n_stored());
        let mut values = Vec::with_capacity(records.n_stored());
        for i in 0..records.n_records() {
            let (features, row_values) = records.row(i);
            indices.extend(features.iter().map(|j| columns[*j as usize]));
            values.extend_from_slice(row_values);
            offsets.push(indices.len());
        }
        Compressed { offsets, indices, values }
    }

    /// The same matrix by its other dimension, of `n_lines` lines.
    fn transposed(&self, n_lines: usize) -> Self {
        let mut offsets = vec![0; n_lines + 1];
        for index in &self.indices {
            offsets[*index as usize + 1] += 1;
        }
        for line in 0..n_lines {
            offsets[line + 1] += offsets[line];
        }
        let mut next = offsets.clone();
        let mut indices = vec![0; self.indices.len()];
        let mut values = vec![0.0; self.values.len()];
        for line in 0..self.offsets.len() - 1 {
            let (line_indices, line_values) = self.line(line);
            for (index, value) in line_indices.iter().zip(line_values) {
                let place = &mut next[*index as usize];
                indices[*place] = line as u32;
                values[*place] = *value;
                *place += 1;
            }
        }
        Compressed { offsets, indices, values }
    }

    fn line(&self, i: usize) -> (&[u32], &[f32]) {
        let range = self.offsets[i]..self.offsets[i + 1];
        (&self.indices[range.clone()], &self.values[range])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::array;

    #[test]
    fn products_are_those_of_the_dense_matrix_with_a_constant_column() {
        let dense = array![[0.0, 1.0, 0.0, 2.0], [0.0, 0.0, 0.0, 0.0], [3.0, 0.0, 0.0, 4.0]];
        let design = Design::new(&SparseRecords::from_dense(&dense), 0.5, 5);
        // Feature 3 has two entries, feature 2 none.
        assert_eq!(design.features(), [3, 0, 1]);
        let weights: Vec<Lane> = (0..8).map(|i| Lane([f64::from(i), 1.0, -f64::from(i), 0.0])).collect();
        let mut scores = [Lane::ZERO; 6];
        for (i, scores) in scores.chunks_exact_mut(2).enumerate() {
            design.score_row(i, &weights, scores);
        }
        // Class 0 is first in lanes 0, 2, 4 and 6, class 4 in lanes 1, 3, 5 and 7.
        assert_eq!(scores[0].0[0], 2.0 * 0.0 + 1.0 * 4.0 + 0.5 * 6.0);
        assert_eq!(scores[2].0[0], 0.5 * 6.0);
        assert_eq!(scores[5].0[0], 4.0 * 1.0 + 3.0 * 3.0 + 0.5 * 7.0);
        assert_eq!(scores[5].0[1], 4.0 + 3.0 + 0.5);

        let residuals: Vec<Lane> = (0..6).map(|i| Lane([f64::from(i), 0.0, 0.0, 1.0])).collect();
        let mut out = [Lane::ZERO; 8];
        design.transposed_product(|x| x * x, &residuals, |_| Lane([10.0, 0.0, 0.0, 0.0]), &mut out);
        assert_eq!(out[0].0[0], 10.0 + 4.0 * 0.0 + 16.0 * 4.0);
        assert_eq!(out[3].0[0], 10.0 + 9.0 * 5.0);
        assert_eq!(out[4].0[0], 10.0 + 1.0 * 0.0);
        assert_eq!(out[7].0, [10.0 + 0.25 * (1.0 + 3.0 + 5.0), 0.0, 0.0, 0.25 * 3.0]);
    }
}
