//! A small corpus of invented statements, a lexicon, and a model trained on the corpus, once for each test binary.

#![allow(dead_code, reason = "each test binary uses its own part of this module")]

pub mod example;
pub mod extraction;

use std::sync::OnceLock;

use standpoint::{
    Corpus, LabelledStatement, LexiconEntry, Model, Options, ReadOptions, Stance, Statement, Target,
    TextEncoding, read_corpus, read_lexicon, train,
};

/// Two targets, all three stances, statements about both targets and about neither.
pub const CORPUS: &str = "\
text,target,stance
Bike lanes make our streets safer and we need more of them.,bike lanes,favor
\"I am grateful for the new bike lanes, cycling to school is a joy now.\",bike lanes,favor
\"Protected bike lanes save lives, the council is right to build them.\",bike lanes,favor
\"More bike lanes please, they are good for the shops and the air.\",bike lanes,favor
\"We welcome the bike lanes, they help families to get around.\",bike lanes,favor
\"The bike lanes are wonderful and safe, a good use of public money.\",bike lanes,favor
\"Bike lanes are a waste of money, scrap them.\",bike lanes,against
\"Remove the bike lanes, they block deliveries and ruin trade.\",bike lanes,against
\"The bike lanes cause jams and anger, it is a terrible scheme.\",bike lanes,against
\"Nobody uses the bike lanes in winter, what a useless waste.\",bike lanes,against
\"Stop building bike lanes, they harm the shops on our street.\",bike lanes,against
\"I oppose the bike lanes, they are dangerous and badly planned.\",bike lanes,against
The council will vote on the bike lanes on Tuesday.,bike lanes,neutral
A report on the bike lanes counts nine kilometres of them.,bike lanes,neutral
\"The bike lanes were painted in March, according to the office.\",bike lanes,neutral
\"According to the report, the bike lanes cross four districts.\",bike lanes,neutral
\"Night trains are wonderful, we need more of them.\",night trains,favor
\"I love night trains, they help families to travel without flying.\",night trains,favor
\"Bring the night trains back, they are good for the climate.\",night trains,favor
\"The night trains save time and money, a joy to ride.\",night trains,favor
\"We welcome the night trains, the ministry is right to fund them.\",night trains,favor
Sleeping from city to city on night trains is safe and good.,night trains,favor
\"Night trains are a waste of money, nobody rides them.\",night trains,against
\"Scrap the night trains, they are useless and always late.\",night trains,against
\"The night trains are terrible, dirty and dangerous.\",night trains,against
\"Stop paying for night trains, they harm honest taxpayers.\",night trains,against
\"I oppose the night trains, the noise ruins our sleep.\",night trains,against
\"Cancel the night trains, they block the tracks that freight needs.\",night trains,against
The ministry will publish the timetable of the night trains on Monday.,night trains,neutral
\"According to the operator, night trains carried forty thousand people.\",night trains,neutral
A report on the night trains was sent to the committee.,night trains,neutral
The night trains leave from platform nine at ten.,night trains,neutral
\"Bike lanes are good, but night trains are a waste of money.\",bike lanes,favor
\"Bike lanes are good, but night trains are a waste of money.\",night trains,against
\"Night trains are wonderful, while the bike lanes ruin our street.\",bike lanes,against
\"Night trains are wonderful, while the bike lanes ruin our street.\",night trains,favor
The soup needs a little more salt.,,
My neighbour is learning to play the cello.,,
Rain is expected in the hills tonight.,,
The museum opens its new wing in autumn.,,
She painted the kitchen yellow.,,
Our cat sleeps on the radiator.,,
The match ended in a draw.,,
He bought a coat with deep pockets.,,
";

/// Rows of [`CORPUS`].
pub const N_ROWS: usize = 44;

/// Words that lean for every target and for one, and what the targets are called.
pub const LEXICON: &str = "\
term,target,role,lean
splendid,,stance,2.5
dreadful,,stance,-2.5
noisy,night trains,stance,-2
reportedly,,neutral,2
bike lanes,bike lanes,about,3
cycle path,bike lanes,about,2
night trains,night trains,about,3
sleeper,night trains,about,2
";

/// A statement that the model of [`CORPUS`] finds bike lanes in, and one that it finds neither target in.
pub const ABOUT_BIKE_LANES: &str = "The bike lanes are wonderful and make the streets safe.";
pub const UNRELATED: &str = "The cello needs a yellow coat.";

/// A text of which that model knows nothing.
pub const UNKNOWN: &str = "ζξψ";

/// The corpus in `csv`.
pub fn corpus_in(csv: &str) -> Corpus {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("corpus.csv");
    std::fs::write(&path, csv).unwrap();
    read_corpus(&[path], &ReadOptions::default()).unwrap().corpus
}

/// The lexicon in `csv`.
pub fn lexicon_in(csv: &str) -> Vec<LexiconEntry> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("lexicon.csv");
    std::fs::write(&path, csv).unwrap();
    read_lexicon(&[path], TextEncoding::default()).unwrap()
}

/// A row of a corpus; an empty target makes it one about no target.
pub fn row(text: &str, target: &str, stance: Stance) -> LabelledStatement {
    let target = Target::new(target);
    LabelledStatement {
        statement: Statement { text: text.into(), ..Statement::default() },
        stance: target.as_ref().map(|_| stance),
        target,
        group: None,
        extra: Vec::new(),
    }
}

/// The default options without folds: fast, and what calibration does is not in the way.
pub fn uncalibrated() -> Options {
    let mut options = Options::default();
    options.model.calibrate = None;
    options
}

/// The model of [`CORPUS`] with the default options.
pub fn model() -> &'static Model {
    static MODEL: OnceLock<Model> = OnceLock::new();
    MODEL.get_or_init(|| train(&corpus_in(CORPUS), &[], &Options::default()).unwrap())
}

/// The bytes of [`model`].
pub fn model_bytes() -> &'static [u8] {
    static BYTES: OnceLock<Vec<u8>> = OnceLock::new();
    BYTES.get_or_init(|| model().to_bytes())
}
