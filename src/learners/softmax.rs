//! Multinomial logistic regression.

use std::borrow::Borrow;

use linfa::dataset::{AsSingleTargets, Records};
use linfa::traits::Fit;
use linfa::{DatasetBase, ParamGuard};
use ndarray::ArrayViewMut1;

use super::class_weight::ClassWeight;
use super::convergence::Convergence;
use super::examples::Examples;
use super::lane::{Lane, WIDTH};
use super::linear_model::{LinearModel, predicts_linearly, predicts_probabilities};
use super::newton::minimise;
use super::objective::SoftmaxObjective;
use super::parameter::{check_c, check_intercept, check_max_iterations, check_n_classes, check_tolerance};
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
/// The same bits at any number of threads.
///
/// # References
/// Lin, Weng & Keerthi: Trust region Newton method for large-scale logistic regression (2008); Hsia, Chiang & Lin:
/// Preconditioned conjugate gradient methods in truncated Newton frameworks for large-scale linear classification
/// (2018).
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
            tolerance: 1e-3,
            max_iterations: 100,
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
    tolerance: f64,
    max_iterations: usize,
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
/// | [`tolerance`](Self::tolerance) | 1e-3 | norm of the gradient, relative to that at W₀ | above 0, below 1 |
/// | [`max_iterations`](Self::max_iterations) | 100 | Newton iterations at most | 1 or more |
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

    /// Norm of the gradient at which the search ends, relative to that at the prior mean.
    pub fn tolerance(mut self, tolerance: f64) -> Self {
        self.0.tolerance = tolerance;
        self
    }

    /// Newton iterations at most.
    pub fn max_iterations(mut self, max_iterations: usize) -> Self {
        self.0.max_iterations = max_iterations;
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
        check_tolerance(self.0.tolerance)?;
        check_max_iterations(self.0.max_iterations)?;
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
        examples.check_prior_mean(prior_mean)?;
        let mut objective = SoftmaxObjective::new(&examples, self.c, self.intercept, prior_mean);
        let (deviation, convergence) = minimise(&mut objective, self.tolerance, self.max_iterations);
        let start = self.prior_mean.clone().unwrap_or_else(|| examples.zero_model());
        let linear = deviate(start, &deviation, objective.features(), self.intercept)?;
        Ok(SoftmaxRegression { linear, convergence })
    }
}

/// The model of the weights W₀ + V and the intercept b₀ + constant · (the last row of V).
fn deviate(
    prior_mean: LinearModel,
    deviation: &[Lane],
    features: &[u32],
    constant: f64,
) -> Result<LinearModel> {
    let (mut weights, mut intercept) = prior_mean.into_parts();
    let mut rows = deviation.chunks_exact(Lane::per_row(intercept.len()));
    for (feature, row) in features.iter().zip(rows.by_ref()) {
        add_scaled_row(weights.row_mut(*feature as usize), 1.0, row);
    }
    for row in rows {
        add_scaled_row(intercept.view_mut(), constant, row);
    }
    LinearModel::new(weights, intercept)
}

fn add_scaled_row(to: ArrayViewMut1<f64>, factor: f64, row: &[Lane]) {
    for (class, value) in to.into_iter().enumerate() {
        *value += factor * row[class / WIDTH].0[class % WIDTH];
    }
}
