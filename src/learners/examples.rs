//! The border to linfa's dataset: what may be learned from, checked once for all learners.

use std::borrow::Borrow;

use linfa::DatasetBase;
use linfa::dataset::{AsSingleTargets, Records};

use super::class_weight::ClassWeight;
use super::convergence::Convergence;
use super::dual::{Example, Search};
use super::linear_model::LinearModel;
use super::parameter::MAX_CLASSES;
use super::rows::Rows;
use super::tasks::{Objective, Tasks};
use crate::error::{Error, Result};
use crate::features::SparseRecords;

/// Labelled records with the weight of each: sample weight times class weight.
pub(super) struct Examples<'a> {
    pub(super) records: &'a SparseRecords,
    /// Class ids below `class_totals.len()`.
    pub(super) labels: Vec<usize>,
    /// Finite, not negative.
    pub(super) weights: Vec<f64>,
    /// Sum of the weights of each class.
    pub(super) class_totals: Vec<f64>,
}

impl<'a> Examples<'a> {
    /// The examples of `dataset`, of `n_classes` classes (the greatest label + 1 where `None`).
    pub(super) fn new<R, T>(
        dataset: &'a DatasetBase<R, T>,
        n_classes: Option<usize>,
        class_weight: ClassWeight,
    ) -> Result<Self>
    where
        R: Records + Borrow<SparseRecords>,
        T: AsSingleTargets<Elem = usize>,
    {
        let records: &SparseRecords = dataset.records.borrow();
        let labels = dataset.targets.as_single_targets().to_vec();
        let mut weights = dataset.weights.iter().map(|w| f64::from(*w)).collect::<Vec<_>>();
        if weights.is_empty() {
            weights = vec![1.0; labels.len()];
        }
        check_rows(records, &labels, &weights)?;
        let n_classes = check_labels(&labels, n_classes)?;

        let factors = class_weight.factors(&totals(&labels, &weights, n_classes));
        for (weight, label) in weights.iter_mut().zip(&labels) {
            *weight *= factors[*label];
        }
        let class_totals = totals(&labels, &weights, n_classes);
        if class_totals.iter().all(|t| *t == 0.0) {
            return Err(untrainable(
                "no example with a weight above 0",
                "at least one labelled example",
                "Give labelled statements to learn from.",
            ));
        }
        Ok(Examples { records, labels, weights, class_totals })
    }

    pub(super) fn n_classes(&self) -> usize {
        self.class_totals.len()
    }

    /// These examples, if they are of two classes or more.
    pub(super) fn of_several_classes(self) -> Result<Self> {
        let present: Vec<usize> = (0..self.n_classes()).filter(|c| self.class_totals[*c] > 0.0).collect();
        match present[..] {
            [only] => Err(untrainable(
                &format!("examples of class {only} only"),
                "examples of at least two classes",
                "Add examples of another class, or use the learner 'majority'.",
            )),
            _ => Ok(self),
        }
    }

    /// Fits linear classifiers by `objective`, and tells how the search ended. Examples of weight 0 are left out.
    pub(super) fn fit(
        &self,
        objective: Objective,
        c: f64,
        constant: f64,
        search: &Search,
        prior_mean: Option<&LinearModel>,
    ) -> Result<(LinearModel, Convergence)> {
        self.check_prior_mean(prior_mean)?;
        let n_classes = self.n_classes();
        let rows = Rows::new(self.records, |_| 1);
        let weighted = (0..self.labels.len()).filter(|i| self.weights[*i] > 0.0);
        let examples: Vec<Example> = weighted
            .map(|i| Example {
                row: i as u32,
                task: 0,
                label: self.labels[i] as u32,
                cost: c * self.weights[i],
            })
            .collect();
        let prior_scores = prior_mean.map(|mean| mean.scores(self.records));
        let prior_scores = prior_scores.iter().flat_map(|scores| {
            examples.iter().flat_map(move |example| scores.row(example.row as usize).into_iter().copied())
        });
        let tasks = Tasks {
            rows: &rows,
            examples: &examples,
            n_tasks: 1,
            n_classes,
            sharing: 0.0,
            constant,
            prior_scores: prior_scores.collect(),
        };
        let fitted = tasks.fit(objective, search, None);
        let (mut weights, mut intercept) = match prior_mean {
            Some(mean) => mean.clone().into_parts(),
            None => LinearModel::zeros(self.records.n_features(), n_classes).into_parts(),
        };
        for (column, feature) in rows.features().iter().enumerate() {
            for (class, weight) in weights.row_mut(*feature as usize).iter_mut().enumerate() {
                *weight += fitted.weight(column, 0, class);
            }
        }
        for single in rows.singles() {
            for (class, weight) in weights.row_mut(single.feature as usize).iter_mut().enumerate() {
                *weight += fitted.single_weight(single, 0, class);
            }
        }
        for (class, intercept) in intercept.iter_mut().enumerate() {
            *intercept += fitted.intercept(0, class);
        }
        Ok((LinearModel::new(weights, intercept)?, fitted.convergence()))
    }

    /// Refuses a prior mean of another shape than the weights of these examples.
    pub(super) fn check_prior_mean(&self, prior_mean: Option<&LinearModel>) -> Result<()> {
        let expected = (self.records.n_features(), self.n_classes());
        match prior_mean.map(|mean| (mean.n_features(), mean.n_classes())) {
            Some(found) if found != expected => Err(untrainable(
                &format!("a prior mean of {} features and {} classes", found.0, found.1),
                &format!("{} features and {} classes, as in the data", expected.0, expected.1),
                "Make the prior mean for the features and classes of the data, and set 'n_classes'.",
            )),
            _ => Ok(()),
        }
    }
}

fn check_rows(records: &SparseRecords, labels: &[usize], weights: &[f64]) -> Result<()> {
    let n_records = records.n_records();
    for (what, n) in [("labels", labels.len()), ("sample weights", weights.len())] {
        if n != n_records {
            return Err(untrainable(
                &format!("{n} {what} for {n_records} records"),
                &format!("as many {what} as records"),
                "Give each record one label, and one weight or none.",
            ));
        }
    }
    if u32::try_from(n_records).is_err() {
        return Err(untrainable(
            &format!("{n_records} records"),
            "fewer than 2^32 records",
            "Train on a part of them.",
        ));
    }
    for (i, weight) in weights.iter().enumerate() {
        if !(weight.is_finite() && *weight >= 0.0) {
            return Err(untrainable(
                &format!("a sample weight of {weight} in record {i} (counted from 0)"),
                "finite weights that are not negative",
                "Correct the weight, or give it 0 to leave the record out.",
            ));
        }
        if let Some(value) = records.row(i).1.iter().find(|v| !(v.is_finite() && **v >= 0.0)) {
            return Err(untrainable(
                &format!("a value of {value} in record {i} (counted from 0)"),
                "finite values that are not negative",
                "Correct the record.",
            ));
        }
    }
    Ok(())
}

fn check_labels(labels: &[usize], n_classes: Option<usize>) -> Result<usize> {
    let Some(greatest) = labels.iter().max() else {
        return Err(untrainable(
            "no examples",
            "at least one labelled example",
            "Give labelled statements to learn from.",
        ));
    };
    let bound = n_classes.unwrap_or(MAX_CLASSES);
    if *greatest >= bound {
        return Err(untrainable(
            &format!("the class id {greatest}"),
            &format!("class ids below {bound}"),
            "Number the classes from 0 and give 'n_classes' the number of classes.",
        ));
    }
    Ok(n_classes.unwrap_or(greatest + 1))
}

fn totals(labels: &[usize], weights: &[f64], n_classes: usize) -> Vec<f64> {
    let mut totals = vec![0.0; n_classes];
    for (label, weight) in labels.iter().zip(weights) {
        totals[*label] += weight;
    }
    totals
}

fn untrainable(found: &str, expected: &str, remedy: &str) -> Error {
    Error::Training { found: found.into(), expected: expected.into(), remedy: remedy.into() }
}
