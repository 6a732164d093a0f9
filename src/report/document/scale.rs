//! Round numbers that an axis runs between.

/// An axis from one round number to another.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::report) struct Scale {
    pub low: f64,
    pub high: f64,
    /// Between one line and the next.
    pub step: f64,
}

/// Distances of the lines of an axis, and the decimals that tell them apart.
const STEPS: [(f64, usize); 12] = [
    (0.001, 3),
    (0.002, 3),
    (0.005, 3),
    (0.01, 2),
    (0.02, 2),
    (0.05, 2),
    (0.1, 1),
    (0.2, 1),
    (0.5, 1),
    (1.0, 0),
    (2.0, 0),
    (5.0, 0),
];

/// Least distance of the ends of an axis.
const LEAST_SPREAD: f64 = 0.1;

impl Scale {
    /// Shares and correlations as a whole.
    pub const UNIT: Scale = Scale { low: 0.0, high: 1.0, step: 0.2 };

    /// The shortest axis with about `lines` lines that holds all of `values`.
    pub fn of(values: impl IntoIterator<Item = f64>, lines: f64) -> Self {
        let (low, high) =
            values.into_iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(l, h), v| (l.min(v), h.max(v)));
        if low > high {
            return Scale::UNIT;
        }
        // What lies close together is not drawn far apart.
        let low =
            if low >= 0.0 { low.min((high - LEAST_SPREAD).max(0.0)) } else { low.min(high - LEAST_SPREAD) };
        let high = high.max(low + LEAST_SPREAD);
        let wanted = (high - low) / lines;
        let step = STEPS.iter().map(|(step, _)| *step).find(|step| *step >= wanted).unwrap_or(high - low);
        let (low, high) = ((low / step + 1e-9).floor() * step, (high / step - 1e-9).ceil() * step);
        Scale { low, high, step }
    }

    /// The same distance on either side of zero, so that all of `values` fit.
    pub fn around_zero(values: impl IntoIterator<Item = f64>) -> Self {
        let farthest = values.into_iter().map(f64::abs).fold(LEAST_SPREAD / 2.0, f64::max);
        Scale::of([-farthest, farthest], 4.0)
    }

    /// Where `value` lies, from 0 to 1.
    pub fn position(&self, value: f64) -> f64 {
        ((value - self.low) / (self.high - self.low)).clamp(0.0, 1.0)
    }

    /// The values of its lines, both ends included.
    pub fn lines(&self) -> Vec<f64> {
        let n = ((self.high - self.low) / self.step).round() as usize;
        (0..=n).map(|i| self.low + i as f64 * self.step).collect()
    }

    /// `value` with as many decimals as its lines have.
    pub fn label(&self, value: f64) -> String {
        let decimals = STEPS.iter().find(|(step, _)| *step >= self.step - 1e-9).map_or(0, |(_, n)| *n);
        // A zero has no sign.
        let value = if value.abs() < self.step / 2.0 { 0.0 } else { value };
        format!("{value:.decimals$}").replace('-', "\u{2212}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(scale: Scale) -> Vec<String> {
        scale.lines().into_iter().map(|line| scale.label(line)).collect()
    }

    #[test]
    fn an_axis_runs_between_round_numbers() {
        assert_eq!(labels(Scale::of([0.612, 0.871], 4.0)), ["0.6", "0.7", "0.8", "0.9"]);
        assert_eq!(labels(Scale::of([0.0, 1.0], 5.0)), ["0.0", "0.2", "0.4", "0.6", "0.8", "1.0"]);
        assert_eq!(labels(Scale::around_zero([0.013, -0.031])), ["−0.05", "0.00", "0.05"]);
        assert_eq!(labels(Scale::of([], 4.0)).len(), 6);
    }

    #[test]
    fn one_value_makes_an_axis_too() {
        assert_eq!(labels(Scale::of([0.996, 1.0], 4.0)), ["0.90", "0.95", "1.00"]);
        for value in [0.0, 0.5, 1.0, -0.25] {
            let scale = Scale::of([value], 4.0);
            assert!(scale.low <= value && value <= scale.high && scale.low < scale.high, "{scale:?}");
        }
    }
}
