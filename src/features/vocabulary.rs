//! The terms of a model, sorted, and the table that finds them by their hash.

use std::cmp::Ordering;
use std::ops::Range;

/// The kinds of term; a model's features are the blocks in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Block {
    /// Word n-grams: stems joined by a space.
    Word,
    /// Character n-grams inside a word padded with spaces.
    Character,
    /// Words and phrases of a lexicon that tell a stance or that none is taken: stems joined by a space.
    Lexicon,
    /// Words and phrases of a lexicon that name a target: stems joined by a space.
    About,
    /// Pairs of word terms that stand in one text: two stems in byte order, joined by " + ".
    Pair,
}

impl Block {
    /// Every block, in feature order.
    pub const ALL: [Block; 5] = [Block::Word, Block::Character, Block::Lexicon, Block::About, Block::Pair];
}

/// The key under which the table holds a term: its hash, apart for each block.
pub(crate) fn key(block: Block, hash: u64) -> u64 {
    const APART: [u64; 5] =
        [0, 0x6A09_E667_F3BC_C909, 0xBB67_AE85_84CA_A73B, 0x3C6E_F372_FE94_F82B, 0xA54F_F53A_5F1D_36F1];
    hash ^ APART[block as usize]
}

/// Sorted terms with their inverse document frequencies.
///
/// Feature `i` is term `i`: the word block first, then the character block, then the lexicon's two, then pairs, each in
/// byte order. The table is open addressing with linear probing over the keys' low bits; its layout is part of the
/// model format, so that a loaded model is searched as it lies.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Vocabulary {
    /// All terms, one after the other.
    pub text: String,
    /// Term `i` is `text[ends[i - 1]..ends[i]]`.
    pub ends: Vec<u32>,
    /// Key of each term.
    pub keys: Vec<u64>,
    /// Inverse document frequency of each term.
    pub idf: Vec<f32>,
    /// Number of terms in each block.
    pub block_sizes: [usize; 5],
    /// `term + 1`, or 0 for an empty slot; a power of two in length.
    pub slots: Vec<u32>,
}

/// Terms on their way into a [`Vocabulary`], with what is known of each: how often it occurs, or its idf.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Terms<T> {
    /// All of them, one after the other in any order: a million strings would be slow to make and to drop.
    text: String,
    terms: Vec<Term<T>>,
}

/// A term of [`Terms`].
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Term<T> {
    pub block: Block,
    pub key: u64,
    pub known: T,
    start: usize,
    end: usize,
}

impl<T> Default for Terms<T> {
    fn default() -> Self {
        Terms { text: String::new(), terms: Vec::new() }
    }
}

impl<T> Terms<T> {
    /// Number of terms.
    pub fn len(&self) -> usize {
        self.terms.len()
    }

    /// Each term, and what is known of it.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&str, &Term<T>)> {
        self.terms.iter().map(|term| (&self.text[term.start..term.end], term))
    }

    /// Puts a term behind the others, which `write` puts behind a text.
    pub fn push(&mut self, block: Block, key: u64, known: T, write: impl FnOnce(&mut String)) {
        let start = self.text.len();
        write(&mut self.text);
        self.terms.push(Term { block, key, known, start, end: self.text.len() });
    }

    /// Puts `others` behind these.
    pub fn append(&mut self, others: Self) {
        let before = self.text.len();
        self.text.push_str(&others.text);
        let moved = |term: Term<T>| Term { start: before + term.start, end: before + term.end, ..term };
        self.terms.extend(others.terms.into_iter().map(moved));
    }

    /// Sorts the terms by `compare`.
    pub fn sort_by(&mut self, compare: impl Fn((&str, &Term<T>), (&str, &Term<T>)) -> Ordering) {
        let text = |term: &Term<T>| &self.text[term.start..term.end];
        self.terms.sort_unstable_by(|a, b| compare((text(a), a), (text(b), b)));
    }

    /// Leaves out all terms but the first `n`.
    pub fn truncate(&mut self, n: usize) {
        self.terms.truncate(n);
    }

    /// The same terms, with what `of` makes of each.
    pub fn map<U>(self, of: impl Fn(&Term<T>) -> U) -> Terms<U> {
        let with = |term: Term<T>| {
            let known = of(&term);
            let Term { block, key, start, end, .. } = term;
            Term { block, key, known, start, end }
        };
        Terms { text: self.text, terms: self.terms.into_iter().map(with).collect() }
    }
}

impl Vocabulary {
    /// Sorts `terms`, of each of which the idf is known, and builds the table; terms of one block have distinct keys.
    pub fn new(mut terms: Terms<f32>) -> Self {
        terms.sort_by(|(a, of_a), (b, of_b)| (of_a.block, a, of_a.key).cmp(&(of_b.block, b, of_b.key)));
        let mut vocabulary = Vocabulary::default();
        vocabulary.text.reserve_exact(terms.text.len());
        for (term, Term { block, key, known: idf, .. }) in terms.iter() {
            vocabulary.text.push_str(term);
            vocabulary.ends.push(vocabulary.text.len() as u32);
            vocabulary.keys.push(*key);
            vocabulary.idf.push(*idf);
            vocabulary.block_sizes[*block as usize] += 1;
        }
        vocabulary.slots = slots(&vocabulary.keys);
        vocabulary
    }

    /// Number of terms.
    pub fn len(&self) -> usize {
        self.keys.len()
    }

    /// The feature whose key is `key`.
    #[inline]
    pub fn find(&self, key: u64) -> Option<u32> {
        let mask = self.slots.len().checked_sub(1)?;
        let mut slot = key as usize & mask;
        loop {
            let term = self.slots[slot].checked_sub(1)?;
            if self.keys[term as usize] == key {
                return Some(term);
            }
            slot = (slot + 1) & mask;
        }
    }

    /// The term of feature `i`.
    pub fn term(&self, i: u32) -> &str {
        let i = i as usize;
        let start = if i == 0 { 0 } else { self.ends[i - 1] as usize };
        &self.text[start..self.ends[i] as usize]
    }

    /// The features of `block`.
    pub fn block(&self, block: Block) -> Range<u32> {
        let start: usize = self.block_sizes[..block as usize].iter().sum();
        start as u32..(start + self.block_sizes[block as usize]) as u32
    }

    /// The block of feature `i`.
    pub fn block_of(&self, i: u32) -> Block {
        let holds = |block: &Block| self.block(*block).contains(&i);
        Block::ALL.into_iter().find(holds).expect("a feature of this vocabulary")
    }
}

/// The table for `keys`: at most two thirds full.
fn slots(keys: &[u64]) -> Vec<u32> {
    if keys.is_empty() {
        return Vec::new();
    }
    let mut slots = vec![0; (keys.len() * 3 / 2 + 1).next_power_of_two()];
    let mask = slots.len() - 1;
    for (term, &key) in keys.iter().enumerate() {
        let mut slot = key as usize & mask;
        while slots[slot] != 0 {
            slot = (slot + 1) & mask;
        }
        slots[slot] = term as u32 + 1;
    }
    slots
}

#[cfg(test)]
mod tests {
    use super::super::hash::hash_bytes;
    use super::*;

    fn push(terms: &mut Terms<f32>, block: Block, term: &str) {
        let key = key(block, hash_bytes(term.as_bytes(), 1));
        terms.push(block, key, 1.0, |text| text.push_str(term));
    }

    #[test]
    fn every_term_is_found_in_its_block_and_others_are_not() {
        let words: Vec<String> = (0..1000).map(|i| format!("w{i}")).collect();
        let (mut terms, mut more) = (Terms::default(), Terms::default());
        words.iter().for_each(|word| push(&mut terms, Block::Word, word));
        push(&mut more, Block::Lexicon, "w1");
        push(&mut more, Block::Character, " w");
        terms.append(more);
        let vocabulary = Vocabulary::new(terms);
        assert_eq!(vocabulary.len(), 1002);
        for word in &words {
            let i = vocabulary.find(key(Block::Word, hash_bytes(word.as_bytes(), 1))).unwrap();
            assert_eq!(vocabulary.term(i), word);
            assert_eq!(vocabulary.block_of(i), Block::Word);
        }
        let i = vocabulary.find(key(Block::Lexicon, hash_bytes(b"w1", 1))).unwrap();
        assert_eq!((vocabulary.term(i), vocabulary.block_of(i)), ("w1", Block::Lexicon));
        assert_eq!(vocabulary.find(key(Block::Word, hash_bytes(b"other", 1))), None);
    }

    #[test]
    fn an_empty_vocabulary_knows_nothing() {
        assert_eq!(Vocabulary::new(Terms::default()).find(0), None);
    }
}
