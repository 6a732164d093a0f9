//! The README shows what the commands print.

use std::path::Path;
use std::process::Command;

/// What a command prints on standard output.
fn printed(arguments: &[&str]) -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let output =
        Command::new(env!("CARGO_BIN_EXE_standpoint")).args(arguments).current_dir(root).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// The indented lines of the README behind the one that holds `command`, up to the next line that is not indented.
fn shown(command: &str) -> Vec<String> {
    let readme = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md")).unwrap();
    let lines = readme.lines().skip_while(|line| !line.contains(command)).skip(1);
    lines.map_while(|line| line.strip_prefix("    ")).map(str::to_string).collect()
}

/// Checks that every line shown is printed, in order; an ellipsis ends a line, or stands for left-out lines.
fn check(shown: &[String], printed: &str) {
    assert!(shown.len() > 5, "the README shows too little: {shown:?}");
    let mut rest = printed.lines();
    for line in shown.iter().filter(|line| *line != "…") {
        let found = match line.strip_suffix('…') {
            Some(start) => rest.any(|printed| printed.starts_with(start.trim_end())),
            None => rest.any(|printed| printed == line),
        };
        assert!(found, "the README shows {line:?}, and the command prints\n{printed}");
    }
}

#[test]
fn the_main_command_prints_what_the_readme_shows() {
    check(&shown("$ cargo run --release -- analyze"), &printed(&["analyze", "examples/article.txt"]));
}

#[test]
fn classify_prints_what_the_readme_shows() {
    let columns = ["--columns", "id,target,stance,confidence,text"];
    let printed = printed(&[&["classify", "examples/statements.csv"], &columns[..]].concat());
    check(&shown("--columns id,target,stance,confidence,text"), &printed);
}

#[test]
fn explain_prints_what_the_readme_shows() {
    let text = "Thirty years of embargo have changed nothing. It is time to lift it.";
    check(&shown("standpoint explain \"Thirty"), &printed(&["explain", text, "--most", "3"]));
}
