//! Where do quotations begin and end?

use std::ops::Range;

use super::marks::{Mark, Side, Style, marks};

/// Words in quotation marks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Quotation {
    /// With the marks, as far as there are any.
    pub outer: Range<usize>,
    /// Without the marks.
    pub inner: Range<usize>,
    /// Goes on in the next paragraph, which opens with a mark again.
    pub goes_on: bool,
    /// Goes on from the paragraph before.
    pub continues: bool,
}

/// The quotations of the paragraphs of `text`, a list for each.
///
/// A quotation that is not closed in its paragraph goes on in the next one if that opens with a mark of the same style;
/// else it ends with its paragraph. A mark that closes what was never opened closes what began with its paragraph. Inner
/// quotations belong to the outer one. Where a turn of a transcript is quoted with the name of who speaks, as in
/// `"ROE: It works."`, the quotation begins behind the name.
pub(super) fn quotations(text: &str, paragraphs: &[Range<usize>]) -> Vec<Vec<Quotation>> {
    let mut found: Vec<Vec<Quotation>> = Vec::with_capacity(paragraphs.len());
    let mut open: Option<Style> = None;
    for (i, paragraph) in paragraphs.iter().enumerate() {
        let marks = marks(text, paragraph.clone());
        let first = marks.first().filter(|mark| mark.range.start == paragraph.start);
        let label = first.and_then(|mark| label_end(&text[mark.range.end..paragraph.end]));
        let continues = label.is_none() && open.is_some() && first.map(|mark| mark.style) == open;
        if continues && let Some(last) = found.last_mut().and_then(|list| list.last_mut()) {
            last.goes_on = true;
        }
        let next = paragraphs.get(i + 1).and_then(|next| first_style(text, next));
        let pair = |nests: bool| Pairing::new(text, paragraph, continues, nests).pair(&marks, next);
        // A quotation inside another that was never closed must not swallow the rest.
        let (mut quotations, unclosed) = pair(true).or_else(|| pair(false)).unwrap_or_default();
        open = unclosed;
        if let (Some(length), Some(turn)) = (label, quotations.first_mut()) {
            turn.inner.start = turn.inner.end.min(turn.inner.start + length);
            turn.outer.start = turn.inner.start;
        }
        found.push(quotations);
    }
    found
}

/// Bytes of the longest name of a turn.
const LABEL: usize = 40;

/// Bytes of the name that a turn of a transcript begins with, up to what is said: `ROE: ` in `"ROE: It works."`.
fn label_end(inner: &str) -> Option<usize> {
    let colon = inner.bytes().take(LABEL).position(|byte| byte == b':')?;
    let (name, said) = (&inner[..colon], &inner[colon + 1..]);
    let is_part = |c: char| c.is_uppercase() || matches!(c, ' ' | '.' | '-');
    let is_name = name.starts_with(char::is_uppercase) && name.chars().all(is_part);
    (is_name && said.starts_with(char::is_whitespace)).then(|| inner.len() - said.trim_start().len())
}

/// Bytes that tell whether a paragraph begins with a mark: the mark and a character behind it.
const HEAD: usize = 8;

/// The style of the mark that `paragraph` begins with.
fn first_style(text: &str, paragraph: &Range<usize>) -> Option<Style> {
    let end = (paragraph.start + HEAD..paragraph.end).find(|&end| text.is_char_boundary(end));
    let marks = marks(text, paragraph.start..end.unwrap_or(paragraph.end));
    marks.first().filter(|mark| mark.range.start == paragraph.start).map(|mark| mark.style)
}

/// The marks of one paragraph as far as they are paired.
struct Pairing<'a> {
    text: &'a str,
    paragraph: &'a Range<usize>,
    found: Vec<Quotation>,
    /// The next quotation goes on from the paragraph before.
    continues: bool,
    /// Whether quotations of one style may stand inside each other.
    nests: bool,
    /// Quotations of the open one's style that are open inside it.
    depth: usize,
    has_inner: bool,
}

impl<'a> Pairing<'a> {
    fn new(text: &'a str, paragraph: &'a Range<usize>, continues: bool, nests: bool) -> Self {
        Pairing { text, paragraph, found: Vec::new(), continues, nests, depth: 0, has_inner: false }
    }

    /// The quotations, and the style of one that the paragraph leaves open and the next one takes up, which opens with
    /// `next`. `None` where quotations of one style inside each other do not all close.
    fn pair(mut self, marks: &[Mark], next: Option<Style>) -> Option<(Vec<Quotation>, Option<Style>)> {
        let mut open: Option<&Mark> = None;
        for mark in marks {
            open = match open {
                Some(opened) => self.inside(opened, mark),
                None if mark.side == Side::Closes => {
                    self.close_unopened(mark);
                    None
                }
                None => Some(mark),
            };
        }
        let Some(opened) = open else { return Some((self.found, None)) };
        if self.has_inner {
            return None;
        }
        let taken_up = next.filter(|&style| style == opened.style);
        if opened.style != Style::Single || taken_up.is_some() {
            let end = self.paragraph.end;
            self.push(opened, end..end);
        }
        Some((self.found, taken_up))
    }

    /// Reads `mark` behind `opened`; what is open then.
    fn inside<'m>(&mut self, opened: &'m Mark, mark: &'m Mark) -> Option<&'m Mark> {
        let is_same = opened.style == mark.style;
        if is_same && mark.side == Side::Opens && mark.style != Style::Straight && self.nests {
            self.depth += 1;
            self.has_inner = true;
            return Some(opened);
        }
        if is_same && mark.side == Side::Closes && self.depth > 0 {
            self.depth -= 1;
            return Some(opened);
        }
        // rock 'n' roll
        if opened.style == Style::Single && mark.range.start <= opened.range.end + 2 {
            return None;
        }
        if closes(self.text, opened, mark) {
            self.push(opened, mark.range.clone());
            return None;
        }
        // An apostrophe took itself for the beginning of a quotation: what stands in double marks wins.
        if opened.style == Style::Single && !is_same {
            return Some(mark);
        }
        // A second opening mark: the first was never closed. What follows the second is quoted for sure.
        if is_same && mark.side == Side::Opens && mark.style == Style::Straight {
            let inner = &self.text[opened.range.end..mark.range.start];
            let end = opened.range.end + inner.trim_end().len();
            self.push(opened, end..end);
            return Some(mark);
        }
        Some(opened)
    }

    /// A mark that closes what the beginning of the paragraph should have opened.
    fn close_unopened(&mut self, mark: &Mark) {
        let is_speech = self.text[..mark.range.start].ends_with([',', '.', '!', '?', '…']);
        if self.found.is_empty() && mark.style != Style::Single && is_speech {
            let inner = self.paragraph.start..mark.range.start;
            let outer = inner.start..mark.range.end;
            self.found.push(Quotation { outer, inner, goes_on: false, continues: false });
        }
    }

    /// The quotation from `opened` to the mark at `closing`, which may be empty.
    fn push(&mut self, opened: &Mark, closing: Range<usize>) {
        self.found.push(Quotation {
            outer: opened.range.start..closing.end,
            inner: opened.range.end..closing.start,
            goes_on: false,
            continues: std::mem::take(&mut self.continues),
        });
    }
}

/// Whether `mark` ends what `opened` began. Writers mix curly and straight marks: after a comma or stop they match.
fn closes(text: &str, opened: &Mark, mark: &Mark) -> bool {
    let double = |style| matches!(style, Style::Straight | Style::Curly);
    let is_after_stop = text[..mark.range.start].ends_with([',', '.', '!', '?']);
    opened.style == mark.style && mark.side != Side::Opens
        || double(opened.style) && double(mark.style) && mark.side == Side::Closes && is_after_stop
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The quotations of paragraphs that `|` divides, with the marks.
    fn quoted(text: &str) -> Vec<String> {
        let mut paragraphs = Vec::new();
        let mut start = 0;
        for part in text.split('|') {
            paragraphs.push(start..start + part.len());
            start += part.len() + 1;
        }
        let found = quotations(text, &paragraphs);
        let show = |quotation: &Quotation| {
            let continues = if quotation.continues { "+" } else { "" };
            let goes_on = if quotation.goes_on { "+" } else { "" };
            format!("{continues}{}{goes_on}", &text[quotation.outer.clone()])
        };
        found.iter().flatten().map(show).collect()
    }

    #[test]
    fn marks_of_every_style_are_paired() {
        for (text, expected) in [
            ("He said \"no\" and \"yes.\"", vec!["\"no\"", "\"yes.\""]),
            ("“No,” he said, “never.”", vec!["“No,”", "“never.”"]),
            ("„Nein“, sagte er. „Ja”", vec!["„Nein“", "„Ja”"]),
            ("«Non», dit-il", vec!["«Non»"]),
            ("»Nein«, sagte er", vec!["»Nein«"]),
            ("「行く」と『本』", vec!["「行く」", "『本』"]),
            ("''We won't,'' he said", vec!["''We won't,''"]),
            ("``We won't,'' he said", vec!["``We won't,''"]),
            ("'I don't know,' said the boys' father", vec!["'I don't know,'"]),
            ("‘I don’t know,’ said the boys’ father", vec!["‘I don’t know,’"]),
            ("in the '90s, rock 'n' roll's", vec![]),
            ("“He told me ‘no’ and “yes””", vec!["“He told me ‘no’ and “yes””"]),
            ("“He told me “no and left,” she said", vec!["“He told me “no and left,”"]),
            ("“We agree,\" he said", vec!["“We agree,\""]),
            ("a 5\"x7\" card", vec![]),
        ] {
            assert_eq!(quoted(text), expected, "{text}");
        }
    }

    #[test]
    fn a_quotation_runs_over_paragraphs_that_open_again() {
        assert_eq!(quoted("He said: “One.|“Two.|“Three.” He left."), ["“One.+", "+“Two.+", "+“Three.”"]);
        assert_eq!(quoted("\"One.|\"Two,\" he said."), ["\"One.+", "+\"Two,\""]);
    }

    #[test]
    fn an_unpaired_mark_costs_its_paragraph_at_most() {
        assert_eq!(quoted("“One is open.|Two is not.|“Three.”"), ["“One is open.", "“Three.”"]);
        assert_eq!(quoted("We agree,\" he said.|\"Fine,\" she said."), ["We agree,\"", "\"Fine,\""]);
        assert_eq!(quoted("\"A rule, he said. \"A law.\""), ["\"A rule, he said.", "\"A law.\""]);
    }
}
