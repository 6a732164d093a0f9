//! Arguments that several commands share, and the values that arguments have.

use std::path::PathBuf;

use clap::{Args, ValueEnum, ValueHint};
use standpoint::{ClassWeight, InputFormat, Language, LearnerKind, TextEncoding};

/// Options of training.
#[derive(Debug, Args)]
#[command(next_help_heading = "Training")]
pub struct Training {
    /// Lexicons: CSV with the columns term, target, role (stance, about, neutral), lean (-3 to 3)
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub lexicon: Vec<PathBuf>,
    /// Options for a kind of text
    #[arg(long, value_enum)]
    pub preset: Option<PresetName>,
    /// Options file (JSON), as 'inspect --format json' shows it under "options"
    #[arg(long, value_name = "FILE", conflicts_with = "preset", value_hint = ValueHint::FilePath)]
    pub options: Option<PathBuf>,
    /// Classifier: softmax, svm, complement-nb, multinomial-nb, majority [default: softmax]
    #[arg(long, value_name = "LEARNER")]
    pub learner: Option<LearnerKind>,
    /// Language of the texts, for stemming; 'none' leaves words as they are [default: english]
    #[arg(long, value_name = "LANGUAGE")]
    pub language: Option<Language>,
    /// How much the data weigh against the prior: larger fits closer [default: 1]
    #[arg(long, value_name = "C", allow_negative_numbers = true)]
    pub c: Option<f64>,
    /// Weigh the stances as they occur (none), or all alike (balanced) [default: none]
    #[arg(long, value_name = "none|balanced", value_parser = class_weight)]
    pub class_weight: Option<ClassWeight>,
    /// Keep only the N words and character n-grams that occur most often, which bounds the memory [default: all]
    #[arg(long, value_name = "N")]
    pub max_features: Option<usize>,
    /// Folds that calibration is fitted in, or 'none' [default: 5]
    #[arg(long, value_name = "FOLDS|none", value_parser = calibrate)]
    pub calibrate: Option<Calibrate>,
    /// Column whose equal values never part in folds [default: group]
    #[arg(long, value_name = "COLUMN")]
    pub group: Option<String>,
    /// What folds are drawn with, and intervals where there are any [default: 1]
    #[arg(long, value_name = "N")]
    pub seed: Option<u64>,
}

/// How input files are read.
#[derive(Debug, Args)]
#[command(next_help_heading = "Input")]
pub struct Reading {
    /// Format of the inputs: csv, tsv, jsonl, text [default: by the file's extension]
    #[arg(long, value_name = "FORMAT")]
    pub input_format: Option<InputFormat>,
    /// Encoding of inputs that are not UTF-8 or UTF-16, such as windows-1252
    #[arg(long, value_name = "NAME")]
    pub encoding: Option<TextEncoding>,
    /// What to do with rows that cannot be used: fail, or skip and report each
    #[arg(long, value_enum, default_value_t = OnBadRow::Fail)]
    pub bad_rows: OnBadRow,
    /// Column of the text [default: text]
    #[arg(long, value_name = "COLUMN")]
    pub text_column: Option<String>,
    /// Column of the target [default: target]
    #[arg(long, value_name = "COLUMN")]
    pub target_column: Option<String>,
    /// Column of the stance [default: stance]
    #[arg(long, value_name = "COLUMN")]
    pub stance_column: Option<String>,
    /// Column of the id [default: id]
    #[arg(long, value_name = "COLUMN")]
    pub id_column: Option<String>,
    /// Column of the speaker [default: speaker]
    #[arg(long, value_name = "COLUMN")]
    pub speaker_column: Option<String>,
    /// Column of the source [default: source]
    #[arg(long, value_name = "COLUMN")]
    pub source_column: Option<String>,
    /// Column of the date [default: date]
    #[arg(long, value_name = "COLUMN")]
    pub date_column: Option<String>,
}

/// How labels are read.
#[derive(Debug, Args)]
#[command(next_help_heading = "Labels")]
pub struct Labels {
    /// Target of all rows, for corpora without a column of targets
    #[arg(long, value_name = "TARGET")]
    pub target: Option<String>,
    /// What the corpus's own labels mean, such as agree=favor,disagree=against
    #[arg(long, value_name = "MAP")]
    pub label_map: Option<String>,
}

/// Which model reads.
#[derive(Debug, Args)]
pub struct ModelChoice {
    /// Model file [default: the built-in model for sanctions and missile defense]
    #[arg(long, short, value_name = "MODEL", value_hint = ValueHint::FilePath)]
    pub model: Option<PathBuf>,
}

/// Which figures are given.
#[derive(Debug, Args)]
pub struct Figures {
    /// Draws of the bootstrap for the intervals; 0 = no intervals
    #[arg(long, value_name = "N", default_value_t = 2000, value_parser = draws())]
    pub draws: u32,
    /// Give the figures for each value of this column too, such as speaker or target; may be repeated
    #[arg(long, value_name = "COLUMN")]
    pub by: Vec<String>,
}

/// How figures are shown.
#[derive(Debug, Args)]
pub struct Report {
    /// Format of the output
    #[arg(long, value_enum, default_value_t = ReportFormat::Text)]
    pub format: ReportFormat,
    /// Where to write [default: standard output]
    #[arg(long, short, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub output: Option<PathBuf>,
}

/// How measurements are shown.
#[derive(Debug, Args)]
pub struct Publication {
    /// Format of the output: html and markdown are reports to publish, each one file
    #[arg(long, value_enum, default_value_t = PublicationFormat::Text)]
    pub format: PublicationFormat,
    /// Where to write [default: standard output]
    #[arg(long, short, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub output: Option<PathBuf>,
}

impl Report {
    /// How many findings to list: `most` where it was typed, else a few for people and all for programs.
    pub fn most(&self, most: Option<usize>) -> usize {
        most.unwrap_or(match self.format {
            ReportFormat::Text => 10,
            ReportFormat::Json => usize::MAX,
        })
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum TableFormat {
    Csv,
    Tsv,
    Jsonl,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum AnalysisFormat {
    Table,
    Csv,
    Tsv,
    Jsonl,
    Html,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum AttributionName {
    Strict,
    Loose,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum SummaryByName {
    Speaker,
    Month,
    Source,
    Organisation,
    Country,
    Document,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ReportFormat {
    Text,
    Json,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum PublicationFormat {
    Text,
    Html,
    Markdown,
    Json,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum PresetName {
    News,
    Social,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum OnBadRow {
    Fail,
    Skip,
}

/// `--calibrate` as typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Calibrate(pub Option<usize>);

fn calibrate(typed: &str) -> Result<Calibrate, String> {
    match typed {
        "none" => Ok(Calibrate(None)),
        folds => folds
            .parse()
            .map(|folds| Calibrate(Some(folds)))
            .map_err(|_| "expected a number of folds, or none".to_string()),
    }
}

pub fn draws() -> clap::builder::RangedI64ValueParser<u32> {
    clap::value_parser!(u32).range(0..=100_000)
}

fn class_weight(typed: &str) -> Result<ClassWeight, String> {
    match typed {
        "none" => Ok(ClassWeight::None),
        "balanced" => Ok(ClassWeight::Balanced),
        _ => Err("expected none or balanced".to_string()),
    }
}

pub fn probability(typed: &str) -> Result<f64, String> {
    let p: f64 = typed.parse().map_err(|_| "expected a number from 0 to 1".to_string())?;
    if (0.0..=1.0).contains(&p) { Ok(p) } else { Err("expected a number from 0 to 1".to_string()) }
}
