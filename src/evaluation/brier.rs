//! Brier score: the squared distance between probabilities and what came true.

use crate::stance::Stance;

/// Mean Brier score of predicted probabilities over three classes: from 0, certain and right, to 2, certain and wrong.
///
/// # Definition
/// (1 / n) Σ_i Σ_k (p_ik − y_ik)², where p_ik is the probability of class k for row i, and y_ik is 1 for its actual class
/// and 0 for the others. `None` where there are no rows.
///
/// # Panics
/// Where the slices differ in length.
///
/// # Examples
/// ```
/// use standpoint::{Stance::Against, brier_score};
///
/// assert_eq!(brier_score(&[[0.25, 0.5, 0.25]], &[Against]), Some(0.0625 + 0.25 + 0.0625));
/// ```
///
/// # References
/// Brier 1950, "Verification of forecasts expressed in terms of probability".
pub fn brier_score(probabilities: &[[f64; Stance::COUNT]], actual: &[Stance]) -> Option<f64> {
    assert_eq!(probabilities.len(), actual.len(), "probabilities and a class for every row");
    let sum: f64 = probabilities.iter().zip(actual).map(|(proba, &actual)| row_brier(proba, actual)).sum();
    (!actual.is_empty()).then(|| sum / actual.len() as f64)
}

/// The sum over the classes for one row.
pub(super) fn row_brier(proba: &[f64; Stance::COUNT], actual: Stance) -> f64 {
    let error = |stance: &Stance| proba[stance.index()] - f64::from(u8::from(*stance == actual));
    Stance::ALL.iter().map(|stance| error(stance) * error(stance)).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use Stance::{Favor, Neutral};

    #[test]
    fn the_score_goes_from_zero_to_two() {
        assert_eq!(brier_score(&[[1.0, 0.0, 0.0]], &[Favor]), Some(0.0));
        assert_eq!(brier_score(&[[1.0, 0.0, 0.0], [1.0, 0.0, 0.0]], &[Neutral, Favor]), Some(1.0));
        assert_eq!(brier_score(&[], &[]), None);
    }
}
