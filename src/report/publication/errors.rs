//! The most confident errors, with the words that decided.

use crate::report::document::table::decimal;
use crate::report::document::{Block, Excerpt, Piece, Side};
use crate::validation::ConfidentError;

/// The errors, or why there are none.
pub(super) fn confident(errors: &[ConfidentError]) -> Vec<Block> {
    if errors.is_empty() {
        return vec![Block::Paragraph("No row with probabilities was predicted wrong.".into())];
    }
    let marks = match errors.iter().any(|error| !error.words.is_empty()) {
        true => Block::Legend,
        false => Block::Note("The labels were made elsewhere: which words decided is not known.".into()),
    };
    vec![marks, Block::Excerpts(errors.iter().map(excerpt).collect())]
}

fn excerpt(error: &ConfidentError) -> Excerpt {
    let side = |push: f64| if push > 0.0 { Side::Predicted } else { Side::Actual };
    Excerpt {
        labels: vec![
            ("predicted", format!("{} {}", error.predicted, decimal(error.confidence))),
            ("actual", error.actual.to_string()),
            ("on", error.target.to_string()),
            ("id", error.id.clone()),
        ],
        pieces: Piece::all(
            &error.text,
            error.words.iter().map(|word| (word.start, word.end, side(word.push))),
        ),
    }
}
