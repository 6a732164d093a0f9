//! Risk and coverage: how often predictions are wrong when the least confident ones are withheld.

use serde::Serialize;

use super::confidence::{Tied, tied, total};

/// Most points of a risk–coverage curve: it is told at each twentieth of the coverage.
const POINTS: u64 = 20;

/// A point of the risk–coverage curve: what comes of predicting only where the confidence is high enough.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[non_exhaustive]
pub struct RiskCoveragePoint {
    /// Share of the rows whose confidence is at least `confidence`.
    pub coverage: f64,
    /// Share of these whose most probable class is not the actual one.
    pub risk: f64,
    /// Least confidence at which a prediction is made.
    pub confidence: f64,
}

/// The risk–coverage curve, by rising coverage: the points at which the coverage first reaches each twentieth, the last of
/// which is that of all rows.
///
/// # Definition
/// As that of [`area_under_risk_coverage`]; rows of equal confidence are covered together.
///
/// # Panics
/// Where the slices differ in length.
///
/// # Examples
/// ```
/// use standpoint::risk_coverage_curve;
///
/// let curve = risk_coverage_curve(&[0.9, 0.5, 0.8, 0.5], &[true, false, true, true]);
/// let points: Vec<(f64, f64)> = curve.iter().map(|point| (point.coverage, point.risk)).collect();
/// assert_eq!(points, [(0.25, 0.0), (0.5, 0.0), (1.0, 0.25)]);
/// ```
///
/// # References
/// As [`area_under_risk_coverage`].
pub fn risk_coverage_curve(confidences: &[f64], correct: &[bool]) -> Vec<RiskCoveragePoint> {
    curve(&tied(confidences, correct))
}

/// Area under the risk–coverage curve (AURC): the mean risk over all coverages. Lower is better; a ranking that puts every
/// error last has the least that the accuracy allows.
///
/// # Definition
/// Rows are covered by falling confidence. r(c) is the share of errors among the rows of confidence c or more, and
/// AURC = (1 / n) Σ_i r(c_i). Rows of equal confidence are covered together, so that the order of the rows does not
/// matter; where there are none, it is the mean over k of the share of errors among the k most confident rows. `None`
/// where there are no rows.
///
/// # Panics
/// Where the slices differ in length.
///
/// # Examples
/// ```
/// use standpoint::area_under_risk_coverage;
///
/// // Risks 0, 0 and, for the two rows of confidence 0.5 alike, 1/4.
/// let area = area_under_risk_coverage(&[0.9, 0.5, 0.8, 0.5], &[true, false, true, true]);
/// assert_eq!(area, Some(2.0 * 0.25 / 4.0));
/// ```
///
/// # References
/// El-Yaniv & Wiener 2010, "On the Foundations of Noise-free Selective Classification" (the curve); Geifman & El-Yaniv
/// 2017, "Selective Classification for Deep Neural Networks".
pub fn area_under_risk_coverage(confidences: &[f64], correct: &[bool]) -> Option<f64> {
    area(&tied(confidences, correct))
}

pub(super) fn area(groups: &[Tied]) -> Option<f64> {
    let n = total(groups);
    let sum: f64 = covered(groups).map(|(group, rows, errors)| group.n as f64 * share(errors, rows)).sum();
    (n > 0).then(|| sum / n as f64)
}

pub(super) fn curve(groups: &[Tied]) -> Vec<RiskCoveragePoint> {
    let n = total(groups);
    let mut points = Vec::new();
    let mut twentieths = 0;
    for (group, rows, errors) in covered(groups) {
        if rows * POINTS / n > twentieths {
            twentieths = rows * POINTS / n;
            let (coverage, risk) = (share(rows, n), share(errors, rows));
            points.push(RiskCoveragePoint { coverage, risk, confidence: group.confidence });
        }
    }
    points
}

/// The groups by falling confidence, each with the rows and errors of itself and those before it.
fn covered(groups: &[Tied]) -> impl Iterator<Item = (&Tied, u64, u64)> {
    groups.iter().rev().scan((0, 0), |(rows, errors), group| {
        *rows += group.n;
        *errors += group.n - group.hits;
        Some((group, *rows, *errors))
    })
}

fn share(part: u64, whole: u64) -> f64 {
    part as f64 / whole as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    // Errors among the most confident 1, 2, 3, 4 rows: 0, 1, 1, 2.
    #[test]
    fn the_area_is_the_mean_risk_worked_out_by_hand() {
        let area = area_under_risk_coverage(&[0.6, 0.9, 0.7, 0.8], &[false, true, true, false]);
        assert!((area.unwrap() - (0.0 + 0.5 + 1.0 / 3.0 + 0.5) / 4.0).abs() < 1e-15);
        assert_eq!(area_under_risk_coverage(&[], &[]), None);
    }

    #[test]
    fn the_order_of_the_rows_does_not_matter() {
        let confidences: Vec<f64> = (0..50).map(|i| f64::from(i * 7 % 23) / 23.0).collect();
        let correct: Vec<bool> = (0..50).map(|i| i % 3 == 0).collect();
        let reversed: (Vec<f64>, Vec<bool>) =
            confidences.iter().copied().zip(correct.iter().copied()).rev().unzip();
        let area = area_under_risk_coverage(&confidences, &correct);
        assert_eq!(area, area_under_risk_coverage(&reversed.0, &reversed.1));
        assert_eq!(
            risk_coverage_curve(&confidences, &correct),
            risk_coverage_curve(&reversed.0, &reversed.1)
        );
    }

    #[test]
    fn the_curve_has_at_most_twenty_points_and_ends_with_all_rows() {
        let confidences: Vec<f64> = (0..1000).map(|i| f64::from(i) / 1000.0).collect();
        let correct: Vec<bool> = (0..1000).map(|i| i % 4 != 0).collect();
        let curve = risk_coverage_curve(&confidences, &correct);
        assert_eq!(curve.len(), 20);
        assert_eq!((curve[0].coverage, curve[0].confidence), (0.05, 0.95));
        assert_eq!((curve[19].coverage, curve[19].risk), (1.0, 0.25));
        let one = risk_coverage_curve(&[0.5; 3], &[true, true, false]);
        assert_eq!(one.len(), 1);
        assert_eq!(one[0].coverage, 1.0);
    }
}
