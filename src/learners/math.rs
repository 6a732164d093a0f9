//! Elementary functions and random numbers that give the same bits on every processor.

/// Position of the greatest of `scores`; the lowest of those that tie.
pub(crate) fn argmax(scores: &[f64]) -> usize {
    let mut best = 0;
    for (class, score) in scores.iter().enumerate() {
        if *score > scores[best] {
            best = class;
        }
    }
    best
}

/// Turns `scores` into probabilities exp(sᵢ) / Σⱼ exp(sⱼ).
pub(crate) fn softmax(scores: &mut [f64]) {
    // Less the greatest score, so that no exponential overflows.
    let greatest = scores.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let mut sum = 0.0;
    for score in scores.iter_mut() {
        *score = libm::exp(*score - greatest);
        sum += *score;
    }
    for score in scores.iter_mut() {
        *score /= sum;
    }
}

/// Natural logarithm of a share; that of 0 is ln of the least normal number (about -708), so that scores stay
/// finite while the probability is 0 for all purposes.
pub(crate) fn log_share(part: f64, whole: f64) -> f64 {
    libm::log((part / whole).max(f64::MIN_POSITIVE))
}

/// The SplitMix64 generator of random numbers: small, seedable, the same on every machine.
///
/// # References
/// Steele, Lea & Flood: Fast splittable pseudorandom number generators (2014).
#[derive(Debug, Clone)]
pub(crate) struct SplitMix64(u64);

impl SplitMix64 {
    pub(crate) fn new(seed: u64) -> Self {
        SplitMix64(seed)
    }

    pub(crate) fn next_u64(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A number below `bound`, by multiply and shift.
    pub(crate) fn below(&mut self, bound: usize) -> usize {
        ((u128::from(self.next_u64()) * bound as u128) >> 64) as usize
    }

    /// Puts `items` into a random order (Fisher & Yates).
    pub(crate) fn shuffle<T>(&mut self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            items.swap(last, self.below(last + 1));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lowest_of_equal_scores_wins() {
        assert_eq!(argmax(&[1.0, 3.0, 3.0]), 1);
        assert_eq!(argmax(&[0.0, 0.0]), 0);
    }

    #[test]
    fn softmax_neither_overflows_nor_loses_mass() {
        let mut scores = [1e300, 1e300, -1e300];
        softmax(&mut scores);
        assert_eq!(scores, [0.5, 0.5, 0.0]);
        let mut scores = [0.0, 3f64.ln()];
        softmax(&mut scores);
        assert!((scores[0] - 0.25).abs() < 1e-15 && (scores[1] - 0.75).abs() < 1e-15);
    }

    #[test]
    fn the_share_of_nothing_has_a_finite_logarithm() {
        assert!((log_share(1.0, 4.0) + 4f64.ln()).abs() < 1e-15);
        assert!((-709.0..-708.0).contains(&log_share(0.0, 4.0)));
    }

    // First outputs for seed 1234567 as in the reference program of Vigna, https://prng.di.unimi.it/splitmix64.c
    #[test]
    fn random_numbers_are_those_of_the_reference() {
        let mut random = SplitMix64::new(1_234_567);
        let first: Vec<u64> = (0..3).map(|_| random.next_u64()).collect();
        assert_eq!(first, [6457827717110365317, 3203168211198807973, 9817491932198370423]);
    }

    #[test]
    fn shuffling_keeps_every_item() {
        let mut items: Vec<usize> = (0..100).collect();
        SplitMix64::new(7).shuffle(&mut items);
        assert_ne!(items, (0..100).collect::<Vec<_>>());
        items.sort_unstable();
        assert_eq!(items, (0..100).collect::<Vec<_>>());
    }
}
