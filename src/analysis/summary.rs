//! Readings in sum: who stands where.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use super::dates::month;
use super::intervals::{Estimate, net_stance, proportion};
use super::reading::StatementReading;
use super::speakers::{SpeakerKey, name_key};
use crate::stance::{Stance, Target};

/// What readings are grouped by, beside the target.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum SummaryBy {
    /// Who made the statement.
    #[default]
    Speaker,
    /// The month of the article's date.
    Month,
    /// Who published the article.
    Source,
    /// The body that the speaker speaks for.
    Organisation,
    /// The country of the speaker.
    Country,
    /// The article.
    Document,
}

impl SummaryBy {
    /// Name on the command line and of the column.
    pub const fn name(self) -> &'static str {
        match self {
            SummaryBy::Speaker => "speaker",
            SummaryBy::Month => "month",
            SummaryBy::Source => "source",
            SummaryBy::Organisation => "organisation",
            SummaryBy::Country => "country",
            SummaryBy::Document => "document",
        }
    }

    /// The name of the group of those of whom it is not known.
    const fn unknown(self) -> &'static str {
        match self {
            SummaryBy::Speaker => "(unnamed)",
            SummaryBy::Month => "(no date)",
            SummaryBy::Source => "(no source)",
            SummaryBy::Organisation => "(no organisation)",
            SummaryBy::Country => "(no country)",
            SummaryBy::Document => "(no document)",
        }
    }
}

impl fmt::Display for SummaryBy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// Statements about one target, by the stance that they take.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct StanceTally {
    /// All of them.
    pub statements: usize,
    /// Articles that they stand in.
    pub documents: usize,
    /// In favor, against, neutral.
    pub stances: [usize; Stance::COUNT],
    /// Without a stance.
    pub abstained: usize,
}

impl StanceTally {
    /// Share of all statements that take `stance`, with its Wilson interval.
    pub fn share(&self, stance: Stance) -> Option<Estimate> {
        proportion(self.stances[stance.index()], self.statements)
    }

    /// Share of all statements that were given no stance, with its Wilson interval.
    pub fn abstained_share(&self) -> Option<Estimate> {
        proportion(self.abstained, self.statements)
    }

    /// The [net stance](net_stance) of those that were given one; `None` where none was.
    pub fn net(&self) -> Option<Estimate> {
        let [favor, against, neutral] = self.stances;
        net_stance(favor, against, neutral)
    }
}

/// Where one speaker, month, source … stands toward one target.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct GroupStance {
    /// The speaker, month, source …; no two groups have the same name.
    pub group: String,
    /// The target.
    pub target: Target,
    /// The statements.
    pub tally: StanceTally,
}

/// Readings in sum.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct StanceSummary {
    /// What they are grouped by.
    pub by: SummaryBy,
    /// Each group with each target that it speaks of: months in order of time, others with most statements first, then by
    /// name of group and target.
    pub groups: Vec<GroupStance>,
    /// All statements on each target.
    pub targets: BTreeMap<Target, StanceTally>,
}

/// Counts `readings` that have a target by that and by what `by` says.
///
/// # Definition
/// Names that differ in case, accents, apostrophes or spaces are the same group, called as the first of them is. With
/// speakers this holds across documents only for full names (of two words or more, or of a body or country that speaks
/// itself) with the same country, or none, and for names that an alias gives; other names are a speaker of their own in
/// each document, and behind a name of several speakers stand the country and the document in brackets. Whoever is not
/// named is counted under `(unnamed)`.
///
/// Months are read from ISO dates and from dates with an English name of a month; others count as `(no date)`.
pub fn summarize<'a>(
    readings: impl IntoIterator<Item = &'a StatementReading>,
    by: SummaryBy,
) -> StanceSummary {
    let mut groups: BTreeMap<(GroupKey, &Target), Tallying> = BTreeMap::new();
    let mut targets: BTreeMap<&Target, Tallying> = BTreeMap::new();
    let mut first_of: BTreeMap<GroupKey, &StatementReading> = BTreeMap::new();
    for reading in readings {
        let Some(target) = &reading.target else { continue };
        let key = GroupKey::of(reading, by);
        first_of.entry(key.clone()).or_insert(reading);
        groups.entry((key, target)).or_default().add(reading);
        targets.entry(target).or_default().add(reading);
    }
    let names = names(&first_of, by);
    let named = groups.into_iter().map(|((key, target), tallying)| GroupStance {
        group: names[&key].clone(),
        target: target.clone(),
        tally: tallying.tally,
    });
    let mut groups: Vec<GroupStance> = named.collect();
    groups.sort_by(|a, b| {
        let order = match by {
            SummaryBy::Month => Ordering::Equal,
            _ => b.tally.statements.cmp(&a.tally.statements),
        };
        order.then_with(|| (&a.group, &a.target).cmp(&(&b.group, &b.target)))
    });
    let targets = targets.into_iter().map(|(target, tallying)| (target.clone(), tallying.tally));
    StanceSummary { by, groups, targets: targets.collect() }
}

/// What readings of one group have in common.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum GroupKey {
    Speaker(SpeakerKey),
    Named(String),
    Unknown,
}

impl GroupKey {
    fn of(reading: &StatementReading, by: SummaryBy) -> Self {
        if by == SummaryBy::Speaker {
            return SpeakerKey::of(reading).map_or(GroupKey::Unknown, GroupKey::Speaker);
        }
        match (name(reading, by), by) {
            (None, _) => GroupKey::Unknown,
            // Two files may differ in case alone.
            (Some(name), SummaryBy::Document) => GroupKey::Named(name),
            (Some(name), _) => GroupKey::Named(name_key(&name)),
        }
    }
}

/// What the group of `reading` is called by it.
fn name(reading: &StatementReading, by: SummaryBy) -> Option<String> {
    let name = match by {
        SummaryBy::Speaker => Some(reading.speaker.name.clone()).filter(|_| reading.speaker.named),
        SummaryBy::Month => reading.date.as_deref().and_then(month),
        SummaryBy::Source => reading.source.clone(),
        SummaryBy::Organisation => reading.speaker.organisation.clone(),
        SummaryBy::Country => reading.speaker.country.clone(),
        SummaryBy::Document => Some(reading.document.clone()),
    };
    name.map(|name| name.trim().to_string()).filter(|name| !name.is_empty())
}

/// The name of every group, after its first reading; a name that several have is told apart by country and document.
fn names(first_of: &BTreeMap<GroupKey, &StatementReading>, by: SummaryBy) -> BTreeMap<GroupKey, String> {
    let plain = |reading: &StatementReading| name(reading, by).unwrap_or_else(|| by.unknown().to_string());
    let mut bearers: BTreeMap<String, usize> = BTreeMap::new();
    for reading in first_of.values() {
        *bearers.entry(name_key(&plain(reading))).or_default() += 1;
    }
    let named = first_of.iter().map(|(key, reading)| {
        let plain = plain(reading);
        let is_shared = bearers[&name_key(&plain)] > 1;
        let name = match key {
            GroupKey::Speaker(key) if is_shared => told_apart(&plain, reading, key),
            _ => plain,
        };
        (key.clone(), name)
    });
    named.collect()
}

fn told_apart(name: &str, reading: &StatementReading, key: &SpeakerKey) -> String {
    let country = reading.speaker.country.as_deref();
    let document = key.is_of_one_document().then_some(reading.document.as_str());
    let marks: Vec<&str> = country.into_iter().chain(document).collect();
    if marks.is_empty() { name.to_string() } else { format!("{name} ({})", marks.join(", ")) }
}

/// A tally that is being counted.
#[derive(Default)]
struct Tallying<'a> {
    tally: StanceTally,
    documents: BTreeSet<&'a str>,
}

impl<'a> Tallying<'a> {
    fn add(&mut self, reading: &'a StatementReading) {
        self.tally.statements += 1;
        match reading.stance {
            Some(stance) => self.tally.stances[stance.index()] += 1,
            None => self.tally.abstained += 1,
        }
        self.documents.insert(&reading.document);
        self.tally.documents = self.documents.len();
    }
}
