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
    let counts = |options: &Options| {
        let features = &options.features;
        let blocks: Vec<&BlockOptions> =
            [&features.word, &features.character].into_iter().flatten().collect();
        let n_blocks = blocks.len() + usize::from(features.pairs.is_some());
        let longest: usize = blocks.iter().map(|block| block.ngrams.1).sum();
        (n_blocks, longest, options.learner.kind != base.learner.kind)
    };
    counts(a)
        .cmp(&counts(b))
        .then(a.learner.c.total_cmp(&b.learner.c))
        .then(changes(a, base).cmp(&changes(b, base)))
}

/// Number of searched values that differ from those of `base`.
fn changes(options: &Options, base: &Options) -> usize {
    let (a, b) = (&options.features, &base.features);
    let differ = [
        a.word != b.word,
        a.character != b.character,
        a.pairs != b.pairs,
        a.language != b.language,
        a.min_df != b.min_df,
        options.learner.c != base.learner.c,
        options.model.sharing != base.model.sharing,
        options.model.lexicon_scale != base.model.lexicon_scale,
    ];
    differ.into_iter().filter(|differs| *differs).count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::PairOptions;

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
    fn fewer_blocks_count_before_shorter_ngrams_before_c_before_the_values_of_the_base() {
        let base = Options::default();
        let mut pairs = trial(0.1, 0.7, 0.0);
        pairs.options.features.pairs = Some(PairOptions::default());
        let mut short = trial(2.0, 0.7, 0.0);
        short.options.features.word.as_mut().unwrap().ngrams = (1, 2);
        let mut other = trial(0.5, 0.7, 0.0);
        other.options.model.sharing = 0.3;
        let plain = [trial(3.0, 0.7, 0.0), trial(0.5, 0.7, 0.0)];
        let trials = [pairs, other, plain[0].clone(), plain[1].clone(), short];
        assert_eq!(choose(&trials, 0, &base), 4);
        assert_eq!(choose(&trials[..4], 0, &base), 3);
        assert_eq!(choose(&trials[..3], 0, &base), 1);
        assert_eq!(choose(&trials[..1], 0, &base), 0);
    }

    #[test]
    fn equal_trials_leave_the_first() {
        let trials = [trial(1.0, 0.7, 0.0), trial(1.0, 0.7, 0.0)];
        assert_eq!(choose(&trials, 1, &Options::default()), 0);
    }
}
