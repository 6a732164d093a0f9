//! `evaluate` names the rows that the model was trained on.

use super::Folder;
use super::common::CORPUS;

const TEST: &str = "\
id,text,target,stance
same,bike lanes are a WASTE of money,bike lanes,against
same-too,\"Bike lanes are  a waste of money, scrap them.\",night trains,against
near,\"Stop building the bike lanes, they harm the shops on our street.\",bike lanes,against
new,We are grateful for safer streets.,bike lanes,favor
unrelated,She painted the kitchen yellow!,,
other,The train was dirty and late.,night trains,against
";

#[test]
fn rows_that_the_model_was_trained_on_are_named_with_the_figures_without_them() {
    let folder = Folder::new();
    folder.put("test.csv", TEST);
    let evaluate = ["evaluate", "test.csv", "--model", "model"];
    let json = folder.run(&[&evaluate[..], &["--format", "json"]].concat()).json();
    let leaks = &json["leaks"];
    assert_eq!((json["n"].as_u64(), leaks["rows"].as_u64()), (Some(5), Some(6)));
    assert_eq!(leaks["exact"]["count"], 1);
    let exact = &leaks["exact"]["first"][0];
    assert_eq!((&exact["id"], &exact["place"]), (&"same-too".into(), &"test.csv:3".into()));
    let near: Vec<&str> =
        leaks["near"]["first"].as_array().unwrap().iter().map(|row| row["id"].as_str().unwrap()).collect();
    assert_eq!(near, ["near", "unrelated"]);
    let jaccard = leaks["near"]["first"][0]["jaccard"].as_f64().unwrap();
    // 58 distinct 5-grams of 67 are in both texts.
    assert!((jaccard - 0.87).abs() < 0.1, "{jaccard}");

    folder.put("rest.csv", CORPUS.lines().next().unwrap().to_string() + "\n");
    let rest: String = TEST
        .lines()
        .enumerate()
        .filter(|(i, _)| ![2, 3, 5].contains(i))
        .map(|(_, line)| format!("{line}\n"))
        .collect();
    folder.put("rest.csv", rest);
    let rest = folder.run(&["evaluate", "rest.csv", "--model", "model", "--format", "json"]).json();
    for figure in ["n", "accuracy", "macro_f1", "f_avg", "ece", "confusion"] {
        assert_eq!(leaks["without"][figure], rest[figure], "{figure}");
    }
    assert_eq!(
        (&rest["leaks"]["exact"]["count"], &rest["leaks"]["without"]),
        (&0.into(), &serde_json::Value::Null)
    );

    let text = folder.run(&evaluate).quietly_done();
    for part in [
        "Leaks  3 of 6 rows: the model was trained on the same text (1) or a near duplicate (2)",
        "  without them  accuracy ",
        " on 3 rows",
        "  same text     test.csv:3 (id same-too)",
        "test.csv:4 (id near)\n    \"Stop building the bike lanes",
    ] {
        assert!(text.contains(part), "{part:?} is not in {text}");
    }
    let text = folder.run(&["evaluate", "rest.csv", "--model", "model"]).quietly_done();
    assert!(text.ends_with("Leaks  none of 3 rows has a text that the model was trained on\n"), "{text}");
}

#[test]
fn where_all_rows_leak_there_are_no_figures_without_them() {
    let folder = Folder::new();
    let evaluate = ["evaluate", "corpus.csv", "--model", "model"];
    let json = folder.run(&[&evaluate[..], &["--format", "json"]].concat()).json();
    assert_eq!((&json["leaks"]["exact"]["count"], &json["leaks"]["near"]["count"]), (&44.into(), &0.into()));
    assert_eq!(json["leaks"]["without"], serde_json::Value::Null);
    let text = folder.run(&evaluate).quietly_done();
    assert!(text.contains("without them  no row with a target is left"), "{text}");
    assert!(text.contains("… and 39 more (--format json lists all)"), "{text}");
}

#[test]
fn a_model_without_fingerprints_says_that_leaks_were_not_looked_for() {
    let folder = Folder::new();
    folder
        .run(&["train", "corpus.csv", "--no-fingerprints", "--calibrate", "none", "--output", "bare"])
        .done();
    let evaluate = ["evaluate", "corpus.csv", "--model", "bare"];
    let json = folder.run(&[&evaluate[..], &["--format", "json"]].concat()).json();
    assert_eq!(json.get("leaks"), Some(&serde_json::Value::Null));
    let text = folder.run(&evaluate).quietly_done();
    assert!(text.contains("Leaks  not looked for: the model keeps no fingerprints"), "{text}");
    let inspected = folder.run(&["inspect", "bare", "--format", "json"]).json();
    assert_eq!(inspected["n_fingerprints"], serde_json::Value::Null);
    assert_eq!(inspected["options"]["model"]["fingerprints"], false);
    assert_eq!(folder.run(&["inspect", "model", "--format", "json"]).json()["n_fingerprints"], 42);
    for (model, said) in [("bare", "no fingerprints are kept"), ("model", "fingerprints of 42 texts")] {
        let shown = folder.run(&["inspect", model]).quietly_done();
        assert!(shown.contains(said), "{said:?} is not in {shown}");
    }
}

#[test]
fn predictions_made_elsewhere_have_no_leaks() {
    let folder = Folder::new();
    folder.put("labels.csv", "text,stance\nRain.,favor\n");
    folder.put("gold.csv", "text,target,stance\nRain.,bike lanes,against\n");
    let json =
        folder.run(&["evaluate", "gold.csv", "--predictions", "labels.csv", "--format", "json"]).json();
    assert!(json.get("leaks").is_none());
}
