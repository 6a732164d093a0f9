//! What do words of English tell by themselves? The tables lie beside this file; another language has its own.

mod cue_forms;
mod cue_nouns;
mod word_classes;

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

pub(super) use cue_forms::{CueForm, Form, Frame, Frames, cue_forms};
pub(super) use cue_nouns::is_cue_noun;
pub(super) use word_classes::{Class, Trait, Traits, class_and_traits};

/// Which pronoun a person is spoken of with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Gender {
    He,
    She,
}

/// What an abbreviation that is written with a full stop stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Abbreviation {
    pub kind: AbbreviationKind,
    /// The role that a title tells, empty where it tells none.
    pub role: &'static str,
    pub gender: Option<Gender>,
}

/// With what in a name an abbreviation stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum AbbreviationKind {
    /// "Sen." before a name; short forms of address ("Sir") as well.
    Title,
    /// "Jr." behind a name.
    Suffix,
    /// "Corp."
    Company,
    /// "Fla.", behind a party's letter or a town.
    State,
    /// "Dem."
    Party,
}

static ABBREVIATIONS: LazyLock<HashMap<&'static str, Abbreviation>> =
    LazyLock::new(|| rows(include_str!("abbreviations.csv")).filter_map(abbreviation).collect());

fn abbreviation(row: &'static str) -> Option<(&'static str, Abbreviation)> {
    let [word, kind, role, gender] = cells(row)?;
    let kind = match kind {
        "title" => AbbreviationKind::Title,
        "suffix" => AbbreviationKind::Suffix,
        "company" => AbbreviationKind::Company,
        "state" => AbbreviationKind::State,
        "party" => AbbreviationKind::Party,
        _ => return None,
    };
    Some((word, Abbreviation { kind, role, gender: self::gender(gender)? }))
}

/// The abbreviation, without its full stop and in small letters.
pub(super) fn abbreviation_of(word: &str) -> Option<Abbreviation> {
    ABBREVIATIONS.get(word).copied()
}

/// The title before a name.
pub(super) fn title(word: &str) -> Option<Abbreviation> {
    abbreviation_of(word).filter(|abbreviation| abbreviation.kind == AbbreviationKind::Title)
}

static ROLES: LazyLock<HashMap<&'static str, &'static str>> =
    LazyLock::new(|| rows(include_str!("roles.csv")).filter_map(|row| row.split_once(',')).collect());

/// The kind of people that a word for a person belongs to: "ambassador" to "diplomat".
pub(super) fn role_kind(word: &str) -> Option<&'static str> {
    let singular = word.strip_suffix('s').filter(|singular| ROLES.contains_key(singular));
    ROLES.get(word).or_else(|| ROLES.get(singular?)).copied()
}

static BODIES: LazyLock<HashSet<&'static str>> = LazyLock::new(|| rows(include_str!("bodies.csv")).collect());

/// Whether the word names a kind of body, or a body: "ministry", "nato".
pub(super) fn is_body(word: &str) -> bool {
    BODIES.contains(word)
}

static COUNTRIES: LazyLock<HashMap<String, &'static str>> = LazyLock::new(|| {
    let mut names = HashMap::new();
    for [country, peoples, capitals] in rows(include_str!("countries.csv")).filter_map(cells) {
        names.insert(country.to_lowercase(), country);
        let others = [peoples, capitals].into_iter().flat_map(|cell| cell.split('|'));
        for name in others.filter(|name| !name.is_empty()) {
            names.entry(name.to_lowercase()).or_insert(country);
        }
    }
    names
});

/// Words of the longest name of a country.
const COUNTRY_WORDS: usize = 6;

/// The country that `words`, in small letters, begin with: its name, its people or its capital; and in how many words.
pub(super) fn country(words: &[&str]) -> Option<(&'static str, usize)> {
    (1..=words.len().min(COUNTRY_WORDS)).rev().find_map(|n| {
        let name = words[..n].join(" ");
        COUNTRIES.get(name.as_str()).map(|&country| (country, n))
    })
}

static FIRST_NAMES: LazyLock<HashMap<&'static str, Option<Gender>>> = LazyLock::new(|| {
    let cells = rows(include_str!("first-names.csv")).filter_map(|row| row.split_once(','));
    cells.filter_map(|(name, cell)| Some((name, gender(cell)?))).collect()
});

/// What a first name says of a person's gender; `None` where it is no first name that is known.
pub(super) fn first_name(word: &str) -> Option<Option<Gender>> {
    FIRST_NAMES.get(word).copied()
}

/// The gender that a cell names, perhaps none; `None` where it names something else.
fn gender(cell: &str) -> Option<Option<Gender>> {
    match cell {
        "he" => Some(Some(Gender::He)),
        "she" => Some(Some(Gender::She)),
        "" | "any" => Some(None),
        _ => None,
    }
}

/// Beginnings of lines that no article is made of.
static FURNITURE_STARTS: LazyLock<Vec<&'static str>> = LazyLock::new(|| furniture("start"));
/// Marks of an agency's photograph in a caption.
static CREDITS: LazyLock<Vec<&'static str>> = LazyLock::new(|| furniture("credit"));

/// What stands before a colon and names nobody: "Update".
static LABELS: LazyLock<Vec<&'static str>> = LazyLock::new(|| furniture("label"));

fn furniture(place: &str) -> Vec<&'static str> {
    let cells = rows(include_str!("furniture.csv")).filter_map(|row| row.rsplit_once(','));
    cells.filter(|(_, of)| *of == place).map(|(words, _)| words).collect()
}

/// Whether a line in small letters begins as lines do that no article is made of.
pub(super) fn starts_as_furniture(line: &str) -> bool {
    FURNITURE_STARTS.iter().any(|start| line.starts_with(start))
}

/// Whether a line in small letters names a photograph's agency.
pub(super) fn has_credit(line: &str) -> bool {
    CREDITS.iter().any(|credit| line.contains(credit))
}

/// Whether words in small letters before a colon say what follows rather than who speaks.
pub(super) fn is_furniture_label(words: &str) -> bool {
    LABELS.contains(&words)
}

/// The rows of a table without its header.
fn rows(table: &'static str) -> impl Iterator<Item = &'static str> {
    table.lines().skip(1).filter(|row| !row.is_empty())
}

/// The cells of a row, where it has as many as the table.
fn cells<const N: usize>(row: &'static str) -> Option<[&'static str; N]> {
    row.split(',').collect::<Vec<_>>().try_into().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every row is read, and none twice.
    #[track_caller]
    fn assert_unique<'a>(words: impl Iterator<Item = &'a str>) {
        let mut seen = HashSet::new();
        for word in words {
            assert!(seen.insert(word), "{word} stands twice");
        }
    }

    #[test]
    fn every_row_of_the_tables_is_well_formed() {
        for row in rows(include_str!("abbreviations.csv")) {
            assert!(abbreviation(row).is_some(), "{row}");
        }
        for row in rows(include_str!("first-names.csv")) {
            assert!(cells(row).is_some_and(|[_, cell]: [_; 2]| gender(cell).is_some()), "{row}");
        }
        for row in rows(include_str!("countries.csv")) {
            assert!(cells::<3>(row).is_some(), "{row}");
        }
        for row in rows(include_str!("furniture.csv")) {
            let place = row.rsplit_once(',').map(|(_, place)| place);
            assert!(matches!(place, Some("start" | "credit" | "label")), "{row}");
            assert_eq!(row.to_lowercase(), row);
        }
        for row in rows(include_str!("roles.csv")) {
            let [word, kind] = cells(row).unwrap_or_else(|| panic!("{row}"));
            assert!(KINDS.contains(&kind), "{word},{kind}");
        }
    }

    const KINDS: &[&str] = &[
        "activist",
        "diplomat",
        "expert",
        "journalist",
        "lawmaker",
        "lawyer",
        "leader",
        "official",
        "person",
        "soldier",
    ];

    #[test]
    fn no_word_stands_twice_in_a_table() {
        let first = |row: &'static str| row.split(',').next().unwrap_or_default();
        assert_unique(rows(include_str!("abbreviations.csv")).map(first));
        assert_unique(rows(include_str!("roles.csv")).map(first));
        assert_unique(rows(include_str!("bodies.csv")));
        assert_unique(rows(include_str!("countries.csv")).map(first));
        assert_unique(rows(include_str!("first-names.csv")).map(first));
        assert_unique(rows(include_str!("furniture.csv")));
        let names = rows(include_str!("countries.csv")).flat_map(|row| row.split([',', '|']));
        assert_unique(names.filter(|name| !name.is_empty()));
    }

    #[test]
    fn a_country_is_known_by_its_name_its_people_and_its_capital() {
        for (words, expected) in [
            (&["poland"][..], Some(("Poland", 1))),
            (&["polish", "minister"], Some(("Poland", 1))),
            (&["warsaw"], Some(("Poland", 1))),
            (&["south", "korean", "envoy"], Some(("South Korea", 2))),
            (
                &["democratic", "republic", "of", "the", "congo"],
                Some(("Democratic Republic of the Congo", 5)),
            ),
            (&["the", "poland"], None),
            (&[], None),
        ] {
            assert_eq!(country(words), expected, "{words:?}");
        }
    }

    #[test]
    fn a_role_is_known_in_the_plural_too() {
        assert_eq!(role_kind("ambassador"), Some("diplomat"));
        assert_eq!(role_kind("ambassadors"), Some("diplomat"));
        assert_eq!(role_kind("shield"), None);
    }
}
