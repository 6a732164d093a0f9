//! How do statements come in to be classified?

use std::collections::{HashMap, HashSet};
use std::path::Path;
use std::vec::IntoIter;

use crate::error::{Error, Result};
use crate::io::columns::{Roles, id_prefix};
use crate::io::options::{BadRows, ReadOptions};
use crate::io::reader::{Row, RowReader};
use crate::io::refusal::{Refusal, excerpt, input_error, quoted_list};
use crate::io::source::Source;
use crate::stance::Target;
use crate::statement::Statement;

/// Names of the columns that a classified statement is written with, in order; those that are carried come behind them.
pub const PREDICTION_COLUMNS: [&str; 10] = [
    "id",
    "target",
    "stance",
    "confidence",
    "p_favor",
    "p_against",
    "p_neutral",
    "p_target",
    "known",
    "text",
];

/// What comes before the name of a carried column that is also a [prediction's](PREDICTION_COLUMNS).
const COLLISION_PREFIX: &str = "input_";

/// A statement to be classified.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct InputStatement {
    /// The statement; its text may be empty.
    pub statement: Statement,
    /// The target that the input names for it.
    pub target: Option<Target>,
    /// Values of the input's other columns, in the order of [`StatementReader::carried_columns`].
    pub carried: Vec<String>,
}

/// Statements from one input after another, in memory that does not grow with them.
///
/// A row without an id gets its 1-based record number, behind the file's name and a colon where there are several
/// inputs. The columns of the first input, but for text, target and id, are carried through; where one has the name of
/// a [prediction's column](PREDICTION_COLUMNS) it gets the prefix `input_`.
///
/// # Errors
/// Every input is looked for before the first is read. As an iterator it yields an error and ends where an input cannot
/// be read, lacks a column that is asked for or has one that the first input has not, and at the first refused row,
/// unless [`ReadOptions::bad_rows`] says that they are to be skipped: then they are kept in
/// [`take_refused`](Self::take_refused).
///
/// # Examples
/// ```
/// use standpoint::{ReadOptions, StatementReader};
///
/// let folder = tempfile::tempdir()?;
/// let path = folder.path().join("talks.csv");
/// std::fs::write(&path, "text,stance,page\nLift the embargo,?,7\n,,8\n")?;
/// let mut statements = StatementReader::open(&[path], ReadOptions::default())?;
/// assert_eq!(statements.carried_columns(), ["input_stance", "page"]);
/// let batch = statements.by_ref().take(1000).collect::<Result<Vec<_>, _>>()?;
/// assert_eq!(batch[0].carried, ["?", "7"]);
/// assert_eq!((batch[1].statement.id.as_str(), batch[1].statement.text.as_str()), ("2", ""));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct StatementReader {
    options: ReadOptions,
    n_inputs: usize,
    waiting: IntoIter<Source>,
    current: Option<OpenInput>,
    /// Names of the carried columns in the first input.
    carried_names: Vec<String>,
    /// Names that they are written with.
    carried_columns: Vec<String>,
    row: Row,
    refused: Vec<Error>,
    /// Bytes of the inputs that are done with.
    n_bytes_done: u64,
}

/// An input that is being read.
struct OpenInput {
    rows: RowReader,
    roles: Roles,
    id_prefix: String,
    /// For each carried column, the column of this input.
    carried: Vec<Option<usize>>,
}

impl StatementReader {
    /// Opens the first of `paths`, `-` being standard input.
    ///
    /// # Errors
    /// Where one of them is not there or of no known format, or the first cannot be read.
    pub fn open<P: AsRef<Path>>(paths: &[P], options: ReadOptions) -> Result<Self> {
        let mut waiting = Source::locate_all(paths, options.format)?.into_iter();
        let mut current = None;
        let (mut carried_names, mut carried_columns) = (Vec::new(), Vec::new());
        if let Some(source) = waiting.next() {
            let rows = RowReader::of_source(&source, options.encoding)?;
            let roles = Roles::locate(&options.columns, &rows)?;
            let columns = carried_of(&rows, &roles);
            carried_names = columns.iter().map(|&column| rows.columns()[column].clone()).collect();
            carried_columns = without_collisions(&carried_names);
            let carried = columns.into_iter().map(Some).collect();
            let id_prefix = id_prefix(source.name(), paths.len());
            current = Some(OpenInput { rows, roles, id_prefix, carried });
        }
        Ok(StatementReader {
            options,
            n_inputs: paths.len(),
            waiting,
            current,
            carried_names,
            carried_columns,
            row: Row::default(),
            refused: Vec::new(),
            n_bytes_done: 0,
        })
    }

    /// Names that the carried columns are written with.
    pub fn carried_columns(&self) -> &[String] {
        &self.carried_columns
    }

    /// Bytes read from all inputs so far.
    pub fn n_bytes_read(&self) -> u64 {
        self.n_bytes_done + self.current.as_ref().map_or(0, |input| input.rows.n_bytes_read())
    }

    /// Why rows were refused since this was last asked, in input order.
    pub fn take_refused(&mut self) -> Vec<Error> {
        std::mem::take(&mut self.refused)
    }

    /// Puts the next statement into the place of another, whose memory is used again; `false` where there is none.
    ///
    /// # Errors
    /// Those of the iterator.
    pub fn read_into(&mut self, statement: &mut InputStatement) -> Result<bool> {
        let result = self.read(statement);
        if result.is_err() {
            self.current = None;
            self.waiting = Vec::new().into_iter();
        }
        result
    }

    fn read(&mut self, statement: &mut InputStatement) -> Result<bool> {
        loop {
            if self.current.is_none() {
                let Some(source) = self.waiting.next() else {
                    return Ok(false);
                };
                self.current = Some(self.open_next(&source)?);
            }
            let Some(input) = &mut self.current else { continue };
            match input.rows.read(&mut self.row) {
                Ok(true) => {
                    input.fill(statement, &self.row, self.options.default_target.as_ref());
                    return Ok(true);
                }
                Ok(false) => {
                    self.n_bytes_done += input.rows.n_bytes_read();
                    self.current = None;
                }
                Err(Refusal::Row(error)) if self.options.bad_rows == BadRows::Skip => {
                    self.refused.push(error)
                }
                Err(refusal) => return Err(refusal.into_error()),
            }
        }
    }

    fn open_next(&self, source: &Source) -> Result<OpenInput> {
        let rows = RowReader::of_source(source, self.options.encoding)?;
        let roles = Roles::locate(&self.options.columns, &rows)?;
        let own: HashMap<&str, usize> = carried_of(&rows, &roles)
            .into_iter()
            .map(|column| (rows.columns()[column].as_str(), column))
            .collect();
        let carried: Vec<Option<usize>> =
            self.carried_names.iter().map(|name| own.get(name.as_str()).copied()).collect();
        let known: HashSet<&str> = self.carried_names.iter().map(String::as_str).collect();
        let is_unknown = |name: &&String| own.contains_key(name.as_str()) && !known.contains(name.as_str());
        if let Some(name) = rows.columns().iter().find(is_unknown) {
            return Err(self.unknown_column(&rows, name));
        }
        let id_prefix = id_prefix(source.name(), self.n_inputs);
        Ok(OpenInput { rows, roles, id_prefix, carried })
    }

    fn unknown_column(&self, rows: &RowReader, name: &str) -> Error {
        let carried = match &self.carried_names[..] {
            [] => "no columns but text, target and id, as in the first input".to_string(),
            names => format!("the columns of the first input: {}", quoted_list(names)),
        };
        input_error(
            rows.place(),
            format!("the column {}", excerpt(name)),
            carried,
            "Add the column to the first input, remove it here, or classify the inputs one by one.",
        )
    }
}

impl Iterator for StatementReader {
    type Item = Result<InputStatement>;

    fn next(&mut self) -> Option<Self::Item> {
        let mut statement = InputStatement::default();
        match self.read_into(&mut statement) {
            Ok(true) => Some(Ok(statement)),
            Ok(false) => None,
            Err(error) => Some(Err(error)),
        }
    }
}

impl OpenInput {
    /// Makes `statement` that of `row`.
    fn fill(&self, statement: &mut InputStatement, row: &Row, default_target: Option<&Target>) {
        statement.target = match self.roles.target {
            Some(column) => Target::new(row.value(column)),
            None => default_target.cloned(),
        };
        self.roles.fill(&mut statement.statement, row, &self.id_prefix, self.rows.n_read());
        statement.carried.resize(self.carried.len(), String::new());
        for (carried, column) in statement.carried.iter_mut().zip(&self.carried) {
            carried.clear();
            carried.push_str(column.map_or("", |column| row.value(column)));
        }
    }
}

/// Columns of `rows` that a prediction does not replace.
fn carried_of(rows: &RowReader, roles: &Roles) -> Vec<usize> {
    let replaced = [Some(roles.text), roles.target, roles.id];
    (0..rows.columns().len()).filter(|&column| !replaced.contains(&Some(column))).collect()
}

/// `names` with as many prefixes as it takes to differ from the prediction's columns and from each other.
fn without_collisions(names: &[String]) -> Vec<String> {
    let collides = |name: &str| PREDICTION_COLUMNS.contains(&name);
    let mut taken: HashSet<String> = names.iter().filter(|name| !collides(name)).cloned().collect();
    let rename = |name: &String| {
        if !collides(name) {
            return name.clone();
        }
        let mut renamed = format!("{COLLISION_PREFIX}{name}");
        while !taken.insert(renamed.clone()) {
            renamed.insert_str(0, COLLISION_PREFIX);
        }
        renamed
    };
    names.iter().map(rename).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colliding_names_get_as_many_prefixes_as_they_need() {
        let names = ["stance", "page", "input_stance", "known"].map(String::from);
        assert_eq!(without_collisions(&names), ["input_input_stance", "page", "input_stance", "input_known"]);
    }
}
