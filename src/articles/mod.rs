//! Which statements does an article hold, and whose are they? Knows no learners and no files.
//!
//! A text becomes paragraphs (`blocks`), in which quotations are found (`marks`, `quotations`), and sentences of words and
//! whole quotations (`sentences`, `words`). In each sentence, cues (`cues`) look for their speaker and for what was said
//! (`attribution`, with the noun phrases of `phrases`). The statements are put together over sentences (`statements`), and
//! those who are named (`names`) become speakers (`speakers`). What words tell by themselves lies in the tables of
//! `english`.

mod article;
mod attribution;
mod blocks;
mod cues;
mod english;
mod html;
mod marks;
mod names;
mod offsets;
mod phrases;
mod quotations;
mod sentences;
mod speakers;
mod statements;
#[cfg(test)]
mod tests;
mod words;

use std::ops::Range;

pub use article::Article;
pub use offsets::CharOffsets;

/// How sure an attribution must be.
///
/// # Examples
/// ```
/// use standpoint::{Attribution, extract};
///
/// let text = "“It works,” Jane Roe said.\n\n“It is cheap.”";
/// assert_eq!(extract(text, Attribution::Strict).statements.len(), 1);
/// assert_eq!(extract(text, Attribution::Loose).statements.len(), 2);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Attribution {
    /// Only where the text names a cue and a speaker.
    Strict,
    /// Also a quotation without a cue, which goes on with the speaker before it.
    #[default]
    Loose,
}

/// How a statement is given in an article.
///
/// # Examples
/// ```
/// use standpoint::{Attribution, StatementKind, extract};
///
/// let kind = |text: &str| extract(text, Attribution::Strict).statements[0].kind;
/// assert_eq!(kind("“It works,” Jane Roe said."), StatementKind::Direct);
/// assert_eq!(kind("Jane Roe said that it “works well” there."), StatementKind::Mixed);
/// assert_eq!(kind("Jane Roe said that it works."), StatementKind::Indirect);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum StatementKind {
    /// In quotation marks.
    Direct,
    /// In the reporter's words, with words in quotation marks inside.
    Mixed,
    /// In the reporter's words.
    Indirect,
}

impl StatementKind {
    /// The name as tables write it: `direct`, `mixed`, `indirect`.
    pub fn name(self) -> &'static str {
        match self {
            StatementKind::Direct => "direct",
            StatementKind::Mixed => "mixed",
            StatementKind::Indirect => "indirect",
        }
    }
}

/// Somebody who speaks in an article, as far as the article tells.
///
/// # Examples
/// ```
/// use standpoint::{Attribution, extract};
///
/// let text = "Polish Ambassador to Seoul Adam Nowak came. The ambassador said that talks go on. He hopes that they end well.";
/// let found = extract(text, Attribution::Strict);
/// assert_eq!((found.statements.len(), found.speakers.len()), (2, 1));
/// let speaker = &found.speakers[0];
/// assert_eq!((speaker.name.as_str(), speaker.named), ("Adam Nowak", true));
/// assert_eq!(speaker.role.as_deref(), Some("Ambassador to Seoul"));
/// assert_eq!(speaker.country.as_deref(), Some("Poland"));
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Speaker {
    /// The fullest name: "Adam Nowak"; an organisation's ("Ministry of Foreign Affairs"); or, where nobody is named, the
    /// words of the text ("officials", "a spokesman").
    pub name: String,
    /// Whether `name` is a name, of a person or a body, rather than a description.
    pub named: bool,
    /// What the person is: "ambassador to Seoul".
    pub role: Option<String>,
    /// The body that the person speaks for, or that speaks itself.
    pub organisation: Option<String>,
    /// The country of the person or body.
    pub country: Option<String>,
}

/// What was said by whom.
///
/// # Shapes and units
/// All ranges are bytes of the article's text, on character boundaries. `pieces` ascend inside `range`.
///
/// # Examples
/// ```
/// use standpoint::{Attribution, extract};
///
/// let text = "“It works,” said Jane Roe, “and it is cheap.”";
/// let found = extract(text, Attribution::Strict);
/// let statement = &found.statements[0];
/// assert_eq!(&text[statement.range.clone()], text);
/// let pieces: Vec<&str> = statement.pieces.iter().map(|piece| &text[piece.clone()]).collect();
/// assert_eq!(pieces, ["It works,", "and it is cheap."]);
/// assert_eq!(statement.cue.clone().map(|cue| &text[cue]), Some("said"));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AttributedStatement {
    /// From the first to the last character of what was said, interruptions included.
    pub range: Range<usize>,
    /// The pieces of `range` without marks and cues: what was said, for a model to read.
    pub pieces: Vec<Range<usize>>,
    /// How it is given.
    pub kind: StatementKind,
    /// The cue: "said", "according to", a colon; `None` for a quotation that goes on with the speaker before it.
    pub cue: Option<Range<usize>>,
    /// Position of the speaker in [`Extraction::speakers`].
    pub speaker: usize,
    /// The sentence that the statement ends in.
    pub sentence: Range<usize>,
    /// The sentences before the statement, two at most, from which "this decision" or "such systems" take what they
    /// mean; empty where there are none.
    pub context: Range<usize>,
}

/// The statements of an article, in the order of the text, and their speakers.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Extraction {
    /// Speakers, in the order of their first statement. Each has one.
    pub speakers: Vec<Speaker>,
    /// Statements, in the order of their sentences.
    pub statements: Vec<AttributedStatement>,
}

/// Finds the statements of `text` and attributes them.
///
/// # Definition
/// A statement is what a cue says that somebody said, thinks, asks or holds: a verb ("said that", "called for",
/// "opposes"), a noun of speech ("the envoy's call for"), "according to", a colon or dash with a name, or a quotation in
/// the next paragraph behind "she added:". What is denied or only possible ("did not say", "might say"), said by nobody
/// ("it is said"), or a scare quote or title in quotation marks, is none. With [`Attribution::Loose`] a paragraph that is
/// a quotation goes on with the speaker before it.
///
/// A speaker is named in full once; surnames, roles ("the ambassador"), pronouns and acronyms stand for whoever was
/// named before. The cues and word lists are English; quotation marks are those of any language.
///
/// Takes time linear in the text, whatever the text.
///
/// # Determinism
/// The same text gives the same statements.
///
/// # Examples
/// ```
/// use standpoint::{Attribution, extract};
///
/// let text = "China firmly opposes the deployment. According to Jane Roe, an envoy of Poland, it brings peace.";
/// let found = extract(text, Attribution::Loose);
/// let said: Vec<(&str, &str)> = found
///     .statements
///     .iter()
///     .map(|statement| (found.speakers[statement.speaker].name.as_str(), &text[statement.range.clone()]))
///     .collect();
/// assert_eq!(said, [("China", "the deployment"), ("Jane Roe", "it brings peace")]);
/// ```
pub fn extract(text: &str, attribution: Attribution) -> Extraction {
    let blocks = blocks::blocks(text);
    let (sentences, quotations) = sentences::read(text, &blocks);
    let spoken = statements::statements(text, &sentences, &quotations, attribution);
    let (speakers, of_statement) = speakers::resolve(text, &sentences, &spoken);
    let statements = spoken.into_iter().zip(of_statement).map(|(spoken, speaker)| AttributedStatement {
        context: context(&sentences, spoken.range.start),
        sentence: sentences[spoken.sentence].range.clone(),
        range: spoken.range,
        pieces: spoken.pieces,
        kind: spoken.kind,
        cue: spoken.cue,
        speaker,
    });
    Extraction { statements: statements.collect(), speakers }
}

/// Sentences before a statement that "this decision" may point back to.
const CONTEXT: usize = 2;

/// The sentences before `start`, without a heading that they begin with.
fn context(sentences: &[sentences::Sentence], start: usize) -> Range<usize> {
    let first = sentences.partition_point(|sentence| sentence.range.end <= start);
    let before = &sentences[first.saturating_sub(CONTEXT)..first];
    let begin = before.iter().find(|sentence| !sentence.is_heading);
    match begin.zip(before.last()) {
        Some((begin, last)) => begin.range.start..last.range.end,
        None => start..start,
    }
}
