//! Classes of characters on which normalisation, tokenization and sentence splitting must agree.

use unicode_normalization::char::is_combining_mark;

/// The character that starts at byte `at`, or `None` at the end of the text.
pub(super) fn char_at(text: &str, at: usize) -> Option<char> {
    text[at..].chars().next()
}

/// Whether `c` is invisible and only steers how its neighbours are shown: the characters that Unicode calls
/// default ignorable (zero-width characters, soft hyphen, variation selectors, bidirectional controls, tags),
/// and the interlinear annotation marks.
pub(super) fn is_ignorable(c: char) -> bool {
    c >= '\u{AD}'
        && matches!(c,
            '\u{00AD}' | '\u{034F}' | '\u{061C}' | '\u{115F}'..='\u{1160}' | '\u{17B4}'..='\u{17B5}'
            | '\u{180B}'..='\u{180F}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}' | '\u{3164}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{FFA0}'
            | '\u{FFF0}'..='\u{FFFB}' | '\u{1BCA0}'..='\u{1BCA3}' | '\u{1D173}'..='\u{1D17A}'
            | '\u{E0000}'..='\u{E0FFF}')
}

/// Whether `c` is written as an apostrophe: the straight and the curly one, and what keyboards give instead.
pub(super) fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '\u{00B4}' | '\u{02BC}' | '\u{2018}' | '\u{2019}' | '\u{FF07}')
}

/// Whether `c` is a single quotation mark that is not an apostrophe.
pub(super) fn is_single_quote(c: char) -> bool {
    matches!(c, '\u{201A}' | '\u{201B}' | '\u{2039}' | '\u{203A}')
}

/// Whether `c` is a double quotation mark.
pub(super) fn is_double_quote(c: char) -> bool {
    matches!(c, '"' | '\u{00AB}' | '\u{00BB}' | '\u{201C}'..='\u{201F}' | '\u{FF02}')
}

/// Whether `c` is a hyphen, which joins the parts of a word.
pub(super) fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '\u{2010}' | '\u{2011}')
}

/// Whether `c` is a hyphen, dash or minus: Unicode's dash punctuation, the hyphen bullet and the minus sign.
pub(super) fn is_dash(c: char) -> bool {
    matches!(c,
        '-' | '\u{058A}' | '\u{05BE}' | '\u{1400}' | '\u{1806}' | '\u{2010}'..='\u{2015}' | '\u{2043}'
        | '\u{2212}' | '\u{2E17}' | '\u{2E1A}' | '\u{2E3A}'..='\u{2E3B}' | '\u{2E40}' | '\u{2E5D}' | '\u{301C}'
        | '\u{3030}' | '\u{30A0}' | '\u{FE31}'..='\u{FE32}' | '\u{FE58}' | '\u{FE63}' | '\u{FF0D}'
        | '\u{10D6E}' | '\u{10EAD}')
}

/// Whether `c` is a mark that can end a sentence, in any script.
pub(super) fn is_terminator(c: char) -> bool {
    matches!(c,
        '.' | '!' | '?' | '\u{0589}' | '\u{061F}' | '\u{06D4}' | '\u{0964}'..='\u{0965}' | '\u{104A}'..='\u{104B}'
        | '\u{1362}' | '\u{17D4}'..='\u{17D5}' | '\u{2025}'..='\u{2026}' | '\u{203C}'..='\u{203D}'
        | '\u{2047}'..='\u{2049}' | '\u{FF0E}')
        || is_cjk_terminator(c)
}

/// Whether `c` is an ideographic or full-width mark that ends a sentence without white space after it.
pub(super) fn is_cjk_terminator(c: char) -> bool {
    matches!(c, '\u{3002}' | '\u{FF01}' | '\u{FF1F}' | '\u{FF61}')
}

/// Whether `c` is a Han, Hiragana or Katakana character: scripts that put no space between words.
pub(super) fn is_ideographic(c: char) -> bool {
    c >= '\u{2E80}'
        && matches!(c,
            '\u{2E80}'..='\u{2FDF}' | '\u{3005}'..='\u{3007}' | '\u{3021}'..='\u{3029}'
            | '\u{3038}'..='\u{303C}' | '\u{3041}'..='\u{3096}' | '\u{309D}'..='\u{309F}'
            | '\u{30A1}'..='\u{30FA}' | '\u{30FC}'..='\u{30FF}' | '\u{31F0}'..='\u{31FF}'
            | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}'
            | '\u{FF66}'..='\u{FF9D}' | '\u{1AFF0}'..='\u{1AFFE}' | '\u{1B000}'..='\u{1B16F}'
            | '\u{20000}'..='\u{3FFFD}')
}

/// Whether `c` belongs to the ideographic character before it: a mark, half-width voicing marks included.
pub(super) fn is_ideographic_mark(c: char) -> bool {
    matches!(c, '\u{FF9E}' | '\u{FF9F}') || (is_combining_mark(c) && !is_ignorable(c))
}

/// Whether `c` is a letter, mark or digit of a script that separates words.
pub(super) fn is_word_char(c: char) -> bool {
    match c {
        '\0'..='\x7F' => c.is_ascii_alphanumeric(),
        // Latin, Cyrillic and Hangul letters: most text beyond ASCII, at a fifth of the time of the tables.
        'À'..='Ö' | 'Ø'..='ö' | 'ø'..='ʯ' | 'Ѐ'..='ҁ' | 'Ҋ'..='ԯ' | '가'..='힣' => true,
        _ => is_tabled_word_char(c),
    }
}

fn is_tabled_word_char(c: char) -> bool {
    (c.is_alphanumeric() || is_combining_mark(c)) && !is_ideographic(c) && !is_ignorable(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_short_cut_for_letters_agrees_with_the_tables() {
        for c in '\0'..=char::MAX {
            assert_eq!(is_word_char(c), is_tabled_word_char(c), "{c:?}");
        }
    }
}
