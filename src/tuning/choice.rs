//! Which of the trials is chosen: the simplest that is as good as the best, as far as the rows can tell.

use std::cmp::Ordering;

use super::trial::Trial;
use crate::evaluation::standard_error;
use crate::features::BlockOptions;
use crate::model::Options;

/// The simplest of `trials` within one standard error of that at `best`.
pub(super) fn choose(trials: &[Trial], best: usize, base: &Options) -> usize {
    let top = &trials[best];
    let is_as_good = |trial: &Trial| {
        let differences = top.drawn.iter().zip(&trial.drawn).map(|(top, drawn)| top - drawn);
        top.f_avg - trial.f_avg <= standard_error(differences)
    };
    let candidates = (0..trials.len()).filter(|&i| i == best || is_as_good(&trials[i]));
    candidates.min_by(|&a, &b| simpler(&trials[a].options, &trials[b].options, base)).unwrap_or(best)
}

/// Whether `a` is simpler than `b`.
fn simpler(a: &Options, b: &Options, base: &Options) -> Ordering {
    complexity(a, base).cmp(&complexity(b, base)).then(a.learner.c.total_cmp(&b.learner.c))
}

/// Number of feature blocks, whether the learner is another than that of `base`, number of searched values that differ
/// from those of `base`, and length of the n-grams: what adds most to a model first.
fn complexity(options: &Options, base: &Options) -> (usize, bool, usize, usize) {
    let (features, of_base) = (&options.features, &base.features);
    let blocks: Vec<&BlockOptions> = [&features.word, &features.character].into_iter().flatten().collect();
    let n_blocks = blocks.len() + usize::from(features.pairs.is_some());
    let longest = blocks.iter().map(|block| block.ngrams.1).sum();
    // A block that is missing is simpler, and not a change.
    let changed = [
        features.word.is_some() && features.word != of_base.word,
        features.character.is_some() && features.character != of_base.character,
        features.pairs.is_some() && features.pairs != of_base.pairs,
        features.language != of_base.language,
        features.min_df != of_base.min_df,
        options.model.sharing != base.model.sharing,
        options.model.lexicon_scale != base.model.lexicon_scale,
    ];
    let n_changes = changed.into_iter().filter(|changed| *changed).count();
    (n_blocks, options.learner.kind != base.learner.kind, n_changes, longest)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::PairOptions;
    use crate::learners::LearnerKind;

    /// A trial whose F_avg is `f_avg` in the first of two draws and, in the second, that and `swing`.
    fn trial(c: f64, f_avg: f64, swing: f64) -> Trial {
        let mut options = Options::default();
        options.learner.c = c;
        let drawn = vec![f_avg, f_avg + swing];
        Trial { options, f_avg, interval: None, targets_f_avg: f_avg, seconds: 0.0, drawn }
    }

    #[test]
    fn the_smallest_c_within_one_standard_error_of_the_difference_is_chosen() {
        // Draws of the difference from the best: 0.02 and 0.02 + d, of which the standard deviation is d / √2.
        let best = trial(4.0, 0.70, 0.0);
        let chosen = |swing: f64| {
            let trials = [best.clone(), trial(1.0, 0.68, swing), trial(0.5, 0.60, 0.0)];
            choose(&trials, 0, &Options::default())
        };
        assert_eq!(chosen(-0.03), 1, "0.03 / √2 = 0.0212");
        assert_eq!(chosen(-0.027), 0, "0.027 / √2 = 0.0191");
    }

    #[test]
    fn fewer_blocks_count_before_the_values_of_the_base_before_shorter_ngrams_before_c() {
        let base = Options::default();
        let with = |c: f64, change: &dyn Fn(&mut Options)| {
            let mut trial = trial(c, 0.7, 0.0);
            change(&mut trial.options);
            trial
        };
        let word = |ngrams| move |o: &mut Options| o.features.word.as_mut().unwrap().ngrams = ngrams;
        // From the least to the most simple.
        let trials = [
            with(0.1, &|o| o.features.pairs = Some(PairOptions::default())),
            with(0.1, &|o| o.learner.kind = LearnerKind::Svm),
            with(0.1, &|o| {
                word((1, 1))(o);
                o.model.sharing = 0.3;
            }),
            with(0.1, &word((1, 4))),
            with(2.0, &word((1, 2))),
            trial(3.0, 0.7, 0.0),
            trial(0.5, 0.7, 0.0),
            with(9.0, &|o| o.features.character = None),
        ];
        for n in 1..=trials.len() {
            assert_eq!(choose(&trials[..n], 0, &base), n - 1);
        }
    }

    #[test]
    fn equal_trials_leave_the_first() {
        let trials = [trial(1.0, 0.7, 0.0), trial(1.0, 0.7, 0.0)];
        assert_eq!(choose(&trials, 1, &Options::default()), 0);
    }
}
