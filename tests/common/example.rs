//! What the extraction of `examples/article.txt` should find, made by hand.

use standpoint::{Article, Extraction, Speaker};

use super::extraction::{Said, extraction};

/// The article of the examples.
pub fn article() -> Article {
    Article::new("article.txt", include_str!("../../examples/article.txt"))
}

fn speaker(name: &str, role: &str, country: &str) -> Speaker {
    let known = |value: &str| (!value.is_empty()).then(|| value.to_string());
    Speaker { name: name.into(), named: true, role: known(role), organisation: None, country: known(country) }
}

/// Its speakers and statements.
pub fn statements(text: &str) -> Extraction {
    let speakers = vec![
        speaker("Helena Duarte", "Foreign Minister", "Portugal"),
        speaker("Antti Salmela", "Prime Minister", "Finland"),
        speaker("Jón Brandsson", "", "Faroe Islands"),
        speaker("Ingrid Solmoe", "Defense Minister", "Norway"),
        speaker("Karvania", "", ""),
        speaker("Viktor Draganov", "ambassador to Oslo", "Karvania"),
        speaker("Claire Beaumont", "researcher", "Canada"),
    ];
    let system = "The talks then turned to the missile defense system that the allies want to build near the \
                  Norwegian town of Vardal.";
    let shield = "\"This missile shield is aimed at us and at nobody else,\" its ambassador to Oslo, Viktor Draganov, \
                  told a news conference.";
    let said = [
        Said::indirect(&["the economic sanctions against Karvania had failed and should be lifted"])
            .cue("said on Thursday"),
        Said::direct(&["Six years of sanctions have not moved the government of Karvania one inch,"])
            .cue("told reporters"),
        Said::direct(&["They have ruined small firms on both sides of the border, and it is time to lift them."])
            .context("Six years of sanctions have not moved the government of Karvania one inch,"),
        Said::direct(&["Easing the sanctions now would reward aggression,"]).cue("he said").by(1),
        Said::direct(&["They are working, slowly, and they must stay until the last soldier has left."])
            .context("\"Easing the sanctions now would reward aggression,\"")
            .by(1),
        Said::indirect(&["three delegations had agreed with her in private"]).cue("According to"),
        Said::direct(&[
            "In fishing towns like mine, the embargo has changed nothing except the lives of ordinary people,",
            "They became poorer.",
        ])
        .cue("said")
        .by(2),
        Said::mixed(&["the shield", "a purely defensive step", "that would protect every family in the north from a growing missile threat"])
            .cue("called")
            .by(3),
        Said::indirect(&["the radar would be ready in four years"]).cue("added").by(3),
        Said::indirect(&["Karvania firmly opposes the deployment."]).context(system).by(4),
        Said::direct(&["This missile shield is aimed at us and at nobody else,"])
            .cue("told a news conference")
            .by(5),
        Said::direct(&["Such systems undermine the strategic balance, and a new arms race will be the result."])
            .context(shield)
            .by(5),
        Said::indirect(&["Karvania would leave the talks on border inspections"]).cue("warned").by(5),
        Said::direct(&["We shall answer this decision with steps of our own."]).by(5),
        Said::indirect(&["the shield would work"]).cue("doubted").by(6),
        Said::mixed(&[
            "The interceptors have failed in half of their tests and would not stop a serious attack",
            "however much money the parliament in Oslo wastes on them.",
        ])
        .cue("argued")
        .by(6),
        Said::indirect(&["parliament would vote on the missile defense budget in June"]).cue("said").by(3),
    ];
    extraction(text, speakers, &said)
}
