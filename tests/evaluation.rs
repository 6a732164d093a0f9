//! Evaluation as a whole: agreement with scikit-learn, properties of folds, and the reports.

use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use serde_json::Value;
use standpoint::Stance::{Against, Favor, Neutral};
use standpoint::{
    Bootstrap, Corpus, CorpusComparison, CrossValidation, DetectionOutcome, Evaluation, Interval,
    LabelledStatement, McNemar, Place, Prediction, ScoredRow, Slices, Stance, StanceIntervals, Statement,
    Style, Target, compare, comparison_json, comparison_table, cross_validation_json, cross_validation_table,
    evaluation_json, evaluation_table, score_predictions, stratified_group_folds,
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

    fn with_intervals(&self, draws: u32) -> Evaluation {
        Evaluation::with_intervals(&self.rows, &self.detection, &Bootstrap { draws, seed: 1 }).unwrap()
    }

    /// `n` rows alike, in two folds by turns.
    fn add(&mut self, n: usize, row: ScoredRow<'static>) {
        self.fold_of.extend((0..n).map(|i| i % 2));
        self.rows.extend(std::iter::repeat_n(row, n));
    }

    /// `n` statements alike.
    fn detect(&mut self, n: usize, target: &'static Target, actual: bool, predicted: bool) {
        self.detection
            .extend(std::iter::repeat_n(DetectionOutcome { target, actual, predicted, cluster: None }, n));
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

fn fixture() -> Value {
    serde_json::from_str(include_str!("fixtures/evaluation.json")).unwrap()
}

/// The predictions of `fixture`, every row standing alone.
fn predictions_of(fixture: &Value) -> Predictions {
    let stance = |id: &Value| Stance::ALL.get(id.as_u64().unwrap() as usize).copied();
    let mut predictions = Predictions::default();
    for row in fixture["rows"].as_array().unwrap() {
        predictions.fold_of.push(row[4].as_u64().unwrap() as usize);
        predictions.rows.push(ScoredRow {
            target: target(row[0].as_str().unwrap()),
            actual: stance(&row[1]).unwrap(),
            predicted: stance(&row[2]),
            proba: row[3].as_array().map(|proba| [0, 1, 2].map(|i| proba[i].as_f64().unwrap())),
            cluster: None,
        });
    }
    for (name, outcomes) in fixture["detection"].as_object().unwrap() {
        for outcome in outcomes.as_array().unwrap() {
            predictions.detect(1, target(name), outcome[0].as_bool().unwrap(), outcome[1].as_bool().unwrap());
        }
    }
    predictions
}

#[test]
fn every_figure_agrees_with_scikit_learn_1_9_1() {
    let fixture = fixture();
    let json = cross_validation_json(&predictions_of(&fixture).cross_validation(5));
    assert_agrees(&serde_json::from_str(&json).unwrap(), &fixture["expected"], "");
}

#[test]
fn wilsons_interval_agrees_with_scipy_1_17_1() {
    for case in fixture()["intervals"]["wilson"].as_array().unwrap() {
        let [hits, n] = ["hits", "n"].map(|key| case[key].as_u64().unwrap());
        let interval = serde_json::to_value(Interval::wilson(hits, n)).unwrap();
        assert_agrees(&interval, &case["interval"], &format!("{hits} of {n}"));
    }
}

/// Holds the intervals against those of numpy with other random numbers, of which both ends wander by some thousandths.
fn assert_near(intervals: &StanceIntervals, expected: &Value) {
    let intervals = serde_json::to_value(intervals).unwrap();
    for (figure, expected) in expected.as_object().unwrap() {
        for end in [0, 1] {
            let (actual, expected) = (intervals[figure][end].as_f64(), expected[end].as_f64().unwrap());
            assert!(
                (actual.unwrap() - expected).abs() < 0.008,
                "{figure}: {actual:?} is not near {expected}"
            );
        }
    }
}

#[test]
fn bootstrap_intervals_are_near_those_of_numpy() {
    let fixture = fixture();
    let mut predictions = predictions_of(&fixture);
    let alone = predictions.with_intervals(10_000).overall.intervals.unwrap();
    let mut expected = fixture["intervals"]["stratified"].clone();
    // Wilson's here, and the bootstrap's there.
    expected.as_object_mut().unwrap().remove("accuracy");
    assert_near(&alone, &expected);
    assert_eq!(alone.accuracy, Interval::wilson(169, 340));
    assert_eq!(alone.basis.clusters, None);

    for (row, cluster) in predictions.rows.iter_mut().zip(fixture["clusters"].as_array().unwrap()) {
        row.cluster = cluster.as_u64().map(|cluster| cluster as usize);
    }
    let clustered = predictions.with_intervals(10_000).overall.intervals.unwrap();
    assert_near(&clustered, &fixture["intervals"]["clustered"]);
    assert_eq!(clustered.basis.clusters, Some(85));
}

#[test]
fn intervals_are_the_same_at_any_number_of_threads_and_others_with_another_seed() {
    let predictions = predictions_of(&fixture());
    let with = |threads, seed| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        let bootstrap = Bootstrap { draws: 200, seed };
        pool.install(|| {
            Evaluation::with_intervals(&predictions.rows, &predictions.detection, &bootstrap).unwrap()
        })
    };
    assert_eq!(evaluation_json(&with(1, 1)), evaluation_json(&with(8, 1)));
    assert_ne!(with(1, 1).overall.intervals, with(1, 2).overall.intervals);
}

#[test]
fn every_interval_holds_its_figure() {
    let evaluation = predictions_of(&fixture()).with_intervals(500);
    let json: Value = serde_json::from_str(&evaluation_json(&evaluation)).unwrap();
    let mut held = 0;
    let mut hold = |figures: &Value, intervals: &Value| {
        for (name, figure) in figures.as_object().unwrap() {
            if let (Some(figure), Some([low, high])) =
                (figure.as_f64(), intervals[name].as_array().map(|i| [&i[0], &i[1]]))
            {
                assert!(low.as_f64().unwrap() <= figure && figure <= high.as_f64().unwrap(), "{name}");
                held += 1;
            }
        }
    };
    for figures in [&json, &json["targets"]["sanctions"], &json["targets"]["tariffs"]] {
        hold(figures, &figures["intervals"]);
        for (class, of_class) in figures["per_class"].as_object().unwrap() {
            hold(of_class, &figures["intervals"]["per_class"][class]);
        }
    }
    for figures in [&json["over_targets"], &json["target_detection"]["tariffs"]] {
        hold(figures, &figures["intervals"]);
    }
    // Ten figures each, of which four need probabilities; nine of the classes, of which three are undefined; three.
    assert_eq!(held, 10 + 9 + 10 + 9 + 6 + 6 + 3 + 3);
}

#[test]
fn mcnemars_test_agrees_with_scipy_1_17_1() {
    for case in fixture()["mcnemar"].as_array().unwrap() {
        let [only_a, only_b] = [0, 1].map(|i| case["discordant"][i].as_u64().unwrap() as usize);
        let rows =
            std::iter::repeat_n((true, false), only_a).chain(std::iter::repeat_n((false, true), only_b));
        let (p, expected) = (McNemar::of(rows).p, case["p"].as_f64().unwrap());
        assert!((p - expected).abs() <= 1e-9 * expected, "{case}: {p}");
    }
}

/// Two coders of fifty statements: the first abstains on every other one, and both take every fifth for neutral.
fn compared(draws: u32) -> CorpusComparison {
    let row = |i: usize| LabelledStatement {
        statement: Statement { id: i.to_string(), text: format!("Statement\n{i}"), ..Statement::default() },
        target: Target::new(["tax", "ban"][i % 2]),
        stance: Some([Favor, Against, Neutral][i % 3]),
        group: None,
        extra: Vec::new(),
    };
    let corpus = Corpus { rows: (0..50).map(row).collect(), extra_columns: Vec::new() };
    let labels = |label: &dyn Fn(usize, Stance) -> Option<Stance>| -> Vec<Prediction> {
        let prediction = |(i, row): (usize, &LabelledStatement)| Prediction {
            id: Some(row.statement.id.clone()),
            text: None,
            target: row.target.clone(),
            stance: label(i, row.stance.unwrap()),
            probabilities: None,
            place: Place::of("labels"),
        };
        corpus.rows.iter().enumerate().map(prediction).collect()
    };
    let a =
        labels(&|i, actual| if i % 2 == 0 { None } else { Some(if i % 5 == 0 { Neutral } else { actual }) });
    let b = labels(&|i, actual| Some(if i == 1 || i == 7 || i % 5 == 0 { Neutral } else { actual }));
    let [a, b] = [&a, &b].map(|labels| score_predictions(labels, &corpus).unwrap());
    let names = ["first.csv".to_string(), "second\x1b.csv".to_string()];
    compare(names, &a, &b, &Bootstrap { draws, seed: 1 }).unwrap()
}

#[test]
fn the_comparison_of_two_shows_their_figures_the_tests_and_where_they_differ() {
    insta::assert_snapshot!("comparison_table", comparison_table(&compared(200), Style::default()));
}

#[test]
fn the_json_of_a_comparison_has_all_of_it() {
    let compared = compared(200);
    let json: Value = serde_json::from_str(&comparison_json(&compared)).unwrap();
    for (i, side) in ["a", "b"].into_iter().enumerate() {
        for difference in json["differences"].as_array().unwrap() {
            let measure = difference["measure"].as_str().unwrap();
            let path = measure.replace('.', "/");
            match json.pointer(&format!("/{side}/{path}")) {
                Some(figure) => assert_eq!(figure.as_f64(), difference[side].as_f64(), "{measure}"),
                None => assert_eq!((measure, &difference[side]), ("abstained_share", &[0.5, 0.0][i].into())),
            }
        }
    }
    // Of the 25 that A abstains on, B takes 0, 10, 30 and 40 for neutral, and 20, which is; A alone is right on 1 and 7.
    let [only_a, only_b] = ["only_a_right", "only_b_right"].map(|key| json["mcnemar"][key].as_u64());
    assert_eq!((only_a, only_b), (Some(2), Some(21)));
    assert_eq!(json["differing"].as_array().unwrap().len(), 27);
    assert_eq!(json["differing"][0]["a"], Value::Null);
    assert_eq!(json["differing"][0]["text"], "Statement\n0");
    assert_eq!(json["basis"]["method"], "stratified bootstrap");
    let plain: Value = serde_json::from_str(&comparison_json(&self::compared(0))).unwrap();
    assert_eq!((&plain["basis"], &plain["differences"][0]["p"]), (&Value::Null, &Value::Null));
    for line in comparison_table(&self::compared(0), Style::default()).lines() {
        assert!(line.chars().count() <= 100, "{line}");
    }
}

#[test]
fn what_rests_on_little_is_told() {
    let mut predictions = Predictions::default();
    let row = |actual, cluster| ScoredRow {
        target: target("tax"),
        actual,
        predicted: Some(Favor),
        proba: None,
        cluster: Some(cluster),
    };
    predictions.add(40, row(Favor, 7));
    let single = predictions.with_intervals(50).overall;
    assert_eq!(single.intervals.as_ref().unwrap().basis.clusters, Some(1));
    assert_eq!(single.intervals.unwrap().accuracy, None, "one cluster does not vary");
    predictions.add(12, row(Against, 8));
    let evaluation = predictions.with_intervals(50);
    let json: Value = serde_json::from_str(&evaluation_json(&evaluation)).unwrap();
    assert_eq!(json["small_supports"], serde_json::json!([{ "class": "against", "n": 12 }]));
    let table = evaluation_table(&evaluation, Style::default());
    for note in ["whose figures say little: 12 against", "fewer than 30 statements or groups to draw, 2:"] {
        assert!(table.contains(note), "{note:?} is not in {table}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { rng_seed: RngSeed::Fixed(0), failure_persistence: None, ..ProptestConfig::default() })]

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
    let row =
        |target, actual, predicted, proba| ScoredRow { target, actual, predicted, proba, cluster: None };
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

/// The example with intervals, by a column that half of the rows have a value in.
fn sliced() -> Evaluation {
    let predictions = example();
    let mut evaluation = predictions.with_intervals(200);
    let values: Vec<&str> =
        (0..predictions.rows.len()).map(|i| ["", "news", "a\u{1b}[2Jpost"][i % 3]).collect();
    let bootstrap = Bootstrap { draws: 200, seed: 1 };
    evaluation.slices.push(Slices::new("genre", &values, &predictions.rows, &bootstrap));
    evaluation
}

#[test]
fn the_table_for_people_shows_every_figure_and_says_what_is_missing() {
    insta::assert_snapshot!("evaluation_table", evaluation_table(&sliced(), Style::default()));
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
    insta::assert_snapshot!("evaluation_json", evaluation_json(&sliced()));
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
    predictions.add(
        100_000,
        ScoredRow { target: longest, actual: Neutral, predicted: None, proba: None, cluster: None },
    );
    predictions.detect(100_000, longest, false, false);
    let mut evaluation = predictions.with_intervals(20);
    let values = vec!["v".repeat(100); predictions.rows.len()];
    let values: Vec<&str> = values.iter().map(String::as_str).collect();
    let bootstrap = Bootstrap { draws: 20, seed: 1 };
    evaluation.slices.push(Slices::new(&"c".repeat(100), &values, &predictions.rows, &bootstrap));
    let tables = [
        cross_validation_table(&predictions.cross_validation(2), Style::default()),
        evaluation_table(&evaluation, Style::default()),
    ];
    for line in tables.iter().flat_map(|text| text.lines()) {
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
