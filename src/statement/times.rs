//! Which row was said before which?

use std::collections::BTreeMap;

use super::Corpus;
use super::columns::column;
use crate::error::{Error, Place, Result};
use crate::stance::Target;

/// The order of the rows of a corpus in time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Times {
    pub(crate) column: String,
    /// For each row the number of different times before its own.
    pub(crate) ranks: Vec<usize>,
}

impl Times {
    /// The order by the values of `name`: numbers by size where all of them are numbers, such as years; else text by its
    /// characters, which is the order of dates and times in ISO 8601. `place` says where a row of the corpus stands.
    ///
    /// # Errors
    /// An input error for a column that is not there, and for a row without a time, or with a number where others have
    /// text.
    ///
    /// # Examples
    /// ```
    /// use standpoint::{Corpus, LabelledStatement, Place, Times};
    ///
    /// let row = |date: &str| LabelledStatement {
    ///     statement: Default::default(),
    ///     target: None,
    ///     stance: None,
    ///     group: None,
    ///     extra: vec![date.to_string()],
    /// };
    /// let rows = vec![row("2016-02-05"), row("2015-12-21"), row("soon"), row("2016-02-05")];
    /// let corpus = Corpus { rows, extra_columns: vec!["said".into()] };
    /// assert!(Times::of_column(&corpus, "said", |row| Place::of("talks.csv").line(row as u64 + 2)).is_ok());
    /// let mixed = Corpus { rows: vec![row("2016"), row("2015-12-21")], ..corpus };
    /// let error = Times::of_column(&mixed, "said", |row| Place::of("talks.csv").line(row as u64 + 2)).unwrap_err();
    /// assert!(error.to_string().starts_with("talks.csv:3, column 'said': the text '2015-12-21'"));
    /// ```
    pub fn of_column(corpus: &Corpus, name: &str, place: impl Fn(usize) -> Place) -> Result<Self> {
        let values = column(corpus, name)?;
        let at = |row: usize| place(row).column(name);
        if let Some(row) = values.iter().position(|value| value.is_empty()) {
            return Err(no_time(at(row)));
        }
        let numbers: Vec<Option<f64>> = values.iter().map(|value| number(value)).collect();
        let first = numbers.first().map(Option::is_some);
        if let Some(row) = numbers.iter().position(|number| Some(number.is_some()) != first) {
            return Err(mixed(at(row), values[row], numbers[row].is_some()));
        }
        let ranks = match numbers.into_iter().collect::<Option<Vec<f64>>>() {
            Some(numbers) => ranks(&numbers, f64::total_cmp),
            None => ranks(&values, Ord::cmp),
        };
        Ok(Times { column: name.to_string(), ranks })
    }

    /// Where each row of `corpus` stands among those of its target in time, from 0 to 1: the middle of the rows of its
    /// time, (rows before + half of those) / rows of the target.
    pub(crate) fn positions(&self, corpus: &Corpus) -> Vec<f64> {
        let mut positions = vec![0.0; self.ranks.len()];
        each_moment(corpus, &self.ranks, |rows, before, n_rows| {
            let middle = (2 * before + rows.len()) as f64 / (2 * n_rows) as f64;
            rows.iter().for_each(|&row| positions[row] = middle);
        });
        positions
    }

    /// A target that has several rows, all of one time.
    pub(crate) fn target_of_one_time<'a>(&self, corpus: &'a Corpus) -> Option<&'a Target> {
        let mut found = None;
        each_moment(corpus, &self.ranks, |rows, _, n_rows| {
            if rows.len() == n_rows && n_rows > 1 {
                found = found.or(corpus.rows[rows[0]].target.as_ref());
            }
        });
        found
    }
}

/// Gives `visit` the rows of each target, and those about no target, in order of time: all rows of one time together, how
/// many rows of the target are before them, and how many it has.
pub(crate) fn each_moment(corpus: &Corpus, ranks: &[usize], mut visit: impl FnMut(&[usize], usize, usize)) {
    let mut by_target: BTreeMap<_, Vec<usize>> = BTreeMap::new();
    for (i, row) in corpus.rows.iter().enumerate() {
        by_target.entry(row.target.as_ref()).or_default().push(i);
    }
    for rows in by_target.values_mut() {
        rows.sort_by_key(|&row| ranks[row]);
        let mut before = 0;
        for at_once in rows.chunk_by(|&a, &b| ranks[a] == ranks[b]) {
            visit(at_once, before, rows.len());
            before += at_once.len();
        }
    }
}

/// The number that `value` is, with one zero only.
fn number(value: &str) -> Option<f64> {
    let number: f64 = value.parse().ok()?;
    number.is_finite().then_some(number + 0.0)
}

/// For each value the number of different values before it.
fn ranks<T>(values: &[T], order: impl Fn(&T, &T) -> std::cmp::Ordering) -> Vec<usize> {
    let mut rows: Vec<usize> = (0..values.len()).collect();
    rows.sort_by(|&a, &b| order(&values[a], &values[b]));
    let mut ranks = vec![0; values.len()];
    for pair in rows.windows(2) {
        let is_later = order(&values[pair[0]], &values[pair[1]]).is_lt();
        ranks[pair[1]] = ranks[pair[0]] + usize::from(is_later);
    }
    ranks
}

fn no_time(place: Place) -> Error {
    Error::Input {
        place,
        found: "nothing".into(),
        expected: "when the statement was made".into(),
        remedy: "Fill it in, or remove the row.".into(),
    }
}

fn mixed(place: Place, value: &str, is_number: bool) -> Error {
    let (found, expected) = match is_number {
        true => ("number", "text such as a date, as in the first row"),
        false => ("text", "a number, as in the first row"),
    };
    Error::Input {
        place,
        found: format!("the {found} '{value}'"),
        expected: expected.into(),
        remedy: "Write all times as numbers, or all as dates such as 2016-02-05.".into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::statement::{LabelledStatement, Statement};

    fn corpus(rows: &[(&str, &str)]) -> Corpus {
        let row = |&(date, target): &(&str, &str)| LabelledStatement {
            statement: Statement { date: Some(date.to_string()), ..Statement::default() },
            target: Target::new(target),
            stance: None,
            group: None,
            extra: Vec::new(),
        };
        Corpus { rows: rows.iter().map(row).collect(), extra_columns: Vec::new() }
    }

    fn times_of(corpus: &Corpus) -> Result<Times> {
        Times::of_column(corpus, "date", |row| Place::of("in").line(row as u64))
    }

    fn ranks_of(dates: &[&str]) -> Result<Vec<usize>> {
        let rows: Vec<(&str, &str)> = dates.iter().map(|date| (*date, "")).collect();
        times_of(&corpus(&rows)).map(|times| times.ranks)
    }

    // Of target a one row, then two of one time, then one; of target b two; one row about no target.
    #[test]
    fn rows_stand_where_the_middle_of_their_time_is_among_those_of_their_target() {
        let rows = [("3", "b"), ("1", "a"), ("2", "a"), ("2", "a"), ("4", "a"), ("9", "b"), ("5", "")];
        let corpus = corpus(&rows);
        let positions = times_of(&corpus).unwrap().positions(&corpus);
        assert_eq!(positions, [0.25, 0.125, 0.5, 0.5, 0.875, 0.75, 0.5]);
    }

    #[test]
    fn a_target_with_rows_of_one_time_is_found_but_a_single_row_has_no_order() {
        let found = |rows: &[(&str, &str)]| {
            let corpus = corpus(rows);
            times_of(&corpus).unwrap().target_of_one_time(&corpus).map(ToString::to_string)
        };
        assert_eq!(found(&[("1", "a"), ("2", "a"), ("1", "b"), ("1", ""), ("1", "")]), None);
        assert_eq!(found(&[("1", "a"), ("2", "a"), ("1", "b"), ("1", "b")]), Some("b".to_string()));
    }

    #[test]
    fn numbers_are_ordered_by_size_and_dates_as_text() {
        assert_eq!(ranks_of(&["10", "9", "9.0", "1e2", "-0", "0"]).unwrap(), [2, 1, 1, 3, 0, 0]);
        assert_eq!(ranks_of(&["2016-02-05", "2015-12-21", "2016-02-05"]).unwrap(), [1, 0, 1]);
    }

    #[test]
    fn a_row_without_a_time_or_with_another_kind_is_refused_with_its_line() {
        let message = |dates| ranks_of(dates).unwrap_err().to_string();
        assert!(
            message(&["2015", "2016", "May"])
                .starts_with("in:2, column 'date': the text 'May'; expected a number")
        );
        assert!(
            message(&["2015-01", "2016"])
                .starts_with("in:1, column 'date': the number '2016'; expected text")
        );
        assert!(message(&["2015", " "]).starts_with("in:1, column 'date': nothing; expected when"));
    }
}
