//! In which order do speaker, cue and what is said stand?

use std::ops::Range;

use super::Found;
use super::clause::Clause;
use crate::articles::cues::Cue;
use crate::articles::english::{Class, Form, Frame, Trait};
use crate::articles::phrases::{MAX_APPOSITIONS, phrase_after};
use crate::articles::words::Word;

/// A cue with its speaker.
struct Speech<'a> {
    clause: Clause<'a>,
    /// Position of the cue among those of the sentence.
    i: usize,
    cue: Cue,
    subject: Range<usize>,
    /// The position behind the cue, whoever is told, and the adjuncts.
    after: usize,
}

impl Clause<'_> {
    /// The statement of the cue at `i`; `previous` spoke in the statement before it.
    pub fn by_cue(self, i: usize, previous: Option<&Range<usize>>) -> Option<Found> {
        let cue = self.cues[i];
        if cue.is_passive {
            return self.passive(i);
        }
        if let Some(found) = self.inverted(&cue) {
            return Some(found);
        }
        let subject = self.subject(&cue, previous)?;
        if self.is_conditional(&subject) || self.is_author(&subject) && !cue.frames.has(Frame::Clause) {
            return None;
        }
        let after = self.skip_adjuncts(self.skip_addressee(&cue), cue.frames);
        let speech = Speech { clause: self, i, cue, subject, after };
        if let Some(found) = speech.behind_quotation() {
            return Some(found);
        }
        if self.begins_content(after, cue.frames) {
            return speech.before_content();
        }
        speech.as_said().or_else(|| speech.behind_content())
    }

    /// "The minister added" at the end of the clause.
    pub fn by_last_cue(self) -> Option<Found> {
        let cue = self.cues.last().filter(|cue| cue.frames.has_any(&[Frame::Clause, Frame::Quote]))?;
        let after = self.skip_adjuncts(self.skip_addressee(cue), cue.frames);
        let subject = self.subject(cue, None).filter(|_| after >= self.end)?;
        Some(Found::new(self.words, subject, cue.start..cue.end, self.end..self.end))
    }

    /// "…," said the minister
    fn inverted(&self, cue: &Cue) -> Option<Found> {
        let words = self.words;
        let mark = self.before(cue.group)?;
        let is_finite = matches!(cue.form, Form::Past | Form::Third);
        let is_marked = words[mark].is_quotation() || matches!(words[mark].class, Class::Comma | Class::Dash);
        let is_noun =
            words.get(cue.end).is_some_and(|word| word.is_nominal() || word.class == Class::Determiner);
        if !cue.frames.has_any(&[Frame::Clause, Frame::Quote]) || !is_finite || !is_marked || !is_noun {
            return None;
        }
        let subject = phrase_after(words, cue.end)?;
        let content_end = if words[mark].is_quotation() { cue.group } else { mark };
        let is_quotation = words[mark].is_quotation() || mark > self.floor && words[mark - 1].is_quotation();
        let content = self.content_start(content_end)..content_end;
        if content.is_empty() || !self.is_content(content.clone()) {
            return None;
        }
        // "Roe, a former judge, said the rules were": what stands before the comma is no clause.
        let after = self.skip_adjuncts(subject.end, cue.frames);
        let is_last = self
            .word(after)
            .is_none_or(|word| matches!(word.class, Class::Comma | Class::Stop | Class::Conjunction));
        let has_verb = words[content.clone()].iter().any(|word| word.is_finite() || word.is_quoted);
        if !is_quotation && (!has_verb || !is_last || cue.frames.has(Frame::Addressee)) {
            return None;
        }
        let tail = self.quotation_after(subject.end);
        Some(Found::new(words, subject, cue.start..cue.end, content).with_tail(tail))
    }

    /// "The plan was criticised by the minister", "It was announced by the ministry that"
    fn passive(self, i: usize) -> Option<Found> {
        let cue = self.cues[i];
        let subject = phrase_after(self.words, cue.end + 1).filter(|subject| self.is_named(subject))?;
        let that = self.word(subject.end).filter(|word| word.lower == "that");
        let content = match that {
            Some(_) => subject.end..self.content_end(i, subject.end),
            None => self.subject_before(cue.group).filter(|_| cue.frames.has(Frame::Object))?,
        };
        let has_noun = self.words[content.clone()].iter().any(Word::is_nominal);
        has_noun.then(|| Found::new(self.words, subject, cue.start..cue.end, content))
    }

    /// "if the minister says"
    fn is_conditional(&self, subject: &Range<usize>) -> bool {
        self.before(subject.start).is_some_and(|at| self.words[at].is(Trait::Conditional))
    }

    /// "I", outside quotations.
    fn is_author(&self, subject: &Range<usize>) -> bool {
        subject.len() == 1 && self.words[subject.start].is(Trait::Author)
    }
}

impl Speech<'_> {
    fn found(&self, content: Range<usize>) -> Found {
        Found::new(self.clause.words, self.subject.clone(), self.cue.start..self.cue.end, content)
    }

    /// The position before the speaker where the cue follows.
    fn gap(&self) -> Option<usize> {
        self.clause.before(self.subject.start).filter(|_| self.subject.end <= self.cue.group)
    }

    /// "A," he said, "b."
    fn behind_quotation(&self) -> Option<Found> {
        let Clause { words, .. } = self.clause;
        if !self.cue.frames.has_any(&[Frame::Clause, Frame::Quote, Frame::Request]) {
            return None;
        }
        let gap = self.gap()?;
        let quotation = match words[gap].class {
            Class::Comma | Class::Dash => self.clause.before(gap)?,
            _ => gap,
        };
        // "“A,” he said that" is no order of words: what follows directly is content only where a clause begins.
        let opens_clause = |word: &Word| !matches!(word.class, Class::Comma | Class::Open);
        let is_clause_after = self.after == self.cue.end
            && self.clause.begins_content(self.after, self.cue.frames)
            && words.get(self.after).is_some_and(opens_clause);
        if !words[quotation].is_quotation() || is_clause_after {
            return None;
        }
        let content = self.clause.content_start(quotation + 1)..quotation + 1;
        Some(self.found(content).with_tail(self.clause.quotation_after(self.after)))
    }

    /// "He said that it works."
    fn before_content(&self) -> Option<Found> {
        let Clause { words, end, .. } = self.clause;
        let opens = |word: &Word| matches!(word.class, Class::Comma | Class::Colon);
        let start = (self.after..end).find(|&i| !opens(&words[i]))?;
        let content = start..self.content_end(start);
        let is_right = self.clause.is_right_content(content.clone(), self.cue.frames, &self.subject);
        is_right.then(|| self.found(content))
    }

    /// The end of what is said that starts at `start`; "Citing costs, the minister left" says what stands before the comma.
    fn content_end(&self, start: usize) -> usize {
        let leads = self.cue.group == 0 && self.subject.start > start;
        let comma = self.clause.find(start..self.subject.start.max(start), Class::Comma).filter(|_| leads);
        comma.unwrap_or_else(|| self.clause.content_end(self.i, start))
    }

    /// "As he said, it works", "It works, as he said".
    fn as_said(&self) -> Option<Found> {
        let Clause { words, floor, .. } = self.clause;
        let at = self.clause.before(self.subject.start).filter(|&at| words[at].lower == "as")?;
        let is_first = words[floor..at].iter().all(|word| word.class == Class::Conjunction);
        let content = if is_first {
            let comma = self.clause.word(self.after).filter(|word| word.class == Class::Comma);
            let start = comma.map(|_| self.after + 1)?;
            start..self.clause.content_end(self.i, start)
        } else {
            let end = if words[at - 1].class == Class::Comma { at - 1 } else { at };
            self.clause.strip(floor..end)..end
        };
        let is_said = self.cue.frames.has(Frame::Clause) && self.clause.is_content(content.clone());
        is_said.then(|| self.found(content))
    }

    /// "It works, he said", "It, he said, works".
    fn behind_content(&self) -> Option<Found> {
        let Clause { words, floor, end, .. } = self.clause;
        let gap = self.gap().filter(|&gap| matches!(words[gap].class, Class::Comma | Class::Dash))?;
        let content = self.clause.strip(floor..gap)..gap;
        if !self.cue.frames.has(Frame::Clause) || !self.clause.is_content(content.clone()) {
            return None;
        }
        let start = self.after + 1;
        let goes_on = start < end && words[self.after].class == Class::Comma;
        let tail = goes_on.then(|| start..self.clause.content_end(self.i, start));
        Some(self.found(content).with_tail(tail.filter(|tail| !tail.is_empty())))
    }
}

/// Positions of the commas and dashes in which an apposition before `mark` may begin, from the last to the first.
pub(super) fn breaks_before<'a>(clause: &Clause<'a>, mark: usize) -> impl Iterator<Item = usize> + use<'a> {
    let words = clause.words;
    let first = clause.floor.max(mark.saturating_sub(MAX_APPOSITIONS));
    let is_break = move |word: &Word| matches!(word.class, Class::Comma | Class::Dash) && !word.is_quoted;
    (first..mark).rev().filter(move |&i| is_break(&words[i]))
}
