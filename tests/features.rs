//! Texts to sparse records, through the public interface: what is counted, how it is weighted, and that nothing else
//! has a say in it.

use std::collections::BTreeMap;

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use serde::Deserialize;
use standpoint::{
    Block, BlockOptions, FeatureOptions, Featurizer, Language, Norm, PairOptions, SparseRecords, TokenKind,
};

/// Unstemmed words as they stand: the settings at which scikit-learn sees the same terms. No block is on.
fn plain() -> FeatureOptions {
    FeatureOptions {
        language: Language::None,
        split_hyphens: false,
        word: None,
        character: None,
        ..FeatureOptions::default()
    }
}

/// Counts of n-grams, as they are.
fn counts(ngrams: (usize, usize)) -> BlockOptions {
    BlockOptions { ngrams, weight: 1.0, sublinear_tf: false, idf: false, norm: Norm::None }
}

fn word_counts(ngrams: (usize, usize)) -> FeatureOptions {
    FeatureOptions { word: Some(counts(ngrams)), ..plain() }
}

fn character_counts(ngrams: (usize, usize)) -> FeatureOptions {
    FeatureOptions { character: Some(counts(ngrams)), ..plain() }
}

fn fit(texts: &[&str], options: &FeatureOptions) -> (Featurizer, SparseRecords) {
    Featurizer::fit(texts, options, &[], &[]).unwrap()
}

/// A record by its terms, whatever their columns.
fn record(featurizer: &Featurizer, records: &SparseRecords, i: usize) -> BTreeMap<String, f32> {
    let (indices, values) = records.row(i);
    indices.iter().zip(values).map(|(j, value)| (featurizer.term(*j).1.to_string(), *value)).collect()
}

/// The only text's record after fitting on it.
fn record_of(text: &str, options: &FeatureOptions) -> BTreeMap<String, f32> {
    let (featurizer, records) = fit(&[text], options);
    record(&featurizer, &records, 0)
}

fn terms(featurizer: &Featurizer) -> Vec<(Block, &str)> {
    (0..featurizer.n_features() as u32).map(|i| featurizer.term(i)).collect()
}

fn terms_of(text: &str, options: &FeatureOptions) -> Vec<String> {
    record_of(text, options).into_keys().collect()
}

#[track_caller]
fn assert_close(actual: &BTreeMap<String, f32>, expected: &[(&str, f64)]) {
    let names = |terms: Vec<&str>| terms.into_iter().map(str::to_string).collect::<Vec<_>>();
    let mut expected = expected.to_vec();
    expected.sort_unstable_by_key(|(term, _)| *term);
    let sorted = expected.iter().map(|(term, _)| *term).collect();
    assert_eq!(actual.keys().cloned().collect::<Vec<_>>(), names(sorted));
    for (value, (term, number)) in actual.values().zip(expected) {
        assert!(
            (f64::from(*value) - number).abs() <= 1e-6 * number.max(1.0),
            "{term}: {value}, not {number}"
        );
    }
}

/// The same matrix to the last bit: equal floats could still differ in the sign of a zero.
fn bits(records: &SparseRecords) -> Vec<(Vec<u32>, Vec<u32>)> {
    let row = |i| records.row(i);
    (0..records.n_records())
        .map(|i| (row(i).0.to_vec(), row(i).1.iter().map(|v| v.to_bits()).collect()))
        .collect()
}

#[track_caller]
fn assert_valid(records: &SparseRecords, n_records: usize, n_features: usize) {
    assert_eq!((records.n_records(), records.n_features()), (n_records, n_features));
    for i in 0..n_records {
        let (indices, values) = records.row(i);
        assert!(indices.is_sorted_by(|a, b| a < b) && indices.iter().all(|j| (*j as usize) < n_features));
        assert!(values.iter().all(|value| value.is_finite() && *value >= 0.0), "{values:?}");
    }
}

// Agreement with scikit-learn

/// See tests/fixtures/tfidf.py.
#[derive(Deserialize)]
struct Fixture {
    fitted: Vec<String>,
    transformed: Vec<String>,
    cases: Vec<Case>,
}

#[derive(Deserialize)]
struct Case {
    character: bool,
    ngrams: (usize, usize),
    sublinear_tf: bool,
    idf: bool,
    norm: Norm,
    min_df: u32,
    max_df: f64,
    max_features: Option<usize>,
    terms: Vec<String>,
    fitted: Vec<Vec<(usize, f64)>>,
    transformed: Vec<Vec<(usize, f64)>>,
}

impl Case {
    fn block(&self) -> BlockOptions {
        BlockOptions {
            ngrams: self.ngrams,
            weight: 1.0,
            sublinear_tf: self.sublinear_tf,
            idf: self.idf,
            norm: self.norm,
        }
    }

    fn options(&self) -> FeatureOptions {
        let block = Some(self.block());
        let (word, character) = if self.character { (None, block) } else { (block, None) };
        let Case { min_df, max_df, max_features, .. } = *self;
        FeatureOptions { word, character, min_df, max_df, max_features, ..plain() }
    }

    #[track_caller]
    fn assert_agrees(
        &self,
        featurizer: &Featurizer,
        records: &SparseRecords,
        expected: &[Vec<(usize, f64)>],
    ) {
        assert_eq!(records.n_records(), expected.len());
        for (i, expected) in expected.iter().enumerate() {
            let expected: BTreeMap<&str, f64> =
                expected.iter().map(|(j, value)| (self.terms[*j].as_str(), *value)).collect();
            let actual = record(featurizer, records, i);
            assert!(actual.keys().eq(expected.keys()), "row {i}: {actual:?} and {expected:?}");
            for (term, value) in &actual {
                let difference = (f64::from(*value) - expected[term.as_str()]).abs();
                assert!(difference < 1e-5, "row {i}, {term:?}: {value} and {}", expected[term.as_str()]);
            }
        }
    }
}

fn fixture() -> Fixture {
    serde_json::from_str(include_str!("fixtures/tfidf.json")).unwrap()
}

fn strs(texts: &[String]) -> Vec<&str> {
    texts.iter().map(String::as_str).collect()
}

#[test]
fn terms_and_values_are_those_of_scikit_learn_1_9_1() {
    let Fixture { fitted, transformed, cases } = fixture();
    assert!(cases.len() > 15 && cases.iter().any(|case| case.max_features.is_some()));
    for case in cases {
        let (featurizer, records) = fit(&strs(&fitted), &case.options());
        let block = if case.character { Block::Character } else { Block::Word };
        // scikit-learn sorts by code points, which is the byte order of UTF-8.
        let expected: Vec<_> = case.terms.iter().map(|term| (block, term.as_str())).collect();
        assert_eq!(terms(&featurizer), expected, "{:?}", case.options());
        case.assert_agrees(&featurizer, &records, &case.fitted);
        case.assert_agrees(&featurizer, &featurizer.transform(&strs(&transformed)), &case.transformed);
    }
}

#[test]
fn two_blocks_stand_side_by_side_each_with_its_weight() {
    let Fixture { fitted, cases, .. } = fixture();
    let whole = |case: &&Case| {
        let all = case.min_df == 1 && case.max_df == 1.0 && case.max_features.is_none();
        all && case.idf && case.norm == Norm::Row
    };
    let case =
        |character| cases.iter().filter(whole).rfind(|case| case.character == character).expect("a case");
    let (word, character) = (case(false), case(true));
    let options = FeatureOptions {
        word: Some(BlockOptions { weight: 0.25, ..word.block() }),
        character: Some(BlockOptions { weight: 3.0, ..character.block() }),
        ..word.options()
    };
    let (_, records) = fit(&strs(&fitted), &options);
    let n_words = word.terms.len();
    for i in 0..fitted.len() {
        let (indices, values) = records.row(i);
        let of_words = word.fitted[i].iter().map(|(j, value)| (*j, 0.25 * value));
        let of_characters = character.fitted[i].iter().map(|(j, value)| (n_words + j, 3.0 * value));
        let expected: Vec<(usize, f64)> = of_words.chain(of_characters).collect();
        assert!(indices.iter().map(|j| *j as usize).eq(expected.iter().map(|(j, _)| *j)));
        for (value, (_, expected)) in values.iter().zip(expected) {
            assert!((f64::from(*value) - expected).abs() < 1e-5);
        }
    }
}

// What a term is

#[test]
fn columns_are_sorted_by_block_then_by_byte_order() {
    let options = FeatureOptions { word: Some(counts((1, 2))), character: Some(counts((2, 2))), ..plain() };
    let (featurizer, records) =
        Featurizer::fit(&["b a", "é ab zz"], &options, &["b", "a b"], &["Z", "a"]).unwrap();
    use Block::*;
    let word = ["a", "ab", "ab zz", "b", "b a", "zz", "é", "é ab"].map(|term| (Word, term));
    let character =
        [" a", " b", " z", " é", "a ", "ab", "b ", "z ", "zz", "é "].map(|term| (Character, term));
    let lexicon = [(Lexicon, "a b"), (Lexicon, "b"), (About, "a"), (About, "z")];
    assert_eq!(terms(&featurizer), [&word[..], &character, &lexicon].concat());
    assert_valid(&records, 2, word.len() + character.len() + 4);
}

#[test]
fn of_terms_that_occur_equally_often_the_first_in_block_and_byte_order_are_kept() {
    let kept = |max_features| {
        let options = FeatureOptions {
            word: Some(counts((1, 1))),
            character: Some(counts((3, 3))),
            max_features: Some(max_features),
            ..plain()
        };
        let (featurizer, _) = fit(&["b b a c", "a é"], &options);
        terms(&featurizer).iter().map(|(block, term)| format!("{block:?} {term}")).collect::<Vec<_>>()
    };
    // Twice: the words a, b and the n-grams " a ", " b "; once: the words c, é and the n-grams " c ", " é ".
    assert_eq!(kept(1), ["Word a"]);
    assert_eq!(kept(3), ["Word a", "Word b", "Character  a "]);
    assert_eq!(kept(5), ["Word a", "Word b", "Word c", "Character  a ", "Character  b "]);
    assert_eq!(kept(100).len(), 8);
}

#[test]
fn document_frequencies_at_the_borders_are_kept() {
    let texts = ["a b c d", "a b c", "a b b b", "a"];
    let kept = |min_df, max_df| {
        let options = FeatureOptions { min_df, max_df, ..word_counts((1, 1)) };
        let (featurizer, _) = fit(&texts, &options);
        terms(&featurizer).into_iter().map(|(_, term)| term.to_string()).collect::<String>()
    };
    assert_eq!(kept(1, 1.0), "abcd");
    assert_eq!(kept(2, 1.0), "abc");
    assert_eq!(kept(3, 0.75), "b");
    assert_eq!(kept(1, 0.74), "cd");
    assert_eq!(kept(5, 1.0), "");
}

#[test]
fn word_ngrams_do_not_cross_what_is_no_term() {
    // scikit-learn joins the words at both sides of a mark.
    let options = word_counts((1, 3));
    assert_eq!(
        terms_of("Sanctions work, they say", &options),
        ["sanctions", "sanctions work", "say", "they", "they say", "work"]
    );
    for between in [". ", " – ", "; ", " (", " / ", " https://example.org ", " & "] {
        assert_eq!(terms_of(&format!("lift{between}them"), &options), ["lift", "them"], "{between}");
    }
    assert_eq!(terms_of("lift \t\n\u{200B} them", &options), ["lift", "lift them", "them"]);
    assert!(terms_of("a, b", &word_counts((2, 3))).is_empty());
}

#[test]
fn character_ngrams_are_those_of_the_unstemmed_word() {
    let options = FeatureOptions { language: Language::English, ..character_counts((8, 8)) };
    assert_eq!(terms_of("Missiles", &options), [" missile", "issiles ", "missiles"]);
    assert!(terms_of("!!! https://example.org :-)", &options).is_empty());
}

#[test]
fn word_terms_are_stems_and_character_terms_are_not_counted_with_them() {
    let english = FeatureOptions { language: Language::English, ..word_counts((1, 2)) };
    let expected = [("lift", 2.0), ("lift sanction", 2.0), ("sanction", 2.0), ("sanction lift", 1.0)];
    assert_close(&record_of("Lifting sanctions lifts sanction's", &english), &expected);
}

#[test]
fn a_hyphenated_word_counts_as_its_parts_or_as_one() {
    let whole = word_counts((1, 2));
    let parts = FeatureOptions { split_hyphens: true, ..whole.clone() };
    let text = "anti\u{2010}missile S-400 now";
    assert_eq!(
        terms_of(text, &parts),
        ["400", "400 now", "anti", "anti missile", "missile", "missile s", "now", "s", "s 400"]
    );
    assert_eq!(terms_of("x-ray now", &whole), ["now", "x-ray", "x-ray now"]);
    let characters = FeatureOptions { split_hyphens: true, ..character_counts((3, 3)) };
    assert_eq!(terms_of("x-y", &characters), [" x ", " y "]);
    assert_eq!(terms_of("x-y", &character_counts((3, 3))), [" x-", "-y ", "x-y"]);
}

#[test]
fn a_hashtag_is_followed_by_its_parts_or_stands_alone() {
    let parts = word_counts((1, 2));
    let alone = FeatureOptions { split_hashtags: false, ..parts.clone() };
    assert_eq!(
        terms_of("#NoWar2024 now", &parts),
        ["#nowar2024", "#nowar2024 no", "2024", "2024 now", "no", "no war", "now", "war", "war 2024"]
    );
    assert_eq!(terms_of("#NoWar2024 now", &alone), ["#nowar2024", "#nowar2024 now", "now"]);
    let english = FeatureOptions { language: Language::English, ..word_counts((1, 1)) };
    assert_eq!(terms_of("#StopSanctions", &english), ["#stopsanctions", "sanction", "stop"]);
}

#[test]
fn only_the_kinds_of_token_that_are_kept_become_terms() {
    use TokenKind::*;
    let text = "Why 5 @nato #war :-) https://x.org now!!!! $";
    let of = |tokens: &[TokenKind]| {
        terms_of(text, &FeatureOptions { tokens: tokens.to_vec(), ..word_counts((1, 1)) })
    };
    assert_eq!(of(&plain().tokens), ["#war", "5", ":-)", "@nato", "now", "war", "why"]);
    assert_eq!(of(&[Url, Symbol, Punctuation]), ["!!", "$", "https://x.org"]);
    assert_eq!(of(&[Number]), ["5"]);
    assert!(of(&[]).is_empty());
    // A mark that is kept is a word of the n-grams around it.
    let marks = FeatureOptions { tokens: vec![Word, Punctuation], ..word_counts((2, 2)) };
    assert_eq!(terms_of("Stop it?! Now.", &marks), ["?! now", "it ?!", "now .", "stop it"]);
}

// How terms are weighted

#[test]
fn with_norm_word_the_row_is_divided_by_the_root_of_the_sum_of_the_words_squared_lengths() {
    let block = BlockOptions { norm: Norm::Word, ..counts((2, 2)) };
    let options = FeatureOptions { character: Some(block.clone()), ..plain() };
    // " a", "ab", "b " twice and " c", "c " once: squared lengths of the words 3 + 3 + 2.
    let eighth = 1.0 / 8f64.sqrt();
    let twice_ab =
        [(" a", 2.0 * eighth), ("ab", 2.0 * eighth), ("b ", 2.0 * eighth), (" c", eighth), ("c ", eighth)];
    assert_close(&record_of("ab ab c", &options), &twice_ab);
    assert_close(&record_of("c, ab! AB", &options), &twice_ab);
    // Within a word counts are not damped: " a", twice "aa", "a " have length √6.
    let sixth = 1.0 / 6f64.sqrt();
    assert_close(&record_of("aaa", &options), &[(" a", sixth), ("aa", 2.0 * sixth), ("a ", sixth)]);
    // " a" is in both words, of squared lengths 3 and 6.
    let both = record_of("ab aaa", &options);
    assert!((f64::from(both[" a"]) - 2.0 / 3.0).abs() < 1e-6);

    let weighted = FeatureOptions { character: Some(BlockOptions { weight: 3.0, ..block }), ..plain() };
    let tripled: Vec<_> = twice_ab.iter().map(|(term, value)| (*term, 3.0 * value)).collect();
    assert_close(&record_of("ab ab c", &weighted), &tripled);
}

#[test]
fn with_norm_word_idf_is_weighed_in_before_the_length_and_unknown_words_do_not_count() {
    let block = BlockOptions { norm: Norm::Word, idf: true, ..counts((2, 2)) };
    let options = FeatureOptions { character: Some(block), ..plain() };
    let (featurizer, records) = fit(&["ab", "ac"], &options);
    // idf of " a" is 1, of "ab" and "b " it is i = ln(3/2) + 1; the length is √(1 + 2i²).
    let idf = 1.5f64.ln() + 1.0;
    let length = (1.0 + 2.0 * idf * idf).sqrt();
    let expected = [(" a", 1.0 / length), ("ab", idf / length), ("b ", idf / length)];
    assert_close(&record(&featurizer, &records, 0), &expected);
    let rows = featurizer.transform(&["ab", "ab zz", "zz ab ??? zz", "zz"]);
    assert_eq!(rows.row(1), rows.row(0));
    assert_eq!(rows.row(2), rows.row(0));
    assert!(rows.row(3).0.is_empty());
    // Of a word that is known in part the known n-grams have length one.
    let row = record(&featurizer, &featurizer.transform(&["xb"]), 0);
    assert_close(&row, &[("b ", 1.0)]);
}

#[test]
fn sublinear_counts_and_row_norm_agree_with_the_formula() {
    let block =
        BlockOptions { sublinear_tf: true, idf: true, norm: Norm::Row, weight: 2.0, ..counts((1, 1)) };
    let options = FeatureOptions { word: Some(block), ..plain() };
    let (featurizer, records) = fit(&["a a a b", "b"], &options);
    // a: (1 + ln 3) · (ln(3/2) + 1); b: 1 · (ln(3/3) + 1).
    let (a, b) = ((1.0 + 3f64.ln()) * (1.5f64.ln() + 1.0), 1.0);
    let length = f64::hypot(a, b);
    assert_close(&record(&featurizer, &records, 0), &[("a", 2.0 * a / length), ("b", 2.0 * b / length)]);
    // A term that is not known has no part in the length.
    assert_close(&record(&featurizer, &featurizer.transform(&["b unknown"]), 0), &[("b", 2.0)]);
}

#[test]
fn a_pair_is_two_terms_in_either_order_weighed_by_how_few_texts_hold_both() {
    let texts = ["a b. c", "b, a a", "c a", "a b"];
    let pairs = |window, min_df| FeatureOptions {
        pairs: Some(PairOptions { window, weight: 0.7, min_df }),
        ..plain()
    };
    let (featurizer, records) = fit(&texts, &pairs(9, 2));
    assert_eq!(terms(&featurizer), [(Block::Pair, "a + b"), (Block::Pair, "a + c")], "b and c meet once");
    // n = 4; a and b meet in 3 texts, a and c in 2.
    let (ab, ac) = ((5.0f64 / 4.0).ln() + 1.0, (5.0f64 / 3.0).ln() + 1.0);
    let norm = (ab * ab + ac * ac).sqrt();
    let both = [("a + b", 0.7 * ab / norm), ("a + c", 0.7 * ac / norm)];
    assert_close(&record(&featurizer, &records, 0), &both);
    // A text that repeats a pair has it once.
    assert_close(&record(&featurizer, &featurizer.transform(&["c a, b a"]), 0), &both);
    for i in [1, 3] {
        assert_close(&record(&featurizer, &records, i), &[("a + b", 0.7)]);
    }
    let found = |window, min_df| fit(&texts, &pairs(window, min_df)).0.n_features();
    assert_eq!([found(9, 1), found(9, 3), found(9, 4)], [3, 1, 0]);
    // The comma takes a place.
    assert_eq!([found(1, 3), found(2, 3)], [0, 1]);
}

#[test]
fn options_out_of_range_are_refused_with_their_name() {
    let block = counts((1, 2));
    let word = |block| FeatureOptions { word: Some(block), ..plain() };
    let character = |block| FeatureOptions { character: Some(block), ..plain() };
    let pairs = |pairs| FeatureOptions { pairs: Some(pairs), ..plain() };
    for (options, name) in [
        (word(counts((0, 1))), "features.word"),
        (word(counts((2, 1))), "features.word"),
        (word(counts((1, 9))), "features.word"),
        (word(BlockOptions { weight: 0.0, ..block.clone() }), "features.word"),
        (word(BlockOptions { weight: f64::NAN, ..block.clone() }), "features.word"),
        (word(BlockOptions { weight: f64::INFINITY, ..block.clone() }), "features.word"),
        // Would be rounded to infinity.
        (word(BlockOptions { weight: 1e300, ..block.clone() }), "features.word"),
        (word(BlockOptions { norm: Norm::Word, ..block.clone() }), "features.word.norm"),
        (character(BlockOptions { weight: -1.0, ..block.clone() }), "features.character"),
        // Would be rounded to zero.
        (character(BlockOptions { weight: 1e-60, ..block.clone() }), "features.character"),
        (
            character(BlockOptions { norm: Norm::Word, sublinear_tf: true, ..block.clone() }),
            "features.character.sublinear_tf",
        ),
        (pairs(PairOptions { window: 0, ..PairOptions::default() }), "features.pairs.window"),
        (pairs(PairOptions { window: 1001, ..PairOptions::default() }), "features.pairs.window"),
        (pairs(PairOptions { weight: 0.0, ..PairOptions::default() }), "features.pairs.weight"),
        (pairs(PairOptions { min_df: 0, ..PairOptions::default() }), "features.pairs.min_df"),
        (FeatureOptions { lexicon_weight: 0.0, ..plain() }, "features.lexicon_weight"),
        (FeatureOptions { lexicon_weight: 1e-60, ..plain() }, "features.lexicon_weight"),
        (FeatureOptions { lexicon_weight: f64::NAN, ..plain() }, "features.lexicon_weight"),
        (FeatureOptions { min_df: 0, ..plain() }, "features.min_df"),
        (FeatureOptions { max_df: 0.0, ..plain() }, "features.max_df"),
        (FeatureOptions { max_df: 1.01, ..plain() }, "features.max_df"),
        (FeatureOptions { max_df: f64::NAN, ..plain() }, "features.max_df"),
        (FeatureOptions { max_features: Some(0), ..plain() }, "features.max_features"),
    ] {
        let message = Featurizer::fit(&["a"], &options, &[], &[]).unwrap_err().to_string();
        assert!(message.contains(name), "{message}, of {options:?}");
    }
}

#[test]
fn the_smallest_and_the_largest_weight_give_valid_records() {
    for weight in [1e-6, 1e6] {
        for norm in [Norm::None, Norm::Row, Norm::Word] {
            let block = BlockOptions { weight, norm, idf: true, ..counts((1, 3)) };
            let word = (norm != Norm::Word).then(|| block.clone());
            let options = FeatureOptions { word, character: Some(block), lexicon_weight: weight, ..plain() };
            let (featurizer, records) =
                Featurizer::fit(&["a a b aab", "b", "a c"], &options, &["a"], &["b"]).unwrap();
            assert_valid(&records, 3, featurizer.n_features());
            assert!((0..3).all(|i| records.row(i).1.iter().all(|value| *value > 0.0)));
        }
    }
}

#[test]
fn options_come_back_from_json_and_unknown_ones_are_refused() {
    let few = FeatureOptions { max_features: Some(7), character: None, ..FeatureOptions::default() };
    let pairs = FeatureOptions { pairs: Some(PairOptions::default()), ..FeatureOptions::default() };
    for options in [few, pairs] {
        let json = serde_json::to_string(&options).unwrap();
        assert_eq!(serde_json::from_str::<FeatureOptions>(&json).unwrap(), options);
    }
    assert_eq!(serde_json::from_str::<FeatureOptions>("{}").unwrap(), FeatureOptions::default());
    assert!(serde_json::from_str::<FeatureOptions>(r#"{"min_dff": 2}"#).is_err());
}

// Lexicons

/// What of `lexicon` and `about` is found in `text`, as often as the values say where `weight` is 1.
fn found(text: &str, lexicon: &[&str], about: &[&str]) -> Vec<(Block, String, f32)> {
    let options = FeatureOptions { language: Language::English, split_hyphens: true, ..plain() };
    let (featurizer, records) = Featurizer::fit(&[text], &options, lexicon, about).unwrap();
    let (indices, values) = records.row(0);
    let entry = |(j, value): (&u32, &f32)| {
        let (block, term) = featurizer.term(*j);
        (block, term.to_string(), *value)
    };
    indices.iter().zip(values).map(entry).collect()
}

/// The terms of `lexicon` that are found in `text`.
fn found_terms(text: &str, lexicon: &[&str]) -> Vec<String> {
    found(text, lexicon, &[]).into_iter().map(|(_, term, _)| term).collect()
}

#[test]
fn the_longest_term_from_left_to_right_hides_the_words_inside_it() {
    let lexicon = ["lift", "sanctions", "lift sanctions", "sanctions work", "must lift sanctions now"];
    assert_eq!(found_terms("They lift sanctions", &lexicon), ["lift sanction"]);
    assert_eq!(found_terms("Sanctions lift", &lexicon), ["lift", "sanction"]);
    // "sanctions work" begins inside the match to its left.
    assert_eq!(found_terms("lift sanctions work", &lexicon), ["lift sanction"]);
    assert_eq!(found_terms("must lift sanctions now", &lexicon), ["must lift sanction now"]);
    // A longer term that breaks off leaves the shorter ones inside it.
    assert_eq!(found_terms("must lift sanctions soon", &lexicon), ["lift sanction"]);
    assert_eq!(found_terms("nothing of it", &lexicon), [""; 0]);
}

#[test]
fn a_match_passes_over_articles_and_possessives_inside_it() {
    for text in
        ["lift the embargo", "lift this, that embargo", "lift their a embargo", "LIFTING its Embargoes"]
    {
        let expected: &[&str] = if text.contains(',') { &[] } else { &["lift embargo"] };
        assert_eq!(found_terms(text, &["lift embargo"]), expected, "{text}");
        assert_eq!(found_terms(text, &["lift the embargo"]), expected, "{text}");
    }
    assert_eq!(found_terms("lift some embargo", &["lift embargo"]), [""; 0]);
    // Only inside a match is a determiner passed over: it is no part of the next one.
    assert_eq!(found_terms("lift the", &["lift", "the"]), ["lift", "the"]);
    assert_eq!(found_terms("lift the embargo", &["lift embargo", "the"]), ["lift embargo"]);
}

#[test]
fn a_term_may_have_many_words() {
    let long = "nothing will ever stop us from lifting the sanctions again";
    assert_eq!(found_terms(long, &[long, "sanctions"]).len(), 1);
}

#[test]
fn a_term_of_one_determiner_matches_it() {
    assert_eq!(found_terms("This is it", &["this"]), ["this"]);
    assert_eq!(found_terms("that is it", &["this"]), [""; 0]);
}

#[test]
fn no_match_reaches_across_punctuation() {
    for text in ["lift. Embargo", "lift, embargo", "lift (embargo)", "lift https://x.org embargo"] {
        assert_eq!(found_terms(text, &["lift embargo"]), [""; 0], "{text}");
        assert_eq!(found_terms(text, &["lift embargo", "lift", "embargo"]), ["embargo", "lift"], "{text}");
    }
}

#[test]
fn inflections_spelling_and_hyphens_do_not_hinder_a_match() {
    let lexicon = ["anti-ballistic missile", "failing sanction", "#NoWar"];
    assert_eq!(found_terms("Anti ballistic missiles", &lexicon), ["anti ballist missil"]);
    assert_eq!(found_terms("anti\u{2011}ballistic MISSILE’s", &lexicon), ["anti ballist missil"]);
    assert_eq!(found_terms("failed sanctions", &lexicon), ["fail sanction"]);
    assert_eq!(found_terms("#NoWar", &lexicon), ["#nowar no war"]);
    assert_eq!(found_terms("#StopTheWar", &["stop war"]), ["stop war"]);
}

#[test]
fn an_entry_is_one_divided_by_the_root_of_the_number_of_terms_found_and_one() {
    let texts = ["a b c a", "a", "nothing"];
    let weight = 0.5;
    let options = FeatureOptions { lexicon_weight: weight, ..plain() };
    let (featurizer, records) = Featurizer::fit(&texts, &options, &["a", "b", "x"], &["c", "a b"]).unwrap();
    // "a" is found twice and counts once.
    let value = |terms: f64| (weight / (terms + 1.0).sqrt()) as f32;
    let of = |i| {
        let (indices, values) = records.row(i);
        let terms = indices.iter().map(|j| featurizer.term(*j));
        terms.zip(values.iter().copied()).collect::<Vec<_>>()
    };
    use Block::{About, Lexicon};
    assert_eq!(
        of(0),
        [
            ((Lexicon, "a"), value(2.0)),
            ((Lexicon, "b"), value(2.0)),
            ((About, "a b"), value(2.0)),
            ((About, "c"), value(2.0)),
        ]
    );
    assert_eq!(of(1), [((Lexicon, "a"), value(1.0))]);
    assert!(of(2).is_empty());
}

#[test]
fn a_phrase_of_the_one_block_does_not_hide_a_name_of_the_other() {
    let both = found("lift the sanctions", &["lift sanctions"], &["sanctions"]);
    let value = (1.0 / 2f64.sqrt()) as f32;
    assert_eq!(
        both,
        [(Block::Lexicon, "lift sanction".to_string(), value), (Block::About, "sanction".to_string(), value)]
    );
    let same = found("sanctions", &["sanctions"], &["sanctions"]);
    assert_eq!(same.iter().map(|(block, ..)| *block).collect::<Vec<_>>(), [Block::Lexicon, Block::About]);
}

#[test]
fn terms_that_fall_together_once_stemmed_are_one_feature() {
    let options = FeatureOptions { word: None, character: None, ..FeatureOptions::default() };
    let lexicon =
        ["sanction", "Sanctions", "the sanction's", "lift embargo", "lifting the embargo", "!!", " "];
    let (featurizer, _) = Featurizer::fit(&[], &options, &lexicon, &["sanctioned"]).unwrap();
    use Block::{About, Lexicon};
    assert_eq!(terms(&featurizer), [(Lexicon, "lift embargo"), (Lexicon, "sanction"), (About, "sanction")]);
}

#[test]
fn frequencies_and_numbers_of_features_do_not_bear_on_lexicon_terms() {
    let options = FeatureOptions { min_df: 9, max_df: 0.1, max_features: Some(1), ..word_counts((1, 1)) };
    let (featurizer, _) = Featurizer::fit(&["a b"], &options, &["a", "unseen"], &["b"]).unwrap();
    assert_eq!(featurizer.n_features(), 3);
}

// What has no say in a record

/// Pseudo-random texts of a vocabulary in which few words are frequent, with marks, tags, names and hyphens.
fn generated(n: usize) -> Vec<String> {
    let mut state = 0x9E37_79B9_7F4A_7C15_u64;
    let mut below = move |n: u64| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state >> 11) % n
    };
    let mut text = move || {
        let mut text = String::new();
        for _ in 0..below(9) {
            let rank = below(60) * below(60);
            let (head, tail) = (["sanction", "lift", "de", "é", "митин"][rank as usize % 5], rank / 7);
            text += &match below(12) {
                0 => format!("#{head}Now{tail} "),
                1 => format!("{head}-{tail}, "),
                2 => format!("@{head}{tail}! "),
                3 => "the ".to_string(),
                _ => format!("{head}s{} ", ["", "ing", "ed", "ly"][tail as usize % 4]),
            };
        }
        text
    };
    (0..n).map(|_| text()).collect()
}

const LEXICON: [&str; 4] = ["lift sanctions", "sanctions", "lifts the митинs", "de lift"];

#[test]
fn a_text_has_the_same_record_alone_and_in_a_batch() {
    let texts = generated(3000);
    let texts = strs(&texts);
    let options = FeatureOptions { pairs: Some(PairOptions::default()), ..FeatureOptions::default() };
    let (featurizer, records) = Featurizer::fit(&texts, &options, &LEXICON, &["lift"]).unwrap();
    let batch = bits(&featurizer.transform(&texts));
    assert_eq!(bits(&records), batch);
    for i in (0..texts.len()).step_by(37) {
        assert_eq!(bits(&featurizer.transform(&texts[i..=i])), batch[i..=i], "{}", texts[i]);
    }
    let reversed: Vec<&str> = texts.iter().rev().copied().collect();
    let mut backwards = bits(&featurizer.transform(&reversed));
    backwards.reverse();
    assert_eq!(backwards, batch);
}

#[test]
fn the_bits_are_the_same_at_any_number_of_threads() {
    // More texts than are counted in one go, and more than one such go.
    let texts = generated(17_000);
    let texts = strs(&texts);
    let few = FeatureOptions { min_df: 2, max_features: Some(3000), ..FeatureOptions::default() };
    let pairs = Some(PairOptions { window: 2, ..PairOptions::default() });
    let pairs = FeatureOptions { pairs, word: None, character: None, ..FeatureOptions::default() };
    for options in [FeatureOptions::default(), few, pairs] {
        let run = |threads| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
            pool.install(|| {
                let (featurizer, records) = Featurizer::fit(&texts, &options, &LEXICON, &["lift"]).unwrap();
                let terms: Vec<_> =
                    terms(&featurizer).iter().map(|(block, term)| (*block, term.to_string())).collect();
                (terms, bits(&records), bits(&featurizer.transform(&texts[..3000])))
            })
        };
        let single = run(1);
        assert!(single.0.len() > 2000);
        assert!(single == run(2));
        assert!(single == run(8));
    }
}

// Odd inputs

#[test]
fn texts_without_words_have_empty_records() {
    let texts =
        ["", " \t\n", "...", "!? – “” & 5%", "\u{200B}\u{FEFF}", "lift", "\0", "https://example.org/lift"];
    let options = FeatureOptions { tokens: vec![TokenKind::Word], ..FeatureOptions::default() };
    let (featurizer, records) = Featurizer::fit(&texts, &options, &["lift"], &[]).unwrap();
    assert_valid(&records, texts.len(), featurizer.n_features());
    for (i, text) in texts.iter().enumerate() {
        assert_eq!(records.row(i).0.is_empty(), *text != "lift", "{text:?}");
    }
}

#[test]
fn without_texts_or_terms_there_are_no_features() {
    for texts in [&[][..], &["", "..."]] {
        let (featurizer, records) = fit(texts, &FeatureOptions::default());
        assert_valid(&records, texts.len(), 0);
        assert_valid(&featurizer.transform(&["anything", ""]), 2, 0);
    }
    let (featurizer, _) = fit(&["lift"], &plain());
    assert_eq!(featurizer.n_features(), 0);
}

#[test]
fn an_endless_word_is_a_word() {
    let endless = "aé1b".repeat(1 << 18);
    let texts = [endless.as_str(), "aé1b"];
    let (featurizer, records) =
        Featurizer::fit(&texts, &FeatureOptions::default(), &[&endless], &[]).unwrap();
    assert_valid(&records, 2, featurizer.n_features());
    assert_eq!(featurizer.term(0), (Block::Word, "aé1b"));
    assert_eq!(featurizer.term(1), (Block::Word, endless.as_str()));
    assert_eq!(bits(&featurizer.transform(&texts)), bits(&records));
}

#[test]
fn a_long_text_of_one_word_counts_it() {
    let long = "the sanctions ".repeat(50_000);
    let (featurizer, records) =
        Featurizer::fit(&[&long], &word_counts((1, 2)), &["the", "sanctions"], &[]).unwrap();
    let record = record(&featurizer, &records, 0);
    assert_eq!((record["the sanctions"], record["sanctions the"]), (50_000.0, 49_999.0));
    assert_valid(&records, 1, featurizer.n_features());
}

fn any_text() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        "[a-dA-D #@_'’.,!-]{0,40}",
        "(lift|the|sanctions|#LiftThem|anti-war|é|制裁|👍🏽|:-\\)|5.5|www.x.org/a|[ .,\u{200D}\u{301}]){0,20}",
    ]
}

fn any_options() -> impl Strategy<Value = FeatureOptions> {
    let block = |norms: &'static [Norm]| {
        let fields = (1..4usize, 0..3usize, any::<[bool; 2]>(), 0..norms.len());
        prop::option::of(fields.prop_map(move |(min, more, [sublinear_tf, idf], norm)| BlockOptions {
            ngrams: (min, min + more),
            weight: 1.5,
            sublinear_tf: sublinear_tf && norms[norm] != Norm::Word,
            idf,
            norm: norms[norm],
        }))
    };
    let languages = prop::sample::select(&Language::ALL[..]);
    let words = block(&[Norm::None, Norm::Row]);
    let characters = block(&[Norm::None, Norm::Row, Norm::Word]);
    let limits = (1..3u32, 1..=4u32, prop::option::of(1..50usize));
    let pairs = prop::option::of((1..9usize, 1..3u32)).prop_map(|pairs| {
        pairs.map(|(window, min_df)| PairOptions { window, min_df, ..PairOptions::default() })
    });
    (languages, (words, characters, pairs), any::<[bool; 2]>(), limits).prop_map(
        |(
            language,
            (word, character, pairs),
            [split_hyphens, split_hashtags],
            (min_df, quarters, max_features),
        )| {
            let max_df = f64::from(quarters) / 4.0;
            FeatureOptions {
                language,
                split_hyphens,
                split_hashtags,
                word,
                character,
                pairs,
                min_df,
                max_df,
                max_features,
                ..FeatureOptions::default()
            }
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { rng_seed: RngSeed::Fixed(0), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_texts_and_terms_give_valid_records(
        fitted in vec(any_text(), 0..8),
        others in vec(any_text(), 0..8),
        lexicon in vec(any_text(), 0..4),
        options in any_options(),
    ) {
        let fitted = strs(&fitted);
        let (featurizer, records) =
            Featurizer::fit(&fitted, &options, &strs(&lexicon), &strs(&lexicon)).unwrap();
        assert_valid(&records, fitted.len(), featurizer.n_features());
        assert_eq!(bits(&featurizer.transform(&fitted)), bits(&records));
        let terms = terms(&featurizer);
        assert!(terms.is_sorted_by(|a, b| a < b), "{:?}", terms);
        assert_valid(&featurizer.transform(&strs(&others)), others.len(), featurizer.n_features());
    }
}
