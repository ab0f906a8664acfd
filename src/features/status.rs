//! What is this text taken for, and how do its notes stand? For a status line.

use crate::document::Snapshot;
use crate::edition::{Edition, Verdict};
use crate::scan::Form;
use crate::words::count;

/// How a text stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Status<'a> {
    /// Whether it is an edition, and so checked.
    pub is_edition: bool,
    /// The name of the dialect that it is read in, if it is one.
    pub dialect: Option<&'a str>,
    /// How many references it has.
    pub references: usize,
    /// How many footnotes it has.
    pub footnotes: usize,
    /// All this as one line for people.
    pub summary: String,
}

/// How a text stands.
pub fn find(snapshot: &Snapshot) -> Status<'_> {
    let edition = snapshot.edition();
    let summary = match (edition.is_edition, &edition.dialect) {
        (false, _) => "No edition: nothing in it is checked".to_owned(),
        (true, None) => "No known dialect".to_owned(),
        (true, Some(_)) => format!("Notes {}", notes(edition)),
    };
    Status {
        is_edition: edition.is_edition,
        dialect: edition.dialect.as_deref(),
        references: edition.references.len(),
        footnotes: edition.footnotes.len(),
        summary,
    }
}

/// Whether the notes of an edition are checked, and what came out: the end of a sentence that begins with “Notes”.
pub fn notes(edition: &Edition) -> String {
    let found = || {
        let references = count(edition.references.len(), "reference");
        format!("{references}, {}", count(edition.footnotes.len(), "footnote"))
    };
    match edition.verdict {
        Verdict::NoNotes => "not checked: there are none".to_owned(),
        Verdict::Checked => format!("checked: {}; {}", found(), misfits(edition)),
        Verdict::Detached => {
            format!("not checked one by one: {}. The footnotes are in another file, or were lost", found())
        }
        Verdict::Unrelated => {
            format!(
                "not checked: {}, and too few numbers have both. They probably mean something else",
                found()
            )
        }
    }
}

fn misfits(edition: &Edition) -> String {
    let unbound = edition.references.iter().filter(|reference| reference.footnote.is_none()).count();
    let is_idle = |&index: &usize| {
        edition.references_of(index).len() == 0 && edition.footnotes[index].form != Form::Inline
    };
    let idle = (0..edition.footnotes.len()).filter(is_idle).count();
    match (unbound, idle) {
        (0, 0) => "all fit together".to_owned(),
        (_, 0) => format!("{} without a footnote", count(unbound, "reference")),
        (0, _) => format!("{} without a reference", count(idle, "footnote")),
        _ => format!(
            "{} without a footnote, {} without a reference",
            count(unbound, "reference"),
            count(idle, "footnote")
        ),
    }
}
