//! The command line: what was typed becomes calls of the library, and results become text.

mod agreement;
mod analyze;
mod arguments;
mod check;
mod classify;
mod compare;
mod evaluate;
mod explain;
mod inspect;
mod output;
mod provenance;
mod settings;
mod train;
mod tune;

use std::process::ExitCode;
use std::thread::available_parallelism;

use anyhow::{Context, Result};
use clap::CommandFactory;

pub use arguments::Arguments;
use arguments::Command;

/// Exit code of a negative answer; 0 is done.
const NEGATIVE: u8 = 1;

/// Exit code of a failure.
const FAILURE: u8 = 2;

/// What a command has to say beside what it writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Answer {
    /// It was done, or what was asked holds.
    Done,
    /// What was asked does not hold.
    Negative,
}

/// Does what was typed; the one place that prints an error and sets the exit code.
pub fn run(arguments: Arguments) -> ExitCode {
    match execute(arguments) {
        Ok(Answer::Done) => ExitCode::SUCCESS,
        Ok(Answer::Negative) => ExitCode::from(NEGATIVE),
        // Whoever reads our output has seen enough: `standpoint classify … | head` is no failure.
        Err(error) if output::is_closed_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{} {}", output::error_label(), message(&error));
            ExitCode::from(FAILURE)
        }
    }
}

fn execute(arguments: Arguments) -> Result<Answer> {
    let n_processors = || available_parallelism().map_or(1, Into::into);
    let n_threads = arguments.threads.map_or_else(n_processors, usize::from);
    if let Some(threads) = arguments.threads {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads.into());
        pool.build_global().context("cannot start the threads")?;
    }
    match arguments.command {
        Command::Check(command) => return check::run(&command),
        Command::Agreement(command) => agreement::run(&command),
        Command::Analyze(command) => analyze::run(&command),
        Command::Train(command) => train::run(&command),
        Command::Tune(command) => tune::run(&command),
        Command::Classify(command) => classify::run(command, n_threads),
        Command::Evaluate(command) => evaluate::run(&command),
        Command::CrossValidate(command) => evaluate::cross_validate(&command),
        Command::Compare(command) => compare::run(&command),
        Command::Explain(command) => explain::run(&command),
        Command::Inspect(command) => inspect::run(&command),
        Command::Completions(command) => {
            let mut script = Vec::new();
            clap_complete::generate(command.shell, &mut Arguments::command(), "standpoint", &mut script);
            output::Output::open(None)?.write_whole(&script)
        }
    }?;
    Ok(Answer::Done)
}

/// The error and its causes in one line, without what was said already.
fn message(error: &anyhow::Error) -> String {
    let mut said = String::new();
    for cause in error.chain().map(ToString::to_string) {
        if said.is_empty() {
            said = cause;
        } else if !said.contains(&cause) {
            said = format!("{said}: {cause}");
        }
    }
    said
}
