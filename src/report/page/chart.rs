//! The summary as a chart: who stands where toward each target.

use super::labels::sign;
use super::numbers::signed;
use crate::analysis::{GroupStance, StanceSummary, StanceTally};
use crate::report::html::escaped;
use crate::stance::Target;

/// Groups of a target that are shown; the rest can be unfolded.
const SHOWN: usize = 20;

/// Most statements that are drawn as units of a bar.
const MOST_UNITS: usize = 24;

/// A section for each target: bars of the statements against and in favor, and the net stance with its interval.
pub(super) fn chart(summary: &StanceSummary) -> String {
    summary.targets.iter().map(|(target, total)| of_target(summary, target, total)).collect()
}

fn of_target(summary: &StanceSummary, target: &Target, total: &StanceTally) -> String {
    let groups: Vec<&GroupStance> = summary.groups.iter().filter(|group| group.target == *target).collect();
    let longest =
        groups.iter().flat_map(|group| group.tally.stances[..2].iter()).max().copied().unwrap_or(1).max(1);
    let rows = |groups: &[&GroupStance]| -> String {
        groups.iter().map(|group| row(&group.group, &group.tally, longest)).collect()
    };
    let (first, rest) = groups.split_at(groups.len().min(SHOWN));
    let rest = match rest.len() {
        0 => String::new(),
        n => format!("<details><summary>{n} more</summary>{}</details>\n", table(summary, "", &rows(rest))),
    };
    format!(
        "<section class=\"target\">\n<h3>{}</h3>\n{}\n{}{rest}</section>\n",
        escaped(target.as_str()),
        totals(total),
        table(summary, &heading(summary), &rows(first)),
    )
}

fn table(summary: &StanceSummary, heading: &str, rows: &str) -> String {
    let label = format!("Stances by {}", summary.by);
    let columns =
        ["name", "bars", "count", "count", "net", "said"].map(|class| format!("<col class=\"{class}\">"));
    let columns = columns.concat();
    format!(
        "<table class=\"chart\" aria-label=\"{label}\"><colgroup>{columns}</colgroup>{heading}<tbody>{rows}</tbody></table>\n"
    )
}

fn heading(summary: &StanceSummary) -> String {
    format!(
        "<thead><tr><th scope=\"col\">{}</th><th scope=\"col\" class=\"bars\"><span>▼ against</span><span>favor ▲</span></th>\
         <th scope=\"col\" class=\"num\">◆ neutral</th><th scope=\"col\" class=\"num\">? abstain</th>\
         <th scope=\"col\" class=\"net\"><div><span>−1</span><span>net stance</span><span>+1</span></div></th><th scope=\"col\" class=\"said\">95\u{A0}% interval</th></tr></thead>",
        summary.by
    )
}

/// All statements on a target as one bar of shares.
fn totals(total: &StanceTally) -> String {
    let [favor, against, neutral] = total.stances;
    let parts = [("against", against), ("neutral", neutral), ("abstain", total.abstained), ("favor", favor)];
    let (mut x, mut bar, mut said) = (0, String::new(), Vec::new());
    for (class, n) in parts.into_iter().filter(|(_, n)| *n > 0) {
        bar += &format!("<rect class=\"{class}\" x=\"{x}\" width=\"{n}\" height=\"1\"/>");
        if x > 0 {
            bar += &format!("<path class=\"cut\" d=\"M{x} 0V1\"/>");
        }
        x += n;
        said.push(format!("<span class=\"{class}\"><b>{n}</b> {}\u{A0}{class}</span>", sign(class)));
    }
    format!(
        "<p class=\"totals\">{}</p>\n<svg class=\"share\" viewBox=\"0 0 {x} 1\" preserveAspectRatio=\"none\" \
         aria-hidden=\"true\">{bar}</svg>",
        said.join(" ")
    )
}

fn row(name: &str, tally: &StanceTally, longest: usize) -> String {
    let [favor, against, neutral] = tally.stances;
    let count = |n: usize| if n == 0 { "<span class=\"zero\">0</span>".to_string() } else { n.to_string() };
    let counts = [neutral, tally.abstained].map(count);
    format!(
        "<tr><th scope=\"row\">{}</th><td class=\"bars\"><div><span>{}</span>{}<span>{}</span></div></td>\
         <td class=\"num\" data-label=\"◆ neutral\">{}</td><td class=\"num\" data-label=\"? abstain\">{}</td>{}</tr>\n",
        escaped(name),
        count(against),
        bars(favor, against, longest),
        count(favor),
        counts[0],
        counts[1],
        net(tally)
    )
}

/// Statements against to the left and in favor to the right, `longest` filling either side.
fn bars(favor: usize, against: usize, longest: usize) -> String {
    let units: String = match longest {
        1..=MOST_UNITS => {
            let within = |x: &i64| (-(against as i64) < *x && *x < 0) || (0 < *x && *x < favor as i64);
            let cuts = (-(longest as i64)..=longest as i64).filter(within);
            cuts.map(|x| format!("<path class=\"cut\" d=\"M{x} 0V1\"/>")).collect()
        }
        _ => String::new(),
    };
    format!(
        "<svg viewBox=\"-{longest} 0 {} 1\" preserveAspectRatio=\"none\" role=\"img\" \
         aria-label=\"{against} against, {favor} in favor\">\
         <rect class=\"against\" x=\"-{against}\" width=\"{against}\" y=\".12\" height=\".76\"/>\
         <rect class=\"favor\" x=\"0\" width=\"{favor}\" y=\".12\" height=\".76\"/>{units}\
         <path class=\"axis\" d=\"M0 0V1\"/></svg>",
        2 * longest
    )
}

/// The net stance as a point on its interval, from −1 to 1.
fn net(tally: &StanceTally) -> String {
    let Some(net) = tally.net() else {
        return "<td class=\"net\"></td><td class=\"said\"><small>no stance given</small></td>".to_string();
    };
    let class = match net.value {
        value if value > 0.0 => "favor",
        value if value < 0.0 => "against",
        _ => "neutral",
    };
    let said = format!("{} [{}, {}]", signed(net.value), signed(net.low), signed(net.high));
    format!(
        "<td class=\"net\"><svg viewBox=\"-1.06 0 2.12 1\" preserveAspectRatio=\"none\" role=\"img\" \
         aria-label=\"net stance {said}\"><path class=\"scale\" d=\"M-1 .5H1\"/><path class=\"axis\" d=\"M0 0V1\"/>\
         <path class=\"interval {class}\" d=\"M{:.3} .5H{:.3}\"/><path class=\"point {class}\" d=\"M{:.3} .5h0\"/></svg></td>\
         <td class=\"said\"><b>{}</b> <small>{}…{}</small></td>",
        net.low,
        net.high,
        net.value,
        signed(net.value),
        signed(net.low),
        signed(net.high)
    )
}
