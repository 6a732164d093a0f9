//! Which noun phrase names who speaks?

use std::ops::Range;

use super::clause::Clause;
use super::orders::breaks_before;
use crate::articles::cues::Cue;
use crate::articles::english::{Class, Form, Trait};
use crate::articles::phrases::{phrase_after, phrase_before};
use crate::articles::words::Word;

impl Clause<'_> {
    /// The phrase that names who speaks with a cue; `previous` spoke in the statement before it.
    pub fn subject(&self, cue: &Cue, previous: Option<&Range<usize>>) -> Option<Range<usize>> {
        if cue.form == Form::Gerund {
            return self.gerund_subject(cue, previous);
        }
        // "smiled and asked"
        let is_joined = || {
            let before = cue.group.checked_sub(1).map(|before| self.words[before].class);
            matches!(before, Some(Class::Conjunction | Class::Comma | Class::Adverb))
        };
        let goes_on = || previous.cloned().or_else(|| self.leading_phrase()).filter(|_| is_joined());
        self.subject_before(cue.group).or_else(goes_on)
    }

    /// The noun phrase before the verb group at `group`.
    pub fn subject_before(&self, group: usize) -> Option<Range<usize>> {
        let group = self.before_time(group);
        let last = self.before(group)?;
        match self.words[last].class {
            // "two officials, both of whom said"
            Class::Relative
                if self.words[last].lower == "whom"
                    && last >= self.floor + 2
                    && self.words[last - 1].lower == "of" =>
            {
                self.antecedent(last - 2)
            }
            Class::Relative => self.antecedent(last),
            Class::Comma | Class::Dash => self.appositive(last),
            // "Roe, Doe and Moe all said"
            Class::Determiner if self.is_after_phrase(last) => phrase_before(self.words, last, self.floor),
            _ => phrase_before(self.words, group, self.floor),
        }
    }

    /// Whether "all" or "both" at `at` stands behind what it is said of.
    fn is_after_phrase(&self, at: usize) -> bool {
        let before = self.before(at).map(|before| &self.words[before]);
        let ends = |word: &Word| word.is_nominal() || word.class == Class::ClosingBracket;
        self.words[at].is(Trait::Alone) && before.is_some_and(ends)
    }

    /// `end` without the "on Tuesday" before it.
    fn before_time(&self, end: usize) -> usize {
        let mut start = end;
        while let Some(before) = self.before(start)
            && matches!(self.words[before].class, Class::Time | Class::Number)
        {
            start = before;
        }
        if start == end {
            return end;
        }
        while let Some(before) = self.before(start)
            && self.words[before].is(Trait::Timing)
        {
            start = before;
        }
        // "The Sunday Times": a day without a preposition and with a determiner is part of a name.
        let is_name = self.before(start).is_some_and(|before| self.words[before].class == Class::Determiner);
        if is_name { end } else { start }
    }

    /// What "who" at `at` stands for.
    fn antecedent(&self, at: usize) -> Option<Range<usize>> {
        let words = self.words;
        let is_break = |word: &Word| matches!(word.class, Class::Comma | Class::Dash);
        let comma = self.before(at).filter(|&before| is_break(&words[before]));
        let phrase = phrase_before(words, comma.unwrap_or(at), self.floor)?;
        // "Jane Roe, a nurse who said": the name before the apposition.
        let name = || {
            let comma = self.before(phrase.start).filter(|&before| words[before].class == Class::Comma)?;
            let name = phrase_before(words, comma, self.floor)?;
            let is_apposition = words[phrase.start].class == Class::Determiner;
            (is_apposition && words[name.end - 1].is_capital).then_some(name)
        };
        name().or(Some(phrase.clone()))
    }

    /// The phrase whose appositions end with the mark at `mark`: "Ms. Roe, 59, of Millbrook, who was there, said".
    fn appositive(&self, mark: usize) -> Option<Range<usize>> {
        let words = self.words;
        let is_time = |word: &Word| matches!(word.class, Class::Time | Class::Number);
        let binds = |word: &Word| matches!(word.class, Class::Preposition | Class::Verb | Class::Relative);
        let mut best = None;
        for comma in breaks_before(self, mark) {
            let Some(phrase) = phrase_before(words, comma, self.floor) else { continue };
            let before = self.before(phrase.start).map(|before| &words[before]);
            if words[phrase.clone()].iter().all(is_time) || before.is_some_and(binds) {
                continue;
            }
            best = Some(phrase);
            // A phrase after a comma may be an apposition itself.
            if before.is_none_or(|word| word.class != Class::Comma) {
                break;
            }
        }
        best
    }

    fn gerund_subject(&self, cue: &Cue, previous: Option<&Range<usize>>) -> Option<Range<usize>> {
        let words = self.words;
        if !cue.is_participle(words) {
            return self.subject_before(cue.group);
        }
        let Some(before) = cue.group.checked_sub(1).map(|before| &words[before]) else {
            // "Bemoaning the cost, the growers left"
            let comma = self.find(cue.end..words.len(), Class::Comma)?;
            return phrase_after(words, comma + 1);
        };
        let is_loose = before.is_mark()
            || matches!(
                before.class,
                Class::Conjunction | Class::Preposition | Class::Subordinator | Class::Time
            );
        if is_loose {
            let leading = || self.leading_phrase().filter(|phrase| !words[phrase.end - 1].is_possessive);
            return previous.cloned().or_else(leading);
        }
        // "a statement saying"
        phrase_before(words, cue.group, self.floor).or_else(|| previous.cloned())
    }

    /// The first noun phrase of the clause: its subject, mostly.
    fn leading_phrase(&self) -> Option<Range<usize>> {
        let start = self.strip(self.floor..self.words.len());
        let first = self.words.get(start)?;
        // "Pressed by reporters, he left"
        let is_participle = first.class == Class::Open
            && (first.lower.ends_with("ed") || first.lower.ends_with("ing"))
            && self.words.get(start + 1).is_some_and(|word| {
                matches!(word.class, Class::Preposition | Class::Determiner | Class::Adverb)
            });
        // "After the talks, the minister left"
        if is_participle || matches!(first.class, Class::Preposition | Class::Subordinator) {
            let comma = self.find(start..self.words.len(), Class::Comma)?;
            return phrase_after(self.words, comma + 1);
        }
        phrase_after(self.words, start)
    }
}
