//! Random numbers that are the same on every machine and in every version.

/// The splitmix64 generator (Steele, Lea & Flood 2014), whose sequence no dependency can change.
pub(super) struct SplitMix64(u64);

impl SplitMix64 {
    pub fn new(seed: u64) -> Self {
        SplitMix64(seed)
    }

    /// A generator of its own for each `number`. Its first state is itself drawn, since the sequences of seeds that follow
    /// each other at the generator's own step are one another's continuation.
    pub fn stream(seed: u64, number: u64) -> Self {
        let mixed = SplitMix64(seed).next() ^ number;
        SplitMix64(SplitMix64(mixed).next())
    }

    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A number below `n`, each as likely as any other but for one part in 2⁶⁴ / `n`.
    pub fn below(&mut self, n: usize) -> usize {
        ((u128::from(self.next()) * n as u128) >> 64) as usize
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // Java's SplittableRandom and Vigna's splitmix64.c give these for seed 1234567.
    #[test]
    fn the_generator_gives_the_published_sequence() {
        let mut random = SplitMix64::new(1_234_567);
        let first = [random.next(), random.next(), random.next()];
        assert_eq!(first, [6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423]);
    }

    #[test]
    fn numbers_below_a_bound_are_spread_evenly_and_streams_differ() {
        let mut counts = [0u32; 7];
        let mut random = SplitMix64::stream(1, 5);
        (0..70_000).for_each(|_| counts[random.below(7)] += 1);
        assert!(counts.iter().all(|count| (9_600..10_400).contains(count)), "{counts:?}");
        assert_ne!(SplitMix64::stream(1, 5).next(), SplitMix64::stream(1, 6).next());
        assert_ne!(SplitMix64::stream(1, 5).next(), SplitMix64::stream(2, 5).next());
    }
}
