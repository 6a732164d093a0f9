//! Where do the weights of a word n-gram lie? A table made for one access to memory.

use std::hint::black_box;

use super::vocabulary::Vocabulary;

/// 32-bit words in a cache line.
const LINE: usize = 16;

/// Buckets that an entry may lie behind its own: more do not come about by chance.
const FARTHEST: usize = 32;

/// Bits of an entry's two words, the first the lower, that are not its tag; of them the index of its idf, and the flag of a
/// bucket that overflowed (in its first entry).
const TAG: u32 = 16;
const IDF: u32 = 0x7FFF;
const OVERFLOWED: u32 = 0x8000;

/// The idf and weights of word n-grams in an open-addressed table of buckets.
///
/// A bucket of `lanes` weights is as long as [`bucket_len`] says and begins a cache line. An entry is two words of
/// tag, idf and flag, then the weights; the 48 bits of the tag and the bucket that an entry is found in tell a term as
/// surely as the 64 bits of its key.
#[derive(Debug)]
pub(crate) struct NgramTable {
    words: Vec<u32>,
    /// Words before the first line.
    skipped: usize,
    n_buckets: usize,
    /// Each idf once; the first is 0 and stands for no entry.
    idfs: Vec<f64>,
    /// A bit for every term among eight times as many: most n-grams of a text are none, and these few bits stay in the
    /// cache.
    filter: Vec<u64>,
}

/// Words in a bucket for entries of `lanes` weights.
#[inline]
const fn bucket_len(lanes: usize) -> usize {
    match lanes {
        ..=6 => LINE,
        7..=8 => 2 * LINE,
        9..=16 => 4 * LINE,
        _ => 8 * LINE,
    }
}

impl NgramTable {
    /// The table of those of the first `n_terms` terms that hold a space, with the `L` weights that `weights` gives of
    /// each; `None` where they fit into no table, which is then not needed either.
    pub fn new<const L: usize>(
        vocabulary: &Vocabulary,
        n_terms: usize,
        weights: impl Fn(usize) -> [f32; L],
    ) -> Option<Self> {
        let (entry, bucket) = (L + 2, bucket_len(L));
        let terms: Vec<usize> =
            (0..n_terms).filter(|&term| vocabulary.term(term as u32).contains(' ')).collect();
        let n_terms = terms.len();
        let mut idfs: Vec<f32> = terms.iter().map(|&term| vocabulary.idf[term]).collect();
        idfs.sort_unstable_by(f32::total_cmp);
        idfs.dedup();
        // Somewhat more than half full.
        let n_buckets = n_terms * 9 / (5 * (bucket / entry)) + 1;
        if idfs.len() > IDF as usize || u32::try_from(n_buckets).is_err() {
            return None;
        }
        let mut words = vec![0u32; n_buckets * bucket + LINE];
        let skipped = words.as_ptr().align_offset(4 * LINE).min(LINE);
        let mut filter = vec![0; n_terms / 8 + 1];
        for term in terms {
            let key = vocabulary.keys[term];
            let (word, bit) = filter_bit(key, filter.len());
            filter[word] |= bit;
            let mut at = home(key, n_buckets);
            let mut distance = 0;
            let place = loop {
                let start = skipped + at * bucket;
                let free = (0..bucket / entry).map(|i| start + i * entry).find(|&i| words[i] & IDF == 0);
                if let Some(free) = free {
                    break free;
                }
                words[start] |= OVERFLOWED;
                at = (at + 1) % n_buckets;
                distance += 1;
                if distance > FARTHEST {
                    return None;
                }
            };
            let idf = idfs.partition_point(|idf| *idf < vocabulary.idf[term]) as u32 + 1;
            words[place] |= key as u32 & !(IDF | OVERFLOWED) | idf;
            words[place + 1] = (key >> 32) as u32;
            for (word, weight) in words[place + 2..].iter_mut().zip(weights(term)) {
                *word = weight.to_bits();
            }
        }
        let idfs = std::iter::once(0.0).chain(idfs.into_iter().map(f64::from)).collect();
        Some(NgramTable { words, skipped, n_buckets, idfs, filter })
    }

    /// Whether there may be a term whose key is `key`: of those that are none, one in eight passes.
    #[inline(always)]
    pub fn may_hold(&self, key: u64) -> bool {
        let (word, bit) = filter_bit(key, self.filter.len());
        self.filter[word] & bit != 0
    }

    /// Brings the buckets of `keys` into the cache: nothing here waits for memory, so that many are fetched at once.
    #[inline(always)]
    pub fn touch<const L: usize>(&self, keys: &[u64]) {
        let first = |key: &u64| self.words[self.skipped + home(*key, self.n_buckets) * bucket_len(L)];
        black_box(keys.iter().fold(0, |all, key| all ^ first(key)));
    }

    /// The idf and the weights of the term whose key is `key`; an idf of zero where there is none, and any weights then.
    ///
    /// Nothing but an overflowed bucket makes a branch, so that the accesses of one term wait for no other's.
    #[inline(always)]
    pub fn find<const L: usize>(&self, key: u64) -> (f64, [f32; L]) {
        let (entry, bucket) = (L + 2, bucket_len(L));
        let mut at = home(key, self.n_buckets);
        loop {
            let start = self.skipped + at * bucket;
            let words = &self.words[start..start + bucket];
            let mut hits = 0u32;
            for i in 0..bucket / entry {
                let head = u64::from(words[i * entry + 1]) << 32 | u64::from(words[i * entry]);
                // The tag is the upper part of both, and at most one entry's.
                hits |= u32::from(head ^ key < 1 << TAG) << i;
            }
            let place = (hits | 1 << (bucket / entry - 1)).trailing_zeros() as usize * entry;
            let idf = if hits == 0 { 0 } else { words[place] & IDF };
            if (hits == 0) & (words[0] & OVERFLOWED != 0) {
                at = (at + 1) % self.n_buckets;
                continue;
            }
            let weights: &[u32; L] = words[place + 2..].first_chunk().expect("an entry lies in its bucket");
            return (self.idfs[idf as usize], weights.map(f32::from_bits));
        }
    }
}

/// The word and bit of a filter of `n_words` for `key`.
#[inline(always)]
fn filter_bit(key: u64, n_words: usize) -> (usize, u64) {
    (home(key, n_words), 1 << (key >> 58))
}

/// The bucket where the search for `key` begins: by its lower half, most of which the tag leaves out.
#[inline(always)]
fn home(key: u64, n_buckets: usize) -> usize {
    ((u64::from(key as u32) * n_buckets as u64) >> 32) as usize
}

#[cfg(test)]
mod tests {
    use super::super::hash::hash_bytes;
    use super::super::vocabulary::{Block, Terms};
    use super::*;

    fn vocabulary(keys: impl Iterator<Item = u64>) -> Vocabulary {
        let mut terms = Terms::default();
        for (i, key) in keys.enumerate() {
            let idf = 1.0 + (i % 100) as f32 / 8.0;
            terms.push(Block::Word, key, idf, |text| *text += &format!("{}{i}", ["w", "w "][i % 2]));
        }
        Vocabulary::new(terms)
    }

    fn assert_found<const L: usize>(n: u64) {
        let key = |i: u64| hash_bytes(&i.to_le_bytes(), 1);
        let vocabulary = vocabulary((0..n).map(key));
        let weights = |term: usize| std::array::from_fn(|lane| (term * L + lane) as f32);
        let table = NgramTable::new::<L>(&vocabulary, n as usize, weights).expect("a table");
        for term in 0..n as usize {
            let (idf, found_weights) = table.find::<L>(vocabulary.keys[term]);
            if vocabulary.term(term as u32).contains(' ') {
                let found = (idf, found_weights, table.may_hold(vocabulary.keys[term]));
                assert_eq!(found, (f64::from(vocabulary.idf[term]), weights(term), true));
            } else {
                assert_eq!(idf, 0.0);
            }
        }
        let others = n..2 * n + 1000;
        assert!(others.clone().all(|other| table.find::<L>(key(other)).0 == 0.0));
        let passed = others.clone().filter(|&other| table.may_hold(key(other))).count();
        assert!(passed as u64 <= (others.end - others.start) / 6, "{passed} pass");
    }

    #[test]
    fn every_term_of_two_words_is_found_with_its_weights_and_no_other_is() {
        for n in [0, 1, 10, 5000] {
            assert_found::<2>(n);
            assert_found::<4>(n);
            assert_found::<8>(n);
            assert_found::<16>(n);
            assert_found::<32>(n);
        }
    }

    #[test]
    fn keys_that_all_fall_together_get_no_table() {
        let vocabulary = vocabulary(0..2000);
        assert!(NgramTable::new::<2>(&vocabulary, 2000, |_| [0.0; 2]).is_none());
    }
}
