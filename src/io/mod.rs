//! How do statements, corpora and lexicons lie on disk?
//!
//! Bytes become text in `encoding` and `stream`, text becomes rows in `delimited`, `jsonl` and `lines` (one `RowReader`
//! over them all), and rows become a corpus, statements to classify, or a lexicon. On the way out a `TableWriter`
//! makes rows and an `AtomicFile` sees that a file under its final name is always whole.
//!
//! Everything streams: memory does not grow with the input, but for a corpus or a lexicon, which are kept. Every
//! refusal names file, line and column, and says what to do.
//!
//! This layer knows nothing of learners, models or the command line; only the remedies in its messages name options
//! of the `standpoint` command, since that is where most readers of a message can act on it.

mod aliases;
mod article_file;
mod articles;
mod columns;
mod corpus;
mod delimited;
mod encoding;
mod fingerprint;
mod folder;
mod format;
mod input;
mod jsonl;
mod labels;
mod lexicon;
mod lines;
mod model_file;
mod options;
mod output;
mod predictions;
mod reader;
mod readings;
mod refusal;
mod source;
mod stream;
mod writer;

pub use aliases::read_aliases;
pub use articles::ArticleReader;
pub use columns::ColumnNames;
pub use corpus::{CorpusRead, read_corpus};
pub use encoding::TextEncoding;
pub use fingerprint::file_fingerprint;
pub use format::{InputFormat, OutputFormat};
pub use input::{InputStatement, PREDICTION_COLUMNS, StatementReader};
pub use labels::LabelMap;
pub use lexicon::read_lexicon;
pub use model_file::{is_model, model_fingerprint, read_model, write_model};
pub use options::{BadRows, ReadOptions};
pub use output::AtomicFile;
pub use predictions::read_predictions;
pub use reader::{Row, RowReader};
pub use readings::{READING_COLUMNS, reading_cells, summary_cells, summary_columns};
pub use writer::{Cell, TableColumns, TableWriter};
