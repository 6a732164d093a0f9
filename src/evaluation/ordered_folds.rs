//! Which rows validate which fold, where rows that follow each other are to be held out together.

use super::folds::Folds;

/// Folds that are blocks of rows which follow each other, never splitting a group.
///
/// # Definition
/// A group stands where the mean of its rows does. The n rows are sorted by where their groups stand; m rows at one
/// place, before which s others are, belong to block ⌊(s + m / 2) · `n_folds` / n⌋. Blocks without rows are left out, so
/// that there may be fewer folds than asked for. Where every group is a single row and no two are at one place, the
/// sizes of the folds differ by at most one.
///
/// # Parameters
/// | Name | Purpose | Range |
/// | --- | --- | --- |
/// | `positions` | where each row stands | finite |
/// | `groups` | what to keep together, an id for every row | any ids |
/// | `n_folds` | number of blocks | 1 and up |
pub(crate) fn ordered_group_folds(positions: &[f64], groups: &[usize], n_folds: usize) -> Folds {
    let mut rows: Vec<usize> = (0..groups.len()).collect();
    rows.sort_by_key(|&row| groups[row]);
    let mut placed: Vec<(f64, &[usize])> = rows
        .chunk_by(|&a, &b| groups[a] == groups[b])
        .map(|group| (group.iter().map(|&row| positions[row]).sum::<f64>() / group.len() as f64, group))
        .collect();
    placed.sort_by(|(a, _), (b, _)| a.total_cmp(b));

    let mut fold_of = vec![0; groups.len()];
    let (mut before, mut last_block, mut n_found) = (0, None, 0);
    for at_one_place in placed.chunk_by(|(a, _), (b, _)| a == b) {
        let n: usize = at_one_place.iter().map(|(_, group)| group.len()).sum();
        let block = (2 * before + n) * n_folds / (2 * groups.len());
        if last_block != Some(block) {
            (last_block, n_found) = (Some(block), n_found + 1);
        }
        for &row in at_one_place.iter().flat_map(|(_, group)| *group) {
            fold_of[row] = n_found - 1;
        }
        before += n;
    }
    Folds::new(fold_of, n_found)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folds(positions: &[f64], groups: &[usize], n_folds: usize) -> (Vec<usize>, usize) {
        let folds = ordered_group_folds(positions, groups, n_folds);
        (folds.fold_of().to_vec(), folds.n_folds())
    }

    // The middles of seven rows are at 1, 3, … 13 of 14: times 3 / 14 they are 0, 0, 1, 1, 1, 2, 2.
    #[test]
    fn rows_are_cut_into_blocks_in_their_order() {
        let positions = [0.6, 0.1, 0.7, 0.2, 0.3, 0.5, 0.4];
        assert_eq!(folds(&positions, &[0, 1, 2, 3, 4, 5, 6], 3), (vec![2, 0, 2, 0, 1, 1, 1], 3));
    }

    // The group of three stands at 0.5: the middle of positions 1 to 3 of five rows is 2.5, half of all. Blocks 0, 2 and 4
    // of five have rows.
    #[test]
    fn a_group_goes_whole_to_where_its_mean_is() {
        let positions = [0.1, 0.0, 0.5, 1.0, 0.9];
        assert_eq!(folds(&positions, &[1, 2, 2, 2, 3], 5), (vec![0, 1, 1, 1, 2], 3));
    }

    #[test]
    fn rows_at_one_place_never_part_and_no_fold_is_empty() {
        assert_eq!(folds(&[0.5, 0.5, 0.0, 0.5], &[0, 1, 2, 3], 4), (vec![1, 1, 0, 1], 2));
        assert_eq!(folds(&[0.5; 3], &[0, 1, 2], 5), (vec![0; 3], 1));
        assert_eq!(folds(&[], &[], 5), (vec![], 0));
    }
}
