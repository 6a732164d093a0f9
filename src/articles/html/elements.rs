//! Which HTML elements matter to an article's text, and which of them are open?

/// What an element does to the text in it and around it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// Ends a line.
    Line,
    /// A link to something else.
    Link,
    /// Says something of the page.
    Meta,
    /// The page's headline: a paragraph of its own.
    Headline,
    /// A paragraph of its own, whose end tag may be left out.
    Paragraph,
    /// Holds paragraphs.
    Section,
    /// A composition that stands for itself.
    Article,
    /// What the page is there for.
    Main,
    /// Fields to fill in, and often the whole page around them.
    Form,
    /// Text whose lines stand as they are written.
    Preformatted,
    /// Paragraphs that are not the article.
    Aside,
    /// Not text: scripts, controls, pictures.
    Hidden,
}

impl Role {
    const COUNT: usize = Role::Hidden as usize + 1;

    /// Whether the element stands in a line of text.
    pub fn is_inline(self) -> bool {
        matches!(self, Role::Line | Role::Link | Role::Meta | Role::Hidden)
    }

    /// Whether the element stays open until an end tag, its own or that of an element around it, closes it.
    fn nests(self) -> bool {
        !matches!(self, Role::Line | Role::Link | Role::Meta | Role::Headline | Role::Paragraph)
    }
}

/// Elements other than those that only change the look of words, by name.
#[rustfmt::skip]
const ELEMENTS: [(&str, Role); 70] = [
    ("a", Role::Link),
    ("address", Role::Section),
    ("article", Role::Article),
    ("aside", Role::Aside),
    ("audio", Role::Hidden),
    ("blockquote", Role::Section),
    ("body", Role::Section),
    ("br", Role::Line),
    ("button", Role::Hidden),
    ("canvas", Role::Hidden),
    ("caption", Role::Paragraph),
    ("center", Role::Section),
    ("datalist", Role::Hidden),
    ("dd", Role::Paragraph),
    ("details", Role::Section),
    ("dialog", Role::Aside),
    ("div", Role::Section),
    ("dl", Role::Section),
    ("dt", Role::Paragraph),
    ("fieldset", Role::Section),
    ("figcaption", Role::Aside),
    ("figure", Role::Aside),
    ("footer", Role::Aside),
    ("form", Role::Form),
    ("h1", Role::Headline),
    ("h2", Role::Paragraph),
    ("h3", Role::Paragraph),
    ("h4", Role::Paragraph),
    ("h5", Role::Paragraph),
    ("h6", Role::Paragraph),
    ("header", Role::Section),
    ("hgroup", Role::Section),
    ("hr", Role::Paragraph),
    ("html", Role::Section),
    ("iframe", Role::Hidden),
    ("legend", Role::Paragraph),
    ("li", Role::Paragraph),
    ("listing", Role::Preformatted),
    ("main", Role::Main),
    ("menu", Role::Section),
    ("meta", Role::Meta),
    ("nav", Role::Aside),
    ("noembed", Role::Hidden),
    ("noframes", Role::Hidden),
    ("noscript", Role::Hidden),
    ("object", Role::Hidden),
    ("ol", Role::Section),
    ("p", Role::Paragraph),
    ("plaintext", Role::Preformatted),
    ("pre", Role::Preformatted),
    ("script", Role::Hidden),
    ("search", Role::Section),
    ("section", Role::Section),
    ("select", Role::Hidden),
    ("style", Role::Hidden),
    ("summary", Role::Paragraph),
    ("svg", Role::Hidden),
    ("table", Role::Section),
    ("tbody", Role::Section),
    ("td", Role::Paragraph),
    ("template", Role::Hidden),
    ("textarea", Role::Hidden),
    ("tfoot", Role::Section),
    ("th", Role::Paragraph),
    ("thead", Role::Section),
    ("title", Role::Hidden),
    ("tr", Role::Paragraph),
    ("ul", Role::Section),
    ("video", Role::Hidden),
    ("xmp", Role::Preformatted),
];

/// An element of [`ELEMENTS`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Element(u8);

impl Element {
    /// The element called `name`, in small letters.
    pub fn named(name: &[u8]) -> Option<Self> {
        let found = ELEMENTS.binary_search_by(|(known, _)| known.as_bytes().cmp(name)).ok()?;
        u8::try_from(found).ok().map(Element)
    }

    /// What it does to text.
    pub fn role(self) -> Role {
        ELEMENTS[usize::from(self.0)].1
    }
}

/// The elements around a place in the page.
///
/// An end tag closes the last element of its name and all that is open inside, as in a browser; one without such an
/// element does nothing. Each element is opened and closed once, so that time is linear in the number of tags.
#[derive(Debug)]
pub(super) struct OpenElements {
    stack: Vec<Element>,
    /// How many of each element are open, and how many with each role.
    counts: [usize; ELEMENTS.len()],
    role_counts: [usize; Role::COUNT],
    /// Numbers of the open articles.
    articles: Vec<usize>,
    n_articles: usize,
}

impl OpenElements {
    /// Outside every element.
    pub fn new() -> Self {
        OpenElements {
            stack: Vec::new(),
            counts: [0; ELEMENTS.len()],
            role_counts: [0; Role::COUNT],
            articles: Vec::new(),
            n_articles: 0,
        }
    }

    /// Enters an element; those without end tags are left at once.
    pub fn open(&mut self, element: Element) {
        if !element.role().nests() {
            return;
        }
        if element.role() == Role::Article {
            self.articles.push(self.n_articles);
            self.n_articles += 1;
        }
        self.counts[usize::from(element.0)] += 1;
        self.role_counts[element.role() as usize] += 1;
        self.stack.push(element);
    }

    /// Leaves the last element that is the same, and those inside it.
    pub fn close(&mut self, element: Element) {
        if self.counts[usize::from(element.0)] == 0 {
            return;
        }
        while let Some(last) = self.stack.pop() {
            self.counts[usize::from(last.0)] -= 1;
            self.role_counts[last.role() as usize] -= 1;
            if last.role() == Role::Article {
                self.articles.pop();
            }
            if last == element {
                break;
            }
        }
    }

    /// Whether an element with this role is open.
    pub fn is_inside(&self, role: Role) -> bool {
        self.role_counts[role as usize] > 0
    }

    /// Whether what stands here is no text of the article.
    pub fn is_unread(&self) -> bool {
        self.is_inside(Role::Aside) || self.is_inside(Role::Hidden)
    }

    /// Number of the innermost open article, in the order in which they begin.
    pub fn article(&self) -> Option<usize> {
        self.articles.last().copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn open(names: &[&str]) -> OpenElements {
        let mut elements = OpenElements::new();
        for name in names {
            match name.strip_prefix('/') {
                Some(name) => elements.close(Element::named(name.as_bytes()).unwrap()),
                None => elements.open(Element::named(name.as_bytes()).unwrap()),
            }
        }
        elements
    }

    #[test]
    fn names_are_in_order() {
        assert!(ELEMENTS.is_sorted_by(|a, b| a.0 < b.0));
        assert_eq!(Element::named(b"nav").map(Element::role), Some(Role::Aside));
        assert_eq!(Element::named(b"em"), None);
    }

    #[test]
    fn an_end_tag_closes_what_is_open_inside() {
        assert!(open(&["div", "aside", "nav"]).is_unread());
        assert!(!open(&["div", "aside", "nav", "/div"]).is_unread());
        assert!(open(&["div", "aside", "/section"]).is_unread());
        assert!(!open(&["pre", "/pre"]).is_inside(Role::Preformatted));
    }

    #[test]
    fn the_innermost_article_counts() {
        assert_eq!(open(&["article", "div", "article"]).article(), Some(1));
        assert_eq!(open(&["article", "article", "/article"]).article(), Some(0));
        assert_eq!(open(&["article", "/article", "article", "section"]).article(), Some(1));
        assert_eq!(open(&["article", "/article"]).article(), None);
    }
}
