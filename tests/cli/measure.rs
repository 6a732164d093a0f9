//! `evaluate` and `cross-validate`: the figures, their formats, and predictions made elsewhere.

use serde_json::Value;

use super::Folder;
use super::common::{CORPUS, N_ROWS};

const CROSS_VALIDATE: [&str; 6] =
    ["cross-validate", "corpus.csv", "--learner", "complement-nb", "--calibrate", "none"];

#[test]
fn a_model_is_evaluated_as_tables_and_as_json() {
    let folder = Folder::new();
    let run = folder.run(&["evaluate", "corpus.csv", "--model", "model"]);
    let tables = run.quietly_done();
    for part in ["Stance: 36 rows with a target", "accuracy  1.000", "actual favor", "Target detection"] {
        assert!(tables.contains(part), "{part:?} is not in {tables}");
    }
    let json = folder.run(&["evaluate", "corpus.csv", "--model", "model", "--format", "json"]).json();
    assert_eq!(json["n"], 36);
    assert_eq!(json["accuracy"], 1.0);
    assert_eq!(json["f_avg"], 1.0);
    assert_eq!(json["absent"], serde_json::json!([]));
    assert_eq!(json["confusion"], serde_json::json!([[14, 0, 0], [0, 14, 0], [0, 0, 8]]));
    assert_eq!(json["per_class"]["neutral"]["support"], 8);
    assert_eq!(json["targets"]["bike lanes"]["n"], 18);
    assert_eq!(json["target_detection"]["night trains"]["recall"], 1.0);
    assert!(json["ece"].is_number());
}

#[test]
fn figures_have_intervals_unless_no_draws_are_asked_for() {
    let folder = Folder::new();
    let evaluate = ["evaluate", "corpus.csv", "--model", "model", "--format", "json"];
    let json = folder.run(&evaluate).json();
    let intervals = &json["intervals"];
    assert_eq!((intervals["draws"].as_u64(), intervals["seed"].as_u64()), (Some(2000), Some(1)));
    // Two statements have two rows each.
    assert_eq!((&intervals["method"], &intervals["clusters"]), (&"cluster bootstrap".into(), &34.into()));
    assert_eq!(intervals["accuracy"], serde_json::json!([1.0, 1.0]));
    for figures in
        [&json["targets"]["bike lanes"], &json["target_detection"]["night trains"], &json["over_targets"]]
    {
        assert!(figures["intervals"].is_object());
    }
    let again = folder.run(&[&evaluate[..], &["--threads", "1"]].concat());
    assert_eq!(again.json(), json);
    let mut plain = folder.run(&[&evaluate[..], &["--draws", "0"]].concat()).json();
    assert!(plain.get("intervals").is_none() && plain["over_targets"].get("intervals").is_none());
    plain["intervals"] = intervals.clone();
    assert_eq!(plain["confusion"], json["confusion"]);
    let text = folder.run(&["evaluate", "corpus.csv", "--model", "model", "--draws", "50"]).quietly_done();
    let said = "[95 % interval]: cluster bootstrap over 34 statements or groups; 50 draws, seed 1";
    assert!(text.contains(said), "{text}");
}

#[test]
fn figures_are_given_for_each_value_of_a_column() {
    let folder = Folder::new();
    let rows = CORPUS.lines().enumerate().map(|(i, line)| match i {
        0 => format!("{line},genre,who\n"),
        i => format!("{line},{},{}\n", ["news", "", "post"][i % 3], ["a", "b"][i % 2]),
    });
    folder.put("own.csv", rows.collect::<String>());
    let evaluate = ["evaluate", "own.csv", "--model", "model", "--speaker-column", "who", "--draws", "20"];
    let by = ["--by", "genre", "--by", "target", "--by", "who"];
    let json = folder.run(&[&evaluate[..], &by, &["--format", "json"]].concat()).json();
    let slices = json["slices"].as_array().unwrap();
    let values = |column: usize| -> Vec<(&str, u64)> {
        let values = slices[column]["values"].as_array().unwrap();
        values.iter().map(|v| (v["value"].as_str().unwrap(), v["n"].as_u64().unwrap())).collect()
    };
    assert_eq!(slices[0]["column"], "genre");
    assert_eq!(values(0), [("", 12), ("news", 12), ("post", 12)]);
    assert_eq!(values(1), [("bike lanes", 18), ("night trains", 18)]);
    assert_eq!(values(2), [("a", 18), ("b", 18)]);
    assert!(slices[0]["values"][0]["intervals"]["macro_f1"].is_array());
    let text = folder.run(&[&evaluate[..], &by].concat()).quietly_done();
    for part in ["By genre ", "  (empty) ", "12*", "By target ", "fewer than 30 rows: the figures say little"]
    {
        assert!(text.contains(part), "{part:?} is not in {text}");
    }
    let said =
        ["the columns 'target', 'stance', 'speaker', 'id', 'text', 'genre'; expected a column called 'mood'"];
    folder.refuses(&[&evaluate[..], &["--by", "mood", "--output", "out"]].concat(), &said);
}

#[test]
fn figures_go_to_a_file_where_one_is_named() {
    let folder = Folder::new();
    let printed =
        folder.run(&["evaluate", "corpus.csv", "--model", "model", "--format", "json"]).quietly_done();
    let arguments =
        ["evaluate", "corpus.csv", "--model", "model", "--format", "json", "--output", "out.json"];
    assert_eq!(folder.run(&arguments).quietly_done(), "");
    assert_eq!(folder.read("out.json"), printed);
}

#[test]
fn predictions_made_elsewhere_are_scored_like_a_model() {
    let folder = Folder::new();
    let model = folder.run(&["evaluate", "corpus.csv", "--model", "model", "--format", "json"]).json();
    let classify = ["classify", "corpus.csv", "--model", "model", "--output", "labels.csv"];
    folder.run(&classify).quietly_done();
    let evaluate = ["evaluate", "corpus.csv", "--predictions", "labels.csv", "--format", "json"];
    let mut elsewhere = folder.run(&evaluate).json();
    // The labels have probabilities of four decimals.
    assert!((elsewhere["ece"].as_f64().unwrap() - model["ece"].as_f64().unwrap()).abs() < 1e-3);
    for json in [&mut elsewhere, &mut model.clone()] {
        json.as_object_mut().unwrap().remove("ece");
    }
    assert_eq!(elsewhere["confusion"], model["confusion"]);
    assert_eq!(elsewhere["target_detection"], model["target_detection"]);

    folder.put("coder.csv", "text,stance\nRain.,favor\n");
    folder.put("gold.csv", "text,target,stance\nRain.,bike lanes,against\nRain.,night trains,favor\n");
    let evaluate = ["evaluate", "gold.csv", "--predictions", "coder.csv", "--format", "json"];
    assert_eq!(folder.run(&evaluate).json()["accuracy"], 0.5, "a label without a target holds for every one");
    folder.put("coder.csv", "text,stance\nSnow.,favor\n");
    folder.refuses(&evaluate, &["nothing for the statement with the id '1'", "the same ids"]);
}

#[test]
fn an_id_that_stands_for_another_text_in_the_predictions_is_refused() {
    let folder = Folder::new();
    folder.put("gold.csv", "text,target,stance\nRain.,bike lanes,against\nSnow.,bike lanes,favor\n");
    folder.put("coder.csv", "id,text,stance\n2,Rain.,against\n1,Snow.,favor\n");
    let evaluate = ["evaluate", "gold.csv", "--predictions", "coder.csv", "--format", "json"];
    let said = ["coder.csv:3: another text than the corpus has for the id '1'", "leave the ids"];
    folder.refuses(&evaluate, &said);
    folder.put("coder.csv", "id,text,stance\n2, SNOW.,favor\n1,Rain.,against\n");
    assert_eq!(folder.run(&evaluate).json()["accuracy"], 1.0);
}

#[test]
fn the_names_of_the_corpus_s_columns_are_not_those_of_the_predictions() {
    let folder = Folder::new();
    let corpus = CORPUS.replacen("text,target,stance", "text,target,gold", 1);
    folder.put("own.csv", corpus.replace(",favor\n", ",oppose\n"));
    folder.run(&["classify", "own.csv", "--model", "model", "--output", "labels.csv"]).quietly_done();
    assert!(folder.read("labels.csv").lines().next().unwrap().ends_with(",text,gold"));
    let arguments = ["evaluate", "own.csv", "--stance-column", "gold", "--format", "json"];
    let model = folder.run(&[&arguments[..], &["--model", "model"]].concat()).json();
    let labels = folder.run(&[&arguments[..], &["--predictions", "labels.csv"]].concat()).json();
    assert_eq!(labels["confusion"], model["confusion"]);
    assert!(labels["accuracy"].as_f64().unwrap() < 0.7, "the labels carried through are no predictions");
}

#[test]
fn cross_validation_predicts_every_row_once() {
    let folder = Folder::new();
    let run = folder.run(&[&CROSS_VALIDATE[..], &["--folds", "3", "--format", "json"]].concat());
    let json = run.json();
    let counts = json["confusion"].as_array().unwrap().iter().flat_map(|row| row.as_array().unwrap());
    assert_eq!(counts.map(|count| count.as_u64().unwrap()).sum::<u64>(), 36);
    let folds = json["per_fold"].as_array().unwrap();
    assert_eq!(folds.iter().map(|fold| fold["n"].as_u64().unwrap()).sum::<u64>(), 36);
    assert_eq!((json["folds"].as_u64(), folds.len()), (Some(3), 3));
    let spread = &json["spread"]["accuracy"];
    assert!(spread["min"].as_f64() <= spread["mean"].as_f64());
    assert!(spread["mean"].as_f64() <= spread["max"].as_f64());
    let detection: &Value = &json["target_detection"]["bike lanes"];
    assert_eq!(detection["n"], N_ROWS - 2, "each statement once");

    let again =
        folder.run(&[&CROSS_VALIDATE[..], &["--folds", "3", "--format", "json", "--threads", "1"]].concat());
    assert_eq!(again.json(), json);
    let other =
        folder.run(&[&CROSS_VALIDATE[..], &["--folds", "3", "--format", "json", "--seed", "2"]].concat());
    assert_ne!(other.json()["per_fold"], json["per_fold"]);
    let table = folder.run(&[&CROSS_VALIDATE[..], &["--folds", "3"]].concat()).quietly_done();
    assert!(table.starts_with("Stance, pooled over 3 folds: 36 rows with a target\n"), "{table}");
}

#[test]
fn groups_never_part_in_cross_validation() {
    let folder = Folder::new();
    let grouped = CORPUS.lines().enumerate().map(|(i, line)| match i {
        0 => format!("{line},thread\n"),
        i => format!("{line},{}\n", if i % 2 == 0 { "even" } else { "odd" }),
    });
    folder.put("own.csv", grouped.collect::<String>());
    let arguments =
        ["cross-validate", "own.csv", "--group", "thread", "--learner", "majority", "--calibrate", "none"];
    folder.refuses(
        &[&arguments[..], &["--folds", "3"]].concat(),
        &["1 different statements or groups; expected at least 3"],
    );
}

#[test]
fn a_target_that_only_one_fold_holds_is_named_with_that_fold() {
    let folder = Folder::new();
    folder.put("own.csv", format!("{CORPUS}Trams are good.,trams,favor\nTrams are bad.,trams,against\n"));
    let arguments = ["cross-validate", "own.csv", "--learner", "complement-nb", "--calibrate", "none"];
    folder.refuses(&arguments, &["without fold ", " of 5, every row of target 'trams' is labelled "]);
    folder.put("own.csv", format!("{CORPUS}Trams!,trams,favor\nTrams!,trams,against\n"));
    folder.refuses(&arguments, &["without fold ", " of 5, no row of target 'trams'", "leave the target out"]);
}
