//! Vectors of class values in groups of four, and their sums in a fixed order.

use rayon::prelude::*;

/// Values in a [`Lane`].
pub(super) const WIDTH: usize = 4;

/// Lanes that one task works on: fixed, so that sums do not depend on the number of threads.
pub(super) const LANES_PER_CHUNK: usize = 2048;

/// The values of four classes, side by side: what the compiler turns into SIMD instructions.
///
/// A matrix with a row per record or feature and a column per class is a slice of lanes, row by row, the last lane
/// of a row filled up with classes that do not exist.
#[derive(Debug, Clone, Copy, PartialEq)]
#[repr(align(32))]
pub(super) struct Lane(pub(super) [f64; WIDTH]);

impl Lane {
    pub(super) const ZERO: Lane = Lane([0.0; WIDTH]);

    /// Number of lanes in a row of `n_classes` values.
    pub(super) fn per_row(n_classes: usize) -> usize {
        n_classes.div_ceil(WIDTH)
    }

    /// self + factor · other
    #[inline]
    pub(super) fn plus(self, factor: f64, other: Lane) -> Lane {
        Lane(std::array::from_fn(|c| self.0[c] + factor * other.0[c]))
    }

    #[inline]
    pub(super) fn times(self, other: Lane) -> Lane {
        Lane(std::array::from_fn(|c| self.0[c] * other.0[c]))
    }

    #[inline]
    pub(super) fn sum(self) -> f64 {
        (self.0[0] + self.0[1]) + (self.0[2] + self.0[3])
    }
}

/// Scalar product of two vectors.
pub(super) fn dot(a: &[Lane], b: &[Lane]) -> f64 {
    let partial: Vec<f64> = (a.par_chunks(LANES_PER_CHUNK), b.par_chunks(LANES_PER_CHUNK))
        .into_par_iter()
        .map(|(a, b)| dot_of_chunk(a, b))
        .collect();
    partial.iter().sum()
}

/// Scalar product of two chunks, on the thread that asks.
pub(super) fn dot_of_chunk(a: &[Lane], b: &[Lane]) -> f64 {
    a.iter().zip(b).fold(Lane::ZERO, |sum, (a, b)| sum.plus(1.0, a.times(*b))).sum()
}

/// a ← a + factor · b
pub(super) fn add_scaled(a: &mut [Lane], factor: f64, b: &[Lane]) {
    (a.par_chunks_mut(LANES_PER_CHUNK), b.par_chunks(LANES_PER_CHUNK)).into_par_iter().for_each(|(a, b)| {
        for (a, b) in a.iter_mut().zip(b) {
            *a = a.plus(factor, *b);
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_vectors_are_summed_whole() {
        let n = 3 * LANES_PER_CHUNK + 5;
        let mut a = vec![Lane([1.0, 2.0, 0.0, 1.0]); n];
        let b = vec![Lane([0.5, 1.0, 9.0, 0.0]); n];
        assert_eq!(dot(&a, &b), 2.5 * n as f64);
        add_scaled(&mut a, 2.0, &b);
        assert!(a.iter().all(|lane| *lane == Lane([2.0, 4.0, 18.0, 1.0])));
    }
}
