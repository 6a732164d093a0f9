//! What is fitted on out-of-fold predictions: probabilities, thresholds, the lexicon's scale.

use standpoint::{Corpus, LearnerKind, LearnerOptions, Options, Stance, StanceCalibration, evaluate, train};

use super::common::{CORPUS, LEXICON, corpus_in, lexicon_in, model, row, uncalibrated};

fn with_learner(kind: LearnerKind) -> Options {
    let mut options =
        Options { learner: LearnerOptions { kind, ..Default::default() }, ..Options::default() };
    options.model.calibrate = Some(2);
    options
}

#[test]
fn each_learner_is_calibrated_by_its_own_rule() {
    let corpus = corpus_in(CORPUS);
    for kind in LearnerKind::ALL {
        let model = train(&corpus, &[], &with_learner(kind)).unwrap();
        let StanceCalibration { scale: [a, b, c], offset } = model.calibration(0);
        let one_scale = a == b && b == c && offset == [0.0; 3];
        match kind {
            LearnerKind::Majority => assert_eq!(model.calibration(0), StanceCalibration::NONE),
            LearnerKind::Svm => assert!(!one_scale, "vector scaling"),
            _ => assert!(one_scale && a != 1.0, "{kind}: a temperature, not {a}"),
        }
        assert!(a > 0.0 && b > 0.0 && c > 0.0);
        assert_eq!(model.summary().out_of_fold.unwrap().n, 36, "{kind}");
    }
}

#[test]
fn without_folds_nothing_is_fitted() {
    let model = train(&corpus_in(CORPUS), &[], &uncalibrated()).unwrap();
    assert_eq!(model.calibration(1), StanceCalibration::NONE);
    assert_eq!(model.detection_threshold(1), Some(0.5));
    assert_eq!(model.summary().out_of_fold, None);
}

#[test]
fn a_corpus_too_small_for_folds_is_trained_without() {
    let rows: Vec<&str> = CORPUS.lines().take(1 + 2 * 5 - 1).collect();
    let model = train(&corpus_in(&rows.join("\n")), &[], &Options::default()).unwrap();
    assert_eq!(model.summary().out_of_fold, None);
    assert_eq!(model.calibration(0), StanceCalibration::NONE);
}

#[test]
fn the_seed_draws_the_folds() {
    let fitted = |seed: u64| {
        let mut options = with_learner(LearnerKind::ComplementNb);
        options.model.seed = seed;
        train(&corpus_in(CORPUS), &[], &options).unwrap().calibration(0)
    };
    assert_eq!(fitted(3), fitted(3));
    assert_ne!(fitted(3), fitted(4));
}

#[test]
fn the_lexicon_s_scale_is_one_of_those_tried() {
    let mut options = with_learner(LearnerKind::Softmax);
    let corpus = corpus_in(CORPUS);
    let scale =
        |options: &Options| train(&corpus, &lexicon_in(LEXICON), options).unwrap().summary().lexicon_scale;
    assert!([0.25, 0.5, 1.0, 2.0, 4.0, 8.0].contains(&scale(&options).unwrap()));
    options.model.lexicon_scale = Some(1.5);
    assert_eq!(scale(&options), Some(1.5));
    assert_eq!(model().summary().lexicon_scale, None);
}

#[test]
fn a_stance_or_a_kind_of_statement_of_a_single_row_does_not_stop_the_folds() {
    let rare = "text,target,stance\nGood trams.,trams,pro\nFine trams.,trams,pro\nQuick trams.,trams,pro\n\
                Clean trams.,trams,pro\nBad trams.,trams,con\nGood ferries.,ferries,pro\nBad ferries.,ferries,con\n\
                Ferries at nine.,ferries,neutral\nRain.,,\n";
    let corpus = corpus_in(rare);
    for kind in LearnerKind::ALL {
        for sharing in [0.0, 0.7] {
            let mut options = with_learner(kind);
            options.model.sharing = sharing;
            let model = train(&corpus, &[], &options).unwrap();
            assert_eq!(model.summary().out_of_fold.unwrap().n, 8, "{kind}");
            assert!(model.detection_threshold(0).is_some());
        }
    }
}

/// Rows of `years`, forty of each. A slogan tells the stance in its own year and is never heard again; a word of all years
/// is right three times of four.
fn drifting(years: std::ops::Range<usize>) -> Corpus {
    let rows = years.flat_map(|year| (0..40).map(move |i| (year, i))).map(|(year, i)| {
        let stance = [Stance::Favor, Stance::Against][i % 2];
        let words = [["good", "bad"], ["bad", "good"]][usize::from(i / 2 % 4 == year % 4)];
        let slogan =
            [["qu", "ze"], ["fo", "ri"], ["mu", "ta"], ["ly", "no"], ["pa", "xe"], ["go", "ki"]][year];
        let mut row = row(
            &format!("we say that these old trams are {} {} n{i}y{year}", words[i % 2], slogan[i % 2]),
            "trams",
            stance,
        );
        row.extra = vec![year.to_string()];
        row
    });
    Corpus { rows: rows.collect(), extra_columns: vec!["year".into()] }
}

#[test]
fn calibration_by_time_is_not_too_sure_of_what_drifts() {
    for kind in [LearnerKind::Softmax, LearnerKind::Svm] {
        let figures = |time_column: Option<&str>| {
            let mut options = with_learner(kind);
            options.features.character = None;
            options.features.word.as_mut().unwrap().ngrams = (1, 1);
            options.features.word.as_mut().unwrap().idf = false;
            options.features.min_df = 2;
            options.model.calibrate = Some(5);
            options.model.time_column = time_column.map(str::to_string);
            let model = train(&drifting(0..5), &[], &options).unwrap();
            let next = evaluate(&model, &drifting(5..6)).unwrap().overall;
            assert_eq!(next.accuracy, 0.75, "the lasting word alone decides");
            (next.ece.unwrap(), next.log_loss.unwrap(), model.summary().out_of_fold.unwrap().accuracy)
        };
        let (drawn, by_time) = (figures(None), figures(Some("year")));
        assert!(drawn.2 > 0.95, "{kind}: in drawn folds the slogans are known: {drawn:?}");
        assert_eq!(by_time.2, 0.75, "{kind}: out of its year none is");
        assert!(drawn.0 > 0.08, "{kind}: {drawn:?}");
        assert!(by_time.0 < 0.06 && by_time.1 < drawn.1, "{kind}: {by_time:?} {drawn:?}");
        // The least log loss of three out of four is 0.562.
        assert!((by_time.1 - 0.562).abs() < 0.01, "{kind}: {by_time:?}");
    }
}

#[test]
fn calibration_by_time_needs_two_times_of_each_target_and_leaves_the_classifier_as_it_is() {
    let mut options = with_learner(LearnerKind::Softmax);
    let corpus = drifting(0..5);
    let drawn = train(&corpus, &[], &options).unwrap();
    options.model.time_column = Some("year".into());
    let by_time = train(&corpus, &[], &options).unwrap();
    assert_ne!(drawn.calibration(0), by_time.calibration(0));
    assert_eq!(drawn.strongest(0, Stance::Favor, 9), by_time.strongest(0, Stance::Favor, 9));
    let error = train(&drifting(0..1), &[], &options).unwrap_err().to_string();
    assert!(error.contains("all rows of target 'trams' are of one time (column 'year')"), "{error}");
    options.model.time_column = Some("month".into());
    let error = train(&corpus, &[], &options).unwrap_err().to_string();
    assert!(error.contains("expected a column called 'month'"), "{error}");
}
