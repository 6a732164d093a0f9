//! Statements that a report quotes, with the words that decided marked.

/// A statement with what is said of it.
pub(in crate::report) struct Excerpt {
    /// What is said of it, beginning with the most important.
    pub labels: Vec<(&'static str, String)>,
    pub pieces: Vec<Piece>,
}

/// A stretch of a statement.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::report) struct Piece {
    pub text: String,
    pub side: Option<Side>,
}

/// What a word spoke for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::report) enum Side {
    /// The stance that was predicted.
    Predicted,
    /// The stance that the statement has.
    Actual,
}

/// Characters of a statement that are shown.
const SHOWN: usize = 1000;

impl Piece {
    /// `text` cut where `marks`, byte ranges in their order, begin and end; on one line, and ended where it is long.
    pub fn all(text: &str, marks: impl IntoIterator<Item = (usize, usize, Side)>) -> Vec<Self> {
        let end = text.char_indices().nth(SHOWN).map_or(text.len(), |(end, _)| end);
        let mut pieces: Vec<Piece> = Vec::new();
        let mut push = |start: usize, end: usize, side| {
            let words = one_line(&text[start..end]);
            match &mut pieces[..] {
                _ if words.is_empty() => {}
                [.., last] if last.side == side => last.text.push_str(&words),
                // What is marked alike is marked as one, the space between included.
                [.., before, space] if before.side == side && space.text == " " => {
                    before.text = format!("{} {words}", before.text);
                    pieces.pop();
                }
                _ => pieces.push(Piece { text: words, side }),
            }
        };
        let mut at = 0;
        for (from, to, side) in marks.into_iter().filter(|(_, to, _)| *to <= end) {
            push(at, from, None);
            push(from, to, Some(side));
            at = to;
        }
        push(at, end, None);
        if end < text.len() {
            pieces.push(Piece { text: " …".into(), side: None });
        }
        pieces
    }
}

/// `text` with every run of white space as one space.
pub(super) fn one_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for c in text.chars() {
        match c.is_whitespace() {
            true if line.ends_with(' ') => {}
            true => line.push(' '),
            false => line.push(c),
        }
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_cut_at_its_marks() {
        let pieces = Piece::all("no\n\n new tax", [(0, 2, Side::Predicted), (9, 12, Side::Actual)]);
        let found: Vec<_> = pieces.iter().map(|piece| (piece.text.as_str(), piece.side)).collect();
        assert_eq!(found, [("no", Some(Side::Predicted)), (" new ", None), ("tax", Some(Side::Actual))]);
    }

    #[test]
    fn neighbours_marked_alike_are_marked_as_one() {
        let marks =
            [(0, 2, Side::Predicted), (3, 6, Side::Predicted), (7, 8, Side::Actual), (8, 10, Side::Actual)];
        let pieces = Piece::all("no new taxes.", marks);
        let found: Vec<_> = pieces.iter().map(|piece| (piece.text.as_str(), piece.side)).collect();
        let expected =
            [("no new", Some(Side::Predicted)), (" ", None), ("tax", Some(Side::Actual)), ("es.", None)];
        assert_eq!(found, expected);
    }

    #[test]
    fn a_long_text_ends_before_a_mark_is_cut() {
        let text = "制 ".repeat(600);
        let pieces = Piece::all(&text, [(text.len() - 4, text.len() - 1, Side::Predicted)]);
        assert_eq!(pieces.len(), 2);
        assert_eq!(pieces[0].text.chars().count(), SHOWN);
    }
}
