//! Which character 5-grams do the texts of a corpus hold?

use std::borrow::Cow;

use hashbrown::HashMap;
use rayon::prelude::*;

use crate::text::{FiveGram, five_grams};

/// Sets of character 5-grams, one for each text.
pub(super) struct GramSets {
    /// Ids of the 5-grams of each text, rising. Ids number the distinct 5-grams, those with the fewest occurrences
    /// first, so that a set begins with what it is likely to share with the fewest others.
    pub sets: Vec<Box<[u32]>>,
    /// Number of distinct 5-grams.
    pub n_grams: usize,
}

impl GramSets {
    /// The sets of normalised texts; that of an empty text is empty.
    pub fn of(texts: &[Cow<str>]) -> Self {
        // Sums do not depend on how the texts are cut up, so there need be no more tables than threads.
        let n_chunk = texts.len().div_ceil(rayon::current_num_threads()).max(1);
        let mut ids = texts.par_chunks(n_chunk).map(occurrences).reduce(HashMap::new, added);
        let mut rarest_first: Vec<(u32, FiveGram)> =
            ids.iter().map(|(&gram, &count)| (count, gram)).collect();
        rarest_first.par_sort_unstable();
        for (id, (_, gram)) in (0..).zip(&rarest_first) {
            ids.insert(*gram, id);
        }
        let set = |text: &Cow<str>| {
            let mut set = Vec::with_capacity(text.len());
            five_grams(text, |gram| set.push(ids[&gram]));
            set.sort_unstable();
            set.dedup();
            set.into_boxed_slice()
        };
        GramSets { sets: texts.par_iter().map(set).collect(), n_grams: rarest_first.len() }
    }
}

fn occurrences(texts: &[Cow<str>]) -> HashMap<FiveGram, u32> {
    let mut counts = HashMap::new();
    for text in texts {
        five_grams(text, |gram| *counts.entry(gram).or_insert(0) += 1);
    }
    counts
}

fn added(a: HashMap<FiveGram, u32>, b: HashMap<FiveGram, u32>) -> HashMap<FiveGram, u32> {
    let (mut sum, less) = if a.len() < b.len() { (b, a) } else { (a, b) };
    for (gram, count) in less {
        *sum.entry(gram).or_insert(0) += count;
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sets(texts: &[&str]) -> GramSets {
        GramSets::of(&texts.iter().map(|&text| text.into()).collect::<Vec<_>>())
    }

    #[test]
    fn a_text_has_a_gram_for_each_window_of_five_characters() {
        let sizes = |texts: &[&str]| sets(texts).sets.iter().map(|set| set.len()).collect::<Vec<_>>();
        assert_eq!(sizes(&["abcdef", "abcde", "ab", "", "制裁はいらない"]), [2, 1, 1, 0, 3]);
        assert_eq!(sizes(&["aaaaaaaaa", "ababababab"]), [1, 2]);
    }

    #[test]
    fn texts_share_the_grams_that_they_share() {
        // "xabcde" has xabcd and abcde, "abcdey" has abcde and bcdey.
        let GramSets { sets, n_grams } = sets(&["xabcde", "abcdey", "abcde", "a", "aa"]);
        assert_eq!(n_grams, 5);
        let shared = |a: &[u32], b: &[u32]| a.iter().filter(|gram| b.contains(gram)).count();
        assert_eq!(shared(&sets[0], &sets[1]), 1);
        assert_eq!(shared(&sets[0], &sets[2]), 1);
        assert_eq!(shared(&sets[3], &sets[4]), 0);
    }

    #[test]
    fn the_commonest_gram_stands_last() {
        let GramSets { sets, .. } = sets(&["abcdef", "abcdeg", "xabcde"]);
        let last: Vec<u32> = sets.iter().map(|set| *set.last().unwrap()).collect();
        assert_eq!(last, [3, 3, 3]);
    }
}
