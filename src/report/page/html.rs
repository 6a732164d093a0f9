//! Text as HTML may hold it.

use std::borrow::Cow;

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

/// A probability or share in percent, which never looks surer than it is.
pub(super) fn percent(p: f64) -> String {
    format!(
        "{}\u{A0}%",
        (100.0 * p).round().clamp(if p > 0.0 { 1.0 } else { 0.0 }, if p < 1.0 { 99.0 } else { 100.0 })
    )
}

/// A number between −1 and 1 with two decimals and a sign.
pub(super) fn signed(value: f64) -> String {
    format!("{value:+.2}").replace('-', "\u{2212}")
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
    fn percentages_are_certain_only_where_the_probability_is() {
        let shown = [0.0, 0.0001, 0.456, 0.9999, 1.0].map(percent);
        assert_eq!(shown, ["0\u{A0}%", "1\u{A0}%", "46\u{A0}%", "99\u{A0}%", "100\u{A0}%"]);
        assert_eq!(signed(-0.5), "−0.50");
    }
}
