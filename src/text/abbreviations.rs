//! Data: English abbreviations that are written with a full stop, and words with which sentences begin.

/// Abbreviations after which no sentence ends: they belong to what follows.
const LEADING: &[&str] = &[
    "Adm", "Amb", "Asst", "Atty", "Brig", "Capt", "Cdr", "Cf", "Cllr", "Cmdr", "Col", "Comdr", "Cpl", "Dr",
    "E.g", "Esp", "Fr", "Ft", "Gen", "Gov", "Hon", "I.e", "Insp", "Lt", "Maj", "Messrs", "Mlle", "Mme", "Mr",
    "Mrs", "Ms", "Msgr", "Mt", "Mx", "Ofc", "Pfc", "Pres", "Prof", "Pvt", "Rep", "Reps", "Rev", "Sec", "Sen",
    "Sens", "Sgt", "Spc", "Supt", "Treas", "Viz", "Vs", "approx", "ca", "cf", "e.g", "esp", "gen", "i.a",
    "i.e", "incl", "lt", "mr", "mrs", "ms", "prof", "resp", "sen", "viz", "vs", "v",
];

/// Abbreviations that belong to a number where one follows and are words or ends of sentences elsewhere.
const NUMBERED: &[&str] = &[
    "App", "Art", "Arts", "Bd", "Ch", "Chap", "Eq", "Fig", "Figs", "No", "Nos", "Nr", "Op", "Par", "Para",
    "Pt", "Res", "Sect", "Sess", "Vol", "Vols", "art", "ch", "fig", "no", "nos", "p", "para", "pp", "vol",
];

/// Abbreviations that may stand within a sentence, before a capital too, or at its end.
const INNER: &[&str] = &[
    "Ala", "Apr", "Ariz", "Ark", "Assn", "Aug", "Ave", "Bldg", "Blvd", "Bros", "Calif", "Co", "Colo", "Conn",
    "Corp", "Ct", "Dec", "Dept", "Dist", "Est", "Feb", "Fla", "Fri", "Ga", "Gmbh", "Ill", "Inc", "Ind",
    "Inst", "Intl", "Jan", "Jr", "Jul", "Jun", "Kan", "Ky", "La", "Llc", "Ltd", "Mar", "Mass", "Md", "Mfg",
    "Mich", "Minn", "Miss", "Mo", "Mon", "Mont", "Natl", "Neb", "Nev", "Nov", "Oct", "Okla", "Ore", "Pa",
    "Ph.D", "Plc", "Pty", "Rd", "Sat", "Sep", "Sept", "Sr", "St", "Ste", "Sun", "Tenn", "Tex", "Thu", "Thur",
    "Thurs", "Tue", "Tues", "Univ", "Va", "Vt", "Wash", "Wed", "Wis", "Wyo", "al", "co", "cu", "dept", "est",
    "ft", "govt", "hr", "inc", "intl", "ltd", "mil", "min", "sq",
];

/// Words that begin a sentence far more often than a name.
const OPENING: &[&str] = &[
    "a",
    "after",
    "all",
    "also",
    "although",
    "an",
    "and",
    "another",
    "any",
    "as",
    "at",
    "because",
    "before",
    "both",
    "but",
    "by",
    "despite",
    "during",
    "each",
    "even",
    "for",
    "from",
    "he",
    "her",
    "here",
    "his",
    "how",
    "however",
    "i",
    "if",
    "in",
    "instead",
    "it",
    "its",
    "many",
    "meanwhile",
    "moreover",
    "most",
    "my",
    "neither",
    "no",
    "nor",
    "not",
    "now",
    "of",
    "on",
    "once",
    "only",
    "or",
    "our",
    "she",
    "since",
    "so",
    "some",
    "still",
    "such",
    "that",
    "the",
    "their",
    "then",
    "there",
    "these",
    "they",
    "this",
    "those",
    "though",
    "thus",
    "to",
    "today",
    "until",
    "we",
    "what",
    "when",
    "where",
    "while",
    "who",
    "why",
    "with",
    "you",
];

/// What a full stop after an abbreviation says about the end of the sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Abbreviation {
    /// The sentence goes on.
    Leading,
    /// The sentence goes on if a number follows.
    Numbered,
    /// The sentence ends if an [opening word](is_opening_word) follows.
    Inner,
}

impl Abbreviation {
    /// What `word`, which is written before a full stop, abbreviates as, if it is in the tables.
    ///
    /// Its first letter has to be a capital where the table has one; the others may be capitals in any case.
    pub(super) fn of(word: &str) -> Option<Self> {
        let holds = |table: &[&str]| {
            table
                .iter()
                .any(|entry| entry.as_bytes()[0] == word.as_bytes()[0] && entry.eq_ignore_ascii_case(word))
        };
        if word.is_empty() {
            None
        } else if holds(LEADING) {
            Some(Abbreviation::Leading)
        } else if holds(NUMBERED) {
            Some(Abbreviation::Numbered)
        } else if holds(INNER) {
            Some(Abbreviation::Inner)
        } else {
            None
        }
    }
}

/// Whether sentences begin with `word` far more often than names do.
pub(super) fn is_opening_word(word: &str) -> bool {
    OPENING.iter().any(|entry| entry.eq_ignore_ascii_case(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_abbreviation_is_in_two_tables_or_twice_in_one() {
        let mut entries = [LEADING, NUMBERED, INNER].concat();
        entries.sort_unstable();
        assert!(entries.windows(2).all(|pair| pair[0] != pair[1]));
    }

    #[test]
    fn capitals_are_taken_for_small_letters_but_not_the_first() {
        assert_eq!(Abbreviation::of("Gen"), Some(Abbreviation::Leading));
        assert_eq!(Abbreviation::of("GEN"), Some(Abbreviation::Leading));
        assert_eq!(Abbreviation::of("No"), Some(Abbreviation::Numbered));
        assert_eq!(Abbreviation::of("Sun"), Some(Abbreviation::Inner));
        assert_eq!(Abbreviation::of("sun"), None);
        assert_eq!(Abbreviation::of(""), None);
    }
}
