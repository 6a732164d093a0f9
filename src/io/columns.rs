//! Which column holds what?

use crate::error::{Error, Result};
use crate::io::reader::{Row, RowReader};
use crate::io::refusal::{excerpt, input_error, quoted_list};
use crate::statement::Statement;

/// Names of the columns that are read, where they differ from the defaults.
///
/// A name is looked for as it is written first, then without regard to case. A column that is renamed must be there;
/// of the others only `text` must, and `stance` in a corpus.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ColumnNames {
    /// The words of the statement; `text` by default.
    pub text: Option<String>,
    /// What it is about; `target` by default.
    pub target: Option<String>,
    /// The side taken; `stance` by default.
    pub stance: Option<String>,
    /// Identifier of the row; `id` by default.
    pub id: Option<String>,
    /// Whose position the text gives; `speaker` by default.
    pub speaker: Option<String>,
    /// Document that the text comes from; `source` by default.
    pub source: Option<String>,
    /// When it was said; `date` by default.
    pub date: Option<String>,
    /// Rows that share a value never part in a split; `group` by default.
    pub group: Option<String>,
}

/// Index of the column for each role in one input.
#[derive(Debug, Clone)]
pub(crate) struct Roles {
    pub text: usize,
    pub target: Option<usize>,
    pub stance: Option<usize>,
    pub id: Option<usize>,
    pub speaker: Option<usize>,
    pub source: Option<usize>,
    pub date: Option<usize>,
    pub group: Option<usize>,
}

impl Roles {
    /// Finds the columns called `names` in the columns of `rows`.
    pub fn locate(names: &ColumnNames, rows: &RowReader) -> Result<Self> {
        let find = |role, renamed: &Option<String>| find_column(rows, role, renamed.as_deref());
        Ok(Roles {
            text: find("text", &names.text)?.ok_or_else(|| missing_column(rows, "text", "text"))?,
            target: find("target", &names.target)?,
            stance: find("stance", &names.stance)?,
            id: find("id", &names.id)?,
            speaker: find("speaker", &names.speaker)?,
            source: find("source", &names.source)?,
            date: find("date", &names.date)?,
            group: find("group", &names.group)?,
        })
    }

    /// The statement in `row`; where it has no id of its own it gets the one that `prefix` and `number` make.
    pub fn statement(&self, row: &Row, prefix: &str, number: u64) -> Statement {
        let mut statement = Statement::default();
        self.fill(&mut statement, row, prefix, number);
        statement
    }

    /// Makes `statement` the one in `row`, in the memory that it has.
    pub fn fill(&self, statement: &mut Statement, row: &Row, prefix: &str, number: u64) {
        let Statement { id, text, speaker, source, date } = statement;
        id.clear();
        match self.id.map(|column| row.value(column).trim()) {
            None | Some("") => id.extend([prefix, &number.to_string()]),
            Some(own) => id.push_str(own),
        }
        text.clear();
        text.push_str(row.value(self.text));
        *speaker = optional_value(row, self.speaker);
        *source = optional_value(row, self.source);
        *date = optional_value(row, self.date);
    }
}

/// What stands before the record number in an id that is made up for a row of the input `name`.
pub(crate) fn id_prefix(name: &str, n_inputs: usize) -> String {
    if n_inputs > 1 { format!("{name}:") } else { String::new() }
}

/// The trimmed value in a column that may not be there; `None` where nothing is left of it.
pub(crate) fn optional_value(row: &Row, column: Option<usize>) -> Option<String> {
    let value = row.value(column?).trim();
    (!value.is_empty()).then(|| value.to_string())
}

/// The column for `role`, called `renamed` or else like the role.
pub(crate) fn find_column(rows: &RowReader, role: &str, renamed: Option<&str>) -> Result<Option<usize>> {
    let name = renamed.unwrap_or(role).trim();
    let columns = rows.columns();
    if let Some(exact) = columns.iter().position(|column| column == name) {
        return Ok(Some(exact));
    }
    let folded = name.to_lowercase();
    let alike: Vec<usize> =
        (0..columns.len()).filter(|&column| columns[column].to_lowercase() == folded).collect();
    match alike[..] {
        [] if renamed.is_some() => Err(missing_column(rows, role, name)),
        [] => Ok(None),
        [column] => Ok(Some(column)),
        [first, second, ..] => Err(input_error(
            rows.place(),
            format!("the columns {} and {}", excerpt(&columns[first]), excerpt(&columns[second])),
            format!("one column called {}", excerpt(name)),
            format!("Name the one to read with --{role}-column."),
        )),
    }
}

/// The column called `name` in a file whose columns have fixed names.
pub(crate) fn required_column(rows: &RowReader, name: &str) -> Result<usize> {
    rows.columns().iter().position(|column| column.eq_ignore_ascii_case(name)).ok_or_else(|| {
        input_error(
            rows.place(),
            format!("the columns {}", quoted_list(rows.columns())),
            format!("a column called '{name}'"),
            "Add the column, or rename the one that holds it in the header line.",
        )
    })
}

/// The error for an input without the column `name` for `role`.
pub(crate) fn missing_column(rows: &RowReader, role: &str, name: &str) -> Error {
    input_error(
        rows.place(),
        format!("the columns {}", quoted_list(rows.columns())),
        format!("a column called {}", excerpt(name)),
        format!("Name the column that holds the {role} with --{role}-column."),
    )
}
