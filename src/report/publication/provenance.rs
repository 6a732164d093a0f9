//! What was measured and how: files, models, options, draws, and the command.

use serde::Serialize;

use crate::model::Options;
use crate::report::document::table::grouped;
use crate::report::document::{Block, Cell, Column, Fact, Section, Table};

/// What a measurement rests on: enough to repeat it, and nothing that changes where or when it is repeated.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Provenance {
    /// Version of this crate.
    pub version: &'static str,
    /// The command that was typed.
    pub command: String,
    /// The labelled corpora.
    pub corpora: Vec<SourceFile>,
    /// Rows of the corpora that could not be used and were left out.
    pub rows_left_out: u64,
    /// What predicted: one, or two that are compared.
    pub predictors: Vec<Predictor>,
    /// Draws of the bootstrap.
    pub draws: u32,
    /// What it drew, and how folds were drawn.
    pub seed: u64,
}

/// A file that was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SourceFile {
    /// Its name, as typed.
    pub name: String,
    /// Rows that were used, where they are counted.
    pub rows: Option<u64>,
    /// SHA-256 of its bytes, as `sha256sum` prints it; `None` for what can be read only once.
    pub sha256: Option<String>,
}

/// What predicted.
///
/// # Shapes and units
/// It serialises with its `kind`: `model`, `labels` or `folds`.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
#[allow(clippy::large_enum_variant, reason = "there are one or two of them")]
pub enum Predictor {
    /// A trained model.
    Model {
        /// Its file as typed, or `built-in`.
        name: String,
        /// SHA-256 of the model file.
        sha256: String,
        /// SHA-256 of what it was trained on.
        trained_on: String,
        /// The options that it was trained with.
        options: Options,
    },
    /// Labels made elsewhere.
    Labels(SourceFile),
    /// Models trained in folds of the corpora.
    Folds {
        /// Number of folds.
        folds: usize,
        /// Lexicons that they were trained with.
        lexicons: Vec<SourceFile>,
        /// The options that they were trained with.
        options: Options,
    },
}

impl Provenance {
    /// What `predictors` gave by `command`, with no corpora named yet and the default bootstrap's draws and seed.
    pub fn new(command: &str, predictors: Vec<Predictor>) -> Self {
        let bootstrap = crate::evaluation::Bootstrap::default();
        Provenance {
            version: env!("CARGO_PKG_VERSION"),
            command: command.to_string(),
            corpora: Vec::new(),
            rows_left_out: 0,
            predictors,
            draws: bootstrap.draws,
            seed: bootstrap.seed,
        }
    }

    /// The names of the corpora, as in a sentence.
    pub(super) fn measured_on(&self) -> String {
        let names: Vec<&str> = self.corpora.iter().map(|file| file.name.as_str()).collect();
        match &names[..] {
            [] => "a corpus".into(),
            [only] => only.to_string(),
            [first, rest @ ..] if rest.len() > 2 => format!("{first} and {} more files", rest.len()),
            [first @ .., last] => format!("{} and {last}", first.join(", ")),
        }
    }

    /// The name of the first predictor.
    pub(super) fn predicted_by(&self) -> String {
        self.predictors.first().map_or_else(|| "predictions".into(), Predictor::name)
    }
}

impl Predictor {
    /// What to call it in a sentence.
    pub(super) fn name(&self) -> String {
        match self {
            Predictor::Model { name, .. } if name == "built-in" => "the built-in model".into(),
            Predictor::Model { name, .. } => name.clone(),
            Predictor::Labels(file) => file.name.clone(),
            Predictor::Folds { folds, .. } => format!("models of {folds} folds"),
        }
    }

    /// What it is, under `name`.
    fn facts(&self, name: &'static str) -> Vec<(&'static str, Fact)> {
        match self {
            Predictor::Model { sha256, trained_on, .. } => vec![
                (name, Fact::Words(self.name())),
                ("SHA-256 of the model", Fact::Code(sha256.clone())),
                ("SHA-256 of what it learned from", Fact::Code(trained_on.clone())),
            ],
            Predictor::Labels(_) => vec![(name, Fact::Words(format!("the labels in {}", self.name())))],
            Predictor::Folds { folds, .. } => {
                vec![(
                    name,
                    Fact::Words(format!("models of {folds} folds, none of the rows that it learned from")),
                )]
            }
        }
    }

    fn options(&self) -> Option<&Options> {
        match self {
            Predictor::Model { options, .. } | Predictor::Folds { options, .. } => Some(options),
            Predictor::Labels(_) => None,
        }
    }
}

/// What was measured, and how.
pub(super) fn section(of: &Provenance) -> Section {
    let mut facts = vec![("Command", Fact::Code(of.command.clone()))];
    let names: &[&str] = if of.predictors.len() == 1 { &["Predicted by"] } else { &["A", "B"] };
    for (name, predictor) in names.iter().zip(&of.predictors) {
        facts.extend(predictor.facts(name));
    }
    facts.push(("Bootstrap", Fact::Words(format!("{} draws, seed {}", grouped(of.draws.into()), of.seed))));
    if of.rows_left_out > 0 {
        facts.push((
            "Rows left out",
            Fact::Words(format!("{}: they could not be used", grouped(of.rows_left_out))),
        ));
    }
    facts.push(("Made with", Fact::Words(format!("Standpoint {}", of.version))));
    let mut blocks = vec![Block::Facts(facts), Block::Table(files(of))];
    for (i, predictor) in of.predictors.iter().enumerate() {
        if let Some(options) = predictor.options() {
            let title = match of.predictors.len() {
                1 => "Options of training",
                _ if i == 0 => "Options that A was trained with",
                _ => "Options that B was trained with",
            };
            blocks.push(Block::Code(title, crate::report::json::pretty(options)));
        }
    }
    Section::new("provenance", "What was measured, and how", blocks)
}

fn files(of: &Provenance) -> Table {
    let columns = vec![
        Column::words("File"),
        Column::words("Used as"),
        Column::numbers("Rows"),
        Column::words("SHA-256"),
    ];
    let mut table = Table::new("Files that were read", columns);
    let mut add = |file: &SourceFile, role: &str| {
        let rows = file.rows.map_or(Cell::Number("–".into()), Cell::count);
        let sum = match &file.sha256 {
            Some(sum) => Cell::Code(sum.clone()),
            None => Cell::Words("can be read only once".into()),
        };
        table.row(&file.name, [Cell::Words(role.into()), rows, sum]);
    };
    of.corpora.iter().for_each(|file| add(file, "corpus"));
    for predictor in &of.predictors {
        match predictor {
            Predictor::Labels(file) => add(file, "labels"),
            Predictor::Folds { lexicons, .. } => lexicons.iter().for_each(|file| add(file, "lexicon")),
            Predictor::Model { .. } => {}
        }
    }
    table
}
