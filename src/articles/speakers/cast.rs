//! Everybody whom an article names, found by name.

use std::collections::HashMap;

use super::same_name::{is_same_name, keys, name_words};
use crate::articles::Speaker;
use crate::articles::english::Gender;
use crate::articles::names::{Description, Kind};

/// Somebody or some body that the article names.
#[derive(Debug, Clone)]
pub(super) struct Entity {
    pub kind: Kind,
    pub speaker: Speaker,
    pub gender: Option<Gender>,
    /// Nouns of the roles that it was given: "ambassador".
    pub heads: Vec<String>,
    /// The words of the name, in small letters.
    name: Vec<String>,
}

impl Entity {
    /// Whether "he" or "she" can stand for it.
    pub fn may_be(&self, gender: Gender) -> bool {
        let is_one = match self.kind {
            Kind::Person => true,
            Kind::Role => !self.speaker.name.ends_with('s'),
            Kind::Body | Kind::Pronoun => false,
        };
        is_one && self.gender.is_none_or(|own| own == gender)
    }
}

/// A word of the article, by its sentence and its position there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Place {
    pub sentence: usize,
    pub word: usize,
}

/// The entities of an article, and where the persons among them are named.
#[derive(Debug, Default)]
pub(super) struct Cast {
    pub entities: Vec<Entity>,
    /// Where persons are named, in order.
    mentions: Vec<(Place, usize)>,
    /// The persons of whose names a word is part, in the order in which they were named with it.
    persons: HashMap<String, Vec<(Place, usize)>>,
    /// The body of that name, and the last one that ends with that word.
    bodies: HashMap<String, usize>,
    bodies_by_noun: HashMap<String, usize>,
    unnamed: HashMap<(Kind, String), usize>,
}

/// Persons of a surname that are told apart: it keeps the search linear.
const MAX_NAMESAKES: usize = 32;

impl Cast {
    /// The person who is named at `place`, after all the other places so far: the one of that name who was named last,
    /// or somebody new.
    pub fn mention(&mut self, place: Place, found: &Description) -> usize {
        let name = name_words(&found.name);
        let entity = self.person(&name, found).unwrap_or_else(|| {
            let speaker = Speaker { name: found.name.clone(), named: true, ..Speaker::default() };
            self.add(Kind::Person, speaker, found.gender)
        });
        self.entities[entity].learn(&name, found);
        self.mentions.push((place, entity));
        self.index(place, entity);
        entity
    }

    /// Takes in a person whom the text names in passing: no pronoun stands for one, nor does a surname for whom there is
    /// somebody else.
    pub fn introduce(&mut self, place: Place, found: &Description) {
        let name = name_words(&found.name);
        let surname = &name[name.len().saturating_sub(1)..];
        let is_surname = |entity: &usize| self.entities[*entity].name == surname;
        let entity = match self.person(&name, found).filter(is_surname) {
            Some(entity) => entity,
            None if surname.iter().any(|word| self.persons.contains_key(word)) => return,
            None => {
                let speaker = Speaker { name: found.name.clone(), named: true, ..Speaker::default() };
                self.add(Kind::Person, speaker, found.gender)
            }
        };
        self.entities[entity].learn(&name, found);
        self.index(place, entity);
    }

    fn index(&mut self, place: Place, entity: usize) {
        for key in keys(&self.entities[entity].name) {
            match self.persons.get_mut(key) {
                Some(list) => list.push((place, entity)),
                None => {
                    self.persons.insert(key.clone(), vec![(place, entity)]);
                }
            }
        }
    }

    /// Whether somebody of that name was named before.
    pub fn knows(&self, found: &Description) -> bool {
        self.person(&name_words(&found.name), found).is_some()
    }

    fn person(&self, name: &[String], found: &Description) -> Option<usize> {
        let fits = |entity: &Entity| {
            is_same_name(&entity.name, name)
                && (found.gender.is_none() || entity.gender.is_none() || entity.gender == found.gender)
        };
        let of_word = |word: &String| {
            let namesakes = self.persons.get(word)?.iter().rev().take(MAX_NAMESAKES);
            namesakes.copied().find(|&(_, entity)| fits(&self.entities[entity]))
        };
        keys(name).filter_map(of_word).max().map(|(_, entity)| entity)
    }

    /// The persons who are named in a sentence before `place`, in order.
    pub fn named_in(&self, sentence: usize, place: Place) -> impl Iterator<Item = usize> {
        let first = self.mentions.partition_point(|(at, _)| at.sentence < sentence);
        let of_sentence = self.mentions[first..].iter().take_while(move |(at, _)| at.sentence == sentence);
        of_sentence.take_while(move |(at, _)| *at < place).map(|&(_, entity)| entity)
    }

    /// The persons who are named up to the sentence of `place`, the last one first, and those after it.
    pub fn around(&self, place: Place) -> (impl Iterator<Item = usize>, impl Iterator<Item = usize>) {
        let at = self.mentions.partition_point(|(at, _)| at.sentence <= place.sentence);
        let (before, after) = self.mentions.split_at(at);
        (before.iter().rev().map(|&(_, entity)| entity), after.iter().map(|&(_, entity)| entity))
    }

    /// The body of that name, or the last one that "the ministry" can stand for.
    pub fn body(&mut self, found: &Description) -> usize {
        let name = name_words(&found.name);
        let key = name.join(" ");
        let noun = name.last().cloned().unwrap_or_default();
        let by_noun = self.bodies_by_noun.get(&noun).filter(|_| found.is_definite && name.len() == 1);
        if let Some(&entity) = self.bodies.get(&key).max(by_noun) {
            return entity;
        }
        let is_named = found.name.chars().any(char::is_uppercase);
        let entity = self.add(Kind::Body, speaker(found, is_named), None);
        self.bodies.insert(key, entity);
        self.bodies_by_noun.insert(noun, entity);
        entity
    }

    /// Makes `name`, in small letters, another name of a body.
    pub fn add_name(&mut self, name: &str, body: usize) {
        self.bodies.insert(name.to_string(), body);
    }

    /// Somebody who is spoken of with those words and no name.
    pub fn unnamed(&mut self, found: &Description) -> usize {
        let key = (found.kind, found.name.clone());
        if let Some(&entity) = self.unnamed.get(&key) {
            return entity;
        }
        let entity = self.add(found.kind, speaker(found, false), found.gender);
        self.unnamed.insert(key, entity);
        entity
    }

    fn add(&mut self, kind: Kind, speaker: Speaker, gender: Option<Gender>) -> usize {
        let name = name_words(&speaker.name);
        self.entities.push(Entity { kind, speaker, name, gender, heads: Vec::new() });
        self.entities.len() - 1
    }
}

impl Entity {
    /// Takes what a mention tells and was not known.
    fn learn(&mut self, name: &[String], found: &Description) {
        if name.len() > self.name.len() {
            self.name = name.to_vec();
            self.speaker.name.clone_from(&found.name);
        }
        self.gender = self.gender.or(found.gender);
        let speaker = &mut self.speaker;
        speaker.role = speaker.role.take().or_else(|| found.role.clone());
        speaker.organisation = speaker.organisation.take().or_else(|| found.organisation.clone());
        speaker.country = speaker.country.take().or_else(|| found.country.map(str::to_string));
        if !found.head.is_empty() && !self.heads.contains(&found.head) {
            self.heads.push(found.head.clone());
        }
    }
}

fn speaker(found: &Description, named: bool) -> Speaker {
    Speaker {
        name: found.name.clone(),
        named,
        role: found.role.clone(),
        organisation: found.organisation.clone(),
        country: found.country.map(str::to_string),
    }
}
