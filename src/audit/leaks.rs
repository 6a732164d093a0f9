//! Which rows of a test set was a model trained on, to the letter or nearly?

use rayon::prelude::*;
use serde::Serialize;

use super::{CheckedRow, Findings};
use crate::error::Place;
use crate::evaluation::StanceFigures;
use crate::model::{Fingerprint, LANES, Model};
use crate::statement::Corpus;
use crate::text::normalize;

/// Bytes of a sketch.
const BYTES: usize = LANES / 8;

/// Most lanes in which the sketches of near duplicates differ: fewer than there are bytes, so that one byte at least
/// is the same in both and near duplicates are found by looking it up.
const MOST_APART: u32 = BYTES as u32 - 1;

/// Rows of a test set with texts that a model was trained on, whatever their labels: figures on them say how well it
/// remembers, not how often it is right.
///
/// # Shapes and units
/// It serialises to the object `leaks` that `evaluate --format json` prints.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Leaks {
    /// Rows compared.
    pub rows: usize,
    /// Rows with a text that the model was trained on.
    pub exact: Findings<CheckedRow>,
    /// The other rows with a text that differs little from one.
    pub near: Findings<NearLeak>,
    /// The stance figures of the rows that are neither, where they were measured.
    pub without: Option<StanceFigures>,
}

/// A row with a text that differs little from one that a model was trained on.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct NearLeak {
    /// The row.
    #[serde(flatten)]
    pub row: CheckedRow,
    /// Estimate of the Jaccard index of the texts' sets of character 5-grams; its standard error is about 0.05.
    pub jaccard: f64,
}

/// The rows of `corpus` with texts that `model` was trained on; `None` where the model keeps no fingerprints of them.
///
/// # Definition
/// The model keeps 16 bytes of each distinct normalised text: 16 bits of its hash, and 112 bits of which those of two
/// texts differ with a probability of (1 − J) / 2 each, J being the Jaccard index of their sets of character 5-grams
/// (minwise hashing, one bit a lane). A text with the same 16 bytes is the same; one that differs in at most 13 lanes,
/// which makes the estimate of J 0.768 or more, is a near duplicate. No text that is the same is missed, and one with
/// J = 0.8 is found with a probability of 0.77, with J = 0.85 of 0.96, with J = 0.5 of 0.0003, with J = 0.3 of 10⁻⁸.
/// Measured on 100,000 rows of `tests/fixtures/planted.py` against a model trained on 100,000 others: of the rows with
/// a J of at least 0.8 to one of these 97.5 % were found, 78 % of those found had such a J and the others one from 0.61
/// to 0.8, and none was found among the 95,746 that had a J below 0.5 to all.
///
/// # Determinism
/// The same model and corpus give the same leaks at any number of threads.
///
/// # Examples
/// ```
/// use standpoint::{Corpus, LabelledStatement, Options, Stance, Statement, Target, leaks, train};
///
/// let row = |text: &str, stance| LabelledStatement {
///     statement: Statement { text: text.into(), ..Statement::default() },
///     target: Target::new("tax"),
///     stance: Some(stance),
///     group: None,
///     extra: Vec::new(),
/// };
/// let corpus = |rows| Corpus { rows, extra_columns: Vec::new() };
/// let training = vec![row("A fair tax, keep it.", Stance::Favor), row("Scrap this unjust tax.", Stance::Against)];
/// let test = vec![row("a fair  TAX, keep it.", Stance::Favor), row("Nobody likes it.", Stance::Against)];
/// let model = train(&corpus(training), &[], &Options::default())?;
/// let leaks = leaks(&model, &corpus(test)).expect("fingerprints");
/// assert_eq!((leaks.exact.count, leaks.near.count), (1, 0));
/// # Ok::<(), standpoint::Error>(())
/// ```
///
/// # References
/// Broder 1997, "On the resemblance and containment of documents"; Li & König 2010, "b-Bit Minwise Hashing".
pub fn leaks(model: &Model, corpus: &Corpus) -> Option<Leaks> {
    let known = model.fingerprints.as_ref()?;
    let rows = corpus.rows.par_iter();
    let texts: Vec<Fingerprint> = rows.map(|row| Fingerprint::of(&normalize(&row.statement.text))).collect();
    let found = lanes_to_nearest(known, &texts);
    let rows = |wanted: fn(u32) -> bool| -> Vec<(usize, u32)> {
        let rows = found.iter().enumerate().filter_map(|(row, apart)| Some((row, (*apart)?)));
        rows.filter(|(_, apart)| wanted(*apart)).collect()
    };
    let near = |(row, apart): (usize, u32)| NearLeak {
        row: CheckedRow::of(corpus, row),
        jaccard: 1.0 - 2.0 * f64::from(apart) / LANES as f64,
    };
    Some(Leaks {
        rows: corpus.rows.len(),
        exact: Findings::of(rows(|apart| apart == 0), usize::MAX, |(row, _)| CheckedRow::of(corpus, row)),
        near: Findings::of(rows(|apart| apart > 0), usize::MAX, near),
        without: None,
    })
}

impl Leaks {
    /// Number of rows that leaked, exact and near.
    pub fn count(&self) -> usize {
        self.exact.count + self.near.count
    }

    /// The rows of `corpus`, in which these were found, that are no leaks.
    pub fn rest(&self, corpus: &Corpus) -> Corpus {
        let mut leaked = vec![false; corpus.rows.len()];
        let near = self.near.first.iter().map(|near| near.row.row);
        self.exact.first.iter().map(|row| row.row).chain(near).for_each(|row| leaked[row] = true);
        let rows = corpus.rows.iter().zip(leaked).filter(|(_, leaked)| !leaked);
        Corpus {
            rows: rows.map(|(row, _)| row.clone()).collect(),
            extra_columns: corpus.extra_columns.clone(),
        }
    }

    /// Tells every row where it stands, so that reports can name files and lines.
    pub fn locate(&mut self, place: impl Fn(usize) -> Place) {
        let near = self.near.first.iter_mut().map(|near| &mut near.row);
        self.exact.first.iter_mut().chain(near).for_each(|row| row.place = Some(place(row.row)));
    }
}

/// For each of `texts` the least number of lanes in which it differs from one of `known`, which rise: 0 where it is one
/// of them, `None` where it is near none.
fn lanes_to_nearest(known: &[Fingerprint], texts: &[Fingerprint]) -> Vec<Option<u32>> {
    let mut least = vec![u32::MAX; texts.len()];
    let mut sorted = known.to_vec();
    for byte in 0..BYTES {
        let value = |fingerprint: &Fingerprint| usize::from(fingerprint.sketch_bytes()[byte]);
        sorted.par_sort_unstable_by_key(value);
        let starts: Vec<usize> =
            (0..=256).map(|v| sorted.partition_point(|known| value(known) < v)).collect();
        least.par_iter_mut().zip(texts).for_each(|(least, text)| {
            let candidates = &sorted[starts[value(text)]..starts[value(text) + 1]];
            *least = candidates.iter().map(|known| known.lanes_between(*text)).fold(*least, u32::min);
        });
    }
    let nearest = |(text, least): (&Fingerprint, u32)| match known.binary_search(text) {
        Ok(_) => Some(0),
        // Of two texts with one sketch and another hash the Jaccard index is near one, though they are not the same.
        Err(_) => (least <= MOST_APART).then_some(least.max(1)),
    };
    texts.iter().zip(least).map(nearest).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Fingerprints drawn by a generator (Knuth's MMIX multiplier), some of them a few lanes from an earlier one.
    fn drawn(n: usize) -> Vec<Fingerprint> {
        let mut state = 1u128;
        let mut next = || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            state.rotate_left(64) ^ state >> 7
        };
        let mut drawn: Vec<Fingerprint> = Vec::new();
        for i in 0..n {
            let mut lanes = if i % 3 > 0 { drawn[i / 2].0 } else { next() };
            for _ in 0..i % 3 * (i % 11) {
                lanes ^= 1 << (next() % 128);
            }
            drawn.push(Fingerprint(lanes));
        }
        drawn
    }

    #[test]
    fn what_is_looked_up_is_what_comparing_all_finds() {
        let all = drawn(1500);
        let (known, texts) = all.split_at(1000);
        let mut known = known.to_vec();
        known.sort_unstable();
        let mut seen = [0; 3];
        for (&text, nearest) in texts.iter().zip(lanes_to_nearest(&known, texts)) {
            let least = known.iter().map(|other| other.lanes_between(text)).min().unwrap();
            let expected = match known.contains(&text) {
                true => Some(0),
                false => (least <= 13).then_some(least.max(1)),
            };
            assert_eq!(nearest, expected);
            seen[expected.map_or(0, |apart| 1 + usize::from(apart > 0))] += 1;
        }
        assert!(seen.iter().all(|&n| n > 20), "{seen:?}");
    }

    #[test]
    fn a_model_that_was_trained_on_no_text_knows_none() {
        assert_eq!(lanes_to_nearest(&[], &[Fingerprint::of("lift them")]), [None]);
    }
}
