use std::time::{Duration, Instant};

use proptest::prelude::*;
use proptest::test_runner::RngSeed;

use super::TokenKind::*;
use super::*;
use crate::text::emoticons::is_emoji;

fn tokens(text: &str) -> Vec<(TokenKind, &str)> {
    tokenize(text).map(|token| (token.kind, &text[token.range()])).collect()
}

fn words(text: &str) -> Vec<&str> {
    tokens(text).into_iter().map(|(_, token)| token).collect()
}

#[track_caller]
fn assert_one(kind: TokenKind, texts: &[&str]) {
    for text in texts {
        assert_eq!(tokens(text), [(kind, *text)]);
    }
}

#[test]
fn words_keep_inner_apostrophes_hyphens_and_invisible_characters() {
    assert_one(
        Word,
        &[
            "sanctions",
            "don't",
            "don’t",
            "Russia's",
            "anti-ballistic",
            "state-of-the-art",
            "S\u{2011}400",
            "F16",
            "5G",
            "21st",
            "COVID-19",
            "19-year-old",
            "1980's",
            "mid-2014",
            "санкции",
            "naïve",
            "e\u{301}t",
            "sanc\u{AD}tions",
            "sanc\u{200B}\u{2060}tions",
            "anti-\u{AD}missile",
            "العُقوبات",
            "हिन्दी",
            "제재",
            "rock’n’roll",
            "x²",
            "\u{301}",
        ],
    );
    assert_eq!(
        words("sanctions' 'quoted' rock--roll a—b a–b -x- foo_bar"),
        [
            "sanctions",
            "'",
            "'",
            "quoted",
            "'",
            "rock",
            "-",
            "-",
            "roll",
            "a",
            "—",
            "b",
            "a",
            "–",
            "b",
            "-",
            "x",
            "-",
            "foo",
            "_",
            "bar",
        ]
    );
    assert_eq!(words("word\u{200B} \u{FEFF}next\u{AD}"), ["word", "next"]);
}

#[test]
fn numbers_end_where_the_digits_and_separators_end() {
    assert_one(Number, &["5", "1,000.50", "12.05.2014", "٣٫٥", "½", "1\u{200B}000"]);
    for (text, expected) in [
        ("3.5%", vec![(Number, "3.5"), (Symbol, "%")]),
        ("$1.5bn.", vec![(Symbol, "$"), (Number, "1.5"), (Word, "bn"), (Punctuation, ".")]),
        ("10-15", vec![(Number, "10"), (Symbol, "-"), (Number, "15")]),
        ("10:30", vec![(Number, "10"), (Symbol, ":"), (Number, "30")]),
        (
            "in 2014, 5.",
            vec![(Word, "in"), (Number, "2014"), (Symbol, ","), (Number, "5"), (Punctuation, ".")],
        ),
        ("-.5", vec![(Symbol, "-"), (Punctuation, "."), (Number, "5")]),
    ] {
        assert_eq!(tokens(text), expected, "{text}");
    }
}

#[test]
fn abbreviations_with_dots_are_one_word() {
    assert_one(Word, &["U.S.", "U.N.", "e.g.", "U.S", "a.m.", "U.S.-led", "U.S.’s", "С.Ш.А."]);
    assert_eq!(
        words("J.F.Kennedy vs. I. A.Then the U.S..."),
        ["J.F.", "Kennedy", "vs", ".", "I", ".", "A", ".", "Then", "the", "U.S.", "..",]
    );
}

#[test]
fn urls_leave_the_punctuation_around_them() {
    assert_one(
        Url,
        &[
            "http://example.com",
            "https://en.wikipedia.org/wiki/Aegis_(missile)?a=1&b=[2]#c",
            "www.state.gov",
            "t.co/aB3dE",
            "HTTPS://T.CO/x",
            "my-site.co.uk/a/",
            "9gag.com/x",
            "http://пример.рф/путь",
            "ftp://x",
        ],
    );
    for (text, expected) in [
        ("(see http://a.b/c).", vec!["(", "see", "http://a.b/c", ")", "."]),
        ("http://a.b/c?!…", vec!["http://a.b/c", "?!…"]),
        ("“http://a.b/(c)”", vec!["“", "http://a.b/(c)", "”"]),
        ("http://a.bを", vec!["http://a.b", "を"]),
        (
            "http:// www. and/or U.S./Russia 5/6",
            vec!["http", ":", "/", "/", "www", ".", "and", "/", "or", "U.S.", "/", "Russia", "5", "/", "6"],
        ),
        ("example.com end.The/x", vec!["example", ".", "com", "end", ".", "The", "/", "x"]),
    ] {
        assert_eq!(words(text), expected, "{text}");
    }
}

#[test]
fn names_and_tags_are_of_any_script() {
    assert_one(Mention, &["@POTUS", "@user_1", "@_x_"]);
    assert_one(Hashtag, &["#NoWar2024", "#制裁反対", "#НетВойне", "#हिन्दी", "＃tag", "#1"]);
    for (text, expected) in [
        (
            "me@example.com",
            vec![(Word, "me"), (Symbol, "@"), (Word, "example"), (Punctuation, "."), (Word, "com")],
        ),
        ("@a's", vec![(Mention, "@a"), (Symbol, "'"), (Word, "s")]),
        ("#a#b.", vec![(Hashtag, "#a"), (Hashtag, "#b"), (Punctuation, ".")]),
        (
            "# @ #_ C#",
            vec![(Symbol, "#"), (Symbol, "@"), (Symbol, "#"), (Symbol, "_"), (Word, "C"), (Symbol, "#")],
        ),
        ("RT @a: b", vec![(Word, "RT"), (Mention, "@a"), (Symbol, ":"), (Word, "b")]),
    ] {
        assert_eq!(tokens(text), expected, "{text}");
    }
}

#[test]
fn faces_and_emoji_are_one_token_each() {
    assert_one(
        Emoticon,
        &[
            ":-)",
            ";D",
            "<3",
            ":'(",
            ":)))",
            "xD",
            "o_O",
            "T_T",
            "^_^",
            "¯\\_(ツ)_/¯",
            "😀",
            "👍🏽",
            "❤\u{FE0F}",
            "👨‍👩‍👧‍👦",
            "🏳\u{FE0F}‍🌈",
            "🇺🇸",
            "🏴\u{E0067}\u{E0062}\u{E007F}",
            "1\u{FE0F}\u{20E3}",
            "#\u{20E3}",
            "©\u{FE0F}",
            "ℹ\u{FE0F}",
            "🤷🏽‍♀\u{FE0F}",
        ],
    );
    for (text, expected) in [
        ("bad:( (ok :))", vec!["bad", ":(", "(", "ok", ":))"]),
        ("so:(a) b", vec!["so", ":", "(", "a", ")", "b"]),
        ("Plan:D at 2:3", vec!["Plan", ":", "D", "at", "2", ":", "3"]),
        ("svn://x XDR", vec!["svn", ":", "/", "/", "x", "XDR"]),
        ("🇺🇸🇷🇺😀😀🇺", vec!["🇺🇸", "🇷🇺", "😀", "😀", "🇺"]),
        ("© ™", vec!["©", "™"]),
    ] {
        assert_eq!(words(text), expected, "{text}");
    }
}

#[test]
fn marks_that_end_a_sentence_are_runs() {
    assert_one(Punctuation, &["!", "?!", "...", "…", "!!!?", "‼", "。", "！？", "؟"]);
    assert_eq!(words("a.b, (c); \"d\""), ["a.b", ",", "(", "c", ")", ";", "\"", "d", "\""]);
}

#[test]
fn ideographic_characters_are_words_of_their_own() {
    assert_eq!(
        words("对A股制裁。ミサイル か\u{3099}ｶﾞ"),
        ["对", "A", "股", "制", "裁", "。", "ミ", "サ", "イ", "ル", "か\u{3099}", "ｶﾞ",]
    );
    assert!(tokens("制カが々ー").into_iter().all(|(kind, token)| kind == Word && token.chars().count() == 1));
}

#[test]
fn no_emoji_is_a_letter_or_digit() {
    for c in ('\u{80}'..=char::MAX).filter(|&c| is_emoji(c)) {
        assert!(!is_word_char(c) && !is_ideographic(c) && !is_terminator(c), "{c:?}");
    }
}

#[test]
fn longer_emoticons_come_before_those_that_begin_them() {
    for byte in 0..=255 {
        let faces = emoticons_starting_with(byte);
        for (i, face) in faces.iter().enumerate() {
            assert_eq!(face.as_bytes()[0], byte);
            assert!(!faces[..i].iter().any(|before| face.starts_with(before)), "{face}");
        }
    }
}

#[test]
fn time_is_linear_in_any_text() {
    let pieces = [
        "a",
        "aa.",
        "a.",
        "1",
        "1,",
        "1-",
        "a-",
        "-",
        "(",
        ":(",
        ">:(((",
        "http://",
        "http://(",
        "www.",
        "www.)",
        "a@",
        "@",
        "#",
        "#_",
        "\u{AD}",
        "a\u{AD}",
        "a\u{AD}-",
        "1\u{200B}",
        "\u{301}",
        "制",
        "か\u{3099}",
        "😀",
        "😀\u{200D}",
        "\u{FE0F}",
        "🇺",
        "!",
        "…",
        "t.co",
        "a.co/",
        "'",
        "é",
        "é-",
        "_",
        " ",
        "\u{2028}",
        "٣٫",
        "❤\u{FE0F}",
        "0\u{FE0F}",
    ];
    for piece in pieces {
        let text = piece.repeat(1_000_000 / piece.len());
        let begun = Instant::now();
        assert!(tokenize(&text).all(|token| token.start < token.end));
        // Quadratic time would be a million times a microsecond and more.
        assert!(begun.elapsed() < Duration::from_secs(5), "{piece:?}: {:?}", begun.elapsed());
    }
}

fn assert_covers(text: &str) {
    let mut end = 0;
    for token in tokenize(text) {
        assert!(end <= token.start && token.start < token.end, "{text:?}");
        assert_skippable(&text[end..token.start]);
        assert!(!text[token.range()].starts_with(char::is_whitespace));
        end = token.end;
    }
    assert_skippable(&text[end..]);
}

fn assert_skippable(gap: &str) {
    assert!(gap.chars().all(|c| c.is_whitespace() || c.is_control() || is_ignorable(c)), "{gap:?}");
}

/// Every short cut says what the general way says, wherever it is taken.
fn assert_short_cuts_agree(text: &str) {
    for start in (0..text.len()).filter(|&at| text.is_char_boundary(at)) {
        let mut tokens = tokenize(text);
        let byte = text.as_bytes()[start];
        match CLASSES[byte as usize] {
            Class::Letter => {
                if let Some((length, ahead)) = plain_word(text, start) {
                    assert_eq!(tokens.word(start), (Word, start + length), "{text:?} from {start}");
                    assert_eq!(ahead, text.as_bytes()[start..start + 16]);
                }
            }
            Class::Terminator => {
                assert_eq!(tokens.marks_end(start), terminators_end(text, start), "{text:?} from {start}")
            }
            Class::Symbol => {
                assert_eq!(tokens.sign(start, byte.into()), (Symbol, start + 1), "{text:?} from {start}")
            }
            _ => {}
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { rng_seed: RngSeed::Fixed(0), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn short_cuts_agree_with_the_general_way(
        text in "(http://|www\\.|t\\.co/|U\\.S\\.|xD|XD |o_O|O\\.o|T_T|[-:;)(<3DPxoOTX_^@#*.!?,/'’\" a1é制\u{301}\n]|[a-zA-Z0-9]{1,17}[ .,-]?){0,24} {0,16}"
    ) {
        assert_short_cuts_agree(&text);
    }

    #[test]
    fn tokens_are_in_order_and_cover_what_is_visible(text in any::<String>()) {
        assert_covers(&text);
    }

    #[test]
    fn tokens_of_tangled_signs_cover_what_is_visible(
        text in "(http://|www\\.|t\\.co/|U\\.S\\.|[-:;)(<3DPxo_^@#*.!?,/'’ a1é制か\u{3099}\u{FE0F}\u{200D}\u{20E3}😀🏽🇺❤ℹ٣½\u{AD}\u{301}\n\0]){0,24}"
    ) {
        assert_covers(&text);
    }
}
