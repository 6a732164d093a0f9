//! Where is it right, and where is it not? The figures for each value of a column.

use std::collections::BTreeMap;

use serde::Serialize;

use super::bootstrap::Bootstrap;
use super::headline::HeadlineFigures;
use super::scored_row::ScoredRow;

/// The figures for each value of a column.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Slices {
    /// The column.
    pub column: String,
    /// Its values, the one with the lowest accuracy first, then by name.
    pub values: Vec<Slice>,
}

/// The figures of the rows that have one value in a column.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Slice {
    /// The value; empty for rows that have none.
    pub value: String,
    /// The figures.
    #[serde(flatten)]
    pub figures: HeadlineFigures,
}

impl Slices {
    /// Slices `rows`, of which `rows[i]` has the value `values[i]` in `column`.
    ///
    /// # Panics
    /// Where `rows` and `values` differ in length.
    ///
    /// # Examples
    /// ```
    /// use standpoint::{Bootstrap, ScoredRow, Slices, Stance::{Against, Favor}, Target};
    ///
    /// let target = Target::new("sanctions").unwrap();
    /// let row = |predicted| {
    ///     ScoredRow { target: &target, actual: Favor, predicted: Some(predicted), proba: None, cluster: None }
    /// };
    /// let rows = [row(Favor), row(Against), row(Favor)];
    /// let slices = Slices::new("genre", &["news", "tweet", "tweet"], &rows, &Bootstrap::NONE);
    /// assert_eq!((slices.values[0].value.as_str(), slices.values[0].figures.accuracy), ("tweet", 0.5));
    /// ```
    pub fn new(column: &str, values: &[&str], rows: &[ScoredRow], bootstrap: &Bootstrap) -> Self {
        assert_eq!(values.len(), rows.len(), "a value for every row");
        let mut by_value: BTreeMap<&str, Vec<ScoredRow>> = BTreeMap::new();
        for (value, row) in values.iter().zip(rows) {
            by_value.entry(value).or_default().push(*row);
        }
        let slice = |(value, rows): (&str, Vec<ScoredRow>)| Slice {
            value: value.to_string(),
            figures: HeadlineFigures::of(&rows, bootstrap),
        };
        let mut values: Vec<Slice> = by_value.into_iter().map(slice).collect();
        values.sort_by(|a, b| a.figures.accuracy.total_cmp(&b.figures.accuracy));
        Slices { column: column.to_string(), values }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stance::Stance::{Against, Favor};
    use crate::stance::Target;

    #[test]
    fn the_worst_value_comes_first_and_equals_by_name() {
        let target = Target::new("tax").unwrap();
        let row =
            |predicted| ScoredRow { target: &target, actual: Favor, predicted, proba: None, cluster: None };
        let rows = [row(Some(Favor)), row(None), row(Some(Favor)), row(Some(Against))];
        let slices = Slices::new("genre", &["b", "c", "", "c"], &rows, &Bootstrap { draws: 20, seed: 1 });
        let names: Vec<&str> = slices.values.iter().map(|slice| slice.value.as_str()).collect();
        assert_eq!(names, ["c", "", "b"]);
        let worst = &slices.values[0].figures;
        assert_eq!((worst.n, worst.abstained, worst.accuracy, worst.small_support), (2, 1, 0.0, true));
        assert!(worst.intervals.is_some());
    }
}
