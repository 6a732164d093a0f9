//! Which words does one token hold: the parts of a tag and of a hyphenated word.

use super::characters::is_hyphen;

/// The words that are run together in a hashtag (without its `#`), as byte ranges `(start, end)` of `tag`.
///
/// # Definition
/// A part ends before an underscore, between a letter and a digit, between a small and a capital letter, and
/// before the last of several capitals when a small letter follows. A lone small s after capitals is their
/// plural and stays with them. Underscores belong to no part; a tag of one part yields that part.
///
/// # Examples
/// ```
/// use standpoint::hashtag_parts;
///
/// let parts = |tag: &'static str| hashtag_parts(tag).map(|(start, end)| &tag[start..end]).collect::<Vec<_>>();
/// assert_eq!(parts("StopTHAADNow"), ["Stop", "THAAD", "Now"]);
/// assert_eq!(parts("no_war2024"), ["no", "war", "2024"]);
/// ```
pub fn hashtag_parts(tag: &str) -> impl Iterator<Item = (usize, usize)> + '_ {
    let mut position = 0;
    std::iter::from_fn(move || {
        let start = position + tag[position..].find(|c| c != '_')?;
        position = start + part_len(&tag[start..]);
        Some((start, position))
    })
}

/// Length in bytes of the part with which `rest`, which is not empty, begins.
fn part_len(rest: &str) -> usize {
    let mut chars = rest.char_indices();
    let mut before = chars.next().map_or(Case::Other, |(_, c)| Case::of(c));
    while let Some((at, c)) = chars.next() {
        let case = Case::of(c);
        let is_boundary = match (before, case) {
            (_, Case::Underscore) => true,
            (Case::Other, _) | (_, Case::Other) => false,
            (Case::Upper, Case::Upper) => starts_capitalised_word(chars.as_str()),
            (Case::Upper, Case::Lower) => false,
            (before, case) => before != case,
        };
        if is_boundary {
            return at;
        }
        if case != Case::Other {
            before = case;
        }
    }
    rest.len()
}

/// Whether the capital before `rest` begins a word of its own: a small letter follows, other than a plural s.
fn starts_capitalised_word(rest: &str) -> bool {
    let mut cases = rest.chars().map(Case::of);
    cases.next() == Some(Case::Lower) && !(rest.starts_with('s') && cases.next() != Some(Case::Lower))
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Case {
    Upper,
    Lower,
    Digit,
    Underscore,
    /// Marks and letters of scripts without case: they go on with whatever stands before them.
    Other,
}

impl Case {
    fn of(c: char) -> Self {
        match c {
            '_' => Case::Underscore,
            _ if c.is_numeric() => Case::Digit,
            _ if c.is_uppercase() => Case::Upper,
            _ if c.is_lowercase() => Case::Lower,
            _ => Case::Other,
        }
    }
}

/// The parts of a hyphenated word, as byte ranges `(start, end)` of `word`; a word without hyphen is one part.
///
/// Apostrophes stay inside their part.
///
/// # Examples
/// ```
/// use standpoint::word_parts;
///
/// let parts = |word: &'static str| word_parts(word).map(|(start, end)| &word[start..end]).collect::<Vec<_>>();
/// assert_eq!(parts("anti-ballistic"), ["anti", "ballistic"]);
/// assert_eq!(parts("don't"), ["don't"]);
/// ```
pub fn word_parts(word: &str) -> impl Iterator<Item = (usize, usize)> + '_ {
    let mut start = 0;
    word.split(is_hyphen).filter_map(move |part| {
        let range = (start, start + part.len());
        start = range.1 + word[range.1..].chars().next().map_or(0, char::len_utf8);
        (!part.is_empty()).then_some(range)
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use proptest::test_runner::RngSeed;

    use super::*;

    fn slices(text: &str, parts: impl Iterator<Item = (usize, usize)>) -> Vec<&str> {
        parts.map(|(start, end)| &text[start..end]).collect()
    }

    #[test]
    fn tags_fall_into_their_words() {
        for (tag, expected) in [
            ("StopTHAADNow", vec!["Stop", "THAAD", "Now"]),
            ("NoWar2024", vec!["No", "War", "2024"]),
            ("sanctions", vec!["sanctions"]),
            ("NATO", vec!["NATO"]),
            ("ICBMs", vec!["ICBMs"]),
            ("NoICBMsPlease", vec!["No", "ICBMs", "Please"]),
            ("USSanctions", vec!["US", "Sanctions"]),
            ("S400Deal", vec!["S", "400", "Deal"]),
            ("__no__war_", vec!["no", "war"]),
            ("НетВойне", vec!["Нет", "Войне"]),
            ("StopE\u{301}tats", vec!["Stop", "E\u{301}tats"]),
            ("制裁反対", vec!["制裁反対"]),
            ("", vec![]),
            ("_", vec![]),
        ] {
            assert_eq!(slices(tag, hashtag_parts(tag)), expected, "{tag}");
        }
    }

    #[test]
    fn words_fall_apart_at_hyphens_only() {
        for (word, expected) in [
            ("anti-ballistic", vec!["anti", "ballistic"]),
            ("state\u{2010}of\u{2011}the-art", vec!["state", "of", "the", "art"]),
            ("russia's", vec!["russia's"]),
            ("U.S.-led", vec!["U.S.", "led"]),
            ("-", vec![]),
            ("", vec![]),
            ("--a-", vec!["a"]),
        ] {
            assert_eq!(slices(word, word_parts(word)), expected, "{word}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { rng_seed: RngSeed::Fixed(0), failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn parts_of_a_tag_leave_out_underscores_alone(tag in "[aAbBsS1é_\u{301}制]{0,20}|\\PC*") {
            let joined: String = slices(&tag, hashtag_parts(&tag)).concat();
            prop_assert_eq!(joined, tag.replace('_', ""));
        }

        #[test]
        fn parts_of_a_word_leave_out_hyphens_alone(word in "[ab'é\u{2010}-]{0,20}|\\PC*") {
            let joined: String = slices(&word, word_parts(&word)).concat();
            prop_assert_eq!(joined, word.replace(is_hyphen, ""));
        }
    }
}
