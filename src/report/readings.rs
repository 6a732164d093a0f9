//! Readings of articles, and what they say in sum, as tables for people.

use std::collections::BTreeSet;

use super::statements::on_one_line;
use super::table::{Style, Table, count, cut, shown, width};
use crate::analysis::{Estimate, StanceSummary, StanceTally, StatementReading};
use crate::articles::Speaker;
use crate::stance::{Stance, Target};

/// Fewest columns that the words of a statement get, however narrow the terminal.
const LEAST_TEXT: usize = 24;

/// Columns between columns, and before the first.
const GAP: &str = "  ";

/// The readings as a table of `columns` terminal columns: speaker, target, stance, the probability of the stance, and as
/// much of the words as fits. Where there are several documents, each has its name above its readings.
pub fn readings_table(readings: &[StatementReading], columns: usize, style: Style) -> String {
    if readings.is_empty() {
        return "No statements found.\n".to_string();
    }
    let documents: BTreeSet<&str> = readings.iter().map(|reading| reading.document.as_str()).collect();
    let lines: Vec<[String; 4]> = readings.iter().map(cells).collect();
    let header = ["speaker", "target", "stance", "p"].map(str::to_string);
    let widths: [usize; 4] = std::array::from_fn(|i| {
        lines.iter().chain([&header]).map(|cells| width(&cells[i])).max().unwrap_or(0)
    });
    let fixed: usize = widths.iter().map(|width| width + GAP.len()).sum::<usize>() + GAP.len();
    let text_width = columns.saturating_sub(fixed).max(LEAST_TEXT);
    let mut table = style.dim(&(aligned(&header, &widths, |_, cell| cell) + "statement")) + "\n";
    let mut document = None;
    for (reading, cells) in readings.iter().zip(&lines) {
        if documents.len() > 1 && document != Some(&reading.document) {
            table += &(style.bold(&on_one_line(&reading.document)) + "\n");
            document = Some(&reading.document);
        }
        table += &aligned(cells, &widths, |column, cell| match column {
            2 => painted(cell, reading, style),
            _ => cell,
        });
        table += &(cut(&on_one_line(&reading.text), text_width) + "\n");
    }
    table + &style.dim(&footer(readings, documents.len())) + "\n"
}

fn cells(reading: &StatementReading) -> [String; 4] {
    [
        speaker(&reading.speaker),
        reading.target.as_ref().map_or(String::new(), |target| shown(target.as_str())),
        reading.label().to_string(),
        reading.confidence().map_or(String::new(), |p| format!("{p:.2}")),
    ]
}

/// The name, and the country in brackets.
fn speaker(speaker: &Speaker) -> String {
    match &speaker.country {
        Some(country) if *country != speaker.name => shown(&format!("{} ({country})", speaker.name)),
        _ => shown(&speaker.name),
    }
}

/// `cells` behind one another, each padded to its width and then given to `paint` with its position.
fn aligned(cells: &[String; 4], widths: &[usize; 4], paint: impl Fn(usize, String) -> String) -> String {
    let padded = cells.iter().zip(widths).enumerate().map(|(i, (cell, columns))| {
        let padding = " ".repeat(columns - width(cell));
        paint(i, cell.clone()) + &padding + GAP
    });
    GAP.to_string() + &padded.collect::<String>()
}

fn painted(label: String, reading: &StatementReading, style: Style) -> String {
    match reading.stance {
        Some(Stance::Favor) => style.paint("36", &label),
        Some(Stance::Against) => style.paint("31", &label),
        Some(Stance::Neutral) => label,
        None => style.dim(&label),
    }
}

fn footer(readings: &[StatementReading], n_documents: usize) -> String {
    let statements: BTreeSet<_> =
        readings.iter().map(|r| (&r.document, r.bytes.start, r.bytes.end, &r.speaker.name)).collect();
    let articles = if n_documents == 1 { "1 article".into() } else { format!("{n_documents} articles") };
    format!("{} in {articles}", count(statements.len() as u64, "statement"))
}

/// The summary as one table for each target: how many statements take which stance, and the net stance with its 95 %
/// interval.
pub fn summary_table(summary: &StanceSummary, style: Style) -> String {
    if summary.groups.is_empty() {
        return "No statements found.\n".to_string();
    }
    let table = |(target, total): (&Target, &StanceTally)| {
        let columns = [
            "statements",
            "articles",
            "favor",
            "against",
            "neutral",
            "abstain",
            "net stance [95 % interval]",
        ];
        let mut table = Table::new(&shown(&format!("{target} by {}", summary.by)), &columns);
        for group in summary.groups.iter().filter(|group| group.target == *target) {
            table.row(&shown(&group.group), figures(&group.tally));
        }
        table.row("all", figures(total));
        table.render(style)
    };
    summary.targets.iter().map(table).collect::<Vec<_>>().join("\n")
}

fn figures(tally: &StanceTally) -> [String; 7] {
    let [favor, against, neutral] = tally.stances.map(|n| n.to_string());
    let [statements, articles, abstain] =
        [tally.statements, tally.documents, tally.abstained].map(|n| n.to_string());
    [statements, articles, favor, against, neutral, abstain, net(tally.net())]
}

fn net(net: Option<Estimate>) -> String {
    net.map_or("-".into(), |net| format!("{:+.2} [{:+.2}, {:+.2}]", net.value, net.low, net.high))
}
