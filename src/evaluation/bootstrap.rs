//! The bootstrap: figures of rows drawn anew, again and again.

use rayon::prelude::*;

use super::random::SplitMix64;
use super::resampling::{Resampling, Weights};

/// How the bootstrap draws.
///
/// # Definition
/// As many rows as there are, with replacement, within each stratum of one target and one actual stance. Where rows come
/// in clusters, of one statement or group, they are not independent of each other: then as many clusters as there are,
/// with replacement and without strata, and a cluster's rows all or none.
///
/// # Parameters
/// | Name | Default | Purpose | Range |
/// | --- | --- | --- | --- |
/// | `draws` | 2000 | number of draws | 0 and up; 0 = no intervals, Wilson's included |
/// | `seed` | 1 | what is drawn | any |
///
/// # Determinism
/// Every draw has a generator of its own, so that the same rows, draws and seed give the same figures at any number of
/// threads.
///
/// # References
/// Efron & Tibshirani 1993, "An Introduction to the Bootstrap"; Davison & Hinkley 1997, "Bootstrap Methods and their
/// Application", section 3.8 (whole clusters).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bootstrap {
    /// Number of draws.
    pub draws: u32,
    /// What is drawn.
    pub seed: u64,
}

impl Default for Bootstrap {
    fn default() -> Self {
        Bootstrap { draws: 2000, seed: 1 }
    }
}

impl Bootstrap {
    /// No draws, and no intervals.
    pub const NONE: Bootstrap = Bootstrap { draws: 0, seed: 1 };

    /// What `figures` makes of each draw's weights of the rows; it is given working memory that it may leave in any state.
    pub(super) fn of<S: Default + Send, R: Send>(
        &self,
        resampling: &Resampling,
        figures: impl Fn(&[u32], &mut S) -> R + Sync,
    ) -> Vec<R> {
        (0..self.draws)
            .into_par_iter()
            .map_init(<(Weights, S)>::default, |(weights, memory), draw| {
                let mut random = SplitMix64::stream(self.seed, draw.into());
                figures(resampling.draw(&mut random, weights), memory)
            })
            .collect()
    }
}
