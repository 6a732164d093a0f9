//! A sparse accumulator for one record.

use super::vocabulary::Block;

/// A sparse accumulator: dense sums, and which of them are not zero.
#[derive(Debug, Default)]
pub(crate) struct Sums {
    sums: Vec<f32>,
    touched: [Vec<u32>; 5],
}

impl Sums {
    /// Makes room for `n_features` sums.
    pub fn resize(&mut self, n_features: usize) {
        self.sums.resize(n_features, 0.0);
    }

    /// Adds `amount` to the sum of `feature`, a feature of `block`.
    pub fn add(&mut self, block: Block, feature: u32, amount: f32) {
        let sum = &mut self.sums[feature as usize];
        if *sum == 0.0 {
            self.touched[block as usize].push(feature);
        }
        *sum += amount;
    }

    /// The entries of `block` in feature order; their sums are zero afterwards.
    pub fn block(&mut self, block: Block) -> impl Iterator<Item = (u32, f32)> {
        let Sums { sums, touched } = self;
        let touched = &mut touched[block as usize];
        touched.sort_unstable();
        touched.drain(..).map(|feature| (feature, std::mem::take(&mut sums[feature as usize])))
    }
}
