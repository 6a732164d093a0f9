//! Which stretches of a text are words, numbers, names, tags, links, faces and marks?

use std::iter::FusedIterator;
use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::characters::{
    char_at, is_ideographic, is_ideographic_mark, is_ignorable, is_terminator, is_word_char,
};
use super::emoticons::emoticons_starting_with;
use super::scan::{
    abbreviation_end, address_end, digits_end, emoji_end, emoticon_end, goes_on_in_letters,
    has_top_level_domain, host_end, is_after_alphanumeric, is_digit, joined_end, keycap_end, name_end,
    number_end, plain_word, run_end, terminators_end, word_end,
};

/// What a [`Token`] is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum TokenKind {
    /// An address on the web, without the punctuation after it.
    Url,
    /// `@name`.
    Mention,
    /// `#tag`.
    Hashtag,
    /// An emoticon of punctuation, or one emoji with all its modifiers.
    Emoticon,
    /// Digits with inner `.` or `,`.
    Number,
    /// Letters, marks and digits of any script with inner apostrophes and hyphens, or an abbreviation with dots.
    Word,
    /// A run of marks that end a sentence.
    Punctuation,
    /// Any other single character that is visible.
    Symbol,
}

/// An occurrence of a term in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Token {
    /// What it is.
    pub kind: TokenKind,
    /// Offset of its first byte in the text.
    pub start: usize,
    /// Offset of the byte after its last one.
    pub end: usize,
}

impl Token {
    /// Where it lies in the text, in bytes.
    pub fn range(&self) -> Range<usize> {
        self.start..self.end
    }
}

/// The tokens of a text, in order.
///
/// # Definition
/// The kinds are tried in the order of [`TokenKind`]; the first that fits takes as much as it can.
/// - **Url**: `http://`, `https://`, `ftp://` or `www.` before a letter or digit, or a bare host with a path whose
///   last label is two or more small letters (`t.co/x`); up to a character that an address cannot hold; without
///   trailing punctuation or a closing bracket that was not opened in it.
/// - **Mention**, **Hashtag**: the sign and a run of letters, marks, digits and underscores of any script that holds
///   a letter or digit. An `@` after a letter or digit belongs to an e-mail address and is a symbol.
/// - **Emoticon**: of a fixed list, a closing or opening bracket at its end as often as it is repeated, not before
///   a letter, digit or slash; or an emoji with modifiers, joined emoji, a flag, a keycap.
/// - **Number**: digits with single dots or commas between them. Plain digits that go on in letters, directly or
///   over a hyphen or apostrophe, are a word instead (`21st`, `5G`, `19-year-old`, `1980's`); digits with
///   separators end where the number ends (`1.5bn` is `1.5` and `bn`).
/// - **Word**: single apostrophes and hyphens between letters or digits are inside (`S-400`, `don’t`), dashes are
///   not. Single letters with dots between them are one word, their last dot included (`U.S.`), and go on over a
///   hyphen or apostrophe (`U.S.-led`). A Han, Hiragana or Katakana character is a word of its own.
/// - **Punctuation**: `!`, `?`, `.`, `…` and their like in every script, as a run.
///
/// Invisible characters belong to a token inside of it and to nothing elsewhere. What no token covers is white
/// space, control characters and invisible characters.
///
/// # Examples
/// ```
/// use standpoint::{TokenKind, tokenize};
///
/// let text = "U.S.-led sanctions won’t work!! #NoWar";
/// let tokens: Vec<_> = tokenize(text).map(|token| (token.kind, &text[token.range()])).collect();
/// assert_eq!(
///     tokens,
///     [
///         (TokenKind::Word, "U.S.-led"),
///         (TokenKind::Word, "sanctions"),
///         (TokenKind::Word, "won’t"),
///         (TokenKind::Word, "work"),
///         (TokenKind::Punctuation, "!!"),
///         (TokenKind::Hashtag, "#NoWar"),
///     ]
/// );
/// ```
pub fn tokenize(text: &str) -> Tokens<'_> {
    Tokens { text, position: 0, no_host_before: 0 }
}

/// Iterator over the tokens of a text: see [`tokenize`].
#[derive(Debug, Clone)]
pub struct Tokens<'a> {
    text: &'a str,
    position: usize,
    /// A host that starts before this offset was looked for and is none: without it, a long run of letters and
    /// dots would be scanned once for each of its words.
    no_host_before: usize,
}

impl Iterator for Tokens<'_> {
    type Item = Token;

    #[inline]
    fn next(&mut self) -> Option<Token> {
        let bytes = self.text.as_bytes();
        while let Some(&byte) = bytes.get(self.position) {
            let start = self.position;
            let class = CLASSES[byte as usize];
            if class == Class::Space {
                self.position += 1;
                continue;
            }
            if let Some((token, _)) = self.next_plain_word() {
                return Some(token);
            }
            if let Some((kind, end)) = self.token_of(class, start) {
                return Some(self.pass(kind, start, end));
            }
        }
        None
    }
}

impl FusedIterator for Tokens<'_> {}

impl Tokens<'_> {
    /// The next token, if a plain word begins right here, and the 16 bytes from its start on: nearly all tokens are plain
    /// words of less than 16 bytes, and most who read them want to look those up.
    #[inline(always)]
    pub(crate) fn next_plain_word(&mut self) -> Option<(Token, [u8; 16])> {
        let start = self.position;
        let byte = *self.text.as_bytes().get(start)?;
        if CLASSES[byte as usize] != Class::Letter {
            return None;
        }
        let (length, ahead) = plain_word(self.text, start)?;
        Some((self.pass(TokenKind::Word, start, start + length), ahead))
    }

    /// Goes on behind a token.
    #[inline(always)]
    fn pass(&mut self, kind: TokenKind, start: usize, end: usize) -> Token {
        self.position = end + usize::from(self.text.as_bytes().get(end) == Some(&b' '));
        Token { kind, start, end }
    }

    /// The token that starts at `start` with a byte of `class`; `None` where what starts there is none and was passed
    /// over.
    fn token_of(&mut self, class: Class, start: usize) -> Option<(TokenKind, usize)> {
        Some(match class {
            Class::Letter => self.word(start),
            Class::Digit => self.number(start),
            Class::Terminator => (TokenKind::Punctuation, self.marks_end(start)),
            Class::Symbol => (TokenKind::Symbol, start + 1),
            Class::Other => self.sign(start, char::from(self.text.as_bytes()[start])),
            Class::NonAscii | Class::Space => {
                let c = char_at(self.text, start)?;
                if c.is_whitespace() || c.is_control() || is_ignorable(c) {
                    self.position += c.len_utf8();
                    return None;
                }
                self.non_ascii(start, c)
            }
        })
    }

    /// The token that starts with a letter or mark, or with digits that go on in letters.
    #[inline]
    fn word(&mut self, start: usize) -> (TokenKind, usize) {
        let end = word_end(self.text, start);
        if end - start <= 2
            && let Some(end) = emoticon_end(self.text, start)
        {
            return (TokenKind::Emoticon, end);
        }
        if let Some(b':' | b'.') = self.text.as_bytes().get(end) {
            return self.word_before_colon_or_dot(start, end);
        }
        (TokenKind::Word, end)
    }

    /// The end of the marks that end a sentence; most stand alone.
    #[inline]
    fn marks_end(&self, start: usize) -> usize {
        match self.text.as_bytes().get(start + 1) {
            Some(byte) if !matches!(CLASSES[*byte as usize], Class::Terminator | Class::NonAscii) => {
                start + 1
            }
            _ => terminators_end(self.text, start),
        }
    }

    fn word_before_colon_or_dot(&mut self, start: usize, end: usize) -> (TokenKind, usize) {
        if let Some(end) = self.url_end(start, end) {
            return (TokenKind::Url, end);
        }
        match abbreviation_end(self.text, start, end) {
            Some(end) => (TokenKind::Word, joined_end(self.text, end)),
            None => (TokenKind::Word, end),
        }
    }

    fn number(&mut self, start: usize) -> (TokenKind, usize) {
        if let Some(end) = keycap_end(self.text, start) {
            return (TokenKind::Emoticon, end);
        }
        let digits = digits_end(self.text, start);
        let end = number_end(self.text, digits);
        if end == digits && goes_on_in_letters(self.text, digits) {
            return self.word(start);
        }
        (TokenKind::Number, end)
    }

    /// The token that starts with an ASCII sign.
    fn sign(&self, start: usize, sign: char) -> (TokenKind, usize) {
        let named = match sign {
            '@' => self.mention_end(start).map(|end| (TokenKind::Mention, end)),
            '#' => keycap_end(self.text, start)
                .map(|end| (TokenKind::Emoticon, end))
                .or_else(|| name_end(self.text, start + 1).map(|end| (TokenKind::Hashtag, end))),
            '*' => keycap_end(self.text, start).map(|end| (TokenKind::Emoticon, end)),
            _ => emoticon_end(self.text, start).map(|end| (TokenKind::Emoticon, end)),
        };
        named.unwrap_or((TokenKind::Symbol, start + 1))
    }

    /// The token that starts with a visible character beyond ASCII.
    fn non_ascii(&mut self, start: usize, c: char) -> (TokenKind, usize) {
        let after = start + c.len_utf8();
        if let Some(end) = emoji_end(self.text, start) {
            return (TokenKind::Emoticon, end);
        }
        if is_word_char(c) {
            return if is_digit(c) { self.number(start) } else { self.word(start) };
        }
        if is_ideographic(c) {
            return (TokenKind::Word, run_end(self.text, after, is_ideographic_mark));
        }
        if is_terminator(c) {
            return (TokenKind::Punctuation, terminators_end(self.text, start));
        }
        let named = match c {
            '＠' => self.mention_end(start).map(|end| (TokenKind::Mention, end)),
            '＃' => name_end(self.text, after).map(|end| (TokenKind::Hashtag, end)),
            _ => emoticon_end(self.text, start).map(|end| (TokenKind::Emoticon, end)),
        };
        named.unwrap_or((TokenKind::Symbol, after))
    }

    fn mention_end(&self, start: usize) -> Option<usize> {
        if is_after_alphanumeric(self.text, start) {
            return None;
        }
        name_end(self.text, start + char_at(self.text, start)?.len_utf8())
    }

    /// The end of the URL whose first word, before a colon or a dot, is `start..word_end`.
    fn url_end(&mut self, start: usize, word_end: usize) -> Option<usize> {
        let (word, rest) = (&self.text[start..word_end], &self.text[word_end..]);
        let is_scheme = || ["http", "https", "ftp"].iter().any(|scheme| word.eq_ignore_ascii_case(scheme));
        let address = if rest.starts_with("://") && is_scheme() {
            word_end + 3
        } else if rest.starts_with('.') && word.eq_ignore_ascii_case("www") {
            word_end + 1
        } else if rest.starts_with('.') {
            return self.slash_after_host(start).map(|slash| address_end(self.text, slash));
        } else {
            return None;
        };
        let is_begun = char_at(self.text, address).is_some_and(char::is_alphanumeric);
        is_begun.then(|| address_end(self.text, address))
    }

    /// The offset of the slash after a bare host name that starts at `start`.
    fn slash_after_host(&mut self, start: usize) -> Option<usize> {
        if start < self.no_host_before {
            return None;
        }
        let end = host_end(self.text, start);
        let is_host = self.text[end..].starts_with('/') && has_top_level_domain(&self.text[start..end]);
        if !is_host {
            self.no_host_before = end;
        }
        is_host.then_some(end)
    }
}

/// What the first byte of a token says about it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Space,
    Letter,
    Digit,
    Terminator,
    /// An ASCII sign that begins no name, key or face.
    Symbol,
    Other,
    NonAscii,
}

const CLASSES: [Class; 256] = {
    let mut classes = [Class::NonAscii; 256];
    let mut byte = 0;
    while byte < 128 {
        classes[byte] = match byte as u8 {
            b'a'..=b'z' | b'A'..=b'Z' => Class::Letter,
            b'0'..=b'9' => Class::Digit,
            b'.' | b'!' | b'?' => Class::Terminator,
            0..=b' ' | 0x7F => Class::Space,
            b'@' | b'#' | b'*' => Class::Other,
            sign if emoticons_starting_with(sign).is_empty() => Class::Symbol,
            _ => Class::Other,
        };
        byte += 1;
    }
    classes
};

#[cfg(test)]
mod tests;
