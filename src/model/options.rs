//! The one schema of options: features, learner and model, stored in every model and read from `--options`.

use serde::{Deserialize, Serialize};

use crate::error::{Error, Result};
use crate::features::{BlockOptions, FeatureOptions, PairOptions};
use crate::learners::{LearnerKind, LearnerOptions};
use crate::text::TokenKind;

/// Everything that decides what a model becomes, apart from the corpus and the lexicon.
///
/// # Parameters
/// | Name | Default | Purpose |
/// | --- | --- | --- |
/// | `features` | see [`FeatureOptions`] | how texts become records |
/// | `learner` | see [`LearnerOptions`] | how classifiers are fitted |
/// | `model` | see [`ModelOptions`] | how targets, lexicon and calibration come together |
///
/// # Examples
/// ```
/// use standpoint::{Options, Preset};
///
/// let options: Options = serde_json::from_str(r#"{ "learner": { "c": 4.0 } }"#)?;
/// assert_eq!(options.learner.c, 4.0);
/// assert_eq!(options.features, Options::preset(Preset::News).features);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Options {
    /// How texts become records.
    pub features: FeatureOptions,
    /// How classifiers are fitted.
    pub learner: LearnerOptions,
    /// How targets, lexicon and calibration come together.
    pub model: ModelOptions,
}

/// How targets, lexicon and calibration come together.
///
/// # Parameters
/// | Name | Default | Purpose | Range |
/// | --- | --- | --- | --- |
/// | `sharing` | 0.7 | weight of the features' copy that all targets share beside the copy of each (Daumé III 2007); softmax and svm only | 0 to 1e6; 0 = nothing is shared |
/// | `calibrate` | 5 | folds of the out-of-fold predictions on which calibration, thresholds and the lexicon's scale are fitted; `null` = none of these is fitted | 2 … 100 |
/// | `time_column` | `null` | column of times: the folds of `calibrate` are blocks of time of each target, each with a vocabulary of its own, and the svm has a temperature; `null` = they are drawn | a column in which every row has a time |
/// | `lexicon_scale` | `null` | factor between a lexicon's lean and a stance weight; `null` = fitted out of fold; where there is nothing to fit on it is 1, and holds for the detectors too, whose own is fitted otherwise | 0 to 1e6 |
/// | `detector_c` | `null` | the detectors' own `learner.c`: a small one keeps them close to the lexicon's names; `null` = that of the stances | as `learner.c` |
/// | `seed` | 1 | what the folds are drawn with | |
/// | `fingerprints` | true | whether the model keeps 16 bytes of each text that it is trained on, by which [`leaks`](crate::leaks) tells whether a text was among them; whoever has the model can ask that of any text that they can guess | |
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ModelOptions {
    /// Weight of the shared copy of the features.
    pub sharing: f64,
    /// Folds of the out-of-fold predictions.
    pub calibrate: Option<usize>,
    /// Column of times by which the folds of the out-of-fold predictions are cut.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub time_column: Option<String>,
    /// Factor between a lean and a weight.
    pub lexicon_scale: Option<f64>,
    /// `C` of the detectors.
    pub detector_c: Option<f64>,
    /// What the folds are drawn with.
    pub seed: u64,
    /// Whether the model keeps fingerprints of the texts that it is trained on.
    pub fingerprints: bool,
}

impl Default for ModelOptions {
    fn default() -> Self {
        ModelOptions {
            sharing: 0.7,
            calibrate: Some(5),
            time_column: None,
            lexicon_scale: None,
            detector_c: None,
            seed: 1,
            fingerprints: true,
        }
    }
}

/// A set of options for a kind of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Preset {
    /// Edited prose: articles, speeches, arguments. The default.
    #[default]
    News,
    /// Tweets and forum posts: marks, addresses and symbols count, and so do pairs of words wherever they
    /// stand; the classifier is a linear SVM.
    Social,
}

impl Options {
    /// The options of `preset`.
    pub fn preset(preset: Preset) -> Self {
        let mut options = Options::default();
        if preset == Preset::Social {
            options.features.tokens.extend([TokenKind::Url, TokenKind::Punctuation, TokenKind::Symbol]);
            let FeatureOptions { word, character, pairs, .. } = &mut options.features;
            *word = word.take().map(|block| BlockOptions { ngrams: (1, 2), weight: 0.5, ..block });
            *character = character.take().map(|block| BlockOptions { ngrams: (3, 5), ..block });
            *pairs = Some(PairOptions { weight: 0.7, min_df: 3, ..PairOptions::default() });
            options.learner.kind = LearnerKind::Svm;
            options.learner.c = 0.5;
            options.learner.intercept = 0.3;
        }
        options
    }

    /// The learner of the detectors.
    pub(crate) fn detector_learner(&self) -> LearnerOptions {
        LearnerOptions { c: self.model.detector_c.unwrap_or(self.learner.c), ..self.learner.clone() }
    }

    /// Checks every parameter against its range.
    ///
    /// # Errors
    /// [`Error::Parameter`] for the first one outside it.
    pub fn check(&self) -> Result<()> {
        self.features.check()?;
        self.learner.check()?;
        self.detector_learner().check()?;
        let ModelOptions { sharing, calibrate, lexicon_scale, .. } = self.model;
        if !(0.0..=1e6).contains(&sharing) {
            return Err(parameter("model.sharing", sharing, "a number from 0 to 1e6"));
        }
        if let Some(folds) = calibrate.filter(|folds| !(2..=100).contains(folds)) {
            return Err(parameter("model.calibrate", folds as f64, "2 to 100 folds, or null for none"));
        }
        if let Some(scale) = lexicon_scale.filter(|scale| !(0.0..=1e6).contains(scale)) {
            return Err(parameter("model.lexicon_scale", scale, "a number from 0 to 1e6, or null to fit it"));
        }
        Ok(())
    }
}

fn parameter(name: &'static str, value: f64, expected: &'static str) -> Error {
    Error::Parameter { name, value: value.to_string(), expected }
}
