//! A corpus with its distinct statements: which rows belong together, and what each statement is about.

use crate::model::Statements;
use crate::stance::Target;
use crate::statement::Corpus;

/// A corpus, taken apart once.
pub(super) struct Indexed<'a> {
    pub corpus: &'a Corpus,
    /// The targets of the corpus, sorted.
    pub targets: Vec<Target>,
    pub statements: Statements<'a>,
}

impl<'a> Indexed<'a> {
    pub fn new(corpus: &'a Corpus) -> Self {
        let mut targets: Vec<Target> = corpus.rows.iter().filter_map(|row| row.target.clone()).collect();
        targets.sort_unstable();
        targets.dedup();
        let statements = Statements::new(corpus, &targets);
        Indexed { corpus, targets, statements }
    }

    /// What the row with this index never parts from: its statement, and its group.
    pub fn cluster(&self, row: usize) -> usize {
        self.statements.groups[self.statements.of_row[row]]
    }

    /// Whether some row of `statement` is about `target`.
    pub fn is_about(&self, statement: usize, target: &Target) -> bool {
        let about = &self.statements.about[statement];
        self.targets.binary_search(target).is_ok_and(|target| about.contains(&target))
    }
}
