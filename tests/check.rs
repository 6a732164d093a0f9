//! `standpoint check` and `standpoint agreement`: what is found, shown and answered.

use std::collections::BTreeSet;
use std::fs;
use std::process::{Command, Output, Stdio};

use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use serde_json::Value;
use standpoint::{
    CheckOptions, Corpus, LabelledStatement, Stance, Statement, Target, check_corpus, normalize,
};
use tempfile::TempDir;

const BINARY: &str = env!("CARGO_BIN_EXE_standpoint");

/// A folder with files, in which the command runs.
struct Folder(TempDir);

impl Folder {
    fn with(files: &[(&str, &str)]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        files.iter().for_each(|(name, content)| fs::write(folder.path().join(name), content).unwrap());
        Folder(folder)
    }

    fn command(&self, arguments: &str) -> Command {
        let mut command = Command::new(BINARY);
        command.current_dir(self.0.path()).args(arguments.split(' '));
        command
    }

    fn run(&self, arguments: &str) -> Output {
        self.command(arguments).output().unwrap()
    }

    /// Exit code and standard output.
    fn answer(&self, arguments: &str) -> (i32, String) {
        let Output { status, stdout, stderr } = self.run(arguments);
        assert_eq!(String::from_utf8_lossy(&stderr), "", "{arguments}");
        (status.code().unwrap(), String::from_utf8(stdout).unwrap())
    }

    fn json(&self, arguments: &str) -> (i32, Value) {
        let (code, text) = self.answer(&format!("{arguments} --format json"));
        (code, serde_json::from_str(&text).unwrap())
    }

    /// The error of a command that fails.
    fn error(&self, arguments: &str) -> String {
        let Output { status, stdout, stderr } = self.run(arguments);
        assert_eq!((status.code(), &stdout[..]), (Some(2), &b""[..]), "{arguments}");
        String::from_utf8(stderr).unwrap()
    }
}

const SOUND: &str = "\
id,target,stance,text,group
a,sanctions,against,Lift the embargo now,
b,sanctions,favor,We must keep every one of these measures,
b,missile-defense,favor,We must keep every one of these measures,
c,sanctions,neutral,The committee meets on Tuesday to talk of the export ban,g
d,sanctions,neutral,The committee meets on Tuesday to talk of the export bans,g
e,,,Rain is expected in the north,
";

/// Wrong in every way; the third record takes two lines.
const WRONG: &str = "\
id,target,stance,text,group
a,sanctions,against,Lift the embargo now,x
b,sanctions,against,“LIFT” the embargo now?,x
c,sanctions,neutral,\"lift  the
EMBARGO now\",y
d,missile-defense,favor,Lift the embargo now ok!,
e,missile-defense,favor,The radar guards us well enough,y
f,,,The radar guards us well enough,y
g,,,Rain is expected,
h,,,rain is expected,
";

fn counts(found: &Value, kinds: &[&str]) -> Vec<u64> {
    kinds.iter().map(|kind| found[kind]["count"].as_u64().expect(kind)).collect()
}

fn ids(rows: &Value) -> Vec<&str> {
    rows.as_array().unwrap().iter().map(|row| row["id"].as_str().unwrap()).collect()
}

const KINDS: [&str; 3] = ["exact_duplicates", "near_duplicates", "contradictions"];

// ------------------------------------------------------------------------------------------------------------- check

#[test]
fn a_sound_corpus_holds_and_the_exit_code_is_0() {
    let folder = Folder::with(&[("sound.csv", SOUND)]);
    let (code, text) = folder.answer("check sound.csv");
    assert_eq!(code, 0, "{text}");
    assert_eq!((text.matches("holds").count(), text.matches("FAILS").count()), (3, 0));
    let (_, found) = folder.json("check sound.csv");
    assert_eq!((&found["rows"], &found["against"]), (&Value::Null, &Value::Null));
    assert_eq!((&found["distribution"]["rows"], &found["distribution"]["texts"]), (&6.into(), &5.into()));
}

#[test]
fn what_is_wrong_is_found_with_its_lines_and_the_exit_code_is_1() {
    let folder = Folder::with(&[("wrong.csv", WRONG)]);
    let (code, found) = folder.json("check wrong.csv");
    assert_eq!((code, counts(&found, &KINDS)), (1, vec![2, 1, 2]));
    let exact = &found["exact_duplicates"]["first"];
    assert_eq!((ids(&exact[0]["corpus"]), ids(&exact[1]["corpus"])), (vec!["a", "c"], vec!["g", "h"]));
    assert_eq!(exact[0]["corpus"][1]["place"], "wrong.csv:4");
    assert_eq!(exact[1]["corpus"][0]["place"], "wrong.csv:9");
    let contradictions = &found["contradictions"]["first"];
    assert_eq!(ids(&contradictions[0]["corpus"]), ["a", "c"]);
    assert_eq!(ids(&contradictions[1]["corpus"]), ["e", "f"]);
}

// "Lift the embargo now" has 20 characters and 16 distinct 5-grams; each further character adds one.
#[test]
fn the_index_of_near_duplicates_is_that_worked_out_by_hand_and_the_threshold_is_kept() {
    let folder = Folder::with(&[("wrong.csv", WRONG)]);
    let (_, found) = folder.json("check wrong.csv");
    let pair = &found["near_duplicates"]["first"][0];
    assert_eq!((ids(&pair["rows"]), &pair["jaccard"]), (vec!["a", "d"], &(16.0 / 20.0).into()));
    let (_, found) = folder.json("check wrong.csv --near 0.81");
    assert_eq!(counts(&found, &KINDS), [2, 0, 2]);
}

#[test]
fn rows_of_one_group_may_be_near_duplicates_and_not_exact_ones() {
    let near = "text,target,stance,set\nLift the embargo now,s,con,1\nLift the embargo now!,s,pro,1\n";
    let folder = Folder::with(&[("near.csv", near), ("exact.csv", &near.replace("now!", "now"))]);
    assert_eq!(folder.answer("check near.csv --group set").0, 0);
    assert_eq!(folder.answer("check near.csv").0, 1);
    let (code, found) = folder.json("check exact.csv --group set");
    assert_eq!((code, counts(&found, &KINDS)), (1, vec![1, 0, 1]));
}

// The text stands in a group with its near duplicate and once more without: that row is the one that is reported.
#[test]
fn a_pair_of_texts_is_exempt_only_where_all_its_rows_share_a_group() {
    let corpus = "id,text,target,stance,group\n\
                  1,Lift the embargo now,s,con,g\n2,Lift the embargo now!,s,pro,g\n3,Lift the embargo now,t,con,\n";
    let folder = Folder::with(&[("c.csv", corpus)]);
    let (_, found) = folder.json("check c.csv");
    assert_eq!(ids(&found["near_duplicates"]["first"][0]["rows"]), ["2", "3"]);
}

#[test]
fn what_stands_on_both_sides_of_a_split_is_found() {
    let other = "\
id,target,stance,text,group
o1,sanctions,favor,LIFT the embargo now,z
o2,missile-defense,neutral,We must keep every one of these measures!,g
o3,,,Rain is expected in the north!,
o4,missile-defense,favor,Lift the embargo now,
";
    let folder = Folder::with(&[
        ("sound.csv", SOUND),
        ("other.csv", other),
        ("sunny.csv", "text,target,stance\nSun,,\n"),
    ]);
    let (code, found) = folder.json("check sound.csv --against other.csv");
    assert_eq!((code, counts(&found, &KINDS)), (1, vec![0, 0, 0]));
    let against = &found["against"];
    let kinds = ["shared_texts", "near_duplicates", "contradictions", "shared_groups"];
    assert_eq!(counts(against, &kinds), [1, 2, 1, 1]);
    let shared = &against["shared_texts"]["first"][0];
    assert_eq!((ids(&shared["corpus"]), ids(&shared["against"])), (vec!["a"], vec!["o1", "o4"]));
    assert_eq!(shared["against"][0]["place"], "other.csv:2");
    let contradiction = &against["contradictions"]["first"][0];
    assert_eq!((ids(&contradiction["corpus"]), ids(&contradiction["against"])), (vec!["a"], vec!["o1"]));
    let near: Vec<_> = against["near_duplicates"]["first"]
        .as_array()
        .unwrap()
        .iter()
        .map(|pair| ids(&pair["rows"]))
        .collect();
    assert_eq!(near, [["b", "o2"], ["e", "o3"]]);
    assert_eq!(ids(&against["shared_groups"]["first"][0]["corpus"]), ["c", "d"]);
    assert_eq!(against["distribution"]["rows"], 4);

    assert_eq!(folder.answer("check sound.csv --against sunny.csv").0, 0);
    assert_eq!(
        folder.json("check sound.csv --against sunny.csv other.csv").1["against"]["distribution"]["rows"],
        5
    );
}

#[test]
fn the_report_for_people_shows_lines_excerpts_and_distributions() {
    let other = "id,target,stance,text,group\no,sanctions,favor,Lift the embargo now,y\n";
    let folder = Folder::with(&[("wrong.csv", WRONG), ("other.csv", other)]);
    insta::assert_snapshot!("check_text", folder.answer("check wrong.csv --against other.csv").1);
}

#[test]
fn more_findings_than_are_listed_are_counted() {
    let rows: String = (0..30).map(|i| format!("Statement number {i} of all,s,pro\n").repeat(2)).collect();
    let folder = Folder::with(&[("many.csv", &format!("text,target,stance\n{rows}"))]);
    let (_, text) = folder.answer("check many.csv --near 1");
    assert!(text.contains("FAILS       30"), "{text}");
    assert!(text.contains("  … and 20 more (--most 30 shows all)\n"), "{text}");
    let (_, few) = folder.json("check many.csv --near 0.5 --most 3");
    let (_, all) = folder.json("check many.csv --near 0.5");
    for kind in ["exact_duplicates", "near_duplicates"] {
        assert_eq!(few[kind]["count"], all[kind]["count"]);
        let first = |found: &Value| found[kind]["first"].as_array().unwrap().clone();
        assert_eq!(first(&all).len(), all[kind]["count"].as_u64().unwrap() as usize);
        assert_eq!(first(&few), first(&all)[..3]);
    }
    let (_, none) = folder.json("check many.csv --most 0");
    assert_eq!(
        (&none["exact_duplicates"]["count"], &none["exact_duplicates"]["first"]),
        (&30.into(), &Value::Array(vec![]))
    );
}

#[test]
fn an_output_file_is_written_though_a_check_fails() {
    let folder = Folder::with(&[("wrong.csv", WRONG)]);
    let (code, shown) = folder.answer("check wrong.csv --output found.txt");
    assert_eq!((code, shown.as_str()), (1, ""));
    let written = fs::read_to_string(folder.0.path().join("found.txt")).unwrap();
    assert_eq!(written, folder.answer("check wrong.csv").1);
}

#[test]
fn the_answer_does_not_depend_on_who_reads_it() {
    let rows = "A statement that stands here again and again,s,pro\n".repeat(3000);
    let folder = Folder::with(&[("many.csv", &format!("text,target,stance\n{rows}"))]);
    let mut command = folder.command("check many.csv --format json");
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!((output.status.code(), String::from_utf8(output.stderr).unwrap()), (Some(1), String::new()));
}

#[test]
fn what_cannot_be_checked_is_an_error_and_the_exit_code_is_2() {
    let folder = Folder::with(&[("sound.csv", SOUND), ("bad.csv", "text,target,stance\nLift it,s,maybe\n")]);
    for near in ["0", "1.01", "-1", "NaN"] {
        assert_eq!(
            folder.error(&format!("check sound.csv --near={near}")),
            format!("error: parameter 'near' is {near}; expected a number above 0 and at most 1\n")
        );
    }
    assert!(folder.error("check absent.csv").contains("absent.csv: cannot read"));
    assert!(folder.error("check sound.csv --against bad.csv").contains("bad.csv:2, column 'stance'"));
    assert!(folder.error("check").contains("<CORPUS>..."));
}

/// Rows toward one target with texts of few letters, so that many are alike.
fn corpus(texts: &[String], groups: &[u8]) -> Corpus {
    let row = |(text, group): (&String, &u8)| LabelledStatement {
        statement: Statement { text: text.clone(), ..Statement::default() },
        target: Target::new("sanctions"),
        stance: Some(Stance::Favor),
        group: (*group > 0).then(|| group.to_string()),
        extra: Vec::new(),
    };
    Corpus { rows: texts.iter().zip(groups).map(row).collect(), extra_columns: Vec::new() }
}

fn jaccard(a: &str, b: &str) -> f64 {
    let grams = |text: &str| -> BTreeSet<Vec<char>> {
        let chars: Vec<char> = normalize(text).chars().collect();
        if chars.len() < 5 { [chars].into() } else { chars.windows(5).map(<[char]>::to_vec).collect() }
    };
    let (a, b) = (grams(a), grams(b));
    a.intersection(&b).count() as f64 / a.union(&b).count() as f64
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, rng_seed: RngSeed::Fixed(0), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_near_duplicates_are_those_that_comparing_all_rows_finds(
        texts in prop::collection::vec("(lift |keep |the |ban |Bans |制裁 |now ){1,9}[a-cA-C.]", 2..60),
        groups in prop::collection::vec(0u8..4, 60),
        n_other in 0usize..20,
        near in prop::sample::select(vec![0.3, 0.6, 0.8, 0.95]),
    ) {
        // Distinct texts, so that every pair of rows is a pair of texts.
        let mut seen = BTreeSet::new();
        let texts: Vec<String> = texts.into_iter().filter(|text| seen.insert(normalize(text).into_owned())).collect();
        let n = texts.len() - n_other.min(texts.len() / 2);
        let all = |a: usize, b: usize| (a, b, jaccard(&texts[a], &texts[b]));
        let (mut within, mut across) = (Vec::new(), Vec::new());
        for a in 0..n {
            within.extend((a + 1..n).filter(|&b| groups[a] == 0 || groups[a] != groups[b]).map(|b| all(a, b)));
            across.extend((n..texts.len()).map(|b| all(a, b)).map(|(a, b, index)| (a, b - n, index)));
        }
        within.retain(|pair| pair.2 >= near);
        across.retain(|pair| pair.2 >= near);

        let (these, others) = (corpus(&texts[..n], &groups), corpus(&texts[n..], &groups[n..]));
        let check = check_corpus(&these, Some(&others), &CheckOptions { near, ..CheckOptions::default() }).unwrap();
        let pairs = |found: &standpoint::Findings<standpoint::NearDuplicate>| -> Vec<(usize, usize, f64)> {
            found.first.iter().map(|pair| (pair.rows[0].row, pair.rows[1].row, pair.jaccard)).collect()
        };
        prop_assert_eq!(pairs(&check.near_duplicates), within);
        prop_assert_eq!(pairs(&check.against.unwrap().near_duplicates), across);
    }
}

#[test]
fn the_findings_are_the_same_at_any_number_of_threads() {
    let words = ["lift", "keep", "the", "embargo", "radar", "export", "ban", "talks", "shield", "now"];
    let text = |i: usize| {
        (0..12)
            .map(|k| words[(i / 7 * 31 + k * k * (i / 7 % 13 + 1) + i % 7 * k / 11) % 10])
            .collect::<Vec<_>>()
    };
    let rows: String = (0..3000).map(|i| format!("{},s,pro\n", text(i).join(" "))).collect();
    let folder = Folder::with(&[("many.csv", &format!("text,target,stance\n{rows}"))]);
    let one = folder.answer("check many.csv --format json --most 200 --threads 1");
    assert_eq!(one.0, 1);
    for threads in [2, 7] {
        let other = folder.answer(&format!("check many.csv --format json --most 200 --threads {threads}"));
        assert!(other == one, "{threads}");
    }
}

// ------------------------------------------------------------------------------------------------------ label errors

/// Sixty rows toward two targets whose words tell the stance; two of them have the wrong one.
fn with_wrong_labels() -> String {
    let good = ["welcome", "splendid", "wise", "fair", "helpful"];
    let bad = ["useless", "harmful", "unjust", "dreadful", "foolish"];
    let places = ["harbour", "market", "valley", "school", "island", "border"];
    let mut rows = String::from("id,target,stance,text\n");
    for i in 0..60 {
        let (target, favor) = (["tolls", "quotas"][i / 30], i % 2 == 0);
        let words = if favor { good } else { bad };
        let (first, second, place) = (words[i / 2 % 5], words[(i / 2 + 1 + i / 10) % 5], places[i / 5 % 6]);
        let stance = if favor == (i != 8 && i != 41) { "favor" } else { "against" };
        rows += &format!("r{i},{target},{stance},The {target} are {first} and {second} for the {place}\n");
    }
    rows
}

#[test]
fn likely_label_errors_are_listed_with_what_is_suggested_and_leave_the_exit_code_alone() {
    let folder = Folder::with(&[("c.csv", &with_wrong_labels())]);
    let (code, found) = folder.json("check c.csv --near 1 --label-errors");
    let errors = &found["label_errors"];
    assert_eq!((code, counts(&found, &KINDS), errors["count"].as_u64()), (0, vec![0, 0, 0], Some(2)));
    let first = errors["first"].as_array().unwrap();
    let mut listed: Vec<_> = first
        .iter()
        .map(|error| ["id", "stance", "suggested", "place"].map(|key| error[key].as_str()))
        .collect();
    listed.sort();
    let expected = [["r41", "favor", "against", "c.csv:43"], ["r8", "against", "favor", "c.csv:10"]];
    assert_eq!(listed, expected.map(|row| row.map(Some)));
    for error in first {
        let [given, suggested, margin] =
            ["p_given", "p_suggested", "margin"].map(|key| error[key].as_f64().unwrap());
        assert!(given < 0.5 && suggested > 0.5 && (given - suggested - margin).abs() < 1e-12, "{error}");
    }
    assert!(first[0]["margin"].as_f64() <= first[1]["margin"].as_f64());
    let target = &errors["targets"]["tolls"];
    assert_eq!((target["rows"].as_u64(), target["suspected"].as_u64()), (Some(30), Some(1)));
    assert_eq!(target["thresholds"].as_object().unwrap().len(), 2);
    assert_eq!(folder.json("check c.csv --near 1").1["label_errors"], Value::Null);
}

#[test]
fn label_errors_are_shown_to_people_as_suspicions() {
    let folder = Folder::with(&[("c.csv", &with_wrong_labels())]);
    let (code, text) = folder.answer("check c.csv --near 1 --label-errors");
    assert_eq!(code, 0, "{text}");
    for part in [
        "  label errors          maybe        2  labels that models trained without the row find implausible\n",
        "\nLikely label errors\n",
        ": tolls\n    c.csv:10 (id r8)\n      \"The tolls are ",
        "\nLikely label errors  rows  suspected  share\n  quotas               30          1  3.3 %\n",
    ] {
        assert!(text.contains(part), "{part:?} is not in {text}");
    }
    let (_, text) = folder.answer("check c.csv --near 1 --label-errors --most 1");
    assert!(text.contains("  … and 1 more (--most 2 shows all)\n"), "{text}");
}

#[test]
fn label_errors_depend_on_the_seed_and_options_and_not_on_the_threads() {
    let folder =
        Folder::with(&[("c.csv", &with_wrong_labels()), ("o.json", r#"{"learner": {"kind": "svm"}}"#)]);
    let command = "check c.csv --near 1 --label-errors --folds 3";
    let one = folder.json(&format!("{command} --threads 1"));
    assert_eq!(folder.json(&format!("{command} --threads 8")), one);
    for other in ["--seed 7", "--options o.json", "--learner complement-nb"] {
        assert_ne!(
            folder.json(&format!("{command} {other}")).1["label_errors"],
            one.1["label_errors"],
            "{other}"
        );
    }
}

// All rows of a wrong label share its group: whoever learned from one of them would take the others to be right.
#[test]
fn rows_of_one_group_do_not_vouch_for_each_other() {
    let rows: String = with_wrong_labels()
        .lines()
        .enumerate()
        .map(|(i, line)| match i {
            0 => format!("{line},set\n"),
            _ => format!("{line},\n"),
        })
        .collect();
    let copies: String = (0..12)
        .map(|i| format!("x{i},tolls,against,Splendid and wise and fair jolly toll {i},s\n"))
        .collect();
    let apart = copies.replace(",s\n", ",\n");
    let folder = Folder::with(&[
        ("together.csv", &format!("{rows}{copies}")),
        ("apart.csv", &format!("{rows}{apart}")),
    ]);
    let suspected = |name: &str| {
        let (_, found) = folder.json(&format!("check {name} --group set --label-errors"));
        ids(&found["label_errors"]["first"]).iter().filter(|id| id.starts_with('x')).count()
    };
    assert_eq!((suspected("together.csv"), suspected("apart.csv")), (12, 0));
}

#[test]
fn folds_that_cannot_be_are_refused() {
    let folder = Folder::with(&[
        ("c.csv", &with_wrong_labels()),
        ("few.csv", "text,target,stance\nA,s,pro\nB,s,con\n"),
    ]);
    assert_eq!(
        folder.error("check c.csv --label-errors --folds 1"),
        "error: parameter 'folds' is 1; expected 2 to 100\n"
    );
    let message = folder.error("check few.csv --label-errors");
    assert!(message.contains("fewer than 10 different statements or groups"), "{message}");
    assert!(message.contains("Ask for fewer folds"), "{message}");
    assert!(folder.error("check c.csv --folds 3").contains("--label-errors"));
}

// --------------------------------------------------------------------------------------------------------- agreement

const ANNA: &str = "\
id,target,stance,text
1,sanctions,favor,Keep them
2,sanctions,FAVOUR,Tighten them
3,sanctions,favor,Talks will show
4,sanctions,against,Lift them
5,missile-defense,con,Send it home
6,missile-defense,neutral,It was tested
7,missile-defense,,Who knows
8,,,Rain today
";

const BEN: &str = "\
id,target,stance
6,missile-defense,none
5,missile-defense,against
4,sanctions,against
3,sanctions,against
2,sanctions,favor
1,sanctions,favor
7,missile-defense,favor
9,sanctions,abstain
";

// Labels FFFAAN and FFAAAN. Cohen: p_o = 5/6, p_e = (3·2 + 2·3 + 1·1) / 36, κ = 17/23. Alpha: n = 12, n_c = 5, 5, 2,
// (11 · 10 − 42) / (132 − 42) = 68/90. Fleiss: (5/6 − 54/144) / (1 − 54/144) = 11/15.
#[test]
fn two_coders_are_joined_by_id_and_the_figures_are_those_worked_out_by_hand() {
    let folder = Folder::with(&[("anna.csv", ANNA), ("ben.csv", BEN)]);
    let (code, found) = folder.json("agreement anna.csv ben.csv");
    assert_eq!(
        (code, &found["joined_by"], &found["coders"]),
        (0, &"id".into(), &serde_json::json!(["anna.csv", "ben.csv"]))
    );
    let counts = ["labelled_units", "units", "complete_units", "labels", "disagreements"]
        .map(|key| found[key].as_u64());
    assert_eq!(counts, [Some(7), Some(6), Some(6), Some(12), Some(1)]);
    let close = |value: &Value, expected: f64| {
        assert!((value.as_f64().unwrap() - expected).abs() < 1e-12, "{value} is not {expected}");
    };
    close(&found["percent_agreement"], 5.0 / 6.0);
    close(&found["krippendorff_alpha"], 68.0 / 90.0);
    close(&found["fleiss_kappa"], 11.0 / 15.0);
    close(&found["pairs"][0]["cohen_kappa"], 17.0 / 23.0);
    assert_eq!(found["pairs"][0]["confusion"], serde_json::json!([[2, 1, 0], [0, 2, 0], [0, 0, 1]]));
    close(&found["targets"]["missile-defense"]["krippendorff_alpha"], 1.0);
    close(&found["targets"]["sanctions"]["percent_agreement"], 0.75);
    let disagreement = serde_json::json!(
        [{"id": "3", "target": "sanctions", "labels": ["favor", "against"], "text": "Talks will show"}]
    );
    assert_eq!(found["disagreements_listed"], disagreement);
}

#[test]
fn three_coders_are_joined_by_text_where_a_file_has_no_ids() {
    let folder = Folder::with(&[
        ("a.csv", "id,text,stance\n1,Lift them,con\n2,Keep them,pro\n3,Wait,none\n"),
        ("b.csv", "text,stance\n“Wait”,pro\nKEEP  them,pro\nwait,neutral\n"),
        (
            "c.jsonl",
            "{\"text\": \"lift them\", \"stance\": \"favor\"}\n{\"text\": \"Keep them\", \"stance\": \"\"}\n",
        ),
    ]);
    let (code, found) = folder.json("agreement a.csv b.csv c.jsonl --most 1");
    assert_eq!((code, &found["joined_by"], &found["labelled_units"]), (0, &"text".into(), &4.into()));
    let units: Vec<_> =
        found["pairs"].as_array().unwrap().iter().map(|pair| pair["units"].as_u64().unwrap()).collect();
    assert_eq!(units, [2, 1, 0]);
    assert_eq!((&found["complete_units"], &found["fleiss_kappa"]), (&0.into(), &Value::Null));
    assert_eq!(found["disagreements_listed"][0]["labels"], serde_json::json!(["against", null, "favor"]));
}

#[test]
fn the_agreement_for_people_shows_figures_confusion_and_disagreements() {
    let folder = Folder::with(&[("anna.csv", ANNA), ("ben.csv", BEN)]);
    insta::assert_snapshot!("agreement_text", folder.answer("agreement anna.csv ben.csv").1);
    let (_, text) = folder.answer("agreement anna.csv ben.csv --most 0");
    assert!(!text.contains("Talks will show"), "{text}");
}

#[test]
fn labels_that_cannot_be_joined_are_an_error() {
    let folder = Folder::with(&[
        ("anna.csv", ANNA),
        ("twice.csv", "id,target,stance\n1,sanctions,pro\n1,sanctions,con\n"),
        ("other.csv", "id,target,stance\nx,sanctions,pro\n"),
        ("renamed.csv", "id,target,stance,text\n1,sanctions,pro,Lift them\n"),
        ("bare.csv", "id,stance\n1,pro\n"),
        ("texts.csv", "text,target,stance\nLift them,sanctions,pro\n"),
        ("ids.csv", "id,target,stance\n1,sanctions,pro\n"),
        ("half.csv", "id,target,stance\n1,sanctions,pro\n2,,con\n"),
    ]);
    for (arguments, expected) in [
        ("anna.csv twice.csv", "twice.csv:3: a second label for the same statement and target"),
        ("anna.csv other.csv", "anna.csv, other.csv: no id and target with the labels of two coders"),
        ("anna.csv renamed.csv", "renamed.csv:2: another text than before with the id '1'"),
        ("anna.csv bare.csv", "bare.csv: no targets"),
        ("texts.csv ids.csv", "ids.csv:2: a row without text"),
        ("anna.csv half.csv", "half.csv:3: a stance without a target"),
        ("anna.csv", "2 values required"),
    ] {
        let message = folder.error(&format!("agreement {arguments}"));
        assert!(message.contains(expected), "{arguments}: {message}");
    }
    assert_eq!(folder.answer("agreement anna.csv bare.csv --target sanctions").0, 0);
}

#[test]
fn coders_with_files_of_one_name_are_told_apart_by_their_folders() {
    let folder = Folder::with(&[]);
    for name in ["anna", "ben"] {
        fs::create_dir(folder.0.path().join(name)).unwrap();
        fs::write(folder.0.path().join(name).join("labels.csv"), BEN).unwrap();
    }
    let (_, found) = folder.json("agreement anna/labels.csv ben/labels.csv");
    assert_eq!(found["coders"], serde_json::json!(["anna/labels.csv", "ben/labels.csv"]));
}
