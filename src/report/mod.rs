//! How is it shown? Evaluations, checks, agreement, explanations and models as tables for people and as JSON for programs.
//!
//! This layer turns figures into text. It knows neither where they came from nor where the text goes.

mod agreement;
mod check;
mod evaluation;
mod explanation;
mod inspection;
mod json;
mod statements;
mod table;

pub use agreement::agreement_table;
pub use check::check_table;
pub use evaluation::{cross_validation_table, evaluation_table};
pub use explanation::explanation_table;
pub use inspection::{InspectedTarget, Inspection, inspection_table};
pub use json::{agreement_json, check_json, cross_validation_json, evaluation_json};
pub use table::Style;
