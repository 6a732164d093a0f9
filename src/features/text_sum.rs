//! What do the occurrences of terms in one text add up to, and how much of it is known?

use super::projected::Traits;

/// What a count is worth.
#[derive(Debug)]
pub(crate) struct Tf {
    is_sublinear: bool,
    /// For small counts, what [`step`](Self::step) is.
    steps: [[f64; 2]; 16],
}

impl Tf {
    /// `1 + ln count`, or the count itself.
    pub fn new(is_sublinear: bool) -> Self {
        let mut tf = Tf { is_sublinear, steps: [[0.0; 2]; 16] };
        tf.steps = std::array::from_fn(|count| tf.difference(count.max(1) as u32));
        tf
    }

    fn of(&self, count: u32) -> f64 {
        match count {
            0 => 0.0,
            _ if self.is_sublinear => 1.0 + libm::log(f64::from(count)),
            _ => count.into(),
        }
    }

    /// What the last of `count` occurrences adds to tf, and to its square.
    #[inline(always)]
    pub fn step(&self, count: u32) -> [f64; 2] {
        match self.steps.get(count as usize) {
            Some(step) => *step,
            None => self.difference(count),
        }
    }

    #[cold]
    fn difference(&self, count: u32) -> [f64; 2] {
        let (before, now) = (self.of(count - 1), self.of(count));
        [now - before, now * now - before * before]
    }

    /// What makes up for it, in tf and squared tf, that each of `count` occurrences was added as if it were the only one.
    pub fn correction(&self, count: u32) -> [f64; 2] {
        let (tf, n) = (self.of(count), f64::from(count));
        [tf - n, tf * tf - n]
    }
}

/// The word block of a text before its norm.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Sum<const L: usize> {
    pub lanes: [f64; L],
    pub squares: f64,
}

impl<const L: usize> Default for Sum<L> {
    fn default() -> Self {
        Sum { lanes: [0.0; L], squares: 0.0 }
    }
}

impl<const L: usize> Sum<L> {
    /// Adds `tf · idf` times the weights, and `squared_tf · idf²`.
    #[inline(always)]
    pub fn add(&mut self, [tf, squared_tf]: [f64; 2], (idf, weights): (f64, [f32; L])) {
        let value = tf * idf;
        self.lanes = std::array::from_fn(|lane| self.lanes[lane] + value * f64::from(weights[lane]));
        self.squares += squared_tf * idf * idf;
    }
}

/// How many words a text has, and how many of them are known.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Known {
    n_words: u32,
    n_known: u32,
}

impl Known {
    /// Counts a unit of these traits.
    #[inline(always)]
    pub fn count(&mut self, traits: Traits, is_in_term: bool) {
        self.n_words += traits.word();
        self.n_known += traits.known_word() | traits.word() & u32::from(is_in_term);
    }

    /// The share of its words that are known; 0 where it has none.
    pub fn share(self) -> f64 {
        if self.n_words == 0 { 0.0 } else { f64::from(self.n_known) / f64::from(self.n_words) }
    }
}
