//! What a search for options tried and chose, for people.

use super::figure::{decimal, with_interval};
use super::table::{Style, Table, count};
use crate::model::Options;
use crate::tuning::Tuning;

/// What was tried as a table, in the order of the search, with marks for the best and the chosen, and what was not tried.
///
/// Trials that differ in C alone stand under what they have in common.
pub fn tuning_table(tuning: &Tuning, base: &Options, style: Style) -> String {
    let Tuning { trials, best, chosen, untried, .. } = tuning;
    let mut table = Table::new("Tried", &["F_avg", "over targets", "seconds", ""]);
    for (i, trial) in trials.iter().enumerate() {
        let mark = match i {
            i if i == *chosen => "chosen",
            i if i == *best => "best",
            _ => "",
        };
        table.row(
            &trial.c(),
            [
                with_interval(trial.f_avg, trial.interval),
                decimal(trial.targets_f_avg),
                format!("{:.1}", trial.seconds),
                mark.to_string(),
            ],
        );
    }
    let rendered = table.render(style);
    let (header, rows) = rendered.split_once('\n').unwrap_or_default();
    let mut text = format!("{header}\n");
    let mut setting = String::new();
    for (trial, row) in trials.iter().zip(rows.lines()) {
        let of_trial = trial.setting(base);
        if of_trial != setting {
            text.push_str(&format!("{of_trial}\n"));
            setting = of_trial;
        }
        text.push_str(&format!("{row}\n"));
    }
    text.push_str(&style.dim(&format!(
        "  F_avg over {} pooled [95 % interval: bootstrap]; mean over targets",
        rows_of(tuning)
    )));
    text.push_str(&format!("\n\nChosen: {}\n", trials[*chosen].name(base)));
    text.push_str("  the simplest within one standard error of the best\n");
    if !untried.is_empty() {
        text.push_str(&format!("Not tried to the end for want of time: {}\n", untried.join(", ")));
    }
    text
}

/// The rows that the trials predicted.
fn rows_of(tuning: &Tuning) -> String {
    let Tuning { n_predicted, n_splits, n_splits_left_out, .. } = tuning;
    let rows = count(*n_predicted as u64, "held-out row");
    match n_splits_left_out {
        0 => rows,
        left_out => format!("{rows} (the last {n_splits} of {} splits: enough)", n_splits + left_out),
    }
}
