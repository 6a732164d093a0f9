//! Whether the probabilities mean what they say: reliability, and risk against coverage.

use super::charts::{reliability, risk_coverage};
use crate::evaluation::{Interval, ReliabilityBin, RiskCoveragePoint, StanceFigures};
use crate::report::document::table::{counted, decimal, grouped};
use crate::report::document::{Block, Cell, Chart, Column, Table};

/// The coverage whose accuracy is named.
const NAMED_COVERAGE: f64 = 0.8;

/// The two charts; nothing where there are no probabilities.
pub(super) fn blocks(figures: &StanceFigures) -> Option<Vec<Block>> {
    if figures.reliability.is_empty() {
        return None;
    }
    let whiskers = figures.intervals.is_some();
    Some(vec![Block::Charts(vec![
        reliability_chart(&figures.reliability, whiskers),
        risk_chart(&figures.risk_coverage),
    ])])
}

fn reliability_chart(bins: &[ReliabilityBin], with_whiskers: bool) -> Chart {
    let intervals: Vec<Option<Interval>> =
        bins.iter().map(|bin| interval(bin).filter(|_| with_whiskers)).collect();
    let columns = ["Bin", "mean confidence", "share right", "rows"].map(Column::numbers);
    let mut data = Table::new("Bins of equal mass, by rising confidence", columns.to_vec());
    for (i, (bin, interval)) in bins.iter().zip(&intervals).enumerate() {
        let cells = [
            Cell::Number(decimal(bin.confidence)),
            Cell::Figure(bin.accuracy, *interval),
            Cell::count(bin.n),
        ];
        data.row((i + 1).to_string(), cells);
    }
    let rows = bins.iter().map(|bin| bin.n);
    let (least, most) = (rows.clone().min().unwrap_or(0), rows.max().unwrap_or(0));
    let each = match least == most {
        true => counted(least, "row"),
        false => format!("{} to {}", grouped(least), counted(most, "row")),
    };
    let whiskers = match with_whiskers {
        true => " Whiskers: Wilson’s 95\u{A0}% intervals of each bin, which take rows for independent.",
        false => "",
    };
    Chart {
        title: "Reliability",
        caption: format!(
            "Share of rows that are right, by confidence, in {} bins of {each}. On the diagonal the confidence means \
             what it says; below it, predictions are too sure.{whiskers}",
            bins.len()
        ),
        svg: reliability(bins, &intervals),
        data,
    }
}

/// Wilson's interval of the share of a bin that is right.
fn interval(bin: &ReliabilityBin) -> Option<Interval> {
    Interval::wilson((bin.accuracy * bin.n as f64).round() as u64, bin.n)
}

fn risk_chart(points: &[RiskCoveragePoint]) -> Chart {
    let columns = ["Coverage", "share wrong", "share right", "least confidence"].map(Column::numbers);
    let mut data = Table::new("Points of the curve", columns.to_vec());
    for point in points {
        let cells = [point.risk, 1.0 - point.risk, point.confidence].map(|f| Cell::Number(decimal(f)));
        data.row(percent(point.coverage), cells);
    }
    let named = named_point(points);
    let said = named.map(|point| {
        format!(
            " At {} coverage the accuracy is {}, with a confidence of {} or more.",
            percent(point.coverage),
            decimal(1.0 - point.risk),
            decimal(point.confidence)
        )
    });
    Chart {
        title: "Risk and coverage",
        caption: format!(
            "Share of predictions that are wrong when only the most confident ones are made.{} Dashed: the same \
             where predictions are withheld at random.",
            said.unwrap_or_default()
        ),
        svg: risk_coverage(points, named),
        data,
    }
}

/// The point whose coverage first reaches 80 %.
fn named_point(points: &[RiskCoveragePoint]) -> Option<&RiskCoveragePoint> {
    points.iter().find(|point| point.coverage >= NAMED_COVERAGE)
}

pub(super) fn percent(share: f64) -> String {
    let percent = format!("{:.1}", 100.0 * share);
    format!("{}\u{A0}%", percent.strip_suffix(".0").unwrap_or(&percent))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_point_named_is_the_first_that_covers_enough() {
        let point = |coverage| RiskCoveragePoint { coverage, risk: 0.0, confidence: 0.5 };
        let points = [point(0.5), point(0.8), point(1.0)];
        assert_eq!(named_point(&points), Some(&points[1]));
        assert_eq!(named_point(&points[..1]), None);
        assert_eq!([0.8, 0.8004, 0.0625].map(percent), ["80\u{A0}%", "80\u{A0}%", "6.2\u{A0}%"]);
    }
}
