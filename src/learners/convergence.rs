//! How a search for weights ended.

/// How the search for a minimum ended.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Convergence {
    /// Value of the objective that was reached.
    pub objective: f64,
    /// Iterations that were made.
    pub iterations: usize,
    /// Whether the tolerance was met; if not, the iterations ran out or rounding allows no further progress.
    pub converged: bool,
}
