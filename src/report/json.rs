//! Evaluations, checks and agreement as JSON: plain numbers in full precision, keys in a stable order.

use serde::Serialize;

use crate::audit::CorpusCheck;
use crate::evaluation::{CrossValidation, Evaluation};
use crate::validation::{CoderAgreement, CorpusComparison};

/// The evaluation as indented JSON, ending in a line break; its shape is that of [`Evaluation`].
///
/// # Determinism
/// The same evaluation gives the same bytes. Numbers are the shortest that read back as the same `f64`.
pub fn evaluation_json(evaluation: &Evaluation) -> String {
    pretty(evaluation)
}

/// The cross-validation as indented JSON, ending in a line break; its shape is that of [`CrossValidation`].
///
/// # Determinism
/// As [`evaluation_json`].
pub fn cross_validation_json(validated: &CrossValidation) -> String {
    pretty(validated)
}

/// The check as indented JSON, ending in a line break; its shape is that of [`CorpusCheck`].
///
/// # Determinism
/// As [`evaluation_json`].
pub fn check_json(check: &CorpusCheck) -> String {
    pretty(check)
}

/// The agreement as indented JSON, ending in a line break; its shape is that of [`CoderAgreement`].
///
/// # Determinism
/// As [`evaluation_json`].
pub fn agreement_json(agreement: &CoderAgreement) -> String {
    pretty(agreement)
}

/// The comparison as indented JSON, ending in a line break; its shape is that of [`CorpusComparison`].
///
/// # Determinism
/// As [`evaluation_json`].
pub fn comparison_json(compared: &CorpusComparison) -> String {
    pretty(compared)
}

pub(super) fn pretty(figures: &impl Serialize) -> String {
    let json = serde_json::to_string_pretty(figures).expect("figures have string keys and plain values");
    json + "\n"
}
