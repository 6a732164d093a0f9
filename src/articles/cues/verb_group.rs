//! Do the auxiliaries and adverbs before a verb make it one that says that something was said?

use super::Cue;
use crate::articles::english::{Class, Form, Frame, Trait};
use crate::articles::words::Word;

/// The auxiliaries and adverbs before a verb.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct VerbGroup {
    /// Position of its first word.
    pub start: usize,
    be: bool,
    have: bool,
    /// "will", "did"
    modal: bool,
}

impl VerbGroup {
    /// The group of the verb at `at`; `None` where it is denied or only possible.
    pub fn before(words: &[Word], at: usize) -> Option<Self> {
        let mut group = VerbGroup { start: at, be: false, have: false, modal: false };
        while let Some(word) = group.start.checked_sub(1).map(|before| &words[before]) {
            if let Some(aspect) = aspect_before(words, group.start) {
                group.start = aspect;
                group.modal = true;
                continue;
            }
            match word.class {
                _ if word.is_quoted => break,
                Class::Negation => return None,
                Class::Auxiliary if word.is(Trait::Unreal) => return None,
                Class::Auxiliary if word.is(Trait::Be) => group.be = true,
                Class::Auxiliary if word.is(Trait::Have) => group.have = true,
                Class::Auxiliary => group.modal = true,
                _ if word.is_adverb() => {}
                _ => break,
            }
            group.start -= 1;
        }
        Some(group)
    }

    /// Whether the group makes the cue a finite verb or a gerund that says that something was said.
    pub fn fits(&self, words: &[Word], cue: &Cue) -> bool {
        let before = self.start.checked_sub(1).map(|before| &words[before]);
        let is_bare = self.start == cue.start;
        let is_noun_place = is_bare
            && before.is_some_and(|word| match word.class {
                // "many say", and not "many claims"
                Class::Determiner => !word.is(Trait::Alone) || cue.frames.has(Frame::Noun),
                Class::Preposition => true,
                _ => word.is_possessive,
            });
        match cue.form {
            Form::Gerund => self.be || is_verbal_gerund(words, before, cue, is_noun_place),
            _ if is_noun_place => false,
            Form::Base => {
                let is_infinitive = before.is_some_and(|word| word.lower == "to");
                let is_singular = before.is_some_and(|word| word.is(Trait::Singular));
                !is_infinitive && !self.be && (self.modal || !is_singular)
            }
            Form::Third => !self.be && !self.have && !self.modal,
            Form::Past | Form::Participle => {
                let has_no_subject = is_bare && before.is_none_or(|word| word.class == Class::Comma);
                let modifies = has_no_subject && words.get(cue.start + 1).is_some_and(is_topic);
                !self.be && !self.modal && !modifies && (cue.form == Form::Past || self.have)
            }
        }
    }
}

/// The position of "continued" or "went on" in "continued to say" and "went on to say", where the verb stands at `at`.
fn aspect_before(words: &[Word], at: usize) -> Option<usize> {
    let to = at.checked_sub(1).filter(|&to| words[to].lower == "to" && !words[to].is_quoted)?;
    let last = to.checked_sub(1)?;
    let verb = if words[last].lower == "on" { last.checked_sub(1)? } else { last };
    words[verb].is(Trait::Aspect).then_some(verb)
}

/// Whether a form in "-ing" is a verb: "saying that", "by urging", "the minister, warning of war"; and not "the warning".
fn is_verbal_gerund(words: &[Word], before: Option<&Word>, cue: &Cue, is_noun_place: bool) -> bool {
    let Some(before) = before else { return true };
    if before.class == Class::Determiner && before.lower != "one" || before.is_possessive {
        return false;
    }
    let opens = words.get(cue.start + 1).is_some_and(|word| {
        matches!(word.class, Class::Comma | Class::Colon | Class::Quotation(_)) || word.lower == "that"
    });
    let speaks = cue.frames.has(Frame::Clause) && !cue.frames.has(Frame::Weak) && !is_noun_place;
    before.is_mark() || opens || before.is(Trait::Gerund) || speaks
}

/// "asked about", "asked whether": a participle where no subject stands before it.
fn is_topic(next: &Word) -> bool {
    next.is(Trait::Asks) || matches!(next.lower.as_str(), "about" | "by")
}
