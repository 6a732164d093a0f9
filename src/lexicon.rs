//! Which words and phrases lean which way, and how far?

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::stance::Target;

/// What a lexicon says of one word or phrase.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LexiconEntry {
    /// The word or phrase, trimmed and not empty.
    pub term: String,
    /// The target that it is said of; `None` means every target.
    pub target: Option<Target>,
    /// What the term tells.
    pub role: LexiconRole,
    /// How strongly: finite, not zero, from −3 (whoever says it of the target is very likely against) to +3 (in favor).
    pub lean: f64,
}

/// What a term of a lexicon tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LexiconRole {
    /// Which side is taken.
    Stance,
    /// What the target is called.
    About,
    /// That no side is taken.
    Neutral,
}

impl LexiconRole {
    /// Every role.
    pub const ALL: [LexiconRole; 3] = [LexiconRole::Stance, LexiconRole::About, LexiconRole::Neutral];

    /// Name as it is written in a lexicon.
    pub const fn name(self) -> &'static str {
        match self {
            LexiconRole::Stance => "stance",
            LexiconRole::About => "about",
            LexiconRole::Neutral => "neutral",
        }
    }
}

impl fmt::Display for LexiconRole {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// A word that names no role of a lexicon.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("'{0}' names no role of a lexicon")]
pub struct UnknownRole(pub String);

impl FromStr for LexiconRole {
    type Err = UnknownRole;

    /// Reads a role without regard to case or surrounding space.
    fn from_str(name: &str) -> Result<Self, Self::Err> {
        let name = name.trim();
        Self::ALL
            .into_iter()
            .find(|role| role.name().eq_ignore_ascii_case(name))
            .ok_or_else(|| UnknownRole(name.to_string()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roles_read_back_in_any_case() {
        for role in LexiconRole::ALL {
            assert_eq!(role.name().to_uppercase().parse(), Ok(role));
        }
        assert_eq!(" topic ".parse::<LexiconRole>(), Err(UnknownRole("topic".into())));
    }
}
