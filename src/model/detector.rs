//! Fitting a detector: is a statement about a target?

use linfa::DatasetBase;
use ndarray::Array1;

use super::heads::Start;
use super::prior::Prior;
use crate::error::Result;
use crate::features::SparseRecords;
use crate::learners::{ClassWeight, Example, LearnerOptions, Rows, Tasks};

/// Weights of one detector: its score is the log odds, before calibration, that a statement is about the target.
#[derive(Debug, Clone)]
pub(crate) struct DetectorHead {
    pub weights: Array1<f64>,
    pub intercept: f64,
}

/// Statements that are about a target, and statements that are not.
pub(crate) struct DetectorProblem<'a> {
    pub records: &'a SparseRecords,
    /// `records` as the search for weights reads them.
    pub matrix: &'a Rows,
    pub about: &'a [bool],
    pub learner: &'a LearnerOptions,
    /// The target's names, and their weights.
    pub names: Option<&'a [(u32, f64)]>,
}

impl DetectorProblem<'_> {
    /// The detector from the statements for which `keep` holds, with the names' weights times `scale`, and where the
    /// search for it ended: from the names alone where these statements are all about the target, or none is.
    pub fn fit(
        &self,
        scale: f64,
        keep: impl Fn(usize) -> bool,
        start: Option<&Start>,
    ) -> Result<(DetectorHead, Start)> {
        let kept: Vec<usize> = (0..self.about.len()).filter(|&i| keep(i)).collect();
        let mut head = DetectorHead { weights: Array1::zeros(self.records.n_features()), intercept: 0.0 };
        for (feature, lean) in self.names.unwrap_or_default() {
            head.weights[*feature as usize] = scale * lean;
        }
        if kept.iter().all(|&i| self.about[i]) || kept.iter().all(|&i| !self.about[i]) {
            head.intercept = self.names.map_or(0.0, |_| scale * Prior::DETECTOR_INTERCEPT);
            return Ok((head, Start::default()));
        }
        let Some((objective, search)) = self.learner.search() else {
            return Ok((self.count(&kept)?, Start::default()));
        };
        let weights = self.class_weights(&kept);
        let example = |&i: &usize| {
            let label = u32::from(self.about[i]);
            Example { row: i as u32, task: 0, label, cost: self.learner.c * weights[label as usize] }
        };
        let examples: Vec<Example> = kept.iter().map(example).collect();
        let prior_scores = match self.names {
            None => Vec::new(),
            Some(_) => kept
                .iter()
                .map(|&i| head.score(self.records, i) / 2.0)
                .flat_map(|half| [-half, half])
                .collect(),
        };
        let tasks = Tasks {
            rows: self.matrix,
            examples: &examples,
            n_tasks: 1,
            n_classes: 2,
            sharing: 0.0,
            constant: self.learner.intercept,
            prior_scores,
        };
        let start = start.and_then(|start| start.of_rows(&kept, self.about.len()));
        let fitted = tasks.fit(objective, &search, start);
        for (column, &feature) in self.matrix.features().iter().enumerate() {
            head.weights[feature as usize] += fitted.weight(column, 0, 1) - fitted.weight(column, 0, 0);
        }
        for single in self.matrix.singles() {
            let [against, for_it] = [0, 1].map(|class| fitted.single_weight(single, 0, class));
            head.weights[single.feature as usize] += for_it - against;
        }
        head.intercept = fitted.intercept(0, 1) - fitted.intercept(0, 0);
        Ok((head, Start::new(&kept, self.about.len(), &fitted.into_dual())))
    }

    /// The head that a learner without a search makes of the statements `kept`.
    fn count(&self, kept: &[usize]) -> Result<DetectorHead> {
        let labels: Array1<usize> = kept.iter().map(|&i| usize::from(self.about[i])).collect();
        let fitted = self.learner.fit(&DatasetBase::new(self.records.select(kept), labels), 2, None)?;
        let (weights, intercept) = (fitted.weights(), fitted.intercept());
        Ok(DetectorHead {
            weights: &weights.column(1) - &weights.column(0),
            intercept: intercept[1] - intercept[0],
        })
    }

    /// How much a statement counts that is not about the target, and one that is.
    fn class_weights(&self, kept: &[usize]) -> [f64; 2] {
        if self.learner.class_weight == ClassWeight::None {
            return [1.0; 2];
        }
        let n_about = kept.iter().filter(|&&i| self.about[i]).count();
        [kept.len() - n_about, n_about].map(|n| kept.len() as f64 / (2 * n) as f64)
    }
}

impl DetectorHead {
    /// Score of row `i` of `records`.
    pub fn score(&self, records: &SparseRecords, i: usize) -> f64 {
        let (indices, values) = records.row(i);
        let terms =
            indices.iter().zip(values).map(|(&j, &value)| f64::from(value) * self.weights[j as usize]);
        self.intercept + terms.sum::<f64>()
    }
}
