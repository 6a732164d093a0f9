//! McNemar's test: are two equally often right on the same rows?

use serde::Serialize;

/// How often two sets of predictions are right on the same rows, and McNemar's exact test of whether they are so equally
/// often.
///
/// # Definition
/// With b rows that only the first predicts right and c that only the second does,
/// p = min(1, 2 Σ_{k ≤ min(b, c)} C(b + c, k) / 2^(b + c)): the probability of so uneven a split, or a more uneven one,
/// if each such row fell to either side by the toss of a coin. It takes rows for independent of each other: where they
/// come in clusters it is too small.
///
/// # References
/// McNemar 1947, "Note on the sampling error of the difference between correlated proportions or percentages".
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[non_exhaustive]
pub struct McNemar {
    /// Rows that both predict right.
    pub both_right: u64,
    /// Rows that only the first predicts right.
    pub only_a_right: u64,
    /// Rows that only the second predicts right.
    pub only_b_right: u64,
    /// Rows that both predict wrong.
    pub both_wrong: u64,
    /// Two-sided p of the exact test.
    pub p: f64,
}

impl McNemar {
    /// The test for rows of each of which is told whether the first and the second predict it right.
    ///
    /// # Examples
    /// ```
    /// use standpoint::McNemar;
    ///
    /// let rows = [[(true, false); 1].as_slice(), &[(false, true); 7], &[(true, true); 90]].concat();
    /// let test = McNemar::of(rows);
    /// assert_eq!((test.only_a_right, test.only_b_right), (1, 7));
    /// assert!((test.p - 2.0 * (1.0 + 8.0) / 256.0).abs() < 1e-12);
    /// ```
    pub fn of(rows: impl IntoIterator<Item = (bool, bool)>) -> Self {
        let mut test = McNemar { both_right: 0, only_a_right: 0, only_b_right: 0, both_wrong: 0, p: 1.0 };
        for right in rows {
            *match right {
                (true, true) => &mut test.both_right,
                (true, false) => &mut test.only_a_right,
                (false, true) => &mut test.only_b_right,
                (false, false) => &mut test.both_wrong,
            } += 1;
        }
        test.p = two_sided(test.only_a_right, test.only_b_right);
        test
    }
}

/// Two-sided p of `b` against `c` tosses of a coin.
fn two_sided(b: u64, c: u64) -> f64 {
    let (n, least) = ((b + c) as f64, b.min(c));
    // The largest term by way of logarithms, which do not overflow, and the others from it: C(n, k−1) is
    // C(n, k) · k / (n − k + 1).
    let m = least as f64;
    let log_term = libm::lgamma(n + 1.0)
        - libm::lgamma(m + 1.0)
        - libm::lgamma(n - m + 1.0)
        - n * std::f64::consts::LN_2;
    let (mut sum, mut term) = (0.0, 1.0);
    for k in (0..=least).rev() {
        sum += term;
        term *= k as f64 / (n - k as f64 + 1.0);
        if term < sum * f64::EPSILON * 0.01 {
            break;
        }
    }
    (2.0 * sum * libm::exp(log_term)).min(1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    // 2 · (1 + 10 + 45) / 1024.
    #[test]
    fn p_is_that_worked_out_by_hand() {
        assert!((two_sided(8, 2) - 112.0 / 1024.0).abs() < 1e-14);
        assert!((two_sided(0, 8) - 2.0 / 256.0).abs() < 1e-15);
        assert_eq!((two_sided(0, 0), two_sided(3, 3), two_sided(0, 1)), (1.0, 1.0, 1.0));
        assert_eq!(two_sided(40_000, 1), 0.0);
    }
}
