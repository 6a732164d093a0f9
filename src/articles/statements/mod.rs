//! Which stretches of an article are statements, and which words say whose?

#[cfg(test)]
mod tests;

use std::ops::Range;

use super::attribution::{Found, announcement, attributions, label};
use super::english::Class;
use super::quotations::Quotation;
use super::sentences::Sentence;
use super::words::Word;
use super::{Attribution, StatementKind};

/// A statement with the words that name its speaker; positions are bytes of the article where nothing else is said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Spoken {
    pub range: Range<usize>,
    pub pieces: Vec<Range<usize>>,
    pub kind: StatementKind,
    pub cue: Option<Range<usize>>,
    /// Position of its last sentence.
    pub sentence: usize,
    /// `None` where the speaker of the statement before goes on.
    pub subject: Option<Subject>,
}

/// Where a speaker is named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Subject {
    pub sentence: usize,
    /// Positions of words of the sentence.
    pub phrase: Range<usize>,
    pub beside: Range<usize>,
}

/// The statements of the sentences, in order.
pub(super) fn statements(
    text: &str,
    sentences: &[Sentence],
    quotations: &[Quotation],
    attribution: Attribution,
) -> Vec<Spoken> {
    let mut reader = Reader { text, sentences, quotations, attribution, all: Vec::new(), turn: None };
    for s in 0..sentences.len() {
        reader.read(s);
    }
    reader.all
}

/// The statements of the sentences so far.
struct Reader<'a> {
    text: &'a str,
    sentences: &'a [Sentence],
    quotations: &'a [Quotation],
    attribution: Attribution,
    all: Vec<Spoken>,
    /// The paragraph that is a turn of a transcript, as far as it was read.
    turn: Option<usize>,
}

impl Reader<'_> {
    fn read(&mut self, s: usize) {
        let sentence = &self.sentences[s];
        if self.turn == Some(sentence.block)
            && let Some(end) = sentence.words.last().map(|word| word.range.end)
        {
            self.extend_turn(s, end);
            return;
        }
        let found = attributions(&sentence.words, sentence.is_heading);
        if found.is_empty() && sentence.is_quotation && !is_title(self.text, sentence) {
            self.read_quotations(s);
        }
        if !found.is_empty() && !sentence.is_heading && label(&sentence.words).is_some() {
            self.turn = Some(sentence.block);
        }
        for one in found {
            let spoken = self.spoken(s, one);
            self.all.push(spoken);
        }
    }

    /// Adds the sentence at `s`, which ends at `end`, to the turn that goes on with it.
    fn extend_turn(&mut self, s: usize, end: usize) {
        let pieces = self.unmarked(self.sentences[s].range.start..end);
        if let Some(turn) = self.all.last_mut() {
            turn.range.end = end;
            turn.pieces.extend(pieces);
            turn.sentence = s;
        }
    }

    /// A sentence that is nothing but quotations: a statement that was announced or goes on, or one without a cue.
    fn read_quotations(&mut self, s: usize) {
        let mut quotations = self.sentences[s].words.iter().filter(|word| word.is_quotation());
        let Some(first) = quotations.next() else { return };
        let range = first.range.start..quotations.next_back().unwrap_or(first).range.end;
        let pieces = self.unmarked(range.clone());
        if let Some(announced) = self.announced(s) {
            self.all.push(Spoken { range, pieces, kind: StatementKind::Direct, sentence: s, ..announced });
        } else if let Some(spoken) = self.going_on(s, first) {
            spoken.range.end = range.end;
            spoken.pieces.extend(pieces);
            spoken.sentence = s;
        } else if self.attribution == Attribution::Loose && !self.all.is_empty() {
            let kind = StatementKind::Direct;
            self.all.push(Spoken { range, pieces, kind, cue: None, sentence: s, subject: None });
        }
    }

    /// The statement whose speaker and cue the sentence before the one at `s` gives: "The minister added:".
    fn announced(&self, s: usize) -> Option<Spoken> {
        let before = s.checked_sub(1)?;
        let words = &self.sentences[before].words;
        let found = announcement(words).filter(|_| !self.sentences[before].is_heading)?;
        Some(Spoken {
            range: 0..0,
            pieces: Vec::new(),
            kind: StatementKind::Direct,
            cue: Some(bytes(words, &found.cue)),
            sentence: before,
            subject: Some(Subject { sentence: before, phrase: found.subject, beside: found.beside }),
        })
    }

    /// The quoted statement with which the quotation `first` of the sentence at `s` goes on.
    fn going_on(&mut self, s: usize, first: &Word) -> Option<&mut Spoken> {
        let continues = matches!(first.class, Class::Quotation(i) if self.quotations[i].continues);
        let block = self.sentences[s].block;
        let sentences = self.sentences;
        let mut recent = self.all.iter_mut().rev().take_while(|spoken| spoken.sentence + 1 >= s);
        recent.find(|spoken| {
            let is_before_cue = spoken.cue.as_ref().is_none_or(|cue| cue.start >= spoken.range.end);
            let is_quoted =
                spoken.kind == StatementKind::Direct || spoken.kind == StatementKind::Mixed && is_before_cue;
            is_quoted && (continues || sentences[spoken.sentence].block == block)
        })
    }

    fn spoken(&self, s: usize, found: Found) -> Spoken {
        let words = &self.sentences[s].words;
        let is_mark = |word: &Word| {
            word.is_quotation() || matches!(word.class, Class::Comma | Class::Stop | Class::Dash)
        };
        let is_direct = found.pieces().all(|piece| words[piece.clone()].iter().all(is_mark));
        let is_mixed = words[found.span()].iter().any(|word| word.is_quoted);
        let kind = match (is_direct, is_mixed) {
            (true, true) => StatementKind::Direct,
            (_, true) => StatementKind::Mixed,
            _ => StatementKind::Indirect,
        };
        Spoken {
            range: self.with_marks(bytes(words, &found.span())),
            pieces: found.pieces().flat_map(|piece| self.unmarked(bytes(words, piece))).collect(),
            kind,
            cue: Some(bytes(words, &found.cue)),
            sentence: s,
            subject: Some(Subject { sentence: s, phrase: found.subject, beside: found.beside }),
        }
    }

    /// The quotations that touch `range`.
    fn touching(&self, range: &Range<usize>) -> &[Quotation] {
        let first = self.quotations.partition_point(|quotation| quotation.outer.end <= range.start);
        let last = self.quotations.partition_point(|quotation| quotation.outer.start < range.end);
        &self.quotations[first.min(last)..last]
    }

    /// `range` with the marks of the quotations that it begins and ends with.
    fn with_marks(&self, range: Range<usize>) -> Range<usize> {
        let touching = self.touching(&range);
        let (mut start, mut end) = (range.start, range.end);
        if let Some(first) = touching.first()
            && first.inner.start <= start
            && self.text[first.inner.start..start].trim().is_empty()
        {
            start = first.outer.start;
        }
        let ends = |c: char| c.is_whitespace() || matches!(c, '.' | ',' | '!' | '?');
        if let Some(last) = touching.last()
            && last.inner.end >= end
            && self.text[end..last.inner.end].chars().all(ends)
        {
            end = last.outer.end;
        }
        start..end
    }

    /// The parts of `range` between the marks in it.
    fn unmarked(&self, range: Range<usize>) -> Vec<Range<usize>> {
        let mut parts = Vec::new();
        let mut at = range.start;
        for Quotation { outer, inner, .. } in self.touching(&range) {
            let within = |byte: usize| byte.clamp(at, range.end);
            parts.push(at..within(outer.start));
            parts.push(within(inner.start)..within(inner.end));
            at = within(outer.end);
        }
        parts.push(at..range.end);
        parts.into_iter().filter_map(|part| trimmed(self.text, part)).collect()
    }
}

/// The bytes of some words, of which there is one at least.
fn bytes(words: &[Word], range: &Range<usize>) -> Range<usize> {
    words[range.start].range.start..words[range.end - 1].range.end
}

/// `range` without the white space around it; `None` where it is nothing else.
fn trimmed(text: &str, range: Range<usize>) -> Option<Range<usize>> {
    let slice = &text[range.clone()];
    let start = range.start + slice.len() - slice.trim_start().len();
    let end = start + slice.trim().len();
    (start < end).then_some(start..end)
}

/// Words of the longest title in quotation marks.
const TITLE_WORDS: usize = 9;

/// A quotation that stands for itself and is a name: "Song of the Northern Shore".
fn is_title(text: &str, sentence: &Sentence) -> bool {
    let words: Vec<&str> = text[sentence.range.clone()].split_whitespace().take(TITLE_WORDS + 1).collect();
    let is_capital = |word: &&str| {
        let first = word.chars().find(|c| c.is_alphanumeric());
        first.is_none_or(|c| !c.is_lowercase()) || word.len() <= 3
    };
    (2..=TITLE_WORDS).contains(&words.len()) && words.iter().all(is_capital)
}
