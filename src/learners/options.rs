//! Which learner, with which parameters: what the options file and the command line choose from.

use std::borrow::Borrow;
use std::fmt;
use std::str::FromStr;

use linfa::DatasetBase;
use linfa::dataset::{AsSingleTargets, Records};
use linfa::traits::Fit;
use serde::{Deserialize, Serialize};

use super::dual::Search;
use super::parameter::{check_alpha, check_c, check_intercept, check_max_iterations, check_tolerance};
use super::tasks::Objective;
use super::{
    ClassWeight, ComplementNb, LinearModel, LinearSvm, LinearSvmParams, MajorityClass, MultinomialNb,
    SoftmaxRegression, SoftmaxRegressionParams,
};
use crate::error::{Error, Result};
use crate::features::SparseRecords;

/// The learners.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LearnerKind {
    /// [`SoftmaxRegression`]
    #[default]
    Softmax,
    /// [`LinearSvm`]
    Svm,
    /// [`ComplementNb`]
    ComplementNb,
    /// [`MultinomialNb`]
    MultinomialNb,
    /// [`MajorityClass`]
    Majority,
}

impl LearnerKind {
    /// Every learner.
    pub const ALL: [LearnerKind; 5] = [
        LearnerKind::Softmax,
        LearnerKind::Svm,
        LearnerKind::ComplementNb,
        LearnerKind::MultinomialNb,
        LearnerKind::Majority,
    ];

    /// Name as in options and on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            LearnerKind::Softmax => "softmax",
            LearnerKind::Svm => "svm",
            LearnerKind::ComplementNb => "complement-nb",
            LearnerKind::MultinomialNb => "multinomial-nb",
            LearnerKind::Majority => "majority",
        }
    }

    /// Whether the learner takes a prior mean of its weights.
    pub const fn takes_prior_mean(self) -> bool {
        matches!(self, LearnerKind::Softmax | LearnerKind::Svm)
    }
}

impl fmt::Display for LearnerKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// A name that no learner has.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("'{0}' is no learner; there are softmax, svm, complement-nb, multinomial-nb and majority")]
pub struct UnknownLearner(pub String);

impl FromStr for LearnerKind {
    type Err = UnknownLearner;

    fn from_str(name: &str) -> Result<Self, UnknownLearner> {
        let named = LearnerKind::ALL.into_iter().find(|kind| kind.name() == name);
        named.ok_or_else(|| UnknownLearner(name.to_owned()))
    }
}

/// A learner and its parameters; those that the learner does not have are checked and otherwise ignored.
///
/// # Parameters
/// | Name | Default | Purpose | Range | Learners |
/// | --- | --- | --- | --- | --- |
/// | `kind` | softmax | the learner | [`LearnerKind`] | |
/// | `c` | 1 | weight of the examples against the penalty | 1e-9 to 1e9 | softmax, svm |
/// | `class_weight` | none | how much each class counts | none, balanced | all but majority |
/// | `intercept` | 1 | value of the constant feature, 0 for none | 0 to 1e6 | softmax, svm |
/// | `tolerance` | the learner's | where the search for the weights ends | above 0, below 1 | softmax, svm |
/// | `max_iterations` | the learner's | iterations at most | 1 or more | softmax, svm |
/// | `alpha` | 1 | count added to every feature in every class | 1e-10 to 1e9 | naive Bayes |
/// | `seed` | 0 | order in which the examples are visited | any | softmax, svm |
///
/// # Examples
/// ```
/// use linfa::DatasetBase;
/// use linfa::traits::Predict;
/// use ndarray::array;
/// use standpoint::{LearnerKind, LearnerOptions, SparseRecords};
///
/// let records = SparseRecords::from_dense(&array![[1.0, 0.0], [0.0, 1.0]]);
/// let dataset = DatasetBase::new(records.clone(), array![0, 1]);
/// for kind in LearnerKind::ALL.into_iter().filter(|kind| *kind != LearnerKind::Majority) {
///     let model = LearnerOptions { kind, ..LearnerOptions::default() }.fit(&dataset, 2, None)?;
///     assert_eq!(model.predict(&records), array![0, 1], "{kind}");
/// }
/// # Ok::<(), standpoint::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct LearnerOptions {
    /// The learner.
    pub kind: LearnerKind,
    /// Weight of the examples against the penalty.
    pub c: f64,
    /// How much the examples of each class count.
    pub class_weight: ClassWeight,
    /// Value of the constant feature; 0 for none.
    pub intercept: f64,
    /// Where the search for the weights ends; the learner's own default where `None`.
    pub tolerance: Option<f64>,
    /// Iterations at most; the learner's own default where `None`.
    pub max_iterations: Option<usize>,
    /// Count added to every feature in every class.
    pub alpha: f64,
    /// Seed of the order in which the examples are visited.
    pub seed: u64,
}

impl Default for LearnerOptions {
    fn default() -> Self {
        LearnerOptions {
            kind: LearnerKind::default(),
            c: 1.0,
            class_weight: ClassWeight::default(),
            intercept: 1.0,
            tolerance: None,
            max_iterations: None,
            alpha: 1.0,
            seed: 0,
        }
    }
}

impl LearnerOptions {
    /// Checks every parameter, those that the learner ignores included.
    ///
    /// # Errors
    /// [`Error::Parameter`] names the first that is outside its range.
    pub fn check(&self) -> Result<()> {
        check_c(self.c)?;
        check_intercept(self.intercept)?;
        self.tolerance.map_or(Ok(()), check_tolerance)?;
        self.max_iterations.map_or(Ok(()), check_max_iterations)?;
        check_alpha(self.alpha)
    }

    /// The same learner for scores out of fold, whose calibration needs no more than the first digits of the weights: its
    /// search ends ten times as far from the solution.
    pub(crate) fn loosened(&self) -> Self {
        let tolerance = self.tolerance.unwrap_or(Search::default().tolerance);
        LearnerOptions { tolerance: Some((10.0 * tolerance).min(0.1)), ..self.clone() }
    }

    /// What the learner minimises and how it searches; `None` where it only counts.
    pub(crate) fn search(&self) -> Option<(Objective, Search)> {
        let objective = match self.kind {
            LearnerKind::Softmax => Objective::Softmax,
            LearnerKind::Svm => Objective::SquaredHinge,
            _ => return None,
        };
        let Search { tolerance, max_passes, .. } = Search::default();
        let search = Search {
            tolerance: self.tolerance.unwrap_or(tolerance),
            max_passes: self.max_iterations.unwrap_or(max_passes),
            seed: self.seed,
        };
        Some((objective, search))
    }

    /// Fits the learner to `dataset`, of `n_classes` classes, with the weights' `prior_mean` if one is known.
    ///
    /// # Errors
    /// [`Error::Parameter`] as [`check`](Self::check); [`Error::Training`] for data from which the learner cannot
    /// learn, and for a prior mean that it cannot take.
    pub fn fit<R, T>(
        &self,
        dataset: &DatasetBase<R, T>,
        n_classes: usize,
        prior_mean: Option<&LinearModel>,
    ) -> Result<LinearModel>
    where
        R: Records + Borrow<SparseRecords>,
        T: AsSingleTargets<Elem = usize>,
    {
        self.check()?;
        if prior_mean.is_some() && !self.kind.takes_prior_mean() {
            return Err(Error::Training {
                found: format!("a prior mean of the weights for the learner '{}'", self.kind),
                expected: "a learner that takes one: softmax or svm".into(),
                remedy: "Choose one of these, or train without prior knowledge.".into(),
            });
        }
        Ok(match self.kind {
            LearnerKind::Softmax => self.softmax(n_classes, prior_mean).fit(dataset)?.into_linear_model(),
            LearnerKind::Svm => self.svm(n_classes, prior_mean).fit(dataset)?.into_linear_model(),
            LearnerKind::ComplementNb => {
                let params = ComplementNb::params().n_classes(n_classes);
                params.class_weight(self.class_weight).alpha(self.alpha).fit(dataset)?.into_linear_model()
            }
            LearnerKind::MultinomialNb => {
                let params = MultinomialNb::params().n_classes(n_classes);
                params.class_weight(self.class_weight).alpha(self.alpha).fit(dataset)?.into_linear_model()
            }
            LearnerKind::Majority => {
                MajorityClass::params().n_classes(n_classes).fit(dataset)?.into_linear_model()
            }
        })
    }

    fn softmax(&self, n_classes: usize, prior_mean: Option<&LinearModel>) -> SoftmaxRegressionParams {
        let mut params = SoftmaxRegression::params()
            .n_classes(n_classes)
            .class_weight(self.class_weight)
            .intercept(self.intercept)
            .c(self.c)
            .seed(self.seed);
        if let Some(tolerance) = self.tolerance {
            params = params.tolerance(tolerance);
        }
        if let Some(max_iterations) = self.max_iterations {
            params = params.max_iterations(max_iterations);
        }
        if let Some(prior_mean) = prior_mean {
            params = params.prior_mean(prior_mean.clone());
        }
        params
    }

    fn svm(&self, n_classes: usize, prior_mean: Option<&LinearModel>) -> LinearSvmParams {
        let mut params = LinearSvm::params()
            .n_classes(n_classes)
            .class_weight(self.class_weight)
            .intercept(self.intercept)
            .c(self.c)
            .seed(self.seed);
        if let Some(tolerance) = self.tolerance {
            params = params.tolerance(tolerance);
        }
        if let Some(max_iterations) = self.max_iterations {
            params = params.max_iterations(max_iterations);
        }
        if let Some(prior_mean) = prior_mean {
            params = params.prior_mean(prior_mean.clone());
        }
        params
    }
}
