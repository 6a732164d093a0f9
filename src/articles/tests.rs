//! What holds for the statements of any text, however hostile.

use std::time::{Duration, Instant};

use proptest::prelude::*;
use proptest::test_runner::RngSeed;

use super::*;

fn assert_sound(text: &str) {
    for attribution in [Attribution::Strict, Attribution::Loose] {
        let Extraction { speakers, statements } = extract(text, attribution);
        let mut n_seen = 0;
        for statement in &statements {
            assert!(statement.speaker <= n_seen, "speakers in the order of their first statement: {text:?}");
            n_seen = n_seen.max(statement.speaker + 1);
            assert_inside(text, &statement.range, 0..text.len());
            assert_inside(text, &statement.sentence, 0..text.len());
            assert_inside(text, &statement.context, 0..statement.range.start);
            if let Some(cue) = &statement.cue {
                assert_inside(text, cue, 0..text.len());
            }
            let mut end = statement.range.start;
            for piece in &statement.pieces {
                assert_inside(text, piece, end..statement.range.end);
                assert_eq!(text[piece.clone()].trim(), &text[piece.clone()], "{text:?}");
                end = piece.end;
            }
            assert!(!text[statement.range.clone()].trim().is_empty(), "{text:?}");
        }
        assert_eq!(n_seen, speakers.len(), "every speaker says something: {text:?}");
        let starts: Vec<usize> = statements.iter().map(|statement| statement.sentence.start).collect();
        assert!(starts.is_sorted(), "{starts:?} {text:?}");
    }
}

#[track_caller]
fn assert_inside(text: &str, inner: &Range<usize>, outer: Range<usize>) {
    assert!(
        outer.start <= inner.start && inner.start <= inner.end && inner.end <= outer.end,
        "{inner:?} {outer:?} {text:?}"
    );
    assert!(text.is_char_boundary(inner.start) && text.is_char_boundary(inner.end), "{inner:?} {text:?}");
}

proptest! {
    #![proptest_config(ProptestConfig {
        rng_seed: RngSeed::Fixed(0),
        failure_persistence: None,
        cases: 512,
        ..ProptestConfig::default()
    })]

    #[test]
    fn statements_of_any_text_lie_inside_it(text in any::<String>()) {
        assert_sound(&text);
    }

    #[test]
    fn statements_of_any_bytes_lie_inside_them(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        assert_sound(&String::from_utf8_lossy(&bytes));
    }

    #[test]
    fn statements_of_tangled_marks_and_cues_and_names_lie_inside_them(
        pieces in prop::collection::vec(prop::sample::select(PIECES), 0..40)
    ) {
        assert_sound(&pieces.concat());
    }

    #[test]
    fn statements_of_tangled_words_lie_inside_them(
        pieces in prop::collection::vec(prop::sample::select(PIECES), 0..40)
    ) {
        assert_sound(&pieces.join(" "));
    }
}

const PIECES: &[&str] = &[
    "“",
    "”",
    "\"",
    "''",
    "‘",
    "’",
    "'",
    "«",
    "»",
    "„",
    "「",
    "」",
    "『",
    "(",
    ")",
    "[",
    ".",
    ". ",
    ", ",
    ",",
    ": ",
    ":",
    ";",
    " — ",
    "-",
    "?",
    "!",
    "…",
    "\n",
    "\n\n",
    "\r\n",
    "\u{2029}",
    "\u{A0}",
    "é",
    "制裁",
    "İ",
    "\u{301}",
    "\u{0}",
    "5",
    "Jane Roe",
    "Roe",
    "Mr.",
    "Sen.",
    "A",
    "B.",
    "the ambassador",
    "the ministry",
    "Poland",
    "he",
    "she",
    "it",
    "they",
    "who",
    "whom",
    "of",
    "to",
    "in",
    "Monday",
    "said",
    "says",
    "saying",
    "told",
    "warned",
    "urged",
    "asked",
    "called for",
    "opposes",
    "criticized by",
    "was quoted as",
    "claim",
    "call for",
    "according to",
    "as",
    "that",
    "whether",
    "if",
    "and",
    "while",
    "not",
    "was",
    "have",
    "a",
    "the",
    "sanctions",
    "work",
    "reporters",
    "’s",
    "Q:",
    "A:",
    "ROE:",
    "(IAEA)",
    "in favor of",
];

#[test]
fn time_is_linear_in_any_text() {
    let mut texts: Vec<String> = REPEATED.iter().map(|piece| piece.repeat(200_000 / piece.len())).collect();
    texts.push(["(".repeat(100_000), ")".repeat(100_000)].concat());
    texts
        .push(numbered(4_000, |name| format!("Minister Jane {name} said that it works well. She said no. ")));
    texts.push(numbered(4_000, |name| format!("{name} Roe said that it works well. Roe said no. ")));
    texts.push(numbered(4_000, |name| format!("Envoy Jane {name} and ")));
    texts.push(numbered(4_000, |name| format!("The {name} Ministry said it works. The ministry said no. ")));
    texts.push(numbered(8_000, |name| format!("Caption {name} here\n\n")));
    texts.push(format!(
        "{}{}",
        "Minister Jane Roe came. ".repeat(8_000),
        "The envoy said no. ".repeat(8_000)
    ));
    for text in texts {
        let begun = Instant::now();
        extract(&text, Attribution::Loose);
        let head: String = text.chars().take(60).collect();
        // Quadratic time would be a billion steps and more.
        assert!(begun.elapsed() < Duration::from_secs(5), "{head:?}: {:?}", begun.elapsed());
    }
}

const REPEATED: &[&str] = &[
    "a",
    "word ",
    ",",
    ", ",
    "A ",
    "ABC ",
    "(",
    "A (",
    "A said ",
    "said ",
    "\"a\" said B, ",
    "“",
    "“a ",
    "«",
    "‘a ",
    "'",
    "\"",
    "“a “b” ",
    "\n",
    "“A b c.\n\n",
    "“A b c,” he said.\n\n",
    "He said. ",
    "of whom said ",
    "a, who ",
    "and ",
    "of the ",
    "the ",
    "A, ",
    "A and ",
    "on Monday ",
    "1, ",
    ", adding that it was, ",
    "told the man ",
    "A: ",
    "A. ",
    "Jane Roe said ",
    "Roe said it works. ",
    "Minister Jane Roe said it works. The minister said no. ",
    "a; ",
    "— ",
    "as he said, ",
    "according to the man, ",
    "\u{0}",
    "\u{301}",
    "制",
    "though he said ",
    "he, ",
    "by A, ",
    "A's claim ",
];

/// A text for each of so many surnames that differ.
fn numbered(n: u32, text: impl Fn(&str) -> String) -> String {
    let name = |i: u32| -> String {
        let letter = |k: u32| char::from(b'a' + (i / 26u32.pow(k) % 26) as u8);
        format!("{}{}{}son", letter(0).to_ascii_uppercase(), letter(1), letter(2))
    };
    (0..n).map(|i| text(&name(i))).collect()
}
