//! Which character n-grams does a word hold?

use std::ops::RangeInclusive;

/// Shows every character n-gram of a normalised word to `visit`, as often as it occurs.
///
/// # Definition
/// The word is padded with one space on both sides, so that beginnings and ends are told from middles. For each
/// n of `lengths`, in rising order, a window of n characters slides over the padded word. A padded word of at
/// most n characters is shown once, whole, and longer n are left out. These are the counts of the `char_wb`
/// analyzer of scikit-learn for a text of one word. An empty word has none.
///
/// # Parameters
/// | Name | Purpose | Range |
/// | --- | --- | --- |
/// | `word` | the normalised word, without white space | any |
/// | `lengths` | shortest and longest n, in characters | 0 counts as 1 |
/// | `padded` | scratch space, overwritten; one for many calls saves the allocation | any |
///
/// # Examples
/// ```
/// use standpoint::char_ngrams;
///
/// let mut seen = Vec::new();
/// char_ngrams("nato", 3..=4, &mut String::new(), |ngram| seen.push(ngram.to_string()));
/// assert_eq!(seen, [" na", "nat", "ato", "to ", " nat", "nato", "ato "]);
/// ```
pub fn char_ngrams(
    word: &str,
    lengths: RangeInclusive<usize>,
    padded: &mut String,
    mut visit: impl FnMut(&str),
) {
    if word.is_empty() {
        return;
    }
    padded.clear();
    padded.push(' ');
    padded.push_str(word);
    padded.push(' ');
    for length in (*lengths.start()).max(1)..=*lengths.end() {
        let Some((last, c)) = padded.char_indices().nth(length - 1) else {
            return visit(padded);
        };
        let (mut start, mut end) = (0, last + c.len_utf8());
        visit(&padded[start..end]);
        if end == padded.len() {
            return;
        }
        while end < padded.len() {
            start += char_len(padded, start);
            end += char_len(padded, end);
            visit(&padded[start..end]);
        }
    }
}

fn char_len(text: &str, at: usize) -> usize {
    match text.as_bytes()[at] {
        0..0xC0 => 1,
        0xC0..0xE0 => 2,
        0xE0..0xF0 => 3,
        0xF0.. => 4,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(serde::Deserialize)]
    struct Case {
        word: String,
        min: usize,
        max: usize,
        ngrams: Vec<String>,
    }

    fn ngrams(word: &str, lengths: RangeInclusive<usize>) -> Vec<String> {
        let mut seen = Vec::new();
        char_ngrams(word, lengths, &mut String::from("left over"), |ngram| seen.push(ngram.to_string()));
        seen
    }

    #[test]
    fn ngrams_are_those_of_scikit_learn_1_9_1_in_the_same_order() {
        let cases: Vec<Case> =
            serde_json::from_str(include_str!("../../tests/fixtures/char_wb.json")).unwrap();
        assert!(cases.len() > 50);
        for Case { word, min, max, ngrams: expected } in cases {
            assert_eq!(ngrams(&word, min..=max), expected, "{word:?} {min}..={max}");
        }
    }

    #[test]
    fn a_short_word_is_shown_once() {
        assert_eq!(ngrams("a", 2..=5), [" a", "a ", " a "]);
        assert_eq!(ngrams("a", 4..=9), [" a "]);
        assert!(ngrams("", 1..=3).is_empty());
    }

    #[test]
    fn lengths_of_zero_or_in_no_order_are_harmless() {
        assert_eq!(ngrams("ab", 0..=1), [" ", "a", "b", " "]);
        #[allow(clippy::reversed_empty_ranges)]
        let none = ngrams("ab", 3..=2);
        assert!(none.is_empty());
    }
}
