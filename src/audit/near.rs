//! Which rows have texts that differ, though little?

use serde::Serialize;

use super::grams::GramSets;
use super::join::similar_pairs;
use super::texts::Texts;
use super::{CheckOptions, CheckedRow, Findings};
use crate::statement::Corpus;

/// Two rows with texts that differ, though little.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct NearDuplicate {
    /// Jaccard index of the texts' sets of character 5-grams.
    pub jaccard: f64,
    /// The rows: both of the corpus, the earlier one first, or one of the corpus and one of the other.
    pub rows: [CheckedRow; 2],
}

/// The near duplicates within the corpus, and between it and the other.
pub(super) struct NearDuplicates {
    pub within: Findings<NearDuplicate>,
    pub across: Findings<NearDuplicate>,
}

pub(super) fn near_duplicates(texts: &Texts, options: &CheckOptions) -> NearDuplicates {
    let grams = GramSets::of(&texts.normal);
    let of_interest = |text: usize| !texts.rows[text].corpus.is_empty();
    let gathered = similar_pairs(&grams, options.near, of_interest, |found: &mut Found, a, b, jaccard| {
        let (a, b) = (a.min(b), a.max(b));
        if let Some(rows) = pair_within(texts, a, b) {
            found.within.add(RowPair { rows, jaccard }, options.most);
        }
        for (text, other) in [(a, b), (b, a)] {
            if let (&[row, ..], &[other, ..]) = (&texts.rows[text].corpus[..], &texts.rows[other].against[..])
            {
                found.across.add(RowPair { rows: (row, other), jaccard }, options.most);
            }
        }
    });
    let mut all = Found::default();
    for Found { within, across } in gathered {
        all.within.append(within, options.most);
        all.across.append(across, options.most);
    }
    let others = texts.against.unwrap_or(texts.corpus);
    NearDuplicates {
        within: all.within.findings(options.most, texts.corpus, texts.corpus),
        across: all.across.findings(options.most, texts.corpus, others),
    }
}

/// The first row of the text `a` and the first of `b` that do not share a group, the earlier one first.
fn pair_within(texts: &Texts, a: usize, b: usize) -> Option<(usize, usize)> {
    let (rows, others) = (&texts.rows[a].corpus, &texts.rows[b].corpus);
    let share_a_group = |row, other| texts.group(row).is_some() && texts.group(row) == texts.group(other);
    let pairs = rows.iter().flat_map(|&row| others.iter().map(move |&other| (row, other)));
    let (row, other) = pairs.into_iter().find(|&(row, other)| !share_a_group(row, other))?;
    Some((row.min(other), row.max(other)))
}

#[derive(Default)]
struct Found {
    within: FirstPairs,
    across: FirstPairs,
}

#[derive(Clone, Copy)]
struct RowPair {
    rows: (usize, usize),
    jaccard: f64,
}

/// Counts pairs and keeps the first in the order of rows, and not many more.
#[derive(Default)]
struct FirstPairs {
    count: usize,
    pairs: Vec<RowPair>,
}

impl FirstPairs {
    fn add(&mut self, pair: RowPair, most: usize) {
        self.count += 1;
        self.pairs.push(pair);
        self.bound(most);
    }

    fn append(&mut self, mut other: FirstPairs, most: usize) {
        self.count += other.count;
        self.pairs.append(&mut other.pairs);
        self.bound(most);
    }

    /// Keeps at most twice as many as wanted, so that sorting them is rare.
    fn bound(&mut self, most: usize) {
        if self.pairs.len() / 2 > most {
            self.cut(most);
        }
    }

    fn cut(&mut self, most: usize) {
        self.pairs.sort_unstable_by_key(|pair| pair.rows);
        self.pairs.truncate(most);
    }

    fn findings(mut self, most: usize, corpus: &Corpus, others: &Corpus) -> Findings<NearDuplicate> {
        self.cut(most);
        let list = |RowPair { rows: (row, other), jaccard }: &RowPair| NearDuplicate {
            jaccard: *jaccard,
            rows: [CheckedRow::of(corpus, *row), CheckedRow::of(others, *other)],
        };
        Findings { count: self.count, first: self.pairs.iter().map(list).collect() }
    }
}
