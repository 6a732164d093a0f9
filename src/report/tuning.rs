//! What a search for options tried and chose, for people.

use super::figure::{decimal, with_interval};
use super::table::{Style, Table, count};
use crate::model::Options;
use crate::tuning::Tuning;

/// What was tried as a table, in the order of the search, with marks for the best and the chosen, and what was not tried.
pub fn tuning_table(tuning: &Tuning, base: &Options, style: Style) -> String {
    let Tuning { trials, best, chosen, untried, n_predicted, .. } = tuning;
    let mut table = Table::new("Tried", &["", "F_avg", "over targets", "seconds"]);
    for (i, trial) in trials.iter().enumerate() {
        let mark = match i {
            i if i == *chosen => "chosen",
            i if i == *best => "best",
            _ => "",
        };
        table.row(
            &trial.name(base),
            [
                mark.to_string(),
                with_interval(trial.f_avg, trial.interval),
                decimal(trial.targets_f_avg),
                format!("{:.1}", trial.seconds),
            ],
        );
    }
    let mut text = table.render(style);
    let rows = count(*n_predicted as u64, "held-out row");
    text.push_str(
        &style.dim(&format!("  F_avg over {rows} pooled [95 % interval: bootstrap]; mean over targets")),
    );
    text.push_str(&format!("\n\nChosen: {}\n", trials[*chosen].name(base)));
    text.push_str("  the simplest within one standard error of the best\n");
    if !untried.is_empty() {
        text.push_str(&format!("Not tried for want of time: {}\n", untried.join(", ")));
    }
    text
}
