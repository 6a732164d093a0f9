//! Which rows validate which fold: stratified, seeded, and never splitting a group.

use std::cmp::Ordering;

use super::random::SplitMix64;
use crate::error::{Error, Place, Result};

/// An assignment of rows to validation folds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Folds {
    fold_of: Vec<usize>,
    n_folds: usize,
}

impl Folds {
    pub(super) fn new(fold_of: Vec<usize>, n_folds: usize) -> Self {
        Folds { fold_of, n_folds }
    }

    /// Number of folds.
    pub fn n_folds(&self) -> usize {
        self.n_folds
    }

    /// The fold of every row, in row order, counted from 0.
    pub fn fold_of(&self) -> &[usize] {
        &self.fold_of
    }

    /// The rows that are predicted in `fold`, rising.
    pub fn validation(&self, fold: usize) -> Vec<usize> {
        self.rows(|of| of == fold)
    }

    /// The rows that are learned from in `fold`, rising: those of every other fold.
    pub fn training(&self, fold: usize) -> Vec<usize> {
        self.rows(|of| of != fold)
    }

    fn rows(&self, belongs: impl Fn(usize) -> bool) -> Vec<usize> {
        self.fold_of.iter().enumerate().filter(|(_, of)| belongs(**of)).map(|(row, _)| row).collect()
    }
}

/// Folds over rows such that rows of one group stay together and every stratum is spread evenly.
///
/// # Definition
/// Groups are dealt out one by one, largest first; groups of equal size by their strata, and those that share these too
/// in seeded random order. Each goes to the fold for which Pearson's χ² of the counts (stratum × fold) against an even
/// spread rises least; of several, to the one with the fewest rows, then to the first.
///
/// It follows that
/// - every row is in exactly one fold, no group is split and no fold is empty;
/// - where every group is a single row, the rows of a stratum differ by at most one between any two folds, and so do
///   the sizes of the folds. Larger groups can make the balance worse, by what they cannot share out.
///
/// # Parameters
/// | Name | Purpose | Range |
/// | --- | --- | --- |
/// | `strata` | what to balance, an id for every row: target × stance, say | any ids |
/// | `groups` | what to keep together, an id for every row | any ids; at least `n_folds` different ones |
/// | `n_folds` | number of folds | 2 and up |
/// | `seed` | which of the many equally good assignments | any |
///
/// # Errors
/// [`Error::Parameter`] for fewer than two folds; [`Error::Input`] where there are fewer groups than folds.
///
/// # Panics
/// Where `strata` and `groups` differ in length.
///
/// # Determinism
/// The same input and seed give the same folds on every machine.
///
/// # Examples
/// ```
/// use standpoint::stratified_group_folds;
///
/// let folds = stratified_group_folds(&[0, 0, 1, 1, 0, 1], &[7, 7, 8, 9, 5, 6], 2, 1)?;
/// assert_eq!(folds.fold_of()[0], folds.fold_of()[1]);
/// assert_eq!(folds.validation(0).len() + folds.training(0).len(), 6);
/// # Ok::<(), standpoint::Error>(())
/// ```
pub fn stratified_group_folds(
    strata: &[usize],
    groups: &[usize],
    n_folds: usize,
    seed: u64,
) -> Result<Folds> {
    assert_eq!(strata.len(), groups.len(), "a stratum and a group for every row");
    if n_folds < 2 {
        return Err(Error::Parameter {
            name: "folds",
            value: n_folds.to_string(),
            expected: "2 or more: each fold is predicted by a model that was trained on the others",
        });
    }
    let (strata, n_strata) = dense_ids(strata);
    let mut rows: Vec<usize> = (0..groups.len()).collect();
    rows.sort_by_key(|&row| (groups[row], strata[row]));
    let members: Vec<&[usize]> = rows.chunk_by(|&a, &b| groups[a] == groups[b]).collect();
    if members.len() < n_folds {
        return Err(too_few_groups(members.len(), n_folds));
    }

    let mut deal = Deal::new(&strata, n_strata, n_folds);
    for group in dealing_order(members, &strata, seed) {
        deal.give(group);
    }
    Ok(Folds::new(deal.fold_of, n_folds))
}

fn too_few_groups(found: usize, n_folds: usize) -> Error {
    Error::Input {
        place: Place::of("corpus"),
        found: format!("{found} different statements or groups"),
        expected: format!("at least {n_folds}, one for each fold"),
        remedy: "Ask for fewer folds, or add rows with other statements or groups.".to_string(),
    }
}

/// The groups, largest first, alike ones side by side, and alike ones among themselves in seeded order.
fn dealing_order<'a>(groups: Vec<&'a [usize]>, strata: &[usize], seed: u64) -> Vec<&'a [usize]> {
    let strata_of = |group: &'a [usize]| group.iter().map(|&row| strata[row]);
    let mut random = SplitMix64::new(seed);
    let mut keyed: Vec<(&[usize], u64)> = groups.into_iter().map(|group| (group, random.next())).collect();
    keyed.sort_by(|(a, key_a), (b, key_b)| {
        let by_size = b.len().cmp(&a.len());
        by_size.then_with(|| strata_of(a).cmp(strata_of(b))).then(key_a.cmp(key_b))
    });
    keyed.into_iter().map(|(group, _)| group).collect()
}

/// The state of dealing groups out to folds.
struct Deal<'a> {
    strata: &'a [usize],
    stratum_sizes: Vec<usize>,
    /// Rows per fold and stratum.
    counts: Vec<Vec<usize>>,
    fold_sizes: Vec<usize>,
    fold_of: Vec<usize>,
}

impl<'a> Deal<'a> {
    fn new(strata: &'a [usize], n_strata: usize, n_folds: usize) -> Self {
        let mut stratum_sizes = vec![0; n_strata];
        for &stratum in strata {
            stratum_sizes[stratum] += 1;
        }
        Deal {
            strata,
            stratum_sizes,
            counts: vec![vec![0; n_strata]; n_folds],
            fold_sizes: vec![0; n_folds],
            fold_of: vec![0; strata.len()],
        }
    }

    fn give(&mut self, group: &[usize]) {
        let fold = self.best_fold(group);
        self.fold_sizes[fold] += group.len();
        for &row in group {
            self.counts[fold][self.strata[row]] += 1;
            self.fold_of[row] = fold;
        }
    }

    /// The fold for which χ² rises least. Of its rise, Σ over the strata of the group of
    /// (2 · count in the fold + own rows) · own rows / size of the stratum, only the first term depends on the fold.
    fn best_fold(&self, group: &[usize]) -> usize {
        let rise = |fold: usize| -> f64 {
            let share = |&row: &usize| {
                let stratum = self.strata[row];
                self.counts[fold][stratum] as f64 / self.stratum_sizes[stratum] as f64
            };
            group.iter().map(share).sum()
        };
        let better = |(fold, rise): &(usize, f64), (other, other_rise): &(usize, f64)| -> Ordering {
            rise.total_cmp(other_rise).then(self.fold_sizes[*fold].cmp(&self.fold_sizes[*other]))
        };
        // `min_by` keeps the first of equals.
        let folds = (0..self.counts.len()).map(|fold| (fold, rise(fold)));
        folds.min_by(better).map_or(0, |(fold, _)| fold)
    }
}

/// `ids` renumbered from 0 without gaps, in the same order, and how many there are.
fn dense_ids(ids: &[usize]) -> (Vec<usize>, usize) {
    let mut known = ids.to_vec();
    known.sort_unstable();
    known.dedup();
    (ids.iter().map(|id| known.partition_point(|k| k < id)).collect(), known.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_decides_the_folds_and_another_changes_them() {
        let strata: Vec<usize> = (0..60).map(|i| i % 3).collect();
        let groups: Vec<usize> = (0..60).collect();
        let folds = |seed| stratified_group_folds(&strata, &groups, 5, seed).unwrap();
        assert_eq!(folds(1), folds(1));
        assert_ne!(folds(1), folds(2));
    }

    // Sizes 4, 2, 2: the large group alone, the small ones together.
    #[test]
    fn groups_of_unequal_size_are_balanced() {
        let folds = stratified_group_folds(&[0; 8], &[3, 1, 3, 2, 3, 1, 2, 3], 2, 0).unwrap();
        assert_eq!(folds.fold_of(), [0, 1, 0, 1, 0, 1, 1, 0]);
        assert_eq!(folds.validation(1), [1, 3, 5, 6]);
        assert_eq!(folds.training(1), [0, 2, 4, 7]);
    }

    #[test]
    fn one_fold_and_fewer_groups_than_folds_are_refused_with_a_remedy() {
        let one = stratified_group_folds(&[0, 0], &[0, 1], 1, 0).unwrap_err().to_string();
        assert!(one.starts_with("parameter 'folds' is 1; expected 2 or more"), "{one}");
        let few = stratified_group_folds(&[0, 0, 1], &[4, 4, 9], 3, 0).unwrap_err().to_string();
        assert!(few.contains("2 different statements or groups; expected at least 3"), "{few}");
        assert!(few.contains("Ask for fewer folds"), "{few}");
        assert!(stratified_group_folds(&[], &[], 2, 0).is_err());
    }
}
