//! The project's own corpus is what its datasheet says: every row valid, none twice, labels and lengths in balance.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::io::{Write, stderr};
use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};
use std::{env, fs};

use standpoint::{
    CheckOptions, Corpus, LabelledStatement, LexiconEntry, LexiconRole, ReadOptions, Stance, Style,
    TextEncoding, check_corpus, check_table, read_corpus, read_lexicon,
};

const STATEMENT_COLUMNS: &str = "id,target,stance,text,speaker_role,genre,group,difficulty";
const CLAIM_COLUMNS: &str = "id,target,stance,text,group";
const TARGETS: [&str; 2] = ["sanctions", "missile-defense"];
const GENRES: [&str; 12] = [
    "communique",
    "debate",
    "diplomatic",
    "editorial",
    "interview",
    "letter",
    "parliament",
    "social-media",
    "spokesperson",
    "think-tank",
    "un-speech",
    "wire",
];

/// What the datasheet says of a file.
struct File {
    name: &'static str,
    /// What its ids and groups start with.
    prefix: &'static str,
    columns: &'static str,
    /// None where its statements are about neither target.
    targets: &'static [&'static str],
    stances: &'static [Stance],
    words: RangeInclusive<usize>,
    least_rows: usize,
}

const FILES: [File; 6] = [
    File {
        name: "statements-sanctions.csv",
        prefix: "ss",
        columns: STATEMENT_COLUMNS,
        targets: &TARGETS,
        stances: &Stance::ALL,
        words: 5..=75,
        least_rows: 2_000,
    },
    File {
        name: "statements-missile-defense.csv",
        prefix: "sm",
        columns: STATEMENT_COLUMNS,
        targets: &["missile-defense"],
        stances: &Stance::ALL,
        words: 5..=75,
        least_rows: 2_000,
    },
    File {
        name: "statements-unrelated.csv",
        prefix: "u",
        columns: STATEMENT_COLUMNS,
        targets: &[],
        stances: &[],
        words: 5..=75,
        least_rows: 1_500,
    },
    File {
        name: "claims-sanctions.csv",
        prefix: "cs",
        columns: CLAIM_COLUMNS,
        targets: &["sanctions"],
        stances: &[Stance::Favor, Stance::Against],
        words: 3..=12,
        least_rows: 3_000,
    },
    File {
        name: "claims-missile-defense.csv",
        prefix: "cm",
        columns: CLAIM_COLUMNS,
        targets: &["missile-defense"],
        stances: &[Stance::Favor, Stance::Against],
        words: 3..=12,
        least_rows: 3_000,
    },
    File {
        name: "claims-neutral.csv",
        prefix: "cn",
        columns: CLAIM_COLUMNS,
        targets: &TARGETS,
        stances: &[Stance::Neutral],
        words: 3..=24,
        least_rows: 2_000,
    },
];

/// Name of a lexicon, and the targets and least number of stance terms that it has.
const LEXICONS: [(&str, Option<&str>, usize); 3] = [
    ("general.csv", None, 2_500),
    ("sanctions.csv", Some("sanctions"), 6_000),
    ("missile-defense.csv", Some("missile-defense"), 6_000),
];

/// Words in a row that no row of the corpus may share with data from outside.
const SEQUENCE: usize = 8;

fn path(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus").join(name)
}

fn text(name: &str) -> String {
    fs::read_to_string(path(name)).unwrap()
}

fn rows(name: &str) -> Corpus {
    read_corpus(&[path(name)], &ReadOptions::default()).unwrap().corpus
}

fn all_rows() -> Corpus {
    read_corpus(&FILES.map(|file| path(file.name)), &ReadOptions::default()).unwrap().corpus
}

/// The files of statements with their rows.
fn statements() -> impl Iterator<Item = (File, Corpus)> {
    FILES.into_iter().filter(|file| file.columns == STATEMENT_COLUMNS).map(|file| {
        let corpus = rows(file.name);
        (file, corpus)
    })
}

fn lexicon(name: &str) -> Vec<LexiconEntry> {
    read_lexicon(&[path("lexicon").join(name)], TextEncoding::default()).unwrap()
}

fn target(row: &LabelledStatement) -> Option<&str> {
    row.target.as_ref().map(|target| target.as_str())
}

/// How many of `rows` have each stance toward `target`.
fn stances<'a>(rows: impl IntoIterator<Item = &'a LabelledStatement>, of: &str) -> [usize; Stance::COUNT] {
    let mut counts = [0; Stance::COUNT];
    let own = rows.into_iter().filter(|row| target(row) == Some(of));
    own.filter_map(|row| row.stance).for_each(|stance| counts[stance.index()] += 1);
    counts
}

#[track_caller]
fn assert_share(what: &str, part: usize, whole: usize, percent: RangeInclusive<f64>) {
    let share = 100.0 * part as f64 / whole as f64;
    assert!(percent.contains(&share), "{what}: {part} of {whole}, {share:.1} %, not within {percent:?}");
}

/// How many rows have each value of an extra column.
fn values<'a>(corpus: &'a Corpus, column: &str) -> BTreeMap<&'a str, usize> {
    let column = corpus.extra_columns.iter().position(|name| name == column).unwrap();
    let mut counts = BTreeMap::new();
    corpus.rows.iter().for_each(|row| *counts.entry(row.extra[column].as_str()).or_default() += 1);
    counts
}

#[test]
fn every_row_is_valid_and_of_its_file() {
    for file in FILES {
        let (name, text) = (file.name, text(file.name));
        assert_eq!(text.lines().next(), Some(file.columns), "{name}");
        let corpus = rows(name);
        assert!(corpus.rows.len() >= file.least_rows, "{name}: {}", corpus.rows.len());
        for row in &corpus.rows {
            let (id, text) = (&row.statement.id, &row.statement.text);
            match target(row) {
                Some(target) => assert!(file.targets.contains(&target), "{id}: {target}"),
                None => assert!(file.targets.is_empty(), "{id}: no target"),
            }
            assert!(row.stance.is_none_or(|stance| file.stances.contains(&stance)), "{id}: {:?}", row.stance);
            let words: Vec<&str> = text.split_whitespace().collect();
            assert!(file.words.contains(&words.len()), "{id}: {} words", words.len());
            assert_eq!(words.join(" "), *text, "{id}: space at the ends, in a row, or a line end");
        }
    }
}

#[test]
fn ids_are_unique_and_tell_the_file() {
    let mut seen = HashSet::new();
    for file in FILES {
        for row in rows(file.name).rows {
            let id = row.statement.id;
            let number = id.strip_prefix(file.prefix).and_then(|rest| rest.strip_prefix('-'));
            assert!(number.is_some_and(|number| number.len() == 5 && number.parse::<u32>().is_ok()), "{id}");
            assert!(seen.insert(id.clone()), "{id} stands twice");
        }
    }
}

#[test]
fn no_text_stands_twice_or_nearly_so_or_with_two_labels() {
    let check = check_corpus(&all_rows(), None, &CheckOptions::default()).unwrap();
    assert!(check.holds(), "{}", check_table(&check, Style::default()));
}

#[test]
fn only_a_statement_about_both_targets_has_two_rows_and_they_stand_together() {
    let mut of_text: HashMap<String, LabelledStatement> = HashMap::new();
    for row in all_rows().rows {
        let id = row.statement.id.clone();
        if let Some(first) = of_text.insert(row.statement.text.clone(), row.clone()) {
            assert!(id.starts_with("ss-") && first.statement.id.starts_with("ss-"), "{id}");
            assert_eq!(row.group, first.group, "{id}");
        }
    }
}

#[test]
fn contrast_groups_have_two_to_four_rows_of_one_file_and_labels_that_differ() {
    let mut n_statements = 0;
    for file in FILES {
        let mut groups: BTreeMap<String, Vec<LabelledStatement>> = BTreeMap::new();
        for row in rows(file.name).rows {
            if let Some(group) = row.group.clone() {
                groups.entry(group).or_default().push(row);
            }
        }
        for (group, rows) in groups {
            assert!(group.starts_with(&format!("g-{}-", file.prefix)), "{group} in {}", file.name);
            assert!((2..=4).contains(&rows.len()), "{group}: {} rows", rows.len());
            let labels = |of: &&str| stances(&rows, of).into_iter().filter(|&count| count > 0).count();
            assert!(file.targets.iter().map(labels).max() >= Some(2), "{group}: one label");
            match file.columns == STATEMENT_COLUMNS {
                true => n_statements += rows.len(),
                false => assert_eq!(rows.len(), 2, "{group}: claims stand in pairs"),
            }
        }
    }
    assert!(n_statements >= 1_500, "{n_statements}");
}

#[test]
fn labels_are_in_balance() {
    let all = all_rows();
    let of = |prefix: char| all.rows.iter().filter(move |row| row.statement.id.starts_with(prefix));
    for target in TARGETS {
        for (what, counts, bounds) in [
            ("rows", stances(&all.rows, target), 28.0..=40.0),
            ("statements", stances(of('s'), target), 30.0..=37.0),
        ] {
            for stance in Stance::ALL {
                let part = counts[stance.index()];
                assert_share(
                    &format!("{what}, {target}, {stance}"),
                    part,
                    counts.iter().sum(),
                    bounds.clone(),
                );
            }
        }
        let [favor, against, neutral] = stances(of('c'), target);
        assert_share(&format!("claims, {target}, favor"), favor, favor + against, 45.0..=55.0);
        let n_neutral = rows("claims-neutral.csv").rows.len();
        assert_share(&format!("neutral claims, {target}"), neutral, n_neutral, 45.0..=55.0);
    }
}

#[test]
fn genres_roles_and_difficulties_are_spread() {
    for (file, corpus) in statements() {
        let (name, n) = (file.name, corpus.rows.len());
        let genres = values(&corpus, "genre");
        assert_eq!(genres.keys().copied().collect::<Vec<_>>(), GENRES, "{name}");
        for (genre, count) in genres {
            assert_share(&format!("{name}, {genre}"), count, n, 2.0..=33.0);
        }
        for (role, count) in values(&corpus, "speaker_role") {
            assert!(!role.is_empty() && role == role.trim().to_lowercase(), "{name}: '{role}'");
            assert_share(&format!("{name}, {role}"), count, n, 0.0..=30.0);
        }
        let bounds = match file.targets {
            [] => vec![("easy", 40.0..=60.0), ("hard", 40.0..=60.0)],
            _ => vec![("easy", 5.0..=30.0), ("hard", 5.0..=30.0), ("medium", 40.0..=90.0)],
        };
        let difficulties = values(&corpus, "difficulty");
        assert!(difficulties.keys().eq(bounds.iter().map(|(level, _)| level)), "{name}: {difficulties:?}");
        for (level, bounds) in bounds {
            assert_share(&format!("{name}, {level}"), difficulties[level], n, bounds);
        }
    }
}

#[test]
fn lexicons_lean_both_ways_and_every_term_is_valid() {
    for (name, target, least_stance_terms) in LEXICONS {
        let entries = lexicon(name);
        let n_lines = text(&format!("lexicon/{name}")).lines().count();
        assert_eq!(entries.len(), n_lines - 1, "{name}: a term stands twice");
        for LexiconEntry { term, target: own, role, lean } in &entries {
            assert_eq!(own.as_ref().map(|own| own.as_str()), target, "{name}: {term}");
            let words: Vec<&str> = term.split_whitespace().collect();
            assert!(words.len() <= 6 && words.join(" ") == *term, "{name}: '{term}'");
            assert_eq!(term.to_lowercase(), *term, "{name}");
            assert_eq!((lean * 2.0).fract(), 0.0, "{name}: {term} leans {lean}");
            assert!(*role != LexiconRole::Neutral || *lean > 0.0, "{name}: {term} leans {lean}");
        }
        let stance = || entries.iter().filter(|entry| entry.role == LexiconRole::Stance);
        assert!(stance().count() >= least_stance_terms, "{name}: {}", stance().count());
        let n_favor = stance().filter(|entry| entry.lean > 0.0).count();
        assert_share(&format!("{name}, leaning to favor"), n_favor, stance().count(), 40.0..=60.0);
    }
}

#[test]
fn rows_labelled_twice_are_rows_of_the_corpus() {
    let texts: HashMap<String, String> =
        all_rows().rows.into_iter().map(|row| (row.statement.id, row.statement.text)).collect();
    assert_eq!(text("relabelled.csv").lines().next(), Some("id,target,stance,text"));
    let again = rows("relabelled.csv");
    assert_eq!(again.rows.len(), 300);
    let mut seen = HashSet::new();
    for row in again.rows {
        assert!(target(&row).is_none_or(|target| TARGETS.contains(&target)), "{}", row.statement.id);
        assert_eq!(texts.get(&row.statement.id), Some(&row.statement.text), "{}", row.statement.id);
        assert!(seen.insert(row.statement.id.clone()), "{} stands twice", row.statement.id);
    }
}

#[test]
fn the_datasheet_counts_the_rows_of_every_file() {
    let datasheet = text("README.md");
    let counts = FILES.iter().map(|file| (file.name.to_string(), rows(file.name).rows.len()));
    let lexicons = LEXICONS.map(|(name, ..)| (format!("lexicon/{name}"), lexicon(name).len()));
    for (name, count) in counts.chain(lexicons) {
        let line = format!("| `{name}` | {},{:03} |", count / 1_000, count % 1_000);
        assert!(datasheet.contains(&line), "corpus/README.md should have a line that starts: {line}");
    }
}

/// Lower-case words of `text`, without apostrophes, joined by a space.
fn words(text: &str) -> String {
    let text = text.to_lowercase().replace(['\'', '’'], "");
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join(" ")
}

/// Every sequence of [`SEQUENCE`] words of `words`.
fn sequences(words: &str) -> impl Iterator<Item = &str> {
    let spaces = || words.match_indices(' ').map(|(at, _)| at);
    let starts = [0].into_iter().chain(spaces().map(|at| at + 1));
    let ends = spaces().chain([words.len()]).skip(SEQUENCE - 1);
    starts.zip(ends).map(|(start, end)| &words[start..end])
}

/// The `.csv` and `.txt` files below `folder`.
fn tables_and_texts(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(tables_and_texts(&path));
        } else if path.extension().is_some_and(|extension| extension == "csv" || extension == "txt") {
            found.push(path);
        }
    }
    found
}

#[test]
fn sequences_are_of_eight_words_without_case_and_punctuation() {
    let shown = |text: &str| sequences(&words(text)).map(str::to_string).collect::<Vec<_>>();
    assert_eq!(
        shown("Don’t lift it; “now”, of all times,\nplease!"),
        ["dont lift it now of all times please"]
    );
    assert_eq!(shown("a b c d e f g h i"), ["a b c d e f g h", "b c d e f g h i"]);
    assert_eq!(shown("Only seven words are in this one"), Vec::<String>::new());
}

#[test]
fn no_row_shares_eight_words_in_a_row_with_outside_data() {
    let Some(folder) = env::var_os("STANDPOINT_OUTSIDE_DATA") else {
        // Past the capture of a passing test's output: what was not checked must be seen.
        let note = "corpus not checked against outside data: STANDPOINT_OUTSIDE_DATA names no folder";
        writeln!(stderr(), "{note}").unwrap();
        return;
    };
    let files = tables_and_texts(Path::new(&folder));
    assert!(!files.is_empty(), "no .csv or .txt file below {folder:?}");
    let own: Vec<(String, String)> =
        all_rows().rows.into_iter().map(|row| (words(&row.statement.text), row.statement.id)).collect();
    let ids: HashMap<&str, &str> =
        own.iter().flat_map(|(words, id)| sequences(words).map(move |found| (found, id.as_str()))).collect();
    let mut shared = BTreeSet::new();
    for file in &files {
        let outside = words(&String::from_utf8_lossy(&fs::read(file).unwrap()));
        let found = sequences(&outside).filter_map(|found| Some((*ids.get(found)?, found.to_string())));
        shared.extend(found.map(|(id, found)| format!("{id}: '{found}' in {}", file.display())));
    }
    assert!(shared.is_empty(), "{shared:#?}");
}
