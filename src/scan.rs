//! Marks: what a stretch of text shows on its own, before anything is known of the rest.
//!
//! A dialect's scan is pure and never fails: text of one block and state at its start give marks and the state
//! at its end. What the marks mean together is for [`crate::edition`] to say.

use std::fmt;
use std::ops::Add;

/// The family of a label: footnotes are numbered within one, and references look only into their own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Series {
    /// `1`
    Number,
    /// `1*`: in archives that number the author's and the editor's notes apart.
    NumberStar,
    /// `*1`
    StarNumber,
    /// `A`
    Letter,
    /// `*`, `**`: the number counts the asterisks.
    Asterisk,
    /// `†`, `††`: the number counts the daggers.
    Dagger,
}

impl Series {
    /// How many there are.
    pub const COUNT: usize = 6;

    /// The word for it in every output.
    pub fn name(self) -> &'static str {
        match self {
            Series::Number => "number",
            Series::NumberStar => "number-star",
            Series::StarNumber => "star-number",
            Series::Letter => "letter",
            Series::Asterisk => "asterisk",
            Series::Dagger => "dagger",
        }
    }
}

/// What a reference and its footnote have in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Label {
    /// The family it belongs to.
    pub series: Series,
    /// Its number (for letters, 1 is `A`).
    pub number: u32,
    /// The last number, for a label that bears several (`4,5`); otherwise the same as `number`.
    pub last: u32,
}

impl Label {
    /// A label that bears one number.
    pub fn new(series: Series, number: u32) -> Self {
        Label { series, number, last: number }
    }

    /// The same series, another number.
    pub fn with_number(self, number: u32) -> Self {
        Label::new(self.series, number)
    }

    /// Whether the label bears this number.
    pub fn bears(self, number: u32) -> bool {
        self.numbers().contains(&number)
    }

    /// The numbers that the label bears.
    pub fn numbers(self) -> std::ops::Range<u32> {
        self.number..self.last + 1
    }
}

impl fmt::Display for Label {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.series {
            Series::Number if self.last > self.number => write!(f, "{},{}", self.number, self.last),
            Series::Number => write!(f, "{}", self.number),
            Series::NumberStar => write!(f, "{}*", self.number),
            Series::StarNumber => write!(f, "*{}", self.number),
            Series::Letter => match char::from_u32('A' as u32 + self.number.saturating_sub(1)) {
                Some(c) if self.number <= 26 => write!(f, "{c}"),
                _ => write!(f, "{}", self.number),
            },
            Series::Asterisk => write!(f, "{}", "*".repeat(self.number as usize)),
            Series::Dagger => write!(f, "{}", "†".repeat(self.number as usize)),
        }
    }
}

/// How a footnote writes its label.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum NoteForm {
    /// `[1] text`
    Bracket,
    /// `1. text`
    Dot,
    /// `(1) text`
    Parentheses,
    /// `1) text`
    Parenthesis,
    /// `* text`
    Bare,
}

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
    Reference,
    /// A label at the start of a line, as footnotes begin; or a reference that a line break put there.
    Note {
        /// How the label is written.
        form: NoteForm,
        /// Nothing else is on the line.
        alone: bool,
    },
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
}

/// What is wrong with a damaged label.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Damage {
    /// The kind of damage.
    pub kind: DamageKind,
    /// Where it starts a line, how footnotes there write their labels; `None` within a line.
    pub opens: Option<NoteForm>,
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
    pub const START: State = State { after_blank: true, loose: None };
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
}

impl Add for Tally {
    type Output = Tally;

    fn add(self, other: Tally) -> Tally {
        Tally {
            prose: self.prose + other.prose,
            prose_lines: self.prose_lines + other.prose_lines,
            other: self.other + other.other,
            entries: self.entries + other.entries,
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
