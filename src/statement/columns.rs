//! The values of a column of a corpus, by name.

use super::{Corpus, LabelledStatement};
use crate::error::{Error, Place, Result};
use crate::stance::Stance;

/// The columns of every corpus.
const ROLES: [&str; 8] = ["target", "stance", "speaker", "source", "date", "group", "id", "text"];

/// The value of each row in the column called `name`, trimmed: one that the corpus carries, or else one with a role.
///
/// # Errors
/// An input error that lists the columns where none is called so, or where no row has a value in it.
pub(crate) fn column<'a>(corpus: &'a Corpus, name: &str) -> Result<Vec<&'a str>> {
    let extra =
        |matches: &dyn Fn(&str) -> bool| corpus.extra_columns.iter().position(|column| matches(column));
    let role = ROLES.into_iter().find(|role| role.eq_ignore_ascii_case(name));
    let position = extra(&|column| column == name);
    let position =
        if role.is_none() { position.or(extra(&|c| c.eq_ignore_ascii_case(name))) } else { position };
    match (position, role) {
        (Some(position), _) => Ok(corpus.rows.iter().map(|row| row.extra[position].trim()).collect()),
        (None, Some(role)) if is_filled(corpus, role) => {
            Ok(corpus.rows.iter().map(|row| value(row, role)).collect())
        }
        _ => Err(no_column(corpus, name)),
    }
}

fn value<'a>(row: &'a LabelledStatement, role: &str) -> &'a str {
    let statement = &row.statement;
    let value = match role {
        "target" => row.target.as_ref().map(|target| target.as_str()),
        "stance" => row.stance.map(Stance::name),
        "speaker" => statement.speaker.as_deref(),
        "source" => statement.source.as_deref(),
        "date" => statement.date.as_deref(),
        "group" => row.group.as_deref(),
        "id" => Some(statement.id.as_str()),
        _ => Some(statement.text.as_str()),
    };
    value.unwrap_or_default().trim()
}

/// Whether some row has a value in the column with this role: a corpus does not tell an empty column from none.
fn is_filled(corpus: &Corpus, role: &str) -> bool {
    corpus.rows.iter().any(|row| !value(row, role).is_empty())
}

fn no_column(corpus: &Corpus, name: &str) -> Error {
    let filled = ROLES.into_iter().filter(|role| is_filled(corpus, role));
    let columns: Vec<String> = filled
        .chain(corpus.extra_columns.iter().map(String::as_str))
        .map(|column| format!("'{column}'"))
        .collect();
    Error::Input {
        place: Place::of("corpus"),
        found: format!("the columns {}", columns.join(", ")),
        expected: format!("a column called '{name}'"),
        remedy: "Name one of these columns, or add it to the corpus.".into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stance::Target;
    use crate::statement::Statement;

    fn corpus() -> Corpus {
        let row = |target: &str, genre: &str| LabelledStatement {
            statement: Statement { id: "1".into(), text: "Rain.".into(), ..Statement::default() },
            target: Target::new(target),
            stance: Target::new(target).map(|_| Stance::Favor),
            group: None,
            extra: vec![genre.into(), "x".into()],
        };
        Corpus {
            rows: vec![row("tax", " news "), row("", "")],
            extra_columns: vec!["Genre".into(), "Speaker".into()],
        }
    }

    #[test]
    fn columns_are_found_as_written_by_role_and_without_regard_to_case() {
        let corpus = corpus();
        assert_eq!(column(&corpus, "Genre").unwrap(), ["news", ""]);
        assert_eq!(column(&corpus, "genre").unwrap(), ["news", ""]);
        assert_eq!(column(&corpus, "Speaker").unwrap(), ["x", "x"]);
        assert_eq!(column(&corpus, "target").unwrap(), ["tax", ""]);
        assert_eq!(column(&corpus, "Stance").unwrap(), ["favor", ""]);
    }

    #[test]
    fn a_column_that_is_not_there_is_refused_with_those_that_are() {
        for name in ["mood", "date", "group"] {
            let message = column(&corpus(), name).unwrap_err().to_string();
            assert!(message.contains("'target', 'stance', 'id', 'text', 'Genre', 'Speaker'"), "{message}");
            assert!(message.contains(&format!("a column called '{name}'")), "{message}");
        }
    }
}
