//! Multinomial logistic regression.

use std::borrow::Borrow;

use linfa::dataset::{AsSingleTargets, Records};
use linfa::traits::Fit;
use linfa::{DatasetBase, ParamGuard};

use super::class_weight::ClassWeight;
use super::convergence::Convergence;
use super::dual::Search;
use super::examples::Examples;
use super::linear_model::{LinearModel, predicts_linearly, predicts_probabilities};
use super::parameter::{check_c, check_intercept, check_max_iterations, check_n_classes, check_tolerance};
use super::tasks::Objective;
use crate::error::{Error, Result};
use crate::features::SparseRecords;

/// Multinomial logistic regression: the probabilities of the classes are the softmax of their scores.
///
/// # Definition
/// The weights W, with those of the constant feature as their last row, minimise
///
/// ½ ‖W − W₀‖² + C · Σᵢ weightᵢ · (−ln p(yᵢ | xᵢ)),  p(c | x) = exp(x·W_c) / Σ_d exp(x·W_d).
///
/// Every class has its own weights and all are penalised alike. C counts examples as liblinear and scikit-learn do:
/// more data weigh more against the same penalty. W₀ is the prior mean, 0 unless given: what is known of the
/// weights before any example is seen. The weight of the constant feature is penalised as any other; a large
/// constant makes that penalty small. A class without examples is legal and gets low probabilities.
///
/// # Determinism
/// The same bits at any number of threads, for the same seed.
///
/// # References
/// Yu, Huang & Lin: Dual coordinate descent methods for logistic regression and maximum entropy models (2011);
/// Shalev-Shwartz & Zhang: Stochastic dual coordinate ascent methods for regularized loss minimization (2013).
///
/// # Examples
/// ```
/// use linfa::DatasetBase;
/// use linfa::traits::{Fit, Predict};
/// use ndarray::array;
/// use standpoint::{SoftmaxRegression, SparseRecords};
///
/// let records = SparseRecords::from_dense(&array![[1.0, 0.0], [0.0, 1.0], [0.5, 0.0], [0.0, 0.0]]);
/// let model = SoftmaxRegression::params().c(10.0).fit(&DatasetBase::new(records.clone(), array![0, 1, 0, 2]))?;
/// assert_eq!(model.predict(&records), array![0, 1, 0, 2]);
/// let probabilities = model.predict_proba(&records);
/// assert!(probabilities.rows().into_iter().all(|row| (row.sum() - 1.0).abs() < 1e-12));
/// # Ok::<(), standpoint::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct SoftmaxRegression {
    linear: LinearModel,
    convergence: Convergence,
}

predicts_linearly!(SoftmaxRegression);
predicts_probabilities!(SoftmaxRegression);

impl SoftmaxRegression {
    /// Parameters at their defaults.
    pub fn params() -> SoftmaxRegressionParams {
        SoftmaxRegressionParams(SoftmaxRegressionValidParams {
            n_classes: None,
            class_weight: ClassWeight::None,
            intercept: 1.0,
            c: 1.0,
            search: Search::default(),
            prior_mean: None,
        })
    }

    /// How the search for the weights ended.
    pub fn convergence(&self) -> Convergence {
        self.convergence
    }
}

/// Checked parameters of [`SoftmaxRegression`].
#[derive(Debug, Clone, PartialEq)]
pub struct SoftmaxRegressionValidParams {
    n_classes: Option<usize>,
    class_weight: ClassWeight,
    intercept: f64,
    c: f64,
    search: Search,
    prior_mean: Option<LinearModel>,
}

/// Parameters of [`SoftmaxRegression`].
///
/// # Parameters
/// | Name | Default | Purpose | Range |
/// | --- | --- | --- | --- |
/// | [`n_classes`](Self::n_classes) | greatest label + 1 | number of classes | 1 to 65536 |
/// | [`class_weight`](Self::class_weight) | none | how much each class counts | none, balanced |
/// | [`intercept`](Self::intercept) | 1 | value of the constant feature, 0 for none | 0 to 1e6 |
/// | [`c`](Self::c) | 1 | weight of the examples against the penalty | 1e-9 to 1e9 |
/// | [`tolerance`](Self::tolerance) | 1e-3 | duality gap relative to the objective, at the end | above 0, below 1 |
/// | [`max_iterations`](Self::max_iterations) | 1000 | passes over the examples at most | 1 or more |
/// | [`seed`](Self::seed) | 0 | order in which the examples are visited | any |
/// | [`prior_mean`](Self::prior_mean) | 0 | W₀ | finite, of the data's shape |
#[derive(Debug, Clone, PartialEq)]
pub struct SoftmaxRegressionParams(SoftmaxRegressionValidParams);

impl SoftmaxRegressionParams {
    /// Number of classes; those without examples included.
    pub fn n_classes(mut self, n_classes: usize) -> Self {
        self.0.n_classes = Some(n_classes);
        self
    }

    /// How much the examples of each class count.
    pub fn class_weight(mut self, class_weight: ClassWeight) -> Self {
        self.0.class_weight = class_weight;
        self
    }

    /// Value of the constant feature that every record gets; 0 for none.
    pub fn intercept(mut self, intercept: f64) -> Self {
        self.0.intercept = intercept;
        self
    }

    /// Weight of the examples against the penalty: the inverse of the penalty's strength.
    pub fn c(mut self, c: f64) -> Self {
        self.0.c = c;
        self
    }

    /// Duality gap, relative to the objective, at which the search ends: the objective is within that of its minimum.
    pub fn tolerance(mut self, tolerance: f64) -> Self {
        self.0.search.tolerance = tolerance;
        self
    }

    /// Passes over the examples at most.
    pub fn max_iterations(mut self, max_iterations: usize) -> Self {
        self.0.search.max_passes = max_iterations;
        self
    }

    /// Seed of the order in which the examples are visited.
    pub fn seed(mut self, seed: u64) -> Self {
        self.0.search.seed = seed;
        self
    }

    /// The weights and intercept from which every deviation is penalised. Without a constant feature the intercept
    /// stays what it is here.
    pub fn prior_mean(mut self, prior_mean: LinearModel) -> Self {
        self.0.prior_mean = Some(prior_mean);
        self
    }
}

impl ParamGuard for SoftmaxRegressionParams {
    type Checked = SoftmaxRegressionValidParams;
    type Error = Error;

    fn check_ref(&self) -> Result<&Self::Checked> {
        check_n_classes(self.0.n_classes)?;
        check_intercept(self.0.intercept)?;
        check_c(self.0.c)?;
        check_tolerance(self.0.search.tolerance)?;
        check_max_iterations(self.0.search.max_passes)?;
        Ok(&self.0)
    }

    fn check(self) -> Result<Self::Checked> {
        self.check_ref()?;
        Ok(self.0)
    }
}

impl<R, T> Fit<R, T, Error> for SoftmaxRegressionValidParams
where
    R: Records + Borrow<SparseRecords>,
    T: AsSingleTargets<Elem = usize>,
{
    type Object = SoftmaxRegression;

    fn fit(&self, dataset: &DatasetBase<R, T>) -> Result<SoftmaxRegression> {
        let examples = Examples::new(dataset, self.n_classes, self.class_weight)?.of_several_classes()?;
        let prior_mean = self.prior_mean.as_ref();
        let (linear, convergence) =
            examples.fit(Objective::Softmax, self.c, self.intercept, &self.search, prior_mean)?;
        Ok(SoftmaxRegression { linear, convergence })
    }
}
