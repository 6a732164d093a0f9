//! Evaluations as tables for people.

use super::figure::{NAME_WIDTH, basis, decimal, optional, with_interval};
use super::folds::{folds, learning_curve};
use super::notes::{listed, notes};
use super::slices::slices;
use super::table::{Style, Table, count, cut, printable, shown};
use crate::evaluation::{
    CALIBRATION_BINS, CrossValidation, Evaluation, Interval, StanceFigures, StanceIntervals,
};
use crate::stance::Stance;

/// The evaluation as aligned tables of at most 100 columns: headline figures, classes, confusion matrix, targets,
/// detection, slices, and notes on whatever is absent, undefined or rests on few rows. Intervals stand in brackets behind
/// the figures.
///
/// # Examples
/// ```
/// use standpoint::{Evaluation, ScoredRow, Stance::{Against, Favor}, Style, Target, evaluation_table};
///
/// let target = Target::new("sanctions").unwrap();
/// let row = |actual, predicted| {
///     ScoredRow { target: &target, actual, predicted: Some(predicted), proba: None, cluster: None }
/// };
/// let evaluation = Evaluation::new(&[row(Favor, Favor), row(Against, Favor)], &[])?;
/// assert!(evaluation_table(&evaluation, Style::default()).contains("accuracy  0.500"));
/// # Ok::<(), standpoint::Error>(())
/// ```
pub fn evaluation_table(evaluation: &Evaluation, style: Style) -> String {
    let mut sections = vec![headline("Stance", &evaluation.overall, style)];
    sections.extend(details(evaluation, style));
    sections.join("\n")
}

/// The tables of the pooled [`evaluation_table`], one of the folds with mean, standard deviation, least and greatest, and
/// the learning curve where there is one.
pub fn cross_validation_table(validated: &CrossValidation, style: Style) -> String {
    let title = match &validated.forward_in_time {
        None => format!("Stance, pooled over {} folds", validated.folds),
        Some(_) => format!("Stance, pooled over {} periods", validated.folds),
    };
    let mut sections = vec![headline(&title, &validated.pooled.overall, style)];
    sections.push(folds(validated, style));
    sections.extend(learning_curve(validated, style));
    sections.extend(details(&validated.pooled, style));
    sections.join("\n")
}

fn headline(title: &str, figures: &StanceFigures, style: Style) -> String {
    let abstained = match figures.abstained {
        0 => String::new(),
        n => format!(", {n} abstained on (counted as wrong)"),
    };
    let title = style.bold(&format!("{title}: {} with a target{abstained}", count(figures.n, "row")));
    let intervals = figures.intervals.as_ref();
    let lines = headline_lines(figures);
    let figure = |(_, figure, interval, _): &Line| {
        figure.map_or("-".into(), |figure| with_interval(figure, intervals.and_then(interval)))
    };
    let width = lines.iter().map(|line| figure(line).len()).max().unwrap_or(0);
    let lines: String = lines
        .iter()
        .map(|line| format!("  {:<8}  {:<width$}  {}\n", line.0, figure(line), style.dim(&line.3)))
        .collect();
    let basis = intervals.map(|intervals| basis(&intervals.basis, style)).unwrap_or_default();
    format!("{title}\n{lines}{basis}")
}

/// Name, figure, interval and meaning.
pub(super) type Line = (&'static str, Option<f64>, fn(&StanceIntervals) -> Option<Interval>, String);

pub(super) fn headline_lines(figures: &StanceFigures) -> [Line; 10] {
    let present: Vec<Stance> =
        Stance::ALL.into_iter().filter(|stance| !figures.absent.contains(stance)).collect();
    let present = listed(&present, "and");
    let ece = format!("expected calibration error, {CALIBRATION_BINS} bins of equal mass");
    [
        ("accuracy", Some(figures.accuracy), |of| of.accuracy, "share of rows predicted right".into()),
        ("macro-F1", Some(figures.macro_f1), |of| of.macro_f1, format!("mean F1 of {present}")),
        (
            "F_avg",
            Some(figures.f_avg),
            |of| of.f_avg,
            "mean F1 of favor and against (SemEval-2016 Task 6)".into(),
        ),
        (
            "balanced",
            Some(figures.balanced_accuracy),
            |of| of.balanced_accuracy,
            format!("balanced accuracy: mean recall of {present}"),
        ),
        ("MCC", Some(figures.mcc), |of| of.mcc, "Matthews correlation; 0 is chance".into()),
        ("kappa", Some(figures.kappa), |of| of.kappa, "Cohen's; 0 is chance".into()),
        (
            "log loss",
            figures.log_loss,
            |of| of.log_loss,
            "of the probabilities; 1.099 is that of equal ones".into(),
        ),
        ("Brier", figures.brier, |of| of.brier, "squared error of the probabilities, 0 to 2".into()),
        ("ECE", figures.ece, |of| of.ece, ece),
        (
            "AURC",
            figures.aurc,
            |of| of.aurc,
            "mean risk over all coverages, least confident withheld first".into(),
        ),
    ]
}

/// Everything behind the headline.
fn details(evaluation: &Evaluation, style: Style) -> Vec<String> {
    let mut tables = vec![
        classes(&evaluation.overall),
        confusion(&evaluation.overall),
        targets(evaluation),
        more_of_targets(evaluation),
    ];
    if !evaluation.target_detection.is_empty() {
        tables.extend([detection(evaluation), detection_counts(evaluation)]);
    }
    let tables = tables.iter().map(|table| table.render(style));
    let slices = evaluation.slices.iter().map(|of| slices(of, style));
    tables.chain(slices).chain(notes(evaluation, style)).collect()
}

fn classes(figures: &StanceFigures) -> Table {
    let mut table = Table::new("Class", &["precision", "recall", "F1", "rows"]);
    for (stance, class) in &figures.per_class {
        let intervals = figures.intervals.as_ref().and_then(|intervals| intervals.per_class.get(stance));
        let cells = [
            with_interval(class.precision, intervals.and_then(|of| of.precision)),
            with_interval(class.recall, intervals.and_then(|of| of.recall)),
            with_interval(class.f1, intervals.and_then(|of| of.f1)),
            class.support.to_string(),
        ];
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

/// The headline figures of the targets and their mean.
fn targets(evaluation: &Evaluation) -> Table {
    let mut table = Table::new("Target", &["accuracy", "macro-F1", "F_avg", "rows"]);
    for (target, figures) in &evaluation.targets {
        let intervals = figures.intervals.as_ref();
        let cells = [
            with_interval(figures.accuracy, intervals.and_then(|of| of.accuracy)),
            with_interval(figures.macro_f1, intervals.and_then(|of| of.macro_f1)),
            with_interval(figures.f_avg, intervals.and_then(|of| of.f_avg)),
            figures.n.to_string(),
        ];
        table.row(&cut(&printable(target.as_str()), NAME_WIDTH), cells);
    }
    if evaluation.targets.len() > 1 {
        let mean = &evaluation.over_targets;
        let cells = [
            with_interval(mean.accuracy, mean.intervals.and_then(|of| of.accuracy)),
            with_interval(mean.macro_f1, mean.intervals.and_then(|of| of.macro_f1)),
            with_interval(mean.f_avg, mean.intervals.and_then(|of| of.f_avg)),
            String::new(),
        ];
        table.row(&format!("mean of {} targets", evaluation.targets.len()), cells);
    }
    table
}

/// The figures of the targets that stand without intervals.
fn more_of_targets(evaluation: &Evaluation) -> Table {
    let columns = ["balanced", "MCC", "kappa", "log loss", "Brier", "ECE", "AURC", "abst."];
    let mut table = Table::new("Target", &columns);
    for (target, figures) in &evaluation.targets {
        let labels = [figures.balanced_accuracy, figures.mcc, figures.kappa].map(decimal);
        let probabilities = [figures.log_loss, figures.brier, figures.ece, figures.aurc].map(optional);
        let cells = labels.into_iter().chain(probabilities).chain([figures.abstained.to_string()]);
        table.row(&shown(target.as_str()), cells);
    }
    table
}

fn detection(evaluation: &Evaluation) -> Table {
    let mut table = Table::new("Target detection", &["precision", "recall", "F1"]);
    for (target, figures) in &evaluation.target_detection {
        let intervals = figures.intervals.as_ref();
        let cells = [
            with_interval(figures.precision, intervals.and_then(|of| of.precision)),
            with_interval(figures.recall, intervals.and_then(|of| of.recall)),
            with_interval(figures.f1, intervals.and_then(|of| of.f1)),
        ];
        table.row(&cut(&printable(target.as_str()), NAME_WIDTH), cells);
    }
    table
}

fn detection_counts(evaluation: &Evaluation) -> Table {
    let header = ["about it", "found", "rightly", "missed", "statements"];
    let mut table = Table::new("Target detection", &header);
    for (target, figures) in &evaluation.target_detection {
        let found = figures.true_positives + figures.false_positives;
        let cells = [figures.support, found, figures.true_positives, figures.false_negatives, figures.n];
        table.row(&shown(target.as_str()), cells.map(|count| count.to_string()));
    }
    table
}
