//! Truncated Newton: minimises the objective of multinomial logistic regression.

use rayon::prelude::*;

use super::convergence::Convergence;
use super::lane::{LANES_PER_CHUNK, Lane, WIDTH, add_scaled, dot, dot_of_chunk};
use super::objective::SoftmaxObjective;

/// Share of the decrease promised by the slope that a step must bring (Armijo).
const SUFFICIENT_DECREASE: f64 = 0.01;

/// Times that a step is halved before it is given up.
const MAX_HALVINGS: usize = 30;

/// Relative error of a computed value of the objective: differences below it mean nothing.
const ROUNDING: f64 = 1e-14;

/// Share of the Hessian's diagonal in the preconditioner, the rest being the identity: the whole diagonal
/// overrates rare features (Hsia, Chiang & Lin 2018).
const DIAGONAL_SHARE: f64 = 0.01;

/// The conjugate gradient ends where an iteration adds less than this share of the mean of those before, and the
/// residual is less than this share of the gradient.
///
/// The second condition is not Galli & Lin's: without it a search ended now and then at a point whose gradient was
/// thirty times that at its start. It saved a seventh of all products on tf-idf matrices of tweets.
const FORCING: f64 = 0.5;

/// Minimises `objective` from the deviation 0 until the norm of the gradient is `tolerance` times that at the start.
///
/// Each iteration solves H·s = −g roughly by the conjugate gradient with a Jacobi preconditioner, and goes along s
/// as far as the objective sinks.
///
/// # References
/// Lin, Weng & Keerthi: Trust region Newton method for large-scale logistic regression (2008); Hsia, Chiang & Lin:
/// Preconditioned conjugate gradient methods in truncated Newton frameworks for large-scale linear classification
/// (2018); Galli & Lin: A study on truncated Newton methods for linear classification (2021), whose line search
/// and inner stopping rule these are.
pub(super) fn minimise(
    objective: &mut SoftmaxObjective,
    tolerance: f64,
    max_iterations: usize,
) -> (Vec<Lane>, Convergence) {
    let n_lanes = objective.n_weight_lanes();
    let mut deviation = vec![Lane::ZERO; n_lanes];
    let mut gradient = vec![Lane::ZERO; n_lanes];
    let mut search = ConjugateGradient::new(objective);

    let mut value = objective.move_scores(0.0, &vec![Lane::ZERO; objective.n_score_lanes()]);
    objective.gradient(&deviation, &mut gradient);
    let mut norm = dot(&gradient, &gradient).sqrt();
    let target = tolerance * norm;
    let mut iterations = 0;
    while norm > target && iterations < max_iterations {
        iterations += 1;
        search.solve(objective, &gradient);
        let Some(reached) = line_search(objective, &mut deviation, &search, &gradient, value) else { break };
        objective.gradient(&deviation, &mut gradient);
        let last_norm = norm;
        norm = dot(&gradient, &gradient).sqrt();
        let stalled = value - reached <= ROUNDING * value.abs() && norm > 0.5 * last_norm;
        value = reached;
        if stalled {
            break;
        }
    }
    (deviation, Convergence { objective: value, iterations, converged: norm <= target })
}

/// Moves `deviation` and the scores along the step that was found, halved until the objective sinks enough, and
/// gives its value there.
fn line_search(
    objective: &mut SoftmaxObjective,
    deviation: &mut [Lane],
    search: &ConjugateGradient,
    gradient: &[Lane],
    value: f64,
) -> Option<f64> {
    let slope = dot(gradient, &search.step);
    let squared = dot(deviation, deviation);
    let mixed = dot(deviation, &search.step);
    let squared_step = dot(&search.step, &search.step);
    let mut length = 1.0;
    let mut moved = 0.0;
    for _ in 0..MAX_HALVINGS {
        let loss = objective.move_scores(length - moved, &search.step_scores);
        moved = length;
        let reached = loss + 0.5 * squared + length * mixed + 0.5 * length * length * squared_step;
        if reached <= value + SUFFICIENT_DECREASE * length * slope + ROUNDING * value.abs() {
            add_scaled(deviation, length, &search.step);
            return Some(reached);
        }
        length *= 0.5;
    }
    None
}

/// The conjugate gradient's vectors, kept from one Newton iteration to the next.
struct ConjugateGradient {
    step: Vec<Lane>,
    /// X · step, so that the line search reads no records.
    step_scores: Vec<Lane>,
    residual: Vec<Lane>,
    direction: Vec<Lane>,
    direction_scores: Vec<Lane>,
    product: Vec<Lane>,
    inverse_diagonal: Vec<Lane>,
}

impl ConjugateGradient {
    fn new(objective: &SoftmaxObjective) -> Self {
        let weights = vec![Lane::ZERO; objective.n_weight_lanes()];
        let scores = vec![Lane::ZERO; objective.n_score_lanes()];
        ConjugateGradient {
            step: weights.clone(),
            step_scores: scores.clone(),
            residual: weights.clone(),
            direction: weights.clone(),
            direction_scores: scores,
            product: weights.clone(),
            inverse_diagonal: weights,
        }
    }

    /// Finds a step with H·step ≈ −gradient.
    fn solve(&mut self, objective: &mut SoftmaxObjective, gradient: &[Lane]) {
        let mut last = self.start(objective, gradient);
        let forcing = FORCING.min(last.norm.sqrt().sqrt());
        let small_residual = FORCING * FORCING * last.residual;
        // In exact arithmetic there are never more iterations than unknowns.
        for iteration in 1..=self.step.len() * WIDTH {
            let curvature =
                objective.hessian_product(&self.direction, &mut self.direction_scores, &mut self.product);
            if curvature <= f64::MIN_POSITIVE {
                break;
            }
            let length = last.norm / curvature;
            add_scaled(&mut self.step_scores, length, &self.direction_scores);
            let reached = self.advance(length, gradient);
            let gained = reached.model - last.model;
            let little_gained = iteration as f64 * gained >= forcing * reached.model;
            if gained >= 0.0 || gained.is_nan() || little_gained && reached.residual <= small_residual {
                break;
            }
            self.turn(reached.norm / last.norm);
            last = reached;
        }
    }

    /// Sets the preconditioner, the step 0 and the first direction.
    fn start(&mut self, objective: &mut SoftmaxObjective, gradient: &[Lane]) -> Reached {
        objective.hessian_diagonal(&mut self.inverse_diagonal);
        self.inverse_diagonal.par_iter_mut().for_each(|lane| {
            *lane = Lane(lane.0.map(|h| 1.0 / (1.0 - DIAGONAL_SHARE + DIAGONAL_SHARE * h)));
        });
        for vector in [&mut self.step, &mut self.step_scores, &mut self.direction, &mut self.residual] {
            vector.fill(Lane::ZERO);
        }
        add_scaled(&mut self.residual, -1.0, gradient);
        let reached = self.advance(0.0, gradient);
        self.turn(0.0);
        reached
    }

    /// Goes `length` along the direction.
    fn advance(&mut self, length: f64, gradient: &[Lane]) -> Reached {
        let partial: Vec<Reached> = (
            self.step.par_chunks_mut(LANES_PER_CHUNK),
            self.residual.par_chunks_mut(LANES_PER_CHUNK),
            self.direction.par_chunks(LANES_PER_CHUNK),
            self.product.par_chunks(LANES_PER_CHUNK),
            self.inverse_diagonal.par_chunks(LANES_PER_CHUNK),
            gradient.par_chunks(LANES_PER_CHUNK),
        )
            .into_par_iter()
            .map(|(step, residual, direction, product, inverse_diagonal, gradient)| {
                let (mut norm, mut squared) = (Lane::ZERO, Lane::ZERO);
                for (((step, residual), (direction, product)), inverse) in step
                    .iter_mut()
                    .zip(residual.iter_mut())
                    .zip(direction.iter().zip(product))
                    .zip(inverse_diagonal)
                {
                    *step = step.plus(length, *direction);
                    *residual = residual.plus(-length, *product);
                    let square = residual.times(*residual);
                    norm = norm.plus(1.0, square.times(*inverse));
                    squared = squared.plus(1.0, square);
                }
                let model = 0.5 * (dot_of_chunk(step, gradient) - dot_of_chunk(step, residual));
                Reached { norm: norm.sum(), residual: squared.sum(), model }
            })
            .collect();
        partial.iter().fold(Reached { norm: 0.0, residual: 0.0, model: 0.0 }, |sum, part| Reached {
            norm: sum.norm + part.norm,
            residual: sum.residual + part.residual,
            model: sum.model + part.model,
        })
    }

    /// direction ← M⁻¹·residual + `keep` · direction
    fn turn(&mut self, keep: f64) {
        (
            self.direction.par_chunks_mut(LANES_PER_CHUNK),
            self.residual.par_chunks(LANES_PER_CHUNK),
            self.inverse_diagonal.par_chunks(LANES_PER_CHUNK),
        )
            .into_par_iter()
            .for_each(|(direction, residual, inverse_diagonal)| {
                for ((direction, residual), inverse) in
                    direction.iter_mut().zip(residual).zip(inverse_diagonal)
                {
                    *direction = residual.times(*inverse).plus(keep, *direction);
                }
            });
    }
}

/// Where the conjugate gradient stands.
struct Reached {
    /// rᵀ·M⁻¹·r
    norm: f64,
    /// ‖r‖²
    residual: f64,
    /// The objective's quadratic model, less its value at step 0.
    model: f64,
}
