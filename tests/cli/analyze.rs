//! `analyze`: articles in, statements with their speakers and stances out, in every format.

use std::collections::BTreeMap;

use serde_json::Value;

use super::{Folder, columns, rows};

const HEADER: &str = "document,speaker,role,organisation,country,target,stance,confidence,p_favor,p_against,\
                      p_neutral,p_target,kind,cue,start,end,text,date,source";

const ARTICLE: &str = "OSLO, May 2 — “Bike lanes make the streets safe and we need more of them,” said Ada Holm, a \
                       teacher. “The soup needs salt,” she added.\n\nBo Lind, a shopkeeper, said that bike lanes are \
                       a useless waste of money.\n";

impl Folder {
    /// A folder with an article in it.
    fn with_article() -> Self {
        let folder = Folder::new();
        folder.put("article.txt", ARTICLE);
        folder
    }

    /// The standard output of `analyze` with the model of the folder.
    fn analyze(&self, arguments: &[&str]) -> String {
        self.run(&[&["analyze", "--model", "model"], arguments].concat()).quietly_done()
    }

    fn analyzed(&self, arguments: &[&str]) -> Vec<BTreeMap<String, String>> {
        rows(&self.analyze(&[arguments, &["--format", "csv"]].concat()))
    }
}

#[test]
fn statements_about_a_target_are_written_with_their_speakers_and_where_they_stand() {
    let folder = Folder::with_article();
    let output = folder.analyze(&["article.txt", "--format", "csv"]);
    assert_eq!(output.lines().next(), Some(HEADER));
    let rows = rows(&output);
    let expected = [
        ["article.txt", "Ada Holm", "bike lanes", "favor"],
        ["article.txt", "Bo Lind", "bike lanes", "against"],
    ];
    assert_eq!(columns(&rows, ["document", "speaker", "target", "stance"]), expected);
    let characters: Vec<char> = ARTICLE.chars().collect();
    for row in &rows {
        let [start, end] = ["start", "end"].map(|column| row[column].parse::<usize>().unwrap());
        assert_eq!(characters[start..end].iter().collect::<String>(), row["text"]);
        let p = ["p_favor", "p_against", "p_neutral"].map(|column| row[column].parse::<f64>().unwrap());
        assert_eq!(row["confidence"].parse(), Ok(p.into_iter().fold(0.0, f64::max)));
    }
}

#[test]
fn all_writes_the_statements_about_no_target_too() {
    let folder = Folder::with_article();
    let rows = folder.analyzed(&["article.txt", "--all"]);
    let expected = [["Ada Holm", "bike lanes"], ["Ada Holm", ""], ["Bo Lind", "bike lanes"]];
    assert_eq!(columns(&rows, ["speaker", "target"]), expected);
    let empty = ["stance", "confidence", "p_favor", "p_against", "p_neutral", "p_target"];
    assert!(empty.iter().all(|column| rows[1][*column].is_empty()), "{:?}", rows[1]);
}

#[test]
fn strict_attribution_leaves_out_a_quotation_without_a_cue() {
    let folder = Folder::new();
    let text = "“Bike lanes are good,” said Ada Holm, a teacher.\n\n“Bike lanes save lives.”\n";
    folder.put("a.txt", text);
    assert_eq!(folder.analyzed(&["a.txt"]).len(), 2);
    assert_eq!(folder.analyzed(&["a.txt", "--attribution", "strict"]).len(), 1);
}

#[test]
fn every_format_for_programs_holds_the_same_values() {
    let folder = Folder::with_article();
    let arguments = ["article.txt", "--all", "--format"];
    let run = |format| folder.analyze(&[&arguments[..], &[format]].concat());
    let expected = rows(&run("csv"));
    assert_eq!(run("tsv").lines().next(), Some(HEADER.replace(',', "\t").as_str()));
    for (line, row) in run("jsonl").lines().zip(&expected) {
        assert!(line.starts_with("{\"document\":\"article.txt\",\"speaker\":"), "{line}");
        let object: serde_json::Map<String, Value> = serde_json::from_str(line).unwrap();
        assert_eq!(object.len(), row.len());
        assert!(object["start"].is_u64() && object["end"].is_u64());
        for (key, value) in row {
            let given = match &object[key] {
                Value::String(given) => given.clone(),
                Value::Number(given) if given.is_u64() => given.to_string(),
                Value::Number(given) => format!("{:.4}", given.as_f64().unwrap()),
                Value::Null => String::new(),
                other => panic!("{other}"),
            };
            assert_eq!(given, *value, "{key}");
        }
    }
}

#[test]
fn the_table_for_people_names_documents_where_there_are_several() {
    let folder = Folder::with_article();
    let one = folder.analyze(&["article.txt"]);
    assert!(one.contains("speaker") && one.contains("Ada Holm") && !one.contains("article.txt"), "{one}");
    assert!(one.ends_with("2 statements in 1 article\n"), "{one}");
    assert!(!one.contains('\x1b') && one.lines().all(|line| line.chars().count() <= 100), "{one}");
    folder.put("b.txt", ARTICLE);
    let two = folder.analyze(&["article.txt", "b.txt"]);
    let documents: Vec<&str> = two.lines().filter(|line| line.ends_with(".txt")).collect();
    assert_eq!(documents, ["article.txt", "b.txt"]);
    folder.put("empty.txt", "Nothing is said here.\n");
    assert_eq!(folder.analyze(&["empty.txt"]), "No statements found.\n");
}

#[test]
fn a_summary_counts_in_the_order_asked_and_in_every_format() {
    let folder = Folder::with_article();
    folder.put("2016-09-12.txt", "Ada Holm, a teacher, said: “Bike lanes are good.”\n");
    folder.put("2016-08-30.txt", "Ada Holm, a teacher, said: “Bike lanes are a useless waste.”\n");
    let files = ["article.txt", "2016-09-12.txt", "2016-08-30.txt", "--summary"];
    let summary = |more: &[&str]| folder.analyzed(&[&files[..], more].concat());
    let by_speaker = summary(&[]);
    let shown = ["speaker", "target", "statements", "documents", "favor", "against", "net_stance"];
    assert_eq!(
        columns(&by_speaker, shown),
        [
            ["Ada Holm", "bike lanes", "3", "3", "2", "1", "0.3333"],
            ["Bo Lind", "bike lanes", "1", "1", "0", "1", "-1.0000"]
        ]
    );
    // f = 2.5, a = 1.5, n = 5: 0.2 ± 1.95996 √(4 − 0.2) / 5 = 0.2 ± 0.76413.
    assert_eq!(columns(&by_speaker, ["net_stance_low", "net_stance_high"])[0], ["-0.5641", "0.9641"]);
    let by_month = summary(&["--by", "month"]);
    assert_eq!(columns(&by_month, ["month"]), [["(no date)"], ["2016-08"], ["2016-09"]]);
    let table = folder.analyze(&files);
    assert!(table.starts_with("bike lanes by speaker"), "{table}");
    let json = folder.analyze(&[&files[..], &["--format", "jsonl"]].concat());
    assert!(
        json.starts_with("{\"speaker\":\"Ada Holm\",\"target\":\"bike lanes\",\"statements\":3,"),
        "{json}"
    );
    assert_eq!(folder.run(&["analyze", "article.txt", "--by", "month"]).code, 2);
}

#[test]
fn an_alias_names_a_speaker_and_its_errors_name_the_line() {
    let folder = Folder::with_article();
    folder.put("names.csv", "name,alias,country\nAda M. Holm,ADA HOLM,Norway\n");
    let rows = folder.analyzed(&["article.txt", "--aliases", "names.csv"]);
    assert_eq!(columns(&rows, ["speaker", "country"])[0], ["Ada M. Holm", "Norway"]);
    for (content, said) in [
        ("alias,name\nAda,Ada Holm\nada,Bo Lind\n", "names.csv:3: the alias 'ada'"),
        ("alias,name\nAda,\n", "names.csv:2, column 'name': an empty cell"),
        ("alias,name\nAda,Bo\nBo,Ada\n", "leads back"),
        ("alias,country\nAda,Norway\n", "a column called 'name'"),
    ] {
        folder.put("names.csv", content);
        folder.refuses(
            &["analyze", "article.txt", "--model", "model", "--aliases", "names.csv", "--output", "out.csv"],
            &[said],
        );
    }
}

#[test]
fn an_uncertain_stance_is_abstained_on() {
    let folder = Folder::with_article();
    let sure = folder.analyzed(&["article.txt"]);
    let abstained = folder.analyzed(&["article.txt", "--min-confidence", "1"]);
    assert_eq!(columns(&abstained, ["stance"]), [["abstain"], ["abstain"]]);
    assert_eq!(columns(&abstained, ["p_favor"]), columns(&sure, ["p_favor"]));
    let summary = folder.analyzed(&["article.txt", "--min-confidence", "1", "--summary"]);
    assert_eq!(columns(&summary, ["abstained", "share_abstained", "net_stance"])[0], ["1", "1.0000", ""]);
}

#[test]
fn folders_collections_and_standard_input_are_read() {
    let folder = Folder::with_article();
    std::fs::create_dir(folder.path("news")).unwrap();
    folder.put("news/b.txt", ARTICLE);
    folder.put("news/a.html", "<p>“Bike lanes are good,” said Ada Holm, a teacher.</p>");
    let documents = columns(&folder.analyzed(&["news"]), ["document"]);
    assert_eq!(documents, [["a.html"], ["b.txt"], ["b.txt"]]);
    folder.put(
        "all.csv",
        "id,date,source,text\n7,2016-09-12,Herald,\"“Bike lanes are good,” said Ada Holm, a teacher.\"\n",
    );
    let rows = folder.analyzed(&["all.csv"]);
    assert_eq!(columns(&rows, ["document", "date", "source"]), [["7", "2016-09-12", "Herald"]]);
    let arguments = ["analyze", "--model", "model", "--format", "csv"];
    let from_stdin = folder.run_with(ARTICLE, &arguments).quietly_done();
    let expected = folder.analyze(&["article.txt", "--format", "csv"]).replace("article.txt", "<stdin>");
    assert_eq!(from_stdin, expected);
}

#[test]
fn the_bytes_do_not_depend_on_threads_and_the_order_is_that_of_the_input() {
    let folder = Folder::new();
    let names: Vec<String> = (0..600).map(|i| format!("{:03}.txt", (i * 7919) % 600)).collect();
    for (i, name) in names.iter().enumerate() {
        folder.put(name, format!("{ARTICLE}\n\n“Bike lanes number {i} are good,” said Eva Berg{}.\n", i % 7));
    }
    let files: Vec<&str> = names.iter().map(String::as_str).collect();
    let formats: [&[&str]; 4] = [
        &["--format", "csv"],
        &["--format", "table"],
        &["--format", "html"],
        &["--summary", "--format", "csv"],
    ];
    for format in formats {
        let run = |threads| folder.analyze(&[&files[..], format, &["--threads", threads]].concat());
        assert!(run("1") == run("8"), "{format:?}");
    }
    let rows = folder.analyzed(&files);
    let mut documents: Vec<&String> = rows.iter().map(|row| &row["document"]).collect();
    documents.dedup();
    assert_eq!(documents, names.iter().collect::<Vec<_>>());
}

#[test]
fn a_page_is_written_whole_and_a_refused_input_leaves_none() {
    let folder = Folder::with_article();
    assert_eq!(folder.analyze(&["article.txt", "--format", "html", "--output", "page.html"]), "");
    let page = folder.read("page.html");
    assert!(page.starts_with("<!DOCTYPE html>") && page.ends_with("</html>\n"));
    assert!(page.contains("Ada Holm") && page.contains("class=\"chart\""));
    folder.refuses(
        &[
            "analyze",
            "article.txt",
            "absent.txt",
            "--model",
            "model",
            "--format",
            "html",
            "--output",
            "out.html",
        ],
        &["absent.txt", "cannot read"],
    );
}
