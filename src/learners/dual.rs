//! Dual coordinate descent: finds the hyperplane of a support vector machine for one class against the rest.

use super::convergence::Convergence;
use super::examples::Examples;
use super::math::SplitMix64;

/// Projected gradients below this are taken for 0.
const NEGLIGIBLE: f64 = 1e-12;

/// One class against the rest: w minimises ½‖w − w₀‖² + Σᵢ cᵢ · max(0, 1 − yᵢ(w·xᵢ + b))², b = b₀ + constant · v,
/// with v in the penalty.
pub(super) struct OneVersusRest<'a> {
    pub(super) examples: &'a Examples<'a>,
    /// The class whose y is +1.
    pub(super) positive: usize,
    pub(super) c: f64,
    pub(super) constant: f64,
    /// w₀, one number a feature.
    pub(super) prior_weights: Vec<f64>,
    pub(super) prior_intercept: f64,
}

/// Weights, intercept, and how the search for them ended.
pub(super) struct Hyperplane {
    pub(super) weights: Vec<f64>,
    pub(super) intercept: f64,
    pub(super) convergence: Convergence,
}

/// An example with a weight, as its dual variable sees it.
struct Variable {
    row: usize,
    /// y, +1 or −1
    sign: f64,
    alpha: f64,
    /// 1 / (2·cᵢ), the square term of the dual
    ridge: f64,
    /// ‖x‖² with the constant feature, plus the ridge
    curvature: f64,
}

impl OneVersusRest<'_> {
    /// Solves the dual by coordinate descent over random permutations, leaving out variables that lie at their
    /// bound (shrinking), until the projected gradients of all lie within `tolerance` of each other.
    ///
    /// # References
    /// Hsieh, Chang, Lin, Keerthi & Sundararajan: A dual coordinate descent method for large-scale linear SVM (2008).
    pub(super) fn solve(self, tolerance: f64, max_iterations: usize, seed: u64) -> Hyperplane {
        let mut variables = self.variables();
        let mut plane = Plane { problem: &self, weights: self.prior_weights.clone(), constant_weight: 0.0 };
        let mut random = SplitMix64::new(seed);
        let mut n_active = variables.len();
        // A variable at its bound is left out once its gradient exceeds the greatest of the last pass.
        let mut shrink_above = f64::INFINITY;
        let mut iterations = 0;
        let mut converged = false;
        while iterations < max_iterations && !converged {
            iterations += 1;
            random.shuffle(&mut variables[..n_active]);
            let (least, greatest) = plane.visit(&mut variables, &mut n_active, shrink_above);
            shrink_above = if greatest > 0.0 { greatest } else { f64::INFINITY };
            if greatest - least <= tolerance {
                // What was left out has its say before the search ends.
                converged = n_active == variables.len();
                n_active = variables.len();
                shrink_above = f64::INFINITY;
            }
        }
        let objective = plane.objective(&variables);
        let intercept = self.prior_intercept + self.constant * plane.constant_weight;
        let convergence = Convergence { objective, iterations, converged };
        Hyperplane { weights: plane.weights, intercept, convergence }
    }

    fn variables(&self) -> Vec<Variable> {
        let examples = self.examples;
        let weighted = (0..examples.labels.len()).filter(|row| examples.weights[*row] > 0.0);
        weighted
            .map(|row| {
                let ridge = 0.5 / (self.c * examples.weights[row]);
                let squared: f64 =
                    examples.records.row(row).1.iter().map(|v| f64::from(*v) * f64::from(*v)).sum();
                let sign = if examples.labels[row] == self.positive { 1.0 } else { -1.0 };
                let curvature = squared + self.constant * self.constant + ridge;
                Variable { row, sign, alpha: 0.0, ridge, curvature }
            })
            .collect()
    }
}

/// The hyperplane on its way: w = w₀ + Σᵢ αᵢ·yᵢ·xᵢ.
struct Plane<'a> {
    problem: &'a OneVersusRest<'a>,
    weights: Vec<f64>,
    /// v
    constant_weight: f64,
}

impl Plane<'_> {
    /// Visits the first `n_active` variables, of which it leaves out those at their bound with a gradient beyond
    /// `shrink_above`; gives the least and the greatest projected gradient.
    fn visit(&mut self, variables: &mut [Variable], n_active: &mut usize, shrink_above: f64) -> (f64, f64) {
        let (mut least, mut greatest) = (f64::INFINITY, f64::NEG_INFINITY);
        let mut next = 0;
        while next < *n_active {
            let variable = &mut variables[next];
            let gradient = self.gradient(variable);
            if variable.alpha == 0.0 && gradient > shrink_above {
                *n_active -= 1;
                variables.swap(next, *n_active);
                continue;
            }
            let projected = if variable.alpha == 0.0 { gradient.min(0.0) } else { gradient };
            least = least.min(projected);
            greatest = greatest.max(projected);
            if projected.abs() > NEGLIGIBLE {
                self.update(variable, gradient);
            }
            next += 1;
        }
        (least, greatest)
    }

    fn score(&self, row: usize) -> f64 {
        let (indices, values) = self.problem.examples.records.row(row);
        let entries = indices.iter().zip(values);
        let sum: f64 = entries.map(|(j, value)| f64::from(*value) * self.weights[*j as usize]).sum();
        sum + self.problem.prior_intercept + self.problem.constant * self.constant_weight
    }

    /// Derivative of the dual objective.
    fn gradient(&self, variable: &Variable) -> f64 {
        variable.sign * self.score(variable.row) - 1.0 + variable.alpha * variable.ridge
    }

    /// Minimises the dual objective over one variable.
    fn update(&mut self, variable: &mut Variable, gradient: f64) {
        let alpha = (variable.alpha - gradient / variable.curvature).max(0.0);
        let change = (alpha - variable.alpha) * variable.sign;
        variable.alpha = alpha;
        let (indices, values) = self.problem.examples.records.row(variable.row);
        for (feature, value) in indices.iter().zip(values) {
            self.weights[*feature as usize] += change * f64::from(*value);
        }
        self.constant_weight += change * self.problem.constant;
    }

    /// Value of the primal objective.
    fn objective(&self, variables: &[Variable]) -> f64 {
        let weights = self.weights.iter().zip(&self.problem.prior_weights);
        let penalty: f64 = weights.map(|(w, mean)| (w - mean) * (w - mean)).sum();
        let losses = variables.iter().map(|variable| {
            let violation = (1.0 - variable.sign * self.score(variable.row)).max(0.0);
            0.5 / variable.ridge * violation * violation
        });
        0.5 * (penalty + self.constant_weight * self.constant_weight) + losses.sum::<f64>()
    }
}
