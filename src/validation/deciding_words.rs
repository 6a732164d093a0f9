//! Which words spoke for the stance that was predicted, and which for the one that a coder gave?

use serde::Serialize;

use crate::model::Explanation;
use crate::stance::Stance;

/// Least part of the strongest word's push that makes a word a deciding one.
const LEAST_SHARE: f64 = 1.0 / 3.0;

/// A stretch of a text that spoke for the predicted stance or against it.
///
/// # Definition
/// What a word or phrase adds to the score of the predicted stance, less what it adds to that of the actual one, before
/// calibration, is spread evenly over the words that it covers; `push` is what comes together on this one.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[non_exhaustive]
pub struct DecidingWord {
    /// First byte of it in the text.
    pub start: usize,
    /// The byte behind it.
    pub end: usize,
    /// How far it spoke for the predicted stance; below zero, for the actual one.
    pub push: f64,
}

impl DecidingWord {
    /// The words of `text` that told `predicted` from `actual`, in the order of the text: those whose push is at least a
    /// third of the strongest.
    pub(super) fn all(text: &str, explanation: &Explanation, predicted: Stance, actual: Stance) -> Vec<Self> {
        let spans = explanation.contributions.iter().flat_map(|contribution| &contribution.spans);
        let mut cuts: Vec<usize> = spans.flat_map(|&(start, end)| [start, end]).collect();
        cuts.sort_unstable();
        cuts.dedup();
        let words = cuts.windows(2).map(|cut| DecidingWord { start: cut[0], end: cut[1], push: 0.0 });
        let is_word = |word: &DecidingWord| text[word.start..word.end].chars().any(|c| !c.is_whitespace());
        let mut words: Vec<DecidingWord> = words.filter(is_word).collect();
        for contribution in &explanation.contributions {
            let push = contribution.scores[predicted.index()] - contribution.scores[actual.index()];
            for &(start, end) in &contribution.spans {
                let first = words.partition_point(|word| word.start < start);
                let covered = &mut words[first..];
                let n = covered.partition_point(|word| word.end <= end);
                let share = push / (contribution.spans.len() * n.max(1)) as f64;
                covered[..n].iter_mut().for_each(|word| word.push += share);
            }
        }
        let strongest = words.iter().map(|word| word.push.abs()).fold(0.0, f64::max);
        words.retain(|word| word.push != 0.0 && word.push.abs() >= LEAST_SHARE * strongest);
        words
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Contribution;
    use crate::stance::Target;

    fn contribution(spans: &[(usize, usize)], scores: [f64; 3]) -> Contribution {
        Contribution { text: String::new(), spans: spans.to_vec(), lexicon: false, scores, detection: 0.0 }
    }

    // "good" is 0–4 and 9–13, "bad" 5–8, "bad good" 5–13, "so" 14–16. Favor less against: "good" 3 − 0 over two occurrences,
    // 3/2 each; "bad" 0 − 3; "bad good" −1 − 0 over two words, −1/2 each; "so" 0.1. A third of 3.5 is more than the second "good" has, 1.
    #[test]
    fn what_phrases_push_is_spread_over_their_words() {
        let contributions = vec![
            contribution(&[(5, 8)], [0.0, 3.0, 7.0]),
            contribution(&[(0, 4), (9, 13)], [3.0, 0.0, 0.0]),
            contribution(&[(5, 13)], [-1.0, 0.0, 0.0]),
            contribution(&[(14, 16)], [0.1, 0.0, 0.0]),
        ];
        let explanation = Explanation {
            target: Target::new("tax").unwrap(),
            stance: None,
            probabilities: None,
            p_target: None,
            scores: [0.0; 3],
            intercept: [0.0; 3],
            contributions,
        };
        let words = DecidingWord::all("good bad good so", &explanation, Stance::Favor, Stance::Against);
        let found: Vec<(usize, usize, f64)> = words.iter().map(|w| (w.start, w.end, w.push)).collect();
        assert_eq!(found, [(0, 4, 1.5), (5, 8, -3.5)]);
    }
}
