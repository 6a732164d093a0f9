//! Articles with whose their statements are.

use crate::articles::{Attribution, Speaker, extract};

/// The speakers of the statements of `text`, with role, organisation and country behind the name where they are known.
fn speakers(text: &str) -> Vec<String> {
    let found = extract(text, Attribution::Loose);
    let show = |speaker: &Speaker| {
        let Speaker { name, role, organisation, country, .. } = speaker;
        let rest = [role, organisation, country].into_iter().flatten();
        rest.fold(name.clone(), |shown, more| format!("{shown} / {more}"))
    };
    found.statements.iter().map(|statement| show(&found.speakers[statement.speaker])).collect()
}

#[track_caller]
fn assert_speakers(text: &str, expected: &[&str]) {
    assert_eq!(speakers(text), expected, "{text}");
}

#[test]
fn a_full_name_and_role_are_given_once() {
    assert_speakers(
        "Polish Ambassador to Seoul Jan Nowak said that the shield works. Nowak added that it is cheap. \
         The ambassador said it is safe. He noted that it is new. The diplomat stressed that it is ours.",
        &["Jan Nowak / Ambassador to Seoul / Poland"; 5],
    );
    assert_speakers(
        "“It works,” Roe said.\n\nThe talks with Jane Roe, a senator, went on.\n\n“It is cheap,” Ms. Roe said.",
        &["Jane Roe / senator"; 2],
    );
}

#[test]
fn a_role_in_a_heading_is_whoever_has_it_in_the_text() {
    assert_speakers(
        "Polish diplomat says shield works\n\nIt is cheap, Polish Ambassador to Seoul Jan Nowak said.",
        &["Jan Nowak / Ambassador to Seoul / Poland"; 2],
    );
    assert_speakers(
        "Finnish diplomat says shield works\n\nIt is cheap, Polish Ambassador to Seoul Jan Nowak said.",
        &["Finnish diplomat / diplomat / Finland", "Jan Nowak / Ambassador to Seoul / Poland"],
    );
}

#[test]
fn pronouns_stand_for_whoever_they_can() {
    assert_speakers(
        "Minister John Doe met Senator Jane Roe. She said that it works. He said that it fails.",
        &["Jane Roe / Senator", "John Doe / Minister"],
    );
    assert_speakers(
        "The agency said that it works. It added that it is cheap.",
        &["agency / agency", "agency / agency"],
    );
    assert_speakers("It rained. He said that it works.", &["he"]);
}

#[test]
fn two_people_of_one_surname_are_told_apart() {
    assert_speakers(
        "Jane Roe said it works. John Roe said it fails. Ms. Roe said it is cheap. Mr. Roe said it is not.",
        &["Jane Roe", "John Roe", "Jane Roe", "John Roe"],
    );
    assert_speakers(
        "Jane Roe said it works. Roe said it is cheap. John Roe said it fails. Roe said it is dear.",
        &["Jane Roe", "Jane Roe", "John Roe", "John Roe"],
    );
}

#[test]
fn bodies_are_known_by_their_name_noun_and_acronym() {
    assert_speakers(
        "The Foreign Ministry said that it works. The ministry added that it is cheap.",
        &["Foreign Ministry / Foreign Ministry"; 2],
    );
    assert_speakers(
        "Some experts of the North Shore Trade Agency (NSTA) came there and looked at it. The NSTA said it works. The agency said it is cheap.",
        &["North Shore Trade Agency / North Shore Trade Agency"; 2],
    );
    assert_speakers("Warsaw said it works.", &["Warsaw / Warsaw / Poland"]);
}

#[test]
fn appositions_name_and_describe() {
    assert_speakers(
        "The head of the agency, Jane Roe, said it works. Roe said it is cheap.",
        &["Jane Roe / head of the agency / agency"; 2],
    );
    assert_speakers(
        "Jane Roe, a spokeswoman for the Trade Agency, said it works.",
        &["Jane Roe / spokeswoman for the Trade Agency / Trade Agency"],
    );
}

#[test]
fn nobody_is_named_where_the_text_names_nobody() {
    let found = extract(
        "Officials said it works. A spokesman said it is cheap. Some say it fails.",
        Attribution::Loose,
    );
    let names: Vec<(&str, bool)> =
        found.speakers.iter().map(|speaker| (speaker.name.as_str(), speaker.named)).collect();
    assert_eq!(names, [("Officials", false), ("spokesman", false), ("Some", false)]);
}

#[test]
fn a_transcript_names_its_speakers_in_capitals() {
    assert_speakers(
        "Governor Jane Roe met the reporter John Doe in the capital on Monday.\n\n“DOE: Does it work?\n\n“ROE: It works. It is cheap.\n\n“DOE: Fine.”",
        &["John Doe / reporter", "Jane Roe / Governor", "John Doe / reporter"],
    );
    assert_speakers("Q: Does it work?\n\nA: It works. It is cheap.", &["Q", "A"]);
}

#[test]
fn names_are_the_same_by_surname_and_first_name_or_initial() {
    use super::same_name::{is_same_name, name_words};
    for (a, b, expected) in [
        ("Jane Roe", "Roe", true),
        ("Jane Roe", "J. Roe", true),
        ("John Roe Jr.", "Roe", true),
        ("Aung Min Thu", "Min", true),
        ("Jane Roe", "John Roe", false),
        ("Jane Roe", "Jane", false),
        ("Jane Roe", "Jane Doe", false),
        ("", "Roe", false),
    ] {
        assert_eq!(is_same_name(&name_words(a), &name_words(b)), expected, "{a} {b}");
    }
}
