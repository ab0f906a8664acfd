//! What a block of Markdown needs to know of the blocks before it.

/// The containers and the hidden stretch that a block starts within. Columns count from 0.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Markdown {
    /// Something other than blank lines came before.
    pub begun: bool,
    /// What the text is within.
    pub containers: Containers,
    /// What is open that is not read as text, if it closes.
    pub hidden: Hidden,
    /// The containers where that was opened: its own lines do not count.
    pub kept: Containers,
}

/// Footnote and list item that paragraphs may go on in, by the columns that their paragraphs start at.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Containers {
    /// The column that paragraphs of the open footnote start at; 0 where none is open.
    pub note: u8,
    /// The column that paragraphs of the innermost list item start at; 0 where none is open.
    pub list: u8,
}

/// A stretch that is not read as text. One that never closes is text after all.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Hidden {
    /// Nothing of the kind is open.
    #[default]
    Nothing,
    /// The metadata at the very start.
    FrontMatter(FrontMatter),
    /// Code between fences.
    Fence {
        /// What the fence is made of.
        mark: u8,
        /// How much of it: the closing fence has as much or more.
        len: u8,
    },
    /// `<!-- ... -->`
    Comment,
    /// HTML whose content is no text, until its closing tag.
    Element(Element),
}

/// How far the metadata at the very start has been read.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct FrontMatter {
    /// Lines so far.
    pub lines: u16,
    /// One of them had a key.
    pub keyed: bool,
    /// It is TOML, between `+++` and `+++`.
    pub toml: bool,
}

/// The elements of HTML whose content is no text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Element {
    /// `<pre>`
    Pre,
    /// `<script>`
    Script,
    /// `<style>`
    Style,
    /// `<textarea>`
    Textarea,
}
