//! Does a statement point back to something that it does not name? In English.

/// Words that point to a noun.
const DEMONSTRATIVES: [&str; 6] = ["such", "that", "these", "this", "those", "same"];

/// Nouns for what somebody may be for or against, without saying what it is; in the singular, or the plural where that is
/// more than an s.
const NOUNS: [&str; 35] = [
    "action",
    "agreement",
    "approach",
    "approaches",
    "campaign",
    "course",
    "deal",
    "decision",
    "deployment",
    "effort",
    "idea",
    "initiative",
    "installation",
    "instrument",
    "law",
    "means",
    "measure",
    "method",
    "move",
    "plan",
    "policies",
    "policy",
    "program",
    "programme",
    "project",
    "proposal",
    "restriction",
    "scheme",
    "step",
    "strategies",
    "strategy",
    "system",
    "technologies",
    "technology",
    "weapon",
];

/// Those of them that need no more than "the" to point back.
const DEFINITE_NOUNS: [&str; 6] =
    ["deployment", "installation", "measure", "restriction", "shield", "system"];

/// Words with which something else begins than what a demonstrative points to: "he said that the plan …".
const OPENING: [&str; 12] =
    ["a", "an", "any", "her", "his", "its", "my", "no", "our", "the", "their", "your"];

/// Pronouns that stand for things as well as for people.
const PRONOUNS: [&str; 5] = ["they", "them", "these", "those", "their"];

/// Pronouns that do so where a statement begins with them. "That" would be one, but for "he said that …".
const FIRST_PRONOUNS: [&str; 2] = ["it", "this"];

/// What makes a sentence that begins with a pronoun say something of nothing in particular: "it is important to …", "this
/// is why …".
const EMPTY_VERBS: [&str; 9] = ["is", "was", "s", "seems", "appears", "remains", "takes", "would", "will"];

/// Whether `said` holds a phrase for something named before it: "this decision", "such defensive systems", "the measures".
pub(super) fn points_back(said: &str) -> bool {
    let words = words(said);
    let is_one_of = |word: &str, nouns: &[&str]| {
        nouns.contains(&word) || word.strip_suffix('s').is_some_and(|singular| nouns.contains(&singular))
    };
    words.iter().enumerate().any(|(i, word)| {
        let word = word.as_str();
        let mut next = words[i + 1..].iter().map(String::as_str);
        if word == "the" {
            return next.next().is_some_and(|noun| is_one_of(noun, &DEFINITE_NOUNS));
        }
        // An adjective may stand between the two.
        DEMONSTRATIVES.contains(&word)
            && next.take_while(|next| !OPENING.contains(next)).take(2).any(|noun| is_one_of(noun, &NOUNS))
    })
}

/// Whether `said` holds a pronoun for what the same speaker spoke of just before.
pub(super) fn goes_on(said: &str) -> bool {
    let words = words(said);
    let begins = words.first().is_some_and(|first| FIRST_PRONOUNS.contains(&first.as_str()))
        && !words.get(1).is_some_and(|second| EMPTY_VERBS.contains(&second.as_str()));
    begins || words.iter().any(|word| PRONOUNS.contains(&word.as_str()))
}

fn words(said: &str) -> Vec<String> {
    let words = said.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phrases_that_point_back_are_told_from_those_that_name() {
        for said in [
            "This decision is wrong.",
            "deployment of such systems hardly helps",
            "We reject these unilateral steps",
            "Karvania opposes the deployment",
            "the measures hurt the poor",
        ] {
            assert!(points_back(said), "{said}");
        }
        for said in [
            "",
            "This",
            "the decision of the court",
            "We know that he left",
            "We know that the plan failed",
            "this plane",
            "a system of schools",
            "this morning",
        ] {
            assert!(!points_back(said), "{said}");
        }
    }

    #[test]
    fn pronouns_for_things_are_told_from_empty_ones() {
        for said in ["They are working, slowly.", "It undermines the balance.", "We must lift them."] {
            assert!(goes_on(said), "{said}");
        }
        for said in [
            "",
            "It is time to talk.",
            "This is why he left.",
            "that Karvania would leave",
            "We said it was late.",
        ] {
            assert!(!goes_on(said), "{said}");
        }
    }
}
