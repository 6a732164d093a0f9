//! Which character encoding does an input have?

use std::fmt;
use std::str::FromStr;

use encoding_rs::{Encoding, REPLACEMENT, UTF_8};

use crate::error::{Error, Place, Result};
use crate::io::refusal::input_error;

/// What to do with a spreadsheet program's own file.
pub(crate) const SAVE_AS_CSV: &str = "Open it in the spreadsheet program and save it as 'CSV UTF-8'.";

/// What an input must be to be read at all.
pub(crate) const EXPECTED_TEXT: &str = "text: CSV, TSV, JSON Lines or a statement a line";

/// The character encoding of an input without a byte order mark; UTF-8 by default.
///
/// A byte order mark of UTF-8 or UTF-16 in the input overrides it.
///
/// # Errors
/// Parsing refuses labels that the WHATWG Encoding Standard does not know.
///
/// # Examples
/// ```
/// use standpoint::TextEncoding;
///
/// let encoding: TextEncoding = "latin1".parse()?;
/// assert_eq!(encoding.name(), "windows-1252");
/// assert!("klingon".parse::<TextEncoding>().is_err());
/// # Ok::<(), standpoint::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TextEncoding(&'static Encoding);

impl TextEncoding {
    /// Name in the WHATWG Encoding Standard.
    pub fn name(self) -> &'static str {
        self.0.name()
    }

    /// The encoding that the byte order mark at the start of `bytes` names, and the mark's length.
    pub(crate) fn of_mark(bytes: &[u8]) -> Option<(Self, usize)> {
        Encoding::for_bom(bytes).map(|(encoding, length)| (TextEncoding(encoding), length))
    }

    /// A decoder to UTF-8, or `None` where nothing has to be decoded.
    pub(crate) fn decoder(self) -> Option<encoding_rs::Decoder> {
        (self.0 != UTF_8).then(|| self.0.new_decoder_without_bom_handling())
    }
}

impl Default for TextEncoding {
    fn default() -> Self {
        TextEncoding(UTF_8)
    }
}

impl fmt::Display for TextEncoding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl FromStr for TextEncoding {
    type Err = Error;

    fn from_str(label: &str) -> Result<Self> {
        Encoding::for_label(label.as_bytes())
            // The standard maps encodings that are unsafe to decode to this one, which refuses every input.
            .filter(|encoding| *encoding != REPLACEMENT)
            .map(TextEncoding)
            .ok_or_else(|| Error::Parameter {
                name: "encoding",
                value: format!("'{label}'"),
                expected: "utf-8, utf-16le, utf-16be, windows-1252, windows-1251, iso-8859-2, iso-8859-15, koi8-r, \
                           macintosh, gb18030, big5, shift_jis, euc-kr or another label of the WHATWG Encoding \
                           Standard",
            })
    }
}

/// File signatures that are often mistaken for text: magic number, what it is, what to do.
const BINARY_SIGNATURES: [(&[u8], &str, &str); 5] = [
    (b"PK\x03\x04", "a ZIP archive such as an Excel workbook (.xlsx), .ods or .docx", SAVE_AS_CSV),
    (b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", "an Excel workbook (.xls) or other Office file", SAVE_AS_CSV),
    (b"\x1F\x8B", "a gzip archive", "Unpack it first, for example with gunzip."),
    (b"\x28\xB5\x2F\xFD", "a Zstandard archive", "Unpack it first, for example with unzstd."),
    (b"%PDF-", "a PDF document", "Extract its text first, for example with pdftotext."),
];

/// Number of leading bytes that [`refuse_binary`] looks at.
pub(crate) const SIGNATURE_BYTES: usize = 8;

/// Refuses an input whose first bytes are those of a well-known binary format.
pub(crate) fn refuse_binary(name: &str, start: &[u8]) -> Result<()> {
    match BINARY_SIGNATURES.iter().find(|(magic, ..)| start.starts_with(magic)) {
        Some((_, found, remedy)) => Err(input_error(Place::of(name), *found, EXPECTED_TEXT, *remedy)),
        None => Ok(()),
    }
}

/// What to do about the byte at `at`, which is no UTF-8.
pub(crate) fn invalid_utf8_remedy(bytes: &[u8], at: usize) -> &'static str {
    if looks_like_windows_1252(bytes, at) {
        "It looks like Windows-1252, as spreadsheet programs write it: add --encoding windows-1252, or save the file \
         as UTF-8."
    } else {
        "Save the file as UTF-8, or name its encoding with --encoding, for example --encoding windows-1252."
    }
}

/// Whether the byte at `at` is a letter or a typographic mark of Windows-1252 that stands alone between ASCII bytes,
/// as accents and curly quotes do in Western text and as letters of other alphabets do not.
fn looks_like_windows_1252(bytes: &[u8], at: usize) -> bool {
    let ascii = |byte: Option<&u8>| byte.is_none_or(u8::is_ascii);
    let alone = ascii(at.checked_sub(1).and_then(|i| bytes.get(i))) && ascii(bytes.get(at + 1));
    let assigned = |byte: &u8| *byte >= 0x80 && !matches!(byte, 0x81 | 0x8D | 0x8F | 0x90 | 0x9D);
    alone && bytes.get(at).is_some_and(assigned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_of_the_standard_are_known_and_unsafe_ones_are_not() {
        assert_eq!("UTF8".parse::<TextEncoding>().unwrap(), TextEncoding::default());
        assert_eq!("utf-16".parse::<TextEncoding>().unwrap().name(), "UTF-16LE");
        for label in ["", "klingon", "iso-2022-kr"] {
            assert!(label.parse::<TextEncoding>().is_err(), "{label}");
        }
        let message = "klingon".parse::<TextEncoding>().unwrap_err().to_string();
        assert!(
            message.starts_with("parameter 'encoding' is 'klingon'; expected utf-8, utf-16le"),
            "{message}"
        );
    }

    #[test]
    fn western_spreadsheet_bytes_are_told_from_other_alphabets() {
        assert!(looks_like_windows_1252(b"it\x92s", 2));
        assert!(looks_like_windows_1252(b"caf\xE9", 3));
        // "да" in Windows-1251
        assert!(!looks_like_windows_1252(b"\xE4\xE0", 0));
        assert!(!looks_like_windows_1252(b"a\x81b", 1));
    }
}
