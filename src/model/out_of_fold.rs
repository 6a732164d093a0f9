//! What do heads say of rows that they were not fitted on? Scores in folds, the calibration fitted on them, and the
//! lexicon's scale that serves best.

use rayon::prelude::*;

use super::calibration::{Scored, StanceCalibration};
use super::heads::StanceProblem;
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
/// and group; `None` for rows without a target. Drawn folds share vocabulary, document frequencies and calibration, as
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
        let scales = scales(self.prior.is_some(), options);
        let scores = self.out_of_fold_scores(problem, folds, &scales, options)?;
        let mut best: Option<(f64, Trial)> = None;
        for (scale, scores) in scales.into_iter().zip(scores) {
            let trial = self.trial(problem, scale, &scores, options.model.time_column.is_some());
            let loss = log_loss(problem.rows, &trial.probabilities);
            if best.as_ref().is_none_or(|(least, _)| loss < *least) {
                best = Some((loss, trial));
            }
        }
        Ok(best.map(|(_, trial)| trial))
    }

    fn trial(&self, problem: &StanceProblem, scale: f64, scores: &[[f64; 3]], by_time: bool) -> Trial {
        let calibrations = calibrate(problem.rows, scores, &self.set.classes, problem.learner.kind, by_time);
        let probability = |(row, scores): (&StanceRow, &[f64; 3])| {
            calibrations[row.target].probabilities(*scores, self.set.classes[row.target])
        };
        let probabilities = problem.rows.iter().zip(scores).map(probability).collect();
        Trial { scale, calibrations, probabilities }
    }

    /// For each of `scales` the scores of every row by heads that were fitted without its fold. By time, vocabulary and
    /// document frequencies are those of the other folds too: words of its own time are missing from a later record,
    /// which then is shorter before its norm, and its scores are larger.
    fn out_of_fold_scores(
        &self,
        problem: &StanceProblem,
        folds: &Folds,
        scales: &[f64],
        options: &Options,
    ) -> Result<Vec<Vec<[f64; 3]>>> {
        let fold_of = |row: &StanceRow| folds.fold_of()[row.statement];
        let score_fold = |fold: usize| -> Result<Vec<FoldScores>> {
            if options.model.time_column.is_none() {
                return score_fold(problem, scales, |row| fold_of(row) == fold);
            }
            let is_kept = |statement: usize| folds.fold_of()[statement] != fold;
            let (records, prior) = self.set.featurize_kept(&options.features, is_kept)?;
            let matrix = self.set.matrix(&records);
            let own = StanceProblem { records: &records, matrix: &matrix, prior: prior.as_ref(), ..*problem };
            score_fold(&own, scales, |row| fold_of(row) == fold)
        };
        let of_folds: Vec<Vec<FoldScores>> =
            (0..folds.n_folds()).into_par_iter().map(score_fold).collect::<Result<_>>()?;
        let mut scores = vec![vec![[0.0; 3]; problem.rows.len()]; scales.len()];
        for of_scales in of_folds {
            for (scores, of_fold) in scores.iter_mut().zip(of_scales) {
                of_fold.into_iter().for_each(|(i, score)| scores[i] = score);
            }
        }
        Ok(scores)
    }
}

/// The rows of a fold with their scores.
type FoldScores = Vec<(usize, [f64; 3])>;

/// For each of `scales` the scores of the rows that are `held_out`, by heads fitted to the others.
fn score_fold(
    problem: &StanceProblem,
    scales: &[f64],
    held_out: impl Fn(&StanceRow) -> bool,
) -> Result<Vec<FoldScores>> {
    let rows: Vec<usize> = (0..problem.rows.len()).filter(|&i| held_out(&problem.rows[i])).collect();
    let at_scale = |&scale: &f64| {
        let fitted = problem.fit(scale, |row| !held_out(row), None)?;
        Ok(rows.iter().map(|&i| (i, fitted.scores(i))).collect())
    };
    scales.iter().map(at_scale).collect()
}

/// The scales to try: the one that is given, those of the grid, or any one where there is nothing to scale.
fn scales(has_prior: bool, options: &Options) -> Vec<f64> {
    match options.model.lexicon_scale {
        Some(scale) => vec![scale],
        None if has_prior => SCALES.to_vec(),
        None => vec![1.0],
    }
}

/// One calibration for each target: vector scaling for the SVM, whose scores are no log odds; nothing for the
/// majority class, whose scores are the right ones by definition; a temperature for every other learner. By time a
/// temperature for the SVM too: what the past says of how often each stance occurs does not last.
fn calibrate(
    rows: &[StanceRow],
    scores: &[[f64; 3]],
    classes: &[[bool; 3]],
    learner: LearnerKind,
    by_time: bool,
) -> Vec<StanceCalibration> {
    let of_target = |t: usize| {
        let own = || rows.iter().zip(scores).filter(|(row, _)| row.target == t);
        let scores: Vec<[f64; 3]> = own().map(|(_, scores)| *scores).collect();
        let actual: Vec<Stance> = own().map(|(row, _)| row.stance).collect();
        let scored = Scored { scores: &scores, actual: &actual };
        match learner {
            LearnerKind::Majority => StanceCalibration::NONE,
            LearnerKind::Svm if !by_time => StanceCalibration::vector(&scored, classes[t]),
            _ => StanceCalibration::temperature(&scored, classes[t]),
        }
    };
    (0..classes.len()).map(of_target).collect()
}

fn log_loss(rows: &[StanceRow], probabilities: &[[f64; 3]]) -> f64 {
    let losses = rows.iter().zip(probabilities).map(|(row, p)| -libm::log(p[row.stance.index()].max(1e-15)));
    losses.sum::<f64>() / rows.len() as f64
}
