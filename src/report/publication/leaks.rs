//! What of the test rows the model was trained on.

use crate::evaluation::StanceFigures;
use crate::report::document::{Block, Section};
use crate::report::leaks::LeakSearch;

/// Rows of each kind that are listed.
const SHOWN: usize = 10;

/// The rows that the model was trained on, and the figures without them; nothing where labels were measured.
pub(super) fn section(search: &LeakSearch) -> Option<Section> {
    let blocks = match search {
        LeakSearch::OfLabels => return None,
        LeakSearch::NoFingerprints => vec![Block::Note(
            "Not looked for: the model keeps no fingerprints of what it was trained on.".into(),
        )],
        LeakSearch::Done(leaks) if leaks.count() == 0 => {
            vec![Block::Note(format!(
                "None of {} rows has a text that the model was trained on, or a near duplicate of one.",
                leaks.rows
            ))]
        }
        LeakSearch::Done(leaks) => {
            let [exact, near] = [leaks.exact.count, leaks.near.count];
            let summary = format!(
                "{} of {} rows: the model was trained on the same text ({exact}) or a near duplicate ({near}). {}",
                leaks.count(),
                leaks.rows,
                leaks.without.as_ref().map_or("Without them no row with a target is left.".into(), without)
            );
            let same = leaks.exact.first.iter().take(SHOWN).map(|row| format!("Same text: {}", row.text));
            let like = leaks.near.first.iter().take(SHOWN);
            let like = like.map(|near| format!("Jaccard index about {:.2}: {}", near.jaccard, near.row.text));
            vec![Block::Note(summary), Block::List(same.chain(like).collect())]
        }
    };
    Some(Section::new("leaks", "Rows that the model was trained on", blocks))
}

fn without(figures: &StanceFigures) -> String {
    format!(
        "Without them: accuracy {:.3}, macro-F1 {:.3}, F_avg {:.3} on {} rows.",
        figures.accuracy, figures.macro_f1, figures.f_avg, figures.n
    )
}
