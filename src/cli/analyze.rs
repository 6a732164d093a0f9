//! `standpoint analyze`: articles stream through in batches, in order; what is written at once is kept no longer.

use std::io::{IsTerminal, Write};
use std::path::PathBuf;
use std::sync::mpsc::{SyncSender, sync_channel};
use std::thread;

use anyhow::{Context, Result, bail};
use rayon::prelude::*;
use standpoint::{
    Aliases, AnalysisOptions, Analyzer, Article, ArticleReader, Attribution, Error, OutputFormat,
    READING_COLUMNS, StanceSummary, StatementReading, SummaryBy, TableColumns, TableWriter, analysis_page,
    read_aliases, reading_cells, readings_table, summarize, summary_cells, summary_columns, summary_table,
};

use super::arguments::{AnalysisFormat, Analyze, AttributionName, SummaryByName};
use super::output::{Output, columns, style};
use super::settings::report_refused;

/// Bytes of text after which a batch ends: enough for all threads, little to keep.
const BATCH_BYTES: usize = 1 << 20;

/// Articles after which a batch ends.
const BATCH: usize = 256;

/// Analyzes and writes.
pub fn run(command: &Analyze) -> Result<()> {
    let inputs = match &command.articles[..] {
        [] if std::io::stdin().is_terminal() => {
            bail!("no input; expected articles, a folder of them, or - for standard input")
        }
        [] => vec![PathBuf::from("-")],
        inputs => inputs.to_vec(),
    };
    let articles = ArticleReader::open(&inputs, command.reading.options(None, None)?)?;
    let model = command.model.load()?;
    let analyzer = Analyzer::new(&model, options(command)?);
    let mut output = Output::open(command.output.as_deref())?;

    let mut sink = Sink::new(command)?;
    let refused = thread::scope(|scope| -> Result<Vec<Error>> {
        let (sender, receiver) = sync_channel(2);
        let reader = scope.spawn(move || read_batches(articles, &sender));
        for batch in receiver {
            sink.take(batch?, &analyzer, &mut output)?;
        }
        Ok(reader.join().expect("the reading thread does not panic"))
    })?;
    sink.finish(command, &mut output)?;
    report_refused(&refused);
    output.finish()
}

fn options(command: &Analyze) -> Result<AnalysisOptions> {
    Ok(AnalysisOptions {
        attribution: match command.attribution {
            AttributionName::Strict => Attribution::Strict,
            AttributionName::Loose => Attribution::Loose,
        },
        all: command.all,
        min_confidence: command.min_confidence.unwrap_or(0.0),
        aliases: match &command.aliases {
            Some(path) => read_aliases(path, command.reading.encoding.unwrap_or_default())?,
            None => Aliases::default(),
        },
    })
}

/// Sends batches until the input ends, fails, or nobody listens; gives the articles that were left out. A batch in which
/// the input fails is not sent.
fn read_batches(mut articles: ArticleReader, sender: &SyncSender<Result<Vec<Article>, Error>>) -> Vec<Error> {
    loop {
        let (mut batch, mut bytes) = (Vec::new(), 0);
        while batch.len() < BATCH && bytes < BATCH_BYTES {
            match articles.next() {
                Some(Ok(article)) => {
                    bytes += article.text.len();
                    batch.push(article);
                }
                Some(Err(error)) => {
                    let _ = sender.send(Err(error));
                    return Vec::new();
                }
                None => break,
            }
        }
        if batch.is_empty() || sender.send(Ok(batch)).is_err() {
            return articles.take_refused();
        }
    }
}

/// What becomes of the readings.
enum Sink {
    /// They are written as they come, behind the header line. It is held back until then: of an input that fails at once
    /// nothing is written.
    Rows { format: OutputFormat, columns: TableColumns, header: Vec<u8> },
    /// They are kept, for what needs all of them.
    Readings(Vec<StatementReading>),
    /// They are kept with their articles.
    Articles(Vec<(Article, Vec<StatementReading>)>),
}

impl Sink {
    fn new(command: &Analyze) -> Result<Self> {
        Ok(match output_format(command.format) {
            Some(format) if !command.summary => {
                let columns = TableColumns::new(READING_COLUMNS);
                let header = TableWriter::new(Vec::new(), format, &columns)?.finish()?;
                Sink::Rows { format, columns, header }
            }
            None if command.format == AnalysisFormat::Html => Sink::Articles(Vec::new()),
            _ => Sink::Readings(Vec::new()),
        })
    }

    /// Reads the articles of a batch, in parallel and in order.
    fn take(&mut self, batch: Vec<Article>, analyzer: &Analyzer, output: &mut Output) -> Result<()> {
        match self {
            Sink::Rows { format, columns, header } => {
                let rows = |article: &Article| -> Result<Vec<u8>> {
                    let mut table = TableWriter::without_header(Vec::new(), *format, columns);
                    for reading in analyzer.read(article) {
                        table.write_row(&reading_cells(&reading))?;
                    }
                    Ok(table.finish()?)
                };
                let rows = batch.par_iter().map(rows).collect::<Result<Vec<_>>>()?;
                output.write_all(&std::mem::take(header)).context("cannot write")?;
                rows.iter().try_for_each(|rows| output.write_all(rows)).context("cannot write")?;
            }
            Sink::Readings(kept) => {
                let readings: Vec<_> = batch.par_iter().map(|article| analyzer.read(article)).collect();
                kept.extend(readings.into_iter().flatten());
            }
            Sink::Articles(kept) => {
                kept.par_extend(batch.into_par_iter().map(|article| {
                    let readings = analyzer.read(&article);
                    (article, readings)
                }));
            }
        }
        Ok(())
    }

    /// Writes what could not be written before.
    fn finish(self, command: &Analyze, output: &mut Output) -> Result<()> {
        let path = command.output.as_deref();
        let by = summary_by(command.by);
        let written = match self {
            Sink::Rows { header, .. } => header,
            Sink::Articles(articles) => {
                let readings = articles.iter().flat_map(|(_, readings)| readings);
                analysis_page(&articles, &summarize(readings, by)).into_bytes()
            }
            Sink::Readings(readings) if command.summary => {
                let summary = summarize(&readings, by);
                match output_format(command.format) {
                    Some(format) => summary_rows(&summary, format)?,
                    None => summary_table(&summary, style(path)).into_bytes(),
                }
            }
            Sink::Readings(readings) => readings_table(&readings, columns(path), style(path)).into_bytes(),
        };
        output.write_all(&written).context("cannot write")
    }
}

fn summary_rows(summary: &StanceSummary, format: OutputFormat) -> Result<Vec<u8>> {
    let columns = TableColumns::new(summary_columns(summary.by));
    let mut table = TableWriter::new(Vec::new(), format, &columns)?;
    for group in &summary.groups {
        table.write_row(&summary_cells(group))?;
    }
    Ok(table.finish()?)
}

/// The format of a table for programs.
fn output_format(format: AnalysisFormat) -> Option<OutputFormat> {
    match format {
        AnalysisFormat::Csv => Some(OutputFormat::Csv),
        AnalysisFormat::Tsv => Some(OutputFormat::Tsv),
        AnalysisFormat::Jsonl => Some(OutputFormat::Jsonl),
        AnalysisFormat::Table | AnalysisFormat::Html => None,
    }
}

fn summary_by(by: SummaryByName) -> SummaryBy {
    match by {
        SummaryByName::Speaker => SummaryBy::Speaker,
        SummaryByName::Month => SummaryBy::Month,
        SummaryByName::Source => SummaryBy::Source,
        SummaryByName::Organisation => SummaryBy::Organisation,
        SummaryByName::Country => SummaryBy::Country,
        SummaryByName::Document => SummaryBy::Document,
    }
}
