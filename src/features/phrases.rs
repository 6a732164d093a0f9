//! Lexicon terms: what they are to the vocabulary, and where they stand in a document.

use std::ops::Range;

use super::hash::extend;
use super::units::{Analyzer, BREAK, Unit, UnitTable};
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

/// Calls `visit` with the longest terms of a lexicon block, of at most `longest` words, found from left to right, and
/// the positions that each covers.
pub(crate) fn find_phrases(
    vocabulary: &Vocabulary,
    block: Block,
    longest: usize,
    units: &[Unit],
    document: &[u32],
    mut visit: impl FnMut(u32, Range<usize>),
) {
    if longest == 0 {
        return;
    }
    let mut start = 0;
    while start < document.len() {
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
            if words == longest || unit.passed_over {
                break;
            }
        }
        match found {
            Some((feature, end)) => {
                visit(feature, start..end);
                start = end;
            }
            None => start += 1,
        }
    }
}
