//! `standpoint evaluate` and `standpoint cross-validate`.

use anyhow::Result;
use standpoint::{
    ColumnNames, ReadOptions, cross_validate as validate, cross_validation_json, cross_validation_table,
    evaluate, evaluate_predictions, evaluation_json, evaluation_table, read_predictions,
};

use super::arguments::{CrossValidate, Evaluate, ReportFormat};
use super::output::{Output, style};

/// Evaluates a model or a file of predictions and writes the figures.
pub fn run(command: &Evaluate) -> Result<()> {
    let path = command.report.output.as_deref();
    let output = Output::open(path)?;
    let corpus = command.reading.corpus(&command.corpora, &command.labels, None)?;
    let evaluation = match &command.predictions {
        Some(path) => {
            // The names given are the corpus's: in what 'classify' wrote, a column called like the corpus's labels
            // holds these labels, carried through.
            let options = command.reading.options(Some(&command.labels), None)?;
            let options = ReadOptions { columns: ColumnNames::default(), ..options };
            evaluate_predictions(&read_predictions(path, &options)?, &corpus)?
        }
        None => evaluate(&command.model.load()?, &corpus)?,
    };
    let text = match command.report.format {
        ReportFormat::Text => evaluation_table(&evaluation, style(path)),
        ReportFormat::Json => evaluation_json(&evaluation),
    };
    output.write_whole(text.as_bytes())
}

/// Cross-validates and writes the figures.
pub fn cross_validate(command: &CrossValidate) -> Result<()> {
    let training = &command.training;
    let options = training.options()?;
    let path = command.report.output.as_deref();
    let output = Output::open(path)?;
    let corpus = command.reading.corpus(&command.corpora, &command.labels, training.group.as_deref())?;
    let lexicon = training.lexicon(command.reading.encoding)?;
    let figures = validate(&corpus, &lexicon, &options, command.folds, options.model.seed)?;
    let text = match command.report.format {
        ReportFormat::Text => cross_validation_table(&figures, style(path)),
        ReportFormat::Json => cross_validation_json(&figures),
    };
    output.write_whole(text.as_bytes())
}
