//! What does a phrase say of whom it names?

mod affiliation;
mod apposition;
mod person;

use std::ops::Range;

use super::english::{Class, Gender, Trait, country, is_body, role_kind};
use super::words::Word;

/// What kind of speaker a phrase names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Kind {
    /// "Jane Roe", "Mr. Roe"
    Person,
    /// "the Foreign Ministry", "Moscow"
    Body,
    /// "the ambassador", "officials"
    Role,
    /// "he"
    Pronoun,
}

/// What a phrase and its appositions say of a speaker.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Description {
    pub kind: Kind,
    /// The name of a person without titles, of a body without an article; for others the words of the phrase.
    pub name: String,
    pub role: Option<String>,
    pub organisation: Option<String>,
    pub country: Option<&'static str>,
    pub gender: Option<Gender>,
    /// The noun that a role or body is of, in small letters: "ambassador".
    pub head: String,
    /// "the ambassador", "this ministry", "its council"
    pub is_definite: bool,
}

impl Description {
    fn new(kind: Kind, name: String, head: String) -> Self {
        Description {
            kind,
            name,
            role: None,
            organisation: None,
            country: None,
            gender: None,
            head,
            is_definite: false,
        }
    }

    /// Of a speaker whom the text does not name at all.
    pub fn of_nobody() -> Self {
        Description::new(Kind::Role, String::new(), String::new())
    }
}

/// What `phrase` says, with the appositions `beside` it.
pub(super) fn describe(
    text: &str,
    words: &[Word],
    phrase: Range<usize>,
    beside: Range<usize>,
) -> Description {
    let first = &words[phrase.start];
    let is_pronoun = matches!(first.class, Class::Pronoun | Class::Relative) || first.is(Trait::Possessive);
    if phrase.len() == 1 && is_pronoun {
        return Description::new(Kind::Pronoun, first.lower.clone(), first.lower.clone());
    }
    // "Q: Does it work?"
    let is_label = words.get(phrase.end).is_some_and(|word| word.class == Class::Colon);
    if phrase.len() == 1 && is_label && first.lower.len() == 1 {
        let name = text[first.range.clone()].to_string();
        return Description::new(Kind::Role, name, first.lower.clone());
    }
    let is_definite = first.is(Trait::Definite);
    let start = phrase.clone().find(|&i| !words[i].is(Trait::Article)).unwrap_or(phrase.start);
    let naming = Naming::new(text, words, start..phrase.end, is_definite);
    let mut found = naming.describe();
    // "His lawyer" need not be the lawyer whom the text names.
    found.is_definite = is_definite && !(found.kind == Kind::Role && first.is(Trait::Possessive));
    naming.add_appositions(beside, &mut found);
    found
}

/// A noun phrase, without the article, and the words around it.
struct Naming<'a> {
    text: &'a str,
    words: &'a [Word],
    /// With the determiner, and without what stands in brackets.
    whole: Range<usize>,
    /// Without the determiner.
    phrase: Range<usize>,
    /// The first preposition in it, or its end.
    link: usize,
    is_definite: bool,
}

impl<'a> Naming<'a> {
    fn new(text: &'a str, words: &'a [Word], whole: Range<usize>, is_definite: bool) -> Self {
        let first = |of: Class, from: usize| (from..whole.end).find(|&i| words[i].class == of);
        let start = whole.clone().find(|&i| words[i].class != Class::Determiner).unwrap_or(whole.start);
        let end = first(Class::OpeningBracket, start).unwrap_or(whole.end).max(start + 1);
        let link = first(Class::Preposition, start + 1).filter(|&link| link < end).unwrap_or(end);
        Naming { text, words, whole: whole.start..end, phrase: start..end, link, is_definite }
    }

    fn describe(&self) -> Description {
        match self.person() {
            Some(person) => person,
            None => self.body_or_role(),
        }
    }

    fn body_or_role(&self) -> Description {
        let Naming { words, link, .. } = *self;
        let lower = self.lower(self.phrase.start..link);
        let head = lower.last().copied().unwrap_or_default();
        let role = (self.phrase.start..link).rev().find(|&i| self.is_role(i));
        let place = country(&lower);
        let is_people = head.ends_with("ns") || head.ends_with("is");
        let is_country = place.is_some_and(|(_, n)| n == lower.len()) && !is_people;
        let is_named = words[link - 1].is_capital && words[link - 1].class != Class::Determiner;
        let is_body = role.is_none() && (is_body(head) && self.is_definite || is_country || is_named);
        let kind = if is_body { Kind::Body } else { Kind::Role };
        let name = self.slice(self.whole.clone()).unwrap_or_default();
        let mut found = Description::new(kind, name, head.to_string());
        found.country = place.map(|(country, _)| country).or_else(|| self.country_behind_link());
        if let Some(role) = role {
            self.add_affiliation(self.phrase.clone(), &mut found);
            found.head = singular(&words[role].lower);
        }
        if is_body {
            found.organisation = Some(found.name.clone());
        }
        found
    }

    /// "of Poland", "in the Netherlands"
    fn country_behind_link(&self) -> Option<&'static str> {
        let lower = self.lower(self.link..self.phrase.end);
        let is_link = |&at: &usize| matches!(lower[at], "of" | "in" | "from");
        (0..lower.len()).filter(is_link).find_map(|link| {
            let behind = &lower[link + 1..];
            let n_articles = behind.iter().take_while(|word| **word == "the").count();
            country(&behind[n_articles..]).map(|(country, _)| country)
        })
    }

    /// Whether the word at `i` is a role and no surname.
    fn is_role(&self, i: usize) -> bool {
        let word = &self.words[i];
        role_kind(&word.lower).is_some() && !word.is_possessive && !self.is_surname(i)
    }

    fn lower(&self, range: Range<usize>) -> Vec<&'a str> {
        self.words[range].iter().map(|word| word.lower.as_str()).collect()
    }

    /// The text of some words, without a genitive's ending.
    fn slice(&self, range: Range<usize>) -> Option<String> {
        let (first, last) = (self.words[range.clone()].first()?, self.words[range].last()?);
        let slice = &self.text[first.range.start..last.range.end];
        Some(slice.trim_end_matches("'s").trim_end_matches("’s").to_string())
    }
}

fn singular(word: &str) -> String {
    let cut = word.strip_suffix('s').filter(|cut| role_kind(cut).is_some());
    cut.unwrap_or(word).to_string()
}

#[cfg(test)]
mod tests {
    use super::Kind::*;
    use super::*;
    use crate::articles::words::push_words;

    /// What a phrase says; behind `|` stand its appositions.
    fn described(text: &str) -> Description {
        let (phrase, _) = text.split_once('|').unwrap_or((text, ""));
        let plain = text.replace('|', "");
        let mut words = Vec::new();
        push_words(&plain, 0..plain.len(), false, &mut words);
        let end = words.iter().position(|word| word.range.start >= phrase.len()).unwrap_or(words.len());
        describe(&plain, &words, 0..end, end..words.len())
    }

    #[test]
    fn a_phrase_is_a_person_a_body_a_role_or_a_pronoun() {
        for (text, kind, name) in [
            ("Jane Roe", Person, "Jane Roe"),
            ("Mr. Roe", Person, "Roe"),
            ("Sen. Jane Q. Roe", Person, "Jane Q. Roe"),
            ("John Roe Jr.", Person, "John Roe Jr."),
            ("Ludwig van Moe", Person, "Ludwig van Moe"),
            ("flood survivor Jane Roe", Person, "Jane Roe"),
            ("the Polish Ambassador to Seoul Jan Nowak", Person, "Jan Nowak"),
            ("Jane Roe’s", Person, "Jane Roe"),
            ("the Foreign Ministry", Body, "Foreign Ministry"),
            ("the ministry", Body, "ministry"),
            ("Moscow", Body, "Moscow"),
            ("NATO", Body, "NATO"),
            ("the Ministry of Defence of Poland", Body, "Ministry of Defence of Poland"),
            ("the ambassador", Role, "ambassador"),
            ("officials", Role, "officials"),
            ("a spokesman for the agency", Role, "spokesman for the agency"),
            ("his lawyer", Role, "his lawyer"),
            ("he", Pronoun, "he"),
            ("their", Pronoun, "their"),
        ] {
            let found = described(text);
            assert_eq!((found.kind, found.name.as_str()), (kind, name), "{text}");
        }
    }

    #[test]
    fn role_body_and_country_are_taken_from_the_phrase_and_its_appositions() {
        for (text, role, organisation, country) in [
            ("Russian Ambassador to Seoul Ivan Petrov", Some("Ambassador to Seoul"), None, Some("Russia")),
            ("Foreign Ministry spokeswoman Jane Roe", Some("spokeswoman"), Some("Foreign Ministry"), None),
            ("Polish Defence Minister Jan Nowak", Some("Defence Minister"), None, Some("Poland")),
            ("Sen. Jane Roe", Some("senator"), None, None),
            (
                "Jane Roe|, a spokeswoman for the Trade Agency,",
                Some("spokeswoman for the Trade Agency"),
                Some("Trade Agency"),
                None,
            ),
            (
                "Jane Roe|, the prime minister of Poland,",
                Some("prime minister of Poland"),
                None,
                Some("Poland"),
            ),
            ("the ambassador|, Jane Roe,", Some("ambassador"), None, None),
            ("the French ambassador|, Jane Roe,", Some("ambassador"), None, Some("France")),
            ("Jane Roe|, who met the minister,", None, None, None),
            ("Jane Roe|, with her son and two friends,", None, None, None),
            ("the Polish government", None, Some("Polish government"), Some("Poland")),
            (
                "the Ministry of Defence of Poland",
                None,
                Some("Ministry of Defence of Poland"),
                Some("Poland"),
            ),
            ("Moscow", None, Some("Moscow"), Some("Russia")),
        ] {
            let found = described(text);
            let of = (found.role.as_deref(), found.organisation.as_deref(), found.country);
            assert_eq!(of, (role, organisation, country), "{text}");
        }
    }

    #[test]
    fn titles_and_first_names_tell_the_gender() {
        for (text, expected) in [
            ("Mr. Roe", Some(Gender::He)),
            ("Mrs. Roe", Some(Gender::She)),
            ("Jane Roe", Some(Gender::She)),
            ("John Roe", Some(Gender::He)),
            ("Dr. Roe", None),
        ] {
            assert_eq!(described(text).gender, expected, "{text}");
        }
    }
}
