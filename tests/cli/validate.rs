//! `cross-validate`: forward in time, and learning curves.

use super::Folder;
use super::common::CORPUS;

const VALIDATE: [&str; 7] =
    ["cross-validate", "own.csv", "--learner", "complement-nb", "--calibrate", "none", "--draws=20"];

/// The corpus with a year in each row, by which the rows of each target stand in this order: the stances by turns.
fn with_years() -> String {
    let rows: Vec<&str> = CORPUS.lines().skip(1).collect();
    let years = rows.iter().enumerate().map(|(i, row)| format!("{row},{}\n", 1990 + i * 7 % 11));
    format!("text,target,stance,year\n{}", years.collect::<String>())
}

#[test]
fn each_period_is_predicted_by_a_model_of_those_before_it() {
    let folder = Folder::new();
    folder.put("own.csv", with_years());
    let arguments = [&VALIDATE[..], &["--time-column", "year", "--folds", "2"]].concat();
    let json = folder.run(&[&arguments[..], &["--format", "json"]].concat()).json();
    let never = json["forward_in_time"]["never_predicted"].as_u64().unwrap();
    assert_eq!(json["forward_in_time"]["column"], "year");
    assert_eq!(json["n"].as_u64().unwrap() + never, 36);
    assert!((10..20).contains(&never), "{never}");
    assert_eq!(json["folds"], 2);
    assert!(json["intervals"]["macro_f1"].is_array());
    let text = folder.run(&arguments).quietly_done();
    for part in ["Stance, pooled over 2 periods: ", "\nPeriod ", "by 'year'; the first "] {
        assert!(text.contains(part), "{part:?} is not in {text}");
    }
}

#[test]
fn a_period_is_measured_on_the_model_that_train_makes_of_what_came_before() {
    let folder = Folder::new();
    // Two rows before 2000, two after it, by turns: half of each target, with the rows of one statement side by side.
    let header = "text,target,stance,year\n".to_string();
    let (mut past, mut future) = (header.clone(), header);
    for (i, row) in CORPUS.lines().skip(1).enumerate() {
        let (part, year) = if i % 4 < 2 { (&mut past, 1950 + i) } else { (&mut future, 2000 + i) };
        part.push_str(&format!("{row},{year}\n"));
    }
    folder.put("own.csv", past.clone() + future.split_once('\n').unwrap().1);
    folder.put("past.csv", past);
    folder.put("future.csv", future);
    let timed = ["--time-column", "year", "--calibrate", "2"];
    let measured =
        [&["cross-validate", "own.csv", "--folds", "1", "--format", "json", "--draws=0"], &timed[..]];
    let measured = folder.run(&measured.concat()).json();
    folder.run(&[&["train", "past.csv", "--output", "timed"], &timed[..]].concat()).done();
    folder.run(&["train", "past.csv", "--calibrate", "2", "--output", "drawn"]).done();
    let loss = |model| {
        let json =
            folder.run(&["evaluate", "future.csv", "--model", model, "--format", "json", "--draws=0"]).json();
        assert_eq!(json["n"], measured["n"]);
        json["log_loss"].as_f64().unwrap()
    };
    assert_eq!(Some(loss("timed")), measured["log_loss"].as_f64());
    assert_ne!(loss("timed"), loss("drawn"));
    assert_eq!(measured["provenance"]["predictors"][0]["options"]["model"]["time_column"], "year");
}

#[test]
fn a_past_of_one_time_is_calibrated_in_drawn_folds() {
    let folder = Folder::new();
    let of_two = |i: usize| ["1990", "1991"][i % 2];
    let rows: Vec<&str> = CORPUS.lines().skip(1).collect();
    let years = rows.iter().enumerate().map(|(i, row)| format!("{row},{}\n", of_two(i)));
    folder.put("own.csv", format!("text,target,stance,year\n{}", years.collect::<String>()));
    let arguments =
        ["cross-validate", "own.csv", "--folds", "1", "--time-column", "year", "--calibrate", "2"];
    assert!(folder.run(&arguments).quietly_done().contains("pooled over 1 period"));
}

#[test]
fn times_that_cannot_be_ordered_are_refused_with_their_line() {
    let folder = Folder::new();
    let arguments = [&VALIDATE[..], &["--time-column", "year", "--output", "out"]].concat();
    folder.put("own.csv", with_years().replacen(",1997\n", ",May 1997\n", 1));
    folder.refuses(
        &arguments,
        &["own.csv:3, column 'year': the text 'May 1997'; expected a number", "Write all times"],
    );
    folder.put("own.csv", with_years().replacen(",1997\n", ",\n", 1));
    folder.refuses(&arguments, &["own.csv:3, column 'year': nothing; expected when the statement was made"]);
    folder.put("own.csv", CORPUS);
    folder.refuses(
        &arguments,
        &["the columns 'target', 'stance', 'id', 'text'; expected a column called 'year'"],
    );
    let same =
        CORPUS.lines().enumerate().map(|(i, line)| format!("{line},{}\n", if i == 0 { "year" } else { "1" }));
    folder.put("own.csv", same.collect::<String>());
    folder.refuses(&arguments, &["one time for all rows of each target", "without --time-column"]);
    folder
        .refuses(&[&arguments[..], &["--folds", "0"]].concat(), &["'folds' is 0; expected 1 period or more"]);
}

#[test]
fn a_learning_curve_ends_with_the_figures_of_all_rows() {
    let folder = Folder::new();
    folder.put("own.csv", CORPUS);
    let arguments = [&VALIDATE[..], &["--learning-curve", "--folds", "3"]].concat();
    let json = folder.run(&[&arguments[..], &["--format", "json"]].concat()).json();
    let curve = json["learning_curve"].as_array().unwrap();
    let shares: Vec<f64> = curve.iter().map(|point| point["share"].as_f64().unwrap()).collect();
    assert_eq!(shares, [0.0625, 0.125, 0.25, 0.5, 1.0]);
    let rows: Vec<u64> = curve.iter().map(|point| point["training_rows"].as_u64().unwrap()).collect();
    assert!(rows.is_sorted() && rows[0] >= 1 && rows[4] == 29, "{rows:?}");
    assert!(curve[0]["left_out"].as_str().unwrap().contains("with 1/16 of the rows without fold "), "{json}");
    assert!(curve[0].get("accuracy").is_none());
    for figure in ["n", "accuracy", "macro_f1", "f_avg"] {
        assert_eq!(curve[4][figure], json[figure], "{figure}");
    }
    assert_eq!(curve[4]["intervals"]["macro_f1"], json["intervals"]["macro_f1"]);
    let text = folder.run(&arguments).quietly_done();
    for part in ["Learned from ", "  100.0 %: 29 rows ", "   6.2 %: cannot train: "] {
        assert!(text.contains(part), "{part:?} is not in {text}");
    }
    let run = folder.run(&[&VALIDATE[..], &["--learning-curve", "--time-column", "year"]].concat());
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("--learning-curve"), "{}", run.stderr);
    let few: Vec<&str> = CORPUS.lines().take(17).collect();
    folder.put("own.csv", few.join("\n"));
    folder.refuses(
        &[&arguments[..], &["--output", "out"]].concat(),
        &["too few statements or groups without fold 1", "at least 16"],
    );
}
