//! What a reader may refuse: one row, after which it can go on, or the whole input.

use crate::error::{Error, Place};

/// Longest excerpt of the input that a message repeats, in characters.
const EXCERPT_CHARS: usize = 40;

/// Most names that a message lists.
const LISTED_NAMES: usize = 20;

/// Why a row could not be read.
#[derive(Debug)]
pub(crate) enum Refusal {
    /// This row is bad; the next one can be read.
    Row(Error),
    /// Nothing after this can be trusted.
    Input(Error),
}

impl Refusal {
    /// The error itself, whatever it ends.
    pub fn into_error(self) -> Error {
        match self {
            Refusal::Row(error) | Refusal::Input(error) => error,
        }
    }
}

impl From<Error> for Refusal {
    fn from(error: Error) -> Self {
        Refusal::Input(error)
    }
}

/// An [`Error::Input`].
pub(crate) fn input_error(
    place: Place,
    found: impl Into<String>,
    expected: impl Into<String>,
    remedy: impl Into<String>,
) -> Error {
    Error::Input { place, found: found.into(), expected: expected.into(), remedy: remedy.into() }
}

/// The start of `value` on one line, in single quotes.
pub(crate) fn excerpt(value: &str) -> String {
    let mut kept = String::from("'");
    let mut chars = value.chars();
    kept.extend(chars.by_ref().take(EXCERPT_CHARS).map(|c| if c.is_control() { ' ' } else { c }));
    if chars.next().is_some() {
        kept.push('…');
    }
    kept.push('\'');
    kept
}

/// The first of `names` in single quotes, separated by commas.
pub(crate) fn quoted_list(names: &[String]) -> String {
    let mut quoted: Vec<String> = names.iter().take(LISTED_NAMES).map(|name| excerpt(name)).collect();
    if names.len() > LISTED_NAMES {
        quoted.push("…".to_string());
    }
    quoted.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_excerpt_is_one_short_line() {
        assert_eq!(excerpt("two\nlines"), "'two lines'");
        assert_eq!(excerpt(&"é".repeat(41)), format!("'{}…'", "é".repeat(40)));
        let names = vec!["n".to_string(); 21];
        assert_eq!(quoted_list(&names[..2]), "'n', 'n'");
        assert!(quoted_list(&names).ends_with("'n', …"));
    }
}
