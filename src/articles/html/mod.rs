//! How does HTML become an article's text?
//!
//! Tags and text come out of the page in `emitter`, become paragraphs in `page` and `block`, by what `elements` knows of
//! each element, and `region` chooses those that are the article. No tree is built: an article needs to know only which
//! few kinds of elements are open around a word, and each tag is looked at once, so that time is linear in the page.

mod block;
mod elements;
mod emitter;
mod metadata;
mod page;
mod region;

use std::ops::Range;

use crate::articles::article::Article;
use crate::articles::html::block::Block;
use crate::articles::html::page::Page;
use crate::articles::offsets::{SourceSpan, count_chars};

/// What stands between two paragraphs.
const PARAGRAPH_BREAK: &str = "\n\n";

impl Article {
    /// The article in a page of HTML, with the [offsets](Self::offsets) of the page's source.
    ///
    /// # Definition
    /// The text is that of the `article` with most text, of `main`, or of `body`, whichever is found first. A paragraph
    /// begins with every element that a browser would put on a line of its own, and at an empty line (`<br><br>`); a
    /// blank line parts it from the one before. Words that only inline elements part are joined, character references
    /// decoded, soft hyphens dropped, runs of white space a single space. In `pre`, lines stand as they are written.
    ///
    /// Left out are scripts, styles, templates, controls, embedded things, `nav`, `aside`, `footer`, `figure`,
    /// `dialog`, forms (but for one that holds most of the text), and paragraphs of fewer than 160 bytes of which more
    /// than half is links.
    ///
    /// The date comes from the `meta` elements `article:published_time`, `datePublished`, `parsely-pub-date`,
    /// `dc.date.issued`, `dc.date`, `pubdate` or `date`, the source from `og:site_name` or `application-name`: the
    /// first of them that the page has.
    ///
    /// Every string is HTML: tags that are not closed, or not opened, are taken as browsers take them. Time is linear
    /// in its length.
    ///
    /// # Examples
    /// ```
    /// use standpoint::Article;
    ///
    /// let html = "<nav>Home</nav><main><h1>Envoy: lift the ban</h1>\n<p>“Lift it,”<br>he said.</main>";
    /// let article = Article::from_html("news.html", html);
    /// assert_eq!(article.text, "Envoy: lift the ban\n\n“Lift it,”\nhe said.");
    /// ```
    ///
    /// # References
    /// HTML Living Standard, section 13.2.5: Tokenization (WHATWG).
    pub fn from_html(document: impl Into<String>, html: &str) -> Self {
        let mut page = Page::new(html);
        emitter::tokenize(html, &mut page);
        let (blocks, mut metadata) = page.finish();
        let (text, mut spans) = joined(region::article_blocks(blocks));
        to_chars(html, &mut spans);
        Article { document: document.into(), text, date: metadata.date(), source: metadata.source(), spans }
    }
}

/// The text of all paragraphs, and its places in bytes.
fn joined(blocks: Vec<Block>) -> (String, Vec<SourceSpan>) {
    let mut text = String::new();
    let mut spans: Vec<SourceSpan> = Vec::new();
    for block in blocks {
        if let (Some(last), Some(first)) = (spans.last(), block.spans.first()) {
            let between = last.source.end..first.source.start;
            spans.push(SourceSpan { text: text.len(), source: between });
            text.push_str(PARAGRAPH_BREAK);
        }
        let start = text.len();
        spans.extend(block.spans.into_iter().map(|span| SourceSpan { text: start + span.text, ..span }));
        text.push_str(&block.text);
    }
    (text, spans)
}

/// Turns places in bytes of `html` into places in characters.
fn to_chars(html: &str, spans: &mut [SourceSpan]) {
    let (mut byte, mut n_chars) = (0, 0);
    let mut chars_before = |offset: usize| {
        n_chars += count_chars(&html.as_bytes()[byte..offset]);
        byte = offset;
        n_chars
    };
    for span in spans {
        let Range { start, end } = span.source;
        span.source = chars_before(start)..chars_before(end);
    }
}
