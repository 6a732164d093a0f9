//! Pairs of terms that stand near each other in one text, in either order: what they are, and which are frequent.

use std::ops::Range;
use std::sync::atomic::{AtomicU8, Ordering};

use rayon::prelude::*;

use super::documents::Documents;
use super::hash::extend;
use super::units::BREAK;

/// Counters of a [`Sketch`]: 16 MB, whatever the number of pairs.
const SLOTS: usize = 1 << 24;

/// Calls `visit` with the hash of every two different terms at most `window` places apart, and the stretch between
/// them, both included. The order in which they stand does not matter.
pub(crate) fn pairs(
    hash_of: impl Fn(u32) -> u64,
    document: &[u32],
    window: usize,
    mut visit: impl FnMut(u64, Range<usize>),
) {
    let hash = |at: usize| (document[at] != BREAK).then(|| hash_of(document[at]));
    for first in 0..document.len() {
        let Some(a) = hash(first) else { continue };
        for second in first + 1..document.len().min(first.saturating_add(window).saturating_add(1)) {
            if let Some(b) = hash(second).filter(|b| *b != a) {
                visit(extend(a.min(b), a.max(b)), first..second + 1);
            }
        }
    }
}

/// Upper bounds of the number of documents that hold each pair: nearly all pairs are in one document only, and need
/// not be remembered one by one to be told from those that are not.
///
/// # References
/// Park, Chen & Yu: An effective hash-based algorithm for mining association rules (1995).
pub(crate) struct Sketch(Vec<AtomicU8>);

impl Sketch {
    /// Counts the pairs of all `documents`.
    pub fn new(documents: &Documents, window: usize) -> Self {
        let sketch = Sketch((0..SLOTS).map(|_| AtomicU8::new(0)).collect());
        documents.chunks().into_par_iter().for_each(|chunk| {
            let mut of_document = Vec::new();
            for i in chunk {
                of_document.clear();
                pairs(
                    |unit| documents.hashes[unit as usize],
                    documents.get(i),
                    window,
                    |hash, _| of_document.push(hash),
                );
                of_document.sort_unstable();
                of_document.dedup();
                of_document.iter().for_each(|hash| sketch.add(*hash));
            }
        });
        sketch
    }

    /// Adds one, up to the greatest number, so that the sum does not depend on the order.
    fn add(&self, hash: u64) {
        let one_more = |count: u8| count.checked_add(1);
        let _ = self.slot(hash).fetch_update(Ordering::Relaxed, Ordering::Relaxed, one_more);
    }

    /// Whether `n` documents or more may hold the pair: true wherever they do.
    pub fn may_be_in(&self, hash: u64, n: u32) -> bool {
        u32::from(self.slot(hash).load(Ordering::Relaxed)) >= n.min(u32::from(u8::MAX))
    }

    fn slot(&self, hash: u64) -> &AtomicU8 {
        &self.0[hash as usize & (SLOTS - 1)]
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::features::FeatureOptions;
    use crate::features::units::Analyzer;

    fn analyzed(texts: &[&str]) -> Documents {
        Documents::analyze(&Analyzer::new(&FeatureOptions::default()), texts)
    }

    fn found(documents: &Documents, i: usize, window: usize) -> Vec<(u64, Range<usize>)> {
        let mut found = Vec::new();
        pairs(
            |unit| documents.hashes[unit as usize],
            documents.get(i),
            window,
            |hash, at| found.push((hash, at)),
        );
        found
    }

    #[test]
    fn a_pair_is_two_different_terms_in_either_order_across_marks() {
        let documents = analyzed(&["a b, a", "b. a"]);
        let positions: Vec<Range<usize>> = found(&documents, 0, 9).into_iter().map(|(_, at)| at).collect();
        assert_eq!(positions, [0..2, 1..4], "a b | a: a with itself is no pair");
        let hashes: BTreeSet<u64> =
            [0, 1].iter().flat_map(|&i| found(&documents, i, 9)).map(|(hash, _)| hash).collect();
        assert_eq!(hashes.len(), 1);
    }

    #[test]
    fn the_window_bounds_how_far_apart_they_stand() {
        let documents = analyzed(&["a b c d"]);
        assert_eq!([1, 2, 3, usize::MAX].map(|window| found(&documents, 0, window).len()), [3, 5, 6, 6]);
    }

    #[test]
    fn a_sketch_never_counts_too_little() {
        let texts: Vec<&str> = (0..600).map(|i| ["a b a", "a c"][usize::from(i >= 3)]).collect();
        let documents = analyzed(&texts);
        let sketch = Sketch::new(&documents, 9);
        let (ab, ac) = (found(&documents, 0, 9)[0].0, found(&documents, 5, 9)[0].0);
        assert!(sketch.may_be_in(ab, 3) && !sketch.may_be_in(ab, 4), "once for each document");
        assert!(sketch.may_be_in(ac, 597) && sketch.may_be_in(ac, 10_000), "counted up to 255");
        assert!(!sketch.may_be_in(ab ^ 1, 1));
    }
}
