//! Which sets are alike? An exact set-similarity join.
//!
//! Comparing all pairs takes time that grows with the square of their number. Three filters leave out only pairs that
//! cannot reach the threshold t, so that the join is complete:
//! - size: |x ∩ y| / |x ∪ y| ≥ t needs |y| ≥ t |x|;
//! - prefix: with all sets in one order of elements, two sets that share enough share an element among the first
//!   |x| − ⌈t |x|⌉ + 1 of the larger and the first |y| − ⌈2t / (1 + t) |y|⌉ + 1 of the smaller. With rare elements
//!   first, few pairs do;
//! - position: what two sets can still share behind the last shared element is bounded by what is left of each.
//!
//! # References
//! Chaudhuri, Ganti & Kaushik 2006, "A Primitive Operator for Similarity Joins in Data Cleaning"; Bayardo, Ma & Srikant
//! 2007, "Scaling Up All Pairs Similarity Search"; Xiao, Wang, Lin & Yu 2008, "Efficient Similarity Joins for Near
//! Duplicate Detection" (PPJoin).

use rayon::prelude::*;

use super::grams::GramSets;

/// Sets that one task looks up, whose pairs are gathered in one place.
const CHUNK: usize = 256;

/// Taken off every bound before it is rounded up, so that rounding errors never exclude a pair: what is bounded is a
/// whole number, and the errors of sizes below 2³⁰ are smaller than this.
const SLACK: f64 = 1e-6;

/// Marks a candidate that cannot reach the threshold any more.
const EXCLUDED: u32 = u32::MAX;

/// Shows `gather` every pair of sets with a Jaccard index of at least `threshold`, in no particular order, unless
/// neither of them is one that `of_interest` tells; gives what was gathered for each chunk of sets.
pub(super) fn similar_pairs<T: Default + Send>(
    grams: &GramSets,
    threshold: f64,
    of_interest: impl Fn(usize) -> bool + Sync,
    gather: impl Fn(&mut T, usize, usize, f64) + Sync,
) -> Vec<T> {
    let join = Join::of(grams, threshold, of_interest);
    let ranks: Vec<usize> = (0..join.by_size.len()).collect();
    let gathered = ranks.par_chunks(CHUNK).map_init(
        || Candidates { shared: vec![0; ranks.len()], ..Candidates::default() },
        |candidates, chunk| {
            let mut gathered = T::default();
            for &rank in chunk {
                join.look_up(rank, candidates, |a, b, jaccard| gather(&mut gathered, a, b, jaccard));
            }
            gathered
        },
    );
    gathered.collect()
}

struct Join<'a> {
    sets: &'a [Box<[u32]>],
    threshold: f64,
    /// The sets that are not empty, the smallest first: rank → set.
    by_size: Vec<usize>,
    /// The number of elements of the set of each rank.
    sizes: Vec<usize>,
    /// Whether the set of each rank is of interest.
    of_interest: Vec<bool>,
    /// The prefixes of the sets of interest, and of the others.
    indexes: [Index; 2],
}

/// Which sets hold an element in their prefix.
struct Index {
    /// Where the postings of each element end; they begin where those of the one before end.
    ends: Vec<usize>,
    postings: Vec<Posting>,
}

/// An element of a set's prefix.
#[derive(Clone, Copy, Default)]
struct Posting {
    rank: u32,
    at: u32,
}

/// The sets that share an element with the one that is looked up.
#[derive(Default)]
struct Candidates {
    /// For each size from the least that is possible, how many elements must be shared.
    required: Vec<usize>,
    /// For each rank the number of shared elements so far.
    shared: Vec<u32>,
    /// The ranks whose number is not zero.
    ranks: Vec<usize>,
}

impl<'a> Join<'a> {
    fn of(grams: &'a GramSets, threshold: f64, of_interest: impl Fn(usize) -> bool) -> Self {
        let sets = &grams.sets;
        let mut by_size: Vec<usize> = (0..sets.len()).filter(|&set| !sets[set].is_empty()).collect();
        by_size.sort_by_key(|&set| sets[set].len());
        let sizes: Vec<usize> = by_size.iter().map(|&set| sets[set].len()).collect();
        let of_interest: Vec<bool> = by_size.iter().map(|&set| of_interest(set)).collect();
        let index = |wanted: bool| {
            let prefixes = || {
                let ranks = by_size.iter().zip(&of_interest).enumerate();
                ranks.filter(|(_, (_, of_interest))| **of_interest == wanted).map(|(rank, (&set, _))| {
                    let n = sets[set].len();
                    (rank, &sets[set][..=n - least_overlap(threshold, n, n)])
                })
            };
            Index::of(prefixes, grams.n_grams)
        };
        let indexes = [index(true), index(false)];
        Join { sets, threshold, by_size, sizes, of_interest, indexes }
    }

    /// Shows `found` the pairs of the set of `rank` and the sets of lower ranks, none of which is larger.
    fn look_up(&self, rank: usize, candidates: &mut Candidates, mut found: impl FnMut(usize, usize, f64)) {
        let set = self.by_size[rank];
        let x = &self.sets[set];
        let least_size = least(self.threshold * x.len() as f64);
        let lowest = self.sizes.partition_point(|&size| size < least_size);
        let Candidates { required, shared, ranks } = candidates;
        required.clear();
        required.extend((least_size..=x.len()).map(|n| least_overlap(self.threshold, x.len(), n)));
        let indexes = if self.of_interest[rank] { &self.indexes[..] } else { &self.indexes[..1] };
        for (at, &element) in x[..=x.len() - least_size].iter().enumerate() {
            for posting in indexes.iter().flat_map(|index| index.between(element, lowest, rank)) {
                let (other, y_at) = (posting.rank as usize, posting.at as usize);
                let n = self.sizes[other];
                let possible = 1 + (x.len() - at - 1).min(n - y_at - 1);
                let shared = &mut shared[other];
                if *shared == 0 {
                    ranks.push(other);
                }
                *shared = match *shared {
                    EXCLUDED => EXCLUDED,
                    shared if shared as usize + possible < required[n - least_size] => EXCLUDED,
                    shared => shared + 1,
                };
            }
        }
        for other in ranks.drain(..) {
            if std::mem::take(&mut shared[other]) == EXCLUDED {
                continue;
            }
            let y = &self.sets[self.by_size[other]];
            let shared = overlap(x, y, required[y.len() - least_size]);
            let jaccard = shared as f64 / (x.len() + y.len() - shared) as f64;
            if jaccard >= self.threshold {
                found(set, self.by_size[other], jaccard);
            }
        }
    }
}

impl Index {
    /// The index of `prefixes`, in order of rank, of elements below `n_elements`.
    fn of<'a, P: Iterator<Item = (usize, &'a [u32])>>(prefixes: impl Fn() -> P, n_elements: usize) -> Self {
        let mut ends = vec![0; n_elements];
        for element in prefixes().flat_map(|(_, prefix)| prefix) {
            ends[*element as usize] += 1;
        }
        let mut n_postings = 0;
        for end in &mut ends {
            // For now where the postings of the element begin: each that is put there moves it on to their end.
            n_postings += std::mem::replace(end, n_postings);
        }
        let mut postings = vec![Posting::default(); n_postings];
        for (rank, prefix) in prefixes() {
            for (at, &element) in prefix.iter().enumerate() {
                let end = &mut ends[element as usize];
                postings[*end] = Posting { rank: rank as u32, at: at as u32 };
                *end += 1;
            }
        }
        Index { ends, postings }
    }

    /// The postings of `element` with ranks from `lowest` to below `end`.
    fn between(&self, element: u32, lowest: usize, end: usize) -> &[Posting] {
        let element = element as usize;
        let start = if element == 0 { 0 } else { self.ends[element - 1] };
        let postings = &self.postings[start..self.ends[element]];
        let below = |rank: usize| postings.partition_point(|posting| (posting.rank as usize) < rank);
        &postings[below(lowest)..below(end)]
    }
}

/// Number of elements that two sets share, or less than that where it is less than `least`.
fn overlap(x: &[u32], y: &[u32], least: usize) -> usize {
    let (mut i, mut j, mut shared) = (0, 0, 0);
    while i < x.len() && j < y.len() && shared + (x.len() - i).min(y.len() - j) >= least {
        let (a, b) = (x[i], y[j]);
        shared += usize::from(a == b);
        i += usize::from(a <= b);
        j += usize::from(b <= a);
    }
    shared
}

/// Least number of elements that sets of `a` and `b` elements share if their Jaccard index reaches `threshold`.
fn least_overlap(threshold: f64, a: usize, b: usize) -> usize {
    least(threshold / (1.0 + threshold) * (a + b) as f64)
}

/// The least whole number from 1 that is not below `bound`.
fn least(bound: f64) -> usize {
    ((bound - SLACK).ceil() as usize).max(1)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;
    use proptest::test_runner::RngSeed;

    use super::*;

    fn joined(sets: &GramSets, threshold: f64, of_interest: fn(usize) -> bool) -> Vec<(usize, usize, f64)> {
        let gather =
            |pairs: &mut Vec<_>, a: usize, b: usize, jaccard| pairs.push((a.min(b), a.max(b), jaccard));
        let mut pairs: Vec<_> = similar_pairs(sets, threshold, of_interest, gather).concat();
        pairs.sort_by_key(|&(a, b, _)| (a, b));
        pairs
    }

    fn compared(sets: &GramSets, threshold: f64, of_interest: fn(usize) -> bool) -> Vec<(usize, usize, f64)> {
        let set = |i: usize| sets.sets[i].iter().collect::<BTreeSet<_>>();
        let mut pairs = Vec::new();
        for b in 0..sets.sets.len() {
            for a in (0..b).filter(|&a| of_interest(a) || of_interest(b)) {
                let shared = set(a).intersection(&set(b)).count();
                let all = set(a).union(&set(b)).count();
                let jaccard = shared as f64 / all as f64;
                if all > 0 && jaccard >= threshold {
                    pairs.push((a, b, jaccard));
                }
            }
        }
        pairs.sort_by_key(|&(a, b, _)| (a, b));
        pairs
    }

    fn sets(sets: Vec<BTreeSet<u32>>) -> GramSets {
        let n_grams = sets.iter().flatten().max().map_or(0, |&last| last as usize + 1);
        let sets = sets.into_iter().map(|set| set.into_iter().collect()).collect();
        GramSets { sets, n_grams }
    }

    #[test]
    fn a_pair_at_the_very_threshold_is_found() {
        // 4 of 5 elements, 8 of 10, and 7 of 9.
        let sets = sets(vec![
            (0..5).collect(),
            (1..5).collect(),
            (10..20).collect(),
            (10..18).collect(),
            (10..17).chain([30]).collect(),
        ]);
        assert_eq!(joined(&sets, 0.8, |_| true), [(0, 1, 0.8), (2, 3, 0.8)]);
        assert_eq!(joined(&sets, 0.8, |set| set == 3), [(2, 3, 0.8)]);
        assert_eq!(joined(&sets, 7.0 / 9.0, |set| set == 4), [(3, 4, 7.0 / 9.0)]);
    }

    #[test]
    fn equal_sets_are_alike_and_empty_ones_are_not() {
        let sets = sets(vec![BTreeSet::new(), [3].into(), [3].into(), BTreeSet::new()]);
        assert_eq!(joined(&sets, 1.0, |_| true), [(1, 2, 1.0)]);
    }

    /// Sets that share much, of sizes from nothing to more than the elements there are to leave out.
    fn any_sets() -> impl Strategy<Value = Vec<BTreeSet<u32>>> {
        let set =
            (0u32..12, 0u32..40, prop::collection::btree_set(0u32..52, 0..5)).prop_map(|(start, n, but)| {
                (start..start + n)
                    .filter(|element| !but.contains(element))
                    .chain(but.range(48..).copied())
                    .collect()
            });
        prop::collection::vec(set, 0..60)
    }

    proptest! {
        #![proptest_config(ProptestConfig { rng_seed: RngSeed::Fixed(0), failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn the_join_finds_what_comparing_all_pairs_finds(
            any in any_sets(),
            threshold in prop::sample::select(vec![0.05, 0.3, 0.5, 2.0 / 3.0, 0.75, 0.8, 0.85, 0.9, 1.0]),
        ) {
            let sets = sets(any);
            prop_assert_eq!(joined(&sets, threshold, |_| true), compared(&sets, threshold, |_| true));
            let some = |set: usize| set.is_multiple_of(3);
            prop_assert_eq!(joined(&sets, threshold, some), compared(&sets, threshold, some));
        }
    }
}
