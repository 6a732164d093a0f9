//! How does a labelled corpus come out of files?

use std::collections::{HashMap, HashSet};
use std::path::Path;

use crate::error::{Error, Place, Result};
use crate::io::columns::{Roles, id_prefix, missing_column, optional_value};
use crate::io::options::{BadRows, ReadOptions};
use crate::io::reader::{Row, RowReader};
use crate::io::refusal::{Refusal, excerpt, input_error, quoted_list};
use crate::io::source::Source;
use crate::stance::{Stance, Target};
use crate::statement::{Corpus, LabelledStatement};

/// What [`read_corpus`] expects of a label; each of these spellings is one of [`Stance`].
const EXPECTED_LABEL: &str = "favor (favour, in favor, pro, for, support), against (con, contra, anti, oppose) or \
                              neutral (none, neither)";

/// A corpus as it was read.
#[derive(Debug, Default)]
pub struct CorpusRead {
    /// The rows that were accepted.
    pub corpus: Corpus,
    /// Why each of the others was refused, in input order; empty unless they are to be skipped.
    pub refused: Vec<Error>,
    /// Line on which each accepted row starts.
    lines: Vec<u64>,
    /// Number of rows accepted before each input, and its name.
    inputs: Vec<(usize, String)>,
}

/// Reads labelled statements from files, `-` being standard input.
///
/// A row has a text, and either a target and a stance or neither: then it is a statement about no target. A row without
/// an id gets its 1-based record number, behind the file's name and a colon where there are several inputs. Columns
/// without a role are kept in [`LabelledStatement::extra`]: those of all inputs, in the order in which they first
/// appear.
///
/// # Errors
/// An input that cannot be read, has no row or lacks a column is always an error; so is the first refused row, unless
/// [`ReadOptions::bad_rows`] says that they are to be skipped.
///
/// # Examples
/// ```
/// use standpoint::{ReadOptions, Stance, read_corpus};
///
/// let folder = tempfile::tempdir()?;
/// let path = folder.path().join("talks.csv");
/// std::fs::write(&path, "text,target,stance,page\nLift the embargo,sanctions,CON,7\nGood morning,,,8\n")?;
/// let corpus = read_corpus(&[path], &ReadOptions::default())?.corpus;
/// assert_eq!(corpus.rows[0].stance, Some(Stance::Against));
/// assert_eq!(corpus.rows[1].target, None);
/// assert_eq!(corpus.extra_columns, ["page"]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn read_corpus<P: AsRef<Path>>(paths: &[P], options: &ReadOptions) -> Result<CorpusRead> {
    let mut read = CorpusRead::default();
    for source in Source::locate_all(paths, options.format)? {
        read.add(&source, id_prefix(source.name(), paths.len()), options)?;
    }
    let n_extra = read.corpus.extra_columns.len();
    for row in &mut read.corpus.rows {
        row.extra.resize(n_extra, String::new());
    }
    Ok(read)
}

impl CorpusRead {
    /// Where the row with this index in [`Corpus::rows`] stands.
    ///
    /// # Panics
    /// Where there is no such row.
    pub fn place(&self, row: usize) -> Place {
        let input = self.inputs.partition_point(|(first, _)| *first <= row) - 1;
        Place::of(&self.inputs[input].1).line(self.lines[row])
    }

    /// The inputs in order, each with the number of rows that were accepted from it.
    pub fn inputs(&self) -> impl Iterator<Item = (&str, usize)> {
        let ends = self.inputs.iter().skip(1).map(|(first, _)| *first).chain([self.lines.len()]);
        self.inputs.iter().zip(ends).map(|((first, name), end)| (name.as_str(), end - first))
    }

    fn add(&mut self, source: &Source, id_prefix: String, options: &ReadOptions) -> Result<()> {
        let mut rows = RowReader::of_source(source, options.encoding)?;
        let layout = Layout::of(&rows, id_prefix, options, &mut self.corpus.extra_columns)?;
        self.inputs.push((self.lines.len(), source.name().to_string()));
        let mut row = Row::default();
        loop {
            let labelled = match rows.read(&mut row) {
                Ok(true) => layout.labelled(&row, rows.n_read(), rows.place().line(row.line())),
                Ok(false) => break,
                Err(Refusal::Row(error)) => Err(error),
                Err(Refusal::Input(error)) => return Err(error),
            };
            match labelled {
                Ok(labelled) => {
                    self.corpus.rows.push(labelled);
                    self.lines.push(row.line());
                }
                Err(error) if options.bad_rows == BadRows::Skip => self.refused.push(error),
                Err(error) => return Err(error),
            }
        }
        if rows.n_read() == 0 { Err(no_rows(rows.place())) } else { Ok(()) }
    }
}

/// Where one input keeps what a corpus needs.
struct Layout<'a> {
    options: &'a ReadOptions,
    roles: Roles,
    stance: usize,
    stance_name: String,
    id_prefix: String,
    /// For each column of the corpus beyond the roles, the column of this input.
    extra: Vec<Option<usize>>,
}

impl<'a> Layout<'a> {
    /// Finds the columns of `rows` and adds those without a role to `extra_columns`.
    fn of(
        rows: &RowReader,
        id_prefix: String,
        options: &'a ReadOptions,
        extra_columns: &mut Vec<String>,
    ) -> Result<Self> {
        let roles = Roles::locate(&options.columns, rows)?;
        let stance = roles.stance.ok_or_else(|| missing_column(rows, "stance", "stance"))?;
        if roles.target.is_none() && options.default_target.is_none() {
            return Err(no_target_column(rows));
        }
        let used = [
            Some(roles.text),
            roles.target,
            roles.stance,
            roles.id,
            roles.speaker,
            roles.source,
            roles.date,
            roles.group,
        ];
        let own: HashMap<&str, usize> = (0..rows.columns().len())
            .filter(|&column| !used.contains(&Some(column)))
            .map(|column| (rows.columns()[column].as_str(), column))
            .collect();
        let known: HashSet<String> = extra_columns.iter().cloned().collect();
        let is_new = |name: &&String| own.contains_key(name.as_str()) && !known.contains(*name);
        extra_columns.extend(rows.columns().iter().filter(is_new).cloned());
        let extra = extra_columns.iter().map(|name| own.get(name.as_str()).copied()).collect();
        Ok(Layout { options, stance, stance_name: rows.columns()[stance].clone(), roles, id_prefix, extra })
    }

    fn labelled(&self, row: &Row, number: u64, place: Place) -> Result<LabelledStatement> {
        if row.value(self.roles.text).trim().is_empty() {
            return Err(no_text(place));
        }
        let (target, stance) = self.label(row, place.column(&self.stance_name))?;
        let value =
            |column: &Option<usize>| column.map(|column| row.value(column).to_string()).unwrap_or_default();
        Ok(LabelledStatement {
            statement: self.roles.statement(row, &self.id_prefix, number),
            target,
            stance,
            group: optional_value(row, self.roles.group),
            extra: self.extra.iter().map(value).collect(),
        })
    }

    fn label(&self, row: &Row, place: Place) -> Result<(Option<Target>, Option<Stance>)> {
        let target = match self.roles.target {
            Some(column) => Target::new(row.value(column)),
            None => self.options.default_target.clone(),
        };
        let label = row.value(self.stance).trim();
        match (target, label) {
            (None, "") => Ok((None, None)),
            (None, label) => Err(stance_without_target(place, label)),
            (Some(target), "") => Err(target_without_stance(place, &target)),
            (Some(target), label) => match self.options.label_map.stance(label) {
                Ok(stance) => Ok((Some(target), Some(stance))),
                Err(_) => Err(unknown_label(place, label)),
            },
        }
    }
}

fn no_rows(place: Place) -> Error {
    input_error(
        place,
        "a header line and no rows",
        "at least one labelled statement",
        "Check that the file was written to the end and that it is the one you mean.",
    )
}

fn no_target_column(rows: &RowReader) -> Error {
    input_error(
        rows.place(),
        format!("the columns {}", quoted_list(rows.columns())),
        "a column called 'target'",
        "Name the column that holds the target with --target-column, or the one target of all rows with --target.",
    )
}

fn no_text(place: Place) -> Error {
    input_error(
        place,
        "a row without text",
        "the words of the statement",
        "Fill in the text, remove the row, or leave such rows out with --bad-rows skip.",
    )
}

fn unknown_label(place: Place, label: &str) -> Error {
    let found = match label.to_lowercase().as_str() {
        "abstain" => "the label 'abstain' of a statement that was classified and not corrected".to_string(),
        _ => format!("the label {}", excerpt(label)),
    };
    input_error(
        place,
        found,
        EXPECTED_LABEL,
        format!(
            "Correct it, leave such rows out with --bad-rows skip, or say what it means with --label-map, for example \
             {}=neutral.",
            excerpt(label)
        ),
    )
}

fn stance_without_target(place: Place, label: &str) -> Error {
    input_error(
        place,
        format!("the label {} without a target", excerpt(label)),
        "a target with every stance",
        "Fill in the target, or empty the stance too if the statement is about no target.",
    )
}

fn target_without_stance(place: Place, target: &Target) -> Error {
    input_error(
        place,
        format!("the target {} without a stance", excerpt(target.as_str())),
        "a stance with every target",
        "Fill in the stance, or empty the target too if the statement is about no target.",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_spelling_that_the_message_lists_is_accepted() {
        let spellings = EXPECTED_LABEL.split([',', '(', ')']).flat_map(|part| part.split(" or "));
        let spellings: Vec<&str> = spellings.map(str::trim).filter(|spelling| !spelling.is_empty()).collect();
        assert_eq!(spellings.len(), 14);
        for spelling in spellings {
            assert!(spelling.parse::<Stance>().is_ok(), "{spelling}");
        }
    }
}
