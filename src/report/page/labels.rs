//! How a stance is marked: by colour, and for whoever does not see it by sign, word and line.

use super::numbers::percent;
use crate::analysis::StatementReading;
use crate::articles::Speaker;
use crate::report::html::escaped;
use crate::stance::Stance;

/// Class and word of what has no stance though it has a target, or is not known at all.
pub(super) const ABSTAIN: &str = "abstain";

/// Class of a statement about no target.
pub(super) const NONE: &str = "none";

/// Class of a statement with different stances toward several targets.
pub(super) const SEVERAL: &str = "several";

/// The class of a stance in the style sheet.
pub(super) fn class(reading: &StatementReading) -> &'static str {
    match reading.label() {
        "" => NONE,
        label => label,
    }
}

/// The class that the readings of one statement have in common.
pub(super) fn common_class(readings: &[&StatementReading]) -> &'static str {
    let first = class(readings[0]);
    if readings.iter().all(|reading| class(reading) == first) { first } else { SEVERAL }
}

/// The sign that goes with a class.
pub(super) fn sign(class: &str) -> &'static str {
    match class {
        "favor" => "▲",
        "against" => "▼",
        "neutral" => "◆",
        ABSTAIN => "?",
        _ => "·",
    }
}

/// `sign word`, hidden from nobody.
pub(super) fn label(reading: &StatementReading) -> String {
    let class = class(reading);
    let word = if class == NONE { "no target" } else { class };
    format!("<b class=\"l {class}\">{} {word}</b>", sign(class))
}

/// The target with the sign and word of the stance toward it.
pub(super) fn stance_toward(reading: &StatementReading) -> String {
    match &reading.target {
        Some(target) => format!("{} <span class=\"on\">{}</span>", label(reading), escaped(target.as_str())),
        None => label(reading),
    }
}

/// Probabilities of the stances, the given one with weight.
pub(super) fn probabilities(reading: &StatementReading) -> String {
    let Some(p) = reading.probabilities else { return String::new() };
    let each = Stance::ALL.map(|stance| {
        let shown = format!("{stance} {}", percent(p[stance.index()]));
        if reading.stance == Some(stance) { format!("<strong>{shown}</strong>") } else { shown }
    });
    each.join(" · ")
}

/// What is known of a speaker beside the name.
pub(super) fn details(speaker: &Speaker) -> String {
    let own = |detail: &&String| **detail != speaker.name;
    let known = [&speaker.role, &speaker.organisation, &speaker.country].into_iter().flatten().filter(own);
    known.map(|detail| escaped(detail)).collect::<Vec<_>>().join(", ")
}

/// `line` as small print, where there is any.
pub(super) fn small(line: &str) -> String {
    if line.is_empty() { String::new() } else { format!("<small>{line}</small>") }
}

/// How a statement is given, and by which words.
pub(super) fn manner(reading: &StatementReading) -> String {
    match &reading.cue {
        Some(cue) => format!("{}, “{}”", reading.kind.name(), escaped(cue)),
        None => reading.kind.name().to_string(),
    }
}
