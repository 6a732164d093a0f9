//! `standpoint agreement`.

use std::collections::HashSet;
use std::path::PathBuf;

use anyhow::Result;
use standpoint::{Coder, agreement_json, agreement_table, coder_agreement, read_predictions};

use super::arguments::{Agreement, ReportFormat};
use super::output::{Output, style};

/// Joins the labels of the coders and writes how far they agree.
pub fn run(command: &Agreement) -> Result<()> {
    let options = command.reading.options(Some(&command.labels), None)?;
    let mut coders = Vec::new();
    for (path, name) in command.coders.iter().zip(names(&command.coders)) {
        coders.push(Coder { name, labels: read_predictions(path, &options)? });
    }
    let mut agreement = coder_agreement(&coders)?;
    agreement.disagreements_listed.truncate(command.report.most(command.most));

    let path = command.report.output.as_deref();
    let text = match command.report.format {
        ReportFormat::Text => agreement_table(&agreement, style(path)),
        ReportFormat::Json => agreement_json(&agreement),
    };
    Output::open(path)?.write_whole(text.as_bytes())
}

/// What to call the coders: the names of their files, with folders where they are needed to tell them apart.
fn names(paths: &[PathBuf]) -> Vec<String> {
    let files: Vec<String> = paths
        .iter()
        .map(|path| path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned())
        .collect();
    match files.iter().collect::<HashSet<_>>().len() == files.len() {
        true => files,
        false => paths.iter().map(|path| path.display().to_string()).collect(),
    }
}
