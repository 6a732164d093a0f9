//! What is in a model, for people and for programs.

use serde::Serialize;

use super::table::{Style, Table, shown};
use crate::model::{DetectorCalibration, Model, Options, OutOfFold, StanceCalibration, StrongFeature};
use crate::stance::{Stance, Target};

/// What is in a model.
///
/// # Shapes and units
/// It serialises to the object that `inspect --format json` prints; `options` can be given back to `train --options`.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Inspection {
    /// SHA-256 of the model file.
    pub fingerprint: String,
    /// SHA-256 of what it was trained on.
    pub corpus_fingerprint: String,
    /// Rows of the corpus.
    pub n_rows: usize,
    /// Distinct statements among them.
    pub n_statements: usize,
    /// Statements about no target.
    pub n_unrelated: usize,
    /// Entries of the lexicon.
    pub n_lexicon: usize,
    /// Features of the model.
    pub n_features: usize,
    /// Distinct texts that the model keeps fingerprints of; absent where it was to keep none.
    pub n_fingerprints: Option<usize>,
    /// Factor between a lexicon's lean and a weight.
    pub lexicon_scale: Option<f64>,
    /// Figures of the predictions that calibration was fitted on.
    pub out_of_fold: Option<OutOfFold>,
    /// The stemmer that the terms were made with.
    pub stemmer: &'static str,
    /// The options that it was trained with.
    pub options: Options,
    /// What it knows of each target.
    pub targets: Vec<InspectedTarget>,
}

/// What a model knows of one target.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct InspectedTarget {
    /// Its name.
    pub target: Target,
    /// The stances that it can be given.
    pub labels: Vec<Stance>,
    /// Rows labelled favor, against, neutral.
    pub stances: [usize; 3],
    /// Statements about it.
    pub about: usize,
    /// Statements about something else.
    pub negatives: usize,
    /// From scores to probabilities.
    pub calibration: StanceCalibration,
    /// From the detector's score to a probability; absent without a detector.
    pub detector_calibration: Option<DetectorCalibration>,
    /// Probability at and above which a statement counts as being about it; absent without a detector.
    pub detection_threshold: Option<f64>,
    /// The features that speak most for favor, against, neutral.
    pub strongest: [Vec<StrongFeature>; 3],
}

impl Inspection {
    /// What is in `model`, with the `most` strongest features of each stance.
    pub fn new(model: &Model, fingerprint: String, most: usize) -> Self {
        let summary = model.summary().clone();
        let targets =
            model.targets().zip(&summary.counts).enumerate().map(|(t, (target, counts))| InspectedTarget {
                target: target.clone(),
                labels: Stance::ALL.into_iter().filter(|stance| model.classes(t)[stance.index()]).collect(),
                stances: counts.stances,
                about: counts.about,
                negatives: counts.negatives,
                calibration: model.calibration(t),
                detector_calibration: model.detector_calibration(t),
                detection_threshold: model.detection_threshold(t),
                strongest: Stance::ALL.map(|stance| model.strongest(t, stance, most)),
            });
        Inspection {
            fingerprint,
            targets: targets.collect(),
            corpus_fingerprint: summary.corpus_fingerprint,
            n_rows: summary.n_rows,
            n_statements: summary.n_statements,
            n_unrelated: summary.n_unrelated,
            n_lexicon: summary.n_lexicon,
            n_features: model.n_features(),
            n_fingerprints: model.n_fingerprints(),
            lexicon_scale: summary.lexicon_scale,
            out_of_fold: summary.out_of_fold,
            stemmer: crate::text::STEMMER,
            options: summary.options,
        }
    }
}

/// The inspection as tables for people.
pub fn inspection_table(inspection: &Inspection, style: Style) -> String {
    let learner = &inspection.options.learner;
    let mut text = style.bold("Model") + "\n";
    let mut line = |name: &str, value: String| text.push_str(&format!("  {name:<14}{value}\n"));
    line("fingerprint", inspection.fingerprint.clone());
    line("corpus", inspection.corpus_fingerprint.clone());
    line(
        "learned from",
        format!(
            "{} rows, {} statements ({} about no target), {} lexicon entries",
            inspection.n_rows, inspection.n_statements, inspection.n_unrelated, inspection.n_lexicon
        ),
    );
    line("features", inspection.n_features.to_string());
    line(
        "leaks",
        match inspection.n_fingerprints {
            Some(n) => format!("found by fingerprints of {n} texts"),
            None => "not found: no fingerprints are kept".to_string(),
        },
    );
    line("learner", format!("{}, C = {}", learner.kind, learner.c));
    line("language", format!("{} ({})", inspection.options.features.language, inspection.stemmer));
    if let Some(scale) = inspection.lexicon_scale {
        line("lexicon", format!("leans count {scale} times"));
    }
    if let Some(column) = &inspection.options.model.time_column {
        line("calibrated", format!("in blocks of time, by '{}'", shown(column)));
    }
    if let Some(OutOfFold { n, accuracy, macro_f1, f_avg, ece }) = inspection.out_of_fold {
        line(
            "out of fold",
            format!(
                "accuracy {accuracy:.3}, macro-F1 {macro_f1:.3}, F_avg {f_avg:.3}, ECE {ece:.3} on {n} rows"
            ),
        );
    }
    text.push('\n');
    let columns = ["favor", "against", "neutral", "about it", "others", "threshold", "calibration"];
    let mut table = Table::new("Targets", &columns);
    for target in &inspection.targets {
        let counts = target.stances.map(|count| count.to_string());
        let others = [target.about, target.negatives].map(|count| count.to_string());
        let threshold =
            target.detection_threshold.map_or("-".to_string(), |threshold| format!("{threshold:.3}"));
        let StanceCalibration { scale, offset } = target.calibration;
        let numbers = |numbers: [f64; 3]| numbers.map(|number| format!("{number:.2}")).join(" ");
        let calibration = match (scale, offset) {
            ([a, b, c], [0.0, 0.0, 0.0]) if a == b && b == c => format!("× {a:.2}"),
            _ => format!("× {} + {}", numbers(scale), numbers(offset)),
        };
        let cells = counts.into_iter().chain(others).chain([threshold, calibration]);
        table.row(&shown(target.target.as_str()), cells);
    }
    text.push_str(&table.render(style));
    for target in &inspection.targets {
        for (stance, features) in Stance::ALL.iter().zip(&target.strongest) {
            if !features.is_empty() {
                text.push('\n');
                text.push_str(&style.bold(&format!("{}, {stance}", shown(target.target.as_str()))));
                text.push_str(&format!("\n  {}\n", strongest(features)));
            }
        }
    }
    text
}

/// Terms with their weights; a character n-gram stands between bars, so that its spaces show.
fn strongest(features: &[StrongFeature]) -> String {
    let shown = features.iter().map(|feature| {
        let term = shown(&feature.term);
        let term = if feature.block == "character" { format!("|{term}|") } else { term };
        format!("{term} {:+.2}", feature.weight)
    });
    shown.collect::<Vec<_>>().join(", ")
}
