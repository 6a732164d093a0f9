//! A sparse accumulator for one record.

/// A sparse accumulator: dense sums, and which of them are not zero.
#[derive(Debug, Default)]
pub(crate) struct Sums {
    sums: Vec<f32>,
    touched: Vec<u32>,
}

impl Sums {
    /// Makes room for `n_features` sums.
    pub fn resize(&mut self, n_features: usize) {
        self.sums.resize(n_features, 0.0);
    }

    /// Adds `amount` to the sum of `feature`.
    pub fn add(&mut self, feature: u32, amount: f32) {
        let sum = &mut self.sums[feature as usize];
        if *sum == 0.0 {
            self.touched.push(feature);
        }
        *sum += amount;
    }

    /// The sums in feature order; they are zero afterwards.
    pub fn drain(&mut self) -> impl Iterator<Item = (u32, f32)> {
        self.touched.sort_unstable();
        self.touched.drain(..).map(|feature| (feature, std::mem::take(&mut self.sums[feature as usize])))
    }
}
