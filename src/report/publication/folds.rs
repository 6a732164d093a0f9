//! The folds of a cross-validation, and its learning curve.

use super::charts;
use super::evaluation::{headline_cells, headline_columns, mark_note};
use super::probabilities::percent;
use crate::evaluation::{CrossValidation, LearningPoint, Spread};
use crate::report::document::table::{decimal, grouped};
use crate::report::document::{Block, Cell, Chart, Column, Scale, Section, Table};

pub(super) fn sections(validated: &CrossValidation) -> Vec<Section> {
    let title = if validated.forward_in_time.is_some() { "Periods" } else { "Folds" };
    let mut sections = vec![Section::new("folds", title, folds(validated))];
    if !validated.learning_curve.is_empty() {
        sections.push(Section::new("learning", "Learning curve", learning_curve(&validated.learning_curve)));
    }
    sections
}

fn folds(validated: &CrossValidation) -> Vec<Block> {
    let (name, caption, caption_of_spread) = match &validated.forward_in_time {
        None => ("Fold", "Figures of each fold", "Spread over the folds"),
        Some(_) => ("Period", "Figures of each period", "Spread over the periods"),
    };
    let figures = ["accuracy", "macro-F1", "F_avg"].map(|title| Column::whiskers(title, Scale::UNIT));
    let columns = [Column::words(name)].into_iter().chain(figures);
    let columns = columns.chain(["ECE", "rows"].map(Column::numbers)).collect();
    let mut table = Table::new(caption, columns);
    for fold in &validated.per_fold {
        let figures = [fold.accuracy, fold.macro_f1, fold.f_avg].map(|figure| Cell::Figure(figure, None));
        let cells = figures.into_iter().chain([Cell::optional(fold.ece), Cell::count(fold.n)]);
        table.row(fold.fold.to_string(), cells);
    }
    let spread = &validated.spread;
    let names = ["", "accuracy", "macro-F1", "F_avg", "ECE"];
    let mut of_spread = Table::new(caption_of_spread, names.map(Column::numbers).to_vec());
    let statistics: [fn(&Spread) -> f64; 4] =
        [|of| of.mean, |of| of.standard_deviation, |of| of.min, |of| of.max];
    for (name, statistic) in ["mean", "standard deviation", "least", "greatest"].into_iter().zip(statistics) {
        let figures = [spread.accuracy, spread.macro_f1, spread.f_avg];
        let figures = figures.iter().map(|of| Cell::Number(decimal(statistic(of))));
        of_spread.row(name, figures.chain([Cell::optional(spread.ece.as_ref().map(statistic))]));
    }
    let mut blocks = vec![Block::Table(table.with_common_scale(1)), Block::Table(of_spread)];
    blocks.extend(validated.forward_in_time.as_ref().map(|forward| {
        Block::Note(format!(
            "Each period is predicted by a model of the periods before it, by {}. The first {} rows of the targets are never \
             predicted.",
            forward.column,
            grouped(forward.never_predicted)
        ))
    }));
    blocks
}

fn learning_curve(points: &[LearningPoint]) -> Vec<Block> {
    let mut data = Table::new("Points of the curve", headline_columns("Learned from"));
    for point in points {
        let name = format!("{}: {} rows", percent(point.share), grouped(point.training_rows));
        match &point.figures {
            Some(figures) => data.row(name, headline_cells(figures)),
            None => data.row(name, ["–"; 4].map(|none| Cell::Number(none.into()))),
        }
    }
    let reasons: Vec<String> = points
        .iter()
        .filter_map(|point| Some(format!("{}: {}", percent(point.share), point.left_out.as_ref()?)))
        .collect();
    let chart = Chart {
        title: "Figures by rows learned from",
        caption: "Figures of models that learned from a part of the training rows; the rows are on a logarithmic axis. A \
                  curve that still rises at its end says that more rows would help."
            .into(),
        svg: charts::learning_curve(points),
        data: data.with_common_scale(1),
    };
    let mut blocks = vec![Block::Charts(vec![chart])];
    if !reasons.is_empty() {
        blocks.push(Block::List(reasons));
    }
    let is_small =
        |point: &LearningPoint| point.figures.as_ref().is_some_and(|figures| figures.small_support);
    blocks.extend(mark_note(points.iter().any(is_small)));
    blocks
}
