//! How does a lexicon come out of files?

use std::collections::HashMap;
use std::path::Path;

use crate::error::{Error, Place, Result};
use crate::io::columns::required_column;
use crate::io::encoding::TextEncoding;
use crate::io::format::InputFormat;
use crate::io::reader::{Row, RowReader};
use crate::io::refusal::{Refusal, excerpt, input_error};
use crate::io::source::Source;
use crate::lexicon::{LexiconEntry, LexiconRole};
use crate::stance::Target;

/// Words that a term may have: a longer one would hardly be met again.
const LONGEST_TERM: usize = 20;

/// Strongest lean that a term may have.
const STRONGEST_LEAN: f64 = 3.0;

/// Reads lexicons in CSV or TSV with the columns `term`, `target`, `role` and `lean`; other columns are left out.
///
/// An empty target means every target. Entries come in input order, the same entry once.
///
/// # Errors
/// A file that cannot be read or lacks a column or rows; a term that is empty; a role other than `stance`, `about` and
/// `neutral`; `about` without a target; a lean that is no number from −3 to 3, or zero; the same term with the same
/// target and role and another lean.
///
/// # Examples
/// ```
/// use standpoint::{LexiconRole, TextEncoding, read_lexicon};
///
/// let folder = tempfile::tempdir()?;
/// let path = folder.path().join("words.csv");
/// std::fs::write(&path, "term,target,role,lean\nmust be lifted,sanctions,stance,-2.5\nembargo,sanctions,about,2\n")?;
/// let lexicon = read_lexicon(&[path], TextEncoding::default())?;
/// assert_eq!(lexicon[0].lean, -2.5);
/// assert_eq!(lexicon[1].role, LexiconRole::About);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn read_lexicon<P: AsRef<Path>>(paths: &[P], encoding: TextEncoding) -> Result<Vec<LexiconEntry>> {
    let mut reading = Reading::default();
    for source in Source::locate_all(paths, Some(InputFormat::Csv))? {
        reading.add(&source, encoding)?;
    }
    Ok(reading.entries)
}

/// What tells one entry from another.
type EntryKey = (String, Option<Target>, LexiconRole);

#[derive(Default)]
struct Reading {
    entries: Vec<LexiconEntry>,
    /// Lean and place of each entry.
    seen: HashMap<EntryKey, (f64, Place)>,
}

impl Reading {
    fn add(&mut self, source: &Source, encoding: TextEncoding) -> Result<()> {
        let mut rows = RowReader::of_source(source, encoding)?;
        let [term, target, role, lean] =
            ["term", "target", "role", "lean"].map(|name| required_column(&rows, name));
        let columns = Columns { term: term?, target: target?, role: role?, lean: lean? };
        let mut row = Row::default();
        while rows.read(&mut row).map_err(Refusal::into_error)? {
            let place = rows.place().line(row.line());
            self.push(columns.entry(&row, &place)?, place)?;
        }
        if rows.n_read() > 0 {
            return Ok(());
        }
        Err(input_error(
            rows.place(),
            "a header line and no rows",
            "at least one term",
            "Check that the file was written to the end and that it is the one you mean.",
        ))
    }

    fn push(&mut self, entry: LexiconEntry, place: Place) -> Result<()> {
        let key = (entry.term.clone(), entry.target.clone(), entry.role);
        match self.seen.get(&key) {
            Some((lean, _)) if *lean == entry.lean => {}
            Some((lean, before)) => return Err(contradiction(&entry, place, *lean, before)),
            None => {
                self.seen.insert(key, (entry.lean, place));
                self.entries.push(entry);
            }
        }
        Ok(())
    }
}

/// Indices of the columns of a lexicon.
struct Columns {
    term: usize,
    target: usize,
    role: usize,
    lean: usize,
}

impl Columns {
    fn entry(&self, row: &Row, place: &Place) -> Result<LexiconEntry> {
        let at = |column: &str| place.clone().column(column);
        let term = row.value(self.term).trim();
        if term.is_empty() {
            return Err(input_error(
                at("term"),
                "nothing",
                "a word or phrase",
                "Fill in the term or remove the row.",
            ));
        }
        if term.split_whitespace().count() > LONGEST_TERM {
            return Err(input_error(
                at("term"),
                format!("a term of {} words", term.split_whitespace().count()),
                format!("a word, or a phrase of at most {LONGEST_TERM} words"),
                "Shorten the term to the words that tell.",
            ));
        }
        let role = row.value(self.role);
        let role: LexiconRole = role.parse().map_err(|_| {
            let expected = "stance, about or neutral";
            input_error(
                at("role"),
                format!("the role {}", excerpt(role.trim())),
                expected,
                "Correct the role.",
            )
        })?;
        let target = Target::new(row.value(self.target));
        if role == LexiconRole::About && target.is_none() {
            return Err(input_error(
                at("target"),
                "nothing, for a term with the role 'about'",
                "the target that the term is a name of",
                "Fill in the target.",
            ));
        }
        let lean = row.value(self.lean).trim();
        let lean = parse_lean(lean).ok_or_else(|| {
            input_error(
                at("lean"),
                format!("the lean {}", excerpt(lean)),
                "a number from -3 to 3 other than 0",
                "Correct the lean, with a point before the decimals.",
            )
        })?;
        Ok(LexiconEntry { term: term.to_string(), target, role, lean })
    }
}

fn parse_lean(lean: &str) -> Option<f64> {
    // A minus sign is often typeset as U+2212.
    let lean: f64 = lean.replace('−', "-").parse().ok()?;
    (lean != 0.0 && lean.abs() <= STRONGEST_LEAN).then_some(lean)
}

fn contradiction(entry: &LexiconEntry, place: Place, lean: f64, before: &Place) -> Error {
    input_error(
        place.column("lean"),
        format!("the lean {} for {}, which has {lean} in {before}", entry.lean, excerpt(&entry.term)),
        "one lean for a term with the same target and role",
        "Keep one of the two rows.",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn leans_are_numbers_within_bounds() {
        for (lean, expected) in [
            ("3", Some(3.0)),
            ("-3.0", Some(-3.0)),
            ("−1.5", Some(-1.5)),
            ("+0.1", Some(0.1)),
            ("0", None),
            ("-0.0", None),
            ("3.01", None),
            ("1,5", None),
            ("NaN", None),
            ("inf", None),
            ("", None),
        ] {
            assert_eq!(parse_lean(lean), expected, "{lean}");
        }
    }
}
