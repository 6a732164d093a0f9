//! The features that speak most for a stance, over all statements.

use serde::Serialize;

use super::model::Model;
use crate::features::Block;
use crate::stance::Stance;

/// A feature and how much more it speaks for one stance than for the others.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct StrongFeature {
    /// The term: stems, two of them joined by " + " in a pair, or a character n-gram with its padding.
    pub term: String,
    /// `word`, `character`, `lexicon`, `about` or `pair`.
    pub block: &'static str,
    /// Its weight for the stance minus the mean of its weights for the stances that the target can be given.
    pub weight: f64,
}

impl Model {
    /// The `n` features that speak most for `stance` toward target `t`, the strongest first.
    pub fn strongest(&self, t: usize, stance: Stance, n: usize) -> Vec<StrongFeature> {
        let classes = self.classes(t);
        let present: Vec<usize> = (0..3).filter(|&k| classes[k]).collect();
        let weight = |feature: u32| {
            let weights = &self.weights_of(feature)[Model::stance_columns(t)];
            let mean = present.iter().map(|&k| f64::from(weights[k])).sum::<f64>() / present.len() as f64;
            f64::from(weights[stance.index()]) - mean
        };
        let mut ranked: Vec<(f64, u32)> = (0..self.n_features() as u32)
            .map(|i| (weight(i), i))
            .filter(|(weight, _)| *weight > 0.0)
            .collect();
        ranked.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        ranked
            .into_iter()
            .take(n)
            .map(|(weight, i)| {
                let (block, term) = self.featurizer.term(i);
                StrongFeature { term: term.to_string(), block: block_name(block), weight }
            })
            .collect()
    }
}

fn block_name(block: Block) -> &'static str {
    match block {
        Block::Word => "word",
        Block::Character => "character",
        Block::Lexicon => "lexicon",
        Block::About => "about",
        Block::Pair => "pair",
    }
}
