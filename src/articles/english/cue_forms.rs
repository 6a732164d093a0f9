//! Which forms do the verbs take that say that somebody said something, and what can follow them?

use std::collections::HashMap;
use std::sync::LazyLock;

use super::{cells, rows};

/// The form in which a cue stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(in crate::articles) enum Form {
    /// "say"
    Base,
    /// "says"
    Third,
    /// "said": mostly the participle as well.
    Past,
    /// "spoken"
    Participle,
    /// "saying"
    Gerund,
}

/// The forms in the order of the table's columns.
const FORMS: [Form; 5] = [Form::Base, Form::Third, Form::Past, Form::Participle, Form::Gerund];

/// What can follow a cue, or is true of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::articles) enum Frame {
    /// Somebody who is told, before the clause: "told reporters that it works".
    Addressee,
    /// What somebody thinks: counts where somebody is the subject.
    Belief,
    /// A clause: "said that it works", "said it works".
    Clause,
    /// "vowed to leave"
    Infinitive,
    /// The bare form and the one in "-s" are nouns as well: "claims".
    Noun,
    /// "condemned the attack", "called for talks"
    Object,
    /// "asked whether it works"
    Question,
    /// A quotation.
    Quote,
    /// "urged them to leave"
    Request,
    /// Said of other things as well: counts only where "that", a quotation or a clause with a verb follows.
    Weak,
}

const FRAMES: &[(&str, Frame)] = &[
    ("addressee", Frame::Addressee),
    ("belief", Frame::Belief),
    ("clause", Frame::Clause),
    ("infinitive", Frame::Infinitive),
    ("noun", Frame::Noun),
    ("object", Frame::Object),
    ("question", Frame::Question),
    ("quote", Frame::Quote),
    ("request", Frame::Request),
    ("weak", Frame::Weak),
];

/// A set of frames: a bit each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(in crate::articles) struct Frames(u16);

impl Frames {
    pub fn has(self, one: Frame) -> bool {
        self.0 & (1 << one as u16) != 0
    }

    pub fn has_any(self, some: &[Frame]) -> bool {
        some.iter().any(|&one| self.has(one))
    }

    /// The frames whose names stand in a cell.
    fn of_names(cell: &str) -> Option<Frames> {
        cell.split_whitespace().try_fold(Frames::default(), |all, name| {
            let (_, one) = FRAMES.iter().find(|(of, _)| *of == name)?;
            Some(Frames(all.0 | 1 << *one as u16))
        })
    }
}

/// A form of a cue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::articles) struct CueForm {
    /// The words after the first.
    pub tail: Vec<&'static str>,
    pub form: Form,
    pub frames: Frames,
}

static CUE_FORMS: LazyLock<HashMap<&'static str, Vec<CueForm>>> = LazyLock::new(|| {
    let mut forms: HashMap<&str, Vec<CueForm>> = HashMap::new();
    for (first, cue_form) in rows(include_str!("cues.csv")).filter_map(verb).flatten() {
        forms.entry(first).or_default().push(cue_form);
    }
    for list in forms.values_mut() {
        list.sort_by_key(|of| (std::cmp::Reverse(of.tail.len()), of.form));
        // A participle of the same letters as the past is told from it by its auxiliary.
        list.dedup_by(|next, of| {
            of.tail == next.tail && (of.form, next.form) == (Form::Past, Form::Participle)
        });
    }
    forms
});

/// The forms of the verb of a row, each with its first word. A verb may lack some.
fn verb(row: &'static str) -> Option<Vec<(&'static str, CueForm)>> {
    let [base, third, past, participle, gerund, frames] = cells(row)?;
    let frames = Frames::of_names(frames)?;
    let cells = [base, third, past, participle, gerund].into_iter().zip(FORMS);
    let form = |(cell, form): (&'static str, Form)| {
        let mut words = cell.split_whitespace();
        Some((words.next()?, CueForm { tail: words.collect(), form, frames }))
    };
    Some(cells.filter_map(form).collect())
}

/// The forms of cues that begin with `word`, in small letters: the longest first, each length in the order of the forms.
pub(in crate::articles) fn cue_forms(word: &str) -> &'static [CueForm] {
    CUE_FORMS.get(word).map_or(&[], Vec::as_slice)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_verb_of_the_table_is_read_once() {
        let mut seen = std::collections::HashSet::new();
        for row in rows(include_str!("cues.csv")) {
            let forms = verb(row).unwrap_or_else(|| panic!("{row}"));
            assert!(!forms.is_empty(), "{row}");
            for (first, of) in forms {
                assert!(seen.insert((first, of.tail.clone(), of.form)), "{first} {:?} stands twice", of.tail);
            }
        }
    }

    #[test]
    fn every_verb_can_be_followed_by_something() {
        let follows = [
            Frame::Belief,
            Frame::Clause,
            Frame::Infinitive,
            Frame::Object,
            Frame::Question,
            Frame::Quote,
            Frame::Request,
        ];
        for row in rows(include_str!("cues.csv")) {
            let frames = verb(row).and_then(|forms| forms.first().map(|(_, of)| of.frames));
            assert!(frames.is_some_and(|frames| frames.has_any(&follows)), "{row}");
        }
    }

    /// Doubled consonants, "y" and silent "e", by the rules of spelling, for verbs whose past is regular.
    #[test]
    fn forms_are_spelt_by_the_rules() {
        for row in rows(include_str!("cues.csv")) {
            let [base, third, past, _, gerund, _]: [&str; 6] = cells(row).unwrap_or_else(|| panic!("{row}"));
            let word = |cell: &'static str| cell.split(' ').next().unwrap_or_default();
            let (base, third, past, gerund) = (word(base), word(third), word(past), word(gerund));
            if base.is_empty() || !past.ends_with("ed") || base.ends_with("eed") {
                continue;
            }
            let ends = |ends: &[&str]| ends.iter().any(|end| base.ends_with(end));
            let stem = match base.strip_suffix('e') {
                Some(stem) => stem.to_string(),
                None if past.len() == base.len() + 3 => format!("{base}{}", &base[base.len() - 1..]),
                None => base.to_string(),
            };
            let to_y = |end: &str| {
                base.strip_suffix('y').filter(|_| !ends(&["ay", "ey", "oy"])).map(|cut| format!("{cut}{end}"))
            };
            assert_eq!(past, to_y("ied").unwrap_or(format!("{stem}ed")), "{row}");
            if !third.is_empty() {
                let sibilant = ends(&["s", "sh", "ch", "x", "z", "cho", "to"]);
                let expected = to_y("ies").unwrap_or(format!("{base}{}", if sibilant { "es" } else { "s" }));
                assert_eq!(third, expected, "{row}");
            }
            let stem = if ends(&["ye", "ee", "oe"]) { base.to_string() } else { stem };
            assert!(gerund.is_empty() || gerund == format!("{stem}ing"), "{row}");
            // One short vowel and one consonant in a word of one syllable.
            let vowels = base.chars().filter(|c| "aeiouy".contains(*c)).count();
            let is_short = vowels == 1
                && !ends(&["w", "x", "h", "k", "l", "s"])
                && ends(&[
                    "ab", "eb", "ib", "ob", "ub", "ag", "eg", "ig", "og", "ug", "am", "um", "im", "an", "en",
                    "in", "on", "un", "ap", "ep", "ip", "op", "up", "ar", "ur", "at", "et", "it", "ot", "ut",
                    "ad", "ed", "id", "od", "ud",
                ]);
            assert!(!is_short || past.len() == base.len() + 3, "{row}");
        }
    }
}
