//! Explanations: exact, complete, and in agreement with the prediction.

use standpoint::{Explanation, LearnerKind, LearnerOptions, Model, Options, Stance, train};

use super::common::{CORPUS, LEXICON, UNKNOWN, corpus_in, lexicon_in, model, uncalibrated};
use super::toward;

const TEXTS: [&str; 10] = [
    "The bike lanes are wonderful and make the streets safe.",
    "Waste, waste, WASTE! A waste of money; scrap, scrap them.",
    "The bike-lanes and the night-trains are a well-planned, money-saving joy.",
    "#BikeLanes #ScrapTheNightTrains #good are useless",
    "Ｂｉｋｅ lanes — “wonderful”, naïve café, ﬁne trains 😀 :)",
    "ночные поезда are terrible; 自転車 lanes are good",
    "don't    stop\n\tthe\u{200B} night\u{00AD} trains @operator http://example.org/night-trains",
    "splendid dreadful noisy reportedly the cycle path and a sleeper",
    "a a a a the the the of",
    "night",
];

/// The softmax of the calibrated scores: what the prediction must be if the scores are right.
fn expected_probabilities(model: &Model, t: usize, explanation: &Explanation) -> [f64; 3] {
    model.calibration(t).probabilities(explanation.scores, model.classes(t))
}

fn assert_exact(model: &Model, text: &str) {
    for (t, target) in model.targets().enumerate() {
        let explanation = model.explain(text, t);
        let reading = toward(model, text, target.as_str());
        assert_eq!(explanation.target, *target);
        assert_eq!(
            (explanation.stance, explanation.probabilities, explanation.p_target),
            (reading.stance, reading.probabilities, reading.p_target)
        );
        for k in 0..3 {
            let sum: f64 = explanation.contributions.iter().map(|part| part.scores[k]).sum();
            let difference = sum + explanation.intercept[k] - explanation.scores[k];
            assert!(difference.abs() < 1e-9, "{text}: {difference}");
        }
        let Some(p) = reading.probabilities else { continue };
        for (a, b) in expected_probabilities(model, t, &explanation).iter().zip(p) {
            // A record's entries are `f32`, which the sums of a prediction never are.
            assert!((a - b).abs() < 1e-6, "{text}: {explanation:#?}");
        }
        if let (Some(calibration), Some(p)) = (model.detector_calibration(t), reading.p_target) {
            // The detector's intercept is what a text of no words would have.
            let detection: f64 = explanation.contributions.iter().map(|part| part.detection).sum();
            let score = (libm::log(p / (1.0 - p)) - calibration.offset) / calibration.scale;
            let other = model.explain("night", t);
            let of_other: f64 = other.contributions.iter().map(|part| part.detection).sum();
            let p_other = other.p_target.unwrap();
            let score_of_other =
                (libm::log(p_other / (1.0 - p_other)) - calibration.offset) / calibration.scale;
            let difference = (score - detection) - (score_of_other - of_other);
            assert!(difference.abs() < 1e-6, "{text}: {difference}");
        }
    }
}

#[test]
fn contributions_and_intercept_are_the_scores_of_the_prediction() {
    for text in TEXTS.into_iter().chain(CORPUS.lines()) {
        assert_exact(model(), text);
    }
}

#[test]
fn they_are_with_a_lexicon_and_for_every_learner() {
    let corpus = corpus_in(CORPUS);
    for kind in LearnerKind::ALL {
        let options = Options { learner: LearnerOptions { kind, ..Default::default() }, ..uncalibrated() };
        let lexicon = if kind.takes_prior_mean() { lexicon_in(LEXICON) } else { Vec::new() };
        let model = train(&corpus, &lexicon, &options).unwrap();
        for text in TEXTS {
            assert_exact(&model, text);
        }
    }
}

#[test]
fn they_are_for_other_kinds_of_features() {
    let corpus = corpus_in(CORPUS);
    for json in [
        r#"{ "features": { "character": null }, "model": { "calibrate": null } }"#,
        r#"{ "features": { "word": null }, "model": { "calibrate": null } }"#,
        r#"{ "features": { "split_hyphens": false, "split_hashtags": false }, "model": { "calibrate": null } }"#,
        r#"{ "features": { "character": { "ngrams": [3, 4], "weight": 2, "sublinear_tf": true, "idf": false,
             "norm": "row" } }, "model": { "calibrate": null } }"#,
        r#"{ "features": { "pairs": { "window": 5 } }, "model": { "calibrate": null } }"#,
        r#"{ "features": { "tokens": ["word", "punctuation", "symbol", "url"] }, "model": { "calibrate": null } }"#,
    ] {
        let model = train(&corpus, &lexicon_in(LEXICON), &serde_json::from_str(json).unwrap()).unwrap();
        for text in TEXTS {
            assert_exact(&model, text);
        }
    }
}

#[test]
fn spans_cover_the_words_that_they_name_and_repeated_words_share_a_line() {
    for text in TEXTS {
        let explanation = model().explain(text, 0);
        let mut names: Vec<(String, bool)> = Vec::new();
        for part in &explanation.contributions {
            for &(start, end) in &part.spans {
                assert_eq!(text[start..end].to_lowercase(), part.text.to_lowercase());
            }
            assert!(part.spans.is_sorted() && !part.spans.is_empty());
            names.push((part.text.to_lowercase(), part.lexicon));
        }
        let n = names.len();
        names.sort();
        names.dedup();
        assert_eq!(names.len(), n, "{text}");
        assert!(explanation.contributions.is_sorted_by(|a, b| a.weight() >= b.weight()));
    }
    let waste =
        model().explain(TEXTS[1], 0).contributions.into_iter().find(|part| part.text == "Waste").unwrap();
    assert_eq!(waste.spans, [(0, 5), (7, 12), (14, 19), (23, 28)]);
    assert!(waste.scores[1] > waste.scores[0], "waste speaks against: {waste:?}");
}

#[test]
fn a_term_of_the_lexicon_stands_apart_with_its_lean() {
    let model = train(&corpus_in(CORPUS), &lexicon_in(LEXICON), &uncalibrated()).unwrap();
    let explanation = model.explain("A splendid cycle path.", 0);
    let part = |text: &str| explanation.contributions.iter().find(|part| part.text == text && part.lexicon);
    let splendid = part("splendid").expect("the lexicon's term");
    assert!(splendid.scores[0] > 0.0 && splendid.scores[1] < 0.0, "{splendid:?}");
    let path = part("cycle path").expect("the target's name");
    assert!(path.detection > 0.0, "{path:?}");
}

#[test]
fn of_a_text_of_unknown_words_there_is_nothing_to_explain() {
    let explanation = model().explain(UNKNOWN, 1);
    assert_eq!((explanation.stance, explanation.probabilities), (None::<Stance>, None));
    assert!(explanation.contributions.is_empty());
    assert_eq!(explanation.scores, explanation.intercept);
}
