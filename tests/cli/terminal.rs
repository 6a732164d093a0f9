//! What shells and terminals see: completions, help, colour, closed pipes, threads.

use std::io::{BufRead, BufReader, Write};
use std::process::Stdio;

use super::Folder;
use super::common::ABOUT_BIKE_LANES;

#[test]
fn completions_are_printed_for_every_shell() {
    let folder = Folder::new();
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = folder.run(&["completions", shell]).quietly_done();
        assert!(script.contains("cross-validate") && script.contains("min-confidence"), "{shell}");
    }
    assert_eq!(folder.run(&["completions", "tcsh"]).code, 2);
}

#[test]
fn help_has_examples_and_a_command_line_that_is_none_fails() {
    let folder = Folder::new();
    for command in
        ["analyze", "train", "classify", "evaluate", "cross-validate", "explain", "inspect", "completions"]
    {
        let help = folder.run(&[command, "--help"]).quietly_done();
        assert!(help.contains(&format!("  standpoint {command} ")), "an example of {command}: {help}");
    }
    for arguments in [&[][..], &["guess"], &["classify", "--threads", "0"], &["train", "corpus.csv"]] {
        let run = folder.run(arguments);
        assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{arguments:?}");
        assert!(run.stderr.contains("Usage") || run.stderr.contains("--threads"), "{}", run.stderr);
    }
}

#[test]
fn what_is_no_terminal_gets_no_colour() {
    let folder = Folder::new();
    let mut arguments = vec!["evaluate", "corpus.csv", "--model", "model"];
    let plain = folder.run(&arguments).quietly_done();
    assert!(!plain.contains('\x1b'));
    let output = folder.command(&arguments).env("NO_COLOR", "1").output().unwrap();
    assert_eq!(String::from_utf8(output.stdout).unwrap(), plain);
    arguments[3] = "absent";
    for name in ["NO_COLOR", "COLUMNS"] {
        let output = folder.command(&arguments).env(name, "1").output().unwrap();
        assert!(output.stderr.starts_with(b"error: absent: "), "{output:?}");
    }
}

#[test]
fn a_closed_pipe_is_a_normal_end() {
    let folder = Folder::new();
    folder.put("in.txt", format!("{ABOUT_BIKE_LANES}\n").repeat(50_000));
    let mut command = std::process::Command::new(assert_cmd::cargo::cargo_bin!("standpoint"));
    command.current_dir(folder.folder.path()).args(["classify", "in.txt", "--model", "model"]);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut line = String::new();
    let mut stdout = BufReader::new(child.stdout.take().unwrap());
    stdout.read_line(&mut line).unwrap();
    drop(stdout);
    let output = child.wait_with_output().unwrap();
    assert!(line.starts_with("id,target,"));
    assert_eq!((output.status.code(), output.stderr.as_slice()), (Some(0), &b""[..]));
}

#[test]
fn an_interrupted_run_leaves_nothing_under_the_final_name() {
    let folder = Folder::new();
    let mut command = std::process::Command::new(assert_cmd::cargo::cargo_bin!("standpoint"));
    command.current_dir(folder.folder.path());
    command.args(["classify", "-", "--model", "model", "--output", "out.csv"]).stdin(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    stdin.write_all(format!("{ABOUT_BIKE_LANES}\n").repeat(20_000).as_bytes()).unwrap();
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(!folder.path("out.csv").exists());
}
