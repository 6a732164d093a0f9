//! Balanced accuracy: accuracy in which every class weighs the same.

use super::confusion::ConfusionMatrix;
use crate::stance::Stance;

impl ConfusionMatrix {
    /// Mean recall over the classes that have rows; the others are those of [`absent`](Self::absent).
    ///
    /// # Definition
    /// (1 / K) Σ_k hits_k / support_k over the K classes with rows. An abstention is an error of its row's class. 0.0 where
    /// there are no rows at all.
    ///
    /// # Examples
    /// ```
    /// use standpoint::{ConfusionMatrix, Stance::{Against, Favor}};
    ///
    /// let pairs = [(Favor, Some(Favor)), (Favor, Some(Favor)), (Favor, Some(Favor)), (Against, Some(Favor))];
    /// let matrix = ConfusionMatrix::from_pairs(pairs);
    /// assert_eq!((matrix.accuracy(), matrix.balanced_accuracy()), (0.75, 0.5));
    /// ```
    ///
    /// # References
    /// Brodersen, Ong, Stephan & Buhmann 2010, "The balanced accuracy and its posterior distribution"; over the classes
    /// that have rows, as scikit-learn's `balanced_accuracy_score`.
    pub fn balanced_accuracy(&self) -> f64 {
        let present = Stance::ALL.iter().filter(|&&stance| self.support(stance) > 0);
        let (sum, n) =
            present.fold((0.0, 0u32), |(sum, n), &stance| (sum + self.class_figures(stance).recall, n + 1));
        if n == 0 { 0.0 } else { sum / f64::from(n) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Stance::{Against, Favor, Neutral};

    // By hand: recalls 2/3 and 1/2; the abstention is an error of against, neutral is absent.
    #[test]
    fn balanced_accuracy_is_the_mean_recall_of_the_classes_with_rows() {
        let matrix = ConfusionMatrix::from_pairs([
            (Favor, Some(Favor)),
            (Favor, Some(Favor)),
            (Favor, Some(Neutral)),
            (Against, Some(Against)),
            (Against, None),
        ]);
        assert_eq!(matrix.balanced_accuracy(), (2.0 / 3.0 + 0.5) / 2.0);
        assert_eq!(ConfusionMatrix::default().balanced_accuracy(), 0.0);
    }
}
