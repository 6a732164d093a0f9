//! Evaluation as a whole: agreement with scikit-learn, properties of folds, and the reports.

use proptest::prelude::*;
use serde_json::Value;
use standpoint::Stance::{Against, Favor, Neutral};
use standpoint::{
    CrossValidation, DetectionOutcome, Evaluation, ScoredRow, Stance, Style, Target, cross_validation_json,
    cross_validation_table, evaluation_json, evaluation_table, stratified_group_folds,
};

/// A target that lives as long as the test process, so that rows can be kept beside it.
fn target(name: &str) -> &'static Target {
    Box::leak(Box::new(Target::new(name).unwrap()))
}

/// What was predicted, as a fixture or an example gives it.
#[derive(Default)]
struct Predictions {
    rows: Vec<ScoredRow<'static>>,
    fold_of: Vec<usize>,
    detection: Vec<DetectionOutcome<'static>>,
}

impl Predictions {
    fn cross_validation(&self, n_folds: usize) -> CrossValidation {
        CrossValidation::new(&self.rows, &self.detection, &self.fold_of, n_folds).unwrap()
    }

    fn evaluation(&self) -> Evaluation {
        Evaluation::new(&self.rows, &self.detection).unwrap()
    }

    /// `n` rows alike, in two folds by turns.
    fn add(&mut self, n: usize, row: ScoredRow<'static>) {
        self.fold_of.extend((0..n).map(|i| i % 2));
        self.rows.extend(std::iter::repeat_n(row, n));
    }

    /// `n` statements alike.
    fn detect(&mut self, n: usize, target: &'static Target, actual: bool, predicted: bool) {
        self.detection.extend(std::iter::repeat_n(DetectionOutcome { target, actual, predicted }, n));
    }
}

/// Holds every figure of `expected` against that of `actual` with the same key.
fn assert_agrees(actual: &Value, expected: &Value, path: &str) {
    match expected {
        Value::Object(entries) => entries
            .iter()
            .for_each(|(key, value)| assert_agrees(&actual[key], value, &format!("{path}.{key}"))),
        Value::Array(values) => {
            assert_eq!(actual.as_array().map(Vec::len), Some(values.len()), "{path}");
            values
                .iter()
                .enumerate()
                .for_each(|(i, value)| assert_agrees(&actual[i], value, &format!("{path}[{i}]")));
        }
        Value::Number(number) => {
            let (actual, expected) = (actual.as_f64().expect(path), number.as_f64().unwrap());
            assert!((actual - expected).abs() <= 1e-12, "{path}: {actual} is not {expected}");
        }
        _ => assert_eq!(actual, expected, "{path}"),
    }
}

#[test]
fn every_figure_agrees_with_scikit_learn_1_9_1() {
    let fixture: Value = serde_json::from_str(include_str!("fixtures/evaluation.json")).unwrap();
    let stance = |id: &Value| Stance::ALL.get(id.as_u64().unwrap() as usize).copied();
    let mut predictions = Predictions::default();
    for row in fixture["rows"].as_array().unwrap() {
        predictions.fold_of.push(row[4].as_u64().unwrap() as usize);
        predictions.rows.push(ScoredRow {
            target: target(row[0].as_str().unwrap()),
            actual: stance(&row[1]).unwrap(),
            predicted: stance(&row[2]),
            proba: row[3].as_array().map(|proba| [0, 1, 2].map(|i| proba[i].as_f64().unwrap())),
        });
    }
    for (name, outcomes) in fixture["detection"].as_object().unwrap() {
        for outcome in outcomes.as_array().unwrap() {
            predictions.detect(1, target(name), outcome[0].as_bool().unwrap(), outcome[1].as_bool().unwrap());
        }
    }
    let json = cross_validation_json(&predictions.cross_validation(5));
    assert_agrees(&serde_json::from_str(&json).unwrap(), &fixture["expected"], "");
}

proptest! {
    #[test]
    fn folds_partition_the_rows_and_never_split_a_group(
        rows in prop::collection::vec((0usize..4, 0usize..40), 0..200),
        n_folds in 2usize..8,
        seed: u64,
    ) {
        let (strata, groups): (Vec<usize>, Vec<usize>) = rows.iter().copied().unzip();
        let distinct: std::collections::BTreeSet<usize> = groups.iter().copied().collect();
        let Ok(folds) = stratified_group_folds(&strata, &groups, n_folds, seed) else {
            prop_assert!(distinct.len() < n_folds);
            return Ok(());
        };
        prop_assert!(distinct.len() >= n_folds);
        let mut validated: Vec<usize> = (0..n_folds).flat_map(|fold| folds.validation(fold)).collect();
        validated.sort_unstable();
        prop_assert!(validated.into_iter().eq(0..rows.len()));
        for fold in 0..n_folds {
            let (validation, training) = (folds.validation(fold), folds.training(fold));
            prop_assert!(!validation.is_empty());
            prop_assert_eq!(validation.len() + training.len(), rows.len());
            prop_assert!(!validation.iter().any(|&v| training.iter().any(|&t| groups[t] == groups[v])));
        }
    }

    #[test]
    fn folds_of_single_rows_differ_by_at_most_one_in_every_stratum_and_in_size(
        strata in prop::collection::vec(0usize..6, 10..300),
        n_folds in 2usize..10,
        seed: u64,
    ) {
        let groups: Vec<usize> = (0..strata.len()).collect();
        let folds = stratified_group_folds(&strata, &groups, n_folds, seed).unwrap();
        let uneven = |counts: Vec<usize>| counts.iter().max().unwrap() - counts.iter().min().unwrap();
        let validations: Vec<Vec<usize>> = (0..n_folds).map(|fold| folds.validation(fold)).collect();
        prop_assert!(uneven(validations.iter().map(Vec::len).collect()) <= 1);
        for stratum in 0..6 {
            let count = |rows: &Vec<usize>| rows.iter().filter(|&&row| strata[row] == stratum).count();
            prop_assert!(uneven(validations.iter().map(count).collect()) <= 1);
        }
    }
}

/// Three targets, one with a name that no table should trust, and no neutral row.
fn example() -> Predictions {
    let [defense, sanctions] = ["missile defense", "sanctions"].map(target);
    let long = target("制裁 \x1b[31magainst everyone who trades with them");
    let row = |target, actual, predicted, proba| ScoredRow { target, actual, predicted, proba };
    let mut predictions = Predictions::default();
    predictions.add(6, row(defense, Favor, Some(Favor), Some([0.75, 0.125, 0.125])));
    predictions.add(2, row(defense, Favor, Some(Against), Some([0.25, 0.5, 0.25])));
    predictions.add(3, row(defense, Against, Some(Against), Some([0.125, 0.75, 0.125])));
    predictions.add(1, row(defense, Against, None, None));
    predictions.add(4, row(sanctions, Against, Some(Against), Some([0.0, 1.0, 0.0])));
    predictions.add(2, row(long, Favor, Some(Favor), None));
    predictions.add(1, row(long, Against, Some(Favor), None));
    predictions.detect(9, defense, true, true);
    predictions.detect(3, defense, true, false);
    predictions.detect(8, defense, false, false);
    predictions.detect(4, sanctions, true, false);
    predictions.detect(16, sanctions, false, false);
    predictions
}

#[test]
fn the_table_for_people_shows_every_figure_and_says_what_is_missing() {
    insta::assert_snapshot!("evaluation_table", evaluation_table(&example().evaluation(), Style::default()));
}

#[test]
fn the_table_of_a_cross_validation_shows_the_folds() {
    insta::assert_snapshot!(
        "cross_validation_table",
        cross_validation_table(&example().cross_validation(2), Style::default())
    );
}

#[test]
fn json_has_plain_numbers_in_a_stable_order() {
    insta::assert_snapshot!("evaluation_json", evaluation_json(&example().evaluation()));
}

#[test]
fn the_json_of_a_cross_validation_is_that_of_its_pooled_evaluation_and_more() {
    let validated = example().cross_validation(2);
    let pooled: Value = serde_json::from_str(&evaluation_json(&validated.pooled)).unwrap();
    let mut all: Value = serde_json::from_str(&cross_validation_json(&validated)).unwrap();
    let own = ["folds", "spread", "per_fold"].map(|key| all.as_object_mut().unwrap().remove(key).unwrap());
    assert_eq!(all, pooled);
    assert_eq!(own[0], 2);
    assert_eq!(own[2][1]["fold"], 2);
    assert!(own[1]["ece"]["standard_deviation"].is_number());
}

#[test]
fn tables_fit_into_a_hundred_columns() {
    let mut predictions = example();
    let longest = target(&"w".repeat(200));
    predictions.add(100_000, ScoredRow { target: longest, actual: Neutral, predicted: None, proba: None });
    predictions.detect(100_000, longest, false, false);
    let text = cross_validation_table(&predictions.cross_validation(2), Style::default());
    for line in text.lines() {
        assert!(line.chars().count() <= 100, "{line}");
    }
}

#[test]
fn colour_is_there_when_asked_for_and_changes_no_word() {
    let validated = example().cross_validation(2);
    let plain = cross_validation_table(&validated, Style::default());
    assert!(!plain.contains('\x1b'));
    let coloured = cross_validation_table(&validated, Style { color: true });
    assert!(coloured.contains("\x1b[1mClass"));
    let bare = ["\x1b[1m", "\x1b[2m", "\x1b[0m"].iter().fold(coloured, |text, code| text.replace(code, ""));
    let trimmed = |text: &str| text.lines().map(|line| line.trim_end().to_string()).collect::<Vec<_>>();
    assert_eq!(trimmed(&bare), trimmed(&plain));
}
