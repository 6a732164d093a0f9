//! `standpoint evaluate` and `standpoint cross-validate`.

use std::path::Path;

use anyhow::Result;
use standpoint::{
    Bootstrap, ColumnNames, Corpus, CorpusRead, LeakSearch, Measurement, Model, Predictor, ReadOptions,
    Report, ScoredCorpus, leaks, read_predictions, score, score_forward, score_in_folds, score_predictions,
};

use super::arguments::{CrossValidate, Evaluate, Labels, Publication, PublicationFormat, Reading};
use super::compare::BUILT_IN;
use super::output::{Output, style};
use super::provenance::{model, provenance, source_file};

impl Publication {
    /// Writes `report` in the format asked for.
    pub fn write(&self, report: &Report, output: Output) -> Result<()> {
        let text = match self.format {
            PublicationFormat::Text => report.text(style(self.output.as_deref())),
            PublicationFormat::Html => report.html(),
            PublicationFormat::Markdown => report.markdown(),
            PublicationFormat::Json => report.json(),
        };
        output.write_whole(text.as_bytes())
    }
}

/// Evaluates a model or a file of predictions and writes the figures.
pub fn run(command: &Evaluate) -> Result<()> {
    let output = Output::open(command.report.output.as_deref())?;
    let group = command.group.as_deref();
    let read = command.reading.located_corpus(&command.corpora, &command.labels, group)?;
    let (scored, predictor, leaks) = match &command.predictions {
        Some(path) => {
            let (scored, predictor) = score_labels(path, &command.reading, &command.labels, &read.corpus)?;
            (scored, predictor, LeakSearch::OfLabels)
        }
        None => {
            let name =
                command.model.model.as_ref().map_or(BUILT_IN.into(), |path| path.display().to_string());
            let loaded = command.model.load()?;
            (score(&loaded, &read.corpus)?, model(&name, &loaded), search_leaks(&loaded, &read)?)
        }
    };
    let bootstrap = Bootstrap { draws: command.figures.draws, ..Bootstrap::default() };
    let figures = scored.evaluation(&bootstrap, &command.reading.by(&command.figures, group))?;
    let provenance = provenance(vec![predictor], &read, &command.corpora, &bootstrap)?;
    let errors = scored.confident_errors();
    let report = Report { provenance, measurement: Measurement::Evaluation { figures, errors, leaks } };
    command.report.write(&report, output)
}

/// The labels in the file at `path` beside the rows of `corpus`, and which file that is.
pub fn score_labels<'a>(
    path: &Path,
    reading: &Reading,
    labels: &Labels,
    corpus: &'a Corpus,
) -> Result<(ScoredCorpus<'a>, Predictor)> {
    // The names given are the corpus's: in what 'classify' wrote, a column called like the corpus's labels holds these
    // labels, carried through.
    let options = ReadOptions { columns: ColumnNames::default(), ..reading.options(Some(labels), None)? };
    let predictions = read_predictions(path, &options)?;
    let file = source_file(path, Some(predictions.len()))?;
    Ok((score_predictions(&predictions, corpus)?, Predictor::Labels(file)))
}

/// The rows that the model was trained on, with where they stand, and the figures without them.
fn search_leaks(model: &Model, read: &CorpusRead) -> Result<LeakSearch> {
    let Some(mut leaks) = leaks(model, &read.corpus) else { return Ok(LeakSearch::NoFingerprints) };
    leaks.locate(|row| read.place(row));
    let rest = leaks.rest(&read.corpus);
    if leaks.count() > 0 && rest.rows.iter().any(|row| row.target.is_some()) {
        leaks.without = Some(score(model, &rest)?.evaluation(&Bootstrap::NONE, &[])?.overall);
    }
    Ok(LeakSearch::Done(leaks))
}

/// Cross-validates and writes the figures.
pub fn cross_validate(command: &CrossValidate) -> Result<()> {
    let training = &command.training;
    let options = training.timed_options(command.time_column.as_ref(), &command.reading)?;
    let output = Output::open(command.report.output.as_deref())?;
    let group = training.group.as_deref();
    let read = command.reading.located_corpus(&command.corpora, &command.labels, group)?;
    let (corpus, seed) = (&read.corpus, options.model.seed);
    let lexicon = training.lexicon(command.reading.encoding)?;
    let by = command.reading.by(&command.figures, group);
    let bootstrap = Bootstrap { draws: command.figures.draws, seed };
    let times = command.reading.times(&read, &options)?.filter(|_| command.time_column.is_some());
    let scores = match times {
        Some(times) => score_forward(corpus, &lexicon, &options, &times, command.folds)?,
        None => score_in_folds(corpus, &lexicon, &options, command.folds, seed)?,
    };
    let mut figures = scores.cross_validation(&bootstrap, &by)?;
    if command.learning_curve {
        figures.learning_curve = scores.learning_curve(&lexicon, &options, seed, &bootstrap)?;
    }
    let lexicons = training.lexicon.iter().map(|path| source_file(path, None)).collect::<Result<_>>()?;
    let predictor = Predictor::Folds { folds: figures.folds, lexicons, options };
    let provenance = provenance(vec![predictor], &read, &command.corpora, &bootstrap)?;
    let errors = scores.scored.confident_errors();
    let report = Report { provenance, measurement: Measurement::CrossValidation { figures, errors } };
    command.report.write(&report, output)
}
