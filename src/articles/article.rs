//! An article, and where its text stands in what was read.

use crate::articles::offsets::{CharOffsets, SourceSpan};

/// A text of which parts are said by somebody, and where it comes from.
///
/// # Examples
/// ```
/// use standpoint::Article;
///
/// let article = Article::from_html("news.html", "<p>Lift the <em>embargo</em> &amp; talk.</p>");
/// assert_eq!(article.text, "Lift the embargo & talk.");
/// let offsets = article.offsets();
/// assert_eq!(offsets.range(9..16), 16..23);
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Article {
    /// The file's name, or the id in a collection.
    pub document: String,
    /// The text, without markup. [`offsets`](Self::offsets) are those of the text that the article was made with.
    pub text: String,
    /// When it appeared, as the input writes it.
    pub date: Option<String>,
    /// Who published it.
    pub source: Option<String>,
    /// Where each part of the text stands in what was read; empty where the text is what was read.
    pub(super) spans: Vec<SourceSpan>,
}

impl Article {
    /// An article whose text is what was read.
    pub fn new(document: impl Into<String>, text: impl Into<String>) -> Self {
        Article { document: document.into(), text: text.into(), ..Article::default() }
    }

    /// From bytes of the text to characters of what was read.
    pub fn offsets(&self) -> CharOffsets<'_> {
        CharOffsets::new(&self.text, &self.spans)
    }
}
