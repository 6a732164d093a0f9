//! The model through the public interface: what it learns, what it says of a text, and how it lies in a file.

#[path = "../common/mod.rs"]
mod common;

mod calibration;
mod explanation;
mod file;
mod knowledge;
mod reading;

use standpoint::{Corpus, Model, Options, Reading, Stance, TargetReading, train};

/// The model of a corpus in CSV without calibration.
fn trained(corpus: &str) -> Model {
    train(&common::corpus_in(corpus), &[], &common::uncalibrated()).unwrap()
}

/// The model of a lexicon in CSV alone.
fn of_lexicon(lexicon: &str) -> Model {
    train(&Corpus::default(), &common::lexicon_in(lexicon), &Options::default()).unwrap()
}

/// What `model` makes of `text` toward `target`, which it is given.
fn toward(model: &Model, text: &str, target: &str) -> TargetReading {
    let Reading { mut targets, .. } = model.predict(text, Some(target)).unwrap();
    assert_eq!(targets.len(), 1);
    targets.remove(0)
}

fn stance(model: &Model, text: &str, target: &str) -> Option<Stance> {
    toward(model, text, target).stance
}

/// Probabilities of favor, against, neutral.
fn probabilities(model: &Model, text: &str, target: &str) -> [f64; 3] {
    toward(model, text, target).probabilities.expect("a text with known words")
}
