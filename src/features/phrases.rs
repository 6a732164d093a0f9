//! Lexicon terms: what they are to the vocabulary, and where they stand in a document.

use std::ops::Range;

use hashbrown::HashSet;

use super::hash::{extend, hash_bytes};
use super::units::{Analyzer, BREAK, UNIT_SEED, Unit, UnitTable};
use super::vocabulary::{Block, Entry, Vocabulary, key};

/// The stems of a lexicon's term joined by a space, and their hash; `None` where no word is left of it.
pub(crate) fn phrase(analyzer: &Analyzer, term: &str) -> Option<(String, u64)> {
    let (mut table, mut document) = (UnitTable::default(), Vec::new());
    analyzer.document(term, &mut table, &mut document);
    document.retain(|&unit| unit != BREAK);
    let unit = |id: &u32| &table.units()[*id as usize];
    if document.iter().any(|id| !unit(id).passed_over) {
        document.retain(|id| !unit(id).passed_over);
    }
    let hash = document.iter().map(|id| unit(id).hash).reduce(extend)?;
    let stems: Vec<&str> = document.iter().map(|id| &*unit(id).stem).collect();
    Some((stems.join(" "), hash))
}

/// The entries of `terms` in `block`; those that fall together once stemmed are one.
pub(crate) fn phrase_entries(analyzer: &Analyzer, block: Block, terms: &[&str]) -> Vec<Entry> {
    let mut entries: Vec<Entry> = terms
        .iter()
        .filter_map(|term| phrase(analyzer, term))
        .map(|(term, hash)| Entry { block, term, key: key(block, hash), idf: 1.0 })
        .collect();
    entries.sort_unstable_by_key(|entry| entry.key);
    entries.dedup_by_key(|entry| entry.key);
    entries
}

/// How the terms of one lexicon block begin, by which a search for them is given up early.
#[derive(Debug, Default)]
pub(crate) struct Phrases {
    /// Words of the longest term.
    longest: usize,
    /// Hashes of the terms' first words.
    first_words: HashSet<u64>,
    /// Hashes of what terms begin with, themselves left out.
    beginnings: HashSet<u64>,
}

impl Phrases {
    /// What the terms of `block` in `vocabulary` begin with.
    pub fn new(vocabulary: &Vocabulary, block: Block) -> Self {
        let mut phrases = Phrases::default();
        for feature in vocabulary.block(block) {
            let (mut words, mut begun) = (0, 0);
            for stem in vocabulary.term(feature).split(' ') {
                let hash = hash_bytes(stem.as_bytes(), UNIT_SEED);
                if words == 0 {
                    phrases.first_words.insert(hash);
                    begun = hash;
                } else {
                    phrases.beginnings.insert(begun);
                    begun = extend(begun, hash);
                }
                words += 1;
            }
            phrases.longest = phrases.longest.max(words);
        }
        phrases
    }

    /// Whether a term may begin with a unit of this hash.
    pub fn may_begin_with(&self, hash: u64) -> bool {
        self.first_words.contains(&hash)
    }

    /// Calls `visit` with the longest terms of `block`, found from left to right, and the positions that each covers;
    /// `may_begin` tells of a unit what [`may_begin_with`](Self::may_begin_with) does of its hash.
    pub fn find(
        &self,
        vocabulary: &Vocabulary,
        block: Block,
        units: &[Unit],
        document: &[u32],
        may_begin: impl Fn(u32) -> bool,
        mut visit: impl FnMut(u32, Range<usize>),
    ) {
        let mut start = 0;
        while start < document.len() {
            let begins = document[start] != BREAK && may_begin(document[start]);
            match begins.then(|| self.longest_at(vocabulary, block, units, document, start)).flatten() {
                Some((feature, end)) => {
                    visit(feature, start..end);
                    start = end;
                }
                None => start += 1,
            }
        }
    }

    /// The longest term that begins at `start`, and where it ends.
    fn longest_at(
        &self,
        vocabulary: &Vocabulary,
        block: Block,
        units: &[Unit],
        document: &[u32],
        start: usize,
    ) -> Option<(u32, usize)> {
        let mut found = None;
        let (mut hash, mut words) = (0, 0);
        for (end, &unit) in document.iter().enumerate().skip(start) {
            let Some(unit) = units.get(unit as usize) else { break };
            if words > 0 && unit.passed_over {
                continue;
            }
            hash = if words == 0 { unit.hash } else { extend(hash, unit.hash) };
            words += 1;
            if let Some(feature) = vocabulary.find(key(block, hash)) {
                found = Some((feature, end + 1));
            }
            if words == self.longest || unit.passed_over || !self.beginnings.contains(&hash) {
                break;
            }
        }
        found
    }
}
