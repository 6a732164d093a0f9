//! Rows by confidence: what calibration error, reliability and risk–coverage are computed from.

/// Rows of one and the same confidence. Nothing tells them apart, so that no figure may depend on their order.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Tied {
    /// Probability of the class held for most probable.
    pub confidence: f64,
    /// Rows of lower confidence.
    pub start: u64,
    /// Rows.
    pub n: u64,
    /// Rows among them whose most probable class is the actual one.
    pub hits: u64,
}

/// Groups rows by confidence, rising.
///
/// # Panics
/// Where the slices differ in length.
pub(super) fn tied(confidences: &[f64], correct: &[bool]) -> Vec<Tied> {
    assert_eq!(confidences.len(), correct.len(), "a confidence and an outcome for every row");
    let mut rows: Vec<(f64, bool)> = confidences.iter().copied().zip(correct.iter().copied()).collect();
    rows.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut groups = Vec::new();
    for (confidence, correct) in rows {
        join(&mut groups, confidence, correct, 1);
    }
    groups
}

/// Counts a row `n` times; `confidence` is not below that of the rows before.
pub(super) fn join(groups: &mut Vec<Tied>, confidence: f64, correct: bool, n: u64) {
    let hits = if correct { n } else { 0 };
    match groups.last_mut() {
        Some(last) if last.confidence == confidence => {
            last.n += n;
            last.hits += hits;
        }
        last => {
            let start = last.map_or(0, |last| last.start + last.n);
            groups.push(Tied { confidence, start, n, hits });
        }
    }
}

/// Number of rows in `groups`.
pub(super) fn total(groups: &[Tied]) -> u64 {
    groups.last().map_or(0, |last| last.start + last.n)
}

/// Cuts `groups` into bins of equal mass: a group belongs to bin ⌊s · `n_bins` / n⌋, where s of the n rows have a lower
/// confidence than its own. Bins without rows are left out.
pub(super) fn bins(groups: &[Tied], n_bins: usize) -> impl Iterator<Item = &[Tied]> {
    let n = total(groups).max(1);
    let bin = move |group: &Tied| group.start * n_bins as u64 / n;
    groups.chunk_by(move |a, b| bin(a) == bin(b))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_of_one_confidence_are_one_group_wherever_they_stand() {
        let groups = tied(&[0.5, 0.9, 0.5, 0.4], &[true, false, false, true]);
        let group = |confidence, start, n, hits| Tied { confidence, start, n, hits };
        assert_eq!(groups, [group(0.4, 0, 1, 1), group(0.5, 1, 2, 1), group(0.9, 3, 1, 0)]);
        assert_eq!(total(&groups), 4);
        // Of four rows in two bins, the run that starts in the first stays in it.
        assert_eq!(bins(&groups, 2).map(<[Tied]>::len).collect::<Vec<_>>(), [2, 1]);
        assert_eq!((bins(&[], 2).count(), total(&[])), (0, 0));
    }
}
