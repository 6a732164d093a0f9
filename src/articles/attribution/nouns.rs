//! Who says what where a noun says so: "the envoy's call for talks", "her claim that it works"?

use std::ops::Range;

use super::Found;
use super::clause::Clause;
use crate::articles::english::{Class, Trait, is_cue_noun};
use crate::articles::phrases::phrase_before;
use crate::articles::words::Word;

/// Adjectives between whose it is and the noun: "the envoy's repeated public calls".
const ADJECTIVES: usize = 2;

impl Clause<'_> {
    /// The statements of the nouns of speech in `gap`, which no other statement takes.
    pub fn by_nouns(&self, gap: Range<usize>) -> Vec<Found> {
        let mut found: Vec<Found> = Vec::new();
        let mut floor = gap.start;
        for at in gap.clone() {
            let clause = Clause { floor, end: gap.end.min(self.end), ..*self };
            if let Some(one) = clause.by_noun(at) {
                floor = one.content.end;
                found.push(one);
            }
        }
        found
    }

    fn by_noun(&self, at: usize) -> Option<Found> {
        let (noun, joint) = (self.word(at)?, self.word(at + 1)?);
        if noun.is_quoted || noun.is_capital || at < self.floor || !is_cue_noun(&noun.lower, &joint.lower) {
            return None;
        }
        let subject = self.possessor(at)?;
        let is_clause = matches!(joint.lower.as_str(), "that" | "to");
        let cue = at..at + if is_clause { 1 } else { 2 };
        let content = cue.end..self.noun_content_end(at + 2, joint.lower == "that");
        let n_words = self.words[content.clone()].iter().filter(|word| !word.is_mark()).count();
        (n_words >= 2).then(|| Found::new(self.words, subject, cue, content))
    }

    /// Whose the noun at `at` is.
    fn possessor(&self, at: usize) -> Option<Range<usize>> {
        let words = self.words;
        let is_adjective = |word: &Word| word.class == Class::Open && !word.is_possessive && !word.is_capital;
        let n_adjectives =
            words[self.floor..at].iter().rev().take(ADJECTIVES).take_while(|word| is_adjective(word)).count();
        let last = self.before(at - n_adjectives)?;
        if words[last].is(Trait::Possessive) {
            return Some(last..last + 1);
        }
        let phrase = phrase_before(words, last + 1, self.floor).filter(|_| words[last].is_possessive)?;
        // "commented on Roe's claim": whose it is stands behind the last preposition.
        let link = phrase.clone().rfind(|&i| words[i].class == Class::Preposition);
        let phrase = link.map_or(phrase.start, |link| link + 1)..phrase.end;
        self.is_named(&phrase).then_some(phrase)
    }

    /// Where what a noun says ends: a clause after its verb, a phrase before one.
    fn noun_content_end(&self, from: usize, is_clause: bool) -> usize {
        let verb = (from..self.end).find(|&i| self.words[i].is_finite()).filter(|_| is_clause);
        let start = verb.map_or(from, |verb| {
            let is_group = |word: &&Word| word.is_finite() || word.is_adverb();
            verb + self.words[verb..self.end].iter().take_while(is_group).count()
        });
        let is_cue = |i: usize| self.cues.iter().any(|cue| cue.group == i && !cue.is_participle(self.words));
        let ends = |&i: &usize| {
            let word = &self.words[i];
            let is_break = matches!(
                word.class,
                Class::Comma | Class::Semicolon | Class::Dash | Class::Colon | Class::Relative
            );
            is_break || word.class == Class::Subordinator || word.is_finite() || is_cue(i)
        };
        (start..self.end).find(ends).unwrap_or(self.end)
    }
}
