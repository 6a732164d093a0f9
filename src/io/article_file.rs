//! How does a file become an article?

use std::path::Path;

use crate::articles::Article;
use crate::error::{Error, Place, Result};
use crate::io::encoding::TextEncoding;
use crate::io::folder::FoundFile;
use crate::io::format::InputFormat;
use crate::io::refusal::input_error;
use crate::io::source::Source;
use crate::io::stream::TextStream;

/// Longest article that is read, in bytes of UTF-8: one that is wrongly named does not fill the memory.
const MAX_ARTICLE_BYTES: usize = 64 << 20;

/// Bytes at the beginning of a text that are looked at for HTML.
const SNIFFED_BYTES: usize = 1024;

/// A file that is one article.
#[derive(Debug)]
pub(crate) struct ArticleFile {
    source: Source,
    document: String,
}

impl ArticleFile {
    /// The article called `document` in `source`.
    pub fn new(source: Source, document: String) -> Self {
        ArticleFile { source, document }
    }

    /// A file of a folder, called by its name in the folder behind `prefix`.
    pub fn found(file: FoundFile, prefix: &str) -> Result<Self> {
        let source = Source::locate(&file.path, Some(InputFormat::Text))?;
        Ok(ArticleFile { source, document: format!("{prefix}{}", file.name) })
    }

    /// The article, and where it is.
    pub fn read(self, encoding: TextEncoding) -> Result<(Article, Place)> {
        let text = read_text(&self.source, encoding)?;
        let file_name = Path::new(self.source.name()).file_name().unwrap_or_default().to_string_lossy();
        let mut article = if is_html(&file_name, &text) {
            Article::from_html(self.document, &text)
        } else {
            Article::new(self.document, text)
        };
        article.date = article.date.or_else(|| date_in(&file_name).map(String::from));
        Ok((article, Place::of(self.source.name())))
    }
}

fn read_text(source: &Source, encoding: TextEncoding) -> Result<String> {
    let mut stream = TextStream::new(source.name(), source.open()?, encoding)?;
    let mut text = String::new();
    loop {
        let chunk = stream.chunk()?;
        if chunk.is_empty() {
            return Ok(text);
        }
        text.push_str(chunk);
        let n_bytes = chunk.len();
        stream.consume(n_bytes);
        if text.len() > MAX_ARTICLE_BYTES {
            return Err(too_long(source.name()));
        }
    }
}

/// Whether a file is HTML by its name or its beginning.
fn is_html(file_name: &str, text: &str) -> bool {
    let extension = Path::new(file_name).extension().unwrap_or_default();
    if ["html", "htm", "xhtml"].iter().any(|html| extension.eq_ignore_ascii_case(html)) {
        return true;
    }
    let text = text.trim_start().as_bytes();
    let start = text[..text.len().min(SNIFFED_BYTES)].to_ascii_lowercase();
    let holds = |tag: &[u8]| memchr::memmem::find(&start, tag).is_some();
    start.starts_with(b"<") && (holds(b"<!doctype html") || holds(b"<html"))
}

/// The first date such as `2016-09-12` in a file's name.
fn date_in(file_name: &str) -> Option<&str> {
    const PATTERN: &[u8] = b"dddd-dd-dd";
    let bytes = file_name.as_bytes();
    let is_digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let is_date = |start: &usize| {
        let as_in_pattern = |(i, &kind): (usize, &u8)| match kind {
            b'd' => is_digit(start + i),
            other => bytes[start + i] == other,
        };
        PATTERN.iter().enumerate().all(as_in_pattern)
            && !start.checked_sub(1).is_some_and(is_digit)
            && !is_digit(start + PATTERN.len())
            && ("01"..="12").contains(&&file_name[start + 5..start + 7])
            && ("01"..="31").contains(&&file_name[start + 8..start + 10])
    };
    let start = (0..(bytes.len() + 1).saturating_sub(PATTERN.len())).find(is_date)?;
    file_name.get(start..start + PATTERN.len())
}

fn too_long(name: &str) -> Error {
    input_error(
        Place::of(name),
        format!("an article longer than {} MiB", MAX_ARTICLE_BYTES >> 20),
        "one article in a file",
        "Part it into files, or give a collection of articles as CSV or JSON Lines.",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_in_a_name_has_no_digit_beside_it() {
        for (name, date) in [
            ("post_2016-09-12_stealth.txt", Some("2016-09-12")),
            ("2016-09-12-stealth.txt", Some("2016-09-12")),
            ("a_2016-13-01_2016-12-31.html", Some("2016-12-31")),
            ("é2016-02-30", Some("2016-02-30")),
            ("2016-00-12 2016-09-32 2016-09-1", None),
            ("12016-09-12.txt", None),
            ("2016-09-123.txt", None),
            ("2016-09", None),
            ("", None),
        ] {
            assert_eq!(date_in(name), date, "{name}");
        }
    }

    #[test]
    fn html_is_known_by_name_or_beginning() {
        for (name, text, is_page) in [
            ("a.HTM", "text", true),
            ("a", "\n<!DOCTYPE HTML><p>a", true),
            ("a.txt", "<?xml version=\"1.0\"?>\n<!-- “ -->\n<HTML lang=en>", true),
            ("a.txt", "The tag <html> begins a page", false),
            ("a.md", "<b>bold</b>", false),
            ("html", "", false),
        ] {
            assert_eq!(is_html(name, text), is_page, "{name} {text}");
        }
    }
}
