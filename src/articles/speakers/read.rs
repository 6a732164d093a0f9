//! Whom do the words of an article name, from the first to the last?

use std::ops::Range;

use super::cast::{Cast, Place};
use crate::articles::english::{Class, is_body};
use crate::articles::names::{Description, Kind, describe};
use crate::articles::phrases::{beside, phrase_before};
use crate::articles::sentences::Sentence;
use crate::articles::statements::{Spoken, Subject};
use crate::articles::words::Word;

/// What a statement says of its speaker.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Named {
    /// A person or body of the cast.
    Known(usize),
    /// Somebody whom the text before tells.
    Other(Description, Place),
    /// Nobody: the speaker before goes on.
    Nobody,
}

/// A noun phrase that names somebody.
struct Naming {
    phrase: Range<usize>,
    beside: Range<usize>,
    origin: Origin,
}

/// Why a phrase is read.
enum Origin {
    /// The capital words at its end stand in the running text.
    Text(Range<usize>),
    /// It names the speaker of the statement at that position.
    Statement(usize),
}

/// Everybody who is named in full, with a title or as a speaker; and what each statement says of its own speaker.
pub(super) fn read(text: &str, sentences: &[Sentence], statements: &[Spoken]) -> (Cast, Vec<Named>) {
    let mut cast = Cast::default();
    let mut named = vec![Named::Nobody; statements.len()];
    let mut subjects: Vec<(usize, usize)> = Vec::with_capacity(statements.len());
    for (i, statement) in statements.iter().enumerate() {
        subjects.extend(statement.subject.as_ref().map(|subject| (subject.sentence, i)));
    }
    subjects.sort_unstable();
    let mut subjects = subjects.into_iter().peekable();
    for (s, Sentence { words, is_heading, .. }) in sentences.iter().enumerate() {
        let mut namings = if *is_heading { Vec::new() } else { names(words) };
        while let Some((_, i)) = subjects.next_if(|&(sentence, _)| sentence == s) {
            let subject = statements[i].subject.iter();
            namings.extend(subject.map(|Subject { phrase, beside, .. }| Naming {
                phrase: phrase.clone(),
                beside: beside.clone(),
                origin: Origin::Statement(i),
            }));
        }
        namings.sort_by_key(|naming| naming.phrase.start);
        for Naming { phrase, beside, origin } in namings {
            let place = Place { sentence: s, word: phrase.start };
            let describe = |phrase| describe(text, words, phrase, beside.clone());
            match origin {
                Origin::Statement(i) => {
                    let is_indefinite = ["a", "an"].contains(&words[phrase.start].lower.as_str());
                    let mut found = describe(phrase);
                    // Headings leave articles out: "Russian diplomat says" is the diplomat of the article.
                    found.is_definite |= *is_heading && !is_indefinite;
                    named[i] = cast.speaker(place, found);
                }
                Origin::Text(capitals) => {
                    let mut found = describe(phrase);
                    // "the talks with Jane Roe" is no person, "Jane Roe" is one.
                    let is_aside = !cast.is_certain(&found);
                    if is_aside {
                        found = describe(capitals);
                    }
                    cast.note(place, &found, is_aside, &words[beside]);
                }
            }
        }
    }
    (cast, named)
}

impl Cast {
    /// Who is described at `place`, after all the other places so far.
    fn speaker(&mut self, place: Place, found: Description) -> Named {
        match found.kind {
            Kind::Person => Named::Known(self.mention(place, &found)),
            Kind::Body => Named::Known(self.body(&found)),
            Kind::Role | Kind::Pronoun => Named::Other(found, place),
        }
    }

    /// Takes in whom the running text names, if it is somebody for sure: an aside is within a phrase of something else.
    fn note(&mut self, place: Place, found: &Description, is_aside: bool, beside: &[Word]) {
        match found.kind {
            _ if !self.is_certain(found) => {}
            Kind::Person if is_aside => self.introduce(place, found),
            Kind::Body => {
                let body = self.body(found);
                if let Some(acronym) = acronym(beside, &found.name) {
                    self.add_name(acronym, body);
                }
            }
            _ => {
                self.mention(place, found);
            }
        }
    }

    /// Whether capital words are somebody for sure, and no beginning of a sentence or name of a thing: a person with
    /// more than one name, a title or a role, or one who is known; a body whose noun is not all of its name.
    fn is_certain(&self, found: &Description) -> bool {
        let is_long = found.name.contains(' ');
        match found.kind {
            Kind::Person => is_long || found.gender.is_some() || found.role.is_some() || self.knows(found),
            Kind::Body => is_long && found.name.starts_with(char::is_uppercase) && is_body(&found.head),
            Kind::Role | Kind::Pronoun => false,
        }
    }
}

/// The acronym in the brackets that stand beside a body's name: "(IAEA)".
fn acronym<'a>(beside: &'a [Word], name: &str) -> Option<&'a str> {
    let [opening, acronym, closing, ..] = beside else { return None };
    let is_bracketed = opening.class == Class::OpeningBracket && closing.class == Class::ClosingBracket;
    let starts_alike = name.to_lowercase().chars().next() == acronym.lower.chars().next();
    let is_long = acronym.lower.chars().nth(1).is_some();
    (is_bracketed && acronym.is_upper && is_long && starts_alike).then_some(acronym.lower.as_str())
}

/// The phrases that end with capital words, but for genitives.
fn names(words: &[Word]) -> Vec<Naming> {
    let is_name = |word: &Word| word.is_capital && word.class == Class::Open && !word.is_quoted;
    let is_stop = |word: &Word| word.class == Class::Stop && word.lower == ".";
    let mut found = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let mut end = at;
        while end < words.len()
            && (is_name(&words[end])
                || end > at && is_stop(&words[end]) && words.get(end + 1).is_some_and(is_name))
        {
            end += 1;
        }
        if end > at
            && !words[end - 1].is_possessive
            && let Some(phrase) = phrase_before(words, end, 0)
        {
            let beside = beside(words, end, words.len());
            found.push(Naming { phrase, beside, origin: Origin::Text(at..end) });
        }
        at = end + 1;
    }
    found
}
