//! Which of two predicts better, by how much, and where do they differ?

use serde::Serialize;

use super::scored_corpus::ScoredCorpus;
use crate::error::Result;
use crate::evaluation::{Bootstrap, Comparison, Evaluation};
use crate::stance::{Stance, Target};

/// Two sets of predictions for one corpus: the figures of each, how they differ, and where.
///
/// # Shapes and units
/// It serialises to the object that `compare --format json` prints.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct CorpusComparison {
    /// What to call the two.
    pub names: [String; 2],
    /// The figures of the first.
    pub a: Evaluation,
    /// The figures of the second.
    pub b: Evaluation,
    /// How they differ.
    #[serde(flatten)]
    pub comparison: Comparison,
    /// The rows that they predict differently, in corpus order.
    pub differing: Vec<DifferingRow>,
}

/// A row that two predict differently.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct DifferingRow {
    /// Id of the statement.
    pub id: String,
    /// Its text.
    pub text: String,
    /// What the stance is about.
    pub target: Target,
    /// The stance that a coder gave.
    pub actual: Stance,
    /// What the first predicted; `None` is an abstention.
    pub a: Option<Stance>,
    /// What the second predicted.
    pub b: Option<Stance>,
}

/// Compares two sets of predictions for the same corpus.
///
/// # Errors
/// As [`ScoredCorpus::evaluation`] for each.
///
/// # Panics
/// Where they are not of the same rows.
///
/// # Determinism
/// The same predictions and bootstrap give the same figures at any number of threads.
pub fn compare(
    names: [String; 2],
    a: &ScoredCorpus,
    b: &ScoredCorpus,
    bootstrap: &Bootstrap,
) -> Result<CorpusComparison> {
    let rows = || a.rows().iter().zip(b.rows()).zip(a.statements());
    let differing = rows().filter(|((a, b), _)| a.predicted != b.predicted);
    let differing = differing.map(|((a, b), row)| DifferingRow {
        id: row.statement.id.clone(),
        text: row.statement.text.clone(),
        target: a.target.clone(),
        actual: a.actual,
        a: a.predicted,
        b: b.predicted,
    });
    Ok(CorpusComparison {
        names,
        a: a.evaluation(bootstrap, &[])?,
        b: b.evaluation(bootstrap, &[])?,
        comparison: Comparison::new(a.rows(), b.rows(), bootstrap),
        differing: differing.collect(),
    })
}
