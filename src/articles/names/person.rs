//! When does a phrase name a person, and where does the name begin?

use std::ops::Range;

use super::{Description, Kind, Naming, singular};
use crate::articles::english::{Class, Trait, country, first_name, is_body, role_kind, title};
use crate::articles::words::Word;

/// Words of the longest name of a person.
const NAME_WORDS: usize = 5;

/// Letters of the longest acronym.
const ACRONYM_LETTERS: usize = 5;

impl Naming<'_> {
    /// The person that the phrase names, if any: "Russian Ambassador to Seoul Ivan Petrov", "Mr. Roe", "Jane Roe".
    pub fn person(&self) -> Option<Description> {
        let words = self.words;
        let before_link = self.phrase.start..self.link;
        let role = before_link.clone().rev().find(|&i| self.is_role(i));
        let titled = before_link.rev().find(|&i| words[i].is_title());
        let after_role = role.max(titled).map_or(self.phrase.start, |i| i + 1);
        let is_stop = after_role < self.link && words[after_role].class == Class::Stop;
        let after_role = after_role + usize::from(is_stop);
        if role.is_some()
            && after_role >= self.link
            && let Some(name) = self.name_behind_place()
        {
            return Some(self.named(name));
        }
        let mut name = after_role..self.link;
        if role.is_none() && titled.is_none() {
            // "flood survivor Jane Roe": the capitals at the end
            let capital = name.clone().rev().take_while(|&i| self.is_name_at(i)).last();
            name.start = capital.unwrap_or(name.end);
        }
        let is_name = !name.is_empty() && name.clone().all(|i| self.is_name_at(i));
        let is_person = role.is_some() || titled.is_some() || self.looks_like_person(name.clone());
        (is_name && is_person).then(|| self.named(name))
    }

    /// Whether the word at `i` can stand in a name; at the end of the phrase in the genitive, too: "Jane Roe's".
    fn is_name_at(&self, i: usize) -> bool {
        let word = &self.words[i];
        is_name_word(word) || word.is_capital && word.is_possessive && i + 1 == self.phrase.end
    }

    /// Whether the role word at `i` is a surname: "John Baker".
    pub fn is_surname(&self, i: usize) -> bool {
        let is_last = self.words[i].is_capital && i + 1 == self.phrase.end;
        is_last
            && i.checked_sub(1).is_some_and(|before| {
                let before = &self.words[before];
                before.is_capital && first_name(&before.lower).is_some()
            })
    }

    /// Whether capital words without role or title are a person's name rather than a body's.
    fn looks_like_person(&self, name: Range<usize>) -> bool {
        let lower = self.lower(name.clone());
        let is_country = country(&lower).is_some_and(|(_, n)| n == lower.len());
        if lower.iter().any(|word| is_body(word)) || is_country {
            return false;
        }
        let parts: Vec<&Word> =
            self.words[name.clone()].iter().filter(|word| word.class != Class::Stop).collect();
        let Some(first) = parts.first() else { return false };
        let is_known = first_name(&first.lower).is_some();
        let is_alone = !self.is_definite && self.link == self.phrase.end;
        // "ROE: It works": a transcript writes names in capitals.
        let is_label = self.words.get(self.phrase.end).is_some_and(|word| word.class == Class::Colon);
        let is_short = |word: &Word| (2..=ACRONYM_LETTERS).contains(&word.lower.len());
        let is_acronym = |word: &&Word| word.is_upper && is_short(word) && !is_label;
        let is_people = first.lower.ends_with("ans") || first.lower.ends_with("crats");
        match parts.len() {
            1 => is_alone && !is_people && (is_known || !is_acronym(first)),
            2..=NAME_WORDS => {
                let has_noun_before = name.start > self.phrase.start;
                is_known || has_noun_before || is_alone && !parts.iter().any(is_acronym)
            }
            _ => false,
        }
    }

    /// The name at the end of "Seoul Ivan Petrov", "the United Nations Jane Roe".
    fn name_behind_place(&self) -> Option<Range<usize>> {
        let words = self.words;
        let behind = (self.link + 1).min(self.phrase.end)..self.phrase.end;
        let start = behind.clone().find(|&i| words[i].class != Class::Determiner)?;
        let inside = &words[start..behind.end];
        let last = inside.last()?;
        if inside.len() < 3 || !inside.iter().all(is_name_word) || is_body(&last.lower) {
            return None;
        }
        let lower = self.lower(start..behind.end);
        let place = country(&lower).map(|(_, n)| n).filter(|&n| n + 1 < inside.len());
        let by_first_name = || (1..inside.len() - 1).find(|&i| first_name(lower[i]).is_some());
        let n = place.or_else(by_first_name).unwrap_or(inside.len() - 2);
        Some(start + n..behind.end)
    }

    /// The person of that name, whose role and titles stand before it in the phrase.
    pub fn named(&self, name: Range<usize>) -> Description {
        let words = self.words;
        let role = self.role_start().min(name.start)..name.start;
        let name = self.without_stops(name);
        let full = self.slice(name.clone()).unwrap_or_default();
        let full = full.split_whitespace().collect::<Vec<_>>().join(" ");
        let mut found = Description::new(Kind::Person, full, String::new());
        let titles = words[role.start..name.end].iter().filter(|word| word.is_title());
        let titles: Vec<_> = titles.filter_map(|word| title(&word.lower)).collect();
        let by_title = titles.iter().find_map(|title| title.gender);
        found.gender = by_title.or_else(|| first_name(&words[name.start].lower).flatten());
        let is_titular = |word: &Word| word.class == Class::Stop || word.is_title();
        let n_titles = words[role.clone()].iter().rev().take_while(|word| is_titular(word)).count();
        let role = role.start..role.end - n_titles;
        // "sources said Jane Roe", "the envoy and Jane Roe": no role of hers.
        let is_hers = |last: &Word| last.is_capital || role_kind(&last.lower).is_some();
        let is_hers = words[role.clone()].last().is_some_and(is_hers);
        let noun = words[role.clone()].iter().rfind(|word| role_kind(&word.lower).is_some());
        if let Some(noun) = noun.filter(|_| is_hers) {
            self.add_affiliation(role, &mut found);
            found.head = singular(&noun.lower);
        } else if let Some(title) = titles.iter().find(|title| !title.role.is_empty()) {
            found.role = Some(title.role.to_string());
            found.head = title.role.to_string();
        }
        found
    }

    /// Where a role before a name begins: "meets French President Roe" begins with a verb.
    fn role_start(&self) -> usize {
        let first = self.phrase.start;
        let is_verb = match &self.words[self.phrase.clone()] {
            [first, second, ..] => !first.is_capital && first.lower.ends_with('s') && second.is_capital,
            _ => false,
        };
        first + usize::from(is_verb)
    }

    /// `name` without full stops at its end, but for that of "Jr."
    fn without_stops(&self, name: Range<usize>) -> Range<usize> {
        let is_stop = |i: &usize| {
            let before = self.words[i - 1].lower.as_str();
            self.words[*i].class == Class::Stop && !matches!(before, "jr" | "sr")
        };
        let n_stops = (name.start + 1..name.end).rev().take_while(is_stop).count();
        name.start..name.end - n_stops
    }
}

/// A capital word, an initial's full stop, or a particle between the words of a name.
pub(super) fn is_name_word(word: &Word) -> bool {
    let is_capital = word.is_capital && word.class != Class::Determiner && !word.is_possessive;
    is_capital || word.is(Trait::Particle) || word.class == Class::Stop && word.lower == "."
}
