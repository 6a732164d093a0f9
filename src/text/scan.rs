//! Where does the token of some kind end that starts here?
//!
//! Offsets are bytes on character boundaries; an end is the offset of the byte after the last one.

use unicode_normalization::char::is_combining_mark;

use super::characters::{
    char_at, is_apostrophe, is_hyphen, is_ideographic, is_ignorable, is_terminator, is_word_char,
};
use super::emoticons::{
    emoticons_starting_with, is_emoji, is_emoji_modifier, is_letter_emoji, is_regional_indicator,
};

/// The end of the run of characters of a class that starts at `from`, invisible characters between them included.
#[inline]
pub(super) fn run_end(text: &str, from: usize, belongs: impl Fn(char) -> bool) -> usize {
    let mut end = from;
    while let Some(c) = char_at(text, end) {
        if belongs(c) {
            end += c.len_utf8();
            continue;
        }
        let next = skip_ignorable(text, end);
        match char_at(text, next) {
            Some(c) if next > end && belongs(c) => end = next + c.len_utf8(),
            _ => break,
        }
    }
    end
}

fn skip_ignorable(text: &str, from: usize) -> usize {
    text[from..].find(|c| !is_ignorable(c)).map_or(text.len(), |length| from + length)
}

/// The end of the letters, marks and digits that start at `from`.
#[inline]
fn letters_end(text: &str, from: usize) -> usize {
    let bytes = text.as_bytes();
    let mut end = from;
    while bytes.get(end).is_some_and(|byte| byte.is_ascii_alphanumeric()) {
        end += 1;
    }
    match bytes.get(end) {
        Some(byte) if !byte.is_ascii() => run_end(text, end, is_word_char),
        _ => end,
    }
}

/// The length of the word at `start` in the plainest case: at most 15 ASCII letters, and behind them a byte that neither
/// goes on with the word nor makes an address, an abbreviation or a face of it; and the 16 bytes from `start` on. `None`
/// says nothing.
#[inline(always)]
pub(super) fn plain_word(text: &str, start: usize) -> Option<(usize, [u8; 16])> {
    /// Of each byte, whether it may begin a face of letters, and whether a word ends before it.
    const BEGINS_FACE: u8 = 1;
    const ENDS_WORD: u8 = 2;
    const BYTES: [u8; 256] = {
        let mut bytes = [0; 256];
        let mut byte = 0u8;
        while byte < 128 {
            let goes_on = byte.is_ascii_alphanumeric() || matches!(byte, b'\'' | b'-' | b':' | b'.');
            let ends = if goes_on { 0 } else { ENDS_WORD };
            let begins = if emoticons_starting_with(byte).is_empty() { 0 } else { BEGINS_FACE };
            bytes[byte as usize] = ends | begins;
            byte += 1;
        }
        bytes
    };
    let ahead: &[u8; 16] = text.as_bytes().get(start..)?.first_chunk()?;
    let [first, second] = eights(ahead);
    let mut length = leading_letters(first);
    if length == 8 {
        length += leading_letters(second);
    }
    let end = *ahead.get(length)?;
    let ends = BYTES[usize::from(end)] & ENDS_WORD != 0
        || (end == b'.' && matches!(ahead.get(length + 1)?, b' ' | b'"' | b')'));
    // The faces of letters have a D in the second place, or a sign behind the first letter.
    // No branch: which words are that short cannot be guessed.
    let may_be_face = (length <= 2)
        & (BYTES[usize::from(ahead[0])] & BEGINS_FACE != 0)
        & ((ahead[1] == b'D') | (end != b' '));
    (ends && !may_be_face).then_some((length, *ahead))
}

fn eights(bytes: &[u8; 16]) -> [u64; 2] {
    let both = u128::from_le_bytes(*bytes);
    [both as u64, (both >> 64) as u64]
}

/// How many of the eight bytes, from the lowest on, are ASCII letters.
#[inline]
fn leading_letters(eight: u64) -> usize {
    const EACH: u64 = 0x0101_0101_0101_0101;
    // Sets the high bit of every byte, none above 0x7F, that is at least `least`.
    let at_least = |bytes: u64, least: u8| bytes.wrapping_add(EACH * u64::from(0x80 - least));
    let small = (eight | (EACH * 0x20)) & (EACH * 0x7F);
    let other = (!at_least(small, b'a') | at_least(small, b'z' + 1) | eight) & (EACH * 0x80);
    other.trailing_zeros() as usize / 8
}

/// The end of the digits that start at `from`.
pub(super) fn digits_end(text: &str, from: usize) -> usize {
    run_end(text, from, is_digit)
}

/// Whether `c` is a digit of any script, a fraction or the like.
pub(super) fn is_digit(c: char) -> bool {
    c.is_numeric() && !is_ideographic(c)
}

/// The end of the marks that end sentences and start at `from`.
pub(super) fn terminators_end(text: &str, from: usize) -> usize {
    run_end(text, from, is_terminator)
}

/// The end of the word that starts at `from`, inner apostrophes and hyphens included.
#[inline]
pub(super) fn word_end(text: &str, from: usize) -> usize {
    joined_end(text, letters_end(text, from))
}

/// The end of the word whose letters so far end at `end`.
#[inline]
pub(super) fn joined_end(text: &str, mut end: usize) -> usize {
    while let Some(next) = after_joiner(text, end) {
        end = letters_end(text, next);
    }
    end
}

/// Where the word that stands before `end` goes on after an apostrophe or hyphen.
#[inline]
fn after_joiner(text: &str, end: usize) -> Option<usize> {
    match text.as_bytes().get(end)? {
        b'\'' | b'-' | 0x80.. => {}
        _ => return None,
    }
    let joiner = skip_ignorable(text, end);
    let c = char_at(text, joiner).filter(|&c| is_apostrophe(c) || is_hyphen(c))?;
    let next = skip_ignorable(text, joiner + c.len_utf8());
    char_at(text, next).is_some_and(is_word_char).then_some(next)
}

/// The end of the number whose first digits end at `end`.
pub(super) fn number_end(text: &str, mut end: usize) -> usize {
    while let Some(separator @ (',' | '.' | '٫' | '٬')) = char_at(text, end) {
        let next = end + separator.len_utf8();
        if !char_at(text, next).is_some_and(is_digit) {
            break;
        }
        end = digits_end(text, next);
    }
    end
}

/// Whether a letter follows the digits that end at `end`, directly or over an apostrophe or hyphen.
pub(super) fn goes_on_in_letters(text: &str, end: usize) -> bool {
    let next = after_joiner(text, end).unwrap_or_else(|| skip_ignorable(text, end));
    char_at(text, next).is_some_and(|c| is_word_char(c) && !is_digit(c))
}

/// The end of the abbreviation whose first letter is the whole of `start..end`.
pub(super) fn abbreviation_end(text: &str, start: usize, mut end: usize) -> Option<usize> {
    let first = char_at(text, start).filter(|c| c.is_alphabetic())?;
    if start + first.len_utf8() < end {
        return None;
    }
    let first_end = end;
    while text[end..].starts_with('.')
        && let Some(letter) = char_at(text, end + 1).filter(|&c| c.is_alphabetic() && is_word_char(c))
    {
        let after = end + 1 + letter.len_utf8();
        if char_at(text, after).is_some_and(is_word_char) {
            break;
        }
        end = after;
    }
    (end > first_end).then(|| end + usize::from(text[end..].starts_with('.')))
}

/// The end of the name after `@` or `#` that starts at `from`.
pub(super) fn name_end(text: &str, from: usize) -> Option<usize> {
    let end = run_end(text, from, |c| c == '_' || is_word_char(c) || is_ideographic(c));
    text[from..end].chars().any(char::is_alphanumeric).then_some(end)
}

/// Whether a letter or digit stands right before `start`.
pub(super) fn is_after_alphanumeric(text: &str, start: usize) -> bool {
    text[..start].chars().next_back().is_some_and(char::is_alphanumeric)
}

/// The end of the listed emoticon that starts at `start`, its mouth as often as it is repeated.
pub(super) fn emoticon_end(text: &str, start: usize) -> Option<usize> {
    let rest = &text[start..];
    let emoticon =
        emoticons_starting_with(rest.as_bytes()[0]).iter().find(|face| rest.starts_with(**face))?;
    let mouth = emoticon.as_bytes()[emoticon.len() - 1];
    let mut length = emoticon.len();
    if matches!(mouth, b'(' | b')' | b'[' | b']') {
        length += rest.as_bytes()[length..].iter().take_while(|&&byte| byte == mouth).count();
    }
    let goes_on = char_at(rest, length).is_some_and(|c| c.is_alphanumeric() || c == '/');
    let is_tail = mouth.is_ascii_alphanumeric() && is_after_alphanumeric(text, start);
    (!goes_on && !is_tail).then_some(start + length)
}

/// The end of the emoji that starts at `start`: its modifiers and the emoji joined to it included.
pub(super) fn emoji_end(text: &str, start: usize) -> Option<usize> {
    let first = emoji_at(text, start)?;
    let mut end = start + first.len_utf8();
    if is_regional_indicator(first) {
        let second = char_at(text, end).filter(|&c| is_regional_indicator(c));
        return Some(end + second.map_or(0, char::len_utf8));
    }
    loop {
        end = text[end..].find(|c| !is_emoji_modifier(c)).map_or(text.len(), |length| end + length);
        let joined = text[end..].starts_with(JOINER).then_some(end + JOINER.len_utf8());
        match joined.and_then(|at| Some(at + emoji_at(text, at)?.len_utf8())) {
            Some(joined_end) => end = joined_end,
            None => return Some(end),
        }
    }
}

/// The character at byte `at` if it is an emoji by itself or by the variation selector after it.
fn emoji_at(text: &str, at: usize) -> Option<char> {
    let c = char_at(text, at).filter(|c| !c.is_ascii())?;
    let is_styled = || text[at + c.len_utf8()..].starts_with(EMOJI_STYLE);
    (is_emoji(c) || (is_styled() && (is_letter_emoji(c) || is_sign(c)))).then_some(c)
}

/// Whether `c` is visible and neither letter, mark nor digit.
fn is_sign(c: char) -> bool {
    !(c.is_alphanumeric() || c.is_whitespace() || c.is_control() || is_ignorable(c) || is_combining_mark(c))
}

/// The end of a digit, `#` or `*` on a key.
pub(super) fn keycap_end(text: &str, start: usize) -> Option<usize> {
    let rest = text.get(start + 1..)?;
    let rest = rest.strip_prefix(EMOJI_STYLE).unwrap_or(rest);
    rest.strip_prefix('\u{20E3}').map(|rest| text.len() - rest.len())
}

const EMOJI_STYLE: char = '\u{FE0F}';
const JOINER: char = '\u{200D}';

/// The end of a web address that goes on at `from`, without trailing punctuation.
pub(super) fn address_end(text: &str, from: usize) -> usize {
    let rest = &text[from..];
    let address = &rest[..rest.find(|c| !is_address_char(c)).unwrap_or(rest.len())];
    let surplus = |open: char, close: char| {
        address.matches(close).count().saturating_sub(address.matches(open).count())
    };
    let (mut round, mut square) = (surplus('(', ')'), surplus('[', ']'));
    let mut end = address.len();
    while let Some(last) = address[..end].bytes().next_back() {
        match last {
            b'.' | b',' | b':' | b';' | b'!' | b'?' | b'\'' | b'*' => {}
            b')' if round > 0 => round -= 1,
            b']' if square > 0 => square -= 1,
            _ => break,
        }
        end -= 1;
    }
    from + end
}

fn is_address_char(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_graphic() && !matches!(c, '"' | '<' | '>' | '\\' | '^' | '`' | '{' | '|' | '}');
    }
    is_word_char(c)
}

/// The end of the run of letters, digits, hyphens and single dots at `from`, which may be the name of a host.
pub(super) fn host_end(text: &str, from: usize) -> usize {
    let bytes = text.as_bytes();
    let mut end = from;
    while let Some(byte) = bytes.get(end) {
        let is_single_dot = *byte == b'.' && bytes.get(end + 1) != Some(&b'.');
        if !(byte.is_ascii_alphanumeric() || *byte == b'-' || is_single_dot) {
            break;
        }
        end += 1;
    }
    end
}

/// Whether the last of several labels is two or more small letters.
pub(super) fn has_top_level_domain(host: &str) -> bool {
    host.rsplit_once('.')
        .is_some_and(|(_, label)| label.len() >= 2 && label.bytes().all(|byte| byte.is_ascii_lowercase()))
}
