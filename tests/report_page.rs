//! Reports to publish: the HTML page, Markdown and JSON of `evaluate`, `cross-validate` and `compare`.

#![cfg(feature = "cli")]

mod common;

use std::collections::BTreeSet;
use std::fs;

use assert_cmd::Command;
use standpoint::Stance::{Against, Favor, Neutral};
use standpoint::{
    Bootstrap, Corpus, Evaluation, LeakSearch, Measurement, Options, Predictor, Provenance, Report,
    ScoredRow, Slices, SourceFile, Style, Target, compare, evaluation_json, evaluation_table, score,
    score_in_folds, train,
};
use tempfile::TempDir;

/// What tries to be markup, a table, a terminal's command and another writing direction.
const HOSTILE: &str = "</td></svg><script>alert(1)</script> <img src=x onerror='a()'> \" | **b** `c` [d](http://e)\n# f\n\
                       \x1b[31m\u{202E}&lt; $x$ ~~g~~";

fn target(name: &str) -> &'static Target {
    Box::leak(Box::new(Target::new(name).unwrap()))
}

/// Rows of two targets, one with a hostile name; slices by a column whose name and values are hostile.
fn hostile_evaluation() -> Evaluation {
    let row = |name, actual, predicted, proba| ScoredRow {
        target: target(name),
        actual,
        predicted,
        proba: Some(proba),
        cluster: None,
    };
    let rows = [
        row(HOSTILE, Favor, Some(Favor), [0.8, 0.1, 0.1]),
        row(HOSTILE, Against, Some(Favor), [0.7, 0.2, 0.1]),
        row("tax", Against, Some(Against), [0.1, 0.9, 0.0]),
        row("tax", Favor, None, [0.4, 0.3, 0.3]),
        row("tax", Favor, Some(Favor), [0.6, 0.3, 0.1]),
    ];
    let bootstrap = Bootstrap { draws: 50, seed: 1 };
    let mut evaluation = Evaluation::with_intervals(&rows, &[], &bootstrap).unwrap();
    let values = [HOSTILE, "", "1. one", "- two", "# three"];
    evaluation.slices.push(Slices::new(HOSTILE, &values, &rows, &bootstrap));
    evaluation
}

/// The corpus of the tests with every text and one target made hostile, and a model of it that errs.
fn hostile_corpus() -> Corpus {
    let mut corpus = common::corpus_in(common::CORPUS);
    for row in &mut corpus.rows {
        row.statement.text = format!("{} {HOSTILE}", row.statement.text);
        row.statement.id = format!("{HOSTILE}{}", row.statement.id);
        row.target = row.target.as_ref().map(|target| match target.as_str() {
            "bike lanes" => Target::new(HOSTILE).unwrap(),
            _ => target.clone(),
        });
    }
    corpus
}

fn provenance(predictors: Vec<Predictor>) -> Provenance {
    let mut provenance = Provenance::new(&format!("standpoint evaluate '{HOSTILE}' ``"), predictors);
    provenance.corpora = vec![SourceFile { name: HOSTILE.into(), rows: Some(1_234), sha256: None }];
    provenance
}

/// A report of each kind, with hostile names and texts wherever a user can put some.
fn hostile_reports() -> Vec<Report> {
    let corpus = hostile_corpus();
    let bootstrap = Bootstrap { draws: 50, seed: 1 };
    let options = common::uncalibrated();
    let labels = || Predictor::Labels(SourceFile { name: HOSTILE.into(), rows: None, sha256: None });
    let folds = score_in_folds(&corpus, &[], &options, 3, 1).unwrap();
    let model = train(&corpus, &[], &options).unwrap();
    let mut flipped = corpus.clone();
    for row in &mut flipped.rows {
        row.stance = row.stance.map(|stance| if stance == Favor { Against } else { stance });
    }
    let (a, b) = (score(&model, &corpus).unwrap(), folds.scored.confident_errors());
    let other = train(&flipped, &[], &options).unwrap();
    let names = [HOSTILE, "b"].map(String::from);
    let compared = compare(names, &a, &score(&other, &corpus).unwrap(), &bootstrap).unwrap();
    assert!(!b.is_empty() && !compared.differing.is_empty());
    let trained = Predictor::Folds { folds: 3, lexicons: Vec::new(), options };
    let validated = folds.cross_validation(&bootstrap, &["target".into(), "id".into()]).unwrap();
    vec![
        Report {
            provenance: provenance(vec![labels()]),
            measurement: Measurement::Evaluation {
                figures: hostile_evaluation(),
                errors: Vec::new(),
                leaks: LeakSearch::OfLabels,
            },
        },
        Report {
            provenance: provenance(vec![trained]),
            measurement: Measurement::CrossValidation { figures: validated, errors: b },
        },
        Report {
            provenance: provenance(vec![labels(), labels()]),
            measurement: Measurement::Comparison(compared),
        },
    ]
}

/// The tags of a page in their order, without what lies between `<style>` and `</style>`.
fn tags(page: &str) -> Vec<&str> {
    let (head, rest) = page.split_once("<style>").unwrap();
    let (_, body) = rest.split_once("</style>").unwrap();
    let parts = [head, body].into_iter().flat_map(|part| part.split('<').skip(1));
    parts.map(|tag| tag.split('>').next().unwrap()).collect()
}

#[test]
fn nothing_that_a_user_names_becomes_markup_of_a_page() {
    let known = [
        "!DOCTYPE",
        "html",
        "head",
        "meta",
        "title",
        "body",
        "header",
        "nav",
        "main",
        "section",
        "h1",
        "h2",
        "h3",
        "p",
        "ul",
        "ol",
        "li",
        "a",
        "dl",
        "div",
        "dt",
        "dd",
        "code",
        "pre",
        "details",
        "summary",
        "table",
        "caption",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
        "span",
        "small",
        "b",
        "mark",
        "blockquote",
        "figure",
        "figcaption",
        "svg",
        "desc",
        "path",
        "circle",
        "text",
    ];
    for report in hostile_reports() {
        let page = report.html();
        let mut open = Vec::new();
        for tag in tags(&page) {
            let name = tag.trim_start_matches('/').split([' ', '/']).next().unwrap();
            assert!(known.contains(&name), "<{tag}>");
            for attribute in ["src=", "onerror", "javascript:", "@import"] {
                assert!(!tag.contains(attribute), "<{tag}>");
            }
            assert!(!tag.contains("href=") || tag.contains("href=\"#"), "<{tag}>");
            if let Some(name) = tag.strip_prefix('/') {
                assert_eq!(open.pop(), Some(name), "</{name}> closes nothing");
            } else if !tag.ends_with('/') && !["!DOCTYPE", "meta"].contains(&name) {
                open.push(name);
            }
        }
        assert_eq!(open, Vec::<&str>::new());
        assert!(page.contains("&lt;script&gt;alert(1)"));
        assert!(!page.chars().any(|c| matches!(c, '\u{1b}' | '\u{202E}')));
        assert!(page.contains("default-src 'none'") && !page.contains("url("));
    }
}

#[test]
fn nothing_that_a_user_names_becomes_markup_of_markdown() {
    for report in hostile_reports() {
        let markdown = report.markdown();
        assert!(!markdown.chars().any(|c| matches!(c, '\u{1b}' | '\u{202E}')));
        let mut columns = None;
        let mut is_code = false;
        for line in markdown.lines() {
            is_code ^= line.starts_with("```");
            // Neither in a block of code nor in a span of it.
            let free = match is_code || line.starts_with("- **Command**") {
                true => String::new(),
                false => line.replace("\\<", "").replace("\\`", ""),
            };
            assert!(!free.contains('<'), "{line}");
            assert!(!line.contains("](http") || line.contains("\\[d\\](http") || free.is_empty(), "{line}");
            let pipes = line.replace("\\|", "").matches('|').count();
            match (line.starts_with("| "), columns) {
                (true, Some(n)) => assert_eq!(pipes, n, "{line}"),
                (true, None) => columns = Some(pipes),
                (false, _) => columns = None,
            }
        }
        let headings: Vec<&str> = markdown.lines().filter(|line| line.starts_with('#')).collect();
        assert!(headings.iter().all(|line| !line.starts_with("# f")), "{headings:?}");
    }
}

/// Every number with three decimals outside of tags.
fn figures(text: &str) -> BTreeSet<String> {
    let outside = text.split('<').map(|part| part.split_once('>').map_or(part, |(_, after)| after));
    let text = outside.collect::<Vec<_>>().join(" ");
    let is_part = |c: char| c.is_ascii_digit() || c == '.';
    let numbers = text.split(|c| !is_part(c)).map(|number| number.trim_matches('.'));
    let has_three = |number: &&str| number.split_once('.').is_some_and(|(_, decimals)| decimals.len() == 3);
    numbers.filter(has_three).map(String::from).collect()
}

#[test]
fn page_and_markdown_hold_the_same_figures_and_statements() {
    for report in hostile_reports() {
        let page = report.html();
        let (_, body) = page.split_once("<main>").unwrap();
        // A chart's description repeats what its table says.
        let body: String = body
            .split("<desc")
            .map(|part| part.split_once("</desc>").map_or(part, |(_, after)| after))
            .collect();
        let (page, markdown) = (figures(&body), figures(&report.markdown().replace('<', "")));
        assert!(page.len() > 10);
        assert_eq!(page, markdown);
    }
}

#[test]
fn a_report_as_text_and_json_has_the_plain_figures() {
    let figures = hostile_evaluation();
    let labels = SourceFile { name: "labels.csv".into(), rows: Some(5), sha256: Some("ab".into()) };
    let measurement =
        Measurement::Evaluation { figures: figures.clone(), errors: Vec::new(), leaks: LeakSearch::OfLabels };
    let report = Report { provenance: provenance(vec![Predictor::Labels(labels)]), measurement };
    assert_eq!(report.text(Style::default()), evaluation_table(&figures, Style::default()));
    let mut json: serde_json::Value = serde_json::from_str(&report.json()).unwrap();
    let plain: serde_json::Value = serde_json::from_str(&evaluation_json(&figures)).unwrap();
    let (provenance, errors) = (json["provenance"].take(), json["confident_errors"].take());
    assert_eq!(provenance["predictors"][0]["kind"], "labels");
    assert_eq!(provenance["predictors"][0]["sha256"], "ab");
    assert_eq!(provenance["corpora"][0]["rows"], 1234);
    assert_eq!(errors, serde_json::json!([]));
    json.as_object_mut().unwrap().retain(|key, _| key != "provenance" && key != "confident_errors");
    assert_eq!(json, plain);
}

#[test]
fn markdown_of_an_evaluation() {
    let file = |name: &str| SourceFile { name: name.into(), rows: Some(5), sha256: Some("0123abcd".into()) };
    let mut provenance =
        Provenance::new("standpoint evaluate test.csv", vec![Predictor::Labels(file("labels.csv"))]);
    provenance.version = "0.0.0";
    provenance.corpora = vec![file("test.csv")];
    provenance.draws = 50;
    let measurement = Measurement::Evaluation {
        figures: hostile_evaluation(),
        errors: Vec::new(),
        leaks: LeakSearch::OfLabels,
    };
    insta::assert_snapshot!(Report { provenance, measurement }.markdown());
}

#[test]
fn a_report_of_almost_nothing_has_no_undefined_number() {
    let row =
        ScoredRow { target: target("t"), actual: Neutral, predicted: None, proba: None, cluster: Some(0) };
    let figures = Evaluation::with_intervals(&[row], &[], &Bootstrap::default()).unwrap();
    let measurement = Measurement::Evaluation { figures, errors: Vec::new(), leaks: LeakSearch::OfLabels };
    let report = Report { provenance: Provenance::new("standpoint", Vec::new()), measurement };
    for text in [report.html(), report.markdown()] {
        assert!(!text.contains("NaN") && !text.contains("inf"), "{text}");
    }
    assert!(!report.html().contains("Reliability"));
}

#[test]
fn the_words_that_decided_lie_in_the_text() {
    let corpus = common::corpus_in(common::CORPUS);
    let scores = score_in_folds(&corpus, &[], &Options::default(), 3, 1).unwrap();
    let errors = scores.scored.confident_errors();
    assert!(errors.windows(2).all(|pair| pair[0].confidence >= pair[1].confidence));
    assert!(errors.iter().any(|error| error.words.iter().any(|word| word.push > 0.0)));
    for error in &errors {
        assert_ne!(error.actual, error.predicted);
        assert!(error.words.windows(2).all(|pair| pair[0].end <= pair[1].start));
        assert!(error.words.iter().all(|word| !error.text[word.start..word.end].trim().is_empty()));
    }
}

/// A folder with `corpus.csv` and `model`, in which commands run.
struct Folder(TempDir);

impl Folder {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("corpus.csv"), common::CORPUS).unwrap();
        fs::write(folder.path().join("model"), common::model_bytes()).unwrap();
        Folder(folder)
    }

    fn run(&self, arguments: &str) -> String {
        let mut command = Command::new(assert_cmd::cargo::cargo_bin!("standpoint"));
        let output = command.current_dir(self.0.path()).args(arguments.split(' ')).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    }
}

fn assert_holds(text: &str, parts: &[&str]) {
    for part in parts {
        assert!(text.contains(part), "{part:?} is not in {text}");
    }
}

const CROSS_VALIDATE: &str =
    "cross-validate corpus.csv --learner complement-nb --calibrate none --folds 3 --draws 50";

#[test]
fn a_model_is_evaluated_as_a_page_that_says_what_it_rests_on() {
    let folder = Folder::new();
    let page = folder.run("evaluate corpus.csv --model model --by target --format html --threads 2");
    let model = standpoint::model_fingerprint(common::model());
    let corpus = standpoint::file_fingerprint(&folder.0.path().join("corpus.csv")).unwrap().unwrap();
    let command = "<code>standpoint evaluate corpus.csv --model model --by target --format html</code>";
    assert_holds(
        &page,
        &["Evaluation of model", command, &model, &corpus, "2,000 draws, seed 1", "By target"],
    );
    assert_holds(
        &page,
        &["<svg class=\"chart\"", "Reliability diagram", "Target detection", "&quot;learner&quot;"],
    );
    assert_holds(&page, &[&format!(">{}</td>", common::N_ROWS), env!("CARGO_PKG_VERSION")]);
    assert!(!page.contains(&*folder.0.path().to_string_lossy()));
    folder.run("evaluate corpus.csv --model model --by target --format html --threads 1 -o page.html");
    assert_eq!(fs::read_to_string(folder.0.path().join("page.html")).unwrap(), page);
}

#[test]
fn labels_made_elsewhere_are_reported_without_marks() {
    let folder = Folder::new();
    let wrong = common::CORPUS.replace(",favor", ",against");
    fs::write(folder.0.path().join("labels.csv"), wrong).unwrap();
    let evaluate = "evaluate corpus.csv --predictions labels.csv --draws 0 --format";
    let page = folder.run(&format!("{evaluate} html"));
    assert_holds(
        &page,
        &["Evaluation of labels.csv", "the labels in labels.csv", "No row with probabilities"],
    );
    assert!(!page.contains("<mark") && !page.contains("Reliability"));
    let json: serde_json::Value = serde_json::from_str(&folder.run(&format!("{evaluate} json"))).unwrap();
    assert_eq!(json["provenance"]["predictors"][0]["rows"], common::N_ROWS);
    assert_eq!(json["provenance"]["draws"], 0);
}

#[test]
fn a_cross_validation_marks_the_words_that_decided_and_draws_its_learning_curve() {
    let folder = Folder::new();
    let page = folder.run(&format!("{CROSS_VALIDATE} --learning-curve --format html"));
    assert_holds(
        &page,
        &["Cross-validation on corpus.csv", "Folds", "Spread over the folds", "Learning curve"],
    );
    assert_holds(&page, &["<mark class=\"predicted\">", "models of 3 folds", "complement-nb"]);
    let rows = common::CORPUS.lines().enumerate();
    let dated: String = rows
        .map(|(i, row)| format!("{row},{}\n", if i == 0 { "day".into() } else { i.to_string() }))
        .collect();
    fs::write(folder.0.path().join("dated.csv"), dated).unwrap();
    let forward =
        "cross-validate dated.csv --learner majority --calibrate none --time-column day --folds 2 --draws 0";
    let page = folder.run(&format!("{forward} --format html"));
    assert_holds(
        &page,
        &["Periods", "predicted by a model of the periods before it, by day", "models of 2 folds"],
    );
    let markdown = folder.run(&format!("{CROSS_VALIDATE} --learning-curve --format markdown"));
    assert_holds(&markdown, &["## Learning curve", "## Most confident errors", "1. predicted **", "\n   > "]);
}

#[test]
fn two_models_are_compared_as_a_page() {
    let folder = Folder::new();
    folder.run("train corpus.csv --learner majority --calibrate none --output other");
    let page = folder.run("compare other model corpus.csv --draws 50 --format html");
    assert_holds(
        &page,
        &["Comparison of other and model", "A is other, B is model", "class=\"zero\"", "B right"],
    );
    assert_holds(&page, &["Options that A was trained with", "B <b>against ✓</b>", "p &lt;\u{A0}0.001"]);
}
