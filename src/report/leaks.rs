//! What of a test set a model was trained on, beside the figures.

use serde::{Serialize, Serializer};

use super::check::name_of;
use super::statements::excerpt;
use super::table::{Style, count};
use crate::audit::Leaks;

/// What is known of test rows that a model was trained on.
///
/// # Shapes and units
/// It serialises to the [`Leaks`], or to null where none were looked for.
#[derive(Debug, Clone, PartialEq)]
#[allow(clippy::large_enum_variant, reason = "there is one of it")]
pub enum LeakSearch {
    /// Labels were measured, not a model.
    OfLabels,
    /// The model keeps no fingerprints of what it was trained on.
    NoFingerprints,
    /// They were looked for.
    Done(Leaks),
}

impl LeakSearch {
    pub(super) fn is_of_labels(&self) -> bool {
        *self == LeakSearch::OfLabels
    }
}

impl Serialize for LeakSearch {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            LeakSearch::OfLabels | LeakSearch::NoFingerprints => serializer.serialize_none(),
            LeakSearch::Done(leaks) => leaks.serialize(serializer),
        }
    }
}

/// Leaks of each kind that are shown; the rest is counted.
const SHOWN: usize = 5;

/// What must be known to read the figures of an evaluation: how many rows the model was trained on, the first of them,
/// and the figures without them. Nothing where labels were measured.
pub fn leaks_table(search: &LeakSearch, style: Style) -> String {
    let leaks = match search {
        LeakSearch::Done(leaks) => leaks,
        LeakSearch::OfLabels => return String::new(),
        LeakSearch::NoFingerprints => {
            return format!(
                "{}  not looked for: the model keeps no fingerprints of what it was trained on\n",
                style.bold("Leaks")
            );
        }
    };
    let rows = count(leaks.rows as u64, "row");
    if leaks.count() == 0 {
        return format!("{}  none of {rows} has a text that the model was trained on\n", style.bold("Leaks"));
    }
    let [exact, near] = [leaks.exact.count, leaks.near.count];
    let mut text = format!(
        "{}  {} of {rows}: the model was trained on the same text ({exact}) or a near duplicate ({near})\n",
        style.paint("1;33", "Leaks"),
        leaks.count(),
    );
    text += &match &leaks.without {
        Some(figures) => format!(
            "  without them  accuracy {:.3}, macro-F1 {:.3}, F_avg {:.3} on {}\n",
            figures.accuracy,
            figures.macro_f1,
            figures.f_avg,
            count(figures.n, "row"),
        ),
        None => "  without them  no row with a target is left\n".to_string(),
    };
    for row in leaks.exact.first.iter().take(SHOWN) {
        text += &format!("  same text     {}\n    {}\n", name_of(row), excerpt(&row.text));
    }
    for near in leaks.near.first.iter().take(SHOWN) {
        let row = &near.row;
        text += &format!("  Jaccard ~{:.2}  {}\n    {}\n", near.jaccard, name_of(row), excerpt(&row.text));
    }
    let more = exact.saturating_sub(SHOWN) + near.saturating_sub(SHOWN);
    if more > 0 {
        text += &format!("  … and {more} more (--format json lists all)\n");
    }
    text
}
