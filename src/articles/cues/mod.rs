//! Which words of a sentence say that somebody said something?

mod verb_group;

use super::english::{Class, CueForm, Form, Frame, Frames, cue_forms};
use super::words::Word;
use verb_group::VerbGroup;

/// A cue in a sentence; positions are those of words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Cue {
    /// Of its first word, auxiliaries and adverbs before it included.
    pub group: usize,
    /// Of the cue itself.
    pub start: usize,
    /// After its last word.
    pub end: usize,
    pub form: Form,
    pub frames: Frames,
    /// "criticised by"
    pub is_passive: bool,
}

impl Cue {
    /// "saying", and not "is saying"
    pub fn is_participle(&self, words: &[Word]) -> bool {
        let is_auxiliary = |word: &Word| word.class == Class::Auxiliary;
        self.form == Form::Gerund && !words[self.group..self.start].iter().any(is_auxiliary)
    }
}

/// The cues of a sentence, in order: verbs that are used as such, without negation.
///
/// In a heading, where every word may be capital, a capital says nothing; elsewhere it marks a name: "the United States".
pub(super) fn cues(words: &[Word], is_heading: bool) -> Vec<Cue> {
    let mut found: Vec<Cue> = Vec::new();
    let mut start = 0;
    while start < words.len() {
        let cue = cue_at(words, start, is_heading);
        // "continued to say" is one cue.
        while cue.is_some_and(|cue| found.last().is_some_and(|last| last.start >= cue.group)) {
            found.pop();
        }
        found.extend(cue);
        start = cue.map_or(start + 1, |cue| cue.end);
    }
    found
}

fn cue_at(words: &[Word], start: usize, is_heading: bool) -> Option<Cue> {
    let word = &words[start];
    let is_name = !is_heading && start > 0 && word.is_capital && !words[start - 1].is_mark();
    if word.is_quoted || word.is_mark() || word.is_possessive || is_name {
        return None;
    }
    let rest = &words[start + 1..];
    let fits = |of: &&CueForm| {
        of.tail.len() <= rest.len() && of.tail.iter().zip(rest).all(|(tail, word)| *tail == word.lower)
    };
    let mut fitting = cue_forms(&word.lower).iter().filter(fits).peekable();
    // The longest alone: "called for" is no "called".
    let length = fitting.peek()?.tail.len();
    fitting.take_while(|of| of.tail.len() == length).find_map(|of| {
        let (form, frames) = (of.form, of.frames);
        let group = VerbGroup::before(words, start)?;
        let end = start + 1 + length;
        let is_passive = is_passive(words, end, form, frames);
        let cue = Cue { group: group.start, start, end, form, frames, is_passive };
        (!is_noun_like(words, &cue) && (is_passive || group.fits(words, &cue))).then_some(cue)
    })
}

/// Whether the participle that ends before `end` is said of what somebody behind "by" speaks of: "criticised by", "was
/// announced by", and not "was told by", which is said of a listener.
fn is_passive(words: &[Word], end: usize, form: Form, frames: Frames) -> bool {
    let speaks = frames.has(Frame::Object) || frames.has(Frame::Clause) && !frames.has(Frame::Addressee);
    let is_participle = matches!(form, Form::Past | Form::Participle);
    let by = words.get(end).is_some_and(|word| word.lower == "by" && !word.is_quoted);
    // "responded by noting"
    let is_somebody = words.get(end + 1).is_some_and(|word| !word.is_gerund() && !word.is_quoted);
    is_participle && speaks && by && is_somebody
}

/// "Said the minister: …"
pub(super) fn is_inverted_start(words: &[Word]) -> bool {
    let speaks = |of: &CueForm| {
        of.tail.is_empty() && matches!(of.form, Form::Past | Form::Third) && of.frames.has(Frame::Quote)
    };
    words.first().is_some_and(|word| cue_forms(&word.lower).iter().any(speaks))
}

/// Whether a bare form or one in "-s" is the noun of the same letters: "worries have", "less important reasons to".
fn is_noun_like(words: &[Word], cue: &Cue) -> bool {
    let is_ambiguous = matches!(cue.form, Form::Third | Form::Base) && cue.frames.has(Frame::Noun);
    let before = cue.start.checked_sub(1).map(|before| &words[before]);
    if !is_ambiguous
        || cue.group < cue.start
        || before.is_some_and(|word| matches!(word.class, Class::Pronoun | Class::Relative))
    {
        return false;
    }
    let is_plural = |word: &Word| word.lower.ends_with('s') || word.is_capital;
    let is_after_noun = before
        .is_some_and(|word| word.class == Class::Number || word.class == Class::Open && !is_plural(word));
    let Some(next) = words.get(cue.start + 1) else { return true };
    let goes_on = !next.is_capital
        && matches!(
            next.class,
            Class::Auxiliary
                | Class::Verb
                | Class::Negation
                | Class::Stop
                | Class::Conjunction
                | Class::Preposition
        );
    goes_on || is_after_noun && (cue.form == Form::Base || !opens_object(next))
}

/// Whether the word after a verb begins what the verb is about.
fn opens_object(next: &Word) -> bool {
    next.is_quoted
        || next.is_possessive
        || matches!(
            next.class,
            Class::Determiner
                | Class::Pronoun
                | Class::Relative
                | Class::Comma
                | Class::Colon
                | Class::Number
        )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::articles::words::push_words;

    /// The cues of a sentence of running text, with their auxiliaries and adverbs.
    fn found(text: &str) -> Vec<&str> {
        let mut words = Vec::new();
        push_words(text, 0..text.len(), false, &mut words);
        let show = |cue: &Cue| &text[words[cue.group].range.start..words[cue.end - 1].range.end];
        cues(&words, false).iter().map(show).collect()
    }

    #[test]
    fn every_form_of_a_verb_is_a_cue() {
        for (text, expected) in [
            ("They say it works", "say"),
            ("She says it works", "says"),
            ("He said it works", "said"),
            ("He has repeatedly said it works", "has repeatedly said"),
            ("She has spoken out against it", "has spoken out against"),
            ("He left, saying it works", "saying"),
            ("He is still saying it works", "is still saying"),
            ("He will say it works", "will say"),
            ("He did say it works", "did say"),
            ("He continued to say it works", "continued to say"),
            ("He went on to say it works", "went on to say"),
            ("They called for talks", "called for"),
            ("They are opposed to it", "are opposed to"),
            ("She made it clear that it works", "made it clear"),
            ("She came out against it", "came out against"),
            ("He was quoted as saying it works", "was quoted as saying"),
            ("The party is of the view that it works", "is of the view"),
            ("He is on record as opposing it", "is on record as opposing"),
        ] {
            assert_eq!(found(text), [expected], "{text}");
        }
    }

    #[test]
    fn a_noun_of_the_same_letters_is_no_cue() {
        for (text, expected) in [
            ("The claims were false", vec![]),
            ("Their hopes have faded", vec![]),
            ("A report by the agency came out", vec![]),
            ("The worries of the region grew", vec![]),
            ("no less important demands to be met", vec![]),
            ("The minister claims the shield works", vec!["claims"]),
            ("Officials fear that it fails", vec!["fear"]),
            ("He demands that they go", vec!["demands"]),
            ("the United States came", vec![]),
            ("a warning of war", vec![]),
            ("He left, warning of war", vec!["warning of"]),
            ("by urging talks", vec!["urging"]),
        ] {
            assert_eq!(found(text), expected, "{text}");
        }
    }

    #[test]
    fn what_was_not_said_has_no_cue() {
        for text in [
            "He did not say it works",
            "He didn't say it works",
            "He never said it works",
            "He might say it works",
            "He would say it works",
            "He wants to say it works",
            "It is said to work",
            "She was told it works",
            "Asked about it, she left",
        ] {
            assert_eq!(found(text), [""; 0], "{text}");
        }
    }

    #[test]
    fn a_passive_is_a_cue_where_by_tells_whose_it_is() {
        let passive = |text: &str| {
            let mut words = Vec::new();
            push_words(text, 0..text.len(), false, &mut words);
            cues(&words, false).first().map(|cue| cue.is_passive)
        };
        for (text, expected) in [
            ("The plan was criticised by the minister", Some(true)),
            ("the plan criticised by the minister", Some(true)),
            ("It was announced by the ministry that it works", Some(true)),
            ("The minister criticised the plan", Some(false)),
            ("He responded by noting that it works", Some(false)),
            ("The plan was criticised", None),
            ("She was told by the minister that it works", None),
        ] {
            assert_eq!(passive(text), expected, "{text}");
        }
    }

    #[test]
    fn a_capital_marks_a_name_but_in_headings() {
        let mut words = Vec::new();
        push_words("Roe Says Shield Works", 0..21, false, &mut words);
        assert_eq!(cues(&words, true).len(), 1);
        assert_eq!(cues(&words, false).len(), 0);
    }
}
