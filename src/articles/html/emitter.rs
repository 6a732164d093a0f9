//! How do tags and text come out of HTML, with the place of every piece of text?

use std::convert::Infallible;
use std::ops::Range;

use html5gum::emitters::callback::{Callback, CallbackEmitter, CallbackEvent};
use html5gum::emitters::{Emitter, ForwardingEmitter};
use html5gum::{Span, State, Tokenizer};

use crate::articles::html::page::Page;

/// Feeds `html` to `page`.
pub(super) fn tokenize<'a>(html: &'a str, page: &mut Page<'a>) {
    let mut tags = CallbackEmitter::new(Tags { page });
    tags.naively_switch_states(true);
    let emitter = PositionedEmitter { tags, html: html.as_bytes(), position: 0, start: 0 };
    // What reads from a string does not fail.
    let Ok(()) = Tokenizer::new_with_emitter(html, emitter).finish();
}

/// Hands text to the page piece by piece, since html5gum's own events join character references with the text around
/// them, and tell the place of the whole only.
struct PositionedEmitter<'a, 'p> {
    tags: CallbackEmitter<Tags<'a, 'p>>,
    html: &'a [u8],
    /// Bytes that the tokenizer has consumed.
    position: usize,
    /// Where the text begins that is emitted next.
    start: usize,
}

impl ForwardingEmitter for PositionedEmitter<'_, '_> {
    type Token = Infallible;

    fn inner(&mut self) -> &mut impl Emitter<Token = Infallible> {
        &mut self.tags
    }

    fn should_emit_errors(&mut self) -> bool {
        false
    }

    fn move_position(&mut self, offset: isize) {
        self.position = self.position.saturating_add_signed(offset);
    }

    fn init_string(&mut self) {
        self.start = self.position;
    }

    fn emit_string(&mut self, text: &[u8]) {
        let source = self.start..self.position;
        self.start = self.position;
        let page = &mut *self.tags.callback_mut().page;
        match verbatim(self.html, &source, text) {
            Some(source) => page.verbatim(source),
            None => page.decoded(&String::from_utf8_lossy(text), source),
        }
    }

    fn emit_current_tag(&mut self) -> Option<State> {
        self.start = self.position;
        let next = self.tags.emit_current_tag();
        // There is no end tag to wait for.
        next.filter(|_| !self.tags.callback_mut().page.is_closed_by_itself())
    }
}

/// The end of `source` that is `text` itself, unless `source` is a character reference.
fn verbatim(html: &[u8], source: &Range<usize>, text: &[u8]) -> Option<Range<usize>> {
    // A line feed behind a carriage return is consumed with what follows it.
    let start = source.end.checked_sub(text.len())?;
    let is_reference = start > source.start && html.get(source.start) == Some(&b'&');
    (start >= source.start && !is_reference && html.get(start..source.end) == Some(text))
        .then_some(start..source.end)
}

/// Hands tags to the page.
struct Tags<'a, 'p> {
    page: &'p mut Page<'a>,
}

impl Callback<Infallible, ()> for Tags<'_, '_> {
    fn handle_event(&mut self, event: CallbackEvent<'_>, _: Span<()>) -> Option<Infallible> {
        match event {
            CallbackEvent::OpenStartTag { name } => self.page.start_tag(name),
            CallbackEvent::AttributeName { name } => self.page.attribute(name),
            CallbackEvent::AttributeValue { value } => self.page.attribute_value(value),
            CallbackEvent::CloseStartTag { self_closing } => self.page.end_of_start_tag(self_closing),
            CallbackEvent::EndTag { name } => self.page.end_tag(name),
            CallbackEvent::String { .. }
            | CallbackEvent::Comment { .. }
            | CallbackEvent::Doctype { .. }
            | CallbackEvent::Error(_) => {}
        }
        None
    }
}
