//! The command line as its users meet it: what each command writes to standard output, to standard error and to files,
//! and the code that it exits with.

#![cfg(feature = "cli")]

#[path = "../common/mod.rs"]
mod common;

mod analyze;
mod classify;
mod compare;
mod explain;
mod inspect;
mod leaks;
mod measure;
mod refusals;
mod terminal;
mod train;
mod tune;
mod validate;

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use assert_cmd::Command;
use serde_json::Value;
use tempfile::TempDir;

/// A folder that commands run in. It holds `model`, trained on `corpus.csv`.
struct Folder {
    folder: TempDir,
}

/// What a command did.
struct Run {
    code: i32,
    stdout: String,
    stderr: String,
}

impl Folder {
    fn new() -> Self {
        let folder = Folder { folder: tempfile::tempdir().unwrap() };
        folder.put("corpus.csv", common::CORPUS);
        folder.put("model", common::model_bytes());
        folder
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn put(&self, name: &str, content: impl AsRef<[u8]>) {
        fs::write(self.path(name), content).unwrap();
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap()
    }

    fn bytes(&self, name: &str) -> Vec<u8> {
        fs::read(self.path(name)).unwrap()
    }

    /// Every file with its content.
    fn files(&self) -> BTreeMap<String, Vec<u8>> {
        let entries = fs::read_dir(self.folder.path()).unwrap().map(Result::unwrap);
        let files = entries.filter(|entry| entry.path().is_file());
        files.map(|f| (f.file_name().into_string().unwrap(), fs::read(f.path()).unwrap())).collect()
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(assert_cmd::cargo::cargo_bin!("standpoint"));
        command.current_dir(self.folder.path()).args(arguments);
        command
    }

    fn run(&self, arguments: &[&str]) -> Run {
        self.run_with("", arguments)
    }

    /// Runs with `input` as standard input.
    fn run_with(&self, input: impl Into<Vec<u8>>, arguments: &[&str]) -> Run {
        let output = self.command(arguments).write_stdin(input).output().unwrap();
        Run {
            code: output.status.code().expect("an exit code"),
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
        }
    }

    /// The rows of `classify` on standard output, by column.
    fn classify(&self, arguments: &[&str]) -> Vec<BTreeMap<String, String>> {
        self.classify_with("", arguments)
    }

    fn classify_with(&self, input: &str, arguments: &[&str]) -> Vec<BTreeMap<String, String>> {
        rows(&self.run_with(input, &[&["classify", "--model", "model"], arguments].concat()).quietly_done())
    }

    /// Checks that a command refuses: exit code 2, nothing on standard output, no file made or changed, and one line
    /// on standard error that holds all of `said`.
    fn refuses(&self, arguments: &[&str], said: &[&str]) {
        let before = self.files();
        let Run { code, stdout, stderr } = self.run(arguments);
        assert_eq!(code, 2, "{arguments:?}: {stderr}");
        assert_eq!(stdout, "", "{arguments:?}");
        assert!(stderr.starts_with("error: ") && stderr.trim_end().lines().count() == 1, "{stderr}");
        for part in said {
            assert!(stderr.contains(part), "{arguments:?}: {part:?} is not in {stderr}");
        }
        assert_eq!(self.files(), before, "{arguments:?} left a file");
    }
}

impl Run {
    /// The standard output of a command that succeeded.
    fn done(&self) -> &str {
        assert_eq!(self.code, 0, "{}", self.stderr);
        &self.stdout
    }

    /// The standard output of a command that succeeded and said nothing else.
    fn quietly_done(&self) -> String {
        assert_eq!(self.stderr, "");
        self.done().to_string()
    }

    /// The same, as JSON.
    fn json(&self) -> Value {
        serde_json::from_str(&self.quietly_done()).unwrap()
    }
}

/// The records of a CSV by column.
fn rows(csv: &str) -> Vec<BTreeMap<String, String>> {
    csv::Reader::from_reader(csv.as_bytes()).deserialize().map(Result::unwrap).collect()
}

/// The values of some columns in each row.
fn columns<const N: usize>(rows: &[BTreeMap<String, String>], names: [&str; N]) -> Vec<[String; N]> {
    rows.iter().map(|row| names.map(|name| row[name].clone())).collect()
}
