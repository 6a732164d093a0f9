//! The search for options through the public interface: what is tried, in which order, and what comes of it.

mod common;

use std::ops::ControlFlow;

use common::{CORPUS, LEXICON, corpus_in, lexicon_in, row};
use standpoint::{
    Bootstrap, Corpus, LearnerKind, Options, Split, Stance, Style, Tuning, fold_splits, train, tune,
    tuning_table,
};

const BOOTSTRAP: Bootstrap = Bootstrap { draws: 50, seed: 1 };

/// Options with which a fit takes no time: unigrams.
fn small() -> Options {
    serde_json::from_str(
        r#"{ "features": { "character": null, "word": { "ngrams": [1, 1], "weight": 1, "sublinear_tf": true,
             "idf": true, "norm": "row" } } }"#,
    )
    .unwrap()
}

/// The search on `corpus` in two folds, ended before path `n` of C.
fn tuned(corpus: &Corpus, lexicon: &str, base: &Options, n: usize) -> Tuning {
    let splits = fold_splits(corpus, 2, 1).unwrap();
    let lexicon = if lexicon.is_empty() { Vec::new() } else { lexicon_in(lexicon) };
    let mut n_paths = 0;
    let watch = |_: standpoint::TuningProgress| {
        n_paths += 1;
        if n_paths > n { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    };
    let tuning = tune(corpus, &lexicon, base, &splits, &BOOTSTRAP, watch);
    tuning.unwrap()
}

#[test]
fn the_whole_search_tries_each_thing_and_changes_nothing_else() {
    let corpus = corpus_in(CORPUS);
    let mut base = small();
    base.model.seed = 7;
    let tuning = tuned(&corpus, LEXICON, &base, usize::MAX);
    assert_eq!(tuning.untried, [""; 0]);
    assert_eq!((tuning.n_predicted, tuning.n_splits, tuning.n_splits_left_out), (36, 2, 0));
    let tried = |holds: &dyn Fn(&Options) -> bool| tuning.trials.iter().any(|trial| holds(&trial.options));
    assert!(tried(&|o| o.learner.kind == LearnerKind::Svm) && tried(&|o| o.features.pairs.is_some()));
    assert!(tried(&|o| o.features.character.is_some()) && tried(&|o| o.features.min_df == 2));
    assert!(tried(&|o| o.model.sharing == 0.0) && tried(&|o| o.model.lexicon_scale == Some(2.0)));
    assert!(tuning.trials.iter().all(|trial| trial.options.model.seed == 7));
    let best = &tuning.trials[tuning.best];
    assert!(tuning.trials.iter().all(|trial| trial.f_avg <= best.f_avg));
    for trial in &tuning.trials {
        let interval = trial.interval.unwrap();
        assert!(interval.low <= interval.high && (0.0..=1.0).contains(&trial.targets_f_avg));
        trial.options.check().unwrap();
    }
    assert!(train(&corpus, &lexicon_in(LEXICON), tuning.options()).is_ok());
}

#[test]
fn a_search_is_the_same_at_any_number_of_threads() {
    let corpus = corpus_in(CORPUS);
    let run = |threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        let mut tuning = pool.install(|| tuned(&corpus, "", &small(), 5));
        tuning.trials.iter_mut().for_each(|trial| trial.seconds = 0.0);
        tuning
    };
    let single = run(1);
    assert!(single == run(2) && single == run(8));
}

#[test]
fn a_search_that_is_ended_at_once_has_tried_c_for_the_learner_that_it_began_with() {
    let mut base = small();
    base.learner.kind = LearnerKind::Svm;
    base.learner.c = 0.7;
    let corpus = corpus_in(CORPUS);
    let tuning = tuned(&corpus, "", &base, 0);
    let mut cs: Vec<f64> = tuning.trials.iter().map(|trial| trial.options.learner.c).collect();
    assert!(cs.is_sorted() && cs.contains(&0.7) && cs.len() > 4);
    cs.dedup();
    assert_eq!(cs.len(), tuning.trials.len());
    assert!(tuning.trials.iter().all(|trial| trial.options.learner.kind == LearnerKind::Svm));
    assert_eq!(tuning.untried[..2], ["C of softmax", "pairs of words"]);
    assert!(!tuning.untried.iter().any(|step| step.contains("lexicon")), "{:?}", tuning.untried);

    // The step in the midst of which a search ends was not taken to the end either.
    let tuning = tuned(&corpus, "", &base, 3);
    assert_eq!(tuning.untried[0], "pairs of words");
    assert!(tuning.trials.iter().any(|trial| trial.options.features.pairs.is_some()));

    let tuning = tuned(&corpus, "", &base, 0);
    let table = tuning_table(&tuning, &base, Style::default());
    for part in [
        "\nsvm, words 1-1\n  C 0.03 ",
        "\n  C 0.7 ",
        "\nChosen: svm, words 1-1, C ",
        "chosen",
        "36 held-out rows",
        "Not tried to the end for want of time: C of",
    ] {
        assert!(table.contains(part), "{part:?} is not in {table}");
    }
}

#[test]
fn a_split_from_which_nothing_can_be_learned_is_refused_by_its_number() {
    let rows = [
        ("fair", "tax", Stance::Favor),
        ("unfair", "tax", Stance::Against),
        ("slow", "tram", Stance::Against),
    ];
    let rows = rows.map(|(text, target, stance)| row(text, target, stance)).to_vec();
    let corpus = Corpus { rows, extra_columns: Vec::new() };
    let refused = |splits: &[Split]| {
        let watch = |_: standpoint::TuningProgress| ControlFlow::Continue(());
        tune(&corpus, &[], &small(), splits, &BOOTSTRAP, watch).unwrap_err().to_string()
    };
    let split = |training: &[usize], validation: &[usize]| Split {
        training: training.to_vec(),
        validation: validation.to_vec(),
    };
    let message = refused(&[split(&[0, 1], &[]), split(&[0, 1], &[2])]);
    assert!(message.contains("in split 2 of 2, no row of target 'tram'"), "{message}");
    let message = refused(&[split(&[0], &[1])]);
    assert!(message.contains("in split 1 of 1, every row of target 'tax'"), "{message}");
    assert!(refused(&[split(&[0, 1], &[])]).contains("no row with a target to predict"));
    assert!(refused(&[]).contains("no row with a target to predict"));
}
