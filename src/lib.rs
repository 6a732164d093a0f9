//! Standpoint reads statements and says who stands where: which targets a statement is about, and whether its speaker
//! is in favor, against or neutral, with a probability, the words that decided it, and an honest report of how often
//! it is right.
//!
//! A [`Model`] is trained on a labelled [`Corpus`], a lexicon, or both with [`train`], or comes with the crate as
//! [`Model::built_in`]. It reads one text with [`Model::predict`], many with [`Model::reader`], and shows with
//! [`Model::explain`] which words decided. [`evaluate`] and [`cross_validate`] say how right it is.
//!
//! ```
//! use standpoint::{Model, Stance};
//!
//! let model = Model::built_in()?;
//! let reading = model.predict("The embargo has failed and should be lifted.", Some("sanctions"))?;
//! assert_eq!(reading.targets[0].stance, Some(Stance::Against));
//! # Ok::<(), standpoint::Error>(())
//! ```

#![warn(missing_docs)]

mod audit;
mod error;
mod evaluation;
mod features;
mod io;
mod learners;
mod lexicon;
mod model;
mod report;
mod stance;
mod statement;
mod text;
mod validation;

pub use audit::{
    AgainstCheck, CheckOptions, CheckedRow, CorpusCheck, Distribution, Findings, NearDuplicate, RowCount,
    RowSet, TargetDistribution, WordCounts, check_corpus,
};
pub use error::{Error, Place, Result};
pub use evaluation::{
    Agreement, AgreementFigures, CALIBRATION_BINS, ClassFigures, CodedUnit, ConfusionMatrix, CrossValidation,
    DetectionFigures, DetectionOutcome, Evaluation, FoldFigures, Folds, HeadlineSpread, PairAgreement,
    ScoredRow, Spread, StanceFigures, cohen_kappa, expected_calibration_error, fleiss_kappa,
    krippendorff_alpha, percent_agreement, stratified_group_folds,
};
pub use features::{Block, BlockOptions, FeatureOptions, Featurizer, Norm, SparseRecords};
pub use io::{
    AtomicFile, BadRows, Cell, ColumnNames, CorpusRead, InputFormat, InputStatement, LabelMap, OutputFormat,
    PREDICTION_COLUMNS, ReadOptions, Row, RowReader, StatementReader, TableColumns, TableWriter,
    TextEncoding, model_fingerprint, read_corpus, read_lexicon, read_model, read_predictions, write_model,
};
pub use learners::{
    ClassWeight, ComplementNb, ComplementNbParams, ComplementNbValidParams, Convergence, LearnerKind,
    LearnerOptions, LinearModel, LinearSvm, LinearSvmParams, LinearSvmValidParams, MajorityClass,
    MajorityClassParams, MajorityClassValidParams, MultinomialNb, MultinomialNbParams,
    MultinomialNbValidParams, SoftmaxRegression, SoftmaxRegressionParams, SoftmaxRegressionValidParams,
    UnknownLearner,
};
pub use lexicon::{LexiconEntry, LexiconRole, UnknownRole};
pub use model::{
    Contribution, DetectorCalibration, Explanation, Model, ModelOptions, Options, OutOfFold, Preset, Reader,
    Reading, StanceCalibration, StrongFeature, Summary, TargetCounts, TargetReading, train,
};
pub use report::{
    InspectedTarget, Inspection, Style, agreement_json, agreement_table, check_json, check_table,
    cross_validation_json, cross_validation_table, evaluation_json, evaluation_table, explanation_table,
    inspection_table,
};
pub use stance::{Stance, Target, UnknownStance};
pub use statement::{Corpus, LabelledStatement, Statement};
pub use text::{
    Language, STEMMER, Stemmer, Token, TokenKind, Tokens, UnknownLanguage, char_ngrams, hashtag_parts,
    normalize, sentences, tokenize, word_parts,
};
pub use validation::{
    Coder, CoderAgreement, Disagreement, Prediction, coder_agreement, cross_validate, evaluate,
    evaluate_predictions,
};
