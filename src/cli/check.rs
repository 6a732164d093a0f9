//! `standpoint check`.

use anyhow::Result;
use standpoint::{CheckOptions, Corpus, LabelErrors, check_corpus, check_json, check_table, label_errors};

use super::Answer;
use super::arguments::{Check, ReportFormat};
use super::output::{Output, is_closed_pipe, style};

/// Checks and writes what was found; the answer is negative where a check fails.
pub fn run(command: &Check) -> Result<Answer> {
    let read =
        |paths| command.reading.located_corpus(paths, &command.labels, command.training.group.as_deref());
    let options = CheckOptions { near: command.near, most: command.report.most(command.most) };
    let corpus = read(&command.corpora)?;
    let against = match &command.against[..] {
        [] => None,
        _ => Some(read(&command.against)?),
    };
    let mut check = check_corpus(&corpus.corpus, against.as_ref().map(|other| &other.corpus), &options)?;
    if command.label_errors {
        check.label_errors = Some(suspected(command, &corpus.corpus)?);
    }
    check.locate(|row| corpus.place(row), |row| against.as_ref().unwrap_or(&corpus).place(row));

    let path = command.report.output.as_deref();
    let text = match command.report.format {
        ReportFormat::Text => check_table(&check, style(path)),
        ReportFormat::Json => check_json(&check),
    };
    match Output::open(path)?.write_whole(text.as_bytes()) {
        // The answer is the same whether or not all of the report is read.
        Err(error) if !is_closed_pipe(&error) => Err(error),
        _ if check.holds() => Ok(Answer::Done),
        _ => Ok(Answer::Negative),
    }
}

/// The likely label errors of the corpus, as the options of training find them.
fn suspected(command: &Check, corpus: &Corpus) -> Result<LabelErrors> {
    let training = &command.training;
    let lexicon = training.lexicon(command.reading.encoding)?;
    let for_people = (command.report.format == ReportFormat::Text).then_some(20);
    let most = command.report.most(command.most.or(for_people));
    Ok(label_errors(corpus, &lexicon, &training.options()?, command.folds, most)?)
}
