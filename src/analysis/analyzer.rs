//! Articles in, readings of their statements out.

use std::ops::Range;
use std::sync::Mutex;

use super::aliases::Aliases;
use super::cues::takes_side;
use super::pointing::{goes_on, points_back};
use super::reading::StatementReading;
use crate::articles::{Article, AttributedStatement, Attribution, Extraction, StatementKind, extract};
use crate::model::{Model, Reader, Reading, TargetReading};

/// How articles are read.
///
/// # Parameters
/// | Name | Default | Purpose | Range |
/// | --- | --- | --- | --- |
/// | `attribution` | loose | how sure an attribution must be | strict, loose |
/// | `all` | false | whether statements about no target get a reading too | |
/// | `min_confidence` | 0 | a stance less probable than this is not given | [0, 1] |
/// | `aliases` | none | which names are one speaker | |
#[derive(Debug, Clone, Default)]
pub struct AnalysisOptions {
    /// How sure an attribution must be.
    pub attribution: Attribution,
    /// Whether statements about no target get a reading too.
    pub all: bool,
    /// A stance less probable than this is not given.
    pub min_confidence: f64,
    /// Which names are one speaker.
    pub aliases: Aliases,
}

/// Reads the statements of articles with a model.
///
/// # Definition
/// The model reads the pieces of a statement, joined by spaces: what was said, without quotation marks and without the
/// words that attribute it. What the reporter writes around them is nobody's position.
///
/// **Cues that take a side.** Where the reporter tells a statement in words of their own, the cue is often half of it:
/// who "opposed new sanctions" or "doubted that the shield works" is not in favor of either. Such a cue (English:
/// oppose, doubt, call for, welcome, warn against, …) is read with the pieces for the stance, never for the target,
/// and never with a direct quotation. "Said" and its like are not, lest a statement look like news of one.
///
/// **Targets that stand elsewhere.** Where the pieces are about no target but point back, the words that they point to
/// decide what they are about. For a phrase such as "this decision", "such systems" or "the measures" these are the
/// sentences before; for a pronoun ("they are working") only what the same speaker said right before, since a
/// pronoun fits too much. They are read together with the pieces, and of the targets found the most probable is taken:
/// one phrase points to one thing. They do not decide the stance, which is read from the pieces alone: their words may
/// be somebody else's. A statement that names a target itself is never given another, and a headline is not read: what
/// an article is about is not what each of its statements is about.
///
/// # Determinism
/// The same article gives the same readings, in the order of the text and, for one statement, of the model's targets,
/// from any number of threads.
///
/// # Examples
/// ```
/// use standpoint::{AnalysisOptions, Analyzer, Article, Model, Stance};
///
/// let model = Model::built_in()?;
/// let analyzer = Analyzer::new(&model, AnalysisOptions::default());
/// let article = Article::new("a.txt", "\"The embargo has failed and should be lifted,\" said Ana Ruiz, a teacher.");
/// let readings = analyzer.read(&article);
/// assert_eq!(readings[0].speaker.name, "Ana Ruiz");
/// assert_eq!(readings[0].stance, Some(Stance::Against));
/// # Ok::<(), standpoint::Error>(())
/// ```
#[derive(Debug)]
pub struct Analyzer<'a> {
    model: &'a Model,
    options: AnalysisOptions,
    /// Readers that no thread uses just now: what they remember of words makes them faster, not different.
    idle: Mutex<Vec<Reader<'a>>>,
}

impl<'a> Analyzer<'a> {
    /// An analyzer that reads with `model`.
    pub fn new(model: &'a Model, options: AnalysisOptions) -> Self {
        Analyzer { model, options, idle: Mutex::default() }
    }

    /// The readings of the statements that are found in `article`.
    pub fn read(&self, article: &Article) -> Vec<StatementReading> {
        self.read_extraction(article, &extract(&article.text, self.options.attribution))
    }

    /// The readings of the statements of `extraction`, which was taken from the text of `article`.
    ///
    /// # Panics
    /// Where the extraction is of another text: a range that does not lie in it, or a speaker that is not there.
    pub fn read_extraction(&self, article: &Article, extraction: &Extraction) -> Vec<StatementReading> {
        let offsets = article.offsets();
        let mut reader = self.idle_reader();
        let mut readings = Vec::new();
        for (position, statement) in extraction.statements.iter().enumerate() {
            let before = position.checked_sub(1).map(|before| &extraction.statements[before]);
            let found = self.reading_of(&article.text, statement, before, &mut reader);
            if found.targets.is_empty() && !self.options.all {
                continue;
            }
            let mut speaker = extraction.speakers[statement.speaker].clone();
            let aliased = self.options.aliases.resolve(&mut speaker);
            let bytes = statement.range.clone();
            let unread = StatementReading {
                document: article.document.clone(),
                date: article.date.clone(),
                source: article.source.clone(),
                speaker,
                aliased,
                target: None,
                stance: None,
                probabilities: None,
                p_target: None,
                nothing_known: found.nothing_known,
                kind: statement.kind,
                cue: statement.cue.clone().map(|cue| article.text[cue].to_string()),
                chars: offsets.range(bytes.clone()),
                pieces: statement.pieces.clone(),
                text: article.text[bytes.clone()].to_string(),
                bytes,
            };
            match &found.targets[..] {
                [] => readings.push(unread),
                targets => readings.extend(targets.iter().map(|read| self.reading(&unread, read))),
            }
        }
        self.idle.lock().expect("no thread panics with it").push(reader);
        readings
    }

    fn idle_reader(&self) -> Reader<'a> {
        let idle = self.idle.lock().expect("no thread panics with it").pop();
        idle.unwrap_or_else(|| self.model.reader())
    }

    /// What the model makes of `statement`: of its own words, or else of those that it points back to; `before` is the
    /// statement before it.
    fn reading_of(
        &self,
        text: &str,
        statement: &AttributedStatement,
        before: Option<&AttributedStatement>,
        reader: &mut Reader,
    ) -> Reading {
        let said = joined(text, &statement.pieces);
        let own = reader.read(&said, None);
        let about = match &own.targets[..] {
            [] if own.nothing_known => return own,
            [] => match antecedent(text, statement, before, &said) {
                Some(antecedent) => most_certain(reader.read(&format!("{antecedent} {said}"), None)),
                None => return own,
            },
            targets => targets.to_vec(),
        };
        let position = position(text, statement).unwrap_or(said);
        let given = about.iter().flat_map(|found| {
            let given = reader.read(&position, Some(found.target)).targets;
            given.into_iter().map(|read| TargetReading { p_target: found.p_target, ..read })
        });
        Reading { targets: given.collect(), ..own }
    }

    fn reading(&self, unread: &StatementReading, read: &TargetReading) -> StatementReading {
        let confident = read.confidence().is_some_and(|confidence| confidence >= self.options.min_confidence);
        StatementReading {
            target: self.model.targets().nth(read.target).cloned(),
            stance: read.stance.filter(|_| confident),
            probabilities: read.probabilities,
            p_target: read.p_target,
            ..unread.clone()
        }
    }
}

/// The words that `statement`, whose own words are `said`, points back to: the sentences before it, or what the same
/// speaker said right before.
fn antecedent(
    text: &str,
    statement: &AttributedStatement,
    before: Option<&AttributedStatement>,
    said: &str,
) -> Option<String> {
    let context = &statement.context;
    if context.is_empty() {
        return None;
    }
    if points_back(said) {
        return Some(text[context.clone()].to_string());
    }
    let before =
        before.filter(|before| before.speaker == statement.speaker && before.range.end > context.start)?;
    goes_on(said).then(|| joined(text, &before.pieces))
}

/// The most certain of the targets found, if any: one phrase points to one thing.
fn most_certain(reading: Reading) -> Vec<TargetReading> {
    let certainty = |read: &TargetReading| read.p_target.unwrap_or(0.0);
    // Reversed, since `max_by` takes the last of equals.
    let best = reading.targets.into_iter().rev().max_by(|a, b| certainty(a).total_cmp(&certainty(b)));
    best.into_iter().collect()
}

/// The words of `statement` with the cue among them, where it is in the reporter's words and the cue takes a side.
fn position(text: &str, statement: &AttributedStatement) -> Option<String> {
    let cue = statement.cue.clone().filter(|_| statement.kind != StatementKind::Direct)?;
    if !takes_side(&text[cue.start..], cue.len()) {
        return None;
    }
    let mut parts = statement.pieces.clone();
    parts.push(cue);
    parts.sort_by_key(|part| part.start);
    Some(joined(text, &parts))
}

fn joined(text: &str, parts: &[Range<usize>]) -> String {
    parts.iter().map(|part| &text[part.clone()]).collect::<Vec<_>>().join(" ")
}
