//! The dialect of Project Gutenberg.
//!
//! ```text
//! text     = preamble header "*** START OF ..." body "*** END OF ..." licence
//! ref      = "[" label "]" | "{" page [letter] "}" | "(" n ")" | "[FN#" n "]" | "[Endnote " n "]" | word "*"
//! note     = the same at a paragraph's start, or below another note of its kind
//!          | "[Footnote" [label] ":" text "]"          over lines and paragraphs, wherever it stands
//!          | "*[Footnote:" text "]"                    goes on with the note before
//!          | ("Note" | "Footnote" | "Endnote") n ("." | ":") text
//! label    = n | n letter | letter | symbols | roman numeral
//! ```
//!
//! The grammar comes from a survey of 2,015 books, and from the guidelines of Distributed Proofreaders.

mod blocks;
mod frame;
mod markers;

use crate::dialect::{Dialect, labels, lines};
use crate::header::Header;
use crate::scan::{self, Form, Kind, Label, Mark, Scan, State, Tally, Within};
use crate::text::{Text, trim};

pub use frame::is_beginning;

/// The dialect.
#[derive(Debug)]
pub struct Gutenberg;

impl Dialect for Gutenberg {
    fn name(&self) -> &str {
        "gutenberg"
    }

    fn scan(&self, block: &str, entry: State) -> Scan {
        let mut marks = Vec::new();
        let mut state = entry;
        for (start, line) in scan::lines(block) {
            let text = trim(line);
            let offset = start + (text.as_ptr() as usize - line.as_ptr() as usize);
            state = scan_line(text, state, |at, len, kind, label| {
                marks.push(Mark { offset: (offset + at) as u32, len: len as u32, kind, label });
            });
        }
        marks.sort_by_key(|mark| mark.offset);
        Scan { marks, tally: Tally::default(), exit: state }
    }

    fn holds_whole_works(&self) -> bool {
        true
    }

    fn header(&self, text: &Text, _until: usize) -> Header {
        frame::header(text)
    }

    fn opening(&self, text: &Text) -> Option<usize> {
        Some(frame::opening(text))
    }
}

/// Calls `found` with offset, length, kind and label of everything that a line shows; returns the state behind it.
fn scan_line(text: &str, state: State, mut found: impl FnMut(usize, usize, Kind, Label)) -> State {
    if text.is_empty() {
        return State { within: state.within, ..State::START };
    }
    if let Some(edge) = frame::edge(text, state.after_blank) {
        found(0, text.len(), Kind::Edge(edge), Label::NONE);
        return State::START;
    }
    let is_open = state.within != Within::Text;
    if !is_open && state.after_blank && !blocks::opens(text) && lines::is_notes_heading(text) {
        found(0, text.len(), Kind::NotesHeading, Label::NONE);
        return State::START;
    }
    let mut next = State { after_blank: false, opened: state.opened, ..state };
    let mut from = 0;
    // A footnote begins a paragraph, or a line below another footnote.
    let opening = markers::opening(text)
        .filter(|(kind, ..)| state.after_blank || state.opened.is_some_and(|form| opens_as(*kind, form)));
    if let Some((kind, label, len)) = opening {
        found(0, len, kind, label);
        next.opened = form(kind);
        from = len;
    } else if state.after_blank && !blocks::opens(text) {
        next.opened = None;
        if !is_open {
            found(0, text.len(), Kind::Paragraph, Label::NONE);
        }
    }
    let (mut closing, mut others) = (Vec::new(), Vec::new());
    next.within = blocks::follow(text, from, state, |at, len, kind, label| {
        closing.extend((kind == Kind::NoteEnd).then_some(at));
        others.push(at..at + len);
        found(at, len, kind, label);
    });
    let is_closing = |end: usize| closing.binary_search(&end).is_ok();
    markers::within(text, from, |at, len, kind, label| {
        others.push(at..at + len);
        // The bracket that closes a block is no label's.
        if !(matches!(kind, Kind::Damaged(_)) && is_closing(at + len)) {
            found(at, len, kind, label);
        }
    });
    labels::bare(text, from, others, found);
    next
}

fn form(kind: Kind) -> Option<Form> {
    match kind {
        Kind::Note { form, .. } => Some(form),
        Kind::Damaged(damage) => damage.opens,
        _ => None,
    }
}

fn opens_as(kind: Kind, other: Form) -> bool {
    form(kind) == Some(other)
}
