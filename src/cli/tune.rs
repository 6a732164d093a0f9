//! `standpoint tune`.

use std::io::IsTerminal;
use std::ops::ControlFlow;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use indicatif::{ProgressBar, ProgressStyle};
use standpoint::{
    Bootstrap, Corpus, CorpusRead, Split, Times, TuningProgress, fold_splits, forward_splits, tune,
    tuning_table,
};

use super::arguments::Tune;
use super::output::{Output, style};

/// Draws of the bootstrap for intervals and standard errors.
const DRAWS: u32 = 1000;

/// Searches options for a corpus and writes them.
pub fn run(command: &Tune) -> Result<()> {
    let base = command.options()?;
    let output = Output::open(Some(&command.output))?;
    let group = command.group.as_deref();
    let read = command.reading.located_corpus(&command.corpora, &command.labels, group)?;
    let lexicon = command.lexicon()?;
    let splits = splits(command, &read, base.model.seed)?;
    let corpus: &Corpus = &read.corpus;

    let bootstrap = Bootstrap { draws: DRAWS, seed: base.model.seed };
    let bar = spinner();
    let ends = Instant::now().checked_add(Duration::from_secs(command.budget));
    let tuning = tune(corpus, &lexicon, &base, &splits, &bootstrap, |progress| {
        bar.set_message(message(&progress));
        match ends {
            Some(ends) if Instant::now() >= ends => ControlFlow::Break(()),
            _ => ControlFlow::Continue(()),
        }
    })?;
    bar.finish_and_clear();
    let mut json = serde_json::to_string_pretty(tuning.options()).context("cannot write the options")?;
    json.push('\n');
    output.write_whole(json.as_bytes())?;
    let mut said = tuning_table(&tuning, &base, style(None));
    said.push_str(&format!("Train with them: {}\n", train_command(command)));
    Output::open(None)?.write_whole(said.as_bytes())
}

/// Forward in time where a column of times is named, else in folds.
fn splits(command: &Tune, read: &CorpusRead, seed: u64) -> Result<Vec<Split>> {
    let corpus = &read.corpus;
    Ok(match &command.time_column {
        Some(name) => {
            let name = command.reading.column(name, command.group.as_deref());
            let times = Times::of_column(corpus, &name, |row| read.place(row))?;
            forward_splits(corpus, &times, command.folds.unwrap_or(3))?
        }
        None => fold_splits(corpus, command.folds.unwrap_or(5), seed)?,
    })
}

/// A spinner on a terminal, nothing elsewhere.
fn spinner() -> ProgressBar {
    if !std::io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::new_spinner();
    bar.set_style(
        ProgressStyle::with_template("{spinner} {msg}  {elapsed}").expect("a template that is right"),
    );
    bar.enable_steady_tick(Duration::from_millis(200));
    bar
}

fn message(progress: &TuningProgress) -> String {
    let best = progress.best.map(|best| format!(", best F_avg {best:.3}")).unwrap_or_default();
    format!("{} tried{best}; next: {}", progress.n_tried, progress.next)
}

/// The command that trains with the options that were written.
fn train_command(command: &Tune) -> String {
    let mut words = vec!["standpoint".to_string(), "train".to_string()];
    words.extend(command.corpora.iter().map(|path| quoted(&path.display().to_string())));
    for path in &command.lexicon {
        words.extend(["--lexicon".to_string(), quoted(&path.display().to_string())]);
    }
    words.extend(command.group.iter().flat_map(|group| ["--group".to_string(), quoted(group)]));
    words.extend(["--options".to_string(), quoted(&command.output.display().to_string())]);
    words.extend(["--output".to_string(), "MODEL".to_string()]);
    words.join(" ")
}

/// A word as a POSIX shell takes it.
fn quoted(word: &str) -> String {
    let is_plain = |c: char| c.is_alphanumeric() || "-_./:=,@%+".contains(c);
    if !word.is_empty() && word.chars().all(is_plain) {
        return word.to_string();
    }
    format!("'{}'", word.replace('\'', "'\\''"))
}
