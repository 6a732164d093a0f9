//! How do bytes become text, piece by piece?

use std::io::{self, Read};
use std::path::PathBuf;

use encoding_rs::{Decoder, DecoderResult};
use memchr::{memchr, memchr_iter, memchr2};

use crate::error::{Error, Place, Result};
use crate::io::encoding::{EXPECTED_TEXT, SIGNATURE_BYTES, TextEncoding, invalid_utf8_remedy, refuse_binary};
use crate::io::refusal::input_error;

/// Bytes that are asked of the system at once.
const READ_BYTES: usize = 64 * 1024;

/// Longest record that is read. It keeps an unclosed quote at the start of a large file from filling the memory.
const MAX_RECORD_BYTES: usize = 64 << 20;

/// An input as a stream of text in memory that does not grow with it.
///
/// It hands out `&str` instead of implementing [`Read`]: the text is checked once, here, and errors keep their type.
/// No chunk parts a carriage return from the line feed behind it.
pub(crate) struct TextStream {
    name: String,
    input: Box<dyn Read + Send>,
    /// `None` for UTF-8, whose bytes are already the text.
    decoder: Option<Decoder>,
    /// The bytes read and not decoded are `raw[..n_raw]`.
    raw: Vec<u8>,
    n_raw: usize,
    /// Offset of `raw[0]` in the input.
    raw_offset: u64,
    /// Line feeds in all text decoded so far.
    line_feeds: u64,
    /// The text decoded and not consumed is `text[position..]`.
    text: String,
    position: usize,
    /// Whether a carriage return waits for what follows it.
    held_return: bool,
    /// No more text comes after `text`.
    ended: bool,
    /// What is wrong right behind `text`.
    failure: Option<Error>,
}

impl TextStream {
    /// The text of `input`, called `name` in errors.
    pub fn new(name: &str, input: Box<dyn Read + Send>, encoding: TextEncoding) -> Result<Self> {
        let mut stream = TextStream {
            name: name.to_string(),
            input,
            decoder: None,
            raw: vec![0; READ_BYTES],
            n_raw: 0,
            raw_offset: 0,
            line_feeds: 0,
            text: String::new(),
            position: 0,
            held_return: false,
            ended: false,
            failure: None,
        };
        while stream.n_raw < SIGNATURE_BYTES && !stream.ended {
            stream.read_bytes()?;
        }
        let start = &stream.raw[..stream.n_raw];
        refuse_binary(name, start)?;
        let (encoding, mark_length) = TextEncoding::of_mark(start).unwrap_or((encoding, 0));
        stream.decoder = encoding.decoder();
        stream.drop_bytes(mark_length);
        stream.decode();
        Ok(stream)
    }

    /// Name of the input in errors.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Bytes read from the input so far.
    pub fn n_bytes_read(&self) -> u64 {
        self.raw_offset + self.n_raw as u64
    }

    /// The text that is ready, read from the input if there is none; empty at the end only.
    pub fn chunk(&mut self) -> Result<&str> {
        if self.position == self.text.len() {
            self.text.clear();
            self.position = 0;
            self.extend()?;
        }
        Ok(&self.text[self.position..])
    }

    /// Marks the first `n_bytes` of the chunk as done with.
    pub fn consume(&mut self, n_bytes: usize) {
        self.position += n_bytes;
    }

    /// Puts more text behind the chunk; `false` where there is no more.
    pub fn extend(&mut self) -> Result<bool> {
        let before = self.text.len();
        while self.text.len() == before && self.failure.is_none() && !self.ended {
            self.read_bytes()?;
            self.decode();
        }
        if self.text.len() > before {
            return Ok(true);
        }
        self.ended = true;
        self.failure.take().map_or(Ok(false), Err)
    }

    /// Puts the next line into `line`, without its terminator (LF, CR LF or CR); `false` at the end.
    pub fn read_line(&mut self, number: u64, line: &mut String) -> Result<bool> {
        line.clear();
        let mut any = false;
        loop {
            let chunk = self.chunk()?;
            if chunk.is_empty() {
                return Ok(any);
            }
            any = true;
            let end = memchr2(b'\n', b'\r', chunk.as_bytes());
            line.push_str(&chunk[..end.unwrap_or(chunk.len())]);
            let consumed = end.map_or(chunk.len(), |at| at + newline_length(&chunk.as_bytes()[at..]));
            self.consume(consumed);
            if end.is_some() {
                return Ok(true);
            }
            self.check_length(line.len(), number)?;
        }
    }

    /// Refuses a record that has come to `n_bytes` and is not over; `line` is where it starts.
    pub fn check_length(&self, n_bytes: usize, line: u64) -> Result<()> {
        if n_bytes <= MAX_RECORD_BYTES {
            return Ok(());
        }
        Err(input_error(
            Place::of(&self.name).line(line),
            format!("a record longer than {} MiB", MAX_RECORD_BYTES >> 20),
            "a statement in each record",
            "Look for a quote that is not closed or for line ends that are missing.",
        ))
    }

    fn read_bytes(&mut self) -> Result<()> {
        let read = loop {
            match self.input.read(&mut self.raw[self.n_raw..]) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                result => break result,
            }
        };
        let n_read = read.map_err(|source| {
            self.ended = true;
            Error::Io { path: PathBuf::from(&self.name), action: "read", source }
        })?;
        self.n_raw += n_read;
        self.ended = n_read == 0;
        Ok(())
    }

    /// Moves what can be decoded from `raw` to `text`.
    fn decode(&mut self) {
        if std::mem::take(&mut self.held_return) {
            self.text.push('\r');
        }
        let start = self.text.len();
        let raw = &self.raw[..self.n_raw];
        let (n_bytes, malformed) = match &mut self.decoder {
            None => push_utf8(raw, self.ended, &mut self.text),
            Some(decoder) => push_decoded(decoder, raw, self.ended, &mut self.text),
        };
        self.line_feeds += memchr_iter(b'\n', &self.text.as_bytes()[start..]).count() as u64;
        if malformed {
            self.failure = Some(self.malformed_at(n_bytes));
        }
        if let Some(nul) = memchr(0, &self.text.as_bytes()[start..]) {
            self.line_feeds -= memchr_iter(b'\n', &self.text.as_bytes()[start + nul..]).count() as u64;
            self.text.truncate(start + nul);
            self.failure = Some(self.nul());
        }
        self.drop_bytes(n_bytes);
        if self.text.ends_with('\r') && !self.ended && self.failure.is_none() {
            self.text.pop();
            self.held_return = true;
        }
    }

    fn drop_bytes(&mut self, n_bytes: usize) {
        self.raw.copy_within(n_bytes..self.n_raw, 0);
        self.n_raw -= n_bytes;
        self.raw_offset += n_bytes as u64;
    }

    fn malformed_at(&self, at: usize) -> Error {
        let offset = self.raw_offset + at as u64;
        let place = Place::of(&self.name).line(self.line_feeds + 1);
        let raw = &self.raw[..self.n_raw];
        match (&self.decoder, raw.get(at)) {
            (None, Some(byte)) => input_error(
                place,
                format!("byte 0x{byte:02X} at byte offset {offset} is not UTF-8"),
                "UTF-8",
                invalid_utf8_remedy(raw, at),
            ),
            (decoder, _) => {
                let name = decoder.as_ref().map_or("UTF-8", |decoder| decoder.encoding().name());
                input_error(
                    place,
                    format!("the bytes before byte offset {offset} are not {name}"),
                    name,
                    "Name the encoding of the file with --encoding, or save it as UTF-8.",
                )
            }
        }
    }

    fn nul(&self) -> Error {
        input_error(
            Place::of(&self.name).line(self.line_feeds + 1),
            "a NUL character, which no text holds",
            EXPECTED_TEXT,
            "Give a text file; if it is UTF-16 without a byte order mark, add --encoding utf-16le.",
        )
    }
}

/// Length of the line terminator that `bytes` start with: two for CR LF, else one.
pub(crate) fn newline_length(bytes: &[u8]) -> usize {
    if bytes.starts_with(b"\r\n") { 2 } else { 1 }
}

/// Appends the UTF-8 of `raw` and returns the bytes used, and whether those behind them are malformed.
///
/// A character cut off by the end of `raw` waits for the rest of it, unless there is no more.
fn push_utf8(raw: &[u8], is_last: bool, text: &mut String) -> (usize, bool) {
    match std::str::from_utf8(raw) {
        Ok(valid) => {
            text.push_str(valid);
            (raw.len(), false)
        }
        Err(error) => {
            let n_valid = error.valid_up_to();
            text.push_str(std::str::from_utf8(&raw[..n_valid]).unwrap_or_default());
            (n_valid, is_last || error.error_len().is_some())
        }
    }
}

/// The same for the other encodings; the decoder itself keeps a character that is cut off.
fn push_decoded(decoder: &mut Decoder, raw: &[u8], is_last: bool, text: &mut String) -> (usize, bool) {
    let mut n_used = 0;
    loop {
        // Never less than the decoder asks for, so that every call makes progress.
        text.reserve(3 * (raw.len() - n_used) + 16);
        let (result, n_read) = decoder.decode_to_string_without_replacement(&raw[n_used..], text, is_last);
        n_used += n_read;
        match result {
            DecoderResult::InputEmpty => return (n_used, false),
            DecoderResult::OutputFull => {}
            DecoderResult::Malformed(..) => return (n_used, true),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Hands out at most `step` bytes a call.
    struct Dribble {
        bytes: Vec<u8>,
        at: usize,
        step: usize,
    }

    impl Read for Dribble {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            let n = self.step.min(buffer.len()).min(self.bytes.len() - self.at);
            buffer[..n].copy_from_slice(&self.bytes[self.at..self.at + n]);
            self.at += n;
            Ok(n)
        }
    }

    fn read_all(bytes: &[u8], step: usize, encoding: TextEncoding) -> Result<String> {
        let input = Dribble { bytes: bytes.to_vec(), at: 0, step };
        let mut stream = TextStream::new("f", Box::new(input), encoding)?;
        let mut all = String::new();
        loop {
            let chunk = stream.chunk()?;
            if chunk.is_empty() {
                return Ok(all);
            }
            assert!(!chunk.ends_with('\r') || bytes.ends_with(b"\r"), "a chunk parts CR from LF");
            all.push_str(chunk);
            let n = chunk.len();
            stream.consume(n);
        }
    }

    fn utf16(text: &str, to_bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
        std::iter::once(0xFEFF).chain(text.encode_utf16()).flat_map(to_bytes).collect()
    }

    #[test]
    fn every_encoding_gives_the_same_text_whatever_the_size_of_the_reads() {
        let text = "naïve “quote”\r\nзапад 😀\r\n";
        let mut with_mark = b"\xEF\xBB\xBF".to_vec();
        with_mark.extend(text.as_bytes());
        for step in [1, 2, 3, 7, 1000] {
            for bytes in [
                text.as_bytes().to_vec(),
                with_mark.clone(),
                utf16(text, u16::to_le_bytes),
                utf16(text, u16::to_be_bytes),
            ] {
                assert_eq!(read_all(&bytes, step, TextEncoding::default()).unwrap(), text, "step {step}");
            }
            let encoding = "windows-1252".parse().unwrap();
            assert_eq!(read_all(b"it\x92s caf\xE9", step, encoding).unwrap(), "it’s café");
        }
    }

    #[test]
    fn text_longer_than_the_buffer_comes_through_whole() {
        let text = "añb\r\n".repeat(100_000);
        assert_eq!(read_all(text.as_bytes(), usize::MAX, TextEncoding::default()).unwrap(), text);
        assert_eq!(
            read_all(&utf16(&text, u16::to_be_bytes), usize::MAX, TextEncoding::default()).unwrap(),
            text
        );
    }

    #[test]
    fn a_bad_byte_is_named_with_line_offset_and_remedy() {
        let bytes = b"one\ntwo\nthe caf\xE9 is\n";
        for step in [1, 1000] {
            let message = read_all(bytes, step, TextEncoding::default()).unwrap_err().to_string();
            let start = "f:3: byte 0xE9 at byte offset 15 is not UTF-8; expected UTF-8. ";
            assert!(message.starts_with(start), "{message}");
        }
        let message = read_all(bytes, 1000, TextEncoding::default()).unwrap_err().to_string();
        assert!(message.ends_with("add --encoding windows-1252, or save the file as UTF-8."), "{message}");
        let cut = read_all("é".as_bytes().split_at(1).0, 1, TextEncoding::default()).unwrap_err().to_string();
        assert!(cut.starts_with("f:1: byte 0xC3 at byte offset 0 is not UTF-8"), "{cut}");
    }

    #[test]
    fn half_a_utf16_pair_is_refused() {
        let mut bytes = utf16("ok\n", u16::to_le_bytes);
        bytes.extend([0x3D, 0xD8, 0x20, 0x00]);
        let message = read_all(&bytes, 1, TextEncoding::default()).unwrap_err().to_string();
        assert!(message.starts_with("f:2: the bytes before byte offset"), "{message}");
        assert!(message.contains("are not UTF-16LE"), "{message}");
    }

    #[test]
    fn binary_input_is_named_for_what_it_is() {
        let cases: [(&[u8], &str); 5] = [
            (
                b"PK\x03\x04\x14\x00",
                "f: a ZIP archive such as an Excel workbook (.xlsx), .ods or .docx; expected",
            ),
            (
                b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1..",
                "f: an Excel workbook (.xls) or other Office file; expected",
            ),
            (b"\x1F\x8B\x08\x00", "f: a gzip archive; expected"),
            (b"%PDF-1.7", "f: a PDF document; expected"),
            (b"line\nab\0cd", "f:2: a NUL character, which no text holds; expected"),
        ];
        for (bytes, start) in cases {
            for step in [1, 1000] {
                let message = read_all(bytes, step, TextEncoding::default()).unwrap_err().to_string();
                assert!(message.starts_with(start), "{message}");
            }
        }
    }

    #[test]
    fn lines_end_in_any_of_the_three_ways() {
        let input = Dribble { bytes: b"a\r\nb\rc\n\nd".to_vec(), at: 0, step: 1 };
        let mut stream = TextStream::new("f", Box::new(input), TextEncoding::default()).unwrap();
        let (mut line, mut lines) = (String::new(), Vec::new());
        while stream.read_line(1, &mut line).unwrap() {
            lines.push(line.clone());
        }
        assert_eq!(lines, ["a", "b", "c", "", "d"]);
    }
}
