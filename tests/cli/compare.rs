//! `compare`: models and files of labels, told apart and set against each other.

use super::Folder;
use super::common::CORPUS;

#[test]
fn two_models_are_compared_as_tables_and_as_json() {
    let folder = Folder::new();
    folder
        .run(&["train", "corpus.csv", "--learner", "majority", "--calibrate", "none", "--output", "other"])
        .done();
    let run = folder.run(&["compare", "other", "model", "corpus.csv"]);
    let text = run.quietly_done();
    for part in [
        "Comparison on 36 rows",
        "  A  other\n",
        "  B  model\n",
        "McNemar's exact test: p < 0.001",
        "only A right 0",
    ] {
        assert!(text.contains(part), "{part:?} is not in {text}");
    }
    let arguments = ["compare", "other", "model", "corpus.csv", "--format", "json", "--output", "out.json"];
    assert_eq!(folder.run(&arguments).quietly_done(), "");
    let json: serde_json::Value = serde_json::from_str(&folder.read("out.json")).unwrap();
    assert_eq!((&json["names"][0], &json["b"]["accuracy"]), (&"other".into(), &1.0.into()));
    let accuracy = &json["differences"][0];
    assert_eq!(accuracy["difference"].as_f64().unwrap(), 1.0 - json["a"]["accuracy"].as_f64().unwrap());
    assert_eq!(accuracy["p"], 0.0);
    assert_eq!(json["basis"]["clusters"], 34);
    let one_thread = folder.run(&[&arguments[..6], &["--threads", "1"]].concat());
    assert_eq!(one_thread.json(), json);
}

#[test]
fn a_model_is_compared_with_labels_and_with_the_built_in_model() {
    let folder = Folder::new();
    folder.run(&["classify", "corpus.csv", "--model", "model", "--output", "labels.csv"]).done();
    let text = folder.run(&["compare", "model", "labels.csv", "corpus.csv", "--draws", "20"]).quietly_done();
    for part in ["p = 1.000", "both right 36", "Predicted differently: 0 rows"] {
        assert!(text.contains(part), "{part:?} is not in {text}");
    }
    folder.put(
        "gold.csv",
        "text,target,stance\nThe embargo has failed and should be lifted.,sanctions,against\n",
    );
    folder.put(
        "labels.csv",
        "text,target,stance\nThe embargo has failed and should be lifted.,sanctions,favor\n",
    );
    let text = folder.run(&["compare", "built-in", "labels.csv", "gold.csv", "--draws", "0"]).quietly_done();
    assert!(text.contains("actual against, A against, B favor"), "{text}");
}

#[test]
fn what_is_neither_a_model_nor_labels_is_refused() {
    let folder = Folder::new();
    let compare = |a| ["compare", a, "model", "corpus.csv", "--output", "out"];
    folder.refuses(&compare("absent"), &["absent: cannot read: ", "Check the name"]);
    folder.put("empty.csv", "");
    folder.refuses(&compare("empty.csv"), &["empty.csv: nothing in it"]);
    folder.put("other.csv", "text,label\nRain,favor\n");
    folder.refuses(&compare("other.csv"), &["the columns 'text', 'label'; expected the columns 'stance'"]);
    folder.put("few.csv", CORPUS.lines().take(9).collect::<Vec<_>>().join("\n"));
    folder.refuses(&compare("few.csv"), &["nothing for the statement with the id '9'"]);
}
