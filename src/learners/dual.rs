//! What dual coordinate descent solves: linear classifiers of one task or several, and what it finds.

use super::convergence::Convergence;
use super::descent::Descent;
use super::loss::Loss;
use super::rows::{Rows, Single};

/// No example.
pub(super) const NONE: u32 = u32::MAX;

/// A labelled row.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Example {
    pub(crate) row: u32,
    pub(crate) task: u32,
    pub(crate) label: u32,
    /// C times the weight of the example; above 0.
    pub(crate) cost: f64,
}

/// Linear classifiers of one task or several, from examples over the same rows.
///
/// Of each task the weights minimise, together with those of the others,
///
/// penalty · ½ ‖W − W₀‖² + Σᵢ costᵢ · ℓ(yᵢ, s₀ᵢ + x̃ᵢ·(W − W₀)),
///
/// where x̃ is x and a constant; with `sharing` s > 0 and several tasks, it is a copy (s·x, s·constant) that all tasks
/// share, beside a copy of the task's own (Daumé III 2007). The copies are never made: a column has a row of weights
/// for each block, the shared one first, so that both copies of a value lie side by side.
pub(super) struct Problem<'a> {
    pub(super) rows: &'a Rows,
    pub(super) examples: &'a [Example],
    pub(super) n_tasks: usize,
    pub(super) sharing: f64,
    pub(super) constant: f64,
    /// s₀ = x·W₀ of each example and output; empty where W₀ is 0.
    pub(super) prior_scores: &'a [f64],
}

/// Where a search ends, and in which order it goes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Search {
    /// Largest duality gap, relative to the objective.
    pub(crate) tolerance: f64,
    /// Passes over the examples at most.
    pub(crate) max_passes: usize,
    pub(crate) seed: u64,
}

impl Default for Search {
    fn default() -> Self {
        Search { tolerance: 1e-3, max_passes: 1000, seed: 0 }
    }
}

/// What a search found.
pub(super) struct Solution {
    pub(super) weights: Vec<f64>,
    pub(super) n_padded: usize,
    pub(super) n_blocks: usize,
    pub(super) sharing: f64,
    pub(super) constant: f64,
    pub(super) n_outputs: usize,
    /// The example of each row and its task; `NONE` for rows without one.
    pub(super) of_row: Vec<(u32, u32)>,
    /// cost · pull / penalty of each example and output: the weight of a feature that only it has, per unit of value.
    pub(super) pulls: Vec<f64>,
    /// The dual variables of each example, in units of its cost.
    pub(super) dual: Vec<f64>,
    pub(super) convergence: Convergence,
}

impl Solution {
    /// W − W₀ of `task` and `output` in `column`, both copies folded into one.
    pub(super) fn deviation(&self, column: usize, task: usize, output: usize) -> f64 {
        let block = |block: usize| self.weights[(column * self.n_blocks + block) * self.n_padded + output];
        if self.sharing > 0.0 { self.sharing * block(0) + block(1 + task) } else { block(task) }
    }

    /// The same for the only entry of a feature.
    pub(super) fn of_single(&self, single: &Single, task: usize, output: usize) -> f64 {
        let (example, own) = self.of_row[single.row as usize];
        if example == NONE {
            return 0.0;
        }
        let copies = self.sharing * self.sharing + f64::from(u8::from(own as usize == task));
        copies * f64::from(single.value) * self.pulls[example as usize * self.n_outputs + output]
    }

    /// The same of the intercept.
    pub(super) fn intercept(&self, task: usize, output: usize) -> f64 {
        let n_columns = self.weights.len() / (self.n_blocks * self.n_padded) - 1;
        self.constant * self.deviation(n_columns, task, output)
    }
}

impl Problem<'_> {
    /// Finds the weights, beginning at the `start` that another search ended at, if one is given.
    ///
    /// # References
    /// Hsieh, Chang, Lin, Keerthi & Sundararajan: A dual coordinate descent method for large-scale linear SVM (2008);
    /// Shalev-Shwartz & Zhang: Stochastic dual coordinate ascent methods for regularized loss minimization (2013), for
    /// the duality gap as the rule to stop by.
    pub(super) fn solve(&self, loss: &impl Loss, search: &Search, start: Option<Vec<f64>>) -> Solution {
        match loss.n_outputs() {
            1 if self.shares() => Descent::<_, 1, true>::new(self, loss, start).solve(search),
            1 => Descent::<_, 1, false>::new(self, loss, start).solve(search),
            _ if self.shares() => Descent::<_, 4, true>::new(self, loss, start).solve(search),
            _ => Descent::<_, 4, false>::new(self, loss, start).solve(search),
        }
    }

    fn shares(&self) -> bool {
        self.n_tasks > 1 && self.sharing > 0.0
    }
}
