//! Where does one sentence end and the next begin?

use std::ops::Range;

use super::abbreviations::{Abbreviation, is_opening_word};
use super::characters::{
    char_at, is_apostrophe, is_cjk_terminator, is_dash, is_double_quote, is_ignorable, is_single_quote,
    is_terminator,
};

/// The sentences of a text in order, as byte ranges without the white space around them.
///
/// # Definition
/// A blank line ends a sentence. So does a run of marks such as `.`, `!`, `?`, `…`, together with the quotes and
/// brackets that close right after it, if white space or the end of the text follows (none is needed after `。`,
/// `！`, `？`), with these exceptions:
/// - a small letter follows, unless it begins a line and no quote was closed (`"Why?" he asked.` is one sentence);
/// - a single full stop ends an abbreviation: one that leads to what follows (`Gen.`), one that belongs to the
///   number after it (`No. 5`), or any other, single letters included (`U.S.`, `J. F. Kennedy`, `Inc.`), unless a
///   word with which sentences often begin follows (`in the U.S. The`);
/// - a single full stop ends a number of up to three digits with which the sentence begins (`1. First`).
///
/// The abbreviations are English. What lies between sentences is white space.
///
/// # Examples
/// ```
/// use standpoint::sentences;
///
/// let text = "Gen. Lee spoke in the U.S. He said: \"We won't pay $3.5 billion.\" Nobody did.";
/// let found: Vec<_> = sentences(text).into_iter().map(|range| &text[range]).collect();
/// assert_eq!(
///     found,
///     ["Gen. Lee spoke in the U.S.", "He said: \"We won't pay $3.5 billion.\"", "Nobody did."]
/// );
/// ```
pub fn sentences(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let (mut start, mut position) = (0, 0);
    while let Some(length) = text[position..].find(|c| is_terminator(c) || is_line_break(c)) {
        let mark = position + length;
        let is_break = if char_at(text, mark).is_some_and(is_line_break) {
            position = skip_space(text, mark);
            is_blank_line(&text[mark..position])
        } else {
            position = closing_end(text, mark);
            ends_sentence(text, start, mark..position)
        };
        if is_break {
            found.extend(trimmed(text, start..position));
            start = position;
        }
    }
    found.extend(trimmed(text, start..text.len()));
    found
}

fn trimmed(text: &str, range: Range<usize>) -> Option<Range<usize>> {
    let start = skip_space(&text[..range.end], range.start);
    let end = start + text[start..range.end].trim_end().len();
    (start < end).then_some(start..end)
}

/// The end of the white space that starts at `from`.
fn skip_space(text: &str, from: usize) -> usize {
    text.len() - text[from..].trim_start().len()
}

fn is_line_break(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\u{2029}')
}

fn is_blank_line(space: &str) -> bool {
    let count = |c: char| space.matches(c).count();
    count('\n') > 1 || count('\r') > 1 || count('\u{2029}') > 0
}

/// The end of the terminators, closing quotes and brackets that start at `from`.
///
/// A quotation mark that opens in English closes in German; after an ideographic terminator it opens.
fn closing_end(text: &str, from: usize) -> usize {
    let belongs = |c| is_terminator(c) || is_quote(c) || is_closing_bracket(c) || is_ignorable(c);
    let mut is_after_cjk = false;
    let end = text[from..].find(|c| {
        let opens = is_after_cjk && matches!(c, '\u{201C}' | '\u{2018}');
        is_after_cjk = is_cjk_terminator(c);
        opens || !belongs(c)
    });
    end.map_or(text.len(), |length| from + length)
}

fn is_quote(c: char) -> bool {
    is_double_quote(c) || is_single_quote(c) || is_apostrophe(c) || matches!(c, '」' | '』')
}

fn is_closing_bracket(c: char) -> bool {
    matches!(c, ')' | ']' | '}' | '）' | '］' | '】' | '》' | '〉')
}

/// Whether the sentence that starts at `start` ends with the terminators and closing marks at `marks`.
fn ends_sentence(text: &str, start: usize, marks: Range<usize>) -> bool {
    let next = skip_space(text, marks.end);
    let space = &text[marks.end..next];
    let closing = &text[marks.clone()];
    if next == text.len() || is_blank_line(space) {
        return true;
    }
    if space.is_empty() {
        return closing.ends_with(is_cjk_terminator);
    }
    let is_quoted = closing.contains(is_quote);
    let follower = Follower::at(text, next);
    if follower.initial.is_some_and(char::is_lowercase) && (is_quoted || !space.contains(is_line_break)) {
        return false;
    }
    let is_single_stop = closing.starts_with('.') && closing.matches(is_terminator).count() == 1;
    !is_single_stop || is_quoted || full_stop_ends_sentence(&text[start..marks.start], &follower)
}

/// Whether the full stop after `sentence` ends it rather than an abbreviation or a number.
fn full_stop_ends_sentence(sentence: &str, follower: &Follower) -> bool {
    let word = last_word(sentence);
    if word.bytes().all(|byte| byte.is_ascii_digit()) {
        let is_enumerator = (1..=3).contains(&word.len()) && word.len() == sentence.trim_start().len();
        return !is_enumerator;
    }
    match Abbreviation::of(word) {
        Some(Abbreviation::Leading) => false,
        Some(Abbreviation::Numbered) => !follower.initial.is_some_and(char::is_numeric),
        Some(Abbreviation::Inner) => follower.is_opening_word,
        None => !is_single_letters(word) || follower.is_opening_word,
    }
}

/// Characters of the longest word that is looked at before and after a mark: it keeps the search linear.
const MAX_WORD_CHARS: usize = 16;

/// The letters and digits with inner dots and apostrophes at the end of `sentence`; empty where they cannot be an
/// abbreviation, being too long or the end of something else such as an address.
fn last_word(sentence: &str) -> &str {
    let mut start = sentence.len();
    for (count, (at, c)) in sentence.char_indices().rev().enumerate() {
        if !(c.is_alphanumeric() || c == '.' || is_apostrophe(c)) {
            let may_precede = c.is_whitespace() || is_dash(c) || is_quote(c) || matches!(c, '(' | '[');
            return if may_precede { trimmed_word(&sentence[start..]) } else { "" };
        }
        if count == MAX_WORD_CHARS {
            return "";
        }
        start = at;
    }
    trimmed_word(&sentence[start..])
}

fn trimmed_word(word: &str) -> &str {
    word.trim_start_matches(|c| c == '.' || is_apostrophe(c))
}

/// Whether `word` is an initial or an abbreviation with dots: `J`, `U.S`.
fn is_single_letters(word: &str) -> bool {
    word.split('.').all(|part| {
        let mut chars = part.chars();
        chars.next().is_some_and(char::is_alphabetic) && chars.next().is_none()
    })
}

/// What comes after the white space behind a mark.
struct Follower {
    /// First letter or digit, or the sign of a tag or name, behind opening quotes, brackets and dashes.
    initial: Option<char>,
    is_opening_word: bool,
}

impl Follower {
    fn at(text: &str, next: usize) -> Self {
        let begins = |c: char| c.is_alphanumeric() || matches!(c, '#' | '@');
        let found = text[next..].char_indices().take(MAX_WORD_CHARS).find(|&(_, c)| begins(c));
        let Some((offset, initial)) = found else {
            return Follower { initial: None, is_opening_word: false };
        };
        let rest = &text[next + offset..];
        let after_word = rest.char_indices().take(MAX_WORD_CHARS).find(|(_, c)| !c.is_alphabetic());
        let (word, after) = after_word.map_or((rest, None), |(length, c)| (&rest[..length], Some(c)));
        // A dot makes it an initial: "U.S. A. Smith".
        Follower { initial: Some(initial), is_opening_word: after != Some('.') && is_opening_word(word) }
    }
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, Instant};

    use proptest::prelude::*;
    use proptest::test_runner::RngSeed;

    use super::*;

    /// Texts whose sentences are divided by `|`.
    const DIVIDED: &[&str] = &[
        "",
        "No mark at all",
        "He left.| She stayed.",
        "Why?| Because!| Really?!| Yes...| Fine.",
        "Mr. Smith met Dr. Jones and Gen. Lee.| They talked.",
        "Sen. Ben Cardin (D-Md.) and Rep. Royce agreed.| It passed.",
        "SEN. CARDIN AGREED.| GOOD.",
        "They live in the U.S.| The house is big.",
        "The U.S. Senate voted.| The U.N. Security Council did not.",
        "He works for Boeing Co. in Seattle.| It pays.",
        "Raytheon Inc. Chairman Bill Swanson spoke.",
        "It was made by Raytheon Inc.| The price rose.",
        "It cost $3.5 billion.| Nobody paid.",
        "Resolution No. 1929 passed.| Res. 2231 replaced it.",
        "Did he agree?| No.| We won't.",
        "He said no.| They left.",
        "J. F. Kennedy spoke.| So did George W. Bush.",
        "В. Путин выступил.| Д. Медведев молчал.",
        "She arrived at 5 p.m. Friday.| He came at 6 a.m.| They talked.",
        "Weapons, e.g. Patriot and THAAD, i.e. Missiles, cf. Aegis vs. Iskander.| End.",
        "Sanctions, tariffs, etc. were lifted.| Tariffs, etc.| Then more.",
        "On Jan. 5 it began.| On Sept. 11, 2001 it changed.| It ended in Dec.| The year was 2014.| Nobody knew.",
        "He left.”| She stayed.",
        "“We will not pay.”| She sat down.",
        "\"Why?\" he asked.| \"No!\" she said.| \"Good.\"| He left.",
        "He called it \"war.\"| Then he left.",
        "(He left.)| She stayed.| [Applause.]| Thank you.",
        "See Fig. 3.| (See p. 5.)| Done.",
        "Wait... what?| Well…| Right.",
        "the ellipsis ... goes on.",
        "A headline without a mark\n\n|The text begins.| It goes on.",
        "A hard-wrapped\nsentence goes\r\non.| Next.",
        "first line ends.|\nsecond begins small",
        "\"Why?\"\nhe asked.",
        "by the U.S.\nSenate and Mr.\nSmith.",
        "One\r\n\r\n|two\u{2029}|three\n \t\n|four",
        "1. Lift the sanctions.|\n2. Build the shield.|\n12. Go home.",
        "(1) Visit example.com.| It works at www.state.gov/a.b too.| OK?",
        "Read https://t.co/a.b?c=d.| Now.",
        "I agree.| #NoWar @POTUS!| @POTUS lies.",
        "AT&T.| They talk.| It moves at 5 km/h.| Then it stops.",
        "He was Jean-P. Smith's ex-Gen. Lee.| 'J. Smith' was not.",
        "„Nein.“| Er ging.| «Non!»| Il part.",
        "We won't.| — Nobody said so.| «Да».| Нет.",
        "我们反对制裁。|他们支持！|真的吗？|“是的。”他说。",
        "「行く。」と言った。|終わり。",
        "प्रतिबंध ठीक नहीं।| वे गलत हैं।",
        "هل تعمل العقوبات؟| لا.| نعم.",
        "Ph.D. students protested.| She has a Ph.D.| He has none.",
        "Sgt. A. Smith of Wall St. was there.| He left Wall St.| The end.",
        "Smith et al. Found nothing.| Vitamin C.| It helps.",
        "Yahoo! is a firm.| Is it?",
        "U.S. A. Smith stays one.",
    ];

    #[test]
    fn sentences_end_where_a_reader_ends_them() {
        for divided in DIVIDED {
            let text = divided.replace('|', "");
            let expected: Vec<&str> =
                divided.split('|').map(str::trim).filter(|part| !part.is_empty()).collect();
            let found: Vec<&str> = sentences(&text).into_iter().map(|range| &text[range]).collect();
            assert_eq!(found, expected);
        }
    }

    #[test]
    fn time_is_linear_in_any_text() {
        for piece in [
            "a",
            ".",
            ". ",
            ".\"",
            "\n",
            "\n\n",
            "(",
            ". (",
            ".(",
            " ",
            "U.S. ",
            "a.b",
            "é",
            "。",
            "\u{AD}",
            "1. ",
            ".\u{200B}",
        ] {
            let text = piece.repeat(1_000_000 / piece.len());
            let begun = Instant::now();
            sentences(&text);
            // Quadratic time would be a million times a microsecond and more.
            assert!(begun.elapsed() < Duration::from_secs(5), "{piece:?}: {:?}", begun.elapsed());
        }
    }

    fn assert_divides(text: &str) {
        let mut end = 0;
        for range in sentences(text) {
            assert!(end <= range.start && range.start < range.end, "{text:?}");
            assert!(text[end..range.start].trim().is_empty(), "{text:?}");
            assert_eq!(text[range.clone()].trim(), &text[range.clone()]);
            end = range.end;
        }
        assert!(text[end..].trim().is_empty(), "{text:?}");
    }

    proptest! {
        #![proptest_config(ProptestConfig { rng_seed: RngSeed::Fixed(0), failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn sentences_are_in_order_and_hold_all_but_white_space(text in any::<String>()) {
            assert_divides(&text);
        }

        #[test]
        fn sentences_of_tangled_marks_hold_all_but_white_space(
            text in "(U\\.S\\.|Mr\\.|No\\.|The|he|[.!?…。\"”’)( \n\r\u{2029}\u{A0}\u{200B}a1Aé制,@-]){0,24}"
        ) {
            assert_divides(&text);
        }
    }
}
