//! Where does what is said begin and end, and is it what the cue asks for?

use std::ops::Range;

use super::clause::Clause;
use crate::articles::cues::Cue;
use crate::articles::english::{Class, Form, Frame, Frames, Trait, is_body, role_kind};
use crate::articles::words::Word;

/// Cues after a statement's own that may end it: it keeps the search short.
const MAX_CUES: usize = 16;

impl Clause<'_> {
    /// Where the content begins that ends before `end`: at its quotations where it ends with one, else at the clause.
    pub fn content_start(&self, end: usize) -> usize {
        let unquoted = self.words[self.floor..end].iter().rposition(|word| !word.is_quotation());
        let start = unquoted.map_or(self.floor, |at| self.floor + at + 1);
        let lead = self.strip(self.floor..start);
        // Words before the quotation belong to what is said: "perhaps “it could help,” he said".
        let is_plain = !self.words[lead..start].iter().any(Word::is_mark);
        if start == end || is_plain { lead } else { start }
    }

    /// Whether there is enough in `range` for a statement.
    pub fn is_content(&self, range: Range<usize>) -> bool {
        let words = &self.words[range];
        words.iter().any(Word::is_quotation) || words.iter().filter(|word| !word.is_mark()).nth(1).is_some()
    }

    /// ", “b.”" after the cue and its adjuncts, which end at `from`.
    pub fn quotation_after(&self, from: usize) -> Option<Range<usize>> {
        let first = (from..self.end).find(|&i| self.words[i].is_quotation())?;
        let between = &self.words[from..first];
        // Another cue between them has taken it.
        let is_taken = self.cues.iter().any(|cue| (from..first).contains(&cue.start));
        let is_marked = first.checked_sub(1).is_some_and(|before| {
            matches!(
                self.words[before].class,
                Class::Comma
                    | Class::Colon
                    | Class::Dash
                    | Class::Stop
                    | Class::Conjunction
                    | Class::Semicolon
            )
        });
        (!is_taken && is_marked && !between.iter().any(Word::is_finite)).then_some(first..self.end)
    }

    /// Whether what is said begins at `at`.
    pub fn begins_content(&self, at: usize, frames: Frames) -> bool {
        let Some(word) = self.word(at) else { return false };
        match word.class {
            Class::Comma => self.goes_on_after_comma(at),
            Class::Colon => frames.has_any(&[Frame::Clause, Frame::Quote]),
            Class::Semicolon | Class::Dash | Class::ClosingBracket | Class::Conjunction => false,
            Class::Subordinator => {
                let takes_clause = !frames.has_any(&[Frame::Object, Frame::Request]);
                frames.has(Frame::Question) || takes_clause && word.is(Trait::Opener)
            }
            _ => true,
        }
    }

    /// "said, “no”", "said, however, that"
    fn goes_on_after_comma(&self, comma: usize) -> bool {
        let skips = |word: &Word| matches!(word.class, Class::Adverb | Class::Comma);
        let next = (comma + 1..self.end).find(|&i| !skips(&self.words[i]));
        next.is_some_and(|next| {
            let is_first = next == comma + 1;
            self.words[next].is_quotation() && is_first || self.words[next].lower == "that" && !is_first
        })
    }

    /// The position after what is said that starts at `from`: where another cue takes over from the one at `i`, or the
    /// end.
    pub fn content_end(&self, i: usize, from: usize) -> usize {
        let later = self.cues[i + 1..].iter().filter(|next| next.group > from + 2 && next.group < self.end);
        let cut = later.take(MAX_CUES).find_map(|next| self.takes_over(&self.cues[i], next, from));
        let Some(cut) = cut else { return self.end };
        let joins = |word: &Word| matches!(word.class, Class::Comma | Class::Conjunction);
        self.words[from..cut].iter().rposition(|word| !joins(word)).map_or(from, |last| from + last + 1)
    }

    /// Where the cue `next` begins a statement of its own behind that of `cue`, whose content starts at `from`.
    fn takes_over(&self, cue: &Cue, next: &Cue, from: usize) -> Option<usize> {
        let words = self.words;
        let before = next.group - 1;
        let is_parallel = next.form == cue.form;
        match words[before].class {
            // "…, adding that"
            Class::Comma if next.is_participle(words) => return Some(before),
            // "… and warned of"
            Class::Conjunction if is_parallel && !matches!(next.form, Form::Base | Form::Gerund) => {
                return Some(before);
            }
            _ if next.is_participle(words) => return None,
            _ => {}
        }
        let subject = self.from(from).subject_before(next.group)?;
        let joint = subject.start.checked_sub(1).filter(|&joint| joint >= from + 2)?;
        let is_joint = match words[joint].class {
            Class::Conjunction if words[joint - 1].class == Class::Comma => true,
            Class::Conjunction => words[subject.start].is_capital && is_parallel,
            Class::Semicolon => true,
            Class::Subordinator => words[joint].is(Trait::Contrast),
            _ => false,
        };
        is_joint.then_some(joint)
    }

    /// Whether the content after a cue is what the cue asks for.
    pub fn is_right_content(&self, content: Range<usize>, frames: Frames, subject: &Range<usize>) -> bool {
        let inside = &self.words[content];
        let Some(first) = inside.first() else { return false };
        if first.is_quotation() && frames.has_any(&[Frame::Quote, Frame::Clause, Frame::Request]) {
            return true;
        }
        let n_words = inside.iter().filter(|word| !word.is_mark()).count();
        if n_words < 2 {
            return false;
        }
        let is_that = first.lower == "that" && inside.len() > 2;
        let is_infinitive = first.lower == "to";
        let is_question = first.is(Trait::Asks);
        let is_clause = inside.iter().any(|word| word.is_finite() || word.is_quoted);
        let is_said = match frames.has(Frame::Weak) {
            true => is_clause && !is_infinitive,
            false => is_clause || n_words > 3 && !is_infinitive,
        };
        let allows = |frame: Frame| match frame {
            Frame::Clause => is_that || is_question || first.is_quoted || is_said,
            Frame::Infinitive => is_infinitive,
            Frame::Question => is_question,
            Frame::Request => self.is_human(subject) && inside.iter().any(|word| word.lower == "to"),
            Frame::Object => self.is_human(subject),
            Frame::Belief => self.is_human(subject) && (is_that || is_clause),
            Frame::Addressee | Frame::Noun | Frame::Quote | Frame::Weak => false,
        };
        let asked =
            [Frame::Clause, Frame::Infinitive, Frame::Question, Frame::Request, Frame::Object, Frame::Belief];
        asked.into_iter().any(|frame| frames.has(frame) && allows(frame))
    }

    /// Whether the phrase is somebody: a pronoun of a person, a name, a plural, a role or a body.
    fn is_human(&self, phrase: &Range<usize>) -> bool {
        let inside = &self.words[phrase.clone()];
        inside.len() == 1 && inside[0].is(Trait::Human)
            || inside.last().is_some_and(|word| word.lower.ends_with('s'))
            || self.is_named(phrase)
    }

    /// Whether the phrase is somebody by its own words: a name, a role or a body.
    pub fn is_named(&self, phrase: &Range<usize>) -> bool {
        let inside = &self.words[phrase.clone()];
        let is_name = |word: &Word| word.is_capital && word.class == Class::Open;
        let is_noun = |word: &Word| is_body(&word.lower) || role_kind(&word.lower).is_some();
        inside.iter().any(is_name) || inside.last().is_some_and(is_noun)
    }
}
