//! Bad input: exit code 2, one message that names place and remedy, nothing on standard output, no file left behind.

use super::Folder;
use super::common::{CORPUS, model_bytes};

/// Commands that read `input` as a corpus, each with an output file.
fn reading_a_corpus(input: &str) -> [Vec<&str>; 3] {
    [
        vec!["train", input, "--output", "out"],
        vec!["evaluate", input, "--model", "model", "--output", "out"],
        vec!["cross-validate", input, "--output", "out"],
    ]
}

fn refuses_corpus(name: &str, content: impl AsRef<[u8]>, said: &[&str]) {
    let folder = Folder::new();
    folder.put(name, content);
    for arguments in reading_a_corpus(name) {
        folder.refuses(&arguments, said);
    }
}

fn refuses_model(content: impl AsRef<[u8]>, said: &[&str]) {
    let folder = Folder::new();
    folder.put("bad", content);
    for arguments in [
        vec!["classify", "corpus.csv", "--model", "bad", "--output", "out"],
        vec!["evaluate", "corpus.csv", "--model", "bad", "--output", "out"],
        vec!["explain", "Rain", "--model", "bad"],
        vec!["inspect", "bad"],
    ] {
        folder.refuses(&arguments, said);
    }
}

fn refuses_options(content: &str, said: &[&str]) {
    let folder = Folder::new();
    folder.put("options.json", content);
    for command in ["train", "cross-validate"] {
        folder.refuses(&[command, "corpus.csv", "--options", "options.json", "--output", "out"], said);
    }
}

fn refuses_lexicon(row: &str, said: &[&str]) {
    let folder = Folder::new();
    folder.put("words.csv", format!("term,target,role,lean\n{row}\n"));
    folder.refuses(&["train", "--lexicon", "words.csv", "--output", "out"], said);
    folder.refuses(&["train", "corpus.csv", "--lexicon", "words.csv", "--output", "out"], said);
}

#[test]
fn a_missing_file_is_named_once_with_what_to_check() {
    let folder = Folder::new();
    let said = ["absent.csv: cannot read: ", "Check the name"];
    for mut arguments in reading_a_corpus("absent.csv") {
        folder.refuses(&arguments, &said);
        arguments.insert(1, "corpus.csv");
        folder.refuses(&arguments, &said);
    }
    folder.refuses(&["classify", "absent.csv", "--model", "model", "--output", "out"], &said);
    folder.refuses(&["classify", "corpus.csv", "--model", "absent.csv"], &said);
    folder.refuses(&["train", "--lexicon", "absent.csv", "--output", "out"], &said);
    folder.refuses(&["evaluate", "corpus.csv", "--predictions", "absent.csv"], &said);
    let stderr = folder.run(&["inspect", "absent"]).stderr;
    assert_eq!(stderr.matches("os error").count(), 1, "{stderr}");
    let options = ["train", "corpus.csv", "--options", "absent.json", "--output", "out"];
    folder.refuses(&options, &["absent.json: cannot read the options: "]);
}

#[test]
fn an_empty_file_and_one_without_rows_are_refused() {
    refuses_corpus("bad.csv", "", &["bad.csv: nothing in it", "Check that the file"]);
    refuses_corpus("bad.jsonl", "\n", &["bad.jsonl: nothing in it"]);
    refuses_corpus("bad.csv", "text,target,stance\n", &["bad.csv: a header line and no rows"]);
    let folder = Folder::new();
    folder.put("bad.txt", "");
    folder.refuses(
        &["classify", "bad.txt", "--model", "model", "--output", "out"],
        &["bad.txt: nothing in it"],
    );
    folder.refuses(&["classify", "bad.txt", "--model", "model"], &["bad.txt: nothing in it"]);
}

#[test]
fn a_missing_column_is_named_with_those_that_are_there() {
    let said = ["bad.csv: the columns 'statement', 'target', 'stance'", "'text'", "--text-column"];
    refuses_corpus("bad.csv", "statement,target,stance\na,t,pro\n", &said);
    let said = ["expected a column called 'stance'", "--stance-column"];
    refuses_corpus("bad.csv", "text,target\na,t\n", &said);
    let said = ["expected a column called 'target'", "--target-column", "--target."];
    refuses_corpus("bad.csv", "text,stance\na,pro\n", &said);
    let folder = Folder::new();
    folder.put("bad.csv", "statement\nRain\n");
    folder.refuses(&["classify", "bad.csv", "--model", "model", "--output", "out"], &["--text-column"]);
    let arguments = ["train", "corpus.csv", "--group", "thread", "--output", "out"];
    folder.refuses(&arguments, &["expected a column called 'thread'"]);
}

#[test]
fn an_unknown_label_is_named_with_line_and_column() {
    let said = ["bad.csv:46, column 'stance': the label 'perhaps'", "expected favor", "--label-map"];
    refuses_corpus("bad.csv", format!("{CORPUS}Rain,bike lanes,perhaps\n"), &said);
    let said =
        ["bad.csv:46, column 'stance': the target 'bike lanes' without a stance", "Fill in the stance"];
    refuses_corpus("bad.csv", format!("{CORPUS}Rain,bike lanes,\n"), &said);
}

#[test]
fn one_class_is_not_enough_to_learn_from() {
    let folder = Folder::new();
    folder.put("bad.csv", "text,target,stance\nRain,t,pro\nSnow,t,pro\nHail,t,favor\n");
    let said = ["every row of target 't' is labelled favor", "at least two different stances", "Add rows"];
    folder.refuses(&["train", "bad.csv", "--output", "out"], &said);
    folder.refuses(&["cross-validate", "bad.csv", "--folds", "2", "--output", "out"], &said);
    folder.put("bad.csv", "text,target,stance\nRain,,\nSnow,,\n");
    folder.refuses(&["train", "bad.csv", "--output", "out"], &["no row has a target", "Fill the columns"]);
    folder.refuses(&["train", "--output", "out"], &["nothing to learn from", "--lexicon FILE"]);
}

#[test]
fn a_ragged_row_is_named_with_its_line() {
    let said = ["bad.csv:46: 4 values; expected 3 values", "double quotes"];
    refuses_corpus("bad.csv", format!("{CORPUS}Rain, and hail,,\n"), &said);
    let folder = Folder::new();
    let rows = "Rain,1\n".repeat(100);
    folder.put("bad.csv", format!("text,page\n{rows}Rain, hail,1\n"));
    for output in [&[][..], &["--output", "out"]] {
        let arguments = [&["classify", "bad.csv", "--model", "model"], output].concat();
        folder.refuses(&arguments, &["bad.csv:102: 3 values; expected 2 values"]);
    }
}

#[test]
fn a_later_unknown_key_of_json_lines_is_named_with_a_remedy() {
    let folder = Folder::new();
    folder.put("bad.jsonl", "{\"text\":\"Rain\"}\n{\"text\":\"Rain\",\"page\":1}\n");
    let arguments = ["classify", "bad.jsonl", "--model", "model", "--output", "out"];
    folder.refuses(&arguments, &["bad.jsonl:2: the key 'page'", "Add the key to the first record"]);
}

#[test]
fn bytes_that_are_no_text_are_named_with_line_and_offset() {
    let bytes = [CORPUS.as_bytes(), b"Caf\xE9,,\n"].concat();
    let said = ["bad.csv:46: byte 0xE9 at byte offset", "Windows-1252", "--encoding windows-1252"];
    refuses_corpus("bad.csv", bytes, &said);
    refuses_corpus("bad.csv", b"text,target,stance\nRa\0in,t,pro\n", &["bad.csv:2: a NUL character"]);
}

#[test]
fn a_folder_and_a_workbook_are_no_inputs() {
    let folder = Folder::new();
    std::fs::create_dir(folder.path("talks.csv")).unwrap();
    for arguments in reading_a_corpus("talks.csv") {
        folder.refuses(&arguments, &["talks.csv: a folder; expected a file", "folder/*.csv"]);
    }
    folder.refuses(&["inspect", "talks.csv"], &["talks.csv: a folder; expected a model file"]);
    folder.refuses(
        &["train", "corpus.csv", "--output", "talks.csv"],
        &["talks.csv: a folder", "Name a file in it"],
    );
    let said = ["save it as 'CSV UTF-8'"];
    refuses_corpus(
        "talks.xlsx",
        b"PK\x03\x04",
        &[&["talks.xlsx: a spreadsheet workbook"], &said[..]].concat(),
    );
    refuses_corpus(
        "talks.csv",
        b"PK\x03\x04\x14\0\x06\0",
        &[&["talks.csv: a ZIP archive"], &said[..]].concat(),
    );
    refuses_corpus("talks.dat", CORPUS, &["the extension '.dat'", "--input-format"]);
}

#[test]
fn what_is_no_model_is_refused() {
    let whole = model_bytes();
    refuses_model("", &["bad: an empty file", "'standpoint train --output'"]);
    refuses_model(CORPUS, &["bad: a file that is no model", "'standpoint train --output'"]);
    for length in [12, 100, 200, whole.len() / 2, whole.len() - 1] {
        refuses_model(&whole[..length], &["bad: a file that is cut short", "train it anew"]);
    }
    refuses_model([whole, b"more"].concat(), &["bad: bytes behind the end"]);
    let mut other = whole.to_vec();
    other[8] = 3;
    refuses_model(other, &["bad: model format 3; expected model format 1 or 2", "the version of standpoint"]);
    let mut flipped = whole.to_vec();
    flipped[whole.len() / 3] ^= 4;
    refuses_model(flipped, &["bad: a checksum that does not fit", "The file is damaged"]);
}

#[test]
fn an_unknown_target_is_answered_with_those_known() {
    let folder = Folder::new();
    let said = ["target 'trams' is unknown to this model; it knows: bike lanes, night trains"];
    folder.put("in.csv", "text,target\nRain,bike lanes\nRain,trams\n");
    folder
        .refuses(&["classify", "in.csv", "--model", "model", "--output", "out"], &["statement 2: ", said[0]]);
    folder
        .refuses(&["classify", "in.csv", "--model", "model", "--target", "trams", "--output", "out"], &said);
    folder.put("in.csv", "text,target,stance\nRain,trams,pro\n");
    folder.refuses(&["evaluate", "in.csv", "--model", "model", "--output", "out"], &said);
}

#[test]
fn parameters_out_of_range_are_refused_before_anything_is_read() {
    let folder = Folder::new();
    for (option, value, said) in [
        ("--c", "nan", "parameter 'c' is NaN; expected a number"),
        ("--c", "inf", "parameter 'c' is inf; expected a number"),
        ("--c", "-1", "parameter 'c' is -1; expected a number"),
        ("--c", "0", "parameter 'c' is 0; expected a number"),
        ("--calibrate", "1", "parameter 'model.calibrate' is 1; expected 2 to 100 folds"),
    ] {
        folder.refuses(&["train", "absent.csv", option, value, "--output", "out"], &[said]);
    }
    for (option, value) in [
        ("--calibrate", "some"),
        ("--learner", "forest"),
        ("--language", "klingon"),
        ("--class-weight", "heavy"),
        ("--seed", "many"),
        ("--preset", "radio"),
        ("--encoding", "klingon"),
        ("--input-format", "xlsx"),
    ] {
        let run = folder.run(&["train", "corpus.csv", option, value, "--output", "out"]);
        assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{option} {value}");
        assert!(run.stderr.contains(value) && run.stderr.contains(option), "{}", run.stderr);
    }
    for p in ["nan", "-0.1", "1.1", "half"] {
        let run =
            folder.run(&["classify", "corpus.csv", "--model", "model", &format!("--min-confidence={p}")]);
        assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{p}");
        assert!(run.stderr.contains("expected a number from 0 to 1"), "{}", run.stderr);
    }
}

#[test]
fn options_that_are_none_are_refused_with_the_place_of_the_mistake() {
    let none = "options.json: these are no options; expected JSON as under \"options\"";
    refuses_options("", &[none]);
    refuses_options("{ \"learner\": { \"c\": NaN } }", &[none, "line 1 column"]);
    refuses_options("{ \"learner\": { \"c\": 1e999 } }", &[none, "out of range"]);
    refuses_options("{ \"learner\": { \"C\": 1 } }", &[none, "unknown field `C`"]);
    refuses_options("{ \"learner\": { \"c\": -1 } }", &["parameter 'c' is -1"]);
    refuses_options("{ \"model\": { \"sharing\": -1 } }", &["parameter 'model.sharing' is -1; expected"]);
    refuses_options("{ \"model\": { \"detector_c\": -1 } }", &["parameter 'c' is -1"]);
    refuses_options("{ \"model\": { \"lexicon_scale\": 1e300 } }", &["'model.lexicon_scale'", "expected"]);
    refuses_options("{ \"features\": { \"max_df\": 0 } }", &["'features.max_df' is 0; expected"]);
    refuses_options("{ \"features\": { \"lexicon_weight\": 1e300 } }", &["'features.lexicon_weight'"]);
    let block = r#"{ "features": { "character": { "ngrams": [2, 5], "weight": 1e-50, "sublinear_tf": false,
                     "idf": true, "norm": "word" } } }"#;
    refuses_options(
        block,
        &["'features.character' is weight 0.000", "expected a weight from 0.000001 to 1000000"],
    );
}

#[test]
fn folds_must_be_at_least_two_and_at_most_as_many_as_statements() {
    let folder = Folder::new();
    let validate = ["cross-validate", "corpus.csv", "--output", "out", "--folds"];
    for folds in ["0", "1"] {
        folder.refuses(&[&validate[..], &[folds]].concat(), &["'folds' is ", "expected 2 or more"]);
    }
    let said = ["42 different statements or groups; expected at least 43", "Ask for fewer folds"];
    folder.refuses(&[&validate[..], &["43"]].concat(), &said);
}

#[test]
fn a_bad_row_of_a_lexicon_is_named_with_line_and_column() {
    refuses_lexicon(
        "good,t,mood,1",
        &["words.csv:2, column 'role': the role 'mood'", "stance, about or neutral"],
    );
    let long = format!("{},t,stance,1", ["word"; 21].join(" "));
    refuses_lexicon(&long, &["words.csv:2, column 'term': a term of 21 words", "at most 20 words"]);
    refuses_lexicon("good,t,stance,4", &["words.csv:2, column 'lean': the lean '4'", "from -3 to 3"]);
    refuses_lexicon("good,t,stance,nan", &["words.csv:2, column 'lean': the lean 'nan'"]);
    refuses_lexicon("good,t,stance,", &["words.csv:2, column 'lean': the lean ''"]);
    refuses_lexicon(",t,stance,1", &["words.csv:2, column 'term': nothing"]);
    refuses_lexicon("tram,,about,1", &["words.csv:2, column 'target': nothing", "Fill in the target"]);
    let folder = Folder::new();
    folder.put("words.csv", "term,lean\ngood,1\n");
    let arguments = ["train", "--lexicon", "words.csv", "--output", "out"];
    folder.refuses(&arguments, &["words.csv: the columns 'term', 'lean'; expected a column called 'target'"]);
}

#[test]
fn a_lexicon_that_nothing_can_be_done_with_is_refused() {
    let folder = Folder::new();
    folder.put("words.csv", "term,target,role,lean\ngood,,stance,1\n");
    let arguments = ["train", "--lexicon", "words.csv", "--output", "out"];
    folder.refuses(&arguments, &["no row has a target", "a lexicon with a target"]);
    for learner in ["complement-nb", "multinomial-nb", "majority"] {
        let arguments =
            ["train", "corpus.csv", "--lexicon", "words.csv", "--learner", learner, "--output", "out"];
        folder.refuses(
            &arguments,
            &[&format!("a lexicon for the learner '{learner}'"), "leave the lexicon out"],
        );
    }
    folder.put("words.csv", "term,target,role,lean\ntram,trams,about,1\n");
    let arguments = ["train", "--lexicon", "words.csv", "--output", "out"];
    folder.refuses(
        &arguments,
        &["target 'trams' has names in the lexicon, and neither labelled rows nor leans"],
    );
}

#[test]
fn an_output_that_cannot_be_is_refused() {
    let folder = Folder::new();
    let said = ["no folder 'nowhere'", "Create the folder"];
    folder.refuses(&["classify", "corpus.csv", "--model", "model", "--output", "nowhere/out.csv"], &said);
    folder.refuses(&["evaluate", "corpus.csv", "--model", "model", "--output", "nowhere/out.json"], &said);
    for command in ["train", "cross-validate", "evaluate"] {
        // Before anything is read, let alone learned.
        folder.refuses(&[command, "absent.csv", "--output", "nowhere/out"], &said);
    }
}
