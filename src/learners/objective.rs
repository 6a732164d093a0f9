//! The objective of multinomial logistic regression: its value, gradient and Hessian.

use rayon::prelude::*;

use super::design::{Design, ROWS_PER_CHUNK};
use super::examples::Examples;
use super::lane::{Lane, WIDTH, dot, dot_of_chunk};
use super::linear_model::LinearModel;

/// f(V) = ½‖V‖² + Σᵢ cᵢ · (ln Σ_c exp z_ic − z_iyᵢ), with z = Z₀ + X·V and cᵢ = C · weightᵢ.
///
/// V = W − W₀ is the deviation of the weights from their prior mean W₀, which appears here only as the scores
/// Z₀ = X·W₀ + b₀ that the examples start with. The classes that fill up the last lane of a row have the score −∞:
/// probability and residual are 0, and their deviation stays 0.
pub(super) struct SoftmaxObjective<'a> {
    design: Design,
    labels: &'a [usize],
    costs: Vec<f64>,
    scores: Vec<Lane>,
    probabilities: Vec<Lane>,
    residuals: Vec<Lane>,
}

impl<'a> SoftmaxObjective<'a> {
    pub(super) fn new(
        examples: &'a Examples,
        c: f64,
        constant: f64,
        prior_mean: Option<&LinearModel>,
    ) -> Self {
        let n_classes = examples.n_classes();
        let design = Design::new(examples.records, constant, n_classes);
        let n_lanes = examples.labels.len() * design.lanes_per_row();
        let mut scores = vec![Lane([f64::NEG_INFINITY; WIDTH]); n_lanes];
        let prior_scores = prior_mean.map(|mean| mean.scores(examples.records));
        for (i, row) in scores.chunks_exact_mut(design.lanes_per_row()).enumerate() {
            for class in 0..n_classes {
                row[class / WIDTH].0[class % WIDTH] = prior_scores.as_ref().map_or(0.0, |s| s[[i, class]]);
            }
        }
        SoftmaxObjective {
            design,
            labels: &examples.labels,
            costs: examples.weights.iter().map(|weight| c * weight).collect(),
            scores,
            probabilities: vec![Lane::ZERO; n_lanes],
            residuals: vec![Lane::ZERO; n_lanes],
        }
    }

    /// Lanes of V, and of every other vector over the weights.
    pub(super) fn n_weight_lanes(&self) -> usize {
        self.design.n_columns() * self.design.lanes_per_row()
    }

    /// The feature of each row of V, but for the last, which is that of the constant.
    pub(super) fn features(&self) -> &[u32] {
        self.design.features()
    }

    /// Lanes of z, and of every other vector over the scores.
    pub(super) fn n_score_lanes(&self) -> usize {
        self.scores.len()
    }

    /// Moves the scores by `step` · `direction`, and gives the loss there: the second term of f.
    pub(super) fn move_scores(&mut self, step: f64, direction: &[Lane]) -> f64 {
        let width = self.design.lanes_per_row();
        let chunk = ROWS_PER_CHUNK * width;
        let losses: Vec<f64> = (
            self.scores.par_chunks_mut(chunk),
            self.probabilities.par_chunks_mut(chunk),
            direction.par_chunks(chunk),
            self.labels.par_chunks(ROWS_PER_CHUNK),
            self.costs.par_chunks(ROWS_PER_CHUNK),
        )
            .into_par_iter()
            .map(|(scores, probabilities, direction, labels, costs)| {
                for (score, direction) in scores.iter_mut().zip(direction) {
                    *score = score.plus(step, *direction);
                }
                let rows = scores.chunks_exact(width).zip(probabilities.chunks_exact_mut(width));
                rows.zip(labels.iter().zip(costs))
                    .map(|((scores, probabilities), (label, cost))| {
                        cost * log_loss(scores, *label, probabilities)
                    })
                    .sum()
            })
            .collect();
        losses.iter().sum()
    }

    /// Gradient at the deviation `at`, to which the scores have been moved: V + Xᵀ·c(p − y).
    pub(super) fn gradient(&mut self, at: &[Lane], gradient: &mut [Lane]) {
        let width = self.design.lanes_per_row();
        let chunk = ROWS_PER_CHUNK * width;
        (
            self.residuals.par_chunks_mut(chunk),
            self.probabilities.par_chunks(chunk),
            self.labels.par_chunks(ROWS_PER_CHUNK),
            self.costs.par_chunks(ROWS_PER_CHUNK),
        )
            .into_par_iter()
            .for_each(|(residuals, probabilities, labels, costs)| {
                let rows = residuals.chunks_exact_mut(width).zip(probabilities.chunks_exact(width));
                for ((residuals, probabilities), (label, cost)) in rows.zip(labels.iter().zip(costs)) {
                    for (residual, probability) in residuals.iter_mut().zip(probabilities) {
                        *residual = Lane::ZERO.plus(*cost, *probability);
                    }
                    residuals[label / WIDTH].0[label % WIDTH] -= cost;
                }
            });
        self.design.transposed_product(|x| x, &self.residuals, |lane| at[lane], gradient);
    }

    /// The Hessian H times `direction` D: D + Xᵀ·R, with R = c(p∘u − p(p·u)) and u = X·D, which is left in
    /// `direction_scores`. Gives the curvature Dᵀ·H·D = ‖D‖² + u·R.
    pub(super) fn hessian_product(
        &mut self,
        direction: &[Lane],
        direction_scores: &mut [Lane],
        product: &mut [Lane],
    ) -> f64 {
        let design = &self.design;
        let width = design.lanes_per_row();
        let chunk = ROWS_PER_CHUNK * width;
        let curvatures: Vec<f64> = (
            self.residuals.par_chunks_mut(chunk),
            direction_scores.par_chunks_mut(chunk),
            self.probabilities.par_chunks(chunk),
            self.costs.par_chunks(ROWS_PER_CHUNK),
        )
            .into_par_iter()
            .enumerate()
            .map(|(chunk, (residuals, scores, probabilities, costs))| {
                let rows = residuals.chunks_exact_mut(width).zip(scores.chunks_exact_mut(width));
                let given = probabilities.chunks_exact(width).zip(costs);
                for (row, ((residuals, scores), (probabilities, cost))) in rows.zip(given).enumerate() {
                    design.score_row(chunk * ROWS_PER_CHUNK + row, direction, scores);
                    let mean = dot_of_chunk(probabilities, scores);
                    for ((residual, score), p) in residuals.iter_mut().zip(scores).zip(probabilities) {
                        *residual = Lane(std::array::from_fn(|c| cost * p.0[c] * (score.0[c] - mean)));
                    }
                }
                dot_of_chunk(residuals, scores)
            })
            .collect();
        self.design.transposed_product(|x| x, &self.residuals, |lane| direction[lane], product);
        curvatures.iter().fold(dot(direction, direction), |sum, curvature| sum + curvature)
    }

    /// Diagonal of the Hessian: 1 + Σᵢ xᵢⱼ² · cᵢ · p(1 − p).
    pub(super) fn hessian_diagonal(&mut self, diagonal: &mut [Lane]) {
        let width = self.design.lanes_per_row();
        let chunk = ROWS_PER_CHUNK * width;
        (
            self.residuals.par_chunks_mut(chunk),
            self.probabilities.par_chunks(chunk),
            self.costs.par_chunks(ROWS_PER_CHUNK),
        )
            .into_par_iter()
            .for_each(|(residuals, probabilities, costs)| {
                let rows = residuals.chunks_exact_mut(width).zip(probabilities.chunks_exact(width));
                for ((residuals, probabilities), cost) in rows.zip(costs) {
                    for (residual, p) in residuals.iter_mut().zip(probabilities) {
                        *residual = Lane(std::array::from_fn(|c| cost * p.0[c] * (1.0 - p.0[c])));
                    }
                }
            });
        self.design.transposed_product(|x| x * x, &self.residuals, |_| Lane([1.0; WIDTH]), diagonal);
    }
}

/// ln Σ exp z − z_label, leaving the probabilities.
fn log_loss(scores: &[Lane], label: usize, probabilities: &mut [Lane]) -> f64 {
    let greatest = scores.iter().flat_map(|lane| lane.0).fold(f64::NEG_INFINITY, f64::max);
    let mut sum = 0.0;
    for (scores, probabilities) in scores.iter().zip(probabilities.iter_mut()) {
        *probabilities = Lane(scores.0.map(|score| libm::exp(score - greatest)));
        sum += probabilities.sum();
    }
    for probability in probabilities.iter_mut() {
        *probability = Lane(probability.0.map(|p| p / sum));
    }
    libm::log(sum) + greatest - scores[label / WIDTH].0[label % WIDTH]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::SparseRecords;
    use crate::learners::class_weight::ClassWeight;
    use crate::learners::lane::add_scaled;
    use linfa::DatasetBase;
    use ndarray::{Array1, Array2};

    const STEP: f64 = 1e-5;

    /// Five classes, so that a row has two lanes, and more rows than a task works on.
    fn dataset() -> DatasetBase<SparseRecords, Array1<usize>> {
        let n = ROWS_PER_CHUNK + 90;
        let dense = Array2::from_shape_fn((n, 6), |(i, j)| ((i * 7 + j * 5 + i * j) % 6) as f32 / 4.0);
        let weights = (0..n).map(|i| (i % 4) as f32 / 100.0).collect();
        DatasetBase::new(SparseRecords::from_dense(&dense), (0..n).map(|i| i * i % 5).collect())
            .with_weights(weights)
    }

    /// Some vector over the weights; 0 in the classes that do not exist.
    fn vector(objective: &SoftmaxObjective, factor: usize) -> Vec<Lane> {
        let number = |at: usize| if at % 8 < 5 { (at * factor % 13) as f64 / 6.0 - 1.0 } else { 0.0 };
        (0..objective.n_weight_lanes())
            .map(|lane| Lane(std::array::from_fn(|c| number(4 * lane + c))))
            .collect()
    }

    fn scores_of(objective: &mut SoftmaxObjective, weights: &[Lane]) -> Vec<Lane> {
        let mut scores = vec![Lane::ZERO; objective.n_score_lanes()];
        let mut product = weights.to_vec();
        objective.hessian_product(weights, &mut scores, &mut product);
        scores
    }

    /// f and its gradient at `at`.
    fn evaluate(objective: &mut SoftmaxObjective, at: &[Lane]) -> (f64, Vec<Lane>) {
        let scores = scores_of(objective, at);
        let value = objective.move_scores(1.0, &scores) + 0.5 * dot(at, at);
        let mut gradient = at.to_vec();
        objective.gradient(at, &mut gradient);
        objective.move_scores(-1.0, &scores);
        (value, gradient)
    }

    fn moved(at: &[Lane], step: f64, direction: &[Lane]) -> Vec<Lane> {
        let mut moved = at.to_vec();
        add_scaled(&mut moved, step, direction);
        moved
    }

    #[test]
    fn the_gradient_is_the_limit_of_finite_differences() {
        let dataset = dataset();
        let examples = Examples::new(&dataset, None, ClassWeight::None).unwrap();
        let mut objective = SoftmaxObjective::new(&examples, 2.0, 0.5, None);
        let at = vector(&objective, 5);
        let (_, gradient) = evaluate(&mut objective, &at);
        for (lane, class) in [(0, 0), (1, 0), (5, 0), (6, 3), (12, 2), (13, 0)] {
            let mut unit = vec![Lane::ZERO; at.len()];
            unit[lane].0[class] = 1.0;
            let (above, _) = evaluate(&mut objective, &moved(&at, STEP, &unit));
            let (below, _) = evaluate(&mut objective, &moved(&at, -STEP, &unit));
            let expected = (above - below) / (2.0 * STEP);
            let found = gradient[lane].0[class];
            assert!(
                (found - expected).abs() < 1e-6 * expected.abs().max(1.0),
                "{lane}, {class}: {found}, {expected}"
            );
        }
        assert!(
            gradient.iter().skip(1).step_by(2).all(|lane| lane.0[1..] == [0.0; 3]),
            "classes that do not exist"
        );
    }

    #[test]
    fn the_hessian_is_the_limit_of_finite_differences_of_the_gradient() {
        let dataset = dataset();
        let examples = Examples::new(&dataset, None, ClassWeight::None).unwrap();
        let mut objective = SoftmaxObjective::new(&examples, 2.0, 0.5, None);
        let (at, direction) = (vector(&objective, 5), vector(&objective, 7));
        let (_, above) = evaluate(&mut objective, &moved(&at, STEP, &direction));
        let (_, below) = evaluate(&mut objective, &moved(&at, -STEP, &direction));

        let scores = scores_of(&mut objective, &at);
        objective.move_scores(1.0, &scores);
        let mut product = at.clone();
        let curvature = objective.hessian_product(&direction, &mut scores.clone(), &mut product);
        assert!((curvature - dot(&direction, &product)).abs() < 1e-9 * curvature);
        let mut diagonal = at.clone();
        objective.hessian_diagonal(&mut diagonal);
        for lane in 0..at.len() {
            for class in 0..WIDTH {
                let expected = (above[lane].0[class] - below[lane].0[class]) / (2.0 * STEP);
                let found = product[lane].0[class];
                assert!((found - expected).abs() < 1e-6 * expected.abs().max(1.0), "{lane}, {class}");
            }
            let mut unit = vec![Lane::ZERO; at.len()];
            unit[lane].0[0] = 1.0;
            let mut column = at.clone();
            objective.hessian_product(&unit, &mut scores.clone(), &mut column);
            assert!((column[lane].0[0] - diagonal[lane].0[0]).abs() < 1e-12, "diagonal of {lane}");
        }
    }
}
