//! Figures and their intervals as text.

use super::table::Style;
use crate::evaluation::{HeadlineFigures, Interval, IntervalBasis, SMALL_SUPPORT};

/// Longest name in the first column of a table whose figures have intervals.
pub(super) const NAME_WIDTH: usize = 22;

pub(super) fn decimal(figure: f64) -> String {
    format!("{figure:.3}")
}

pub(super) fn optional(figure: Option<f64>) -> String {
    figure.map_or_else(|| "-".to_string(), decimal)
}

/// The figure with its interval behind it, where there is one: `0.646 [0.612, 0.679]`.
pub(super) fn with_interval(figure: f64, interval: Option<Interval>) -> String {
    match interval {
        Some(Interval { low, high }) => format!("{figure:.3} [{low:.3}, {high:.3}]"),
        None => decimal(figure),
    }
}

/// What the intervals of a report are.
pub(super) fn basis(basis: &IntervalBasis, style: Style) -> String {
    let IntervalBasis { level, method, draws, seed, clusters, .. } = basis;
    let over = clusters.map(|n| format!(" over {n} statements or groups")).unwrap_or_default();
    let percent = 100.0 * level;
    style.dim(&format!("  [{percent:.0} % interval]: {method}{over}; {draws} draws, seed {seed}")) + "\n"
}

/// Accuracy, macro-F1, F_avg and the number of rows, which is marked where it is small.
pub(super) fn headline_cells(figures: &HeadlineFigures) -> [String; 4] {
    let intervals = figures.intervals.as_ref();
    let mark = if figures.small_support { "*" } else { "" };
    [
        with_interval(figures.accuracy, intervals.and_then(|of| of.accuracy)),
        with_interval(figures.macro_f1, intervals.and_then(|of| of.macro_f1)),
        with_interval(figures.f_avg, intervals.and_then(|of| of.f_avg)),
        format!("{}{mark}", figures.n),
    ]
}

/// What the mark of [`headline_cells`] means.
pub(super) fn mark_note(any_small: bool) -> String {
    if any_small {
        format!("  * fewer than {SMALL_SUPPORT} rows: the figures say little\n")
    } else {
        String::new()
    }
}
