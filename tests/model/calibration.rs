//! What is fitted on out-of-fold predictions: probabilities, thresholds, the lexicon's scale.

use standpoint::{LearnerKind, LearnerOptions, Options, StanceCalibration, train};

use super::common::{CORPUS, LEXICON, corpus_in, lexicon_in, model, uncalibrated};

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
