//! What a stance and a target are.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// The side that a speaker takes toward a target.
///
/// The order favor, against, neutral is the class order everywhere: probabilities, confusion matrices, weights.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Stance {
    /// The speaker supports the target.
    Favor,
    /// The speaker opposes the target.
    Against,
    /// The speaker speaks of the target and takes no side.
    Neutral,
}

impl Stance {
    /// Every stance, in class order.
    pub const ALL: [Stance; 3] = [Stance::Favor, Stance::Against, Stance::Neutral];

    /// Number of stances.
    pub const COUNT: usize = Self::ALL.len();

    /// Position in [`Stance::ALL`]: the class id of this stance.
    pub const fn index(self) -> usize {
        self as usize
    }

    /// Name as it is written in every output.
    pub const fn name(self) -> &'static str {
        match self {
            Stance::Favor => "favor",
            Stance::Against => "against",
            Stance::Neutral => "neutral",
        }
    }
}

impl fmt::Display for Stance {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// A label that names no stance.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("'{0}' names no stance")]
pub struct UnknownStance(pub String);

impl FromStr for Stance {
    type Err = UnknownStance;

    /// Reads a label in any of its usual spellings, without regard to case or surrounding space.
    fn from_str(label: &str) -> Result<Self, Self::Err> {
        match label.trim().to_lowercase().as_str() {
            "favor" | "favour" | "pro" | "for" | "support" | "supports" | "in favor" | "in favour" => {
                Ok(Stance::Favor)
            }
            "against" | "con" | "anti" | "oppose" | "opposes" | "contra" => Ok(Stance::Against),
            "neutral" | "none" | "neither" => Ok(Stance::Neutral),
            _ => Err(UnknownStance(label.trim().to_string())),
        }
    }
}

/// What a stance is about: a name from an open set that the corpus defines, trimmed and never empty.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Target(String);

impl Target {
    /// The target called `name`, or `None` where nothing but space is left of it.
    pub fn new(name: &str) -> Option<Self> {
        let name = name.trim();
        (!name.is_empty()).then(|| Target(name.to_string()))
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn usual_spellings_are_read_and_others_refused() {
        for (label, stance) in [
            (" FAVOR ", Stance::Favor),
            ("favour", Stance::Favor),
            ("Pro", Stance::Favor),
            ("AGAINST", Stance::Against),
            ("anti", Stance::Against),
            ("NONE", Stance::Neutral),
            ("neutral", Stance::Neutral),
        ] {
            assert_eq!(label.parse(), Ok(stance), "{label}");
        }
        assert_eq!("maybe".parse::<Stance>(), Err(UnknownStance("maybe".into())));
        assert!("".parse::<Stance>().is_err());
    }

    #[test]
    fn class_ids_follow_the_published_order() {
        for (i, stance) in Stance::ALL.into_iter().enumerate() {
            assert_eq!(stance.index(), i);
            assert_eq!(stance.name().parse(), Ok(stance));
        }
    }

    #[test]
    fn a_target_is_trimmed_and_not_empty() {
        assert_eq!(Target::new(" sanctions ").unwrap().as_str(), "sanctions");
        assert_eq!(Target::new(" \t"), None);
    }
}
