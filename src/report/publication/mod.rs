//! What was measured, how, and what came out, in a form that can be published: one HTML page, Markdown, or JSON, all with
//! the same content.

mod charts;
mod comparison;
mod errors;
mod evaluation;
mod folds;
mod leaks;
mod probabilities;
mod provenance;

use serde::Serialize;

pub use provenance::{Predictor, Provenance, SourceFile};

use super::comparison::comparison_table;
use super::document::{Block, Document, Section};
use super::evaluation::{cross_validation_table, evaluation_table};
use super::json::pretty;
use super::leaks::{LeakSearch, leaks_table};
use super::notes::Notes;
use super::table::Style;
use crate::evaluation::{CrossValidation, Evaluation};
use crate::validation::{ConfidentError, CorpusComparison};

/// Figures with everything that a reader must know to trust and to repeat them.
///
/// # Determinism
/// The same report gives the same bytes; there is no date or time in it.
///
/// # Examples
/// ```
/// use standpoint::{
///     Bootstrap, Evaluation, LeakSearch, Measurement, Predictor, Provenance, Report, ScoredRow, SourceFile,
///     Stance::{Against, Favor}, Target,
/// };
///
/// let target = Target::new("sanctions").unwrap();
/// let row = |actual, predicted| {
///     ScoredRow { target: &target, actual, predicted: Some(predicted), proba: None, cluster: None }
/// };
/// let rows = [row(Favor, Favor), row(Against, Favor), row(Against, Against)];
/// let figures = Evaluation::with_intervals(&rows, &[], &Bootstrap { draws: 200, seed: 1 })?;
/// let labels = SourceFile { name: "labels.csv".into(), rows: Some(3), sha256: None };
/// let report = Report {
///     provenance: Provenance::new("standpoint evaluate test.csv", vec![Predictor::Labels(labels)]),
///     measurement: Measurement::Evaluation { figures, errors: Vec::new(), leaks: LeakSearch::OfLabels },
/// };
/// assert!(report.html().starts_with("<!DOCTYPE html>"));
/// assert!(report.markdown().contains("| accuracy | 0.667 \\[0.208, 0.939\\] |"));
/// # Ok::<(), standpoint::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Report {
    /// What was measured, and how.
    pub provenance: Provenance,
    /// What came out.
    pub measurement: Measurement,
}

/// What was measured.
#[derive(Debug, Clone, PartialEq)]
#[allow(clippy::large_enum_variant, reason = "there is one of it")]
pub enum Measurement {
    /// How right a model or labels are.
    Evaluation {
        /// The figures.
        figures: Evaluation,
        /// The most confident errors.
        errors: Vec<ConfidentError>,
        /// The rows that the model was trained on.
        leaks: LeakSearch,
    },
    /// How right models would be on statements that they have not seen.
    CrossValidation {
        /// The figures.
        figures: CrossValidation,
        /// The most confident errors.
        errors: Vec<ConfidentError>,
    },
    /// How two differ.
    Comparison(CorpusComparison),
}

/// A report as JSON: the figures at the top, as the plain ones, and what they rest on beside them.
#[derive(Serialize)]
struct Json<'a, F> {
    #[serde(flatten)]
    figures: &'a F,
    #[serde(skip_serializing_if = "Option::is_none")]
    confident_errors: Option<&'a [ConfidentError]>,
    #[serde(skip_serializing_if = "LeakSearch::is_of_labels")]
    leaks: &'a LeakSearch,
    provenance: &'a Provenance,
}

impl Report {
    /// The figures as tables for a terminal: [`evaluation_table`], [`cross_validation_table`] or [`comparison_table`].
    pub fn text(&self, style: Style) -> String {
        match &self.measurement {
            Measurement::Evaluation { figures, leaks, .. } => {
                let leaks = leaks_table(leaks, style);
                let between = if leaks.is_empty() { "" } else { "\n" };
                evaluation_table(figures, style) + between + &leaks
            }
            Measurement::CrossValidation { figures, .. } => cross_validation_table(figures, style),
            Measurement::Comparison(figures) => comparison_table(figures, style),
        }
    }

    /// The report as one HTML page that loads nothing, runs nothing and can be kept as a single file.
    pub fn html(&self) -> String {
        self.document().to_html()
    }

    /// The report as Markdown, with the numbers behind every chart.
    pub fn markdown(&self) -> String {
        self.document().to_markdown()
    }

    /// The report as indented JSON, ending in a line break: the figures as in
    /// [`evaluation_json`](crate::evaluation_json), [`cross_validation_json`](crate::cross_validation_json) or
    /// [`comparison_json`](crate::comparison_json), with `confident_errors` and `provenance` beside them.
    pub fn json(&self) -> String {
        let provenance = &self.provenance;
        match &self.measurement {
            Measurement::Evaluation { figures, errors, leaks } => {
                pretty(&Json { figures, confident_errors: Some(errors), leaks, provenance })
            }
            Measurement::CrossValidation { figures, errors } => pretty(&Json {
                figures,
                confident_errors: Some(errors),
                leaks: &LeakSearch::OfLabels,
                provenance,
            }),
            Measurement::Comparison(figures) => {
                pretty(&Json { figures, confident_errors: None, leaks: &LeakSearch::OfLabels, provenance })
            }
        }
    }

    fn document(&self) -> Document {
        let of = &self.provenance;
        match &self.measurement {
            Measurement::Evaluation { figures, errors, leaks } => Document {
                title: format!("Evaluation of {}", of.predicted_by()),
                lead: evaluation::lead(figures, of),
                sections: evaluation_sections(
                    figures,
                    errors,
                    of,
                    leaks::section(leaks).into_iter().collect(),
                ),
            },
            Measurement::CrossValidation { figures, errors } => Document {
                title: match &of.corpora[..] {
                    [only] => format!("Cross-validation on {}", only.name),
                    files => format!("Cross-validation on {} files", files.len()),
                },
                lead: evaluation::lead(&figures.pooled, of),
                sections: evaluation_sections(&figures.pooled, errors, of, folds::sections(figures)),
            },
            Measurement::Comparison(figures) => Document {
                title: format!("Comparison of {} and {}", figures.names[0], figures.names[1]),
                lead: comparison::lead(figures, of),
                sections: comparison_sections(figures, of),
            },
        }
    }
}

fn evaluation_sections(
    figures: &Evaluation,
    errors: &[ConfidentError],
    of: &Provenance,
    own: Vec<Section>,
) -> Vec<Section> {
    let mut sections = vec![
        Section::new("figures", "Figures", evaluation::headline(figures)),
        Section::new("classes", "Classes", evaluation::classes(&figures.overall)),
        Section::new("targets", "Targets", evaluation::targets(figures)),
    ];
    if !figures.slices.is_empty() {
        sections.push(Section::new("slices", "Slices", evaluation::slices(figures)));
    }
    if let Some(blocks) = probabilities::blocks(&figures.overall) {
        sections.push(Section::new("probabilities", "Probabilities", blocks));
    }
    sections.extend(own);
    if !figures.target_detection.is_empty() {
        sections.push(Section::new("detection", "Target detection", evaluation::detection(figures)));
    }
    sections.push(Section::new("errors", "Most confident errors", errors::confident(errors)));
    sections.extend(notes(&[(None, figures)]));
    sections.push(provenance::section(of));
    sections
}

fn comparison_sections(figures: &CorpusComparison, of: &Provenance) -> Vec<Section> {
    let mut sections = vec![
        Section::new("differences", "Differences", comparison::differences(figures)),
        Section::new("mcnemar", "McNemar’s test", comparison::mcnemar(figures)),
        Section::new("confusion", "Confusion", comparison::confusion(figures)),
        Section::new("targets", "Targets", comparison::targets(figures)),
        Section::new("differing", "Predicted differently", comparison::differing(figures)),
    ];
    sections.extend(notes(&[(Some("A"), &figures.a), (Some("B"), &figures.b)]));
    sections.push(provenance::section(of));
    sections
}

/// What must be known to read the figures, each said once.
fn notes(evaluations: &[(Option<&str>, &Evaluation)]) -> Option<Section> {
    let mut lines: Vec<(String, Vec<&str>)> = Vec::new();
    for (name, evaluation) in evaluations {
        let notes = Notes::on(evaluation);
        let of_targets = notes.of_targets.into_iter();
        let of_targets =
            of_targets.flat_map(|(target, of)| of.into_iter().map(move |note| format!("{target}: {note}")));
        for line in notes.overall.into_iter().chain(of_targets) {
            match lines.iter_mut().find(|(known, _)| *known == line) {
                Some((_, names)) => names.extend(name),
                None => lines.push((line, name.iter().copied().collect())),
            }
        }
    }
    let line = |(line, names): (String, Vec<&str>)| match &names[..] {
        [only] => format!("{only}: {line}"),
        _ => line,
    };
    let list: Vec<String> = lines.into_iter().map(line).collect();
    (!list.is_empty()).then(|| Section::new("notes", "Notes", vec![Block::List(list)]))
}
