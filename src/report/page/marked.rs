//! The statements of an article as the page shows them: one for all its readings.

use std::ops::Range;

use super::labels::common_class;
use crate::analysis::StatementReading;

/// A statement with its readings, one for each target.
pub(super) struct Marked<'a> {
    /// What it is called by in the page.
    pub number: usize,
    pub readings: Vec<&'a StatementReading>,
    /// The class of its stances in the style sheet.
    pub class: &'static str,
}

impl<'a> Marked<'a> {
    /// Bytes of the article's text, from its first to its last character.
    pub fn range(&self) -> Range<usize> {
        self.first().bytes.clone()
    }

    /// One of the readings, for what they have in common.
    pub fn first(&self) -> &'a StatementReading {
        self.readings[0]
    }

    /// Whether `part` was said, and is no quotation mark, cue or interruption.
    pub fn says(&self, part: &Range<usize>) -> bool {
        self.first().pieces.iter().any(|piece| piece.start <= part.start && part.end <= piece.end)
    }
}

/// The statements that `readings` of one article are of, in the order of the text, numbered from `first` on.
pub(super) fn marked(readings: &[StatementReading], first: usize) -> Vec<Marked<'_>> {
    let is_same = |a: &StatementReading, b: &StatementReading| {
        (&a.bytes, &a.pieces, &a.speaker) == (&b.bytes, &b.pieces, &b.speaker)
    };
    let mut marked: Vec<Marked> = readings
        .chunk_by(is_same)
        .enumerate()
        .map(|(i, readings)| {
            let readings: Vec<&StatementReading> = readings.iter().collect();
            Marked { number: first + i, class: common_class(&readings), readings }
        })
        .collect();
    marked.sort_by_key(|marked| marked.range().start);
    marked
}
