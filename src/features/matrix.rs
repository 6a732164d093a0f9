//! Sparse records: the matrix that every learner reads.

use linfa::dataset::Records;
use ndarray::Array2;

/// A matrix of non-negative finite `f32` values in compressed sparse rows.
///
/// # Shapes and units
/// `n_records` rows by `n_features` columns. Row `i` holds the entries `offsets[i]..offsets[i + 1]` of `indices` and
/// `values`; within a row the indices rise strictly. An empty row is a record without a known feature.
///
/// It implements linfa's [`Records`], so a `DatasetBase<SparseRecords, _>` feeds every learner of this crate.
#[derive(Debug, Clone, PartialEq)]
pub struct SparseRecords {
    offsets: Vec<usize>,
    indices: Vec<u32>,
    values: Vec<f32>,
    n_features: usize,
}

impl SparseRecords {
    /// An empty matrix of `n_features` columns, to be filled with [`push_row`](Self::push_row).
    pub fn new(n_features: usize) -> Self {
        SparseRecords { offsets: vec![0], indices: Vec::new(), values: Vec::new(), n_features }
    }

    /// Appends a row of `(index, value)` entries.
    ///
    /// # Panics
    /// Where the indices do not rise strictly, or reach `n_features`.
    pub fn push_row(&mut self, entries: impl IntoIterator<Item = (u32, f32)>) {
        let mut least = 0u64;
        for (index, value) in entries {
            assert!(u64::from(index) >= least, "feature indices must rise");
            assert!((index as usize) < self.n_features, "feature index out of range");
            least = u64::from(index) + 1;
            self.indices.push(index);
            self.values.push(value);
        }
        self.offsets.push(self.indices.len());
    }

    /// Makes room for `n_records` more rows with `n_stored` entries.
    pub(crate) fn reserve(&mut self, n_records: usize, n_stored: usize) {
        self.offsets.reserve_exact(n_records);
        self.indices.reserve_exact(n_stored);
        self.values.reserve_exact(n_stored);
    }

    /// Appends the rows of `other`.
    ///
    /// # Panics
    /// Where `other` has another number of columns.
    pub fn append(&mut self, other: &SparseRecords) {
        assert_eq!(self.n_features, other.n_features, "matrices of different width");
        let base = self.indices.len();
        self.indices.extend_from_slice(&other.indices);
        self.values.extend_from_slice(&other.values);
        self.offsets.extend(other.offsets[1..].iter().map(|end| base + end));
    }

    /// The matrix of all non-zero entries of `dense`.
    pub fn from_dense(dense: &Array2<f32>) -> Self {
        let mut records = SparseRecords::new(dense.ncols());
        for row in dense.rows() {
            let entries = row.iter().enumerate().filter(|(_, v)| **v != 0.0);
            records.push_row(entries.map(|(j, v)| (j as u32, *v)));
        }
        records
    }

    /// The same matrix with every entry spelled out; for tests and small data.
    pub fn to_dense(&self) -> Array2<f32> {
        let mut dense = Array2::zeros((self.n_records(), self.n_features));
        for i in 0..self.n_records() {
            let (indices, values) = self.row(i);
            for (j, v) in indices.iter().zip(values) {
                dense[[i, *j as usize]] = *v;
            }
        }
        dense
    }

    /// Number of rows.
    pub fn n_records(&self) -> usize {
        self.offsets.len() - 1
    }

    /// Number of columns.
    pub fn n_features(&self) -> usize {
        self.n_features
    }

    /// Number of stored entries.
    pub fn n_stored(&self) -> usize {
        self.values.len()
    }

    /// Indices and values of row `i`.
    pub fn row(&self, i: usize) -> (&[u32], &[f32]) {
        let range = self.offsets[i]..self.offsets[i + 1];
        (&self.indices[range.clone()], &self.values[range])
    }

    /// The rows named by `rows`, in that order; a row may be named more than once.
    pub fn select(&self, rows: &[usize]) -> Self {
        let mut selected = SparseRecords::new(self.n_features);
        for &i in rows {
            let (indices, values) = self.row(i);
            selected.indices.extend_from_slice(indices);
            selected.values.extend_from_slice(values);
            selected.offsets.push(selected.indices.len());
        }
        selected
    }
}

impl Records for SparseRecords {
    type Elem = f32;

    fn nsamples(&self) -> usize {
        self.n_records()
    }

    fn nfeatures(&self) -> usize {
        self.n_features
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::array;

    #[test]
    fn rows_come_back_as_they_were_put_in() {
        let dense = array![[0.0, 1.5, 0.0], [0.0, 0.0, 0.0], [2.0, 0.0, 3.0]];
        let records = SparseRecords::from_dense(&dense);
        assert_eq!(records.n_stored(), 3);
        assert_eq!(records.row(1), (&[][..], &[][..]));
        assert_eq!(records.to_dense(), dense);
        let twice = records.select(&[2, 2, 0]);
        assert_eq!(twice.to_dense(), array![[2.0, 0.0, 3.0], [2.0, 0.0, 3.0], [0.0, 1.5, 0.0]]);
        let mut both = records.clone();
        both.append(&twice);
        assert_eq!(both.n_records(), 6);
        assert_eq!(both.row(5), (&[1u32][..], &[1.5f32][..]));
    }

    #[test]
    #[should_panic(expected = "must rise")]
    fn unsorted_rows_are_refused() {
        SparseRecords::new(4).push_row([(2, 1.0), (1, 1.0)]);
    }
}
