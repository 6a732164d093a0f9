//! Which predictions were wrong, and surest of themselves?

use serde::Serialize;

use super::deciding_words::DecidingWord;
use super::scored_corpus::ScoredCorpus;
use crate::stance::{Stance, Target};

/// Errors that are kept: the most confident ones.
pub(super) const CONFIDENT_ERRORS: usize = 25;

/// A row whose stance was predicted wrong.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct ConfidentError {
    /// Id of the statement.
    pub id: String,
    /// Its text.
    pub text: String,
    /// What the stance is about.
    pub target: Target,
    /// The stance that a coder gave.
    pub actual: Stance,
    /// The stance that was predicted.
    pub predicted: Stance,
    /// Its probability.
    pub confidence: f64,
    /// The words of the text that decided, where a model predicted; empty for labels made elsewhere.
    pub words: Vec<DecidingWord>,
}

/// The position in `rows`, and the confidence, of each of the most confident errors among `rows` of actual stance, predicted
/// stance and probabilities: the most confident first, then in order.
pub(super) fn most_confident(
    rows: impl Iterator<Item = (Stance, Option<Stance>, Option<[f64; Stance::COUNT]>)>,
) -> Vec<(usize, f64)> {
    let mut errors: Vec<(usize, f64)> = rows
        .enumerate()
        .filter_map(|(i, (actual, predicted, proba))| {
            let predicted = predicted.filter(|predicted| *predicted != actual)?;
            Some((i, proba?[predicted.index()]))
        })
        .collect();
    errors.sort_by(|a, b| b.1.total_cmp(&a.1));
    errors.truncate(CONFIDENT_ERRORS);
    errors
}

impl ScoredCorpus<'_> {
    /// The 25 errors that were predicted with the highest probability, the most confident first; rows without probabilities
    /// and abstentions are passed over.
    pub fn confident_errors(&self) -> Vec<ConfidentError> {
        let rows = self.rows().iter().map(|row| (row.actual, row.predicted, row.proba));
        let error = |(position, confidence): (usize, f64)| {
            let row = &self.rows()[position];
            let (row_idx, statement) = self.statement(position);
            Some(ConfidentError {
                id: statement.id.clone(),
                text: statement.text.clone(),
                target: row.target.clone(),
                actual: row.actual,
                predicted: row.predicted?,
                confidence,
                words: self.deciding_words(row_idx).to_vec(),
            })
        };
        most_confident(rows).into_iter().filter_map(error).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Stance::{Against, Favor, Neutral};

    #[test]
    fn errors_come_by_falling_confidence_and_equal_ones_in_order() {
        let rows = [
            (Favor, Some(Against), Some([0.3, 0.6, 0.1])),
            (Favor, Some(Favor), Some([0.9, 0.1, 0.0])),
            (Favor, None, Some([0.1, 0.9, 0.0])),
            (Favor, Some(Neutral), None),
            (Against, Some(Favor), Some([0.8, 0.1, 0.1])),
            (Against, Some(Neutral), Some([0.2, 0.2, 0.6])),
        ];
        assert_eq!(most_confident(rows.into_iter()), [(4, 0.8), (0, 0.6), (5, 0.6)]);
        let many = std::iter::repeat_n((Favor, Some(Against), Some([0.3, 0.6, 0.1])), 30);
        assert_eq!(most_confident(many).len(), CONFIDENT_ERRORS);
    }
}
