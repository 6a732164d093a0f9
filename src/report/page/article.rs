//! The text of an article with its statements marked in it.

use std::ops::Range;

use super::labels::{NONE, class, details, manner, probabilities, sign, small, stance_toward};
use super::marked::Marked;
use crate::articles::Article;
use crate::report::html::escaped;

/// Longest line that can be a headline, in characters.
const LONGEST_HEAD: usize = 140;

/// The article as the section `number` of a page.
pub(super) fn article(article: &Article, statements: &[Marked], number: usize) -> String {
    let about = [Some(&article.document), article.source.as_ref(), article.date.as_ref()];
    let about: Vec<_> = about.into_iter().flatten().map(|part| escaped(part)).collect();
    let mut section = format!("<article id=\"a{number}\">\n<p class=\"kicker\">{}</p>\n", about.join(" · "));
    let mut waiting = statements.iter().peekable();
    let mut active: Vec<&Marked> = Vec::new();
    for (position, block) in blocks(&article.text).into_iter().enumerate() {
        while let Some(next) = waiting.next_if(|next| next.range().start < block.end) {
            active.push(next);
        }
        active.retain(|marked| marked.range().end > block.start);
        section += &paragraph(&article.text, &block, &active, position == 0);
    }
    section + "</article>\n"
}

/// The paragraphs of `text`, parted by blank lines, without the white space around them.
fn blocks(text: &str) -> Vec<Range<usize>> {
    let mut blocks: Vec<Range<usize>> = Vec::new();
    let (mut at, mut is_open) = (0, false);
    for line in text.split_inclusive('\n') {
        let start = at + (line.len() - line.trim_start().len());
        let end = at + line.trim_end().len();
        at += line.len();
        match blocks.last_mut() {
            _ if start >= end => is_open = false,
            Some(block) if is_open => block.end = end,
            _ => {
                blocks.push(start..end);
                is_open = true;
            }
        }
    }
    blocks
}

/// A paragraph beside notes on who takes which stance in it.
fn paragraph(text: &str, block: &Range<usize>, active: &[&Marked], is_first: bool) -> String {
    let content = content(text, block, active);
    if active.is_empty() && is_head(&text[block.clone()]) {
        let element = if is_first { "h3" } else { "h4" };
        return format!("<{element}>{content}</{element}>\n");
    }
    let ending = active.iter().filter(|marked| marked.class != NONE && marked.range().end <= block.end);
    let ending: Vec<&Marked> = ending.copied().collect();
    let is_same_speaker = |a: &&Marked, b: &&Marked| a.first().speaker == b.first().speaker;
    let notes: String = ending.chunk_by(is_same_speaker).map(note).collect();
    let notes = if notes.is_empty() { notes } else { format!("<ul class=\"notes\">{notes}</ul>") };
    format!("<div class=\"block\"><p>{content}</p>{notes}</div>\n")
}

/// Whether a paragraph reads like a headline: one short line that does not end like a sentence.
fn is_head(block: &str) -> bool {
    let ends_as_sentence = block.ends_with(|c: char| ".!?…:;,\"”»’'".contains(c));
    !ends_as_sentence && !block.contains('\n') && block.chars().count() <= LONGEST_HEAD
}

/// What the speaker of `statements`, who made them one after the other, stands for in them.
fn note(statements: &[&Marked]) -> String {
    let first = statements[0];
    let mut stances: Vec<String> = Vec::new();
    for reading in statements.iter().flat_map(|marked| &marked.readings) {
        let stance = format!("<span>{}</span>", stance_toward(reading));
        if !stances.contains(&stance) {
            stances.push(stance);
        }
    }
    let name = escaped(&first.first().speaker.name);
    format!("<li><a href=\"#r{}\">{name}</a>{}</li>", first.number, stances.concat())
}

/// The characters of `block`, marked where somebody says them: where several do, for the shortest statement.
fn content(text: &str, block: &Range<usize>, active: &[&Marked]) -> String {
    let mut content = String::new();
    // Words that a statement may yet hold which ends behind them.
    let mut open = String::new();
    // Statements that have ended, and whose tag waits for the marks that close behind them.
    let mut ended: Vec<&Marked> = Vec::new();
    for part in cuts(text, block, active).windows(2) {
        let part = part[0]..part[1];
        let words = escaped(&text[part.clone()]);
        let holds = |marked: &&&Marked| marked.range().start <= part.start && part.end <= marked.range().end;
        match active.iter().filter(holds).min_by_key(|marked| marked.range().len()) {
            Some(marked) => {
                let told = if marked.says(&part) { "" } else { " told" };
                open += &format!("<mark class=\"{}{told}\">{words}</mark>", marked.class);
            }
            None => open += &words,
        }
        ended.extend(active.iter().filter(|marked| marked.range().end == part.end));
        if !ended.is_empty() && closing_len(&text[part.end..block.end]) > 0 {
            continue;
        }
        for marked in ended.drain(..) {
            let (words, tag) = (std::mem::take(&mut open), tag(marked));
            content += &format!("<span class=\"w\" id=\"s{}\">{words}{tag}</span>", marked.number);
        }
        let goes_on = |marked: &&Marked| {
            let range = marked.range();
            range.start < part.end && part.end < range.end && range.end <= block.end
        };
        let begins = |marked: &&Marked| marked.range().start == part.end;
        if !active.iter().any(goes_on) || active.iter().any(begins) {
            content += &std::mem::take(&mut open);
        }
    }
    content + &open
}

/// Where something begins or ends in `block`, its own ends included.
fn cuts(text: &str, block: &Range<usize>, active: &[&Marked]) -> Vec<usize> {
    let mut cuts = vec![block.start, block.end];
    for marked in active {
        if marked.range().end <= block.end {
            cuts.push(marked.range().end + closing_len(&text[marked.range().end..block.end]));
        }
        let ranges = [marked.range()].into_iter().chain(marked.first().pieces.iter().cloned());
        cuts.extend(ranges.flat_map(|range| [range.start, range.end]));
    }
    cuts.retain(|cut| (block.start..=block.end).contains(cut));
    cuts.sort_unstable();
    cuts.dedup();
    cuts
}

/// Bytes at the beginning of `rest` of the marks that close what stands before them.
fn closing_len(rest: &str) -> usize {
    rest.len() - rest.trim_start_matches(|c: char| "\"'”’»›」』.,;:!?…)]".contains(c)).len()
}

/// What stands behind a statement: the stances, and a card that tells more when it is pointed at or has the focus.
fn tag(marked: &Marked) -> String {
    let chip = |class: &str| match class {
        NONE => "<i class=\"chip none\">·</i>".to_string(),
        _ => format!("<i class=\"chip {class}\">{}\u{A0}{class}</i>", sign(class)),
    };
    let chips: String = marked.readings.iter().map(|reading| chip(class(reading))).collect();
    let number = marked.number;
    format!(
        "<span class=\"tag\"><span class=\"chips\" tabindex=\"0\" aria-describedby=\"c{number}\">{chips}</span>{}</span>",
        card(marked)
    )
}

fn card(marked: &Marked) -> String {
    let first = marked.first();
    let stances: String = marked
        .readings
        .iter()
        .map(|reading| format!("<span>{}</span>{}", stance_toward(reading), small(&probabilities(reading))))
        .collect();
    let number = marked.number;
    format!(
        "<span class=\"card\" role=\"tooltip\" id=\"c{number}\"><strong>{}</strong>{}{stances}\
         <small>{} · <a href=\"#r{number}\">in the table</a></small></span>",
        escaped(&first.speaker.name),
        small(&details(&first.speaker)),
        manner(first),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paragraphs_are_parted_by_blank_lines() {
        let text = "\n Head\n\nOne\r\n two \n \t\n\nThree";
        let found: Vec<&str> = blocks(text).into_iter().map(|block| &text[block]).collect();
        assert_eq!(found, ["Head", "One\r\n two", "Three"]);
        assert!(blocks(" \n\n").is_empty());
    }

    #[test]
    fn headlines_are_short_lines_that_are_no_sentence() {
        assert!(is_head("Ministers split over sanctions"));
        assert!(!is_head("They did not agree."));
        assert!(!is_head("Two\nlines"));
        assert!(!is_head(&"word ".repeat(40)));
    }
}
