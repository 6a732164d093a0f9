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

mod analysis;
mod articles;
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
mod tuning;
mod validation;

pub use analysis::{
    Alias, Aliases, AnalysisOptions, Analyzer, Estimate, GroupStance, StanceSummary, StanceTally,
    StatementReading, SummaryBy, net_stance, summarize,
};
pub use articles::{
    Article, AttributedStatement, Attribution, CharOffsets, Extraction, Speaker, StatementKind, extract,
};
pub use audit::{
    AgainstCheck, CheckOptions, CheckedRow, CorpusCheck, Distribution, Findings, LabelError, LabelErrors,
    Leaks, NearDuplicate, NearLeak, RowCount, RowSet, TargetDistribution, TargetLabels, WordCounts,
    check_corpus, label_errors, leaks,
};
pub use error::{Error, Place, Result};
pub use evaluation::{
    Agreement, AgreementFigures, Bootstrap, CALIBRATION_BINS, ClassFigures, ClassIntervals, CodedUnit,
    Comparison, ConfusionMatrix, CrossValidation, DetectionFigures, DetectionIntervals, DetectionOutcome,
    Difference, Evaluation, FoldFigures, Folds, ForwardInTime, HeadlineFigures, HeadlineIntervals,
    HeadlineSpread, Interval, IntervalBasis, IntervalMethod, LearningPoint, McNemar, Measure, OverTargets,
    PairAgreement, ReliabilityBin, RiskCoveragePoint, SMALL_SUPPORT, ScoredRow, Slice, Slices, SmallSupport,
    Split, Spread, StanceFigures, StanceIntervals, area_under_risk_coverage, brier_score, cohen_kappa,
    expected_calibration_error, fleiss_kappa, krippendorff_alpha, log_loss, percent_agreement,
    reliability_bins, risk_coverage_curve, stratified_group_folds,
};
pub use features::{Block, BlockOptions, FeatureOptions, Featurizer, Norm, PairOptions, SparseRecords};
pub use io::{
    ArticleReader, AtomicFile, BadRows, Cell, ColumnNames, CorpusRead, InputFormat, InputStatement, LabelMap,
    OutputFormat, PREDICTION_COLUMNS, READING_COLUMNS, ReadOptions, Row, RowReader, StatementReader,
    TableColumns, TableWriter, TextEncoding, file_fingerprint, is_model, model_fingerprint, read_aliases,
    read_corpus, read_lexicon, read_model, read_predictions, reading_cells, summary_cells, summary_columns,
    write_model,
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
    InspectedTarget, Inspection, LeakSearch, Measurement, Predictor, Provenance, Report, SourceFile, Style,
    agreement_json, agreement_table, analysis_page, check_json, check_table, comparison_json,
    comparison_table, cross_validation_json, cross_validation_table, evaluation_json, evaluation_table,
    explanation_table, inspection_table, leaks_table, readings_table, summary_table, tuning_table,
};
pub use stance::{Stance, Target, UnknownStance};
pub use statement::{Corpus, LabelledStatement, Statement, Times};
pub use text::{
    Language, STEMMER, Stemmer, Token, TokenKind, Tokens, UnknownLanguage, char_ngrams, hashtag_parts,
    normalize, sentences, tokenize, word_parts,
};
pub use tuning::{Trial, Tuning, TuningProgress, tune};
pub use validation::{
    Coder, CoderAgreement, ConfidentError, CorpusComparison, DecidingWord, DifferingRow, Disagreement,
    HeldOutScores, Prediction, ScoredCorpus, coder_agreement, compare, cross_validate, evaluate,
    evaluate_predictions, fold_splits, forward_splits, score, score_forward, score_in_folds,
    score_predictions,
};
