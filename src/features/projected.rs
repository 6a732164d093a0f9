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
#[derive(Debug, Default)]
pub(crate) struct ProjectedUnits {
    n_units: usize,
    /// For the break and each unit two words of hash, its idf, its traits, and its weights as a term of the word block: side by side,
    /// so that a unit costs one access.
    records: Vec<u32>,
    /// What the character n-grams of the break and each unit add up to, where the block is in use.
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

    /// Whether a term of a lexicon block may begin with it.
    pub fn begins(self) -> bool {
        self.0 & (3 << 4) != 0
    }

    /// What it is to the lexicon blocks.
    fn role(self) -> Role {
        Role { goes_on: self.0 & 8 != 0, begins: (self.0 >> 4) as u8 & 3 }
    }

    fn new(unit: &Unit, known: bool, role: Role) -> Self {
        let bits = [unit.word_like, known, unit.passed_over, role.goes_on];
        let flags = bits.into_iter().enumerate().fold(0, |all, (i, is_set)| all | u32::from(is_set) << i);
        Traits(flags | u32::from(role.begins) << 4)
    }
}

/// The character n-grams of a unit in sum: `idf · count` times their weights, and their squared length.
#[derive(Debug)]
pub(crate) struct Grams<'a, const L: usize> {
    pub lanes: &'a [f32; L],
    pub squares: f32,
}

impl ProjectedUnits {
    /// Works out the units that are not worked out yet. What they are to the lexicon blocks is left open unless
    /// `has_roles`.
    pub fn extend<const L: usize>(
        &mut self,
        units: &[Unit],
        featurizer: &Featurizer,
        has_roles: bool,
        weights: impl Fn(u32) -> [f32; L],
    ) {
        if self.records.is_empty() {
            self.records.resize(HEAD + L, 0);
            self.grams.resize(L, 0.0);
            self.squares.push(0.0);
        }
        let vocabulary = &featurizer.vocabulary;
        let unigrams = featurizer.options.word.as_ref().is_some_and(|block| block.ngrams.0 == 1);
        for unit in &units[self.n_units..] {
            let term = unigrams.then(|| vocabulary.find(key(Block::Word, unit.hash))).flatten();
            let has_grams = featurizer.by_word().is_some() && self.push_grams(unit, featurizer, &weights);
            let known = if unigrams { term.is_some() } else { has_grams };
            let role =
                if has_roles { featurizer.phrases.role(vocabulary, unit.hash) } else { Role::default() };
            let Traits(traits) = Traits::new(unit, known, role);
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
        black_box(document.iter().fold(0, |all, unit| all ^ self.head::<L>(*unit)[0]));
    }

    #[inline(always)]
    fn head<const L: usize>(&self, unit: u32) -> &[u32; HEAD] {
        self.records[place(unit) * (HEAD + L)..].first_chunk().expect("a unit worked out")
    }

    /// The hash of `unit`; 0 for a break.
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

    /// The unit as a search for lexicon terms sees it.
    #[inline(always)]
    pub fn word<const L: usize>(&self, unit: u32) -> Word {
        let traits = self.traits::<L>(unit);
        Word { hash: self.hash::<L>(unit), passed_over: traits.0 & 4 != 0, role: traits.role() }
    }

    /// The idf and the weights' bits of `unit` as a term of the word block; an idf of zero where it is none.
    #[inline(always)]
    pub fn term<const L: usize>(&self, unit: u32) -> (f64, &[u32; L]) {
        let record = &self.records[place(unit) * (HEAD + L)..][..HEAD + L];
        (f32::from_bits(record[2]).into(), record[HEAD..].first_chunk().expect("a whole record"))
    }

    /// The character n-grams of `unit` in sum.
    #[inline(always)]
    pub fn grams<const L: usize>(&self, unit: u32) -> Grams<'_, L> {
        let lanes = self.grams[place(unit) * L..].first_chunk().expect("a unit worked out");
        Grams { lanes, squares: self.squares[place(unit)] }
    }
}

/// Where the record of `unit` is: that of [`BREAK`](super::units::BREAK) is the first.
#[inline(always)]
fn place(unit: u32) -> usize {
    unit.wrapping_add(1) as usize
}
