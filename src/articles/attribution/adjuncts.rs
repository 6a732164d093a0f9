//! What stands between a cue and what is said: whoever is told, when, where and about what?

use super::clause::Clause;
use crate::articles::cues::Cue;
use crate::articles::english::{Class, Frame, Frames, Trait};
use crate::articles::phrases::phrase_after;
use crate::articles::words::Word;

impl Clause<'_> {
    /// The position after whoever is told.
    pub fn skip_addressee(&self, cue: &Cue) -> usize {
        let Some(next) = self.word(cue.end).filter(|_| cue.frames.has(Frame::Addressee)) else {
            return cue.end;
        };
        let is_clause =
            next.lower == "that" || next.is_quotation() || matches!(next.class, Class::Comma | Class::Colon);
        let is_topic =
            cue.frames.has(Frame::Object) && matches!(next.lower.as_str(), "of" | "about" | "against");
        if is_clause || is_topic {
            return cue.end;
        }
        let Some(phrase) = phrase_after(self.words, cue.end) else { return cue.end };
        // "warned sanctions would": what follows is the clause's own subject.
        let is_subject = self.words.get(phrase.end).is_some_and(Word::is_finite) && phrase.len() > 1;
        let may_lack_addressee = cue.frames.has(Frame::Object);
        if is_subject && may_lack_addressee { cue.end } else { phrase.end }
    }

    /// The position after "on Monday", "in an interview", "of the plan", "later".
    pub fn skip_adjuncts(&self, from: usize, frames: Frames) -> usize {
        let mut at = from;
        while let Some(next) = self.adjunct(from, at, frames) {
            at = next;
        }
        at
    }

    /// The end of the adjunct at `at`, the adjuncts having begun at `from`.
    fn adjunct(&self, from: usize, at: usize, frames: Frames) -> Option<usize> {
        let word = self.word(at)?;
        let before = (at > from).then(|| self.words[at - 1].class);
        let next = self.words.get(at + 1).map(|word| word.class);
        match word.class {
            Class::Preposition
                if word.lower == "to" && frames.has_any(&[Frame::Infinitive, Frame::Request]) =>
            {
                None
            }
            // "after the talks", and not "after they had met"
            Class::Preposition | Class::Subordinator => self.prepositional(at),
            Class::Time => Some(at + 1),
            _ if word.is_adverb() => Some(at + 1),
            // "late last week"
            Class::Determiner | Class::Open if word.is(Trait::Timing) && self.is_time(at + 1) => Some(at + 1),
            // "on May 5, 2014"
            Class::Number if before == Some(Class::Time) => Some(at + 1),
            Class::Comma if before == Some(Class::Number) && next == Some(Class::Number) => Some(at + 1),
            _ => None,
        }
    }

    /// Whether the word at `at` tells a time or leads to one: "week", "last".
    fn is_time(&self, at: usize) -> bool {
        let leads = |word: &Word| word.is(Trait::Timing) && self.is_time(at + 1);
        self.word(at).is_some_and(|word| word.class == Class::Time || leads(word))
    }

    /// The end of the prepositional phrase at `at`, where it is an adjunct of the cue and not the beginning of what is
    /// said.
    fn prepositional(&self, at: usize) -> Option<usize> {
        let words = self.words;
        if !words[at].is(Trait::Adjunct) {
            return None;
        }
        let takes = |next: &usize| {
            let (word, before) = (&words[*next], &words[next - 1]);
            let is_first = *next == at + 1;
            match word.class {
                Class::Determiner => is_first || before.class == Class::Determiner,
                Class::Pronoun => is_first,
                Class::Time => true,
                // "told of the plan Poland": a name behind a noun begins the clause.
                Class::Open | Class::Number | Class::Sign => {
                    let is_behind_noun = !is_first
                        && before.class == Class::Open
                        && !before.is_capital
                        && !before.is_possessive;
                    !(word.is_capital && is_behind_noun)
                }
                _ => word.is_possessive || word.is_nominal(),
            }
        };
        let end = (at + 1..self.end).find(|next| !takes(next)).unwrap_or(self.end);
        let is_subject = self.word(end).is_some_and(Word::is_finite);
        (end > at + 1 && !is_subject).then_some(end)
    }
}
