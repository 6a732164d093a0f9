//! `classify`: what a row of output is, where it comes from, and in which formats.

use serde_json::Value;

use super::common::{ABOUT_BIKE_LANES, UNKNOWN, UNRELATED};
use super::{Folder, columns, rows};

const HEADER: &str = "id,target,stance,confidence,p_favor,p_against,p_neutral,p_target,known,text";

/// About both targets, against both.
const ABOUT_BOTH: &str = "Bike lanes and night trains are a useless waste of money.";

#[test]
fn a_statement_gets_a_row_for_every_target_that_it_is_about_and_one_empty_row_for_none() {
    let folder = Folder::new();
    folder.put("in.txt", format!("{ABOUT_BIKE_LANES}\n{UNRELATED}\n\n{ABOUT_BOTH}\n"));
    let run = folder.run(&["classify", "in.txt", "--model", "model"]);
    let output = run.quietly_done();
    assert_eq!(output.lines().next(), Some(HEADER));
    let rows = rows(&output);
    let expected = [
        ["1", "bike lanes", "favor", ABOUT_BIKE_LANES],
        ["2", "", "", UNRELATED],
        ["3", "bike lanes", "against", ABOUT_BOTH],
        ["3", "night trains", "against", ABOUT_BOTH],
    ];
    assert_eq!(columns(&rows, ["id", "target", "stance", "text"]), expected);

    let number = |i: usize, column: &str| rows[i][column].parse::<f64>().unwrap();
    for i in [0, 2, 3] {
        let p = ["p_favor", "p_against", "p_neutral"].map(|column| number(i, column));
        assert!((p.iter().sum::<f64>() - 1.0).abs() < 2e-4, "{p:?}");
        assert_eq!(number(i, "confidence"), p.into_iter().fold(0.0, f64::max));
        assert!(number(i, "p_target") > 0.5);
    }
    let empty = ["confidence", "p_favor", "p_against", "p_neutral", "p_target"];
    assert!(empty.iter().all(|column| rows[1][*column].is_empty()), "{:?}", rows[1]);
    assert_eq!(rows[1]["known"], "1.0000");
}

#[test]
fn a_given_target_gets_exactly_one_row_for_each_statement() {
    let folder = Folder::new();
    folder.put("in.txt", format!("{ABOUT_BIKE_LANES}\n{UNRELATED}\n{ABOUT_BOTH}\n"));
    let rows = folder.classify(&["in.txt", "--target", " night trains "]);
    assert_eq!(
        columns(&rows, ["id", "target"]),
        [["1", "night trains"], ["2", "night trains"], ["3", "night trains"]]
    );
    let p_target: Vec<f64> = rows.iter().map(|row| row["p_target"].parse().unwrap()).collect();
    assert!(p_target[0] < 0.5 && p_target[1] < 0.5 && p_target[2] > 0.5, "{p_target:?}");
    assert!(rows.iter().all(|row| !row["p_favor"].is_empty()));
}

#[test]
fn a_target_column_names_the_target_of_its_row_and_an_empty_cell_leaves_it_open() {
    let folder = Folder::new();
    folder.put(
        "in.csv",
        format!("target,text\nnight trains,{ABOUT_BIKE_LANES}\n,{ABOUT_BOTH}\n,{UNRELATED}\n"),
    );
    let expected = [["1", "night trains"], ["2", "bike lanes"], ["2", "night trains"], ["3", ""]];
    assert_eq!(columns(&folder.classify(&["in.csv"]), ["id", "target"]), expected);

    let rows = folder.classify(&["in.csv", "--target", "bike lanes"]);
    let expected = [["1", "bike lanes"], ["2", "bike lanes"], ["3", "bike lanes"]];
    assert_eq!(columns(&rows, ["id", "target"]), expected);

    folder.put("other.csv", format!("subject,text\nnight trains,{ABOUT_BIKE_LANES}\n"));
    let rows = folder.classify(&["other.csv", "--target-column", "subject"]);
    assert_eq!(columns(&rows, ["target"]), [["night trains"]]);
}

#[test]
fn an_uncertain_stance_is_abstained_on_with_its_probabilities_kept() {
    let folder = Folder::new();
    folder.put("in.txt", ABOUT_BIKE_LANES);
    let sure = folder.classify(&["in.txt"]);
    let confidence: f64 = sure[0]["confidence"].parse().unwrap();
    let (below, above) = (format!("{}", confidence - 0.01), format!("{}", confidence + 0.01));
    assert_eq!(folder.classify(&["in.txt", "--min-confidence", &below]), sure);
    let mut abstained = folder.classify(&["in.txt", "--min-confidence", &above]);
    assert_eq!(abstained[0]["stance"], "abstain");
    abstained[0].insert("stance".into(), sure[0]["stance"].clone());
    assert_eq!(abstained, sure);
}

#[test]
fn a_text_of_unknown_words_is_abstained_on_without_probabilities() {
    let folder = Folder::new();
    folder.put("in.csv", format!("text,target\n{UNKNOWN},\n{UNKNOWN},bike lanes\n\"\",\n"));
    let output = folder.run(&["classify", "in.csv", "--model", "model"]).quietly_done();
    let expected = format!(
        "{HEADER}\n1,,abstain,,,,,,0.0000,{UNKNOWN}\n2,bike lanes,abstain,,,,,,0.0000,{UNKNOWN}\n\
         3,,abstain,,,,,,0.0000,\n"
    );
    assert_eq!(output, expected);
}

#[test]
fn columns_are_selected_and_ordered_as_asked() {
    let folder = Folder::new();
    folder.put("in.csv", format!("page,text\n7,{ABOUT_BIKE_LANES}\n"));
    let run = folder.run(&["classify", "in.csv", "--model", "model", "--columns", "page, stance,id"]);
    assert_eq!(run.quietly_done(), "page,stance,id\n7,favor,1\n");
    folder.refuses(
        &["classify", "in.csv", "--model", "model", "--columns", "id,sheet", "--output", "out.csv"],
        &["'columns' is 'sheet'", "there are: 'id', 'target'", "'page'"],
    );
    folder.refuses(&["classify", "in.csv", "--model", "model", "--columns", "id,id"], &["each once"]);
}

#[test]
fn rows_without_an_id_are_numbered_behind_the_file_name_where_there_are_several() {
    let folder = Folder::new();
    folder.put("a.csv", "id,text\nx,Rain\n,Rain\n");
    folder.put("b.txt", "\nRain\nRain\n");
    let ids = |arguments: &[&str]| columns(&folder.classify(arguments), ["id"]);
    assert_eq!(ids(&["a.csv"]), [["x"], ["2"]]);
    assert_eq!(ids(&["a.csv", "b.txt"]), [["x"], ["a.csv:2"], ["b.txt:1"], ["b.txt:2"]]);
    folder.put("c.csv", "number,text\nx,Rain\n");
    assert_eq!(ids(&["c.csv", "--id-column", "number"]), [["x"]]);
}

#[test]
fn other_columns_are_carried_through_and_renamed_where_they_collide() {
    let folder = Folder::new();
    folder.put("in.csv", format!("stance,page,known,text\nmaybe,7,yes,{ABOUT_BOTH}\n"));
    let rows = folder.classify(&["in.csv"]);
    let carried = ["stance", "input_stance", "page", "input_known"];
    assert_eq!(columns(&rows, carried), [["against", "maybe", "7", "yes"]; 2]);
}

#[test]
fn every_format_of_input_gives_the_same_labels_and_every_format_of_output_the_same_keys() {
    let folder = Folder::new();
    folder.put("in.csv", format!("text;page\n\"{ABOUT_BOTH}\";7\n{UNRELATED};8\n"));
    folder.put("in.tsv", format!("text\tpage\n{ABOUT_BOTH}\t7\n{UNRELATED}\t8\n"));
    folder.put(
        "in.jsonl",
        format!("{{\"text\":\"{ABOUT_BOTH}\",\"page\":7}}\n{{\"text\":\"{UNRELATED}\",\"page\":8}}\n"),
    );
    folder.put("in.txt", format!("{ABOUT_BOTH}\n{UNRELATED}\n"));
    folder.put("in.data", folder.read("in.tsv"));
    let expected = folder.classify(&["in.csv"]);
    assert_eq!(expected.len(), 3);
    assert_eq!(folder.classify(&["in.tsv"]), expected);
    assert_eq!(folder.classify(&["in.jsonl"]), expected);
    assert_eq!(folder.classify(&["in.data", "--input-format", "tsv"]), expected);
    let mut lines = folder.classify(&["in.txt"]);
    for (line, row) in lines.iter_mut().zip(&expected) {
        line.insert("page".into(), row["page"].clone());
    }
    assert_eq!(lines, expected);

    let run = |format: &str| {
        folder.run(&["classify", "in.csv", "--model", "model", "--format", format]).quietly_done()
    };
    let tabs = run("tsv");
    let header = format!("{HEADER},page");
    assert_eq!(run("csv").lines().next(), Some(header.as_str()));
    assert_eq!(tabs.lines().next(), Some(header.replace(',', "\t").as_str()));
    assert!(tabs.lines().all(|line| line.matches('\t').count() == 10));
    for (line, row) in run("jsonl").lines().zip(&expected) {
        assert!(line.starts_with("{\"id\":\""), "{line}");
        let object: serde_json::Map<String, Value> = serde_json::from_str(line).unwrap();
        assert_eq!(object.keys().collect::<Vec<_>>(), row.keys().collect::<Vec<_>>());
        for (key, value) in row {
            let given = match &object[key] {
                Value::String(given) => given.clone(),
                Value::Number(given) => format!("{:.4}", given.as_f64().unwrap()),
                Value::Null => String::new(),
                other => panic!("{other}"),
            };
            assert_eq!(given, *value, "{key}");
        }
    }
}

#[test]
fn standard_input_is_a_statement_a_line_unless_said_otherwise() {
    let folder = Folder::new();
    folder.put("in.txt", format!("{ABOUT_BOTH}\r\n{UNRELATED}"));
    let expected = folder.classify(&["in.txt"]);
    assert_eq!(expected.len(), 3);
    assert_eq!(folder.classify_with(&folder.read("in.txt"), &["-"]), expected);
    assert_eq!(folder.classify_with(&folder.read("in.txt"), &[]), expected, "no input is standard input");
    let csv = format!("text\n{ABOUT_BOTH}\n{UNRELATED}\n");
    assert_eq!(folder.classify_with(&csv, &["-", "--input-format", "csv"]), expected);
    let mixed = folder.classify_with(UNRELATED, &["in.txt", "-"]);
    assert_eq!(mixed.last().unwrap()["id"], "<stdin>:1");
}

#[test]
fn other_encodings_are_read_where_they_are_named() {
    let folder = Folder::new();
    folder.put("in.csv", b"text\nThe bike lanes end at the caf\xE9.\n");
    folder.refuses(
        &["classify", "in.csv", "--model", "model", "--output", "out.csv"],
        &["in.csv:2: byte 0xE9", "--encoding windows-1252"],
    );
    let rows = folder.classify(&["in.csv", "--encoding", "windows-1252", "--columns", "text"]);
    assert!(rows[0]["text"].ends_with("café."));
    let text = "text\nThe bike lanes.\n".encode_utf16().flat_map(u16::to_le_bytes);
    folder.put("wide.csv", [b"\xFF\xFE".to_vec(), text.collect()].concat());
    assert_eq!(columns(&folder.classify(&["wide.csv"]), ["text"]), [["The bike lanes."]]);
}

#[test]
fn output_can_be_corrected_and_learned_from() {
    let folder = Folder::new();
    let run = folder.run(&["classify", "corpus.csv", "--model", "model", "--output", "labels.csv"]);
    assert_eq!(run.quietly_done(), "");
    assert_eq!(rows(&folder.read("labels.csv")).len(), super::common::N_ROWS);
    let train = ["train", "labels.csv", "--output", "own", "--calibrate", "none"];
    assert_eq!(folder.run(&train).done(), "");
    let rows = folder.classify(&["corpus.csv"]);
    assert_eq!(columns(&rows, ["stance", "input_stance"]).iter().filter(|[a, b]| a != b).count(), 0);

    folder.put("labels.csv", folder.read("labels.csv").replacen(",favor,", ",abstain,", 1));
    folder.refuses(
        &["train", "labels.csv", "--output", "again"],
        &["labels.csv:2", "classified and not corrected", "--bad-rows skip"],
    );
}

#[test]
fn rows_that_cannot_be_used_are_skipped_on_request_and_reported() {
    let folder = Folder::new();
    folder.put("in.csv", "text,page\nRain,1\nRain\nRain,3\nRain,4,5\n");
    folder.refuses(
        &["classify", "in.csv", "--model", "model", "--output", "out.csv"],
        &["in.csv:3: 1 value; expected 2 values"],
    );
    let run = folder.run(&[
        "classify",
        "in.csv",
        "--model",
        "model",
        "--bad-rows",
        "skip",
        "--columns",
        "id,page",
        "--output",
        "out.csv",
    ]);
    assert_eq!(run.done(), "");
    assert_eq!(folder.read("out.csv"), "id,page\n1,1\n3,3\n");
    let lines: Vec<&str> = run.stderr.lines().collect();
    assert!(lines[0].starts_with("warning: in.csv:3: 1 value"), "{lines:?}");
    assert!(lines[1].starts_with("warning: in.csv:5: 3 values"), "{lines:?}");
    assert_eq!(lines[2..], ["warning: 2 rows were left out"]);
}

#[test]
fn an_input_of_a_header_alone_gives_a_header_alone() {
    let folder = Folder::new();
    folder.put("in.csv", "text,page\n");
    assert_eq!(
        folder.run(&["classify", "in.csv", "--model", "model"]).quietly_done(),
        format!("{HEADER},page\n")
    );
}

#[test]
fn an_input_may_be_its_own_output() {
    let folder = Folder::new();
    folder.put("in.csv", format!("text\n{ABOUT_BIKE_LANES}\n"));
    let run =
        folder.run(&["classify", "in.csv", "--model", "model", "--columns", "stance", "--output", "in.csv"]);
    assert_eq!(run.quietly_done(), "");
    assert_eq!(folder.read("in.csv"), "stance\nfavor\n");
}

#[test]
fn many_statements_come_out_in_order_whatever_the_number_of_threads() {
    let folder = Folder::new();
    let texts = [ABOUT_BIKE_LANES, UNRELATED, ABOUT_BOTH, UNKNOWN];
    let lines: String = (0..20_000).map(|i| format!("{} {i}\n", texts[i % texts.len()])).collect();
    folder.put("in.txt", lines);
    for threads in ["1", "2", "8"] {
        let output = format!("{threads}.csv");
        let run = folder.run(&[
            "classify",
            "in.txt",
            "--model",
            "model",
            "--threads",
            threads,
            "--output",
            &output,
        ]);
        assert_eq!(run.quietly_done(), "");
    }
    let rows = rows(&folder.read("1.csv"));
    let mut ids: Vec<u32> = rows.iter().map(|row| row["id"].parse().unwrap()).collect();
    assert!(ids.is_sorted());
    ids.dedup();
    assert_eq!(ids.len(), 20_000);
    assert!(folder.bytes("1.csv") == folder.bytes("2.csv") && folder.bytes("1.csv") == folder.bytes("8.csv"));
}
