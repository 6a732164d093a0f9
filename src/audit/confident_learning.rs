//! Which labels do out-of-fold probabilities contradict? Confident learning over plain arrays.
//!
//! On average, models are as sure of a label where it is given as its mean probability there says. A row for which
//! another label reaches its own mean is counted as one that should have that label. These counts, the confident joint,
//! tell how many labels to suspect; margins tell which.
//!
//! # References
//! Northcutt, Jiang & Chuang 2021, "Confident Learning: Estimating Uncertainty in Dataset Labels".

use crate::stance::Stance;

/// Probabilities that differ by no more than this count as equal: sums of equal numbers may differ in their last bits.
const ROUNDING: f64 = 1e-6;

/// What confident learning makes of labels and out-of-fold probabilities.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct ConfidentLearning {
    /// For each label the mean probability of it over the rows that have it; `None` for one without rows.
    pub thresholds: [Option<f64>; 3],
    /// Number of rows by label given and by the label that the thresholds say.
    pub confident_joint: [[usize; 3]; 3],
    /// The rows whose labels are likely to be wrong, the lowest margin first.
    pub suspects: Vec<Suspect>,
}

/// A row whose label is likely to be wrong.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Suspect {
    pub row: usize,
    /// The most probable label.
    pub suggested: Stance,
    /// Probability of the label given minus that of the one suggested.
    pub margin: f64,
}

/// Finds the likely label errors among rows with these labels and probabilities of favor, against, neutral.
///
/// # Definition
/// Threshold of label k: tₖ = mean of pₖ over the rows labelled k. A row labelled i counts in the confident joint at
/// (i, j), where j is the one label with pⱼ ≥ tⱼ, or where there are several the most probable of all. The margin of a
/// row is pᵢ − max pⱼ over j ≠ i. Suspected are as many rows as count off the diagonal and have another label that is
/// more probable than their own: those with the lowest margins; of equal ones the first.
pub(super) fn confident_learning(labels: &[Stance], probabilities: &[[f64; 3]]) -> ConfidentLearning {
    let thresholds = thresholds(labels, probabilities);
    let (mut confident_joint, mut n_suspects) = ([[0; 3]; 3], 0);
    let mut suspects = Vec::with_capacity(labels.len());
    for (row, (given, p)) in labels.iter().zip(probabilities).enumerate() {
        let suggested = most_probable(p, |stance| stance != *given);
        let margin = p[given.index()] - p[suggested.index()];
        suspects.push(Suspect { row, suggested, margin });
        if let Some(latent) = latent_label(p, &thresholds) {
            confident_joint[given.index()][latent.index()] += 1;
            n_suspects += usize::from(latent != *given && margin < -ROUNDING);
        }
    }
    suspects.sort_by(|a, b| a.margin.total_cmp(&b.margin));
    suspects.truncate(n_suspects);
    ConfidentLearning { thresholds, confident_joint, suspects }
}

fn thresholds(labels: &[Stance], probabilities: &[[f64; 3]]) -> [Option<f64>; 3] {
    Stance::ALL.map(|stance| {
        let own = labels.iter().zip(probabilities).filter(|(label, _)| **label == stance);
        let (sum, n) = own.fold((0.0, 0usize), |(sum, n), (_, p)| (sum + p[stance.index()], n + 1));
        (n > 0).then(|| sum / n as f64)
    })
}

/// The label whose threshold is reached, or of several the most probable of all; `None` where none is.
fn latent_label(p: &[f64; 3], thresholds: &[Option<f64>; 3]) -> Option<Stance> {
    let reached = |stance: &Stance| {
        thresholds[stance.index()].is_some_and(|threshold| p[stance.index()] >= threshold - ROUNDING)
    };
    let mut reached = Stance::ALL.into_iter().filter(reached);
    match (reached.next(), reached.next()) {
        (Some(_), Some(_)) => Some(most_probable(p, |_| true)),
        (first, _) => first,
    }
}

/// The most probable stance of those wanted; of equal ones the first.
fn most_probable(p: &[f64; 3], wanted: impl Fn(Stance) -> bool) -> Stance {
    let wanted = Stance::ALL.into_iter().filter(|stance| wanted(*stance));
    let better = |a: Stance, b: Stance| if p[b.index()] > p[a.index()] { b } else { a };
    wanted.reduce(better).expect("at least two stances are wanted")
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;
    use Stance::{Against, Favor, Neutral};

    // Thresholds: favor (0.9 + 0.8 + 0.1) / 3 = 0.6, against (0.7 + 0.8 + 0.3) / 3 = 0.6. The third row and the last reach
    // that of the other label alone, and every other row that of its own.
    #[test]
    fn the_confident_joint_is_that_worked_out_by_hand() {
        let labels = [Favor, Favor, Favor, Against, Against, Against];
        let p = [0.9, 0.8, 0.1, 0.3, 0.2, 0.7].map(|favor| [favor, 1.0 - favor, 0.0]);
        let learned = confident_learning(&labels, &p);
        let [favor, against, neutral] = learned.thresholds;
        assert!((favor.unwrap() - 0.6).abs() < 1e-12 && (against.unwrap() - 0.6).abs() < 1e-12);
        assert_eq!(neutral, None);
        assert_eq!(learned.confident_joint, [[2, 1, 0], [1, 2, 0], [0, 0, 0]]);
        let suspects: Vec<_> =
            learned.suspects.iter().map(|suspect| (suspect.row, suspect.suggested)).collect();
        assert_eq!(suspects, [(2, Against), (5, Favor)]);
        assert!((learned.suspects[0].margin + 0.8).abs() < 1e-12);
    }

    #[test]
    fn where_models_know_nothing_no_label_is_suspected() {
        let labels = [Favor, Against, Neutral, Against];
        let learned = confident_learning(&labels, &[[0.25, 0.5, 0.25]; 4]);
        assert_eq!(learned.confident_joint, [[0, 1, 0], [0, 2, 0], [0, 1, 0]]);
        assert_eq!(learned.suspects.iter().map(|suspect| suspect.row).collect::<Vec<_>>(), [0, 2]);
        assert!(confident_learning(&labels, &[[1.0 / 3.0; 3]; 4]).suspects.is_empty());
        assert!(confident_learning(&[], &[]).suspects.is_empty());
    }

    #[test]
    fn the_suspects_are_those_of_cleanlab_2_9_0() {
        let fixture: Value =
            serde_json::from_str(include_str!("../../tests/fixtures/label_errors.json")).unwrap();
        for case in fixture.as_array().unwrap() {
            let array = |key: &str| case[key].as_array().unwrap();
            let number = |value: &Value| value.as_f64().unwrap();
            let id = |value: &Value| value.as_u64().unwrap() as usize;
            let labels: Vec<Stance> = array("labels").iter().map(|label| Stance::ALL[id(label)]).collect();
            let p: Vec<[f64; 3]> =
                array("probabilities").iter().map(|p| [0, 1, 2].map(|k| number(&p[k]))).collect();
            let learned = confident_learning(&labels, &p);
            for (threshold, expected) in learned.thresholds.iter().zip(array("thresholds")) {
                assert!((threshold.unwrap() - number(expected)).abs() < 1e-12);
            }
            let joint = array("confident_joint").iter().map(|line| [0, 1, 2].map(|k| id(&line[k])));
            assert!(joint.eq(learned.confident_joint), "{:?}", learned.confident_joint);
            let suspects = learned.suspects.iter().map(|suspect| suspect.row);
            assert!(suspects.eq(array("suspects").iter().map(id)), "{:?}", learned.suspects);
        }
    }
}
