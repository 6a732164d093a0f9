//! `standpoint inspect`.

use anyhow::Result;
use standpoint::{Inspection, inspection_table, model_fingerprint};

use super::arguments::{Inspect, ModelChoice, ReportFormat};
use super::output::{Output, style};

/// Writes what is in a model.
pub fn run(command: &Inspect) -> Result<()> {
    let model = ModelChoice { model: command.model.clone() }.load()?;
    let inspection = Inspection::new(&model, model_fingerprint(&model), command.most);
    let shown = match command.format {
        ReportFormat::Text => inspection_table(&inspection, style(None)),
        ReportFormat::Json => serde_json::to_string_pretty(&inspection)? + "\n",
    };
    Output::open(None)?.write_whole(shown.as_bytes())
}
