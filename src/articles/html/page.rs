//! Which paragraphs does a page have?

use std::mem::take;
use std::ops::Range;

use crate::articles::html::block::{Block, Gap};
use crate::articles::html::elements::{Element, OpenElements, Role};
use crate::articles::html::metadata::{MetaElement, Metadata};

/// Where a word may be parted at the end of a line; elsewhere it is not seen.
const SOFT_HYPHEN: char = '\u{AD}';

/// A page as tags and text come in.
#[derive(Debug)]
pub(super) struct Page<'a> {
    html: &'a str,
    /// Whether it is XML, where `<script/>` ends as it begins.
    is_xml: bool,
    elements: OpenElements,
    /// The start tag that is being read, or was last.
    tag: Option<Element>,
    is_closed_by_itself: bool,
    meta: MetaElement,
    metadata: Metadata,
    /// Text of the page that is not in a block yet: the tokenizer may part characters.
    run: Range<usize>,
    gap: Gap,
    is_link: bool,
    /// The block that is being filled.
    block: Block,
    blocks: Vec<Block>,
}

impl<'a> Page<'a> {
    /// A page of which nothing is read.
    pub fn new(html: &'a str) -> Self {
        Page {
            html,
            is_xml: html.trim_start().starts_with("<?xml"),
            elements: OpenElements::new(),
            tag: None,
            is_closed_by_itself: false,
            meta: MetaElement::default(),
            metadata: Metadata::default(),
            run: 0..0,
            gap: Gap::None,
            is_link: false,
            block: Block::default(),
            blocks: Vec::new(),
        }
    }

    /// Its paragraphs, and what it says of itself.
    pub fn finish(mut self) -> (Vec<Block>, Metadata) {
        self.end_block();
        (self.blocks, self.metadata)
    }

    /// Text that stands in the page as it is read.
    pub fn verbatim(&mut self, source: Range<usize>) {
        if self.run.end != source.start {
            self.end_run();
            self.run.start = source.start;
        }
        self.run.end = source.end;
    }

    /// Text that something else stands for in the page.
    pub fn decoded(&mut self, text: &str, source: Range<usize>) {
        self.end_run();
        self.add(text, source, false);
    }

    /// `<name` has been read.
    pub fn start_tag(&mut self, name: &[u8]) {
        self.end_run();
        self.tag = Element::named(name);
        // A link ends where the next begins; without a destination it is a name for this place only.
        self.is_link &= !self.is_in_tag(Role::Link);
    }

    /// An attribute's name has been read.
    pub fn attribute(&mut self, name: &[u8]) {
        if self.is_in_tag(Role::Meta) {
            self.meta.attribute(name);
        }
        self.is_link |= self.is_in_tag(Role::Link) && name == b"href";
    }

    /// An attribute's value has been read.
    pub fn attribute_value(&mut self, value: &[u8]) {
        if self.is_in_tag(Role::Meta) {
            self.meta.attribute_value(value);
        }
    }

    /// `>` or `/>` has been read.
    pub fn end_of_start_tag(&mut self, is_self_closing: bool) {
        self.is_closed_by_itself = self.is_xml && is_self_closing;
        let Some(element) = self.tag else { return };
        self.border(element);
        match element.role() {
            Role::Line => self.end_line(),
            Role::Meta => self.metadata.add(&take(&mut self.meta)),
            Role::Headline => self.block.is_headline = true,
            _ => self.elements.open(element),
        }
        if self.is_closed_by_itself {
            self.close(element);
        }
    }

    /// Whether the start tag that was read last is an element without content.
    pub fn is_closed_by_itself(&self) -> bool {
        self.is_closed_by_itself
    }

    /// `</name>` has been read.
    pub fn end_tag(&mut self, name: &[u8]) {
        if let Some(element) = Element::named(name) {
            self.border(element);
            self.close(element);
        }
    }

    fn close(&mut self, element: Element) {
        match element.role() {
            Role::Link => self.is_link = false,
            _ => self.elements.close(element),
        }
    }

    fn is_in_tag(&self, role: Role) -> bool {
        self.tag.is_some_and(|element| element.role() == role)
    }

    /// Ends what cannot go on beyond a tag of `element`.
    fn border(&mut self, element: Element) {
        if element.role().is_inline() { self.end_run() } else { self.end_block() }
    }

    fn end_run(&mut self) {
        let run = take(&mut self.run);
        let text = self.html.get(run.clone()).unwrap_or_default();
        self.add(text, run, true);
    }

    /// Adds text with the places of its words.
    fn add(&mut self, text: &str, source: Range<usize>, is_verbatim: bool) {
        if text.is_empty() || self.elements.is_unread() {
            return;
        }
        if self.elements.is_inside(Role::Preformatted) {
            self.add_lines(text, source, is_verbatim);
        } else {
            self.add_words(text, source, is_verbatim);
        }
    }

    fn add_words(&mut self, text: &str, source: Range<usize>, is_verbatim: bool) {
        let mut at = source.start;
        for piece in text.split_inclusive(|c: char| c.is_whitespace() || c == SOFT_HYPHEN) {
            let word = piece.trim_end().trim_end_matches(SOFT_HYPHEN);
            let word_source = if is_verbatim { at..at + word.len() } else { source.clone() };
            self.push(word, word_source, is_verbatim);
            if piece.ends_with(char::is_whitespace) {
                self.gap = self.gap.max(Gap::Space);
            }
            at += piece.len();
        }
    }

    fn add_lines(&mut self, text: &str, source: Range<usize>, is_verbatim: bool) {
        let mut at = source.start;
        for piece in text.split_inclusive('\n') {
            let line = piece.trim_end();
            let line_source = if is_verbatim { at..at + line.len() } else { source.clone() };
            self.push(line, line_source, is_verbatim);
            if piece.ends_with('\n') {
                self.end_line();
            } else if line.len() < piece.len() {
                self.gap = self.gap.max(Gap::Space);
            }
            at += piece.len();
        }
    }

    fn push(&mut self, text: &str, source: Range<usize>, is_verbatim: bool) {
        if text.is_empty() {
            return;
        }
        if self.is_link {
            self.block.n_linked += text.len();
        }
        self.block.push(take(&mut self.gap), text, source, is_verbatim);
    }

    /// Ends a line, or the paragraph where the line is empty.
    fn end_line(&mut self) {
        if self.elements.is_unread() {
            return;
        }
        if self.gap == Gap::Line {
            self.end_block();
        } else {
            self.gap = Gap::Line;
        }
    }

    fn end_block(&mut self) {
        self.end_run();
        self.gap = Gap::None;
        let mut block = take(&mut self.block);
        if !block.text.is_empty() {
            block.article = self.elements.article();
            block.is_in_main = self.elements.is_inside(Role::Main);
            block.is_in_form = self.elements.is_inside(Role::Form);
            self.blocks.push(block);
        }
    }
}
