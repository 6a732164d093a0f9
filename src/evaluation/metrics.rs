//! Measures of predicted labels: accuracy, and precision, recall and F1 with their averages.

use std::collections::BTreeMap;

use serde::Serialize;

use super::confusion::ConfusionMatrix;
use crate::stance::Stance;

/// How well one class is recognised.
///
/// # Definition
/// With tp rows rightly predicted as the class, fp wrongly predicted as it, and fn rows of it that were predicted as
/// another class or abstained on:
/// precision = tp / (tp + fp), recall = tp / (tp + fn), F1 = 2 tp / (2 tp + fp + fn).
/// A ratio whose denominator is zero is 0.0 and listed by [`ConfusionMatrix::undefined`].
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[non_exhaustive]
pub struct ClassFigures {
    /// Share of the rows predicted as the class that are of it.
    pub precision: f64,
    /// Share of the rows of the class that were predicted as it.
    pub recall: f64,
    /// Harmonic mean of precision and recall.
    pub f1: f64,
    /// Rows of the class.
    pub support: u64,
}

impl ConfusionMatrix {
    /// Share of all rows that were predicted as what they are; an abstention is an error.
    pub fn accuracy(&self) -> f64 {
        ratio(self.correct(), self.total())
    }

    /// Precision, recall, F1 and support of every class, in class order.
    pub fn per_class(&self) -> BTreeMap<Stance, ClassFigures> {
        Stance::ALL.iter().map(|&stance| (stance, self.class_figures(stance))).collect()
    }

    /// Precision, recall, F1 and support of `stance`.
    pub fn class_figures(&self, stance: Stance) -> ClassFigures {
        let hits = self.count(stance, stance);
        let (support, predicted) = (self.support(stance), self.predicted(stance));
        ClassFigures {
            precision: ratio(hits, predicted),
            recall: ratio(hits, support),
            f1: ratio(2 * hits, support + predicted),
            support,
        }
    }

    /// Mean F1 over the classes that have rows; the others are those of [`absent`](Self::absent).
    ///
    /// # Examples
    /// A class without rows is left out of the mean; a prediction of it still costs the class that the row is of.
    /// ```
    /// use standpoint::{ConfusionMatrix, Stance::{Against, Favor, Neutral}};
    ///
    /// let matrix = ConfusionMatrix::from_pairs([
    ///     (Favor, Some(Favor)),
    ///     (Against, Some(Against)),
    ///     (Against, Some(Neutral)),
    /// ]);
    /// assert_eq!(matrix.absent(), [Neutral]);
    /// assert_eq!(matrix.macro_f1(), (1.0 + 2.0 / 3.0) / 2.0);
    /// ```
    pub fn macro_f1(&self) -> f64 {
        let present = Stance::ALL.iter().filter(|&&stance| self.support(stance) > 0);
        let (sum, n) =
            present.fold((0.0, 0u32), |(sum, n), &stance| (sum + self.class_figures(stance).f1, n + 1));
        if n == 0 { 0.0 } else { sum / f64::from(n) }
    }

    /// Mean of F1 Favor and F1 Against: the official measure of SemEval-2016 Task 6.
    ///
    /// # Definition
    /// F_avg = (F1(favor) + F1(against)) / 2. Rows that are neutral have no F1 of their own in it, and count where they
    /// are predicted as favor or against. It is taken over both classes even where one has no rows.
    ///
    /// # References
    /// Mohammad, Kiritchenko, Sobhani, Zhu & Cherry 2016, "SemEval-2016 Task 6: Detecting Stance in Tweets".
    pub fn f_avg(&self) -> f64 {
        (self.class_figures(Stance::Favor).f1 + self.class_figures(Stance::Against).f1) / 2.0
    }

    /// Classes of which there is no row, in class order.
    pub fn absent(&self) -> Vec<Stance> {
        Stance::ALL.into_iter().filter(|&stance| self.support(stance) == 0).collect()
    }

    /// The ratios that are 0.0 because their denominator is zero, each with the reason: those of
    /// [`per_class`](Self::per_class), [`matthews_correlation`](Self::matthews_correlation) and [`kappa`](Self::kappa).
    ///
    /// # Examples
    /// ```
    /// use standpoint::{ConfusionMatrix, Stance::{Against, Favor, Neutral}};
    ///
    /// let pairs = [(Favor, Some(Favor)), (Against, Some(Against)), (Neutral, Some(Favor))];
    /// let matrix = ConfusionMatrix::from_pairs(pairs);
    /// assert_eq!(matrix.undefined(), ["precision of neutral: nothing was predicted neutral"]);
    /// ```
    pub fn undefined(&self) -> Vec<String> {
        let mut undefined = Vec::new();
        for stance in Stance::ALL {
            let (no_rows, never_predicted) = (self.support(stance) == 0, self.predicted(stance) == 0);
            if never_predicted {
                undefined.push(format!("precision of {stance}: nothing was predicted {stance}"));
            }
            if no_rows {
                undefined.push(format!("recall of {stance}: no row is {stance}"));
            }
            if no_rows && never_predicted {
                undefined
                    .push(format!("F1 of {stance}: no row is {stance} and nothing was predicted {stance}"));
            }
        }
        if self.is_constant() {
            undefined.push(
                "Matthews correlation: all rows are of one class, or all predictions the same".to_string(),
            );
        }
        if self.is_expected_right() {
            undefined.push("Cohen's kappa: all rows are of one class, and predicted as it".to_string());
        }
        undefined
    }
}

/// `numerator / denominator`, and 0.0 where that is undefined.
pub(super) fn ratio(numerator: u64, denominator: u64) -> f64 {
    if denominator == 0 { 0.0 } else { numerator as f64 / denominator as f64 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Stance::{Against, Favor, Neutral};

    fn matrix(counts: [[usize; 3]; 3], abstained: [usize; 3]) -> ConfusionMatrix {
        let mut matrix = ConfusionMatrix::default();
        for actual in Stance::ALL {
            for predicted in Stance::ALL {
                (0..counts[actual.index()][predicted.index()])
                    .for_each(|_| matrix.add(actual, Some(predicted)));
            }
            (0..abstained[actual.index()]).for_each(|_| matrix.add(actual, None));
        }
        matrix
    }

    // By hand: favor has tp 6, fp 2 + 1, fn 2 + 1; against tp 8, fp 2 + 4, fn 2 + 1; neutral tp 4, fp 1 + 1, fn 1 + 4.
    #[test]
    fn precision_recall_and_f1_are_those_worked_out_by_hand() {
        let matrix = matrix([[6, 2, 1], [2, 8, 1], [1, 4, 4]], [0; 3]);
        let favor = matrix.class_figures(Favor);
        assert_eq!(
            (favor.precision, favor.recall, favor.f1, favor.support),
            (6.0 / 9.0, 6.0 / 9.0, 12.0 / 18.0, 9)
        );
        let against = matrix.class_figures(Against);
        assert_eq!((against.precision, against.recall, against.f1), (8.0 / 14.0, 8.0 / 11.0, 16.0 / 25.0));
        let neutral = matrix.class_figures(Neutral);
        assert_eq!((neutral.precision, neutral.recall, neutral.f1), (4.0 / 6.0, 4.0 / 9.0, 8.0 / 15.0));
        assert_eq!(matrix.accuracy(), 18.0 / 29.0);
        assert!((matrix.macro_f1() - (12.0 / 18.0 + 16.0 / 25.0 + 8.0 / 15.0) / 3.0).abs() < 1e-15);
        assert!(matrix.undefined().is_empty());
    }

    // The task's definition goes by way of precision and recall: F = 2PR / (P + R) of favor and of against, then their
    // mean. P(favor) = 6/9, R(favor) = 6/9, F = 2/3; P(against) = 8/14, R(against) = 8/11, F = (2 · 64/154) / (200/154).
    #[test]
    fn f_avg_is_the_official_measure_of_semeval_2016_task_6() {
        let matrix = matrix([[6, 2, 1], [2, 8, 1], [1, 4, 4]], [0; 3]);
        assert!((matrix.f_avg() - (2.0 / 3.0 + 0.64) / 2.0).abs() < 1e-15);
        assert_ne!(matrix.f_avg(), matrix.macro_f1());
    }

    #[test]
    fn f_avg_is_over_favor_and_against_even_where_one_has_no_rows() {
        let matrix = matrix([[0, 0, 0], [0, 5, 0], [0, 0, 5]], [0; 3]);
        assert_eq!(matrix.f_avg(), 0.5);
        assert_eq!(matrix.macro_f1(), 1.0);
        assert_eq!(matrix.absent(), [Favor]);
        let reasons = [
            "precision of favor: nothing was predicted favor",
            "recall of favor: no row is favor",
            "F1 of favor: no row is favor and nothing was predicted favor",
        ];
        assert_eq!(matrix.undefined(), reasons);
    }

    #[test]
    fn an_abstention_costs_accuracy_and_recall_and_no_precision() {
        let certain = matrix([[3, 1, 0], [0, 4, 0], [0, 0, 0]], [0; 3]);
        let abstaining = matrix([[3, 0, 0], [0, 4, 0], [0, 0, 0]], [1, 0, 0]);
        assert_eq!(abstaining.accuracy(), certain.accuracy());
        assert_eq!(abstaining.class_figures(Favor), certain.class_figures(Favor));
        assert_eq!(abstaining.class_figures(Against).precision, 1.0);
        assert_eq!(certain.class_figures(Against).precision, 0.8);
    }

    #[test]
    fn figures_of_no_rows_at_all_are_zero_and_not_nan() {
        let empty = ConfusionMatrix::default();
        assert_eq!((empty.accuracy(), empty.macro_f1(), empty.f_avg()), (0.0, 0.0, 0.0));
        assert_eq!(empty.absent(), Stance::ALL);
    }
}
