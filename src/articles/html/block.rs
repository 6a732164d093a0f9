//! A paragraph of a page, and where each of its parts stands in the page.

use std::ops::Range;

use crate::articles::offsets::SourceSpan;

/// What parts a word from the text before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(super) enum Gap {
    /// Nothing but markup that only changes the look of words.
    #[default]
    None,
    /// White space.
    Space,
    /// The end of a line.
    Line,
}

/// A paragraph, and what decides whether it belongs to the article.
#[derive(Debug, Default)]
pub(super) struct Block {
    pub text: String,
    /// With places in bytes.
    pub spans: Vec<SourceSpan>,
    /// Bytes of the text that are links.
    pub n_linked: usize,
    /// Whether it is the page's headline.
    pub is_headline: bool,
    /// Number of the `article` that it stands in.
    pub article: Option<usize>,
    pub is_in_main: bool,
    pub is_in_form: bool,
    /// Whether the last span is the source itself, character by character.
    is_verbatim: bool,
}

impl Block {
    /// Appends a word, or what stands for one, and the gap before it.
    ///
    /// `is_verbatim` says that `source` holds `text` itself. What lies between two words in the source is the source of
    /// the gap between them.
    pub fn push(&mut self, gap: Gap, text: &str, source: Range<usize>, is_verbatim: bool) {
        let goes_on = self.is_verbatim && is_verbatim;
        let separator = match gap {
            Gap::None => "",
            Gap::Space => " ",
            Gap::Line => "\n",
        };
        match self.spans.last_mut() {
            Some(last) if goes_on && last.source.end + separator.len() == source.start => {
                self.text.push_str(separator);
                last.source.end = source.end;
            }
            last => {
                if let Some(last) = last.filter(|_| gap != Gap::None) {
                    let between = SourceSpan { text: self.text.len(), source: last.source.end..source.start };
                    self.spans.push(between);
                    self.text.push_str(separator);
                }
                self.spans.push(SourceSpan { text: self.text.len(), source });
            }
        }
        self.is_verbatim = is_verbatim;
        self.text.push_str(text);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn span(text: usize, source: Range<usize>) -> SourceSpan {
        SourceSpan { text, source }
    }

    #[test]
    fn words_one_character_apart_share_a_span() {
        let mut block = Block::default();
        block.push(Gap::Space, "Lift", 3..7, true);
        block.push(Gap::Space, "the", 8..11, true);
        block.push(Gap::Line, "ban", 12..15, true);
        assert_eq!((block.text.as_str(), &block.spans[..]), ("Lift the\nban", &[span(0, 3..15)][..]));
    }

    #[test]
    fn what_is_not_verbatim_has_a_span_of_its_own() {
        let mut block = Block::default();
        block.push(Gap::None, "R", 0..1, true);
        block.push(Gap::None, "&", 1..6, false);
        block.push(Gap::None, "D", 6..7, true);
        block.push(Gap::Space, "pays", 9..13, true);
        assert_eq!(block.text, "R&D pays");
        assert_eq!(block.spans, [span(0, 0..1), span(1, 1..6), span(2, 6..7), span(3, 7..9), span(4, 9..13)]);
    }
}
