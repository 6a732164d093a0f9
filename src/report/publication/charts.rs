//! Charts as SVG: the reliability diagram, the risk–coverage curve and the learning curve.

use std::fmt::Write;

use super::probabilities::percent;
use crate::evaluation::{HeadlineFigures, Interval, LearningPoint, ReliabilityBin, RiskCoveragePoint};
use crate::report::document::Scale;
use crate::report::document::table::{decimal, grouped};

/// Size of a chart, and its margins, in its own units.
const WIDTH: f64 = 440.0;
const HEIGHT: f64 = 330.0;
const LEFT: f64 = 56.0;
const RIGHT: f64 = 12.0;
const TOP: f64 = 14.0;
const BOTTOM: f64 = 46.0;

/// A chart under construction: axes, and what is drawn between them.
struct Plot {
    x: Scale,
    y: Scale,
    drawn: String,
}

impl Plot {
    fn new(x: Scale, y: Scale) -> Self {
        Plot { x, y, drawn: String::new() }
    }

    fn x(&self, value: f64) -> f64 {
        LEFT + self.x.position(value) * (WIDTH - LEFT - RIGHT)
    }

    fn y(&self, value: f64) -> f64 {
        HEIGHT - BOTTOM - self.y.position(value) * (HEIGHT - TOP - BOTTOM)
    }

    fn point(&self, (x, y): (f64, f64)) -> String {
        format!("{:.1} {:.1}", self.x(x), self.y(y))
    }

    /// A line through `points`.
    fn line(&mut self, class: &str, points: impl IntoIterator<Item = (f64, f64)>) {
        let points: Vec<String> = points.into_iter().map(|point| self.point(point)).collect();
        let _ = writeln!(self.drawn, "<path class=\"{class}\" d=\"M{}\"/>", points.join("L"));
    }

    /// Whiskers at `x`, moved by `shift` to the right.
    fn whiskers(&mut self, class: &str, x: f64, shift: f64, Interval { low, high }: Interval) {
        let (x, low, high) = (self.x(x) + shift, self.y(low), self.y(high));
        let _ = writeln!(self.drawn, "<path class=\"whiskers {class}\" d=\"M{x:.1} {low:.1}V{high:.1}\"/>");
    }

    /// A mark of a shape that tells its series without colour.
    fn mark(&mut self, series: usize, (x, y): (f64, f64), shift: f64) {
        let mark = mark(series, self.x(x) + shift, self.y(y));
        self.drawn.push_str(&mark);
    }

    fn text(&mut self, class: &str, x: f64, y: f64, text: &str) {
        let _ = writeln!(self.drawn, "<text class=\"{class}\" x=\"{x:.1}\" y=\"{y:.1}\">{text}</text>");
    }

    /// The whole drawing with its axes; `x_labels` stand at their values.
    fn svg(
        self,
        id: &str,
        title: &str,
        description: &str,
        names: [&str; 2],
        x_labels: &[(f64, String)],
    ) -> String {
        let (right, bottom) = (WIDTH - RIGHT, HEIGHT - BOTTOM);
        let mut axes = String::new();
        for line in self.y.lines() {
            let (y, label) = (self.y(line), self.y.label(line));
            let _ = write!(axes, "<path class=\"grid\" d=\"M{LEFT} {y:.1}H{right}\"/>");
            let _ = writeln!(
                axes,
                "<text class=\"end\" x=\"{}\" y=\"{:.1}\">{label}</text>",
                LEFT - 7.0,
                y + 4.0
            );
        }
        for (value, label) in x_labels {
            let x = self.x(*value);
            let _ = write!(axes, "<path class=\"grid\" d=\"M{x:.1} {TOP}V{bottom}\"/>");
            let _ = writeln!(axes, "<text class=\"mid\" x=\"{x:.1}\" y=\"{}\">{label}</text>", bottom + 17.0);
        }
        let middle = (LEFT + right) / 2.0;
        let (across, up) = (names[0], names[1]);
        format!(
            "<svg class=\"chart\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" role=\"img\" aria-labelledby=\"{id}-title {id}-desc\">\n\
             <title id=\"{id}-title\">{title}</title>\n<desc id=\"{id}-desc\">{description}</desc>\n{axes}\
             <path class=\"base\" d=\"M{LEFT} {bottom}H{right}\"/>\n\
             <text class=\"mid name\" x=\"{middle}\" y=\"{}\">{across}</text>\n\
             <text class=\"mid name\" transform=\"translate(13 {:.1}) rotate(-90)\">{up}</text>\n{}</svg>",
            HEIGHT - 8.0,
            (TOP + bottom) / 2.0,
            self.drawn
        )
    }
}

/// A circle, a square or a triangle.
fn mark(series: usize, x: f64, y: f64) -> String {
    match series {
        0 => format!("<circle class=\"s0\" cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"3.6\"/>\n"),
        1 => format!("<path class=\"s1 mark\" d=\"M{:.1} {:.1}h6.6v6.6h-6.6z\"/>\n", x - 3.3, y - 3.3),
        _ => format!("<path class=\"s2 mark\" d=\"M{x:.1} {:.1}l4.3 7.4h-8.6z\"/>\n", y - 4.9),
    }
}

fn labels(scale: &Scale) -> Vec<(f64, String)> {
    scale.lines().into_iter().map(|line| (line, scale.label(line))).collect()
}

/// Share right against confidence, bin by bin.
pub(super) fn reliability(bins: &[ReliabilityBin], intervals: &[Option<Interval>]) -> String {
    let ends = intervals.iter().flatten().flat_map(|interval| [interval.low, interval.high]);
    let values = bins.iter().flat_map(|bin| [bin.confidence, bin.accuracy]).chain(ends);
    let scale = Scale::of(values.chain([1.0]), 5.0);
    let mut plot = Plot::new(scale, scale);
    plot.line("diagonal", [(scale.low, scale.low), (scale.high, scale.high)]);
    for (bin, interval) in bins.iter().zip(intervals) {
        if let Some(interval) = interval {
            plot.whiskers("c0", bin.confidence, 0.0, *interval);
        }
    }
    plot.line("curve c0", bins.iter().map(|bin| (bin.confidence, bin.accuracy)));
    for bin in bins {
        plot.mark(0, (bin.confidence, bin.accuracy), 0.0);
    }
    let said = |bin: &ReliabilityBin| format!("{} {}", decimal(bin.confidence), decimal(bin.accuracy));
    let described =
        format!("Mean confidence and share right: {}.", bins.iter().map(said).collect::<Vec<_>>().join("; "));
    plot.svg("reliability", "Reliability diagram", &described, ["confidence", "share right"], &labels(&scale))
}

/// Share wrong against coverage, with the point that is named set off.
pub(super) fn risk_coverage(points: &[RiskCoveragePoint], named: Option<&RiskCoveragePoint>) -> String {
    let y = Scale::of(points.iter().map(|point| point.risk).chain([0.0]), 4.0);
    let mut plot = Plot::new(Scale::UNIT, y);
    if let Some(last) = points.last() {
        plot.line("diagonal", [(0.0, last.risk), (1.0, last.risk)]);
    }
    plot.line("curve c0", points.iter().map(|point| (point.coverage, point.risk)));
    for point in points {
        plot.mark(0, (point.coverage, point.risk), 0.0);
    }
    if let Some(point) = named {
        plot.line("named", [(point.coverage, y.low), (point.coverage, point.risk)]);
        // Where the curve runs low, its label stands above it.
        let base = if y.position(point.risk) < 0.3 { (y.low + y.high) / 2.0 } else { y.low };
        let (x, y) = (plot.x(point.coverage), plot.y(base));
        let label = format!("accuracy {}", decimal(1.0 - point.risk));
        plot.text("end strong", x - 7.0, y - 24.0, &label);
        plot.text("end", x - 7.0, y - 9.0, &format!("at {} coverage", percent(point.coverage)));
    }
    let said = |point: &RiskCoveragePoint| format!("{} {}", decimal(point.coverage), decimal(point.risk));
    let described =
        format!("Coverage and share wrong: {}.", points.iter().map(said).collect::<Vec<_>>().join("; "));
    plot.svg("risk", "Risk–coverage curve", &described, ["coverage", "share wrong"], &labels(&Scale::UNIT))
}

/// A measure of a learning curve: its name, figure and interval.
type Series = (&'static str, fn(&HeadlineFigures) -> f64, fn(&HeadlineFigures) -> Option<Interval>);

/// The three headline figures against rows learned from.
pub(super) fn learning_curve(points: &[LearningPoint]) -> String {
    let series: [Series; 3] = [
        ("accuracy", |of| of.accuracy, |of| of.intervals?.accuracy),
        ("macro-F1", |of| of.macro_f1, |of| of.intervals?.macro_f1),
        ("F_avg", |of| of.f_avg, |of| of.intervals?.f_avg),
    ];
    let rows = |point: &LearningPoint| libm::log2(point.training_rows.max(1) as f64);
    let learned: Vec<(f64, &HeadlineFigures)> =
        points.iter().filter_map(|point| Some((rows(point), point.figures.as_ref()?))).collect();
    let values = learned.iter().flat_map(|(_, of)| {
        series.iter().flat_map(|(_, figure, interval)| {
            interval(of).map(|of| [of.low, of.high]).into_iter().flatten().chain([figure(of)])
        })
    });
    let ends =
        points.iter().map(rows).fold((f64::INFINITY, f64::NEG_INFINITY), |(l, h), x| (l.min(x), h.max(x)));
    let x = Scale { low: ends.0 - 0.3, high: ends.1 + 0.3, step: 1.0 };
    let mut plot = Plot::new(x, Scale::of(values, 5.0));
    for (i, (name, figure, interval)) in series.iter().enumerate() {
        let shift = 7.0 * (i as f64 - 1.0);
        for (x, of) in &learned {
            if let Some(interval) = interval(of) {
                plot.whiskers(&format!("c{i}"), *x, shift, interval);
            }
        }
        let moved = shift / (WIDTH - LEFT - RIGHT) * (x.high - x.low);
        plot.line(&format!("curve c{i}"), learned.iter().map(|(x, of)| (x + moved, figure(of))));
        for (x, of) in &learned {
            plot.mark(i, (*x, figure(of)), shift);
        }
        let (x, y) = (WIDTH - RIGHT - 86.0, HEIGHT - BOTTOM - 50.0 + 17.0 * i as f64);
        plot.drawn.push_str(&mark(i, x, y));
        plot.text("", x + 10.0, y + 4.0, name);
    }
    let said = |point: &LearningPoint| {
        let figures = point
            .figures
            .as_ref()
            .map(|of| series.map(|(name, figure, _)| format!("{name} {}", decimal(figure(of)))));
        format!(
            "{} rows: {}",
            grouped(point.training_rows),
            figures.map_or("nothing".into(), |of| of.join(", "))
        )
    };
    let described = format!("{}.", points.iter().map(said).collect::<Vec<_>>().join("; "));
    let labels: Vec<(f64, String)> =
        points.iter().map(|point| (rows(point), grouped(point.training_rows))).collect();
    plot.svg("learning-curve", "Learning curve", &described, ["rows learned from", "figure"], &labels)
}
