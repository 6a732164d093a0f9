//! Which options are tried, in which order.

use std::ops::ControlFlow;

use super::choice::choose;
use super::prepared::Prepared;
use super::trial::Trial;
use crate::error::Result;
use crate::features::{BlockOptions, FeatureOptions, PairOptions};
use crate::learners::LearnerKind;
use crate::model::Options;
use crate::text::Language;

/// The values of C of the first path. A support vector machine fits as closely as softmax regression at a tenth of its C.
const PATHS: [(LearnerKind, [f64; 5]); 2] =
    [(LearnerKind::Svm, [0.03, 0.1, 0.3, 1.0, 3.0]), (LearnerKind::Softmax, [0.3, 1.0, 3.0, 10.0, 30.0])];

/// Factors of the best C that an alternative is tried with.
const SHORT_PATH: [f64; 3] = [1.0 / 3.0, 1.0, 3.0];

/// How far beyond the first path C may go.
const BEYOND: f64 = 3.0;

/// Factors of the best C at the end.
const LAST_PATH: [f64; 4] = [0.5, 0.7, 1.4, 2.0];

/// What one step of the search is about.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Step {
    /// C on the features that the search begins with.
    Path(LearnerKind),
    LexiconScale,
    Pairs,
    Characters,
    Sharing,
    Words,
    WordWeight,
    Stemming,
    MinDf,
    /// C around the best.
    LastPath,
}

impl Step {
    /// Name for people.
    pub fn name(self) -> String {
        let name = match self {
            Step::Path(kind) => return format!("C of {kind}"),
            Step::LexiconScale => "scale of the lexicon",
            Step::Pairs => "pairs of words",
            Step::Characters => "character n-grams",
            Step::Sharing => "sharing of targets",
            Step::Words => "word n-grams",
            Step::WordWeight => "weight of words",
            Step::Stemming => "stemming",
            Step::MinDf => "min_df",
            Step::LastPath => "C around the best",
        };
        name.to_string()
    }
}

/// The search: what was tried, and where it stands.
pub(super) struct Search<'a> {
    prepared: &'a Prepared<'a>,
    base: &'a Options,
    pub trials: Vec<Trial>,
    /// The trial from which alternatives are tried.
    center: usize,
}

impl<'a> Search<'a> {
    pub fn new(prepared: &'a Prepared, base: &'a Options) -> Self {
        Search { prepared, base, trials: Vec::new(), center: 0 }
    }

    /// The steps in order; those about what this corpus has not are left out.
    pub fn steps(&self) -> Vec<Step> {
        let mut kinds = PATHS.map(|(kind, _)| kind);
        kinds.sort_by_key(|kind| *kind != self.base.learner.kind);
        let mut steps = kinds.map(Step::Path).to_vec();
        steps.extend(self.prepared.has_lexicon.then_some(Step::LexiconScale));
        steps.extend([Step::Pairs, Step::Characters]);
        steps.extend((self.prepared.n_targets > 1).then_some(Step::Sharing));
        steps.extend([Step::Words, Step::WordWeight]);
        steps.extend((self.base.features.language != Language::None).then_some(Step::Stemming));
        steps.extend([Step::MinDf, Step::LastPath]);
        steps
    }

    /// The trial with the highest F_avg, the first of equals.
    pub fn best(&self) -> usize {
        (0..self.trials.len()).fold(0, |best, i| self.better(best, i))
    }

    fn better(&self, best: usize, i: usize) -> usize {
        if self.trials[i].f_avg > self.trials[best].f_avg { i } else { best }
    }

    fn best_f_avg(&self) -> Option<f64> {
        self.trials.get(self.best()).map(|trial| trial.f_avg)
    }

    /// Tries what `step` is about, as far as `watch` goes along: it is asked before each path of C but the very first, and
    /// told the number of trials and the highest F_avg.
    pub fn take(
        &mut self,
        step: Step,
        mut watch: impl FnMut(usize, Option<f64>) -> ControlFlow<()>,
    ) -> Result<ControlFlow<()>> {
        let before = self.trials.len();
        let mut end = ControlFlow::Continue(());
        for setting in self.settings(step) {
            end = watch(self.trials.len(), self.best_f_avg());
            if end.is_break() && !self.trials.is_empty() {
                break;
            }
            end = ControlFlow::Continue(());
            self.trials.extend(self.prepared.trials(&setting)?);
        }
        self.center = match step {
            // A learner is not left for another that is better by no more than chance.
            Step::Path(_) => choose(&self.trials, self.best(), self.base),
            _ => (before..self.trials.len()).fold(self.center, |best, i| self.better(best, i)),
        };
        Ok(end)
    }

    /// The options that `step` tries, and with which values of C.
    fn settings(&self, step: Step) -> Vec<(Options, Vec<f64>)> {
        match step {
            Step::Path(kind) => vec![self.first_path(kind)],
            Step::LastPath => vec![self.around(self.center().clone(), &LAST_PATH)],
            _ => {
                let center = self.center();
                let mut settings = alternatives(step, center);
                settings.retain(|options| options != center);
                settings.into_iter().map(|options| self.around(options, &SHORT_PATH)).collect()
            }
        }
    }

    fn center(&self) -> &Options {
        &self.trials[self.center].options
    }

    /// The path of `kind`, with the C of the base where it is the base's learner.
    fn first_path(&self, kind: LearnerKind) -> (Options, Vec<f64>) {
        let mut options = self.base.clone();
        options.learner.kind = kind;
        let mut cs = path_of(kind);
        cs.extend((kind == self.base.learner.kind).then_some(self.base.learner.c));
        cs.sort_by(f64::total_cmp);
        cs.dedup();
        if self.prepared.has_lexicon {
            options.model.lexicon_scale.get_or_insert(1.0);
        }
        (options, cs)
    }

    /// `options` with the C of the best so far times each of `factors`.
    fn around(&self, options: Options, factors: &[f64]) -> (Options, Vec<f64>) {
        let learner = &self.center().learner;
        let most = path_of(learner.kind).last().map_or(1e9, |last| BEYOND * last);
        let cs = factors.iter().map(|factor| rounded(factor * learner.c));
        (options, cs.filter(|c| (1e-9..=most).contains(c)).collect())
    }
}

/// The first path of a learner.
fn path_of(kind: LearnerKind) -> Vec<f64> {
    let found = PATHS.iter().find(|(other, _)| *other == kind);
    found.map(|(_, cs)| cs.to_vec()).unwrap_or_default()
}

/// A C of two digits: 0.3 · 3 is 0.9.
fn rounded(c: f64) -> f64 {
    format!("{c:.1e}").parse().unwrap_or(c)
}

/// What `step` tries in place of what `center` has.
fn alternatives(step: Step, center: &Options) -> Vec<Options> {
    let with = |change: &dyn Fn(&mut Options)| {
        let mut options = center.clone();
        change(&mut options);
        options
    };
    match step {
        Step::Path(_) | Step::LastPath => Vec::new(),
        Step::Pairs => {
            let pairs = center.features.pairs.clone().unwrap_or_default();
            let weighted = [0.5, 0.7, 1.0].map(|weight| Some(PairOptions { weight, ..pairs.clone() }));
            let choices = [None].into_iter().chain(weighted);
            choices.map(|pairs| with(&|options| options.features.pairs.clone_from(&pairs))).collect()
        }
        Step::Sharing => {
            [0.0, 0.3, 0.7, 1.0].map(|sharing| with(&|options| options.model.sharing = sharing)).to_vec()
        }
        Step::LexiconScale => [0.3, 0.5, 1.0, 2.0, 4.0]
            .map(|scale| with(&|options| options.model.lexicon_scale = Some(scale)))
            .to_vec(),
        Step::Characters => {
            let block = block_or_default(center, |features| &features.character);
            let choices = [None, Some((2, 4)), Some((2, 5)), Some((3, 5))];
            let chosen = choices.map(|ngrams| {
                let block = ngrams.zip(block.clone()).map(|(ngrams, block)| BlockOptions { ngrams, ..block });
                with(&|options| options.features.character.clone_from(&block))
            });
            // Something has to be left to learn from.
            chosen.into_iter().filter(|options| options.features.word.is_some()).collect()
        }
        Step::Words => {
            let block = block_or_default(center, |features| &features.word);
            let choices = [(1, 1), (1, 2), (1, 3)];
            let chosen = choices.map(|ngrams| {
                let block = block.clone().map(|block| BlockOptions { ngrams, ..block });
                with(&|options| options.features.word.clone_from(&block))
            });
            chosen.to_vec()
        }
        Step::WordWeight => {
            let weighted = |factor: f64| {
                with(&|options| {
                    if let Some(block) = &mut options.features.word {
                        block.weight = rounded(factor * block.weight);
                    }
                })
            };
            [0.7, 1.0, 1.4].map(weighted).to_vec()
        }
        Step::Stemming => vec![with(&|options| options.features.language = Language::None)],
        Step::MinDf => [1, 2, 3].map(|min_df| with(&|options| options.features.min_df = min_df)).to_vec(),
    }
}

/// A block as `center` has it, or else as it is by default.
fn block_or_default(
    center: &Options,
    block: fn(&FeatureOptions) -> &Option<BlockOptions>,
) -> Option<BlockOptions> {
    block(&center.features).clone().or_else(|| block(&FeatureOptions::default()).clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_alternative_is_within_its_range_and_changes_one_thing() {
        let center = Options::default();
        for step in [
            Step::Pairs,
            Step::Sharing,
            Step::LexiconScale,
            Step::Characters,
            Step::Words,
            Step::WordWeight,
            Step::Stemming,
            Step::MinDf,
        ] {
            let tried = alternatives(step, &center);
            assert!(tried.iter().any(|options| *options != center), "{step:?}");
            for options in tried {
                options.check().unwrap();
                assert_eq!(options.learner, center.learner);
            }
        }
    }

    #[test]
    fn a_block_that_was_switched_off_can_come_back() {
        let mut center = Options::default();
        center.features.character = None;
        let tried = alternatives(Step::Characters, &center);
        assert_eq!(tried.iter().filter(|options| options.features.character.is_some()).count(), 3);
        center.features.word = None;
        assert!(alternatives(Step::Characters, &center).is_empty());
        assert!(alternatives(Step::Words, &center).iter().all(|options| options.features.word.is_some()));
    }

    #[test]
    fn values_of_c_are_rounded_to_two_digits() {
        assert_eq!([0.3 * 3.0, 1.0 / 3.0, 14.0].map(rounded), [0.9, 0.33, 14.0]);
    }
}
