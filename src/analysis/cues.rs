//! Which words that attribute a statement take a side in it themselves?

/// Beginnings of such words, in English: who opposes new sanctions says "new sanctions" and is against them. Words that
/// only tell that something was said, and how loudly, are not here.
const SIDES: [&[&str]; 45] = [
    &["accus"],
    &["advocat"],
    &["applaud"],
    &["argu", "against"],
    &["argu", "for"],
    &["back"],
    &["blam"],
    &["call", "for"],
    &["call", "into"],
    &["call", "off"],
    &["condemn"],
    &["criti"],
    &["decr"],
    &["defend"],
    &["demand"],
    &["denied"],
    &["denies"],
    &["denounc"],
    &["deny"],
    &["deplor"],
    &["dismiss"],
    &["disput"],
    &["doubt"],
    &["endors"],
    &["favor"],
    &["favour"],
    &["hail"],
    &["object"],
    &["oppos"],
    &["prais"],
    &["protest"],
    &["question"],
    &["refus"],
    &["regret"],
    &["reject"],
    &["resist"],
    &["rul", "out"],
    &["speak", "against"],
    &["speak", "out"],
    &["spoke", "against"],
    &["spoke", "out"],
    &["support"],
    &["urg"],
    &["warn", "against"],
    &["welcom"],
];

/// Whether the first `cue_len` bytes of `text`, or a phrase that begins in them, take a side in what is said.
pub(super) fn takes_side(text: &str, cue_len: usize) -> bool {
    let words = |text: &str| -> Vec<String> {
        let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        words.map(str::to_lowercase).collect()
    };
    let (cue, behind) = text.split_at(cue_len);
    let mut words_of_cue = words(cue);
    let n_words = words_of_cue.len();
    words_of_cue.extend(behind.split_whitespace().next().map(words).unwrap_or_default());
    (0..n_words).any(|first| {
        let words = &words_of_cue[first..];
        let says = |side: &&[&str]| {
            words.len() >= side.len()
                && words[0].starts_with(side[0])
                && side.get(1).is_none_or(|second| words[1] == *second)
        };
        SIDES.iter().any(says)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_take_a_side_are_told_from_words_of_saying() {
        for (text, cue) in [
            ("doubted that", "doubted"),
            ("firmly opposes the", "firmly opposes"),
            ("called for an end", "called"),
            ("Warned against it", "Warned against"),
            ("denied it", "denied"),
        ] {
            assert!(takes_side(text, cue.len()), "{text}");
        }
        for (text, cue) in [
            ("said it opposes", "said"),
            ("called the shield", "called"),
            ("warned that it", "warned"),
            ("according to", "according to"),
            ("", ""),
        ] {
            assert!(!takes_side(text, cue.len()), "{text}");
        }
    }
}
