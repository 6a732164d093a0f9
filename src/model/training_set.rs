//! What is learned from: a corpus and a lexicon, taken apart and checked.

use super::heads::StanceProblem;
use super::options::Options;
use super::prior::Prior;
use super::statements::Statements;
use crate::error::{Error, Result};
use crate::features::{FeatureOptions, Featurizer, SparseRecords};
use crate::learners::{LearnerKind, LearnerOptions, Rows};
use crate::lexicon::{LexiconEntry, LexiconRole};
use crate::stance::{Stance, Target};
use crate::statement::Corpus;

/// A corpus and a lexicon of which something can be learned.
#[derive(Debug)]
pub(crate) struct TrainingSet<'a> {
    /// Every target of the corpus and the lexicon, sorted.
    pub targets: Vec<Target>,
    pub statements: Statements<'a>,
    /// The stances that each target can be given.
    pub classes: Vec<[bool; 3]>,
    lexicon: &'a [LexiconEntry],
}

impl<'a> TrainingSet<'a> {
    /// Takes `corpus` apart.
    ///
    /// # Errors
    /// [`Error::Training`] where there is nothing to learn from.
    pub fn new(corpus: &'a Corpus, lexicon: &'a [LexiconEntry], options: &Options) -> Result<Self> {
        let targets = targets(corpus, lexicon);
        let statements = Statements::new(corpus, &targets);
        let classes = check_learnable(&statements, &targets, lexicon, options)?;
        Ok(TrainingSet { targets, statements, classes, lexicon })
    }

    /// A featurizer fixed on the statements, their records, and the lexicon's prior over the features, if there is a
    /// lexicon.
    pub fn featurize(&self, options: &FeatureOptions) -> Result<(Featurizer, SparseRecords, Option<Prior>)> {
        self.fit_featurizer(&self.statements.texts, options)
    }

    /// The records of all statements by a featurizer fixed on those for which `keep` holds, and the lexicon's prior over
    /// its features: to it, the others are as new as what comes after training.
    pub fn featurize_kept(
        &self,
        options: &FeatureOptions,
        keep: impl Fn(usize) -> bool,
    ) -> Result<(SparseRecords, Option<Prior>)> {
        let texts = &self.statements.texts;
        let kept: Vec<&str> = (0..texts.len()).filter(|&i| keep(i)).map(|i| texts[i]).collect();
        let (featurizer, _, prior) = self.fit_featurizer(&kept, options)?;
        Ok((featurizer.transform(texts), prior))
    }

    fn fit_featurizer(
        &self,
        texts: &[&str],
        options: &FeatureOptions,
    ) -> Result<(Featurizer, SparseRecords, Option<Prior>)> {
        let terms = |about: bool| -> Vec<&str> {
            let kind = self.lexicon.iter().filter(|entry| (entry.role == LexiconRole::About) == about);
            kind.map(|entry| entry.term.as_str()).collect()
        };
        let (featurizer, records) = Featurizer::fit(texts, options, &terms(false), &terms(true))?;
        let has_lexicon = !self.lexicon.is_empty();
        let prior = has_lexicon.then(|| Prior::new(self.lexicon, &featurizer, &self.targets));
        Ok((featurizer, records, prior))
    }

    /// `records` of the statements as the search for weights reads them.
    pub fn matrix(&self, records: &SparseRecords) -> Rows {
        let mut n_rows = vec![0; self.statements.texts.len()];
        self.statements.rows.iter().for_each(|row| n_rows[row.statement] += 1);
        Rows::new(records, |statement| n_rows[statement])
    }

    /// The problem of telling the stances of the rows apart by `records`.
    pub fn stance_problem<'b>(
        &'b self,
        records: &'b SparseRecords,
        matrix: &'b Rows,
        prior: Option<&'b Prior>,
        learner: &'b LearnerOptions,
        sharing: f64,
    ) -> StanceProblem<'b> {
        StanceProblem {
            records,
            matrix,
            rows: &self.statements.rows,
            n_targets: self.classes.len(),
            classes: std::array::from_fn(|k| self.classes.iter().any(|classes| classes[k])),
            learner,
            sharing,
            prior,
        }
    }
}

/// Every target of the corpus and the lexicon, sorted.
fn targets(corpus: &Corpus, lexicon: &[LexiconEntry]) -> Vec<Target> {
    let of_rows = corpus.rows.iter().filter_map(|row| row.target.as_ref());
    let of_entries = lexicon.iter().filter_map(|entry| entry.target.as_ref());
    let mut targets: Vec<Target> = of_rows.chain(of_entries).cloned().collect();
    targets.sort_unstable();
    targets.dedup();
    targets
}

/// The stances that each target has, where there is enough to learn from: all three for a target that only the
/// lexicon knows.
fn check_learnable(
    statements: &Statements,
    targets: &[Target],
    lexicon: &[LexiconEntry],
    options: &Options,
) -> Result<Vec<[bool; 3]>> {
    let refuse = |found: String, expected: &str, remedy: &str| {
        Err(Error::Training { found, expected: expected.into(), remedy: remedy.into() })
    };
    if targets.is_empty() {
        return refuse(
            "no row has a target".into(),
            "statements labelled with a target and a stance, or a lexicon with a target",
            "Fill the columns 'target' and 'stance', or name the target of all rows.",
        );
    }
    if !lexicon.is_empty() && !options.learner.kind.takes_prior_mean() {
        return refuse(
            format!("a lexicon for the learner '{}', which takes no prior knowledge", options.learner.kind),
            "the learner softmax or svm where there is a lexicon",
            "Choose one of the two, or leave the lexicon out.",
        );
    }
    let mut classes = vec![[false; 3]; targets.len()];
    for row in &statements.rows {
        classes[row.target][row.stance.index()] = true;
    }
    for (t, classes) in classes.iter_mut().enumerate() {
        let leans = lexicon.iter().any(|entry| {
            entry.role != LexiconRole::About
                && entry.target.as_ref().is_none_or(|target| *target == targets[t])
        });
        let present: Vec<Stance> = Stance::ALL.into_iter().filter(|stance| classes[stance.index()]).collect();
        match present[..] {
            [] if leans => *classes = [true; 3],
            [] => {
                return refuse(
                    format!(
                        "target '{}' has names in the lexicon, and neither labelled rows nor leans",
                        targets[t]
                    ),
                    "rows of it in the corpus, or entries of the role 'stance'",
                    "Add some, or take its names out of the lexicon.",
                );
            }
            [_] if leans => *classes = [true; 3],
            [only] if options.learner.kind != LearnerKind::Majority => {
                return refuse(
                    format!("every row of target '{}' is labelled {only}", targets[t]),
                    "at least two different stances for each target",
                    "Add rows of another stance, a lexicon for the target, or leave the target out.",
                );
            }
            _ => {}
        }
    }
    Ok(classes)
}
