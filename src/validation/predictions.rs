//! Predictions made elsewhere, joined to a corpus.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::indexed::Indexed;
use super::scored_corpus::ScoredCorpus;
use crate::error::{Error, Place, Result};
use crate::stance::{Stance, Target};
use crate::statement::{Corpus, LabelledStatement};
use crate::text::normalize;

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

/// All predictions by statement: by id where every prediction has one, else by normalised text.
struct Joined<'a> {
    by_id: bool,
    /// Whether the predictions tell targets.
    has_targets: bool,
    of_statement: HashMap<String, Predictions<'a>>,
}

impl<'a> Joined<'a> {
    fn new(predictions: &'a [Prediction]) -> Result<Self> {
        let mut joined = Joined {
            by_id: predictions.iter().all(|prediction| prediction.id.is_some()),
            has_targets: predictions.iter().any(|prediction| prediction.target.is_some()),
            of_statement: HashMap::new(),
        };
        for prediction in predictions {
            joined.add(prediction)?;
        }
        Ok(joined)
    }

    fn add(&mut self, prediction: &'a Prediction) -> Result<()> {
        let key = match self.by_id {
            true => prediction.id.clone().unwrap_or_default(),
            false => normalize(prediction.text.as_deref().unwrap_or_default()).into_owned(),
        };
        let same = self.of_statement.entry(key).or_default();
        let first = *same.by_target.entry(prediction.target.as_ref()).or_insert(prediction);
        if first.stance != prediction.stance {
            return Err(second_prediction(prediction));
        }
        if let (true, Some(text)) = (self.by_id, &prediction.text) {
            same.texts.entry(normalize(text).into_owned()).or_insert(prediction);
        }
        Ok(())
    }

    /// The predictions for the statement of `row`.
    fn of_row(&self, row: &LabelledStatement) -> Option<&Predictions<'a>> {
        match self.by_id {
            true => self.of_statement.get(&row.statement.id),
            false => self.of_statement.get(&*normalize(&row.statement.text)),
        }
    }

    /// The same, where there must be some, and of the same text.
    fn required(&self, row: &LabelledStatement) -> Result<&Predictions<'a>> {
        let predictions = self.of_row(row).ok_or_else(|| nothing_for(row))?;
        match predictions.other_text(&row.statement.text) {
            Some(other) => Err(another_text(other, row)),
            None => Ok(predictions),
        }
    }
}

/// Joins `predictions` to the rows of `corpus`.
///
/// They are joined to the rows by id and target where they have ids, else by normalised text and target. A row whose
/// statement has predictions, though none for its target, counts as abstained on. Detection is judged where some
/// prediction says that a statement is about no target.
///
/// # Errors
/// An input error for a row whose statement has no prediction at all, for two predictions of the same, and for an id
/// that stands for another text in the predictions.
pub fn score_predictions<'a>(predictions: &[Prediction], corpus: &'a Corpus) -> Result<ScoredCorpus<'a>> {
    let joined = Joined::new(predictions)?;
    let indexed = Indexed::new(corpus);
    let mut scored = ScoredCorpus::new(corpus);
    for (i, row) in corpus.rows.iter().enumerate().filter(|(_, row)| row.target.is_some()) {
        let target = row.target.as_ref().filter(|_| joined.has_targets);
        let found = joined.required(row)?.by_target.get(&target);
        let stance = found.and_then(|prediction| prediction.stance);
        scored.add_row(&indexed, i, stance, found.and_then(|prediction| prediction.probabilities));
    }
    if joined.has_targets && predictions.iter().any(|prediction| prediction.target.is_none()) {
        add_detection(&joined, &indexed, &mut scored);
    }
    Ok(scored)
}

fn add_detection<'a>(joined: &Joined, indexed: &Indexed<'a>, scored: &mut ScoredCorpus<'a>) {
    // A statement's rows may have an id each, and so predictions of their own.
    let mut found: Vec<Option<HashSet<&Target>>> = vec![None; indexed.statements.texts.len()];
    for (row, &id) in indexed.corpus.rows.iter().zip(&indexed.statements.of_row) {
        if let Some(predictions) = joined.of_row(row) {
            found[id].get_or_insert_default().extend(predictions.by_target.keys().flatten());
        }
    }
    for (statement, found) in found.iter().enumerate() {
        let Some(found) = found else { continue };
        for target in &indexed.targets {
            scored.add_outcome(indexed, statement, target, found.contains(target));
        }
    }
}

fn second_prediction(prediction: &Prediction) -> Error {
    Error::Input {
        place: prediction.place.clone(),
        found: "a second prediction for the same statement and target, with another stance".into(),
        expected: "one prediction for each statement and target".into(),
        remedy: "Remove one of the two.".into(),
    }
}

fn nothing_for(row: &LabelledStatement) -> Error {
    Error::Input {
        place: Place::of("predictions"),
        found: format!("nothing for the statement with the id '{}'", row.statement.id),
        expected: "a prediction for every statement that has a target in the corpus".into(),
        remedy: "Give both files the same ids (or, without a column of ids, the same texts).".into(),
    }
}

fn another_text(other: &Prediction, row: &LabelledStatement) -> Error {
    Error::Input {
        place: other.place.clone(),
        found: format!("another text than the corpus has for the id '{}'", row.statement.id),
        expected: "the same statement under the same id".into(),
        remedy: "Give both files the same ids, or leave the ids (or the texts) out of the predictions."
            .into(),
    }
}
