//! Confidence intervals: Wilson's for shares, percentiles of the bootstrap for the rest.

use std::fmt;

use serde::{Serialize, Serializer};

use super::bootstrap::Bootstrap;

/// Level of every interval: nineteen of twenty such intervals hold the value that they are an interval of.
pub const LEVEL: f64 = 0.95;

/// The quantile of the standard normal distribution at (1 + [`LEVEL`]) / 2.
const Z: f64 = 1.959_963_984_540_054;

/// A 95 % confidence interval, both ends included.
///
/// # Shapes and units
/// It serialises as an array of two: `[low, high]`.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[serde(into = "[f64; 2]")]
pub struct Interval {
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

impl From<Interval> for [f64; 2] {
    fn from(interval: Interval) -> Self {
        [interval.low, interval.high]
    }
}

/// How intervals were made.
///
/// # Shapes and units
/// It serialises, and is shown, as a phrase.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum IntervalMethod {
    /// Wilson's interval for shares of rows, and percentiles of the bootstrap stratified by target and actual stance for
    /// every other figure.
    WilsonAndStratified,
    /// Percentiles of the stratified bootstrap.
    Stratified,
    /// Percentiles of the bootstrap over clusters, shares included: Wilson's interval would be too narrow, since it takes
    /// rows for independent.
    Clustered,
}

impl fmt::Display for IntervalMethod {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            IntervalMethod::WilsonAndStratified => "Wilson for shares, stratified bootstrap for the rest",
            IntervalMethod::Stratified => "stratified bootstrap",
            IntervalMethod::Clustered => "cluster bootstrap",
        })
    }
}

impl Serialize for IntervalMethod {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// What intervals rest on.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[non_exhaustive]
pub struct IntervalBasis {
    /// Share of such intervals that hold the true value: 0.95.
    pub level: f64,
    /// How they were made.
    pub method: IntervalMethod,
    /// Draws of the bootstrap.
    pub draws: u32,
    /// What it drew.
    pub seed: u64,
    /// Clusters that were drawn, where rows come in clusters.
    pub clusters: Option<usize>,
}

impl IntervalBasis {
    /// The basis where `method` holds for rows that are not clustered.
    pub(super) fn new(bootstrap: &Bootstrap, clusters: Option<usize>, method: IntervalMethod) -> Self {
        let method = if clusters.is_some() { IntervalMethod::Clustered } else { method };
        IntervalBasis { level: LEVEL, method, draws: bootstrap.draws, seed: bootstrap.seed, clusters }
    }
}

impl Interval {
    /// Wilson's score interval of the share `hits` / `n`; `None` where `n` is 0.
    ///
    /// # Definition
    /// With p = hits / n and z the normal quantile at 0.975:
    /// (p + z² / 2n ± z √(p (1 − p) / n + z² / 4n²)) / (1 + z² / n).
    ///
    /// # Examples
    /// ```
    /// use standpoint::Interval;
    ///
    /// let interval = Interval::wilson(9, 10).unwrap();
    /// assert!(interval.low < 0.9 && 0.9 < interval.high && interval.high < 1.0);
    /// ```
    ///
    /// # References
    /// Wilson 1927, "Probable Inference, the Law of Succession, and Statistical Inference"; Brown, Cai & DasGupta 2001,
    /// "Interval Estimation for a Binomial Proportion".
    pub fn wilson(hits: u64, n: u64) -> Option<Self> {
        let (share, n, z2) = (hits as f64 / n as f64, n as f64, Z * Z);
        let (centre, width) =
            (share + z2 / (2.0 * n), Z * (share * (1.0 - share) / n + z2 / (4.0 * n * n)).sqrt());
        let end = |end: f64| (end / (1.0 + z2 / n)).clamp(0.0, 1.0);
        // At no hits and at nothing but hits one end is exact, which rounding would hide.
        let low = if hits == 0 { 0.0 } else { end(centre - width) };
        let high = if share == 1.0 { 1.0 } else { end(centre + width) };
        (n > 0.0).then_some(Interval { low, high })
    }

    /// The interval between the percentiles 2.5 and 97.5 of `values`; `None` where there are none.
    ///
    /// # Definition
    /// The percentile q of the sorted values v_0 … v_{n−1} is interpolated at the position (n − 1) q, as numpy's
    /// `quantile` does.
    pub(crate) fn percentile(mut values: Vec<f64>) -> Option<Self> {
        values.sort_by(f64::total_cmp);
        let last = values.len().checked_sub(1)?;
        let quantile = |q: f64| {
            let position = last as f64 * q;
            let below = position.floor() as usize;
            let above = (below + 1).min(last);
            values[below] + (position - below as f64) * (values[above] - values[below])
        };
        Some(Interval { low: quantile((1.0 - LEVEL) / 2.0), high: quantile((1.0 + LEVEL) / 2.0) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // 8 of 10: p = 0.8, z² = 3.841459; centre (0.8 + 0.192073) / 1.384146 = 0.716740, half width
    // 1.959964 · √(0.016 + 0.009604) / 1.384146 = 0.226578.
    #[test]
    fn wilsons_interval_is_that_worked_out_by_hand() {
        let interval = Interval::wilson(8, 10).unwrap();
        assert!((interval.low - 0.490_162).abs() < 1e-5, "{interval:?}");
        assert!((interval.high - 0.943_318).abs() < 1e-5, "{interval:?}");
        assert_eq!(Interval::wilson(0, 0), None);
        assert_eq!((Interval::wilson(0, 5).unwrap().low, Interval::wilson(5, 5).unwrap().high), (0.0, 1.0));
    }

    // Of 0 … 100 the position of q is 100 q.
    #[test]
    fn percentiles_are_interpolated() {
        let interval = Interval::percentile((0..=100).rev().map(f64::from).collect()).unwrap();
        assert!((interval.low - 2.5).abs() < 1e-12 && (interval.high - 97.5).abs() < 1e-12, "{interval:?}");
        assert_eq!(Interval::percentile(vec![0.5]), Some(Interval { low: 0.5, high: 0.5 }));
        assert_eq!(Interval::percentile(Vec::new()), None);
    }

    #[test]
    fn an_interval_serialises_as_its_two_ends() {
        assert_eq!(serde_json::to_string(&Interval { low: 0.25, high: 0.5 }).unwrap(), "[0.25,0.5]");
    }
}
