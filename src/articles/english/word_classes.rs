//! What can a word be told to be without knowing its sentence?

use std::collections::HashMap;
use std::sync::LazyLock;

use super::{cells, rows};

/// What a word or sign is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::articles) enum Class {
    Determiner,
    Pronoun,
    Relative,
    Preposition,
    Conjunction,
    Subordinator,
    Auxiliary,
    Negation,
    Adverb,
    /// Days, months, and words such as "morning".
    Time,
    /// A finite form that is seldom anything but a verb.
    Verb,
    /// Any other word: a noun, an adjective, another verb.
    Open,
    Number,
    /// The full stop of a sentence and its like.
    Stop,
    Comma,
    Colon,
    Semicolon,
    Dash,
    OpeningBracket,
    ClosingBracket,
    /// A sign of any other kind.
    Sign,
    /// A whole quotation: position in the article's list.
    Quotation(usize),
}

impl Class {
    fn of_name(name: &str) -> Option<Class> {
        Some(match name {
            "determiner" => Class::Determiner,
            "pronoun" => Class::Pronoun,
            "relative" => Class::Relative,
            "preposition" => Class::Preposition,
            "conjunction" => Class::Conjunction,
            "subordinator" => Class::Subordinator,
            "auxiliary" => Class::Auxiliary,
            "negation" => Class::Negation,
            "adverb" => Class::Adverb,
            "time" => Class::Time,
            "verb" => Class::Verb,
            "open" => Class::Open,
            _ => return None,
        })
    }
}

/// What is true of a few words of a class, and decides about phrases and clauses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::articles) enum Trait {
    /// A month or day that is one before a full stop or number only: "Jan. 5", and not "Jan".
    Abbreviated,
    /// A preposition that makes an adjunct of a cue: "said in Vienna".
    Adjunct,
    /// A determiner that is a noun phrase alone: "many say".
    Alone,
    Article,
    /// Says with an infinitive that something goes on: "continued to say".
    Aspect,
    /// Begins an indirect question: "whether".
    Asks,
    /// The writer of the text: "I".
    Author,
    /// A form of "be".
    Be,
    /// "if"
    Conditional,
    /// A subordinator that begins what is not said by the speaker before it: "he opposed it, although".
    Contrast,
    /// Makes a noun phrase one that is known: "the", "his".
    Definite,
    Feminine,
    /// A gerund may follow: "by saying".
    Gerund,
    /// A form of "have".
    Have,
    /// Somebody: "he", "many".
    Human,
    /// A preposition that binds a phrase to the noun before it: "of".
    Link,
    Masculine,
    /// A noun in "-ly".
    Noun,
    /// A subordinator with which what is said may begin: "said if he were".
    Opener,
    /// Part of a name in small letters: "van".
    Particle,
    /// "his"
    Possessive,
    /// A pronoun of one person or thing, with which no bare verb form goes.
    Singular,
    /// Before a day: "on", "last".
    Timing,
    /// An auxiliary with which nothing was said: "might say".
    Unreal,
}

const TRAITS: &[(&str, Trait)] = &[
    ("abbreviated", Trait::Abbreviated),
    ("adjunct", Trait::Adjunct),
    ("alone", Trait::Alone),
    ("article", Trait::Article),
    ("aspect", Trait::Aspect),
    ("asks", Trait::Asks),
    ("author", Trait::Author),
    ("be", Trait::Be),
    ("conditional", Trait::Conditional),
    ("contrast", Trait::Contrast),
    ("definite", Trait::Definite),
    ("feminine", Trait::Feminine),
    ("gerund", Trait::Gerund),
    ("have", Trait::Have),
    ("human", Trait::Human),
    ("link", Trait::Link),
    ("masculine", Trait::Masculine),
    ("noun", Trait::Noun),
    ("opener", Trait::Opener),
    ("particle", Trait::Particle),
    ("possessive", Trait::Possessive),
    ("singular", Trait::Singular),
    ("timing", Trait::Timing),
    ("unreal", Trait::Unreal),
];

/// A set of traits: a bit each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(in crate::articles) struct Traits(u32);

impl Traits {
    pub fn has(self, one: Trait) -> bool {
        self.0 & (1 << one as u32) != 0
    }

    /// The traits whose names stand in a cell.
    fn of_names(cell: &str) -> Option<Traits> {
        cell.split_whitespace().try_fold(Traits::default(), |all, name| {
            let (_, one) = TRAITS.iter().find(|(of, _)| *of == name)?;
            Some(Traits(all.0 | 1 << *one as u32))
        })
    }
}

static WORDS: LazyLock<HashMap<&'static str, (Class, Traits)>> =
    LazyLock::new(|| rows(include_str!("words.csv")).filter_map(entry).collect());

fn entry(row: &'static str) -> Option<(&'static str, (Class, Traits))> {
    let [word, class, traits] = cells(row)?;
    Some((word, (Class::of_name(class)?, Traits::of_names(traits)?)))
}

/// Class and traits of a word in small letters; [`Class::Open`] where the table does not have it.
pub(in crate::articles) fn class_and_traits(word: &str) -> (Class, Traits) {
    WORDS.get(word).copied().unwrap_or((Class::Open, Traits::default()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_of_the_table_is_read_once() {
        let mut words: Vec<&str> = Vec::new();
        for row in rows(include_str!("words.csv")) {
            let (word, _) = entry(row).unwrap_or_else(|| panic!("{row}"));
            assert_eq!(word, word.to_lowercase());
            words.push(word);
        }
        assert!(words.windows(2).all(|pair| pair[0] < pair[1]), "words are sorted, each once");
    }

    #[test]
    fn every_trait_is_of_some_word() {
        for (name, one) in TRAITS {
            assert!(WORDS.values().any(|(_, traits)| traits.has(*one)), "{name}");
        }
        assert!(!class_and_traits("shield").1.has(Trait::Link));
        assert_eq!(class_and_traits("shield").0, Class::Open);
    }
}
