//! The floor that every learner has to beat.

use std::borrow::Borrow;

use linfa::dataset::{AsSingleTargets, Records};
use linfa::traits::Fit;
use linfa::{DatasetBase, ParamGuard};
use ndarray::Array2;

use super::class_weight::ClassWeight;
use super::examples::Examples;
use super::feature_counts::log_class_shares;
use super::linear_model::{LinearModel, predicts_linearly, predicts_probabilities};
use super::parameter::check_n_classes;
use crate::error::{Error, Result};
use crate::features::SparseRecords;

/// Predicts the most frequent class, whatever the record says.
///
/// # Definition
/// The intercept of class c is ln(n_c / n), with sample weights counted; every feature weight is 0. So the
/// probabilities are the shares of the classes. A class without examples gets ln of the least normal number.
///
/// # Examples
/// ```
/// use linfa::DatasetBase;
/// use linfa::traits::{Fit, Predict};
/// use ndarray::array;
/// use standpoint::{MajorityClass, SparseRecords};
///
/// let records = SparseRecords::from_dense(&array![[1.0], [2.0], [0.0]]);
/// let floor = MajorityClass::params().fit(&DatasetBase::new(records.clone(), array![1, 0, 1]))?;
/// assert_eq!(floor.predict(&records), array![1, 1, 1]);
/// # Ok::<(), standpoint::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct MajorityClass {
    linear: LinearModel,
}

predicts_linearly!(MajorityClass);
predicts_probabilities!(MajorityClass);

impl MajorityClass {
    /// Parameters at their defaults.
    pub fn params() -> MajorityClassParams {
        MajorityClassParams(MajorityClassValidParams { n_classes: None })
    }
}

/// Checked parameters of [`MajorityClass`].
#[derive(Debug, Clone, PartialEq)]
pub struct MajorityClassValidParams {
    n_classes: Option<usize>,
}

/// Parameters of [`MajorityClass`].
///
/// # Parameters
/// | Name | Default | Purpose | Range |
/// | --- | --- | --- | --- |
/// | [`n_classes`](Self::n_classes) | greatest label + 1 | number of classes | 1 to 65536 |
#[derive(Debug, Clone, PartialEq)]
pub struct MajorityClassParams(MajorityClassValidParams);

impl MajorityClassParams {
    /// Number of classes; those without examples included.
    pub fn n_classes(mut self, n_classes: usize) -> Self {
        self.0.n_classes = Some(n_classes);
        self
    }
}

impl ParamGuard for MajorityClassParams {
    type Checked = MajorityClassValidParams;
    type Error = Error;

    fn check_ref(&self) -> Result<&Self::Checked> {
        check_n_classes(self.0.n_classes)?;
        Ok(&self.0)
    }

    fn check(self) -> Result<Self::Checked> {
        self.check_ref()?;
        Ok(self.0)
    }
}

impl<R, T> Fit<R, T, Error> for MajorityClassValidParams
where
    R: Records + Borrow<SparseRecords>,
    T: AsSingleTargets<Elem = usize>,
{
    type Object = MajorityClass;

    fn fit(&self, dataset: &DatasetBase<R, T>) -> Result<MajorityClass> {
        let examples = Examples::new(dataset, self.n_classes, ClassWeight::None)?;
        let weights = Array2::zeros((examples.records.n_features(), examples.n_classes()));
        Ok(MajorityClass { linear: LinearModel::new(weights, log_class_shares(&examples))? })
    }
}
