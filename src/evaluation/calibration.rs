//! Measures of predicted probabilities: are they borne out by how often the predictions are right?

use super::confidence::{Tied, bins, tied, total};

/// Number of bins of the published expected calibration error.
pub const CALIBRATION_BINS: usize = 15;

/// Expected calibration error over bins of equal mass: how far confidence and accuracy lie apart, on average.
///
/// # Definition
/// The n rows are sorted by confidence, rising. The row at position s (from 0) opens or joins bin ⌊s · `n_bins` / n⌋, and
/// rows of equal confidence all follow the first of them. With b over the bins that hold rows, n_b the rows of b,
/// acc(b) the share of them that is correct and conf(b) their mean confidence,
/// ECE = Σ_b (n_b / n) · |acc(b) − conf(b)|.
/// Without ties the sizes of the bins differ by at most one; bins that a run of ties reaches over stay empty, so the
/// result never depends on the order of the rows.
///
/// # Parameters
/// | Name | Default | Purpose | Range |
/// | --- | --- | --- | --- |
/// | `confidences` | | probability of the predicted class | 0 to 1, finite |
/// | `correct` | | whether that prediction was right | as many as `confidences` |
/// | `n_bins` | [`CALIBRATION_BINS`] | number of bins | 1 and up |
///
/// `None` where there are no rows.
///
/// # Panics
/// Where the slices differ in length or `n_bins` is 0.
///
/// # Examples
/// ```
/// use standpoint::expected_calibration_error;
///
/// // Two bins: mean confidence 0.55 of which none is right, and 0.85 of which all are right.
/// let ece = expected_calibration_error(&[0.9, 0.5, 0.8, 0.6], &[true, false, true, false], 2);
/// assert!((ece.unwrap() - (0.55 + 0.15) / 2.0).abs() < 1e-12);
/// ```
///
/// # References
/// Naeini, Cooper & Hauskrecht 2015, "Obtaining Well Calibrated Probabilities Using Bayesian Binning" (the error);
/// Nguyen & O'Connor 2015, "Posterior calibration and exploratory analysis for natural language processing models"
/// (bins of equal mass).
pub fn expected_calibration_error(confidences: &[f64], correct: &[bool], n_bins: usize) -> Option<f64> {
    assert!(n_bins > 0, "at least one bin");
    calibration_error(&tied(confidences, correct), n_bins)
}

pub(super) fn calibration_error(groups: &[Tied], n_bins: usize) -> Option<f64> {
    let n = total(groups);
    // n_b · (acc − conf) of a bin is the sum of (correct − confidence) over its rows.
    let gap = |bin: &[Tied]| {
        bin.iter().fold(0.0, |gap, group| gap + (group.hits as f64 - group.n as f64 * group.confidence))
    };
    let sum = bins(groups, n_bins).fold(0.0, |sum, bin| sum + f64::abs(gap(bin)));
    (n > 0).then(|| sum / n as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn confidence_that_is_borne_out_has_no_error() {
        let correct = [true, true, true, false];
        assert_eq!(expected_calibration_error(&[0.75; 4], &correct, CALIBRATION_BINS), Some(0.0));
        assert_eq!(expected_calibration_error(&[1.0; 3], &[true; 3], CALIBRATION_BINS), Some(0.0));
    }

    #[test]
    fn no_rows_have_no_calibration_error() {
        assert_eq!(expected_calibration_error(&[], &[], CALIBRATION_BINS), None);
    }

    // Five rows in two bins: positions 0 to 2 belong to bin 0, and the run of three ties that starts at position 1 stays
    // in it to its end: |0 + 3 − (0.4 + 3 · 0.5)| = 1.1. Bin 1 is left with 0.9, wrong: 0.9.
    #[test]
    fn rows_of_equal_confidence_share_a_bin() {
        let ece =
            expected_calibration_error(&[0.5, 0.9, 0.5, 0.4, 0.5], &[true, false, true, false, true], 2);
        assert!((ece.unwrap() - (1.1 + 0.9) / 5.0).abs() < 1e-15, "{ece:?}");
    }

    #[test]
    fn the_order_of_the_rows_does_not_matter() {
        let confidences: Vec<f64> = (0..50).map(|i| f64::from(i * 7 % 23) / 23.0).collect();
        let correct: Vec<bool> = (0..50).map(|i| i % 3 == 0).collect();
        let reversed: (Vec<f64>, Vec<bool>) =
            confidences.iter().copied().zip(correct.iter().copied()).rev().unzip();
        let forward = expected_calibration_error(&confidences, &correct, CALIBRATION_BINS);
        assert_eq!(forward, expected_calibration_error(&reversed.0, &reversed.1, CALIBRATION_BINS));
    }
}
