//! Evaluations as tables for people.

use std::collections::BTreeMap;

use super::table::{Style, Table, count, shown};
use crate::evaluation::{CALIBRATION_BINS, CrossValidation, Evaluation, Spread, StanceFigures};
use crate::stance::{Stance, Target};

/// The evaluation as aligned tables of at most 100 columns: headline figures, classes, confusion matrix, targets,
/// detection, and notes on whatever is absent or undefined.
///
/// # Examples
/// ```
/// use standpoint::{Evaluation, ScoredRow, Stance::{Against, Favor}, Style, Target, evaluation_table};
///
/// let target = Target::new("sanctions").unwrap();
/// let row = |actual, predicted| ScoredRow { target: &target, actual, predicted: Some(predicted), proba: None };
/// let evaluation = Evaluation::new(&[row(Favor, Favor), row(Against, Favor)], &[])?;
/// assert!(evaluation_table(&evaluation, Style::default()).contains("accuracy  0.500"));
/// # Ok::<(), standpoint::Error>(())
/// ```
pub fn evaluation_table(evaluation: &Evaluation, style: Style) -> String {
    let mut sections = vec![headline("Stance", &evaluation.overall, style)];
    sections.extend(tables(evaluation).iter().map(|table| table.render(style)));
    sections.extend(notes(evaluation, style));
    sections.join("\n")
}

/// The tables of the pooled [`evaluation_table`], and one of the folds with mean, standard deviation, least and greatest.
pub fn cross_validation_table(validated: &CrossValidation, style: Style) -> String {
    let title = format!("Stance, pooled over {} folds", validated.folds);
    let mut sections =
        vec![headline(&title, &validated.pooled.overall, style), folds(validated).render(style)];
    sections.extend(tables(&validated.pooled).iter().map(|table| table.render(style)));
    sections.extend(notes(&validated.pooled, style));
    sections.join("\n")
}

fn headline(title: &str, figures: &StanceFigures, style: Style) -> String {
    let abstained = match figures.abstained {
        0 => String::new(),
        n => format!(", {n} abstained on (counted as wrong)"),
    };
    let title = style.bold(&format!("{title}: {} with a target{abstained}", count(figures.n, "row")));
    let present: Vec<Stance> =
        Stance::ALL.into_iter().filter(|stance| !figures.absent.contains(stance)).collect();
    let lines = [
        ("accuracy", decimal(figures.accuracy), "share of rows predicted right".to_string()),
        ("macro-F1", decimal(figures.macro_f1), format!("mean F1 of {}", listed(&present, "and"))),
        ("F_avg", decimal(figures.f_avg), "mean F1 of favor and against (SemEval-2016 Task 6)".to_string()),
        (
            "ECE",
            optional(figures.ece),
            format!("expected calibration error, {CALIBRATION_BINS} bins of equal mass"),
        ),
    ];
    let lines =
        lines.map(|(name, figure, meaning)| format!("  {name:<8}  {figure:<5}  {}\n", style.dim(&meaning)));
    format!("{title}\n{}", lines.concat())
}

fn tables(evaluation: &Evaluation) -> Vec<Table> {
    let mut tables = vec![classes(&evaluation.overall), confusion(&evaluation.overall), targets(evaluation)];
    if !evaluation.target_detection.is_empty() {
        tables.push(detection(evaluation));
    }
    tables
}

fn classes(figures: &StanceFigures) -> Table {
    let mut table = Table::new("Class", &["precision", "recall", "F1", "rows"]);
    for (stance, class) in &figures.per_class {
        let cells =
            [decimal(class.precision), decimal(class.recall), decimal(class.f1), class.support.to_string()];
        table.row(stance.name(), cells);
    }
    table
}

fn confusion(figures: &StanceFigures) -> Table {
    let matrix = &figures.confusion;
    let mut table = Table::new(
        "Confusion",
        &["predicted favor", "predicted against", "predicted neutral", "abstained", "rows"],
    );
    for actual in Stance::ALL {
        let predicted = Stance::ALL.map(|predicted| matrix.count(actual, predicted));
        let counts = predicted.into_iter().chain([matrix.abstained(actual), matrix.support(actual)]);
        table.row(&format!("actual {actual}"), counts.map(|count| count.to_string()));
    }
    table
}

fn targets(evaluation: &Evaluation) -> Table {
    let mut table = Table::new("Target", &["accuracy", "macro-F1", "F_avg", "ECE", "abstained", "rows"]);
    for (target, figures) in &evaluation.targets {
        let cells = [
            decimal(figures.accuracy),
            decimal(figures.macro_f1),
            decimal(figures.f_avg),
            optional(figures.ece),
            figures.abstained.to_string(),
            figures.n.to_string(),
        ];
        table.row(&shown(target.as_str()), cells);
    }
    table
}

fn detection(evaluation: &Evaluation) -> Table {
    let header = ["precision", "recall", "F1", "about it", "found", "statements"];
    let mut table = Table::new("Target detection", &header);
    for (target, figures) in &evaluation.target_detection {
        let cells = [
            decimal(figures.precision),
            decimal(figures.recall),
            decimal(figures.f1),
            figures.support.to_string(),
            (figures.true_positives + figures.false_positives).to_string(),
            figures.n.to_string(),
        ];
        table.row(&shown(target.as_str()), cells);
    }
    table
}

fn folds(validated: &CrossValidation) -> Table {
    let mut table = Table::new("Fold", &["accuracy", "macro-F1", "F_avg", "ECE", "rows"]);
    for fold in &validated.per_fold {
        let figures =
            [decimal(fold.accuracy), decimal(fold.macro_f1), decimal(fold.f_avg), optional(fold.ece)];
        table.row(&fold.fold.to_string(), figures.into_iter().chain([fold.n.to_string()]));
    }
    let spread = &validated.spread;
    let statistics = |spread: Spread| [spread.mean, spread.standard_deviation, spread.min, spread.max];
    for (i, name) in ["mean", "SD", "min", "max"].into_iter().enumerate() {
        let figures =
            [spread.accuracy, spread.macro_f1, spread.f_avg].map(|spread| decimal(statistics(spread)[i]));
        let ece = optional(spread.ece.map(|spread| statistics(spread)[i]));
        table.row(name, figures.into_iter().chain([ece, String::new()]));
    }
    table
}

/// What must be known to read the figures: classes without rows, and ratios without a denominator.
fn notes(evaluation: &Evaluation, style: Style) -> Option<String> {
    let overall = &evaluation.overall;
    let mut lines: Vec<String> = absence(overall).into_iter().chain(as_zero(&overall.undefined)).collect();
    let mut by_target: BTreeMap<&Target, Vec<String>> = BTreeMap::new();
    for (target, figures) in &evaluation.targets {
        // A class that no row has at all has been noted above.
        if figures.absent != overall.absent {
            by_target.entry(target).or_default().extend(absence(figures));
        }
    }
    for (target, figures) in &evaluation.target_detection {
        by_target.entry(target).or_default().extend(as_zero(&figures.undefined));
    }
    by_target.retain(|_, notes| !notes.is_empty());
    for (target, notes) in by_target {
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
    (!absent.is_empty()).then(|| format!("no row is {}: left out of macro-F1{zero}", listed(absent, "or")))
}

/// The names as in a sentence: `a, b and c`.
fn listed(stances: &[Stance], conjunction: &str) -> String {
    let names: Vec<&str> = stances.iter().map(|stance| stance.name()).collect();
    match names.split_last() {
        Some((last, first)) if !first.is_empty() => format!("{} {conjunction} {last}", first.join(", ")),
        _ => names.concat(),
    }
}

fn decimal(figure: f64) -> String {
    format!("{figure:.3}")
}

fn optional(figure: Option<f64>) -> String {
    figure.map_or_else(|| "-".to_string(), decimal)
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
