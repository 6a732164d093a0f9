//! How are the labels of a corpus distributed, and how long are its texts?

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::texts::group;
use crate::stance::{Stance, Target};
use crate::statement::Corpus;

/// How the labels and lengths of a corpus are distributed.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Distribution {
    /// All rows.
    #[serde(flatten)]
    pub all: RowCount,
    /// Number of distinct normalised texts.
    pub texts: usize,
    /// Number of distinct groups.
    pub groups: usize,
    /// The rows of each target.
    pub targets: BTreeMap<Target, TargetDistribution>,
    /// The rows without a target.
    pub unrelated: RowCount,
}

/// How the labels and lengths of one target's rows are distributed.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct TargetDistribution {
    /// All rows of the target.
    #[serde(flatten)]
    pub all: RowCount,
    /// The rows of each stance, those without a row too.
    pub stances: BTreeMap<Stance, RowCount>,
}

/// A number of rows and how long their texts are.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize)]
#[non_exhaustive]
pub struct RowCount {
    /// Number of rows.
    pub rows: usize,
    /// Lengths of the rows' texts.
    pub words: WordCounts,
}

/// Order statistics of lengths, in words: stretches without white space.
///
/// # Definition
/// A quartile that falls between two lengths is interpolated between them (type 7 of Hyndman & Fan 1996, the default of
/// R and NumPy). All are zero where there are no rows.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize)]
#[non_exhaustive]
pub struct WordCounts {
    /// Least.
    pub min: usize,
    /// Lower quartile.
    pub q1: f64,
    /// Median.
    pub median: f64,
    /// Upper quartile.
    pub q3: f64,
    /// Greatest.
    pub max: usize,
}

impl Distribution {
    /// That of `corpus`, which has `texts` distinct texts.
    pub(super) fn of(corpus: &Corpus, texts: usize) -> Self {
        let mut lengths: BTreeMap<Option<&Target>, BTreeMap<Option<Stance>, Vec<usize>>> = BTreeMap::new();
        for row in &corpus.rows {
            let stances = lengths.entry(row.target.as_ref()).or_default();
            stances.entry(row.stance).or_default().push(row.statement.text.split_whitespace().count());
        }
        let targets = lengths.iter().filter_map(|(target, stances)| {
            let stance = |stance| (stance, RowCount::of(stances.get(&Some(stance))));
            let stances = TargetDistribution {
                all: RowCount::of(stances.values()),
                stances: Stance::ALL.map(stance).into(),
            };
            Some(((*target)?.clone(), stances))
        });
        let groups: BTreeSet<&str> = (0..corpus.rows.len()).filter_map(|row| group(corpus, row)).collect();
        Distribution {
            all: RowCount::of(lengths.values().flat_map(BTreeMap::values)),
            texts,
            groups: groups.len(),
            targets: targets.collect(),
            unrelated: RowCount::of(lengths.get(&None).into_iter().flat_map(BTreeMap::values)),
        }
    }
}

impl RowCount {
    fn of<'a>(lengths: impl IntoIterator<Item = &'a Vec<usize>>) -> Self {
        let mut lengths: Vec<usize> = lengths.into_iter().flatten().copied().collect();
        lengths.sort_unstable();
        RowCount { rows: lengths.len(), words: WordCounts::of(&lengths) }
    }
}

impl WordCounts {
    /// Those of lengths in rising order.
    fn of(lengths: &[usize]) -> Self {
        let (&[min, ..], &[.., max]) = (lengths, lengths) else { return WordCounts::default() };
        let quartile = |quarters: usize| {
            // In quarters of the distance between neighbours, so that the position is a whole number.
            let at = (lengths.len() - 1) * quarters;
            let (low, high) = (lengths[at / 4], lengths[(at / 4 + 1).min(lengths.len() - 1)]);
            low as f64 + (high - low) as f64 * (at % 4) as f64 / 4.0
        };
        WordCounts { min, q1: quartile(1), median: quartile(2), q3: quartile(3), max }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // numpy.percentile(x, [25, 50, 75]) of NumPy gives the same.
    #[test]
    fn quartiles_are_interpolated_between_neighbours() {
        let of = |lengths: &[usize]| {
            let WordCounts { min, q1, median, q3, max } = WordCounts::of(lengths);
            (min, [q1, median, q3], max)
        };
        assert_eq!(of(&[7]), (7, [7.0, 7.0, 7.0], 7));
        assert_eq!(of(&[1, 2, 3, 4]), (1, [1.75, 2.5, 3.25], 4));
        assert_eq!(of(&[1, 2, 4, 8, 16]), (1, [2.0, 4.0, 8.0], 16));
        assert_eq!(of(&[3, 10, 11, 30, 31, 60]), (3, [10.25, 20.5, 30.75], 60));
        assert_eq!(WordCounts::of(&[]), WordCounts::default());
    }
}
