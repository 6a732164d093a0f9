//! Tables of a report.

use super::scale::Scale;
use crate::evaluation::Interval;

/// A table whose first column names the rows.
pub(in crate::report) struct Table {
    pub caption: String,
    pub columns: Vec<Column>,
    pub rows: Vec<Vec<Cell>>,
    /// Rows that are shown at once; the others can be unfolded.
    pub shown: usize,
}

/// A column.
#[derive(Clone)]
pub(in crate::report) struct Column {
    pub title: String,
    /// The axis of the whiskers in it, where it has whiskers.
    pub scale: Option<Scale>,
    /// Whether it holds words, to the left; numbers stand to the right.
    pub is_words: bool,
}

/// A cell.
pub(in crate::report) enum Cell {
    Words(String),
    /// Word by word, such as a checksum.
    Code(String),
    Number(String),
    /// A figure with its interval, drawn as a dot and whiskers where the column has an axis.
    Figure(f64, Option<Interval>),
    /// The same for a difference, with its sign.
    Difference(f64, Option<Interval>),
    /// A count and what share of its row it is; `is_hit` where it counts what is right.
    Share {
        count: u64,
        of: u64,
        is_hit: bool,
    },
    Empty,
}

impl Table {
    pub fn new(caption: impl Into<String>, columns: Vec<Column>) -> Self {
        Table { caption: caption.into(), columns, rows: Vec::new(), shown: usize::MAX }
    }

    pub fn row(&mut self, name: impl Into<String>, cells: impl IntoIterator<Item = Cell>) {
        self.rows.push([Cell::Words(name.into())].into_iter().chain(cells).collect());
    }

    /// Gives the columns from `first` on an axis that holds all figures in them, with their intervals.
    pub fn with_common_scale(mut self, first: usize) -> Self {
        let scale = Scale::of(self.rows.iter().flatten().flat_map(Cell::extent), 4.0);
        for column in self.columns.iter_mut().skip(first) {
            column.scale = column.scale.map(|_| scale);
        }
        self
    }

    /// Whether it has whiskers.
    pub fn has_whiskers(&self) -> bool {
        self.columns.iter().any(|column| column.scale.is_some())
    }
}

impl Column {
    pub fn words(title: impl Into<String>) -> Self {
        Column { title: title.into(), scale: None, is_words: true }
    }

    pub fn numbers(title: impl Into<String>) -> Self {
        Column { title: title.into(), scale: None, is_words: false }
    }

    pub fn whiskers(title: impl Into<String>, scale: Scale) -> Self {
        Column { title: title.into(), scale: Some(scale), is_words: false }
    }
}

impl Cell {
    /// The least and the greatest number drawn for it.
    pub fn extent(&self) -> Vec<f64> {
        match self {
            Cell::Figure(value, interval) | Cell::Difference(value, interval) => {
                let ends = interval.map(|of| [of.low, of.high]);
                ends.into_iter().flatten().chain([*value]).collect()
            }
            _ => Vec::new(),
        }
    }

    /// `figure` where it is defined; else the 0.000 that stands for it, not drawn.
    pub fn figure_if(is_defined: bool, figure: f64, interval: Option<Interval>) -> Self {
        match is_defined {
            true => Cell::Figure(figure, interval),
            false => Cell::Number(format!("{} undefined", decimal(figure))),
        }
    }

    /// A number that may be missing.
    pub fn optional(figure: Option<f64>) -> Self {
        Cell::Number(figure.map_or_else(|| "–".to_string(), decimal))
    }

    pub fn count(n: u64) -> Self {
        Cell::Number(grouped(n))
    }
}

/// Three decimals, with a minus sign where there is one.
pub(in crate::report) fn decimal(figure: f64) -> String {
    format!("{figure:.3}").replace('-', "\u{2212}")
}

/// The same with its sign.
pub(super) fn signed(figure: f64) -> String {
    format!("{figure:+.3}").replace('-', "\u{2212}")
}

/// A share in percent, which never looks surer than it is.
pub(super) fn percent(part: u64, whole: u64) -> String {
    if whole == 0 {
        return "–".into();
    }
    let rounded = (100.0 * part as f64 / whole as f64).round() as u64;
    let percent = match (part, whole) {
        (0, _) => 0,
        _ if part == whole => 100,
        _ => rounded.clamp(1, 99),
    };
    format!("{percent}\u{A0}%")
}

/// A count with its thousands set apart: `17,224`.
pub(in crate::report) fn grouped(n: u64) -> String {
    let digits = n.to_string();
    let mut grouped = String::new();
    for (i, digit) in digits.char_indices() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

/// A number of things that `noun` names.
pub(in crate::report) fn counted(n: u64, noun: &str) -> String {
    format!("{} {noun}{}", grouped(n), if n == 1 { "" } else { "s" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_in_print() {
        assert_eq!(
            [0, 999, 1000, 17_224, 1_000_000].map(grouped),
            ["0", "999", "1,000", "17,224", "1,000,000"]
        );
        assert_eq!((decimal(-0.25), signed(0.0)), ("−0.250".into(), "+0.000".into()));
    }

    #[test]
    fn a_share_is_all_or_nothing_only_where_it_is() {
        let shown =
            [(0, 9), (1, 999), (1, 2), (998, 999), (9, 9), (0, 0)].map(|(part, all)| percent(part, all));
        assert_eq!(shown, ["0\u{A0}%", "1\u{A0}%", "50\u{A0}%", "99\u{A0}%", "100\u{A0}%", "–"]);
    }
}
