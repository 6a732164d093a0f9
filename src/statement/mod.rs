//! What a statement is, a corpus of labelled statements, and the order of its rows in time.

mod columns;
mod times;

use serde::{Deserialize, Serialize};

pub(crate) use columns::column;
pub use times::Times;
pub(crate) use times::each_moment;

use crate::stance::{Stance, Target};

/// A stretch of text in one voice.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Statement {
    /// Identifier of the row, unique in its file by convention.
    pub id: String,
    /// The words.
    pub text: String,
    /// Whose position the text gives.
    pub speaker: Option<String>,
    /// Document or collection that the text comes from.
    pub source: Option<String>,
    /// When it was said, as the input writes it.
    pub date: Option<String>,
}

/// A statement with what a coder says of it: a row of a corpus.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LabelledStatement {
    /// The statement.
    pub statement: Statement,
    /// What it is about; `None` marks a statement that is about no target.
    pub target: Option<Target>,
    /// The side taken toward `target`; present exactly where a target is.
    pub stance: Option<Stance>,
    /// Rows that share a group never part in a split.
    pub group: Option<String>,
    /// Values of the input's other columns, in the order of [`Corpus::extra_columns`].
    pub extra: Vec<String>,
}

/// Labelled statements in input order.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Corpus {
    /// The rows; a statement about two targets has two.
    pub rows: Vec<LabelledStatement>,
    /// Names of the columns whose values are in [`LabelledStatement::extra`].
    pub extra_columns: Vec<String>,
}
