//! What each distinct unit adds to a projection, worked out once.

use std::hint::black_box;

use super::count::{GRAM_SEED, unit_grams};
use super::featurizer::Featurizer;
use super::hash::hash_bytes;
use super::phrases::{Role, Word};
use super::units::Unit;
use super::vocabulary::{Block, key};

/// Units by id, in lanes of one weight for each column.
///
/// A break is a unit here like any other, of no kind, with nothing in it but zeros: what adds units up need not tell it
/// from them.
#[derive(Debug)]
pub(crate) struct ProjectedUnits<const L: usize> {
    /// The break and each unit: all that a step asks for side by side, so that a unit costs one access.
    records: Vec<Record<L>>,
    /// What the character n-grams of the break and each unit add up to, where the block is in use.
    grams: Vec<Grams<L>>,
}

/// What there is to say of a unit without numbers, as bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Traits(u32);

impl Traits {
    /// 1 where it is a word, number or name, else 0.
    #[inline(always)]
    pub fn word(self) -> u32 {
        self.0 & 1
    }

    /// 1 where it is one that the vocabulary knows, else 0.
    #[inline(always)]
    pub fn known_word(self) -> u32 {
        self.0 >> 1 & 1
    }

    /// Whether a term of a lexicon block may begin with it.
    pub fn begins(self) -> bool {
        self.0 & (3 << 4) != 0
    }

    /// What it is to the lexicon blocks.
    fn role(self) -> Role {
        Role { goes_on: self.0 & 8 != 0, begins: (self.0 >> 4) as u8 & 3 }
    }

    fn new(unit: &Unit, known: bool, role: Role) -> Self {
        let bits = [unit.word_like, unit.word_like && known, unit.passed_over, role.goes_on];
        let flags = bits.into_iter().enumerate().fold(0, |all, (i, is_set)| all | u32::from(is_set) << i);
        Traits(flags | u32::from(role.begins) << 4)
    }
}

/// A unit, or a break.
#[derive(Debug, Clone, Copy)]
#[repr(C)]
pub(crate) struct Record<const L: usize> {
    pub hash: u64,
    /// As a term of the word block; zero where it is none.
    pub idf: f32,
    pub traits: Traits,
    /// As such a term.
    pub weights: [f32; L],
}

impl<const L: usize> Record<L> {
    /// The unit as a search for lexicon terms sees it.
    pub fn word(&self) -> Word {
        Word { hash: self.hash, passed_over: self.traits.0 & 4 != 0, role: self.traits.role() }
    }
}

/// The character n-grams of a unit in sum: `idf · count` times their weights, and their squared length.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Grams<const L: usize> {
    pub lanes: [f32; L],
    pub squares: f32,
}

impl<const L: usize> Default for ProjectedUnits<L> {
    fn default() -> Self {
        let record = Record { hash: 0, idf: 0.0, traits: Traits(0), weights: [0.0; L] };
        ProjectedUnits { records: vec![record], grams: vec![Grams { lanes: [0.0; L], squares: 0.0 }] }
    }
}

impl<const L: usize> ProjectedUnits<L> {
    /// Works out the units that are not worked out yet. What they are to the lexicon blocks is left open unless
    /// `has_roles`.
    pub fn extend(
        &mut self,
        units: &[Unit],
        featurizer: &Featurizer,
        has_roles: bool,
        weights: impl Fn(u32) -> [f32; L],
    ) {
        let vocabulary = &featurizer.vocabulary;
        let unigrams = featurizer.options.word.as_ref().is_some_and(|block| block.ngrams.0 == 1);
        for unit in &units[self.records.len() - 1..] {
            let term = unigrams.then(|| vocabulary.find(key(Block::Word, unit.hash))).flatten();
            let has_grams = featurizer.by_word().is_some() && self.push_grams(unit, featurizer, &weights);
            let known = if unigrams { term.is_some() } else { has_grams };
            let role =
                if has_roles { featurizer.phrases.role(vocabulary, unit.hash) } else { Role::default() };
            self.records.push(Record {
                hash: unit.hash,
                idf: term.map_or(0.0, |term| vocabulary.idf[term as usize]),
                traits: Traits::new(unit, known, role),
                weights: term.map_or([0.0; L], &weights),
            });
        }
    }

    /// Adds up the character n-grams of `unit`; whether any is known.
    fn push_grams(
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
        self.grams.push(Grams { lanes: lanes.map(|sum| sum as f32), squares: squares as f32 });
        !found.is_empty()
    }

    /// Brings the records of `document` into the cache, without waiting for one before the next.
    #[inline(always)]
    pub fn touch(&self, document: &[u32]) {
        // A record may lie in two lines of the cache: both ends of it are asked for.
        let ends = |record: &Record<L>| record.hash as u32 ^ record.weights[L - 1].to_bits();
        black_box(document.iter().fold(0, |all, unit| all ^ ends(self.record(*unit))));
    }

    /// What there is to say of `unit`.
    #[inline(always)]
    pub fn record(&self, unit: u32) -> &Record<L> {
        &self.records[place(unit)]
    }

    /// The character n-grams of `unit` in sum.
    #[inline(always)]
    pub fn grams(&self, unit: u32) -> &Grams<L> {
        &self.grams[place(unit)]
    }
}

/// Where the record of `unit` is: that of [`BREAK`](super::units::BREAK) is the first.
#[inline(always)]
fn place(unit: u32) -> usize {
    unit.wrapping_add(1) as usize
}
