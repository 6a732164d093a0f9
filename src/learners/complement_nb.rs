//! Complement naive Bayes.

use std::borrow::Borrow;

use linfa::dataset::{AsSingleTargets, Records};
use linfa::traits::Fit;
use linfa::{DatasetBase, ParamGuard};
use ndarray::{Array1, Axis};

use super::class_weight::ClassWeight;
use super::examples::Examples;
use super::feature_counts::feature_counts;
use super::linear_model::{LinearModel, predicts_linearly, predicts_probabilities};
use super::math::log_share;
use super::parameter::{check_alpha, check_n_classes};
use crate::error::{Error, Result};
use crate::features::SparseRecords;

/// Naive Bayes that asks how badly a record fits all the other classes: steadier than the multinomial one where
/// classes differ in size.
///
/// # Definition
/// With N_jc the weighted sum of feature j over the records of class c, the complement of class c has the shares
/// θ_jc = (α + Σ_{d≠c} N_jd) / Σ_j (α + Σ_{d≠c} N_jd), and the weight is W_jc = −ln θ_jc; with `norm`,
/// W_jc = ln θ_jc / Σ_j ln θ_jc. The intercept is 0, and ln of the least normal number for a class without
/// examples, so that it is not predicted.
///
/// The probabilities are the softmax of these scores: they rank classes, and are far from calibrated.
///
/// # References
/// Rennie, Shih, Teevan & Karger: Tackling the poor assumptions of naive Bayes text classifiers (2003).
///
/// # Examples
/// ```
/// use linfa::DatasetBase;
/// use linfa::traits::{Fit, Predict};
/// use ndarray::array;
/// use standpoint::{ComplementNb, SparseRecords};
///
/// let records = SparseRecords::from_dense(&array![[2.0, 0.0], [0.0, 1.0]]);
/// let model = ComplementNb::params().fit(&DatasetBase::new(records.clone(), array![0, 1]))?;
/// assert_eq!(model.predict(&records), array![0, 1]);
/// // The complement of class 0 is class 1: −ln((0 + 1) / (0 + 1 + 2 · 1))
/// assert!((model.weights()[[0, 0]] - 3f64.ln()).abs() < 1e-12);
/// # Ok::<(), standpoint::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct ComplementNb {
    linear: LinearModel,
}

predicts_linearly!(ComplementNb);
predicts_probabilities!(ComplementNb);

impl ComplementNb {
    /// Parameters at their defaults.
    pub fn params() -> ComplementNbParams {
        ComplementNbParams(ComplementNbValidParams {
            n_classes: None,
            class_weight: ClassWeight::None,
            alpha: 1.0,
            norm: false,
        })
    }
}

/// Checked parameters of [`ComplementNb`].
#[derive(Debug, Clone, PartialEq)]
pub struct ComplementNbValidParams {
    n_classes: Option<usize>,
    class_weight: ClassWeight,
    alpha: f64,
    norm: bool,
}

/// Parameters of [`ComplementNb`].
///
/// # Parameters
/// | Name | Default | Purpose | Range |
/// | --- | --- | --- | --- |
/// | [`n_classes`](Self::n_classes) | greatest label + 1 | number of classes | 1 to 65536 |
/// | [`class_weight`](Self::class_weight) | none | how much each class counts | none, balanced |
/// | [`alpha`](Self::alpha) | 1 | count added to every feature in every class | 1e-10 to 1e9 |
/// | [`norm`](Self::norm) | false | whether the weights of a class are divided by their sum | |
#[derive(Debug, Clone, PartialEq)]
pub struct ComplementNbParams(ComplementNbValidParams);

impl ComplementNbParams {
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

    /// Count added to every feature in every class (Lidstone smoothing).
    pub fn alpha(mut self, alpha: f64) -> Self {
        self.0.alpha = alpha;
        self
    }

    /// Whether the weights of each class are divided by their sum.
    pub fn norm(mut self, norm: bool) -> Self {
        self.0.norm = norm;
        self
    }
}

impl ParamGuard for ComplementNbParams {
    type Checked = ComplementNbValidParams;
    type Error = Error;

    fn check_ref(&self) -> Result<&Self::Checked> {
        check_n_classes(self.0.n_classes)?;
        check_alpha(self.0.alpha)?;
        Ok(&self.0)
    }

    fn check(self) -> Result<Self::Checked> {
        self.check_ref()?;
        Ok(self.0)
    }
}

impl<R, T> Fit<R, T, Error> for ComplementNbValidParams
where
    R: Records + Borrow<SparseRecords>,
    T: AsSingleTargets<Elem = usize>,
{
    type Object = ComplementNb;

    fn fit(&self, dataset: &DatasetBase<R, T>) -> Result<ComplementNb> {
        let examples = Examples::new(dataset, self.n_classes, self.class_weight)?.of_several_classes()?;
        let counts = feature_counts(&examples);
        let all_classes = counts.sum_axis(Axis(1)).insert_axis(Axis(1));
        // Smoothed after the subtraction: rounding cannot take the smoothing away.
        let mut weights = (all_classes - counts) + self.alpha;
        weights /= &weights.sum_axis(Axis(0));
        weights.mapv_inplace(|share| -libm::log(share));
        if self.norm {
            // All weights of a class are 0 where there is a single feature.
            weights /= &weights.sum_axis(Axis(0)).mapv(|sum| if sum > 0.0 { sum } else { 1.0 });
        }
        let intercept: Array1<f64> = examples
            .class_totals
            .iter()
            .map(|total| if *total > 0.0 { 0.0 } else { log_share(0.0, 1.0) })
            .collect();
        Ok(ComplementNb { linear: LinearModel::new(weights, intercept)? })
    }
}
