//! The losses of the linear classifiers, as dual coordinate descent needs them.

/// Times that a Newton step is taken, or halved, before what was reached is taken.
const MAX_STEPS: usize = 50;

/// Newton's method ends where a step is smaller than this.
const SMALL_STEP: f64 = 1e-10;

/// A convex loss ℓ of the scores that an example has, and its conjugate.
///
/// Example i of cost cᵢ has dual variables dᵢ in units of the cost; the weights are the sum over the examples of
/// cᵢ · pull(dᵢ) ⊗ xᵢ / penalty. The duality gap is the sum of cᵢ times a gap for each example, which is 0 where its dual
/// variables are those that its scores call for.
pub(super) trait Loss: Sync {
    /// Scores of an example, and dual variables.
    fn n_outputs(&self) -> usize;

    /// Factor of ½‖w‖² in the objective.
    fn penalty(&self) -> f64;

    /// The dual variables that pull nowhere.
    fn rest(&self, label: usize, dual: &mut [f64]);

    /// The direction in which `dual` pulls the weights of each output.
    fn pull(&self, label: usize, dual: &[f64], pull: &mut [f64]);

    /// ℓ at `scores`.
    fn loss(&self, label: usize, scores: &[f64]) -> f64;

    /// The gap between ℓ at `scores` and what `dual` vouches for: 0 or more.
    fn gap(&self, label: usize, scores: &[f64], dual: &[f64]) -> f64;

    /// Moves `dual` to where the dual objective is greatest along this example, with `q` = cost · ‖x‖² / penalty;
    /// `room` is memory to work in.
    fn step(&self, label: usize, scores: &[f64], q: f64, dual: &mut [f64], room: &mut Vec<f64>);

    /// How far `scores` are beyond the point from which the loss is 0, of dual variables that pull nowhere; `None` where
    /// the example has its part in the weights.
    fn slack(&self, label: usize, scores: &[f64], dual: &[f64]) -> Option<f64>;
}

/// Σ_c max(0, 1 − y_c·s_c)² over one output for each class against the rest; of two classes over that of class 1.
///
/// # References
/// Hsieh, Chang, Lin, Keerthi & Sundararajan: A dual coordinate descent method for large-scale linear SVM (2008).
pub(super) struct SquaredHinge {
    pub(super) n_classes: usize,
}

impl SquaredHinge {
    /// y of `output` for an example of class `label`.
    fn sign(&self, label: usize, output: usize) -> f64 {
        let positive = if self.n_classes == 2 { 1 } else { output };
        if label == positive { 1.0 } else { -1.0 }
    }
}

impl Loss for SquaredHinge {
    fn n_outputs(&self) -> usize {
        if self.n_classes == 2 { 1 } else { self.n_classes }
    }

    fn penalty(&self) -> f64 {
        1.0
    }

    fn rest(&self, _: usize, dual: &mut [f64]) {
        dual.fill(0.0);
    }

    fn pull(&self, label: usize, dual: &[f64], pull: &mut [f64]) {
        for (output, (pull, dual)) in pull.iter_mut().zip(dual).enumerate() {
            *pull = self.sign(label, output) * dual;
        }
    }

    fn loss(&self, label: usize, scores: &[f64]) -> f64 {
        let missing = |(output, score): (usize, &f64)| (1.0 - self.sign(label, output) * score).max(0.0);
        scores.iter().enumerate().map(missing).map(|missing| missing * missing).sum()
    }

    fn gap(&self, label: usize, scores: &[f64], dual: &[f64]) -> f64 {
        let gap = |(output, (score, dual)): (usize, (&f64, &f64))| {
            let missing = 1.0 - self.sign(label, output) * score;
            let excess = missing.max(0.0) - 0.5 * dual;
            excess * excess + dual * (-missing).max(0.0)
        };
        scores.iter().zip(dual).enumerate().map(gap).sum()
    }

    fn step(&self, label: usize, scores: &[f64], q: f64, dual: &mut [f64], _: &mut Vec<f64>) {
        for (output, (score, dual)) in scores.iter().zip(dual).enumerate() {
            let gradient = self.sign(label, output) * score - 1.0 + 0.5 * *dual;
            *dual = (*dual - gradient / (q + 0.5)).max(0.0);
        }
    }

    fn slack(&self, label: usize, scores: &[f64], dual: &[f64]) -> Option<f64> {
        let beyond = |(output, score): (usize, &f64)| self.sign(label, output) * score - 1.0;
        let idle = dual.iter().all(|dual| *dual == 0.0);
        idle.then(|| scores.iter().enumerate().map(beyond).fold(f64::INFINITY, f64::min))
    }
}

/// Softmax regression of two classes: ln(1 + exp(−y·s)), where s is the score of class 1 less that of class 0.
///
/// The weights of the two classes are −v/2 and v/2 for the one output's weights v, and ½‖W‖² is ¼‖v‖².
///
/// # References
/// Yu, Huang & Lin: Dual coordinate descent methods for logistic regression and maximum entropy models (2011).
pub(super) struct Logistic;

impl Logistic {
    fn sign(label: usize) -> f64 {
        if label == 1 { 1.0 } else { -1.0 }
    }
}

impl Loss for Logistic {
    fn n_outputs(&self) -> usize {
        1
    }

    fn penalty(&self) -> f64 {
        0.5
    }

    fn rest(&self, _: usize, dual: &mut [f64]) {
        dual.fill(0.0);
    }

    fn pull(&self, label: usize, dual: &[f64], pull: &mut [f64]) {
        pull[0] = Self::sign(label) * dual[0];
    }

    fn loss(&self, label: usize, scores: &[f64]) -> f64 {
        softplus(-Self::sign(label) * scores[0])
    }

    fn gap(&self, label: usize, scores: &[f64], dual: &[f64]) -> f64 {
        // ln(1 + eᶻ) − p·z + p·ln p + (1 − p)·ln(1 − p), with z = −y·s.
        let (z, p) = (-Self::sign(label) * scores[0], dual[0]);
        (softplus(z) - p * z + p_ln_p(p) + p_ln_p(1.0 - p)).max(0.0)
    }

    fn step(&self, label: usize, scores: &[f64], q: f64, dual: &mut [f64], _: &mut Vec<f64>) {
        // The root of θ − z + q·(σ(θ) − p), which lies between z and the θ of the present p, and p ← σ(θ).
        let (z, before) = (-Self::sign(label) * scores[0], dual[0]);
        let (mut low, mut high) =
            if sigmoid(z) > before { (f64::NEG_INFINITY, z) } else { (z, f64::INFINITY) };
        let mut theta = z;
        for _ in 0..MAX_STEPS {
            let p = sigmoid(theta);
            let value = theta - z + q * (p - before);
            if value > 0.0 {
                high = theta
            } else {
                low = theta
            }
            let next = theta - value / (1.0 + q * p * (1.0 - p));
            let next = if next > low && next < high { next } else { midpoint(low, high, theta) };
            let step = next - theta;
            theta = next;
            if step.abs() < SMALL_STEP {
                break;
            }
        }
        dual[0] = sigmoid(theta);
    }

    fn slack(&self, _: usize, _: &[f64], _: &[f64]) -> Option<f64> {
        None
    }
}

/// A point between `low` and `high`, of which one may be infinite.
fn midpoint(low: f64, high: f64, at: f64) -> f64 {
    match (low.is_finite(), high.is_finite()) {
        (true, true) => 0.5 * (low + high),
        (true, false) => at + 1.0,
        _ => at - 1.0,
    }
}

fn sigmoid(x: f64) -> f64 {
    if x >= 0.0 {
        1.0 / (1.0 + libm::exp(-x))
    } else {
        let e = libm::exp(x);
        e / (1.0 + e)
    }
}

/// ln(1 + eˣ)
fn softplus(x: f64) -> f64 {
    x.max(0.0) + libm::log1p(libm::exp(-x.abs()))
}

/// p·ln p, which is 0 at 0.
fn p_ln_p(p: f64) -> f64 {
    if p > 0.0 { p * libm::log(p) } else { 0.0 }
}

/// Softmax regression: ln Σ_c exp s_c − s_y. The dual variables are the probabilities that an example pulls with.
///
/// # References
/// Shalev-Shwartz & Zhang: Accelerated proximal stochastic dual coordinate ascent (2014), for the problem;
/// Yu, Huang & Lin: Dual coordinate descent methods for logistic regression and maximum entropy models (2011).
pub(super) struct Softmax {
    pub(super) n_classes: usize,
}

impl Loss for Softmax {
    fn n_outputs(&self) -> usize {
        self.n_classes
    }

    fn penalty(&self) -> f64 {
        1.0
    }

    fn rest(&self, label: usize, dual: &mut [f64]) {
        dual.fill(0.0);
        dual[label] = 1.0;
    }

    fn pull(&self, label: usize, dual: &[f64], pull: &mut [f64]) {
        for (class, (pull, p)) in pull.iter_mut().zip(dual).enumerate() {
            *pull = f64::from(u8::from(class == label)) - p;
        }
    }

    fn loss(&self, label: usize, scores: &[f64]) -> f64 {
        log_sum_exp(scores) - scores[label]
    }

    fn gap(&self, _: usize, scores: &[f64], dual: &[f64]) -> f64 {
        let vouched: f64 = scores.iter().zip(dual).map(|(score, p)| p * score - p_ln_p(*p)).sum();
        (log_sum_exp(scores) - vouched).max(0.0)
    }

    fn step(&self, _: usize, scores: &[f64], q: f64, dual: &mut [f64], room: &mut Vec<f64>) {
        // Minimises f(θ) = ½‖θ − s‖² + q·(ln Σ exp θ − d·θ) by Newton's method; then d ← softmax(θ).
        let n = scores.len();
        room.clear();
        room.resize(3 * n, 0.0);
        let (theta, rest) = room.split_at_mut(n);
        let (p, step) = rest.split_at_mut(n);
        let value = |theta: &[f64], total: f64| {
            let terms = theta.iter().zip(scores).zip(dual.iter());
            let sum: f64 = terms.map(|((t, s), d)| 0.5 * (t - s) * (t - s) - q * d * t).sum();
            sum + q * total
        };
        theta.copy_from_slice(scores);
        let mut reached = value(theta, probabilities(theta, p));
        for _ in 0..MAX_STEPS {
            newton_direction(theta, scores, q, p, dual, step);
            let largest = step.iter().fold(0.0, |largest: f64, s| largest.max(s.abs()));
            let mut factor = 1.0;
            loop {
                theta.iter_mut().zip(step.iter()).for_each(|(t, s)| *t += factor * s);
                let new = value(theta, probabilities(theta, p));
                if new <= reached || factor * largest < SMALL_STEP {
                    reached = new;
                    break;
                }
                theta.iter_mut().zip(step.iter()).for_each(|(t, s)| *t -= factor * s);
                factor *= 0.5;
            }
            if factor * largest < SMALL_STEP {
                break;
            }
        }
        dual.copy_from_slice(p);
    }

    fn slack(&self, _: usize, _: &[f64], _: &[f64]) -> Option<f64> {
        None
    }
}

/// The s of (I + q·(diag p − p·pᵀ))·s = −∇f, by the formula of Sherman & Morrison.
fn newton_direction(theta: &[f64], scores: &[f64], q: f64, p: &[f64], dual: &[f64], step: &mut [f64]) {
    let (mut along, mut weight) = (0.0, 0.0);
    for k in 0..p.len() {
        let inverse = 1.0 / (1.0 + q * p[k]);
        step[k] = -inverse * (theta[k] - scores[k] + q * (p[k] - dual[k]));
        along += p[k] * step[k];
        weight += inverse * p[k] * p[k];
    }
    let along = q * along / (1.0 - q * weight);
    for (step, p) in step.iter_mut().zip(p) {
        *step += along * p / (1.0 + q * p);
    }
}

/// ln Σ exp s, leaving the softmax of `scores` in `p`.
fn probabilities(scores: &[f64], p: &mut [f64]) -> f64 {
    let greatest = scores.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    p.iter_mut().zip(scores).for_each(|(p, score)| *p = libm::exp(score - greatest));
    let sum: f64 = p.iter().sum();
    p.iter_mut().for_each(|p| *p /= sum);
    greatest + libm::log(sum)
}

fn log_sum_exp(scores: &[f64]) -> f64 {
    let greatest = scores.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    greatest + libm::log(scores.iter().map(|score| libm::exp(score - greatest)).sum())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Scores, and dual variables that are far from those that the scores call for.
    fn cases(loss: &impl Loss, label: usize) -> Vec<(Vec<f64>, Vec<f64>)> {
        let n = loss.n_outputs();
        let scores = |spread: f64| (0..n).map(|k| spread * (1.0 - 0.7 * k as f64)).collect::<Vec<f64>>();
        let mut rest = vec![0.0; n];
        loss.rest(label, &mut rest);
        let even = vec![1.0 / (n.max(2) as f64); n];
        [-30.0, -1.0, 0.0, 0.3, 2.0, 30.0]
            .into_iter()
            .flat_map(|spread| [(scores(spread), rest.clone()), (scores(spread), even.clone())])
            .collect()
    }

    /// After a step, what the dual variables call for is what the scores are once the step is in the weights.
    fn assert_steps_lead_to_the_optimum(loss: &impl Loss, n_classes: usize) {
        for (label, q) in (0..n_classes).flat_map(|label| [0.01, 1.0, 50.0, 1e4].map(|q| (label, q))) {
            for (scores, start) in cases(loss, label) {
                let pull = |dual: &[f64]| {
                    let mut pull = vec![0.0; dual.len()];
                    loss.pull(label, dual, &mut pull);
                    pull
                };
                let mut dual = start.clone();
                loss.step(label, &scores, q, &mut dual, &mut Vec::new());
                let moved = pull(&dual).into_iter().zip(pull(&start)).map(|(new, old)| q * (new - old));
                let scores: Vec<f64> = scores.iter().zip(moved).map(|(score, moved)| score + moved).collect();
                let gap = loss.gap(label, &scores, &dual);
                assert!((0.0..1e-6).contains(&gap), "label {label}, q {q}, {scores:?}: {gap}");
            }
        }
    }

    #[test]
    fn a_step_leads_to_where_scores_and_dual_variables_agree() {
        assert_steps_lead_to_the_optimum(&SquaredHinge { n_classes: 2 }, 2);
        assert_steps_lead_to_the_optimum(&SquaredHinge { n_classes: 3 }, 3);
        assert_steps_lead_to_the_optimum(&Logistic, 2);
        assert_steps_lead_to_the_optimum(&Softmax { n_classes: 3 }, 3);
        assert_steps_lead_to_the_optimum(&Softmax { n_classes: 6 }, 6);
    }

    #[test]
    fn the_gap_at_rest_is_the_whole_loss() {
        let (mut rest, scores) = (vec![0.0; 3], [0.5, -0.2, 0.1]);
        for label in 0..3 {
            let softmax = Softmax { n_classes: 3 };
            softmax.rest(label, &mut rest);
            assert!((softmax.gap(label, &scores, &rest) - softmax.loss(label, &scores)).abs() < 1e-15);
            let hinge = SquaredHinge { n_classes: 3 };
            hinge.rest(label, &mut rest);
            assert!((hinge.gap(label, &scores, &rest) - hinge.loss(label, &scores)).abs() < 1e-15);
        }
        // ln(1 + e^0.5) and ln(1 + e^-0.5).
        assert!((Logistic.loss(0, &[0.5]) - 0.974_076_984_180_106_6).abs() < 1e-15);
        assert!((Logistic.gap(1, &[0.5], &[0.0]) - 0.474_076_984_180_106_6).abs() < 1e-15);
    }
}
