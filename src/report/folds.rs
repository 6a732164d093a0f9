//! The folds of a cross-validation and its learning curve as tables.

use super::figure::{decimal, headline_cells, mark_note, optional};
use super::table::{Style, Table, count, cut, printable, shown};
use crate::evaluation::{CrossValidation, LearningPoint, Spread};

/// Columns of the reason why a point of the learning curve has no figures.
const REASON_WIDTH: usize = 84;

pub(super) fn folds(validated: &CrossValidation, style: Style) -> String {
    let title = if validated.forward_in_time.is_some() { "Period" } else { "Fold" };
    let mut table = Table::new(title, &["accuracy", "macro-F1", "F_avg", "ECE", "rows"]);
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
    let how = validated.forward_in_time.as_ref().map(|forward| {
        let first = count(forward.never_predicted, "row");
        let column = shown(&forward.column);
        format!("  Each predicted by a model of the periods before it, by '{column}'; the first {first} by none.\n")
    });
    table.render(style) + &how.unwrap_or_default()
}

/// The learning curve, where there is one.
pub(super) fn learning_curve(validated: &CrossValidation, style: Style) -> Option<String> {
    let points = &validated.learning_curve;
    let mut table = Table::new("Learned from", &["accuracy", "macro-F1", "F_avg", "rows"]);
    let name = |point: &LearningPoint| {
        format!("{:>5.1} %: {}", 100.0 * point.share, count(point.training_rows, "row"))
    };
    for point in points {
        let cells = match &point.figures {
            Some(figures) => headline_cells(figures),
            None => ["-", "-", "-", "-"].map(str::to_string),
        };
        table.row(&name(point), cells);
    }
    let reasons: String = points
        .iter()
        .filter_map(|point| Some((point, point.left_out.as_ref()?)))
        .map(|(point, reason)| {
            format!("  {:>5.1} %: {}\n", 100.0 * point.share, cut(&printable(reason), REASON_WIDTH))
        })
        .collect();
    let any_small =
        points.iter().any(|point| point.figures.as_ref().is_some_and(|figures| figures.small_support));
    (!points.is_empty()).then(|| table.render(style) + &reasons + &mark_note(any_small))
}
