//! Two sets of predictions side by side.

use super::evaluation::{basis, confusion as confusion_of, target_cells};
use super::provenance::Provenance;
use crate::evaluation::{Evaluation, McNemar, Measure};
use crate::report::comparison::{interval, is_shown};
use crate::report::document::table::grouped;
use crate::report::document::{Block, Cell, Column, Excerpt, Piece, Scale, Table};
use crate::stance::Stance;
use crate::validation::{CorpusComparison, DifferingRow};

/// Rows that are quoted of those on which the two differ.
const ROWS_SHOWN: usize = 50;

/// Rows of a table that are shown at once.
const TARGETS_SHOWN: usize = 20;

/// Which two were compared on what, and what came out.
pub(super) fn lead(compared: &CorpusComparison, of: &Provenance) -> String {
    let names: Vec<String> = of.predictors.iter().map(|predictor| predictor.name()).collect();
    let [a, b] = [0, 1].map(|i| names.get(i).unwrap_or(&compared.names[i]));
    format!(
        "A is {a}, B is {b}. On {} rows from {}, A is right on {:.1}\u{A0}% and B on {:.1}\u{A0}%; McNemar’s exact p {}.",
        grouped(compared.a.overall.n),
        of.measured_on(),
        100.0 * compared.a.overall.accuracy,
        100.0 * compared.b.overall.accuracy,
        p_equals(compared.comparison.mcnemar.p)
    )
}

/// The figures of both, and how far apart they are.
pub(super) fn differences(compared: &CorpusComparison) -> Vec<Block> {
    let shown: Vec<_> = compared.comparison.differences.iter().filter(|of| is_shown(of, compared)).collect();
    let ends = shown.iter().flat_map(|of| {
        let interval = of.interval.map(|interval| [interval.low, interval.high]);
        interval.into_iter().flatten().chain([of.difference])
    });
    let columns = vec![
        Column::words("Measure"),
        Column::numbers("A"),
        Column::numbers("B"),
        Column::whiskers("B − A", Scale::around_zero(ends)),
        Column::numbers("p"),
    ];
    let mut table =
        Table::new("Figures of both and their difference; ↓ marks measures of which less is better", columns);
    for difference in shown {
        let figure = |value, of| Cell::Figure(value, interval(difference.measure, of));
        let name = match is_better_low(difference.measure) {
            true => format!("{} ↓", difference.measure.label()),
            false => difference.measure.label(),
        };
        let cells = [
            figure(difference.a, &compared.a),
            figure(difference.b, &compared.b),
            Cell::Difference(difference.difference, difference.interval),
            Cell::Number(difference.p.map_or_else(|| "–".into(), p)),
        ];
        table.row(name, cells);
    }
    let mut blocks = vec![Block::Table(table)];
    if let Some(of) = &compared.comparison.basis {
        blocks.push(Block::Note(format!(
            "{} Of the differences: the paired bootstrap, both measured on the same draws. p: twice the smaller share of \
             draws in which B − A is not above, or not below, zero.",
            compared.a.overall.intervals.as_ref().map_or_else(|| basis(of), |intervals| basis(&intervals.basis))
        )));
    }
    blocks
}

fn is_better_low(measure: Measure) -> bool {
    matches!(measure, Measure::LogLoss | Measure::Brier | Measure::Ece | Measure::Aurc | Measure::Abstained)
}

/// On how many rows which of them is right.
pub(super) fn mcnemar(compared: &CorpusComparison) -> Vec<Block> {
    let McNemar { both_right, only_a_right, only_b_right, both_wrong, p, .. } = compared.comparison.mcnemar;
    let columns = vec![Column::words(""), Column::numbers("B right"), Column::numbers("B wrong")];
    let mut table = Table::new("Rows by which of the two is right", columns);
    table.row("A right", [both_right, only_a_right].map(Cell::count));
    table.row("A wrong", [only_b_right, both_wrong].map(Cell::count));
    let clustered = compared.comparison.basis.is_some_and(|basis| basis.clusters.is_some());
    let note = match clustered {
        true => " It takes rows for independent; some here share a statement or group, and p is too small.",
        false => "",
    };
    vec![
        Block::Table(table),
        Block::Note(format!("McNemar’s exact test, two-sided: p {}.{note}", p_equals(p))),
    ]
}

/// The confusion matrices of both.
pub(super) fn confusion(compared: &CorpusComparison) -> Vec<Block> {
    [("A", &compared.a), ("B", &compared.b)]
        .map(|(name, of)| {
            let caption =
                format!("{name}: counts of rows by actual and predicted stance, with shares of the actual");
            Block::Table(confusion_of(&of.overall, &caption))
        })
        .into()
}

/// The headline figures of both on every target.
pub(super) fn targets(compared: &CorpusComparison) -> Vec<Block> {
    let measures = ["accuracy", "macro-F1", "F_avg"];
    let columns = measures.map(|measure| Column::whiskers(measure, Scale::UNIT));
    let columns = [Column::words("Target")].into_iter().chain(columns).chain([Column::numbers("rows")]);
    let mut table = Table::new("Headline figures of both on each target", columns.collect());
    table.shown = 2 * TARGETS_SHOWN;
    let Evaluation { targets, .. } = &compared.a;
    for (target, a) in targets {
        for (name, of) in [("A", Some(a)), ("B", compared.b.targets.get(target))] {
            let Some(figures) = of else { continue };
            table.row(format!("{target}, {name}"), target_cells(figures));
        }
    }
    vec![Block::Table(table.with_common_scale(1))]
}

/// The first rows on which the two differ.
pub(super) fn differing(compared: &CorpusComparison) -> Vec<Block> {
    let all = compared.differing.len();
    let said = match all {
        0 => "The two predict every row alike.".into(),
        n if n > ROWS_SHOWN => {
            format!("The first {ROWS_SHOWN} of {} rows, in the order of the corpus.", grouped(n as u64))
        }
        n => format!("{n} rows, in the order of the corpus."),
    };
    let excerpts: Vec<Excerpt> = compared.differing.iter().take(ROWS_SHOWN).map(excerpt).collect();
    let quoted = (!excerpts.is_empty()).then_some(Block::Excerpts(excerpts));
    [Block::Note(said)].into_iter().chain(quoted).collect()
}

fn excerpt(row: &DifferingRow) -> Excerpt {
    let told = |stance: Option<Stance>| {
        let sign = if stance == Some(row.actual) { "✓" } else { "✗" };
        format!("{} {sign}", stance.map_or("abstains", Stance::name))
    };
    Excerpt {
        labels: vec![
            ("A", told(row.a)),
            ("B", told(row.b)),
            ("actual", row.actual.to_string()),
            ("on", row.target.to_string()),
            ("id", row.id.clone()),
        ],
        pieces: Piece::all(&row.text, []),
    }
}

fn p(p: f64) -> String {
    if p < 0.001 { "<\u{A0}0.001".into() } else { format!("{p:.3}") }
}

fn p_equals(value: f64) -> String {
    if value < 0.001 { p(value) } else { format!("=\u{A0}{value:.3}") }
}
