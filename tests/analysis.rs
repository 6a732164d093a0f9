//! Readings of articles, what they say in sum, and how both are shown, on extractions made by hand.

mod common;

use std::collections::BTreeSet;

use common::UNKNOWN;
use common::extraction::{Said, extraction};
use standpoint::{
    Alias, Aliases, AnalysisOptions, Analyzer, Article, Model, Speaker, Stance, StanceSummary, StatementKind,
    StatementReading, Style, SummaryBy, Target, analysis_page, readings_table, summarize, summary_table,
};

/// Somebody with a full name and a country.
fn mayor() -> Speaker {
    Speaker {
        name: "Ada Holm".into(),
        named: true,
        role: Some("mayor".into()),
        organisation: Some("City Council".into()),
        country: Some("Norway".into()),
    }
}

fn named(name: &str) -> Speaker {
    Speaker { name: name.into(), named: true, ..Speaker::default() }
}

/// The readings of what `said` finds in `text`, all of it by the mayor.
fn readings(options: AnalysisOptions, text: &str, said: &[Said]) -> Vec<StatementReading> {
    let speakers = vec![mayor()];
    Analyzer::new(common::model(), options)
        .read_extraction(&Article::new("a.txt", text), &extraction(text, speakers, said))
}

fn all() -> AnalysisOptions {
    AnalysisOptions { all: true, ..AnalysisOptions::default() }
}

fn targets(readings: &[StatementReading]) -> Vec<&str> {
    readings.iter().map(|reading| reading.target.as_ref().map_or("", |target| target.as_str())).collect()
}

#[test]
fn a_statement_has_a_reading_for_every_target_and_on_request_one_for_none() {
    let text =
        "“Bike lanes and night trains are a useless waste of money,” Ms Holm said. “The soup needs salt.”";
    let said = [
        Said::direct(&["Bike lanes and night trains are a useless waste of money,"]).cue("said"),
        Said::direct(&["The soup needs salt."]),
    ];
    let found = readings(AnalysisOptions::default(), text, &said);
    assert_eq!(targets(&found), ["bike lanes", "night trains"]);
    for reading in &found {
        assert_eq!(reading.stance, Some(Stance::Against));
        assert_eq!((reading.kind, reading.cue.as_deref()), (StatementKind::Direct, Some("said")));
        assert_eq!(reading.text, "Bike lanes and night trains are a useless waste of money,");
        assert_eq!(reading.confidence(), reading.probabilities.map(|p| p[1]));
        assert!(reading.p_target.unwrap() > 0.5);
    }
    let every = readings(all(), text, &said);
    assert_eq!(targets(&every), ["bike lanes", "night trains", ""]);
    assert_eq!((every[2].label(), every[2].probabilities, every[2].p_target), ("", None, None));
}

#[test]
fn offsets_count_characters_and_the_bytes_slice_the_text() {
    let text = "Überall: “Bike lanes are good,” sagte sie, “für alle.”";
    let said = [Said::direct(&["Bike lanes are good,", "für alle."]).cue("sagte")];
    let reading = &readings(AnalysisOptions::default(), text, &said)[0];
    let characters: Vec<char> = text.chars().collect();
    assert_eq!(characters[reading.chars.clone()].iter().collect::<String>(), reading.text);
    assert_eq!(&text[reading.bytes.clone()], "Bike lanes are good,” sagte sie, “für alle.");
    assert_eq!((reading.chars.start, reading.bytes.start), (10, 13));
}

#[test]
fn the_model_reads_what_was_said_and_not_how_it_is_told() {
    let text = "“Bike lanes,” he said of the wonderful night trains, “are a useless waste.”";
    let found = readings(all(), text, &[Said::direct(&["Bike lanes,", "are a useless waste."])]);
    let expected = common::model().predict("Bike lanes, are a useless waste.", None).unwrap();
    assert_eq!(targets(&found), ["bike lanes"]);
    assert_eq!(found[0].probabilities, expected.targets[0].probabilities);
}

#[test]
fn a_statement_that_points_back_takes_its_target_and_not_its_stance_from_there() {
    let text = "The bike lanes are wonderful and safe. “This plan is terrible.”";
    let pieces = ["This plan is terrible."];
    let alone = readings(all(), text, &[Said::direct(&pieces)]);
    assert_eq!(targets(&alone), [""]);
    let context = "The bike lanes are wonderful and safe.";
    let found = readings(all(), text, &[Said::direct(&pieces).context(context)]);
    assert_eq!(targets(&found), ["bike lanes"]);
    let model = common::model();
    let given = model.predict(pieces[0], Some("bike lanes")).unwrap();
    let together = model.predict(&format!("{context} {}", pieces[0]), Some("bike lanes")).unwrap();
    assert_eq!(found[0].stance, Some(Stance::Against));
    assert_eq!(found[0].probabilities, given.targets[0].probabilities);
    assert_eq!(found[0].p_target, together.targets[0].p_target);
}

#[test]
fn a_context_gives_one_target_at_most_and_none_to_a_statement_that_names_its_own() {
    let context = "Bike lanes and night trains are good.";
    let text = format!("{context} “This plan is terrible.” “Night trains are terrible.”");
    let found = readings(all(), &text, &[Said::direct(&["This plan is terrible."]).context(context)]);
    let read = common::model().predict(&format!("{context} This plan is terrible."), None).unwrap();
    assert_eq!((found.len(), read.targets.len()), (1, 2));
    let best = read.targets.iter().max_by(|a, b| a.p_target.partial_cmp(&b.p_target).unwrap()).unwrap();
    assert_eq!(found[0].p_target, best.p_target);
    let found = readings(all(), &text, &[Said::direct(&["Night trains are terrible."]).context(context)]);
    assert_eq!(targets(&found), ["night trains"]);
}

#[test]
fn a_pronoun_takes_its_target_only_from_what_the_same_speaker_said_right_before() {
    let text = "The bike lanes are wonderful. “Bike lanes are terrible.” He added: “They harm trade.”";
    let speakers = || vec![mayor(), named("Bo Lind")];
    let context = "The bike lanes are wonderful. “Bike lanes are terrible.”";
    let target_of_last = |said: &[Said]| {
        let found = extraction(text, speakers(), said);
        let readings =
            Analyzer::new(common::model(), all()).read_extraction(&Article::new("a", text), &found);
        targets(&readings).last().map(|target| target.to_string())
    };
    let [first, last] =
        [Said::direct(&["Bike lanes are terrible."]), Said::direct(&["They harm trade."]).context(context)];
    assert_eq!(target_of_last(&[first.clone(), last.clone()]).as_deref(), Some("bike lanes"));
    assert_eq!(target_of_last(&[first.by(1), last.clone()]).as_deref(), Some(""));
    assert_eq!(target_of_last(&[last]).as_deref(), Some(""));
}

#[test]
fn a_cue_that_takes_a_side_is_half_of_what_is_told_in_the_reporters_words() {
    let text =
        "Ms Holm opposed the bike lanes. “The bike lanes,” she objected. Ms Holm mentioned the bike lanes.";
    let pieces = ["the bike lanes"];
    let p = |said: Said| readings(all(), text, &[said])[0].probabilities;
    let read = |text| common::model().predict(text, Some("bike lanes")).unwrap().targets[0].probabilities;
    assert_eq!(p(Said::indirect(&pieces).cue("opposed")), read("opposed the bike lanes"));
    assert_eq!(p(Said::indirect(&pieces).cue("mentioned")), read("the bike lanes"));
    assert_eq!(p(Said::direct(&["The bike lanes,"]).cue("objected")), read("The bike lanes,"));
    assert_ne!(read("opposed the bike lanes"), read("the bike lanes"));
}

#[test]
fn the_model_abstains_on_what_it_is_unsure_of_or_does_not_know() {
    let text = format!("“Bike lanes are good.” “{UNKNOWN}”");
    let options = AnalysisOptions { min_confidence: 1.0, ..all() };
    let said =
        [Said::direct(&["Bike lanes are good."]), Said::direct(&[UNKNOWN]).context("Bike lanes are good.")];
    let found = readings(options, &text, &said);
    assert_eq!(targets(&found), ["bike lanes", ""]);
    assert!(found.iter().all(|reading| reading.label() == "abstain" && reading.abstains()));
    assert!(found[0].probabilities.is_some() && found[1].probabilities.is_none());
}

#[test]
fn aliases_rename_speakers_before_anything_is_counted() {
    let alias = Alias {
        alias: "ADA HOLM".into(),
        name: "Ada M. Holm".into(),
        country: Some("Sweden".into()),
        ..Alias::default()
    };
    let options =
        AnalysisOptions { aliases: Aliases::new(vec![alias]).unwrap(), ..AnalysisOptions::default() };
    let said = [Said::direct(&["Bike lanes are good."])];
    let reading = &readings(options, "“Bike lanes are good.”", &said)[0];
    let Speaker { name, role, country, .. } = &reading.speaker;
    assert_eq!(
        (name.as_str(), role.as_deref(), country.as_deref()),
        ("Ada M. Holm", Some("mayor"), Some("Sweden"))
    );
    assert!(reading.aliased);
}

#[test]
fn one_analyzer_serves_many_threads_with_the_same_readings() {
    let text = "“Bike lanes are good.” “Night trains are a useless waste.”";
    let said =
        [Said::direct(&["Bike lanes are good."]), Said::direct(&["Night trains are a useless waste."])];
    let found = extraction(text, vec![mayor()], &said);
    let analyzer = Analyzer::new(common::model(), AnalysisOptions::default());
    let article = Article::new("a.txt", text);
    let expected = analyzer.read_extraction(&article, &found);
    std::thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| {
                (0..50).for_each(|_| assert_eq!(analyzer.read_extraction(&article, &found), expected))
            });
        }
    });
}

/// Readings of statements on bike lanes: document, speaker, and whether they favor (`+`), oppose (`-`), are neutral
/// (`0`) or have no stance (`?`).
fn told(statements: &[(&str, Speaker, char)]) -> Vec<StatementReading> {
    let said = [Said::direct(&["Bike lanes are good."])];
    let one = &readings(AnalysisOptions::default(), "“Bike lanes are good.”", &said)[0];
    let reading = |(document, speaker, sign): &(&str, Speaker, char)| {
        let mut reading = one.clone();
        reading.document = document.to_string();
        reading.speaker = speaker.clone();
        reading.stance = match sign {
            '+' => Some(Stance::Favor),
            '-' => Some(Stance::Against),
            '0' => Some(Stance::Neutral),
            _ => None,
        };
        reading
    };
    statements.iter().map(reading).collect()
}

/// Groups with their counts of statements and documents.
fn counted(summary: &StanceSummary) -> Vec<(&str, usize, usize)> {
    let counts = summary.groups.iter().map(|g| (g.group.as_str(), g.tally.statements, g.tally.documents));
    counts.collect()
}

#[test]
fn a_summary_counts_stances_and_documents_and_leaves_out_what_is_about_nothing() {
    let mut readings = told(&[
        ("a", mayor(), '+'),
        ("a", mayor(), '-'),
        ("b", mayor(), '-'),
        ("b", mayor(), '0'),
        ("b", mayor(), '?'),
    ]);
    readings.extend(told(&[("c", mayor(), '?')]));
    readings[5].target = None;
    let summary = summarize(&readings, SummaryBy::Speaker);
    assert_eq!(counted(&summary), [("Ada Holm", 5, 2)]);
    let tally = &summary.groups[0].tally;
    assert_eq!((tally.stances, tally.abstained), ([1, 2, 1], 1));
    assert_eq!(tally.share(Stance::Against).unwrap().value, 0.4);
    assert_eq!(tally.abstained_share().unwrap().value, 0.2);
    assert_eq!(tally.net().unwrap().value, -0.25);
    assert_eq!(summary.targets.values().collect::<Vec<_>>(), [tally]);
    let silent = summarize(&told(&[("a", mayor(), '?')]), SummaryBy::Speaker);
    assert_eq!(silent.groups[0].tally.net(), None);
}

#[test]
fn across_documents_only_a_full_name_with_the_same_country_is_one_speaker() {
    let from = |name: &str, country: &str| Speaker { country: Some(country.into()), ..named(name) };
    let summary = summarize(
        &told(&[
            ("a", from("José O'Hara", "Ireland"), '+'),
            ("b", from("JOSE  O\u{2019}HARA", "ireland"), '+'),
            ("c", from("José O'Hara", "Spain"), '+'),
            ("a", from("Hara", "Ireland"), '+'),
            ("a", from("Hara", "Ireland"), '+'),
            ("b", from("Hara", "Ireland"), '+'),
        ]),
        SummaryBy::Speaker,
    );
    assert_eq!(
        counted(&summary),
        [
            ("Hara (Ireland, a)", 2, 1),
            ("José O'Hara (Ireland)", 2, 2),
            ("Hara (Ireland, b)", 1, 1),
            ("José O'Hara (Spain)", 1, 1),
        ]
    );
}

#[test]
fn a_body_that_speaks_itself_and_a_name_that_an_alias_gives_are_one_speaker_everywhere() {
    let nato = Speaker { organisation: Some("NATO".into()), ..named("NATO") };
    let mut readings = told(&[("a", nato.clone(), '+'), ("b", nato, '+')]);
    assert_eq!(counted(&summarize(&readings, SummaryBy::Speaker)), [("NATO", 2, 2)]);
    for (reading, country) in readings.iter_mut().zip([None, Some("Spain")]) {
        reading.speaker = Speaker { country: country.map(str::to_string), ..named("Cher") };
    }
    assert_eq!(counted(&summarize(&readings, SummaryBy::Speaker)).len(), 2);
    readings.iter_mut().for_each(|reading| reading.aliased = true);
    assert_eq!(counted(&summarize(&readings, SummaryBy::Speaker)), [("Cher", 2, 2)]);
}

#[test]
fn whoever_is_not_named_is_counted_together() {
    let unnamed = |name: &str| Speaker { named: false, ..named(name) };
    let readings =
        told(&[("a", unnamed("officials"), '-'), ("b", unnamed("a spokesman"), '-'), ("b", mayor(), '+')]);
    assert_eq!(counted(&summarize(&readings, SummaryBy::Speaker)), [("(unnamed)", 2, 2), ("Ada Holm", 1, 1)]);
}

#[test]
fn groups_other_than_speakers_are_named_after_what_is_known_of_them() {
    let mut readings = told(&[("a", mayor(), '+'), ("a", named("Bo Lind"), '+'), ("b", mayor(), '+')]);
    let by = |readings: &[StatementReading], by| {
        let summary = summarize(readings, by);
        counted(&summary).into_iter().map(|(name, n, _)| format!("{name} {n}")).collect::<Vec<_>>()
    };
    assert_eq!(by(&readings, SummaryBy::Country), ["Norway 2", "(no country) 1"]);
    assert_eq!(by(&readings, SummaryBy::Organisation), ["City Council 2", "(no organisation) 1"]);
    assert_eq!(by(&readings, SummaryBy::Document), ["a 2", "b 1"]);
    readings[0].date = Some("Sept. 12, 2016".into());
    readings[1].date = Some("2015-11-30".into());
    readings[2].date = Some("2016-09-30".into());
    readings[1].source = Some("The Herald".into());
    readings[2].source = Some("THE HERALD".into());
    assert_eq!(by(&readings, SummaryBy::Month), ["2015-11 1", "2016-09 2"]);
    assert_eq!(by(&readings, SummaryBy::Source), ["The Herald 2", "(no source) 1"]);
    readings[0].date = None;
    assert_eq!(by(&readings, SummaryBy::Month), ["(no date) 1", "2015-11 1", "2016-09 1"]);
}

/// The article of the examples with the readings of the built-in model.
fn example(document: &str, options: AnalysisOptions) -> (Article, Vec<StatementReading>) {
    let mut article = common::example::article();
    article.document = document.into();
    let model = Model::built_in().unwrap();
    let readings =
        Analyzer::new(&model, options).read_extraction(&article, &common::example::statements(&article.text));
    (article, readings)
}

/// Readings of two articles, each with one of every kind of row, with fixed probabilities.
fn shown() -> Vec<StatementReading> {
    let mut readings = told(&[
        ("news/a.txt", mayor(), '+'),
        ("news/a.txt", Speaker { named: false, ..named("officials of the 制裁 office") }, '-'),
        ("news/b.html", Speaker { country: Some("Norway".into()), ..named("Norway") }, '0'),
        ("news/b.html", mayor(), '?'),
        ("news/b.html", mayor(), '?'),
    ]);
    for (i, reading) in readings.iter_mut().enumerate() {
        reading.probabilities = Some([0.75, 0.125, 0.125]);
        reading.bytes = 10 * i..10 * i + 5;
    }
    readings[4].target = None;
    readings[4].probabilities = None;
    readings[1].text =
        "A text\twith\x1b[2J control characters, which is much longer than what fits in a line".into();
    readings
}

#[test]
fn tables_for_people_align_and_cut_what_does_not_fit() {
    let table = readings_table(&shown(), 100, Style::default());
    insta::assert_snapshot!("readings_table", table);
    let narrow = readings_table(&shown(), 10, Style::default());
    assert!(narrow.contains("…") && narrow.lines().count() == table.lines().count());
    let colored = readings_table(&shown(), 100, Style { color: true });
    for code in ["\x1b[36mfavor\x1b[0m", "\x1b[31magainst\x1b[0m", "\x1b[2mabstain\x1b[0m"] {
        assert!(colored.contains(code), "{colored}");
    }
    let summary = summarize(&shown(), SummaryBy::Speaker);
    insta::assert_snapshot!("summary_table", summary_table(&summary, Style::default()));
}

/// The page of `articles`, by speaker.
fn page(articles: &[(Article, Vec<StatementReading>)]) -> String {
    analysis_page(
        articles,
        &summarize(articles.iter().flat_map(|(_, readings)| readings), SummaryBy::Speaker),
    )
}

/// Names of the elements of `page` in order; checks that they are closed in the order in which they were opened.
fn elements(page: &str) -> Vec<String> {
    const VOID: [&str; 4] = ["meta", "col", "rect", "path"];
    let (mut open, mut all): (Vec<String>, Vec<String>) = Default::default();
    for tag in page.split('<').skip(1) {
        let name = |tag: &str| -> String { tag.chars().take_while(char::is_ascii_alphanumeric).collect() };
        match tag.strip_prefix('/') {
            Some(tag) => assert_eq!(open.pop(), Some(name(tag)), "…</{}", &tag[..tag.len().min(40)]),
            None if tag.starts_with('!') => {}
            None => {
                let name = name(tag);
                assert!(!name.is_empty(), "<{tag}");
                if !VOID.contains(&name.as_str()) {
                    open.push(name.clone());
                }
                all.push(name);
            }
        }
    }
    assert_eq!(open, Vec::<String>::new());
    all
}

/// What is left of `page` without its markup.
fn words(page: &str) -> String {
    let body = &page[page.find("<body>").unwrap()..];
    body.split('<').filter_map(|tag| tag.split_once('>')).map(|(_, text)| text).collect()
}

#[test]
fn the_page_marks_every_statement_and_keeps_every_word() {
    let (article, readings) = example("article.txt", all());
    let text = article.text.clone();
    let n_readings = readings.len();
    let page = page(&[(article, readings)]);
    elements(&page);
    for n in 1..=n_readings {
        for anchor in [format!("id=\"s{n}\""), format!("id=\"c{n}\""), format!("id=\"r{n}\"")] {
            assert_eq!(page.matches(&anchor).count(), 1, "{anchor}");
        }
    }
    let unmarked = page.replace("&quot;", "\"").replace("&#39;", "'");
    let paragraphs = unmarked.split("<p>").skip(1).map(|rest| rest.split("</p>").next().unwrap());
    let without_tags: Vec<String> = paragraphs
        .map(|paragraph| {
            let mut kept = String::new();
            for (i, part) in paragraph.split("<span class=\"tag\">").enumerate() {
                let behind = if i == 0 { part } else { part.split_once("</span></span></span>").unwrap().1 };
                kept.push_str(&words(&format!("<body>{behind}")));
            }
            kept
        })
        .collect();
    for paragraph in text.trim().split("\n\n").skip(1) {
        assert!(without_tags.iter().any(|kept| kept == paragraph), "{paragraph}\n{without_tags:#?}");
    }
}

#[test]
fn the_page_shows_a_chart_marks_notes_cards_and_a_table() {
    let text = "Lanes in doubt\n\n“Bike lanes are good,” Ms Holm said, “and <b>safe</b>.”\n\nOfficials kept \
                silent on bike lanes.\n";
    let said = [
        Said::direct(&["Bike lanes are good,", "and <b>safe</b>."]).cue("said"),
        Said::indirect(&["kept silent on bike lanes"]).by(1),
    ];
    let officials = Speaker { named: false, ..named("Officials") };
    let mut article = Article::new("a.txt", text);
    article.date = Some("2016-09-12".into());
    let mut readings = Analyzer::new(common::model(), AnalysisOptions::default())
        .read_extraction(&article, &extraction(text, vec![mayor(), officials], &said));
    let given = [(Stance::Favor, [0.9, 0.06, 0.04]), (Stance::Neutral, [0.1, 0.2, 0.7])];
    for (reading, (stance, probabilities)) in readings.iter_mut().zip(given) {
        (reading.stance, reading.probabilities) = (Some(stance), Some(probabilities));
    }
    let page = page(&[(article, readings)]);
    insta::assert_snapshot!("page", page[page.find("<body>").unwrap()..]);
}

#[test]
fn the_page_runs_nothing_and_loads_nothing() {
    let page = page(&[example("a.txt", all()), example("b.txt", all())]);
    let elements = elements(&page);
    for element in ["script", "link", "img", "iframe", "object", "form", "base"] {
        assert!(!elements.iter().any(|name| name == element), "{element}");
    }
    for part in ["http:", "https:", "url(", "@import", "javascript:", "src="] {
        assert!(!page.contains(part), "{part}");
    }
    assert!(page.contains("default-src 'none'") && page.contains("<html lang=\"en\">"));
    assert!(page.contains("prefers-color-scheme: dark"));
}

#[test]
fn nothing_in_an_article_becomes_markup() {
    let attack = "\"'><script>alert(1)</script><img src=x onerror=alert(1)>&\u{202E}\0";
    let text = format!("{attack}\n\n“Bike lanes are good {attack},” said x.");
    let mut article = Article::new(attack, text.clone());
    (article.date, article.source) = (Some(attack.into()), Some(attack.into()));
    let speaker = Speaker {
        name: attack.into(),
        named: true,
        role: Some(format!("r{attack}")),
        organisation: Some(format!("o{attack}")),
        country: Some(format!("c{attack}")),
    };
    let said = [Said::direct(&["Bike lanes are good "]).cue(attack)];
    let mut readings = Analyzer::new(common::model(), AnalysisOptions::default())
        .read_extraction(&article, &extraction(&text, vec![speaker], &said));
    let plain = page(&[(Article::new("a", ""), readings.clone())]);
    readings[0].target = Target::new(attack);
    let page = page(&[(article.clone(), readings.clone()), (article, readings)]);
    for part in ["<script", "<img", "\0", "\u{202E}"] {
        assert!(!page.contains(part), "{part}");
    }
    let kinds = |page: &str| elements(page).into_iter().collect::<BTreeSet<_>>();
    assert!(kinds(&plain).iter().all(|element| kinds(&page).contains(element)));
    assert!(elements(&page).iter().all(|element| element != "script" && element != "img"));
}

#[test]
fn statements_that_overlap_run_over_paragraphs_or_end_together_are_all_marked() {
    let text = "He said she said “bike lanes are good”, and more.\n\nIt went on.\nAnd on. The end";
    let said = [
        Said::indirect(&["she said “bike lanes are good”, and more.\n\nIt went on."]),
        Said::direct(&["bike lanes are good"]),
        Said::indirect(&["“bike lanes are good”"]),
        Said::indirect(&["lanes are good"]),
    ];
    let article = Article::new("a.txt", text);
    let readings = Analyzer::new(common::model(), all())
        .read_extraction(&article, &extraction(text, vec![mayor()], &said));
    assert_eq!(readings.len(), 4);
    let page = page(&[(article, readings)]);
    elements(&page);
    for n in 1..=4 {
        assert_eq!(page.matches(&format!("id=\"s{n}\"")).count(), 1);
    }
    assert!(words(&page).contains("It went on.") && words(&page).contains("\nAnd on. The end"));
}

#[test]
fn a_page_of_many_articles_stays_small_and_one_of_none_is_whole() {
    let articles: Vec<_> = (0..100).map(|i| example(&format!("{i}.txt"), all())).collect();
    let texts: usize = articles.iter().map(|(article, _)| article.text.len()).sum();
    let large = page(&articles);
    elements(&large);
    assert!(large.len() < 20 * texts, "{} bytes for {texts} of text", large.len());
    let empty = page(&[]);
    elements(&empty);
    assert!(empty.contains("0 statements in 0 articles"));
}
