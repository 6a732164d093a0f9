//! What in an article is headline, body, caption or page furniture?

use std::collections::BTreeSet;
use std::ops::Range;

use super::english::{has_credit, starts_as_furniture};

/// What a paragraph is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum BlockKind {
    /// A line that names what follows.
    Heading,
    /// Running text.
    Body,
    /// A credit, caption, byline or other furniture: nobody says anything in it.
    Furniture,
}

/// A paragraph: its bytes without the white space around them and without a dateline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Block {
    pub range: Range<usize>,
    pub kind: BlockKind,
}

/// The paragraphs of `text`, in order.
///
/// A blank line ends a paragraph. So does a single line break, unless the text is hard-wrapped: no line is longer than
/// [`WRAP`] characters, and most lines that another follows directly fill two thirds of the longest.
pub(super) fn blocks(text: &str) -> Vec<Block> {
    let lines = lines(text);
    let wrapped = is_hard_wrapped(text, &lines);
    let mut paragraphs: Vec<Range<usize>> = Vec::new();
    let mut follows = false;
    for line in lines {
        let trimmed = trim(text, line);
        if trimmed.is_empty() {
            follows = false;
            continue;
        }
        match paragraphs.last_mut() {
            Some(last) if wrapped && follows => last.end = trimmed.end,
            _ => paragraphs.push(trimmed),
        }
        follows = true;
    }
    let mut seen = Seen::default();
    let mut blocks = Vec::with_capacity(paragraphs.len());
    for (i, range) in paragraphs.into_iter().enumerate() {
        let paragraph = &text[range.clone()];
        let kind = kind(paragraph, i == 0, &seen);
        if kind != BlockKind::Body {
            seen.insert(paragraph);
        }
        let start = match kind {
            BlockKind::Body => range.start + dateline(paragraph),
            _ => range.start,
        };
        blocks.push(Block { range: start..range.end, kind });
    }
    blocks
}

/// Characters of the longest line that a program wraps.
const WRAP: usize = 100;

/// Words of the longest heading.
const HEADING_WORDS: usize = 25;

fn lines(text: &str) -> Vec<Range<usize>> {
    let is_break = |c| matches!(c, '\n' | '\r' | '\u{2028}' | '\u{2029}');
    let mut found = Vec::new();
    let mut start = 0;
    for (at, mark) in text.match_indices(is_break) {
        // The two characters of one line end are one break.
        if !(mark == "\n" && at > 0 && text.as_bytes()[at - 1] == b'\r') {
            found.push(start..at);
        }
        start = at + mark.len();
    }
    found.push(start..text.len());
    found
}

fn trim(text: &str, range: Range<usize>) -> Range<usize> {
    let line = &text[range.clone()];
    let start = range.start + line.len() - line.trim_start().len();
    start..start + line.trim().len()
}

fn is_hard_wrapped(text: &str, lines: &[Range<usize>]) -> bool {
    let lengths: Vec<usize> =
        lines.iter().map(|line| text[line.clone()].trim_end().chars().take(WRAP + 1).count()).collect();
    let longest = lengths.iter().copied().max().unwrap_or(0);
    let followed: Vec<usize> =
        lengths.windows(2).filter(|pair| pair[0] > 0 && pair[1] > 0).map(|pair| pair[0]).collect();
    let full = followed.iter().filter(|&&length| 3 * length > 2 * longest).count();
    (40..=WRAP).contains(&longest) && followed.len() >= 2 && 2 * full > followed.len()
}

fn kind(paragraph: &str, is_first: bool, seen: &Seen) -> BlockKind {
    if is_furniture(paragraph, seen) {
        return BlockKind::Furniture;
    }
    let words = paragraph.split_whitespace().take(HEADING_WORDS + 1).count();
    let closes =
        |c: char| matches!(c, '.' | '!' | '?' | ':' | '…' | '"' | '”' | '’' | '»' | '\'' | ')' | '。');
    let is_open = !paragraph.ends_with(closes);
    let is_headline = is_first && is_title_case(paragraph);
    if words <= HEADING_WORDS && (is_open || is_headline) { BlockKind::Heading } else { BlockKind::Body }
}

/// Whether nearly all of the longer words begin with capitals, as in a headline.
fn is_title_case(line: &str) -> bool {
    let longer = line.split_whitespace().filter(|word| word.chars().nth(3).is_some());
    let (mut n_capital, mut n_words) = (0, 0);
    for word in longer {
        n_capital += usize::from(word.chars().find(|c| c.is_alphabetic()).is_some_and(char::is_uppercase));
        n_words += 1;
    }
    4 * n_capital > 3 * n_words
}

fn is_furniture(paragraph: &str, seen: &Seen) -> bool {
    // A sentence that says more than a line of furniture does is text, whatever it begins with.
    let head: String = paragraph.chars().take(400).collect::<String>().to_lowercase();
    let is_short = head.split_whitespace().count() <= HEADING_WORDS;
    let ends_open = !paragraph.ends_with(['.', '!', '?', '"', '”']);
    let is_caption_repeated = ends_open && seen.contains_beginning(paragraph);
    (is_short && starts_as_furniture(&head))
        || (ends_open && has_credit(&head))
        || is_caption_repeated
        || is_byline(paragraph)
}

/// Lines so far of which none is the beginning of another.
#[derive(Default)]
struct Seen<'a>(BTreeSet<&'a str>);

impl<'a> Seen<'a> {
    /// Whether `line` begins as a line before does, up to the end of either.
    fn contains_beginning(&self, line: &str) -> bool {
        // No line lies between one that begins with `line` and `line`, nor between `line` and its own beginning.
        let next = self.0.range(line..).next();
        let previous = self.0.range(..=line).next_back();
        next.is_some_and(|next| next.starts_with(line))
            || previous.is_some_and(|previous| line.starts_with(previous))
    }

    fn insert(&mut self, line: &'a str) {
        if !self.contains_beginning(line) {
            self.0.insert(line);
        }
    }
}

/// "By Jane Roe", "By Jane Roe and John Doe, Staff Writers".
fn is_byline(paragraph: &str) -> bool {
    let mut words = paragraph.split_whitespace();
    let by = words.next().is_some_and(|word| matches!(word, "By" | "BY" | "by"));
    let rest: Vec<&str> = words.take(12).collect();
    let is_capital = |word: &&&str| word.chars().next().is_some_and(char::is_uppercase) || **word == "and";
    by && (2..=10).contains(&rest.len())
        && rest.iter().filter(is_capital).count() == rest.len()
        && !paragraph.ends_with(['.', '"', '”'])
}

/// Bytes of the dateline that `paragraph` begins with, with the space after it: "SEOUL, February 2. /TASS/. ",
/// "WASHINGTON (AP) -- ", "BRUSSELS — ".
fn dateline(paragraph: &str) -> usize {
    let head_end = paragraph.char_indices().nth(DATELINE).map_or(paragraph.len(), |(at, _)| at);
    let head = &paragraph[..head_end];
    let mut best = 0;
    for mark in ["/. ", "/ ", " -- ", " --- ", " — ", " – ", " - ", "— ", "– "] {
        if let Some(at) = head.find(mark)
            && is_place_and_date(&head[..at])
            && (!mark.starts_with('/') || head[..at].contains('/'))
        {
            best = best.max(at + mark.len());
        }
    }
    best
}

/// Characters within which a dateline ends.
const DATELINE: usize = 70;

/// Whether `text` names a place in capitals, with an agency, a date or a region behind it.
fn is_place_and_date(text: &str) -> bool {
    let Some(first) = text.split([' ', ',', '(', '/']).find(|word| !word.is_empty()) else { return false };
    let letters = first.chars().filter(|c| c.is_alphabetic()).count();
    let is_capitals = letters >= 2 && !first.chars().any(char::is_lowercase);
    let is_short = text.split_whitespace().count() <= 9;
    let quoted = text.contains(['"', '“', '”']);
    let agency = text.contains('(') || text.contains('/');
    let first_capital = first.chars().next().is_some_and(char::is_uppercase);
    is_short && !quoted && (is_capitals || (agency && first_capital && text.split_whitespace().count() <= 5))
}

#[cfg(test)]
mod tests {
    use super::BlockKind::*;
    use super::*;

    #[track_caller]
    fn assert_blocks(text: &str, expected: &[(BlockKind, &str)]) {
        let found: Vec<_> = blocks(text).into_iter().map(|block| (block.kind, &text[block.range])).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn a_paragraph_ends_with_its_line_unless_the_text_is_wrapped() {
        assert_blocks(
            "Head line\n\nOne ends.\r\nTwo ends.\n",
            &[(Heading, "Head line"), (Body, "One ends."), (Body, "Two ends.")],
        );
        let wrapped = "Head\n\nA line that a program has wrapped at some\nsixty characters goes on in the next line and\nends there.\n\nThen comes another.";
        let [head, first, second] = wrapped.split("\n\n").collect::<Vec<_>>()[..] else { panic!() };
        assert_blocks(wrapped, &[(Heading, head), (Body, first), (Body, second)]);
    }

    #[test]
    fn datelines_are_no_part_of_the_body() {
        for (line, body) in [
            ("SEOUL, February 2. /TASS/. The envoy spoke.", "The envoy spoke."),
            ("WASHINGTON (AP) -- The envoy spoke.", "The envoy spoke."),
            ("BRUSSELS — The envoy spoke.", "The envoy spoke."),
            ("TEL AVIV, Israel, Sept. 12 – The envoy spoke.", "The envoy spoke."),
            ("London (Reuters) - The envoy spoke.", "The envoy spoke."),
            ("The envoy — a tall man — spoke.", "The envoy — a tall man — spoke."),
            ("THAAD will not help, \"he said\" — twice.", "THAAD will not help, \"he said\" — twice."),
        ] {
            assert_blocks(&format!("Head\n\n{line}"), &[(Heading, "Head"), (Body, body)]);
        }
    }

    #[test]
    fn captions_credits_and_bylines_are_furniture() {
        let text = "Envoy speaks\n\nBy Jane Roe and John Doe\n\nSoldiers at the border AP Photo/Jane Roe\nSoldiers at the border\n© AP Photo/Jane Roe\n\nHe spoke.\n\nSoldiers left on Monday.\n\n(Reporting by Jane Roe; Editing by John Doe)";
        let kinds: Vec<BlockKind> = blocks(text).into_iter().map(|block| block.kind).collect();
        assert_eq!(kinds, [Heading, Furniture, Furniture, Furniture, Furniture, Body, Body, Furniture]);
    }
}
