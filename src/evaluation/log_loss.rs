//! Log loss: how much probability was given to what came true.

use crate::stance::Stance;

/// Mean log loss of predicted probabilities: 0 where what came true was held for certain, ln 3 for three equal
/// probabilities.
///
/// # Definition
/// −(1 / n) Σ_i ln p_i, where p_i is the probability of the actual class of row i, kept between ε = 2⁻⁵² and 1 − ε. The
/// probabilities are taken as they are, and not made to sum to one. `None` where there are no rows.
///
/// # Panics
/// Where the slices differ in length.
///
/// # Examples
/// ```
/// use standpoint::{Stance::{Against, Favor}, log_loss};
///
/// let loss = log_loss(&[[0.5, 0.25, 0.25], [0.5, 0.25, 0.25]], &[Favor, Against]).unwrap();
/// assert!((loss - 1.5 * 2f64.ln()).abs() < 1e-12);
/// ```
///
/// # References
/// Good 1952, "Rational Decisions". The bounds are those of scikit-learn's `log_loss`.
pub fn log_loss(probabilities: &[[f64; Stance::COUNT]], actual: &[Stance]) -> Option<f64> {
    assert_eq!(probabilities.len(), actual.len(), "probabilities and a class for every row");
    let sum: f64 = probabilities.iter().zip(actual).map(|(proba, &actual)| row_log_loss(proba, actual)).sum();
    (!actual.is_empty()).then(|| sum / actual.len() as f64)
}

/// −ln of the probability of `actual`, kept within the bounds.
pub(super) fn row_log_loss(proba: &[f64; Stance::COUNT], actual: Stance) -> f64 {
    -libm::log(proba[actual.index()].clamp(f64::EPSILON, 1.0 - f64::EPSILON))
}

#[cfg(test)]
mod tests {
    use super::*;
    use Stance::{Favor, Neutral};

    #[test]
    fn certainty_that_errs_costs_a_finite_amount() {
        let loss = log_loss(&[[1.0, 0.0, 0.0]], &[Neutral]).unwrap();
        assert!((loss - 52.0 * 2f64.ln()).abs() < 1e-12, "{loss}");
        assert!(log_loss(&[[1.0, 0.0, 0.0]], &[Favor]).unwrap() < 1e-15);
    }

    #[test]
    fn equal_probabilities_cost_ln_3_and_no_rows_nothing() {
        let loss = log_loss(&[[1.0 / 3.0; 3]], &[Neutral]).unwrap();
        assert!((loss - 3f64.ln()).abs() < 1e-15);
        assert_eq!(log_loss(&[], &[]), None);
    }
}
