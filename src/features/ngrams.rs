//! Which word n-grams does a text hold, and which units and n-grams of it more than once?

use super::hash::extend;

/// Longest n-gram that the options allow.
pub(crate) const LONGEST: usize = 8;

/// The word n-grams of texts, one text after the other, as its units come by.
#[derive(Debug, Default)]
pub(crate) struct Ngrams {
    shortest: usize,
    longest: usize,
    /// Hashes of the n-grams of two units and more, text by text, in front; anything behind them.
    listed: Vec<u64>,
    n_listed: usize,
    /// Of those of a text all that may occur more than once, sorted; some occur but once.
    suspects: Vec<u64>,
    /// Where each text ends in these two, and a bit for each of its n-grams of units that had been in it before.
    texts: Vec<([usize; 2], u64)>,
    /// Of the text at hand: the n-grams that end with its last unit by their length, how many units there are since the
    /// last break, how many of them in a row had been in the text before, and a bit for each n-gram of such ones.
    begun: [u64; LONGEST + 1],
    run: usize,
    run_again: usize,
    again: u64,
}

impl Ngrams {
    /// Forgets all texts, for others whose n-grams are of the `lengths` given.
    pub fn restart(&mut self, (shortest, longest): (usize, usize)) {
        (self.shortest, self.longest) = (shortest, longest.min(LONGEST));
        self.n_listed = 0;
        self.texts.clear();
    }

    /// Begins a text of at most `n` units.
    pub fn begin(&mut self, n: usize) {
        let most = self.n_listed + n * self.longest.saturating_sub(1).min(n);
        if self.listed.len() < most {
            self.listed.resize(most, 0);
        }
        self.again = 0;
        self.part();
    }

    /// Takes the next unit of the text, which had been in it before if `is_again`. `N` is the length of the longest
    /// n-grams, or [`LONGEST`].
    #[inline(always)]
    pub fn push<const N: usize>(&mut self, hash: u64, is_again: bool) {
        self.run += 1;
        self.run_again = if is_again { self.run_again + 1 } else { 0 };
        let longest = if N < LONGEST { N } else { self.longest };
        for before in (1..N).rev().filter(|&before| before < longest.min(self.run)) {
            let (length, ngram) = (before + 1, extend(self.begun[before], hash));
            self.begun[length] = ngram;
            self.listed[self.n_listed] = ngram;
            self.n_listed += usize::from(length >= self.shortest);
            // What occurs again consists of units that do.
            self.again |= u64::from(self.run_again >= length) << (ngram % 64);
        }
        self.begun[1] = hash;
    }

    /// No n-gram goes on from the last unit to the next.
    #[inline(always)]
    pub fn part(&mut self) {
        (self.run, self.run_again) = (0, 0);
    }

    /// Ends the text.
    pub fn end(&mut self) {
        self.texts.push(([self.n_listed, 0], self.again));
    }

    /// Leaves out n-grams that `may_be_term` denies, and finds out which of the others may occur more than once.
    ///
    /// A loop of its own, so that nothing stands between one access to memory and the next.
    #[inline(always)]
    pub fn retain(&mut self, may_be_term: impl Fn(u64) -> bool) {
        let (mut start, mut kept) = (0, 0);
        self.suspects.clear();
        for ([listed_end, suspects_end], again) in &mut self.texts {
            let (first, first_suspect) = (kept, self.suspects.len());
            for at in start..*listed_end {
                let ngram = self.listed[at];
                self.listed[kept] = ngram;
                kept += usize::from(may_be_term(ngram));
            }
            if *again != 0 {
                let kept = self.listed[first..kept].iter();
                self.suspects.extend(kept.filter(|ngram| *again >> (*ngram % 64) & 1 != 0));
                self.suspects[first_suspect..].sort_unstable();
            }
            start = *listed_end;
            (*listed_end, *suspects_end) = (kept, self.suspects.len());
        }
        self.n_listed = kept;
    }

    /// The n-grams of all texts.
    pub fn all(&self) -> &[u64] {
        &self.listed[..self.n_listed]
    }

    /// The n-grams of text `i`, and those of them that may occur more than once.
    pub fn of_text(&self, i: usize) -> [&[u64]; 2] {
        let [listed, suspects] = i.checked_sub(1).map_or([0; 2], |before| self.texts[before].0);
        let [listed_end, suspects_end] = self.texts[i].0;
        [&self.listed[listed..listed_end], &self.suspects[suspects..suspects_end]]
    }
}

/// How often each hash occurs in one text: a table so small that it stays in the first cache.
#[derive(Debug, Default)]
pub(crate) struct Counts {
    /// Hash, text and count; a power of two in length, at most half full of this text's.
    slots: Vec<(u64, u32, u32)>,
    text: u32,
}

impl Counts {
    /// Begins a text of at most `n` hashes.
    pub fn begin(&mut self, n: usize) {
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
    pub fn add(&mut self, hash: u64) -> u32 {
        let mask = self.slots.len() - 1;
        let mut at = hash as usize & mask;
        loop {
            let (found, text, count) = &mut self.slots[at];
            if *text != self.text {
                (*found, *text, *count) = (hash, self.text, 1);
                return 1;
            }
            if *found == hash {
                *count += 1;
                return *count;
            }
            at = (at + 1) & mask;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::units::BREAK;
    use super::*;

    /// The n-grams of `documents`, each unit being its own hash.
    fn ngrams(documents: &[&[u32]], lengths: (usize, usize)) -> Ngrams {
        let (mut ngrams, mut counts) = (Ngrams::default(), Counts::default());
        ngrams.restart(lengths);
        for document in documents {
            ngrams.begin(document.len());
            counts.begin(document.len());
            for &unit in *document {
                match unit {
                    BREAK => ngrams.part(),
                    _ => ngrams.push::<LONGEST>(unit.into(), counts.add(unit.into()) > 1),
                }
            }
            ngrams.end();
        }
        ngrams.retain(|_| true);
        ngrams
    }

    fn sorted(ngrams: &[u64]) -> Vec<u64> {
        let mut ngrams = ngrams.to_vec();
        ngrams.sort_unstable();
        ngrams
    }

    #[test]
    fn ngrams_stay_between_breaks_and_within_their_text() {
        let found = ngrams(&[&[1, 2, 3, BREAK, 4, 5], &[6, 7], &[], &[8]], (1, 3));
        let (ab, bc) = (extend(1, 2), extend(2, 3));
        assert_eq!(sorted(found.of_text(0)[0]), sorted(&[ab, bc, extend(4, 5), extend(ab, 3)]));
        assert_eq!([1, 2, 3].map(|i| found.of_text(i)[0]), [&[extend(6, 7)][..], &[], &[]]);
        assert_eq!(found.all().len(), 5);
        assert_eq!(ngrams(&[&[1, 2, 3]], (3, 3)).all(), [extend(ab, 3)]);
        assert!(ngrams(&[&[1, 2, 3]], (1, 1)).all().is_empty());
    }

    #[test]
    fn what_occurs_again_is_among_the_suspects_as_often_as_it_does() {
        let found = ngrams(&[&[1, 2, 9, 1, 2, BREAK, 1, 3, 2, 1, 4, 1, 2], &[1, 2]], (1, 2));
        let of = |ngram| found.of_text(0)[1].iter().filter(|suspect| **suspect == ngram).count();
        assert_eq!(of(extend(1, 2)), 3);
        assert!(found.of_text(0)[1].is_sorted());
        assert!(found.of_text(1)[1].is_empty());
        assert!(ngrams(&[&[1, 2, 3, 4]], (1, 3)).of_text(0)[1].is_empty());
    }

    #[test]
    fn a_text_counts_for_itself_however_long_it_is() {
        let mut counts = Counts::default();
        for n in [3, 1000, 10] {
            counts.begin(3 * n as usize);
            for count in 1..=3 {
                assert!((0..n).all(|hash| counts.add(hash * 256) == count));
            }
        }
    }
}
