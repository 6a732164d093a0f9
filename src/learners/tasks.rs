//! Linear classifiers of several tasks over the same records, fitted together.

use super::convergence::Convergence;
use super::dual::{Example, Problem, Search, Solution};
use super::loss::{Logistic, Softmax, SquaredHinge};
use super::rows::{Rows, Single};

/// What a classifier is fitted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Objective {
    /// The log loss of softmax regression.
    Softmax,
    /// The squared hinge of one class against the rest.
    SquaredHinge,
}

impl Objective {
    /// What the one output of two classes is in units of the difference between their scores: for the squared hinge
    /// the scores are the output and its negative, for softmax the output is the log odds.
    fn share_of_difference(self) -> f64 {
        match self {
            Objective::Softmax => 1.0,
            Objective::SquaredHinge => 0.5,
        }
    }
}

/// Labelled rows of several tasks with the same classes.
pub(crate) struct Tasks<'a> {
    pub(crate) rows: &'a Rows,
    pub(crate) examples: &'a [Example],
    pub(crate) n_tasks: usize,
    pub(crate) n_classes: usize,
    /// Factor of the copy of each record that all tasks share; 0 where tasks know nothing of each other.
    pub(crate) sharing: f64,
    /// Value of the constant feature.
    pub(crate) constant: f64,
    /// Scores of each example and class by the prior mean of the weights; empty where that is 0.
    pub(crate) prior_scores: Vec<f64>,
}

/// Fitted weights of several tasks, as deviations from their prior mean.
pub(crate) struct Fitted {
    solution: Solution,
    objective: Objective,
    n_classes: usize,
}

impl Tasks<'_> {
    /// Fits the weights, beginning where the search that ended with the dual variables `start` left off.
    pub(crate) fn fit(self, objective: Objective, search: &Search, start: Option<Vec<f64>>) -> Fitted {
        let n_classes = self.n_classes;
        let prior_scores = match n_classes {
            2 => {
                let of_pair = |scores: &[f64]| objective.share_of_difference() * (scores[1] - scores[0]);
                self.prior_scores.chunks_exact(2).map(of_pair).collect()
            }
            _ => self.prior_scores,
        };
        let problem = Problem {
            rows: self.rows,
            examples: self.examples,
            n_tasks: self.n_tasks,
            sharing: self.sharing,
            constant: self.constant,
            prior_scores: &prior_scores,
        };
        let solution = match (objective, n_classes) {
            (Objective::SquaredHinge, _) => problem.solve(&SquaredHinge { n_classes }, search, start),
            (Objective::Softmax, 2) => problem.solve(&Logistic, search, start),
            (Objective::Softmax, _) => problem.solve(&Softmax { n_classes }, search, start),
        };
        Fitted { solution, objective, n_classes }
    }
}

impl Fitted {
    /// What is to be added to the prior weight of `class` in `column` of the rows.
    pub(crate) fn weight(&self, column: usize, task: usize, class: usize) -> f64 {
        self.of_class(class, |output| self.solution.deviation(column, task, output))
    }

    /// The same for the feature of an entry that is in no column.
    pub(crate) fn single_weight(&self, single: &Single, task: usize, class: usize) -> f64 {
        self.of_class(class, |output| self.solution.of_single(single, task, output))
    }

    /// What is to be added to the prior intercept.
    pub(crate) fn intercept(&self, task: usize, class: usize) -> f64 {
        self.of_class(class, |output| self.solution.intercept(task, output))
    }

    /// What is to be added to the prior scores of each class of row `i` of `rows`, whose example was not fitted.
    pub(crate) fn scores(&self, rows: &Rows, i: usize, task: usize) -> Vec<f64> {
        let (columns, values) = rows.row(i);
        let output = |output: usize| -> f64 {
            let entries = columns.iter().zip(values);
            let weighted = entries.map(|(column, value)| {
                f64::from(*value) * self.solution.deviation(*column as usize, task, output)
            });
            weighted.sum::<f64>() + self.solution.intercept(task, output)
        };
        let n_outputs = if self.n_classes == 2 { 1 } else { self.n_classes };
        let outputs: Vec<f64> = (0..n_outputs).map(output).collect();
        (0..self.n_classes).map(|class| self.of_class(class, |k| outputs[k])).collect()
    }

    fn of_class(&self, class: usize, of_output: impl Fn(usize) -> f64) -> f64 {
        if self.n_classes != 2 {
            return of_output(class);
        }
        let half = 0.5 * of_output(0) / self.objective.share_of_difference();
        if class == 1 { half } else { -half }
    }

    /// How the search ended.
    pub(crate) fn convergence(&self) -> Convergence {
        self.solution.convergence
    }

    /// The dual variables of each example, from which another search can begin.
    pub(crate) fn into_dual(self) -> Vec<f64> {
        self.solution.dual
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::SparseRecords;

    const N_TASKS: usize = 3;
    const SHARING: f64 = 0.7;
    const CONSTANT: f64 = 0.5;
    const SEARCH: Search = Search { tolerance: 1e-14, max_passes: 100_000, seed: 1 };

    /// Entry `j` of row `i`.
    fn value(i: usize, j: usize) -> f32 {
        ((i * 7 + j * 5 + i * j * j) % 6) as f32 / 4.0
    }

    /// Features 0 to 3, and behind them one for every third row alone.
    fn records(n: usize) -> SparseRecords {
        let mut records = SparseRecords::new(4 + n);
        for i in 0..n {
            let common = (0..4).map(|j| (j as u32, value(i, j))).filter(|(_, value)| *value > 0.0);
            records.push_row(common.chain((i % 3 == 0).then_some((4 + i as u32, 0.75))));
        }
        records
    }

    /// The copies that `Tasks` does not make: shared, one for each task, and constants likewise.
    fn augmented(n: usize) -> SparseRecords {
        let (plain, width) = (records(n), 5 + n);
        let mut records = SparseRecords::new(width * (1 + N_TASKS));
        for i in 0..n {
            let (features, values) = plain.row(i);
            let copy = |block: usize, factor: f64| {
                let entries = features.iter().map(|j| *j as usize).zip(values.iter().map(|v| f64::from(*v)));
                entries
                    .chain([(width - 1, CONSTANT)])
                    .map(move |(j, x)| ((width * block + j) as u32, (factor * x) as f32))
            };
            records.push_row(copy(0, SHARING).chain(copy(1 + i % N_TASKS, 1.0)));
        }
        records
    }

    fn examples(n: usize, n_tasks: usize, n_classes: usize) -> Vec<Example> {
        let example = |i: usize| Example {
            row: i as u32,
            task: (i % n_tasks) as u32,
            label: ((i * i + i / 5) % n_classes) as u32,
            cost: 0.5 + (i % 4) as f64,
        };
        (0..n).map(example).collect()
    }

    fn prior_scores(n: usize, n_classes: usize) -> Vec<f64> {
        (0..n * n_classes).map(|i| (i % 5) as f64 / 4.0 - 0.5).collect()
    }

    fn tasks<'a>(rows: &'a Rows, examples: &'a [Example], n_tasks: usize, n_classes: usize) -> Tasks<'a> {
        let joint = n_tasks > 1;
        Tasks {
            rows,
            examples,
            n_tasks,
            n_classes,
            sharing: if joint { SHARING } else { 0.0 },
            constant: if joint { CONSTANT } else { 0.0 },
            prior_scores: prior_scores(examples.len(), n_classes),
        }
    }

    #[test]
    fn tasks_that_share_are_one_problem_with_copies_of_every_feature() {
        let n = 60;
        let (rows, copied) = (Rows::new(&records(n), |_| 1), Rows::new(&augmented(n), |_| 1));
        for objective in [Objective::Softmax, Objective::SquaredHinge] {
            for n_classes in [2, 3, 5] {
                let several = examples(n, N_TASKS, n_classes);
                let single: Vec<Example> =
                    several.iter().map(|example| Example { task: 0, ..*example }).collect();
                let found = tasks(&rows, &several, N_TASKS, n_classes).fit(objective, &SEARCH, None);
                let expected = tasks(&copied, &single, 1, n_classes).fit(objective, &SEARCH, None);
                let (objective_found, reached) = (found.convergence(), expected.convergence());
                assert!((objective_found.objective - reached.objective).abs() < 1e-6 * reached.objective);
                let weight = |feature: usize, class: usize| {
                    let column = copied.features().iter().position(|f| *f as usize == feature);
                    let single = copied.singles().iter().find(|single| single.feature as usize == feature);
                    let of_single = single.map_or(0.0, |single| expected.single_weight(single, 0, class));
                    column.map_or(of_single, |column| expected.weight(column, 0, class))
                };
                for (task, class) in (0..N_TASKS).flat_map(|t| (0..n_classes).map(move |class| (t, class))) {
                    let folded =
                        |j: usize| SHARING * weight(j, class) + weight((5 + n) * (1 + task) + j, class);
                    for (column, feature) in rows.features().iter().enumerate() {
                        let (found, expected) =
                            (found.weight(column, task, class), folded(*feature as usize));
                        assert!((found - expected).abs() < 1e-5, "{objective:?}: {found}, {expected}");
                    }
                    for single in rows.singles() {
                        let found = found.single_weight(single, task, class);
                        assert!((found - folded(single.feature as usize)).abs() < 1e-5, "{objective:?}");
                    }
                    let expected = CONSTANT * folded(4 + n);
                    assert!((found.intercept(task, class) - expected).abs() < 1e-5, "{objective:?}");
                }
            }
        }
    }

    #[test]
    fn tasks_that_share_nothing_are_fitted_as_if_alone() {
        let n = 30;
        let rows = Rows::new(&records(n), |_| 1);
        let several = examples(n, 2, 3);
        let apart = Tasks { sharing: 0.0, ..tasks(&rows, &several, 2, 3) };
        let found = Tasks { prior_scores: Vec::new(), ..apart }.fit(Objective::Softmax, &SEARCH, None);
        for task in 0..2 {
            let own: Vec<Example> = several
                .iter()
                .filter(|example| example.task == task)
                .map(|example| Example { task: 0, ..*example })
                .collect();
            let alone = Tasks { constant: CONSTANT, prior_scores: Vec::new(), ..tasks(&rows, &own, 1, 3) };
            let alone = alone.fit(Objective::Softmax, &SEARCH, None);
            for (column, class) in (0..4).flat_map(|column| (0..3).map(move |class| (column, class))) {
                let found = found.weight(column, task as usize, class);
                assert!((found - alone.weight(column, 0, class)).abs() < 1e-6);
            }
        }
    }

    #[test]
    fn a_search_that_begins_where_another_ended_ends_at_once() {
        let n = 60;
        let rows = Rows::new(&records(n), |_| 1);
        let examples = examples(n, N_TASKS, 3);
        for objective in [Objective::Softmax, Objective::SquaredHinge] {
            let first = tasks(&rows, &examples, N_TASKS, 3).fit(objective, &SEARCH, None);
            let (reached, dual) = (first.convergence().objective, first.into_dual());
            let looser = Search { tolerance: 1e-9, ..SEARCH };
            let again = tasks(&rows, &examples, N_TASKS, 3).fit(objective, &looser, Some(dual)).convergence();
            assert_eq!(again.iterations, 0, "{objective:?}");
            assert!((again.objective - reached).abs() < 1e-9 * reached, "{objective:?}");
        }
    }
}
