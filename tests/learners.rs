//! The contract that every learner keeps, and the tools that they agree with.

use std::fmt::Debug;

use linfa::DatasetBase;
use linfa::traits::{Fit, Predict, PredictInplace};
use ndarray::{Array1, Array2, array};
use serde::Deserialize;
use standpoint::{
    ClassWeight, ComplementNb, Error, LearnerKind, LearnerOptions, LinearModel, LinearSvm, MajorityClass,
    MultinomialNb, SoftmaxRegression, SparseRecords,
};

type Dataset = DatasetBase<SparseRecords, Array1<usize>>;

/// Options at which the searches end close enough to their optimum for a comparison.
fn options(kind: LearnerKind) -> LearnerOptions {
    LearnerOptions {
        kind,
        tolerance: Some(1e-14),
        max_iterations: Some(100_000),
        ..LearnerOptions::default()
    }
}

fn fit(kind: LearnerKind, dataset: &Dataset) -> LinearModel {
    options(kind).fit(dataset, 3, None).unwrap()
}

/// Every learner but the floor, which learns nothing from the records.
fn learning() -> impl Iterator<Item = LearnerKind> {
    LearnerKind::ALL.into_iter().filter(|kind| *kind != LearnerKind::Majority)
}

/// A small generator of test data (Knuth's MMIX constants).
struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        (self.0 >> 33) as usize % bound
    }
}

/// Records of 40 features in three classes of unequal size: each class prefers ten features of its own, and ten
/// are noise. Every 50th record is empty.
fn synthetic(n_records: usize) -> Dataset {
    let mut random = Random(3);
    let mut records = SparseRecords::new(40);
    let mut labels = Vec::new();
    for i in 0..n_records {
        let label = [0, 0, 0, 1, 1, 2][random.below(6)];
        let mut features: Vec<u32> = (0..6)
            .map(|_| match random.below(3) {
                0 => random.below(40),
                _ => 10 * label + random.below(10),
            } as u32)
            .collect();
        features.sort_unstable();
        features.dedup();
        if i % 50 == 49 {
            features.clear();
        }
        records.push_row(features.iter().map(|j| (*j, 0.25 + random.below(8) as f32 / 8.0)));
        labels.push(label);
    }
    DatasetBase::new(records, Array1::from(labels))
}

fn accuracy(model: &LinearModel, dataset: &Dataset) -> f64 {
    let predicted: Array1<usize> = model.predict(dataset);
    let right = predicted.iter().zip(&dataset.targets).filter(|(p, a)| p == a).count();
    right as f64 / predicted.len() as f64
}

fn assert_close<'a>(
    found: impl IntoIterator<Item = &'a f64>,
    expected: impl IntoIterator<Item = &'a f64>,
    tolerance: f64,
    what: impl Debug,
) {
    let found: Vec<f64> = found.into_iter().copied().collect();
    let expected: Vec<f64> = expected.into_iter().copied().collect();
    assert_eq!(found.len(), expected.len(), "{what:?}");
    for (i, (found, expected)) in found.iter().zip(&expected).enumerate() {
        assert!((found - expected).abs() <= tolerance, "{what:?}, number {i}: {found} is not {expected}");
    }
}

fn assert_same_model(found: &LinearModel, expected: &LinearModel, tolerance: f64, what: impl Debug) {
    assert_close(found.weights(), expected.weights(), tolerance, (&what, "weights"));
    assert_close(found.intercept(), expected.intercept(), tolerance, (&what, "intercept"));
}

fn assert_untrainable(result: Result<LinearModel, Error>, found_part: &str, what: impl Debug) {
    match result {
        Err(Error::Training { found, remedy, .. }) => {
            assert!(found.contains(found_part), "{what:?}: {found}");
            assert!(remedy.ends_with('.'), "{what:?}: '{remedy}' is no sentence");
        }
        other => panic!("{what:?}: {other:?}"),
    }
}

mod contract {
    use super::*;

    #[test]
    fn learners_beat_the_majority_class() {
        let dataset = synthetic(600);
        let floor = accuracy(&fit(LearnerKind::Majority, &dataset), &dataset);
        assert!((0.45..0.55).contains(&floor), "{floor}");
        for kind in learning() {
            let reached = accuracy(&fit(kind, &dataset), &dataset);
            assert!(reached > 0.9, "{kind}: {reached}");
        }
    }

    #[test]
    fn parameters_outside_their_range_are_refused() {
        type Break = fn(&mut LearnerOptions, f64);
        let breaks: [(&str, Break, &[f64]); 5] = [
            ("c", |o, v| o.c = v, &[0.0, -1.0, 1e300]),
            ("intercept", |o, v| o.intercept = v, &[-1.0, 1e300]),
            ("tolerance", |o, v| o.tolerance = Some(v), &[0.0, -1.0, 1.0]),
            ("alpha", |o, v| o.alpha = v, &[0.0, -1.0, 1e300]),
            ("max_iterations", |o, _| o.max_iterations = Some(0), &[]),
        ];
        let dataset = synthetic(30);
        for kind in LearnerKind::ALL {
            for (expected, spoil, values) in breaks {
                for value in values.iter().copied().chain([f64::NAN, f64::INFINITY, f64::NEG_INFINITY]) {
                    let mut spoilt = options(kind);
                    spoil(&mut spoilt, value);
                    for result in [spoilt.check(), spoilt.fit(&dataset, 3, None).map(drop)] {
                        match result {
                            Err(Error::Parameter { name, .. }) => assert_eq!(name, expected),
                            other => panic!("{kind}, {expected} = {value}: {other:?}"),
                        }
                    }
                }
            }
            for n_classes in [0, usize::MAX] {
                let refused = options(kind).fit(&dataset, n_classes, None);
                assert!(matches!(refused, Err(Error::Parameter { name: "n_classes", .. })), "{kind}");
            }
        }
    }

    #[test]
    fn estimators_refuse_the_same_parameters_themselves() {
        fn refused<M: Debug>(
            params: impl Fit<SparseRecords, Array1<usize>, Error, Object = M>,
        ) -> &'static str {
            match params.fit(&synthetic(30)) {
                Err(Error::Parameter { name, .. }) => name,
                other => panic!("{other:?}"),
            }
        }
        assert_eq!(refused(SoftmaxRegression::params().c(f64::NAN)), "c");
        assert_eq!(refused(SoftmaxRegression::params().intercept(-1.0)), "intercept");
        assert_eq!(refused(SoftmaxRegression::params().tolerance(0.0)), "tolerance");
        assert_eq!(refused(SoftmaxRegression::params().max_iterations(0)), "max_iterations");
        assert_eq!(refused(SoftmaxRegression::params().n_classes(0)), "n_classes");
        assert_eq!(refused(LinearSvm::params().c(0.0)), "c");
        assert_eq!(refused(LinearSvm::params().intercept(f64::INFINITY)), "intercept");
        assert_eq!(refused(LinearSvm::params().tolerance(f64::NAN)), "tolerance");
        assert_eq!(refused(LinearSvm::params().max_iterations(0)), "max_iterations");
        assert_eq!(refused(LinearSvm::params().n_classes(0)), "n_classes");
        assert_eq!(refused(ComplementNb::params().alpha(0.0)), "alpha");
        assert_eq!(refused(ComplementNb::params().n_classes(0)), "n_classes");
        assert_eq!(refused(MultinomialNb::params().alpha(f64::NAN)), "alpha");
        assert_eq!(refused(MultinomialNb::params().n_classes(0)), "n_classes");
        assert_eq!(refused(MajorityClass::params().n_classes(0)), "n_classes");
    }

    #[test]
    fn estimators_and_options_fit_the_same_model() {
        fn check<M>(
            kind: LearnerKind,
            params: impl Fit<SparseRecords, Array1<usize>, Error, Object = M>,
            into_linear_model: fn(M) -> LinearModel,
        ) where
            M: PredictInplace<SparseRecords, Array1<usize>> + for<'a> Predict<&'a Dataset, Array1<usize>>,
        {
            let dataset = synthetic(200);
            let expected =
                LearnerOptions { kind, ..LearnerOptions::default() }.fit(&dataset, 3, None).unwrap();
            let fitted = params.fit(&dataset).unwrap();
            assert_eq!(fitted.predict(&dataset), expected.predict(&dataset.records), "{kind}");
            assert_eq!(into_linear_model(fitted), expected, "{kind}");
        }
        check(LearnerKind::Softmax, SoftmaxRegression::params(), SoftmaxRegression::into_linear_model);
        check(LearnerKind::Svm, LinearSvm::params(), LinearSvm::into_linear_model);
        check(LearnerKind::ComplementNb, ComplementNb::params(), ComplementNb::into_linear_model);
        check(LearnerKind::MultinomialNb, MultinomialNb::params(), MultinomialNb::into_linear_model);
        check(LearnerKind::Majority, MajorityClass::params(), MajorityClass::into_linear_model);
    }

    #[test]
    fn borrowed_records_fit_the_same_model() {
        let dataset = synthetic(100);
        for kind in LearnerKind::ALL {
            let borrowed = DatasetBase::new(&dataset.records, dataset.targets.view());
            assert_eq!(options(kind).fit(&borrowed, 3, None).unwrap(), fit(kind, &dataset), "{kind}");
        }
    }

    #[test]
    fn data_from_which_nothing_can_be_learned_are_refused() {
        for kind in LearnerKind::ALL {
            let check = |dataset: &Dataset, found| {
                assert_untrainable(options(kind).fit(dataset, 3, None), found, kind)
            };
            check(&DatasetBase::new(SparseRecords::new(4), array![]), "no examples");
            let ones = || SparseRecords::from_dense(&array![[1.0], [2.0], [3.0]]);
            check(&DatasetBase::new(ones(), array![0, 1]), "2 labels for 3 records");
            check(&DatasetBase::new(ones(), array![0, 1, 3]), "class id 3");
            let weighted = |w| DatasetBase::new(ones(), array![0, 1, 2]).with_weights(w);
            check(&weighted(array![1.0, 1.0]), "2 sample weights for 3 records");
            check(&weighted(array![0.0, 0.0, 0.0]), "weight above 0");
            check(&weighted(array![1.0, f32::NAN, 0.0]), "weight of NaN in record 1");
            check(&weighted(array![1.0, 1.0, -1.0]), "weight of -1 in record 2");
            for bad in [f32::NAN, f32::INFINITY, -1.0] {
                let records = SparseRecords::from_dense(&array![[1.0], [bad]]);
                check(&DatasetBase::new(records, array![0, 1]), "in record 1");
            }
        }
    }

    #[test]
    fn class_ids_beyond_reason_are_refused_where_no_number_of_classes_is_given() {
        let records = SparseRecords::from_dense(&array![[1.0], [2.0]]);
        let refused = MajorityClass::params().fit(&DatasetBase::new(records, array![0, usize::MAX]));
        assert!(matches!(refused, Err(Error::Training { .. })));
    }

    #[test]
    fn one_class_alone_is_refused_except_by_the_majority_class() {
        let records = SparseRecords::from_dense(&array![[1.0], [2.0], [3.0]]);
        let one = DatasetBase::new(records.clone(), array![1, 1, 1]);
        let one_weighted = DatasetBase::new(records, array![1, 0, 1]).with_weights(array![1.0, 0.0, 1.0]);
        for dataset in [one, one_weighted] {
            for kind in learning() {
                assert_untrainable(options(kind).fit(&dataset, 3, None), "class 1 only", kind);
            }
            let floor = fit(LearnerKind::Majority, &dataset);
            assert_eq!(floor.predict(&dataset), array![1, 1, 1]);
        }
    }

    #[test]
    fn absent_classes_are_legal_and_not_predicted() {
        let mut dataset = synthetic(300);
        dataset.targets.mapv_inplace(|label| 2 * label.min(1));
        for kind in LearnerKind::ALL {
            let model = options(kind).fit(&dataset, 4, None).unwrap();
            assert_eq!(model.n_classes(), 4);
            assert!(model.predict(&dataset).iter().all(|class| [0, 2].contains(class)), "{kind}");
        }
    }

    #[test]
    fn records_without_a_feature_are_legal() {
        let mut dataset = synthetic(100);
        dataset.records.append(&SparseRecords::from_dense(&Array2::zeros((3, 40))));
        dataset.targets.append(ndarray::Axis(0), array![0, 1, 2].view()).unwrap();
        for kind in LearnerKind::ALL {
            let model = fit(kind, &dataset);
            let nothing = SparseRecords::from_dense(&Array2::zeros((1, 40)));
            assert_eq!(model.scores(&nothing).row(0), model.intercept(), "{kind}");
        }
    }

    #[test]
    fn records_of_no_features_at_all_are_legal() {
        let records = SparseRecords::from_dense(&Array2::zeros((4, 0)));
        let dataset = DatasetBase::new(records, array![0, 2, 2, 1]);
        for kind in LearnerKind::ALL {
            let model = fit(kind, &dataset);
            assert_eq!(model.n_features(), 0);
            if kind != LearnerKind::ComplementNb {
                assert_eq!(model.predict(&dataset), array![2, 2, 2, 2], "{kind}");
            }
        }
    }

    #[test]
    fn extreme_values_give_finite_weights() {
        let records = SparseRecords::from_dense(&array![[f32::MAX, 1e-40], [1e30, 0.0], [0.0, f32::MAX]]);
        let dataset = DatasetBase::new(records, array![0, 1, 1]).with_weights(array![1e30, 1e-30, 1.0]);
        for kind in LearnerKind::ALL {
            for c in [1e-9, 1.0, 1e9] {
                let options = LearnerOptions { kind, c, ..LearnerOptions::default() };
                let model = options.fit(&dataset, 2, None).unwrap();
                assert!(model.weights().iter().all(|w| w.is_finite()), "{kind}, {c}");
            }
        }
    }

    #[test]
    fn fitting_twice_gives_the_same_bits() {
        let dataset = synthetic(300);
        for kind in LearnerKind::ALL {
            assert_eq!(fit(kind, &dataset), fit(kind, &dataset), "{kind}");
        }
    }

    #[test]
    fn one_thread_and_eight_give_the_same_bits() {
        // More rows and columns than a chunk has.
        let small = synthetic(3000);
        let mut records = SparseRecords::new(40 * 50);
        for i in 0..small.records.n_records() {
            let (indices, values) = small.records.row(i);
            let spread = indices.iter().zip(values).map(|(j, v)| (50 * j + (i % 50) as u32, *v));
            records.push_row(spread);
        }
        let dataset = DatasetBase::new(records, small.targets);
        let run = |kind, n_threads| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(n_threads).build().unwrap();
            pool.install(|| {
                let model =
                    LearnerOptions { kind, ..LearnerOptions::default() }.fit(&dataset, 3, None).unwrap();
                let scores = model.scores(&dataset.records);
                (model, scores)
            })
        };
        for kind in LearnerKind::ALL {
            assert_eq!(run(kind, 1), run(kind, 8), "{kind}");
        }
    }

    #[test]
    fn a_prediction_depends_on_its_record_alone() {
        let dataset = synthetic(300);
        let rows: Vec<usize> = (0..300).rev().step_by(7).collect();
        let subset = dataset.records.select(&rows);
        for kind in LearnerKind::ALL {
            let model = fit(kind, &dataset);
            let all = model.scores(&dataset.records);
            assert_eq!(model.scores(&subset), all.select(ndarray::Axis(0), &rows), "{kind}");
        }
    }

    #[test]
    fn probabilities_sum_to_one_and_agree_with_predictions() {
        let dataset = synthetic(300);
        let records = &dataset.records;
        let softmax = SoftmaxRegression::params().fit(&dataset).unwrap();
        let complement = ComplementNb::params().fit(&dataset).unwrap();
        let multinomial = MultinomialNb::params().fit(&dataset).unwrap();
        let majority = MajorityClass::params().fit(&dataset).unwrap();
        let predictions: [(Array2<f64>, Array1<usize>); 4] = [
            (softmax.predict_proba(records), softmax.predict(records)),
            (complement.predict_proba(records), complement.predict(records)),
            (multinomial.predict_proba(records), multinomial.predict(records)),
            (majority.predict_proba(records), majority.predict(records)),
        ];
        for (learner, (probabilities, predicted)) in predictions.iter().enumerate() {
            for (row, class) in probabilities.rows().into_iter().zip(predicted) {
                assert!((row.sum() - 1.0).abs() < 1e-12, "{learner}: {row}");
                assert!(row.iter().all(|p| *p <= row[*class]), "{learner}: {row}");
            }
        }
    }

    #[test]
    fn the_lowest_class_wins_a_tie() {
        // Class 0 is absent; classes 1 and 2 mirror each other, and the third record holds nothing. (The searches of
        // the other learners leave a mirrored pair apart by a rounding error.)
        let records = SparseRecords::from_dense(&array![[1.0, 0.0], [0.0, 1.0], [0.0, 0.0]]);
        let dataset = DatasetBase::new(records.select(&[0, 1]), array![1, 2]);
        for kind in [LearnerKind::ComplementNb, LearnerKind::MultinomialNb, LearnerKind::Majority] {
            let model = fit(kind, &dataset);
            let scores = model.scores(&records);
            assert_eq!(scores[[2, 1]], scores[[2, 2]], "{kind}");
            assert_eq!(model.predict(&records)[2], 1, "{kind}");
        }
        let model = LinearModel::new(Array2::zeros((2, 3)), array![0.0, 1.0, 1.0]).unwrap();
        assert_eq!(model.predict(&records), array![1, 1, 1]);
    }

    #[test]
    fn a_weight_of_two_is_a_row_given_twice_and_a_weight_of_zero_a_row_left_out() {
        let dataset = synthetic(120);
        let times: Vec<usize> = (0..120).map(|i| [1, 2, 0][i % 3]).collect();
        let repeated: Vec<usize> = (0..120).flat_map(|i| vec![i; times[i]]).collect();
        let labels: Array1<usize> = repeated.iter().map(|i| dataset.targets[*i]).collect();
        let repeated = DatasetBase::new(dataset.records.select(&repeated), labels);
        let weighted = dataset.with_weights(times.iter().map(|t| *t as f32).collect());
        for kind in LearnerKind::ALL {
            for class_weight in [ClassWeight::None, ClassWeight::Balanced] {
                let options = LearnerOptions { class_weight, ..options(kind) };
                let expected = options.fit(&repeated, 3, None).unwrap();
                let found = options.fit(&weighted, 3, None).unwrap();
                assert_same_model(&found, &expected, 1e-6, (kind, class_weight));
            }
        }
    }

    #[test]
    fn balanced_classes_are_sample_weights_of_the_inverse_class_sizes() {
        let dataset = synthetic(150);
        let sizes = dataset.targets.iter().fold([0.0; 3], |mut sizes, label| {
            sizes[*label] += 1.0;
            sizes
        });
        let weights = dataset.targets.mapv(|label| (150.0 / (3.0 * sizes[label])) as f32);
        let weighted = dataset.clone().with_weights(weights);
        for kind in learning() {
            let balanced = LearnerOptions { class_weight: ClassWeight::Balanced, ..options(kind) };
            let found = balanced.fit(&dataset, 3, None).unwrap();
            assert_same_model(&found, &fit(kind, &weighted), 1e-5, kind);
            let unbalanced = fit(kind, &dataset);
            assert!(found != unbalanced, "{kind}");
        }
    }

    #[test]
    fn learners_cross_threads() {
        fn check<T: Send + Sync>() {}
        check::<LinearModel>();
        check::<LearnerOptions>();
        check::<SoftmaxRegression>();
        check::<LinearSvm>();
        check::<ComplementNb>();
        check::<MultinomialNb>();
        check::<MajorityClass>();
    }
}

mod options {
    use super::*;

    #[test]
    fn names_are_the_same_in_options_and_on_the_command_line() {
        for kind in LearnerKind::ALL {
            assert_eq!(serde_json::to_string(&kind).unwrap(), format!("\"{kind}\""));
            assert_eq!(kind.name().parse(), Ok(kind));
        }
        assert!("Softmax ".parse::<LearnerKind>().is_err());
    }

    #[test]
    fn missing_options_take_their_defaults_and_unknown_ones_are_refused() {
        let read: LearnerOptions =
            serde_json::from_str(r#"{"kind": "complement-nb", "class_weight": "balanced"}"#).unwrap();
        let expected = LearnerOptions {
            kind: LearnerKind::ComplementNb,
            class_weight: ClassWeight::Balanced,
            ..LearnerOptions::default()
        };
        assert_eq!(read, expected);
        assert!(serde_json::from_str::<LearnerOptions>(r#"{"gamma": 1}"#).is_err());
        let written = serde_json::to_string(&expected).unwrap();
        assert_eq!(serde_json::from_str::<LearnerOptions>(&written).unwrap(), expected);
    }
}

mod prior_mean {
    use super::*;

    fn prior() -> LinearModel {
        let weights = Array2::from_shape_fn((40, 3), |(j, c)| ((7 * j + 3 * c) % 11) as f64 / 4.0 - 1.0);
        LinearModel::new(weights, array![0.5, -0.25, 1.0]).unwrap()
    }

    #[test]
    fn the_less_the_examples_count_the_closer_the_weights_stay() {
        let dataset = synthetic(100);
        for kind in [LearnerKind::Softmax, LearnerKind::Svm] {
            let options = LearnerOptions { c: 1e-9, ..options(kind) };
            let model = options.fit(&dataset, 3, Some(&prior())).unwrap();
            assert_same_model(&model, &prior(), 1e-6, kind);
        }
    }

    #[test]
    fn a_prior_mean_of_zeros_is_none() {
        let dataset = synthetic(100);
        let zeros = LinearModel::new(Array2::zeros((40, 3)), Array1::zeros(3)).unwrap();
        for kind in [LearnerKind::Softmax, LearnerKind::Svm] {
            assert_eq!(options(kind).fit(&dataset, 3, Some(&zeros)).unwrap(), fit(kind, &dataset), "{kind}");
        }
    }

    #[test]
    fn features_without_an_example_keep_their_prior_weights() {
        let mut dataset = synthetic(100);
        let dense = dataset.records.to_dense();
        dataset.records = SparseRecords::from_dense(&Array2::from_shape_fn((100, 40), |(i, j)| {
            if j == 13 { 0.0 } else { dense[[i, j]] }
        }));
        for kind in [LearnerKind::Softmax, LearnerKind::Svm] {
            let model = options(kind).fit(&dataset, 3, Some(&prior())).unwrap();
            assert_eq!(model.weights().row(13), prior().weights().row(13), "{kind}");
        }
    }

    #[test]
    fn without_a_constant_feature_the_intercept_stays() {
        let dataset = synthetic(100);
        for kind in [LearnerKind::Softmax, LearnerKind::Svm] {
            let options = LearnerOptions { intercept: 0.0, ..options(kind) };
            let model = options.fit(&dataset, 3, Some(&prior())).unwrap();
            assert_eq!(model.intercept(), prior().intercept(), "{kind}");
            let model = options.fit(&dataset, 3, None).unwrap();
            assert_eq!(model.intercept(), Array1::<f64>::zeros(3), "{kind}");
        }
    }

    #[test]
    fn two_classes_of_a_support_vector_machine_start_from_half_their_difference() {
        let mut dataset = synthetic(100);
        dataset.targets.mapv_inplace(|label| label.min(1));
        let prior =
            LinearModel::new(Array2::from_shape_fn((40, 2), |(j, c)| (j * c) as f64 / 8.0), array![1.0, 2.0])
                .unwrap();
        let options = LearnerOptions { c: 1e-9, ..options(LearnerKind::Svm) };
        let model = options.fit(&dataset, 2, Some(&prior)).unwrap();
        let expected = Array2::from_shape_fn((40, 2), |(j, c)| [-1.0, 1.0][c] * j as f64 / 16.0);
        assert_same_model(&model, &LinearModel::new(expected, array![-0.5, 0.5]).unwrap(), 1e-6, "svm");
    }

    #[test]
    fn learners_without_a_prior_mean_refuse_one() {
        for kind in [LearnerKind::ComplementNb, LearnerKind::MultinomialNb, LearnerKind::Majority] {
            assert_untrainable(options(kind).fit(&synthetic(30), 3, Some(&prior())), "prior mean", kind);
        }
    }

    #[test]
    fn a_prior_mean_of_another_shape_is_refused() {
        for shape in [(39, 3), (40, 2)] {
            let other = LinearModel::new(Array2::zeros(shape), Array1::zeros(shape.1)).unwrap();
            for kind in [LearnerKind::Softmax, LearnerKind::Svm] {
                assert_untrainable(options(kind).fit(&synthetic(30), 3, Some(&other)), "prior mean of", kind);
            }
        }
    }
}

/// Comparison with other tools; the numbers come from tests/fixtures/learners.py.
mod agreement {
    use super::*;

    #[derive(Deserialize)]
    struct Fixture {
        records: Vec<Vec<f32>>,
        labels: Vec<usize>,
        two_classes: Vec<usize>,
        sample_weights: Vec<f32>,
        prior: Fitted,
        softmax: Fitted,
        softmax_without_intercept: Fitted,
        softmax_weighted: Fitted,
        softmax_balanced: Fitted,
        softmax_with_prior: Fitted,
        liblinear_two_classes: Fitted,
        svm: Fitted,
        svm_weighted: Fitted,
        svm_two_classes: Fitted,
        svm_with_prior: Fitted,
        complement_nb: Fitted,
        complement_nb_norm: Fitted,
        multinomial_nb: Fitted,
        multinomial_nb_weighted: Fitted,
    }

    #[derive(Deserialize)]
    struct Fitted {
        weights: Vec<Vec<f64>>,
        intercept: Vec<f64>,
        #[serde(default)]
        objective: f64,
        #[serde(default)]
        probabilities: Vec<Vec<f64>>,
    }

    impl Fitted {
        fn model(&self) -> LinearModel {
            LinearModel::new(matrix(&self.weights), Array1::from(self.intercept.clone())).unwrap()
        }
    }

    fn matrix<T: Clone>(rows: &[Vec<T>]) -> Array2<T> {
        Array2::from_shape_vec((rows.len(), rows[0].len()), rows.concat()).unwrap()
    }

    fn fixture() -> Fixture {
        serde_json::from_str(include_str!("fixtures/learners.json")).unwrap()
    }

    impl Fixture {
        fn dataset(&self) -> Dataset {
            DatasetBase::new(
                SparseRecords::from_dense(&matrix(&self.records)),
                Array1::from(self.labels.clone()),
            )
        }

        fn weighted(&self) -> Dataset {
            self.dataset().with_weights(Array1::from(self.sample_weights.clone()))
        }

        fn two_classes(&self) -> Dataset {
            let labels = Array1::from(self.two_classes.clone());
            DatasetBase::new(SparseRecords::from_dense(&matrix(&self.records)), labels)
        }
    }

    #[test]
    fn softmax_regression_agrees_with_scikit_learn() {
        let fixture = fixture();
        let precise = || SoftmaxRegression::params().tolerance(1e-15);
        let cases = [
            ("softmax", precise(), fixture.dataset(), &fixture.softmax),
            (
                "without intercept",
                precise().c(10.0).intercept(0.0),
                fixture.dataset(),
                &fixture.softmax_without_intercept,
            ),
            ("weighted", precise().c(0.5).intercept(2.0), fixture.weighted(), &fixture.softmax_weighted),
            (
                "balanced",
                precise().class_weight(ClassWeight::Balanced),
                fixture.dataset(),
                &fixture.softmax_balanced,
            ),
        ];
        for (case, params, dataset, expected) in cases {
            let fitted = params.fit(&dataset).unwrap();
            assert!(fitted.convergence().converged, "{case}: {:?}", fitted.convergence());
            assert!((fitted.convergence().objective - expected.objective).abs() < 1e-9, "{case}");
            let probabilities = fitted.predict_proba(&dataset.records);
            assert_close(&probabilities, &matrix(&expected.probabilities), 1e-6, case);
            assert_same_model(&fitted.into_linear_model(), &expected.model(), 1e-5, case);
        }
    }

    #[test]
    fn softmax_regression_of_two_classes_agrees_with_liblinear() {
        // With w = W₁ − W₀ and W₀ = −W₁ the penalty ½‖W‖² is ¼‖w‖²: half of liblinear's, so C is halved as well.
        let fixture = fixture();
        let dataset = fixture.two_classes();
        let fitted = SoftmaxRegression::params().c(0.5).tolerance(1e-15).fit(&dataset).unwrap();
        let difference = &fitted.weights().column(1) - &fitted.weights().column(0);
        assert_close(&difference, &matrix(&fixture.liblinear_two_classes.weights), 1e-6, "weights");
        let difference = fitted.intercept()[1] - fitted.intercept()[0];
        assert_close(&[difference], &fixture.liblinear_two_classes.intercept, 1e-6, "intercept");
    }

    #[test]
    fn softmax_regression_agrees_with_linfa_on_dense_data() {
        let fixture = fixture();
        let dense = matrix(&fixture.records).mapv(f64::from);
        let expected = linfa_logistic::MultiLogisticRegression::default()
            .alpha(0.5)
            .with_intercept(false)
            .gradient_tolerance(1e-10)
            .max_iterations(10_000)
            .fit(&linfa::Dataset::new(dense, Array1::from(fixture.labels.clone())))
            .unwrap();
        let params = SoftmaxRegression::params().c(2.0).intercept(0.0).tolerance(1e-15);
        let found = params.fit(&fixture.dataset()).unwrap();
        assert_eq!(expected.classes(), [0, 1, 2]);
        assert_close(found.weights(), expected.params(), 1e-5, "weights");
    }

    #[test]
    fn the_support_vector_machine_agrees_with_liblinear() {
        let fixture = fixture();
        let precise = || LinearSvm::params().tolerance(1e-15).max_iterations(1_000_000);
        let cases = [
            ("svm", precise(), fixture.dataset(), &fixture.svm),
            ("weighted", precise().c(0.25), fixture.weighted(), &fixture.svm_weighted),
        ];
        for (case, params, dataset, expected) in cases {
            let fitted = params.fit(&dataset).unwrap();
            assert!(fitted.convergence().converged, "{case}");
            assert!((fitted.convergence().objective - expected.objective).abs() < 1e-7, "{case}");
            assert_same_model(&fitted.into_linear_model(), &expected.model(), 1e-6, case);
        }

        let fitted = precise().fit(&fixture.two_classes()).unwrap();
        let expected = &fixture.svm_two_classes;
        assert!((fitted.convergence().objective - expected.objective).abs() < 1e-7);
        assert_close(fitted.weights().column(1), &matrix(&expected.weights), 1e-6, "class 1");
        assert_close(&[fitted.intercept()[1]], &expected.intercept, 1e-6, "class 1");
        assert_eq!(fitted.weights().column(0), -&fitted.weights().column(1));
        assert_eq!(fitted.intercept()[0], -fitted.intercept()[1]);
    }

    #[test]
    fn prior_means_lead_to_the_minimum_that_scipy_finds() {
        let fixture = fixture();
        let dataset = fixture.dataset();
        let softmax = SoftmaxRegression::params().c(0.5).prior_mean(fixture.prior.model()).tolerance(1e-15);
        let softmax = softmax.fit(&dataset).unwrap();
        assert!((softmax.convergence().objective - fixture.softmax_with_prior.objective).abs() < 1e-9);
        assert_same_model(&softmax.into_linear_model(), &fixture.softmax_with_prior.model(), 1e-5, "softmax");

        let svm = LinearSvm::params().c(0.5).prior_mean(fixture.prior.model());
        let svm = svm.tolerance(1e-15).max_iterations(1_000_000).fit(&dataset).unwrap();
        assert!((svm.convergence().objective - fixture.svm_with_prior.objective).abs() < 1e-7);
        assert_same_model(&svm.into_linear_model(), &fixture.svm_with_prior.model(), 1e-5, "svm");
    }

    #[test]
    fn naive_bayes_agrees_with_scikit_learn() {
        let fixture = fixture();
        let records = SparseRecords::from_dense(&matrix(&fixture.records));
        let plain = ComplementNb::params().fit(&fixture.dataset()).unwrap();
        assert_close(
            &plain.predict_proba(&records),
            &matrix(&fixture.complement_nb.probabilities),
            1e-12,
            "plain",
        );
        assert_same_model(&plain.into_linear_model(), &fixture.complement_nb.model(), 1e-12, "plain");
        let norm = ComplementNb::params().alpha(0.3).norm(true).fit(&fixture.weighted()).unwrap();
        let expected = &fixture.complement_nb_norm;
        assert_close(&norm.predict_proba(&records), &matrix(&expected.probabilities), 1e-12, "norm");
        assert_same_model(&norm.into_linear_model(), &expected.model(), 1e-12, "norm");

        let plain = MultinomialNb::params().alpha(0.5).fit(&fixture.dataset()).unwrap();
        assert_close(
            &plain.predict_proba(&records),
            &matrix(&fixture.multinomial_nb.probabilities),
            1e-12,
            "plain",
        );
        assert_same_model(&plain.into_linear_model(), &fixture.multinomial_nb.model(), 1e-12, "plain");
        let weighted = MultinomialNb::params().fit(&fixture.weighted()).unwrap();
        assert_same_model(
            &weighted.into_linear_model(),
            &fixture.multinomial_nb_weighted.model(),
            1e-12,
            "weighted",
        );
    }
}
