//! A report as Markdown: what is common to CommonMark and GitHub, with pipe tables.

use super::excerpt::one_line;
use super::table::{decimal, grouped, percent, signed};
use super::{Block, Cell, Document, Excerpt, Fact, Section, Side, Table};
use crate::evaluation::Interval;
use crate::report::table::printable;

impl Document {
    /// The report as Markdown, with the numbers behind every chart.
    pub fn to_markdown(&self) -> String {
        let sections: String = self.sections.iter().map(section).collect();
        format!("# {}\n\n{}\n\n{}\n", plain(&self.title), plain(&self.lead), sections.trim_end())
    }
}

fn section(section: &Section) -> String {
    let blocks: String = section.blocks.iter().map(block).collect();
    format!("## {}\n\n{blocks}", plain(section.title))
}

fn block(block: &Block) -> String {
    match block {
        Block::Paragraph(text) | Block::Note(text) => format!("{}\n\n", plain(text)),
        Block::List(items) => {
            items.iter().map(|item| format!("- {}\n", plain(item))).collect::<String>() + "\n"
        }
        Block::Facts(facts) => facts.iter().map(|(name, of)| fact(name, of)).collect::<String>() + "\n",
        Block::Code(title, content) => format!("{}:\n\n{}\n", plain(title), fenced(content)),
        // Its figures stand in the table behind it.
        Block::Headline(_) => String::new(),
        Block::Table(of) => table(of),
        Block::Charts(charts) => {
            let chart = |of: &super::Chart| {
                format!("### {}\n\n{}\n\n{}", plain(of.title), plain(&of.caption), table(&of.data))
            };
            charts.iter().map(chart).collect()
        }
        Block::Legend => {
            "**These words** spoke for the stance predicted, *these words* for the actual one.\n\n".into()
        }
        Block::Excerpts(excerpts) => {
            excerpts.iter().enumerate().map(|(i, of)| excerpt(i + 1, of)).collect::<String>()
        }
    }
}

fn fact(name: &str, fact: &Fact) -> String {
    match fact {
        Fact::Words(words) => format!("- **{}**: {}\n", plain(name), plain(words)),
        Fact::Code(code) => format!("- **{}**: {}\n", plain(name), inline_code(code)),
    }
}

fn table(table: &Table) -> String {
    let titles: Vec<String> = table.columns.iter().map(|column| plain(&column.title)).collect();
    let rules: Vec<&str> =
        table.columns.iter().map(|column| if column.is_words { "---" } else { "---:" }).collect();
    let line = |cells: &Vec<Cell>| row(&cells.iter().map(cell).collect::<Vec<_>>());
    let rows: String = table.rows.iter().map(line).collect();
    format!("{}\n\n{}{}{rows}\n", plain(&table.caption), row(&titles), row(&rules))
}

fn row<S: AsRef<str>>(cells: &[S]) -> String {
    let cells: Vec<&str> = cells.iter().map(AsRef::as_ref).collect();
    format!("| {} |\n", cells.join(" | "))
}

fn cell(cell: &Cell) -> String {
    let ends = |interval: &Option<Interval>, write: fn(f64) -> String| {
        interval.map(|of| format!(" \\[{}, {}\\]", write(of.low), write(of.high))).unwrap_or_default()
    };
    match cell {
        Cell::Words(words) | Cell::Number(words) => escaped(words).trim().to_string(),
        Cell::Code(code) => inline_code(code).replace('|', "\\|"),
        Cell::Figure(value, interval) => decimal(*value) + &ends(interval, decimal),
        Cell::Difference(value, interval) => signed(*value) + &ends(interval, signed),
        Cell::Share { count, of, .. } => format!("{} ({})", grouped(*count), percent(*count, *of)),
        Cell::Empty => String::new(),
    }
}

fn excerpt(number: usize, excerpt: &Excerpt) -> String {
    let labels: Vec<String> =
        excerpt.labels.iter().map(|(name, value)| format!("{} **{}**", plain(name), plain(value))).collect();
    let piece = |text: &str, side: Option<Side>| match side {
        Some(Side::Predicted) => format!("**{}**", plain(text)),
        Some(Side::Actual) => format!("*{}*", plain(text)),
        None => escaped(text),
    };
    let words: String = excerpt.pieces.iter().map(|of| piece(&of.text, of.side)).collect();
    let indent = " ".repeat(number.to_string().len() + 2);
    format!("{number}. {}\n\n{indent}> {}\n\n", labels.join(", "), at_start(words.trim()))
}

/// `text` as it stands in a line of its own.
fn plain(text: &str) -> String {
    at_start(escaped(text).trim())
}

/// `text` with nothing that Markdown or HTML would take for markup, on one line.
fn escaped(text: &str) -> String {
    let line: Vec<char> = printable(&one_line(text)).chars().collect();
    let mut escaped = String::with_capacity(line.len());
    for (i, &c) in line.iter().enumerate() {
        let is_within_word = || {
            let is_letter =
                |at: Option<usize>| at.and_then(|at| line.get(at)).is_some_and(|c| c.is_alphanumeric());
            is_letter(i.checked_sub(1)) && is_letter(Some(i + 1))
        };
        let is_markup = match c {
            '_' => !is_within_word(),
            _ => "\\`*{}[]<>|~#&$!".contains(c),
        };
        if is_markup {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    escaped
}

/// `escaped` so that its beginning makes no list, heading or rule.
fn at_start(escaped: &str) -> String {
    let digits = escaped.len() - escaped.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let mut rest = escaped[digits..].chars();
    match (rest.next(), rest.next()) {
        (Some('-' | '+' | '='), _) if digits == 0 => format!("\\{escaped}"),
        (Some('.' | ')'), None | Some(' ')) if digits > 0 => {
            format!("{}\\{}", &escaped[..digits], &escaped[digits..])
        }
        _ => escaped.to_string(),
    }
}

/// `content` word by word within a line.
fn inline_code(content: &str) -> String {
    let content = printable(&one_line(content));
    let fence = "`".repeat(longest_run(&content) + 1);
    match content.starts_with('`') || content.ends_with('`') {
        true => format!("{fence} {content} {fence}"),
        false => format!("{fence}{content}{fence}"),
    }
}

/// `content` word by word in lines of its own.
fn fenced(content: &str) -> String {
    let fence = "`".repeat(longest_run(content).max(2) + 1);
    format!("{fence}\n{}\n{fence}\n", content.trim_end())
}

/// Length of the longest run of backticks.
fn longest_run(text: &str) -> usize {
    text.split(|c| c != '`').map(str::len).max().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_text_is_markup() {
        assert_eq!(
            plain("# <b>|a_b|_c_\n*d* & [e](f)"),
            "\\# \\<b\\>\\|a_b\\|\\_c\\_ \\*d\\* \\& \\[e\\](f)"
        );
        assert_eq!(plain("1. not a list"), "1\\. not a list");
        assert_eq!(plain("0.5 is a number"), "0.5 is a number");
        assert_eq!(plain("- nor this"), "\\- nor this");
        assert_eq!(plain("2016 - 0.5\x1b[2J"), "2016 - 0.5\u{FFFD}\\[2J");
    }

    #[test]
    fn code_ends_where_it_ends() {
        assert_eq!(inline_code("a``b`"), "``` a``b` ```");
        assert_eq!(fenced("a\n```\n"), "````\na\n```\n````\n");
    }
}
