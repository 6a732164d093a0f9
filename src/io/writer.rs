//! How is a table written?

use std::io::{self, BufWriter, Write};

use crate::error::{Error, Result};
use crate::io::format::OutputFormat;
use crate::io::refusal::quoted_list;

/// Bytes that are gathered before they are handed on.
const BUFFER_BYTES: usize = 64 * 1024;

/// A value in a table.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Cell<'a> {
    /// A string, written as it is: quoted where the format needs it and never changed otherwise.
    Text(&'a str),
    /// A number with a fixed count of decimals; NaN and infinity are written as [`Cell::Empty`].
    Number {
        /// The number.
        value: f64,
        /// Digits behind the decimal point.
        decimals: usize,
    },
    /// No value: nothing in CSV and TSV, `null` in JSON Lines.
    Empty,
}

/// The columns of a table, and which of them are written.
///
/// # Examples
/// ```
/// use standpoint::TableColumns;
///
/// let columns = TableColumns::new(["id", "stance", "text"]).select(&["text", "id"])?;
/// assert_eq!(columns.selected().collect::<Vec<_>>(), ["text", "id"]);
/// assert!(columns.select(&["page"]).is_err());
/// # Ok::<(), standpoint::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableColumns {
    names: Vec<String>,
    selected: Vec<usize>,
}

impl TableColumns {
    /// All columns called `names`, in that order.
    pub fn new(names: impl IntoIterator<Item = impl Into<String>>) -> Self {
        let names: Vec<String> = names.into_iter().map(Into::into).collect();
        TableColumns { selected: (0..names.len()).collect(), names }
    }

    /// The same columns, of which only those called `names` are written, in that order.
    ///
    /// # Errors
    /// [`Error::Parameter`] where a name is none of the columns', or comes twice, or where there is none.
    pub fn select<S: AsRef<str>>(mut self, names: &[S]) -> Result<Self> {
        self.selected.clear();
        for name in names {
            let name = name.as_ref().trim();
            let column = self.names.iter().position(|own| own == name);
            match column.filter(|column| !self.selected.contains(column)) {
                Some(column) => self.selected.push(column),
                None => return Err(self.cannot_select(name)),
            }
        }
        if self.selected.is_empty() { Err(self.cannot_select("")) } else { Ok(self) }
    }

    /// Names of the columns that are written.
    pub fn selected(&self) -> impl Iterator<Item = &str> {
        self.selected.iter().map(|&column| self.names[column].as_str())
    }

    fn cannot_select(&self, name: &str) -> Error {
        Error::Parameter {
            name: "columns",
            value: format!("'{name}' (there are: {})", quoted_list(&self.names)),
            expected: "names of columns, each once",
        }
    }
}

/// Writes a table, row by row, in one of the [`OutputFormat`]s.
///
/// # Examples
/// ```
/// use standpoint::{Cell, OutputFormat, TableColumns, TableWriter};
///
/// let columns = TableColumns::new(["text", "p_favor", "target"]);
/// let mut table = TableWriter::new(Vec::new(), OutputFormat::Jsonl, &columns)?;
/// table.write_row(&[Cell::Text("Say \"no\""), Cell::Number { value: 0.25, decimals: 4 }, Cell::Empty])?;
/// let bytes = table.finish()?;
/// assert_eq!(bytes, b"{\"text\":\"Say \\\"no\\\"\",\"p_favor\":0.2500,\"target\":null}\n");
/// # Ok::<(), std::io::Error>(())
/// ```
pub struct TableWriter<W: Write> {
    rows: Rows<W>,
    selected: Vec<usize>,
    number: Vec<u8>,
}

enum Rows<W: Write> {
    Delimited(Box<csv::Writer<W>>),
    /// The output, and what stands before each value.
    Json(BufWriter<W>, Vec<Vec<u8>>),
}

impl<W: Write> TableWriter<W> {
    /// A table on `output` with the selected of `columns`; CSV and TSV get their header line now.
    ///
    /// # Errors
    /// Those of `output`, here and in the other methods.
    pub fn new(output: W, format: OutputFormat, columns: &TableColumns) -> io::Result<Self> {
        let mut table = TableWriter::without_header(output, format, columns);
        if let Rows::Delimited(writer) = &mut table.rows {
            writer.write_record(columns.selected()).map_err(io_error)?;
        }
        Ok(table)
    }

    /// A table whose rows continue one that has its header line already.
    pub fn without_header(output: W, format: OutputFormat, columns: &TableColumns) -> Self {
        let delimited = |delimiter| {
            let mut builder = csv::WriterBuilder::new();
            builder.delimiter(delimiter).buffer_capacity(BUFFER_BYTES);
            builder
        };
        let rows = match format {
            OutputFormat::Csv => Rows::Delimited(Box::new(delimited(b',').from_writer(output))),
            OutputFormat::Tsv => Rows::Delimited(Box::new(delimited(b'\t').from_writer(output))),
            OutputFormat::Jsonl => {
                let keys = columns.selected().enumerate().map(json_key).collect();
                Rows::Json(BufWriter::with_capacity(BUFFER_BYTES, output), keys)
            }
        };
        TableWriter { rows, selected: columns.selected.clone(), number: Vec::new() }
    }

    /// Writes the selected of `cells`, which holds one for every column.
    ///
    /// # Panics
    /// Where a selected column has no cell.
    pub fn write_row(&mut self, cells: &[Cell<'_>]) -> io::Result<()> {
        for (i, &column) in self.selected.iter().enumerate() {
            match &mut self.rows {
                Rows::Delimited(writer) => {
                    let field = match cells[column] {
                        Cell::Text(text) => text.as_bytes(),
                        Cell::Number { value, decimals } if value.is_finite() => {
                            self.number.clear();
                            push_fixed(&mut self.number, value, decimals)?;
                            &self.number
                        }
                        Cell::Number { .. } | Cell::Empty => b"",
                    };
                    writer.write_field(field).map_err(io_error)?;
                }
                Rows::Json(output, keys) => {
                    output.write_all(&keys[i])?;
                    match cells[column] {
                        Cell::Text(text) => serde_json::to_writer(&mut *output, text)?,
                        Cell::Number { value, decimals } if value.is_finite() => {
                            self.number.clear();
                            push_fixed(&mut self.number, value, decimals)?;
                            output.write_all(&self.number)?;
                        }
                        Cell::Number { .. } | Cell::Empty => output.write_all(b"null")?,
                    }
                }
            }
        }
        match &mut self.rows {
            Rows::Delimited(writer) => writer.write_record(None::<&[u8]>).map_err(io_error),
            Rows::Json(output, _) => output.write_all(b"}\n"),
        }
    }

    /// Hands on what is still held back.
    pub fn flush(&mut self) -> io::Result<()> {
        match &mut self.rows {
            Rows::Delimited(writer) => writer.flush(),
            Rows::Json(output, _) => output.flush(),
        }
    }

    /// Hands on what is still held back and returns the output.
    pub fn finish(self) -> io::Result<W> {
        match self.rows {
            Rows::Delimited(writer) => writer.into_inner().map_err(|error| error.into_error()),
            Rows::Json(output, _) => output.into_inner().map_err(|error| error.into_error()),
        }
    }
}

/// What stands before the value of the `i`-th key: `{"id":` or `,"target":`.
fn json_key((i, name): (usize, &str)) -> Vec<u8> {
    let opening = if i == 0 { '{' } else { ',' };
    format!("{opening}{}:", serde_json::Value::from(name)).into_bytes()
}

/// Appends `value` as `{value:.decimals$}` does.
///
/// Short non-negative numbers are written as integers: the standard library's algorithm, exact for any number, takes ten
/// times as long, and six probabilities a row would cost more than reading it. What lies next to a tie, where the
/// product below could round to the wrong side, is left to the standard library.
fn push_fixed(digits: &mut Vec<u8>, value: f64, decimals: usize) -> io::Result<()> {
    /// Below this the product is wrong by less than [`NEAR_TIE`].
    const LARGEST: f64 = 4_294_967_296.0;
    const NEAR_TIE: f64 = 1e-6;
    let scaled = value * POWERS_OF_TEN.get(decimals).copied().unwrap_or(f64::NAN);
    let is_short = value.is_sign_positive() && scaled < LARGEST;
    if !is_short || (scaled.fract() - 0.5).abs() < NEAR_TIE {
        return write!(digits, "{value:.decimals$}");
    }
    let mut rest = (scaled + 0.5) as u64;
    let start = digits.len();
    let least_length = if decimals == 0 { 1 } else { decimals + 2 };
    while rest > 0 || digits.len() - start < least_length {
        if decimals > 0 && digits.len() - start == decimals {
            digits.push(b'.');
        }
        digits.push(b'0' + (rest % 10) as u8);
        rest /= 10;
    }
    digits[start..].reverse();
    Ok(())
}

const POWERS_OF_TEN: [f64; 10] = [1.0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9];

/// The error below a csv error, so that a closed pipe can still be told by its kind.
fn io_error(error: csv::Error) -> io::Error {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error,
        kind => io::Error::other(format!("{kind:?}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(format: OutputFormat) -> String {
        let columns = TableColumns::new(["id", "p", "skipped", "text"]).select(&["text", "p", "id"]).unwrap();
        let mut table = TableWriter::new(Vec::new(), format, &columns).unwrap();
        let row = |id, value, text| {
            [Cell::Text(id), Cell::Number { value, decimals: 3 }, Cell::Text("unseen"), Cell::Text(text)]
        };
        table.write_row(&row("1", 0.12345, "=1+1, \"so\"\nthere\t")).unwrap();
        table.write_row(&row("", f64::NAN, "plain")).unwrap();
        table.write_row(&[Cell::Empty; 4]).unwrap();
        String::from_utf8(table.finish().unwrap()).unwrap()
    }

    #[test]
    fn each_format_quotes_what_it_must_and_nothing_else() {
        assert_eq!(
            table(OutputFormat::Csv),
            "text,p,id\n\"=1+1, \"\"so\"\"\nthere\t\",0.123,1\nplain,,\n,,\n"
        );
        assert_eq!(
            table(OutputFormat::Tsv),
            "text\tp\tid\n\"=1+1, \"\"so\"\"\nthere\t\"\t0.123\t1\nplain\t\t\n\t\t\n"
        );
        assert_eq!(
            table(OutputFormat::Jsonl),
            "{\"text\":\"=1+1, \\\"so\\\"\\nthere\\t\",\"p\":0.123,\"id\":\"1\"}\n{\"text\":\"plain\",\"p\":null,\
             \"id\":\"\"}\n{\"text\":null,\"p\":null,\"id\":null}\n"
        );
    }

    #[test]
    fn numbers_have_the_decimals_that_were_asked_for() {
        let fixed = |value, decimals| {
            let mut digits = Vec::new();
            push_fixed(&mut digits, value, decimals).unwrap();
            String::from_utf8(digits).unwrap()
        };
        for (value, decimals, digits) in [
            (0.0, 4, "0.0000"),
            (1.0, 4, "1.0000"),
            (0.99996, 4, "1.0000"),
            (0.00004, 4, "0.0000"),
            (0.05, 1, "0.1"),
            (0.25, 1, "0.2"),
            (-12.345678, 3, "-12.346"),
            (1234.4, 0, "1234"),
            (0.2, 0, "0"),
            (0.1, 20, "0.10000000000000000555"),
        ] {
            assert_eq!(fixed(value, decimals), digits, "{value} with {decimals}");
        }
        for i in 0..=100_000 {
            for value in [f64::from(i) / 100_003.0, f64::from(i) / 20_000.0, f64::from(i) * 1.7e4] {
                assert_eq!(fixed(value, 4), format!("{value:.4}"));
            }
        }
    }

    #[test]
    fn a_selection_of_unknown_or_repeated_columns_is_refused() {
        let columns = TableColumns::new(["id", "text"]);
        let message = |names: &[&str]| columns.clone().select(names).unwrap_err().to_string();
        assert_eq!(
            message(&["id", "page"]),
            "parameter 'columns' is 'page' (there are: 'id', 'text'); expected names of columns, each once"
        );
        assert!(message(&["id", "id"]).starts_with("parameter 'columns' is 'id' (there"));
        assert!(message(&[]).starts_with("parameter 'columns' is ''"));
    }

    #[test]
    fn a_closed_pipe_is_told_by_its_kind() {
        struct Closed;
        impl Write for Closed {
            fn write(&mut self, _: &[u8]) -> io::Result<usize> {
                Err(io::ErrorKind::BrokenPipe.into())
            }
            fn flush(&mut self) -> io::Result<()> {
                Ok(())
            }
        }
        for format in OutputFormat::ALL {
            let columns = TableColumns::new(["text"]);
            let mut table = TableWriter::new(Closed, format, &columns).unwrap();
            let long = "x".repeat(BUFFER_BYTES + 1);
            let result = table.write_row(&[Cell::Text(&long)]).and_then(|()| table.flush());
            assert_eq!(result.unwrap_err().kind(), io::ErrorKind::BrokenPipe, "{format}");
        }
    }
}
