//! `standpoint compare`.

use std::path::Path;

use anyhow::Result;
use standpoint::{
    Bootstrap, Corpus, Measurement, Model, Predictor, Report, ScoredCorpus, compare, is_model, read_model,
    score,
};

use super::arguments::Compare;
use super::evaluate::score_labels;
use super::output::Output;
use super::provenance::{model, provenance};

/// What the built-in model is called where a file is expected.
pub const BUILT_IN: &str = "built-in";

/// Compares two models or files of labels and writes how they differ.
pub fn run(command: &Compare) -> Result<()> {
    let output = Output::open(command.report.output.as_deref())?;
    let read = command.reading.located_corpus(&command.corpora, &command.labels, command.group.as_deref())?;
    let (a, of_a) = scored(&command.a, command, &read.corpus)?;
    let (b, of_b) = scored(&command.b, command, &read.corpus)?;
    let names = [&command.a, &command.b].map(|path| path.display().to_string());
    let bootstrap = Bootstrap { draws: command.draws, ..Bootstrap::default() };
    let compared = compare(names, &a, &b, &bootstrap)?;
    let provenance = provenance(vec![of_a, of_b], &read, &command.corpora, &bootstrap)?;
    let report = Report { provenance, measurement: Measurement::Comparison(compared) };
    command.report.write(&report, output)
}

/// What the model or the labels at `path` say of `corpus`, and what they are.
fn scored<'a>(path: &Path, command: &Compare, corpus: &'a Corpus) -> Result<(ScoredCorpus<'a>, Predictor)> {
    let read = match path == Path::new(BUILT_IN) {
        true => Model::built_in()?,
        false if is_model(path) => read_model(path)?,
        false => return score_labels(path, &command.reading, &command.labels, corpus),
    };
    Ok((score(&read, corpus)?, model(&path.display().to_string(), &read)))
}
