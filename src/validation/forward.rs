//! How right would a model of the past be on what came after it?

use std::collections::HashSet;
use std::ops::RangeInclusive;

use super::cross_validation::{HeldOutScores, score_parts};
use super::indexed::Indexed;
use super::parts::Part;
use crate::error::{Error, Place, Result};
use crate::evaluation::ForwardInTime;
use crate::lexicon::LexiconEntry;
use crate::model::Options;
use crate::statement::{Corpus, Times, each_moment};

/// Trains models with `options` on what came before each of `n_periods` periods, which they predict.
///
/// # Definition
/// The n rows of each target, and those about no target, are ordered by time, each target for itself, and cut into
/// `n_periods` + 1 blocks: a row before which s others stand belongs to block ⌊s · (`n_periods` + 1) / n⌋, and rows of the
/// same time follow the first of them, so that no time is split. Block k is predicted by a model that was trained on the
/// rows of the blocks before it; the first block, 0, is never predicted. Rows that share a statement or a group with a row
/// of block k are left out of that training. What a statement is about is asked in the first period that a row of it
/// belongs to. Calibration within each training is that of [`train`](crate::train): in blocks of time where `options` name
/// the column, as `train` does it then; in drawn folds before the first two times of a target.
///
/// # Parameters
/// | Name | Purpose | Range |
/// | --- | --- | --- |
/// | `times` | the order of the rows | of the same corpus |
/// | `n_periods` | number of blocks that are predicted | 1 and up |
///
/// # Errors
/// As [`train`](crate::train) for each period; an input error where no target has rows of two times; a parameter error for
/// no periods.
///
/// # Panics
/// Where `times` are not those of `corpus`.
///
/// # Determinism
/// The same corpus, lexicon, options and times give the same predictions at any number of threads.
///
/// # References
/// Bergmeir & Benítez 2012, "On the use of cross-validation for time series predictor evaluation".
pub fn score_forward<'a>(
    corpus: &'a Corpus,
    lexicon: &[LexiconEntry],
    options: &Options,
    times: &Times,
    n_periods: usize,
) -> Result<HeldOutScores<'a>> {
    assert_eq!(times.ranks.len(), corpus.rows.len(), "a time for every row");
    if n_periods == 0 {
        return Err(Error::Parameter { name: "folds", value: "0".into(), expected: "1 period or more" });
    }
    let indexed = Indexed::new(corpus);
    let blocks = blocks(corpus, &times.ranks, n_periods + 1);
    let has_target = |row: &usize| corpus.rows[*row].target.is_some();
    let parts = periods(&indexed, &blocks, 1..=n_periods);
    check_times(corpus, &parts, times)?;
    let mut scores = score_parts(&indexed, lexicon, options, parts)?;
    scores.forward = Some(ForwardInTime {
        column: times.column.clone(),
        never_predicted: (0..blocks.len()).filter(|&row| blocks[row] == 0).filter(has_target).count() as u64,
    });
    Ok(scores)
}

/// Refuses times that leave no row to predict.
pub(super) fn check_times(corpus: &Corpus, parts: &[Part], times: &Times) -> Result<()> {
    let has_target = |row: &usize| corpus.rows[*row].target.is_some();
    match parts.iter().any(|part| part.rows.iter().any(has_target)) {
        true => Ok(()),
        false => Err(one_time(&times.column)),
    }
}

/// The block of each row.
pub(super) fn blocks(corpus: &Corpus, ranks: &[usize], n_blocks: usize) -> Vec<usize> {
    let mut blocks = vec![0; ranks.len()];
    each_moment(corpus, ranks, |rows, before, n_rows| {
        rows.iter().for_each(|&row| blocks[row] = before * n_blocks / n_rows);
    });
    blocks
}

/// What is trained on and predicted for each of the periods that has rows: the blocks of these numbers.
pub(super) fn periods(indexed: &Indexed, blocks: &[usize], periods: RangeInclusive<usize>) -> Vec<Part> {
    let mut asked: HashSet<usize> = HashSet::new();
    let mut parts = Vec::new();
    let n_periods = *periods.end();
    for period in periods {
        let rows: Vec<usize> = (0..blocks.len()).filter(|&row| blocks[row] == period).collect();
        let clusters: HashSet<usize> = rows.iter().map(|&row| indexed.cluster(row)).collect();
        let is_free = |row: &usize| !clusters.contains(&indexed.cluster(*row));
        let statements = rows.iter().map(|&row| indexed.statements.of_row[row]);
        let part = Part {
            place: format!("before period {period} of {n_periods}"),
            training: (0..blocks.len()).filter(|&row| blocks[row] < period).filter(is_free).collect(),
            statements: statements.filter(|&statement| asked.insert(statement)).collect(),
            rows,
        };
        if !part.rows.is_empty() {
            parts.push(part);
        }
    }
    parts
}

fn one_time(column: &str) -> Error {
    Error::Input {
        place: Place::of("corpus").column(column),
        found: "one time for all rows of each target".into(),
        expected: "rows of at least two different times".into(),
        remedy: "Name another column, or cross-validate without --time-column.".into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stance::{Stance, Target};
    use crate::statement::{LabelledStatement, Statement};

    fn corpus(rows: &[(&str, &str)]) -> Corpus {
        let row = |&(text, target): &(&str, &str)| LabelledStatement {
            statement: Statement { text: text.into(), ..Statement::default() },
            target: Target::new(target),
            stance: Target::new(target).map(|_| Stance::Favor),
            group: None,
            extra: Vec::new(),
        };
        Corpus { rows: rows.iter().map(row).collect(), extra_columns: Vec::new() }
    }

    // Six rows of target a in three blocks of two; the run of three equal times starts at position 1, in block 0.
    // Three of target b, the latest first.
    #[test]
    fn each_target_is_cut_for_itself_and_no_time_is_split() {
        let targets = ["a", "a", "a", "a", "a", "a", "b", "b", "b"];
        let rows: Vec<(&str, &str)> = targets.iter().map(|target| ("", *target)).collect();
        let ranks = [0, 1, 1, 1, 2, 3, 9, 5, 7];
        assert_eq!(blocks(&corpus(&rows), &ranks, 3), [0, 0, 0, 0, 2, 2, 2, 0, 1]);
    }

    #[test]
    fn a_statement_is_never_trained_on_and_predicted_and_is_asked_once_what_it_is_about() {
        let corpus =
            corpus(&[("x", "a"), ("y", "a"), ("z", "a"), ("w", "b"), ("x", "b"), ("x", "c"), ("v", "c")]);
        let indexed = Indexed::new(&corpus);
        let parts = periods(&indexed, &[0, 1, 2, 0, 1, 2, 0], 1..=2);
        assert_eq!((&parts[0].rows, &parts[0].training), (&vec![1, 4], &vec![3, 6]));
        assert_eq!((&parts[1].rows, &parts[1].training), (&vec![2, 5], &vec![1, 3, 6]));
        assert_eq!((&parts[0].statements, &parts[1].statements), (&vec![1, 0], &vec![2]));
    }
}
