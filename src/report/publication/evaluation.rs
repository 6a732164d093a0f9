//! The figures of one set of predictions.

use super::provenance::Provenance;
use crate::evaluation::{Evaluation, HeadlineFigures, Interval, IntervalBasis, SMALL_SUPPORT, StanceFigures};
use crate::report::document::table::{counted, decimal, grouped};
use crate::report::document::{Block, Cell, Column, Headline, Scale, Table};
use crate::report::evaluation::headline_lines;
use crate::stance::Stance;

/// Measures of [`headline_lines`] that are of labels; the others are of probabilities.
const OF_LABELS: usize = 6;

/// Rows of a table that are shown at once.
const SHOWN: usize = 20;

/// What was measured and what came out, in two sentences.
pub(super) fn lead(evaluation: &Evaluation, of: &Provenance) -> String {
    let figures = &evaluation.overall;
    let targets = evaluation.targets.len();
    let interval = figures.intervals.as_ref().and_then(|intervals| intervals.accuracy);
    let ends = interval.map(|Interval { low, high }| {
        format!(" (95\u{A0}% interval {:.1} to {:.1}\u{A0}%)", 100.0 * low, 100.0 * high)
    });
    let abstained = match figures.abstained {
        0 => String::new(),
        n => format!(" {} abstained on and counted as wrong.", counted(n, "row")),
    };
    format!(
        "{} on {}, from {}: {:.1}\u{A0}% are right{}.{abstained}",
        counted(figures.n, "row"),
        counted(targets as u64, "target"),
        of.measured_on(),
        100.0 * figures.accuracy,
        ends.unwrap_or_default(),
    )
}

/// The figures of all rows.
pub(super) fn headline(evaluation: &Evaluation) -> Vec<Block> {
    let figures = &evaluation.overall;
    let intervals = figures.intervals.as_ref();
    let lines = headline_lines(figures);
    let headlines = lines[..3].iter().filter_map(|(name, value, interval, meaning)| {
        let interval = intervals.and_then(interval);
        Some(Headline { name, value: (*value)?, interval, meaning: meaning.clone(), scale: Scale::UNIT })
    });
    let table = |caption: &str, part: std::ops::Range<usize>| {
        let columns =
            vec![Column::words("Measure"), Column::whiskers("Figure", Scale::UNIT), Column::words("Meaning")];
        let mut table = Table::new(caption, columns);
        for (name, value, interval, meaning) in &lines[part] {
            let cell = match value {
                Some(value) => Cell::Figure(*value, intervals.and_then(interval)),
                None => Cell::optional(None),
            };
            table.row(*name, [cell, Cell::Words(meaning.clone())]);
        }
        Block::Table(table.with_common_scale(1))
    };
    let mut blocks = vec![Block::Headline(headlines.collect())];
    blocks.push(table("Measures of labels: higher is better", 0..OF_LABELS));
    if figures.log_loss.is_some() {
        blocks.push(table("Measures of probabilities: lower is better", OF_LABELS..lines.len()));
    }
    blocks.extend(intervals.map(|intervals| Block::Note(basis(&intervals.basis))));
    blocks
}

/// What the intervals are.
pub(super) fn basis(basis: &IntervalBasis) -> String {
    let over = basis
        .clusters
        .map(|n| format!(" over {} statements or groups", grouped(n as u64)))
        .unwrap_or_default();
    format!(
        "In brackets: {:.0}\u{A0}% intervals. {}{over}, {} draws, seed {}.",
        100.0 * basis.level,
        first_upper(&basis.method.to_string()),
        grouped(basis.draws.into()),
        basis.seed
    )
}

fn first_upper(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

/// Confusion matrix and figures of every class.
pub(super) fn classes(figures: &StanceFigures) -> Vec<Block> {
    let titles = ["precision", "recall", "F1"].map(|title| Column::whiskers(title, Scale::UNIT));
    let columns = [Column::words("Class")].into_iter().chain(titles).chain([Column::numbers("rows")]);
    let mut table = Table::new("Precision, recall and F1 of each class", columns.collect());
    for (stance, class) in &figures.per_class {
        let intervals = figures.intervals.as_ref().and_then(|intervals| intervals.per_class.get(stance));
        let (has_rows, is_predicted) = (class.support > 0, figures.confusion.predicted(*stance) > 0);
        let cells = [
            Cell::figure_if(is_predicted, class.precision, intervals.and_then(|of| of.precision)),
            Cell::figure_if(has_rows, class.recall, intervals.and_then(|of| of.recall)),
            Cell::figure_if(has_rows || is_predicted, class.f1, intervals.and_then(|of| of.f1)),
            Cell::count(class.support),
        ];
        table.row(stance.name(), cells);
    }
    let caption = "Confusion: counts of rows by actual and predicted stance, with shares of the actual";
    vec![Block::Table(confusion(figures, caption)), Block::Table(table.with_common_scale(1))]
}

/// The confusion matrix under `caption`.
pub(super) fn confusion(figures: &StanceFigures, caption: &str) -> Table {
    let matrix = &figures.confusion;
    let predicted = Stance::ALL.map(|stance| Column::numbers(format!("predicted {stance}")));
    let abstained = (figures.abstained > 0).then(|| Column::numbers("abstained"));
    let columns = [Column::words("Actual")].into_iter().chain(predicted).chain(abstained);
    let mut table = Table::new(caption, columns.chain([Column::numbers("rows")]).collect());
    for actual in Stance::ALL {
        let of = matrix.support(actual);
        let counts = Stance::ALL.map(|predicted| Cell::Share {
            count: matrix.count(actual, predicted),
            of,
            is_hit: actual == predicted,
        });
        let abstained = (figures.abstained > 0).then(|| Cell::Share {
            count: matrix.abstained(actual),
            of,
            is_hit: false,
        });
        table.row(actual.name(), counts.into_iter().chain(abstained).chain([Cell::count(of)]));
    }
    table
}

/// The columns of accuracy, macro-F1 and F_avg, behind one called `name`.
pub(super) fn headline_columns(name: &str) -> Vec<Column> {
    let figures = ["accuracy", "macro-F1", "F_avg"].map(|title| Column::whiskers(title, Scale::UNIT));
    [Column::words(name)].into_iter().chain(figures).chain([Column::numbers("rows")]).collect()
}

/// The figures of every target and their mean.
pub(super) fn targets(evaluation: &Evaluation) -> Vec<Block> {
    let mut table = Table::new("Headline figures of each target", headline_columns("Target"));
    table.shown = SHOWN;
    if evaluation.targets.len() > 1 {
        let mean = &evaluation.over_targets;
        let cells = [
            Cell::Figure(mean.accuracy, mean.intervals.and_then(|of| of.accuracy)),
            Cell::Figure(mean.macro_f1, mean.intervals.and_then(|of| of.macro_f1)),
            Cell::Figure(mean.f_avg, mean.intervals.and_then(|of| of.f_avg)),
            Cell::Empty,
        ];
        table.row(format!("mean of {} targets", evaluation.targets.len()), cells);
    }
    let columns = ["balanced", "MCC", "kappa", "log loss", "Brier", "ECE", "AURC", "abstained"];
    let columns = [Column::words("Target")].into_iter().chain(columns.map(Column::numbers));
    let mut more = Table::new("Further figures of each target", columns.collect());
    more.shown = SHOWN;
    for (target, figures) in &evaluation.targets {
        table.row(target.as_str(), target_cells(figures));
        let labels =
            [figures.balanced_accuracy, figures.mcc, figures.kappa].map(|f| Cell::Number(decimal(f)));
        let probabilities = [figures.log_loss, figures.brier, figures.ece, figures.aurc].map(Cell::optional);
        let cells = labels.into_iter().chain(probabilities).chain([Cell::count(figures.abstained)]);
        more.row(target.as_str(), cells);
    }
    vec![Block::Table(table.with_common_scale(1)), Block::Table(more)]
}

/// Accuracy, macro-F1, F_avg and rows of one target.
pub(super) fn target_cells(figures: &StanceFigures) -> [Cell; 4] {
    let intervals = figures.intervals.as_ref();
    [
        Cell::Figure(figures.accuracy, intervals.and_then(|of| of.accuracy)),
        Cell::Figure(figures.macro_f1, intervals.and_then(|of| of.macro_f1)),
        Cell::Figure(figures.f_avg, intervals.and_then(|of| of.f_avg)),
        Cell::count(figures.n),
    ]
}

/// The same, the rows marked where they are few.
pub(super) fn headline_cells(figures: &HeadlineFigures) -> [Cell; 4] {
    let intervals = figures.intervals.as_ref();
    let mark = if figures.small_support { "\u{A0}†" } else { "" };
    [
        Cell::Figure(figures.accuracy, intervals.and_then(|of| of.accuracy)),
        Cell::Figure(figures.macro_f1, intervals.and_then(|of| of.macro_f1)),
        Cell::Figure(figures.f_avg, intervals.and_then(|of| of.f_avg)),
        Cell::Number(grouped(figures.n) + mark),
    ]
}

/// What the mark of [`headline_cells`] means, where it stands.
pub(super) fn mark_note(any_small: bool) -> Option<Block> {
    any_small.then(|| Block::Note(format!("† Fewer than {SMALL_SUPPORT} rows: the figures say little.")))
}

/// The figures for each value of the columns that were asked for.
pub(super) fn slices(evaluation: &Evaluation) -> Vec<Block> {
    let mut blocks = Vec::new();
    for slices in &evaluation.slices {
        let caption = format!("By {}, the lowest accuracy first", slices.column);
        let mut table = Table::new(caption, headline_columns(&slices.column));
        table.shown = SHOWN;
        for slice in &slices.values {
            let name = if slice.value.is_empty() { "(empty)" } else { &slice.value };
            table.row(name, headline_cells(&slice.figures));
        }
        blocks.push(Block::Table(table.with_common_scale(1)));
        blocks.extend(mark_note(slices.values.iter().any(|slice| slice.figures.small_support)));
    }
    blocks
}

/// How well it was seen what statements are about.
pub(super) fn detection(evaluation: &Evaluation) -> Vec<Block> {
    let figures = ["precision", "recall", "F1"].map(|title| Column::whiskers(title, Scale::UNIT));
    let columns = [Column::words("Target")].into_iter().chain(figures);
    let mut table = Table::new("Whether statements about a target were found", columns.collect());
    let counts = ["about it", "found", "rightly", "missed", "statements"].map(Column::numbers);
    let mut numbers = Table::new("Statements", [Column::words("Target")].into_iter().chain(counts).collect());
    (table.shown, numbers.shown) = (SHOWN, SHOWN);
    for (target, figures) in &evaluation.target_detection {
        let intervals = figures.intervals.as_ref();
        let found = figures.true_positives + figures.false_positives;
        let (is_there, is_found) = (figures.support > 0, found > 0);
        let cells = [
            Cell::figure_if(is_found, figures.precision, intervals.and_then(|of| of.precision)),
            Cell::figure_if(is_there, figures.recall, intervals.and_then(|of| of.recall)),
            Cell::figure_if(is_there || is_found, figures.f1, intervals.and_then(|of| of.f1)),
        ];
        table.row(target.as_str(), cells);
        let counts = [figures.support, found, figures.true_positives, figures.false_negatives, figures.n];
        numbers.row(target.as_str(), counts.map(Cell::count));
    }
    vec![Block::Table(table.with_common_scale(1)), Block::Table(numbers)]
}
