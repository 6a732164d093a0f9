//! Standpoint reads statements and says who stands where.

#![warn(missing_docs)]
#![allow(dead_code)]

mod error;
mod lexicon;
mod stance;
mod statement;

pub use error::{Error, Place, Result};
pub use lexicon::{LexiconEntry, LexiconRole, UnknownRole};
pub use stance::{Stance, Target, UnknownStance};
pub use statement::{Corpus, LabelledStatement, Statement};
