//! When may two names be one person's?

/// The words of a name in small letters, without initials' full stops.
pub(super) fn name_words(name: &str) -> Vec<String> {
    let words = name.split([' ', '\u{A0}']).map(|word| word.trim_end_matches(['.', ',']).to_lowercase());
    words.filter(|word| !word.is_empty()).collect()
}

/// The words under which a name is looked for: all but the first, which many share.
pub(super) fn keys(name: &[String]) -> impl Iterator<Item = &String> {
    let first = usize::from(name.len() > 1);
    name[first..].iter().filter(|word| !is_suffix(word)).take(MAX_KEYS)
}

/// Words of a name that it is looked for by.
const MAX_KEYS: usize = 5;

/// Whether two names may be one person's: the same surname, and first names that do not contradict each other.
pub(super) fn is_same_name(a: &[String], b: &[String]) -> bool {
    let (a, b) = (without_suffix(a), without_suffix(b));
    let (Some(last_a), Some(last_b)) = (a.last(), b.last()) else { return false };
    if let ([one], name) | (name, [one]) = (a, b) {
        return name.last() == Some(one) || name.len() > 1 && name[1..].contains(one);
    }
    let initial = |name: &str| name.chars().next();
    let is_initial = |name: &str| name.chars().count() == 1;
    let is_shortened = is_initial(&a[0]) || is_initial(&b[0]);
    last_a == last_b && (a[0] == b[0] || is_shortened && initial(&a[0]) == initial(&b[0]))
}

fn without_suffix(name: &[String]) -> &[String] {
    match name {
        [rest @ .., last] if is_suffix(last) => rest,
        name => name,
    }
}

fn is_suffix(word: &str) -> bool {
    matches!(word, "jr" | "sr" | "ii" | "iii")
}
