//! Cohen's kappa of actual and predicted classes.

use super::agreement::quotient;
use super::confusion::ConfusionMatrix;

impl ConfusionMatrix {
    /// Cohen's kappa: how far predictions agree with the actual classes beyond what the frequencies of both make likely.
    ///
    /// # Definition
    /// κ = (p_o − p_e) / (1 − p_e), where p_o is the accuracy and p_e = Σ_k t_k p_k / n², with t_k rows of class k, p_k
    /// predicted as it, and n rows. Abstentions are predicted as a further class of which there is no row. Where every
    /// row is of one class and predicted as it, so that p_e is 1, it is 0.0 and listed by [`undefined`](Self::undefined).
    ///
    /// # Examples
    /// ```
    /// use standpoint::{ConfusionMatrix, Stance::{Against, Favor}};
    ///
    /// let matrix = ConfusionMatrix::from_pairs([
    ///     (Favor, Some(Favor)),
    ///     (Favor, Some(Against)),
    ///     (Against, Some(Against)),
    ///     (Against, Some(Against)),
    /// ]);
    /// assert_eq!(matrix.kappa(), 0.5);
    /// ```
    ///
    /// # References
    /// Cohen 1960, "A Coefficient of Agreement for Nominal Scales".
    pub fn kappa(&self) -> f64 {
        let n = self.total() as f64;
        let by_chance = self.by_chance();
        quotient(n * self.correct() as f64 - by_chance, n * n - by_chance).unwrap_or(0.0)
    }

    /// Whether every row would be right by chance alone.
    pub(super) fn is_expected_right(&self) -> bool {
        self.by_chance() == self.total() as f64 * self.total() as f64
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stance::Stance::{Against, Favor};

    // p_o = 3/5; p_e = (3 · 2 + 2 · 2) / 25 = 2/5.
    #[test]
    fn an_abstention_agrees_with_nothing() {
        let matrix = ConfusionMatrix::from_pairs([
            (Favor, Some(Favor)),
            (Favor, Some(Favor)),
            (Favor, Some(Against)),
            (Against, Some(Against)),
            (Against, None),
        ]);
        assert!((matrix.kappa() - (0.6 - 0.4) / 0.6).abs() < 1e-15);
    }

    #[test]
    fn one_class_throughout_leaves_it_undefined() {
        assert_eq!(ConfusionMatrix::from_pairs([(Favor, Some(Favor)); 3]).kappa(), 0.0);
        assert_eq!(ConfusionMatrix::default().kappa(), 0.0);
    }
}
