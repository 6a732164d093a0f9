//! What each distinct unit contributes to a record, worked out once.

use std::ops::Range;

use super::count::{GRAM_SEED, unit_grams};
use super::hash::hash_bytes;
use super::options::{FeatureOptions, Norm};
use super::units::Unit;
use super::vocabulary::{Block, Vocabulary, key};

/// What each unit contributes to the character block, and whether it is known.
#[derive(Debug, Default)]
pub(crate) struct Resolved {
    features: Vec<UnitFeatures>,
    grams: Vec<(u32, f32)>,
}

#[derive(Debug)]
struct UnitFeatures {
    known: bool,
    grams: Range<u32>,
    /// Squared length of its character n-grams' vector, where the norm is taken word by word.
    squares: f32,
}

impl Resolved {
    /// Resolves the units that are not resolved yet.
    pub fn extend(&mut self, units: &[Unit], options: &FeatureOptions, vocabulary: &Vocabulary) {
        for unit in &units[self.features.len()..] {
            let start = self.grams.len();
            let mut squares = 0.0;
            if let Some(block) = &options.character {
                unit_grams(unit, block.ngrams, |gram| {
                    let hash = hash_bytes(gram.as_bytes(), GRAM_SEED);
                    let found = vocabulary.find(key(Block::Character, hash));
                    self.grams.extend(found.map(|feature| (feature, 1.0)));
                });
                self.collect(start);
                if block.norm == Norm::Word {
                    for (feature, amount) in &mut self.grams[start..] {
                        *amount *= vocabulary.idf[*feature as usize];
                        squares += *amount * *amount;
                    }
                }
            }
            let unigrams = options.word.as_ref().is_some_and(|block| block.ngrams.0 == 1);
            let known = if unigrams {
                vocabulary.find(key(Block::Word, unit.hash)).is_some()
            } else {
                self.grams.len() > start
            };
            let grams = start as u32..self.grams.len() as u32;
            self.features.push(UnitFeatures { known, grams, squares });
        }
    }

    /// Whether the unit is known to the vocabulary.
    pub fn is_known(&self, unit: u32) -> bool {
        self.features[unit as usize].known
    }

    /// Squared length of the unit's character n-grams' vector, where the norm is taken word by word.
    pub fn squares(&self, unit: u32) -> f32 {
        self.features[unit as usize].squares
    }

    /// Adds up equal n-grams from `start` on.
    fn collect(&mut self, start: usize) {
        self.grams[start..].sort_unstable_by_key(|&(feature, _)| feature);
        let mut kept = start;
        for i in start..self.grams.len() {
            if kept > start && self.grams[kept - 1].0 == self.grams[i].0 {
                self.grams[kept - 1].1 += 1.0;
            } else {
                self.grams[kept] = self.grams[i];
                kept += 1;
            }
        }
        self.grams.truncate(kept);
    }

    /// The features of the unit's character n-grams and how much it adds to each.
    pub fn grams(&self, unit: u32) -> &[(u32, f32)] {
        let Range { start, end } = self.features[unit as usize].grams;
        &self.grams[start as usize..end as usize]
    }
}
