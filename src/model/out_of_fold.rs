//! What do heads say of rows that they were not fitted on? Scores in folds, the calibration fitted on them, and the
//! lexicon's scale that serves best.

use rayon::prelude::*;

use super::calibration::{Scored, StanceCalibration};
use super::heads::{StanceFit, StanceProblem};
use super::options::Options;
use super::statements::StanceRow;
use super::train::Prepared;
use crate::error::{Error, Result};
use crate::evaluation::Folds;
use crate::learners::LearnerKind;
use crate::lexicon::LexiconEntry;
use crate::stance::Stance;
use crate::statement::Corpus;

/// Factors between a lexicon's lean and a weight that are tried out of fold.
pub(super) const SCALES: [f64; 6] = [0.25, 0.5, 1.0, 2.0, 4.0, 8.0];

/// What a lexicon's scale comes to out of fold.
pub(super) struct Trial {
    pub scale: f64,
    pub calibrations: Vec<StanceCalibration>,
    /// Calibrated probabilities of favor, against, neutral of each row that has a target.
    pub probabilities: Vec<[f64; 3]>,
}

/// Probabilities of favor, against, neutral of each row of `corpus`, by heads that were fitted without its statement
/// and group; `None` for rows without a target. The folds share vocabulary, document frequencies and calibration, as
/// in [`train`](super::train), whose figures out of fold are those of these probabilities.
pub(crate) fn out_of_fold_probabilities(
    corpus: &Corpus,
    lexicon: &[LexiconEntry],
    options: &Options,
) -> Result<Vec<Option<[f64; 3]>>> {
    let prepared = Prepared::new(corpus, lexicon, options)?;
    let problem = prepared.stance_problem(options);
    let trial = prepared.best_trial(&problem, options)?.ok_or_else(|| too_few_statements(options))?;
    let mut probabilities = trial.probabilities.into_iter();
    Ok(corpus.rows.iter().map(|row| row.target.as_ref().and_then(|_| probabilities.next())).collect())
}

fn too_few_statements(options: &Options) -> Error {
    let n_folds = options.model.calibrate.unwrap_or_default();
    Error::Training {
        found: format!("fewer than {} different statements or groups, or none with a target", 2 * n_folds),
        expected: format!("at least two for each of {n_folds} folds"),
        remedy: "Ask for fewer folds, or add rows.".into(),
    }
}

impl Prepared<'_> {
    /// The labelled rows as a problem for the learner.
    pub fn stance_problem<'a>(&'a self, options: &'a Options) -> StanceProblem<'a> {
        let Prepared { set, records, matrix, prior, .. } = self;
        set.stance_problem(records, matrix, prior.as_ref(), &options.learner, options.model.sharing)
    }

    /// The scale with the least log loss out of fold; `None` where there are no folds or no rows.
    pub fn best_trial(&self, problem: &StanceProblem, options: &Options) -> Result<Option<Trial>> {
        let Some(folds) = self.folds.as_ref().filter(|_| !problem.rows.is_empty()) else { return Ok(None) };
        let learner = problem.learner.loosened();
        let problem = &StanceProblem { learner: &learner, ..*problem };
        let mut best: Option<(f64, Trial)> = None;
        for scale in scales(self.prior.is_some(), options) {
            let trial = self.trial(problem, folds, scale)?;
            let loss = log_loss(problem.rows, &trial.probabilities);
            if best.as_ref().is_none_or(|(least, _)| loss < *least) {
                best = Some((loss, trial));
            }
        }
        Ok(best.map(|(_, trial)| trial))
    }

    fn trial(&self, problem: &StanceProblem, folds: &Folds, scale: f64) -> Result<Trial> {
        let scores = out_of_fold_scores(problem, folds, scale)?;
        let calibrations = calibrate(problem.rows, &scores, &self.set.classes, problem.learner.kind);
        let probability = |(row, scores): (&StanceRow, &[f64; 3])| {
            calibrations[row.target].probabilities(*scores, self.set.classes[row.target])
        };
        let probabilities = problem.rows.iter().zip(&scores).map(probability).collect();
        Ok(Trial { scale, calibrations, probabilities })
    }
}

/// The scales to try: the one that is given, those of the grid, or any one where there is nothing to scale.
fn scales(has_prior: bool, options: &Options) -> Vec<f64> {
    match options.model.lexicon_scale {
        Some(scale) => vec![scale],
        None if has_prior => SCALES.to_vec(),
        None => vec![1.0],
    }
}

/// Scores of every row by heads that were fitted without its fold.
fn out_of_fold_scores(problem: &StanceProblem, folds: &Folds, scale: f64) -> Result<Vec<[f64; 3]>> {
    let fold_of = folds.fold_of();
    let fitted: Vec<StanceFit> = (0..folds.n_folds())
        .into_par_iter()
        .map(|fold| problem.fit(scale, |row| fold_of[row.statement] != fold, None))
        .collect::<Result<_>>()?;
    let score = |i: usize| fitted[fold_of[problem.rows[i].statement]].scores(i);
    Ok((0..problem.rows.len()).into_par_iter().map(score).collect())
}

/// One calibration for each target: vector scaling for the SVM, whose scores are no log odds; nothing for the
/// majority class, whose scores are the right ones by definition; a temperature for every other learner.
fn calibrate(
    rows: &[StanceRow],
    scores: &[[f64; 3]],
    classes: &[[bool; 3]],
    learner: LearnerKind,
) -> Vec<StanceCalibration> {
    let of_target = |t: usize| {
        let own = || rows.iter().zip(scores).filter(|(row, _)| row.target == t);
        let scores: Vec<[f64; 3]> = own().map(|(_, scores)| *scores).collect();
        let actual: Vec<Stance> = own().map(|(row, _)| row.stance).collect();
        let scored = Scored { scores: &scores, actual: &actual };
        match learner {
            LearnerKind::Majority => StanceCalibration::NONE,
            LearnerKind::Svm => StanceCalibration::vector(&scored, classes[t]),
            _ => StanceCalibration::temperature(&scored, classes[t]),
        }
    };
    (0..classes.len()).map(of_target).collect()
}

fn log_loss(rows: &[StanceRow], probabilities: &[[f64; 3]]) -> f64 {
    let losses = rows.iter().zip(probabilities).map(|(row, p)| -libm::log(p[row.stance.index()].max(1e-15)));
    losses.sum::<f64>() / rows.len() as f64
}
