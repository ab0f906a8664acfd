//! What is in this text? The outline: header, sections, notes.

use std::ops::Range;

use crate::document::Snapshot;

/// One entry of the outline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Symbol {
    /// What it is called.
    pub name: String,
    /// A word more: a field's value, the beginning of a footnote.
    pub detail: Option<String>,
    /// What it is.
    pub kind: SymbolKind,
    /// All of it.
    pub range: Range<usize>,
    /// The part that names it; within `range`.
    pub selection: Range<usize>,
    /// What it holds; each within `range`.
    pub children: Vec<Symbol>,
}

/// The kinds of [`Symbol`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SymbolKind {
    /// The metadata header.
    Header,
    /// One field of it.
    Field,
    /// A section of the body, by its heading.
    Section,
    /// A region of notes.
    Notes,
    /// A footnote.
    Footnote,
}

/// The outline, in text order.
pub fn outline(_snapshot: &Snapshot) -> Vec<Symbol> {
    Vec::new()
}
