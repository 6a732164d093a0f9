//! Which labels of a corpus are likely to be wrong?

use std::collections::BTreeMap;

use serde::Serialize;

use super::confident_learning::{ConfidentLearning, Suspect, confident_learning};
use super::{CheckedRow, Findings};
use crate::error::{Error, Place, Result};
use crate::lexicon::LexiconEntry;
use crate::model::{Options, out_of_fold_probabilities};
use crate::stance::{Stance, Target};
use crate::statement::Corpus;

/// Likely label errors of a corpus: suspicions for a coder to look at, not proofs.
///
/// # Shapes and units
/// It serialises to the object `label_errors` that `check --label-errors --format json` prints.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct LabelErrors {
    /// Number of suspected rows of all targets.
    pub count: usize,
    /// The first of them, the lowest margin first.
    pub first: Vec<LabelError>,
    /// What they rest on, for each target of the corpus.
    pub targets: BTreeMap<Target, TargetLabels>,
}

/// A row whose label is likely to be wrong; [`CheckedRow::stance`] is the label given.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct LabelError {
    /// The row.
    #[serde(flatten)]
    pub row: CheckedRow,
    /// The label that is more likely to be right.
    pub suggested: Stance,
    /// Out-of-fold probability of the label given.
    pub p_given: f64,
    /// Out-of-fold probability of the label suggested.
    pub p_suggested: f64,
    /// Normalised margin: `p_given − p_suggested`, in [−1, 0].
    pub margin: f64,
}

/// What confident learning makes of the labels of one target.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct TargetLabels {
    /// Rows of the target.
    pub rows: usize,
    /// Those whose labels are likely to be wrong.
    pub suspected: usize,
    /// Mean out-of-fold probability of each label over the rows that have it; absent for one without rows.
    pub thresholds: BTreeMap<Stance, f64>,
    /// Number of rows: lines by the label given, columns by the label that the thresholds say, in the order favor,
    /// against, neutral. Rows that reach no threshold are left out.
    pub confident_joint: [[usize; 3]; 3],
}

/// The likely label errors of `corpus`, at most `most` of them listed, by confident learning from out-of-fold
/// probabilities of models of `options`, for each target separately.
///
/// # Definition
/// Probabilities: each row's by classifiers fitted to the `n_folds` − 1 folds that neither its statement nor its group
/// is in, calibrated as [`train`](crate::train) does it; folds are stratified and drawn with the seed of
/// `options.model`. Threshold of label k: the mean of pₖ over the rows labelled k. A row labelled i counts in the
/// confident joint at (i, j), where j is the label whose threshold pⱼ reaches, or of several the most probable. The
/// margin of a row is pᵢ − max pⱼ over j ≠ i. Suspected are as many rows as count off the diagonal and have another
/// label that is more probable than their own: those with the lowest margins. These are the issues that cleanlab finds
/// by `low_normalized_margin`, and on four of five corpora with planted errors
/// their F1 was better than that of pruning by noise rate, by class, or by both.
///
/// # Errors
/// As [`train`](crate::train); [`Error::Parameter`] for fewer than 2 or more than 100 folds, [`Error::Training`] for
/// fewer than two statements or groups for each.
///
/// # Determinism
/// The same corpus, lexicon, options and folds give the same suspicions at any number of threads.
///
/// # Examples
/// ```
/// use standpoint::{Corpus, LabelledStatement, Options, Stance, Statement, Target, label_errors};
///
/// let row = |i: usize| LabelledStatement {
///     statement: Statement {
///         text: format!("{} tax number {i}", if i % 2 == 0 { "A fair" } else { "An unjust" }),
///         ..Statement::default()
///     },
///     target: Target::new("tax"),
///     stance: Some(if i % 2 == 0 || i == 7 { Stance::Favor } else { Stance::Against }),
///     group: None,
///     extra: Vec::new(),
/// };
/// let corpus = Corpus { rows: (0..40).map(row).collect(), extra_columns: Vec::new() };
/// let errors = label_errors(&corpus, &[], &Options::default(), 5, 20)?;
/// assert_eq!((errors.first[0].row.row, errors.first[0].suggested), (7, Stance::Against));
/// # Ok::<(), standpoint::Error>(())
/// ```
///
/// # References
/// Northcutt, Jiang & Chuang 2021, "Confident Learning: Estimating Uncertainty in Dataset Labels".
pub fn label_errors(
    corpus: &Corpus,
    lexicon: &[LexiconEntry],
    options: &Options,
    n_folds: usize,
    most: usize,
) -> Result<LabelErrors> {
    if !(2..=100).contains(&n_folds) {
        return Err(Error::Parameter { name: "folds", value: n_folds.to_string(), expected: "2 to 100" });
    }
    let mut options = options.clone();
    options.model.calibrate = Some(n_folds);
    options.model.time_column = None;
    let probabilities = out_of_fold_probabilities(corpus, lexicon, &options)?;

    let mut rows_of: BTreeMap<&Target, Labelled> = BTreeMap::new();
    for (row, (labelled, p)) in corpus.rows.iter().zip(&probabilities).enumerate() {
        if let (Some(target), Some(stance), Some(p)) = (&labelled.target, labelled.stance, p) {
            let of_target = rows_of.entry(target).or_default();
            of_target.rows.push(row);
            of_target.labels.push(stance);
            of_target.probabilities.push(*p);
        }
    }
    let mut errors = Vec::new();
    let mut targets = BTreeMap::new();
    for (target, labelled) in rows_of {
        let learned = confident_learning(&labelled.labels, &labelled.probabilities);
        errors.extend(labelled.errors(&learned, corpus));
        targets.insert(target.clone(), labelled.summary(&learned));
    }
    errors.sort_by(|a, b| a.margin.total_cmp(&b.margin).then(a.row.row.cmp(&b.row.row)));
    let Findings { count, first } = Findings::of(errors, most, |error| error);
    Ok(LabelErrors { count, first, targets })
}

/// The rows of one target.
#[derive(Default)]
struct Labelled {
    rows: Vec<usize>,
    labels: Vec<Stance>,
    probabilities: Vec<[f64; 3]>,
}

impl Labelled {
    fn errors(&self, learned: &ConfidentLearning, corpus: &Corpus) -> Vec<LabelError> {
        let error = |suspect: &Suspect| {
            let (p, given) = (self.probabilities[suspect.row], self.labels[suspect.row]);
            LabelError {
                row: CheckedRow::of(corpus, self.rows[suspect.row]),
                suggested: suspect.suggested,
                p_given: p[given.index()],
                p_suggested: p[suspect.suggested.index()],
                margin: suspect.margin,
            }
        };
        learned.suspects.iter().map(error).collect()
    }

    fn summary(&self, learned: &ConfidentLearning) -> TargetLabels {
        let thresholds = Stance::ALL.into_iter().zip(learned.thresholds);
        TargetLabels {
            rows: self.rows.len(),
            suspected: learned.suspects.len(),
            thresholds: thresholds.filter_map(|(stance, threshold)| Some((stance, threshold?))).collect(),
            confident_joint: learned.confident_joint,
        }
    }
}

impl LabelErrors {
    /// Tells every row that is listed where it stands, so that reports can name files and lines.
    pub fn locate(&mut self, place: impl Fn(usize) -> Place) {
        self.first.iter_mut().for_each(|error| error.row.place = Some(place(error.row.row)));
    }
}
