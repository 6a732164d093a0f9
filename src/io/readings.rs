//! How are readings of articles, and what they say in sum, laid out in a table?

use crate::analysis::{Estimate, GroupStance, StatementReading, SummaryBy};
use crate::io::writer::Cell;
use crate::stance::Stance;

/// Names of the columns that a reading is written with, in order.
pub const READING_COLUMNS: [&str; 19] = [
    "document",
    "speaker",
    "role",
    "organisation",
    "country",
    "target",
    "stance",
    "confidence",
    "p_favor",
    "p_against",
    "p_neutral",
    "p_target",
    "kind",
    "cue",
    "start",
    "end",
    "text",
    "date",
    "source",
];

/// The cells of `reading` in the order of [`READING_COLUMNS`].
pub fn reading_cells(reading: &StatementReading) -> [Cell<'_>; READING_COLUMNS.len()] {
    let StatementReading { document, speaker, target, kind, chars, text, .. } = reading;
    let [p_favor, p_against, p_neutral] = match reading.probabilities {
        Some(p) => p.map(|p| number(Some(p))),
        None => [Cell::Empty; 3],
    };
    [
        Cell::Text(document),
        Cell::Text(&speaker.name),
        optional(&speaker.role),
        optional(&speaker.organisation),
        optional(&speaker.country),
        Cell::Text(target.as_ref().map_or("", |target| target.as_str())),
        Cell::Text(reading.label()),
        number(reading.confidence()),
        p_favor,
        p_against,
        p_neutral,
        number(reading.p_target),
        Cell::Text(kind.name()),
        optional(&reading.cue),
        count(chars.start),
        count(chars.end),
        Cell::Text(text),
        optional(&reading.date),
        optional(&reading.source),
    ]
}

/// Names of the columns that a group of a summary is written with, in order: the first is what it is grouped by; shares
/// are of all statements, each with its interval.
pub fn summary_columns(by: SummaryBy) -> [&'static str; 23] {
    [
        by.name(),
        "target",
        "statements",
        "documents",
        "favor",
        "against",
        "neutral",
        "abstained",
        "share_favor",
        "share_favor_low",
        "share_favor_high",
        "share_against",
        "share_against_low",
        "share_against_high",
        "share_neutral",
        "share_neutral_low",
        "share_neutral_high",
        "share_abstained",
        "share_abstained_low",
        "share_abstained_high",
        "net_stance",
        "net_stance_low",
        "net_stance_high",
    ]
}

/// The cells of `group` in the order of [`summary_columns`].
pub fn summary_cells(group: &GroupStance) -> Vec<Cell<'_>> {
    let GroupStance { group, target, tally } = group;
    let mut cells = vec![Cell::Text(group), Cell::Text(target.as_str())];
    cells.extend([tally.statements, tally.documents].map(count));
    cells.extend(tally.stances.map(count));
    cells.push(count(tally.abstained));
    for stance in Stance::ALL {
        cells.extend(estimate(tally.share(stance)));
    }
    cells.extend(estimate(tally.abstained_share()));
    cells.extend(estimate(tally.net()));
    cells
}

fn estimate(estimate: Option<Estimate>) -> [Cell<'static>; 3] {
    let part = |of: fn(&Estimate) -> f64| number(estimate.as_ref().map(of));
    [part(|e| e.value), part(|e| e.low), part(|e| e.high)]
}

fn number(value: Option<f64>) -> Cell<'static> {
    value.map_or(Cell::Empty, |value| Cell::Number { value, decimals: 4 })
}

fn count(count: usize) -> Cell<'static> {
    Cell::Number { value: count as f64, decimals: 0 }
}

fn optional(value: &Option<String>) -> Cell<'_> {
    value.as_deref().map_or(Cell::Empty, Cell::Text)
}
