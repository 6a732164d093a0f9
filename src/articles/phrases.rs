//! Where do the noun phrases of a sentence begin and end?

use std::ops::Range;

use super::english::{Class, Trait};
use super::words::Word;

/// Words of the longest phrase that is looked for: it keeps the search linear.
const MAX_WORDS: usize = 24;

/// Words between the brackets in a phrase: "the agency (IAEA)".
const MAX_BRACKETED: usize = 8;

/// The noun phrase that ends before `end`, within `floor..end`: "some of the officials", "The agency and its experts".
pub(super) fn phrase_before(words: &[Word], end: usize, floor: usize) -> Option<Range<usize>> {
    let floor = floor.max(end.saturating_sub(MAX_WORDS));
    let mut before = Before { words, floor, start: end, end, joins: false };
    while before.start > floor {
        match before.step() {
            Step::To(start) => before.start = start,
            Step::Stop => break,
            Step::Alone => return Some(before.start - 1..end),
        }
    }
    let is_phrase_start =
        |word: &Word| !word.is_mark() && !matches!(word.class, Class::Preposition | Class::Conjunction);
    let start = (before.start..end).find(|&i| is_phrase_start(&words[i]))?;
    Some(start..end)
}

/// A phrase as far as it was read, from its end.
struct Before<'a> {
    words: &'a [Word],
    floor: usize,
    start: usize,
    end: usize,
    /// An "and" or "or" stands in it.
    joins: bool,
}

/// What the word before a phrase is to it.
enum Step {
    /// The phrase reaches as far.
    To(usize),
    /// No part of it.
    Stop,
    /// The phrase is that word: "he".
    Alone,
}

impl Before<'_> {
    fn step(&mut self) -> Step {
        let at = self.start - 1;
        let word = &self.words[at];
        let is_last = self.start == self.end;
        let before = (at > self.floor).then(|| &self.words[at - 1]);
        let takes = match word.class {
            _ if word.is_nominal() => true,
            Class::Determiner if is_last => {
                return if word.is(Trait::Alone) { Step::Alone } else { Step::Stop };
            }
            Class::Determiner => return self.determiner(at),
            // "those close to him"
            Class::Pronoun if is_last => match before {
                Some(before) if before.class == Class::Preposition => true,
                _ => return Step::Alone,
            },
            Class::Preposition => !is_last && (self.joins_clause(at) || self.links(at)),
            Class::Conjunction => !is_last && self.conjoins(at),
            Class::Comma => {
                let is_name = |word: &Word| word.is_nominal() && word.is_capital;
                self.joins && before.is_some_and(is_name) && self.words[self.start].is_capital
            }
            Class::Sign => matches!(word.lower.as_str(), "&" | "/" | "$" | "%" | "@") && before.is_some(),
            Class::Stop => word.lower == "." && !is_last && before.is_some_and(Word::is_abbreviation),
            Class::ClosingBracket => return self.bracket(at),
            _ => false,
        };
        if takes { Step::To(at) } else { Step::Stop }
    }

    /// A determiner begins the phrase, unless something binds it to a noun before it.
    fn determiner(&mut self, at: usize) -> Step {
        self.start = at;
        let Some(before) = at.checked_sub(1).filter(|&before| before >= self.floor) else {
            return Step::Stop;
        };
        let is_bound = before > self.floor && self.words[before].is(Trait::Link) && {
            let noun = &self.words[before - 1];
            noun.is_nominal() && !noun.is_gerund() || noun.class == Class::Determiner
        };
        if is_bound || self.joins_clause(at) {
            Step::To(before)
        } else if self.words[before].class == Class::Determiner {
            Step::To(at)
        } else {
            Step::Stop
        }
    }

    /// Whether the preposition at `at` binds what follows to a noun.
    fn links(&self, at: usize) -> bool {
        let noun = at.checked_sub(1).filter(|&noun| noun >= self.floor).map(|noun| &self.words[noun]);
        self.words[at].is(Trait::Link) && noun.is_some_and(|noun| noun.is_nominal() && !noun.is_gerund())
    }

    /// Whether "and" before `at` must join two subjects, since a clause begins with the first.
    fn joins_clause(&self, at: usize) -> bool {
        at > self.floor && self.words[at - 1].lower == "and" && self.begins_clause(at - 1)
    }

    /// Whether the conjunction at `at` joins two phrases.
    fn conjoins(&mut self, at: usize) -> bool {
        self.joins = matches!(self.words[at].lower.as_str(), "and" | "or");
        let after = &self.words[self.start];
        let before =
            at.checked_sub(1).filter(|&before| before >= self.floor).map(|before| &self.words[before]);
        let is_alike = before.is_some_and(|before| {
            let is_same_case = before.is_capital == after.is_capital || after.class == Class::Determiner;
            before.is_nominal() && is_same_case
        });
        self.joins && (is_alike || self.begins_clause(at))
    }

    /// Whether the noun phrase that ends before `end` is the first of its clause.
    fn begins_clause(&self, end: usize) -> bool {
        let is_part =
            |word: &Word| word.is_nominal() || word.class == Class::Determiner || word.is(Trait::Link);
        let mut start = end;
        while start > self.floor && is_part(&self.words[start - 1]) {
            start -= 1;
        }
        let is_first = start == self.floor || self.words[start - 1].is_mark();
        start < end && self.words[start].class != Class::Preposition && is_first
    }

    /// The noun before the brackets that close at `at`.
    fn bracket(&self, at: usize) -> Step {
        let mut inside = self.floor.max(at.saturating_sub(MAX_BRACKETED))..at;
        match inside.rfind(|&i| self.words[i].class == Class::OpeningBracket) {
            Some(opening) if opening > self.floor && self.words[opening - 1].is_nominal() => {
                Step::To(opening)
            }
            _ => Step::Stop,
        }
    }
}

/// The noun phrase that starts at `start`, without appositions.
pub(super) fn phrase_after(words: &[Word], start: usize) -> Option<Range<usize>> {
    let first = words.get(start)?;
    if first.class == Class::Pronoun && !first.is_nominal() && !first.is_quoted {
        return Some(start..start + 1);
    }
    let limit = words.len().min(start + MAX_WORDS);
    let mut end = (start..limit).find(|&at| !continues(words, start, at)).unwrap_or(limit);
    let is_open =
        |word: &Word| matches!(word.class, Class::Preposition | Class::Conjunction | Class::Determiner);
    while end > start && is_open(&words[end - 1]) {
        end -= 1;
    }
    (end > start).then_some(start..end)
}

/// Whether the word at `at` is part of the phrase that starts at `start`.
fn continues(words: &[Word], start: usize, at: usize) -> bool {
    let word = &words[at];
    let before = (at > start).then(|| &words[at - 1]);
    let next = words.get(at + 1);
    match word.class {
        _ if word.is_nominal() => before.is_none() || !word.is_gerund(),
        _ if word.is_quoted => !word.is_quotation(),
        // "according to work colleagues": no verb follows a preposition.
        Class::Verb => {
            let is_object = start.checked_sub(1).is_some_and(|at| words[at].class == Class::Preposition);
            before.is_none() && is_object && next.is_some_and(Word::is_nominal)
        }
        Class::Determiner => before.is_none_or(|before| {
            matches!(before.class, Class::Preposition | Class::Conjunction | Class::Determiner)
        }),
        Class::Preposition => {
            let is_object = |next: &Word| {
                let is_infinitive = word.lower == "to" && !next.is_capital && next.class != Class::Determiner;
                !is_infinitive && (next.is_nominal() || next.class == Class::Determiner)
            };
            before.is_some() && word.is(Trait::Link) && next.is_some_and(is_object)
        }
        Class::Conjunction => {
            let is_name = |next: &Word| next.is_capital && next.is_nominal();
            word.lower == "and" && before.is_some_and(|before| before.is_capital) && next.is_some_and(is_name)
        }
        Class::Sign => before.is_some() && matches!(word.lower.as_str(), "&" | "/"),
        Class::Stop => word.lower == "." && before.is_some_and(Word::is_abbreviation) && next.is_some(),
        _ => false,
    }
}

/// Words of the longest appositions.
pub(super) const MAX_APPOSITIONS: usize = 40;

/// What stands behind a phrase that ends at `from`, up to `limit`, as far as it can be its appositions.
pub(super) fn beside(words: &[Word], from: usize, limit: usize) -> Range<usize> {
    let limit = limit.clamp(from, from + MAX_APPOSITIONS).min(words.len());
    let ends = |i: &usize| match words[*i].class {
        Class::Stop => i.checked_sub(1).is_none_or(|before| !words[before].is_abbreviation()),
        Class::Quotation(_) | Class::Colon => true,
        _ => false,
    };
    from..(from..limit).find(ends).unwrap_or(limit)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::articles::words::push_words;

    fn words(text: &str) -> Vec<Word> {
        let mut words = Vec::new();
        push_words(text, 0..text.len(), false, &mut words);
        words
    }

    fn slice<'a>(text: &'a str, words: &[Word], range: Option<Range<usize>>) -> &'a str {
        range.map_or("", |range| &text[words[range.start].range.start..words[range.end - 1].range.end])
    }

    #[test]
    fn a_phrase_ends_before_its_verb() {
        for (before, expected) in [
            ("Jane Roe", "Jane Roe"),
            ("On Tuesday the Polish foreign minister", "the Polish foreign minister"),
            ("that some of the officials", "some of the officials"),
            ("It works, the minister of defence of Poland", "the minister of defence of Poland"),
            ("Mr. J. Roe", "Mr. J. Roe"),
            ("Sen. Jane Roe (D-Md.)", "Sen. Jane Roe (D-Md.)"),
            ("The agency and its experts", "The agency and its experts"),
            ("Poland, Latvia and Estonia", "Poland, Latvia and Estonia"),
            ("because he", "he"),
            ("and many", "many"),
            ("Roe & Sons", "Roe & Sons"),
            ("those close to him", "those close to him"),
            ("It works,", ""),
            ("the", ""),
        ] {
            let words = words(before);
            assert_eq!(slice(before, &words, phrase_before(&words, words.len(), 0)), expected, "{before}");
        }
    }

    #[test]
    fn a_phrase_begins_behind_its_verb() {
        for (after, expected) in [
            ("Jane Roe, a nurse", "Jane Roe"),
            ("the minister of defence on Monday", "the minister of defence"),
            ("he works", "he"),
            ("Mr. Roe said", "Mr. Roe said"),
            ("Jane Roe and John Doe, who", "Jane Roe and John Doe"),
            ("reporters that it works", "reporters"),
            ("them to leave", "them"),
            ("work colleagues.", "work colleagues"),
            ("that it works", ""),
        ] {
            let text = format!("to {after}");
            let words = words(&text);
            assert_eq!(slice(&text, &words, phrase_after(&words, 1)), expected, "{after}");
        }
    }

    #[test]
    fn appositions_end_with_the_sentence() {
        let text = "Roe, head of Acme Corp. in Millbrook, left. It works";
        let words = words(text);
        assert_eq!(
            slice(text, &words, Some(beside(&words, 1, words.len()))),
            ", head of Acme Corp. in Millbrook, left"
        );
    }
}
