//! How is a classifier fitted, over sparse records?
//!
//! Every learner is a linfa estimator: `XParams`, checked by [`ParamGuard`](linfa::ParamGuard), is fitted with
//! [`Fit`](linfa::traits::Fit) to a `DatasetBase<SparseRecords, Array1<usize>>` of class ids `0..n_classes` and
//! gives a type that predicts with [`Predict`](linfa::traits::Predict). What is fitted is always a
//! [`LinearModel`], so whatever stores, explains or calibrates a classifier needs to know that one form only;
//! [`LearnerOptions`] chooses among the learners by name.
//!
//! This layer knows neither text, nor what a class or a feature means, nor files.
//!
//! | file | question |
//! | --- | --- |
//! | `options` | which learner, with which parameters? |
//! | `linear_model` | what is fitted: weights and an intercept |
//! | `examples`, `class_weight`, `parameter` | what may be fitted: checked data, weights, parameters |
//! | `softmax` | multinomial logistic regression |
//! | `svm` | linear support vector machine |
//! | `tasks`, `dual`, `descent`, `loss`, `rows` | how the weights of both are found, of several tasks together |
//! | `complement_nb`, `multinomial_nb`, `feature_counts` | naive Bayes |
//! | `majority` | the floor |
//! | `convergence` | how did a search for weights end? |
//! | `math` | elementary functions and random numbers, the same bits everywhere |

mod class_weight;
mod complement_nb;
mod convergence;
mod descent;
mod dual;
mod examples;
mod feature_counts;
mod linear_model;
mod loss;
mod majority;
pub(crate) mod math;
mod multinomial_nb;
mod options;
mod parameter;
mod rows;
mod softmax;
mod svm;
mod tasks;

pub use class_weight::ClassWeight;
pub use complement_nb::{ComplementNb, ComplementNbParams, ComplementNbValidParams};
pub use convergence::Convergence;
pub(crate) use dual::{Example, Search};
pub use linear_model::LinearModel;
pub use majority::{MajorityClass, MajorityClassParams, MajorityClassValidParams};
pub use multinomial_nb::{MultinomialNb, MultinomialNbParams, MultinomialNbValidParams};
pub use options::{LearnerKind, LearnerOptions, UnknownLearner};
pub(crate) use rows::Rows;
pub use softmax::{SoftmaxRegression, SoftmaxRegressionParams, SoftmaxRegressionValidParams};
pub use svm::{LinearSvm, LinearSvmParams, LinearSvmValidParams};
pub(crate) use tasks::{Fitted, Objective, Tasks};
