//! The values of one measure in each draw of the bootstrap, for whoever compares many predictions of the same rows.

use super::bootstrap::Bootstrap;
use super::measure::Measure;
use super::resampling::Resampling;
use super::sample::{Sample, Tally};
use super::scored_row::ScoredRow;

/// The value of `measure` for `rows`, and its values in each draw of the bootstrap, 0.0 where it is undefined.
///
/// Predictions of the same rows in the same order are drawn alike, so that the values of two of them can be subtracted
/// draw by draw.
pub(crate) fn redrawn(rows: &[ScoredRow], measure: Measure, bootstrap: &Bootstrap) -> (f64, Vec<f64>) {
    let sample = Sample::new(rows);
    let value = |tally: &Tally| measure.of(tally).unwrap_or(0.0);
    let drawn = bootstrap.of(&Resampling::of(rows, &sample), |weights, tally: &mut Tally| {
        sample.tally_weighted(weights, tally);
        value(tally)
    });
    (value(&sample.tally()), drawn)
}

/// The standard deviation of `drawn`: the bootstrap's estimate of a standard error; 0.0 for fewer than two draws.
pub(crate) fn standard_error(drawn: impl ExactSizeIterator<Item = f64> + Clone) -> f64 {
    let n = drawn.len() as f64;
    if n < 2.0 {
        return 0.0;
    }
    let mean = drawn.clone().sum::<f64>() / n;
    (drawn.map(|value| (value - mean) * (value - mean)).sum::<f64>() / (n - 1.0)).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stance::Stance::{Against, Favor};
    use crate::stance::Target;

    #[test]
    fn predictions_of_the_same_rows_are_drawn_alike() {
        let target = Target::new("tax").unwrap();
        let rows = |right: usize| -> Vec<ScoredRow> {
            let predicted = |i| if i < right { Favor } else { Against };
            let row = |i| ScoredRow {
                target: &target,
                actual: Favor,
                predicted: Some(predicted(i)),
                proba: None,
                cluster: None,
            };
            (0..100).map(row).collect()
        };
        let bootstrap = Bootstrap { draws: 400, seed: 2 };
        let of = |right| redrawn(&rows(right), Measure::Accuracy, &bootstrap);
        let ((a, drawn_a), (b, drawn_b)) = (of(50), of(60));
        assert_eq!((a, b), (0.5, 0.6));
        // Of 100 rows, 10 differ: the standard error of the difference is √(0.1 · 0.9 / 100) = 0.03, that of each alone
        // 0.05, that of two that are not paired 0.07.
        let difference = standard_error(drawn_b.iter().zip(&drawn_a).map(|(b, a)| b - a));
        assert!((0.026..0.034).contains(&difference), "{difference}");
        assert!((0.045..0.055).contains(&standard_error(drawn_a.iter().copied())));
        assert_eq!(standard_error([0.7].into_iter()), 0.0);
    }
}
