//! Which distinct texts do one or two corpora hold, and in which rows?

use std::borrow::Cow;
use std::collections::HashMap;

use rayon::prelude::*;

use crate::statement::Corpus;
use crate::text::normalize;

/// The distinct texts of a corpus and, where there is one, another, in the order of their first rows.
pub(super) struct Texts<'a> {
    pub corpus: &'a Corpus,
    /// The other corpus; empty where there is none.
    pub against: Option<&'a Corpus>,
    /// Normal form of each text.
    pub normal: Vec<Cow<'a, str>>,
    /// The rows of each text.
    pub rows: Vec<Rows>,
}

/// Indices of rows, rising, in the corpus and in the other one.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(super) struct Rows {
    pub corpus: Vec<usize>,
    pub against: Vec<usize>,
}

impl<'a> Texts<'a> {
    pub fn of(corpus: &'a Corpus, against: Option<&'a Corpus>) -> Self {
        let n_rows = corpus.rows.len();
        let others = against.map_or(&[][..], |against| &against.rows);
        let all = corpus.rows.par_iter().chain(others);
        let mut normal: Vec<Cow<str>> = all.map(|row| normalize(&row.statement.text)).collect();

        let mut is_first = vec![false; normal.len()];
        let mut rows: Vec<Rows> = Vec::new();
        let mut text_of: HashMap<&str, usize> = HashMap::with_capacity(normal.len());
        for (i, text) in normal.iter().enumerate() {
            let text = *text_of.entry(text).or_insert_with(|| {
                is_first[i] = true;
                rows.push(Rows::default());
                rows.len() - 1
            });
            match i.checked_sub(n_rows) {
                None => rows[text].corpus.push(i),
                Some(i) => rows[text].against.push(i),
            }
        }
        drop(text_of);
        let mut is_first = is_first.into_iter();
        normal.retain(|_| is_first.next().unwrap_or_default());
        Texts { corpus, against, normal, rows }
    }

    /// Group of a row of the corpus, where it has one.
    pub fn group(&self, row: usize) -> Option<&'a str> {
        group(self.corpus, row)
    }
}

/// Group of a row, where it has one.
pub(super) fn group(corpus: &Corpus, row: usize) -> Option<&str> {
    corpus.rows[row].group.as_deref().filter(|group| !group.is_empty())
}
