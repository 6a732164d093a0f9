//! What the user can type: the commands, each with its own arguments.

mod shared;

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueHint};

pub use shared::*;

/// Reads statements and says who stands where.
///
/// Standpoint labels statements by their stance (favor, against, neutral) toward a target: sanctions, missile
/// defense, or any target that your own labelled corpus or word list teaches it.
#[derive(Debug, Parser)]
#[command(name = "standpoint", version, max_term_width = 100, arg_required_else_help = true)]
pub struct Arguments {
    #[command(subcommand)]
    pub command: Command,
    /// Threads to use [default: one for each processor]; the results do not depend on it
    #[arg(long, global = true, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub threads: Option<u16>,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    Analyze(Analyze),
    Train(Train),
    Tune(Tune),
    Classify(Classify),
    Evaluate(Evaluate),
    CrossValidate(CrossValidate),
    Compare(Compare),
    Check(Check),
    Agreement(Agreement),
    Explain(Explain),
    Inspect(Inspect),
    Completions(Completions),
}

/// Train a model on a labelled corpus, a lexicon, or both
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  standpoint train statements.csv --output my.model
  standpoint train survey.csv --label-map agree=favor,disagree=against --target 'carbon tax' --output tax.model
  standpoint train --lexicon words.csv --output words.model
  standpoint train tweets.csv --preset social --group thread --output tweets.model
  standpoint train tweets.csv --time-column date --output tweets.model

A corpus has the columns text, target, stance (favor, against, neutral) and optionally id, speaker, source, date,
group. A row with neither target nor stance is a statement about no target: it teaches the model what to pass over.
A lexicon has the columns term, target, role, lean.

Where the model is to read what is said later than its corpus, name the column of times: probabilities then allow for what
changes in time. Calibration is fitted on blocks of time of each target, each held out from what was said before and after
it; the classifier learns from all rows. Times are numbers, or text in the order of its characters, such as 2016-02-05.")]
pub struct Train {
    /// Labelled corpora: CSV, TSV or JSON Lines; - is standard input
    #[arg(value_name = "CORPUS", value_hint = ValueHint::FilePath)]
    pub corpora: Vec<PathBuf>,
    /// Where to write the model
    #[arg(long, short, value_name = "MODEL", value_hint = ValueHint::FilePath)]
    pub output: PathBuf,
    /// Keep no fingerprints of the texts (16 bytes each), by which 'evaluate' finds test rows that the model was
    /// trained on, and anybody with the model can find out whether a text that they know was
    #[arg(long)]
    pub no_fingerprints: bool,
    /// Calibrate for what comes later: hold out blocks of time, ordered by this column, instead of drawn folds
    #[arg(long, value_name = "COLUMN", requires = "corpora")]
    pub time_column: Option<String>,
    #[command(flatten)]
    pub training: Training,
    #[command(flatten)]
    pub reading: Reading,
    #[command(flatten)]
    pub labels: Labels,
}

/// Find who says what in articles, and where they stand
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  standpoint analyze article.txt
  standpoint analyze news/ --format csv --output statements.csv
  standpoint analyze news/ --format html --output news.html
  standpoint analyze news/ archive.jsonl --summary --by month --format csv
  standpoint analyze news/ --summary --aliases names.csv --min-confidence 0.6
  curl -s https://example.org/page | standpoint analyze -

An article is a text or an HTML page; a folder is read with the folders in it; a collection is CSV, TSV or JSON Lines
with the column text and optionally id, date, source. By default the statements that are about a target are written,
one row for each of their targets. Offsets (start, end) count Unicode characters of what was read.

Aliases are CSV with the columns alias, name and optionally role, organisation, country: a speaker called like the
alias becomes the name, in every article. Without them, two names in different articles are one speaker only where the
full name and the country are the same.")]
pub struct Analyze {
    /// Articles: text, HTML, folders of them, or collections (CSV, TSV, JSON Lines); - is standard input
    #[arg(value_name = "ARTICLE", value_hint = ValueHint::AnyPath)]
    pub articles: Vec<PathBuf>,
    #[command(flatten)]
    pub model: ModelChoice,
    /// How sure it must be who speaks: strict takes only what a cue attributes; loose also quotations that go on with the
    /// speaker before, and positions that the reporter states of a body
    #[arg(long, value_enum, default_value_t = AttributionName::Loose)]
    pub attribution: AttributionName,
    /// Write every statement, also those that are about no target
    #[arg(long)]
    pub all: bool,
    /// Write who stands where in sum: counts, shares and net stance with 95 % intervals (html always shows it)
    #[arg(long)]
    pub summary: bool,
    /// What the summary is grouped by, beside the target
    #[arg(long, value_enum, default_value_t = SummaryByName::Speaker, requires = "summary")]
    pub by: SummaryByName,
    /// Abstain where the stance is less probable than this (0 to 1)
    #[arg(long, value_name = "P", value_parser = probability)]
    pub min_confidence: Option<f64>,
    /// Which names are one speaker: CSV with the columns alias, name and optionally role, organisation, country
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub aliases: Option<PathBuf>,
    /// Format of the output; html is one page with the articles marked, a chart and a table
    #[arg(long, value_enum, default_value_t = AnalysisFormat::Table)]
    pub format: AnalysisFormat,
    /// Where to write [default: standard output]
    #[arg(long, short, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub output: Option<PathBuf>,
    #[command(flatten)]
    pub reading: Reading,
}

/// Search the training options that serve a corpus best
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  standpoint tune tweets.csv --preset social --time-column date --output options.json
  standpoint tune statements.csv --group speaker --lexicon words.csv --budget 120 --output options.json
  standpoint train statements.csv --options options.json --output my.model

Tries learner, C, the lexicon's scale, pairs of words, n-grams, sharing, weights, stemming and min_df, one after the
other, and writes the simplest options whose F_avg on held-out rows lies within one standard error of the best. With
--time-column each period is predicted from those before it: the oldest 40, 60 and 80 % of each target predict the 20 %
that follow; the options name the column, so that 'train' calibrates by time. Without it, rows are held out in
stratified folds. Rows that share a statement or a group never part. Of a large corpus the last folds or periods are
used that hold out 6,000 rows.")]
pub struct Tune {
    /// Labelled corpora: CSV, TSV or JSON Lines
    #[arg(value_name = "CORPUS", required = true, value_hint = ValueHint::FilePath)]
    pub corpora: Vec<PathBuf>,
    /// Where to write the options (JSON), for 'train --options'
    #[arg(long, short, value_name = "OPTIONS", value_hint = ValueHint::FilePath)]
    pub output: PathBuf,
    /// Options to begin with, for a kind of text
    #[arg(long, value_enum)]
    pub preset: Option<PresetName>,
    /// Options file to begin with (JSON)
    #[arg(long, value_name = "FILE", conflicts_with = "preset", value_hint = ValueHint::FilePath)]
    pub options: Option<PathBuf>,
    /// Lexicons: CSV with the columns term, target, role (stance, about, neutral), lean (-3 to 3)
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub lexicon: Vec<PathBuf>,
    /// Hold out forward in time, ordered by this column
    #[arg(long, value_name = "COLUMN")]
    pub time_column: Option<String>,
    /// Column whose equal values never part [default: group]
    #[arg(long, value_name = "COLUMN")]
    pub group: Option<String>,
    /// Number of folds, or of periods [default: 5 folds, 3 periods]
    #[arg(long, value_name = "N")]
    pub folds: Option<usize>,
    /// Seconds after which no further features are tried
    #[arg(long, value_name = "SECONDS", default_value_t = 600)]
    pub budget: u64,
    /// What folds and intervals are drawn with [default: 1]
    #[arg(long, value_name = "N")]
    pub seed: Option<u64>,
    #[command(flatten)]
    pub reading: Reading,
    #[command(flatten)]
    pub labels: Labels,
}

/// Label statements by target and stance
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  standpoint classify statements.csv
  standpoint classify statements.csv --target sanctions --min-confidence 0.7 --output labels.csv
  echo 'The embargo hurts only the poor.' | standpoint classify -
  standpoint classify speeches.jsonl --columns id,target,stance --format tsv

Without --target and without a column 'target', each statement gets one row for every target that it is about, and
one row with an empty target where it is about none. The output can be corrected by hand and given to 'train'.")]
pub struct Classify {
    /// Statements: CSV, TSV, JSON Lines, or plain text with one statement a line; - is standard input
    #[arg(value_name = "INPUT", value_hint = ValueHint::FilePath)]
    pub inputs: Vec<PathBuf>,
    #[command(flatten)]
    pub model: ModelChoice,
    /// Label the stance toward this target, whether or not a statement seems to be about it
    #[arg(long, value_name = "TARGET")]
    pub target: Option<String>,
    /// Abstain where the stance is less probable than this (0 to 1)
    #[arg(long, value_name = "P", value_parser = probability)]
    pub min_confidence: Option<f64>,
    /// Columns to write, in this order, separated by commas [default: all]
    #[arg(long, value_name = "LIST", value_delimiter = ',')]
    pub columns: Option<Vec<String>>,
    /// Format of the output
    #[arg(long, value_enum, default_value_t = TableFormat::Csv)]
    pub format: TableFormat,
    /// Where to write [default: standard output]
    #[arg(long, short, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub output: Option<PathBuf>,
    #[command(flatten)]
    pub reading: Reading,
}

/// Measure how right a model, or a file of labels made elsewhere, is on a labelled corpus
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  standpoint evaluate test.csv --model my.model
  standpoint evaluate test.csv --predictions coded-by-hand.csv --format json
  standpoint evaluate test.csv --model my.model --by genre --by target
  standpoint evaluate test.csv --model my.model --format html --output report.html

Predictions are joined to the corpus by id and target where every prediction has an id, else by text and target.
Every figure has a 95 % interval: Wilson's for shares, the bootstrap's for the rest. Where statements have several rows
or share a group, statements or groups are drawn whole.

Rows with a text that the model was trained on, or a near duplicate of one, are named below the figures, with the
figures without them.")]
pub struct Evaluate {
    /// Labelled corpora that the model was not trained on
    #[arg(value_name = "CORPUS", required = true, value_hint = ValueHint::FilePath)]
    pub corpora: Vec<PathBuf>,
    #[command(flatten)]
    pub model: ModelChoice,
    /// Labels to score instead of a model's: columns id (or text), target, stance, and p_favor, p_against, p_neutral
    /// where known
    #[arg(long, value_name = "FILE", conflicts_with = "model", value_hint = ValueHint::FilePath)]
    pub predictions: Option<PathBuf>,
    /// Column whose equal values mark rows that are not independent of each other [default: group]
    #[arg(long, value_name = "COLUMN")]
    pub group: Option<String>,
    #[command(flatten)]
    pub figures: Figures,
    #[command(flatten)]
    pub report: Publication,
    #[command(flatten)]
    pub reading: Reading,
    #[command(flatten)]
    pub labels: Labels,
}

/// Measure how right models would be on unseen statements, by training and testing in folds
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  standpoint cross-validate statements.csv
  standpoint cross-validate statements.csv --folds 10 --group speaker --format json --output figures.json
  standpoint cross-validate statements.csv --learning-curve --format html --output report.html
  standpoint cross-validate statements.csv --time-column date --folds 4

--time-column cuts the rows of each target, by time, into one block more than --folds; each but the first is predicted by
a model of the blocks before it, calibrated by time as 'train --time-column' does it. Times are numbers, or text in the
order of its characters, such as 2016-02-05.")]
pub struct CrossValidate {
    /// Labelled corpora
    #[arg(value_name = "CORPUS", required = true, value_hint = ValueHint::FilePath)]
    pub corpora: Vec<PathBuf>,
    /// Number of folds
    #[arg(long, value_name = "N", default_value_t = 5)]
    pub folds: usize,
    /// Predict forward in time, ordered by this column, each period by a model of those before it
    #[arg(long, value_name = "COLUMN")]
    pub time_column: Option<String>,
    /// Give the figures for models of 1/16, 1/8, 1/4 and 1/2 of the training rows too
    #[arg(long, conflicts_with = "time_column")]
    pub learning_curve: bool,
    #[command(flatten)]
    pub figures: Figures,
    #[command(flatten)]
    pub training: Training,
    #[command(flatten)]
    pub report: Publication,
    #[command(flatten)]
    pub reading: Reading,
    #[command(flatten)]
    pub labels: Labels,
}

/// Compare two models, or files of labels made elsewhere, on a labelled corpus
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  standpoint compare old.model new.model test.csv
  standpoint compare built-in my.model test.csv --format json --output comparison.json
  standpoint compare my.model coded-by-hand.csv test.csv
  standpoint compare old.model new.model test.csv --format markdown

Gives the figures of both, B - A with a 95 % interval from draws that both are measured on, McNemar's exact test, and the
rows that they predict differently.")]
pub struct Compare {
    /// Model file, file of labels (columns id or text, target, stance, p_favor, p_against, p_neutral), or 'built-in'
    #[arg(value_name = "A", value_hint = ValueHint::FilePath)]
    pub a: PathBuf,
    /// What to compare it with: the same
    #[arg(value_name = "B", value_hint = ValueHint::FilePath)]
    pub b: PathBuf,
    /// Labelled corpora that neither was made from
    #[arg(value_name = "CORPUS", required = true, value_hint = ValueHint::FilePath)]
    pub corpora: Vec<PathBuf>,
    /// Column whose equal values mark rows that are not independent of each other [default: group]
    #[arg(long, value_name = "COLUMN")]
    pub group: Option<String>,
    /// Draws of the bootstrap for the intervals; 0 = no intervals
    #[arg(long, value_name = "N", default_value_t = 2000, value_parser = draws())]
    pub draws: u32,
    #[command(flatten)]
    pub report: Publication,
    #[command(flatten)]
    pub reading: Reading,
    #[command(flatten)]
    pub labels: Labels,
}

/// Find duplicates, contradicting labels and leaks in labelled corpora
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  standpoint check statements.csv
  standpoint check train.csv --against test.csv
  standpoint check statements.csv --near 0.9 --most 50
  standpoint check train.csv --against dev.csv test.csv --format json --output check.json
  standpoint check statements.csv --label-errors --group speaker

Exit code: 0 where every check holds, 1 where one fails, 2 where the files cannot be checked. Likely label errors are
suspicions, not failed checks: they do not change it.

Rows that share a value of the column 'group', such as the members of a contrast set, may be near duplicates of each
other. --against also fails on texts and groups that are in both corpora, whatever their labels.

--label-errors trains models as cross-validate does, with the options of training, and lists the rows of the corpora
whose label the models that have not seen them find least plausible, with the label that they suggest.")]
pub struct Check {
    /// Labelled corpora, checked as one: CSV, TSV or JSON Lines
    #[arg(value_name = "CORPUS", required = true, value_hint = ValueHint::FilePath)]
    pub corpora: Vec<PathBuf>,
    /// Labelled corpora that must share nothing with these, such as the other part of a split
    #[arg(long, value_name = "OTHER", num_args = 1.., value_hint = ValueHint::FilePath)]
    pub against: Vec<PathBuf>,
    /// Least similarity of near duplicates: Jaccard index of character 5-grams (above 0, to 1)
    #[arg(long, value_name = "J", default_value_t = 0.8)]
    pub near: f64,
    /// Also list likely label errors, by models trained in folds
    #[arg(long)]
    pub label_errors: bool,
    /// Number of these folds
    #[arg(long, value_name = "N", default_value_t = 5, requires = "label_errors")]
    pub folds: usize,
    /// Findings of each kind to list [default: 10, of label errors 20, and all in JSON]
    #[arg(long, value_name = "N")]
    pub most: Option<usize>,
    #[command(flatten)]
    pub training: Training,
    #[command(flatten)]
    pub report: Report,
    #[command(flatten)]
    pub reading: Reading,
    #[command(flatten)]
    pub labels: Labels,
}

/// Measure how far coders agree who labelled the same statements
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  standpoint agreement anna.csv ben.csv
  standpoint agreement anna.csv ben.csv carla.csv --most 100 --format json

Each file holds the labels of one coder: columns id (or text), target, stance. Rows are joined by id and target where
every row has an id, else by text and target. A row that a coder left empty, or 'abstain', is missing.")]
pub struct Agreement {
    /// Labels, one file for each coder: CSV, TSV or JSON Lines
    #[arg(value_name = "LABELS", required = true, num_args = 2.., value_hint = ValueHint::FilePath)]
    pub coders: Vec<PathBuf>,
    /// Disagreements to list [default: 10, and all in JSON]
    #[arg(long, value_name = "N")]
    pub most: Option<usize>,
    #[command(flatten)]
    pub report: Report,
    #[command(flatten)]
    pub reading: Reading,
    #[command(flatten)]
    pub labels: Labels,
}

/// Show which words decided the stance of a text
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  standpoint explain 'The embargo hurts only the poor.'
  standpoint explain --target sanctions --format json < statement.txt")]
pub struct Explain {
    /// The text [default: standard input]
    #[arg(value_name = "TEXT")]
    pub text: Option<String>,
    #[command(flatten)]
    pub model: ModelChoice,
    /// The target [default: every target that the text is about]
    #[arg(long, value_name = "TARGET")]
    pub target: Option<String>,
    /// Words and phrases to show for each target
    #[arg(long, value_name = "N", default_value_t = 20)]
    pub most: usize,
    /// Format of the output
    #[arg(long, value_enum, default_value_t = ReportFormat::Text)]
    pub format: ReportFormat,
}

/// Show what is in a model
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  standpoint inspect
  standpoint inspect my.model --format json")]
pub struct Inspect {
    /// The model file [default: the built-in model]
    #[arg(value_name = "MODEL", value_hint = ValueHint::FilePath)]
    pub model: Option<PathBuf>,
    /// Features to show for each stance
    #[arg(long, value_name = "N", default_value_t = 15)]
    pub most: usize,
    /// Format of the output
    #[arg(long, value_enum, default_value_t = ReportFormat::Text)]
    pub format: ReportFormat,
}

/// Print completions for a shell
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  standpoint completions bash > ~/.local/share/bash-completion/completions/standpoint"
)]
pub struct Completions {
    /// The shell
    pub shell: clap_complete::Shell,
}
