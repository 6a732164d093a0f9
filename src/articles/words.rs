//! The words of a sentence with what their form says of them.

use std::ops::Range;

use super::english::{AbbreviationKind, Class, Trait, Traits, abbreviation_of, class_and_traits};
use crate::text::{TokenKind, tokenize};

/// A word or sign of a sentence, or a whole quotation in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Word {
    pub range: Range<usize>,
    /// In small letters, with straight apostrophes, without a final "'s".
    pub lower: String,
    pub class: Class,
    pub traits: Traits,
    pub is_capital: bool,
    /// Has no small letters.
    pub is_upper: bool,
    pub is_possessive: bool,
    /// Stands in quotation marks.
    pub is_quoted: bool,
}

impl Word {
    /// A whole quotation, by its position in the article's list.
    pub fn of_quotation(quotation: usize, range: Range<usize>) -> Self {
        Word {
            range,
            lower: String::new(),
            class: Class::Quotation(quotation),
            traits: Traits::default(),
            is_capital: false,
            is_upper: false,
            is_possessive: false,
            is_quoted: true,
        }
    }

    pub fn is(&self, one: Trait) -> bool {
        self.traits.has(one)
    }

    pub fn is_quotation(&self) -> bool {
        matches!(self.class, Class::Quotation(_))
    }

    /// A sign or a whole quotation.
    pub fn is_mark(&self) -> bool {
        use Class::*;
        matches!(
            self.class,
            Stop | Comma | Colon | Semicolon | Dash | OpeningBracket | ClosingBracket | Sign | Quotation(_)
        )
    }

    /// Whether it can stand in a name or a noun phrase.
    pub fn is_nominal(&self) -> bool {
        match self.class {
            Class::Open | Class::Number => true,
            Class::Determiner | Class::Pronoun => self.is_possessive,
            Class::Verb | Class::Adverb | Class::Preposition => self.is_capital && self.range.len() > 2,
            _ => false,
        }
    }

    /// Whether it makes words a clause: a verb or its auxiliary, outside quotations.
    pub fn is_finite(&self) -> bool {
        !self.is_quoted && matches!(self.class, Class::Auxiliary | Class::Verb | Class::Negation)
    }

    /// An adverb, those in "-ly" included.
    pub fn is_adverb(&self) -> bool {
        let is_manner = self.class == Class::Open && self.lower.ends_with("ly") && !self.is_capital;
        self.class == Class::Adverb || is_manner && !self.is(Trait::Noun)
    }

    /// A word in "-ing" that is no name: "saying".
    pub fn is_gerund(&self) -> bool {
        self.lower.len() > 5 && self.lower.ends_with("ing") && !self.is_capital
    }

    /// "Mr", "Sen", "Fla", "J": what a full stop behind it belongs to.
    pub fn is_abbreviation(&self) -> bool {
        let is_initial = self.lower.chars().nth(1).is_none() && self.class != Class::Pronoun;
        self.is_capital && (is_initial || abbreviation_of(&self.lower).is_some())
    }

    /// A short form of address: "Mr", "Sir".
    pub fn is_title(&self) -> bool {
        let title = || abbreviation_of(&self.lower).is_some_and(|of| of.kind == AbbreviationKind::Title);
        self.is_capital && title()
    }
}

/// Appends the words of `range`, which stand in quotation marks or do not.
pub(super) fn push_words(text: &str, range: Range<usize>, is_quoted: bool, words: &mut Vec<Word>) {
    for token in tokenize(&text[range.clone()]) {
        let at = range.start + token.start..range.start + token.end;
        let form = &text[at.clone()];
        match words.last_mut().filter(|last| last.range.end == at.start && last.lower.ends_with('s')) {
            // "officials' claims"
            Some(last) if matches!(form, "'" | "’") => {
                last.range.end = at.end;
                last.is_possessive = true;
            }
            _ => {
                let rest = text[at.end..range.end].trim_start();
                let word = word(form, token.kind, at, is_quoted);
                let class = class_between(words.last(), &word, rest);
                words.push(Word { class, ..word });
            }
        }
    }
}

fn word(form: &str, kind: TokenKind, range: Range<usize>, is_quoted: bool) -> Word {
    let is_capital = form.chars().next().is_some_and(char::is_uppercase);
    let is_upper = is_capital && !form.chars().any(char::is_lowercase);
    let mut lower = form.to_lowercase().replace('’', "'");
    let is_possessive = strip_possessive(&mut lower);
    let (class, traits) = class_and_traits(&lower);
    let class = match kind {
        TokenKind::Number => Class::Number,
        TokenKind::Punctuation => Class::Stop,
        TokenKind::Symbol | TokenKind::Emoticon => class_of_sign(form),
        _ => class_of_letters(form, &lower, is_capital, class),
    };
    // "he's" is "he is".
    let is_possessive = is_possessive && !traits.has(Trait::Singular) && class != Class::Relative;
    Word { range, lower, class, traits, is_capital, is_upper, is_possessive, is_quoted }
}

/// The class of `word` between the one before it and the rest of the text: "the plan" is a noun, "Jan" no month where no
/// number follows.
fn class_between(before: Option<&Word>, word: &Word, rest: &str) -> Class {
    let is_noun_place = before.is_some_and(|before| {
        before.is(Trait::Article) || before.is(Trait::Possessive) || before.is_possessive
    });
    let is_date = word.is_capital && rest.starts_with(|c: char| c == '.' || c.is_ascii_digit());
    match word.class {
        Class::Verb if is_noun_place => Class::Open,
        Class::Time if word.is(Trait::Abbreviated) && !is_date => Class::Open,
        class => class,
    }
}

/// Takes the ending of the genitive off: "roe's" to "roe".
fn strip_possessive(lower: &mut String) -> bool {
    let length = lower.strip_suffix("'s").map(str::len);
    lower.truncate(length.unwrap_or(lower.len()));
    length.is_some()
}

fn class_of_sign(sign: &str) -> Class {
    match sign {
        "," | "،" | "、" => Class::Comma,
        ":" => Class::Colon,
        ";" => Class::Semicolon,
        "—" | "–" | "-" | "―" | "--" => Class::Dash,
        "(" | "[" => Class::OpeningBracket,
        ")" | "]" => Class::ClosingBracket,
        _ => Class::Sign,
    }
}

/// The class of a word that the table gives `class`, by its capitals: "May" is a month and "march" none, "US" no pronoun.
fn class_of_letters(form: &str, lower: &str, is_capital: bool, class: Class) -> Class {
    match (class, lower) {
        (Class::Auxiliary, "may") if is_capital => Class::Time,
        (Class::Time, "march") if !is_capital => Class::Open,
        (Class::Pronoun, _) if form == "US" || form == "IT" => Class::Open,
        (Class::Open, _) if lower.ends_with("n't") => Class::Negation,
        _ => class,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<Word> {
        let mut words = Vec::new();
        push_words(text, 0..text.len(), false, &mut words);
        words
    }

    #[test]
    fn capitals_tell_months_from_verbs_and_names_from_pronouns() {
        for (text, class) in [
            ("may", Class::Auxiliary),
            ("May", Class::Time),
            ("march", Class::Open),
            ("March", Class::Time),
            ("Jan. 5", Class::Time),
            ("Jan Nowak", Class::Open),
            ("us", Class::Pronoun),
            ("US", Class::Open),
            ("can't", Class::Negation),
            ("mustn’t", Class::Negation),
            ("2014", Class::Number),
            ("—", Class::Dash),
            ("[", Class::OpeningBracket),
            ("%", Class::Sign),
            (".", Class::Stop),
            ("sanctions", Class::Open),
        ] {
            assert_eq!(words(text)[0].class, class, "{text}");
        }
    }

    #[test]
    fn a_genitive_is_told_from_a_short_form_of_is() {
        for (text, lower, is_possessive) in [
            ("Roe’s", "roe", true),
            ("officials'", "officials", true),
            ("he's", "he", false),
            ("who’s", "who", false),
            ("sanctions", "sanctions", false),
        ] {
            let word = &words(text)[0];
            assert_eq!((word.lower.as_str(), word.is_possessive), (lower, is_possessive), "{text}");
        }
    }

    #[test]
    fn words_in_ly_are_adverbs_unless_they_are_nouns_or_names() {
        for (text, expected) in [("bluntly", true), ("again", true), ("ally", false), ("Kelly", false)] {
            assert_eq!(words(text)[0].is_adverb(), expected, "{text}");
        }
    }

    #[test]
    fn a_full_stop_belongs_to_titles_and_initials() {
        for (text, expected) in
            [("Sen", true), ("J", true), ("Fla", true), ("sen", false), ("Roe", false), ("I", false)]
        {
            assert_eq!(words(text)[0].is_abbreviation(), expected, "{text}");
        }
    }
}
