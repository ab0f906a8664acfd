//! Marks: what a stretch of text shows on its own, before anything is known of the rest.
//!
//! A dialect's scan is pure and never fails: text of one block and state at its start give marks and the state
//! at its end. What the marks mean together is for [`crate::edition`] to say.

use std::ops::Add;

mod label;
mod markdown;

pub use label::{FORMS, Form, Label, PAGE, SERIES, SUPERSCRIPTS, Series, letters_value, roman_value};
pub use markdown::{Containers, Element, FrontMatter, Hidden, Markdown};

/// One thing that a line shows on its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mark {
    /// Where it starts: bytes from the start of its block.
    pub offset: u32,
    /// How long it is, in bytes.
    pub len: u32,
    /// What it looks like.
    pub kind: Kind,
    /// Its label; meaningless for kinds that bear none.
    pub label: Label,
}

/// What a [`Mark`] looks like. Whether it is that, only the whole text can tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A label within a line: `[1]`.
    Reference(Form),
    /// A number in round brackets that may count points: `(1) the hive, (2) the bees`.
    Point,
    /// A label at the start of a line, as footnotes begin; or a reference that a line break put there.
    Note {
        /// How the label is written.
        form: Form,
        /// Nothing else is on the line.
        alone: bool,
    },
    /// Where the footnote that is open ends: behind its closing bracket.
    NoteEnd,
    /// Where a footnote in brackets goes on that ended before: `*[Footnote:`.
    NoteResumes,
    /// Something that was meant to be a label, perhaps.
    Damaged(Damage),
    /// The first line of a paragraph that shows nothing else at its start.
    Paragraph,
    /// A line such as `Notes` or `Footnotes`.
    NotesHeading,
    /// A line of the web page around the text: breadcrumb, links, date of change.
    Navigation,
    /// A page break of the printed source.
    PageMark,
    /// A line that parts the text from what a publisher has put around it.
    Edge(Edge),
    /// A heading of this level, without the marks that make it one.
    Heading(u8),
    /// Something that is wrong by itself, whatever the rest of the text says.
    Fault(Fault),
    /// Something that is not read as text, if it closes: code between fences, a comment, front matter.
    Hidden(Bound),
}

/// Where something starts, and where it ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bound {
    /// It starts here.
    Opens,
    /// It ends here.
    Closes,
}

/// What can be wrong with a note by itself. Most of it makes readers lose the note without a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// `[^a b]: text`: a label with white space.
    SpacedLabel,
    /// A footnote directly under a paragraph: Pandoc takes it for part of that.
    UnderText,
    /// A footnote that is indented as code is, or into the text of the one before.
    Indented,
    /// A paragraph that is indented, but too little to belong to the footnote above it.
    Outdented,
    /// `[^a note with words]` for `^[a note with words]`.
    Reversed,
    /// `^[a note](x)`: the bracket behind it makes a link of it.
    Swallowed,
    /// `[^1](x)`, which some readers take for a link.
    Linked,
    /// `^[a note` without its end in the same paragraph.
    Unclosed,
    /// A note behind an image that would else be a figure with a caption.
    AfterImage,
}

/// The lines that part a text from what a publisher has put around it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Edge {
    /// The text starts behind it.
    Start,
    /// The text ends before it.
    End,
    /// Terms begin here.
    TermsStart,
    /// Terms end here.
    TermsEnd,
    /// Remarks on the transcription begin here.
    Remarks,
}

/// What is wrong with a damaged label.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Damage {
    /// The kind of damage.
    pub kind: DamageKind,
    /// Where it starts a line, how footnotes there write their labels; `None` within a line.
    pub opens: Option<Form>,
}

/// The kinds of [`Damage`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DamageKind {
    /// Letters for digits, spaces, a wrong bracket: `[l]`, `[ 1 ]`, `{1]`.
    Misread,
    /// One bracket is missing: `[1`, `1]`.
    Unclosed,
    /// The full stop is missing: `17* See`.
    Malformed,
}

/// What a block needs to know of the text before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct State {
    /// The line before was blank, or there is none.
    pub after_blank: bool,
    /// The line before, if it was counted as no prose.
    pub loose: Option<Loose>,
    /// What the block starts within.
    pub within: Within,
    /// How the footnote is labelled that the paragraph began with.
    pub opened: Option<Form>,
}

/// What text may be within, across lines.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Within {
    /// Nothing else.
    #[default]
    Text,
    /// A footnote in brackets.
    Enclosed {
        /// How many brackets are open.
        depth: u8,
        /// For how many lines.
        lines: u16,
        /// Whether a paragraph has ended since.
        is_broken: bool,
    },
    /// Markdown.
    Markdown(Markdown),
}

/// A line that turns out to be prose if the next one goes on with its sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Loose {
    /// Its length in bytes.
    pub len: isize,
    /// Whether it was counted as an entry (see [`Tally`]).
    pub entry: bool,
}

impl State {
    /// The state at the start of a text.
    pub const START: State = State { after_blank: true, loose: None, within: Within::Text, opened: None };
}

/// What kind of text a block is made of. Sums over blocks; of one block alone, what it takes back from the one
/// before may be negative.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// Bytes in lines of prose: long ones, and those of hard-wrapped paragraphs.
    pub prose: isize,
    /// How many lines of prose there are.
    pub prose_lines: isize,
    /// Bytes in all other lines that are neither blank nor navigation.
    pub other: isize,
    /// Lines among the latter that end without punctuation, as the entries of a table of contents do.
    pub entries: isize,
    /// Signs of technical writing: code, tables, pictures that are links.
    pub technical: isize,
}

impl Add for Tally {
    type Output = Tally;

    fn add(self, other: Tally) -> Tally {
        Tally {
            prose: self.prose + other.prose,
            prose_lines: self.prose_lines + other.prose_lines,
            other: self.other + other.other,
            entries: self.entries + other.entries,
            technical: self.technical + other.technical,
        }
    }
}

/// What a block shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scan {
    /// Its marks in text order.
    pub marks: Vec<Mark>,
    /// What kind of text it is made of.
    pub tally: Tally,
    /// The state at its end.
    pub exit: State,
}

/// The lines of a block with their offsets, without their line breaks (LF, CRLF, CR).
pub fn lines(block: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let rest = block.get(at..).filter(|rest| !rest.is_empty())?;
        let start = at;
        let end = memchr::memchr2(b'\n', b'\r', rest.as_bytes()).unwrap_or(rest.len());
        let crlf = rest.as_bytes()[end..].starts_with(b"\r\n");
        at += (end + 1 + usize::from(crlf)).min(rest.len());
        Some((start, &rest[..end]))
    })
}
