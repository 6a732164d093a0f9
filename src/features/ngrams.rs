//! Which word n-grams does a text hold, and which of them more than once?

use std::ops::Range;

use super::hash::extend;
use super::units::BREAK;

/// The word n-grams of texts, one text after the other.
#[derive(Debug, Default)]
pub(crate) struct Ngrams {
    /// Hashes of all n-grams of two units and more that may be terms, text by text, the shorter first.
    pub all: Vec<u64>,
    /// Those that may occur more than once, sorted within each text: no n-gram does of whose units one does not.
    pub suspects: Vec<u64>,
    /// Units that occur more than once, breaks perhaps among them, and how often.
    pub repeated: Vec<(u32, u32)>,
    /// Where each text ends in these three.
    pub ends: Vec<[usize; 3]>,
    /// Hash of the unit at each position of the text at hand, and of the n-gram that begins there.
    hashes: Vec<u64>,
    begun: Vec<u64>,
    runs: Vec<Run>,
    counts: Counts,
}

/// How many units follow each other from a position on, and how many that occur more than once.
#[derive(Debug, Clone, Copy, Default)]
struct Run {
    units: u8,
    repeated: u8,
}

impl Ngrams {
    /// Forgets all texts.
    pub fn clear(&mut self) {
        self.all.clear();
        self.suspects.clear();
        self.repeated.clear();
        self.ends.clear();
    }

    /// Where text `i` is in the three lists.
    pub fn ranges(&self, i: usize) -> [Range<usize>; 3] {
        let starts = i.checked_sub(1).map_or([0; 3], |before| self.ends[before]);
        std::array::from_fn(|list| starts[list]..self.ends[i][list])
    }

    /// Lists the n-grams of `document`, of whose units, and of breaks, `hash` gives the hash; those that `may_be_term`
    /// denies are left out.
    #[inline(always)]
    pub fn push(
        &mut self,
        document: &[u32],
        (shortest, longest): (usize, usize),
        hash: impl Fn(u32) -> u64,
        may_be_term: impl Fn(u64) -> bool,
    ) {
        let n = document.len();
        self.count(document, hash);
        let orders = longest.min(n).saturating_sub(1);
        let (mut n_all, mut n_suspects) = (self.all.len(), self.suspects.len());
        let first_suspect = n_suspects;
        self.all.resize(n_all + n * orders, 0);
        self.suspects.resize(n_suspects + n * orders, 0);
        self.begun.clone_from(&self.hashes);
        for length in 2..=orders + 1 {
            let counts = usize::from(length >= shortest);
            let ends = &self.hashes[length - 1..];
            for ((begun, end), run) in self.begun.iter_mut().zip(ends).zip(&self.runs) {
                *begun = extend(*begun, *end);
                let counts = counts & usize::from(may_be_term(*begun));
                self.all[n_all] = *begun;
                n_all += counts & usize::from(usize::from(run.units) >= length);
                self.suspects[n_suspects] = *begun;
                n_suspects += counts & usize::from(usize::from(run.repeated) >= length);
            }
        }
        self.all.truncate(n_all);
        self.suspects.truncate(n_suspects);
        self.suspects[first_suspect..].sort_unstable();
        self.ends.push([n_all, n_suspects, self.repeated.len()]);
    }

    /// Counts the units of `document`, and finds the runs of those that occur more than once.
    #[inline(always)]
    fn count(&mut self, document: &[u32], hash: impl Fn(u32) -> u64) {
        let first = self.repeated.len();
        self.counts.begin(document.len());
        self.hashes.clear();
        self.runs.clear();
        // Breaks count as if they were units, which does no harm and makes no branch.
        for &unit in document {
            let hash = hash(unit);
            self.hashes.push(hash);
            if self.counts.add(hash) == 2 {
                self.repeated.push((unit, 0));
            }
        }
        for (unit, count) in &mut self.repeated[first..] {
            *count = self.counts.get(hash(*unit));
        }
        self.runs.resize(document.len(), Run::default());
        let mut run = Run::default();
        for (at, (&unit, &hash)) in document.iter().zip(&self.hashes).enumerate().rev() {
            let count = if unit == BREAK { 0 } else { self.counts.get(hash) };
            run.units = if count > 0 { run.units.saturating_add(1) } else { 0 };
            run.repeated = if count > 1 { run.repeated.saturating_add(1) } else { 0 };
            self.runs[at] = run;
        }
    }
}

/// How often each hash occurs in one text: a table so small that it stays in the first cache.
#[derive(Debug, Default)]
struct Counts {
    /// Hash, text and count; a power of two in length, at most half full of this text's.
    slots: Vec<(u64, u32, u32)>,
    text: u32,
}

impl Counts {
    /// Begins a text of at most `n` hashes.
    fn begin(&mut self, n: usize) {
        let least = (2 * n).next_power_of_two().max(256);
        self.text = self.text.wrapping_add(1);
        if self.slots.len() < least || self.text == 0 {
            self.slots.clear();
            self.slots.resize(least, (0, 0, 0));
            self.text = 1;
        }
    }

    /// Counts `hash` once more; how often it has been by now.
    #[inline(always)]
    fn add(&mut self, hash: u64) -> u32 {
        let at = self.find(hash);
        let (_, text, before) = self.slots[at];
        let count = if text == self.text { before + 1 } else { 1 };
        self.slots[at] = (hash, self.text, count);
        count
    }

    /// How often `hash` was counted.
    #[inline(always)]
    fn get(&self, hash: u64) -> u32 {
        let (_, text, count) = self.slots[self.find(hash)];
        if text == self.text { count } else { 0 }
    }

    /// The slot of `hash`, or the one to put it in.
    #[inline(always)]
    fn find(&self, hash: u64) -> usize {
        let mask = self.slots.len() - 1;
        let mut at = hash as usize & mask;
        while self.slots[at].1 == self.text && self.slots[at].0 != hash {
            at = (at + 1) & mask;
        }
        at
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The n-grams of `documents`, each unit being its own hash.
    fn ngrams(documents: &[&[u32]], lengths: (usize, usize)) -> Ngrams {
        let mut ngrams = Ngrams::default();
        for document in documents {
            ngrams.push(document, lengths, u64::from, |_| true);
        }
        ngrams
    }

    #[test]
    fn ngrams_stay_between_breaks_and_within_their_text() {
        let found = ngrams(&[&[1, 2, 3, BREAK, 4, 5], &[6, 7], &[], &[8]], (1, 3));
        let (ab, bc) = (extend(1, 2), extend(2, 3));
        assert_eq!(found.all, [ab, bc, extend(4, 5), extend(ab, 3), extend(6, 7)]);
        assert_eq!([0, 1, 2, 3].map(|i| found.ranges(i)[0].clone()), [0..4, 4..5, 5..5, 5..5]);
        assert_eq!(ngrams(&[&[1, 2, 3]], (3, 3)).all, [extend(ab, 3)]);
        assert!(ngrams(&[&[1, 2, 3]], (1, 1)).all.is_empty());
    }

    #[test]
    fn what_occurs_again_is_among_the_suspects_and_repeated_units() {
        let found = ngrams(&[&[1, 2, 9, 1, 2, BREAK, 1, 3, 2, 1, 4], &[1, 2]], (1, 2));
        let mut expected = [extend(1, 2), extend(1, 2), extend(2, 1)];
        expected.sort_unstable();
        assert_eq!(found.suspects, expected);
        assert_eq!(found.repeated, [(1, 4), (2, 3)]);
        assert_eq!(found.ranges(1), [8..9, 3..3, 2..2]);
    }
}
