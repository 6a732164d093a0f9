//! Matthews correlation of actual and predicted classes.

use super::confusion::ConfusionMatrix;
use crate::stance::Stance;

impl ConfusionMatrix {
    /// Matthews correlation coefficient for several classes: 1 where every prediction is right, 0 where predictions tell
    /// nothing of the class.
    ///
    /// # Definition
    /// With n rows, c of them right, t_k rows of class k and p_k predicted as it:
    /// MCC = (n c − Σ t_k p_k) / √((n² − Σ t_k²) (n² − Σ p_k²)).
    /// Abstentions are predicted as a further class of which there is no row: they count in n and as one more p_k. Where
    /// all rows are of one class, or all predictions are the same, it is 0.0 and listed by
    /// [`undefined`](Self::undefined).
    ///
    /// # Examples
    /// ```
    /// use standpoint::{ConfusionMatrix, Stance::{Against, Favor}};
    ///
    /// let right = ConfusionMatrix::from_pairs([(Favor, Some(Favor)), (Against, Some(Against))]);
    /// assert_eq!(right.matthews_correlation(), 1.0);
    /// let reversed = ConfusionMatrix::from_pairs([(Favor, Some(Against)), (Against, Some(Favor))]);
    /// assert_eq!(reversed.matthews_correlation(), -1.0);
    /// ```
    ///
    /// # References
    /// Matthews 1975, "Comparison of the predicted and observed secondary structure of T4 phage lysozyme"; Gorodkin 2004,
    /// "Comparing two K-category assignments by a K-category correlation coefficient".
    pub fn matthews_correlation(&self) -> f64 {
        let (actual, predicted) = self.margins();
        let n = self.total() as f64;
        let squares = |counts: &[u64]| counts.iter().map(|&count| count as f64 * count as f64).sum::<f64>();
        let variances = (n * n - squares(&actual)) * (n * n - squares(&predicted));
        let covariance = n * self.correct() as f64 - self.by_chance();
        if variances > 0.0 { covariance / variances.sqrt() } else { 0.0 }
    }

    /// Rows of each class, and predictions of each; abstentions are a fourth that no row has.
    fn margins(&self) -> ([u64; Stance::COUNT], [u64; Stance::COUNT + 1]) {
        let [favor, against, neutral] = Stance::ALL.map(|stance| self.predicted(stance));
        (Stance::ALL.map(|stance| self.support(stance)), [favor, against, neutral, self.total_abstained()])
    }

    /// Σ over the classes of rows times predictions: n² times the share of rows that would be right by chance.
    pub(super) fn by_chance(&self) -> f64 {
        Stance::ALL.iter().map(|&stance| self.support(stance) as f64 * self.predicted(stance) as f64).sum()
    }

    /// Whether all rows are of one class or all predictions are the same.
    pub(super) fn is_constant(&self) -> bool {
        let (actual, predicted) = self.margins();
        let n = self.total();
        actual.contains(&n) || predicted.contains(&n)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Stance::{Against, Favor};

    // By hand: n = 5, c = 3, t = (3, 2), p = (2, 2) and one abstention:
    // (15 − (6 + 4)) / √((25 − 13) (25 − 9)) = 5 / √192.
    #[test]
    fn an_abstention_is_a_prediction_that_no_row_has() {
        let matrix = ConfusionMatrix::from_pairs([
            (Favor, Some(Favor)),
            (Favor, Some(Favor)),
            (Favor, Some(Against)),
            (Against, Some(Against)),
            (Against, None),
        ]);
        assert!((matrix.matthews_correlation() - 5.0 / 192f64.sqrt()).abs() < 1e-15);
    }

    // tp 6, fn 2, fp 1, tn 3: (6 · 3 − 1 · 2) / √(7 · 8 · 4 · 5).
    #[test]
    fn for_two_classes_it_is_that_of_matthews() {
        let cells = [(Favor, Favor, 6), (Favor, Against, 2), (Against, Favor, 1), (Against, Against, 3)];
        let pairs = cells
            .into_iter()
            .flat_map(|(actual, predicted, n)| std::iter::repeat_n((actual, Some(predicted)), n));
        let matrix = ConfusionMatrix::from_pairs(pairs);
        assert!((matrix.matthews_correlation() - 16.0 / 1120f64.sqrt()).abs() < 1e-15);
    }

    #[test]
    fn one_class_or_one_prediction_leaves_it_undefined() {
        let one_class = ConfusionMatrix::from_pairs([(Favor, Some(Favor)), (Favor, Some(Against))]);
        let one_prediction = ConfusionMatrix::from_pairs([(Favor, None), (Against, None)]);
        for matrix in [one_class, one_prediction, ConfusionMatrix::default()] {
            assert_eq!(matrix.matthews_correlation(), 0.0);
            assert!(matrix.is_constant());
        }
    }
}
