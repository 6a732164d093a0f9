//! Which character 5-grams does a whole text hold?

/// Characters of an n-gram.
const N: usize = 5;

/// Bits that hold any character.
const BITS: usize = 21;

/// The characters of a 5-gram side by side. Normal text holds no character 0, so that shorter texts are told apart.
pub(crate) type FiveGram = u128;

/// Shows each window of five characters of a normalised text, spaces included; a shorter text is one, whole. The texts
/// that are near duplicates of each other are those whose sets of these are alike.
pub(crate) fn five_grams(text: &str, mut visit: impl FnMut(FiveGram)) {
    let mut window: FiveGram = 0;
    let mut n_chars = 0;
    for c in text.chars() {
        window = (window << BITS | FiveGram::from(u32::from(c))) & ((1 << (N * BITS)) - 1);
        n_chars += 1;
        if n_chars >= N {
            visit(window);
        }
    }
    if (1..N).contains(&n_chars) {
        visit(window);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn a_text_has_a_gram_for_each_window_of_five_characters() {
        let count = |text: &str| {
            let mut seen = Vec::new();
            five_grams(text, |gram| seen.push(gram));
            (seen.len(), seen.iter().collect::<HashSet<_>>().len())
        };
        assert_eq!(
            ["abcdef", "abcde", "ab", "", "制裁はいらない"].map(count),
            [(2, 2), (1, 1), (1, 1), (0, 0), (3, 3)]
        );
        assert_eq!(["aaaaaaaaa", "ababababab"].map(count), [(5, 1), (6, 2)]);
    }
}
