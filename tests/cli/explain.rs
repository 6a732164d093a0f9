//! `explain`: which words decided.

use super::Folder;
use super::common::{ABOUT_BIKE_LANES, UNKNOWN, UNRELATED};

#[test]
fn the_words_that_decided_are_shown_with_intercept_and_sum() {
    let folder = Folder::new();
    let table = folder.run(&["explain", ABOUT_BIKE_LANES, "--model", "model"]).quietly_done();
    assert!(table.starts_with("bike lanes: favor  (favor 0."), "{table}");
    for part in [
        "\nprobability that it is about this target: 0.",
        "\n  wonderful ",
        "\n  intercept ",
        "\n  sum, before calibration ",
    ] {
        assert!(table.contains(part), "{part:?} is not in {table}");
    }
    let short = folder.run(&["explain", ABOUT_BIKE_LANES, "--model", "model", "--most", "2"]).quietly_done();
    assert!(short.contains(" more words and phrases "), "{short}");
}

#[test]
fn contributions_add_up_to_the_scores_in_the_json() {
    let folder = Folder::new();
    let json = folder.run(&["explain", ABOUT_BIKE_LANES, "--model", "model", "--format", "json"]).json();
    assert_eq!((json["text"].as_str(), json["known"].as_f64()), (Some(ABOUT_BIKE_LANES), Some(1.0)));
    let [explanation] = &json["targets"].as_array().unwrap()[..] else { panic!("one target: {json}") };
    assert_eq!(explanation["target"], "bike lanes");
    for k in 0..3 {
        let number = |value: &serde_json::Value| value[k].as_f64().unwrap();
        let parts = explanation["contributions"].as_array().unwrap();
        let sum: f64 = parts.iter().map(|part| number(&part["scores"])).sum();
        assert!((sum + number(&explanation["intercept"]) - number(&explanation["scores"])).abs() < 1e-9);
    }
}

#[test]
fn the_text_comes_from_standard_input_and_a_target_may_be_named() {
    let folder = Folder::new();
    let given = folder.run(&["explain", ABOUT_BIKE_LANES, "--model", "model"]).quietly_done();
    let read = folder.run_with(format!("{ABOUT_BIKE_LANES}\n"), &["explain", "--model", "model"]);
    assert_eq!(read.quietly_done(), given);
    let arguments = ["explain", ABOUT_BIKE_LANES, "--model", "model", "--target", "night trains"];
    assert!(folder.run(&arguments).quietly_done().starts_with("night trains: "));
}

#[test]
fn a_text_about_no_target_and_one_of_unknown_words_are_told_apart() {
    let folder = Folder::new();
    let shown = |text: &str| folder.run(&["explain", text, "--model", "model"]).quietly_done();
    assert_eq!(
        shown(UNRELATED),
        "About no target of the model (bike lanes, night trains); name one with --target.\n"
    );
    assert_eq!(shown(UNKNOWN), "The model knows no word of the text.\n");
    let named =
        folder.run(&["explain", UNKNOWN, "--model", "model", "--target", "bike lanes"]).quietly_done();
    assert!(named.starts_with("bike lanes: abstain\n"), "{named}");
}

#[test]
fn what_cannot_be_explained_is_refused() {
    let folder = Folder::new();
    folder.refuses(&["explain", "", "--model", "model"], &["the text is empty"]);
    folder.refuses(&["explain", "Rain", "--model", "model", "--target", " "], &["--target is empty"]);
    let unknown = ["target 'trams' is unknown to this model; it knows: bike lanes, night trains"];
    folder.refuses(&["explain", "Rain", "--model", "model", "--target", "trams"], &unknown);
    let run = folder.run_with(b"caf\xE9", &["explain", "--model", "model"]);
    assert_eq!((run.code, run.stdout.as_str()), (2, ""));
    assert!(run.stderr.contains("not UTF-8"), "{}", run.stderr);
}
