//! Excerpts of statements, each on one line.

use super::table::{cut, printable, width};

/// Columns of an excerpt, quotation marks included.
const WIDTH: usize = 92;

/// Most characters of the common beginning that are kept before what differs.
const LEAD: usize = 30;

/// The beginning of `text` between quotation marks, on one line.
pub(super) fn excerpt(text: &str) -> String {
    quoted(&on_one_line(text))
}

/// Excerpts of two texts that show where they begin to differ.
pub(super) fn excerpts(texts: [&str; 2]) -> [String; 2] {
    let texts = texts.map(on_one_line);
    let common: String =
        texts[0].chars().zip(texts[1].chars()).take_while(|(a, b)| a == b).map(|(a, _)| a).collect();
    let skipped = if width(&common) + LEAD > WIDTH { lead_of(&common) } else { 0 };
    texts.map(|text| match skipped {
        0 => quoted(&text),
        _ => quoted(&format!("… {}", &text[skipped..])),
    })
}

/// Where the last words of `common` begin that [`LEAD`] characters hold.
fn lead_of(common: &str) -> usize {
    let start = common.char_indices().rev().take(LEAD).last().map_or(0, |(start, _)| start);
    common[start..].find(' ').map_or(start, |space| start + space + 1)
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", cut(text, WIDTH - 2))
}

/// `text` with every run of white space as one space, as a terminal may be given it.
pub(super) fn on_one_line(text: &str) -> String {
    printable(&text.split_whitespace().collect::<Vec<_>>().join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_excerpt_is_one_line_of_limited_width() {
        assert_eq!(excerpt(" two\n lines\x1b"), "\"two lines\u{FFFD}\"");
        assert_eq!(width(&excerpt(&"制裁 ".repeat(60))), WIDTH);
    }

    #[test]
    fn excerpts_show_where_texts_differ() {
        let beginning = "the same words again ".repeat(8);
        let [a, b] = excerpts([&format!("{beginning}and lift them"), &format!("{beginning}and keep them")]);
        assert_eq!(a, "\"… the same words again and lift them\"");
        assert_eq!(b, "\"… the same words again and keep them\"");
        assert_eq!(excerpts(["Lift them", "Keep them"]), ["\"Lift them\"", "\"Keep them\""]);
        let no_spaces = "x".repeat(200);
        let [a, b] = excerpts([&no_spaces, &format!("{no_spaces}y")]);
        assert_eq!((a.len(), b.len()), (30 + 6, 31 + 6));
    }
}
