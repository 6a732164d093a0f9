//! In which format is an input, and in which is an output written?

use std::fmt;
use std::path::Path;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::error::{Error, Place, Result};
use crate::io::encoding::SAVE_AS_CSV;
use crate::io::refusal::input_error;

/// Format of an input.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum InputFormat {
    /// Values separated by commas, semicolons or tabs, whichever the header line holds most of.
    Csv,
    /// The same, with tabs where the header line holds any.
    Tsv,
    /// A JSON object a line.
    Jsonl,
    /// A statement a line.
    Text,
}

impl InputFormat {
    /// Every input format.
    pub const ALL: [InputFormat; 4] =
        [InputFormat::Csv, InputFormat::Tsv, InputFormat::Jsonl, InputFormat::Text];

    /// Name on the command line and in options.
    pub const fn name(self) -> &'static str {
        match self {
            InputFormat::Csv => "csv",
            InputFormat::Tsv => "tsv",
            InputFormat::Jsonl => "jsonl",
            InputFormat::Text => "text",
        }
    }

    /// The format that the extension of `path` stands for, without regard to case.
    ///
    /// # Errors
    /// [`Error::Input`] where the extension is missing, unknown, or a spreadsheet program's own.
    ///
    /// # Examples
    /// ```
    /// use std::path::Path;
    /// use standpoint::InputFormat;
    ///
    /// assert_eq!(InputFormat::of_path(Path::new("talks/2016.NDJSON"))?, InputFormat::Jsonl);
    /// assert!(InputFormat::of_path(Path::new("talks/2016.xlsx")).is_err());
    /// # Ok::<(), standpoint::Error>(())
    /// ```
    pub fn of_path(path: &Path) -> Result<Self> {
        let extension = path.extension().unwrap_or_default().to_string_lossy().to_lowercase();
        let (found, remedy) = match extension.as_str() {
            "csv" => return Ok(InputFormat::Csv),
            "tsv" | "tab" => return Ok(InputFormat::Tsv),
            "jsonl" | "ndjson" => return Ok(InputFormat::Jsonl),
            "txt" | "md" => return Ok(InputFormat::Text),
            "xlsx" | "xlsm" | "xlsb" | "xls" | "ods" | "numbers" => {
                (format!("a spreadsheet workbook (.{extension})"), SAVE_AS_CSV.to_string())
            }
            "" => ("a file name without extension".to_string(), name_the_format()),
            _ => (format!("the extension '.{extension}'"), name_the_format()),
        };
        let expected = "a file called .csv, .tsv, .tab, .jsonl, .ndjson, .txt or .md";
        Err(input_error(Place::of(path.display().to_string()), found, expected, remedy))
    }
}

fn name_the_format() -> String {
    "Name its format with --input-format csv, tsv, jsonl or text.".to_string()
}

impl fmt::Display for InputFormat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl FromStr for InputFormat {
    type Err = Error;

    fn from_str(name: &str) -> Result<Self> {
        Self::ALL.into_iter().find(|format| format.name() == name).ok_or_else(|| Error::Parameter {
            name: "input-format",
            value: format!("'{name}'"),
            expected: "csv, tsv, jsonl or text",
        })
    }
}

/// Format of an output table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum OutputFormat {
    /// Values separated by commas, under a header line.
    Csv,
    /// Values separated by tabs, under a header line.
    Tsv,
    /// A JSON object a line.
    Jsonl,
}

impl OutputFormat {
    /// Every output format.
    pub const ALL: [OutputFormat; 3] = [OutputFormat::Csv, OutputFormat::Tsv, OutputFormat::Jsonl];

    /// Name on the command line and in options.
    pub const fn name(self) -> &'static str {
        match self {
            OutputFormat::Csv => "csv",
            OutputFormat::Tsv => "tsv",
            OutputFormat::Jsonl => "jsonl",
        }
    }
}

impl fmt::Display for OutputFormat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl FromStr for OutputFormat {
    type Err = Error;

    fn from_str(name: &str) -> Result<Self> {
        Self::ALL.into_iter().find(|format| format.name() == name).ok_or_else(|| Error::Parameter {
            name: "format",
            value: format!("'{name}'"),
            expected: "csv, tsv or jsonl",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_extension_names_the_format_in_any_case() {
        for (path, format) in [
            ("a.csv", InputFormat::Csv),
            ("a.TSV", InputFormat::Tsv),
            ("a.tab", InputFormat::Tsv),
            ("a.jsonl", InputFormat::Jsonl),
            ("a.b.ndjson", InputFormat::Jsonl),
            ("a.Txt", InputFormat::Text),
            ("a.md", InputFormat::Text),
        ] {
            assert_eq!(InputFormat::of_path(Path::new(path)).unwrap(), format, "{path}");
        }
    }

    #[test]
    fn other_extensions_are_refused_with_what_to_do() {
        let message = |path| InputFormat::of_path(Path::new(path)).unwrap_err().to_string();
        assert_eq!(
            message("a.dat"),
            "a.dat: the extension '.dat'; expected a file called .csv, .tsv, .tab, .jsonl, .ndjson, .txt or .md. \
             Name its format with --input-format csv, tsv, jsonl or text."
        );
        assert!(message("csv").starts_with("csv: a file name without extension; expected"));
        assert_eq!(
            message("a.XLSX"),
            "a.XLSX: a spreadsheet workbook (.xlsx); expected a file called .csv, .tsv, .tab, .jsonl, .ndjson, .txt \
             or .md. Open it in the spreadsheet program and save it as 'CSV UTF-8'."
        );
    }

    #[test]
    fn names_read_back() {
        for format in InputFormat::ALL {
            assert_eq!(format.name().parse::<InputFormat>().unwrap(), format);
            assert_eq!(serde_json::to_string(&format).unwrap(), format!("\"{format}\""));
        }
        for format in OutputFormat::ALL {
            assert_eq!(format.name().parse::<OutputFormat>().unwrap(), format);
            assert_eq!(serde_json::to_string(&format).unwrap(), format!("\"{format}\""));
        }
        assert_eq!(
            "xls".parse::<InputFormat>().unwrap_err().to_string(),
            "parameter 'input-format' is 'xls'; expected csv, tsv, jsonl or text"
        );
        assert_eq!(
            "text".parse::<OutputFormat>().unwrap_err().to_string(),
            "parameter 'format' is 'text'; expected csv, tsv or jsonl"
        );
    }
}
