//! The figures for each value of a column as a table.

use super::figure::{NAME_WIDTH, headline_cells, mark_note};
use super::table::{Style, Table, count, cut, printable};
use crate::evaluation::{Slice, Slices};

/// Values of a column that are shown; the rest is counted.
const VALUES_SHOWN: usize = 20;

pub(super) fn slices(slices: &Slices, style: Style) -> String {
    let title = cut(&printable(&format!("By {}", slices.column)), NAME_WIDTH + 2);
    let mut table = Table::new(&title, &["accuracy", "macro-F1", "F_avg", "rows"]);
    let shown = &slices.values[..slices.values.len().min(VALUES_SHOWN)];
    for Slice { value, figures, .. } in shown {
        let name = if value.is_empty() { "(empty)" } else { value };
        table.row(&cut(&printable(name), NAME_WIDTH), headline_cells(figures));
    }
    let more = match slices.values.len() - shown.len() {
        0 => String::new(),
        n => format!("  … and {} that did better (--format json gives all)\n", count(n as u64, "value")),
    };
    let any_small = shown.iter().any(|slice| slice.figures.small_support);
    table.render(style) + &more + &mark_note(any_small)
}
