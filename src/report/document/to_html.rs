//! A report as one HTML page.

use super::table::{decimal, grouped, percent, signed};
use super::whisker::whisker;
use super::{Block, Cell, Chart, Column, Document, Excerpt, Fact, Headline, Section, Side, Table};
use crate::evaluation::Interval;
use crate::report::html::{BASE, escaped, page};

/// Style of reports.
const STYLE: &str = include_str!("document.css");

impl Document {
    /// The report as a page that needs nothing else and has no scripts.
    pub fn to_html(&self) -> String {
        let links =
            self.sections.iter().map(|part| format!("<li><a href=\"#{}\">{}</a></li>", part.id, part.title));
        let sections: String = self.sections.iter().map(section).collect();
        let body = format!(
            "<header>\n<h1>{}</h1>\n<p class=\"lead\">{}</p>\n</header>\n<nav aria-label=\"Contents\"><ul>{}</ul></nav>\n\
             <main>\n{sections}</main>\n",
            escaped(&self.title),
            escaped(&self.lead),
            links.collect::<String>(),
        );
        page(&self.title, &[BASE, STYLE], &body)
    }
}

fn section(section: &Section) -> String {
    let blocks: String = section.blocks.iter().map(block).collect();
    format!("<section id=\"{}\">\n<h2>{}</h2>\n{blocks}</section>\n", section.id, escaped(section.title))
}

fn block(block: &Block) -> String {
    match block {
        Block::Paragraph(text) => format!("<p>{}</p>\n", escaped(text)),
        Block::Note(text) => format!("<p class=\"note\">{}</p>\n", escaped(text)),
        Block::List(items) => {
            let items: String = items.iter().map(|item| format!("<li>{}</li>\n", escaped(item))).collect();
            format!("<ul class=\"list\">\n{items}</ul>\n")
        }
        Block::Facts(facts) => {
            let facts: String = facts.iter().map(|(name, of)| fact(name, of)).collect();
            format!("<dl>\n{facts}</dl>\n")
        }
        Block::Code(title, content) => format!(
            "<details><summary>{}</summary><pre><code>{}</code></pre></details>\n",
            escaped(title),
            escaped(content)
        ),
        Block::Headline(figures) => {
            let figures: String = figures.iter().map(headline).collect();
            format!("<div class=\"headline\">\n{figures}</div>\n")
        }
        Block::Table(of) => table(of),
        Block::Charts(charts) => {
            let charts: String = charts.iter().map(chart).collect();
            format!("<div class=\"charts\">\n{charts}</div>\n")
        }
        Block::Legend => {
            "<p class=\"note\"><mark class=\"predicted\">These words</mark> spoke for the stance predicted, \
                          <mark class=\"actual\">these words</mark> for the actual one.</p>\n"
                .into()
        }
        Block::Excerpts(excerpts) => {
            let excerpts: String = excerpts.iter().map(excerpt).collect();
            format!("<ol class=\"excerpts\">\n{excerpts}</ol>\n")
        }
    }
}

fn fact(name: &str, fact: &Fact) -> String {
    let told = match fact {
        Fact::Words(words) => escaped(words).into_owned(),
        Fact::Code(code) => format!("<code>{}</code>", escaped(code)),
    };
    format!("<div><dt>{}</dt><dd>{told}</dd></div>\n", escaped(name))
}

fn headline(figure: &Headline) -> String {
    let interval = figure.interval.map(|of| format!("<p class=\"interval\">{}</p>", between(of)));
    format!(
        "<div><h3>{}</h3><p class=\"value\">{}</p>{}{}{}<p class=\"meaning\">{}</p></div>\n",
        escaped(figure.name),
        decimal(figure.value),
        interval.unwrap_or_default(),
        whisker(figure.value, figure.interval, &figure.scale),
        axis(Some(&figure.scale)),
        escaped(&figure.meaning)
    )
}

fn between(interval: Interval) -> String {
    format!("{} to {}", decimal(interval.low), decimal(interval.high))
}

fn chart(chart: &Chart) -> String {
    format!(
        "<figure>\n<h3>{}</h3>\n{}\n<figcaption>{}</figcaption>\n<details><summary>The numbers</summary>{}</details>\n\
         </figure>\n",
        escaped(chart.title),
        chart.svg,
        escaped(&chart.caption),
        table(&chart.data)
    )
}

fn table(table: &Table) -> String {
    let (first, rest) = table.rows.split_at(table.shown.min(table.rows.len()));
    let rest = match rest.len() {
        0 => String::new(),
        n => format!(
            "<details><summary>{} more</summary>{}</details>\n",
            grouped(n as u64),
            of_rows(table, rest)
        ),
    };
    format!("{}{rest}", of_rows(table, first))
}

fn of_rows(table: &Table, rows: &[Vec<Cell>]) -> String {
    let has_shares = rows.iter().flatten().any(|cell| matches!(cell, Cell::Share { .. }));
    let class = match has_shares {
        true => "heat",
        false if table.has_whiskers() => "figures",
        false => "plain",
    };
    let scale = table.columns.iter().find_map(|column| column.scale);
    let axis_of_narrow = scale.map(|scale| {
        format!(
            "<span class=\"narrow\"> · axis from {} to {}</span>",
            scale.label(scale.low),
            scale.label(scale.high)
        )
    });
    let heading: String = table.columns.iter().map(heading).collect();
    let rows: String = rows.iter().map(|cells| row(&table.columns, cells)).collect();
    format!(
        "<div class=\"scroll\"><table class=\"{class}\">\n<caption>{}{}</caption>\n<thead><tr>{heading}</tr></thead>\n\
         <tbody>\n{rows}</tbody>\n</table></div>\n",
        escaped(&table.caption),
        axis_of_narrow.unwrap_or_default()
    )
}

fn heading(column: &Column) -> String {
    let class = if column.is_words { "" } else { " class=\"num\"" };
    format!("<th scope=\"col\"{class}>{}{}</th>", escaped(&column.title), axis(column.scale.as_ref()))
}

/// The ends of an axis, and zero where it lies between them.
fn axis(scale: Option<&super::Scale>) -> String {
    let Some(scale) = scale else { return String::new() };
    let zero = if scale.low < 0.0 && scale.high > 0.0 { "<span>0</span>" } else { "" };
    let [low, high] = [scale.low, scale.high].map(|end| scale.label(end));
    format!("<span class=\"axis\" aria-hidden=\"true\"><span>{low}</span>{zero}<span>{high}</span></span>")
}

fn row(columns: &[Column], cells: &[Cell]) -> String {
    let cells: String = columns
        .iter()
        .zip(cells)
        .enumerate()
        .map(|(i, (column, cell))| match i {
            0 => format!("<th scope=\"row\">{}</th>", content(column, cell)),
            _ => data(column, cell),
        })
        .collect();
    format!("<tr>{cells}</tr>\n")
}

fn data(column: &Column, cell: &Cell) -> String {
    let label = escaped(&column.title);
    let class = match (column.scale, column.is_words) {
        (Some(_), _) => "fig",
        (None, true) => "words",
        (None, false) => "num",
    };
    let content = content(column, cell);
    match cell {
        Cell::Share { count, of, is_hit } => {
            let share = if *of == 0 { 0.0 } else { *count as f64 / *of as f64 };
            let hit = if *is_hit { " hit" } else { "" };
            format!("<td class=\"share{hit}\" data-label=\"{label}\" style=\"--s:{share:.3}\">{content}</td>")
        }
        Cell::Empty => format!("<td class=\"{class} empty\"></td>"),
        _ => format!("<td class=\"{class}\" data-label=\"{label}\">{content}</td>"),
    }
}

fn content(column: &Column, cell: &Cell) -> String {
    let drawn = |value, interval| {
        column.scale.as_ref().map(|scale| whisker(value, interval, scale)).unwrap_or_default()
    };
    let ends = |interval: &Option<Interval>, write: fn(f64) -> String| {
        let ends = interval.map(|of| format!(" <small>[{}, {}]</small>", write(of.low), write(of.high)));
        ends.unwrap_or_default()
    };
    match cell {
        Cell::Words(words) => escaped(words).into_owned(),
        Cell::Code(code) => format!("<code>{}</code>", escaped(code)),
        Cell::Number(number) => escaped(number).into_owned(),
        Cell::Figure(value, interval) => {
            format!(
                "<span class=\"v\">{}{}</span>{}",
                decimal(*value),
                ends(interval, decimal),
                drawn(*value, *interval)
            )
        }
        Cell::Difference(value, interval) => {
            format!(
                "<span class=\"v\">{}{}</span>{}",
                signed(*value),
                ends(interval, signed),
                drawn(*value, *interval)
            )
        }
        Cell::Share { count, of, .. } => {
            format!("<b>{}</b> <small>{}</small>", grouped(*count), percent(*count, *of))
        }
        Cell::Empty => String::new(),
    }
}

fn excerpt(excerpt: &Excerpt) -> String {
    let labels: String = excerpt
        .labels
        .iter()
        .map(|(name, value)| format!("<span>{} <b>{}</b></span> ", escaped(name), escaped(value)))
        .collect();
    let piece = |text: &str, side: Option<Side>| match side {
        Some(Side::Predicted) => format!("<mark class=\"predicted\">{}</mark>", escaped(text)),
        Some(Side::Actual) => format!("<mark class=\"actual\">{}</mark>", escaped(text)),
        None => escaped(text).into_owned(),
    };
    let words: String = excerpt.pieces.iter().map(|of| piece(&of.text, of.side)).collect();
    format!("<li><p class=\"labels\">{labels}</p><blockquote dir=\"auto\">{words}</blockquote></li>\n")
}
