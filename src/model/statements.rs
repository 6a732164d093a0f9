//! The distinct statements of a corpus: which rows are of one statement, what it is about, what must not part.

use std::collections::HashMap;

use rayon::prelude::*;

use crate::features::{extend, hash_bytes};
use crate::stance::{Stance, Target};
use crate::statement::{Corpus, Statement};
use crate::text::normalize;

/// A labelled row in numbers.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct StanceRow {
    pub statement: usize,
    pub target: usize,
    pub stance: Stance,
}

/// The distinct statements of a corpus.
///
/// A statement is identified by its normalised text, within its source where one is given; its rows for several
/// targets belong together.
#[derive(Debug)]
pub(crate) struct Statements<'a> {
    /// One text for each statement.
    pub texts: Vec<&'a str>,
    /// The statement of each row of the corpus.
    pub of_row: Vec<usize>,
    /// The rows that have a target.
    pub rows: Vec<StanceRow>,
    /// For each statement the targets that it is about.
    pub about: Vec<Vec<usize>>,
    /// For each statement the group that never parts: statements that share a group value, directly or through
    /// others, have the same.
    pub groups: Vec<usize>,
}

impl<'a> Statements<'a> {
    /// Takes `corpus` apart; `targets` are sorted and hold every target of it.
    pub fn new(corpus: &'a Corpus, targets: &[Target]) -> Self {
        let identities: Vec<u128> = corpus.rows.par_iter().map(|row| identity(&row.statement)).collect();
        let mut ids: HashMap<u128, usize> = HashMap::new();
        let mut first_of_group: HashMap<&str, usize> = HashMap::new();
        let mut statements = Statements {
            texts: Vec::new(),
            of_row: Vec::new(),
            rows: Vec::new(),
            about: Vec::new(),
            groups: Vec::new(),
        };
        let mut joined: Vec<usize> = Vec::new();
        for (row, identity) in corpus.rows.iter().zip(identities) {
            let id = *ids.entry(identity).or_insert_with(|| {
                statements.texts.push(&row.statement.text);
                statements.about.push(Vec::new());
                joined.push(joined.len());
                statements.texts.len() - 1
            });
            statements.of_row.push(id);
            if let Some(group) = row.group.as_deref().filter(|group| !group.is_empty()) {
                let other = *first_of_group.entry(group).or_insert(id);
                let (a, b) = (root(&mut joined, id), root(&mut joined, other));
                joined[a.max(b)] = a.min(b);
            }
            if let (Some(target), Some(stance)) = (&row.target, row.stance) {
                let target = targets.binary_search(target).expect("every target of the corpus is listed");
                statements.rows.push(StanceRow { statement: id, target, stance });
                if !statements.about[id].contains(&target) {
                    statements.about[id].push(target);
                }
            }
        }
        statements.groups = (0..joined.len()).map(|id| root(&mut joined, id)).collect();
        statements
    }

    /// What folds are balanced by: the first label of each statement, or that it has none.
    pub fn strata(&self) -> Vec<usize> {
        let mut strata = vec![0; self.texts.len()];
        for row in self.rows.iter().rev() {
            strata[row.statement] = 1 + row.target * Stance::COUNT + row.stance.index();
        }
        strata
    }
}

/// A number of the normalised text and the source, if there is one: 128 bits, so that no two of a thousand million share
/// one by chance.
fn identity(statement: &Statement) -> u128 {
    let source = statement.source.as_deref().unwrap_or_default();
    let text = normalize(&statement.text);
    let [low, high] =
        [1, 2].map(|seed| extend(hash_bytes(source.as_bytes(), seed), hash_bytes(text.as_bytes(), seed)));
    u128::from(high) << 64 | u128::from(low)
}

/// The first member of the set that `id` belongs to, with the path to it shortened.
fn root(joined: &mut [usize], mut id: usize) -> usize {
    while joined[id] != id {
        joined[id] = joined[joined[id]];
        id = joined[id];
    }
    id
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::statement::LabelledStatement;

    fn row(text: &str, target: &str, group: &str, source: &str) -> LabelledStatement {
        let target = Target::new(target);
        LabelledStatement {
            statement: Statement { text: text.into(), source: Some(source.into()), ..Statement::default() },
            stance: target.as_ref().map(|_| Stance::Favor),
            target,
            group: Some(group.into()),
            extra: Vec::new(),
        }
    }

    #[test]
    fn rows_of_one_text_are_one_statement_and_groups_hold_together() {
        let corpus = Corpus {
            rows: vec![
                row("Lift  them.", "b", "", ""),
                row("lift them.", "a", "g1", ""),
                row("Keep them.", "a", "g1", ""),
                row("Rain today.", "", "", ""),
                row("Keep them.", "a", "g2", "paper"),
            ],
            extra_columns: Vec::new(),
        };
        let targets = [Target::new("a").unwrap(), Target::new("b").unwrap()];
        let statements = Statements::new(&corpus, &targets);
        assert_eq!(statements.texts, ["Lift  them.", "Keep them.", "Rain today.", "Keep them."]);
        assert_eq!(statements.about, [vec![1, 0], vec![0], vec![], vec![0]]);
        assert_eq!(statements.groups, [0, 0, 2, 3]);
        assert_eq!(statements.strata(), [4, 1, 0, 1]);
    }
}
