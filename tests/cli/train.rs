//! `train`: from which inputs, with which options.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::common::{CORPUS, LEXICON, N_ROWS};
use super::{Folder, Run, columns};

/// Arguments that train quickly.
const FAST: [&str; 2] = ["--calibrate", "none"];

fn train(folder: &Folder, arguments: &[&str]) -> Run {
    folder.run(&[&["train"], arguments, &FAST].concat())
}

fn inspected(folder: &Folder, model: &str) -> Value {
    folder.run(&["inspect", model, "--format", "json"]).json()
}

#[test]
fn training_writes_a_model_and_says_what_it_was_made_from() {
    let folder = Folder::new();
    let run = folder.run(&["train", "corpus.csv", "--output", "own"]);
    assert_eq!(run.done(), "");
    let lines: Vec<&str> = run.stderr.lines().collect();
    assert!(lines[0].starts_with("own: 42 statements, 0 lexicon entries, "), "{lines:?}");
    assert_eq!(lines[1], "  bike lanes: 7 favor, 7 against, 4 neutral; 24 statements about other things");
    assert_eq!(lines[2], "  night trains: 7 favor, 7 against, 4 neutral; 24 statements about other things");
    assert!(lines[3].starts_with("  out of fold: accuracy 0."), "{lines:?}");
    assert_eq!(lines.len(), 4);
    assert_eq!(folder.bytes("own"), folder.bytes("model"), "the library's defaults are the command's");
}

#[test]
fn a_model_is_the_same_to_the_byte_at_any_number_of_threads() {
    let folder = Folder::new();
    for threads in ["1", "2", "8"] {
        folder
            .run(&[
                "train",
                "corpus.csv",
                "--calibrate",
                "2",
                "--learner",
                "complement-nb",
                "--threads",
                threads,
                "--output",
                threads,
            ])
            .done();
    }
    assert_eq!(folder.bytes("1"), folder.bytes("2"));
    assert_eq!(folder.bytes("1"), folder.bytes("8"));
}

#[test]
fn each_learner_trains_a_model_that_says_which_it_is() {
    let folder = Folder::new();
    for learner in ["softmax", "svm", "complement-nb", "multinomial-nb", "majority"] {
        train(&folder, &["corpus.csv", "--learner", learner, "--output", learner]).done();
        assert_eq!(inspected(&folder, learner)["options"]["learner"]["kind"], learner);
        let run = folder.run(&["evaluate", "corpus.csv", "--model", learner, "--format", "json"]);
        let accuracy = run.json()["accuracy"].as_f64().unwrap();
        assert!(if learner == "majority" { accuracy < 0.5 } else { accuracy > 0.9 }, "{learner}: {accuracy}");
    }
}

#[test]
fn no_more_features_are_kept_than_asked_for() {
    let folder = Folder::new();
    train(&folder, &["corpus.csv", "--max-features", "25", "--output", "small"]).done();
    assert_eq!(inspected(&folder, "small")["n_features"], json!(25));
    assert!(inspected(&folder, "model")["n_features"].as_u64().is_some_and(|n| n > 25));
}

#[test]
fn options_are_read_back_from_what_inspect_prints() {
    let folder = Folder::new();
    train(&folder, &["corpus.csv", "--preset", "social", "--c", "0.25", "--seed", "9", "--output", "a"])
        .done();
    let options = inspected(&folder, "a")["options"].clone();
    assert_eq!(options["learner"]["kind"], "svm");
    assert_eq!(options["learner"]["c"], 0.25);
    assert_eq!(
        options["model"],
        json!({ "sharing": options["model"]["sharing"], "calibrate": null, "detector_c": null, "lexicon_scale": null, "seed": 9, "fingerprints": true })
    );
    folder.put("options.json", options.to_string());
    folder.run(&["train", "corpus.csv", "--options", "options.json", "--output", "b"]).done();
    assert_eq!(folder.bytes("a"), folder.bytes("b"));

    folder.put("options.json", r#"{ "learner": { "c": 4 } }"#);
    let changed = ["--options", "options.json", "--language", "none", "--class-weight", "balanced"];
    train(&folder, &[&["corpus.csv", "--output", "c"], &changed[..]].concat()).done();
    let options = inspected(&folder, "c")["options"].clone();
    assert_eq!(options["features"]["language"], "none");
    assert_eq!(options["learner"]["class_weight"], "balanced");
    assert_eq!(options["learner"]["c"], 4.0);
}

#[test]
fn a_lexicon_alone_makes_a_working_model() {
    let folder = Folder::new();
    folder.put("words.csv", LEXICON);
    let run = folder.run(&["train", "--lexicon", "words.csv", "--output", "words"]);
    assert_eq!(run.done(), "");
    assert!(run.stderr.starts_with("words: 0 statements, 8 lexicon entries, 8 features\n"), "{}", run.stderr);
    let input = "The bike lanes are splendid.\nDreadful night trains!\nReportedly the sleeper runs.\nRain.\n";
    let output = folder.run_with(input, &["classify", "--model", "words"]).quietly_done();
    let rows = columns(&super::rows(&output), ["id", "target", "stance"]);
    let expected = [
        ["1", "bike lanes", "favor"],
        ["2", "night trains", "against"],
        ["3", "night trains", "neutral"],
        ["4", "", "abstain"],
    ];
    assert_eq!(rows, expected);
}

#[test]
fn a_lexicon_beside_a_corpus_teaches_words_that_no_row_holds() {
    let folder = Folder::new();
    let (general, particular) = LEXICON.split_at(LEXICON.find("noisy").unwrap());
    folder.put("general.csv", general);
    folder.put("particular.csv", format!("term,target,role,lean\n{particular}"));
    let lexicons = ["--lexicon", "general.csv", "--lexicon", "particular.csv"];
    let run = train(&folder, &[&["corpus.csv", "--output", "both"], &lexicons[..]].concat());
    assert_eq!(run.done(), "");
    assert!(run.stderr.starts_with("both: 42 statements, 8 lexicon entries, "), "{}", run.stderr);
    let input = "The splendid night trains.\nThe dreadful night trains.\n";
    let read = |model| {
        let output = folder.run_with(input, &["classify", "--model", model, "--target", "night trains"]);
        super::rows(&output.quietly_done())
    };
    let (with, without) = (read("both"), read("model"));
    assert_eq!([&with[0]["stance"], &with[1]["stance"]], ["favor", "against"]);
    let apart = |rows: &[BTreeMap<String, String>]| {
        let favor = |row: &BTreeMap<String, String>| row["p_favor"].parse::<f64>().unwrap();
        favor(&rows[0]) - favor(&rows[1])
    };
    // Without the lexicon only letters that the two words share with others can tell them apart.
    assert!(apart(&with) > 2.0 * apart(&without).abs(), "{} {}", apart(&with), apart(&without));
}

#[test]
fn labels_targets_and_columns_may_have_other_names() {
    let folder = Folder::new();
    let own = CORPUS
        .replacen("text,target,stance", "statement,subject,position", 1)
        .replace(",favor\n", ",agree\n")
        .replace(",against\n", ",Disagree\n");
    folder.put("own.csv", own);
    let arguments = [
        "own.csv",
        "--text-column",
        "statement",
        "--target-column",
        "subject",
        "--stance-column",
        "position",
        "--label-map",
        "agree=favor,disagree=against",
        "--output",
        "own",
    ];
    train(&folder, &arguments).done();
    train(&folder, &["corpus.csv", "--output", "usual"]).done();
    assert_eq!(folder.bytes("own"), folder.bytes("usual"));
    let arguments = ["train", "own.csv", "--label-map", "agree=yes", "--output", "x"];
    folder.refuses(&arguments, &["'label-map' is 'agree=yes'", "agree=favor"]);
}

#[test]
fn a_corpus_without_targets_is_about_the_one_that_is_named() {
    let folder = Folder::new();
    let rows = super::rows(CORPUS).into_iter().filter(|row| ["favor", "against"].contains(&&*row["stance"]));
    let lines: String = rows.map(|row| format!("\"{}\",{}\n", row["text"], row["stance"])).collect();
    folder.put("own.csv", format!("text,stance\n{lines}"));
    train(&folder, &["own.csv", "--target", "transport", "--output", "own"]).done();
    let targets = inspected(&folder, "own")["targets"].clone();
    assert_eq!(targets[0]["target"], "transport");
    assert_eq!(targets[0]["labels"], json!(["favor", "against"]));
    assert_eq!(targets[0]["detection_threshold"], Value::Null, "every row is about it");
    let output = folder.run_with("Rain.", &["classify", "--model", "own"]).quietly_done();
    let row = &super::rows(&output)[0];
    assert_eq!((row["target"].as_str(), row["p_target"].as_str()), ("transport", ""));
    assert_eq!(row["p_neutral"], "0.0000");
}

#[test]
fn corpora_come_from_any_format_and_from_standard_input() {
    let folder = Folder::new();
    train(&folder, &["corpus.csv", "--output", "csv"]).done();
    let rows = super::rows(CORPUS);
    let lines: Vec<String> = rows.iter().map(|row| json!(row).to_string()).collect();
    folder.put("corpus.jsonl", lines.join("\n"));
    train(&folder, &["corpus.jsonl", "--output", "jsonl"]).done();
    let arguments = ["train", "-", "--input-format", "csv", "--calibrate", "none", "--output", "stdin"];
    folder.run_with(CORPUS, &arguments).done();
    let (head, tail) = CORPUS.split_at(CORPUS.find("\"Night trains are wonderful").unwrap());
    folder.put("a.csv", head);
    folder.put("b.csv", format!("text,target,stance\n{tail}"));
    train(&folder, &["a.csv", "b.csv", "--output", "parts"]).done();
    for model in ["jsonl", "stdin", "parts"] {
        assert_eq!(folder.bytes(model), folder.bytes("csv"), "{model}");
    }
}

#[test]
fn skipped_rows_are_reported_and_not_counted() {
    let folder = Folder::new();
    folder.put("own.csv", format!("{CORPUS}Some text,bike lanes,perhaps\n"));
    folder.refuses(
        &["train", "own.csv", "--output", "own"],
        &["own.csv:46, column 'stance': the label 'perhaps'"],
    );
    let run = train(&folder, &["own.csv", "--bad-rows", "skip", "--output", "own"]);
    assert_eq!(run.done(), "");
    assert!(
        run.stderr.starts_with("warning: own.csv:46, column 'stance': the label 'perhaps'"),
        "{}",
        run.stderr
    );
    assert!(run.stderr.contains("\nwarning: 1 row was left out\n"), "{}", run.stderr);
    assert_eq!(inspected(&folder, "own")["n_rows"], N_ROWS);
}

#[test]
fn a_single_statement_about_other_things_is_enough_for_a_detector() {
    let folder = Folder::new();
    let lines: Vec<&str> =
        CORPUS.lines().filter(|line| line.contains("bike lanes,") && !line.contains("trains")).collect();
    folder.put("own.csv", format!("text,target,stance\n{}\nThe soup is salty.,,\n", lines.join("\n")));
    let run = folder.run(&["train", "own.csv", "--output", "own", "--learner", "complement-nb"]);
    assert_eq!(run.done(), "");
    assert!(inspected(&folder, "own")["targets"][0]["detection_threshold"].is_number());
}

#[test]
fn a_model_is_calibrated_by_the_times_that_are_named() {
    let folder = Folder::new();
    let with_days = |day: &dyn Fn(usize) -> String| {
        let rows = CORPUS.lines().skip(1).enumerate();
        let rows: String = rows.map(|(i, row)| format!("{row},{}\n", day(i))).collect();
        format!("text,target,stance,day\n{rows}")
    };
    folder.put("own.csv", with_days(&|i| format!("2024-03-{:02}", 1 + i * 7 % 11)));
    let timed = ["train", "own.csv", "--calibrate", "2", "--time-column", "day"];
    let run = folder.run(&[&timed[..], &["--output", "own"]].concat());
    assert_eq!(run.done(), "");
    assert!(run.stderr.contains("\n  out of its block of time: accuracy 0."), "{}", run.stderr);
    let options = inspected(&folder, "own")["options"].clone();
    assert_eq!(options["model"]["time_column"], "day");
    let text = folder.run(&["inspect", "own"]).quietly_done();
    assert!(text.contains("\n  calibrated    in blocks of time, by 'day'\n"), "{text}");

    folder.put("options.json", options.to_string());
    folder.run(&["train", "own.csv", "--options", "options.json", "--output", "again"]).done();
    assert_eq!(folder.bytes("own"), folder.bytes("again"));
    for threads in ["1", "8"] {
        folder.run(&[&timed[..], &["--threads", threads, "--output", threads]].concat()).done();
        assert_eq!(folder.bytes("own"), folder.bytes(threads));
    }
    folder.put("renamed.csv", folder.read("own.csv").replacen(",day\n", ",said\n", 1));
    let renamed =
        ["train", "renamed.csv", "--calibrate", "2", "--date-column", "said", "--time-column", "said"];
    folder.run(&[&renamed[..], &["--output", "renamed"]].concat()).done();
    assert_eq!(inspected(&folder, "renamed")["options"]["model"]["time_column"], "date");

    let refused = [&timed[..], &["--output", "x"]].concat();
    folder.put("own.csv", with_days(&|i| if i == 1 { String::new() } else { i.to_string() }));
    folder.refuses(
        &refused,
        &["own.csv:3, column 'day': nothing; expected when", "Fill it in, or remove the row"],
    );
    folder.put("own.csv", with_days(&|_| "2024".to_string()));
    folder.refuses(
        &refused,
        &["all rows of target 'bike lanes' are of one time", "train without a column of times"],
    );
    let run = folder.run(&["train", "--lexicon", "words.csv", "--time-column", "day", "--output", "x"]);
    assert_eq!(run.code, 2);
}
