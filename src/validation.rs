//! How right would a model be on statements that it has not seen? Training and predicting in folds, and evaluating a
//! model on a corpus; and how far do coders agree. Knows no files.

mod coders;

use std::collections::{BTreeMap, HashMap, HashSet};

use rayon::prelude::*;

pub use coders::{Coder, CoderAgreement, Disagreement, coder_agreement};

use crate::error::{Error, Place, Result};
use crate::evaluation::{CrossValidation, DetectionOutcome, Evaluation, ScoredRow, stratified_group_folds};
use crate::lexicon::LexiconEntry;
use crate::model::{Model, Options, Reader, Reading, Statements, TargetReading, train};
use crate::stance::{Stance, Target};
use crate::statement::{Corpus, LabelledStatement};
use crate::text::normalize;

/// Statements that one task reads: fixed, so that no result depends on the number of threads.
const CHUNK: usize = 512;

/// How right `model` is on `corpus`: the stance of each row toward its own target, and which targets each distinct
/// statement is about.
///
/// # Errors
/// [`Error::UnknownTarget`](crate::Error::UnknownTarget) for a target that the model does not know; an input error
/// where no row has a target.
pub fn evaluate(model: &Model, corpus: &Corpus) -> Result<Evaluation> {
    let predicted = predict(model, corpus)?;
    Evaluation::new(&predicted.rows(corpus), &predicted.detection())
}

/// How right models are that are trained with `options` on all folds of `corpus` but one, and predict that one.
///
/// The folds are stratified by target and stance, drawn with `seed`, and never split a statement or a group. Every
/// model is trained from nothing, vocabulary and calibration included. Figures are those of the predictions pooled.
///
/// # Errors
/// As [`train`] for each fold; an input error where there are fewer groups than folds.
///
/// # Determinism
/// The same corpus, lexicon, options, folds and seed give the same figures at any number of threads.
pub fn cross_validate(
    corpus: &Corpus,
    lexicon: &[LexiconEntry],
    options: &Options,
    n_folds: usize,
    seed: u64,
) -> Result<CrossValidation> {
    let targets = corpus_targets(corpus);
    let statements = Statements::new(corpus, &targets);
    let folds = stratified_group_folds(&statements.strata(), &statements.groups, n_folds, seed)?;
    let fold_of: Vec<usize> = statements.of_row.iter().map(|&id| folds.fold_of()[id]).collect();

    let part = |fold: usize, held_out: bool| Corpus {
        rows: corpus
            .rows
            .iter()
            .zip(&fold_of)
            .filter(|(_, of)| (**of == fold) == held_out)
            .map(|(row, _)| row.clone())
            .collect(),
        extra_columns: corpus.extra_columns.clone(),
    };
    let folded: Vec<(Corpus, Predicted)> = (0..n_folds)
        .into_par_iter()
        .map(|fold| {
            let held_out = part(fold, true);
            let predicted = train(&part(fold, false), lexicon, options)
                .and_then(|model| predict(&model, &held_out))
                .map_err(|error| without_fold(error, fold, n_folds))?;
            Ok((held_out, predicted))
        })
        .collect::<Result<_>>()?;

    let (mut rows, mut detection, mut fold_of) = (Vec::new(), Vec::new(), Vec::new());
    for (fold, (held_out, predicted)) in folded.iter().enumerate() {
        rows.extend(predicted.rows(held_out));
        detection.extend(predicted.detection());
        fold_of.resize(rows.len(), fold);
    }
    CrossValidation::new(&rows, &detection, &fold_of, n_folds)
}

/// What is wrong with the rows outside a fold, said so that nobody looks for it in the whole corpus.
fn without_fold(error: Error, fold: usize, n_folds: usize) -> Error {
    let place = format!("without fold {} of {n_folds}", fold + 1);
    match error {
        Error::Training { found, expected, remedy } => {
            Error::Training { found: format!("{place}, {found}"), expected, remedy }
        }
        Error::UnknownTarget { target, .. } => Error::Training {
            found: format!("{place}, no row of target '{target}'"),
            expected: "rows of each target in every fold but one".into(),
            remedy: "Add rows of it with other texts and groups, or leave the target out.".into(),
        },
        other => other,
    }
}

/// A model's predictions for the rows of a corpus and its distinct statements.
struct Predicted {
    /// For each row with a target what was made of it.
    stances: Vec<Option<TargetReading>>,
    /// For each distinct statement and each target with a detector, in the model's order: whether it was found.
    found: Vec<Vec<bool>>,
    /// Names of these targets.
    detectable: Vec<Target>,
    /// For each distinct statement the targets that its rows name.
    about: Vec<Vec<Target>>,
}

fn predict(model: &Model, corpus: &Corpus) -> Result<Predicted> {
    let known: HashMap<&str, usize> =
        model.targets().enumerate().map(|(t, target)| (target.as_str(), t)).collect();
    for row in &corpus.rows {
        if let Some(target) = row.target.as_ref().filter(|target| !known.contains_key(target.as_str())) {
            model.target_index(target.as_str())?;
        }
    }
    let stances = in_chunks(
        &corpus.rows,
        |reader, row| {
            let target = row.target.as_ref()?;
            reader.read(&row.statement.text, Some(known[target.as_str()])).targets.pop()
        },
        model,
    );

    let targets = corpus_targets(corpus);
    let statements = Statements::new(corpus, &targets);
    let detectable: Vec<usize> =
        (0..model.targets().len()).filter(|&t| model.detection_threshold(t).is_some()).collect();
    let found = in_chunks(
        &statements.texts,
        |reader, text| {
            let Reading { targets, .. } = reader.read(text, None);
            detectable.iter().map(|t| targets.iter().any(|reading| reading.target == *t)).collect()
        },
        model,
    );
    let names: Vec<&Target> = model.targets().collect();
    Ok(Predicted {
        stances,
        found,
        detectable: detectable.iter().map(|&t| names[t].clone()).collect(),
        about: statements.about.iter().map(|ids| ids.iter().map(|&t| targets[t].clone()).collect()).collect(),
    })
}

/// Maps `items` in order with one reader for each chunk.
fn in_chunks<T: Sync, R: Send>(
    items: &[T],
    map: impl Fn(&mut Reader, &T) -> R + Sync,
    model: &Model,
) -> Vec<R> {
    let chunks: Vec<Vec<R>> = items
        .par_chunks(CHUNK)
        .map(|chunk| {
            let mut reader = model.reader();
            chunk.iter().map(|item| map(&mut reader, item)).collect()
        })
        .collect();
    chunks.into_iter().flatten().collect()
}

impl Predicted {
    fn rows<'a>(&self, corpus: &'a Corpus) -> Vec<ScoredRow<'a>> {
        corpus
            .rows
            .iter()
            .zip(&self.stances)
            .filter_map(|(row, predicted)| {
                let TargetReading { stance: predicted, probabilities: proba, .. } = *predicted.as_ref()?;
                Some(ScoredRow { target: row.target.as_ref()?, actual: row.stance?, predicted, proba })
            })
            .collect()
    }

    fn detection(&self) -> Vec<DetectionOutcome<'_>> {
        let mut outcomes = Vec::new();
        for (found, about) in self.found.iter().zip(&self.about) {
            for (target, &predicted) in self.detectable.iter().zip(found) {
                outcomes.push(DetectionOutcome { target, actual: about.contains(target), predicted });
            }
        }
        outcomes
    }
}

/// The targets of a corpus, sorted.
fn corpus_targets(corpus: &Corpus) -> Vec<Target> {
    let mut targets: Vec<Target> = corpus.rows.iter().filter_map(|row| row.target.clone()).collect();
    targets.sort_unstable();
    targets.dedup();
    targets
}

/// A label made elsewhere: by another tool, or by a person.
#[derive(Debug, Clone, PartialEq)]
pub struct Prediction {
    /// Id of the statement, where the file has ids.
    pub id: Option<String>,
    /// Its text, where the file has texts.
    pub text: Option<String>,
    /// The target; where the file has no targets, the label holds for every target of the statement.
    pub target: Option<Target>,
    /// The stance; `None` is an abstention, or a statement about no target.
    pub stance: Option<Stance>,
    /// Probabilities of favor, against, neutral, where they are known.
    pub probabilities: Option<[f64; 3]>,
    /// Where it stands.
    pub place: Place,
}

/// The predictions for one statement.
#[derive(Default)]
struct Predictions<'a> {
    by_target: HashMap<Option<&'a Target>, &'a Prediction>,
    /// The normalised texts given for it, where predictions are joined by id.
    texts: BTreeMap<String, &'a Prediction>,
}

impl Predictions<'_> {
    /// A prediction that gives another text than `text`.
    fn other_text(&self, text: &str) -> Option<&Prediction> {
        if self.texts.is_empty() {
            return None;
        }
        let text = normalize(text);
        self.texts.iter().find(|(other, _)| ***other != *text).map(|(_, prediction)| *prediction)
    }
}

/// How right `predictions` are on `corpus`.
///
/// They are joined to the rows by id and target where they have ids, else by normalised text and target. A row whose
/// statement has predictions, though none for its target, counts as abstained on. Detection is judged where some
/// prediction says that a statement is about no target.
///
/// # Errors
/// An input error for a row whose statement has no prediction at all, for two predictions of the same, and for an id
/// that stands for another text in the predictions.
pub fn evaluate_predictions(predictions: &[Prediction], corpus: &Corpus) -> Result<Evaluation> {
    let by_id = predictions.iter().all(|prediction| prediction.id.is_some());
    let mut of_statement: HashMap<String, Predictions> = HashMap::new();
    for prediction in predictions {
        let key = match by_id {
            true => prediction.id.clone().unwrap_or_default(),
            false => normalize(prediction.text.as_deref().unwrap_or_default()).into_owned(),
        };
        let same = of_statement.entry(key).or_default();
        let first = *same.by_target.entry(prediction.target.as_ref()).or_insert(prediction);
        if first.stance != prediction.stance {
            return Err(Error::Input {
                place: prediction.place.clone(),
                found: "a second prediction for the same statement and target, with another stance".into(),
                expected: "one prediction for each statement and target".into(),
                remedy: "Remove one of the two.".into(),
            });
        }
        if let (true, Some(text)) = (by_id, &prediction.text) {
            same.texts.entry(normalize(text).into_owned()).or_insert(prediction);
        }
    }
    let key = |row: &LabelledStatement| match by_id {
        true => row.statement.id.clone(),
        false => normalize(&row.statement.text).into_owned(),
    };
    let has_targets = predictions.iter().any(|prediction| prediction.target.is_some());
    let mut rows = Vec::new();
    for row in &corpus.rows {
        let (Some(target), Some(actual)) = (&row.target, row.stance) else { continue };
        let Some(candidates) = of_statement.get(&key(row)) else {
            return Err(Error::Input {
                place: Place::of("predictions"),
                found: format!("nothing for the statement with the id '{}'", row.statement.id),
                expected: "a prediction for every statement that has a target in the corpus".into(),
                remedy: "Give both files the same ids (or, without a column of ids, the same texts).".into(),
            });
        };
        if let Some(other) = candidates.other_text(&row.statement.text) {
            return Err(Error::Input {
                place: other.place.clone(),
                found: format!("another text than the corpus has for the id '{}'", row.statement.id),
                expected: "the same statement under the same id".into(),
                remedy:
                    "Give both files the same ids, or leave the ids (or the texts) out of the predictions."
                        .into(),
            });
        }
        let found = candidates.by_target.get(&Some(target).filter(|_| has_targets));
        rows.push(ScoredRow {
            target,
            actual,
            predicted: found.and_then(|prediction| prediction.stance),
            proba: found.and_then(|prediction| prediction.probabilities),
        });
    }
    let detects = has_targets && predictions.iter().any(|prediction| prediction.target.is_none());
    let targets = corpus_targets(corpus);
    let mut detection = Vec::new();
    if detects {
        let statements = Statements::new(corpus, &targets);
        // A statement's rows may have an id each, and so predictions of their own.
        let mut found: Vec<Option<HashSet<&Target>>> = vec![None; statements.texts.len()];
        for (row, &id) in corpus.rows.iter().zip(&statements.of_row) {
            if let Some(candidates) = of_statement.get(&key(row)) {
                found[id].get_or_insert_default().extend(candidates.by_target.keys().flatten());
            }
        }
        for (found, about) in found.iter().zip(&statements.about) {
            let Some(found) = found else { continue };
            for (t, target) in targets.iter().enumerate() {
                let (actual, predicted) = (about.contains(&t), found.contains(target));
                detection.push(DetectionOutcome { target, actual, predicted });
            }
        }
    }
    Evaluation::new(&rows, &detection)
}
