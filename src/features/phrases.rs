//! Lexicon terms: what they are to the vocabulary, and where they stand in a document.

use std::ops::Range;
use std::sync::OnceLock;

use super::hash::{extend, hash_bytes};
use super::units::{Analyzer, BREAK, UNIT_SEED, UnitTable};
use super::vocabulary::{Block, Terms, Vocabulary, key};

/// The stems of a lexicon's term joined by a space, and their hash; `None` where no word is left of it. Terms are best
/// taken apart over one `table`.
pub(crate) fn phrase(analyzer: &Analyzer, term: &str, table: &mut UnitTable) -> Option<(String, u64)> {
    let mut document = Vec::new();
    analyzer.document(term, table, &mut document);
    document.retain(|&unit| unit != BREAK);
    let unit = |id: &u32| &table.units()[*id as usize];
    if document.iter().any(|id| !unit(id).passed_over) {
        document.retain(|id| !unit(id).passed_over);
    }
    let hash = document.iter().map(|id| unit(id).hash).reduce(extend)?;
    let stems: Vec<&str> = document.iter().map(|id| &*unit(id).stem).collect();
    Some((stems.join(" "), hash))
}

/// The phrases of `block`, each with an idf of 1; those that fall together once stemmed are one.
pub(crate) fn phrase_terms(analyzer: &Analyzer, block: Block, phrases: &[&str]) -> Terms<f32> {
    let mut table = UnitTable::default();
    let mut stemmed: Vec<(String, u64)> =
        phrases.iter().filter_map(|written| phrase(analyzer, written, &mut table)).collect();
    stemmed.sort_unstable_by_key(|(_, hash)| *hash);
    stemmed.dedup_by_key(|(_, hash)| *hash);
    let mut terms = Terms::default();
    for (term, hash) in stemmed {
        terms.push(block, key(block, hash), 1.0, |text| text.push_str(&term));
    }
    terms
}

/// The blocks whose features are phrases.
pub(super) const PHRASE_BLOCKS: [Block; 2] = [Block::Lexicon, Block::About];

/// Words between two breaks for which the vocabulary is soon enough searched as it lies.
const LONGEST_UNINDEXED: usize = 512;

/// Finds the terms of the lexicon blocks in documents.
#[derive(Debug, Default)]
pub(crate) struct Phrases {
    index: OnceLock<Index>,
}

/// What stands in a document: a unit as a search for terms sees it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Word {
    pub hash: u64,
    pub passed_over: bool,
    pub role: Role,
}

/// What a unit is to the lexicon blocks as the first word of a term.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Role {
    /// Bit `i` tells whether it is a term of the `i`-th block, or begins one.
    pub begins: u8,
    /// Whether it begins a longer term.
    pub goes_on: bool,
}

/// What words in a row are to each of the lexicon blocks.
#[derive(Debug, Clone, Copy, Default)]
struct Beginning([u32; 2]);

/// A term, and the words of the document that it takes from its first on.
type Found = Option<(u32, usize)>;

/// What all terms of the lexicon blocks begin with, by hash.
#[derive(Debug)]
struct Index {
    /// Open addressing with linear probing; an entry of neither block is an empty one.
    slots: Vec<(u64, Beginning)>,
    n_entries: usize,
    /// A bit for every entry of two words and more, a power of two in number: most words in a row begin no term, and
    /// these few bits stay in the cache.
    filter: Vec<u64>,
}

impl Beginning {
    /// The bit of a block beside its feature, which tells that a term of the block goes on behind these words.
    const GOES_ON: u32 = 1 << 31;

    /// The feature of the `i`-th block that these words are.
    fn feature(self, i: usize) -> Option<u32> {
        (self.0[i] & !Self::GOES_ON).checked_sub(1)
    }

    fn goes_on(self) -> bool {
        (self.0[0] | self.0[1]) & Self::GOES_ON != 0
    }

    fn is_none(self) -> bool {
        self.0 == [0; 2]
    }
}

impl Phrases {
    /// What a unit of this hash is as the first word of a term.
    pub fn role(&self, vocabulary: &Vocabulary, hash: u64) -> Role {
        let beginning = self.index(vocabulary).find(hash);
        let begins = (0..2).fold(0, |bits, i| bits | u8::from(beginning.0[i] != 0) << i);
        Role { begins, goes_on: beginning.goes_on() }
    }

    /// Calls `visit` with the place of a block among the [`PHRASE_BLOCKS`], the longest terms of that block, found from
    /// left to right, and the positions that each covers; `word` gives the units.
    #[inline(always)]
    pub fn find(
        &self,
        vocabulary: &Vocabulary,
        document: &[u32],
        word: impl Fn(u32) -> Word,
        visit: impl FnMut(usize, u32, Range<usize>),
    ) {
        let index = self.index(vocabulary);
        let first = |hash| index.find(hash);
        search(document, word, first, |hash| index.find_longer(hash), visit);
    }

    /// The same as [`find`](Self::find) for a few texts, for which it is not worthwhile to make ready. The words' roles
    /// are not looked at.
    pub fn find_unready(
        &self,
        vocabulary: &Vocabulary,
        document: &[u32],
        word: impl Fn(u32) -> Word,
        visit: impl FnMut(usize, u32, Range<usize>),
    ) {
        if PHRASE_BLOCKS.iter().all(|block| vocabulary.block(*block).is_empty()) {
            return;
        }
        if document.split(|unit| *unit == BREAK).any(|words| words.len() > LONGEST_UNINDEXED) {
            let word = |unit| {
                let word = word(unit);
                Word { role: self.role(vocabulary, word.hash), ..word }
            };
            return self.find(vocabulary, document, word, visit);
        }
        let any = |unit| Word { role: Role { begins: 3, goes_on: true }, ..word(unit) };
        let look = |hash| {
            let feature = |block| vocabulary.find(key(block, hash)).map_or(0, |feature| feature + 1);
            Beginning(PHRASE_BLOCKS.map(|block| feature(block) | Beginning::GOES_ON))
        };
        search(document, any, look, look, visit);
    }

    fn index(&self, vocabulary: &Vocabulary) -> &Index {
        self.index.get_or_init(|| Index::new(vocabulary))
    }
}

/// Finds terms where `first` tells what a word begins and `longer` what several do.
#[inline(always)]
fn search(
    document: &[u32],
    word: impl Fn(u32) -> Word,
    first: impl Fn(u64) -> Beginning,
    longer: impl Fn(u64) -> Beginning,
    mut visit: impl FnMut(usize, u32, Range<usize>),
) {
    // Where each block's search goes on.
    let mut next = [0; 2];
    for (start, &unit) in document.iter().enumerate() {
        if unit == BREAK {
            continue;
        }
        let begun = word(unit);
        let is_sought = |i: usize| begun.role.begins >> i & 1 != 0 && next[i] <= start;
        let sought = [is_sought(0), is_sought(1)];
        if sought == [false; 2] {
            continue;
        }
        let found = longest(&document[start..], begun, &word, &first, &longer);
        for (i, found) in found.into_iter().enumerate() {
            if let (true, Some((feature, length))) = (sought[i], found) {
                visit(i, feature, start..start + length);
                next[i] = start + length;
            }
        }
    }
}

/// The longest term of each block that `document` begins with, whose first word is `begun`.
#[inline(always)]
fn longest(
    document: &[u32],
    begun: Word,
    word: impl Fn(u32) -> Word,
    first: impl Fn(u64) -> Beginning,
    longer: impl Fn(u64) -> Beginning,
) -> [Found; 2] {
    let mut found = [None; 2];
    let mut take = |beginning: Beginning, length: usize| {
        for (i, found) in found.iter_mut().enumerate() {
            *found = beginning.feature(i).map_or(*found, |feature| Some((feature, length)));
        }
    };
    take(first(begun.hash), 1);
    if begun.passed_over || !begun.role.goes_on {
        return found;
    }
    let mut hash = begun.hash;
    for (at, &unit) in document.iter().enumerate().skip(1) {
        if unit == BREAK {
            break;
        }
        let word = word(unit);
        if word.passed_over {
            continue;
        }
        hash = extend(hash, word.hash);
        let beginning = longer(hash);
        take(beginning, at + 1);
        if !beginning.goes_on() {
            break;
        }
    }
    found
}

impl Index {
    fn new(vocabulary: &Vocabulary) -> Self {
        let mut index = Index { slots: vec![Default::default(); 16], n_entries: 0, filter: Vec::new() };
        let mut longer = Vec::new();
        for (i, block) in PHRASE_BLOCKS.into_iter().enumerate() {
            for feature in vocabulary.block(block) {
                let mut begun = None;
                for stem in vocabulary.term(feature).split(' ') {
                    let hash = hash_bytes(stem.as_bytes(), UNIT_SEED);
                    begun = Some(match begun {
                        None => hash,
                        Some(begun) => {
                            index.entry(begun).0[i] |= Beginning::GOES_ON;
                            let hash = extend(begun, hash);
                            longer.push(hash);
                            hash
                        }
                    });
                }
                if let Some(hash) = begun {
                    // In a model that no training made, a block may hold a term twice.
                    let entry = &mut index.entry(hash).0[i];
                    *entry = if *entry & !Beginning::GOES_ON == 0 { *entry | (feature + 1) } else { *entry };
                }
            }
        }
        index.filter = vec![0; longer.len().div_ceil(8).next_power_of_two()];
        for hash in longer {
            let (at, bit) = index.bit(hash);
            index.filter[at] |= bit;
        }
        index
    }

    /// The entry of `hash`, made if there is none yet; it must not stay empty.
    fn entry(&mut self, hash: u64) -> &mut Beginning {
        if 4 * self.n_entries >= 3 * self.slots.len() {
            let larger = vec![Default::default(); 2 * self.slots.len()];
            for (hash, beginning) in std::mem::replace(&mut self.slots, larger) {
                let at = self.place(hash);
                if !beginning.is_none() {
                    self.slots[at] = (hash, beginning);
                }
            }
        }
        let at = self.place(hash);
        if self.slots[at].1.is_none() {
            self.n_entries += 1;
            self.slots[at].0 = hash;
        }
        &mut self.slots[at].1
    }

    /// The slot of `hash`, or the empty one for it.
    #[inline(always)]
    fn place(&self, hash: u64) -> usize {
        let mask = self.slots.len() - 1;
        let mut at = hash as usize & mask;
        while self.slots[at].0 != hash && !self.slots[at].1.is_none() {
            at = (at + 1) & mask;
        }
        at
    }

    /// The word and bit of the filter for `hash`.
    #[inline(always)]
    fn bit(&self, hash: u64) -> (usize, u64) {
        ((hash >> 32) as usize & (self.filter.len() - 1), 1 << (hash >> 58))
    }

    /// What a word, or words in a row, are.
    #[inline(always)]
    fn find(&self, hash: u64) -> Beginning {
        let (found, beginning) = self.slots[self.place(hash)];
        if found == hash { beginning } else { Beginning::default() }
    }

    /// The same for two words and more.
    #[inline(always)]
    fn find_longer(&self, hash: u64) -> Beginning {
        let (at, bit) = self.bit(hash);
        if self.filter[at] & bit == 0 { Beginning::default() } else { self.find(hash) }
    }
}

#[cfg(test)]
mod tests {
    use super::super::options::FeatureOptions;
    use super::super::units::Unit;
    use super::*;

    const LEXICON: [&str; 7] =
        ["lift", "lift the sanctions", "sanctions now", "not in our name", "the", "in", "name of the game"];
    const ABOUT: [&str; 3] = ["sanctions", "lift sanctions now", "our"];

    /// The terms of each block found in `text`, and where, ready or not.
    fn found(text: &str, is_ready: bool) -> Vec<(usize, String, Range<usize>)> {
        let analyzer = Analyzer::new(&FeatureOptions::default());
        let mut terms = phrase_terms(&analyzer, Block::Lexicon, &LEXICON);
        terms.append(phrase_terms(&analyzer, Block::About, &ABOUT));
        let (vocabulary, phrases) = (Vocabulary::new(terms), Phrases::default());
        let (mut table, mut document) = (UnitTable::default(), Vec::new());
        analyzer.document(text, &mut table, &mut document);
        let word = |id: u32| {
            let Unit { hash, passed_over, .. } = table.units()[id as usize];
            let role = if is_ready { phrases.role(&vocabulary, hash) } else { Role::default() };
            Word { hash, passed_over, role }
        };
        let mut found = Vec::new();
        let visit = |i, feature, at| found.push((i, vocabulary.term(feature).to_string(), at));
        if is_ready {
            phrases.find(&vocabulary, &document, word, visit);
        } else {
            phrases.find_unready(&vocabulary, &document, word, visit);
        }
        assert_eq!(phrases.index.get().is_some(), is_ready || text.len() > LONGEST_UNINDEXED);
        found
    }

    #[track_caller]
    fn assert_found(text: &str, expected: &[(usize, &str, Range<usize>)]) {
        let expected: Vec<_> =
            expected.iter().map(|(i, term, at)| (*i, term.to_string(), at.clone())).collect();
        assert_eq!(found(text, true), expected, "{text}");
        assert_eq!(found(text, false), expected, "{text}");
    }

    #[test]
    fn the_longest_term_of_each_block_hides_what_is_inside_it() {
        assert_found("Lift the sanctions now", &[(0, "lift sanction", 0..3), (1, "lift sanction now", 0..4)]);
        assert_found("lift sanction", &[(0, "lift sanction", 0..2), (1, "sanction", 1..2)]);
        assert_found("sanctions now, now", &[(0, "sanction now", 0..2), (1, "sanction", 0..1)]);
    }

    #[test]
    fn a_search_that_fails_goes_on_behind_its_first_word() {
        assert_found("not in our names of", &[(0, "not in name", 0..4), (1, "our", 2..3)]);
        assert_found("not in our way", &[(0, "in", 1..2), (1, "our", 2..3)]);
        assert_found("not, in our name", &[(0, "in", 2..3), (1, "our", 3..4)]);
        assert_found("name of a game", &[(0, "name of game", 0..4)]);
        assert_found("name of", &[]);
    }

    #[test]
    fn an_article_is_a_term_only_by_itself() {
        assert_found("the lift", &[(0, "the", 0..1), (0, "lift", 1..2)]);
        assert_found("", &[]);
    }

    #[test]
    fn a_long_text_without_a_break_is_searched_in_one_way_only() {
        let text = "lift of ".repeat(LONGEST_UNINDEXED);
        assert_eq!(found(&text, false).len(), LONGEST_UNINDEXED);
        assert_eq!(found(&text, false), found(&text, true));
    }
}
