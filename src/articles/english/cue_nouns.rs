//! Which nouns say that somebody said something?

use std::collections::HashMap;
use std::sync::LazyLock;

use super::{cells, rows};

static CUE_NOUNS: LazyLock<HashMap<&'static str, Vec<&'static str>>> =
    LazyLock::new(|| rows(include_str!("cue_nouns.csv")).filter_map(entry).collect());

fn entry(row: &'static str) -> Option<(&'static str, Vec<&'static str>)> {
    let [noun, followers] = cells(row)?;
    Some((noun, followers.split_whitespace().collect()))
}

/// Whether `word` is a noun of speech, in either number, which `next` joins with what is said: "call for", "claims that".
pub(in crate::articles) fn is_cue_noun(word: &str, next: &str) -> bool {
    let singular = || word.strip_suffix('s').and_then(|singular| CUE_NOUNS.get(singular));
    let followers = CUE_NOUNS.get(word).or_else(singular);
    followers.is_some_and(|followers| followers.contains(&next))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_noun_of_the_table_is_read_once() {
        let mut nouns: Vec<&str> = Vec::new();
        for row in rows(include_str!("cue_nouns.csv")) {
            let (noun, followers) = entry(row).unwrap_or_else(|| panic!("{row}"));
            assert!(!followers.is_empty(), "{row}");
            nouns.push(noun);
        }
        assert!(nouns.windows(2).all(|pair| pair[0] < pair[1]), "nouns are sorted, each once");
    }

    #[test]
    fn a_noun_is_a_cue_before_what_joins_it_with_what_is_said() {
        for (word, next, expected) in [
            ("call", "for", true),
            ("calls", "for", true),
            ("call", "with", false),
            ("claim", "that", true),
            ("shield", "that", false),
        ] {
            assert_eq!(is_cue_noun(word, next), expected, "{word} {next}");
        }
    }
}
