//! How do tokens become a sparse matrix? Knows no labels' meaning and no files.

mod count;
mod documents;
mod featurizer;
mod hash;
mod matrix;
mod ngram_table;
mod ngrams;
mod options;
mod pairs;
mod phrases;
mod projected;
mod projector;
mod resolved;
mod sequences;
mod slots;
mod sums;
mod surfaces;
mod text_sum;
mod units;
mod vocabulary;

pub use featurizer::Featurizer;
pub(crate) use featurizer::Workspace;
pub(crate) use hash::{extend, hash_bytes};
pub use matrix::SparseRecords;
pub use options::{BlockOptions, FeatureOptions, Norm, PairOptions};
pub(crate) use projector::{Projected, Projection, Projector};
pub(crate) use units::UnitTable;
pub use vocabulary::Block;
pub(crate) use vocabulary::Vocabulary;
