//! Marks: what a stretch of text shows on its own, before anything is known of the rest.
//!
//! Scanning is pure and never fails: (text of one block, dialect, state at its start) gives marks and the
//! state at its end. What the marks mean together is for [`crate::edition`] to say.

use std::fmt;

use crate::dialect::Dialect;

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
        (self.number..=self.last).contains(&number)
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
