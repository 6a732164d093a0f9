//! How is an input to be read?

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::error::{Error, Result};
use crate::io::columns::ColumnNames;
use crate::io::encoding::TextEncoding;
use crate::io::format::InputFormat;
use crate::io::labels::LabelMap;
use crate::stance::Target;

/// How inputs of statements are read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ReadOptions {
    /// Format of every input; `None` goes by the extension, and standard input is a statement a line then.
    pub format: Option<InputFormat>,
    /// Character encoding of inputs without a byte order mark; UTF-8 by default.
    pub encoding: TextEncoding,
    /// Names of the columns.
    pub columns: ColumnNames,
    /// Target of every row of an input that has no target column.
    pub default_target: Option<Target>,
    /// Labels of a corpus beyond the usual spellings.
    pub label_map: LabelMap,
    /// What to do with a row that is refused; to stop by default.
    pub bad_rows: BadRows,
}

/// What to do with a row that is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum BadRows {
    /// Stop at the first one.
    #[default]
    Fail,
    /// Leave it out and keep the error.
    Skip,
}

impl BadRows {
    /// Name on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            BadRows::Fail => "fail",
            BadRows::Skip => "skip",
        }
    }
}

impl fmt::Display for BadRows {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl FromStr for BadRows {
    type Err = Error;

    fn from_str(name: &str) -> Result<Self> {
        match name {
            "fail" => Ok(BadRows::Fail),
            "skip" => Ok(BadRows::Skip),
            _ => Err(Error::Parameter {
                name: "bad-rows",
                value: format!("'{name}'"),
                expected: "fail or skip",
            }),
        }
    }
}
