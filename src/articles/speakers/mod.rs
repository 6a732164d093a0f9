//! Which mentions of an article are the same speaker?

mod cast;
mod read;
mod same_name;
#[cfg(test)]
mod tests;

use super::Speaker;
use super::english::{Gender, role_kind};
use super::names::{Description, Kind};
use super::sentences::Sentence;
use super::statements::Spoken;
use cast::{Cast, Entity, Place};
use read::Named;

/// Sentences that are looked back at for whom a pronoun stands for.
const REACH: usize = 8;

/// Mentions that are looked at for whom a role or pronoun stands for: it keeps the search linear.
const MAX_MENTIONS: usize = 256;

/// The speakers, in the order of their first statement, and for each statement the position of its own.
pub(super) fn resolve(
    text: &str,
    sentences: &[Sentence],
    statements: &[Spoken],
) -> (Vec<Speaker>, Vec<usize>) {
    let (cast, named) = read::read(text, sentences, statements);
    let mut resolution = Resolution { cast, spoke: Vec::with_capacity(statements.len()) };
    for (statement, named) in statements.iter().zip(named) {
        let entity = resolution.entity(named);
        resolution.spoke.push((entity, statement.sentence));
    }
    resolution.speakers()
}

/// Who said the statements up to one, and who is known.
struct Resolution {
    cast: Cast,
    /// Entity and sentence of each statement so far.
    spoke: Vec<(usize, usize)>,
}

impl Resolution {
    fn entity(&mut self, named: Named) -> usize {
        match named {
            Named::Known(entity) => entity,
            Named::Other(found, place) => match found.kind {
                Kind::Pronoun => self.pronoun(&found, place),
                Kind::Role | Kind::Person | Kind::Body => self.role(&found, place),
            },
            Named::Nobody => match self.spoke.last() {
                Some(&(entity, _)) => entity,
                None => self.cast.unnamed(&Description::of_nobody()),
            },
        }
    }

    fn pronoun(&mut self, found: &Description, place: Place) -> usize {
        let gender = match found.head.as_str() {
            "he" | "him" | "his" => Some(Gender::He),
            "she" | "her" => Some(Gender::She),
            _ => None,
        };
        let antecedent = match gender {
            Some(gender) => self.person_before(gender, place),
            // "they", "it": whoever spoke last, where that is no single person.
            None => self.spoke.last().map(|&(entity, _)| entity).filter(|&entity| {
                self.cast.entities[entity].kind != Kind::Person
                    && matches!(found.head.as_str(), "they" | "it" | "their" | "its")
            }),
        };
        let entity = antecedent.unwrap_or_else(|| self.cast.unnamed(found));
        let known = &mut self.cast.entities[entity].gender;
        *known = known.or(gender);
        entity
    }

    /// The person that "he" at `place` stands for: who was named in the sentence first, or spoke before, or was named
    /// first in a sentence before.
    fn person_before(&self, gender: Gender, place: Place) -> Option<usize> {
        let fits = |entity: &usize| self.cast.entities[*entity].may_be(gender);
        (place.sentence.saturating_sub(REACH)..=place.sentence).rev().find_map(|sentence| {
            let mut named = self.cast.named_in(sentence, place).take(MAX_MENTIONS);
            let mut spoke = self.spoke_in(sentence).take(MAX_MENTIONS);
            let (named, spoke) = (named.find(fits), spoke.find(fits));
            if sentence == place.sentence { named.or(spoke) } else { spoke.or(named) }
        })
    }

    /// Who spoke in a sentence, from the last to the first.
    fn spoke_in(&self, sentence: usize) -> impl Iterator<Item = usize> {
        let end = self.spoke.partition_point(|&(_, of)| of <= sentence);
        self.spoke[..end].iter().rev().take_while(move |&&(_, of)| of == sentence).map(|&(entity, _)| entity)
    }

    /// "the ambassador": the person last named who is one; else somebody without a name.
    fn role(&mut self, found: &Description, place: Place) -> usize {
        let is_one = found.is_definite && !found.head.ends_with('s');
        let is_plain = found.organisation.is_none() || found.name.split_whitespace().count() <= 3;
        let person = if is_one && is_plain { self.person_with_role(found, place) } else { None };
        person.unwrap_or_else(|| self.cast.unnamed(found))
    }

    fn person_with_role(&self, found: &Description, place: Place) -> Option<usize> {
        let is_it = |head: &String| *head == found.head || role_kind(head) == Some(found.head.as_str());
        let fits = |&entity: &usize| {
            let entity = &self.cast.entities[entity];
            let own = entity.speaker.country.as_deref();
            let is_same_country = found.country.is_none() || own.is_none() || own == found.country;
            is_same_country && entity.heads.iter().any(is_it)
        };
        let (before, after) = self.cast.around(place);
        before.take(MAX_MENTIONS).find(fits).or_else(|| after.take(MAX_MENTIONS).find(fits))
    }

    fn speakers(self) -> (Vec<Speaker>, Vec<usize>) {
        let mut position: Vec<Option<usize>> = vec![None; self.cast.entities.len()];
        let mut speakers = Vec::new();
        let mut of_statement = Vec::with_capacity(self.spoke.len());
        for (entity, _) in self.spoke {
            let own = *position[entity].get_or_insert_with(|| {
                let Entity { speaker, .. } = &self.cast.entities[entity];
                speakers.push(speaker.clone());
                speakers.len() - 1
            });
            of_statement.push(own);
        }
        (speakers, of_statement)
    }
}
