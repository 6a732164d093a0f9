//! `standpoint train`.

use anyhow::{Result, bail};
use standpoint::{Corpus, CorpusRead, Options, Stance, train};

use super::arguments::Train;
use super::output::Output;

/// Trains a model and writes it.
pub fn run(command: &Train) -> Result<()> {
    let training = &command.training;
    if command.corpora.is_empty() && training.lexicon.is_empty() {
        bail!("nothing to learn from; expected a labelled corpus, a lexicon (--lexicon FILE), or both");
    }
    let mut options = training.timed_options(command.time_column.as_ref(), &command.reading)?;
    options.model.fingerprints &= !command.no_fingerprints;
    let output = Output::open(Some(&command.output))?;
    let corpus = match command.corpora.is_empty() {
        true => Corpus::default(),
        false => read(command, &options)?.corpus,
    };
    let lexicon = training.lexicon(command.reading.encoding)?;
    let model = train(&corpus, &lexicon, &options)?;
    output.write_whole(&model.to_bytes())?;

    let summary = model.summary();
    eprintln!(
        "{}: {} statements, {} lexicon entries, {} features",
        command.output.display(),
        summary.n_statements,
        summary.n_lexicon,
        model.n_features()
    );
    for (target, counts) in model.targets().zip(&summary.counts) {
        let stances: Vec<String> =
            Stance::ALL.iter().map(|stance| format!("{} {stance}", counts.stances[stance.index()])).collect();
        eprintln!("  {target}: {}; {} statements about other things", stances.join(", "), counts.negatives);
    }
    if let Some(figures) = summary.out_of_fold {
        let held_out =
            if options.model.time_column.is_some() { "out of its block of time" } else { "out of fold" };
        eprintln!(
            "  {held_out}: accuracy {:.3}, macro-F1 {:.3}, F_avg {:.3}, ECE {:.3} ('cross-validate' measures them strictly)",
            figures.accuracy, figures.macro_f1, figures.f_avg, figures.ece
        );
    } else if corpus != Corpus::default() {
        eprintln!("  not calibrated: probabilities are the learner's own");
    }
    Ok(())
}

/// The corpus, whose rows have times where calibration goes by time.
fn read(command: &Train, options: &Options) -> Result<CorpusRead> {
    let group = command.training.group.as_deref();
    let read = command.reading.located_corpus(&command.corpora, &command.labels, group)?;
    command.reading.times(&read, options)?;
    Ok(read)
}
