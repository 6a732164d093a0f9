//! How much the examples of each class count.

use serde::{Deserialize, Serialize};

/// How the examples of a class are weighted against those of the other classes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ClassWeight {
    /// Every example counts as it is.
    #[default]
    None,
    /// Every class counts the same in sum.
    ///
    /// # Definition
    /// An example of class c counts n / (k · n_c) times: n is the sum of all sample weights, n_c that of class c,
    /// k the number of classes present. The sum over all examples stays n.
    Balanced,
}

impl ClassWeight {
    /// The factor of each class, given its total sample weight; 0 for a class that is absent.
    pub(super) fn factors(self, class_totals: &[f64]) -> Vec<f64> {
        let total: f64 = class_totals.iter().sum();
        let n_present = class_totals.iter().filter(|t| **t > 0.0).count() as f64;
        let balanced = |t: &f64| if *t > 0.0 { total / (n_present * t) } else { 0.0 };
        match self {
            ClassWeight::None => vec![1.0; class_totals.len()],
            ClassWeight::Balanced => class_totals.iter().map(balanced).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn balanced_classes_count_the_same_in_sum() {
        let totals = [6.0, 0.0, 2.0];
        // 8 / (2 · 6) and 8 / (2 · 2)
        assert_eq!(ClassWeight::Balanced.factors(&totals), [2.0 / 3.0, 0.0, 2.0]);
        assert_eq!(ClassWeight::None.factors(&totals), [1.0; 3]);
    }
}
