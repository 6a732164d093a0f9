//! What every learner fits: one weight per feature and class, and an intercept per class.

use linfa::dataset::Records;
use linfa::traits::{Predict, PredictInplace};
use ndarray::{Array1, Array2};
use rayon::prelude::*;

use super::math::{argmax, softmax};
use crate::error::{Error, Result};
use crate::features::SparseRecords;

/// Rows that one task scores.
const ROWS_PER_CHUNK: usize = 256;

/// A classifier that is linear in the record.
///
/// # Definition
/// scores(x) = x · W + b; the class with the greatest score is predicted, the lowest class id where scores tie.
///
/// # Shapes and units
/// W is (n_features, n_classes), b has n_classes entries; all are finite. Scores are log-odds up to a constant for
/// softmax regression, signed margins for the support vector machine, log-likelihoods for naive Bayes.
///
/// # Determinism
/// The score of a record depends on that record alone, at any thread count.
///
/// # Examples
/// ```
/// use linfa::traits::Predict;
/// use ndarray::array;
/// use standpoint::{LinearModel, SparseRecords};
///
/// let model = LinearModel::new(array![[2.0, 0.0], [0.0, 1.0]], array![0.0, 0.5])?;
/// let records = SparseRecords::from_dense(&array![[1.0, 0.0], [0.0, 1.0], [0.25, 0.0]]);
/// assert_eq!(model.scores(&records), array![[2.0, 0.5], [0.0, 1.5], [0.5, 0.5]]);
/// assert_eq!(model.predict(&records), array![0, 1, 0]);
/// # Ok::<(), standpoint::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct LinearModel {
    weights: Array2<f64>,
    intercept: Array1<f64>,
}

impl LinearModel {
    /// The model of these `weights` (n_features, n_classes) and this `intercept` (n_classes).
    ///
    /// # Errors
    /// [`Error::Linfa`] where the shapes do not match, [`Error::Parameter`] where there is no class or a number is
    /// not finite.
    pub fn new(weights: Array2<f64>, intercept: Array1<f64>) -> Result<Self> {
        if weights.ncols() != intercept.len() {
            return Err(linfa::Error::MismatchedShapes(weights.ncols(), intercept.len()).into());
        }
        if intercept.is_empty() {
            return Err(Error::Parameter {
                name: "intercept",
                value: "empty".into(),
                expected: "a class or more",
            });
        }
        for (name, values) in
            [("weights", weights.view().into_dyn()), ("intercept", intercept.view().into_dyn())]
        {
            if let Some(value) = values.iter().find(|v| !v.is_finite()) {
                return Err(Error::Parameter { name, value: value.to_string(), expected: "finite numbers" });
            }
        }
        Ok(LinearModel { weights: weights.as_standard_layout().into_owned(), intercept })
    }

    pub(super) fn zeros(n_features: usize, n_classes: usize) -> Self {
        LinearModel { weights: Array2::zeros((n_features, n_classes)), intercept: Array1::zeros(n_classes) }
    }

    /// Weights, (n_features, n_classes), one row per feature in memory.
    pub fn weights(&self) -> &Array2<f64> {
        &self.weights
    }

    /// What is added to the scores of every record, one number per class.
    pub fn intercept(&self) -> &Array1<f64> {
        &self.intercept
    }

    /// Weights and intercept, given away.
    pub fn into_parts(self) -> (Array2<f64>, Array1<f64>) {
        (self.weights, self.intercept)
    }

    /// Number of features.
    pub fn n_features(&self) -> usize {
        self.weights.nrows()
    }

    /// Number of classes.
    pub fn n_classes(&self) -> usize {
        self.intercept.len()
    }

    /// Scores, (n_records, n_classes).
    ///
    /// # Panics
    /// Where the records have another number of features than the model.
    pub fn scores(&self, records: &SparseRecords) -> Array2<f64> {
        assert_eq!(records.n_features(), self.n_features(), "records of another width than the model");
        let n_classes = self.n_classes();
        let mut scores = vec![0.0; records.n_records() * n_classes];
        scores.par_chunks_mut(ROWS_PER_CHUNK * n_classes).enumerate().for_each(|(chunk, scores)| {
            for (row, scores) in scores.chunks_exact_mut(n_classes).enumerate() {
                self.score_row(records.row(chunk * ROWS_PER_CHUNK + row), scores);
            }
        });
        Array2::from_shape_vec((records.n_records(), n_classes), scores)
            .expect("one score a record and class")
    }

    /// Softmax of the scores, (n_records, n_classes): the probabilities of a learner whose scores are logarithms of
    /// probabilities up to a constant.
    pub(super) fn predict_proba(&self, records: &SparseRecords) -> Array2<f64> {
        let mut probabilities = self.scores(records);
        for mut row in probabilities.rows_mut() {
            softmax(row.as_slice_mut().expect("scores lie row by row"));
        }
        probabilities
    }

    fn score_row(&self, (indices, values): (&[u32], &[f32]), scores: &mut [f64]) {
        let weights = self.weights.as_slice().expect("weights lie row by row");
        let n_classes = scores.len();
        scores.fill(0.0);
        for (feature, value) in indices.iter().zip(values) {
            let start = *feature as usize * n_classes;
            for (score, weight) in scores.iter_mut().zip(&weights[start..start + n_classes]) {
                *score += f64::from(*value) * weight;
            }
        }
        for (score, intercept) in scores.iter_mut().zip(&self.intercept) {
            *score += intercept;
        }
    }
}

impl<R: Records + std::borrow::Borrow<SparseRecords>> PredictInplace<R, Array1<usize>> for LinearModel {
    fn predict_inplace<'a>(&'a self, records: &'a R, predicted: &mut Array1<usize>) {
        let scores = self.scores(records.borrow());
        *predicted =
            scores.rows().into_iter().map(|row| argmax(row.to_slice().expect("row by row"))).collect();
    }

    fn default_target(&self, records: &R) -> Array1<usize> {
        Array1::zeros(records.nsamples())
    }
}

impl Predict<&SparseRecords, Array1<usize>> for LinearModel {
    fn predict(&self, records: &SparseRecords) -> Array1<usize> {
        let mut predicted = Array1::default(0);
        self.predict_inplace(records, &mut predicted);
        predicted
    }
}

/// Gives a fitted type that holds a `linear: LinearModel` that model's methods and linfa's prediction traits.
macro_rules! predicts_linearly {
    ($fitted:ty) => {
        impl $fitted {
            /// Scores, (n_records, n_classes).
            ///
            /// # Panics
            /// Where the records have another number of features than the training records.
            pub fn scores(&self, records: &$crate::features::SparseRecords) -> ::ndarray::Array2<f64> {
                self.linear.scores(records)
            }

            /// Weights, (n_features, n_classes).
            pub fn weights(&self) -> &::ndarray::Array2<f64> {
                self.linear.weights()
            }

            /// What is added to the scores of every record, one number per class.
            pub fn intercept(&self) -> &::ndarray::Array1<f64> {
                self.linear.intercept()
            }

            /// The weights and the intercept alone.
            pub fn into_linear_model(self) -> $crate::learners::LinearModel {
                self.linear
            }
        }

        impl<R> ::linfa::traits::PredictInplace<R, ::ndarray::Array1<usize>> for $fitted
        where
            R: ::linfa::dataset::Records + ::std::borrow::Borrow<$crate::features::SparseRecords>,
        {
            fn predict_inplace<'a>(&'a self, records: &'a R, predicted: &mut ::ndarray::Array1<usize>) {
                self.linear.predict_inplace(records, predicted);
            }

            fn default_target(&self, records: &R) -> ::ndarray::Array1<usize> {
                self.linear.default_target(records)
            }
        }

        impl ::linfa::traits::Predict<&$crate::features::SparseRecords, ::ndarray::Array1<usize>>
            for $fitted
        {
            fn predict(&self, records: &$crate::features::SparseRecords) -> ::ndarray::Array1<usize> {
                self.linear.predict(records)
            }
        }
    };
}

/// Gives a fitted type that holds a `linear: LinearModel` probabilities: the softmax of its scores.
macro_rules! predicts_probabilities {
    ($fitted:ty) => {
        impl $fitted {
            /// Probabilities of the classes, (n_records, n_classes): the softmax of the scores.
            ///
            /// # Panics
            /// Where the records have another number of features than the training records.
            pub fn predict_proba(&self, records: &$crate::features::SparseRecords) -> ::ndarray::Array2<f64> {
                self.linear.predict_proba(records)
            }
        }
    };
}

pub(super) use {predicts_linearly, predicts_probabilities};

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::array;

    #[test]
    fn a_transposed_weight_matrix_scores_the_same() {
        let weights = array![[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]];
        let transposed = weights.t().as_standard_layout().into_owned().reversed_axes();
        assert!(transposed.as_slice().is_none());
        let records = SparseRecords::from_dense(&array![[1.0, 0.5]]);
        let model = LinearModel::new(transposed, array![0.0, 0.0, 1.0]).unwrap();
        assert_eq!(model.scores(&records), array![[3.0, 4.5, 7.0]]);
    }

    #[test]
    fn weights_that_are_no_model_are_refused() {
        assert!(matches!(LinearModel::new(array![[1.0, 2.0]], array![0.0]), Err(Error::Linfa(_))));
        assert!(matches!(LinearModel::new(Array2::zeros((3, 0)), array![]), Err(Error::Parameter { .. })));
        for bad in [f64::NAN, f64::INFINITY] {
            assert!(LinearModel::new(array![[bad]], array![0.0]).is_err());
            assert!(LinearModel::new(array![[0.0]], array![bad]).is_err());
        }
    }
}
