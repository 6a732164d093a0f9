//! A row with what was predicted for it.

use crate::stance::{Stance, Target};

/// A row with a target: the stance that it has, and what was predicted.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ScoredRow<'a> {
    /// What the stance is about.
    pub target: &'a Target,
    /// The stance that a coder gave.
    pub actual: Stance,
    /// The stance that was predicted; `None` is an abstention.
    pub predicted: Option<Stance>,
    /// Probabilities of favor, against, neutral, where there are any.
    pub proba: Option<[f64; Stance::COUNT]>,
    /// Rows of one cluster, such as those of one statement or group, are not independent of each other; `None` is a row
    /// that stands alone.
    pub cluster: Option<usize>,
}

impl ScoredRow<'_> {
    /// Whether the probabilities are such, allowing for three that were rounded to two decimals.
    pub(super) fn has_valid_proba(&self) -> bool {
        self.proba.is_none_or(|proba| {
            proba.iter().all(|p| (0.0..=1.0).contains(p)) && (proba.iter().sum::<f64>() - 1.0).abs() < 0.02
        })
    }

    /// The largest probability, and whether its class is the actual one; the first of equals counts.
    pub(super) fn confidence(&self) -> Option<(f64, bool)> {
        let proba = self.proba?;
        let likeliest = Stance::ALL
            .into_iter()
            .reduce(|best, stance| if proba[stance.index()] > proba[best.index()] { stance } else { best })?;
        Some((proba[likeliest.index()], likeliest == self.actual))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn confidence_is_the_largest_probability_and_the_first_of_equals() {
        let target = Target::new("tariffs").unwrap();
        let row = |proba| ScoredRow {
            target: &target,
            actual: Stance::Against,
            predicted: None,
            proba,
            cluster: None,
        };
        assert_eq!(row(Some([0.2, 0.5, 0.3])).confidence(), Some((0.5, true)));
        assert_eq!(row(Some([0.4, 0.4, 0.2])).confidence(), Some((0.4, false)));
        assert_eq!(row(Some([0.2, 0.4, 0.4])).confidence(), Some((0.4, true)));
        assert_eq!(row(None).confidence(), None);
    }
}
