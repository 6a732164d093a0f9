//! The sentences of an article as words and whole quotations.

use std::ops::Range;

use super::blocks::{Block, BlockKind};
use super::english::Class;
use super::quotations::{Quotation, quotations};
use super::words::{Word, push_words};
use crate::text::sentences;

/// A sentence of running text or a heading. None ends inside a quotation.
#[derive(Debug, Clone)]
pub(super) struct Sentence {
    pub range: Range<usize>,
    pub words: Vec<Word>,
    /// Position of its paragraph among the article's.
    pub block: usize,
    pub is_heading: bool,
    /// Whether it is nothing but quotations.
    pub is_quotation: bool,
}

/// The sentences of the paragraphs that are not furniture, and all quotations.
pub(super) fn read(text: &str, blocks: &[Block]) -> (Vec<Sentence>, Vec<Quotation>) {
    let kept: Vec<(usize, &Block)> =
        blocks.iter().enumerate().filter(|(_, block)| block.kind != BlockKind::Furniture).collect();
    let ranges: Vec<Range<usize>> = kept.iter().map(|(_, block)| block.range.clone()).collect();
    let mut all = Vec::new();
    let mut found = Vec::new();
    for ((block, Block { range, kind }), list) in kept.into_iter().zip(quotations(text, &ranges)) {
        let first = all.len();
        all.extend(list);
        let mut next = first;
        for sentence in whole_sentences(text, range.clone(), &all[first..]) {
            let start = next;
            while next < all.len() && all[next].outer.start < sentence.end {
                next += 1;
            }
            let words = words(text, sentence.clone(), &all, start..next);
            let is_quotation = words.iter().all(|word| word.is_quotation() || word.class == Class::Stop)
                && words.iter().any(Word::is_quotation);
            let is_heading = *kind == BlockKind::Heading;
            let words = if is_heading { until_semicolon(words) } else { words };
            found.extend(cut(Sentence { range: sentence, words, block, is_heading, is_quotation }));
        }
    }
    (found, all)
}

/// Words of the longest sentence, whole quotations being one each: it keeps the search for attributions linear.
const MAX_WORDS: usize = 400;

/// The sentence, in parts of [`MAX_WORDS`] words where it has more.
fn cut(sentence: Sentence) -> Vec<Sentence> {
    if sentence.words.len() <= MAX_WORDS {
        return vec![sentence];
    }
    let parts = sentence.words.chunks(MAX_WORDS);
    let part = |words: &[Word]| Sentence {
        range: words[0].range.start..words[words.len() - 1].range.end,
        words: words.to_vec(),
        ..sentence
    };
    parts.map(part).collect()
}

/// A heading may name two things.
fn until_semicolon(mut words: Vec<Word>) -> Vec<Word> {
    if let Some(at) = words.iter().position(|word| word.class == Class::Semicolon) {
        words.truncate(at);
    }
    words
}

/// The sentences of a paragraph, joined where a boundary would fall inside a quotation.
fn whole_sentences(text: &str, paragraph: Range<usize>, quotations: &[Quotation]) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    let mut quotation = 0;
    for sentence in sentences(&text[paragraph.clone()]) {
        let range = paragraph.start + sentence.start..paragraph.start + sentence.end;
        while quotation < quotations.len() && quotations[quotation].outer.end <= range.start {
            quotation += 1;
        }
        let is_inside =
            quotations.get(quotation).is_some_and(|quotation| quotation.outer.start < range.start);
        // "“It works.” — Jane Roe"
        let is_credit =
            text[range.clone()].starts_with(['—', '–', '―']) || text[range.clone()].starts_with("--");
        match found.last_mut() {
            Some(last) if is_inside || is_credit => last.end = range.end,
            _ => found.push(range),
        }
    }
    found
}

fn words(text: &str, sentence: Range<usize>, quotations: &[Quotation], of: Range<usize>) -> Vec<Word> {
    let mut words = Vec::new();
    let mut at = sentence.start;
    for i in of {
        let quotation = &quotations[i];
        push_words(text, at..quotation.outer.start.max(at), false, &mut words);
        if is_statement(text, quotation, words.last(), sentence.end) {
            words.push(Word::of_quotation(i, quotation.outer.clone()));
        } else {
            push_words(text, quotation.inner.clone(), true, &mut words);
        }
        at = quotation.outer.end;
    }
    push_words(text, at..sentence.end.max(at), false, &mut words);
    words
}

/// Whether a quotation is something said for itself, and not words of the sentence around it.
fn is_statement(text: &str, quotation: &Quotation, before: Option<&Word>, sentence_end: usize) -> bool {
    let inner = &text[quotation.inner.clone()];
    let count = inner.split_whitespace().take(9).count();
    let ends = inner.trim_end().ends_with([',', '.', '!', '?', '…', '—', '-']);
    let begins_capital = inner.chars().find(|c| c.is_alphanumeric()).is_some_and(char::is_uppercase);
    let is_introduced = before.is_none_or(|word| {
        matches!(
            word.class,
            Class::Comma
                | Class::Colon
                | Class::Dash
                | Class::Stop
                | Class::Conjunction
                | Class::Quotation(_)
        )
    });
    let after = text[quotation.outer.end..sentence_end].trim_start().chars().next();
    let is_followed = after.is_some_and(|c| c == ',');
    if quotation.continues || quotation.goes_on {
        return true;
    }
    match count {
        0 => false,
        1 | 2 => is_introduced && (ends || is_followed),
        _ => is_introduced || ends && begins_capital,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The sentences of a paragraph; `[` and `]` are put around whole quotations.
    fn shown(text: &str) -> Vec<String> {
        let block = Block { range: 0..text.len(), kind: BlockKind::Body };
        let (sentences, _) = read(text, &[block]);
        let show = |sentence: &Sentence| {
            let mut shown = text[sentence.range.clone()].to_string();
            for word in sentence.words.iter().rev().filter(|word| word.is_quotation()) {
                shown.insert(word.range.end - sentence.range.start, ']');
                shown.insert(word.range.start - sentence.range.start, '[');
            }
            shown
        };
        sentences.iter().map(show).collect()
    }

    #[test]
    fn what_is_said_for_itself_is_one_word_and_a_scare_quote_is_not() {
        for (text, expected) in [
            ("“It works. It is cheap,” he said.", vec!["[“It works. It is cheap,”] he said."]),
            ("He said: “It works.” She left.", vec!["He said: [“It works.”]", "She left."]),
            ("He said “It works well.”", vec!["He said [“It works well.”]"]),
            ("“No,” he said.", vec!["[“No,”] he said."]),
            ("He said ‘It works well,’ and left.", vec!["He said [‘It works well,’] and left."]),
            ("The “shield” works.", vec!["The “shield” works."]),
            ("He called it “cheap and safe” twice.", vec!["He called it “cheap and safe” twice."]),
            ("She read “The Long Way Home” there.", vec!["She read “The Long Way Home” there."]),
            ("He left. “It works.” — Jane Roe", vec!["He left.", "[“It works.”] — Jane Roe"]),
        ] {
            assert_eq!(shown(text), expected, "{text}");
        }
    }

    #[test]
    fn a_heading_ends_at_its_semicolon_and_furniture_says_nothing() {
        let text = "Roe backs shield; Doe objects";
        let block = |kind| Block { range: 0..text.len(), kind };
        let (heading, _) = read(text, &[block(BlockKind::Heading)]);
        assert_eq!(heading[0].words.len(), 3);
        assert!(read(text, &[block(BlockKind::Furniture)]).0.is_empty());
    }

    #[test]
    fn a_sentence_without_end_is_cut() {
        let text = "word ".repeat(3 * MAX_WORDS);
        let (sentences, _) = read(&text, &[Block { range: 0..text.len(), kind: BlockKind::Body }]);
        assert_eq!(sentences.len(), 3);
        assert!(sentences.windows(2).all(|pair| pair[0].range.end < pair[1].range.start));
    }
}
