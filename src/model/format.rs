//! The model's own container: how it is written as bytes, and read from bytes that nobody vouches for.
//!
//! ```text
//! magic "STNDPNT\x1a" | format version u32 | number of sections u32
//! for each section: length u64 | CRC-32 of its bytes and padding u32 | zero u32
//! CRC-32 of all that stands before it u32 | zero u32
//! sections, each padded with zeros to a multiple of 8 bytes:
//!   header JSON | terms UTF-8 | term ends u32 | term keys u64 | idf f32 | slots u32 | weights f32 | fingerprints u128
//! ```
//! Format 1 has no fingerprints and is read as a model that was to keep none.
//!
//! All numbers are little-endian. Every length is checked against the file before anything is allocated, and every
//! value that later steers a loop or an index is checked once here.

use std::io::{self, BufRead};
use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use super::calibration::{DetectorCalibration, StanceCalibration};
use super::fingerprints::Fingerprint;
use super::model::{DetectorModel, Model, TargetModel, columns_of_use};
use super::summary::Summary;
use crate::error::{Error, Place, Result};
use crate::features::{Featurizer, Projection, Vocabulary};
use crate::stance::{Stance, Target};
use crate::text::STEMMER;

const VERSION: u32 = 2;
const SECTIONS: usize = 8;

/// The format without fingerprints, and its number of sections.
const FIRST_VERSION: u32 = 1;
const FIRST_SECTIONS: usize = 7;

/// Slots in a row that a table of terms may fill; at two thirds full, runs of a few hundred do not come about by chance.
const LONGEST_RUN: usize = 4096;

/// Far above any number that training makes, and far below one whose products and sums could overflow.
const LARGEST: f64 = 1e30;

/// The JSON section: everything small.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Header {
    /// Labels in the order of the weights' columns.
    labels: Vec<Stance>,
    stemmer: String,
    n_features: usize,
    block_sizes: [usize; 4],
    /// Size of the block of pairs, which follows the others; left out where there is none, as in files made before there
    /// were pairs.
    #[serde(default, skip_serializing_if = "is_zero")]
    n_pairs: usize,
    width: usize,
    targets: Vec<HeaderTarget>,
    summary: Summary,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct HeaderTarget {
    name: Target,
    classes: [bool; 3],
    intercept: [f64; 3],
    calibration: StanceCalibration,
    detector: Option<HeaderDetector>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct HeaderDetector {
    intercept: f64,
    calibration: DetectorCalibration,
    threshold: f64,
}

fn is_zero(n: &usize) -> bool {
    *n == 0
}

impl Model {
    /// What every model file starts with.
    pub(crate) const MAGIC: &[u8] = b"STNDPNT\x1a";

    /// The model file's bytes: the same for the same model on any machine.
    pub fn to_bytes(&self) -> Vec<u8> {
        let vocabulary = self.featurizer.vocabulary();
        let [block_sizes @ .., n_pairs] = vocabulary.block_sizes;
        let targets = self.targets.iter().map(|target| HeaderTarget {
            name: target.target.clone(),
            classes: target.classes,
            intercept: target.intercept,
            calibration: target.calibration,
            detector: target.detector.map(|detector| HeaderDetector {
                intercept: detector.intercept,
                calibration: detector.calibration,
                threshold: detector.threshold,
            }),
        });
        let header = Header {
            labels: Stance::ALL.to_vec(),
            stemmer: STEMMER.to_string(),
            n_features: vocabulary.len(),
            block_sizes,
            n_pairs,
            width: self.width,
            targets: targets.collect(),
            summary: self.summary.clone(),
        };
        let sections: [Vec<u8>; SECTIONS] = [
            serde_json::to_vec(&header).expect("a header of plain values"),
            vocabulary.text.clone().into_bytes(),
            little_endian(&vocabulary.ends, |v| v.to_le_bytes()),
            little_endian(&vocabulary.keys, |v| v.to_le_bytes()),
            little_endian(&vocabulary.idf, |v| v.to_le_bytes()),
            little_endian(&vocabulary.slots, |v| v.to_le_bytes()),
            little_endian(&self.weights, |v| v.to_le_bytes()),
            self.fingerprints.iter().flatten().flat_map(|v| v.0.to_le_bytes()).collect(),
        ];
        let mut bytes = Model::MAGIC.to_vec();
        bytes.extend(VERSION.to_le_bytes());
        bytes.extend((SECTIONS as u32).to_le_bytes());
        let padded = sections.map(|mut section| {
            let length = section.len();
            section.resize(length.next_multiple_of(8), 0);
            bytes.extend((length as u64).to_le_bytes());
            bytes.extend(crc32fast::hash(&section).to_le_bytes());
            bytes.extend([0; 4]);
            section
        });
        bytes.extend(crc32fast::hash(&bytes).to_le_bytes());
        bytes.extend([0; 4]);
        bytes.reserve_exact(padded.iter().map(Vec::len).sum());
        padded.iter().for_each(|section| bytes.extend_from_slice(section));
        bytes
    }

    /// Reads a model file's bytes; `source` names them in errors.
    ///
    /// # Errors
    /// [`Error::ModelFile`] where the bytes are no model, of another version, cut short, or changed in any bit.
    pub fn from_bytes(bytes: &[u8], source: &str) -> Result<Self> {
        Model::read(bytes, bytes.len() as u64, source)
    }

    /// Reads a model file of `size` bytes as they come in, and keeps none of them but in the model.
    ///
    /// # Errors
    /// Those of [`from_bytes`](Self::from_bytes), and [`Error::Io`] where `input` cannot be read.
    pub(crate) fn read(input: impl BufRead, size: u64, source: &str) -> Result<Self> {
        decode(input, size).map_err(|failure| match failure {
            Failure::Refused { found, expected, remedy } => Error::ModelFile {
                place: Place::of(source),
                found,
                expected: expected.to_string(),
                remedy: remedy.to_string(),
            },
            Failure::Io(source_error) => {
                Error::Io { path: PathBuf::from(source), action: "read", source: source_error }
            }
        })
    }
}

/// The bytes of `numbers`, one after the other.
fn little_endian<const N: usize, T: Copy>(numbers: &[T], to_bytes: impl Fn(T) -> [u8; N]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(N * numbers.len());
    numbers.iter().for_each(|number| bytes.extend_from_slice(&to_bytes(*number)));
    bytes
}

/// Why no model comes of an input.
enum Failure {
    /// It is none.
    Refused { found: String, expected: &'static str, remedy: &'static str },
    /// It cannot be read.
    Io(io::Error),
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Failure::Io(error)
    }
}

fn damaged(found: impl Into<String>) -> Failure {
    Failure::Refused {
        found: found.into(),
        expected: "the bytes as they were written",
        remedy: "The file is damaged: fetch it again, or train it anew with 'standpoint train'.",
    }
}

fn check(holds: bool, found: &str) -> Result<(), Failure> {
    if holds { Ok(()) } else { Err(damaged(found)) }
}

fn decode(mut input: impl BufRead, size: u64) -> Result<Model, Failure> {
    let input = &mut input;
    let (version, [header, terms, ends, keys, idf, slots, weights, fingerprints]) = sections(input, size)?;
    let mut header: Header = serde_json::from_slice(&header.read_bytes(input)?)
        .map_err(|error| damaged(format!("an unreadable header ({error})")))?;
    header.summary.options.model.fingerprints &= version != FIRST_VERSION;
    check(header.labels == Stance::ALL, "other labels than favor, against, neutral")?;
    if header.stemmer != STEMMER {
        return Err(Failure::Refused {
            found: format!("a model made with the stemmer {}", header.stemmer),
            expected: STEMMER,
            remedy: "Train it anew with 'standpoint train', or use the version of standpoint that made it.",
        });
    }
    header.summary.options.check().map_err(|error| damaged(format!("unusable options ({error})")))?;
    let n = header.n_features;
    let [words, characters, lexicon, about] = header.block_sizes;
    let block_sizes = [words, characters, lexicon, about, header.n_pairs];
    let size = block_sizes.iter().try_fold(0usize, |sum, size| sum.checked_add(*size));
    check(size == Some(n), "block sizes that do not add up")?;
    let detectors = header.targets.iter().filter(|target| target.detector.is_some()).count();
    check(!header.targets.is_empty(), "no target")?;
    check(header.width == 3 * header.targets.len() + detectors, "a width that does not fit the targets")?;
    check(header.targets.is_sorted_by(|a, b| a.name < b.name), "targets out of order")?;
    check(header.summary.counts.len() == header.targets.len(), "counts that do not fit the targets")?;
    let bytes = |numbers: Option<usize>, size: usize| numbers.and_then(|numbers| numbers.checked_mul(size));
    let lengths = [bytes(size, 4), bytes(size, 8), bytes(size, 4), bytes(n.checked_mul(header.width), 4)];
    check(
        lengths == [ends, keys, idf, weights].map(|section| Some(section.length)),
        "sections of odd lengths",
    )?;

    let text = String::from_utf8(terms.read_bytes(input)?);
    let vocabulary = Vocabulary {
        text: text.map_err(|_| damaged("terms that are not UTF-8"))?,
        ends: ends.read(input, u32::from_le_bytes)?,
        keys: keys.read(input, u64::from_le_bytes)?,
        idf: idf.read(input, f32::from_le_bytes)?,
        block_sizes,
        slots: slots.read(input, u32::from_le_bytes)?,
    };
    check_vocabulary(&vocabulary)?;
    let weights = weights.read(input, f32::from_le_bytes)?;
    check(all(&weights, |weight| f64::from(weight.abs()) <= LARGEST), "weights out of range")?;
    let fingerprints = fingerprints.read(input, |bytes| Fingerprint(u128::from_le_bytes(bytes)))?;
    let keeps_fingerprints = header.summary.options.model.fingerprints;
    let fingerprints = check_fingerprints(fingerprints, keeps_fingerprints)?;

    let mut column = 3 * header.targets.len();
    let mut targets = Vec::new();
    for target in header.targets {
        check_target(&target)?;
        let detector = target.detector.map(|detector| {
            column += 1;
            let HeaderDetector { intercept, calibration, threshold } = detector;
            DetectorModel { column: column - 1, intercept, calibration, threshold }
        });
        targets.push(TargetModel {
            target: target.name,
            classes: target.classes,
            intercept: target.intercept,
            calibration: target.calibration,
            detector,
        });
    }
    let featurizer = Featurizer::new(header.summary.options.features.clone(), vocabulary);
    let (width, summary) = (header.width, header.summary);
    let projection = Projection::new(&featurizer, width, columns_of_use(&targets));
    Ok(Model { featurizer, targets, weights, width, projection, summary, fingerprints })
}

/// A section that has not been read yet.
#[derive(Clone, Copy, Default)]
struct Section {
    /// Its bytes, of which there are not more than the file has.
    length: usize,
    crc: u32,
}

impl Section {
    /// Reads it as numbers of `N` bytes, and checks its checksum.
    fn read<const N: usize, T>(
        self,
        input: &mut impl BufRead,
        number: impl Fn([u8; N]) -> T,
    ) -> Result<Vec<T>, Failure> {
        check(self.length.is_multiple_of(N), "sections of odd lengths")?;
        let mut numbers = Vec::with_capacity(self.length / N);
        let (mut rest, mut crc) = (self.length, crc32fast::Hasher::new());
        while rest > 0 {
            let ahead = input.fill_buf()?;
            let whole = &ahead[..ahead.len().min(rest) / N * N];
            crc.update(whole);
            numbers.extend(whole.chunks_exact(N).map(|chunk| number(chunk.try_into().expect("N bytes"))));
            let n_read = whole.len();
            input.consume(n_read);
            rest -= n_read;
            if n_read == 0 {
                // Cut in two by the end of what is in memory.
                let mut one = [0; N];
                input.read_exact(&mut one)?;
                crc.update(&one);
                numbers.push(number(one));
                rest -= N;
            }
        }
        let mut padding = [0; 8];
        let padding = &mut padding[..self.length.next_multiple_of(8) - self.length];
        input.read_exact(padding)?;
        crc.update(padding);
        check(crc.finalize() == self.crc, "a checksum that does not fit")?;
        Ok(numbers)
    }

    fn read_bytes(self, input: &mut impl BufRead) -> Result<Vec<u8>, Failure> {
        self.read(input, |[byte]: [u8; 1]| byte)
    }
}

/// The format version and the sections of a file of `size` bytes, their lengths checked against it; up to where the
/// first of them begins. Sections that the version does not have are empty.
fn sections(input: &mut impl BufRead, size: u64) -> Result<(u32, [Section; SECTIONS]), Failure> {
    let cut = || damaged("a file that is cut short");
    let mut prefix = [0; 16 + 16 * SECTIONS + 8];
    let start = &mut prefix[..size.min(16) as usize];
    input.read_exact(start)?;
    if !start.starts_with(Model::MAGIC) {
        return Err(Failure::Refused {
            found: if size == 0 { "an empty file".into() } else { "a file that is no model".into() },
            expected: "a model written by 'standpoint train'",
            remedy: "Give the file that 'standpoint train --output' wrote.",
        });
    }
    if size < 12 {
        return Err(cut());
    }
    let word =
        |bytes: &[u8], at: usize| u32::from_le_bytes(bytes[at..at + 4].try_into().expect("four bytes"));
    let version = word(&prefix, 8);
    let n_sections = match version {
        FIRST_VERSION => FIRST_SECTIONS,
        VERSION => SECTIONS,
        _ => {
            return Err(Failure::Refused {
                found: format!("model format {version}"),
                expected: "model format 1 or 2",
                remedy: "Train it anew with 'standpoint train', or use the version of standpoint that made it.",
            });
        }
    };
    let n_prefix = 16 + 16 * n_sections + 8;
    let mut rest = size.checked_sub(n_prefix as u64).ok_or_else(cut)?;
    let prefix = &mut prefix[..n_prefix];
    input.read_exact(&mut prefix[16..])?;
    check(word(prefix, 12) == n_sections as u32, "an odd number of sections")?;
    check(
        word(prefix, n_prefix - 8) == crc32fast::hash(&prefix[..n_prefix - 8]),
        "a damaged table of sections",
    )?;
    check(word(prefix, n_prefix - 4) == 0, "a damaged table of sections")?;
    let mut found = [Section::default(); SECTIONS];
    for (entry, section) in prefix[16..].chunks_exact(16).zip(found.iter_mut().take(n_sections)) {
        let length = u64::from_le_bytes(entry[..8].try_into().expect("eight bytes"));
        let padded = length.checked_next_multiple_of(8).ok_or_else(cut)?;
        rest = rest.checked_sub(padded).ok_or_else(cut)?;
        *section = Section { length: usize::try_from(length).map_err(|_| cut())?, crc: word(entry, 8) };
    }
    check(rest == 0, "bytes behind the end")?;
    Ok((version, found))
}

/// Whether something holds of all `values`, looked at without a branch for each.
fn all<T>(values: &[T], holds: impl Fn(&T) -> bool) -> bool {
    values.chunks(1024).all(|values| values.iter().fold(true, |all, value| all & holds(value)))
}

fn check_vocabulary(vocabulary: &Vocabulary) -> Result<(), Failure> {
    let Vocabulary { text, ends, keys, idf, slots, .. } = vocabulary;
    check(ends.is_sorted() && all(ends, |end| text.is_char_boundary(*end as usize)), "terms out of bounds")?;
    check(ends.last().map_or(0, |end| *end as usize) == text.len(), "terms out of bounds")?;
    // None is below 1 (a term in every document), and none of four thousand million documents above 24.
    check(all(idf, |idf| (*idf >= 1.0) & (*idf <= 24.0)), "frequencies out of range")?;
    // A lookup ends at an empty slot, soon, and a power of two makes the mask.
    let ends_somewhere = slots.is_empty() || (slots.len().is_power_of_two() && slots.contains(&0));
    let (mut run, mut longest_run) = (0, 0);
    for &slot in slots {
        run = (run + 1) * usize::from(slot != 0);
        longest_run = longest_run.max(run);
    }
    let in_bounds = all(slots, |slot| *slot as usize <= keys.len());
    let sound =
        ends_somewhere && longest_run <= LONGEST_RUN && in_bounds && slots.is_empty() == keys.is_empty();
    check(sound, "a damaged table of terms")
}

/// The fingerprints of a file; none where the model was to keep none.
fn check_fingerprints(
    fingerprints: Vec<Fingerprint>,
    kept: bool,
) -> Result<Option<Vec<Fingerprint>>, Failure> {
    check(kept || fingerprints.is_empty(), "sections of odd lengths")?;
    check(fingerprints.is_sorted_by(|a, b| a < b), "fingerprints out of order")?;
    Ok(kept.then_some(fingerprints))
}

fn check_target(target: &HeaderTarget) -> Result<(), Failure> {
    check(Target::new(target.name.as_str()).as_ref() == Some(&target.name), "a target without a name")?;
    check(target.classes.contains(&true), "a target without stances")?;
    let StanceCalibration { scale, offset } = target.calibration;
    let mut numbers = [target.intercept, scale, offset].concat();
    if let Some(HeaderDetector { intercept, calibration, threshold }) = &target.detector {
        numbers.extend([*intercept, calibration.scale, calibration.offset, *threshold]);
    }
    check(numbers.iter().all(|number| number.abs() <= LARGEST), "parameters out of range")
}
