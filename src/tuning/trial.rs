//! How right are models with some options?

use crate::evaluation::{Bootstrap, Interval, Measure, ScoredRow, redrawn};
use crate::features::{BlockOptions, FeatureOptions};
use crate::model::Options;

/// Options that were tried, and how right models with them are.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Trial {
    /// The options.
    pub options: Options,
    /// Mean of F1 Favor and F1 Against, over the predictions of all splits pooled.
    pub f_avg: f64,
    /// Its 95 % interval, where there are draws.
    pub interval: Option<Interval>,
    /// Mean over the targets of the F_avg of each.
    pub targets_f_avg: f64,
    /// Seconds of one processor that it took, its share in making the features included.
    pub seconds: f64,
    /// F_avg in each draw of the bootstrap, drawn alike for all trials.
    pub(super) drawn: Vec<f64>,
}

impl Trial {
    pub(super) fn new(options: Options, rows: &[ScoredRow], bootstrap: &Bootstrap, seconds: f64) -> Self {
        let (f_avg, drawn) = redrawn(rows, Measure::FAvg, bootstrap);
        let (targets_f_avg, _) = redrawn(rows, Measure::TargetsFAvg, &Bootstrap::NONE);
        let interval = Interval::percentile(drawn.clone());
        Trial { options, f_avg, interval, targets_f_avg, seconds, drawn }
    }

    /// What was tried, in a line: learner, blocks, whatever else `base` has otherwise, and C.
    pub fn name(&self, base: &Options) -> String {
        format!("{}, {}", self.setting(base), self.c())
    }

    /// The same without C: trials that differ in nothing else have it in common.
    pub fn setting(&self, base: &Options) -> String {
        let Options { features, learner, model } = &self.options;
        let mut parts = vec![learner.kind.to_string()];
        let blocks = [("words", &features.word), ("characters", &features.character)];
        for (name, block) in blocks.into_iter().filter_map(|(name, block)| Some((name, block.as_ref()?))) {
            let BlockOptions { ngrams: (min, max), weight, .. } = block;
            parts.push(format!("{name} {min}-{max}{}", times(*weight)));
        }
        if let Some(pairs) = &features.pairs {
            parts.push(format!("pairs{}", times(pairs.weight)));
        }
        if model.sharing != base.model.sharing {
            parts.push(format!("sharing {}", shown(model.sharing)));
        }
        let FeatureOptions { language, min_df, .. } = &features;
        if *language != base.features.language {
            parts.push(format!("stems {language}"));
        }
        if *min_df != base.features.min_df {
            parts.push(format!("min_df {min_df}"));
        }
        if let Some(scale) = model.lexicon_scale.filter(|_| model.lexicon_scale != base.model.lexicon_scale) {
            parts.push(format!("lexicon ×{}", shown(scale)));
        }
        parts.join(", ")
    }

    /// C in words.
    pub fn c(&self) -> String {
        format!("C {}", shown(self.options.learner.c))
    }
}

fn times(weight: f64) -> String {
    if weight == 1.0 { String::new() } else { format!(" ×{}", shown(weight)) }
}

/// A number of which two digits are enough.
fn shown(number: f64) -> String {
    let rounded: f64 = format!("{number:.1e}").parse().unwrap_or(number);
    rounded.to_string()
}
