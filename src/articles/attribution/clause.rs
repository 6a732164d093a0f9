//! The part of a sentence in which a cue looks for its speaker and for what was said.

use std::ops::Range;

use crate::articles::cues::Cue;
use crate::articles::english::Class;
use crate::articles::words::Word;

/// Words of a sentence from which statements are still to be read.
#[derive(Debug, Clone, Copy)]
pub(super) struct Clause<'a> {
    pub words: &'a [Word],
    pub cues: &'a [Cue],
    /// What stands before belongs to a statement already.
    pub floor: usize,
    /// After the last word, without the marks that end the sentence.
    pub end: usize,
}

impl<'a> Clause<'a> {
    pub fn new(words: &'a [Word], cues: &'a [Cue]) -> Self {
        let closes = |word: &Word| {
            matches!(word.class, Class::Stop | Class::Sign | Class::Colon | Class::Comma) && !word.is_quoted
        };
        let end = words.iter().rposition(|word| !closes(word)).map_or(0, |last| last + 1);
        Clause { words, cues, floor: 0, end }
    }

    /// The same, from `floor` on.
    pub fn from(self, floor: usize) -> Self {
        Clause { floor, ..self }
    }

    /// The word at `at`, unless it ends the sentence or lies behind it.
    pub fn word(&self, at: usize) -> Option<&'a Word> {
        self.words[..self.end].get(at)
    }

    /// The position before `at`, unless it belongs to a statement already.
    pub fn before(&self, at: usize) -> Option<usize> {
        at.checked_sub(1).filter(|&before| before >= self.floor)
    }

    /// The first position of `range` of that class.
    pub fn find(&self, range: Range<usize>, class: Class) -> Option<usize> {
        range.into_iter().find(|&i| self.words[i].class == class)
    }

    /// The start of `range` behind the conjunctions and marks that it begins with.
    pub fn strip(&self, range: Range<usize>) -> usize {
        let joins = |word: &Word| {
            matches!(
                word.class,
                Class::Conjunction | Class::Comma | Class::Dash | Class::Semicolon | Class::Colon
            )
        };
        range.clone().find(|&i| !joins(&self.words[i])).unwrap_or(range.end.max(range.start))
    }
}
