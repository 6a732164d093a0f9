//! What can be refused, where, and what to do about it.

use std::fmt;
use std::io::ErrorKind;
use std::path::PathBuf;

/// The result of every fallible function of this crate.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Where in the input a problem lies.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Place {
    /// File name as the user gave it, or `<stdin>`.
    pub source: String,
    /// 1-based line on which the record starts, where one is known.
    pub line: Option<u64>,
    /// Column or key, where one is known.
    pub column: Option<String>,
}

impl Place {
    /// The whole of `source`.
    pub fn of(source: impl Into<String>) -> Self {
        Place { source: source.into(), ..Place::default() }
    }

    /// The record that starts on `line`.
    pub fn line(mut self, line: u64) -> Self {
        self.line = Some(line);
        self
    }

    /// The column or key `column`.
    pub fn column(mut self, column: impl Into<String>) -> Self {
        self.column = Some(column.into());
        self
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.source)?;
        if let Some(line) = self.line {
            write!(f, ":{line}")?;
        }
        if let Some(column) = &self.column {
            write!(f, ", column '{column}'")?;
        }
        Ok(())
    }
}

/// Everything that this crate refuses, with the place, what was found, what was expected, and what to do.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// An input file or record that cannot be read as what it should be.
    #[error("{place}: {found}; expected {expected}. {remedy}")]
    Input {
        /// Where it is.
        place: Place,
        /// What stands there.
        found: String,
        /// What should stand there.
        expected: String,
        /// What the user can do: a full sentence.
        remedy: String,
    },
    /// A file that the system would not read or write.
    #[error("{}: cannot {action}: {source}{}", path.display(), remedy(source))]
    Io {
        /// The file.
        path: PathBuf,
        /// What was tried: `read`, `write`, `rename`, …
        action: &'static str,
        /// What the system answered.
        source: std::io::Error,
    },
    /// A parameter outside its range.
    #[error("parameter '{name}' is {value}; expected {expected}")]
    Parameter {
        /// Name as in the options schema.
        name: &'static str,
        /// The value given.
        value: String,
        /// The permitted range.
        expected: &'static str,
    },
    /// Data from which nothing can be learned.
    #[error("cannot train: {found}; expected {expected}. {remedy}")]
    Training {
        /// What the data hold.
        found: String,
        /// What is needed.
        expected: String,
        /// What the user can do: a full sentence.
        remedy: String,
    },
    /// A target that the model does not know.
    #[error("target '{target}' is unknown to this model; it knows: {}", known.join(", "))]
    UnknownTarget {
        /// The target asked for.
        target: String,
        /// The targets of the model.
        known: Vec<String>,
    },
    /// A model file that is damaged, of another version, or no model at all.
    #[error("{place}: {found}; expected {expected}. {remedy}")]
    ModelFile {
        /// The file or `<built-in model>`.
        place: Place,
        /// What stands there.
        found: String,
        /// What should stand there.
        expected: String,
        /// What the user can do: a full sentence.
        remedy: String,
    },
    /// An error of the linfa interface.
    #[error(transparent)]
    Linfa(#[from] linfa::error::Error),
}

/// What to do about an answer of the system, where there is one usual thing to do.
fn remedy(answer: &std::io::Error) -> &'static str {
    match answer.kind() {
        ErrorKind::NotFound => ". Check the name, and the folder that it is looked for in.",
        ErrorKind::PermissionDenied => ". Check the permissions of the file and its folder.",
        ErrorKind::StorageFull => ". Make room, or write somewhere else.",
        _ => "",
    }
}
