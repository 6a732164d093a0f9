//! The reliability diagram as data: how often predictions of about the same confidence are right.

use serde::Serialize;

use super::confidence::{Tied, bins, tied};

/// A bin of a reliability diagram.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[non_exhaustive]
pub struct ReliabilityBin {
    /// Rows.
    pub n: u64,
    /// Their mean confidence.
    pub confidence: f64,
    /// Share of them whose most probable class is the actual one.
    pub accuracy: f64,
}

/// The bins of equal mass behind the [calibration error](crate::expected_calibration_error), by rising confidence.
///
/// # Definition
/// The bins are those of [`expected_calibration_error`](crate::expected_calibration_error) with the same arguments, less
/// those without rows: Σ (n / total) · |accuracy − confidence| over them is that error.
///
/// # Panics
/// Where the slices differ in length or `n_bins` is 0.
///
/// # Examples
/// ```
/// use standpoint::reliability_bins;
///
/// let bins = reliability_bins(&[0.875, 0.5, 0.75, 0.5], &[true, false, true, true], 2);
/// assert_eq!((bins[0].n, bins[0].confidence, bins[0].accuracy), (2, 0.5, 0.5));
/// assert_eq!((bins[1].n, bins[1].confidence, bins[1].accuracy), (2, 0.8125, 1.0));
/// ```
///
/// # References
/// DeGroot & Fienberg 1983, "The Comparison and Evaluation of Forecasters"; Niculescu-Mizil & Caruana 2005, "Predicting
/// Good Probabilities with Supervised Learning".
pub fn reliability_bins(confidences: &[f64], correct: &[bool], n_bins: usize) -> Vec<ReliabilityBin> {
    assert!(n_bins > 0, "at least one bin");
    of_tied(&tied(confidences, correct), n_bins)
}

pub(super) fn of_tied(groups: &[Tied], n_bins: usize) -> Vec<ReliabilityBin> {
    bins(groups, n_bins).map(ReliabilityBin::of).collect()
}

impl ReliabilityBin {
    fn of(groups: &[Tied]) -> Self {
        let n: u64 = groups.iter().map(|group| group.n).sum();
        let hits: u64 = groups.iter().map(|group| group.hits).sum();
        let confidence: f64 = groups.iter().map(|group| group.n as f64 * group.confidence).sum();
        ReliabilityBin { n, confidence: confidence / n as f64, accuracy: hits as f64 / n as f64 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evaluation::expected_calibration_error;

    #[test]
    fn the_calibration_error_is_the_weighted_gap_of_the_bins() {
        let confidences: Vec<f64> = (0..50).map(|i| f64::from(i * 7 % 23) / 23.0).collect();
        let correct: Vec<bool> = (0..50).map(|i| i % 3 == 0).collect();
        let bins = reliability_bins(&confidences, &correct, 15);
        assert_eq!(bins.iter().map(|bin| bin.n).sum::<u64>(), 50);
        let gap = |bin: &ReliabilityBin| bin.n as f64 / 50.0 * (bin.accuracy - bin.confidence).abs();
        let ece = expected_calibration_error(&confidences, &correct, 15).unwrap();
        assert!((bins.iter().map(gap).sum::<f64>() - ece).abs() < 1e-15);
        assert!(reliability_bins(&[], &[], 15).is_empty());
    }
}
