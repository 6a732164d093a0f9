//! How do rows come out of an input of any format?

use std::io::Read;
use std::path::Path;

use crate::error::{Error, Place, Result};
use crate::io::delimited::DelimitedRecords;
use crate::io::encoding::TextEncoding;
use crate::io::format::InputFormat;
use crate::io::jsonl::JsonRecords;
use crate::io::lines::FilledLines;
use crate::io::options::ReadOptions;
use crate::io::refusal::{Refusal, input_error};
use crate::io::source::Source;
use crate::io::stream::TextStream;

/// The values of one record, in the order of [`RowReader::columns`].
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Row {
    line: u64,
    text: String,
    ends: Vec<usize>,
}

impl Row {
    /// 1-based line on which the record starts.
    pub fn line(&self) -> u64 {
        self.line
    }

    /// Value in the column with index `column`; empty where the record has none.
    ///
    /// # Panics
    /// Where there is no such column.
    pub fn value(&self, column: usize) -> &str {
        let start = if column == 0 { 0 } else { self.ends[column - 1] };
        &self.text[start..self.ends[column]]
    }

    /// Every value.
    pub fn values(&self) -> impl Iterator<Item = &str> {
        (0..self.ends.len()).map(|column| self.value(column))
    }

    /// Empties the row, for the record that starts on `line`.
    pub(crate) fn restart(&mut self, line: u64) {
        self.line = line;
        self.text.clear();
        self.ends.clear();
    }

    /// Appends to the value that is being read.
    pub(crate) fn push_str(&mut self, piece: &str) {
        self.text.push_str(piece);
    }

    /// Ends the value that is being read.
    pub(crate) fn end_value(&mut self) {
        self.ends.push(self.text.len());
    }

    /// Number of values that have ended.
    pub(crate) fn n_values(&self) -> usize {
        self.ends.len()
    }

    /// Bytes of all values and the delimiters behind them.
    pub(crate) fn n_bytes(&self) -> usize {
        self.text.len() + self.ends.len()
    }
}

/// Rows of an input, one at a time, in memory that does not grow with it.
///
/// | Format | Row | Columns |
/// | --- | --- | --- |
/// | CSV, TSV | a record; blank lines are skipped; a quoted value may hold delimiters, line ends and doubled quotes | the header's, trimmed; `column_3` for an empty third name |
/// | JSON Lines | an object a line; numbers, arrays and objects as they are written, `null` as an empty value | keys of the first object; later objects may lack some and have no others |
/// | Text | a line that holds more than white space | `text` |
///
/// # Errors
/// As an iterator it yields an error for each refused row (ragged, a quote out of place, invalid JSON, an unknown key)
/// and goes on behind it. An error of the whole input (unreadable, not text, a quote that is never closed) ends it.
///
/// # Examples
/// ```
/// use standpoint::{InputFormat, RowReader, TextEncoding};
///
/// let csv = "id;text\n1;\"Lift them;\nall of them\"\n2;Keep them\n";
/// let rows = RowReader::new("talks.csv", csv.as_bytes(), InputFormat::Csv, TextEncoding::default())?;
/// assert_eq!(rows.columns(), ["id", "text"]);
/// let rows = rows.collect::<Result<Vec<_>, _>>()?;
/// assert_eq!(rows[0].value(1), "Lift them;\nall of them");
/// assert_eq!((rows[1].line(), rows[1].value(1)), (4, "Keep them"));
/// # Ok::<(), standpoint::Error>(())
/// ```
pub struct RowReader {
    columns: Vec<String>,
    stream: TextStream,
    records: Records,
    n_read: u64,
    ended: bool,
}

enum Records {
    Delimited(DelimitedRecords),
    Json(JsonRecords),
    Lines(FilledLines),
}

impl RowReader {
    /// The rows of `input`, called `name` in errors.
    ///
    /// # Errors
    /// Where there is nothing in it, or no columns can be made out.
    pub fn new(
        name: &str,
        input: impl Read + Send + 'static,
        format: InputFormat,
        encoding: TextEncoding,
    ) -> Result<Self> {
        let mut stream = TextStream::new(name, Box::new(input), encoding)?;
        if stream.chunk()?.is_empty() {
            return Err(empty_input(name));
        }
        let (columns, records) = match format {
            InputFormat::Csv | InputFormat::Tsv => {
                let (columns, records) = DelimitedRecords::open(&mut stream, format)?;
                (columns, Records::Delimited(records))
            }
            InputFormat::Jsonl => {
                let (columns, records) = JsonRecords::open(&mut stream)?;
                (columns, Records::Json(records))
            }
            InputFormat::Text => (vec!["text".to_string()], Records::Lines(FilledLines::default())),
        };
        Ok(RowReader { columns, stream, records, n_read: 0, ended: false })
    }

    /// The rows of the file `path`, or of standard input where it is `-`.
    ///
    /// # Errors
    /// As [`RowReader::new`], and where the file cannot be opened or its format is not known.
    pub fn open(path: &Path, options: &ReadOptions) -> Result<Self> {
        RowReader::of_source(&Source::locate(path, options.format)?, options.encoding)
    }

    pub(crate) fn of_source(source: &Source, encoding: TextEncoding) -> Result<Self> {
        RowReader::new(source.name(), source.open()?, source.format(), encoding)
    }

    /// Names of the columns.
    pub fn columns(&self) -> &[String] {
        &self.columns
    }

    /// Bytes read from the input so far, rows that are not handed out yet included.
    pub fn n_bytes_read(&self) -> u64 {
        self.stream.n_bytes_read()
    }

    /// Number of records read so far, refused ones included: the 1-based number of the last one.
    pub fn n_read(&self) -> u64 {
        self.n_read
    }

    /// The input as a place.
    pub(crate) fn place(&self) -> Place {
        Place::of(self.stream.name())
    }

    /// Reads the next record into `row`; `false` at the end.
    pub(crate) fn read(&mut self, row: &mut Row) -> Result<bool, Refusal> {
        if self.ended {
            return Ok(false);
        }
        let result = match &mut self.records {
            Records::Delimited(records) => records.read(&mut self.stream, row),
            Records::Json(records) => records.read(&mut self.stream, row),
            Records::Lines(lines) => read_statement_line(lines, &mut self.stream, row),
        };
        self.ended = matches!(result, Ok(false) | Err(Refusal::Input(_)));
        self.n_read += u64::from(!self.ended);
        result
    }
}

impl Iterator for RowReader {
    type Item = Result<Row>;

    fn next(&mut self) -> Option<Self::Item> {
        let mut row = Row::default();
        match self.read(&mut row) {
            Ok(true) => Some(Ok(row)),
            Ok(false) => None,
            Err(refusal) => Some(Err(refusal.into_error())),
        }
    }
}

fn read_statement_line(
    lines: &mut FilledLines,
    stream: &mut TextStream,
    row: &mut Row,
) -> Result<bool, Refusal> {
    row.restart(0);
    let Some(number) = lines.read(stream, &mut row.text)? else {
        return Ok(false);
    };
    row.line = number;
    row.end_value();
    Ok(true)
}

/// The error for an input without a record.
pub(crate) fn empty_input(name: &str) -> Error {
    input_error(
        Place::of(name),
        "nothing in it",
        "a header line or a statement",
        "Check that the file was written to the end and that it is the one you mean.",
    )
}
