//! Articles, demonstratives and possessives: words between others that a phrase is the same with and without.

use super::stem::Language;

/// The determiners of `language`, normalised; none where they are not known.
pub fn determiners(language: Language) -> &'static [&'static str] {
    match language {
        Language::English => ENGLISH,
        _ => &[],
    }
}

const ENGLISH: &[&str] =
    &["a", "an", "her", "his", "its", "my", "our", "that", "the", "their", "these", "this", "those", "your"];
