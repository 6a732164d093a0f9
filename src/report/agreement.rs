//! The agreement of coders as tables for people.

use super::statements::excerpt;
use super::table::{Style, Table, shown};
use crate::evaluation::{AgreementFigures, PairAgreement};
use crate::stance::Stance;
use crate::validation::{CoderAgreement, Disagreement};

/// The agreement as text: headline figures, every two coders, targets, the confusion where there are two coders, and
/// the disagreements that are listed.
pub fn agreement_table(coders: &CoderAgreement, style: Style) -> String {
    let figures = &coders.agreement.overall;
    let mut sections = vec![headline(coders, figures, style), pairs(coders).render(style)];
    if !coders.agreement.targets.is_empty() {
        sections.push(targets(coders).render(style));
    }
    if let ([first, second], [pair]) = (&coders.coders[..], &figures.pairs[..]) {
        sections.push(confusion([first, second], pair).render(style));
    }
    if !coders.disagreements_listed.is_empty() {
        sections.push(disagreements(coders, style));
    }
    sections.join("\n")
}

fn headline(coders: &CoderAgreement, figures: &AgreementFigures, style: Style) -> String {
    let title = format!(
        "Agreement of {} coders: {} of {} units with two labels or more, joined by {} and target",
        coders.coders.len(),
        figures.units,
        coders.labelled_units,
        coders.joined_by
    );
    let lines = [
        ("agreement", figures.percent_agreement, "share of equal labels among pairs of labels".to_string()),
        ("alpha", figures.krippendorff_alpha, format!("Krippendorff's, nominal, {} labels", figures.labels)),
        (
            "Fleiss' kappa",
            figures.fleiss_kappa,
            format!("of the {} units that all coders labelled", figures.complete_units),
        ),
    ];
    let lines = lines.map(|(name, figure, meaning)| {
        format!("  {name:<13}  {:>6}  {}\n", decimal(figure), style.dim(&meaning))
    });
    let undefined =
        [figures.percent_agreement, figures.krippendorff_alpha, figures.fleiss_kappa].contains(&None);
    let note = match undefined {
        true => "  - is undefined: no labels to compare, or only one label is ever given\n",
        false => "",
    };
    format!("{}\n{}{note}", style.bold(&title), lines.concat())
}

fn pairs(coders: &CoderAgreement) -> Table {
    let mut table = Table::new("Coders", &["units", "agreement", "Cohen's kappa"]);
    for pair in &coders.agreement.overall.pairs {
        let [first, second] = pair.coders.map(|coder| shown(&coders.coders[coder]));
        let cells = [pair.units.to_string(), decimal(pair.percent_agreement), decimal(pair.cohen_kappa)];
        table.row(&format!("{first} – {second}"), cells);
    }
    table
}

fn targets(coders: &CoderAgreement) -> Table {
    let mut table = Table::new("Target", &["units", "disagreements", "agreement", "alpha", "Fleiss' kappa"]);
    for (target, figures) in &coders.agreement.targets {
        let counts = [figures.units, figures.disagreements].map(|count| count.to_string());
        let decimals =
            [figures.percent_agreement, figures.krippendorff_alpha, figures.fleiss_kappa].map(decimal);
        table.row(&shown(target.as_str()), counts.into_iter().chain(decimals));
    }
    table
}

/// Labels of the first coder by those of the second.
fn confusion(coders: [&String; 2], pair: &PairAgreement) -> Table {
    let [first, second] = coders.map(|name| shown(name));
    let columns = Stance::ALL.map(Stance::name);
    let mut table = Table::new(&format!("{first} by {second}"), &[&columns[..], &["units"]].concat());
    for stance in Stance::ALL {
        let counts = Stance::ALL.map(|other| pair.confusion.count(stance, other));
        let cells = counts.into_iter().chain([pair.confusion.support(stance)]);
        table.row(stance.name(), cells.map(|count| count.to_string()));
    }
    table
}

fn disagreements(coders: &CoderAgreement, style: Style) -> String {
    let all = coders.agreement.overall.disagreements;
    let listed: String = coders.disagreements_listed.iter().map(|unit| disagreement(coders, unit)).collect();
    let more = match all - coders.disagreements_listed.len() {
        0 => String::new(),
        n => format!("  … and {n} more (--most {all} shows all)\n"),
    };
    format!("{}\n{listed}{more}", style.bold(&format!("Disagreements: {all}")))
}

fn disagreement(coders: &CoderAgreement, unit: &Disagreement) -> String {
    let labels = coders.coders.iter().zip(&unit.labels);
    let labels = labels.map(|(coder, label)| format!("{} {}", shown(coder), label.map_or("-", Stance::name)));
    let labels: Vec<String> = labels.collect();
    let id = unit.id.as_deref().map(|id| format!("id {}", shown(id)));
    let target = unit.target.as_ref().map(|target| shown(target.as_str()));
    let unit_name: Vec<String> = id.into_iter().chain(target).collect();
    let text = unit.text.as_deref().map(|text| format!("    {}\n", excerpt(text))).unwrap_or_default();
    match unit_name.is_empty() {
        true => format!("  {}\n{text}", labels.join(", ")),
        false => format!("  {}: {}\n{text}", unit_name.join(", "), labels.join(", ")),
    }
}

fn decimal(figure: Option<f64>) -> String {
    figure.map_or_else(|| "-".to_string(), |figure| format!("{figure:.3}"))
}
