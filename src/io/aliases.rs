//! How do aliases of speakers come out of a file?

use std::path::Path;

use crate::analysis::{Alias, Aliases};
use crate::error::{Place, Result};
use crate::io::columns::{find_column, optional_value, required_column};
use crate::io::encoding::TextEncoding;
use crate::io::format::InputFormat;
use crate::io::reader::{Row, RowReader};
use crate::io::refusal::Refusal;
use crate::io::source::Source;

/// Reads aliases from CSV or TSV with the columns `alias` and `name`, and where they are known `role`, `organisation`
/// and `country`; other columns are left out.
///
/// # Errors
/// A file that cannot be read or lacks a column, and what [`Aliases::new`] refuses, with the line.
///
/// # Examples
/// ```
/// use standpoint::{TextEncoding, read_aliases};
///
/// let folder = tempfile::tempdir()?;
/// let path = folder.path().join("aliases.csv");
/// std::fs::write(&path, "alias,name,country\nTimonin,Alexander Timonin,Russia\ntimonin,A. Timonin,\n")?;
/// let error = read_aliases(&path, TextEncoding::default()).unwrap_err().to_string();
/// assert!(error.contains("aliases.csv:3: the alias 'timonin'"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn read_aliases(path: &Path, encoding: TextEncoding) -> Result<Aliases> {
    let source = Source::locate(path, Some(InputFormat::Csv))?;
    let mut rows = RowReader::of_source(&source, encoding)?;
    let (alias, name) = (required_column(&rows, "alias")?, required_column(&rows, "name")?);
    let [role, organisation, country] =
        ["role", "organisation", "country"].map(|role| find_column(&rows, role, None));
    let (role, organisation, country) = (role?, organisation?, country?);
    let mut aliases = Vec::new();
    let mut row = Row::default();
    while rows.read(&mut row).map_err(Refusal::into_error)? {
        aliases.push(Alias {
            alias: row.value(alias).trim().to_string(),
            name: row.value(name).trim().to_string(),
            role: optional_value(&row, role),
            organisation: optional_value(&row, organisation),
            country: optional_value(&row, country),
            place: Place::of(source.name()).line(row.line()),
        });
    }
    Aliases::new(aliases)
}
