//! Training on one part of a corpus and predicting another, several times over.

use std::borrow::Cow;

use rayon::prelude::*;

use super::indexed::Indexed;
use super::reading::{Predicted, predict};
use crate::error::{Error, Result};
use crate::lexicon::LexiconEntry;
use crate::model::{Options, is_of_one_time, train};
use crate::statement::Corpus;

/// What one model is trained on and predicts.
#[derive(Debug, Clone)]
pub(super) struct Part {
    /// Where it stands, as in "without fold 2 of 5".
    pub place: String,
    /// Rows that it is trained on.
    pub training: Vec<usize>,
    /// Rows whose stance it predicts.
    pub rows: Vec<usize>,
    /// Statements of which it says what they are about.
    pub statements: Vec<usize>,
}

impl Part {
    /// Trains and predicts. A part can be too short to be cut by time where the whole corpus is not; its calibration is
    /// then fitted in drawn folds.
    pub fn predict(
        &self,
        indexed: &Indexed,
        lexicon: &[LexiconEntry],
        options: &Options,
    ) -> Result<Predicted> {
        let training = Corpus {
            rows: self.training.iter().map(|&row| indexed.corpus.rows[row].clone()).collect(),
            extra_columns: indexed.corpus.extra_columns.clone(),
        };
        let mut options = Cow::Borrowed(options);
        if is_of_one_time(&training, &options) {
            options.to_mut().model.time_column = None;
        }
        train(&training, lexicon, &options)
            .and_then(|model| predict(&model, indexed, &self.rows, &self.statements))
            .map_err(|error| in_part(error, &self.place))
    }
}

/// Trains and predicts each of `parts`.
pub(super) fn predict_parts(
    parts: &[Part],
    indexed: &Indexed,
    lexicon: &[LexiconEntry],
    options: &Options,
) -> Result<Vec<Predicted>> {
    parts.par_iter().map(|part| part.predict(indexed, lexicon, options)).collect()
}

/// What is wrong with the rows of a part, said so that nobody looks for it in the whole corpus.
fn in_part(error: Error, place: &str) -> Error {
    match error {
        Error::Training { found, expected, remedy } => {
            Error::Training { found: format!("{place}, {found}"), expected, remedy }
        }
        Error::UnknownTarget { target, .. } => Error::Training {
            found: format!("{place}, no row of target '{target}'"),
            expected: "rows of each target in every part that is trained on".into(),
            remedy: "Add rows of it with other texts and groups, or leave the target out.".into(),
        },
        other => other,
    }
}
