//! Standpoint reads statements and says who stands where.

#![warn(missing_docs)]
#![allow(dead_code)]

mod error;
mod evaluation;
mod features;
mod learners;
mod lexicon;
mod stance;
mod statement;
mod text;

pub use error::{Error, Place, Result};
pub use evaluation::{
    Agreement, AgreementFigures, CALIBRATION_BINS, ClassFigures, CodedUnit, ConfusionMatrix, CrossValidation,
    DetectionFigures, DetectionOutcome, Evaluation, FoldFigures, Folds, HeadlineSpread, PairAgreement,
    ScoredRow, Spread, StanceFigures, cohen_kappa, expected_calibration_error, fleiss_kappa,
    krippendorff_alpha, percent_agreement, stratified_group_folds,
};
pub use features::{Block, BlockOptions, FeatureOptions, Featurizer, Norm, SparseRecords};
pub use learners::{
    ClassWeight, ComplementNb, ComplementNbParams, ComplementNbValidParams, Convergence, LearnerKind,
    LearnerOptions, LinearModel, LinearSvm, LinearSvmParams, LinearSvmValidParams, MajorityClass,
    MajorityClassParams, MajorityClassValidParams, MultinomialNb, MultinomialNbParams,
    MultinomialNbValidParams, SoftmaxRegression, SoftmaxRegressionParams, SoftmaxRegressionValidParams,
    UnknownLearner,
};
pub use lexicon::{LexiconEntry, LexiconRole, UnknownRole};
pub use stance::{Stance, Target, UnknownStance};
pub use statement::{Corpus, LabelledStatement, Statement};
pub use text::{
    Language, STEMMER, Stemmer, Token, TokenKind, Tokens, UnknownLanguage, char_ngrams, hashtag_parts,
    normalize, sentences, tokenize, word_parts,
};
