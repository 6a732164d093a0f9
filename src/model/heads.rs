//! Fitting the linear heads of a model: the stances toward each target, and the detectors.

use std::collections::BTreeMap;

use linfa::DatasetBase;
use ndarray::{Array1, Array2, ArrayView1, Axis, s};

use super::prior::Prior;
use super::statements::StanceRow;
use crate::error::{Error, Result};
use crate::features::SparseRecords;
use crate::learners::{ClassWeight, LearnerKind, LearnerOptions, LinearModel};
use crate::stance::Stance;

/// Weights of the three stances toward one target: score = record · weights + intercept.
#[derive(Debug, Clone)]
pub(crate) struct StanceHead {
    pub weights: Array2<f64>,
    pub intercept: [f64; 3],
}

/// Weights of one detector: its score is the log odds, before calibration, that a statement is about the target.
#[derive(Debug, Clone)]
pub(crate) struct DetectorHead {
    pub weights: Array1<f64>,
    pub intercept: f64,
}

/// Weights of favor, against, neutral of some features, in feature order.
type SparseRows = Vec<(u32, [f64; 3])>;

/// The labelled rows of all targets over one matrix of statements.
pub(crate) struct StanceProblem<'a> {
    pub records: &'a SparseRecords,
    pub rows: &'a [StanceRow],
    pub n_targets: usize,
    /// The stances that some target has.
    pub classes: [bool; 3],
    pub learner: &'a LearnerOptions,
    pub sharing: f64,
    pub prior: Option<&'a Prior>,
}

impl StanceProblem<'_> {
    /// Heads of all targets from the rows for which `keep` holds, with the lexicon's leans times `scale`. Rows of one
    /// stance teach nothing about the others: a target that has no more keeps what the lexicon says.
    ///
    /// Where targets share knowledge, a record of target `t` is `(sharing · x, 0, …, x, …, 0)`: a copy that all
    /// share and a copy of its own (Daumé III 2007), followed by a constant of its own. The two copies' weights are
    /// folded into one here.
    pub fn fit(&self, scale: f64, keep: impl Fn(&StanceRow) -> bool) -> Result<Vec<StanceHead>> {
        let kept: Vec<&StanceRow> = self.rows.iter().filter(|row| keep(row)).collect();
        let shares = self.learner.kind.takes_prior_mean() && self.sharing > 0.0;
        if shares && self.n_targets > 1 && self.can_learn_from(&kept) {
            return self.fit_together(scale, &kept);
        }
        (0..self.n_targets)
            .map(|t| {
                let own: Vec<&StanceRow> = kept.iter().copied().filter(|row| row.target == t).collect();
                let head = self.prior_head(t, scale);
                if !self.can_learn_from(&own) {
                    return Ok(head);
                }
                let statements: Vec<usize> = own.iter().map(|row| row.statement).collect();
                let prior = self.prior.map(|_| self.leans(t, scale));
                let (weights, intercept) = self.fit_rows(self.records.select(&statements), &own, prior)?;
                Ok(StanceHead { weights, intercept: [intercept[0], intercept[1], intercept[2]] })
            })
            .collect()
    }

    /// Whether the learner makes anything of `rows`: of two stances, or of any rows where it only counts them.
    fn can_learn_from(&self, rows: &[&StanceRow]) -> bool {
        let Some(first) = rows.first() else { return false };
        self.learner.kind == LearnerKind::Majority || rows.iter().any(|row| row.stance != first.stance)
    }

    /// What the lexicon alone says of target `t`.
    fn prior_head(&self, t: usize, scale: f64) -> StanceHead {
        let mut weights = Array2::zeros((self.records.n_features(), 3));
        for (feature, leans) in self.leans(t, scale) {
            weights.row_mut(feature as usize).assign(&ArrayView1::from(&leans));
        }
        let intercept = match self.prior {
            Some(_) => Prior::STANCE_INTERCEPT.map(|value| scale * value),
            None => [0.0; 3],
        };
        StanceHead { weights, intercept }
    }

    /// The prior weights of target `t`, shared ones included, by feature.
    fn leans(&self, t: usize, scale: f64) -> SparseRows {
        let mut sums: BTreeMap<u32, [f64; 3]> = BTreeMap::new();
        if let Some(prior) = self.prior {
            for (feature, leans) in prior.shared.iter().chain(&prior.targets[t]) {
                let sum = sums.entry(*feature).or_default();
                for (sum, lean) in sum.iter_mut().zip(leans) {
                    *sum += scale * lean;
                }
            }
        }
        sums.into_iter().collect()
    }

    fn fit_together(&self, scale: f64, kept: &[&StanceRow]) -> Result<Vec<StanceHead>> {
        let (n, t) = (self.records.n_features(), self.n_targets);
        let width = n * (t + 1) + t;
        if u32::try_from(width).is_err() {
            return Err(Error::Training {
                found: format!("{n} features and {t} targets that share them"),
                expected: "at most 4,294,967,295 features times targets".into(),
                remedy: "Set features.max_features or model.sharing to 0, or train the targets apart.".into(),
            });
        }
        let mut records = SparseRecords::new(width);
        for row in kept {
            let (indices, values) = self.records.row(row.statement);
            let own = (n * (row.target + 1)) as u32;
            let shared = indices.iter().zip(values).map(|(&j, &v)| (j, self.sharing as f32 * v));
            let particular = indices.iter().zip(values).map(|(&j, &v)| (own + j, v));
            let constant = ((n * (t + 1) + row.target) as u32, self.learner.intercept as f32);
            records.push_row(shared.chain(particular).chain([constant]));
        }
        let prior = self.prior.map(|prior| {
            let blocks = [(0, scale / self.sharing, &prior.shared)].into_iter();
            let own = prior.targets.iter().enumerate().map(|(i, leans)| (n * (i + 1), scale, leans));
            let scaled = |(base, factor, leans): (usize, f64, &SparseRows)| -> SparseRows {
                let scale = |(j, leans): &(u32, [f64; 3])| (base as u32 + j, leans.map(|lean| factor * lean));
                leans.iter().map(scale).collect()
            };
            blocks.chain(own).flat_map(scaled).collect()
        });
        let (weights, intercept) = self.fit_rows(records, kept, prior)?;
        let shared = &weights.slice(s![..n, ..]) * self.sharing;
        let heads = (0..t).map(|i| {
            let own = weights.slice(s![n * (i + 1)..n * (i + 2), ..]);
            let constant = weights.row(n * (t + 1) + i);
            StanceHead {
                weights: &shared + &own,
                intercept: std::array::from_fn(|k| intercept[k] + self.learner.intercept * constant[k]),
            }
        });
        Ok(heads.collect())
    }

    /// Fits the classes that occur and spreads the result over all three.
    fn fit_rows(
        &self,
        records: SparseRecords,
        rows: &[&StanceRow],
        prior: Option<SparseRows>,
    ) -> Result<(Array2<f64>, Array1<f64>)> {
        let classes: Vec<usize> = (0..3).filter(|&k| self.classes[k]).collect();
        let ids: Array1<usize> = rows
            .iter()
            .map(|row| classes.iter().position(|&k| k == row.stance.index()).expect("a class that occurs"))
            .collect();
        let options = LearnerOptions { class_weight: ClassWeight::None, ..self.learner.clone() };
        let prior = prior.map(|rows| {
            let of_classes = |(j, leans): (u32, [f64; 3])| (j, classes.iter().map(|&k| leans[k]).collect());
            rows.into_iter().map(of_classes).collect()
        });
        let fitted = fit(&options, records, ids, Some(self.sample_weights(rows)), classes.len(), prior)?;
        let (mut weights, mut intercept) = (Array2::zeros((fitted.n_features(), 3)), Array1::zeros(3));
        for (column, &k) in classes.iter().enumerate() {
            weights.column_mut(k).assign(&fitted.weights().column(column));
            intercept[k] = fitted.intercept()[column];
        }
        Ok((weights, intercept))
    }

    /// Balanced classes are balanced within each target.
    fn sample_weights(&self, rows: &[&StanceRow]) -> Array1<f32> {
        if self.learner.class_weight == ClassWeight::None {
            return Array1::ones(rows.len());
        }
        let mut counts = vec![[0usize; Stance::COUNT]; self.n_targets];
        for row in rows {
            counts[row.target][row.stance.index()] += 1;
        }
        rows.iter()
            .map(|row| {
                let of_target = counts[row.target];
                let present = of_target.iter().filter(|count| **count > 0).count();
                let all: usize = of_target.iter().sum();
                (all as f64 / (present * of_target[row.stance.index()]) as f64) as f32
            })
            .collect()
    }
}

/// Statements that are about a target, and statements that are not.
pub(crate) struct DetectorProblem<'a> {
    pub records: &'a SparseRecords,
    pub about: &'a [bool],
    pub learner: &'a LearnerOptions,
    /// The target's names, and their weights.
    pub names: Option<&'a [(u32, f64)]>,
}

impl DetectorProblem<'_> {
    /// The detector from the statements for which `keep` holds, with the names' weights times `scale`: from the names
    /// alone where these statements are all about the target, or none is.
    pub fn fit(&self, scale: f64, keep: impl Fn(usize) -> bool) -> Result<DetectorHead> {
        let kept: Vec<usize> = (0..self.about.len()).filter(|&i| keep(i)).collect();
        if kept.iter().all(|&i| self.about[i]) || kept.iter().all(|&i| !self.about[i]) {
            let mut weights = Array1::zeros(self.records.n_features());
            for (feature, lean) in self.names.unwrap_or_default() {
                weights[*feature as usize] = scale * lean;
            }
            let intercept = self.names.map_or(0.0, |_| scale * Prior::DETECTOR_INTERCEPT);
            return Ok(DetectorHead { weights, intercept });
        }
        let labels: Array1<usize> = kept.iter().map(|&i| usize::from(self.about[i])).collect();
        let half = |(feature, lean): &(u32, f64)| (*feature, vec![-scale * lean / 2.0, scale * lean / 2.0]);
        let prior = self.names.map(|names| names.iter().map(half).collect());
        let fitted = fit(self.learner, self.records.select(&kept), labels, None, 2, prior)?;
        let (weights, intercept) = (fitted.weights(), fitted.intercept());
        Ok(DetectorHead {
            weights: &weights.column(1) - &weights.column(0),
            intercept: intercept[1] - intercept[0],
        })
    }
}

/// Fits `learner` to `records`, with the prior weights of some features by class.
///
/// Where a prior is taken, a feature without an entry keeps its prior weight, since nothing but the penalty speaks of
/// it; so only the columns that have entries are fitted, of which there are often far fewer.
fn fit(
    learner: &LearnerOptions,
    records: SparseRecords,
    labels: Array1<usize>,
    sample_weights: Option<Array1<f32>>,
    n_classes: usize,
    prior: Option<Vec<(u32, Vec<f64>)>>,
) -> Result<LinearModel> {
    let dataset = |records| {
        let dataset = DatasetBase::new(records, labels.view());
        match &sample_weights {
            Some(weights) => dataset.with_weights(weights.clone()),
            None => dataset,
        }
    };
    if !learner.kind.takes_prior_mean() && prior.is_none() {
        return learner.fit(&dataset(records), n_classes, None);
    }
    let mut weights = Array2::zeros((records.n_features(), n_classes));
    for (feature, values) in prior.iter().flatten() {
        weights.row_mut(*feature as usize).assign(&ArrayView1::from(values));
    }
    let (records, columns) = records.compact();
    let compact = LinearModel::new(weights.select(Axis(0), &columns), Array1::zeros(n_classes))?;
    let fitted = learner.fit(&dataset(records), n_classes, prior.map(|_| &compact))?;
    for (&column, row) in columns.iter().zip(fitted.weights().rows()) {
        weights.row_mut(column).assign(&row);
    }
    LinearModel::new(weights, fitted.intercept().clone())
}

impl StanceHead {
    /// Scores of row `i` of `records`.
    pub fn scores(&self, records: &SparseRecords, i: usize) -> [f64; 3] {
        let mut scores = self.intercept;
        let (indices, values) = records.row(i);
        for (&j, &value) in indices.iter().zip(values) {
            for (k, score) in scores.iter_mut().enumerate() {
                *score += f64::from(value) * self.weights[[j as usize, k]];
            }
        }
        scores
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
