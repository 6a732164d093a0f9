//! A trained model: what it knows, and how it reads a text.

use std::ops::Range;

use super::calibration::{DetectorCalibration, StanceCalibration};
use super::detector::DetectorHead;
use super::fingerprints::Fingerprint;
use super::heads::StanceHead;
use super::summary::{Summary, most_probable};
use crate::error::{Error, Result};
use crate::features::{Featurizer, Projected, Projection, Projector, Workspace};
use crate::stance::{Stance, Target};

/// A featurizer, and for every target a detector and a stance classifier, calibrated.
///
/// It is read-only and may be used from any number of threads; [`Reader`] keeps the memory of one of them.
#[derive(Debug)]
pub struct Model {
    pub(crate) featurizer: Featurizer,
    pub(crate) targets: Vec<TargetModel>,
    /// `(n_features, width)`, row by row: three columns for each target, then one for each detector.
    pub(crate) weights: Vec<f32>,
    pub(crate) width: usize,
    /// `None` where texts have to be read by way of their records.
    pub(crate) projection: Option<Projection>,
    pub(crate) summary: Summary,
    /// Those of the distinct texts that it was trained on, rising; `None` where it was to keep none.
    pub(crate) fingerprints: Option<Vec<Fingerprint>>,
}

/// One target of a model.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct TargetModel {
    pub target: Target,
    /// The stances that it can be given.
    pub classes: [bool; 3],
    pub intercept: [f64; 3],
    pub calibration: StanceCalibration,
    pub detector: Option<DetectorModel>,
}

/// What a detector is apart from its weights.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct DetectorModel {
    /// Its column of the weights.
    pub column: usize,
    pub intercept: f64,
    pub calibration: DetectorCalibration,
    pub threshold: f64,
}

/// A target as it comes out of training.
pub(crate) struct TargetHead {
    pub target: Target,
    pub classes: [bool; 3],
    pub head: StanceHead,
    pub calibration: StanceCalibration,
    pub detector: Option<Detector>,
}

/// A detector as it comes out of training.
pub(crate) struct Detector {
    pub head: DetectorHead,
    pub calibration: DetectorCalibration,
    pub threshold: f64,
}

/// What a model makes of a statement.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading {
    /// One reading for each target that was asked for or found, in the model's order.
    pub targets: Vec<TargetReading>,
    /// Share of the statement's words that the model has seen, in [0, 1].
    pub known: f64,
    /// Whether the statement holds nothing at all that the model knows.
    pub nothing_known: bool,
}

/// What a model makes of a statement with regard to one target.
#[derive(Debug, Clone, PartialEq)]
pub struct TargetReading {
    /// Position of the target in [`Model::targets`].
    pub target: usize,
    /// The most probable stance; `None` where the statement holds nothing that the model knows.
    pub stance: Option<Stance>,
    /// Probabilities of favor, against, neutral, given that the statement is about the target; they sum to one.
    pub probabilities: Option<[f64; 3]>,
    /// Probability that the statement is about the target; `None` where the target has no detector.
    pub p_target: Option<f64>,
}

impl TargetReading {
    /// Probability of the stance given.
    pub fn confidence(&self) -> Option<f64> {
        self.probabilities.map(|p| p.into_iter().fold(0.0, f64::max))
    }
}

impl Model {
    /// Lays the heads' weights side by side, so that prediction reads each feature once for all of them.
    pub(crate) fn assemble(
        featurizer: Featurizer,
        heads: Vec<TargetHead>,
        summary: Summary,
        fingerprints: Option<Vec<Fingerprint>>,
    ) -> Self {
        let detectors = heads.iter().filter(|head| head.detector.is_some()).count();
        let (n, width) = (featurizer.n_features(), 3 * heads.len() + detectors);
        let mut weights = vec![0.0; n * width];
        let mut targets = Vec::new();
        let mut column = 3 * heads.len();
        for (t, TargetHead { target, classes, head, calibration, detector }) in heads.into_iter().enumerate()
        {
            for (j, row) in head.weights.rows().into_iter().enumerate() {
                for (k, weight) in row.iter().enumerate() {
                    weights[j * width + 3 * t + k] = *weight as f32;
                }
            }
            let detector = detector.map(|Detector { head, calibration, threshold }| {
                for (j, weight) in head.weights.iter().enumerate() {
                    weights[j * width + column] = *weight as f32;
                }
                column += 1;
                DetectorModel { column: column - 1, intercept: head.intercept, calibration, threshold }
            });
            targets.push(TargetModel { target, classes, intercept: head.intercept, calibration, detector });
        }
        let projection = Projection::new(&featurizer, width, columns_of_use(&targets));
        Model { featurizer, targets, weights, width, projection, summary, fingerprints }
    }

    /// The targets that the model knows, sorted.
    pub fn targets(&self) -> impl ExactSizeIterator<Item = &Target> {
        self.targets.iter().map(|target| &target.target)
    }

    /// Position of the target called `name`.
    ///
    /// # Errors
    /// [`Error::UnknownTarget`], which names those known.
    pub fn target_index(&self, name: &str) -> Result<usize> {
        let found = self.targets().position(|target| target.as_str() == name);
        found.ok_or_else(|| Error::UnknownTarget {
            target: name.to_string(),
            known: self.targets().map(Target::to_string).collect(),
        })
    }

    /// What the model remembers of its making.
    pub fn summary(&self) -> &Summary {
        &self.summary
    }

    /// Number of features.
    pub fn n_features(&self) -> usize {
        self.featurizer.n_features()
    }

    /// Number of distinct texts that it was trained on and keeps fingerprints of; `None` where it was to keep none.
    pub fn n_fingerprints(&self) -> Option<usize> {
        self.fingerprints.as_ref().map(Vec::len)
    }

    /// Probability at and above which a statement counts as being about target `t`; `None` without a detector.
    pub fn detection_threshold(&self, t: usize) -> Option<f64> {
        self.targets[t].detector.map(|detector| detector.threshold)
    }

    /// The stances that target `t` can be given, in class order.
    pub fn classes(&self, t: usize) -> [bool; 3] {
        self.targets[t].classes
    }

    /// How the scores of target `t` become probabilities.
    pub fn calibration(&self, t: usize) -> StanceCalibration {
        self.targets[t].calibration
    }

    /// How the score of target `t`'s detector becomes a probability; `None` without a detector.
    pub fn detector_calibration(&self, t: usize) -> Option<DetectorCalibration> {
        self.targets[t].detector.map(|detector| detector.calibration)
    }

    /// Reads one text; many texts are read faster by one [`Reader`].
    ///
    /// # Errors
    /// [`Error::UnknownTarget`] for a target that the model does not know.
    pub fn predict(&self, text: &str, target: Option<&str>) -> Result<Reading> {
        let target = target.map(|name| self.target_index(name)).transpose()?;
        Ok(self.reader().read(text, target))
    }

    /// A reader of many texts.
    pub fn reader(&self) -> Reader<'_> {
        let scorer = match &self.projection {
            Some(projection) => {
                Scorer::Sums(Box::new(Projector::new(&self.featurizer, &self.weights, projection)))
            }
            None => {
                let scores = vec![0.0; self.width];
                Scorer::Record(Box::new(Laid { workspace: Workspace::default(), row: Vec::new(), scores }))
            }
        };
        Reader { model: self, scorer }
    }

    pub(crate) fn weights_of(&self, feature: u32) -> &[f32] {
        let start = feature as usize * self.width;
        &self.weights[start..start + self.width]
    }

    /// The columns of target `t`'s stances.
    pub(crate) fn stance_columns(t: usize) -> Range<usize> {
        3 * t..3 * t + 3
    }
}

/// The columns of weights that a reading depends on: those of the stances that a target can be given, and detectors.
pub(crate) fn columns_of_use(targets: &[TargetModel]) -> Vec<usize> {
    let stances = targets.iter().enumerate().flat_map(|(t, target)| {
        Model::stance_columns(t).zip(target.classes).filter(|(_, given)| *given).map(|(column, _)| column)
    });
    stances.chain(targets.iter().filter_map(|target| Some(target.detector?.column))).collect()
}

/// Reads texts one after the other with memory of its own.
#[derive(Debug)]
pub struct Reader<'a> {
    model: &'a Model,
    scorer: Scorer<'a>,
}

/// How a text comes to its scores.
#[derive(Debug)]
enum Scorer<'a> {
    /// Summed up while it is read.
    Sums(Box<Projector<'a>>),
    /// Laid out as a record, then multiplied.
    Record(Box<Laid>),
}

/// A record, and the scores of it by column.
#[derive(Debug)]
struct Laid {
    workspace: Workspace,
    row: Vec<(u32, f32)>,
    scores: Vec<f64>,
}

impl Scorer<'_> {
    /// Calls `visit` with each of `texts`: its scores by column, the share of its words that is known, and whether
    /// nothing of it is.
    fn read(&mut self, model: &Model, texts: &[&str], mut visit: impl FnMut(&[f64], Projected)) {
        match self {
            Scorer::Sums(projector) => projector.read(texts, visit),
            Scorer::Record(laid) => {
                let Laid { workspace, row, scores } = &mut **laid;
                for text in texts {
                    let known = model.featurizer.record(text, workspace, row);
                    scores.fill(0.0);
                    for &(feature, value) in row.iter() {
                        for (score, weight) in scores.iter_mut().zip(model.weights_of(feature)) {
                            *score += f64::from(value) * f64::from(*weight);
                        }
                    }
                    visit(scores, Projected { known, is_empty: row.is_empty() });
                }
            }
        }
    }
}

impl Reader<'_> {
    /// Texts that [`read_all`](Self::read_all) takes together: enough to wait for memory but rarely, few enough to stay
    /// in the cache.
    const GROUP: usize = 16;

    /// Reads `text` with regard to `target`, or to every target that it is about where none is given.
    ///
    /// A given target is always scored. Of a text without a single known feature nothing is said: no target is
    /// found in it, and a given one gets no stance.
    pub fn read(&mut self, text: &str, target: Option<usize>) -> Reading {
        let mut reading = None;
        let model = self.model;
        self.scorer.read(model, &[text], |scores, sum| reading = Some(model.reading(scores, sum, target)));
        reading.expect("a reading for each text")
    }

    /// Reads many texts, each with regard to its target, and calls `visit` with the reading of each, in order: the
    /// readings that [`read`](Self::read) gives, in half the time.
    pub fn read_all(&mut self, texts: &[(&str, Option<usize>)], mut visit: impl FnMut(Reading)) {
        let model = self.model;
        for group in texts.chunks(Self::GROUP) {
            let mut targets = group.iter().map(|(_, target)| *target);
            let mut texts = [""; Self::GROUP];
            for (place, (text, _)) in texts.iter_mut().zip(group) {
                *place = text;
            }
            self.scorer.read(model, &texts[..group.len()], |scores, sum| {
                visit(model.reading(scores, sum, targets.next().flatten()));
            });
        }
    }
}

impl Model {
    /// What the scores of a text, by column, say.
    fn reading(&self, scores: &[f64], sum: Projected, target: Option<usize>) -> Reading {
        let Projected { known, is_empty } = sum;
        if is_empty {
            let unread = |target| TargetReading { target, stance: None, probabilities: None, p_target: None };
            return Reading { targets: target.map(unread).into_iter().collect(), known, nothing_known: true };
        }
        let mut targets = Vec::new();
        for (t, head) in self.targets.iter().enumerate() {
            if target.is_some_and(|asked| asked != t) {
                continue;
            }
            let p_target = head.detector.map(|detector| {
                detector.calibration.probability(scores[detector.column] + detector.intercept)
            });
            let detected = head.detector.zip(p_target).is_none_or(|(detector, p)| p >= detector.threshold);
            if target.is_some() || detected {
                let raw = &scores[Model::stance_columns(t)];
                let raw = std::array::from_fn(|k| raw[k] + head.intercept[k]);
                let p = head.calibration.probabilities(raw, head.classes);
                let stance = Some(most_probable(&p));
                targets.push(TargetReading { target: t, stance, probabilities: Some(p), p_target });
            }
        }
        Reading { targets, known, nothing_known: false }
    }
}
