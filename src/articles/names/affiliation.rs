//! Which role, body and country do the words around a role name?

use std::ops::Range;

use super::{Description, Naming};
use crate::articles::english::{Class, country, is_body, role_kind};

impl Naming<'_> {
    /// Fills role, organisation and country, where they are not known, from words that hold a role: "Russian Ambassador
    /// to Seoul", "spokesman for the Foreign Ministry", "White House press secretary".
    pub fn add_affiliation(&self, role: Range<usize>, found: &mut Description) {
        let words = self.words;
        let is_before = |&i: &usize| matches!(words[i].class, Class::Determiner | Class::Adverb);
        let mut start = role.start + role.clone().take_while(is_before).count();
        let lower = self.lower(start..role.end);
        if let Some((country, n)) = country(&lower).filter(|_| words[start].is_capital) {
            found.country = found.country.or(Some(country));
            if start + n < role.end {
                start += n;
            }
        }
        if let Some(head) = (start..role.end).find(|&i| role_kind(&words[i].lower).is_some()) {
            let is_body =
                |&i: &usize| words[i].is_capital && (is_body(&words[i].lower) || words[i].is_possessive);
            if let Some(body) = (start..head).rfind(is_body) {
                found.organisation = found.organisation.take().or_else(|| self.slice(start..body + 1));
                start = body + 1;
            }
            self.add_body_behind(head..role.end, found);
        }
        found.role = found.role.take().or_else(|| self.slice(start..role.end));
    }

    /// "for the Foreign Ministry", "of Poland"
    fn add_body_behind(&self, role: Range<usize>, found: &mut Description) {
        let words = self.words;
        let Some(link) = role.clone().find(|&i| words[i].class == Class::Preposition) else { return };
        if !matches!(words[link].lower.as_str(), "for" | "of" | "at" | "with" | "from" | "in") {
            return;
        }
        let is_noun = |&i: &usize| words[i].class != Class::Determiner;
        let behind = (link + 1..role.end).find(is_noun).unwrap_or(role.end)..role.end;
        let place = country(&self.lower(behind.clone()));
        found.country = found.country.or(place.map(|(country, _)| country));
        let is_place = place.is_some_and(|(_, n)| n == behind.len());
        let names_body = words[behind.clone()].iter().any(|word| word.is_capital || is_body(&word.lower));
        if !is_place && names_body && words[link].lower != "in" {
            found.organisation = found.organisation.take().or_else(|| self.slice(behind));
        }
    }
}
