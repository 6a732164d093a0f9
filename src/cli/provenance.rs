//! What a report says of where its figures come from.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use anyhow::Result;
use standpoint::{
    Bootstrap, CorpusRead, Model, Predictor, Provenance, SourceFile, file_fingerprint, model_fingerprint,
};

/// Options whose values change nothing in a report.
const WITHOUT_EFFECT: [&str; 3] = ["--threads", "--output", "-o"];

/// What the figures of `predictors` on `read` rest on; `paths` are where it was read from.
pub fn provenance(
    predictors: Vec<Predictor>,
    read: &CorpusRead,
    paths: &[PathBuf],
    bootstrap: &Bootstrap,
) -> Result<Provenance> {
    let corpora = paths.iter().zip(read.inputs()).map(|(path, (_, rows))| source_file(path, Some(rows)));
    let mut provenance = Provenance::new(&command(std::env::args_os().skip(1)), predictors);
    provenance.corpora = corpora.collect::<Result<_>>()?;
    provenance.rows_left_out = read.refused.len() as u64;
    (provenance.draws, provenance.seed) = (bootstrap.draws, bootstrap.seed);
    Ok(provenance)
}

/// The file at `path`, of which `rows` were used.
pub fn source_file(path: &Path, rows: Option<usize>) -> Result<SourceFile> {
    let name = if path.as_os_str() == "-" { "<stdin>".into() } else { path.display().to_string() };
    Ok(SourceFile { name, rows: rows.map(|rows| rows as u64), sha256: file_fingerprint(path)? })
}

/// The model called `name`.
pub fn model(name: &str, model: &Model) -> Predictor {
    Predictor::Model {
        name: name.to_string(),
        sha256: model_fingerprint(model),
        trained_on: model.summary().corpus_fingerprint.clone(),
        options: model.summary().options.clone(),
    }
}

/// The command as a shell takes it, without what changes nothing in its report: where that goes, and how many threads make it.
fn command(arguments: impl Iterator<Item = OsString>) -> String {
    let mut words = vec!["standpoint".to_string()];
    let mut arguments = arguments.map(|argument| argument.to_string_lossy().into_owned());
    while let Some(argument) = arguments.next() {
        if argument == "--" {
            words.extend([argument].into_iter().chain(arguments.by_ref()).map(quoted));
        } else if WITHOUT_EFFECT.contains(&argument.as_str()) {
            arguments.next();
        } else if !is_joined_without_effect(&argument) {
            words.push(quoted(argument));
        }
    }
    words.join(" ")
}

/// Whether `argument` is an option of [`WITHOUT_EFFECT`] and its value in one.
fn is_joined_without_effect(argument: &str) -> bool {
    let is_short = argument.starts_with("-o") && !argument.starts_with("--");
    is_short || argument.split_once('=').is_some_and(|(name, _)| WITHOUT_EFFECT.contains(&name))
}

/// `word` as a shell takes it for one.
fn quoted(word: String) -> String {
    let is_plain = |c: char| c.is_alphanumeric() || "-_./:,=+@%".contains(c);
    match !word.is_empty() && word.chars().all(is_plain) {
        true => word,
        false => format!("'{}'", word.replace('\'', "'\\''")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_is_written_as_a_shell_takes_it() {
        let typed =
            ["evaluate", "a file.csv", "--threads", "2", "--by", "it's", "-oout", "--output=x", "-o", "y"];
        let after = ["--format", "html", "--threads=8", "--", "-o", ""];
        let arguments = typed.into_iter().chain(after).map(OsString::from);
        let expected = "standpoint evaluate 'a file.csv' --by 'it'\\''s' --format html -- -o ''";
        assert_eq!(command(arguments), expected);
    }
}
