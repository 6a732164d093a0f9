//! From a labelled corpus, a lexicon, or both to a model.

use rayon::prelude::*;

use super::calibration::{DetectorCalibration, StanceCalibration, best_threshold};
use super::detector::{DetectorHead, DetectorProblem};
use super::fingerprints::fingerprints;
use super::heads::StanceHead;
use super::held_out::folds;
use super::model::{Detector, Model, TargetHead};
use super::options::Options;
use super::out_of_fold::{SCALES, Trial};
use super::prior::Prior;
use super::summary::{OutOfFold, Summary, TargetCounts, fingerprint};
use super::training_set::TrainingSet;
use crate::error::Result;
use crate::evaluation::Folds;
use crate::features::{Featurizer, SparseRecords};
use crate::learners::Rows;
use crate::lexicon::LexiconEntry;
use crate::statement::{Corpus, column};

/// A corpus and a lexicon made ready for the learners.
pub(super) struct Prepared<'a> {
    pub set: TrainingSet<'a>,
    pub featurizer: Featurizer,
    pub records: SparseRecords,
    /// `records` as the search for weights reads them.
    pub matrix: Rows,
    pub prior: Option<Prior>,
    pub folds: Option<Folds>,
}

/// Trains a model on `corpus` with `lexicon` as prior knowledge; either may be empty, not both.
///
/// # Definition
/// Stances: one classifier over favor, against, neutral for each target, in which targets share knowledge (Daumé III
/// 2007). The lexicon's leans, times a scale, are the mean of the prior on its weights. Detectors: for each target
/// that has statements about something else, a classifier of whether a statement is about it. The scale (unless the
/// options fix it), the calibration and the detectors' thresholds are fitted on out-of-fold scores, in folds that
/// never split a statement or a group; the folds share the vocabulary and the document frequencies of the whole
/// corpus, which are blind to the labels. Where the options name a column of times, the folds are blocks of time: what
/// is held out was said before or after everything that is learned from, and words of its own are left out as those of a
/// later text would be, so that probabilities allow for what changes in time. The weights are fitted on all rows.
///
/// Without folds, or with too few statements for them, the scale, the calibration and the thresholds are not fitted:
/// the scale is 1, scores count as log odds, and thresholds are one half.
///
/// # Errors
/// [`Error::Parameter`](crate::Error::Parameter) for options out of range,
/// [`Error::Training`](crate::Error::Training) where there is nothing to learn from, or a target has rows of one time
/// only where calibration goes by time; an input error for a column of times that is not there or not filled.
///
/// # Determinism
/// The same corpus, lexicon and options give the same model, to the byte, at any number of threads.
///
/// # Examples
/// ```
/// use standpoint::{Corpus, LabelledStatement, Options, Stance, Statement, Target, train};
///
/// let row = |text: &str, stance| LabelledStatement {
///     statement: Statement { text: text.into(), ..Statement::default() },
///     target: Target::new("tax"),
///     stance: Some(stance),
///     group: None,
///     extra: Vec::new(),
/// };
/// let rows = vec![
///     row("The tax is fair and helps everyone.", Stance::Favor),
///     row("A fair tax, keep it.", Stance::Favor),
///     row("Scrap this unjust tax.", Stance::Against),
///     row("The tax is unjust and harms everyone.", Stance::Against),
/// ];
/// let model = train(&Corpus { rows, extra_columns: Vec::new() }, &[], &Options::default())?;
/// let reading = model.predict("An unjust tax!", None)?;
/// assert_eq!(reading.targets[0].stance, Some(Stance::Against));
/// # Ok::<(), standpoint::Error>(())
/// ```
pub fn train(corpus: &Corpus, lexicon: &[LexiconEntry], options: &Options) -> Result<Model> {
    let prepared = Prepared::new(corpus, lexicon, options)?;
    let stances = train_stances(&prepared, options)?;
    let detectors: Vec<Option<Detector>> = (0..prepared.set.targets.len())
        .map(|t| train_detector(&prepared, t, options))
        .collect::<Result<_>>()?;

    let Prepared { set: TrainingSet { targets, statements, classes, .. }, featurizer, prior, .. } = prepared;
    let times = match &options.model.time_column {
        Some(name) if !corpus.rows.is_empty() => column(corpus, name)?,
        _ => Vec::new(),
    };
    let counts = |t: usize| {
        TargetCounts::new(statements.rows.iter().filter(|row| row.target == t), &statements.about, t)
    };
    let summary = Summary {
        options: options.clone(),
        n_rows: corpus.rows.len(),
        n_statements: statements.texts.len(),
        n_unrelated: statements.about.iter().filter(|about| about.is_empty()).count(),
        n_lexicon: lexicon.len(),
        counts: (0..targets.len()).map(counts).collect(),
        lexicon_scale: prior.is_some().then_some(stances.scale),
        out_of_fold: stances.out_of_fold,
        corpus_fingerprint: fingerprint(corpus, &times, lexicon),
    };
    let heads = targets
        .into_iter()
        .zip(stances.heads)
        .zip(stances.calibrations)
        .zip(classes)
        .zip(detectors)
        .map(|((((target, head), calibration), classes), detector)| TargetHead {
            target,
            classes,
            head,
            calibration,
            detector,
        })
        .collect();
    let fingerprints = options.model.fingerprints.then(|| fingerprints(&statements.texts));
    Ok(Model::assemble(featurizer, heads, summary, fingerprints))
}

impl<'a> Prepared<'a> {
    pub fn new(corpus: &'a Corpus, lexicon: &'a [LexiconEntry], options: &Options) -> Result<Self> {
        options.check()?;
        let set = TrainingSet::new(corpus, lexicon, options)?;
        let (featurizer, records, prior) = set.featurize(&options.features)?;
        let folds = folds(corpus, &set.statements, options)?;
        let matrix = set.matrix(&records);
        Ok(Prepared { set, featurizer, records, matrix, prior, folds })
    }
}

/// What [`train_stances`] finds.
struct Stances {
    heads: Vec<StanceHead>,
    calibrations: Vec<StanceCalibration>,
    scale: f64,
    /// Figures of the out-of-fold predictions, where there are folds.
    out_of_fold: Option<OutOfFold>,
}

fn train_stances(prepared: &Prepared, options: &Options) -> Result<Stances> {
    let problem = prepared.stance_problem(options);
    let (heads, start) = problem.fit(fallback_scale(options), |_| true, None)?.into_heads();
    let Some(trial) = prepared.best_trial(&problem, options)? else {
        let calibrations = vec![StanceCalibration::NONE; prepared.set.classes.len()];
        return Ok(Stances { heads, calibrations, scale: fallback_scale(options), out_of_fold: None });
    };
    let Trial { scale, calibrations, probabilities } = trial;
    let heads = if scale == fallback_scale(options) {
        heads
    } else {
        problem.fit(scale, |_| true, Some(&start))?.into_heads().0
    };
    let out_of_fold = Some(OutOfFold::new(problem.rows, &probabilities));
    Ok(Stances { heads, calibrations, scale, out_of_fold })
}

/// The scale where there are no folds to fit it on.
fn fallback_scale(options: &Options) -> f64 {
    options.model.lexicon_scale.unwrap_or(1.0)
}

/// The detector of target `t`: fitted where some statements are about it and some are not, taken from its names in
/// the lexicon where not, none without these.
fn train_detector(prepared: &Prepared, t: usize, options: &Options) -> Result<Option<Detector>> {
    let Prepared { set: TrainingSet { statements, .. }, records, matrix, prior, folds, .. } = prepared;
    let about: Vec<bool> = statements.about.iter().map(|targets| targets.contains(&t)).collect();
    let names = prior.as_ref().filter(|prior| prior.names_target(t)).map(|prior| &prior.detectors[t][..]);
    let learner = options.detector_learner();
    let problem = DetectorProblem { records, matrix, about: &about, learner: &learner, names };
    let uncalibrated = |head| Detector { head, calibration: DetectorCalibration::NONE, threshold: 0.5 };
    let first_scale = fallback_scale(options);
    let teaches = about.iter().any(|about| *about) && about.iter().any(|about| !*about);
    if !teaches && names.is_none() {
        return Ok(None);
    }
    let (head, start) = problem.fit(first_scale, |_| true, None)?;
    // Statements of one kind only teach nothing about the difference; the target's names, if any, still do.
    let Some(folds) = folds.as_ref().filter(|_| teaches) else { return Ok(Some(uncalibrated(head))) };
    let mut best: Option<(f64, f64, DetectorCalibration, f64)> = None;
    let scales = if names.is_some() { &SCALES[..] } else { &[first_scale] };
    for &scale in scales {
        let scores = out_of_fold_detections(&problem, folds, scale)?;
        let calibration = DetectorCalibration::platt(&scores, &about);
        let p: Vec<f64> = scores.iter().map(|score| calibration.probability(*score)).collect();
        let right = |(p, about): (&f64, &bool)| if *about { *p } else { 1.0 - *p };
        let loss: f64 = p.iter().zip(&about).map(right).map(|right| -libm::log(right.max(1e-15))).sum();
        if best.as_ref().is_none_or(|(least, ..)| loss < *least) {
            best = Some((loss, scale, calibration, best_threshold(&p, &about)));
        }
    }
    let (_, scale, calibration, threshold) = best.expect("at least one scale");
    let head = if scale == first_scale { head } else { problem.fit(scale, |_| true, Some(&start))?.0 };
    Ok(Some(Detector { head, calibration, threshold }))
}

fn out_of_fold_detections(problem: &DetectorProblem, folds: &Folds, scale: f64) -> Result<Vec<f64>> {
    let fold_of = folds.fold_of();
    let learner = problem.learner.loosened();
    let problem = DetectorProblem { learner: &learner, ..*problem };
    let fitted: Vec<DetectorHead> = (0..folds.n_folds())
        .into_par_iter()
        .map(|fold| Ok(problem.fit(scale, |i| fold_of[i] != fold, None)?.0))
        .collect::<Result<_>>()?;
    Ok((0..problem.about.len()).map(|i| fitted[fold_of[i]].score(problem.records, i)).collect())
}
