//! Who says what where a mark or "according to" says so instead of a verb?

use std::ops::Range;

use super::Found;
use super::clause::Clause;
use crate::articles::cues::is_inverted_start;
use crate::articles::english::{Class, Trait, is_body, is_furniture_label, role_kind};
use crate::articles::phrases::phrase_after;
use crate::articles::words::Word;

/// Words of the longest name before a colon.
const NAME_WORDS: usize = 5;

/// Words of the longest apposition of a source: "according to Jane Roe, a former envoy to the agency, it works".
const SOURCE_APPOSITION: usize = 14;

/// What leads from what is said to whom it is from.
const SOURCES: &[&[&str]] = &[
    &["according", "to"],
    &["in", "the", "words", "of"],
    &["in", "the", "view", "of"],
    &["in", "the", "opinion", "of"],
];

impl Clause<'_> {
    /// "According to the minister, it works", "It works, according to the minister".
    pub fn by_source(&self) -> Option<Found> {
        let words = self.words;
        let (at, n_words) = (0..self.end).find_map(|at| Some((at, self.source_at(at)?)))?;
        let cue = at..at + n_words;
        let subject = phrase_after(words, cue.end)?;
        let leads = |word: &Word| matches!(word.class, Class::Conjunction | Class::Adverb | Class::Comma);
        if words[..at].iter().all(leads) {
            let start = self.apposition_end(subject.end)?;
            return self.whole(start..self.end, subject, cue);
        }
        let comma = at.checked_sub(1).filter(|&before| words[before].class == Class::Comma);
        let before = comma.unwrap_or(at);
        let goes_on = comma.is_some()
            && subject.end + 2 < self.end
            && self.word(subject.end).is_some_and(|word| word.class == Class::Comma);
        let tail = goes_on.then(|| subject.end + 1..self.end);
        let found = self.whole(self.strip(0..before)..before, subject, cue)?;
        Some(found.with_tail(tail))
    }

    /// Words of what leads to a source at `at`, with a word behind it.
    fn source_at(&self, at: usize) -> Option<usize> {
        let rest = &self.words[at..self.end];
        let leads = |source: &&&[&str]| {
            let is_next = |(word, source): (&Word, &&str)| !word.is_quoted && word.lower == **source;
            rest.len() > source.len() && rest.iter().zip(**source).all(is_next)
        };
        SOURCES.iter().find(leads).map(|source| source.len())
    }

    fn whole(&self, content: Range<usize>, subject: Range<usize>, cue: Range<usize>) -> Option<Found> {
        let says = |word: &Word| !word.is_mark() || word.is_quotation();
        let has_words = self.words.get(content.clone())?.iter().any(says);
        has_words.then(|| Found::new(self.words, subject, cue, content))
    }

    /// The position after the comma that ends the appositions of a phrase which ends at `from`: the clause begins there.
    fn apposition_end(&self, from: usize) -> Option<usize> {
        let is_comma = |&i: &usize| self.words[i].class == Class::Comma && !self.words[i].is_quoted;
        let commas: Vec<usize> = (from..self.end).filter(is_comma).take(4).collect();
        // ", a former minister, it works": what follows the first comma is an apposition where a second one closes it.
        let is_apposition = |pair: &&[usize]| self.is_apposition(pair[0] + 1..pair[1]);
        let n_appositions = commas.windows(2).take_while(is_apposition).count();
        Some(commas.get(n_appositions)? + 1)
    }

    fn is_apposition(&self, between: Range<usize>) -> bool {
        let inside = &self.words[between];
        inside.len() <= SOURCE_APPOSITION
            && inside.first().is_some_and(|first| {
                let is_noun = matches!(first.class, Class::Determiner | Class::Number | Class::Open)
                    || first.is_capital;
                let is_relative = first.class == Class::Relative;
                is_relative || is_noun && !inside.iter().any(Word::is_finite)
            })
    }

    /// "“It works.” — Jane Roe", "Jane Roe: It works", "Said Roe: “It works.”"
    pub fn by_mark(&self, is_heading: bool) -> Option<Found> {
        let words = self.words;
        if words.len() >= 3 && words[0].is_quotation() {
            return self.by_dash();
        }
        if let Some(label) = label(words) {
            return self.whole(label.end + 1..self.end, label.clone(), label.end..label.end + 1);
        }
        let colon = self.find(1..self.end.clamp(1, NAME_WORDS + 3), Class::Colon)?;
        let next = self.word(colon + 1)?;
        let (subject, cue) =
            if is_inverted_start(words) { (1..colon, 0..1) } else { (0..colon, colon..colon + 1) };
        let is_marked = next.is_quotation() || !is_heading || next.is_capital;
        (self.is_name(subject.clone()) && is_marked)
            .then(|| Found::new(words, subject, cue, colon + 1..self.end))
    }

    /// Whether the words before a colon name somebody, and not what follows: "The latest".
    fn is_name(&self, subject: Range<usize>) -> bool {
        let words = &self.words[subject];
        if is_furniture(words) {
            return false;
        }
        let is_part = |word: &Word| {
            word.is_capital
                || word.class == Class::Stop
                || word.is(Trait::Particle)
                || matches!(word.lower.as_str(), "and" | "the")
        };
        let [first, .., last] = words else {
            return words.first().is_some_and(|word| word.is_capital && word.is_nominal());
        };
        let is_somebody = || is_body(&last.lower) || role_kind(&last.lower).is_some();
        words.len() <= NAME_WORDS
            && words.iter().all(is_part)
            && (first.class != Class::Determiner || is_somebody())
    }

    /// "“It works.” — Jane Roe"
    fn by_dash(&self) -> Option<Found> {
        let words = self.words;
        let dash = words.iter().position(|word| !word.is_quotation())?;
        let subject = phrase_after(words, dash + 1).filter(|_| words[dash].class == Class::Dash)?;
        let is_last = words.get(subject.end).is_none_or(Word::is_mark);
        (words[subject.start].is_capital && is_last)
            .then(|| Found::new(words, subject, dash..dash + 1, 0..dash))
    }
}

/// The name of a turn of a transcript, which a colon follows: "ROE:", "MR. ROE:", "Q:".
pub(in crate::articles) fn label(words: &[Word]) -> Option<Range<usize>> {
    let is_mark = |word: &&Word| matches!(word.class, Class::Sign);
    let start = words.iter().take_while(is_mark).count();
    let is_part = |word: &&Word| word.is_upper && !word.is_quoted || word.class == Class::Stop;
    let n_words = words[start..].iter().take(NAME_WORDS).take_while(is_part).count();
    let end = start + n_words;
    let is_name = n_words > 0 && !words[start].is_mark() && words.get(end)?.class == Class::Colon;
    (is_name && !is_furniture(&words[start..end])).then_some(start..end)
}

/// "Update", "Breaking news"
fn is_furniture(label: &[Word]) -> bool {
    let words: Vec<&str> = label.iter().map(|word| word.lower.as_str()).collect();
    is_furniture_label(&words.join(" "))
}
