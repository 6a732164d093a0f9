//! How long does a statement take inside a program? Reads statements one by one with the built-in model, or with the
//! model file that is named first, and prints the microseconds for each, after a first round that fills the caches.
//!
//! `cargo run --release --example in_process [MODEL] [CORPUS]`

use std::path::PathBuf;
use std::time::Instant;

use standpoint::{Model, ReadOptions, read_corpus, read_model};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    const ROUNDS: usize = 20;
    let mut arguments = std::env::args_os().skip(1).map(PathBuf::from);
    let model = match arguments.next() {
        Some(path) => read_model(&path)?,
        None => Model::built_in()?,
    };
    let corpus = arguments
        .next()
        .unwrap_or_else(|| concat!(env!("CARGO_MANIFEST_DIR"), "/corpus/statements-sanctions.csv").into());
    let corpus = read_corpus(&[corpus], &ReadOptions::default())?.corpus;
    let texts: Vec<&str> = corpus.rows.iter().map(|row| row.statement.text.as_str()).collect();
    let n_words: usize = texts.iter().map(|text| text.split_whitespace().count()).sum();

    let mut reader = model.reader();
    let mut found =
        |texts: &[&str]| -> usize { texts.iter().map(|text| reader.read(text, None).targets.len()).sum() };
    let n_found = found(&texts);
    let mut fastest = f64::INFINITY;
    for _ in 0..ROUNDS {
        let start = Instant::now();
        assert_eq!(found(&texts), n_found);
        fastest = fastest.min(start.elapsed().as_secs_f64());
    }
    println!(
        "{:.2} µs a statement ({} statements of {:.0} words, the fastest of {ROUNDS} rounds)",
        1e6 * fastest / texts.len() as f64,
        texts.len(),
        n_words as f64 / texts.len() as f64,
    );
    Ok(())
}
