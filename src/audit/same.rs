//! Which rows have the same text, or the same group?

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::texts::{Rows, Texts, group};
use super::{CheckedRow, Findings};
use crate::stance::Target;
use crate::statement::{Corpus, LabelledStatement};

/// Rows that have something in common.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct RowSet {
    /// Those of the corpus, in its order.
    pub corpus: Vec<CheckedRow>,
    /// Those of the other corpus, in its order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub against: Vec<CheckedRow>,
}

/// Rows of the corpus with the same text and the same target, or none.
pub(super) fn exact_duplicates(texts: &Texts, most: usize) -> Findings<RowSet> {
    let mut found = Vec::new();
    for rows in texts.rows.iter().filter(|rows| rows.corpus.len() > 1) {
        let mut by_target: BTreeMap<Option<&Target>, Vec<usize>> = BTreeMap::new();
        for &row in &rows.corpus {
            by_target.entry(texts.corpus.rows[row].target.as_ref()).or_default().push(row);
        }
        let repeated = by_target.into_values().filter(|rows| rows.len() > 1);
        found.extend(repeated.map(|corpus| Rows { corpus, against: Vec::new() }));
    }
    listed(texts, found, most)
}

/// Rows with the same text and different stances toward one target: of the corpus, or across both.
pub(super) fn contradictions(texts: &Texts, across: bool, most: usize) -> Findings<RowSet> {
    let mut found = Vec::new();
    for rows in &texts.rows {
        let against = if across { &rows.against[..] } else { &[] };
        if rows.corpus.len() + against.len() < 2 || rows.corpus.is_empty() || across && against.is_empty() {
            continue;
        }
        let all = labelled(Some(texts.corpus), &rows.corpus).chain(labelled(texts.against, against));
        let all: Vec<&LabelledStatement> = all.collect();
        for target in all.iter().filter_map(|row| row.target.as_ref()).collect::<BTreeSet<_>>() {
            // A row without a target says that the text is not about this one.
            let judges = |row: &LabelledStatement| row.target.as_ref().is_none_or(|other| other == target);
            let stances: BTreeSet<_> = all.iter().filter(|row| judges(row)).map(|row| row.stance).collect();
            let of = |corpus: Option<&Corpus>, rows: &[usize]| -> Vec<usize> {
                let rows = rows.iter().zip(labelled(corpus, rows));
                rows.filter(|(_, row)| judges(row)).map(|(&row, _)| row).collect()
            };
            let judging =
                Rows { corpus: of(Some(texts.corpus), &rows.corpus), against: of(texts.against, against) };
            let on_both_sides = !judging.corpus.is_empty() && !judging.against.is_empty();
            if stances.len() > 1 && (on_both_sides || !across) {
                found.push(judging);
            }
        }
    }
    listed(texts, found, most)
}

fn labelled<'a>(corpus: Option<&'a Corpus>, rows: &[usize]) -> impl Iterator<Item = &'a LabelledStatement> {
    corpus.into_iter().flat_map(move |corpus| rows.iter().map(|&row| &corpus.rows[row]))
}

/// Rows with a text that is in both corpora.
pub(super) fn shared_texts(texts: &Texts, most: usize) -> Findings<RowSet> {
    listed(texts, texts.rows.iter().filter(|rows| is_shared(rows)).cloned().collect(), most)
}

/// Rows with a group that is in both corpora.
pub(super) fn shared_groups(texts: &Texts, most: usize) -> Findings<RowSet> {
    let mut by_group: BTreeMap<&str, Rows> = BTreeMap::new();
    for row in 0..texts.corpus.rows.len() {
        if let Some(group) = texts.group(row) {
            by_group.entry(group).or_default().corpus.push(row);
        }
    }
    let others = texts.against;
    for (corpus, row) in others.iter().flat_map(|corpus| (0..corpus.rows.len()).map(move |row| (corpus, row)))
    {
        if let Some(rows) = group(corpus, row).and_then(|group| by_group.get_mut(group)) {
            rows.against.push(row);
        }
    }
    listed(texts, by_group.into_values().filter(is_shared).collect(), most)
}

fn is_shared(rows: &Rows) -> bool {
    !rows.corpus.is_empty() && !rows.against.is_empty()
}

/// The findings in the order of their first rows.
fn listed(texts: &Texts, mut found: Vec<Rows>, most: usize) -> Findings<RowSet> {
    found.sort_unstable();
    let rows = |corpus: Option<&Corpus>, rows: Vec<usize>| {
        let rows = corpus.into_iter().flat_map(|corpus| rows.iter().map(|&row| CheckedRow::of(corpus, row)));
        rows.collect()
    };
    Findings::of(found, most, |found| RowSet {
        corpus: rows(Some(texts.corpus), found.corpus),
        against: rows(texts.against, found.against),
    })
}
