//! What is this? The footnote behind a reference, the references behind a footnote, a header field's meaning.

use std::ops::Range;

use crate::document::Snapshot;

/// What to show beside the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hover {
    /// What it is about.
    pub range: Range<usize>,
    /// The text to show, in the markup that was asked for.
    pub content: String,
}

/// How the content of a [`Hover`] is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Markup {
    /// Markdown: the edition's own text is escaped.
    Markdown,
    /// Plain text.
    Plain,
}

/// Answers for the byte `offset`; `None` where there is nothing to say.
pub fn find(_snapshot: &Snapshot, _offset: usize, _markup: Markup) -> Option<Hover> {
    None
}
