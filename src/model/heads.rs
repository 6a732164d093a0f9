//! Fitting the linear heads of a model that tell the stances toward each target.

use linfa::DatasetBase;
use ndarray::{Array1, Array2};

use super::prior::Prior;
use super::statements::StanceRow;
use crate::error::Result;
use crate::features::SparseRecords;
use crate::learners::{
    ClassWeight, Example, Fitted, LearnerKind, LearnerOptions, Objective, Rows, Search, Tasks,
};
use crate::stance::Stance;

/// Weights of the three stances toward one target: score = record · weights + intercept.
#[derive(Debug, Clone)]
pub(crate) struct StanceHead {
    pub weights: Array2<f64>,
    pub intercept: [f64; 3],
}

/// The labelled rows of all targets over one matrix of statements.
pub(crate) struct StanceProblem<'a> {
    pub records: &'a SparseRecords,
    /// `records` as the search for weights reads them.
    pub matrix: &'a Rows,
    pub rows: &'a [StanceRow],
    pub n_targets: usize,
    /// The stances that some target has.
    pub classes: [bool; 3],
    pub learner: &'a LearnerOptions,
    pub sharing: f64,
    pub prior: Option<&'a Prior>,
}

/// Where a search for heads ended, from which one for a like problem can begin: with other rows kept, another C or scale.
#[derive(Debug, Clone, Default)]
pub(crate) struct Start {
    /// Dual variables of each row; NaN where it was left out.
    dual: Vec<f64>,
}

impl Start {
    /// The dual variables of the rows `kept` out of `n_rows`; `None` where not all are known.
    pub fn of_rows(&self, kept: &[usize], n_rows: usize) -> Option<Vec<f64>> {
        let n_outputs = self.dual.len() / n_rows;
        let dual: Vec<f64> =
            kept.iter().flat_map(|&row| &self.dual[row * n_outputs..][..n_outputs]).copied().collect();
        (n_outputs > 0 && dual.iter().all(|value| value.is_finite())).then_some(dual)
    }

    /// Where the search of the rows `kept` out of `n_rows` ended.
    pub fn new(kept: &[usize], n_rows: usize, dual: &[f64]) -> Self {
        let n_outputs = dual.len() / kept.len().max(1);
        let mut start = Start { dual: vec![f64::NAN; n_rows * n_outputs] };
        for (&row, dual) in kept.iter().zip(dual.chunks_exact(n_outputs.max(1))) {
            start.dual[row * n_outputs..][..n_outputs].copy_from_slice(dual);
        }
        start
    }
}

impl StanceProblem<'_> {
    /// Fits heads of all targets to the rows for which `keep` holds, with the lexicon's leans times `scale`, from `start`
    /// on. Rows of one stance teach nothing about the others: a target that has no more keeps what the lexicon says.
    ///
    /// Where targets share knowledge, a record of target `t` is `(sharing · x, 0, …, x, …, 0)`: a copy that all
    /// share and a copy of its own (Daumé III 2007), x holding the constant feature. The two copies' weights are folded
    /// into one.
    pub fn fit(
        &self,
        scale: f64,
        keep: impl Fn(&StanceRow) -> bool,
        start: Option<&Start>,
    ) -> Result<StanceFit<'_>> {
        let kept: Vec<usize> = (0..self.rows.len()).filter(|&i| keep(&self.rows[i])).collect();
        let mut heads: Vec<StanceHead> = (0..self.n_targets).map(|t| self.prior_head(t, scale)).collect();
        let shares = self.learner.kind.takes_prior_mean() && self.sharing > 0.0;
        let together = shares && self.n_targets > 1 && self.can_learn_from(&kept);
        let learned: Vec<bool> =
            (0..self.n_targets).map(|t| together || self.can_learn_from(&self.of_target(&kept, t))).collect();
        let kept: Vec<usize> = kept.into_iter().filter(|&i| learned[self.rows[i].target]).collect();
        for (head, _) in heads.iter_mut().zip(&learned).filter(|(_, learned)| **learned) {
            head.intercept = [0.0; 3];
        }
        let mut fitted = None;
        match self.learner.search() {
            Some((objective, search)) if !kept.is_empty() => {
                let sharing = if together { self.sharing } else { 0.0 };
                fitted = Some(self.search(&kept, &heads, sharing, objective, &search, start));
            }
            Some(_) => {}
            None => {
                for t in (0..self.n_targets).filter(|&t| learned[t]) {
                    heads[t] = self.count(&self.of_target(&kept, t))?;
                }
            }
        }
        Ok(StanceFit { problem: self, heads, kept, learned, fitted })
    }

    /// The stances that some target has, in class order.
    fn present(&self) -> Vec<usize> {
        (0..3).filter(|&k| self.classes[k]).collect()
    }

    /// Class id of a row.
    fn label(&self, i: usize) -> usize {
        let before = &self.classes[..self.rows[i].stance.index()];
        before.iter().filter(|present| **present).count()
    }

    fn of_target(&self, rows: &[usize], t: usize) -> Vec<usize> {
        rows.iter().copied().filter(|&i| self.rows[i].target == t).collect()
    }

    /// Whether the learner makes anything of `rows`: of two stances, or of any rows where it only counts them.
    fn can_learn_from(&self, rows: &[usize]) -> bool {
        let Some(&first) = rows.first() else { return false };
        self.learner.kind == LearnerKind::Majority
            || rows.iter().any(|&i| self.rows[i].stance != self.rows[first].stance)
    }

    /// What the lexicon alone says of target `t`.
    fn prior_head(&self, t: usize, scale: f64) -> StanceHead {
        let mut weights = Array2::zeros((self.records.n_features(), 3));
        let Some(prior) = self.prior else { return StanceHead { weights, intercept: [0.0; 3] } };
        for (feature, leans) in prior.shared.iter().chain(&prior.targets[t]) {
            for (weight, lean) in weights.row_mut(*feature as usize).iter_mut().zip(leans) {
                *weight += scale * lean;
            }
        }
        StanceHead { weights, intercept: Prior::STANCE_INTERCEPT.map(|value| scale * value) }
    }

    /// Fits deviations from `heads`, whose intercepts are 0, to the rows `kept`.
    fn search(
        &self,
        kept: &[usize],
        heads: &[StanceHead],
        sharing: f64,
        objective: Objective,
        search: &Search,
        start: Option<&Start>,
    ) -> Fitted {
        let weights = self.sample_weights(kept);
        let examples: Vec<Example> = kept
            .iter()
            .zip(&weights)
            .map(|(&i, weight)| Example {
                row: self.rows[i].statement as u32,
                task: self.rows[i].target as u32,
                label: self.label(i) as u32,
                cost: self.learner.c * weight,
            })
            .collect();
        let prior_scores = match self.prior {
            None => Vec::new(),
            Some(_) => {
                let present = self.present();
                let scores =
                    |&i: &usize| heads[self.rows[i].target].scores(self.records, self.rows[i].statement);
                kept.iter().map(scores).flat_map(|scores| present.iter().map(move |&k| scores[k])).collect()
            }
        };
        let tasks = Tasks {
            rows: self.matrix,
            examples: &examples,
            n_tasks: self.n_targets,
            n_classes: self.present().len(),
            sharing,
            constant: self.learner.intercept,
            prior_scores,
        };
        let start = start.and_then(|start| start.of_rows(kept, self.rows.len()));
        tasks.fit(objective, search, start)
    }

    /// The head that a learner without a search makes of the `rows` of one target.
    fn count(&self, rows: &[usize]) -> Result<StanceHead> {
        let statements: Vec<usize> = rows.iter().map(|&i| self.rows[i].statement).collect();
        let labels: Array1<usize> = rows.iter().map(|&i| self.label(i)).collect();
        let weights: Array1<f32> =
            self.sample_weights(rows).into_iter().map(|weight| weight as f32).collect();
        let dataset = DatasetBase::new(self.records.select(&statements), labels).with_weights(weights);
        let options = LearnerOptions { class_weight: ClassWeight::None, ..self.learner.clone() };
        let present = self.present();
        let fitted = options.fit(&dataset, present.len(), None)?;
        let mut head = StanceHead { weights: Array2::zeros((fitted.n_features(), 3)), intercept: [0.0; 3] };
        for (class, k) in present.into_iter().enumerate() {
            head.weights.column_mut(k).assign(&fitted.weights().column(class));
            head.intercept[k] = fitted.intercept()[class];
        }
        Ok(head)
    }

    /// Balanced classes are balanced within each target.
    fn sample_weights(&self, rows: &[usize]) -> Vec<f64> {
        if self.learner.class_weight == ClassWeight::None {
            return vec![1.0; rows.len()];
        }
        let mut counts = vec![[0usize; Stance::COUNT]; self.n_targets];
        for &i in rows {
            counts[self.rows[i].target][self.rows[i].stance.index()] += 1;
        }
        let weight = |&i: &usize| {
            let of_target = counts[self.rows[i].target];
            let present = of_target.iter().filter(|count| **count > 0).count();
            let all: usize = of_target.iter().sum();
            all as f64 / (present * of_target[self.rows[i].stance.index()]) as f64
        };
        rows.iter().map(weight).collect()
    }
}

/// Heads as they were fitted: what they are without the rows, and what the rows add.
pub(crate) struct StanceFit<'a> {
    problem: &'a StanceProblem<'a>,
    heads: Vec<StanceHead>,
    kept: Vec<usize>,
    /// Whether rows add anything to the head of each target.
    learned: Vec<bool>,
    fitted: Option<Fitted>,
}

impl StanceFit<'_> {
    /// Scores of row `i` of the problem, which is none of those kept.
    pub fn scores(&self, i: usize) -> [f64; 3] {
        let StanceRow { statement, target, .. } = self.problem.rows[i];
        let head = &self.heads[target];
        let is_plain = self.problem.prior.is_none() && self.problem.learner.search().is_some();
        let mut scores = if is_plain { head.intercept } else { head.scores(self.problem.records, statement) };
        if let Some(fitted) = self.fitted.as_ref().filter(|_| self.learned[target]) {
            let added = fitted.scores(self.problem.matrix, statement, target);
            for (k, added) in self.problem.present().into_iter().zip(added) {
                scores[k] += added;
            }
        }
        scores
    }

    /// The heads, and where the search for them ended.
    pub fn into_heads(self) -> (Vec<StanceHead>, Start) {
        let StanceFit { problem, mut heads, kept, learned, fitted } = self;
        let Some(fitted) = fitted else { return (heads, Start::default()) };
        let present = problem.present();
        for (t, head) in heads.iter_mut().enumerate().filter(|(t, _)| learned[*t]) {
            for (column, &feature) in problem.matrix.features().iter().enumerate() {
                let mut weights = head.weights.row_mut(feature as usize);
                for (class, &k) in present.iter().enumerate() {
                    weights[k] += fitted.weight(column, t, class);
                }
            }
            for single in problem.matrix.singles() {
                let mut weights = head.weights.row_mut(single.feature as usize);
                for (class, &k) in present.iter().enumerate() {
                    weights[k] += fitted.single_weight(single, t, class);
                }
            }
            for (class, &k) in present.iter().enumerate() {
                head.intercept[k] += fitted.intercept(t, class);
            }
        }
        (heads, Start::new(&kept, problem.rows.len(), &fitted.into_dual()))
    }
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
