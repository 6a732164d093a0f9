//! Which terms the documents hold, and in how many of them: the vocabulary at fit.

use std::ops::Range;

use hashbrown::HashMap;
use rayon::prelude::*;

use super::documents::{Documents, word_ngrams};
use super::hash::hash_bytes;
use super::options::{BlockOptions, FeatureOptions, PairOptions};
use super::pairs::{Sketch, pairs};
use super::units::{BREAK, Unit};
use super::vocabulary::{Block, Entry, key};
use crate::text::char_ngrams;

/// Seed of the hash of a character n-gram.
pub(crate) const GRAM_SEED: u64 = 2;

/// Chunks of documents counted before their counts are merged, which bounds the memory in between.
const WAVE: usize = 16;

/// Parts of the hash space that are merged side by side.
const SHARDS: usize = 64;

/// How often a term occurs.
#[derive(Debug, Clone, Copy)]
struct Count {
    /// Documents that hold it.
    df: u32,
    /// Occurrences.
    tf: u64,
}

struct Candidate {
    block: Block,
    key: u64,
    count: Count,
    term: String,
}

/// The terms of the word, character and pair blocks that `options` keep, with their idf.
pub(crate) fn count_terms(documents: &Documents, options: &FeatureOptions) -> Vec<Entry> {
    let n = documents.len();
    let keeps =
        |count: &Count| count.df >= options.min_df && f64::from(count.df) <= options.max_df * n as f64;
    let mut candidates = Vec::new();
    if let Some(block) = &options.word {
        candidates.extend(count_words(documents, &Sequences::Ngrams(block), keeps));
    }
    if let Some(block) = &options.character {
        candidates.extend(count_grams(documents, block, keeps));
    }
    if let Some(most) = options.max_features {
        candidates.sort_unstable_by(|a, b| {
            b.count.tf.cmp(&a.count.tf).then_with(|| (a.block, &a.term).cmp(&(b.block, &b.term)))
        });
        candidates.truncate(most);
    }
    if let Some(block) = &options.pairs {
        let sequences = Sequences::Pairs(block, Sketch::new(documents, block.window));
        candidates.extend(count_words(documents, &sequences, |count| count.df >= block.min_df));
    }
    let smooth = |df: u32| (libm::log((1.0 + n as f64) / (1.0 + f64::from(df))) + 1.0) as f32;
    let weighs = |block| match block {
        Block::Word => options.word.as_ref().is_some_and(|b| b.idf),
        Block::Character => options.character.as_ref().is_some_and(|b| b.idf),
        _ => true,
    };
    candidates
        .into_iter()
        .map(|Candidate { block, key, count, term }| {
            let idf = if weighs(block) { smooth(count.df) } else { 1.0 };
            Entry { block, term, key, idf }
        })
        .collect()
}

/// The sequences of units whose hashes are counted.
enum Sequences<'a> {
    Ngrams(&'a BlockOptions),
    /// Those pairs that the sketch lets pass.
    Pairs(&'a PairOptions, Sketch),
}

impl Sequences<'_> {
    fn block(&self) -> Block {
        match self {
            Sequences::Ngrams(_) => Block::Word,
            Sequences::Pairs(..) => Block::Pair,
        }
    }

    /// Calls `visit` with the hash of each and the positions from its first unit to its last.
    fn visit(&self, units: &[Unit], document: &[u32], mut visit: impl FnMut(u64, Range<usize>)) {
        match self {
            Sequences::Ngrams(block) => word_ngrams(units, document, block.ngrams, visit),
            Sequences::Pairs(block, sketch) => pairs(units, document, block.window, |hash, at| {
                if sketch.may_be_in(hash, block.min_df) {
                    visit(hash, at);
                }
            }),
        }
    }

    /// The term of which `ids` is the stretch of units.
    fn term(&self, units: &[Unit], ids: &[u32]) -> String {
        let stem = |id: &u32| &*units[*id as usize].stem;
        match (self, ids) {
            (Sequences::Pairs(..), [first, .., last]) => {
                let (first, last) = (stem(first), stem(last));
                format!("{} + {}", first.min(last), first.max(last))
            }
            _ => ids.iter().map(stem).collect::<Vec<_>>().join(" "),
        }
    }
}

/// Where a sequence stands first, by which its words are found again.
struct WordCount {
    count: Count,
    document: u32,
    positions: Range<u32>,
}

fn count_words(
    documents: &Documents,
    sequences: &Sequences,
    keeps: impl Fn(&Count) -> bool + Sync,
) -> Vec<Candidate> {
    let mut shards: Vec<HashMap<u64, WordCount>> = (0..SHARDS).map(|_| HashMap::new()).collect();
    for wave in documents.chunks().chunks(WAVE) {
        let counted: Vec<_> =
            wave.par_iter().map(|chunk| count_chunk(documents, chunk.clone(), sequences)).collect();
        shards.par_iter_mut().enumerate().for_each(|(shard, merged)| {
            for counts in &counted {
                for (hash, new) in &counts[shard] {
                    merged
                        .entry(*hash)
                        .and_modify(|known: &mut WordCount| {
                            known.count.df += new.count.df;
                            known.count.tf += new.count.tf;
                        })
                        .or_insert_with(|| WordCount { positions: new.positions.clone(), ..*new });
                }
            }
        });
    }
    let kept: Vec<Vec<Candidate>> = shards
        .into_par_iter()
        .map(|shard| {
            let kept = shard.into_iter().filter(|(_, known)| keeps(&known.count));
            kept.map(|(hash, known)| {
                let Range { start, end } = known.positions;
                let ids = &documents.get(known.document as usize)[start as usize..end as usize];
                Candidate {
                    block: sequences.block(),
                    key: key(sequences.block(), hash),
                    count: known.count,
                    term: sequences.term(&documents.units, ids),
                }
            })
            .collect()
        })
        .collect();
    kept.into_iter().flatten().collect()
}

/// The counts of one chunk of documents, by shard.
fn count_chunk(
    documents: &Documents,
    chunk: Range<usize>,
    sequences: &Sequences,
) -> Vec<Vec<(u64, WordCount)>> {
    let mut counts: HashMap<u64, (WordCount, u32)> = HashMap::new();
    for i in chunk {
        sequences.visit(&documents.units, documents.get(i), |hash, at| {
            let (known, last) = counts.entry(hash).or_insert_with(|| {
                let positions = at.start as u32..at.end as u32;
                (WordCount { count: Count { df: 0, tf: 0 }, document: i as u32, positions }, u32::MAX)
            });
            known.count.tf += 1;
            if *last != i as u32 {
                known.count.df += 1;
                *last = i as u32;
            }
        });
    }
    let mut shards: Vec<Vec<(u64, WordCount)>> = (0..SHARDS).map(|_| Vec::new()).collect();
    for (hash, (count, _)) in counts {
        shards[(hash >> 58) as usize].push((hash, count));
    }
    shards
}

/// Character n-grams are counted once per distinct unit, then looked up for each document.
fn count_grams(
    documents: &Documents,
    block: &BlockOptions,
    keeps: impl Fn(&Count) -> bool + Sync,
) -> Vec<Candidate> {
    let mut ids: HashMap<u64, u32> = HashMap::new();
    let mut terms: Vec<(u64, String)> = Vec::new();
    let grams: Vec<Vec<u32>> = documents
        .units
        .iter()
        .map(|unit| {
            let mut of_unit = Vec::new();
            unit_grams(unit, block.ngrams, |gram| {
                let hash = hash_bytes(gram.as_bytes(), GRAM_SEED);
                of_unit.push(*ids.entry(hash).or_insert_with(|| {
                    terms.push((hash, gram.to_string()));
                    terms.len() as u32 - 1
                }));
            });
            of_unit
        })
        .collect();
    let nothing = || vec![Count { df: 0, tf: 0 }; terms.len()];
    let counts = documents
        .chunks()
        .into_par_iter()
        .fold(
            || (nothing(), vec![usize::MAX; terms.len()]),
            |(mut counts, mut last), chunk| {
                for i in chunk {
                    for &unit in documents.get(i).iter().filter(|&&unit| unit != BREAK) {
                        for &gram in &grams[unit as usize] {
                            let gram = gram as usize;
                            counts[gram].tf += 1;
                            counts[gram].df += u32::from(last[gram] != i);
                            last[gram] = i;
                        }
                    }
                }
                (counts, last)
            },
        )
        .map(|(counts, _)| counts)
        .reduce(nothing, |mut sum, counts| {
            for (sum, count) in sum.iter_mut().zip(counts) {
                sum.df += count.df;
                sum.tf += count.tf;
            }
            sum
        });
    let counted = terms.into_iter().zip(counts).filter(|(_, count)| keeps(count));
    counted
        .map(|((hash, term), count)| Candidate {
            block: Block::Character,
            key: key(Block::Character, hash),
            count,
            term,
        })
        .collect()
}

/// Calls `visit` with the character n-grams of a unit that is a word, number or name.
pub(crate) fn unit_grams(unit: &Unit, (min, max): (usize, usize), visit: impl FnMut(&str)) {
    if unit.word_like {
        char_ngrams(&unit.form, min..=max, &mut String::new(), visit);
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::features::hash::extend;
    use crate::features::units::Analyzer;

    /// More texts than one wave of chunks holds: every text has "a b", every third also ", b b".
    const N: usize = 17 * 1024;

    fn documents() -> Documents {
        let texts: Vec<&str> = (0..N).map(|i| if i % 3 == 0 { "a b, b b" } else { "a b" }).collect();
        Documents::analyze(&Analyzer::new(&FeatureOptions::default()), &texts)
    }

    fn block(ngrams: (usize, usize)) -> BlockOptions {
        BlockOptions { ngrams, ..FeatureOptions::default().word.expect("a word block") }
    }

    /// In how many documents each term is, and how often in all.
    fn counts(candidates: &[Candidate]) -> BTreeMap<&str, (u32, u64)> {
        candidates.iter().map(|found| (found.term.as_str(), (found.count.df, found.count.tf))).collect()
    }

    #[test]
    fn word_terms_are_counted_over_all_waves_and_chunks() {
        let documents = documents();
        let (n, third) = (N as u32, N.div_ceil(3) as u32);
        let found = count_words(&documents, &Sequences::Ngrams(&block((1, 2))), |_| true);
        let all = |df: u32, more: u32| (df, u64::from(df + more));
        assert_eq!(
            counts(&found),
            BTreeMap::from([
                ("a", all(n, 0)),
                ("a b", all(n, 0)),
                ("b", all(n, 2 * third)),
                ("b b", all(third, 0)),
            ])
        );
        let pair = found.iter().find(|found| found.term == "a b").expect("a b");
        let [a, b] = [0, 1].map(|id: usize| documents.units[id].hash);
        assert_eq!(pair.key, key(Block::Word, extend(a, b)));
        let rare = count_words(&documents, &Sequences::Ngrams(&block((1, 2))), |count| count.df <= third);
        assert_eq!(counts(&rare), BTreeMap::from([("b b", all(third, 0))]));
    }

    #[test]
    fn character_terms_are_counted_once_for_every_occurrence_of_their_word() {
        let (n, third) = (N as u32, N.div_ceil(3) as u32);
        let found = count_grams(&documents(), &block((3, 3)), |_| true);
        let b = (n, u64::from(n + 2 * third));
        assert_eq!(counts(&found), BTreeMap::from([(" a ", (n, u64::from(n))), (" b ", b)]));
        assert!(
            found.iter().all(|gram| {
                gram.key == key(Block::Character, hash_bytes(gram.term.as_bytes(), GRAM_SEED))
            })
        );
    }

    #[test]
    fn idf_is_smooth_where_a_block_weighs_by_it() {
        let word = Some(block((1, 1)));
        let character = Some(BlockOptions { idf: false, ..block((3, 3)) });
        let options = FeatureOptions { word, character, max_features: Some(3), ..FeatureOptions::default() };
        let mut entries = count_terms(&documents(), &options);
        entries.sort_by(|a, b| (a.block, &a.term).cmp(&(b.block, &b.term)));
        let idf: Vec<(&str, f32)> = entries.iter().map(|entry| (entry.term.as_str(), entry.idf)).collect();
        // "a" and "b" are in every document: ln((1 + n) / (1 + n)) + 1. The fourth in number is " a ".
        assert_eq!(idf, [("a", 1.0), ("b", 1.0), (" b ", 1.0)]);
        let rare = FeatureOptions { word: Some(block((2, 2))), max_df: 0.5, ..options };
        let [entry] = &count_terms(&documents(), &rare)[..] else { panic!("one term") };
        let expected = ((1.0 + N as f64) / (1.0 + N.div_ceil(3) as f64)).ln() + 1.0;
        assert_eq!((entry.term.as_str(), entry.idf), ("b b", expected as f32));
    }
}
