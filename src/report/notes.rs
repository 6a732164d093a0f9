//! What must be known to read the figures: classes without rows or with few, ratios without a denominator.

use std::collections::BTreeMap;

use super::table::{Style, count, shown};
use crate::evaluation::{DetectionFigures, Evaluation, SMALL_SUPPORT, StanceFigures};
use crate::stance::{Stance, Target};

/// The notes on an evaluation.
pub(super) struct Notes<'a> {
    pub overall: Vec<String>,
    /// The notes on each target that has any.
    pub of_targets: BTreeMap<&'a Target, Vec<String>>,
}

impl<'a> Notes<'a> {
    pub fn on(evaluation: &'a Evaluation) -> Self {
        let overall = &evaluation.overall;
        let mut lines: Vec<String> = absence(overall).into_iter().collect();
        lines.extend(as_zero(&overall.undefined));
        lines.extend(small_supports(overall));
        lines.extend(few_clusters(overall));
        let mut of_targets: BTreeMap<&Target, Vec<String>> = BTreeMap::new();
        for (target, figures) in &evaluation.targets {
            let notes = of_targets.entry(target).or_default();
            // A class that no row has at all has been noted above.
            if figures.absent != overall.absent {
                notes.extend(absence(figures));
            }
            if figures.small_supports != overall.small_supports {
                notes.extend(small_supports(figures));
            }
        }
        for (target, figures) in &evaluation.target_detection {
            of_targets.entry(target).or_default().extend(of_detection(figures));
        }
        of_targets.retain(|_, notes| !notes.is_empty());
        Notes { overall: lines, of_targets }
    }
}

/// The notes under a title, if there are any.
pub(super) fn notes(evaluation: &Evaluation, style: Style) -> Option<String> {
    let Notes { overall: mut lines, of_targets } = Notes::on(evaluation);
    for (target, notes) in of_targets {
        lines.push(format!("{}:", shown(target.as_str())));
        lines.extend(notes.into_iter().map(|note| format!("  {note}")));
    }
    let text: String = lines.iter().map(|line| format!("  {line}\n")).collect();
    (!lines.is_empty()).then(|| format!("{}\n{text}", style.bold("Notes")))
}

fn as_zero(undefined: &[String]) -> impl Iterator<Item = String> {
    undefined.iter().map(|reason| format!("{reason} (shown as 0.000)"))
}

fn absence(figures: &StanceFigures) -> Option<String> {
    let absent = &figures.absent;
    let in_f_avg: Vec<Stance> = absent.iter().copied().filter(|&stance| stance != Stance::Neutral).collect();
    let zero = match in_f_avg.is_empty() {
        true => String::new(),
        false => format!("; F1 of {} is 0 in F_avg", listed(&in_f_avg, "and")),
    };
    let left_out = "left out of macro-F1";
    (!absent.is_empty()).then(|| format!("no row is {}: {left_out}{zero}", listed(absent, "or")))
}

fn small_supports(figures: &StanceFigures) -> Option<String> {
    let name = |class: Option<Stance>| class.map_or("in all", Stance::name);
    let small: Vec<String> =
        figures.small_supports.iter().map(|small| format!("{} {}", small.n, name(small.class))).collect();
    (!small.is_empty())
        .then(|| format!("fewer than {SMALL_SUPPORT} rows, whose figures say little: {}", small.join(", ")))
}

fn few_clusters(figures: &StanceFigures) -> Option<String> {
    let n = figures.intervals.as_ref()?.basis.clusters?;
    ((n as u64) < SMALL_SUPPORT).then(|| {
        format!("fewer than {SMALL_SUPPORT} statements or groups to draw, {n}: the intervals are too narrow")
    })
}

fn of_detection(figures: &DetectionFigures) -> Vec<String> {
    let few =
        format!("only {} about it: the figures of detection say little", count(figures.support, "statement"));
    as_zero(&figures.undefined).chain(figures.small_support.then_some(few)).collect()
}

/// The names as in a sentence: `a, b and c`.
pub(super) fn listed(stances: &[Stance], conjunction: &str) -> String {
    let names: Vec<&str> = stances.iter().map(|stance| stance.name()).collect();
    match names.split_last() {
        Some((last, first)) if !first.is_empty() => format!("{} {conjunction} {last}", first.join(", ")),
        _ => names.concat(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stances_are_listed_as_in_a_sentence() {
        assert_eq!(listed(&Stance::ALL, "and"), "favor, against and neutral");
        assert_eq!(listed(&Stance::ALL[1..], "or"), "against or neutral");
        assert_eq!(listed(&Stance::ALL[..1], "and"), "favor");
        assert_eq!(listed(&[], "and"), "");
    }
}
