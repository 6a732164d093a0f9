//! What do the appositions beside a phrase add to it?

use std::ops::Range;

use super::person::is_name_word;
use super::{Description, Kind, Naming, singular};
use crate::articles::english::{Class, first_name, is_body, role_kind};
use crate::articles::words::Word;

/// Words of the longest name in an apposition.
const NAME_WORDS: usize = 5;

impl Naming<'_> {
    /// Adds ", a spokesman for the ministry," and ", Jane Roe,".
    pub fn add_appositions(&self, beside: Range<usize>, found: &mut Description) {
        let words = &self.words[beside.clone()];
        let opens = |word: &Word| matches!(word.class, Class::Comma | Class::OpeningBracket | Class::Dash);
        if !words.first().is_some_and(opens) || found.kind == Kind::Pronoun {
            return;
        }
        let closes = |word: &Word| matches!(word.class, Class::Comma | Class::Dash | Class::ClosingBracket);
        let mut start = beside.start + 1;
        for part in words[1..].split(closes) {
            let range = start..start + part.len();
            start = range.end + 1;
            let Some(first) = part.first() else { continue };
            if first.class == Class::Relative {
                return;
            }
            if found.kind == Kind::Role && self.is_name(range.clone()) {
                self.add_name(range, found);
            } else if found.kind == Kind::Person && found.role.is_none() && !first.is_capital {
                self.add_role(range, found);
            }
        }
    }

    fn is_name(&self, range: Range<usize>) -> bool {
        let inside = &self.words[range];
        let is_person = inside.first().is_some_and(|first| {
            let is_known = first.is_title() || first_name(&first.lower).is_some();
            is_known || !inside.iter().any(|word| is_body(&word.lower))
        });
        (2..=NAME_WORDS).contains(&inside.len()) && inside.iter().all(is_name_word) && is_person
    }

    /// "the ambassador, Jane Roe,"
    fn add_name(&self, name: Range<usize>, found: &mut Description) {
        let naming = Naming::new(self.text, self.words, name, false);
        let Some(person) = naming.person() else { return };
        let role = std::mem::replace(found, person);
        found.role = role.role.or(Some(role.name));
        found.organisation = found.organisation.take().or(role.organisation);
        found.country = found.country.or(role.country);
        found.head = role.head;
    }

    /// "Jane Roe, an envoy of the agency,": the role is the noun of the apposition, not one of whom it speaks.
    fn add_role(&self, range: Range<usize>, found: &mut Description) {
        let words = &self.words[range.clone()];
        let is_clause = words.iter().any(|word| matches!(word.class, Class::Auxiliary | Class::Verb));
        // "an outside adviser", "one of his aides"
        let leads = |word: &&Word| matches!(word.class, Class::Determiner | Class::Preposition);
        let n_leading = words.iter().take_while(leads).count();
        let until = |class: Class| {
            let behind = words[n_leading..].iter().position(|word| word.class == class);
            behind.map_or(words.len(), |at| n_leading + at)
        };
        let head = &words[n_leading..until(Class::Preposition)];
        let noun = head.iter().find(|word| role_kind(&word.lower).is_some());
        let noun = noun.filter(|_| words[0].class != Class::Preposition);
        if let Some(noun) = noun.filter(|_| !is_clause) {
            self.add_affiliation(range.start..range.start + until(Class::Relative), found);
            found.head = singular(&noun.lower);
        }
    }
}
