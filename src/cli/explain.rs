//! `standpoint explain`.

use std::io::Read;

use anyhow::{Context, Result, bail};
use serde_json::json;
use standpoint::{Explanation, explanation_table};

use super::arguments::{Explain, ReportFormat};
use super::output::{Output, style};
use super::settings::given_target;

/// Explains a text and writes the explanation.
pub fn run(command: &Explain) -> Result<()> {
    let text = match &command.text {
        Some(text) => text.clone(),
        None => {
            let mut bytes = Vec::new();
            std::io::stdin().read_to_end(&mut bytes).context("cannot read standard input")?;
            String::from_utf8(bytes).context("standard input is not UTF-8; expected a text in UTF-8")?
        }
    };
    if text.trim().is_empty() {
        bail!("the text is empty; expected the words of a statement");
    }
    let model = command.model.load()?;
    let target = command.target.as_deref().map(given_target).transpose()?;
    let reading = model.predict(&text, target.as_ref().map(|target| target.as_str()))?;
    let explanations: Vec<Explanation> =
        reading.targets.iter().map(|target| model.explain(&text, target.target)).collect();
    let shown = match command.format {
        ReportFormat::Json => {
            let json = json!({ "text": text, "known": reading.known, "targets": explanations });
            serde_json::to_string_pretty(&json)? + "\n"
        }
        ReportFormat::Text if explanations.is_empty() && reading.nothing_known => {
            "The model knows no word of the text.\n".to_string()
        }
        ReportFormat::Text if explanations.is_empty() => {
            let names: Vec<String> = model.targets().map(|target| target.to_string()).collect();
            format!("About no target of the model ({}); name one with --target.\n", names.join(", "))
        }
        ReportFormat::Text => {
            let table = |explanation| explanation_table(explanation, command.most, style(None));
            explanations.iter().map(table).collect::<Vec<_>>().join("\n")
        }
    };
    Output::open(None)?.write_whole(shown.as_bytes())
}
