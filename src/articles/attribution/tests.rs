//! Sentences with who says what in them.

use super::*;
use crate::articles::blocks::{Block, BlockKind};
use crate::articles::sentences::read;

/// Speaker, cue and what is said for each statement of a sentence.
fn said(text: &str, is_heading: bool) -> Vec<String> {
    let kind = if is_heading { BlockKind::Heading } else { BlockKind::Body };
    let (sentences, _) = read(text, &[Block { range: 0..text.len(), kind }]);
    let words = &sentences[0].words;
    let slice = |range: &Range<usize>| &text[words[range.start].range.start..words[range.end - 1].range.end];
    let show = |found: &Found| {
        let pieces: Vec<&str> = found.pieces().map(slice).collect();
        format!("{} | {} | {}", slice(&found.subject), slice(&found.cue), pieces.join(" … "))
    };
    attributions(words, is_heading).iter().map(show).collect()
}

#[track_caller]
fn assert_said(table: &[(&str, &[&str])]) {
    for (text, expected) in table {
        assert_eq!(said(text, false), *expected, "{text}");
    }
}

#[test]
fn the_cue_stands_before_what_is_said() {
    assert_said(&[
        ("The minister said that the shield works.", &["The minister | said | that the shield works"]),
        ("The minister said the shield works.", &["The minister | said | the shield works"]),
        ("Jane Roe said: “It works.”", &["Jane Roe | said | “It works.”"]),
        ("Jane Roe said, “It works well.”", &["Jane Roe | said | “It works well.”"]),
        ("Roe asked whether it works.", &["Roe | asked | whether it works"]),
        ("Roe wondered if it works.", &["Roe | wondered | if it works"]),
        ("They vowed to lift the embargo.", &["They | vowed | to lift the embargo"]),
        ("Envoys called for direct talks.", &["Envoys | called for | direct talks"]),
        ("She thinks that it works.", &["She | thinks | that it works"]),
    ]);
}

#[test]
fn the_cue_stands_behind_what_is_said() {
    assert_said(&[
        ("“It works,” Jane Roe said.", &["Jane Roe | said | “It works,”"]),
        ("“It works,” said Jane Roe.", &["Jane Roe | said | “It works,”"]),
        (
            "“It works,” said the Polish minister of defence.",
            &["the Polish minister of defence | said | “It works,”"],
        ),
        ("The shield works, the minister said.", &["the minister | said | The shield works"]),
        ("The shield works, said the minister.", &["the minister | said | The shield works"]),
        ("“It works!” she added on Monday.", &["she | added | “It works!”"]),
    ]);
}

#[test]
fn the_cue_interrupts_what_is_said() {
    assert_said(&[
        ("“It works,” he said, “and it is cheap.”", &["he | said | “It works,” … “and it is cheap.”"]),
        ("“It works,” said Roe, “and it is cheap.”", &["Roe | said | “It works,” … “and it is cheap.”"]),
        ("The shield, he said, works.", &["he | said | The shield … works"]),
    ]);
}

#[test]
fn marks_name_a_speaker_too() {
    assert_said(&[
        ("Jane Roe: It works well.", &["Jane Roe | : | It works well"]),
        ("ROE: It works.", &["ROE | : | It works"]),
        ("Q: Does it work?", &["Q | : | Does it work"]),
        ("“It works.” — Jane Roe", &["Jane Roe | — | “It works.”"]),
        ("Said Roe: “It works.”", &["Roe | Said | “It works.”"]),
        ("Correction: It works.", &[]),
        ("The latest: It works.", &[]),
    ]);
    assert_eq!(said("Roe: Shield works", true), ["Roe | : | Shield works"]);
    assert_eq!(said("Roe Says Shield Works", true), ["Roe | Says | Shield Works"]);
}

#[test]
fn sources_are_named_without_a_verb() {
    assert_said(&[
        ("According to the ministry, it works.", &["the ministry | According to | it works"]),
        ("According to Jane Roe, a former envoy, it works.", &["Jane Roe | According to | it works"]),
        ("It works, according to the ministry.", &["the ministry | according to | It works"]),
        ("It works, according to Roe, and is cheap.", &["Roe | according to | It works … and is cheap"]),
        ("In the words of Jane Roe, it works.", &["Jane Roe | In the words of | it works"]),
        ("In the view of the ministry, it works.", &["the ministry | In the view of | it works"]),
        ("As the minister said, it works.", &["the minister | said | it works"]),
        ("It works, as the minister put it.", &["the minister | put it | It works"]),
    ]);
}

#[test]
fn whoever_is_told_and_adjuncts_are_no_part_of_it() {
    assert_said(&[
        ("He told reporters that it works.", &["He | told | that it works"]),
        ("He told the BBC on Monday it works.", &["He | told | it works"]),
        ("She said on Monday that it works.", &["She | said | that it works"]),
        ("She said in an interview with the agency that it works.", &["She | said | that it works"]),
        ("The ministry said in a statement that it works.", &["The ministry | said | that it works"]),
        ("She said after the talks that it works.", &["She | said | that it works"]),
        ("She said late last week that it works.", &["She | said | that it works"]),
        ("She warned that it fails.", &["She | warned | that it fails"]),
        ("She urged them to leave the area.", &["She | urged | them to leave the area"]),
    ]);
}

#[test]
fn a_sentence_may_hold_several_statements() {
    assert_said(&[
        (
            "Roe said it works, adding that it is cheap.",
            &["Roe | said | it works", "Roe | adding | that it is cheap"],
        ),
        (
            "Roe said that it works and added that it is cheap.",
            &["Roe | said | that it works", "Roe | added | that it is cheap"],
        ),
        ("Roe said it works, but Doe said it fails.", &["Roe | said | it works", "Doe | said | it fails"]),
        (
            "Roe said it works, while Doe argued that it fails.",
            &["Roe | said | it works", "Doe | argued | that it fails"],
        ),
        ("Roe said it works; Doe said it fails.", &["Roe | said | it works", "Doe | said | it fails"]),
    ]);
}

#[test]
fn the_speaker_stands_before_appositions_and_relative_clauses() {
    assert_said(&[
        ("Jane Roe, a former envoy, said it works.", &["Jane Roe | said | it works"]),
        ("Jane Roe, 59, of Millbrook, said it works.", &["Jane Roe | said | it works"]),
        ("Jane Roe, who leads the agency, said it works.", &["Jane Roe | said | it works"]),
        ("Jane Roe — a former envoy — said it works.", &["Jane Roe | said | it works"]),
        ("He met Jane Roe, who said it works.", &["Jane Roe | said | it works"]),
        ("He met Jane Roe, a nurse who said it works.", &["Jane Roe | said | it works"]),
        ("Jane Roe and John Doe both said it works.", &["Jane Roe and John Doe | said | it works"]),
        ("The minister on Monday said it works.", &["The minister | said | it works"]),
        ("Citing the costs, the minister left.", &["the minister | Citing | the costs"]),
        ("Saying it works, the minister left.", &["the minister | Saying | it works"]),
    ]);
}

#[test]
fn positions_that_a_reporter_states_are_somebodys() {
    assert_said(&[
        ("China firmly opposes the deployment.", &["China | opposes | the deployment"]),
        ("Poland backs the shield.", &["Poland | backs | the shield"]),
        (
            "The government is against sanctions on Ruritania.",
            &["The government | is against | sanctions on Ruritania"],
        ),
        ("The ministry remains opposed to the deal.", &["The ministry | remains opposed to | the deal"]),
        ("Jane Roe is in favor of the deal.", &["Jane Roe | is in favor of | the deal"]),
        ("Jane Roe expressed support for the deal.", &["Jane Roe | expressed | support for the deal"]),
        ("The wall supports the roof.", &[]),
    ]);
}

#[test]
fn passives_and_nouns_of_speech_name_whose_it_is() {
    assert_said(&[
        ("The plan was criticised by Jane Roe.", &["Jane Roe | criticised | The plan"]),
        (
            "It was announced by the ministry that talks began.",
            &["the ministry | announced | that talks began"],
        ),
        ("It is said that the shield works.", &[]),
        ("They heard Jane Roe's call for talks on arms.", &["Jane Roe's | call for | talks on arms"]),
        ("Few believe the ministry's claim that it works.", &["the ministry's | claim | that it works"]),
        ("Few heard his repeated warnings of war and hunger.", &["his | warnings of | war and hunger"]),
        ("The call for talks was heard.", &[]),
    ]);
}

#[test]
fn what_nobody_said_is_nobodys() {
    assert_said(&[
        ("The shield works.", &[]),
        ("If the minister says it works, we build it.", &[]),
        ("The minister did not say that it works.", &[]),
        ("Nobody knows whether it works.", &[]),
        ("He called the shield a “disaster” twice.", &[]),
    ]);
}

#[test]
fn an_announcement_names_who_speaks_behind_it() {
    let announced = |text: &str| {
        let (sentences, _) = read(text, &[Block { range: 0..text.len(), kind: BlockKind::Body }]);
        let words = &sentences[0].words;
        announcement(words).map(|found| text[words[found.subject.start].range.start..][..9].to_string())
    };
    assert_eq!(announced("Mr. Doe John Moe added in an interview:"), Some("Mr. Doe J".to_string()));
    assert_eq!(announced("Jane Moe told reporters:"), Some("Jane Moe ".to_string()));
    assert_eq!(announced("Jane Moe told reporters."), None);
    assert_eq!(announced("These are the results:"), None);
}
