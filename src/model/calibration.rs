//! From scores to probabilities, by scales and offsets fitted on out-of-fold scores.

use serde::{Deserialize, Serialize};

use crate::stance::Stance;

/// Maps the scores of the three stances to probabilities: `p = softmax(scale ∘ score + offset)`.
///
/// Temperature scaling (Guo et al. 2017) has one scale for all and no offsets; vector scaling has a scale and an
/// offset for each stance.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct StanceCalibration {
    /// Factor of each stance's score.
    pub scale: [f64; 3],
    /// What is added to each.
    pub offset: [f64; 3],
}

/// Maps a detector's score to a probability: `p = 1 / (1 + exp(−(scale · score + offset)))` (Platt 1999).
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct DetectorCalibration {
    /// Factor of the score.
    pub scale: f64,
    /// What is added.
    pub offset: f64,
}

/// Out-of-fold scores of a target's statements with the stances that are right.
pub(crate) struct Scored<'a> {
    pub scores: &'a [[f64; 3]],
    pub actual: &'a [Stance],
}

impl StanceCalibration {
    /// Scores are taken as they are.
    pub const NONE: StanceCalibration = StanceCalibration { scale: [1.0; 3], offset: [0.0; 3] };

    /// Probabilities of the stances in `classes`; that of another is zero.
    pub fn probabilities(&self, scores: [f64; 3], classes: [bool; 3]) -> [f64; 3] {
        let mut logits = [f64::NEG_INFINITY; 3];
        for k in (0..3).filter(|&k| classes[k]) {
            logits[k] = self.scale[k] * scores[k] + self.offset[k];
        }
        let highest = logits.into_iter().fold(f64::NEG_INFINITY, f64::max);
        let exps = logits.map(|logit| libm::exp(logit - highest));
        let sum = exps[0] + exps[1] + exps[2];
        exps.map(|exp| exp / sum)
    }

    /// The temperature with the least log loss.
    pub(crate) fn temperature(scored: &Scored, classes: [bool; 3]) -> Self {
        let [scale] = minimize([1.0], |&[scale]| {
            let calibration = StanceCalibration { scale: [scale; 3], offset: [0.0; 3] };
            calibration.loss(scored, classes, |k, scores| [scores[k]])
        });
        StanceCalibration { scale: [scale.max(1e-3); 3], offset: [0.0; 3] }
    }

    /// The scales and offsets with the least log loss; `offset` of the first stance is fixed at zero.
    pub(crate) fn vector(scored: &Scored, classes: [bool; 3]) -> Self {
        let unpack = |p: &[f64; 5]| StanceCalibration {
            scale: [p[0], p[1], p[2]].map(|s| s.max(1e-3)),
            offset: [0.0, p[3], p[4]],
        };
        let fitted = minimize([1.0, 1.0, 1.0, 0.0, 0.0], |p| {
            unpack(p).loss(scored, classes, |k, scores| {
                let mut slope = [0.0; 5];
                slope[k] = scores[k];
                if k > 0 {
                    slope[2 + k] = 1.0;
                }
                slope
            })
        });
        unpack(&fitted)
    }

    /// Sum of the log losses with gradient and Hessian in parameters on which each logit depends linearly:
    /// `slope(k, scores)` is the derivative of logit `k`.
    fn loss<const P: usize>(
        &self,
        scored: &Scored,
        classes: [bool; 3],
        slope: impl Fn(usize, &[f64; 3]) -> [f64; P],
    ) -> Quadratic<P> {
        let mut sum = Quadratic::zero();
        for (scores, actual) in scored.scores.iter().zip(scored.actual) {
            let p = self.probabilities(*scores, classes);
            sum.value -= libm::log(p[actual.index()].max(1e-300));
            let slopes: [[f64; P]; 3] = std::array::from_fn(|k| slope(k, scores));
            let mean: [f64; P] = std::array::from_fn(|i| (0..3).map(|k| p[k] * slopes[k][i]).sum());
            for i in 0..P {
                sum.gradient[i] += mean[i] - slopes[actual.index()][i];
                for j in 0..P {
                    let second: f64 = (0..3).map(|k| p[k] * slopes[k][i] * slopes[k][j]).sum();
                    sum.hessian[i][j] += second - mean[i] * mean[j];
                }
            }
        }
        sum
    }
}

impl DetectorCalibration {
    /// Scores are log odds as they are.
    pub const NONE: DetectorCalibration = DetectorCalibration { scale: 1.0, offset: 0.0 };

    /// Probability that the statement is about the target.
    pub fn probability(&self, score: f64) -> f64 {
        1.0 / (1.0 + libm::exp(-(self.scale * score + self.offset)))
    }

    /// Platt's two parameters, with his smoothed labels (Platt 1999; Lin, Lin & Weng 2007).
    pub(crate) fn platt(scores: &[f64], about: &[bool]) -> Self {
        let positives = about.iter().filter(|about| **about).count() as f64;
        let negatives = about.len() as f64 - positives;
        let (high, low) = ((positives + 1.0) / (positives + 2.0), 1.0 / (negatives + 2.0));
        let [scale, offset] = minimize([1.0, 0.0], |&[scale, offset]| {
            let calibration = DetectorCalibration { scale, offset };
            let mut sum = Quadratic::zero();
            for (&score, &about) in scores.iter().zip(about) {
                let label = if about { high } else { low };
                let p = calibration.probability(score).clamp(1e-300, 1.0 - 1e-16);
                sum.value -= label * libm::log(p) + (1.0 - label) * libm::log1p(-p);
                let slopes = [score, 1.0];
                for i in 0..2 {
                    sum.gradient[i] += (p - label) * slopes[i];
                    for j in 0..2 {
                        sum.hessian[i][j] += p * (1.0 - p) * slopes[i] * slopes[j];
                    }
                }
            }
            sum
        });
        DetectorCalibration { scale: scale.max(1e-3), offset }
    }
}

/// The threshold on `probabilities` with the highest F1, halfway between two neighbouring ones, of those at least ½:
/// a statement is not said to be about what it is more likely not about. Where targets are rarer than in the corpus,
/// as in any stream of news, a lower one would find mostly what is not there.
pub(crate) fn best_threshold(probabilities: &[f64], about: &[bool]) -> f64 {
    let mut ranked: Vec<(f64, bool)> = probabilities.iter().copied().zip(about.iter().copied()).collect();
    ranked.sort_by(|a, b| b.0.total_cmp(&a.0));
    let positives = about.iter().filter(|about| **about).count() as f64;
    const LEAST: f64 = 0.5;
    let (mut best, mut threshold, mut hits) = (0.0, LEAST, 0.0);
    for (i, &(p, about)) in ranked.iter().enumerate() {
        hits += f64::from(u8::from(about));
        let next = ranked.get(i + 1).map_or(0.0, |next| next.0);
        let f1 = 2.0 * hits / (i as f64 + 1.0 + positives);
        if next < p && p >= LEAST && f1 > best {
            (best, threshold) = (f1, ((p + next) / 2.0).max(LEAST));
        }
    }
    threshold
}

/// A function's value, gradient and Hessian at a point.
struct Quadratic<const P: usize> {
    value: f64,
    gradient: [f64; P],
    hessian: [[f64; P]; P],
}

impl<const P: usize> Quadratic<P> {
    fn zero() -> Self {
        Quadratic { value: 0.0, gradient: [0.0; P], hessian: [[0.0; P]; P] }
    }
}

/// Newton's method with step halving on a convex function of few parameters, held near `start` by a weak penalty
/// `½ · ‖x − start‖²`, which decides where the data say nothing.
fn minimize<const P: usize>(start: [f64; P], evaluate: impl Fn(&[f64; P]) -> Quadratic<P>) -> [f64; P] {
    let penalized = |x: &[f64; P]| {
        let mut at = evaluate(x);
        for i in 0..P {
            let away = x[i] - start[i];
            at.value += 0.5 * away * away;
            at.gradient[i] += away;
            at.hessian[i][i] += 1.0;
        }
        at
    };
    let mut x = start;
    let mut at = penalized(&x);
    for _ in 0..100 {
        let step = solve(at.hessian, at.gradient);
        let slope: f64 = step.iter().zip(&at.gradient).map(|(s, g)| s * g).sum();
        if slope < 1e-10 {
            break;
        }
        let mut length = 1.0;
        loop {
            let moved: [f64; P] = std::array::from_fn(|i| x[i] - length * step[i]);
            let there = penalized(&moved);
            if there.value <= at.value - 1e-4 * length * slope {
                (x, at) = (moved, there);
                break;
            }
            length /= 2.0;
            if length < 1e-8 {
                return x;
            }
        }
    }
    x
}

/// Solves a positive definite system by Gaussian elimination.
fn solve<const P: usize>(mut matrix: [[f64; P]; P], mut right: [f64; P]) -> [f64; P] {
    for i in 0..P {
        for j in i + 1..P {
            let factor = matrix[j][i] / matrix[i][i];
            let pivot = matrix[i];
            for (value, above) in matrix[j].iter_mut().zip(pivot) {
                *value -= factor * above;
            }
            right[j] -= factor * right[i];
        }
    }
    for i in (0..P).rev() {
        let known: f64 = (i + 1..P).map(|k| matrix[i][k] * right[k]).sum();
        right[i] = (right[i] - known) / matrix[i][i];
    }
    right
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: [bool; 3] = [true; 3];

    /// Scores that are twice too large: of rows with the logits (2, 0, −∞-like) a share of softmax(1, 0) is right.
    fn overconfident() -> (Vec<[f64; 3]>, Vec<Stance>) {
        let right = (1000.0 / (1.0 + libm::exp(-1.0))) as usize;
        let actual = (0..1000).map(|i| if i < right { Stance::Favor } else { Stance::Against }).collect();
        (vec![[2.0, 0.0, -60.0]; 1000], actual)
    }

    #[test]
    fn temperature_undoes_overconfidence() {
        let (scores, actual) = overconfident();
        let calibration = StanceCalibration::temperature(&Scored { scores: &scores, actual: &actual }, ALL);
        assert!((calibration.scale[0] - 0.5).abs() < 0.01, "{calibration:?}");
        let p = calibration.probabilities([2.0, 0.0, -60.0], ALL);
        assert!((p[0] - 0.731).abs() < 0.005, "{p:?}");
        assert!((p.iter().sum::<f64>() - 1.0).abs() < 1e-12);
    }

    #[test]
    fn vector_scaling_mends_a_biased_class() {
        let scores: Vec<[f64; 3]> = (0..300).map(|i| [f64::from(i % 3 == 0), 0.0, 1.0]).collect();
        let actual: Vec<Stance> =
            (0..300).map(|i| if i % 3 == 0 { Stance::Favor } else { Stance::Against }).collect();
        let calibration = StanceCalibration::vector(&Scored { scores: &scores, actual: &actual }, ALL);
        let p = calibration.probabilities(scores[1], ALL);
        assert!(p[1] > p[2] && p[1] > p[0], "{p:?}");
    }

    #[test]
    fn an_absent_class_has_no_probability() {
        let p = StanceCalibration::NONE.probabilities([0.0, 0.0, 50.0], [true, true, false]);
        assert_eq!(p, [0.5, 0.5, 0.0]);
    }

    #[test]
    fn platt_scaling_agrees_with_the_rates_seen() {
        // Of the scores at 1 three quarters are positive, of those at −1 one quarter: the odds are 3 and 1/3.
        let scores: Vec<f64> = (0..800).map(|i| if i < 400 { 1.0 } else { -1.0 }).collect();
        let about: Vec<bool> = (0..800).map(|i| if i < 400 { i % 4 != 0 } else { i % 4 == 0 }).collect();
        let calibration = DetectorCalibration::platt(&scores, &about);
        assert!((calibration.probability(1.0) - 0.75).abs() < 0.01);
        assert!((calibration.probability(-1.0) - 0.25).abs() < 0.01);
    }

    #[test]
    fn the_threshold_has_the_highest_f1() {
        let about = [true, true, false, true, false, false];
        let threshold = best_threshold(&[0.9, 0.85, 0.8, 0.7, 0.56, 0.1], &about);
        assert!((threshold - 0.63).abs() < 1e-12, "F1 6/7 at four kept; got {threshold}");
        let threshold = best_threshold(&[0.9, 0.4, 0.3, 0.2, 0.1, 0.05], &about);
        assert_eq!(threshold, 0.65, "below one half nothing is found");
    }
}
