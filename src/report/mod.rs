//! How is it shown? Evaluations, checks, agreement, explanations and models as tables for people, as
//! pages to publish, and as JSON for programs.
//!
//! This layer turns figures into text. It knows neither where they came from nor where the text goes.

mod agreement;
mod check;
mod comparison;
mod document;
mod evaluation;
mod explanation;
mod figure;
mod folds;
mod html;
mod inspection;
mod json;
mod leaks;
mod notes;
mod page;
mod publication;
mod readings;
mod slices;
mod statements;
mod table;
mod tuning;

pub use agreement::agreement_table;
pub use check::check_table;
pub use comparison::comparison_table;
pub use evaluation::{cross_validation_table, evaluation_table};
pub use explanation::explanation_table;
pub use inspection::{InspectedTarget, Inspection, inspection_table};
pub use json::{agreement_json, check_json, comparison_json, cross_validation_json, evaluation_json};
pub use leaks::{LeakSearch, leaks_table};
pub use page::analysis_page;
pub use publication::{Measurement, Predictor, Provenance, Report, SourceFile};
pub use readings::{readings_table, summary_table};
pub use table::Style;
pub use tuning::tuning_table;
