//! Tables on a terminal: columns that align, names that cannot misbehave, colour only when asked.

use unicode_normalization::char::is_combining_mark;

/// How a table is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Style {
    /// Whether titles are set off by ANSI escape codes.
    pub color: bool,
}

/// Longest target name that is shown whole, in terminal columns.
const NAME_WIDTH: usize = 32;

impl Style {
    pub(super) fn bold(self, text: &str) -> String {
        self.paint("1", text)
    }

    pub(super) fn dim(self, text: &str) -> String {
        self.paint("2", text)
    }

    pub(super) fn paint(self, code: &str, text: &str) -> String {
        if self.color { format!("\x1b[{code}m{text}\x1b[0m") } else { text.to_string() }
    }
}

/// A table whose first column is to the left and names the rows; the others are to the right.
pub(super) struct Table {
    header: Vec<String>,
    rows: Vec<Vec<String>>,
}

impl Table {
    pub(super) fn new(title: &str, columns: &[&str]) -> Self {
        let header = [title].iter().chain(columns).map(|cell| cell.to_string()).collect();
        Table { header, rows: Vec::new() }
    }

    pub(super) fn row(&mut self, name: &str, cells: impl IntoIterator<Item = String>) {
        self.rows.push([format!("  {name}")].into_iter().chain(cells).collect());
    }

    pub(super) fn render(&self, style: Style) -> String {
        let lines = || std::iter::once(&self.header).chain(&self.rows);
        let widths: Vec<usize> = (0..self.header.len())
            .map(|i| lines().map(|cells| width(&cells[i])).max().unwrap_or(0))
            .collect();
        let mut text = String::new();
        for (i, cells) in lines().enumerate() {
            let first = format!("{}{}", cells[0], " ".repeat(widths[0] - width(&cells[0])));
            let rest: String =
                cells.iter().zip(&widths).skip(1).map(|(cell, &width)| format!("  {cell:>width$}")).collect();
            let line = if i == 0 { style.bold(&first) + &style.dim(&rest) } else { first + &rest };
            text.push_str(line.trim_end());
            text.push('\n');
        }
        text
    }
}

/// `name` as a terminal may be given it, cut to [`NAME_WIDTH`].
pub(super) fn shown(name: &str) -> String {
    cut(&printable(name), NAME_WIDTH)
}

/// `text` as a terminal may be given it: controls, which could move the cursor or turn the writing round, replaced.
pub(super) fn printable(text: &str) -> String {
    let is_unsafe =
        |c: char| c.is_control() || matches!(c, '\u{2028}'..='\u{202E}' | '\u{2066}'..='\u{2069}');
    text.chars().map(|c| if is_unsafe(c) { '\u{FFFD}' } else { c }).collect()
}

/// `text` cut to so many columns of a terminal.
pub(super) fn cut(text: &str, most: usize) -> String {
    if width(text) <= most {
        return text.to_string();
    }
    let mut columns = 0;
    let fits = |c: &char| {
        columns += char_width(*c);
        columns < most
    };
    text.chars().take_while(fits).chain(['…']).collect()
}

/// A number of things that `noun` names.
pub(super) fn count(n: u64, noun: &str) -> String {
    format!("{n} {noun}{}", if n == 1 { "" } else { "s" })
}

/// Columns that `text` takes on a terminal.
pub(super) fn width(text: &str) -> usize {
    text.chars().map(char_width).sum()
}

/// Columns that `c` takes on a terminal: none for marks and joiners, two for East Asian wide characters and emoji.
fn char_width(c: char) -> usize {
    match c {
        '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}' => 0,
        _ if is_combining_mark(c) => 0,
        '\u{1100}'..='\u{115F}'
        | '\u{2E80}'..='\u{A4CF}'
        | '\u{A960}'..='\u{A97F}'
        | '\u{AC00}'..='\u{D7A3}'
        | '\u{F900}'..='\u{FAFF}'
        | '\u{FE30}'..='\u{FE6F}'
        | '\u{FF00}'..='\u{FF60}'
        | '\u{FFE0}'..='\u{FFE6}'
        | '\u{1F300}'..='\u{1FAFF}'
        | '\u{20000}'..='\u{3FFFD}' => 2,
        _ => 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_takes_its_columns_on_the_terminal_and_not_its_bytes() {
        assert_eq!(width("санкции"), 7);
        assert_eq!(width("制裁"), 4);
        assert_eq!(width("re\u{301}forme"), 7);
        assert_eq!(shown(&"制".repeat(16)), "制".repeat(16));
        let cut = shown(&"制".repeat(17));
        assert!(cut.ends_with('…') && width(&cut) <= NAME_WIDTH, "{cut}");
        assert_eq!(width(&shown(&"x".repeat(33))), NAME_WIDTH);
    }

    #[test]
    fn a_name_cannot_command_the_terminal() {
        assert_eq!(shown("\x1b[2Jtax\u{202E}"), "\u{FFFD}[2Jtax\u{FFFD}");
    }
}
