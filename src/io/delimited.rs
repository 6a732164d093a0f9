//! CSV and TSV: records of values between delimiters, quoted where needed (RFC 4180).
//!
//! The parser is the crate's own because a refusal must name the line on which a record starts, blank lines before it or
//! not, and the line on which an unclosed quote opened: the `csv` crate tells neither. It agrees with that crate on every
//! record that it accepts, and refuses what comes behind a closing quote.

use std::collections::HashSet;

use memchr::{memchr, memchr2_iter, memchr3};

use crate::error::{Error, Place, Result};
use crate::io::format::InputFormat;
use crate::io::reader::{Row, empty_input};
use crate::io::refusal::{Refusal, excerpt, input_error};
use crate::io::stream::{TextStream, newline_length};

/// Delimiters that are told apart by the header line, the likelier first.
const DELIMITERS: [u8; 3] = [b',', b';', b'\t'];

/// Bytes of the header line that are looked at for the delimiter.
const SNIFFED_BYTES: usize = 64 * 1024;

/// Where the parser stands in a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    RecordStart,
    ValueStart,
    Unquoted,
    Quoted,
    /// Behind a quote inside a quoted value: the closing one, or the first of a doubled one.
    AfterQuote,
    ValueEnd,
    RecordEnd,
}

/// How far the parser has come in a record.
struct Progress {
    state: State,
    /// Line on which the last quoted value opened.
    opened: u64,
    /// Line of the first text behind a closing quote.
    stray: Option<u64>,
}

/// The records of a CSV or TSV input.
#[derive(Debug)]
pub(crate) struct DelimitedRecords {
    delimiter: u8,
    n_columns: usize,
    /// Number of the line that comes next.
    line: u64,
}

impl DelimitedRecords {
    /// Reads the header line and returns the names in it.
    pub fn open(stream: &mut TextStream, format: InputFormat) -> Result<(Vec<String>, Self)> {
        let delimiter = sniff_delimiter(stream, format)?;
        let mut records = DelimitedRecords { delimiter, n_columns: 0, line: 1 };
        let mut header = Row::default();
        if !records.read_record(stream, &mut header).map_err(Refusal::into_error)? {
            return Err(empty_input(stream.name()));
        }
        records.n_columns = header.n_values();
        let columns = column_names(&header);
        refuse_duplicates(&columns, Place::of(stream.name()).line(header.line()))?;
        Ok((columns, records))
    }

    /// Reads the next record, which must have as many values as the header.
    pub fn read(&mut self, stream: &mut TextStream, row: &mut Row) -> Result<bool, Refusal> {
        let is_record = self.read_record(stream, row)?;
        if is_record && row.n_values() != self.n_columns {
            let place = Place::of(stream.name()).line(row.line());
            return Err(Refusal::Row(self.ragged(place, row.n_values())));
        }
        Ok(is_record)
    }

    /// Reads a record of any number of values.
    fn read_record(&mut self, stream: &mut TextStream, row: &mut Row) -> Result<bool, Refusal> {
        row.restart(self.line);
        let mut progress = Progress { state: State::RecordStart, opened: self.line, stray: None };
        while progress.state != State::RecordEnd {
            let chunk = stream.chunk()?;
            if chunk.is_empty() {
                match progress.state {
                    State::RecordStart => return Ok(false),
                    State::Quoted => return Err(unclosed_quote(stream.name(), progress.opened).into()),
                    _ => row.end_value(),
                }
                break;
            }
            let mut at = 0;
            while at < chunk.len() && progress.state != State::RecordEnd {
                at += self.step(&chunk[at..], &mut progress, row);
            }
            stream.consume(at);
            stream.check_length(row.n_bytes(), row.line())?;
        }
        match progress.stray {
            Some(line) => Err(Refusal::Row(stray_quote(stream.name(), line))),
            None => Ok(true),
        }
    }

    /// Takes one step into `rest`, which is not empty, and returns the bytes that it is long.
    fn step(&mut self, rest: &str, progress: &mut Progress, row: &mut Row) -> usize {
        let bytes = rest.as_bytes();
        let first = bytes[0];
        match progress.state {
            State::RecordStart if is_line_end(first) => {
                self.line += 1;
                newline_length(bytes)
            }
            State::RecordStart => {
                row.restart(self.line);
                progress.state = State::ValueStart;
                0
            }
            State::ValueStart if first == b'"' => {
                progress.opened = self.line;
                progress.state = State::Quoted;
                1
            }
            State::ValueStart => {
                progress.state = State::Unquoted;
                0
            }
            State::Unquoted => {
                let end = memchr3(self.delimiter, b'\n', b'\r', bytes);
                row.push_str(&rest[..end.unwrap_or(rest.len())]);
                progress.state = if end.is_some() { State::ValueEnd } else { State::Unquoted };
                end.unwrap_or(rest.len())
            }
            State::Quoted => {
                let end = memchr(b'"', bytes);
                let value = &rest[..end.unwrap_or(rest.len())];
                row.push_str(value);
                self.line += count_line_ends(value.as_bytes());
                progress.state = if end.is_some() { State::AfterQuote } else { State::Quoted };
                end.map_or(rest.len(), |end| end + 1)
            }
            State::AfterQuote if first == b'"' => {
                row.push_str("\"");
                progress.state = State::Quoted;
                1
            }
            State::AfterQuote => {
                let is_end = first == self.delimiter || is_line_end(first);
                if !is_end {
                    progress.stray.get_or_insert(self.line);
                }
                progress.state = if is_end { State::ValueEnd } else { State::Unquoted };
                0
            }
            State::ValueEnd if first == self.delimiter => {
                row.end_value();
                progress.state = State::ValueStart;
                1
            }
            State::ValueEnd => {
                row.end_value();
                self.line += 1;
                progress.state = State::RecordEnd;
                newline_length(bytes)
            }
            State::RecordEnd => 0,
        }
    }

    fn ragged(&self, place: Place, n_values: usize) -> Error {
        let delimiter = match self.delimiter {
            b'\t' => "a tab".to_string(),
            byte => format!("'{}'", char::from(byte)),
        };
        let remedy = if n_values > self.n_columns {
            format!("Put double quotes around a value that holds {delimiter}.")
        } else {
            format!("Add the missing values, separated by {delimiter}.")
        };
        let expected = format!("{} as in the header", count_values(self.n_columns));
        input_error(place, count_values(n_values), expected, remedy)
    }
}

fn is_line_end(byte: u8) -> bool {
    byte == b'\n' || byte == b'\r'
}

fn count_values(n: usize) -> String {
    if n == 1 { "1 value".to_string() } else { format!("{n} values") }
}

fn unclosed_quote(name: &str, line: u64) -> Error {
    input_error(
        Place::of(name).line(line),
        "a quoted value that opens here and is not closed before the end of the input",
        "a closing quote",
        "Close the quote, or double it (\"\") and quote the whole value if it is part of the text.",
    )
}

fn stray_quote(name: &str, line: u64) -> Error {
    input_error(
        Place::of(name).line(line),
        "text behind the closing quote of a value",
        "a delimiter or the end of the line there",
        "Double every quote that is part of a quoted value (\"\").",
    )
}

/// Line ends (LF, CR LF or CR) in `bytes`.
fn count_line_ends(bytes: &[u8]) -> u64 {
    memchr2_iter(b'\n', b'\r', bytes)
        .filter(|&at| bytes[at] == b'\n' || bytes.get(at + 1) != Some(&b'\n'))
        .count() as u64
}

/// The names in `header`, trimmed; an empty one becomes `column_` and its number.
fn column_names(header: &Row) -> Vec<String> {
    let name = |(i, name): (usize, &str)| match name.trim() {
        "" => format!("column_{}", i + 1),
        name => name.to_string(),
    };
    header.values().enumerate().map(name).collect()
}

fn refuse_duplicates(columns: &[String], place: Place) -> Result<()> {
    let mut seen = HashSet::new();
    match columns.iter().find(|name| !seen.insert(name.as_str())) {
        None => Ok(()),
        Some(name) => Err(input_error(
            place,
            format!("two columns called {}", excerpt(name)),
            "a different name for each column",
            "Rename or remove one of them.",
        )),
    }
}

/// The delimiter that the header line holds most often outside quotes.
fn sniff_delimiter(stream: &mut TextStream, format: InputFormat) -> Result<u8> {
    let mut counts = [0usize; DELIMITERS.len()];
    let (mut scanned, mut is_quoted, mut has_started) = (0, false, false);
    loop {
        let chunk = stream.chunk()?;
        for byte in &chunk.as_bytes()[scanned..] {
            match byte {
                b'"' => is_quoted = !is_quoted,
                b'\n' | b'\r' if has_started && !is_quoted => return Ok(choose_delimiter(counts, format)),
                _ if is_quoted => {}
                _ => {
                    if let Some(i) = DELIMITERS.iter().position(|delimiter| delimiter == byte) {
                        counts[i] += 1;
                    }
                }
            }
            has_started |= !matches!(byte, b'\n' | b'\r');
        }
        scanned = chunk.len();
        if scanned > SNIFFED_BYTES || !stream.extend()? {
            return Ok(choose_delimiter(counts, format));
        }
    }
}

fn choose_delimiter(counts: [usize; DELIMITERS.len()], format: InputFormat) -> u8 {
    let [commas, semicolons, tabs] = counts;
    let most = commas.max(semicolons).max(tabs);
    match format {
        InputFormat::Tsv if tabs > 0 || most == 0 => b'\t',
        _ if commas == most => b',',
        _ if semicolons == most => b';',
        _ => b'\t',
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::io::encoding::TextEncoding;
    use crate::io::reader::RowReader;

    fn reader(csv: &str) -> RowReader {
        let input = std::io::Cursor::new(csv.to_string());
        RowReader::new("f.csv", input, InputFormat::Csv, TextEncoding::default()).unwrap()
    }

    fn rows(csv: &str) -> Vec<(u64, Vec<String>)> {
        let owned = |row: Row| (row.line(), row.values().map(String::from).collect());
        reader(csv).map(|row| owned(row.unwrap())).collect()
    }

    fn row(line: u64, values: &[&str]) -> (u64, Vec<String>) {
        (line, values.iter().map(|v| v.to_string()).collect())
    }

    #[test]
    fn lines_are_right_behind_blank_lines_and_line_ends_in_quotes() {
        let csv = "a,b\n\n1,\"x\ny\r\nz\"\r\n\r\n2,\n\"3\",\"say \"\"no\"\"\"";
        assert_eq!(
            rows(csv),
            [row(3, &["1", "x\ny\r\nz"]), row(7, &["2", ""]), row(8, &["3", "say \"no\""]),]
        );
        assert_eq!(rows("a,b\r1,2\r\r3,4\r"), [row(2, &["1", "2"]), row(4, &["3", "4"])]);
    }

    #[test]
    fn a_quote_inside_an_unquoted_value_is_text() {
        assert_eq!(rows("a,b\n5\" gun, \"x\"\n"), [row(2, &["5\" gun", " \"x\""])]);
    }

    #[test]
    fn the_header_tells_the_delimiter() {
        for (csv, columns) in [
            ("a,b;c,d\n", &["a", "b;c", "d"][..]),
            ("a;b,c;d\n", &["a", "b,c", "d"]),
            ("a\tb\n", &["a", "b"]),
            ("\"x;y;z\",b\n", &["x;y;z", "b"]),
            ("\n\r\na;b", &["a", "b"]),
            ("text", &["text"]),
        ] {
            assert_eq!(reader(csv).columns(), columns, "{csv:?}");
        }
        assert_eq!(choose_delimiter([3, 0, 1], InputFormat::Tsv), b'\t');
        assert_eq!(choose_delimiter([3, 0, 0], InputFormat::Tsv), b',');
        assert_eq!(choose_delimiter([0, 0, 0], InputFormat::Tsv), b'\t');
    }

    #[test]
    fn an_empty_column_name_becomes_its_number() {
        assert_eq!(reader("text, ,\"\"\n").columns(), ["text", "column_2", "column_3"]);
    }

    #[test]
    fn a_refused_row_does_not_hide_the_next() {
        let mut reader = reader("a,b\n1\n\"x\"y,2\n3,4\n1,2,3\n");
        let mut message = || reader.next().unwrap().map(|row| row.line()).map_err(|e| e.to_string());
        assert_eq!(
            message().unwrap_err(),
            "f.csv:2: 1 value; expected 2 values as in the header. Add the missing values, separated by ','."
        );
        assert_eq!(
            message().unwrap_err(),
            "f.csv:3: text behind the closing quote of a value; expected a delimiter or the end of the line there. \
             Double every quote that is part of a quoted value (\"\")."
        );
        assert_eq!(message(), Ok(4));
        assert_eq!(
            message().unwrap_err(),
            "f.csv:5: 3 values; expected 2 values as in the header. Put double quotes around a value that holds ','."
        );
        assert!(reader.next().is_none());
        assert_eq!(reader.n_read(), 4);
    }

    #[test]
    fn an_unclosed_quote_is_named_where_it_opened() {
        let mut reader = reader("a,b\n\"1\n\",\"open\n3,4\n");
        let message = reader.next().unwrap().unwrap_err().to_string();
        assert!(
            message.starts_with("f.csv:3: a quoted value that opens here and is not closed"),
            "{message}"
        );
        assert!(reader.next().is_none());
    }

    #[test]
    fn an_endless_record_is_refused_before_it_fills_the_memory() {
        let csv = std::io::Read::chain(&b"a,b\n1,\""[..], std::io::repeat(b'x'));
        let mut reader = RowReader::new("f.csv", csv, InputFormat::Csv, TextEncoding::default()).unwrap();
        let message = reader.next().unwrap().unwrap_err().to_string();
        assert!(message.starts_with("f.csv:2: a record longer than 64 MiB; expected"), "{message}");
        assert!(reader.next().is_none());
    }
}
