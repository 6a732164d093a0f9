//! `inspect`: what is in a model.

use sha2::{Digest, Sha256};

use super::Folder;
use super::common::{LEXICON, N_ROWS};

#[test]
fn a_model_shows_its_targets_counts_and_strongest_features() {
    let folder = Folder::new();
    let shown = folder.run(&["inspect", "model", "--most", "3"]).quietly_done();
    for part in [
        "44 rows, 42 statements (8 about no target)",
        "softmax, C = 1",
        "night trains, against",
        "out of fold",
    ] {
        assert!(shown.contains(part), "{part:?} is not in {shown}");
    }
}

#[test]
fn the_json_holds_what_the_table_shows_and_the_fingerprint_of_the_file() {
    let folder = Folder::new();
    let json = folder.run(&["inspect", "model", "--format", "json", "--most", "2"]).json();
    let digest: String =
        Sha256::digest(folder.bytes("model")).iter().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!(json["fingerprint"], digest);
    assert_eq!(json["n_rows"], N_ROWS);
    assert_eq!((json["n_unrelated"].as_u64(), json["n_lexicon"].as_u64()), (Some(8), Some(0)));
    assert_eq!(json["out_of_fold"]["n"], 36);
    let target = &json["targets"][1];
    assert_eq!(target["target"], "night trains");
    assert_eq!(target["stances"], serde_json::json!([7, 7, 4]));
    assert_eq!(target["labels"], serde_json::json!(["favor", "against", "neutral"]));
    let threshold = target["detection_threshold"].as_f64().unwrap();
    assert!(threshold > 0.0 && threshold < 1.0);
    let strongest = target["strongest"].as_array().unwrap();
    assert!(strongest.iter().all(|features| features.as_array().unwrap().len() == 2));
}

#[test]
fn a_lexicon_s_terms_are_among_the_strongest_features() {
    let folder = Folder::new();
    folder.put("words.csv", LEXICON);
    folder.run(&["train", "--lexicon", "words.csv", "--output", "words"]).done();
    let json = folder.run(&["inspect", "words", "--format", "json"]).json();
    assert_eq!(json["n_lexicon"], 8);
    let favor = &json["targets"][0]["strongest"][0][0];
    assert_eq!((favor["term"].as_str(), favor["block"].as_str()), (Some("splendid"), Some("lexicon")));
}
