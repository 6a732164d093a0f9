//! What do the features of a text weigh in sum? Records times a matrix, without the records.

use std::ops::Range;
use std::sync::OnceLock;

use super::featurizer::Featurizer;
use super::ngram_table::NgramTable;
use super::ngrams::{Counts, LONGEST, Ngrams};
use super::options::Norm;
use super::projected::{ProjectedUnits, Record};
use super::text_sum::{Known, Sum, Tf};
use super::units::{BREAK, Group, UnitTable};
use super::vocabulary::{Block, Vocabulary, key};

/// Texts after which a projector makes the tables of n-grams and of phrases: for fewer, the vocabulary as it lies is soon
/// enough.
const TEXTS_BEFORE_TABLE: usize = 128;

/// Which columns of a matrix of weights texts are projected on.
///
/// Shared by all projectors of a matrix; what they look n-grams up in is made once for all of them.
#[derive(Debug)]
pub(crate) struct Projection {
    columns: Vec<usize>,
    width: usize,
    table: OnceLock<Option<NgramTable>>,
}

/// Projects texts with memory of its own, in as many lanes as the columns need.
#[derive(Debug)]
pub(crate) enum Projector<'a> {
    Two(Lanes<'a, 2>),
    Four(Lanes<'a, 4>),
    Eight(Lanes<'a, 8>),
    Sixteen(Lanes<'a, 16>),
    ThirtyTwo(Lanes<'a, 32>),
}

/// Projects texts on at most `L` columns.
///
/// # Definition
/// The product of the text's record and the matrix. The record's entries are never laid out: each occurrence of a unit adds
/// idf and weights times what it adds to tf; each of an n-gram does as if it were the only one, and those that occur again
/// are put right afterwards (`tf` of the count instead of the count). Each block's sum is divided by its norm at the end.
///
/// Texts are best given a few at a time: each step asks for all that it needs from memory for all of them before it waits
/// for any of it.
///
/// # Determinism
/// Sums run in `f64` in the order of the text, whatever was read before and whichever table is looked into.
#[derive(Debug)]
pub(crate) struct Lanes<'a, const L: usize> {
    featurizer: &'a Featurizer,
    weights: &'a [f32],
    projection: &'a Projection,
    n_texts: usize,
    /// Whether units are worked out with what they are to the lexicon blocks.
    has_roles: bool,
    table: UnitTable,
    units: ProjectedUnits<L>,
    group: Group,
    ngrams: Ngrams,
    counts: Counts,
    tf: Tf,
    /// The terms of each lexicon block in the text at hand.
    terms: [Vec<u32>; 2],
    is_known: Vec<bool>,
}

/// What a text is in sum.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Projected {
    /// The share of its words that are known: see [`Featurizer::record`].
    pub known: f64,
    /// Whether its record is empty.
    pub is_empty: bool,
}

impl Projection {
    /// The projection on `columns` of a matrix of `width`; `None` where a block of the featurizer does not add up as it
    /// must, or the columns are too many.
    pub fn new(featurizer: &Featurizer, width: usize, columns: Vec<usize>) -> Option<Self> {
        let has_pairs = featurizer.options.pairs.is_some();
        let adds_up = featurizer.options.character.is_none() || featurizer.by_word().is_some();
        let is_sound = !has_pairs && adds_up && columns.len() <= 32;
        is_sound.then(|| Projection { columns, width, table: OnceLock::new() })
    }

    fn weights<const L: usize>(&self, weights: &[f32], feature: u32) -> [f32; L] {
        let row = &weights[feature as usize * self.width..][..self.width];
        std::array::from_fn(|lane| self.columns.get(lane).map_or(0.0, |&column| row[column]))
    }

    fn table<const L: usize>(&self, vocabulary: &Vocabulary, weights: &[f32]) -> Option<&NgramTable> {
        let n_terms = vocabulary.block(Block::Word).len();
        let of_term = |term| self.weights::<L>(weights, term as u32);
        self.table.get_or_init(|| NgramTable::new::<L>(vocabulary, n_terms, of_term)).as_ref()
    }
}

impl<'a> Projector<'a> {
    /// A projector of texts on `projection`'s columns of `weights`.
    pub fn new(featurizer: &'a Featurizer, weights: &'a [f32], projection: &'a Projection) -> Self {
        match projection.columns.len() {
            ..=2 => Projector::Two(Lanes::new(featurizer, weights, projection)),
            3..=4 => Projector::Four(Lanes::new(featurizer, weights, projection)),
            5..=8 => Projector::Eight(Lanes::new(featurizer, weights, projection)),
            9..=16 => Projector::Sixteen(Lanes::new(featurizer, weights, projection)),
            _ => Projector::ThirtyTwo(Lanes::new(featurizer, weights, projection)),
        }
    }

    /// Projects `texts` and calls `visit` with each, in order: for each column of the matrix, the text's record times
    /// that column, and 0 for columns that it is not projected on.
    pub fn read(&mut self, texts: &[&str], visit: impl FnMut(&[f64], Projected)) {
        match self {
            Projector::Two(lanes) => lanes.read(texts, visit),
            Projector::Four(lanes) => lanes.read(texts, visit),
            Projector::Eight(lanes) => lanes.read(texts, visit),
            Projector::Sixteen(lanes) => lanes.read(texts, visit),
            Projector::ThirtyTwo(lanes) => lanes.read(texts, visit),
        }
    }
}

impl<'a, const L: usize> Lanes<'a, L> {
    fn new(featurizer: &'a Featurizer, weights: &'a [f32], projection: &'a Projection) -> Self {
        Lanes {
            featurizer,
            weights,
            projection,
            n_texts: 0,
            has_roles: false,
            table: UnitTable::default(),
            units: ProjectedUnits::default(),
            group: Group::default(),
            ngrams: Ngrams::default(),
            counts: Counts::default(),
            tf: Tf::new(featurizer.options.word.as_ref().is_some_and(|block| block.sublinear_tf)),
            terms: Default::default(),
            is_known: Vec::new(),
        }
    }

    fn read(&mut self, texts: &[&str], mut visit: impl FnMut(&[f64], Projected)) {
        let mut columns = vec![0.0; self.projection.width];
        self.take_apart(texts);
        let lengths = self.featurizer.options.word.as_ref().map_or((1, 1), |block| block.ngrams);
        self.ngrams.restart(lengths);
        let begun = match lengths.1 {
            1 => self.add_units::<1>(),
            2 => self.add_units::<2>(),
            3 => self.add_units::<3>(),
            _ => self.add_units::<LONGEST>(),
        };
        let table = self.table_of_ngrams();
        match table {
            Some(table) => {
                self.ngrams.retain(|ngram| table.may_hold(ngram));
                table.touch::<L>(self.ngrams.all());
            }
            None => self.ngrams.retain(|_| true),
        }
        for (i, Begun { at, mut word, known }) in begun.into_iter().enumerate() {
            self.add_ngrams(i, table, &mut word);
            let mut sums = [0.0; L];
            let has_words = self.end_words(&word, &mut sums);
            let has_grams = self.add_grams(at.clone(), &mut sums);
            let has_terms = self.add_terms(at.clone(), &mut sums);
            for (&column, sum) in self.projection.columns.iter().zip(sums) {
                columns[column] = sum;
            }
            let known = if has_terms { self.known_with_terms(at) } else { known };
            visit(
                &columns,
                Projected { known: known.share(), is_empty: !(has_words || has_grams || has_terms) },
            );
        }
    }

    fn take_apart(&mut self, texts: &[&str]) {
        let Lanes { featurizer, table, units, group, .. } = self;
        let gets_roles = !self.has_roles && self.n_texts > TEXTS_BEFORE_TABLE;
        self.has_roles |= gets_roles;
        if gets_roles || table.is_full() {
            *table = UnitTable::default();
            *units = ProjectedUnits::default();
        }
        featurizer.analyzer.read_group(texts, table, group);
        let (projection, weights) = (self.projection, self.weights);
        let weights = |feature| projection.weights(weights, feature);
        units.extend(table.units(), featurizer, self.has_roles, weights);
        units.touch(&group.document);
        self.n_texts = self.n_texts.saturating_add(texts.len());
    }

    /// The table to look n-grams up in, if there is one yet.
    fn table_of_ngrams(&self) -> Option<&'a NgramTable> {
        let is_worthwhile = self.n_texts > TEXTS_BEFORE_TABLE && self.featurizer.options.word.is_some();
        is_worthwhile.then(|| self.projection.table::<L>(&self.featurizer.vocabulary, self.weights)).flatten()
    }

    /// Adds up the units of the texts at hand in the word block, and lists their n-grams, of which `N` tells the longest.
    fn add_units<const N: usize>(&mut self) -> Vec<Begun<L>> {
        let Lanes { group, units, ngrams, counts, tf, .. } = self;
        let (mut begun, mut start) = (Vec::with_capacity(group.ends.len()), 0);
        for &end in &group.ends {
            let document = &group.document[start..end];
            ngrams.begin(document.len());
            counts.begin(document.len());
            let (mut word, mut known) = (Sum::default(), Known::default());
            for &unit in document {
                if unit == BREAK {
                    ngrams.part();
                    continue;
                }
                let Record { hash, idf, traits, weights } = *units.record(unit);
                let count = counts.add(hash);
                word.add(tf.step(count), (idf.into(), weights));
                known.count(traits, false);
                ngrams.push::<N>(hash, count > 1);
            }
            ngrams.end();
            begun.push(Begun { at: start..end, word, known });
            start = end;
        }
        begun
    }

    /// Adds the n-grams of text `i`: each as if it were the only one, then what makes up for it.
    fn add_ngrams(&self, i: usize, table: Option<&NgramTable>, word: &mut Sum<L>) {
        let [all, suspects] = self.ngrams.of_text(i);
        match table {
            Some(table) => all.iter().for_each(|&hash| word.add([1.0; 2], table.find(hash))),
            None => all.iter().for_each(|&hash| word.add([1.0; 2], self.find_slowly(hash))),
        }
        for same in suspects.chunk_by(|a, b| a == b).filter(|same| same.len() > 1) {
            let term = table.map_or_else(|| self.find_slowly(same[0]), |table| table.find(same[0]));
            word.add(self.tf.correction(same.len() as u32), term);
        }
    }

    /// Adds the word block, its norm taken; whether any of its terms is in the text.
    fn end_words(&self, word: &Sum<L>, sums: &mut [f64; L]) -> bool {
        let Some(block) = &self.featurizer.options.word else { return false };
        if word.squares <= 0.0 {
            return false;
        }
        let norm = if block.norm == Norm::Row { libm::sqrt(word.squares) } else { 1.0 };
        add_scaled(sums, &word.lanes, block.weight / norm);
        true
    }

    /// What the table of n-grams would give, from the vocabulary as it lies.
    fn find_slowly(&self, hash: u64) -> (f64, [f32; L]) {
        let vocabulary = &self.featurizer.vocabulary;
        match vocabulary.find(key(Block::Word, hash)) {
            Some(feature) => {
                let idf = vocabulary.idf[feature as usize];
                (idf.into(), self.projection.weights(self.weights, feature))
            }
            None => (0.0, [0.0; L]),
        }
    }

    /// Adds the character block; whether any of its terms is in the text.
    fn add_grams(&self, at: Range<usize>, sums: &mut [f64; L]) -> bool {
        let Some(block) = self.featurizer.by_word() else { return false };
        let mut squares = 0.0;
        let mut lanes = [0.0; L];
        for &unit in &self.group.document[at] {
            let grams = self.units.grams(unit);
            squares += f64::from(grams.squares);
            for (sum, value) in lanes.iter_mut().zip(grams.lanes) {
                *sum += f64::from(value);
            }
        }
        if squares > 0.0 {
            add_scaled(sums, &lanes, block.weight / libm::sqrt(squares));
        }
        squares > 0.0
    }

    /// Adds the lexicon's two blocks, and marks which positions they cover; whether any of their terms is in the text.
    fn add_terms(&mut self, at: Range<usize>, sums: &mut [f64; L]) -> bool {
        let Lanes { featurizer, weights, projection, group, units, terms, is_known, .. } = self;
        let document = &group.document[at];
        is_known.clear();
        if self.has_roles && !document.iter().any(|&unit| units.record(unit).traits.begins()) {
            return false;
        }
        terms.iter_mut().for_each(Vec::clear);
        let found = |i: usize, feature, at: Range<usize>| {
            terms[i].push(feature);
            is_known.resize(document.len(), false);
            is_known[at].fill(true);
        };
        let word = |unit| units.record(unit).word();
        if self.has_roles {
            featurizer.phrases.find(&featurizer.vocabulary, document, word, found);
        } else {
            featurizer.phrases.find_unready(&featurizer.vocabulary, document, word, found);
        }
        for terms in terms {
            terms.sort_unstable();
            terms.dedup();
            let value = featurizer.options.lexicon_weight / libm::sqrt(terms.len() as f64 + 1.0);
            for &feature in terms.iter() {
                add_scaled(sums, &projection.weights::<L>(weights, feature).map(f64::from), value);
            }
        }
        !is_known.is_empty()
    }

    /// What is known of the words of a text in which terms of the lexicon were found.
    fn known_with_terms(&self, at: Range<usize>) -> Known {
        let mut known = Known::default();
        for (&unit, &is_in_term) in self.group.document[at].iter().zip(&self.is_known) {
            known.count(self.units.record(unit).traits, is_in_term);
        }
        known
    }
}

/// A text whose units are added, and whose n-grams are not.
#[derive(Debug)]
struct Begun<const L: usize> {
    /// Its part of the document.
    at: Range<usize>,
    word: Sum<L>,
    known: Known,
}

fn add_scaled<const L: usize>(sums: &mut [f64; L], lanes: &[f64; L], factor: f64) {
    for (sum, lane) in sums.iter_mut().zip(lanes) {
        *sum += factor * lane;
    }
}

#[cfg(test)]
mod tests {
    use super::super::featurizer::Workspace;
    use super::*;
    use crate::features::{BlockOptions, FeatureOptions};

    const TEXTS: [&str; 6] = [
        "Lift the sanctions, lift the sanctions now!",
        "#LiftSanctions 2024 sanctions; a well-planned incomprehensibility",
        "",
        "... !",
        "the the the the of of nothing nothing nothing at all",
        "the sanctions the sanctions the sanctions. Unknown",
    ];

    fn weight(i: usize) -> f32 {
        (i * 7919 % 1000) as f32 / 500.0 - 1.0
    }

    /// The sums of all texts, read in groups of `size`, `n` times over.
    fn sums(projector: &mut Projector, size: usize, n: usize) -> Vec<Vec<u64>> {
        let mut all = Vec::new();
        for _ in 0..n {
            all.clear();
            for group in TEXTS.chunks(size) {
                projector.read(group, |sums, Projected { known, .. }| {
                    all.push(sums.iter().chain([&known]).map(|sum| sum.to_bits()).collect());
                });
            }
        }
        all
    }

    #[test]
    fn sums_are_the_product_of_record_and_matrix_with_any_table_and_in_any_group() {
        let defaults = FeatureOptions::default();
        let (word, character) = (defaults.word.clone(), defaults.character.clone());
        let plain =
            word.clone().map(|b| BlockOptions { sublinear_tf: false, norm: Norm::None, ngrams: (2, 3), ..b });
        for (word, character) in [(word.clone(), None), (word, character.clone()), (plain, character)] {
            let options = FeatureOptions { word, character, ..defaults.clone() };
            let lexicon = ["lift sanctions", "now", "nothing at all"];
            let (featurizer, _) =
                Featurizer::fit(&TEXTS[..5], &options, &lexicon, &["sanctions"]).expect("fits");
            for width in [1, 2, 3, 8, 9, 20] {
                let weights: Vec<f32> = (0..featurizer.n_features() * width).map(weight).collect();
                let projection = Projection::new(&featurizer, width, (0..width).collect()).expect("adds up");
                let mut projector = Projector::new(&featurizer, &weights, &projection);
                let first = sums(&mut projector, 1, 1);
                assert!(projection.table.get().is_none());
                assert_eq!(sums(&mut projector, 4, 100), first);
                assert!(projection.table.get().is_some());
                let (mut workspace, mut row) = (Workspace::default(), Vec::new());
                for (text, sums) in TEXTS.iter().zip(&first) {
                    let known = featurizer.record(text, &mut workspace, &mut row);
                    assert_eq!(sums[width], known.to_bits(), "{text}");
                    for (column, sum) in sums[..width].iter().enumerate() {
                        let product = |&(j, value): &(u32, f32)| {
                            f64::from(value) * f64::from(weights[j as usize * width + column])
                        };
                        let expected: f64 = row.iter().map(product).sum();
                        let sum = f64::from_bits(*sum);
                        assert!((sum - expected).abs() < 1e-5, "{text}: {sum} is not {expected}");
                    }
                }
            }
        }
    }

    #[test]
    fn blocks_that_do_not_add_up_word_by_word_have_no_projection() {
        let defaults = FeatureOptions::default();
        let character = defaults.character.clone().map(|mut block| {
            block.norm = Norm::Row;
            block
        });
        let options = FeatureOptions { character, ..defaults };
        let (featurizer, _) = Featurizer::fit(&TEXTS, &options, &[], &[]).expect("fits");
        assert!(Projection::new(&featurizer, 2, vec![0, 1]).is_none());
    }
}
