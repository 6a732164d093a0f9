//! Which statements are held out together when calibration, thresholds and the lexicon's scale are fitted?

use super::options::Options;
use super::statements::Statements;
use crate::error::{Error, Place, Result};
use crate::evaluation::{Folds, ordered_group_folds, stratified_group_folds};
use crate::stance::Target;
use crate::statement::{Corpus, Times};

/// The folds of the out-of-fold predictions; none where that is switched off or the corpus is too small for them. Where
/// the options name a column of times they are blocks of time, else they are drawn.
pub(super) fn folds(corpus: &Corpus, statements: &Statements, options: &Options) -> Result<Option<Folds>> {
    let Some(n_folds) = options.model.calibrate else { return Ok(None) };
    let mut distinct = statements.groups.clone();
    distinct.sort_unstable();
    distinct.dedup();
    if distinct.len() < 2 * n_folds {
        return Ok(None);
    }
    match &options.model.time_column {
        Some(column) => time_folds(corpus, statements, column, n_folds).map(Some),
        None => stratified_group_folds(&statements.strata(), &statements.groups, n_folds, options.model.seed)
            .map(Some),
    }
}

/// Whether some target of `corpus` has rows of one time only, so that the time that `options` name cannot be cut.
pub(crate) fn is_of_one_time(corpus: &Corpus, options: &Options) -> bool {
    let times = options.model.time_column.as_ref().and_then(|column| times(corpus, column).ok());
    times.is_some_and(|times| times.target_of_one_time(corpus).is_some())
}

/// Blocks of time: a statement stands where its rows do on average, each among the rows of its own target.
fn time_folds(corpus: &Corpus, statements: &Statements, column: &str, n_folds: usize) -> Result<Folds> {
    let times = times(corpus, column)?;
    if let Some(target) = times.target_of_one_time(corpus) {
        return Err(one_time(target, column));
    }
    let n_statements = statements.texts.len();
    let (mut sums, mut counts) = (vec![0.0; n_statements], vec![0.0; n_statements]);
    for (&statement, position) in statements.of_row.iter().zip(times.positions(corpus)) {
        sums[statement] += position;
        counts[statement] += 1.0;
    }
    let positions: Vec<f64> = sums.iter().zip(&counts).map(|(sum, count)| sum / count).collect();
    let folds = ordered_group_folds(&positions, &statements.groups, n_folds);
    if folds.n_folds() < 2 { Err(one_block(column)) } else { Ok(folds) }
}

fn times(corpus: &Corpus, column: &str) -> Result<Times> {
    Times::of_column(corpus, column, |row| Place::of(format!("row {} of the corpus", row + 1)))
}

fn one_time(target: &Target, column: &str) -> Error {
    Error::Training {
        found: format!("all rows of target '{target}' are of one time (column '{column}')"),
        expected: "rows of two times or more for each target, where calibration goes by time".into(),
        remedy: "Name another column, leave the target out, or train without a column of times.".into(),
    }
}

fn one_block(column: &str) -> Error {
    Error::Training {
        found: format!("the times in column '{column}' cannot be cut without splitting a statement or group"),
        expected: "statements or groups of different times".into(),
        remedy: "Name another column, or train without a column of times.".into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stance::Stance;
    use crate::statement::{LabelledStatement, Statement};

    /// The folds of statements of target a and b by turns, with these days, two of a fold at least.
    fn fold_of(days: &[&str], n_folds: usize) -> Result<Vec<usize>> {
        let row = |(i, day): (usize, &&str)| LabelledStatement {
            statement: Statement { text: format!("text {i}"), ..Statement::default() },
            target: Target::new(["a", "b"][i % 2]),
            stance: Some(Stance::Favor),
            group: None,
            extra: vec![day.to_string()],
        };
        let rows = days.iter().enumerate().map(row).collect();
        let corpus = Corpus { rows, extra_columns: vec!["day".into()] };
        let targets = ["a", "b"].map(|name| Target::new(name).unwrap());
        let mut options = Options::default();
        (options.model.calibrate, options.model.time_column) = (Some(n_folds), Some("day".into()));
        let folds = folds(&corpus, &Statements::new(&corpus, &targets), &options)?;
        Ok(folds.expect("statements enough").fold_of().to_vec())
    }

    // Target a lives on days 1 to 4, target b on days 11 to 14: each has two rows in either half of its own time.
    #[test]
    fn each_target_is_cut_by_its_own_clock() {
        let days = ["4", "11", "1", "14", "3", "12", "2", "13"];
        assert_eq!(fold_of(&days, 2).unwrap(), [1, 0, 0, 1, 1, 0, 0, 1]);
    }

    #[test]
    fn a_target_of_one_time_and_a_row_without_a_time_are_refused() {
        let one = fold_of(&["1", "5", "2", "5"], 2).unwrap_err().to_string();
        assert!(one.contains("all rows of target 'b' are of one time (column 'day')"), "{one}");
        let none = fold_of(&["1", "5", "", "6"], 2).unwrap_err().to_string();
        assert!(none.starts_with("row 3 of the corpus, column 'day': nothing; expected when"), "{none}");
    }
}
