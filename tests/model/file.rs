//! The model file: what is written is read back to the bit, and nothing else is taken for a model.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use standpoint::{Error, LearnerKind, LearnerOptions, Model, Options, train};

use super::common::{
    ABOUT_BIKE_LANES, CORPUS, LEXICON, UNKNOWN, UNRELATED, corpus_in, lexicon_in, model, model_bytes,
};

/// Bytes before the first section: magic, version, number of sections, the table of sections, its checksum.
const PREFIX: usize = 16 + 16 * SECTIONS + 8;
const SECTIONS: usize = 8;
const HEADER: usize = 0;

/// The generator of Steele, Lea & Flood (2014): the same numbers on every machine.
struct SplitMix64(u64);

impl SplitMix64 {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ (z >> 31)) % n as u64) as usize
    }
}

/// The sections of a model file, as `src/model/format.rs` lays them out.
#[derive(Clone)]
struct Sections([Vec<u8>; SECTIONS]);

impl Sections {
    fn of(bytes: &[u8]) -> Self {
        let mut start = PREFIX;
        Sections(std::array::from_fn(|i| {
            let entry = &bytes[16 + 16 * i..];
            let length = u64::from_le_bytes(entry[..8].try_into().unwrap()) as usize;
            let section = bytes[start..start + length].to_vec();
            start += length.next_multiple_of(8);
            section
        }))
    }

    /// The file of these sections, every checksum right.
    fn file(&self) -> Vec<u8> {
        let mut prefix = model_bytes()[..16].to_vec();
        let mut content = Vec::new();
        for section in &self.0 {
            let mut padded = section.clone();
            padded.resize(section.len().next_multiple_of(8), 0);
            prefix.extend((section.len() as u64).to_le_bytes());
            prefix.extend(crc32fast::hash(&padded).to_le_bytes());
            prefix.extend([0; 4]);
            content.extend(padded);
        }
        prefix.extend(crc32fast::hash(&prefix).to_le_bytes());
        prefix.extend([0; 4]);
        [prefix, content].concat()
    }

    fn header(&self) -> String {
        String::from_utf8(self.0[HEADER].clone()).unwrap()
    }

    fn with_header(&self, header: String) -> Self {
        let mut changed = self.clone();
        changed.0[HEADER] = header.into_bytes();
        changed
    }
}

fn refused(bytes: &[u8]) -> String {
    match Model::from_bytes(bytes, "m") {
        Err(error @ Error::ModelFile { .. }) => error.to_string(),
        Err(error) => panic!("another error: {error}"),
        Ok(_) => panic!("the bytes are taken for a model"),
    }
}

/// Uses a model in every way, if the bytes are one.
fn use_model(bytes: &[u8]) {
    let Ok(model) = Model::from_bytes(bytes, "m") else { return };
    for text in [ABOUT_BIKE_LANES, "The bike-lanes, #NightTrains and trains, trains!", UNKNOWN, UNRELATED, ""]
    {
        let mut reader = model.reader();
        reader.read(text, None);
        for t in 0..model.targets().len() {
            let reading = reader.read(text, Some(t));
            if let Some(p) = reading.targets[0].probabilities {
                assert!((p.iter().sum::<f64>() - 1.0).abs() < 1e-9, "{p:?}");
            }
            let explanation = model.explain(text, t);
            assert!(explanation.contributions.iter().all(|part| part.scores.iter().all(|s| s.is_finite())));
            for stance in standpoint::Stance::ALL {
                model.strongest(t, stance, 3);
            }
        }
    }
    assert!(Model::from_bytes(&model.to_bytes(), "m").is_ok());
}

#[test]
fn a_model_that_was_written_reads_like_the_one_that_was_trained() {
    let read = Model::from_bytes(model_bytes(), "m").unwrap();
    assert_eq!(read.to_bytes(), model_bytes());
    assert_eq!(read.summary(), model().summary());
    let texts = CORPUS.lines().chain([ABOUT_BIKE_LANES, UNRELATED, UNKNOWN, "", "#BikeLanes good-bad 😀"]);
    for text in texts {
        for target in [None, Some("bike lanes"), Some("night trains")] {
            // Readings hold floats: equal means equal to the bit, since none is NaN or a negative zero.
            assert_eq!(read.predict(text, target).unwrap(), model().predict(text, target).unwrap(), "{text}");
        }
        assert_eq!(read.explain(text, 0), model().explain(text, 0), "{text}");
    }
}

#[test]
fn every_learner_makes_the_same_bytes_at_any_number_of_threads_and_reads_them_back() {
    let corpus = corpus_in(CORPUS);
    for kind in LearnerKind::ALL {
        let mut options =
            Options { learner: LearnerOptions { kind, ..Default::default() }, ..Options::default() };
        options.model.calibrate = Some(2);
        let lexicon = if kind.takes_prior_mean() { lexicon_in(LEXICON) } else { Vec::new() };
        let bytes = [1, 2, 8].map(|threads| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
            pool.install(|| train(&corpus, &lexicon, &options).unwrap().to_bytes())
        });
        assert!(bytes[0] == bytes[1] && bytes[0] == bytes[2], "{kind}");
        let read = Model::from_bytes(&bytes[0], "m").unwrap();
        assert_eq!(read.summary().options, options, "{kind}");
        assert_eq!(read.to_bytes(), bytes[0], "{kind}");
    }
}

#[test]
fn a_flip_of_any_bit_is_refused() {
    let mut random = SplitMix64(1);
    let whole = model_bytes();
    let anywhere: Vec<usize> = (0..200).map(|_| random.below(8 * whole.len())).collect();
    for bit in anywhere.into_iter().chain(0..8 * PREFIX) {
        let mut flipped = whole.to_vec();
        flipped[bit / 8] ^= 1 << (bit % 8);
        refused(&flipped);
    }
}

#[test]
fn a_file_that_is_cut_short_anywhere_is_refused() {
    let mut random = SplitMix64(2);
    let whole = model_bytes();
    let lengths: Vec<usize> = (0..200).map(|_| random.below(whole.len())).collect();
    for length in lengths.into_iter().chain(0..PREFIX).chain([whole.len() - 1]) {
        refused(&whole[..length]);
    }
    assert!(refused(&whole[..PREFIX + 5]).contains("m: a file that is cut short; expected"));
}

#[test]
fn what_is_wrong_with_a_file_is_said_with_what_to_do() {
    let message = |at: usize, byte: u8| {
        let mut changed = model_bytes().to_vec();
        changed[at] = byte;
        refused(&changed)
    };
    assert_eq!(
        refused(b""),
        "m: an empty file; expected a model written by 'standpoint train'. Give the file that 'standpoint train \
         --output' wrote."
    );
    assert!(message(0, b'X').starts_with("m: a file that is no model; expected"));
    assert!(message(8, 3).starts_with("m: model format 3; expected model format 1 or 2. Train it anew"));
    assert!(message(8, 1).starts_with("m: an odd number of sections; expected"));
    let at = PREFIX + 2;
    assert!(message(at, model_bytes()[at] ^ 1).starts_with("m: a checksum that does not fit; expected"));
    assert!(refused(&[model_bytes(), b"x"].concat()).contains("bytes behind the end"));
}

// Written when format 1 was current, by `standpoint train corpus.csv --lexicon words.csv --options options.json` of the
// corpus and lexicon in tests/common/mod.rs, with single words as the only n-grams. The numbers are those that
// `classify` printed then.
#[test]
fn a_file_of_format_1_is_read_as_a_model_without_fingerprints() {
    let model = Model::from_bytes(include_bytes!("../fixtures/format-1.standpoint"), "m").unwrap();
    assert_eq!((model.n_features(), model.n_fingerprints()), (169, None));
    assert!(!model.summary().options.model.fingerprints);
    let reading = model.predict(ABOUT_BIKE_LANES, None).unwrap();
    assert_eq!((reading.targets.len(), reading.targets[0].target), (1, 0));
    let [favor, against, neutral] = reading.targets[0].probabilities.unwrap();
    let found = [favor, against, neutral, reading.targets[0].p_target.unwrap()];
    for (found, printed) in found.into_iter().zip([0.4613, 0.3834, 0.1553, 0.9733]) {
        assert!((found - printed).abs() < 5e-5, "{found} is not {printed}");
    }
    assert!(model.predict(UNRELATED, None).unwrap().targets.is_empty());
    let written = Model::from_bytes(&model.to_bytes(), "m").unwrap();
    assert_eq!(written.predict(ABOUT_BIKE_LANES, None).unwrap(), reading);
    assert_eq!((written.n_fingerprints(), written.summary()), (None, model.summary()));
    use_model(include_bytes!("../fixtures/format-1.standpoint"));
}

#[test]
fn a_model_keeps_16_bytes_of_each_distinct_text_or_nothing() {
    assert_eq!(model().n_fingerprints(), Some(42));
    let mut options = Options::default();
    options.model.fingerprints = false;
    let without = train(&corpus_in(CORPUS), &[], &options).unwrap();
    let read = Model::from_bytes(&without.to_bytes(), "m").unwrap();
    assert_eq!((without.n_fingerprints(), read.n_fingerprints()), (None, None));
    let [with, without] = [model_bytes(), &without.to_bytes()].map(Sections::of);
    assert_eq!((with.0[7].len(), without.0[7].len()), (42 * 16, 0));
    assert_eq!(with.0[1..7], without.0[1..7]);
    let claims_none = with.with_header(without.header());
    assert!(refused(&claims_none.file()).contains("sections of odd lengths"));
    let of_lexicon =
        train(&standpoint::Corpus::default(), &lexicon_in(LEXICON), &Options::default()).unwrap();
    assert_eq!(of_lexicon.n_fingerprints(), Some(0));
}

#[test]
fn a_model_with_pairs_reads_back_and_one_without_says_nothing_of_them() {
    let options: Options = serde_json::from_str(r#"{ "features": { "pairs": {} } }"#).unwrap();
    let bytes = train(&corpus_in(CORPUS), &[], &options).unwrap().to_bytes();
    let read = Model::from_bytes(&bytes, "m").unwrap();
    assert_eq!((read.to_bytes(), &read.summary().options), (bytes.clone(), &options));
    assert!(read.n_features() > model().n_features() + 100);
    let sections = Sections::of(&bytes);
    let header = sections.header();
    for (from, to) in [("\"n_pairs\":", "\"n_pairs\":1"), ("\"n_pairs\":", "\"m_pairs\":")] {
        assert!(header.contains(from), "{header}");
        let message = refused(&sections.with_header(header.replacen(from, to, 1)).file());
        assert!(message.contains("block sizes") || message.contains("unreadable header"), "{to}: {message}");
    }
    assert!(!Sections::of(model_bytes()).header().contains("pairs"));
}

#[test]
fn repaired_checksums_alone_are_no_change() {
    assert_eq!(Sections::of(model_bytes()).file(), model_bytes());
}

#[test]
fn headers_that_do_not_fit_the_sections_are_refused_behind_right_checksums() {
    let sections = Sections::of(model_bytes());
    let header = sections.header();
    let n = model().n_features();
    for (from, to, said) in [
        ("\"labels\":[\"favor\",\"against\"", "\"labels\":[\"against\",\"favor\"", "other labels"),
        ("\"stemmer\":\"rust", "\"stemmer\":\"dust", "the stemmer dust-stemmers"),
        (&format!("\"n_features\":{n}"), &format!("\"n_features\":{}", n + 1), "block sizes"),
        (&format!("\"n_features\":{n}"), "\"n_features\":18446744073709551615", "block sizes"),
        ("\"block_sizes\":[", "\"block_sizes\":[18446744073709551615,", "unreadable header"),
        ("\"width\":8", "\"width\":9", "a width"),
        ("\"name\":\"bike lanes\"", "\"name\":\"quays\"", "targets out of order"),
        ("\"name\":\"bike lanes\"", "\"name\":\" bike lanes\"", "a target without a name"),
        ("\"name\":\"bike lanes\"", "\"name\":\"\"", "a target without a name"),
        ("\"classes\":[true,true,true]", "\"classes\":[false,false,false]", "a target without stances"),
        ("\"threshold\":0.", "\"threshold\":1e40,\"t\":0.", "unreadable header"),
        ("\"offset\":[0.0,", "\"offset\":[1e31,", "parameters out of range"),
        ("\"offset\":[0.0,", "\"offset\":[null,", "unreadable header"),
        ("\"c\":1.0", "\"c\":-1.0", "unusable options (parameter 'c' is -1"),
        ("\"sharing\":0.7", "\"sharing\":1e300", "unusable options"),
        ("\"counts\":[", "\"counts\":[{\"stances\":[0,0,0],\"about\":0,\"negatives\":0},", "counts"),
        ("\"seed\":0", "\"seed\":0,\"sneed\":1", "unreadable header"),
    ] {
        assert!(header.contains(from), "{from} is not in {header}");
        let message = refused(&sections.with_header(header.replacen(from, to, 1)).file());
        assert!(message.contains(said), "{to}: {message}");
    }
}

#[test]
fn sections_of_wrong_content_are_refused_behind_right_checksums() {
    const TERMS: usize = 1;
    const ENDS: usize = 2;
    const KEYS: usize = 3;
    const IDF: usize = 4;
    const SLOTS: usize = 5;
    const WEIGHTS: usize = 6;
    const FINGERPRINTS: usize = 7;
    let change = |section: usize, change: &dyn Fn(&mut Vec<u8>)| {
        let mut sections = Sections::of(model_bytes());
        change(&mut sections.0[section]);
        refused(&sections.file())
    };
    for section in [ENDS, KEYS, IDF, SLOTS, WEIGHTS, FINGERPRINTS] {
        for more in [1, 3, 4, 8] {
            if (section, more % 4) != (SLOTS, 0) {
                let message = change(section, &|bytes| bytes.extend(vec![0; more]));
                assert!(message.contains("sections of odd lengths"), "{section}: {message}");
            }
        }
    }
    for fingerprint in [[0; 16], [0xFF; 16]] {
        let message = change(FINGERPRINTS, &|bytes| bytes[16..32].copy_from_slice(&fingerprint));
        assert!(message.contains("fingerprints out of order"), "{message}");
    }
    assert!(change(SLOTS, &|bytes| bytes.extend([0; 4])).contains("a damaged table of terms"));
    assert!(change(SLOTS, &|bytes| bytes.clear()).contains("a damaged table of terms"));
    assert!(change(SLOTS, &|bytes| bytes[..4].fill(0xFF)).contains("a damaged table of terms"));
    let full = change(SLOTS, &|bytes| bytes.chunks_exact_mut(4).for_each(|slot| slot[0] |= 1));
    assert!(full.contains("a damaged table of terms"), "a lookup in a full table would never end: {full}");
    assert!(change(TERMS, &|bytes| bytes[0] = 0xFF).contains("not UTF-8"));
    assert!(change(TERMS, &|bytes| bytes.truncate(9)).contains("terms out of bounds"));
    assert!(change(TERMS, &|bytes| bytes.push(b'x')).contains("terms out of bounds"));
    assert!(change(ENDS, &|bytes| bytes[..4].fill(0xFF)).contains("terms out of bounds"));
    for value in [f32::NAN, f32::INFINITY, 0.0, -1.0, 1e6] {
        let message = change(IDF, &|bytes| bytes[..4].copy_from_slice(&value.to_le_bytes()));
        assert!(message.contains("frequencies out of range"), "{value}: {message}");
    }
    for value in [f32::NAN, f32::NEG_INFINITY, 1e31] {
        let message = change(WEIGHTS, &|bytes| bytes[..4].copy_from_slice(&value.to_le_bytes()));
        assert!(message.contains("weights out of range"), "{value}: {message}");
    }
}

#[test]
fn terms_in_other_blocks_than_their_own_harm_nobody() {
    let sections = Sections::of(model_bytes());
    let header = sections.header();
    let start = header.find("\"block_sizes\":[").unwrap() + "\"block_sizes\":[".len();
    let end = start + header[start..].find(']').unwrap();
    let sizes: Vec<usize> = header[start..end].split(',').map(|size| size.parse().unwrap()).collect();
    let n: usize = sizes.iter().sum();
    for sizes in [[0, 0, 0, n], [0, n, 0, 0], [0, 0, n, 0], [sizes[1], sizes[0], 0, 0]] {
        let sizes = sizes.map(|size| size.to_string()).join(",");
        use_model(&sections.with_header(format!("{}{sizes}{}", &header[..start], &header[end..])).file());
    }
    // Every term at the other end, where it is still found: words come behind character n-grams.
    let mut reversed = sections;
    reversed.0[3] = reversed.0[3].chunks_exact(8).rev().flatten().copied().collect();
    for slot in reversed.0[5].chunks_exact_mut(4) {
        let term = u32::from_le_bytes((&*slot).try_into().unwrap());
        let moved = if term == 0 { 0 } else { n as u32 + 1 - term };
        slot.copy_from_slice(&moved.to_le_bytes());
    }
    let model = Model::from_bytes(&reversed.file(), "m").unwrap();
    assert_eq!(model.predict(ABOUT_BIKE_LANES, None).unwrap().known, 1.0);
    use_model(&reversed.file());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, rng_seed: RngSeed::Fixed(0), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_bytes_make_a_panic(bytes in vec(any::<u8>(), 0..400), with_magic in any::<bool>()) {
        let start: &[u8] = if with_magic { &model_bytes()[..16] } else { b"" };
        let _ = Model::from_bytes(&[start, &bytes].concat(), "m");
    }

    #[test]
    fn bytes_of_sections_may_be_anything(
        contents in vec(vec(any::<u8>(), 0..64), SECTIONS),
        keep in vec(any::<bool>(), SECTIONS),
    ) {
        let mut sections = Sections::of(model_bytes());
        for ((section, content), keep) in sections.0.iter_mut().zip(contents).zip(keep) {
            if !keep {
                *section = content;
            }
        }
        use_model(&sections.file());
    }

    #[test]
    fn changed_bytes_behind_right_checksums_make_no_panic(
        changes in vec((0..SECTIONS, any::<prop::sample::Index>(), any::<u8>()), 1..6),
    ) {
        let mut sections = Sections::of(model_bytes());
        for (section, at, byte) in changes {
            let section = &mut sections.0[section];
            let at = at.index(section.len());
            section[at] = byte;
        }
        use_model(&sections.file());
    }

    #[test]
    fn changed_numbers_of_the_header_make_no_panic(
        at in any::<prop::sample::Index>(),
        number in prop::sample::select(&["0", "-1", "1e300", "1e-300", "18446744073709551615", "null", "\"\"", "[]"]),
    ) {
        let sections = Sections::of(model_bytes());
        let header = sections.header();
        let numbers = numbers_in(&header);
        let (start, end) = numbers[at.index(numbers.len())];
        use_model(&sections.with_header(format!("{}{number}{}", &header[..start], &header[end..])).file());
    }
}

/// Where the numbers of a JSON text start and end.
fn numbers_in(json: &str) -> Vec<(usize, usize)> {
    let part_of_number = |c: char| c.is_ascii_digit() || ".-+eE".contains(c);
    let mut numbers = Vec::new();
    let mut rest = 0;
    while let Some(colon) = json[rest..].find([':', ',', '[']) {
        let start = rest + colon + 1;
        let length = json[start..].find(|c| !part_of_number(c)).unwrap_or(json.len() - start);
        if json[start..].starts_with(|c: char| c.is_ascii_digit() || c == '-') {
            numbers.push((start, start + length));
        }
        rest = start;
    }
    numbers
}
