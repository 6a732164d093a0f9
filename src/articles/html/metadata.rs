//! What does a page say of itself: when it appeared, and who published it?

/// Names of a date of publication, the surest first.
const DATES: [&str; 7] = [
    "article:published_time",
    "datepublished",
    "parsely-pub-date",
    "dc.date.issued",
    "dc.date",
    "pubdate",
    "date",
];

/// Names of a publisher, the surest first.
const SOURCES: [&str; 2] = ["og:site_name", "application-name"];

/// What the `meta` elements of a page say.
#[derive(Debug, Default)]
pub(super) struct Metadata {
    date: Option<Named>,
    source: Option<Named>,
}

/// A value, and the position of its name among those that are looked for.
#[derive(Debug)]
struct Named {
    rank: usize,
    value: String,
}

impl Metadata {
    /// Takes note of `<meta name="…" content="…">`.
    pub fn add(&mut self, meta: &MetaElement) {
        let content = String::from_utf8_lossy(&meta.content);
        let value = content.trim();
        if value.is_empty() {
            return;
        }
        for name in &meta.names {
            keep_surest(&mut self.date, &DATES, name, value);
            keep_surest(&mut self.source, &SOURCES, name, value);
        }
    }

    /// When the page appeared, as it is written there.
    pub fn date(&mut self) -> Option<String> {
        self.date.take().map(|named| named.value)
    }

    /// Who published it.
    pub fn source(&mut self) -> Option<String> {
        self.source.take().map(|named| named.value)
    }
}

fn keep_surest(kept: &mut Option<Named>, names: &[&str], name: &[u8], value: &str) {
    let Some(rank) = names.iter().position(|known| name.eq_ignore_ascii_case(known.as_bytes())) else {
        return;
    };
    if kept.as_ref().is_none_or(|kept| rank < kept.rank) {
        *kept = Some(Named { rank, value: value.to_string() });
    }
}

/// The attributes of a `meta` element that is being read.
#[derive(Debug, Default)]
pub(super) struct MetaElement {
    attribute: Vec<u8>,
    /// Values of `name`, `property` and `itemprop`.
    names: Vec<Vec<u8>>,
    content: Vec<u8>,
}

impl MetaElement {
    /// An attribute begins.
    pub fn attribute(&mut self, name: &[u8]) {
        self.attribute = name.to_vec();
    }

    /// Its value.
    pub fn attribute_value(&mut self, value: &[u8]) {
        match self.attribute.as_slice() {
            b"name" | b"property" | b"itemprop" => self.names.push(value.to_vec()),
            b"content" => self.content = value.to_vec(),
            _ => {}
        }
    }
}
