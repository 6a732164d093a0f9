//! From texts to sparse records, by a vocabulary that was fixed at fit.

use std::ops::Range;

use rayon::prelude::*;

use super::count::{Counted, count_terms};
use super::documents::{Documents, word_ngrams};
use super::matrix::SparseRecords;
use super::options::{BlockOptions, FeatureOptions, Norm};
use super::pairs::pairs;
use super::phrases::{PHRASE_BLOCKS, Phrases, Word, phrase, phrase_terms};
use super::resolved::Resolved;
use super::sums::Sums;
use super::units::{Analyzer, BREAK, Unit, UnitTable};
use super::vocabulary::{Block, Vocabulary, key};
use crate::error::Result;

/// TF-IDF over word n-grams, character n-grams inside words, the terms of a lexicon, and pairs of words.
///
/// # Definition
/// A record is the concatenation of up to five blocks. Word and character blocks are weighted as [`BlockOptions`] say,
/// pairs as [`PairOptions`](crate::PairOptions) say, with document frequencies **stored at fit**: a text has the same
/// record alone and in a batch. In the two lexicon blocks the longest terms found from left to right count, so that a phrase hides the
/// words inside it; an entry is `weight / √(terms + 1)`, where `terms` is the number of distinct ones found.
///
/// # Determinism
/// The same texts and options give the same bits at any number of threads.
///
/// # Examples
/// ```
/// use standpoint::{FeatureOptions, Featurizer};
///
/// let texts = ["Lift the sanctions now.", "Keep the sanctions."];
/// let (featurizer, records) = Featurizer::fit(&texts, &FeatureOptions::default(), &[], &[])?;
/// assert_eq!(records.n_records(), 2);
/// assert_eq!(featurizer.transform(&texts[..1]).row(0), records.row(0));
/// # Ok::<(), standpoint::Error>(())
/// ```
///
/// # References
/// Spärck Jones (1972) for idf; smooth idf and `char_wb` n-grams as in scikit-learn's `TfidfVectorizer`.
#[derive(Debug)]
pub struct Featurizer {
    pub(super) options: FeatureOptions,
    pub(super) vocabulary: Vocabulary,
    pub(super) analyzer: Analyzer,
    pub(super) phrases: Phrases,
}

/// Memory that is used again from text to text: the distinct units seen and what they contribute.
#[derive(Debug, Default)]
pub(crate) struct Workspace {
    table: UnitTable,
    resolved: Resolved,
    document: Vec<u32>,
    found: Found,
}

/// The features of one text on their way into its record.
#[derive(Debug, Default)]
struct Found {
    /// Word n-grams, once for each occurrence.
    words: Vec<u32>,
    /// Pairs, once for each occurrence.
    pairs: Vec<u32>,
    /// Lexicon terms of each of the [`PHRASE_BLOCKS`].
    phrases: [Vec<u32>; 2],
    characters: Sums,
}

/// Where a feature comes from in a text.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Occurrence {
    pub feature: u32,
    /// Positions of the units that it covers.
    pub units: Range<usize>,
    /// Its part of the entry: the amounts of a feature's occurrences add up to what its entry is made from.
    pub amount: f32,
}

impl Featurizer {
    /// Fixes the vocabulary of `texts` and of the lexicon's terms, and gives the records of `texts`.
    ///
    /// `lexicon` and `about` are words and phrases as they are written; those that fall together once stemmed are
    /// one feature.
    ///
    /// # Errors
    /// [`Error::Parameter`](crate::Error::Parameter) where an option is out of range.
    pub fn fit(
        texts: &[&str],
        options: &FeatureOptions,
        lexicon: &[&str],
        about: &[&str],
    ) -> Result<(Self, SparseRecords)> {
        options.check()?;
        let analyzer = Analyzer::new(options);
        let documents = Documents::analyze(&analyzer, texts);
        let Counted { mut terms, mut words, mut pairs } = count_terms(&documents, options);
        for (block, phrases) in [(Block::Lexicon, lexicon), (Block::About, about)] {
            terms.append(phrase_terms(&analyzer, block, phrases));
        }
        let featurizer = Featurizer::new(options.clone(), Vocabulary::new(terms));
        let mut resolved = Resolved::default();
        resolved.extend(&documents.units, options, &featurizer.vocabulary);
        for (block, standing) in [(Block::Word, &mut words), (Block::Pair, &mut pairs)] {
            if let Some(standing) = standing {
                standing.resolve(block, &featurizer.vocabulary);
            }
        }
        let records = featurizer.records(&documents, &resolved, |i, found| {
            for (standing, features) in [(&words, &mut found.words), (&pairs, &mut found.pairs)] {
                if let Some(standing) = standing {
                    standing.features(i, features);
                }
            }
        });
        Ok((featurizer, records))
    }

    /// A featurizer over a vocabulary that was fixed before.
    pub(crate) fn new(options: FeatureOptions, vocabulary: Vocabulary) -> Self {
        Featurizer { analyzer: Analyzer::new(&options), options, vocabulary, phrases: Phrases::default() }
    }

    /// The records of `texts`.
    pub fn transform(&self, texts: &[&str]) -> SparseRecords {
        let documents = Documents::analyze(&self.analyzer, texts);
        let mut resolved = Resolved::default();
        resolved.extend(&documents.units, &self.options, &self.vocabulary);
        self.records(&documents, &resolved, |i, found| {
            self.find_sequences(&documents.units, documents.get(i), found);
        })
    }

    /// Number of features.
    pub fn n_features(&self) -> usize {
        self.vocabulary.len()
    }

    /// The options that it was fitted with.
    pub fn options(&self) -> &FeatureOptions {
        &self.options
    }

    /// The term of feature `i`, and its block.
    pub fn term(&self, i: u32) -> (Block, &str) {
        (self.vocabulary.block_of(i), self.vocabulary.term(i))
    }

    pub(crate) fn vocabulary(&self) -> &Vocabulary {
        &self.vocabulary
    }

    /// The feature of a lexicon's term in `block`, as matching finds it. Terms are best taken apart over one `table`.
    pub(crate) fn phrase_feature(&self, block: Block, term: &str, table: &mut UnitTable) -> Option<u32> {
        let (_, hash) = phrase(&self.analyzer, term, table)?;
        self.vocabulary.find(key(block, hash))
    }

    /// The record of one text: `(feature, value)` with rising features, put into `row`; and the share of its words
    /// that are known.
    pub(crate) fn record(&self, text: &str, workspace: &mut Workspace, row: &mut Vec<(u32, f32)>) -> f64 {
        self.read(text, workspace, |_, _| {});
        let Workspace { table, resolved, document, found } = workspace;
        row.clear();
        self.find_sequences(table.units(), document, found);
        self.fill_row(table.units(), resolved, document, found, row);
        self.known(table.units(), resolved, document)
    }

    /// The units of `text` in order with the bytes that they cover, and every occurrence of a feature among them.
    pub(crate) fn occurrences(
        &self,
        text: &str,
        workspace: &mut Workspace,
    ) -> (Vec<Range<usize>>, Vec<Occurrence>) {
        let mut bytes = Vec::new();
        self.read(text, workspace, |_, covered| bytes.push(covered));
        let Workspace { table, resolved, document, .. } = workspace;
        let mut found = Vec::new();
        self.visit(table.units(), resolved, document, |_, feature, units, amount| {
            found.push(Occurrence { feature, units, amount })
        });
        (bytes, found)
    }

    /// Takes `text` apart into the workspace's document and resolves its new units.
    fn read(&self, text: &str, workspace: &mut Workspace, mut visit: impl FnMut(u32, Range<usize>)) {
        if workspace.table.is_full() {
            workspace.table = UnitTable::default();
            workspace.resolved = Resolved::default();
        }
        let Workspace { table, resolved, document, .. } = workspace;
        document.clear();
        self.analyzer.analyze(text, table, |unit, covered| {
            document.push(unit);
            visit(unit, covered);
        });
        resolved.extend(table.units(), &self.options, &self.vocabulary);
    }

    /// The records of `documents`, of which `find` gives the word n-grams and pairs.
    fn records(
        &self,
        documents: &Documents,
        resolved: &Resolved,
        find: impl Fn(usize, &mut Found) + Sync,
    ) -> SparseRecords {
        let parts: Vec<SparseRecords> = documents
            .chunks()
            .into_par_iter()
            .map_init(Found::default, |found, chunk| {
                let (mut part, mut row) = (SparseRecords::new(self.n_features()), Vec::new());
                for i in chunk {
                    row.clear();
                    find(i, found);
                    self.fill_row(&documents.units, resolved, documents.get(i), found, &mut row);
                    part.push_row(row.iter().copied());
                }
                part
            })
            .collect();
        let mut records = SparseRecords::new(self.n_features());
        records.reserve(documents.len(), parts.iter().map(SparseRecords::n_stored).sum());
        for part in parts {
            records.append(&part);
        }
        records
    }

    /// Puts the features of the word n-grams and pairs of `document` into `found`.
    fn find_sequences(&self, units: &[Unit], document: &[u32], found: &mut Found) {
        let hash = |unit: u32| units[unit as usize].hash;
        if let Some(block) = &self.options.word {
            word_ngrams(hash, document, block.ngrams, |hash, _| {
                found.words.extend(self.vocabulary.find(key(Block::Word, hash)));
            });
        }
        if let Some(block) = &self.options.pairs {
            pairs(hash, document, block.window, |hash, _| {
                found.pairs.extend(self.vocabulary.find(key(Block::Pair, hash)));
            });
        }
    }

    /// Calls `visit` with every occurrence of a feature: block, feature, positions of its units, amount.
    fn visit(
        &self,
        units: &[Unit],
        resolved: &Resolved,
        document: &[u32],
        mut visit: impl FnMut(Block, u32, Range<usize>, f32),
    ) {
        let hash_of = |unit: u32| units[unit as usize].hash;
        if let Some(block) = &self.options.word {
            word_ngrams(hash_of, document, block.ngrams, |hash, at| {
                if let Some(feature) = self.vocabulary.find(key(Block::Word, hash)) {
                    visit(Block::Word, feature, at, 1.0);
                }
            });
        }
        if self.options.character.is_some() {
            for (at, &unit) in document.iter().enumerate().filter(|(_, unit)| **unit != BREAK) {
                for &(feature, amount) in resolved.grams(unit) {
                    visit(Block::Character, feature, at..at + 1, amount);
                }
            }
        }
        self.find_phrases(units, document, |block, feature, at| visit(block, feature, at, 1.0));
        if let Some(block) = &self.options.pairs {
            pairs(hash_of, document, block.window, |hash, Range { start, end }| {
                if let Some(feature) = self.vocabulary.find(key(Block::Pair, hash)) {
                    // Each of the two words brings half of the pair.
                    visit(Block::Pair, feature, start..start + 1, 0.5);
                    visit(Block::Pair, feature, end - 1..end, 0.5);
                }
            });
        }
    }

    fn find_phrases(
        &self,
        units: &[Unit],
        document: &[u32],
        mut visit: impl FnMut(Block, u32, Range<usize>),
    ) {
        let word = |unit: u32| {
            let Unit { hash, passed_over, .. } = units[unit as usize];
            Word { hash, passed_over, role: self.phrases.role(&self.vocabulary, hash) }
        };
        let found = |i: usize, feature, at| visit(PHRASE_BLOCKS[i], feature, at);
        self.phrases.find(&self.vocabulary, document, word, found);
    }

    /// Puts the record of `document` behind `row`; of `found`, which holds its word n-grams and pairs, nothing is left.
    fn fill_row(
        &self,
        units: &[Unit],
        resolved: &Resolved,
        document: &[u32],
        found: &mut Found,
        row: &mut Vec<(u32, f32)>,
    ) {
        let from = row.len();
        push_counts(&mut found.words, row);
        self.weigh(self.options.word.as_ref(), &mut row[from..]);

        let from = row.len();
        if let Some(block) = &self.options.character {
            found.characters.resize(self.n_features());
            let mut squares = 0.0;
            for &unit in document.iter().filter(|unit| **unit != BREAK) {
                squares += f64::from(resolved.squares(unit));
                resolved.grams(unit).iter().for_each(|&(gram, amount)| found.characters.add(gram, amount));
            }
            row.extend(found.characters.drain());
            match block.norm {
                Norm::Word => scale(&mut row[from..], block.weight / libm::sqrt(squares)),
                _ => self.weigh(Some(block), &mut row[from..]),
            }
        }
        self.find_phrases(units, document, |block, feature, _| {
            found.phrases[usize::from(block == Block::About)].push(feature);
        });
        for phrases in &mut found.phrases {
            let from = row.len();
            push_counts(phrases, row);
            let entries = &mut row[from..];
            let value = self.options.lexicon_weight / libm::sqrt(entries.len() as f64 + 1.0);
            entries.iter_mut().for_each(|(_, entry)| *entry = value as f32);
        }
        let from = row.len();
        push_counts(&mut found.pairs, row);
        self.weigh_pairs(&mut row[from..]);
    }

    fn weigh(&self, block: Option<&BlockOptions>, entries: &mut [(u32, f32)]) {
        let Some(block) = block else { return };
        let mut squares = 0.0;
        for (feature, value) in entries.iter_mut() {
            if block.sublinear_tf && *value != 1.0 {
                *value = 1.0 + libm::logf(*value);
            }
            *value *= self.vocabulary.idf[*feature as usize];
            squares += f64::from(*value) * f64::from(*value);
        }
        let norm = if block.norm == Norm::Row && squares > 0.0 { libm::sqrt(squares) } else { 1.0 };
        scale(entries, block.weight / norm);
    }

    fn weigh_pairs(&self, entries: &mut [(u32, f32)]) {
        let Some(block) = &self.options.pairs else { return };
        let mut squares = 0.0;
        for (feature, value) in entries.iter_mut() {
            *value = self.vocabulary.idf[*feature as usize];
            squares += f64::from(*value) * f64::from(*value);
        }
        if squares > 0.0 {
            scale(entries, block.weight / libm::sqrt(squares));
        }
    }

    /// The character block, if its norm is taken word by word.
    pub(super) fn by_word(&self) -> Option<&BlockOptions> {
        self.options.character.as_ref().filter(|block| block.norm == Norm::Word)
    }

    /// The share of the words that hold a known stem, or, without a word block, a known character n-gram; a word
    /// inside a lexicon's term is known too.
    fn known(&self, units: &[Unit], resolved: &Resolved, document: &[u32]) -> f64 {
        let is_word = |at: &usize| units.get(document[*at] as usize).is_some_and(|unit| unit.word_like);
        let mut known: Vec<bool> =
            document.iter().map(|&unit| unit != BREAK && resolved.is_known(unit)).collect();
        self.find_phrases(units, document, |_, _, at| known[at].fill(true));
        let words: Vec<usize> = (0..document.len()).filter(is_word).collect();
        let seen = words.iter().filter(|&&at| known[at]).count();
        if words.is_empty() { 0.0 } else { seen as f64 / words.len() as f64 }
    }
}

/// Puts each of `features` and how often it is there behind `row`, in feature order, and empties them.
fn push_counts(features: &mut Vec<u32>, row: &mut Vec<(u32, f32)>) {
    features.sort_unstable();
    row.extend(features.chunk_by(|a, b| a == b).map(|same| (same[0], same.len() as f32)));
    features.clear();
}

fn scale(entries: &mut [(u32, f32)], factor: f64) {
    for (_, value) in entries {
        *value = (f64::from(*value) * factor) as f32;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXTS: [&str; 4] =
        ["Lift the sanctions, lift them now!", "#LiftSanctions 2024 sanctions", "nothing", "..."];

    fn fitted(options: &FeatureOptions) -> Featurizer {
        Featurizer::fit(&TEXTS, options, &["lift sanctions", "now"], &["sanctions"]).expect("fits").0
    }

    fn entries(records: &SparseRecords, i: usize) -> Vec<(u32, f32)> {
        let (indices, values) = records.row(i);
        indices.iter().copied().zip(values.iter().copied()).collect()
    }

    #[test]
    fn one_text_after_the_other_has_the_records_of_a_batch_whatever_was_read_before() {
        let featurizer = fitted(&FeatureOptions::default());
        let records = featurizer.transform(&TEXTS);
        let (mut workspace, mut row) = (Workspace::default(), Vec::new());
        // Outgrows the workspace, which then begins anew.
        let endless = "word".repeat((1 << 20) + 1);
        for before in ["", "now the lifted", endless.as_str()] {
            featurizer.record(before, &mut workspace, &mut row);
            for (i, text) in TEXTS.iter().enumerate() {
                featurizer.record(text, &mut workspace, &mut row);
                assert_eq!(row, entries(&records, i), "{text}");
            }
        }
    }

    #[test]
    fn occurrences_add_up_to_what_the_entries_are_made_of() {
        let plain = |block: Option<BlockOptions>| {
            block.map(|block| BlockOptions { sublinear_tf: false, idf: false, norm: Norm::None, ..block })
        };
        let FeatureOptions { word, character, .. } = FeatureOptions::default();
        let options = FeatureOptions { word: plain(word), character: plain(character), ..Default::default() };
        let featurizer = fitted(&options);
        for (i, text) in TEXTS.iter().enumerate() {
            let (bytes, found) = featurizer.occurrences(text, &mut Workspace::default());
            let mut sums = std::collections::BTreeMap::new();
            for Occurrence { feature, amount, .. } in &found {
                *sums.entry(*feature).or_insert(0.0) += amount;
            }
            let counted = featurizer.vocabulary.block(Block::Lexicon).start;
            let expected: Vec<_> = entries(&featurizer.transform(&[text]), 0)
                .into_iter()
                .filter(|(j, _)| *j < counted)
                .collect();
            assert_eq!(sums.range(..counted).map(|(j, sum)| (*j, *sum)).collect::<Vec<_>>(), expected);
            for Occurrence { feature, units, .. } in found {
                if featurizer.term(feature) == (Block::Lexicon, "lift sanction") {
                    let (first, last) = (&bytes[units.start], &bytes[units.end - 1]);
                    let phrase = &text[first.start..last.end];
                    assert_eq!(phrase, ["Lift the sanctions", "LiftSanctions"][i]);
                }
            }
        }
    }

    #[test]
    fn a_lexicon_term_is_found_as_it_is_written() {
        let featurizer = fitted(&FeatureOptions::default());
        let mut table = UnitTable::default();
        let mut found = |block, term| featurizer.phrase_feature(block, term, &mut table);
        let feature = found(Block::Lexicon, "Lifting the sanctions").expect("a feature");
        assert_eq!(featurizer.term(feature), (Block::Lexicon, "lift sanction"));
        assert_eq!(found(Block::Lexicon, "lift these sanctions"), Some(feature), "over the same table");
        assert_eq!(found(Block::About, "lift sanctions"), None);
        assert_eq!(found(Block::About, "!"), None);
    }
}
