//! What do articles say, read with a model; who stands where in sum?
//!
//! An [`Analyzer`] extracts the statements of an article and has a model read them: one [`StatementReading`] for each
//! statement and target that it is about. [`summarize`] counts readings by speaker, month, source and so on, with
//! intervals; [`Aliases`] say which names are one speaker. Knows no files.

mod aliases;
mod analyzer;
mod cues;
mod dates;
mod intervals;
mod pointing;
mod reading;
mod speakers;
mod summary;

pub use aliases::{Alias, Aliases};
pub use analyzer::{AnalysisOptions, Analyzer};
pub use intervals::{Estimate, net_stance};
pub use reading::StatementReading;
pub use summary::{GroupStance, StanceSummary, StanceTally, SummaryBy, summarize};
