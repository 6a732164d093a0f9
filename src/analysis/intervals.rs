//! Intervals of shares and of their difference.

use crate::evaluation::Interval;

/// Two-sided 95 % quantile of the standard normal distribution.
const Z: f64 = 1.959_963_984_540_054;

/// A figure with its 95 % interval.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Estimate {
    /// The figure.
    pub value: f64,
    /// Lower end of the interval.
    pub low: f64,
    /// Upper end of the interval.
    pub high: f64,
}

/// The share `hits / n` with its Wilson score interval; `None` where `n` is zero.
pub(super) fn proportion(hits: usize, n: usize) -> Option<Estimate> {
    let interval = Interval::wilson(hits as u64, n as u64)?;
    Some(Estimate { value: hits as f64 / n as f64, low: interval.low, high: interval.high })
}

/// The net stance of statements that are `favor`, `against` and `neutral`: −1 where all are against, 1 where all are in
/// favor; `None` where there are none.
///
/// # Definition
/// (favor − against) / (favor + against + neutral). The two shares exclude each other, like the two kinds of change in
/// matched pairs, so the interval is that of Agresti and Min for a difference of matched proportions: a Wald interval
/// after ½ is added to favor and to against and 1 to neutral (½ to each of the four cells, two of which are no
/// change). With f = favor + ½, a = against + ½, n = favor + against + neutral + 2 and z = 1.96, it is
/// (f − a)/n ± z √(f + a − (f − a)²/n) / n, within [−1, 1]. It has a width where n is 1, and where all are on one side.
///
/// Statements are taken as independent. Those of one speaker in one article seldom are: then the interval is too narrow.
///
/// # References
/// Agresti and Min, Simple improved confidence intervals for comparing matched proportions, Statistics in Medicine 24,
/// 2005.
pub fn net_stance(favor: usize, against: usize, neutral: usize) -> Option<Estimate> {
    let counted = favor + against + neutral;
    if counted == 0 {
        return None;
    }
    let value = (favor as f64 - against as f64) / counted as f64;
    let (f, a, n) = (favor as f64 + 0.5, against as f64 + 0.5, counted as f64 + 2.0);
    let middle = (f - a) / n;
    let half = Z * (f + a - (f - a) * (f - a) / n).sqrt() / n;
    Some(Estimate { value, low: (middle - half).max(-1.0), high: (middle + half).min(1.0) })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(found: Option<Estimate>, expected: [f64; 3]) {
        let found = found.unwrap();
        for (found, expected) in [found.value, found.low, found.high].into_iter().zip(expected) {
            assert!((found - expected).abs() < 5e-5, "{found} for {expected}");
        }
    }

    #[test]
    fn shares_have_wilson_intervals() {
        // 8 of 10: (0.8 + 0.19207 ± 1.95996 √(0.016 + 0.0096036)) / 1.38415.
        close(proportion(8, 10), [0.8, 0.4902, 0.9433]);
        // 0 of 1: (1.92073 ± 1.92073) / 4.84146.
        close(proportion(0, 1), [0.0, 0.0, 0.7935]);
        close(proportion(1, 1), [1.0, 0.2065, 1.0]);
        assert_eq!(proportion(0, 0), None);
    }

    #[test]
    fn net_stance_has_the_interval_of_agresti_and_min() {
        // f = 1.5, a = 0.5, n = 3: 1/3 ± 1.95996 √(2 − 1/3) / 3 = 0.33333 ± 0.84343.
        close(net_stance(1, 0, 0), [1.0, -0.5101, 1.0]);
        // f = 0.5, a = 10.5, n = 12: −0.83333 ± 1.95996 √(11 − 8.33333) / 12 = −0.83333 ± 0.26672.
        close(net_stance(0, 10, 0), [-1.0, -1.0, -0.5666]);
        // f = 6.5, a = 2.5, n = 14: 0.28571 ± 1.95996 √(9 − 1.14286) / 14 = 0.28571 ± 0.39242.
        close(net_stance(6, 2, 4), [0.3333, -0.1067, 0.6781]);
        // f = a = 0.5, n = 7: 0 ± 1.95996 / 7.
        close(net_stance(0, 0, 5), [0.0, -0.28, 0.28]);
        assert_eq!(net_stance(0, 0, 0), None);
    }

    #[test]
    fn intervals_hold_their_figure() {
        for (favor, against, neutral) in
            [(1, 0, 0), (0, 1, 0), (1000, 0, 0), (3, 400, 7), (9, 9, 0), (0, 0, 1)]
        {
            let net = net_stance(favor, against, neutral).unwrap();
            assert!(net.low <= net.value && net.value <= net.high, "{net:?}");
            let share = proportion(favor, favor + against + neutral).unwrap();
            assert!(share.low <= share.value && share.value <= share.high, "{share:?}");
        }
    }
}
