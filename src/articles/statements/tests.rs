//! Articles with their statements.

use crate::articles::{Attribution, extract};

/// Kind, cue and pieces of each statement.
fn shown(text: &str, attribution: Attribution) -> Vec<String> {
    let statements = extract(text, attribution).statements;
    let show = |statement: &crate::articles::AttributedStatement| {
        let pieces: Vec<&str> = statement.pieces.iter().map(|piece| &text[piece.clone()]).collect();
        let cue = statement.cue.clone().map_or("", |cue| &text[cue]);
        format!("{} | {cue} | {}", statement.kind.name(), pieces.join(" … "))
    };
    statements.iter().map(show).collect()
}

#[track_caller]
fn assert_shown(text: &str, expected: &[&str]) {
    assert_eq!(shown(text, Attribution::Loose), expected, "{text}");
}

#[test]
fn marks_make_a_statement_direct_or_mixed() {
    assert_shown("Roe said: “It works.”", &["direct | said | It works."]);
    assert_shown("“It works,” Roe said, “and is cheap.”", &["direct | said | It works, … and is cheap."]);
    assert_shown("Roe said that it “works well” there.", &["mixed | said | that it … works well … there"]);
    assert_shown("Roe said that it works.", &["indirect | said | that it works"]);
    assert_shown("'It works well,' Roe said.", &["direct | said | It works well,"]);
    assert_shown("«It works well,» Roe said.", &["direct | said | It works well,"]);
    assert_shown("„It works well“, Roe said.", &["direct | said | It works well"]);
}

#[test]
fn a_range_runs_from_the_first_to_the_last_character_interruptions_included() {
    let text = "“It works,” Roe said, “and is cheap.”";
    let found = extract(text, Attribution::Strict);
    assert_eq!(found.statements[0].range, 0..text.len());
    let text = "Roe said that it works.";
    let found = extract(text, Attribution::Strict);
    assert_eq!(&text[found.statements[0].range.clone()], "that it works");
}

#[test]
fn a_quotation_goes_on_over_sentences_and_paragraphs() {
    assert_shown("“It works,” Roe said. “It is cheap.”", &["direct | said | It works, … It is cheap."]);
    assert_shown(
        "Roe said: “It works.\n\n“It is cheap.\n\n“It is new.” She left.",
        &["direct | said | It works. … It is cheap. … It is new."],
    );
}

#[test]
fn a_quotation_without_a_cue_floats_where_attribution_is_loose() {
    let text = "“It works,” Roe said.\n\n“It is cheap.”\n\nShe left.";
    assert_eq!(shown(text, Attribution::Strict), ["direct | said | It works,"]);
    assert_eq!(shown(text, Attribution::Loose), ["direct | said | It works,", "direct |  | It is cheap."]);
    assert_shown("“Nobody has spoken yet.”\n\nShe left.", &[]);
}

#[test]
fn an_announcement_gives_the_speaker_of_the_next_paragraph() {
    let text = "Doe said it fails.\n\nRoe added in a statement:\n\n“It works.”";
    for attribution in [Attribution::Strict, Attribution::Loose] {
        let expected = ["indirect | said | it fails", "direct | added | It works."];
        assert_eq!(shown(text, attribution), expected);
    }
}

#[test]
fn scare_quotes_and_titles_are_no_statements() {
    assert_shown(
        "“It works,” Roe said.\n\n“Song of the Northern Shore”\n\nShe left.",
        &["direct | said | It works,"],
    );
    assert_shown("The “shield” is a “dream” of the few.", &[]);
}

#[test]
fn a_heading_may_say_something() {
    assert_shown("Roe: Shield works\n\nIt rained.", &["indirect | : | Shield works"]);
    assert_shown("Roe Says Shield Works\n\nIt rained.", &["indirect | Says | Shield Works"]);
    assert_shown("Update: Shield works\n\nIt rained.", &[]);
}

#[test]
fn a_turn_of_a_transcript_is_its_paragraph() {
    assert_shown(
        "Talk\n\nROE: It works. It is cheap.\n\nDOE: Good.",
        &["indirect | : | It works … It is cheap.", "indirect | : | Good"],
    );
}
