//! One spelling for what reads the same: case, compatibility forms, quotes, dashes, invisible characters.

use std::borrow::Cow;

use caseless::Caseless;
use unicode_normalization::UnicodeNormalization;

use super::characters::{is_apostrophe, is_dash, is_double_quote, is_ignorable, is_single_quote};

/// The normal form of a surface form or of a whole text, borrowed where the text is normal already.
///
/// # Definition
/// In this order: invisible characters (zero-width characters, soft hyphens, variation selectors, bidirectional
/// controls) are removed; other control characters and white space become a space, quotation marks and
/// apostrophes `"` and `'`, dashes, hyphens and the minus sign `-`; compatibility caseless folding and
/// normalisation form KC; runs of white space become one space, and none is left at the ends.
///
/// The normal form is its own normal form: `normalize(&normalize(x)) == normalize(x)`.
///
/// # Examples
/// ```
/// use standpoint::normalize;
///
/// assert_eq!(normalize("  “Sanc\u{200B}tions” – DON’T  work\n"), "\"sanctions\" - don't work");
/// assert_eq!(normalize("ＴＨＡＡＤ and Straße"), "thaad and strasse");
/// ```
///
/// # References
/// The Unicode Standard, section 3.13, definition D146 (compatibility caseless match); UAX #15.
pub fn normalize(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        return normalize_ascii(text);
    }
    let visible: String = text.chars().filter(|&c| !is_ignorable(c)).map(unify).collect();
    if visible.is_ascii() {
        return Cow::Owned(collapse_spaces(visible.to_ascii_lowercase().chars(), visible.len()));
    }
    if visible.chars().all(|c| c.is_ascii() || folds_to_small_letter(c)) {
        return Cow::Owned(collapse_spaces(visible.chars().flat_map(char::to_lowercase), visible.len()));
    }
    Cow::Owned(collapse_spaces(compatibility_fold(&visible).map(unify), visible.len()))
}

/// Folded before and after decomposition: U+0345 folds to a letter that has to compose again, and compatibility
/// decomposition brings out capitals (U+3392 becomes "MHz").
fn compatibility_fold(text: &str) -> impl Iterator<Item = char> + '_ {
    text.chars().nfd().default_case_fold().nfkc().default_case_fold().nfkc()
}

fn normalize_ascii(text: &str) -> Cow<'_, str> {
    if is_normal_ascii(text.as_bytes()) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(collapse_spaces(text.chars().map(|c| unify(c.to_ascii_lowercase())), text.len()))
}

fn is_normal_ascii(bytes: &[u8]) -> bool {
    let mut after_space = true;
    for &byte in bytes {
        let is_space = byte == b' ';
        if byte.is_ascii_uppercase() || byte.is_ascii_control() || (is_space && after_space) {
            return false;
        }
        after_space = is_space;
    }
    bytes.last() != Some(&b' ')
}

/// Whether `c` is of the scripts in most use and has no other normal form than its small letter, whatever stands
/// beside it as long as that is no mark and no part of a Hangul syllable.
fn folds_to_small_letter(c: char) -> bool {
    matches!(c,
        'À'..='Ö' | 'Ø'..='Þ' | 'à'..='ö' | 'ø'..='ÿ' | 'Ѐ'..='џ' | '\u{5D0}'..='\u{5EA}' | '\u{621}'..='\u{63A}' | '\u{641}'..='\u{64A}'
        | 'ぁ'..='ゖ' | 'ァ'..='ヺ' | '一'..='鿿' | '가'..='힣')
}

/// The one character that stands for `c` and all that read like it.
fn unify(c: char) -> char {
    match c {
        _ if c.is_control() || c.is_whitespace() => ' ',
        _ if c.is_ascii() => c,
        _ if is_apostrophe(c) || is_single_quote(c) => '\'',
        _ if is_double_quote(c) => '"',
        _ if is_dash(c) => '-',
        _ => c,
    }
}

fn collapse_spaces(chars: impl Iterator<Item = char>, capacity: usize) -> String {
    let mut collapsed = String::with_capacity(capacity);
    for c in chars {
        if c != ' ' || !(collapsed.is_empty() || collapsed.ends_with(' ')) {
            collapsed.push(c);
        }
    }
    if collapsed.ends_with(' ') {
        collapsed.pop();
    }
    collapsed
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use proptest::test_runner::RngSeed;
    use unicode_normalization::is_nfkc;

    use super::*;

    #[test]
    fn what_reads_the_same_has_one_normal_form() {
        for (text, expected) in [
            ("", ""),
            (" \t\r\n", ""),
            ("sanctions work", "sanctions work"),
            ("SANCTIONS  Work\u{7}now ", "sanctions work now"),
            ("don\u{2019}t", "don't"),
            ("don\u{00B4}t", "don't"),
            ("\u{201C}a\u{201D} \u{00AB}b\u{00BB} \u{2018}c\u{2019}", "\"a\" \"b\" 'c'"),
            ("a\u{2014}b \u{2212}5 S\u{2011}400 \u{FE58}\u{FF0D}", "a-b -5 s-400 --"),
            ("\u{FEFF}sanc\u{AD}tions\u{200F} \u{2066}now\u{2069}", "sanctions now"),
            ("❤\u{FE0F}", "❤"),
            ("no\u{A0}way\u{2003}\u{3000}now", "no way now"),
            ("STRASSE straße", "strasse strasse"),
            ("ΣΊΣΥΦΟΣ", "σίσυφοσ"),
            ("Санкции", "санкции"),
            ("Ｆｕｌｌ ﬁt ½", "full fit 1⁄2"),
            ("e\u{301}", "é"),
            ("wait…", "wait..."),
            ("10 ㎒", "10 mhz"),
            ("ŉ", "'n"),
            ("制裁", "制裁"),
        ] {
            assert_eq!(normalize(text), expected, "{text:?}");
        }
    }

    #[test]
    fn normal_text_is_borrowed() {
        assert!(matches!(normalize("it's a test-ban, 3.5%"), Cow::Borrowed(_)));
        assert!(matches!(normalize("two  spaces"), Cow::Owned(_)));
    }

    #[test]
    fn every_character_alone_and_between_letters_has_a_stable_normal_form() {
        // Planes 4 to 13 hold nothing, 15 and 16 private characters.
        for c in ('\0'..='\u{3FFFF}').chain('\u{E0000}'..='\u{E0FFF}') {
            assert_is_stable(&c.to_string());
            assert_is_stable(&format!("A{c}\u{301} {c}B"));
        }
    }

    #[test]
    fn the_short_cut_for_letters_agrees_with_compatibility_folding() {
        for c in ('\0'..=char::MAX).filter(|&c| folds_to_small_letter(c)) {
            assert!(compatibility_fold(&c.to_string()).eq(c.to_lowercase()), "{c:?}");
        }
    }

    fn assert_is_stable(text: &str) {
        let once = normalize(text);
        assert!(is_nfkc(&once), "{text:?} became {once:?}");
        assert_eq!(normalize(&once), once, "{text:?}");
    }

    proptest! {
        #![proptest_config(ProptestConfig { rng_seed: RngSeed::Fixed(0), failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn the_normal_form_of_any_text_is_its_own(text in any::<String>()) {
            assert_is_stable(&text);
        }

        #[test]
        fn the_normal_form_of_marks_case_and_space_is_its_own(
            text in "[aAσΣßİıΐᾳ\u{345}\u{300}-\u{330}\u{FE58}\u{200D}\u{AD}\u{3164}\u{1100}-\u{11FF}가 \u{2028}\u{B4}'’ﬀ]{0,12}"
        ) {
            assert_is_stable(&text);
        }

        #[test]
        fn letters_fold_the_same_alone_and_together(text in "[a-zA-ZÀ-ÖÀ-ÿЀ-џ\u{5D0}-\u{5EA}\u{621}-\u{63A}\u{641}-\u{64A}ぁ-ゖァ-ヺ一-丏가-갤]{0,12}") {
            let folded: String = compatibility_fold(&text).collect();
            prop_assert_eq!(normalize(&text), folded);
        }

        #[test]
        fn spaces_are_single_and_inside(text in any::<String>()) {
            let normal = normalize(&text);
            prop_assert_eq!(normal.trim(), normal.as_ref());
            prop_assert!(!normal.contains("  "));
            prop_assert!(!normal.chars().any(|c| c.is_control() || is_ignorable(c)));
        }
    }
}
