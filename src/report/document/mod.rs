//! A report as headings, paragraphs, tables and charts, before it is HTML or Markdown: both say the same because both are
//! made of this.

mod excerpt;
mod scale;
pub(super) mod table;
mod to_html;
mod to_markdown;
mod whisker;

pub(super) use excerpt::{Excerpt, Piece, Side};
pub(super) use scale::Scale;
pub(super) use table::{Cell, Column, Table};

use crate::evaluation::Interval;

/// A report.
pub(super) struct Document {
    pub title: String,
    /// What was measured and what came out, in a sentence or two.
    pub lead: String,
    pub sections: Vec<Section>,
}

/// A part of a report under a heading.
pub(super) struct Section {
    /// Names the section in links.
    pub id: &'static str,
    pub title: &'static str,
    pub blocks: Vec<Block>,
}

/// What stands in a section; every text in it is plain, and escaped when it is rendered.
pub(super) enum Block {
    Paragraph(String),
    /// What explains the block before it.
    Note(String),
    List(Vec<String>),
    /// Names with what they stand for.
    Facts(Vec<(&'static str, Fact)>),
    /// Long content word by word, unfolded on demand.
    Code(&'static str, String),
    /// The figures to remember; they stand in a table too.
    Headline(Vec<Headline>),
    Table(Table),
    /// Charts that stand side by side.
    Charts(Vec<Chart>),
    /// What the marks in excerpts mean.
    Legend,
    Excerpts(Vec<Excerpt>),
}

/// What a name in a list of facts stands for.
pub(super) enum Fact {
    Words(String),
    /// Word by word.
    Code(String),
}

/// A figure to remember.
pub(super) struct Headline {
    pub name: &'static str,
    pub value: f64,
    pub interval: Option<Interval>,
    pub meaning: String,
    pub scale: Scale,
}

/// A chart, and the numbers in it.
pub(super) struct Chart {
    pub title: &'static str,
    /// What the chart says to a reader who knows the measure.
    pub caption: String,
    /// The drawing; safe as it is.
    pub svg: String,
    pub data: Table,
}

impl Section {
    pub fn new(id: &'static str, title: &'static str, blocks: Vec<Block>) -> Self {
        Section { id, title, blocks }
    }
}
