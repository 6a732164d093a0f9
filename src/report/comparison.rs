//! The comparison of two sets of predictions as text.

use super::figure::{basis, with_interval};
use super::statements::excerpt;
use super::table::{Style, Table, count, cut, printable, shown};
use crate::evaluation::{Difference, Evaluation, Interval, McNemar, Measure};
use crate::stance::Stance;
use crate::validation::{CorpusComparison, DifferingRow};

/// Rows that are shown of those on which the two differ; the rest is counted.
const ROWS_SHOWN: usize = 20;

/// Columns of a name.
const NAME_WIDTH: usize = 90;

/// The comparison as text of at most 100 columns: the figures of both with their difference, McNemar's test, and the first
/// rows that they predict differently.
pub fn comparison_table(compared: &CorpusComparison, style: Style) -> String {
    let sections = [
        headline(compared, style),
        figures(compared, style),
        mcnemar(compared, style),
        rows(compared, style),
    ];
    sections.join("\n")
}

fn headline(compared: &CorpusComparison, style: Style) -> String {
    let title = format!("Comparison on {} with a target", count(compared.a.overall.n, "row"));
    let [a, b] = [0, 1].map(|i| cut(&printable(&compared.names[i]), NAME_WIDTH));
    format!("{}\n  A  {a}\n  B  {b}\n", style.bold(&title))
}

fn figures(compared: &CorpusComparison, style: Style) -> String {
    let mut table = Table::new("Measure", &["A", "B", "B - A", "p"]);
    for difference in compared.comparison.differences.iter().filter(|of| is_shown(of, compared)) {
        let [a, b] = [(difference.a, &compared.a), (difference.b, &compared.b)]
            .map(|(figure, of)| with_interval(figure, interval(difference.measure, of)));
        table.row(&difference.measure.label(), [a, b, signed(difference), p(difference.p)]);
    }
    let notes = compared.a.overall.intervals.as_ref().map(|intervals| {
        let p = "  p: twice the smaller share of draws in which B - A is not above, or not below, zero\n";
        format!("{}{}", basis(&intervals.basis, style), style.dim(p))
    });
    table.render(style) + &notes.unwrap_or_default()
}

/// Means over targets say nothing new of a single target, and nor does the share of abstentions where there are none.
pub(super) fn is_shown(difference: &Difference, compared: &CorpusComparison) -> bool {
    match difference.measure {
        Measure::TargetsAccuracy | Measure::TargetsMacroF1 | Measure::TargetsFAvg => {
            compared.a.targets.len() > 1
        }
        Measure::Abstained => difference.a + difference.b > 0.0,
        _ => true,
    }
}

/// The interval of `measure` in `evaluation`, where there is one.
pub(super) fn interval(measure: Measure, evaluation: &Evaluation) -> Option<Interval> {
    let (of, over_targets) = (evaluation.overall.intervals.as_ref()?, evaluation.over_targets.intervals?);
    match measure {
        Measure::Accuracy => of.accuracy,
        Measure::MacroF1 => of.macro_f1,
        Measure::FAvg => of.f_avg,
        Measure::BalancedAccuracy => of.balanced_accuracy,
        Measure::Mcc => of.mcc,
        Measure::Kappa => of.kappa,
        Measure::LogLoss => of.log_loss,
        Measure::Brier => of.brier,
        Measure::Ece => of.ece,
        Measure::Aurc => of.aurc,
        Measure::Abstained => of.abstained_share,
        Measure::Precision(stance) => of.per_class.get(&stance)?.precision,
        Measure::Recall(stance) => of.per_class.get(&stance)?.recall,
        Measure::F1(stance) => of.per_class.get(&stance)?.f1,
        Measure::TargetsAccuracy => over_targets.accuracy,
        Measure::TargetsMacroF1 => over_targets.macro_f1,
        Measure::TargetsFAvg => over_targets.f_avg,
    }
}

fn signed(difference: &Difference) -> String {
    match difference.interval {
        Some(Interval { low, high }) => format!("{:+.3} [{low:+.3}, {high:+.3}]", difference.difference),
        None => format!("{:+.3}", difference.difference),
    }
}

fn p(p: Option<f64>) -> String {
    match p {
        None => "-".into(),
        Some(p) if p < 0.001 => "<0.001".into(),
        Some(p) => format!("{p:.3}"),
    }
}

fn mcnemar(compared: &CorpusComparison, style: Style) -> String {
    let McNemar { both_right, only_a_right, only_b_right, both_wrong, .. } = compared.comparison.mcnemar;
    let title = style.bold(&format!("McNemar's exact test: p {}", equals(compared.comparison.mcnemar.p)));
    let counts = format!(
        "  both right {both_right}, only A right {only_a_right}, only B right {only_b_right}, both wrong {both_wrong}\n"
    );
    let clustered = compared.comparison.basis.is_some_and(|basis| basis.clusters.is_some());
    let note = match clustered {
        true => {
            "  It takes rows for independent; some here share a statement or group, and p is too small.\n"
        }
        false => "",
    };
    format!("{title}\n{counts}{}", style.dim(note))
}

fn equals(value: f64) -> String {
    if value < 0.001 { "< 0.001".into() } else { format!("= {value:.3}") }
}

fn rows(compared: &CorpusComparison, style: Style) -> String {
    let all = compared.differing.len();
    let title = style.bold(&format!("Predicted differently: {}", count(all as u64, "row")));
    let listed: String = compared.differing.iter().take(ROWS_SHOWN).map(differing).collect();
    let more = match all.saturating_sub(ROWS_SHOWN) {
        0 => String::new(),
        n => format!("  … and {n} more (--format json gives all)\n"),
    };
    format!("{title}\n{listed}{more}")
}

fn differing(row: &DifferingRow) -> String {
    let label = |stance: Option<Stance>| stance.map_or("abstains", Stance::name);
    format!(
        "  id {}, {}: actual {}, A {}, B {}\n    {}\n",
        shown(&row.id),
        shown(row.target.as_str()),
        row.actual,
        label(row.a),
        label(row.b),
        excerpt(&row.text)
    )
}
