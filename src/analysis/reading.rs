//! What a model makes of a statement in an article.

use std::ops::Range;

use crate::articles::{Speaker, StatementKind};
use crate::stance::{Stance, Target};

/// A statement of an article, with what a model makes of it with regard to one target.
///
/// A statement about two targets has two readings; one about none has a reading without a target, where such are asked
/// for.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct StatementReading {
    /// The article, by the name of its file or its id.
    pub document: String,
    /// When the article appeared, as the input writes it.
    pub date: Option<String>,
    /// Who published the article.
    pub source: Option<String>,
    /// Who made the statement.
    pub speaker: Speaker,
    /// Whether the name is one that the user's aliases give: then it is the same speaker in every document.
    pub aliased: bool,
    /// What the statement is about; `None` where it is about no target of the model.
    pub target: Option<Target>,
    /// The most probable stance; `None` without a target, and where the model abstains: the stance is less probable
    /// than was asked for, or the statement holds nothing that the model knows.
    pub stance: Option<Stance>,
    /// Probabilities of favor, against, neutral, given that the statement is about the target.
    pub probabilities: Option<[f64; 3]>,
    /// Probability that the statement, with the sentences that it points back to where they are needed, is about the
    /// target.
    pub p_target: Option<f64>,
    /// Whether the statement holds nothing at all that the model knows.
    pub nothing_known: bool,
    /// How the statement is given.
    pub kind: StatementKind,
    /// The words that attribute it, such as "said".
    pub cue: Option<String>,
    /// Unicode characters of the original, from the first to behind the last of the statement.
    pub chars: Range<usize>,
    /// The same in bytes of [`Article::text`](crate::Article::text).
    pub bytes: Range<usize>,
    /// The parts of `bytes` that were said: what the model read, without quotation marks and interruptions.
    pub pieces: Vec<Range<usize>>,
    /// The characters of the statement, interruptions included.
    pub text: String,
}

impl StatementReading {
    /// Probability of the most probable stance, given or not.
    pub fn confidence(&self) -> Option<f64> {
        self.probabilities.map(|p| p.into_iter().fold(0.0, f64::max))
    }

    /// Whether the model reads the statement and does not say which stance it takes.
    pub fn abstains(&self) -> bool {
        self.stance.is_none() && (self.target.is_some() || self.nothing_known)
    }

    /// The stance as tables write it: its name, `abstain`, or nothing where there is no target.
    pub fn label(&self) -> &'static str {
        match self.stance {
            Some(stance) => stance.name(),
            None if self.abstains() => "abstain",
            None => "",
        }
    }
}
