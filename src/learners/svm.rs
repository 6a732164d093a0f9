//! Linear support vector machine.

use std::borrow::Borrow;

use linfa::dataset::{AsSingleTargets, Records};
use linfa::traits::Fit;
use linfa::{DatasetBase, ParamGuard};

use super::class_weight::ClassWeight;
use super::convergence::Convergence;
use super::dual::Search;
use super::examples::Examples;
use super::linear_model::{LinearModel, predicts_linearly};
use super::parameter::{check_c, check_intercept, check_max_iterations, check_n_classes, check_tolerance};
use super::tasks::Objective;
use crate::error::{Error, Result};
use crate::features::SparseRecords;

/// Linear support vector machine with the squared hinge loss, one class against the rest.
///
/// # Definition
/// For each class c the weights w, with that of the constant feature among them, minimise
///
/// ½ ‖w − w₀‖² + C · Σᵢ weightᵢ · max(0, 1 − yᵢ w·xᵢ)²,  yᵢ = +1 for examples of class c, −1 for the others.
///
/// Two classes take one hyperplane: the scores of class 0 are those of class 1 negated, and w₀ is half the
/// difference of their prior means. Scores are signed margins, not probabilities.
///
/// # Determinism
/// The same bits at any number of threads, for the same seed.
///
/// # References
/// Hsieh, Chang, Lin, Keerthi & Sundararajan: A dual coordinate descent method for large-scale linear SVM (2008).
///
/// # Examples
/// ```
/// use linfa::DatasetBase;
/// use linfa::traits::{Fit, Predict};
/// use ndarray::array;
/// use standpoint::{LinearSvm, SparseRecords};
///
/// let records = SparseRecords::from_dense(&array![[1.0, 0.0], [0.0, 1.0], [0.5, 0.0]]);
/// let model = LinearSvm::params().fit(&DatasetBase::new(records.clone(), array![0, 1, 0]))?;
/// assert_eq!(model.predict(&records), array![0, 1, 0]);
/// assert!(model.scores(&records)[[1, 1]] > 0.0);
/// # Ok::<(), standpoint::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct LinearSvm {
    linear: LinearModel,
    convergence: Convergence,
}

predicts_linearly!(LinearSvm);

impl LinearSvm {
    /// Parameters at their defaults.
    pub fn params() -> LinearSvmParams {
        LinearSvmParams(LinearSvmValidParams {
            n_classes: None,
            class_weight: ClassWeight::None,
            intercept: 1.0,
            c: 1.0,
            search: Search::default(),
            prior_mean: None,
        })
    }

    /// How the search for the weights ended: the sum of the objectives of all hyperplanes, the most iterations of
    /// one, and whether all met the tolerance.
    pub fn convergence(&self) -> Convergence {
        self.convergence
    }
}

/// Checked parameters of [`LinearSvm`].
#[derive(Debug, Clone, PartialEq)]
pub struct LinearSvmValidParams {
    n_classes: Option<usize>,
    class_weight: ClassWeight,
    intercept: f64,
    c: f64,
    search: Search,
    prior_mean: Option<LinearModel>,
}

/// Parameters of [`LinearSvm`].
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
/// | [`prior_mean`](Self::prior_mean) | 0 | w₀ of each class | finite, of the data's shape |
#[derive(Debug, Clone, PartialEq)]
pub struct LinearSvmParams(LinearSvmValidParams);

impl LinearSvmParams {
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

impl ParamGuard for LinearSvmParams {
    type Checked = LinearSvmValidParams;
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

impl<R, T> Fit<R, T, Error> for LinearSvmValidParams
where
    R: Records + Borrow<SparseRecords>,
    T: AsSingleTargets<Elem = usize>,
{
    type Object = LinearSvm;

    fn fit(&self, dataset: &DatasetBase<R, T>) -> Result<LinearSvm> {
        let examples = Examples::new(dataset, self.n_classes, self.class_weight)?.of_several_classes()?;
        let prior_mean = self.prior_mean.as_ref().map(|mean| of_one_hyperplane(mean.clone())).transpose()?;
        let (linear, convergence) = examples.fit(
            Objective::SquaredHinge,
            self.c,
            self.intercept,
            &self.search,
            prior_mean.as_ref(),
        )?;
        Ok(LinearSvm { linear, convergence })
    }
}

/// Two classes have one hyperplane: of each other's mean only the difference counts.
fn of_one_hyperplane(mean: LinearModel) -> Result<LinearModel> {
    if mean.n_classes() != 2 {
        return Ok(mean);
    }
    let (mut weights, mut intercept) = mean.into_parts();
    for mut row in weights.rows_mut() {
        let half = 0.5 * (row[1] - row[0]);
        (row[0], row[1]) = (-half, half);
    }
    let half = 0.5 * (intercept[1] - intercept[0]);
    (intercept[0], intercept[1]) = (-half, half);
    LinearModel::new(weights, intercept)
}
