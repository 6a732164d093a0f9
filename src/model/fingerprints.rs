//! By which few bytes is a text known again, exactly or nearly, without being kept?
//!
//! A fingerprint has 16 bits of a hash of the whole normalised text and a sketch of its set of character 5-grams: 112
//! lanes of one bit, the lowest of the hash of the 5-gram that a random order of all 5-grams puts first in that lane.
//! Two sets agree on that 5-gram with a probability of their Jaccard index J, and where they do not, on the bit by
//! chance: (1 + J) / 2 of the lanes are alike. The lanes are filled in rounds: each round throws every 5-gram into a
//! lane, where the least hash of the earliest round stays, until no lane is empty, which takes one round for a long text
//! and time linear in its length.
//!
//! Both hashes are part of the model format and never change within a format version.
//!
//! # References
//! Broder 1997, "On the resemblance and containment of documents"; Li & König 2010, "b-Bit Minwise Hashing"; Dahlgaard,
//! Knudsen & Thorup 2017, "Fast Similarity Sketching".

use rayon::prelude::*;

use crate::features::{extend, hash_bytes};
use crate::text::{five_grams, normalize};

/// Lanes of a sketch, one bit each.
pub(crate) const LANES: usize = 112;

/// What the hashes of 5-grams and of whole texts start from.
const GRAM_SEED: u64 = 5;
const TEXT_SEED: u64 = 6;

/// The trace of one text: 16 bits of its hash above the lanes of its sketch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Fingerprint(pub u128);

impl Fingerprint {
    /// That of a text in normal form.
    ///
    /// Of two texts with one fingerprint it is as good as certain that they are the same: their sketches agree, and of
    /// those whose sketches do one in 65,536 has the same hash.
    pub fn of(normal: &str) -> Self {
        let hash = hash_bytes(normal.as_bytes(), TEXT_SEED) >> 48;
        Fingerprint(u128::from(hash) << LANES | sketch(normal))
    }

    /// The lanes of the sketch, eight to a byte.
    pub fn sketch_bytes(self) -> [u8; LANES / 8] {
        let bytes = self.0.to_le_bytes();
        std::array::from_fn(|i| bytes[i])
    }

    /// Number of lanes in which the sketches differ.
    pub fn lanes_between(self, other: Self) -> u32 {
        ((self.0 ^ other.0) << (u128::BITS as usize - LANES)).count_ones()
    }
}

/// The fingerprints of the distinct ones of `texts`, rising: their order tells nothing of the corpus.
pub(super) fn fingerprints(texts: &[&str]) -> Vec<Fingerprint> {
    let mut fingerprints: Vec<Fingerprint> =
        texts.par_iter().map(|text| Fingerprint::of(&normalize(text))).collect();
    fingerprints.sort_unstable();
    fingerprints.dedup();
    fingerprints
}

fn sketch(normal: &str) -> u128 {
    let mut grams = Vec::with_capacity(normal.len());
    five_grams(normal, |gram| grams.push(hash_bytes(&gram.to_le_bytes(), GRAM_SEED)));
    // What a text repeats is thrown once: its lanes fill up as fast as those of the distinct 5-grams alone.
    grams.sort_unstable();
    grams.dedup();
    if grams.is_empty() {
        return 0;
    }
    // The round above the hash, so that an earlier round is less.
    let mut least = [u64::MAX; LANES];
    // The first rounds throw at random; after them each throws all into one lane, so that none can stay empty.
    for round in 0..2 * LANES as u64 {
        for &gram in &grams {
            let hash = extend(round, gram);
            let thrown = ((hash >> 32) * LANES as u64) >> 32;
            let lane = round.checked_sub(LANES as u64).unwrap_or(thrown) as usize;
            least[lane] = least[lane].min(round << 32 | hash & 0xFFFF_FFFF);
        }
        if !least.contains(&u64::MAX) {
            break;
        }
    }
    least.iter().rev().fold(0, |lanes, hash| lanes << 1 | u128::from(hash & 1))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn the_values_are_those_of_the_format() {
        // By a second implementation, over integers without bounds. Written down so that a change, which would orphan
        // every model file, cannot pass unseen.
        assert_eq!(Fingerprint::of("lift the embargo now").0, 0x3381_CF34_5815_B49E_6F52_E998_161C_5ACA);
        assert_eq!(Fingerprint::of("制裁").0, 0x1594_C35D_CA39_C98F_BDA9_D591_1E9E_CF6E);
        assert_eq!(Fingerprint::of("").0, 0x3B3A_0000_0000_0000_0000_0000_0000_0000);
    }

    #[test]
    fn the_share_of_lanes_alike_is_that_of_the_jaccard_index() {
        // Texts of 40 to 400 letters drawn by a hash, of which two share a part: over many pairs the mean of the
        // estimate 1 − 2 d / 112 is the index, and its standard deviation at most that of 112 independent lanes.
        let letters = |seed: u64, n: u64| -> String {
            (0..n).map(|i| char::from(b'a' + (extend(seed, i) % 26) as u8)).collect()
        };
        for (n, shared) in [(40, 20), (40, 36), (400, 100), (400, 380), (12, 10)] {
            let (mut sum, mut squares, pairs) = (0.0, 0.0, 400);
            for pair in 0..pairs {
                let common = letters(pair, shared);
                let [a, b] = [1, 2].map(|own| common.clone() + &letters(own * 1000 + pair, n - shared));
                let [x, y] = [&a, &b].map(|text| {
                    let mut grams = BTreeSet::new();
                    five_grams(text, |gram| _ = grams.insert(gram));
                    grams
                });
                let jaccard = x.intersection(&y).count() as f64 / x.union(&y).count() as f64;
                let apart = Fingerprint::of(&a).lanes_between(Fingerprint::of(&b));
                let error = 1.0 - 2.0 * f64::from(apart) / LANES as f64 - jaccard;
                sum += error;
                squares += error * error;
            }
            let (mean, deviation) = (sum / pairs as f64, (squares / pairs as f64).sqrt());
            assert!(mean.abs() < 4.0 * deviation / (pairs as f64).sqrt(), "{n}, {shared}: {mean}");
            // √((1 − J²) / 112) is at most 0.095.
            assert!(deviation < 0.1, "{n}, {shared}: {deviation}");
        }
    }

    #[test]
    fn the_fingerprints_of_texts_are_sorted_and_those_of_equal_texts_are_one() {
        let kept = fingerprints(&["Lift them.", "Keep them.", "lift  THEM.", "Rain"]);
        assert_eq!(kept.len(), 3);
        assert!(kept.is_sorted());
        assert!(kept.contains(&Fingerprint::of("lift them.")));
    }
}
