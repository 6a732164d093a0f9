//! Which signs are quotation marks, and does each open or close?

use std::ops::Range;

/// A style of quotation marks: a quotation ends with the style that it began with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Style {
    /// `"` and `''`, which open and close alike.
    Straight,
    /// `“ ”`, and `„ “` whose end is the English beginning.
    Curly,
    Low,
    /// `« »`
    Guillemet,
    /// `» «`
    Reversed,
    Corner,
    WhiteCorner,
    /// `‘ ’` or `'`: quotations only where no other marks are around them.
    Single,
}

/// What a mark does, as far as what stands beside it tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    Opens,
    Closes,
    /// Nothing beside it says which.
    Either,
}

/// A quotation mark.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Mark {
    pub range: Range<usize>,
    pub style: Style,
    pub side: Side,
}

/// The marks of `range`, in order; apostrophes and signs of inches and minutes are none.
pub(super) fn marks(text: &str, range: Range<usize>) -> Vec<Mark> {
    let mut found = Vec::new();
    let mut chars = text[range.clone()].char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let Some((single, single_side)) = style(c) else { continue };
        // Two single marks are a double one.
        let doubled = double(c).filter(|_| chars.next_if(|&(_, next)| next == c).is_some());
        let length = c.len_utf8() * if doubled.is_some() { 2 } else { 1 };
        let (style, fixed) = doubled.unwrap_or((single, single_side));
        let mark = range.start + at..range.start + at + length;
        let before = text[range.start..mark.start].chars().next_back();
        let after = text[mark.end..range.end].chars().next();
        let seen = seen_side(before, after);
        // Writers mistake the curly ones: what stands beside it decides, where it does.
        let side = match fixed {
            Some(_) if style == Style::Curly && seen != Side::Either => seen,
            Some(fixed) => fixed,
            None => seen,
        };
        let is_none = match style {
            Style::Single => is_apostrophe(c, before, after, side),
            Style::Straight => c == '"' && is_inches(before, after),
            _ => false,
        };
        if !is_none {
            found.push(Mark { range: mark, style, side });
        }
    }
    settle(&mut found);
    found
}

/// The style of a sign, and the side that it always is on, if any; `None` where it is no quotation mark.
fn style(sign: char) -> Option<(Style, Option<Side>)> {
    Some(match sign {
        '"' | '＂' => (Style::Straight, None),
        '“' | '‟' => (Style::Curly, Some(Side::Opens)),
        '”' | '〞' => (Style::Curly, Some(Side::Closes)),
        '„' => (Style::Low, Some(Side::Opens)),
        '«' => (Style::Guillemet, Some(Side::Opens)),
        '»' => (Style::Guillemet, Some(Side::Closes)),
        '「' => (Style::Corner, Some(Side::Opens)),
        '」' => (Style::Corner, Some(Side::Closes)),
        '『' => (Style::WhiteCorner, Some(Side::Opens)),
        '』' => (Style::WhiteCorner, Some(Side::Closes)),
        '‘' | '‚' | '‹' => (Style::Single, Some(Side::Opens)),
        '’' | '›' | '\'' | '`' => (Style::Single, None),
        _ => return None,
    })
}

/// The style and side of two of the same single mark.
fn double(sign: char) -> Option<(Style, Option<Side>)> {
    match sign {
        '‘' => Some((Style::Curly, Some(Side::Opens))),
        '’' => Some((Style::Curly, Some(Side::Closes))),
        '`' => Some((Style::Straight, Some(Side::Opens))),
        '\'' => Some((Style::Straight, None)),
        _ => None,
    }
}

/// `„ “` and `» «` close with what opens elsewhere.
fn settle(marks: &mut [Mark]) {
    let mut low_open = false;
    let reversed = marks
        .iter()
        .find(|mark| mark.style == Style::Guillemet)
        .is_some_and(|mark| mark.side == Side::Closes);
    for mark in marks {
        match (mark.style, mark.side) {
            (Style::Low, _) => low_open = true,
            (Style::Curly, _) if low_open => {
                (mark.style, mark.side) = (Style::Low, Side::Closes);
                low_open = false;
            }
            (Style::Guillemet, side) if reversed => {
                mark.style = Style::Reversed;
                mark.side = if side == Side::Opens { Side::Closes } else { Side::Opens };
            }
            _ => {}
        }
    }
}

/// What the characters beside a mark say that it does.
fn seen_side(before: Option<char>, after: Option<char>) -> Side {
    let is_open_before = before.is_none_or(|c| {
        c.is_whitespace() || matches!(c, '(' | '[' | '{' | '—' | '–' | '-' | '/' | '"' | '“' | '‘')
    });
    let is_closed_after = after.is_none_or(|c| {
        c.is_whitespace()
            || matches!(
                c,
                '.' | ',' | ';' | ':' | '!' | '?' | ')' | ']' | '}' | '—' | '–' | '…' | '"' | '”' | '’'
            )
    });
    match (is_open_before, is_closed_after) {
        (true, false) => Side::Opens,
        (false, true) => Side::Closes,
        (false, false) if before.is_some_and(|c| matches!(c, ',' | '.' | '!' | '?')) => Side::Closes,
        _ => Side::Either,
    }
}

/// Whether a single mark is inside a word, stands for left-out letters ('90s, 'em), or ends a plural's genitive.
fn is_apostrophe(mark: char, before: Option<char>, after: Option<char>, side: Side) -> bool {
    let letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    match side {
        Side::Opens => mark != '‘' && mark != '‚' && mark != '‹' && after.is_some_and(|c| c.is_ascii_digit()),
        Side::Closes => letter(before) && letter(after),
        Side::Either => true,
    }
}

fn is_inches(before: Option<char>, after: Option<char>) -> bool {
    before.is_some_and(|c| c.is_ascii_digit()) && after.is_some_and(|c| c.is_alphanumeric())
}

#[cfg(test)]
mod tests {
    use super::Side::*;
    use super::*;

    /// Each mark with what it does: `<` opens, `>` closes, `?` either.
    fn sides(text: &str) -> String {
        let sign = |mark: &Mark| match mark.side {
            Opens => '<',
            Closes => '>',
            Either => '?',
        };
        marks(text, 0..text.len()).iter().map(sign).collect()
    }

    #[test]
    fn what_stands_beside_a_mark_tells_what_it_does() {
        for (text, expected) in [
            ("\"a\" b \"c,\"", "<><>"),
            ("a\"b", "?"),
            ("“a” b “c”", "<><>"),
            ("”a“ b", "<>"),
            ("(\"a\")", "<>"),
            ("—\"a\"—", "<>"),
            ("a.\"b", ">"),
            ("«a» „b“ „c”", "<><><>"),
            ("»a« »b«", "<><>"),
            ("''a'' ``b''", "<><>"),
            ("‚a’ ‹b›", "<><>"),
            ("「a」『b』", "<><>"),
        ] {
            assert_eq!(sides(text), expected, "{text}");
        }
    }

    #[test]
    fn apostrophes_and_inches_are_no_marks() {
        for text in ["don't", "don’t", "the ’90s", "'90s", "a 5\"x7\"b card"] {
            assert_eq!(sides(text), "", "{text}");
        }
    }
}
