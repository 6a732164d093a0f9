//! Coordinate descent in the dual: one example after the other is moved to where the objective is best.

use rayon::prelude::*;

use super::convergence::Convergence;
use super::dual::{Example, NONE, Problem, Search, Solution};
use super::loss::Loss;
use super::math::SplitMix64;

/// Examples of which one task takes the objective: fixed, so that sums do not depend on the number of threads.
const CHUNK: usize = 1024;

/// Examples of a pass from which its duality gap is estimated.
const SAMPLE: usize = 4096;

/// Examples whose rows are asked for together: they are visited in no order that memory could foresee.
const AHEAD: usize = 16;

/// A search on its way. Outputs are taken `W` at a time, the last ones filled up with outputs that stay 0; `SHARED` tells
/// whether there is a block that all tasks share.
pub(super) struct Descent<'a, L, const W: usize, const SHARED: bool> {
    problem: &'a Problem<'a>,
    loss: &'a L,
    n_outputs: usize,
    n_lanes: usize,
    n_blocks: usize,
    /// 0 where tasks share nothing.
    sharing: f64,
    weights: Vec<[f64; W]>,
    dual: Vec<f64>,
    /// Whether no example has pulled yet.
    is_at_rest: bool,
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

impl<'a, L: Loss, const W: usize, const SHARED: bool> Descent<'a, L, W, SHARED> {
    /// A search that begins at `start`, or else where no example pulls.
    pub(super) fn new(problem: &'a Problem<'a>, loss: &'a L, start: Option<Vec<f64>>) -> Self {
        let n_outputs = loss.n_outputs();
        let n_lanes = n_outputs.div_ceil(W);
        let n_blocks = problem.n_tasks + usize::from(SHARED);
        let n_columns = problem.rows.features().len() + 1;
        let mut descent = Descent {
            problem,
            loss,
            n_outputs,
            n_lanes,
            n_blocks,
            sharing: if SHARED { problem.sharing } else { 0.0 },
            weights: vec![[0.0; W]; n_columns * n_blocks * n_lanes],
            dual: vec![0.0; problem.examples.len() * n_outputs],
            is_at_rest: start.is_none(),
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
        self.dual = dual;
        let mut room = Room::default();
        for i in 0..self.problem.examples.len() {
            self.pull(i, &mut room.pull);
            if room.pull.iter().any(|pull| *pull != 0.0) {
                self.add(i, &room.pull, &mut room.lanes);
            }
        }
    }

    /// Goes on until the duality gap is small enough.
    pub(super) fn solve(mut self, search: &Search) -> Solution {
        let mut order: Vec<u32> = (0..self.problem.examples.len() as u32).collect();
        let mut random = SplitMix64::new(search.seed);
        let mut room = Room::default();
        let mut n_active = order.len();
        // An example that pulls nowhere is left out while it is farther beyond its margin than any dual variable moved.
        let mut beyond = f64::INFINITY;
        let (mut objective, mut gap) = if self.is_at_rest { self.loss_at_rest() } else { self.objective() };
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
        let converged = gap <= search.tolerance * objective;
        self.solution(Convergence { objective, iterations: passes, converged })
    }

    fn solution(self, convergence: Convergence) -> Solution {
        let examples = self.problem.examples;
        let mut of_row = vec![(NONE, 0); self.problem.rows.n_rows()];
        let (mut pulls, mut pull) = (Vec::with_capacity(self.dual.len()), Vec::new());
        for (i, example) in examples.iter().enumerate() {
            of_row[example.row as usize] = (i as u32, example.task);
            self.pull(i, &mut pull);
            pulls.extend(pull.iter().map(|pull| example.cost / self.loss.penalty() * pull));
        }
        Solution {
            weights: self.weights.into_flattened(),
            n_padded: self.n_lanes * W,
            n_blocks: self.n_blocks,
            sharing: self.sharing,
            constant: self.problem.constant,
            n_outputs: self.n_outputs,
            of_row,
            pulls,
            dual: self.dual,
            convergence,
        }
    }

    /// Visits the first `n_active` examples of `order`.
    fn pass(&mut self, order: &mut [u32], n_active: &mut usize, beyond: f64, room: &mut Room<W>) -> Pass {
        let stride = n_active.div_ceil(SAMPLE).max(1);
        let (mut gap, mut n_sampled, mut largest) = (0.0, 0usize, 0.0f64);
        let n_visited = *n_active;
        let (mut next, mut touched) = (0, 0);
        while next < *n_active {
            if next == touched {
                touched = (*n_active).min(next + AHEAD);
                let row = |i: &u32| self.problem.examples[*i as usize].row as usize;
                self.problem.rows.touch(order[next..touched].iter().map(row));
            }
            let i = order[next] as usize;
            let Example { row, label, cost, .. } = self.problem.examples[i];
            let label = label as usize;
            self.score(i, room);
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
            // `pull` is still that of the dual variables before the step.
            room.before.clear();
            room.before.extend_from_slice(&room.pull);
            let length = self.problem.rows.squared_length(row as usize)
                + self.problem.constant * self.problem.constant;
            let q = cost * (1.0 + self.sharing * self.sharing) * length / self.loss.penalty();
            self.loss.step(label, &room.scores, q, dual, &mut room.step);
            self.loss.pull(label, dual, &mut room.pull);
            let mut moved = 0.0f64;
            for (pull, before) in room.pull.iter_mut().zip(&room.before) {
                *pull -= before;
                moved = moved.max(pull.abs());
            }
            if moved > 0.0 {
                largest = largest.max(moved);
                self.add(i, &room.pull, &mut room.lanes);
            }
        }
        Pass { gap: gap * n_visited as f64 / n_sampled.max(1) as f64, largest }
    }

    /// What example `i` pulls with.
    fn pull(&self, i: usize, pull: &mut Vec<f64>) {
        pull.resize(self.n_outputs, 0.0);
        let dual = &self.dual[i * self.n_outputs..][..self.n_outputs];
        self.loss.pull(self.problem.examples[i].label as usize, dual, pull);
    }

    /// The scores of example `i`, and what it pulls with.
    #[inline]
    fn score(&self, i: usize, room: &mut Room<W>) {
        let Problem { rows, examples, constant, prior_scores, .. } = self.problem;
        let Example { row, task, cost, .. } = examples[i];
        let (columns, values) = rows.row(row as usize);
        room.scores.clear();
        for lane in 0..self.n_lanes {
            // Two sums side by side, so that one addition need not wait for the other.
            let mut sums = [[0.0; W]; 2];
            let mut column_pairs = columns.chunks_exact(2);
            let mut value_pairs = values.chunks_exact(2);
            for (column, value) in column_pairs.by_ref().zip(value_pairs.by_ref()) {
                for k in 0..2 {
                    self.add_entry(
                        &mut sums[k],
                        column[k] as usize,
                        f64::from(value[k]),
                        task as usize,
                        lane,
                    );
                }
            }
            for (column, value) in column_pairs.remainder().iter().zip(value_pairs.remainder()) {
                self.add_entry(&mut sums[0], *column as usize, f64::from(*value), task as usize, lane);
            }
            self.add_entry(&mut sums[1], rows.features().len(), *constant, task as usize, lane);
            let n = W.min(self.n_outputs - lane * W);
            room.scores.extend(sums[0].iter().zip(&sums[1]).map(|(a, b)| a + b).take(n));
        }
        if !prior_scores.is_empty() {
            let prior = &prior_scores[i * self.n_outputs..][..self.n_outputs];
            room.scores.iter_mut().zip(prior).for_each(|(score, prior)| *score += prior);
        }
        self.pull(i, &mut room.pull);
        let copies = 1.0 + self.sharing * self.sharing;
        let factor = copies * cost / self.loss.penalty() * rows.squared_singles(row as usize);
        room.scores.iter_mut().zip(&room.pull).for_each(|(score, pull)| *score += factor * pull);
    }

    /// sum ← sum + value · the weights of `column` for `task`.
    #[inline(always)]
    fn add_entry(&self, sum: &mut [f64; W], column: usize, value: f64, task: usize, lane: usize) {
        let (shared, own) = self.places(column, task);
        let own = &self.weights[own + lane];
        if SHARED {
            let shared = &self.weights[shared + lane];
            for k in 0..W {
                sum[k] += value * (self.sharing * shared[k] + own[k]);
            }
        } else {
            for k in 0..W {
                sum[k] += value * own[k];
            }
        }
    }

    /// Where the lanes of `column` begin in the shared block, if there is one, and in that of `task`.
    #[inline(always)]
    fn places(&self, column: usize, task: usize) -> (usize, usize) {
        let base = column * self.n_blocks * self.n_lanes;
        (base, base + (task + usize::from(SHARED)) * self.n_lanes)
    }

    /// Adds cost · pull ⊗ x̃ / penalty to the weights, where x̃ is that of example `i`.
    #[inline]
    fn add(&mut self, i: usize, pull: &[f64], lanes: &mut Vec<[f64; W]>) {
        let Example { row, task, cost, .. } = self.problem.examples[i];
        let factor = cost / self.loss.penalty();
        lanes.clear();
        lanes.resize(self.n_lanes, [0.0; W]);
        for (k, pull) in pull.iter().enumerate() {
            lanes[k / W][k % W] = factor * pull;
        }
        let (columns, values) = self.problem.rows.row(row as usize);
        let constants = (self.problem.rows.features().len(), self.problem.constant);
        let entries = columns.iter().zip(values).map(|(column, value)| (*column as usize, f64::from(*value)));
        for (column, value) in entries.chain([constants]) {
            let (shared, own) = self.places(column, task as usize);
            for (lane, by) in lanes.iter().enumerate() {
                if SHARED {
                    add_scaled(&mut self.weights[shared + lane], self.sharing * value, by);
                }
                add_scaled(&mut self.weights[own + lane], value, by);
            }
        }
    }

    /// The objective and the duality gap before the first step, where no weight deviates and the gap is all of the loss.
    fn loss_at_rest(&self) -> (f64, f64) {
        let n = self.n_outputs;
        let zero = vec![0.0; n];
        let of_example = |(i, example): (usize, &Example)| {
            let scores = self.problem.prior_scores.get(i * n..(i + 1) * n).unwrap_or(&zero);
            example.cost * self.loss.loss(example.label as usize, scores)
        };
        let loss: f64 = self.problem.examples.iter().enumerate().map(of_example).sum();
        (loss, loss)
    }

    /// The objective and the duality gap.
    fn objective(&self) -> (f64, f64) {
        let n = self.problem.examples.len();
        let copies = 1.0 + self.sharing * self.sharing;
        let of_chunk = |start: usize| {
            let mut room = Room::default();
            let (mut value, mut gap) = (0.0, 0.0);
            for i in start..(start + CHUNK).min(n) {
                let Example { row, label, cost, .. } = self.problem.examples[i];
                self.score(i, &mut room);
                let dual = &self.dual[i * self.n_outputs..][..self.n_outputs];
                value += cost * self.loss.loss(label as usize, &room.scores);
                gap += cost * self.loss.gap(label as usize, &room.scores, dual);
                let pulled: f64 = room.pull.iter().map(|pull| pull * pull).sum();
                let singles = copies * self.problem.rows.squared_singles(row as usize);
                value += 0.5 * cost * cost / self.loss.penalty() * singles * pulled;
            }
            (value, gap)
        };
        let starts: Vec<usize> = (0..n).step_by(CHUNK).collect();
        let sums: Vec<(f64, f64)> = starts.into_par_iter().map(of_chunk).collect();
        let of_weights = |chunk: &[[f64; W]]| -> f64 { chunk.iter().flatten().map(|w| w * w).sum() };
        let squares: Vec<f64> = self.weights.par_chunks(CHUNK).map(of_weights).collect();
        let penalty = 0.5 * self.loss.penalty() * squares.iter().sum::<f64>();
        sums.iter().fold((penalty, 0.0), |sum, part| (sum.0 + part.0, sum.1 + part.1))
    }
}

/// What a pass over the examples met.
struct Pass {
    /// An estimate of the duality gap.
    gap: f64,
    /// The most that an example's pull moved.
    largest: f64,
}

#[inline]
fn add_scaled<const W: usize>(to: &mut [f64; W], factor: f64, by: &[f64; W]) {
    for k in 0..W {
        to[k] += factor * by[k];
    }
}
