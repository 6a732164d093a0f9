//! From bytes of an article's text to Unicode characters of what was read.

use std::ops::Range;

/// Bytes of text between two counts of characters.
const STRIDE: usize = 256;

/// A part of the text, and the part of the original that it stands for.
///
/// Spans ascend in both and do not overlap. Where the original is not the text, character by character, it is a character
/// reference, white space, or markup that parts words or paragraphs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct SourceSpan {
    /// First byte in the text; the last one is before the next span.
    pub text: usize,
    /// Characters of the original.
    pub source: Range<usize>,
}

/// Places of an [`Article`](crate::Article)'s text in the original: what a file holds behind the byte order mark,
/// decoded, with its markup; or the value in a collection's column.
///
/// # Shapes and units
/// Offsets into the text are bytes, those into the original Unicode characters (code points). A line end of two
/// characters counts as two.
///
/// A look-up takes the time of a binary search over the parts between which there is markup.
///
/// # Examples
/// ```
/// use standpoint::Article;
///
/// let article = Article::new("a.txt", "“Né”, he said");
/// assert_eq!(article.offsets().range(3..6), 1..3);
/// ```
#[derive(Debug, Clone)]
pub struct CharOffsets<'a> {
    text: &'a str,
    spans: &'a [SourceSpan],
    /// Characters of the text before each multiple of [`STRIDE`] bytes.
    counts: Vec<usize>,
}

impl<'a> CharOffsets<'a> {
    pub(super) fn new(text: &'a str, spans: &'a [SourceSpan]) -> Self {
        let mut n_chars = 0;
        let mut counts = vec![0];
        for chunk in text.as_bytes().chunks(STRIDE) {
            n_chars += count_chars(chunk);
            counts.push(n_chars);
        }
        CharOffsets { text, spans, counts }
    }

    /// The character of the original where the character at `byte` of the text begins; behind the text, where the
    /// last one ends.
    pub fn at(&self, byte: usize) -> usize {
        match self.spans.partition_point(|span| span.text <= byte).checked_sub(1) {
            None => self.chars_before(byte),
            Some(i) => self.within(&self.spans[i], byte),
        }
    }

    /// The characters of the original from the first to the last character of `bytes` of the text.
    ///
    /// Markup behind the last character is left out, so that the end may lie before [`at`](Self::at) of the same byte.
    pub fn range(&self, bytes: Range<usize>) -> Range<usize> {
        let start = self.at(bytes.start);
        if bytes.is_empty() {
            return start..start;
        }
        let after = self.spans.partition_point(|span| span.text < bytes.end);
        let end = match after.checked_sub(1).map(|i| &self.spans[i]) {
            None => self.chars_before(bytes.end),
            Some(span) if bytes.end >= self.text_end(after) => span.source.end,
            Some(span) => self.within(span, bytes.end),
        };
        start..end.max(start)
    }

    /// Where the text of the span before `spans[next]` ends.
    fn text_end(&self, next: usize) -> usize {
        self.spans.get(next).map_or(self.text.len(), |span| span.text)
    }

    fn within(&self, span: &SourceSpan, byte: usize) -> usize {
        let n_chars = self.chars_before(byte) - self.chars_before(span.text);
        (span.source.start + n_chars).min(span.source.end)
    }

    fn chars_before(&self, byte: usize) -> usize {
        let byte = byte.min(self.text.len());
        let chunk = byte / STRIDE;
        self.counts[chunk] + count_chars(&self.text.as_bytes()[chunk * STRIDE..byte])
    }
}

/// Characters that begin in `utf8`.
pub(super) fn count_chars(utf8: &[u8]) -> usize {
    utf8.iter().filter(|&&byte| byte & 0xC0 != 0x80).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_spans_bytes_become_characters() {
        let text = "aé“😀\r\n".repeat(100);
        let offsets = CharOffsets::new(&text, &[]);
        for (n_chars, (byte, c)) in text.char_indices().enumerate() {
            assert_eq!(offsets.at(byte), n_chars);
            assert_eq!(offsets.range(byte..byte + c.len_utf8()), n_chars..n_chars + 1);
        }
        assert_eq!(offsets.at(text.len()), 600);
        assert_eq!(offsets.range(0..text.len()), 0..600);
        assert_eq!(offsets.range(5..5), offsets.at(5)..offsets.at(5));
    }

    #[test]
    fn a_range_ends_behind_its_last_character_and_not_before_the_next() {
        // <p>é&lt;</p> <p>b</p>
        let span = |text, source| SourceSpan { text, source };
        let spans = [span(0, 3..4), span(2, 4..8), span(3, 8..16), span(5, 16..17)];
        let offsets = CharOffsets::new("é<\n\nb", &spans);
        let at: Vec<usize> = [0, 2, 3, 4, 5, 6].map(|byte| offsets.at(byte)).to_vec();
        assert_eq!(at, [3, 4, 8, 9, 16, 17]);
        assert_eq!(offsets.range(0..2), 3..4);
        assert_eq!(offsets.range(0..3), 3..8);
        assert_eq!(offsets.range(2..4), 4..9);
        assert_eq!(offsets.range(5..6), 16..17);
        assert_eq!(offsets.range(3..3), 8..8);
    }

    #[test]
    fn an_offset_behind_the_text_is_its_end() {
        assert_eq!(CharOffsets::new("ab", &[]).at(9), 2);
        assert_eq!(CharOffsets::new("", &[]).range(0..9), 0..0);
        let spans = [SourceSpan { text: 0, source: 3..5 }];
        assert_eq!(CharOffsets::new("ab", &spans).range(1..9), 4..5);
    }
}
