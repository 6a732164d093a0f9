//! Extractions made by hand.

use std::ops::Range;

use standpoint::{AttributedStatement, Extraction, Speaker, StatementKind};

/// A statement, by the words of it that stand in the text.
#[derive(Debug, Clone)]
pub struct Said<'a> {
    kind: StatementKind,
    pieces: Vec<&'a str>,
    cue: Option<&'a str>,
    context: Option<&'a str>,
    speaker: usize,
}

impl<'a> Said<'a> {
    pub fn direct(pieces: &[&'a str]) -> Self {
        let pieces = pieces.to_vec();
        Said { kind: StatementKind::Direct, pieces, cue: None, context: None, speaker: 0 }
    }

    pub fn indirect(pieces: &[&'a str]) -> Self {
        Said { kind: StatementKind::Indirect, ..Said::direct(pieces) }
    }

    pub fn mixed(pieces: &[&'a str]) -> Self {
        Said { kind: StatementKind::Mixed, ..Said::direct(pieces) }
    }

    pub fn cue(self, cue: &'a str) -> Self {
        Said { cue: Some(cue), ..self }
    }

    pub fn context(self, context: &'a str) -> Self {
        Said { context: Some(context), ..self }
    }

    pub fn by(self, speaker: usize) -> Self {
        Said { speaker, ..self }
    }

    /// The first place of each part in `text`.
    fn in_text(&self, text: &str) -> AttributedStatement {
        let find = |part: &str| -> Range<usize> {
            let start = text.find(part).unwrap_or_else(|| panic!("{part:?} is not in the text"));
            start..start + part.len()
        };
        let pieces: Vec<Range<usize>> = self.pieces.iter().map(|piece| find(piece)).collect();
        let range = pieces[0].start..pieces[pieces.len() - 1].end;
        AttributedStatement {
            sentence: range.clone(),
            range,
            pieces,
            kind: self.kind,
            cue: self.cue.map(find),
            speaker: self.speaker,
            context: self.context.map_or(0..0, find),
        }
    }
}

/// What `said` finds in `text`.
pub fn extraction(text: &str, speakers: Vec<Speaker>, said: &[Said]) -> Extraction {
    Extraction { speakers, statements: said.iter().map(|said| said.in_text(text)).collect() }
}
