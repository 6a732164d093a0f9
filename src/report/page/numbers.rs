//! Numbers as a page shows them.

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
    fn percentages_are_certain_only_where_the_probability_is() {
        let shown = [0.0, 0.0001, 0.456, 0.9999, 1.0].map(percent);
        assert_eq!(shown, ["0\u{A0}%", "1\u{A0}%", "46\u{A0}%", "99\u{A0}%", "100\u{A0}%"]);
        assert_eq!(signed(-0.5), "−0.50");
    }
}
