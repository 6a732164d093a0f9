//! Dual coordinate descent: finds the weights of linear classifiers for one or several tasks.

use rayon::prelude::*;

use super::convergence::Convergence;
use super::loss::Loss;
use super::math::SplitMix64;
use super::rows::Rows;

/// Examples of which one task takes the objective: fixed, so that sums do not depend on the number of threads.
const CHUNK: usize = 1024;

/// Examples of a pass from which its duality gap is estimated.
const SAMPLE: usize = 4096;

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
    weights: Vec<f64>,
    n_padded: usize,
    n_blocks: usize,
    sharing: f64,
    constant: f64,
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
            1 => Descent::<_, 1>::new(self, loss, start).solve(search),
            _ => Descent::<_, 4>::new(self, loss, start).solve(search),
        }
    }
}

/// A search on its way. Outputs are taken `W` at a time, the last ones filled up with outputs that stay 0.
struct Descent<'a, L, const W: usize> {
    problem: &'a Problem<'a>,
    loss: &'a L,
    n_outputs: usize,
    n_lanes: usize,
    n_blocks: usize,
    /// 0 where tasks share nothing.
    sharing: f64,
    weights: Vec<[f64; W]>,
    dual: Vec<f64>,
}

/// Memory for one example.
#[derive(Default)]
struct Room<const W: usize> {
    lanes: Vec<[f64; W]>,
    scores: Vec<f64>,
    before: Vec<f64>,
    pull: Vec<f64>,
    step: Vec<f64>,
}

impl<'a, L: Loss, const W: usize> Descent<'a, L, W> {
    fn new(problem: &'a Problem<'a>, loss: &'a L, start: Option<Vec<f64>>) -> Self {
        let n_outputs = loss.n_outputs();
        let n_lanes = n_outputs.div_ceil(W);
        let sharing = if problem.n_tasks > 1 { problem.sharing } else { 0.0 };
        let n_blocks = problem.n_tasks + usize::from(sharing > 0.0);
        let n_columns = problem.rows.features().len() + 1;
        let mut descent = Descent {
            problem,
            loss,
            n_outputs,
            n_lanes,
            n_blocks,
            sharing,
            weights: vec![[0.0; W]; n_columns * n_blocks * n_lanes],
            dual: vec![0.0; problem.examples.len() * n_outputs],
        };
        match start {
            Some(dual) => descent.begin_at(dual),
            None => {
                for (example, dual) in problem.examples.iter().zip(descent.dual.chunks_exact_mut(n_outputs)) {
                    loss.rest(example.label as usize, dual);
                }
            }
        }
        descent
    }

    /// Takes over the dual variables of another search, and makes the weights that belong to them.
    fn begin_at(&mut self, dual: Vec<f64>) {
        let mut pull = vec![0.0; self.n_outputs];
        let mut lanes = vec![[0.0; W]; self.n_lanes];
        for (i, example) in self.problem.examples.iter().enumerate() {
            let own = &dual[i * self.n_outputs..][..self.n_outputs];
            self.loss.pull(example.label as usize, own, &mut pull);
            if pull.iter().any(|pull| *pull != 0.0) {
                self.add(example, &pull, &mut lanes);
            }
        }
        self.dual = dual;
    }

    fn solve(mut self, search: &Search) -> Solution {
        let mut order: Vec<u32> = (0..self.problem.examples.len() as u32).collect();
        let mut random = SplitMix64::new(search.seed);
        let mut room = Room::default();
        let mut n_active = order.len();
        // An example that pulls nowhere is left out while it is farther beyond its margin than any dual variable moved.
        let mut beyond = f64::INFINITY;
        let (mut objective, mut gap) = self.objective();
        let mut passes = 0;
        while passes < search.max_passes && gap > search.tolerance * objective {
            passes += 1;
            random.shuffle(&mut order[..n_active]);
            let Pass { gap: estimate, largest } = self.pass(&mut order, &mut n_active, beyond, &mut room);
            beyond = if largest > 0.0 { largest } else { f64::INFINITY };
            if estimate <= search.tolerance * objective || passes == search.max_passes {
                // What was left out has its say before the search ends.
                (objective, gap) = self.objective();
                n_active = order.len();
                beyond = f64::INFINITY;
            }
        }
        let convergence =
            Convergence { objective, iterations: passes, converged: gap <= search.tolerance * objective };
        Solution {
            weights: self.weights.into_iter().flatten().collect(),
            n_padded: self.n_lanes * W,
            n_blocks: self.n_blocks,
            sharing: self.sharing,
            constant: self.problem.constant,
            dual: self.dual,
            convergence,
        }
    }

    /// Visits the first `n_active` examples of `order`.
    fn pass(&mut self, order: &mut [u32], n_active: &mut usize, beyond: f64, room: &mut Room<W>) -> Pass {
        let stride = n_active.div_ceil(SAMPLE).max(1);
        let (mut gap, mut n_sampled, mut largest) = (0.0, 0usize, 0.0f64);
        let n_visited = *n_active;
        let mut next = 0;
        while next < *n_active {
            let i = order[next] as usize;
            let example = &self.problem.examples[i];
            let (label, cost) = (example.label as usize, example.cost);
            self.score(i, room);
            let q = cost * self.squared_length(example) / self.loss.penalty();
            let dual = &mut self.dual[i * self.n_outputs..][..self.n_outputs];
            if self.loss.slack(label, &room.scores, dual).is_some_and(|slack| slack > beyond) {
                *n_active -= 1;
                order.swap(next, *n_active);
                continue;
            }
            if next.is_multiple_of(stride) {
                gap += cost * self.loss.gap(label, &room.scores, dual);
                n_sampled += 1;
            }
            next += 1;
            room.before.clear();
            room.before.extend_from_slice(dual);
            self.loss.step(label, &room.scores, q, dual, &mut room.step);
            let moved = dual.iter().zip(&room.before).fold(0.0f64, |most, (a, b)| most.max((a - b).abs()));
            if moved > 0.0 {
                largest = largest.max(moved);
                room.pull.resize(self.n_outputs, 0.0);
                self.loss.pull(label, &room.before, &mut room.pull);
                room.before.copy_from_slice(&room.pull);
                self.loss.pull(label, dual, &mut room.pull);
                room.pull.iter_mut().zip(&room.before).for_each(|(pull, before)| *pull -= before);
                self.add(example, &room.pull, &mut room.lanes);
            }
        }
        Pass { gap: gap * n_visited as f64 / n_sampled.max(1) as f64, largest }
    }

    /// ‖x̃‖² of an example, both copies together.
    fn squared_length(&self, example: &Example) -> f64 {
        let constant = self.problem.constant;
        let length = self.problem.rows.squared_length(example.row as usize) + constant * constant;
        (1.0 + self.sharing * self.sharing) * length
    }

    /// The lanes of `column` in the shared block, if there is one, and in the block of `task`.
    #[inline]
    fn places(&self, column: usize, task: usize) -> (Option<usize>, usize) {
        let base = column * self.n_blocks * self.n_lanes;
        if self.sharing > 0.0 {
            (Some(base), base + (1 + task) * self.n_lanes)
        } else {
            (None, base + task * self.n_lanes)
        }
    }

    /// The scores of example `i`.
    #[inline]
    fn score(&self, i: usize, room: &mut Room<W>) {
        let Problem { rows, examples, constant, prior_scores, .. } = self.problem;
        let (row, task) = (examples[i].row as usize, examples[i].task as usize);
        let (columns, values) = rows.row(row);
        let constants = (rows.features().len(), *constant);
        room.scores.clear();
        for lane in 0..self.n_lanes {
            let mut sum = [0.0; W];
            let entries =
                columns.iter().zip(values).map(|(column, value)| (*column as usize, f64::from(*value)));
            for (column, value) in entries.chain([constants]) {
                let (shared, own) = self.places(column, task);
                let own = &self.weights[own + lane];
                match shared {
                    Some(shared) => {
                        let shared = &self.weights[shared + lane];
                        for k in 0..W {
                            sum[k] += value * (self.sharing * shared[k] + own[k]);
                        }
                    }
                    None => {
                        for k in 0..W {
                            sum[k] += value * own[k];
                        }
                    }
                }
            }
            room.scores.extend_from_slice(&sum[..W.min(self.n_outputs - lane * W)]);
        }
        if !prior_scores.is_empty() {
            let prior = &prior_scores[i * self.n_outputs..][..self.n_outputs];
            room.scores.iter_mut().zip(prior).for_each(|(score, prior)| *score += prior);
        }
    }

    /// Adds cost · pull ⊗ x̃ / penalty to the weights.
    #[inline]
    fn add(&mut self, example: &Example, pull: &[f64], lanes: &mut Vec<[f64; W]>) {
        let factor = example.cost / self.loss.penalty();
        lanes.clear();
        lanes.resize(self.n_lanes, [0.0; W]);
        for (k, pull) in pull.iter().enumerate() {
            lanes[k / W][k % W] = factor * pull;
        }
        let (columns, values) = self.problem.rows.row(example.row as usize);
        let constants = (self.problem.rows.features().len(), self.problem.constant);
        let entries = columns.iter().zip(values).map(|(column, value)| (*column as usize, f64::from(*value)));
        for (column, value) in entries.chain([constants]) {
            let (shared, own) = self.places(column, example.task as usize);
            for (lane, by) in lanes.iter().enumerate() {
                if let Some(shared) = shared {
                    add_scaled(&mut self.weights[shared + lane], self.sharing * value, by);
                }
                add_scaled(&mut self.weights[own + lane], value, by);
            }
        }
    }

    /// The objective and the duality gap.
    fn objective(&self) -> (f64, f64) {
        let n = self.problem.examples.len();
        let of_chunk = |start: usize| {
            let mut room = Room::default();
            let (mut loss, mut gap) = (0.0, 0.0);
            for i in start..(start + CHUNK).min(n) {
                let Example { label, cost, .. } = self.problem.examples[i];
                self.score(i, &mut room);
                let dual = &self.dual[i * self.n_outputs..][..self.n_outputs];
                loss += cost * self.loss.loss(label as usize, &room.scores);
                gap += cost * self.loss.gap(label as usize, &room.scores, dual);
            }
            (loss, gap)
        };
        let starts: Vec<usize> = (0..n).step_by(CHUNK).collect();
        let sums: Vec<(f64, f64)> = starts.into_par_iter().map(of_chunk).collect();
        let squares: Vec<f64> =
            self.weights.par_chunks(CHUNK).map(|chunk| chunk.iter().flatten().map(|w| w * w).sum()).collect();
        let penalty = 0.5 * self.loss.penalty() * squares.iter().sum::<f64>();
        sums.iter().fold((penalty, 0.0), |sum, part| (sum.0 + part.0, sum.1 + part.1))
    }
}

/// What a pass over the examples met.
struct Pass {
    /// An estimate of the duality gap.
    gap: f64,
    /// The most that a dual variable moved.
    largest: f64,
}

#[inline]
fn add_scaled<const W: usize>(to: &mut [f64; W], factor: f64, by: &[f64; W]) {
    for k in 0..W {
        to[k] += factor * by[k];
    }
}
