//! Multinomial naive Bayes.

use std::borrow::Borrow;

use linfa::dataset::{AsSingleTargets, Records};
use linfa::traits::Fit;
use linfa::{DatasetBase, ParamGuard};
use ndarray::Axis;

use super::class_weight::ClassWeight;
use super::examples::Examples;
use super::feature_counts::{feature_counts, log_class_shares};
use super::linear_model::{LinearModel, predicts_linearly, predicts_probabilities};
use super::parameter::{check_alpha, check_n_classes};
use crate::error::{Error, Result};
use crate::features::SparseRecords;

/// Naive Bayes that takes a record for counts drawn from one distribution over the features per class.
///
/// # Definition
/// With N_jc the weighted sum of feature j over the records of class c, the weight is
/// W_jc = ln(N_jc + α) − ln Σ_j (N_jc + α), and the intercept ln(n_c / n). A class without examples gets ln of the
/// least normal number as its intercept, so that it is not predicted.
///
/// # References
/// McCallum & Nigam: A comparison of event models for naive Bayes text classification (1998).
///
/// # Examples
/// ```
/// use linfa::DatasetBase;
/// use linfa::traits::{Fit, Predict};
/// use ndarray::array;
/// use standpoint::{MultinomialNb, SparseRecords};
///
/// let records = SparseRecords::from_dense(&array![[2.0, 0.0], [0.0, 1.0]]);
/// let model = MultinomialNb::params().alpha(0.5).fit(&DatasetBase::new(records.clone(), array![0, 1]))?;
/// assert_eq!(model.predict(&records), array![0, 1]);
/// // (2 + 0.5) / (2 + 0 + 2 · 0.5)
/// assert!((model.weights()[[0, 0]] - (2.5f64 / 3.0).ln()).abs() < 1e-12);
/// # Ok::<(), standpoint::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct MultinomialNb {
    linear: LinearModel,
}

predicts_linearly!(MultinomialNb);
predicts_probabilities!(MultinomialNb);

impl MultinomialNb {
    /// Parameters at their defaults.
    pub fn params() -> MultinomialNbParams {
        MultinomialNbParams(MultinomialNbValidParams {
            n_classes: None,
            class_weight: ClassWeight::None,
            alpha: 1.0,
        })
    }
}

/// Checked parameters of [`MultinomialNb`].
#[derive(Debug, Clone, PartialEq)]
pub struct MultinomialNbValidParams {
    n_classes: Option<usize>,
    class_weight: ClassWeight,
    alpha: f64,
}

/// Parameters of [`MultinomialNb`].
///
/// # Parameters
/// | Name | Default | Purpose | Range |
/// | --- | --- | --- | --- |
/// | [`n_classes`](Self::n_classes) | greatest label + 1 | number of classes | 1 to 65536 |
/// | [`class_weight`](Self::class_weight) | none | how much each class counts | none, balanced |
/// | [`alpha`](Self::alpha) | 1 | count added to every feature in every class | 1e-10 to 1e9 |
#[derive(Debug, Clone, PartialEq)]
pub struct MultinomialNbParams(MultinomialNbValidParams);

impl MultinomialNbParams {
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
}

impl ParamGuard for MultinomialNbParams {
    type Checked = MultinomialNbValidParams;
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

impl<R, T> Fit<R, T, Error> for MultinomialNbValidParams
where
    R: Records + Borrow<SparseRecords>,
    T: AsSingleTargets<Elem = usize>,
{
    type Object = MultinomialNb;

    fn fit(&self, dataset: &DatasetBase<R, T>) -> Result<MultinomialNb> {
        let examples = Examples::new(dataset, self.n_classes, self.class_weight)?.of_several_classes()?;
        let mut weights = feature_counts(&examples) + self.alpha;
        let log_totals = weights.sum_axis(Axis(0)).mapv(libm::log);
        weights.mapv_inplace(libm::log);
        weights -= &log_totals;
        Ok(MultinomialNb { linear: LinearModel::new(weights, log_class_shares(&examples))? })
    }
}
