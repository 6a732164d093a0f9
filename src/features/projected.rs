//! What each distinct unit adds to a projection, worked out once.

use std::hint::black_box;

use super::count::{GRAM_SEED, unit_grams};
use super::featurizer::Featurizer;
use super::hash::hash_bytes;
use super::units::{BREAK, Unit};
use super::vocabulary::{Block, key};

/// Units by id, in lanes of one weight for each column.
#[derive(Debug, Default)]
pub(crate) struct ProjectedUnits {
    n_units: usize,
    /// For each unit two words of hash, its idf, its traits, and its weights as a term of the word block: side by side,
    /// so that a unit costs one access.
    records: Vec<u32>,
    /// What the character n-grams of each unit add up to, where the block is in use.
    grams: Vec<f32>,
    squares: Vec<f32>,
}

/// Words of a record before the weights.
const HEAD: usize = 4;

/// What there is to say of a unit without numbers, as bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Traits(u32);

impl Traits {
    /// Whether it is a word, number or name.
    pub fn word_like(self) -> bool {
        self.0 & 1 != 0
    }

    /// Whether the vocabulary knows it.
    pub fn known(self) -> bool {
        self.0 & 2 != 0
    }

    /// Whether a term of the `i`-th lexicon block may begin with it.
    pub fn begins(self, i: usize) -> bool {
        self.0 & 4 << i != 0
    }
}

/// The character n-grams of a unit in sum: `idf · count` times their weights, and their squared length.
#[derive(Debug)]
pub(crate) struct Grams<'a, const L: usize> {
    pub lanes: &'a [f32; L],
    pub squares: f32,
}

impl ProjectedUnits {
    /// Works out the units that are not worked out yet.
    pub fn extend<const L: usize>(
        &mut self,
        units: &[Unit],
        featurizer: &Featurizer,
        weights: impl Fn(u32) -> [f32; L],
    ) {
        let vocabulary = &featurizer.vocabulary;
        let unigrams = featurizer.options.word.as_ref().is_some_and(|block| block.ngrams.0 == 1);
        for unit in &units[self.n_units..] {
            let term = unigrams.then(|| vocabulary.find(key(Block::Word, unit.hash))).flatten();
            let has_grams = featurizer.by_word().is_some() && self.push_grams(unit, featurizer, &weights);
            let known = if unigrams { term.is_some() } else { has_grams };
            let [lexicon, about] =
                featurizer.phrases.each_ref().map(|phrases| phrases.may_begin_with(unit.hash));
            let bits = [unit.word_like, known, lexicon, about];
            let traits =
                bits.into_iter().enumerate().fold(0, |bits, (i, is_set)| bits | u32::from(is_set) << i);
            let idf = term.map_or(0.0, |term| vocabulary.idf[term as usize]);
            self.records.extend([unit.hash as u32, (unit.hash >> 32) as u32, idf.to_bits(), traits]);
            self.records.extend(term.map_or([0.0; L], &weights).map(f32::to_bits));
        }
        self.n_units = units.len();
    }

    /// Adds up the character n-grams of `unit`; whether any is known.
    fn push_grams<const L: usize>(
        &mut self,
        unit: &Unit,
        featurizer: &Featurizer,
        weights: impl Fn(u32) -> [f32; L],
    ) -> bool {
        let (vocabulary, Some(block)) = (&featurizer.vocabulary, &featurizer.options.character) else {
            return false;
        };
        let mut found = Vec::new();
        unit_grams(unit, block.ngrams, |gram| {
            let hash = hash_bytes(gram.as_bytes(), GRAM_SEED);
            found.extend(vocabulary.find(key(Block::Character, hash)));
        });
        found.sort_unstable();
        let (mut lanes, mut squares) = ([0.0f64; L], 0.0f64);
        for same in found.chunk_by(|a, b| a == b) {
            let value = same.len() as f64 * f64::from(vocabulary.idf[same[0] as usize]);
            squares += value * value;
            for (sum, weight) in lanes.iter_mut().zip(weights(same[0])) {
                *sum += value * f64::from(weight);
            }
        }
        self.grams.extend(lanes.map(|sum| sum as f32));
        self.squares.push(squares as f32);
        !found.is_empty()
    }

    /// Brings the records of `document` into the cache, without waiting for one before the next.
    #[inline(always)]
    pub fn touch<const L: usize>(&self, document: &[u32]) {
        let first = |unit: &u32| self.records.get(*unit as usize * (HEAD + L)).map_or(0, |word| *word);
        black_box(document.iter().filter(|&&unit| unit != BREAK).fold(0, |all, unit| all ^ first(unit)));
    }

    #[inline(always)]
    fn head<const L: usize>(&self, unit: u32) -> &[u32; HEAD] {
        self.records[unit as usize * (HEAD + L)..].first_chunk().expect("a unit worked out")
    }

    /// The hash of `unit`.
    #[inline(always)]
    pub fn hash<const L: usize>(&self, unit: u32) -> u64 {
        let [low, high, ..] = *self.head::<L>(unit);
        u64::from(high) << 32 | u64::from(low)
    }

    /// What there is to say of `unit` without numbers.
    #[inline(always)]
    pub fn traits<const L: usize>(&self, unit: u32) -> Traits {
        Traits(self.head::<L>(unit)[3])
    }

    /// The idf and weights of `unit` as a term of the word block; an idf of zero where it is none.
    #[inline(always)]
    pub fn term<const L: usize>(&self, unit: u32) -> (f64, [f32; L]) {
        let record = &self.records[unit as usize * (HEAD + L)..][..HEAD + L];
        let weights: &[u32; L] = record[HEAD..].first_chunk().expect("a whole record");
        (f32::from_bits(record[2]).into(), weights.map(f32::from_bits))
    }

    /// The character n-grams of `unit` in sum.
    #[inline(always)]
    pub fn grams<const L: usize>(&self, unit: u32) -> Grams<'_, L> {
        let lanes = self.grams[unit as usize * L..].first_chunk().expect("a unit worked out");
        Grams { lanes, squares: self.squares[unit as usize] }
    }
}
