//! What is learned from and what is predicted, of the rows of a corpus.

/// Rows that are learned from, and rows that are predicted by what was learned.
///
/// # Shapes and units
/// Indices of rows, counted from 0; no row is in both.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Split {
    /// Rows that are learned from.
    pub training: Vec<usize>,
    /// Rows that are predicted.
    pub validation: Vec<usize>,
}
