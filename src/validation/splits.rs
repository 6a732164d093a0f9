//! Which rows are learned from and which are predicted, for whoever searches options by many fits.

use super::cross_validation::fold_parts;
use super::forward::{blocks, check_times, periods};
use super::indexed::Indexed;
use super::parts::Part;
use crate::error::{Error, Result};
use crate::evaluation::Split;
use crate::statement::{Corpus, Times};

/// The splits of a cross-validation in `n_folds` folds, as [`score_in_folds`](crate::score_in_folds) makes them: stratified
/// by target and stance, never splitting a statement or a group.
///
/// # Errors
/// An input error where there are fewer groups than folds.
pub fn fold_splits(corpus: &Corpus, n_folds: usize, seed: u64) -> Result<Vec<Split>> {
    Ok(fold_parts(&Indexed::new(corpus), n_folds, seed)?.into_iter().map(split).collect())
}

/// Splits that go forward in time: each of the last `n_periods` of `n_periods` + 2 blocks is predicted from all that came
/// before it.
///
/// # Definition
/// Blocks and what is left out of training are those of [`score_forward`](crate::score_forward). Three periods are learned
/// from the oldest 40, 60 and 80 % of each target and predict the next 20 %.
///
/// # Errors
/// An input error where no target has rows of two times; a parameter error for no periods.
///
/// # Panics
/// Where `times` are not those of `corpus`.
pub fn forward_splits(corpus: &Corpus, times: &Times, n_periods: usize) -> Result<Vec<Split>> {
    assert_eq!(times.ranks.len(), corpus.rows.len(), "a time for every row");
    if n_periods == 0 {
        return Err(Error::Parameter { name: "folds", value: "0".into(), expected: "1 period or more" });
    }
    let blocks = blocks(corpus, &times.ranks, n_periods + 2);
    let parts = periods(&Indexed::new(corpus), &blocks, 2..=n_periods + 1);
    check_times(corpus, &parts, times)?;
    Ok(parts.into_iter().map(split).collect())
}

fn split(part: Part) -> Split {
    Split { training: part.training, validation: part.rows }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Place;
    use crate::stance::{Stance, Target};
    use crate::statement::{LabelledStatement, Statement};

    fn corpus(n: usize) -> Corpus {
        let row = |i: usize| LabelledStatement {
            statement: Statement { text: format!("text {i}"), ..Statement::default() },
            target: Target::new("tax"),
            stance: Some(Stance::ALL[i % 2]),
            group: None,
            extra: vec![i.to_string()],
        };
        Corpus { rows: (0..n).map(row).collect(), extra_columns: vec!["day".into()] }
    }

    #[test]
    fn three_periods_learn_from_two_fifths_or_more_and_predict_the_fifth_that_follows() {
        let corpus = corpus(10);
        let times = Times::of_column(&corpus, "day", |_| Place::of("corpus")).unwrap();
        let splits = forward_splits(&corpus, &times, 3).unwrap();
        let split = |end: usize| Split { training: (0..end).collect(), validation: vec![end, end + 1] };
        assert_eq!(splits, [4, 6, 8].map(split));
        assert!(forward_splits(&corpus, &times, 0).is_err());
    }

    #[test]
    fn folds_predict_every_row_once() {
        let splits = fold_splits(&corpus(10), 5, 1).unwrap();
        let mut predicted: Vec<usize> = splits.iter().flat_map(|split| split.validation.clone()).collect();
        predicted.sort_unstable();
        assert_eq!(predicted, (0..10).collect::<Vec<_>>());
        assert!(splits.iter().all(|split| split.training.len() == 8));
    }
}
