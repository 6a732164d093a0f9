//! What does a model make of the rows and statements of a corpus?

use std::collections::HashMap;

use rayon::prelude::*;

use super::confident_errors::most_confident;
use super::deciding_words::DecidingWord;
use super::indexed::Indexed;
use super::scored_corpus::ScoredCorpus;
use crate::error::Result;
use crate::model::{Model, Reader, TargetReading};
use crate::stance::{Stance, Target};

/// Statements that one task reads: fixed, so that no result depends on the number of threads.
const CHUNK: usize = 512;

/// A model's predictions for some rows and statements of a corpus.
pub(super) struct Predicted {
    /// Rows that have a target, and what was made of them.
    stances: Vec<(usize, TargetReading)>,
    /// The rows that are most confidently wrong, and the words that decided: told while the model is there.
    words: Vec<(usize, Vec<DecidingWord>)>,
    /// Statements, and for each of `detectable` whether it was found.
    found: Vec<(usize, Vec<bool>)>,
    /// The targets that the model detects.
    detectable: Vec<Target>,
}

/// Reads the rows with these indices toward their own targets, and for these statements what they are about.
///
/// # Errors
/// [`Error::UnknownTarget`](crate::Error::UnknownTarget) for a target that the model does not know.
pub(super) fn predict(
    model: &Model,
    indexed: &Indexed,
    rows: &[usize],
    statements: &[usize],
) -> Result<Predicted> {
    let known: HashMap<&str, usize> =
        model.targets().enumerate().map(|(t, target)| (target.as_str(), t)).collect();
    let target_of = |row: usize| indexed.corpus.rows[row].target.as_ref();
    for target in rows.iter().filter_map(|&row| target_of(row)) {
        if !known.contains_key(target.as_str()) {
            model.target_index(target.as_str())?;
        }
    }
    let stances = in_chunks(rows, model, |reader, row| {
        let target = known[target_of(row)?.as_str()];
        let text = &indexed.corpus.rows[row].statement.text;
        Some((row, reader.read(text, Some(target)).targets.pop()?))
    });
    let detectable: Vec<usize> =
        (0..model.targets().len()).filter(|&t| model.detection_threshold(t).is_some()).collect();
    let found = in_chunks(statements, model, |reader, statement| {
        let read = reader.read(indexed.statements.texts[statement], None).targets;
        let is_found = |t: &usize| read.iter().any(|reading| reading.target == *t);
        (statement, detectable.iter().map(is_found).collect())
    });
    let names: Vec<&Target> = model.targets().collect();
    let stances: Vec<(usize, TargetReading)> = stances.into_iter().flatten().collect();
    Ok(Predicted {
        words: words_of_errors(model, indexed, &stances),
        stances,
        found,
        detectable: detectable.into_iter().map(|t| names[t].clone()).collect(),
    })
}

/// The words that decided the most confident errors among `stances`.
fn words_of_errors(
    model: &Model,
    indexed: &Indexed,
    stances: &[(usize, TargetReading)],
) -> Vec<(usize, Vec<DecidingWord>)> {
    let stances: Vec<(usize, Stance, &TargetReading)> = stances
        .iter()
        .filter_map(|(row, reading)| Some((*row, indexed.corpus.rows[*row].stance?, reading)))
        .collect();
    let rows = stances.iter().map(|(_, actual, reading)| (*actual, reading.stance, reading.probabilities));
    let words = |(position, _): (usize, f64)| {
        let (row, actual, reading) = stances[position];
        let text = &indexed.corpus.rows[row].statement.text;
        let explanation = model.explain(text, reading.target);
        Some((row, DecidingWord::all(text, &explanation, reading.stance?, actual)))
    };
    most_confident(rows).into_iter().filter_map(words).collect()
}

/// Maps `items` in order with one reader for each chunk.
fn in_chunks<R: Send>(
    items: &[usize],
    model: &Model,
    map: impl Fn(&mut Reader, usize) -> R + Sync,
) -> Vec<R> {
    let chunks: Vec<Vec<R>> = items
        .par_chunks(CHUNK)
        .map(|chunk| {
            let mut reader = model.reader();
            chunk.iter().map(|&item| map(&mut reader, item)).collect()
        })
        .collect();
    chunks.into_iter().flatten().collect()
}

impl Predicted {
    /// Writes the predictions beside the rows of `scored`.
    pub fn add_to<'a>(&self, scored: &mut ScoredCorpus<'a>, indexed: &Indexed<'a>) {
        for (row, reading) in &self.stances {
            scored.add_row(indexed, *row, reading.stance, reading.probabilities);
        }
        for (row, words) in &self.words {
            scored.add_words(*row, words.clone());
        }
        for (statement, found) in &self.found {
            for (target, found) in self.detectable.iter().zip(found) {
                scored.add_outcome(indexed, *statement, target, *found);
            }
        }
    }
}
