//! What every HTML page of this crate has in common: text that cannot be markup, a head that forbids scripts and anything
//! from elsewhere, and the base style.

use std::borrow::Cow;

/// Colours, type, and the ground of reports; light and dark.
pub(super) const BASE: &str = include_str!("base.css");

/// A whole page that needs nothing else, with these styles, one behind the other.
pub(super) fn page(title: &str, styles: &[&str], body: &str) -> String {
    let (title, style) = (escaped(title), styles.concat());
    format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n<title>{title}</title>\n\
         <style>\n{style}</style>\n</head>\n<body>\n{body}</body>\n</html>\n"
    )
}

/// `text` as the content of an element or of an attribute in double quotes: nothing in it can be markup, and controls,
/// which could turn the writing around it, are replaced.
pub(super) fn escaped(text: &str) -> Cow<'_, str> {
    if !text.chars().any(|c| matches!(c, '&' | '<' | '>' | '"' | '\'') || is_unsafe(c)) {
        return Cow::Borrowed(text);
    }
    let mut escaped = String::with_capacity(text.len() + text.len() / 8);
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            '\r' => {}
            _ if is_unsafe(c) => escaped.push('\u{FFFD}'),
            _ => escaped.push(c),
        }
    }
    Cow::Owned(escaped)
}

fn is_unsafe(c: char) -> bool {
    let is_control = c.is_control() && !matches!(c, '\n' | '\t');
    // Embeddings and overrides of writing direction, isolates, and what is no character at all.
    is_control
        || matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FDD0}'..='\u{FDEF}')
        || u32::from(c) & 0xFFFE == 0xFFFE
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_text_is_markup() {
        assert_eq!(
            escaped("<b a='1' c=\"2\">&\0\u{202E}\r\n"),
            "&lt;b a=&#39;1&#39; c=&quot;2&quot;&gt;&amp;\u{FFFD}\u{FFFD}\n"
        );
        assert!(matches!(escaped("plain “text”\n"), Cow::Borrowed(_)));
    }

    #[test]
    fn a_page_forbids_what_it_does_not_need() {
        let page = page("<script>", &[BASE], "");
        assert!(page.contains("default-src 'none'") && page.contains("<title>&lt;script&gt;</title>"));
    }
}
