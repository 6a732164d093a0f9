//! `standpoint classify`: statements stream through in batches, in order, in bounded memory.

use std::io::{IsTerminal, Write};
use std::path::PathBuf;
use std::sync::{Condvar, Mutex};
use std::thread;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use indicatif::{ProgressBar, ProgressStyle};
use standpoint::{
    Cell, Error, InputStatement, Model, OutputFormat, PREDICTION_COLUMNS, Reader, Reading, StatementReader,
    TableColumns, TableWriter, TargetReading,
};

use super::arguments::{Classify, TableFormat};
use super::output::Output;
use super::settings::{given_target, report_refused};

/// Statements that are read, classified and written together.
const BATCH: usize = 1024;

/// Bytes of text after which a batch ends early, which bounds the memory where statements are long.
const BATCH_BYTES: usize = 1 << 20;

/// Classifies and writes, on `n_threads` threads.
pub fn run(command: Classify, n_threads: usize) -> Result<()> {
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
    let labeller =
        Labeller { model: &model, target, least: command.min_confidence.unwrap_or(0.0), format, columns };

    let output = Output::open(command.output.as_deref())?;
    let work = Work {
        input: Mutex::new(Input { statements, n_batches: 0, has_ended: false }),
        written: Mutex::new(Written {
            n_batches: 0,
            failure: None,
            // Held back until something follows it: of an input that fails at once nothing is written.
            header: labeller.header()?,
            output,
            progress: Progress::new(&inputs, command.output.is_none()),
        }),
        turn: Condvar::new(),
    };
    thread::scope(|scope| {
        for _ in 1..n_threads {
            scope.spawn(|| work.go_on(&labeller));
        }
        work.go_on(&labeller);
    });
    let Written { failure, header, mut output, progress, .. } = work.written.into_inner().expect(NO_PANIC);
    if let Some(error) = failure {
        return Err(error);
    }
    output.write_all(&header).context("cannot write")?;
    progress.bar.finish_and_clear();
    report_refused(&work.input.into_inner().expect(NO_PANIC).statements.take_refused());
    output.finish()
}

/// What all threads work on: each reads a batch, labels it, waits until it is its turn, writes, and starts over.
struct Work {
    input: Mutex<Input>,
    written: Mutex<Written>,
    /// Told of each batch written.
    turn: Condvar,
}

struct Input {
    statements: StatementReader,
    /// Batches that have been read.
    n_batches: usize,
    has_ended: bool,
}

struct Written {
    /// Batches that have been written.
    n_batches: usize,
    /// What ended the work before its time.
    failure: Option<anyhow::Error>,
    header: Vec<u8>,
    output: Output,
    progress: Progress,
}

/// Statements that are labelled together, in memory that is used again.
#[derive(Default)]
struct Batch {
    statements: Vec<InputStatement>,
    /// How many of them are of this batch.
    n_statements: usize,
    /// Bytes of the inputs that had been read when it was.
    n_bytes_read: u64,
}

const NO_PANIC: &str = "no thread panics";

impl Work {
    /// Labels batches until none are left, or one fails anywhere.
    fn go_on(&self, labeller: &Labeller) {
        let (mut reader, mut batch) = (labeller.model.reader(), Batch::default());
        loop {
            let (number, read) = {
                let mut input = self.input.lock().expect(NO_PANIC);
                if input.has_ended {
                    return;
                }
                let read = batch.read(&mut input.statements);
                input.has_ended = !matches!(read, Ok(true));
                input.n_batches += 1;
                (input.n_batches - 1, read)
            };
            let statements = &batch.statements[..batch.n_statements];
            let rows = match read {
                Ok(_) => labeller.label(statements, &mut reader),
                Err(error) => Err(error.into()),
            };
            let written = self.written.lock().expect(NO_PANIC);
            let is_early = |written: &mut Written| written.n_batches < number && written.failure.is_none();
            let mut written = self.turn.wait_while(written, is_early).expect(NO_PANIC);
            if written.failure.is_some() {
                return;
            }
            written.n_batches += 1;
            if let Err(error) = rows.and_then(|rows| written.put(&rows, &batch)) {
                written.failure = Some(error);
            }
            self.turn.notify_all();
        }
    }
}

impl Written {
    fn put(&mut self, rows: &[u8], batch: &Batch) -> Result<()> {
        if batch.n_statements > 0 {
            self.output.write_all(&std::mem::take(&mut self.header)).context("cannot write")?;
            self.output.write_all(rows).context("cannot write")?;
        }
        self.progress.show(batch.n_statements, batch.n_bytes_read);
        Ok(())
    }
}

impl Batch {
    /// Reads the next statements; `false` where the input has ended. One that fails before the batch is full has none.
    fn read(&mut self, input: &mut StatementReader) -> Result<bool, Error> {
        let mut bytes = 0;
        self.n_statements = 0;
        while self.n_statements < BATCH && bytes < BATCH_BYTES {
            if self.statements.len() == self.n_statements {
                self.statements.push(InputStatement::default());
            }
            let statement = &mut self.statements[self.n_statements];
            if !input.read_into(statement)? {
                break;
            }
            bytes += statement.statement.text.len();
            self.n_statements += 1;
        }
        self.n_bytes_read = input.n_bytes_read();
        Ok(self.n_statements > 0)
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
}

impl Labeller<'_> {
    fn header(&self) -> Result<Vec<u8>> {
        Ok(TableWriter::new(Vec::new(), self.format, &self.columns)?.finish()?)
    }

    /// The rows of `statements`, as they are written.
    fn label(&self, statements: &[InputStatement], reader: &mut Reader) -> Result<Vec<u8>> {
        let names: Vec<&str> = self.model.targets().map(|target| target.as_str()).collect();
        let mut table = TableWriter::without_header(Vec::new(), self.format, &self.columns);
        let mut texts = Vec::with_capacity(statements.len());
        for statement in statements {
            let target =
                self.target_of(statement).with_context(|| format!("statement {}", statement.statement.id))?;
            texts.push((statement.statement.text.as_str(), target));
        }
        let mut written = Ok(());
        let mut rows = statements.iter();
        reader.read_all(&texts, |reading| {
            if let (Some(statement), true) = (rows.next(), written.is_ok()) {
                written = self.write(statement, &reading, &names, &mut table);
            }
        });
        written?;
        Ok(table.finish()?)
    }

    /// The target that `statement` is read with regard to.
    fn target_of(&self, statement: &InputStatement) -> Result<Option<usize>> {
        Ok(match (self.target, &statement.target) {
            (Some(target), _) => Some(target),
            (None, Some(target)) => Some(self.model.target_index(target.as_str())?),
            (None, None) => None,
        })
    }

    fn write(
        &self,
        statement: &InputStatement,
        reading: &Reading,
        names: &[&str],
        table: &mut TableWriter<Vec<u8>>,
    ) -> Result<()> {
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
