//! When are two speakers one?

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::reading::StatementReading;
use crate::articles::Speaker;
use crate::text::normalize;

/// What `name` has in common with other spellings of it: case, accents, apostrophes and spaces aside.
pub(super) fn name_key(name: &str) -> String {
    normalize(name).nfd().filter(|&c| !is_combining_mark(c)).collect()
}

/// What a named speaker is told from others by: readings with equal keys are of one speaker.
///
/// Within a document a name is one speaker. Across documents it is where an alias says so; where it is full, which is two
/// words or more for a person and any name for a body or a country that speaks itself; and where the country is the
/// same, or unknown of both.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct SpeakerKey {
    name: String,
    country: Option<String>,
    /// The only document that a name which is not full counts in.
    document: Option<String>,
}

impl SpeakerKey {
    /// The key of who speaks in `reading`; `None` where nobody is named.
    pub fn of(reading: &StatementReading) -> Option<Self> {
        let speaker = &reading.speaker;
        if !speaker.named {
            return None;
        }
        let name = name_key(&speaker.name);
        if reading.aliased {
            return Some(SpeakerKey { name, country: None, document: None });
        }
        let document = (!is_full(&name, speaker)).then(|| reading.document.clone());
        Some(SpeakerKey { name, country: speaker.country.as_deref().map(name_key), document })
    }

    /// Whether the name counts in one document only.
    pub fn is_of_one_document(&self) -> bool {
        self.document.is_some()
    }
}

fn is_full(name: &str, speaker: &Speaker) -> bool {
    let is_name = |body: &Option<String>| body.as_deref().is_some_and(|body| name_key(body) == name);
    name.contains(' ') || is_name(&speaker.organisation) || is_name(&speaker.country)
}
