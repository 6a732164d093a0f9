//! How much better would more rows make it? Models of growing shares of the training rows.

use super::cross_validation::{HeldOutScores, score_parts};
use super::indexed::Indexed;
use super::parts::Part;
use crate::error::{Error, Place, Result};
use crate::evaluation::{Bootstrap, HeadlineFigures, LearningPoint, stratified_group_folds};
use crate::lexicon::LexiconEntry;
use crate::model::Options;

/// Parts that training rows are dealt out to.
const SIXTEENTHS: usize = 16;

/// Numbers of sixteenths that are trained on, short of all.
const SHARES: [usize; 4] = [1, 2, 4, 8];

impl HeldOutScores<'_> {
    /// The learning curve: the figures where models learn from 1/16, 1/8, 1/4, 1/2 and all of the rows that they were
    /// trained on here, and predict the same rows.
    ///
    /// # Definition
    /// The training rows of each fold are dealt out to sixteen parts as [`stratified_group_folds`] deals, by target and
    /// stance, statements and groups whole; a share is made of the first of them, so that each holds the smaller ones. A
    /// share from which some fold cannot learn, since a target or a stance is missing, is left out with the reason.
    ///
    /// # Errors
    /// An input error where a fold has fewer than sixteen statements or groups to train on.
    ///
    /// # Determinism
    /// The same scores, lexicon, options and seed give the same figures at any number of threads.
    pub fn learning_curve(
        &self,
        lexicon: &[LexiconEntry],
        options: &Options,
        seed: u64,
        bootstrap: &Bootstrap,
    ) -> Result<Vec<LearningPoint>> {
        let indexed = Indexed::new(self.scored.corpus());
        let sixteenths =
            self.parts.iter().map(|part| sixteenths(part, &indexed, seed)).collect::<Result<Vec<_>>>()?;
        let mut points = Vec::new();
        for share in SHARES {
            let parts: Vec<Part> =
                self.parts.iter().zip(&sixteenths).map(|(part, of)| part.first(share, of)).collect();
            let rows = mean_rows(&parts);
            points.push(match score_parts(&indexed, lexicon, options, parts) {
                Ok(scores) => point(share, rows, &scores, bootstrap),
                Err(error @ Error::Training { .. }) => left_out(share, rows, &error),
                Err(error) => return Err(error),
            });
        }
        points.push(point(SIXTEENTHS, mean_rows(&self.parts), self, bootstrap));
        Ok(points)
    }
}

impl Part {
    /// The same with the rows of the first `share` of its sixteenths only.
    fn first(&self, share: usize, sixteenths: &[usize]) -> Part {
        let rows = self.training.iter().zip(sixteenths);
        Part {
            place: format!("with {share}/{SIXTEENTHS} of the rows {}", self.place),
            training: rows.filter(|(_, of)| **of < share).map(|(row, _)| *row).collect(),
            rows: self.rows.clone(),
            statements: self.statements.clone(),
        }
    }
}

/// The sixteenth of each training row of `part`.
fn sixteenths(part: &Part, indexed: &Indexed, seed: u64) -> Result<Vec<usize>> {
    let mut statements: Vec<usize> =
        part.training.iter().map(|&row| indexed.statements.of_row[row]).collect();
    statements.sort_unstable();
    statements.dedup();
    let all_strata = indexed.statements.strata();
    let strata: Vec<usize> = statements.iter().map(|&statement| all_strata[statement]).collect();
    let groups: Vec<usize> =
        statements.iter().map(|&statement| indexed.statements.groups[statement]).collect();
    let dealt =
        stratified_group_folds(&strata, &groups, SIXTEENTHS, seed).map_err(|_| too_few(&part.place))?;
    let of_row = |row: &usize| {
        let position = statements.partition_point(|&statement| statement < indexed.statements.of_row[*row]);
        dealt.fold_of()[position]
    };
    Ok(part.training.iter().map(of_row).collect())
}

fn mean_rows(parts: &[Part]) -> u64 {
    let rows: usize = parts.iter().map(|part| part.training.len()).sum();
    (rows / parts.len().max(1)) as u64
}

fn point(share: usize, training_rows: u64, scores: &HeldOutScores, bootstrap: &Bootstrap) -> LearningPoint {
    let figures = HeadlineFigures::of(scores.scored.rows(), bootstrap);
    LearningPoint { share: fraction(share), training_rows, figures: Some(figures), left_out: None }
}

fn left_out(share: usize, training_rows: u64, error: &Error) -> LearningPoint {
    LearningPoint { share: fraction(share), training_rows, figures: None, left_out: Some(error.to_string()) }
}

fn fraction(share: usize) -> f64 {
    share as f64 / SIXTEENTHS as f64
}

fn too_few(place: &str) -> Error {
    Error::Input {
        place: Place::of("corpus"),
        found: format!("too few statements or groups {place}"),
        expected: format!("at least {SIXTEENTHS}, so that a sixteenth of them can be learned from"),
        remedy: "Add rows with other statements or groups, or leave out --learning-curve.".into(),
    }
}
