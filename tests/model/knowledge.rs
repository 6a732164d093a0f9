//! What a model learns from: rows of several targets, groups, and lexicons.

use standpoint::{
    Corpus, Error, LabelledStatement, LearnerKind, LearnerOptions, LexiconEntry, LexiconRole, Model, Options,
    Stance, Target, cross_validate, train,
};

use super::common::{CORPUS, LEXICON, N_ROWS, corpus_in, lexicon_in, row, uncalibrated};
use super::{of_lexicon, probabilities, stance, toward, trained};

const FAVOR: Option<Stance> = Some(Stance::Favor);
const AGAINST: Option<Stance> = Some(Stance::Against);
const NEUTRAL: Option<Stance> = Some(Stance::Neutral);

fn fingerprint(rows: Vec<LabelledStatement>, lexicon: &[LexiconEntry]) -> String {
    let options = Options {
        learner: LearnerOptions { kind: LearnerKind::Softmax, ..Default::default() },
        ..uncalibrated()
    };
    let corpus = Corpus { rows, extra_columns: Vec::new() };
    train(&corpus, lexicon, &options).unwrap().summary().corpus_fingerprint.clone()
}

// ------------------------------------------------------------------------------------------------- targets and groups

#[test]
fn targets_share_what_their_rows_teach() {
    // Only rows of trams say what "superb" means.
    let corpus = corpus_in(
        "text,target,stance\nSuperb trams.,trams,pro\nSuperb and quick trams.,trams,pro\nAwful trams.,trams,con\n\
         Awful and slow trams.,trams,con\nFerries yes.,ferries,pro\nFerries no.,ferries,con\n",
    );
    let with_sharing = |sharing: f64| {
        let mut options = uncalibrated();
        options.model.sharing = sharing;
        train(&corpus, &[], &options).unwrap()
    };
    let [alone, shared] =
        [0.0, 1.0].map(|sharing| probabilities(&with_sharing(sharing), "superb", "ferries"));
    assert!((alone[0] - 0.5).abs() < 0.01, "rows of ferries say nothing about it: {alone:?}");
    assert!(shared[0] > 0.6, "{shared:?}");
    let of_trams = probabilities(&with_sharing(1.0), "superb", "trams");
    assert!(of_trams[0] > shared[0], "a target's own rows count more: {of_trams:?} {shared:?}");
}

#[test]
fn detectors_do_not_share() {
    let corpus = corpus_in(CORPUS);
    let with_sharing = |sharing: f64| {
        let mut options = uncalibrated();
        options.model.sharing = sharing;
        let model = train(&corpus, &[], &options).unwrap();
        toward(&model, "The bike lanes.", "night trains").p_target
    };
    assert_eq!(with_sharing(0.0), with_sharing(2.0));
}

#[test]
fn groups_and_statements_are_never_split_in_cross_validation() {
    // Each group has a word of its own, which decides the stance within it and says nothing outside: a model that saw
    // a part of a group would be right on the rest of it.
    let mut rows = Vec::new();
    for group in 0..12 {
        let stance = if group % 2 == 0 { Stance::Favor } else { Stance::Against };
        for i in 0..4 {
            let letters = ["aq", "bw", "ce", "dr", "et", "fz", "gu", "hi", "io", "jp", "ka", "ls"];
            let mut row = row(&format!("{0}{0}{0} {0} row {i}", letters[group]), "trams", stance);
            row.group = Some(group.to_string());
            rows.push(row);
        }
    }
    let options: Options = serde_json::from_str(
        r#"{ "features": { "character": null }, "model": { "calibrate": null }, "learner": { "c": 100 } }"#,
    )
    .unwrap();
    let grouped = Corpus { rows: rows.clone(), extra_columns: Vec::new() };
    let accuracy =
        |corpus: &Corpus| cross_validate(corpus, &[], &options, 4, 1).unwrap().pooled.overall.accuracy;
    assert!(accuracy(&grouped) < 0.75, "{}", accuracy(&grouped));
    for row in &mut rows {
        row.group = None;
    }
    let loose = Corpus { rows: rows.clone(), extra_columns: Vec::new() };
    assert_eq!(accuracy(&loose), 1.0, "the same rows without groups");
    // Rows of the same text hold together without a group, in whatever form it is written.
    for row in &mut rows {
        row.statement.text = row.statement.text.split(" row").next().unwrap().to_uppercase();
    }
    rows.iter_mut().step_by(2).for_each(|row| row.statement.text = row.statement.text.to_lowercase());
    let same = Corpus { rows, extra_columns: Vec::new() };
    assert!(accuracy(&same) < 0.75, "{}", accuracy(&same));
    assert!(cross_validate(&same, &[], &options, 13, 1).is_err(), "twelve statements make no thirteen folds");
}

#[test]
fn cross_validation_is_the_same_at_any_number_of_threads() {
    let corpus = corpus_in(CORPUS);
    let figures = [1, 8].map(|threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| cross_validate(&corpus, &[], &uncalibrated(), 3, 7).unwrap())
    });
    assert_eq!(figures[0], figures[1]);
    assert_eq!(figures[0].pooled.overall.n, 36);
}

#[test]
fn a_corpus_that_teaches_nothing_is_refused() {
    let refused = |csv: &str| match train(&corpus_in(csv), &[], &uncalibrated()) {
        Err(error @ Error::Training { .. }) => error.to_string(),
        other => panic!("{other:?}"),
    };
    assert!(refused("text,target,stance\nRain.,,\n").contains("no row has a target"));
    let one = refused("text,target,stance\na,trams,pro\nb,ferries,pro\nc,ferries,con\n");
    assert!(one.contains("every row of target 'trams' is labelled favor"), "{one}");
    assert!(train(&Corpus::default(), &[], &uncalibrated()).is_err());
}

#[test]
fn the_majority_class_takes_a_target_of_one_stance() {
    let options = Options {
        learner: LearnerOptions { kind: LearnerKind::Majority, ..Default::default() },
        ..uncalibrated()
    };
    let model =
        train(&corpus_in("text,target,stance\na b,trams,pro\nb c,trams,pro\n"), &[], &options).unwrap();
    assert_eq!(probabilities(&model, "c", "trams"), [1.0, 0.0, 0.0]);
}

#[test]
fn the_fingerprint_is_that_of_what_was_learned_from() {
    let rows = || corpus_in(CORPUS).rows;
    let whole = fingerprint(rows(), &[]);
    assert_eq!(whole.len(), 64);
    assert_eq!(fingerprint(rows(), &[]), whole);
    assert_eq!(whole, trained(CORPUS).summary().corpus_fingerprint);
    let changed = |change: &dyn Fn(&mut Vec<LabelledStatement>)| {
        let mut rows = rows();
        change(&mut rows);
        fingerprint(rows, &[])
    };
    let mut all = vec![
        whole,
        changed(&|rows| rows[0].stance = AGAINST),
        changed(&|rows| rows[0].target = Target::new("night trains")),
        changed(&|rows| rows[0].statement.text.push('!')),
        changed(&|rows| rows[0].group = Some("g".into())),
        changed(&|rows| rows[0].statement.source = Some("g".into())),
        changed(&|rows| rows.swap(0, 1)),
        fingerprint(rows(), &lexicon_in(LEXICON)),
        fingerprint(rows(), &lexicon_in(&LEXICON.replace("-2.5", "-2"))),
    ];
    all.extend(["2024", "2025"].map(|first| timed_fingerprint(rows(), first)));
    all.sort();
    all.dedup();
    assert_eq!(all.len(), 11);
}

/// The fingerprint where times count: the `first` year, then 2001, 2002 ….
fn timed_fingerprint(mut rows: Vec<LabelledStatement>, first: &str) -> String {
    for (i, row) in rows.iter_mut().enumerate() {
        row.extra = vec![if i == 0 { first.to_string() } else { format!("{}", 2000 + i) }];
    }
    let mut options = uncalibrated();
    options.model.time_column = Some("year".into());
    let corpus = Corpus { rows, extra_columns: vec!["year".into()] };
    train(&corpus, &[], &options).unwrap().summary().corpus_fingerprint.clone()
}

#[test]
fn the_summary_counts_rows_statements_and_entries() {
    let model = train(&corpus_in(CORPUS), &lexicon_in(LEXICON), &uncalibrated()).unwrap();
    let summary = model.summary();
    assert_eq!(
        (summary.n_rows, summary.n_statements, summary.n_unrelated, summary.n_lexicon),
        (N_ROWS, 42, 8, 8)
    );
    assert_eq!(summary.counts[0].stances, [7, 7, 4]);
    assert_eq!((summary.lexicon_scale, summary.out_of_fold), (Some(1.0), None));
}

// ------------------------------------------------------------------------------------------------------------ lexicons

#[test]
fn a_lexicon_alone_says_what_its_leans_say() {
    let model = of_lexicon(LEXICON);
    for (text, expected) in [
        ("How splendid!", FAVOR),
        ("A dreadful idea", AGAINST),
        ("Reportedly", NEUTRAL),
        ("the bike lanes", NEUTRAL),
    ] {
        assert_eq!(stance(&model, text, "bike lanes"), expected, "{text}");
    }
    let [favor, against, _] = probabilities(&model, "splendid dreadful", "bike lanes");
    assert!((favor - against).abs() < 1e-6, "leans of one strength cancel out");
    let once_and_twice =
        ["splendid", "splendid splendid"].map(|text| probabilities(&model, text, "bike lanes"));
    assert_eq!(once_and_twice[0], once_and_twice[1], "a term counts once, however often it is said");
}

#[test]
fn a_lexicon_alone_finds_targets_by_their_names() {
    let model = of_lexicon(LEXICON);
    let found = |text: &str| -> Vec<String> {
        let names: Vec<&Target> = model.targets().collect();
        let reading = model.predict(text, None).unwrap();
        reading.targets.iter().map(|read| names[read.target].to_string()).collect()
    };
    assert_eq!(found("Splendid bike lanes"), ["bike lanes"]);
    assert_eq!(found("The cycle path and the sleeper"), ["bike lanes", "night trains"]);
    assert_eq!(found("Splendid weather"), [""; 0]);
    let unnamed = of_lexicon("term,target,role,lean\ngood,trams,stance,2\n");
    let reading = unnamed.predict("good", None).unwrap();
    assert_eq!((reading.targets.len(), reading.targets[0].p_target), (1, None), "no name, no detector");
}

#[test]
fn a_term_that_no_row_holds_changes_a_prediction() {
    let corpus = corpus_in(CORPUS);
    let [without, with] =
        [Vec::new(), lexicon_in(LEXICON)].map(|lexicon| train(&corpus, &lexicon, &uncalibrated()).unwrap());
    let text = "The bike lanes: splendid.";
    let [before, after] = [&without, &with].map(|model| probabilities(model, text, "bike lanes"));
    assert!(after[0] > before[0] + 0.1 && after[1] < before[1] - 0.1, "{before:?} {after:?}");
}

#[test]
fn a_phrase_takes_precedence_over_the_words_inside_it() {
    let model = of_lexicon(
        "term,target,role,lean\ngood,trams,stance,3\ngood for nothing,trams,stance,-3\nnothing,trams,stance,1\n",
    );
    assert_eq!(stance(&model, "They are good.", "trams"), FAVOR);
    assert_eq!(stance(&model, "They are good for nothing.", "trams"), AGAINST);
    assert_eq!(stance(&model, "They are GOOD for the nothing!", "trams"), AGAINST, "articles do not part it");
    assert_eq!(stance(&model, "They are good. For nothing.", "trams"), FAVOR, "a full stop does");
    // The same term and lean as the whole phrase alone: nothing inside it counted beside it.
    let alone = of_lexicon("term,target,role,lean\ngood for nothing,trams,stance,-3\n");
    let text = "good for nothing";
    assert_eq!(probabilities(&model, text, "trams"), probabilities(&alone, text, "trams"));
}

#[test]
fn a_phrase_of_one_target_hides_nothing_from_another() {
    let model = of_lexicon(
        "term,target,role,lean\ngood,,stance,3\ngood grief,trams,stance,-3\nferry,ferries,stance,1\n",
    );
    assert_eq!(stance(&model, "good grief", "trams"), AGAINST);
    assert_eq!(stance(&model, "good grief", "ferries"), FAVOR, "for ferries the phrase counts as 'good'");
}

#[test]
fn an_entry_for_every_target_applies_to_each_and_a_target_s_own_takes_precedence() {
    let model = of_lexicon(
        "term,target,role,lean\ncheap,,stance,2\ncheap,ferries,stance,-2\nquick,trams,stance,1\n\
         reportedly,,neutral,2\n",
    );
    assert_eq!(stance(&model, "cheap", "trams"), FAVOR);
    assert_eq!(stance(&model, "cheap", "ferries"), AGAINST);
    for target in ["trams", "ferries"] {
        assert_eq!(stance(&model, "reportedly", target), NEUTRAL);
    }
    let with_corpus = train(
        &corpus_in(CORPUS),
        &lexicon_in("term,target,role,lean\ncheap,,stance,3\ncheap,night trains,stance,-3\n"),
        &uncalibrated(),
    )
    .unwrap();
    assert_eq!(stance(&with_corpus, "cheap", "bike lanes"), FAVOR);
    assert_eq!(stance(&with_corpus, "cheap", "night trains"), AGAINST);
}

#[test]
fn a_lexicon_teaches_a_target_that_the_corpus_does_not_hold() {
    let lexicon = lexicon_in("term,target,role,lean\ntram,trams,about,3\nsqueals,trams,stance,-3\n");
    let model = train(&corpus_in(CORPUS), &lexicon, &uncalibrated()).unwrap();
    let names: Vec<&str> = model.targets().map(Target::as_str).collect();
    assert_eq!(names, ["bike lanes", "night trains", "trams"]);
    let reading = model.predict("The tram squeals.", None).unwrap();
    let trams = reading.targets.iter().find(|read| read.target == 2).expect("found by its name");
    assert_eq!(trams.stance, AGAINST);
}

#[test]
fn rows_of_one_stance_beside_a_lexicon_leave_the_leans_as_they_are() {
    let corpus =
        corpus_in("text,target,stance\nTrams run.,trams,pro\nTrams ran.,trams,pro\nTrams go.,trams,pro\n");
    let lexicon = lexicon_in("term,target,role,lean\ngood,trams,stance,2\nbad,trams,stance,-2\n");
    let model = train(&corpus, &lexicon, &uncalibrated()).unwrap();
    assert_eq!(stance(&model, "good", "trams"), FAVOR);
    assert_eq!(stance(&model, "bad", "trams"), AGAINST);
}

#[test]
fn a_scale_of_zero_silences_the_lexicon_and_a_larger_one_makes_it_louder() {
    let corpus = corpus_in(CORPUS);
    let favor = |scale: f64| {
        let mut options = uncalibrated();
        options.model.lexicon_scale = Some(scale);
        let model = train(&corpus, &lexicon_in(LEXICON), &options).unwrap();
        probabilities(&model, "The bike lanes are splendid.", "bike lanes")[0]
    };
    let [none, usual, loud] = [0.0, 1.0, 3.0].map(favor);
    assert!(none < usual && usual < loud, "{none} {usual} {loud}");
}

#[test]
fn a_learner_without_prior_knowledge_takes_no_lexicon() {
    for kind in LearnerKind::ALL.into_iter().filter(|kind| !kind.takes_prior_mean()) {
        let options = Options { learner: LearnerOptions { kind, ..Default::default() }, ..uncalibrated() };
        for corpus in [Corpus::default(), corpus_in(CORPUS)] {
            let error = train(&corpus, &lexicon_in(LEXICON), &options).unwrap_err();
            assert!(error.to_string().contains(&format!("a lexicon for the learner '{kind}'")), "{error}");
        }
    }
}

#[test]
fn names_without_leans_need_rows() {
    let names = [LexiconEntry {
        term: "tram".into(),
        target: Target::new("trams"),
        role: LexiconRole::About,
        lean: 2.0,
    }];
    let error = train(&Corpus::default(), &names, &uncalibrated()).unwrap_err();
    assert!(error.to_string().contains("'trams' has names in the lexicon"), "{error}");
    let rows =
        vec![row("A tram is good", "trams", Stance::Favor), row("A tram is bad", "trams", Stance::Against)];
    let model: Model = train(&Corpus { rows, extra_columns: Vec::new() }, &names, &uncalibrated()).unwrap();
    assert!(toward(&model, "the tram", "trams").p_target.unwrap() > 0.5);
    assert!(toward(&model, "good", "trams").p_target.unwrap() < 0.5);
}

#[test]
fn a_small_detector_c_keeps_detectors_with_the_names_and_leaves_the_stances() {
    let corpus = corpus_in(CORPUS);
    let lexicon = lexicon_in(LEXICON);
    let mut options = uncalibrated();
    let learned = train(&corpus, &lexicon, &options).unwrap();
    options.model.detector_c = Some(1e-6);
    let named = train(&corpus, &lexicon, &options).unwrap();
    let text = "The bike lanes: splendid.";
    assert_eq!(probabilities(&learned, text, "bike lanes"), probabilities(&named, text, "bike lanes"));
    let p_target = |model: &Model, text: &str| toward(model, text, "bike lanes").p_target.unwrap();
    // Without a name nothing but what rows teach tells two texts apart.
    let apart = |model| {
        (p_target(model, "cyclists on the pavement") - p_target(model, "sleepers to the coast")).abs()
    };
    assert!(apart(&named) < 1e-3 && apart(&named) < apart(&learned), "{} {}", apart(&named), apart(&learned));
    assert!(p_target(&named, "the bike lanes") > p_target(&named, "the weather") + 0.1);
}
