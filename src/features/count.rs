//! Which terms the documents hold, and in how many of them: the vocabulary at fit.

use hashbrown::HashMap;
use rayon::prelude::*;

use super::documents::Documents;
use super::hash::hash_bytes;
use super::options::{BlockOptions, FeatureOptions};
use super::pairs::Sketch;
use super::sequences::{Sequences, Standing};
use super::units::{BREAK, Unit};
use super::vocabulary::{Block, Term, Terms, key};
use crate::text::char_ngrams;

/// Seed of the hash of a character n-gram.
pub(crate) const GRAM_SEED: u64 = 2;

/// How often a term occurs.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Count {
    /// Documents that hold it.
    pub df: u32,
    /// Occurrences.
    pub tf: u64,
}

/// What the documents hold: the terms of the word, character and pair blocks that the options keep, and where the word
/// n-grams and pairs stand.
pub(crate) struct Counted {
    /// With their idf.
    pub terms: Terms<f32>,
    pub words: Option<Standing>,
    pub pairs: Option<Standing>,
}

/// Counts the terms of `documents`.
pub(crate) fn count_terms(documents: &Documents, options: &FeatureOptions) -> Counted {
    let n = documents.len();
    let keeps =
        |count: &Count| count.df >= options.min_df && f64::from(count.df) <= options.max_df * n as f64;
    let mut found = Terms::default();
    let words = options.word.as_ref().map(|block| {
        let (terms, standing) = Sequences::Ngrams(block).count(documents, keeps);
        found = terms;
        standing
    });
    if let Some(block) = &options.character {
        found.append(count_grams(documents, block, keeps));
    }
    if let Some(most) = options.max_features.filter(|most| *most < found.len()) {
        found.sort_by(|(a, of_a), (b, of_b)| {
            let by_frequency = of_b.known.tf.cmp(&of_a.known.tf);
            by_frequency.then_with(|| (of_a.block, a).cmp(&(of_b.block, b)))
        });
        found.truncate(most);
    }
    let pairs = options.pairs.as_ref().map(|block| {
        let sequences = Sequences::Pairs(block, Sketch::new(documents, block.window));
        let (terms, standing) = sequences.count(documents, |count| count.df >= block.min_df);
        found.append(terms);
        standing
    });
    let smooth = |df: u32| (libm::log((1.0 + n as f64) / (1.0 + f64::from(df))) + 1.0) as f32;
    let weighs = |block| match block {
        Block::Word => options.word.as_ref().is_some_and(|b| b.idf),
        Block::Character => options.character.as_ref().is_some_and(|b| b.idf),
        _ => true,
    };
    let idf = |term: &Term<Count>| if weighs(term.block) { smooth(term.known.df) } else { 1.0 };
    Counted { terms: found.map(idf), words, pairs }
}

/// Character n-grams are counted once per distinct unit, then looked up for each document.
fn count_grams(
    documents: &Documents,
    block: &BlockOptions,
    keeps: impl Fn(&Count) -> bool + Sync,
) -> Terms<Count> {
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
    let mut counted = Terms::default();
    for ((hash, term), count) in terms.iter().zip(counts).filter(|(_, count)| keeps(count)) {
        counted.push(Block::Character, key(Block::Character, *hash), count, |text| text.push_str(term));
    }
    counted
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
    use crate::features::documents::example::{N, block, documents};

    /// In how many documents each term is, and how often in all.
    fn counts(terms: &Terms<Count>) -> BTreeMap<&str, (u32, u64)> {
        terms.iter().map(|(term, of)| (term, (of.known.df, of.known.tf))).collect()
    }

    #[test]
    fn character_terms_are_counted_once_for_every_occurrence_of_their_word() {
        let (n, third) = (N as u32, N.div_ceil(3) as u32);
        let found = count_grams(&documents(), &block((3, 3)), |_| true);
        let b = (n, u64::from(n + 2 * third));
        assert_eq!(counts(&found), BTreeMap::from([(" a ", (n, u64::from(n))), (" b ", b)]));
        assert!(
            found.iter().all(|(gram, of)| {
                of.key == key(Block::Character, hash_bytes(gram.as_bytes(), GRAM_SEED))
            })
        );
    }

    #[test]
    fn idf_is_smooth_where_a_block_weighs_by_it() {
        let word = Some(block((1, 1)));
        let character = Some(BlockOptions { idf: false, ..block((3, 3)) });
        let options = FeatureOptions { word, character, max_features: Some(3), ..FeatureOptions::default() };
        let mut terms = count_terms(&documents(), &options).terms;
        terms.sort_by(|(a, of_a), (b, of_b)| (of_a.block, a).cmp(&(of_b.block, b)));
        let idf: Vec<(&str, f32)> = terms.iter().map(|(term, of)| (term, of.known)).collect();
        // "a" and "b" are in every document: ln((1 + n) / (1 + n)) + 1. The fourth in number is " a ".
        assert_eq!(idf, [("a", 1.0), ("b", 1.0), (" b ", 1.0)]);
        let rare = FeatureOptions { word: Some(block((2, 2))), max_df: 0.5, ..options };
        let terms = count_terms(&documents(), &rare).terms;
        let expected = ((1.0 + N as f64) / (1.0 + N.div_ceil(3) as f64)).ln() + 1.0;
        let found: Vec<(&str, f32)> = terms.iter().map(|(term, of)| (term, of.known)).collect();
        assert_eq!(found, [("b b", expected as f32)]);
    }
}
