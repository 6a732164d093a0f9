//! Where output goes: a file that is whole or absent, or standard output; and how it looks on a terminal.

use std::io::{self, IsTerminal, Write};
use std::path::Path;

use anyhow::{Context, Result};
use standpoint::{AtomicFile, Style};

/// Somewhere to write that keeps its promise only when it is finished.
pub enum Output {
    /// Standard output.
    Standard(io::Stdout),
    /// A file.
    File(AtomicFile),
}

impl Output {
    /// The file at `path`, or standard output. Opened before the work begins, a file that cannot be costs none.
    pub fn open(path: Option<&Path>) -> Result<Self> {
        Ok(match path {
            Some(path) => Output::File(AtomicFile::create(path)?),
            None => Output::Standard(io::stdout()),
        })
    }

    /// Writes `bytes`, and no more.
    pub fn write_whole(mut self, bytes: &[u8]) -> Result<()> {
        self.write_all(bytes).context("cannot write")?;
        self.finish()
    }

    /// Puts a file under its name.
    pub fn finish(self) -> Result<()> {
        match self {
            Output::Standard(mut standard) => standard.flush().context("cannot write standard output"),
            Output::File(file) => Ok(file.commit()?),
        }
    }
}

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Output::Standard(standard) => standard.write(bytes),
            Output::File(file) => file.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Output::Standard(standard) => standard.flush(),
            Output::File(file) => file.flush(),
        }
    }
}

/// Whether something failed because nobody reads standard output any more.
pub fn is_closed_pipe(error: &anyhow::Error) -> bool {
    error
        .chain()
        .any(|cause| cause.downcast_ref::<io::Error>().is_some_and(|e| e.kind() == io::ErrorKind::BrokenPipe))
}

/// The style of standard output: colour on a terminal, unless `NO_COLOR` is set or the output is a file.
pub fn style(path: Option<&Path>) -> Style {
    Style { color: path.is_none() && colored(&io::stdout()) }
}

/// Columns that a table on standard output may take: the terminal's, or a hundred where there is none.
pub fn columns(path: Option<&Path>) -> usize {
    match terminal_size::terminal_size_of(io::stdout()) {
        Some((terminal_size::Width(columns), _)) if path.is_none() => columns.into(),
        _ => 100,
    }
}

/// What an error starts with.
pub fn error_label() -> &'static str {
    if colored(&io::stderr()) { "\x1b[1;31merror:\x1b[0m" } else { "error:" }
}

/// What a warning starts with.
pub fn warning_label() -> &'static str {
    if colored(&io::stderr()) { "\x1b[1;33mwarning:\x1b[0m" } else { "warning:" }
}

fn colored(stream: &impl IsTerminal) -> bool {
    let set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    stream.is_terminal() && !set("NO_COLOR") && std::env::var_os("TERM").is_none_or(|term| term != "dumb")
}
