//! What is a trained thing? A featurizer, detectors and stance classifiers, calibrated; predict and explain.
//! Knows no files.

mod calibration;
mod detector;
mod explain;
mod fingerprints;
mod format;
mod heads;
mod held_out;
#[allow(clippy::module_inception)]
mod model;
mod options;
mod out_of_fold;
mod prior;
mod statements;
mod strongest;
mod summary;
mod train;
mod training_set;

pub use calibration::{DetectorCalibration, StanceCalibration};
pub use explain::{Contribution, Explanation};
pub(crate) use fingerprints::{Fingerprint, LANES};
pub(crate) use heads::Start;
pub(crate) use held_out::is_of_one_time;
pub use model::{Model, Reader, Reading, TargetReading};
pub use options::{ModelOptions, Options, Preset};
pub(crate) use out_of_fold::out_of_fold_probabilities;
pub(crate) use statements::Statements;
pub use strongest::StrongFeature;
pub use summary::{OutOfFold, Summary, TargetCounts};
pub(crate) use summary::{hex, most_probable};
pub use train::train;
pub(crate) use training_set::TrainingSet;
