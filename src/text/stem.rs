//! Which words are one word, inflection apart?

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use rust_stemmers::Algorithm;
use serde::{Deserialize, Serialize};
use unicode_normalization::char::is_combining_mark;

/// Name and version of the stemmer, recorded in models: another version may give other stems.
pub const STEMMER: &str = "rust-stemmers 1.2.0";

/// Longest word in bytes that is stemmed. No inflected word is longer, and stemming takes quadratic time.
const MAX_WORD_LEN: usize = 128;

/// The language whose inflection a [`Stemmer`] takes off.
///
/// Greek is absent because the Greek algorithm of rust-stemmers 1.2.0 panics on some words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[allow(missing_docs)] // the variants say it all
pub enum Language {
    Arabic,
    Danish,
    Dutch,
    #[default]
    English,
    Finnish,
    French,
    German,
    Hungarian,
    Italian,
    Norwegian,
    Portuguese,
    Romanian,
    Russian,
    Spanish,
    Swedish,
    Tamil,
    Turkish,
    /// No stemming: for every other language, and for texts in several.
    None,
}

impl Language {
    /// Every language, in alphabetical order, and [`Language::None`] at the end.
    pub const ALL: [Language; 18] = [
        Language::Arabic,
        Language::Danish,
        Language::Dutch,
        Language::English,
        Language::Finnish,
        Language::French,
        Language::German,
        Language::Hungarian,
        Language::Italian,
        Language::Norwegian,
        Language::Portuguese,
        Language::Romanian,
        Language::Russian,
        Language::Spanish,
        Language::Swedish,
        Language::Tamil,
        Language::Turkish,
        Language::None,
    ];

    /// Name as it is written in options and models.
    pub const fn name(self) -> &'static str {
        self.name_and_algorithm().0
    }

    const fn algorithm(self) -> Option<Algorithm> {
        self.name_and_algorithm().1
    }

    const fn name_and_algorithm(self) -> (&'static str, Option<Algorithm>) {
        match self {
            Language::Arabic => ("arabic", Some(Algorithm::Arabic)),
            Language::Danish => ("danish", Some(Algorithm::Danish)),
            Language::Dutch => ("dutch", Some(Algorithm::Dutch)),
            Language::English => ("english", Some(Algorithm::English)),
            Language::Finnish => ("finnish", Some(Algorithm::Finnish)),
            Language::French => ("french", Some(Algorithm::French)),
            Language::German => ("german", Some(Algorithm::German)),
            Language::Hungarian => ("hungarian", Some(Algorithm::Hungarian)),
            Language::Italian => ("italian", Some(Algorithm::Italian)),
            Language::Norwegian => ("norwegian", Some(Algorithm::Norwegian)),
            Language::Portuguese => ("portuguese", Some(Algorithm::Portuguese)),
            Language::Romanian => ("romanian", Some(Algorithm::Romanian)),
            Language::Russian => ("russian", Some(Algorithm::Russian)),
            Language::Spanish => ("spanish", Some(Algorithm::Spanish)),
            Language::Swedish => ("swedish", Some(Algorithm::Swedish)),
            Language::Tamil => ("tamil", Some(Algorithm::Tamil)),
            Language::Turkish => ("turkish", Some(Algorithm::Turkish)),
            Language::None => ("none", None),
        }
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// A name that is no [`Language`] with a stemmer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("no stemmer for language '{0}'; there is one for: {known}; 'none' is for any other language", known = stemmed().join(", "))]
pub struct UnknownLanguage(pub String);

fn stemmed() -> Vec<&'static str> {
    Language::ALL
        .iter()
        .filter(|&&language| language != Language::None)
        .map(|language| language.name())
        .collect()
}

impl FromStr for Language {
    type Err = UnknownLanguage;

    /// Reads the name of a language without regard to case or surrounding space.
    fn from_str(name: &str) -> Result<Self, Self::Err> {
        let wanted = name.trim();
        Language::ALL
            .into_iter()
            .find(|language| language.name().eq_ignore_ascii_case(wanted))
            .ok_or_else(|| UnknownLanguage(wanted.to_string()))
    }
}

/// A Snowball stemmer: it maps the inflected forms of a word onto one stem, which need not be a word.
///
/// # Examples
/// ```
/// use standpoint::{Language, Stemmer};
///
/// let stemmer = Stemmer::new(Language::English);
/// assert_eq!(stemmer.stem("sanctions"), "sanction");
/// assert_eq!(stemmer.stem("sanctions'"), "sanction");
/// assert_eq!(stemmer.stem("s-400"), "s-400");
/// ```
///
/// # References
/// Porter 2001, Snowball: a language for stemming algorithms; English is its Porter2.
pub struct Stemmer {
    language: Language,
    algorithm: Option<rust_stemmers::Stemmer>,
}

impl Stemmer {
    /// The stemmer of `language`.
    pub fn new(language: Language) -> Self {
        Stemmer { language, algorithm: language.algorithm().map(rust_stemmers::Stemmer::create) }
    }

    /// The language whose inflection is taken off.
    pub fn language(&self) -> Language {
        self.language
    }

    /// The stem of a word in its [normal form](crate::normalize).
    ///
    /// What holds anything but letters, marks, apostrophes and hyphens is left alone: numbers, names such as
    /// `s-400`, tags, URLs, abbreviations with dots. In English the possessive ending goes first, so that a
    /// noun's possessive has the stem of the noun.
    pub fn stem<'a>(&self, word: &'a str) -> Cow<'a, str> {
        let Some(algorithm) = &self.algorithm else {
            return Cow::Borrowed(word);
        };
        if word.len() > MAX_WORD_LEN || !word.chars().all(is_inflected_char) {
            return Cow::Borrowed(word);
        }
        algorithm.stem(if self.language == Language::English { without_possessive(word) } else { word })
    }
}

impl fmt::Debug for Stemmer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Stemmer").field(&self.language).finish()
    }
}

fn is_inflected_char(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_alphabetic() || c == '\'' || c == '-';
    }
    c.is_alphabetic() || is_combining_mark(c)
}

fn without_possessive(word: &str) -> &str {
    let base = word.strip_suffix("'s").or_else(|| word.strip_suffix('\'')).unwrap_or(word);
    if base.is_empty() { word } else { base }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn english_inflection_is_taken_off() {
        let stemmer = Stemmer::new(Language::English);
        // From the vocabulary and output lists that rust-stemmers 1.2.0 is tested with.
        for (word, stem) in
            [("consigned", "consign"), ("knightly", "knight"), ("news", "news"), ("dying", "die")]
        {
            assert_eq!(stemmer.stem(word), stem);
        }
        assert_eq!(stemmer.stem("anti-missiles"), "anti-missil");
    }

    #[test]
    fn a_possessive_has_the_stem_of_its_noun() {
        let stemmer = Stemmer::new(Language::English);
        for noun in ["sanctions", "russia", "news", "congress", "allies", "us", "bus"] {
            assert_eq!(stemmer.stem(&format!("{noun}'s")), stemmer.stem(noun));
            assert_eq!(stemmer.stem(&format!("{noun}'")), stemmer.stem(noun));
        }
        for word in ["'s", "'", "''"] {
            assert!(!stemmer.stem(word).is_empty(), "{word}");
        }
    }

    #[test]
    fn what_is_not_a_word_is_left_alone() {
        for language in Language::ALL {
            let stemmer = Stemmer::new(language);
            for word in
                ["s-400s", "21st", "https://t.co/running", "u.s.", "@ministers", "#sanctions", "", "❤"]
            {
                assert_eq!(stemmer.stem(word), word);
            }
            let endless = "running".repeat(100);
            assert_eq!(stemmer.stem(&endless), endless);
        }
        assert_eq!(Stemmer::new(Language::None).stem("sanctions"), "sanctions");
    }

    #[test]
    fn a_language_is_known_by_its_name_everywhere() {
        for language in Language::ALL {
            assert_eq!(language.name().parse(), Ok(language));
            assert_eq!(format!(" {} ", language.name().to_uppercase()).parse(), Ok(language));
            assert_eq!(serde_json::to_string(&language).unwrap(), format!("\"{language}\""));
        }
        assert_eq!(Language::default(), Language::English);
    }

    #[test]
    fn an_unknown_language_is_refused_with_those_known() {
        let message = "greek".parse::<Language>().unwrap_err().to_string();
        assert_eq!(
            message,
            "no stemmer for language 'greek'; there is one for: arabic, danish, dutch, english, finnish, french, \
             german, hungarian, italian, norwegian, portuguese, romanian, russian, spanish, swedish, tamil, \
             turkish; 'none' is for any other language"
        );
    }

    #[test]
    fn the_recorded_version_is_the_one_built_with() {
        let (name, version) = STEMMER.split_once(' ').unwrap();
        let locked = format!("name = \"{name}\"\nversion = \"{version}\"\n");
        assert!(include_str!("../../Cargo.lock").replace('\r', "").contains(&locked));
    }

    /// First and last letter of the scripts that words are drawn from.
    const SCRIPTS: [(char, char); 12] = [
        ('a', 'z'),
        ('à', 'ÿ'),
        ('ā', 'ž'),
        ('\u{300}', '\u{36F}'),
        ('α', 'ώ'),
        ('а', 'ё'),
        ('\u{5D0}', '\u{5EA}'),
        ('\u{621}', '\u{64A}'),
        ('अ', 'ह'),
        ('\u{B85}', '\u{BCD}'),
        ('가', '힣'),
        ('\u{27}', '\u{2D}'),
    ];

    /// Endings and syllables on which the algorithms act, so that random words reach their inner steps.
    const SYLLABLES: &str = "ational ing ies yed ement 's eed ly skapernes løst erende ernes heid en eren ssa \
        isivat siemme lla iks issement euses amment logie keiten lich igkeit ungen jaink eitek ségünk azione \
        erebbero issimo gliene isme hetens azioni uições aríamos mente abilitate ească ului ейшими ивавшись \
        уются остью ándoselas aríamos yendo fullt heterna lösare கள் ின் உடைய க்கு வந்து lerinden ymışsınız \
        casına وال كم ات ين ها ست";

    #[test]
    fn no_word_makes_a_stemmer_panic() {
        let syllables: Vec<&str> = SYLLABLES.split_whitespace().collect();
        let mut state = 0x9E37_79B9_7F4A_7C15_u64;
        let mut below = |n: usize| {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            (state >> 11) as usize % n
        };
        for language in Language::ALL {
            let stemmer = Stemmer::new(language);
            for _ in 0..20_000 {
                let mut word = String::new();
                let (mut first, mut last) = SCRIPTS[below(SCRIPTS.len())];
                for _ in 0..=below(8) {
                    match below(4) {
                        0 => word.push_str(syllables[below(syllables.len())]),
                        1 => (first, last) = SCRIPTS[below(SCRIPTS.len())],
                        _ => word.extend(char::from_u32(
                            first as u32 + below(last as usize - first as usize + 1) as u32,
                        )),
                    }
                }
                stemmer.stem(&word);
            }
        }
    }
}
