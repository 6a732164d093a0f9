//! Word n-grams and pairs of words: how often each stands in the documents, and where.

use std::ops::Range;

use rayon::prelude::*;

use super::count::Count;
use super::documents::{Documents, word_ngrams};
use super::options::{BlockOptions, PairOptions};
use super::pairs::{Sketch, pairs};
use super::slots::Slots;
use super::vocabulary::{Block, Terms, Vocabulary, key};

/// Parts of the space of hashes, by their highest bits. Each is counted by one task, over all documents: its table stays
/// in the cache, and nothing needs to be merged.
const SHARDS: usize = 4;

/// Documents whose sequences are looked up together.
const GROUP: usize = 64;

/// Terms a parallel step writes at a time.
const CHUNK: usize = 1 << 14;

fn shard_of(hash: u64) -> usize {
    (hash >> (u64::BITS - SHARDS.ilog2())) as usize
}

/// The sequences of units whose hashes are counted.
pub(super) enum Sequences<'a> {
    Ngrams(&'a BlockOptions),
    /// Those pairs that the sketch lets pass.
    Pairs(&'a PairOptions, Sketch),
}

/// Where the sequences of one block stand.
pub(crate) struct Standing {
    shards: Vec<Shard>,
}

/// The sequences in one part of the space of hashes, numbered by their first occurrence.
#[derive(Default)]
struct Shard {
    hashes: Vec<u64>,
    tallies: Vec<Tally>,
    /// Document and positions of the first occurrence, by which the words are found again.
    firsts: Vec<(u32, Range<u32>)>,
    /// The numbers of the sequences of all documents, one document after the other.
    numbers: Vec<u32>,
    /// Where each document ends in `numbers`.
    ends: Vec<usize>,
    /// The feature of each sequence; `NONE` where it is kept out of the vocabulary.
    features: Vec<u32>,
}

/// How often a sequence is in the documents up to the `last` that holds it.
struct Tally {
    tf: u64,
    df: u32,
    last: u32,
}

/// An occurrence of a sequence: its document and positions.
struct Met {
    hash: u64,
    document: u32,
    at: Range<u32>,
}

/// No feature, and no document.
const NONE: u32 = u32::MAX;

impl Sequences<'_> {
    fn block(&self) -> Block {
        match self {
            Sequences::Ngrams(_) => Block::Word,
            Sequences::Pairs(..) => Block::Pair,
        }
    }

    /// Counts the sequences of `documents`: those for which `keeps` holds, in the order of the vocabulary, and where all
    /// of them stand.
    pub fn count(
        &self,
        documents: &Documents,
        keeps: impl Fn(&Count) -> bool + Sync,
    ) -> (Terms<Count>, Standing) {
        let ranks = ranks(documents);
        let counted: Vec<(Shard, Vec<Sortable>)> = (0..SHARDS)
            .into_par_iter()
            .map(|part| {
                let shard = self.count_shard(documents, part);
                let kept = (0..shard.tallies.len()).filter(|&number| keeps(&shard.tallies[number].count()));
                let sortable = |number| {
                    let ranks = self.ranks(shard.first(number, documents), &ranks);
                    Sortable { ranks, shard: part as u32, number: number as u32 }
                };
                let kept = kept.map(sortable).collect();
                (shard, kept)
            })
            .collect();
        let (shards, kept): (Vec<Shard>, Vec<Vec<Sortable>>) = counted.into_iter().unzip();
        let mut kept = kept.concat();
        let units = |at: &Sortable| shards[at.shard as usize].first(at.number as usize, documents);
        kept.par_sort_unstable_by(|a, b| {
            // Beyond the first two stems, terms are in the order of those that follow.
            let rest = |at| units(at).iter().skip(2).map(|unit| ranks[*unit as usize]);
            a.ranks.cmp(&b.ranks).then_with(|| rest(a).cmp(rest(b)))
        });
        let terms = |chunk: &[Sortable]| {
            let mut terms = Terms::default();
            for at in chunk {
                let (shard, number) = (&shards[at.shard as usize], at.number as usize);
                let key = key(self.block(), shard.hashes[number]);
                let count = shard.tallies[number].count();
                terms.push(self.block(), key, count, |text| self.write(units(at), documents, text));
            }
            terms
        };
        let terms: Vec<Terms<Count>> = kept.par_chunks(CHUNK).map(terms).collect();
        let mut all = Terms::default();
        terms.into_iter().for_each(|terms| all.append(terms));
        (all, Standing { shards })
    }

    fn count_shard(&self, documents: &Documents, part: usize) -> Shard {
        let mut shard = Shard::default();
        let (mut known, mut met) = (Slots::default(), Vec::new());
        let n = documents.len();
        for group in (0..n).step_by(GROUP).map(|start| start..(start + GROUP).min(n)) {
            met.clear();
            for i in group {
                self.visit(documents, i, |hash, at| {
                    if shard_of(hash) == part && self.may_be_kept(hash) {
                        met.push(Met { hash, document: i as u32, at: at.start as u32..at.end as u32 });
                    }
                });
                shard.ends.push(shard.numbers.len() + met.len());
            }
            shard.count(&met, &mut known);
        }
        shard
    }

    /// Calls `visit` with the hash of each and the positions from its first unit to its last.
    fn visit(&self, documents: &Documents, i: usize, visit: impl FnMut(u64, Range<usize>)) {
        let hash = |unit: u32| documents.hashes[unit as usize];
        match self {
            Sequences::Ngrams(block) => word_ngrams(hash, documents.get(i), block.ngrams, visit),
            Sequences::Pairs(block, _) => pairs(hash, documents.get(i), block.window, visit),
        }
    }

    fn may_be_kept(&self, hash: u64) -> bool {
        match self {
            Sequences::Ngrams(_) => true,
            Sequences::Pairs(block, sketch) => sketch.may_be_in(hash, block.min_df),
        }
    }

    /// The ranks of the first two stems of the term that stands in `units`; 0 for none.
    fn ranks(&self, units: &[u32], ranks: &[u32]) -> (u32, u32) {
        let rank = |unit: Option<&u32>| unit.map_or(0, |unit| ranks[*unit as usize]);
        match self {
            Sequences::Ngrams(_) => (rank(units.first()), rank(units.get(1))),
            Sequences::Pairs(..) => {
                let (a, b) = (rank(units.first()), rank(units.last()));
                (a.min(b), a.max(b))
            }
        }
    }

    /// Puts the term that stands in `units` behind `text`.
    fn write(&self, units: &[u32], documents: &Documents, text: &mut String) {
        let stem = |unit: u32| &*documents.units[unit as usize].stem;
        match (self, units) {
            (Sequences::Pairs(..), [first, .., last]) => {
                let (first, last) = (stem(*first), stem(*last));
                text.extend([first.min(last), " + ", first.max(last)]);
            }
            _ => {
                for (i, unit) in units.iter().enumerate() {
                    text.extend([if i == 0 { "" } else { " " }, stem(*unit)]);
                }
            }
        }
    }
}

/// A sequence that is quickly compared: no stem holds a space, so terms are in the order of the ranks of their stems.
#[derive(Clone, Copy)]
struct Sortable {
    /// Ranks of the first two stems; 0 for none.
    ranks: (u32, u32),
    /// Where it is counted.
    shard: u32,
    number: u32,
}

impl Tally {
    fn count(&self) -> Count {
        Count { df: self.df, tf: self.tf }
    }
}

impl Shard {
    /// The units of sequence `number` where it stands first.
    fn first<'a>(&self, number: usize, documents: &'a Documents) -> &'a [u32] {
        let (document, at) = &self.firsts[number];
        &documents.get(*document as usize)[at.start as usize..at.end as usize]
    }

    /// Counts the sequences that were `met`, of which those counted before have the numbers `known`.
    ///
    /// Each step of a loop of its own, so that what one asks for from memory does not wait for another.
    fn count(&mut self, met: &[Met], known: &mut Slots<u32>) {
        known.touch(met.iter().map(|met| met.hash));
        let first = self.numbers.len();
        for Met { hash, document, at } in met {
            let number = known.find(*hash).unwrap_or_else(|| {
                let number = self.hashes.len() as u32;
                known.insert(*hash, number);
                self.hashes.push(*hash);
                self.tallies.push(Tally { tf: 0, df: 0, last: NONE });
                self.firsts.push((*document, at.clone()));
                number
            });
            self.numbers.push(number);
        }
        for (number, met) in self.numbers[first..].iter().zip(met) {
            let tally = &mut self.tallies[*number as usize];
            tally.tf += 1;
            tally.df += u32::from(tally.last != met.document);
            tally.last = met.document;
        }
    }
}

/// For each unit the rank of its stem among all stems, in byte order; the first is 1.
fn ranks(documents: &Documents) -> Vec<u32> {
    let stem = |unit: &u32| &*documents.units[*unit as usize].stem;
    let mut order: Vec<u32> = (0..documents.units.len() as u32).collect();
    order.par_sort_unstable_by(|a, b| stem(a).cmp(stem(b)));
    let mut ranks = vec![0; order.len()];
    let mut rank = 0;
    for (i, unit) in order.iter().enumerate() {
        if i == 0 || stem(&order[i - 1]) != stem(unit) {
            rank += 1;
        }
        ranks[*unit as usize] = rank;
    }
    ranks
}

impl Standing {
    /// Looks the features of all sequences up in `vocabulary`.
    pub fn resolve(&mut self, block: Block, vocabulary: &Vocabulary) {
        self.shards.par_iter_mut().for_each(|shard| {
            let feature = |hash: &u64| vocabulary.find(key(block, *hash)).unwrap_or(NONE);
            shard.features = shard.hashes.iter().map(feature).collect();
        });
    }

    /// Puts the features of the sequences of document `i` behind `features`, once for each occurrence.
    pub fn features(&self, i: usize, features: &mut Vec<u32>) {
        for shard in &self.shards {
            let start = if i == 0 { 0 } else { shard.ends[i - 1] };
            let of_document = &shard.numbers[start..shard.ends[i]];
            features.extend(
                of_document
                    .iter()
                    .map(|number| shard.features[*number as usize])
                    .filter(|feature| *feature != NONE),
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::FeatureOptions;
    use crate::features::documents::example::{N, block, documents};
    use crate::features::hash::extend;
    use crate::features::units::Analyzer;

    fn counts(terms: &Terms<Count>) -> Vec<(&str, u32, u64)> {
        terms.iter().map(|(term, of)| (term, of.known.df, of.known.tf)).collect()
    }

    #[test]
    fn sequences_are_counted_over_all_chunks_and_stand_in_the_order_of_their_terms() {
        let documents = documents();
        let (n, third) = (N as u32, N.div_ceil(3) as u32);
        let of_block = block((1, 2));
        let (found, _) = Sequences::Ngrams(&of_block).count(&documents, |_| true);
        let all = |df: u32, more: u32| (df, u64::from(df + more));
        let expected =
            [("a", all(n, 0)), ("a b", all(n, 0)), ("b", all(n, 2 * third)), ("b b", all(third, 0))];
        assert_eq!(counts(&found), expected.map(|(term, (df, tf))| (term, df, tf)));
        let [a, b] = [0, 1].map(|id: usize| documents.units[id].hash);
        let (_, second) = found.iter().nth(1).expect("a second term");
        assert_eq!(second.key, key(Block::Word, extend(a, b)));
        let (rare, _) = Sequences::Ngrams(&of_block).count(&documents, |count| count.df <= third);
        assert_eq!(counts(&rare), [("b b", third, u64::from(third))]);
    }

    #[test]
    fn terms_sort_as_their_bytes_do() {
        let texts = ["a b c", "ab c", "a", "a' b", "abc d a", "a b a", "é a", "a-b a b", "b a' #a @b 1 !"];
        let documents = Documents::analyze(&Analyzer::new(&FeatureOptions::default()), &texts);
        let of_block = block((1, 4));
        let (found, _) = Sequences::Ngrams(&of_block).count(&documents, |_| true);
        assert!(found.len() > 20 && found.iter().is_sorted_by(|a, b| a.0 < b.0), "{:?}", counts(&found));
        let options = PairOptions { min_df: 1, ..PairOptions::default() };
        let sketch = Sketch::new(&documents, options.window);
        let (found, _) = Sequences::Pairs(&options, sketch).count(&documents, |_| true);
        assert!(found.len() > 10 && found.iter().is_sorted_by(|a, b| a.0 < b.0), "{:?}", counts(&found));
    }

    #[test]
    fn the_features_of_a_document_are_those_of_its_sequences() {
        let documents = documents();
        let of_block = block((1, 2));
        let (found, mut standing) = Sequences::Ngrams(&of_block).count(&documents, |count| count.tf > 1);
        let vocabulary = Vocabulary::new(found.map(|_| 1.0));
        standing.resolve(Block::Word, &vocabulary);
        let mut features = Vec::new();
        standing.features(N - 1, &mut features);
        features.sort_unstable();
        let terms: Vec<&str> = features.iter().map(|feature| vocabulary.term(*feature)).collect();
        assert_eq!(terms, ["a", "a b", "b", "b", "b", "b b"], "the last document has the second part too");
    }
}
