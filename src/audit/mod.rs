//! Which rows of a corpus stand twice, contradict each other, stand on both sides of a split, or are likely to be
//! labelled wrongly, and which has a model been trained on?
//!
//! [`check_corpus`] asks at once what needs the corpora alone. `texts` finds the distinct texts, `grams` makes each a set
//! of character 5-grams, `join` finds the pairs of sets that are alike, `near` turns them into pairs of rows, `same` finds
//! what needs no comparison of unequal texts, and `distribution` counts. [`label_errors`] asks models trained in folds,
//! through `confident_learning`, and [`leaks`] asks a model's fingerprints. This layer knows no files: where a row stands
//! is told to it.

mod confident_learning;
mod distribution;
mod grams;
mod join;
mod label_errors;
mod leaks;
mod near;
mod same;
mod texts;

use serde::{Serialize, Serializer};

pub use distribution::{Distribution, RowCount, TargetDistribution, WordCounts};
pub use label_errors::{LabelError, LabelErrors, TargetLabels, label_errors};
pub use leaks::{Leaks, NearLeak, leaks};
pub use near::NearDuplicate;
pub use same::RowSet;

use crate::error::{Error, Place, Result};
use crate::stance::{Stance, Target};
use crate::statement::Corpus;
use near::near_duplicates;
use same::{contradictions, exact_duplicates, shared_groups, shared_texts};
use texts::Texts;

/// How [`check_corpus`] checks.
///
/// # Parameters
/// | Name | Default | Purpose | Range |
/// | --- | --- | --- | --- |
/// | `near` | 0.8 | least Jaccard similarity of near duplicates | above 0, at most 1 |
/// | `most` | all | findings of each kind to list; all are counted | any |
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CheckOptions {
    /// Least Jaccard similarity of near duplicates.
    pub near: f64,
    /// Findings of each kind to list; all are counted.
    pub most: usize,
}

impl Default for CheckOptions {
    fn default() -> Self {
        CheckOptions { near: 0.8, most: usize::MAX }
    }
}

/// What is wrong with a corpus, alone and beside another one, and how its labels and lengths are distributed.
///
/// # Shapes and units
/// It serialises to the object that `check --format json` prints.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct CorpusCheck {
    /// Least Jaccard similarity of near duplicates.
    pub near: f64,
    /// How the labels and lengths of the corpus are distributed.
    pub distribution: Distribution,
    /// Rows with the same normalised text and the same target, or none.
    pub exact_duplicates: Findings<RowSet>,
    /// Pairs of rows with texts that differ, though little, and without a group that both are in.
    pub near_duplicates: Findings<NearDuplicate>,
    /// Rows with the same normalised text and different stances toward one target; a row that says that the text is
    /// about no target contradicts one that names a target.
    pub contradictions: Findings<RowSet>,
    /// What the corpus and the other one share.
    pub against: Option<AgainstCheck>,
    /// Labels that are likely to be wrong, where [`label_errors`] looked for them. They are no part of what
    /// [`CorpusCheck::holds`] tells.
    pub label_errors: Option<LabelErrors>,
}

/// What two corpora share that must not stand on both sides of a split.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct AgainstCheck {
    /// How the labels and lengths of the other corpus are distributed.
    pub distribution: Distribution,
    /// Texts that are in both after normalisation, whatever their targets.
    pub shared_texts: Findings<RowSet>,
    /// Pairs of a row of the corpus and one of the other, as within the corpus; groups exempt no pair here.
    pub near_duplicates: Findings<NearDuplicate>,
    /// Texts in both with different stances toward one target.
    pub contradictions: Findings<RowSet>,
    /// Values of `group` that are in both.
    pub shared_groups: Findings<RowSet>,
}

/// Findings of one kind: how many there are, and the first of them in the order of the corpus.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Findings<T> {
    /// Number of all.
    pub count: usize,
    /// The first of them, at most [`CheckOptions::most`].
    pub first: Vec<T>,
}

/// A row that is part of a finding.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct CheckedRow {
    /// Index into [`Corpus::rows`].
    pub row: usize,
    /// Where it stands, where [`CorpusCheck::locate`] told.
    #[serde(serialize_with = "displayed", skip_serializing_if = "Option::is_none")]
    pub place: Option<Place>,
    /// Id of the statement.
    pub id: String,
    /// Its target.
    pub target: Option<Target>,
    /// Its stance.
    pub stance: Option<Stance>,
    /// Its group.
    pub group: Option<String>,
    /// Its text.
    pub text: String,
}

fn displayed<S: Serializer>(place: &Option<Place>, serializer: S) -> Result<S::Ok, S::Error> {
    match place {
        Some(place) => serializer.collect_str(place),
        None => serializer.serialize_none(),
    }
}

/// Checks `corpus` alone and, where there is one, `against` another corpus that it must share nothing with, such as
/// the other part of a split. The other corpus is not checked for itself.
///
/// # Definition
/// Texts are compared in their [normal form](crate::normalize). The similarity of two texts is the Jaccard index
/// |A ∩ B| / |A ∪ B| of their sets of character 5-grams: the windows of five characters, spaces included; a text of
/// fewer is its own only 5-gram. It is exact for every pair that is listed, and no pair of distinct texts with at least
/// [`CheckOptions::near`] is missed. Each pair of distinct texts counts once, with its first rows that do not share a
/// group.
///
/// # Errors
/// [`Error::Parameter`] where `near` is not above 0 and at most 1.
///
/// # Determinism
/// The same corpora and options give the same findings in the same order at any number of threads.
///
/// # Shapes and units
/// Beside the corpora the search keeps about six bytes for each character of the distinct texts, at its peak 100 for
/// each distinct 5-gram and thread, and 24 for each pair found, at most twice `most` for each 256 texts. Time grows with
/// the number of texts that share a rare 5-gram: much below 0.5 nearly all pairs are compared.
///
/// # Examples
/// ```
/// use standpoint::{CheckOptions, Corpus, LabelledStatement, Stance, Statement, Target, check_corpus};
///
/// let row = |text: &str, stance| LabelledStatement {
///     statement: Statement { text: text.into(), ..Statement::default() },
///     target: Target::new("sanctions"),
///     stance: Some(stance),
///     group: None,
///     extra: Vec::new(),
/// };
/// let rows = vec![row("Lift the embargo.", Stance::Against), row("lift  the EMBARGO.", Stance::Favor)];
/// let corpus = Corpus { rows, extra_columns: Vec::new() };
/// let check = check_corpus(&corpus, None, &CheckOptions::default())?;
/// assert!(!check.holds());
/// assert_eq!((check.exact_duplicates.count, check.contradictions.count), (1, 1));
/// # Ok::<(), standpoint::Error>(())
/// ```
///
/// # References
/// Broder 1997, "On the resemblance and containment of documents"; for the search see Chaudhuri, Ganti & Kaushik 2006
/// and Xiao, Wang, Lin & Yu 2008, "Efficient Similarity Joins for Near Duplicate Detection".
pub fn check_corpus(
    corpus: &Corpus,
    against: Option<&Corpus>,
    options: &CheckOptions,
) -> Result<CorpusCheck> {
    if !(options.near > 0.0 && options.near <= 1.0) {
        return Err(Error::Parameter {
            name: "near",
            value: options.near.to_string(),
            expected: "a number above 0 and at most 1",
        });
    }
    let texts = Texts::of(corpus, against);
    let near = near_duplicates(&texts, options);
    let n_texts =
        |in_corpus: fn(&texts::Rows) -> bool| texts.rows.iter().filter(|rows| in_corpus(rows)).count();
    let against = against.map(|other| AgainstCheck {
        distribution: Distribution::of(other, n_texts(|rows| !rows.against.is_empty())),
        shared_texts: shared_texts(&texts, options.most),
        near_duplicates: near.across,
        contradictions: contradictions(&texts, true, options.most),
        shared_groups: shared_groups(&texts, options.most),
    });
    Ok(CorpusCheck {
        near: options.near,
        distribution: Distribution::of(corpus, n_texts(|rows| !rows.corpus.is_empty())),
        exact_duplicates: exact_duplicates(&texts, options.most),
        near_duplicates: near.within,
        contradictions: contradictions(&texts, false, options.most),
        against,
        label_errors: None,
    })
}

impl CorpusCheck {
    /// Whether nothing was found; label errors, which are suspicions, do not count.
    pub fn holds(&self) -> bool {
        let alone = [self.exact_duplicates.count, self.near_duplicates.count, self.contradictions.count];
        let shared = self.against.iter().flat_map(|against| {
            let texts = [against.shared_texts.count, against.contradictions.count];
            texts.into_iter().chain([against.near_duplicates.count, against.shared_groups.count])
        });
        alone.into_iter().chain(shared).all(|count| count == 0)
    }

    /// Tells every row that is listed where it stands, so that reports can name files and lines.
    pub fn locate(&mut self, corpus: impl Fn(usize) -> Place, against: impl Fn(usize) -> Place) {
        let within = |row: &mut CheckedRow| row.place = Some(corpus(row.row));
        let beyond = |row: &mut CheckedRow| row.place = Some(against(row.row));
        for set in self.exact_duplicates.first.iter_mut().chain(&mut self.contradictions.first) {
            set.corpus.iter_mut().for_each(within);
        }
        self.near_duplicates.first.iter_mut().flat_map(|pair| &mut pair.rows).for_each(within);
        if let Some(errors) = &mut self.label_errors {
            errors.locate(&corpus);
        }
        let Some(shared) = &mut self.against else { return };
        let sets = shared.shared_texts.first.iter_mut();
        for set in sets.chain(&mut shared.contradictions.first).chain(&mut shared.shared_groups.first) {
            set.corpus.iter_mut().for_each(within);
            set.against.iter_mut().for_each(beyond);
        }
        for NearDuplicate { rows: [first, second], .. } in &mut shared.near_duplicates.first {
            within(first);
            beyond(second);
        }
    }
}

impl<T> Findings<T> {
    /// The findings that `items` are, in their order.
    fn of<I>(items: Vec<I>, most: usize, list: impl FnMut(I) -> T) -> Self {
        Findings { count: items.len(), first: items.into_iter().take(most).map(list).collect() }
    }
}

impl CheckedRow {
    fn of(corpus: &Corpus, row: usize) -> Self {
        let labelled = &corpus.rows[row];
        CheckedRow {
            row,
            place: None,
            id: labelled.statement.id.clone(),
            target: labelled.target.clone(),
            stance: labelled.stance,
            group: labelled.group.clone(),
            text: labelled.statement.text.clone(),
        }
    }
}
