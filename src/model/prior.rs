//! What a lexicon says before any row is seen: the prior means of the weights.

use std::collections::HashMap;

use crate::features::{Block, Featurizer, UnitTable};
use crate::lexicon::{LexiconEntry, LexiconRole};
use crate::stance::Target;

/// How strongly any word with a lean, whichever way, speaks against a neutral label.
const LEAN_AGAINST_NEUTRAL: f64 = 0.5;

/// Strongest lean of a single term, which the terms inside a phrase do not exceed together.
const STRONGEST: f64 = 3.0;

/// Prior log odds of neutral, in units of the scale, where a lexicon stands alone.
const NEUTRAL_INTERCEPT: f64 = 0.5;

/// Prior log odds of a detector, in units of the scale, where a lexicon stands alone: one name of middling strength
/// suffices.
const DETECTOR_INTERCEPT: f64 = -1.0;

/// A lexicon resolved onto the features of a model.
#[derive(Debug, Clone, Default)]
pub(crate) struct Prior {
    /// `(feature, weights of favor, against, neutral)` that hold for every target.
    pub shared: Vec<(u32, [f64; 3])>,
    /// For each target what is to be added to the shared weights.
    pub targets: Vec<Vec<(u32, [f64; 3])>>,
    /// For each target the detector's weights.
    pub detectors: Vec<Vec<(u32, f64)>>,
}

/// Lean and neutral strength of a term.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
struct Lean {
    stance: f64,
    neutral: f64,
}

impl Lean {
    fn weights(self) -> [f64; 3] {
        [self.stance, -self.stance, self.neutral - LEAN_AGAINST_NEUTRAL * self.stance.abs()]
    }
}

/// Leans of one target, or of every target, by feature.
type Leans = HashMap<u32, Lean>;

impl Prior {
    /// Prior log odds of neutral where nothing else is known, at scale 1.
    pub const STANCE_INTERCEPT: [f64; 3] = [0.0, 0.0, NEUTRAL_INTERCEPT];
    /// Prior log odds of a detector where nothing else is known, at scale 1.
    pub const DETECTOR_INTERCEPT: f64 = DETECTOR_INTERCEPT;

    /// Resolves `entries` for `targets` onto the features of `featurizer`.
    ///
    /// A target's own entry of a term takes precedence over the entry for every target. A phrase that only other
    /// targets know counts as the terms inside it, longest first, so that it hides nothing.
    pub fn new(entries: &[LexiconEntry], featurizer: &Featurizer, targets: &[Target]) -> Self {
        let general = leans(entries, featurizer, None);
        let mut features: Vec<u32> = featurizer.vocabulary().block(Block::Lexicon).collect();
        features.sort_unstable();
        let by_term: HashMap<&str, u32> = features.iter().map(|&i| (featurizer.term(i).1, i)).collect();
        let mut prior = Prior {
            shared: features
                .iter()
                .map(|&i| (i, inside(i, &general, &Leans::new(), featurizer, &by_term)))
                .collect(),
            ..Prior::default()
        };
        let common: HashMap<u32, [f64; 3]> = prior.shared.iter().copied().collect();
        prior.shared.retain(|(_, weights)| *weights != [0.0; 3]);
        for target in targets {
            let own = leans(entries, featurizer, Some(target));
            let added = features.iter().map(|&i| {
                let (whole, common) = (inside(i, &general, &own, featurizer, &by_term), common[&i]);
                (i, std::array::from_fn(|k| whole[k] - common[k]))
            });
            prior.targets.push(added.filter(|(_, weights): &(u32, [f64; 3])| *weights != [0.0; 3]).collect());
            prior.detectors.push(names(entries, featurizer, target));
        }
        prior
    }

    /// Whether the lexicon says what target `t` is called.
    pub fn names_target(&self, t: usize) -> bool {
        !self.detectors[t].is_empty()
    }
}

/// The mean lean of each feature by the entries of `target`: of every target where it is `None`.
fn leans(entries: &[LexiconEntry], featurizer: &Featurizer, target: Option<&Target>) -> Leans {
    let (mut sums, mut table) = (HashMap::<u32, [(f64, f64); 2]>::new(), UnitTable::default());
    for entry in entries.iter().filter(|entry| entry.target.as_ref() == target) {
        let role = match entry.role {
            LexiconRole::Stance => 0,
            LexiconRole::Neutral => 1,
            LexiconRole::About => continue,
        };
        if let Some(feature) = featurizer.phrase_feature(Block::Lexicon, &entry.term, &mut table) {
            let (sum, count) = &mut sums.entry(feature).or_default()[role];
            *sum += entry.lean;
            *count += 1.0;
        }
    }
    let mean = |(sum, count): (f64, f64)| if count > 0.0 { sum / count } else { 0.0 };
    sums.into_iter()
        .map(|(feature, [stance, neutral])| (feature, Lean { stance: mean(stance), neutral: mean(neutral) }))
        .collect()
}

/// The weights of a feature: its own lean, or the sum of the leans of the longest terms inside it, at most that of a
/// single term.
fn inside(
    feature: u32,
    general: &Leans,
    own: &Leans,
    featurizer: &Featurizer,
    by_term: &HashMap<&str, u32>,
) -> [f64; 3] {
    let lean = |feature: &u32| own.get(feature).or_else(|| general.get(feature)).copied();
    if let Some(lean) = lean(&feature) {
        return lean.weights();
    }
    let words: Vec<&str> = featurizer.term(feature).1.split(' ').collect();
    let mut sum = Lean::default();
    let mut start = 0;
    while start < words.len() {
        let found = (start + 1..=words.len()).rev().find_map(|end| {
            let inner = lean(by_term.get(words[start..end].join(" ").as_str())?)?;
            Some((end, inner))
        });
        start = match found {
            Some((end, inner)) => {
                sum.stance += inner.stance;
                sum.neutral += inner.neutral;
                end
            }
            None => start + 1,
        };
    }
    sum.stance = sum.stance.clamp(-STRONGEST, STRONGEST);
    sum.neutral = sum.neutral.clamp(-STRONGEST, STRONGEST);
    sum.weights()
}

/// The mean strength of each name of `target`, by feature.
fn names(entries: &[LexiconEntry], featurizer: &Featurizer, target: &Target) -> Vec<(u32, f64)> {
    let (mut sums, mut table) = (HashMap::<u32, (f64, f64)>::new(), UnitTable::default());
    let of_target = |entry: &&LexiconEntry| entry.target.as_ref() == Some(target);
    for entry in entries.iter().filter(|entry| entry.role == LexiconRole::About).filter(of_target) {
        if let Some(feature) = featurizer.phrase_feature(Block::About, &entry.term, &mut table) {
            let (sum, count) = sums.entry(feature).or_default();
            *sum += entry.lean;
            *count += 1.0;
        }
    }
    let mut names: Vec<(u32, f64)> = sums.into_iter().map(|(i, (sum, count))| (i, sum / count)).collect();
    names.sort_unstable_by_key(|(feature, _)| *feature);
    names
}
