//! Who says what in a sentence?

mod adjuncts;
mod clause;
mod content;
mod marked;
mod nouns;
mod orders;
mod subject;
#[cfg(test)]
mod tests;

use std::ops::Range;

use super::cues::cues;
use super::english::Class;
use super::phrases::beside;
use super::words::Word;
use clause::Clause;
pub(super) use marked::label;

/// A statement of a sentence; positions are those of words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Found {
    /// The noun phrase that names who speaks.
    pub subject: Range<usize>,
    /// What stands between the phrase and the cue or behind both: the appositions, where there are any.
    pub beside: Range<usize>,
    pub cue: Range<usize>,
    /// What is said, as far as it stands together.
    pub content: Range<usize>,
    /// What is said behind the cue where the cue interrupts it.
    pub tail: Option<Range<usize>>,
}

impl Found {
    fn new(words: &[Word], subject: Range<usize>, cue: Range<usize>, content: Range<usize>) -> Self {
        let limit = if cue.start >= subject.end { cue.start } else { words.len() };
        let beside = beside(words, subject.end, limit);
        Found { subject, beside, cue, content, tail: None }
    }

    fn with_tail(self, tail: Option<Range<usize>>) -> Self {
        Found { tail, ..self }
    }

    /// From the first to the last word of what is said, the cue included where it interrupts.
    pub fn span(&self) -> Range<usize> {
        self.content.start..self.tail.as_ref().map_or(self.content.end, |tail| tail.end)
    }

    /// Where what is left of the sentence begins: a speaker behind the cue may speak on.
    fn floor(&self) -> usize {
        self.span().end.max(self.cue.end)
    }

    /// All the words that make it, from the first to the last.
    fn words(&self) -> Range<usize> {
        let span = self.span();
        let start = span.start.min(self.cue.start).min(self.subject.start);
        start..span.end.max(self.cue.end).max(self.subject.end)
    }

    /// What is said, piece by piece.
    pub fn pieces(&self) -> impl Iterator<Item = &Range<usize>> {
        std::iter::once(&self.content).chain(&self.tail)
    }
}

/// The statements of a sentence that name a cue and a speaker, in order.
pub(super) fn attributions(words: &[Word], is_heading: bool) -> Vec<Found> {
    let cues = cues(words, is_heading);
    let mut clause = Clause::new(words, &cues);
    let mut found: Vec<Found> = Vec::new();
    if let Some(first) = clause.by_source() {
        clause.floor = first.content.start.max(first.cue.end);
        let takes_all = first.span().end >= clause.end;
        found.push(first);
        if takes_all {
            return found;
        }
    }
    if let Some(one) = clause.by_mark(is_heading) {
        return vec![one];
    }
    for (i, cue) in cues.iter().enumerate() {
        if cue.start < clause.floor {
            continue;
        }
        let previous = found.last().map(|found| &found.subject);
        if let Some(one) = clause.by_cue(i, previous) {
            clause.floor = one.floor();
            found.push(one);
        }
    }
    let mut all = Vec::with_capacity(found.len());
    let mut start = 0;
    for one in found {
        all.extend(clause.by_nouns(start..one.words().start));
        start = one.words().end;
        all.push(one);
    }
    all.extend(clause.by_nouns(start..clause.end.max(start)));
    all
}

/// The speaker and cue of a sentence that announces what stands behind it: "The minister added:". Nothing is said in it.
pub(super) fn announcement(words: &[Word]) -> Option<Found> {
    let cues = cues(words, false);
    let clause = Clause::new(words, &cues);
    words.get(clause.end).filter(|mark| mark.class == Class::Colon)?;
    clause.by_last_cue()
}
