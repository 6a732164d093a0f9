//! `tune`: from a corpus to options that `train` takes.

use serde_json::Value;

use super::Folder;
use super::common::CORPUS;

/// A search that ends after its first step.
const SHORT: [&str; 6] = ["tune", "corpus.csv", "--budget", "0", "--folds", "2"];

#[test]
fn what_is_chosen_is_written_as_options_and_the_command_that_trains_with_them_works() {
    let folder = Folder::new();
    let run = folder.run(&[&SHORT[..], &["--output", "the options.json"]].concat());
    let text = run.quietly_done();
    for part in [
        "Tried",
        "F_avg",
        "\nChosen: softmax, words 1-3, ",
        "\nNot tried to the end for want of time: C of svm, pairs of words",
    ] {
        assert!(text.contains(part), "{part:?} is not in {text}");
    }
    let command = text.lines().last().unwrap().strip_prefix("Train with them: standpoint ").unwrap();
    assert_eq!(command, "train corpus.csv --options 'the options.json' --output MODEL");
    folder.run(&["train", "corpus.csv", "--options", "the options.json", "--output", "own"]).done();
    let options: Value = serde_json::from_str(&folder.read("the options.json")).unwrap();
    let inspected = folder.run(&["inspect", "own", "--format", "json"]).json();
    assert_eq!(inspected["options"], options);
}

#[test]
fn a_search_begins_at_the_preset_or_the_options_that_are_given() {
    let folder = Folder::new();
    folder.put("base.json", r#"{ "learner": { "c": 0.37 }, "features": { "character": null } }"#);
    let of = |more: &[&str]| {
        folder.run(&[&SHORT[..], &["--output", "o.json"], more].concat()).quietly_done();
        let options: Value = serde_json::from_str(&folder.read("o.json")).unwrap();
        options
    };
    assert_eq!(of(&["--preset", "social"])["learner"]["kind"], "svm");
    assert_eq!(of(&["--options", "base.json", "--seed", "5"])["model"]["seed"], 5);
    assert_eq!(of(&["--options", "base.json"])["features"]["character"], Value::Null);
}

#[test]
fn with_a_column_of_times_rows_are_held_out_forward_in_time() {
    let folder = Folder::new();
    let rows: Vec<&str> = CORPUS.lines().skip(1).collect();
    let days = rows.iter().enumerate().map(|(i, row)| format!("{row},{}\n", i * 7 % 11));
    folder.put("corpus.csv", format!("text,target,stance,day\n{}", days.collect::<String>()));
    let timed = [&SHORT[..], &["--time-column", "day", "--output", "o.json"]].concat();
    let text = folder.run(&timed).quietly_done();
    let n: usize =
        text.split(" held-out rows").next().unwrap().split(' ').next_back().unwrap().parse().unwrap();
    // Two of four blocks of the 36 rows that have a target; blocks end where the day does.
    assert!((14..=22).contains(&n), "{n}");
    let options: Value = serde_json::from_str(&folder.read("o.json")).unwrap();
    assert_eq!(options["model"]["time_column"], "day", "'train' calibrates by the same times");
    folder.run(&["train", "corpus.csv", "--options", "o.json", "--output", "own"]).done();
    folder.refuses(
        &[&SHORT[..], &["--time-column", "year", "--output", "out"]].concat(),
        &["expected a column called 'year'"],
    );
}

#[test]
fn a_search_that_cannot_begin_leaves_no_file() {
    let folder = Folder::new();
    folder.put("one.csv", "text,target,stance\nfair,tax,favor\nvery fair,tax,favor\n");
    folder.refuses(&["tune", "one.csv", "--folds", "2", "--output", "out"], &["in split 1 of 2, every row"]);
    folder.refuses(&["tune", "one.csv", "--output", "out"], &["folds"]);
    folder.refuses(&["tune", "absent.csv", "--output", "out"], &["absent.csv: cannot read"]);
}
