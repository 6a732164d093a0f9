//! Predictions: which targets are found, what the probabilities are, and that any text can be read.

use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use standpoint::{Error, Stance};

use super::common::{ABOUT_BIKE_LANES, CORPUS, UNKNOWN, UNRELATED, model};
use super::{probabilities, stance, toward, trained};

#[test]
fn the_rows_that_were_learned_from_are_known() {
    for line in csv::Reader::from_reader(CORPUS.as_bytes()).records() {
        let line = line.unwrap();
        let reading = model().predict(&line[0], None).unwrap();
        assert_eq!(reading.known, 1.0);
        if line[1].is_empty() {
            assert!(reading.targets.is_empty(), "{}", &line[0]);
        } else {
            let t = model().target_index(&line[1]).unwrap();
            let of_target = reading.targets.iter().find(|read| read.target == t).expect(&line[0]);
            assert_eq!(of_target.stance.map(Stance::name), Some(&line[2]), "{}", &line[0]);
        }
    }
}

#[test]
fn a_given_target_is_scored_whether_or_not_the_statement_is_about_it() {
    let found = model().predict(ABOUT_BIKE_LANES, None).unwrap();
    let [bike_lanes] = &found.targets[..] else { panic!("{found:?}") };
    assert_eq!(toward(model(), ABOUT_BIKE_LANES, "bike lanes"), *bike_lanes, "given or found, the same");
    let threshold = |t| model().detection_threshold(t).unwrap();
    assert!(bike_lanes.p_target.unwrap() >= threshold(0));
    for (text, target, t) in [(ABOUT_BIKE_LANES, "night trains", 1), (UNRELATED, "bike lanes", 0)] {
        let reading = toward(model(), text, target);
        assert!(reading.p_target.unwrap() < threshold(t));
        assert!(reading.probabilities.is_some());
    }
}

#[test]
fn an_unknown_target_is_an_error_that_names_those_known() {
    for name in ["trams", "", "Bike Lanes"] {
        let error = model().predict(ABOUT_BIKE_LANES, Some(name)).unwrap_err();
        assert!(matches!(&error, Error::UnknownTarget { target, .. } if target == name));
        assert!(error.to_string().ends_with("it knows: bike lanes, night trains"), "{error}");
    }
}

#[test]
fn nothing_is_said_of_a_text_without_a_known_feature() {
    for text in [UNKNOWN, "", " \n", "?!"] {
        let reading = model().predict(text, None).unwrap();
        assert_eq!((reading.targets.len(), reading.known, reading.nothing_known), (0, 0.0, true), "{text:?}");
        let given = toward(model(), text, "bike lanes");
        assert_eq!((given.stance, given.probabilities, given.p_target), (None, None, None));
        assert_eq!(given.confidence(), None);
    }
}

#[test]
fn known_is_the_share_of_the_words_that_the_model_has_seen() {
    let known = |text: &str| model().predict(text, None).unwrap().known;
    assert_eq!(known("bike lanes ζξψ qqq"), 0.5);
    assert_eq!(known("The LANES, a bike-lane!"), 1.0);
    assert_eq!(known("qqq bike qqq"), 1.0 / 3.0);
}

#[test]
fn a_target_without_negatives_has_no_detector_and_always_applies() {
    let model = trained(
        "text,target,stance\nGood trams.,trams,pro\nBad trams.,trams,con\nSlow trams.,trams,neutral\n",
    );
    assert_eq!((model.detection_threshold(0), model.detector_calibration(0)), (None, None));
    for text in ["Bad", "trams are good", "a slow day"] {
        let reading = model.predict(text, None).unwrap();
        assert_eq!(reading.targets.len(), 1, "{text}");
        assert_eq!(reading.targets[0].p_target, None);
    }
    assert_eq!(model.summary().counts[0].negatives, 0);
}

#[test]
fn statements_about_other_targets_only_are_negatives() {
    let model = trained(
        "text,target,stance\nGood trams.,trams,pro\nBad trams.,trams,con\nGood ferries.,ferries,pro\n\
         Bad ferries.,ferries,con\nGood ferries and trams.,trams,pro\nGood ferries and trams.,ferries,pro\n",
    );
    let counts: Vec<(usize, usize)> =
        model.summary().counts.iter().map(|counts| (counts.about, counts.negatives)).collect();
    assert_eq!(counts, [(3, 2), (3, 2)]);
    assert_eq!(model.summary().n_unrelated, 0);
    let trams = toward(&model, "The trams.", "trams").p_target.unwrap();
    let ferries = toward(&model, "The trams.", "ferries").p_target.unwrap();
    assert!(trams > 0.5 && ferries < 0.5, "{trams} {ferries}");
}

#[test]
fn a_stance_that_a_target_has_no_rows_of_gets_the_probability_zero() {
    let model = trained(
        "text,target,stance\nGood trams.,trams,pro\nBad trams.,trams,con\nGood ferries.,ferries,pro\n\
         Ferries at nine.,ferries,neutral\nGood buses.,buses,pro\nBad buses.,buses,con\nBuses at ten.,buses,neutral\n",
    );
    let classes: Vec<[bool; 3]> = (0..3).map(|t| model.classes(t)).collect();
    assert_eq!(classes, [[true, true, true], [true, false, true], [true, true, false]]);
    for text in ["Good", "Bad ferries", "trams at nine"] {
        let [buses, ferries, trams] =
            ["buses", "ferries", "trams"].map(|target| probabilities(&model, text, target));
        assert!(buses.iter().all(|p| *p > 0.0));
        assert_eq!((ferries[1], trams[2]), (0.0, 0.0));
    }
    assert_eq!(stance(&model, "Bad", "trams"), Some(Stance::Against));
}

#[test]
fn surface_forms_of_one_text_read_alike() {
    let plain = probabilities(model(), "The bike lanes aren't \"useless\" - scrap them", "bike lanes");
    for text in [
        "THE BIKE LANES AREN'T \"USELESS\" - SCRAP THEM",
        "The bike lanes aren’t “useless” – scrap them",
        "Ｔｈｅ ｂｉｋｅ ｌａｎｅｓ aren't \"useless\" - scrap them",
        "The bi\u{200B}ke lanes aren't \"use\u{00AD}less\" - scrap\u{2060} them",
    ] {
        assert_eq!(probabilities(model(), text, "bike lanes"), plain, "{text}");
    }
}

#[test]
fn a_reader_says_the_same_of_a_text_whatever_it_read_before() {
    let mut reader = model().reader();
    let texts: Vec<String> = (0..300).map(|i| format!("{ABOUT_BIKE_LANES} word{i} train{i}")).collect();
    for text in texts.iter().chain(texts.iter().rev()) {
        assert_eq!(reader.read(text, None), model().predict(text, None).unwrap());
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, rng_seed: RngSeed::Fixed(0), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_can_be_read_and_its_probabilities_sum_to_one(
        text in prop_oneof![
            any::<String>(),
            "[ -~]{0,200}",
            "([a-z]{1,6}|bike|lanes|night|trains|#[A-Z][a-z]+|[-'’.,!😀]){0,40}",
            "((bike|lanes|good|useless|scrap|the|not) ?){0,60}",
        ],
    ) {
        let reading = model().predict(&text, None).unwrap();
        prop_assert!((0.0..=1.0).contains(&reading.known));
        for target in ["bike lanes", "night trains"] {
            let read = toward(model(), &text, target);
            prop_assert_eq!(read.stance.is_some(), read.probabilities.is_some());
            prop_assert_eq!(reading.nothing_known, read.stance.is_none());
            if let (Some(p), Some(stance)) = (read.probabilities, read.stance) {
                prop_assert!((p.iter().sum::<f64>() - 1.0).abs() < 1e-12, "{:?}", p);
                prop_assert!(p.iter().all(|p| (0.0..=1.0).contains(p)), "{:?}", p);
                prop_assert_eq!(read.confidence(), Some(p[stance.index()]));
                prop_assert!((0.0..=1.0).contains(&read.p_target.unwrap()));
            }
            model().explain(&text, read.target);
        }
    }
}
