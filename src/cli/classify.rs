//! `standpoint classify`: statements stream through in batches, in order, in bounded memory.

use std::io::{IsTerminal, Write};
use std::path::PathBuf;
use std::sync::Mutex;
use std::sync::mpsc::{SyncSender, sync_channel};
use std::thread;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use indicatif::{ProgressBar, ProgressStyle};
use rayon::prelude::*;
use standpoint::{
    Cell, Error, InputStatement, Model, OutputFormat, PREDICTION_COLUMNS, Reader, StatementReader,
    TableColumns, TableWriter, TargetReading,
};

use super::arguments::{Classify, TableFormat};
use super::output::Output;
use super::settings::{given_target, report_refused};

/// Statements that are read, classified and written together.
const BATCH: usize = 8192;

/// Statements that one task classifies.
const CHUNK: usize = 256;

/// Bytes of text after which a batch ends early, which bounds the memory where statements are long.
const BATCH_BYTES: usize = 4 << 20;

/// Classifies and writes.
pub fn run(command: Classify) -> Result<()> {
    let model = command.model.load()?;
    let target = match &command.target {
        Some(name) => Some(model.target_index(given_target(name)?.as_str())?),
        None => None,
    };
    let inputs = match &command.inputs[..] {
        [] if std::io::stdin().is_terminal() => {
            bail!("no input; expected a file of statements, or - for standard input")
        }
        [] => vec![PathBuf::from("-")],
        inputs => inputs.to_vec(),
    };
    let statements = StatementReader::open(&inputs, command.reading.options(None, None)?)?;

    let carried = statements.carried_columns().iter().map(String::as_str);
    let columns = TableColumns::new(PREDICTION_COLUMNS.into_iter().chain(carried));
    let columns = match &command.columns {
        Some(names) => columns.select(names)?,
        None => columns,
    };
    let format = match command.format {
        TableFormat::Csv => OutputFormat::Csv,
        TableFormat::Tsv => OutputFormat::Tsv,
        TableFormat::Jsonl => OutputFormat::Jsonl,
    };
    let labeller = Labeller {
        model: &model,
        target,
        least: command.min_confidence.unwrap_or(0.0),
        format,
        columns,
        idle: Mutex::default(),
    };

    let mut output = Output::open(command.output.as_deref())?;
    // Held back until something follows it: of an input that fails at once nothing is written.
    let mut header = labeller.header()?;
    let mut progress = Progress::new(&inputs, command.output.is_none());
    let refused = thread::scope(|scope| -> Result<Vec<Error>> {
        let (sender, receiver) = sync_channel(2);
        let reader = scope.spawn(move || read_batches(statements, &sender));
        for batch in receiver {
            let Batch { statements, n_bytes_read } = batch?;
            let chunks = statements.par_chunks(CHUNK);
            let rows = chunks.map(|chunk| labeller.label(chunk)).collect::<Result<Vec<_>>>()?;
            output.write_all(&std::mem::take(&mut header)).context("cannot write")?;
            for rows in rows {
                output.write_all(&rows).context("cannot write")?;
            }
            progress.show(statements.len(), n_bytes_read);
        }
        output.write_all(&header).context("cannot write")?;
        Ok(reader.join().expect("the reading thread does not panic"))
    })?;
    progress.bar.finish_and_clear();
    report_refused(&refused);
    output.finish()
}

/// Statements that are classified together.
struct Batch {
    statements: Vec<InputStatement>,
    /// Bytes of the inputs that had been read when they were.
    n_bytes_read: u64,
}

/// Sends batches until the input ends, fails, or nobody listens; gives the rows that were left out. A batch in which
/// the input fails is not sent.
fn read_batches(mut statements: StatementReader, sender: &SyncSender<Result<Batch, Error>>) -> Vec<Error> {
    loop {
        let (mut batch, mut bytes) = (Vec::new(), 0);
        while batch.len() < BATCH && bytes < BATCH_BYTES {
            match statements.next() {
                Some(Ok(statement)) => {
                    bytes += statement.statement.text.len();
                    batch.push(statement);
                }
                Some(Err(error)) => {
                    let _ = sender.send(Err(error));
                    return Vec::new();
                }
                None => break,
            }
        }
        let ended = batch.is_empty();
        let batch = Batch { statements: batch, n_bytes_read: statements.n_bytes_read() };
        if ended || sender.send(Ok(batch)).is_err() {
            return statements.take_refused();
        }
    }
}

/// Turns statements into rows of output.
struct Labeller<'a> {
    model: &'a Model,
    target: Option<usize>,
    /// Stances less probable than this are not given.
    least: f64,
    format: OutputFormat,
    columns: TableColumns,
    /// Readers that no task uses just now: what they remember of words makes them faster, not different.
    idle: Mutex<Vec<Reader<'a>>>,
}

impl Labeller<'_> {
    fn header(&self) -> Result<Vec<u8>> {
        Ok(TableWriter::new(Vec::new(), self.format, &self.columns)?.finish()?)
    }

    /// The rows of `statements`, as they are written.
    fn label(&self, statements: &[InputStatement]) -> Result<Vec<u8>> {
        let names: Vec<&str> = self.model.targets().map(|target| target.as_str()).collect();
        let idle = self.idle.lock().expect("no task panics").pop();
        let mut reader = idle.unwrap_or_else(|| self.model.reader());
        let mut table = TableWriter::without_header(Vec::new(), self.format, &self.columns);
        for statement in statements {
            self.label_one(statement, &names, &mut reader, &mut table)
                .with_context(|| format!("statement {}", statement.statement.id))?;
        }
        self.idle.lock().expect("no task panics").push(reader);
        Ok(table.finish()?)
    }

    fn label_one(
        &self,
        statement: &InputStatement,
        names: &[&str],
        reader: &mut Reader,
        table: &mut TableWriter<Vec<u8>>,
    ) -> Result<()> {
        let given = match (self.target, &statement.target) {
            (Some(target), _) => Some(target),
            (None, Some(target)) => Some(self.model.target_index(target.as_str())?),
            (None, None) => None,
        };
        let reading = reader.read(&statement.statement.text, given);
        let mut cells: Vec<Cell> = Vec::with_capacity(PREDICTION_COLUMNS.len() + statement.carried.len());
        let number =
            |value: Option<f64>| value.map_or(Cell::Empty, |value| Cell::Number { value, decimals: 4 });
        let found = reading.targets.iter().map(|read| {
            let confident = read.confidence().is_some_and(|confidence| confidence >= self.least);
            let stance = read.stance.filter(|_| confident).map_or("abstain", |stance| stance.name());
            (names[read.target], stance, Some(read))
        });
        let unread = if reading.nothing_known { "abstain" } else { "" };
        let none = reading.targets.is_empty().then_some(("", unread, None));
        for (target, stance, read) in found.chain(none) {
            let p = read.and_then(|read| read.probabilities);
            cells.clear();
            cells.extend([
                Cell::Text(&statement.statement.id),
                Cell::Text(target),
                Cell::Text(stance),
                number(read.and_then(TargetReading::confidence)),
                number(p.map(|p| p[0])),
                number(p.map(|p| p[1])),
                number(p.map(|p| p[2])),
                number(read.and_then(|read| read.p_target)),
                number(Some(reading.known)),
                Cell::Text(&statement.statement.text),
            ]);
            cells.extend(statement.carried.iter().map(|value| Cell::Text(value)));
            table.write_row(&cells)?;
        }
        Ok(())
    }
}

/// Statements done, rate, and time left where the inputs' size is known, on a terminal that the labels do not go to
/// themselves.
struct Progress {
    bar: ProgressBar,
    n_statements: usize,
}

impl Progress {
    fn new(inputs: &[PathBuf], to_stdout: bool) -> Self {
        if !std::io::stderr().is_terminal() || (to_stdout && std::io::stdout().is_terminal()) {
            return Progress { bar: ProgressBar::hidden(), n_statements: 0 };
        }
        let length = |path: &PathBuf| {
            std::fs::metadata(path).ok().filter(|file| file.is_file()).map(|file| file.len())
        };
        let total: Option<u64> = inputs.iter().map(length).sum();
        let (bar, template) = match total {
            Some(total) => (ProgressBar::new(total), "{bar:30} {percent:>3}%  {msg}  {eta} left"),
            None => (ProgressBar::new_spinner(), "{spinner} {msg}  {elapsed}"),
        };
        bar.set_style(ProgressStyle::with_template(template).expect("a template that is right"));
        bar.enable_steady_tick(Duration::from_millis(200));
        Progress { bar, n_statements: 0 }
    }

    /// Counts `n_statements` more, by which `n_bytes` of the inputs have been read in all.
    fn show(&mut self, n_statements: usize, n_bytes: u64) {
        self.n_statements += n_statements;
        let rate = self.n_statements as f64 / self.bar.elapsed().as_secs_f64().max(1e-3);
        self.bar.set_message(format!("{} statements, {rate:.0} a second", self.n_statements));
        self.bar.set_position(n_bytes);
    }
}
