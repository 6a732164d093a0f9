//! Texts taken apart in parallel into documents of unit ids, and their n-grams.

use std::ops::Range;

use rayon::prelude::*;

use super::hash::extend;
use super::units::{Analyzer, BREAK, Unit, UnitTable};

/// Fewest parts that texts are taken apart in, each over a table of units of its own. More than one for each thread would
/// cost time, as each part works out the units that are new to it; units have the same ids whatever the parts.
const LEAST_PARTS: usize = 4;

/// Fewest texts in a part.
const LEAST_IN_PART: usize = 1024;

/// Documents a parallel step takes at a time.
const CHUNK: usize = 1024;

/// Documents over one table of distinct units.
pub(crate) struct Documents {
    pub units: Vec<Unit>,
    /// Hash of each unit.
    pub hashes: Vec<u64>,
    ids: Vec<u32>,
    ends: Vec<usize>,
}

impl Documents {
    /// Takes `texts` apart.
    pub fn analyze(analyzer: &Analyzer, texts: &[&str]) -> Self {
        let parts = rayon::current_num_threads().max(LEAST_PARTS);
        let chunks: Vec<(UnitTable, Vec<u32>, Vec<usize>)> = texts
            .par_chunks(texts.len().div_ceil(parts).max(LEAST_IN_PART))
            .map(|texts| {
                let (mut table, mut ids, mut ends) = (UnitTable::default(), Vec::new(), Vec::new());
                for text in texts {
                    analyzer.document(text, &mut table, &mut ids);
                    ends.push(ids.len());
                }
                (table, ids, ends)
            })
            .collect();
        let mut table = UnitTable::default();
        let mut documents =
            Documents { units: Vec::new(), hashes: Vec::new(), ids: Vec::new(), ends: Vec::new() };
        for (local, ids, ends) in chunks {
            let base = documents.ids.len();
            let global: Vec<u32> = local.into_units().into_iter().map(|unit| table.intern(unit)).collect();
            let translated = ids.iter().map(|&id| if id == BREAK { BREAK } else { global[id as usize] });
            documents.ids.extend(translated);
            documents.ends.extend(ends.iter().map(|end| base + end));
        }
        documents.units = table.into_units();
        documents.hashes = documents.units.iter().map(|unit| unit.hash).collect();
        documents
    }

    /// Number of documents.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// The unit ids of document `i`, with [`BREAK`]s.
    pub fn get(&self, i: usize) -> &[u32] {
        let start = if i == 0 { 0 } else { self.ends[i - 1] };
        &self.ids[start..self.ends[i]]
    }

    /// The numbers of all documents, in fixed chunks.
    pub fn chunks(&self) -> Vec<Range<usize>> {
        (0..self.len()).step_by(CHUNK).map(|start| start..(start + CHUNK).min(self.len())).collect()
    }
}

/// Calls `visit` with the hash of every n-gram of `n` units within `document`, and the positions that it covers.
/// No n-gram reaches across a [`BREAK`].
pub(crate) fn word_ngrams(
    hash_of: impl Fn(u32) -> u64,
    document: &[u32],
    (min, max): (usize, usize),
    mut visit: impl FnMut(u64, Range<usize>),
) {
    for start in 0..document.len() {
        if document[start] == BREAK {
            continue;
        }
        let mut hash = hash_of(document[start]);
        if min == 1 {
            visit(hash, start..start + 1);
        }
        let after = document.iter().enumerate().take((start + max).min(document.len())).skip(start + 1);
        for (end, &unit) in after.take_while(|(_, unit)| **unit != BREAK) {
            hash = extend(hash, hash_of(unit));
            if end + 1 - start >= min {
                visit(hash, start..end + 1);
            }
        }
    }
}

/// What counting is tested on.
#[cfg(test)]
pub(super) mod example {
    use super::*;
    use crate::features::{BlockOptions, FeatureOptions};

    /// More texts than one chunk holds: every text has "a b", every third also ", b b".
    pub const N: usize = 3 * 4096 + 1;

    pub fn documents() -> Documents {
        let texts: Vec<&str> = (0..N).map(|i| if i % 3 == 0 { "a b, b b" } else { "a b" }).collect();
        Documents::analyze(&Analyzer::new(&FeatureOptions::default()), &texts)
    }

    pub fn block(ngrams: (usize, usize)) -> BlockOptions {
        BlockOptions { ngrams, ..FeatureOptions::default().word.expect("a word block") }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::FeatureOptions;

    fn analyzed(texts: &[&str]) -> Documents {
        Documents::analyze(&Analyzer::new(&FeatureOptions::default()), texts)
    }

    #[test]
    fn documents_of_all_parts_share_one_table_of_units() {
        const N: usize = LEAST_PARTS * LEAST_IN_PART + 3;
        let texts: Vec<String> = (0..N).map(|i| format!("all, w{} it", i % 1500)).collect();
        let documents = analyzed(&texts.iter().map(String::as_str).collect::<Vec<_>>());
        assert_eq!(documents.len(), texts.len());
        assert_eq!(documents.units.len(), 2 + 1500);
        for i in 0..texts.len() {
            let [all, BREAK, word, it] = documents.get(i) else { panic!("{:?}", documents.get(i)) };
            assert_eq!((*all, *it), (0, 2));
            assert_eq!(*documents.units[*word as usize].form, format!("w{}", i % 1500));
        }
        let chunks = documents.chunks();
        assert_eq!(chunks[..2], [0..CHUNK, CHUNK..2 * CHUNK]);
        assert_eq!(chunks.last(), Some(&(N / CHUNK * CHUNK..N)));
    }

    #[test]
    fn texts_without_units_are_empty_documents() {
        let documents = analyzed(&["", "lift", " ", "..."]);
        assert_eq!([0, 1, 2, 3].map(|i| documents.get(i).len()), [0, 1, 0, 1]);
        let none = analyzed(&[]);
        assert_eq!((none.len(), none.chunks().len()), (0, 0));
    }

    #[test]
    fn ngrams_stay_between_breaks_and_have_the_hash_of_their_units() {
        let documents = analyzed(&["a b c, d e"]);
        let [a, b, c, d, e] = [0, 1, 2, 3, 4].map(|id: usize| documents.units[id].hash);
        let ngrams = |lengths| {
            let mut seen = Vec::new();
            let hash = |unit: u32| documents.hashes[unit as usize];
            word_ngrams(hash, documents.get(0), lengths, |hash, at| seen.push((hash, at)));
            seen
        };
        let (ab, bc, de) = (extend(a, b), extend(b, c), extend(d, e));
        assert_eq!(
            ngrams((1, 2)),
            [(a, 0..1), (ab, 0..2), (b, 1..2), (bc, 1..3), (c, 2..3), (d, 4..5), (de, 4..6), (e, 5..6)]
        );
        assert_eq!(ngrams((2, 3)), [(ab, 0..2), (extend(ab, c), 0..3), (bc, 1..3), (de, 4..6)]);
        assert_eq!(ngrams((3, 8)), [(extend(ab, c), 0..3)]);
        assert!(ngrams((4, 4)).is_empty());
    }
}
