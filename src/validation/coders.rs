//! How far do coders agree who labelled the same statements?

use std::collections::HashMap;

use serde::Serialize;

use super::Prediction;
use crate::error::{Error, Place, Result};
use crate::evaluation::{Agreement, CodedUnit};
use crate::stance::{Stance, Target};
use crate::text::normalize;

/// What one coder said.
#[derive(Debug, Clone, PartialEq)]
pub struct Coder {
    /// What to call the coder.
    pub name: String,
    /// The labels.
    pub labels: Vec<Prediction>,
}

/// How far coders agree, and where they do not.
///
/// # Shapes and units
/// It serialises to the object that `agreement --format json` prints.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct CoderAgreement {
    /// Names of the coders, in the order of every list of labels.
    pub coders: Vec<String>,
    /// What their rows were joined by: `id` or `text`, and the target.
    pub joined_by: &'static str,
    /// Statements and targets that any coder labelled.
    pub labelled_units: usize,
    /// The figures.
    #[serde(flatten)]
    pub agreement: Agreement,
    /// The units whose labels are not all the same, in the order of the first file that has them.
    pub disagreements_listed: Vec<Disagreement>,
}

/// A statement and target on which coders disagree.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Disagreement {
    /// Id of the statement, where the files have ids.
    pub id: Option<String>,
    /// The target, where the files have targets.
    pub target: Option<Target>,
    /// What each coder said; `None` is missing.
    pub labels: Vec<Option<Stance>>,
    /// Text of the statement, where a file has it.
    pub text: Option<String>,
}

/// How far `coders` agree on the stances of the same statements.
///
/// Rows are joined by id and target where all rows of all coders have an id, else by normalised text and target. A row
/// without a stance is a missing label, and so is a row that is not there. A row that has neither target nor stance, in
/// files with targets, says nothing on any stance and is passed over.
///
/// # Errors
/// An input error where a coder gives the same statement and target two stances, an id stands for two texts, a row
/// cannot be joined, only some coders have targets, or no statement has the labels of two coders; a parameter error
/// where there are fewer than two coders.
pub fn coder_agreement(coders: &[Coder]) -> Result<CoderAgreement> {
    if coders.len() < 2 {
        return Err(Error::Parameter {
            name: "coders",
            value: coders.len().to_string(),
            expected: "the labels of two coders or more",
        });
    }
    let all = || coders.iter().flat_map(|coder| &coder.labels);
    let mut units = Units {
        by_id: all().all(|row| row.id.is_some()),
        with_targets: all().any(|row| row.target.is_some()),
        n_coders: coders.len(),
        units: Vec::new(),
        of_key: HashMap::new(),
        text_of_id: HashMap::new(),
    };
    for (number, coder) in coders.iter().enumerate() {
        if units.with_targets && coder.labels.iter().all(|row| row.target.is_none()) {
            return Err(no_targets(&coder.name));
        }
        for row in &coder.labels {
            units.add(number, row)?;
        }
    }
    let coded: Vec<CodedUnit> = units
        .units
        .iter()
        .map(|unit| CodedUnit { target: unit.target.as_ref(), labels: &unit.labels })
        .collect();
    let agreement = Agreement::of(&coded);
    if agreement.overall.units == 0 {
        return Err(nothing_in_common(coders, units.by_id));
    }
    let labelled_units = units.units.iter().filter(|unit| unit.labels.iter().any(Option::is_some)).count();
    let joined_by = if units.by_id { "id" } else { "text" };
    let is_disputed = |unit: &Disagreement| {
        let mut given = unit.labels.iter().flatten();
        let first = given.next();
        given.any(|label| Some(label) != first)
    };
    Ok(CoderAgreement {
        coders: coders.iter().map(|coder| coder.name.clone()).collect(),
        joined_by,
        labelled_units,
        agreement,
        disagreements_listed: units.units.into_iter().filter(is_disputed).collect(),
    })
}

/// The statements and targets that coders labelled, as they are joined.
struct Units<'a> {
    by_id: bool,
    with_targets: bool,
    n_coders: usize,
    units: Vec<Disagreement>,
    of_key: HashMap<(String, Option<&'a Target>), usize>,
    /// The normalised text that was first seen with each id.
    text_of_id: HashMap<&'a str, String>,
}

impl<'a> Units<'a> {
    fn add(&mut self, coder: usize, row: &'a Prediction) -> Result<()> {
        if self.with_targets && row.target.is_none() {
            return if row.stance.is_none() { Ok(()) } else { Err(stance_without_target(row)) };
        }
        let text = row.text.as_deref().map(normalize);
        let key = match (&row.id, text) {
            (Some(id), text) if self.by_id => {
                if let Some(text) = text {
                    let first = self.text_of_id.entry(id).or_insert_with(|| text.to_string());
                    if *first != text {
                        return Err(another_text(row, id));
                    }
                }
                id.clone()
            }
            (_, Some(text)) => text.into_owned(),
            (_, None) => return Err(no_text(row)),
        };
        let unit = *self.of_key.entry((key, row.target.as_ref())).or_insert_with(|| {
            self.units.push(Disagreement {
                id: row.id.clone(),
                target: row.target.clone(),
                labels: vec![None; self.n_coders],
                text: None,
            });
            self.units.len() - 1
        });
        let unit = &mut self.units[unit];
        unit.text = unit.text.take().or_else(|| row.text.clone());
        match (&mut unit.labels[coder], row.stance) {
            (Some(before), Some(stance)) if *before != stance => Err(two_stances(row)),
            (label, stance) => {
                *label = label.or(stance);
                Ok(())
            }
        }
    }
}

fn refused(place: Place, found: impl Into<String>, expected: &str, remedy: &str) -> Error {
    Error::Input { place, found: found.into(), expected: expected.into(), remedy: remedy.into() }
}

fn two_stances(row: &Prediction) -> Error {
    refused(
        row.place.clone(),
        "a second label for the same statement and target, with another stance",
        "one label from each coder for each statement and target",
        "Remove one of the two.",
    )
}

fn stance_without_target(row: &Prediction) -> Error {
    refused(
        row.place.clone(),
        "a stance without a target",
        "a target with every stance",
        "Fill in the target, or empty the stance too.",
    )
}

fn another_text(row: &Prediction, id: &str) -> Error {
    refused(
        row.place.clone(),
        format!("another text than before with the id '{id}'"),
        "one statement for each id, in all files",
        "Give the statement the same id in all files, or remove the column of ids to join by text.",
    )
}

fn no_text(row: &Prediction) -> Error {
    refused(
        row.place.clone(),
        "a row without text",
        "a text in every row, since not every row of every file has an id",
        "Fill in the text, or give all rows of all files ids.",
    )
}

fn no_targets(name: &str) -> Error {
    refused(
        Place::of(name),
        "no targets",
        "targets in all files, since another file has them",
        "Add the column 'target', or name the one target of all its rows with --target.",
    )
}

fn nothing_in_common(coders: &[Coder], by_id: bool) -> Error {
    let names: Vec<&str> = coders.iter().map(|coder| coder.name.as_str()).collect();
    refused(
        Place::of(names.join(", ")),
        format!("no {} and target with the labels of two coders", if by_id { "id" } else { "text" }),
        "statements that two coders labelled",
        "Check that the files are of the same statements, with the same ids (or, without ids, texts) and targets.",
    )
}
