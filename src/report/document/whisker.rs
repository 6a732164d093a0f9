//! A figure as a dot on the whiskers of its interval.

use std::fmt::Write;

use super::scale::Scale;
use crate::evaluation::Interval;

/// The drawing, as wide as its place; what it shows stands beside it as text.
pub(super) fn whisker(value: f64, interval: Option<Interval>, scale: &Scale) -> String {
    let x = |value: f64| format!("{:.2}", 100.0 * scale.position(value));
    let mut lines = String::new();
    for line in scale.lines() {
        let class = if line.abs() < scale.step / 2.0 && scale.low < 0.0 { "zero" } else { "tick" };
        let _ = write!(lines, "<path class=\"{class}\" d=\"M{} 0V10\"/>", x(line));
    }
    if let Some(Interval { low, high }) = interval {
        let (low, high) = (x(low), x(high));
        let _ = write!(lines, "<path class=\"range\" d=\"M{low} 5H{high}M{low} 2.5V7.5M{high} 2.5V7.5\"/>");
    }
    format!(
        "<svg class=\"whisker\" viewBox=\"0 0 100 10\" preserveAspectRatio=\"none\" aria-hidden=\"true\">{lines}\
         <path class=\"dot\" d=\"M{} 5h0\"/></svg>",
        x(value)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dot_and_whiskers_lie_where_the_figures_are() {
        let drawn = whisker(0.75, Some(Interval { low: 0.5, high: 0.9 }), &Scale::UNIT);
        assert!(drawn.contains("M75.00 5h0") && drawn.contains("M50.00 5H90.00"), "{drawn}");
        assert!(!whisker(0.5, None, &Scale::UNIT).contains("range"));
        assert!(whisker(0.0, None, &Scale::around_zero([0.1])).contains("class=\"zero\" d=\"M50.00"));
    }
}
