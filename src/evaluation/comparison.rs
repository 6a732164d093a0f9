//! How do two sets of predictions for the same rows differ, and how sure is that?

use serde::Serialize;

use super::bootstrap::Bootstrap;
use super::interval::{Interval, IntervalBasis, IntervalMethod};
use super::intervals::values;
use super::mcnemar::McNemar;
use super::measure::Measure;
use super::resampling::Resampling;
use super::sample::{Sample, Tally};
use super::scored_row::ScoredRow;

/// How two sets of predictions, A and B, for the same rows differ.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Comparison {
    /// Whether they are equally often right.
    pub mcnemar: McNemar,
    /// The difference in every measure that both have a value of.
    pub differences: Vec<Difference>,
    /// What the intervals of the differences rest on, where draws were asked for.
    pub basis: Option<IntervalBasis>,
}

/// The difference of two in a measure.
///
/// # Definition
/// The paired bootstrap: both are measured on the same draws of the [`Bootstrap`], stratified or by clusters. `interval` is
/// between the percentiles 2.5 and 97.5 of B − A. `p` = min(1, 2 min(s₋, s₊)), where s₋ is the share of draws in which
/// B − A ≤ 0 and s₊ that in which B − A ≥ 0; it is no finer than the number of draws.
///
/// # References
/// Efron & Tibshirani 1993, "An Introduction to the Bootstrap"; Berg-Kirkpatrick, Burkett & Klein 2012, "An Empirical
/// Investigation of Statistical Significance in NLP".
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Difference {
    /// The measure.
    pub measure: Measure,
    /// Its value for A.
    pub a: f64,
    /// Its value for B.
    pub b: f64,
    /// B − A.
    pub difference: f64,
    /// Interval of the difference, where draws were asked for.
    pub interval: Option<Interval>,
    /// Two-sided p of no difference, where draws were asked for.
    pub p: Option<f64>,
}

impl Comparison {
    /// Compares the predictions `a` and `b`, of which `a[i]` and `b[i]` are of the same row.
    ///
    /// # Panics
    /// Where they differ in length, target or actual stance.
    ///
    /// # Determinism
    /// The same rows and bootstrap give the same differences at any number of threads.
    ///
    /// # Examples
    /// ```
    /// use standpoint::{Bootstrap, Comparison, Measure, ScoredRow, Stance::{Against, Favor}, Target};
    ///
    /// let target = Target::new("sanctions").unwrap();
    /// let row = |predicted| {
    ///     ScoredRow { target: &target, actual: Favor, predicted: Some(predicted), proba: None, cluster: None }
    /// };
    /// let (a, b) = ([row(Favor), row(Against), row(Against)], [row(Favor), row(Favor), row(Against)]);
    /// let comparison = Comparison::new(&a, &b, &Bootstrap::default());
    /// let accuracy = comparison.differences[0];
    /// assert_eq!((accuracy.measure, accuracy.difference), (Measure::Accuracy, 2.0 / 3.0 - 1.0 / 3.0));
    /// assert_eq!(comparison.mcnemar.p, 1.0);
    /// ```
    pub fn new(a: &[ScoredRow], b: &[ScoredRow], bootstrap: &Bootstrap) -> Self {
        assert_eq!(a.len(), b.len(), "two predictions for every row");
        let is_same = |(a, b): (&ScoredRow, &ScoredRow)| (a.target, a.actual) == (b.target, b.actual);
        assert!(a.iter().zip(b).all(is_same), "predictions for the same rows");

        let [sample_a, sample_b] = [a, b].map(Sample::new);
        let figures = [&sample_a, &sample_b].map(|sample| values(&sample.tally()));
        let resampling = Resampling::of(a, &sample_a);
        let drawn = bootstrap.of(&resampling, |weights, tally: &mut Tally| {
            [&sample_a, &sample_b].map(|sample| {
                sample.tally_weighted(weights, tally);
                values(tally)
            })
        });
        let clusters = resampling.n_clusters();
        let basis = IntervalBasis::new(bootstrap, clusters, IntervalMethod::Stratified);
        let difference = |(position, &measure): (usize, &Measure)| {
            let (a, b) = (figures[0][position]?, figures[1][position]?);
            let drawn: Vec<f64> =
                drawn.iter().filter_map(|[a, b]| Some(b[position]? - a[position]?)).collect();
            let drawn = if clusters == Some(1) { Vec::new() } else { drawn };
            let p = p_of(&drawn);
            Some(Difference { measure, a, b, difference: b - a, interval: Interval::percentile(drawn), p })
        };
        let right = |row: &ScoredRow| row.predicted == Some(row.actual);
        Comparison {
            mcnemar: McNemar::of(a.iter().zip(b).map(|(a, b)| (right(a), right(b)))),
            differences: Measure::ALL.iter().enumerate().filter_map(difference).collect(),
            basis: (bootstrap.draws > 0).then_some(basis),
        }
    }
}

/// Twice the smaller share of draws on either side of no difference.
fn p_of(drawn: &[f64]) -> Option<f64> {
    let share =
        |is_there: fn(&&f64) -> bool| drawn.iter().filter(is_there).count() as f64 / drawn.len() as f64;
    let p = 2.0 * share(|d| **d <= 0.0).min(share(|d| **d >= 0.0));
    (!drawn.is_empty()).then_some(p.min(1.0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stance::Stance::{Against, Favor};
    use crate::stance::{Stance, Target};

    #[test]
    fn p_is_twice_the_smaller_side_and_at_most_one() {
        assert_eq!(p_of(&[0.1, 0.2, -0.1, 0.3]), Some(0.5));
        assert_eq!((p_of(&[0.0, 0.0]), p_of(&[0.1]), p_of(&[])), (Some(1.0), Some(0.0), None));
    }

    #[test]
    fn the_same_draws_serve_both_so_that_what_both_get_wrong_does_not_blur_the_difference() {
        let target = Target::new("tax").unwrap();
        let row = |predicted: Stance, cluster| ScoredRow {
            target: &target,
            actual: Favor,
            predicted: Some(predicted),
            proba: None,
            cluster,
        };
        // Of 200 rows both get half wrong; B gets 20 right that A gets wrong.
        let rows = |right: usize| -> Vec<ScoredRow> {
            (0..200).map(|i| row(if i < right { Favor } else { Against }, None)).collect()
        };
        let bootstrap = Bootstrap { draws: 500, seed: 3 };
        let comparison = Comparison::new(&rows(80), &rows(100), &bootstrap);
        let accuracy = comparison.differences[0];
        assert_eq!(accuracy.p, Some(0.0));
        // The standard error of the difference is √(0.1 · 0.9 / 200) = 0.021, that of unpaired ones would be 0.05.
        let Interval { low, high } = accuracy.interval.unwrap();
        assert!((0.05..0.07).contains(&low) && (0.13..0.15).contains(&high), "{low} {high}");
        assert_eq!(comparison.mcnemar.p, McNemar::of([(false, true); 20]).p);

        let same = Comparison::new(&rows(80), &rows(80), &bootstrap);
        assert!(same.differences.iter().all(|d| d.difference == 0.0 && d.p == Some(1.0)));
        let plain = Comparison::new(&rows(80), &rows(100), &Bootstrap::NONE);
        assert_eq!((plain.differences[0].p, plain.differences[0].interval, plain.basis), (None, None, None));
    }
}
