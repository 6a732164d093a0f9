//! How often each feature occurs in each class: what naive Bayes is made from.

use ndarray::{Array1, Array2};

use super::examples::Examples;
use super::math::log_share;

/// Weighted sums of the values of each feature over the records of each class, (n_features, n_classes).
pub(super) fn feature_counts(examples: &Examples) -> Array2<f64> {
    let n_classes = examples.n_classes();
    let mut counts = vec![0.0; examples.records.n_features() * n_classes];
    for (i, (label, weight)) in examples.labels.iter().zip(&examples.weights).enumerate() {
        let (indices, values) = examples.records.row(i);
        for (feature, value) in indices.iter().zip(values) {
            counts[*feature as usize * n_classes + label] += weight * f64::from(*value);
        }
    }
    Array2::from_shape_vec((examples.records.n_features(), n_classes), counts).expect("one count a cell")
}

/// Logarithms of the shares of the classes in the sum of all weights; finite for a class that is absent, too.
pub(super) fn log_class_shares(examples: &Examples) -> Array1<f64> {
    let total = examples.class_totals.iter().sum();
    examples.class_totals.iter().map(|t| log_share(*t, total)).collect()
}
