//! Explanations as tables for people.

use super::table::{Style, Table, shown};
use crate::model::{Contribution, Explanation};
use crate::stance::Stance;

/// The explanation as an aligned table: the stance and its probabilities, then what each of the `most` weightiest
/// words and phrases adds to the scores of the stances, the rest in one line, the intercept, and the sum.
pub fn explanation_table(explanation: &Explanation, most: usize, style: Style) -> String {
    let stance = explanation.stance.map_or("abstain", Stance::name);
    let mut text = style.bold(&format!("{}: {stance}", shown(explanation.target.as_str())));
    if let Some(p) = explanation.probabilities {
        let each = Stance::ALL.map(|stance| format!("{stance} {:.3}", p[stance.index()]));
        text.push_str(&format!("  ({})", each.join(", ")));
    }
    text.push('\n');
    if let Some(p) = explanation.p_target {
        text.push_str(&format!("probability that it is about this target: {p:.3}\n"));
    }
    let mut table = Table::new("Score of", &Stance::ALL.map(Stance::name));
    let cells = |scores: [f64; 3]| scores.map(|score| format!("{score:+.3}"));
    let (first, rest) = explanation.contributions.split_at(most.min(explanation.contributions.len()));
    for contribution in first {
        table.row(&name(contribution), cells(contribution.scores));
    }
    if !rest.is_empty() {
        let sum = std::array::from_fn(|k| rest.iter().map(|contribution| contribution.scores[k]).sum());
        table.row(&format!("{} more words and phrases", rest.len()), cells(sum));
    }
    table.row("intercept", cells(explanation.intercept));
    table.row("sum, before calibration", cells(explanation.scores));
    text + &table.render(style)
}

fn name(contribution: &Contribution) -> String {
    let times = match contribution.spans.len() {
        1 => String::new(),
        n => format!(" ×{n}"),
    };
    let lexicon = if contribution.lexicon { " (lexicon)" } else { "" };
    format!("{}{times}{lexicon}", shown(&contribution.text))
}
