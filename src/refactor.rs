//! Refactorings: changes of a text that a person asks for. One per file; each says where it is on offer, and makes its
//! edits from one snapshot.
//!
//! Invariant: what comes out is read again before it is handed out (see [`Change::checked`]). Every reference that a
//! refactoring does not speak of leads to the same footnote as before; one that cannot promise it is refused, with the
//! place that is in the way.

use std::collections::HashSet;
use std::ops::Range;

use crate::document::Snapshot;
use crate::edition::{Edition, Fate, Footnote, Leads, Reference, Verdict};
use crate::edits::Edits;
use crate::rules::Fix;

/// Declares the refactorings: each is a module of its name with a static `REFACTORINGS`.
macro_rules! registry {
    ($($module:ident),* $(,)?) => {
        $(pub mod $module;)*

        /// Every refactoring, in the order in which they are offered.
        pub static REFACTORINGS: &[&[Refactoring]] = &[$($module::REFACTORINGS),*];
    };
}

registry! {
    insert,
    delete,
    inline,
    move_notes,
    join,
    header,
    renumber,
    sort,
    style,
    merge,
    prefix,
}

mod count;
mod group;
mod relabel;
pub mod rename;

/// One change that a person can ask for.
pub struct Refactoring {
    /// Its name: `insert-footnote`. Commands are called so.
    pub name: &'static str,
    /// What editors sort it by: a code action kind of LSP, as exact as a key binding needs it.
    pub kind: &'static str,
    /// What it does, in a few words of a list.
    pub summary: &'static str,
    /// What it would do for the cursor or selection (bytes), as a title; `None` where it makes no sense. Cheap: it is
    /// asked whenever the cursor rests.
    pub offer: fn(&Snapshot, Range<usize>) -> Option<String>,
    /// Does it.
    pub apply: fn(&Snapshot, Range<usize>) -> Result<Change, Refusal>,
}

/// What a refactoring makes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Change {
    /// The edits; none where everything is already as it should be.
    pub edits: Edits,
    /// What should be selected afterwards: bytes of the text as it is then.
    pub selection: Option<Range<usize>>,
}

/// Why a change cannot be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// For a person: what is in the way, and what would help.
    pub message: String,
    /// Where: bytes.
    pub place: Option<Range<usize>>,
}

impl Refusal {
    /// A refusal that is not about one place.
    pub fn new(message: impl Into<String>) -> Self {
        Refusal { message: message.into(), place: None }
    }

    /// A refusal because of a place; the message names its line.
    pub fn at(place: Range<usize>, snapshot: &Snapshot, message: &str) -> Self {
        let line = snapshot.text().line_of(place.start) + 1;
        Refusal { message: format!("Line {line}: {message}"), place: Some(place) }
    }

    /// A refusal because of a footnote whose label another one bears.
    fn second(footnote: &Footnote, snapshot: &Snapshot) -> Self {
        let label = snapshot.edition().name(footnote.label);
        let message = format!("this is a second footnote {label}. Correct its label first, or remove it.");
        Refusal::at(footnote.marker.clone(), snapshot, &message)
    }

    /// A refusal because of a reference that nobody asked to lead elsewhere, and that would.
    fn led_elsewhere(reference: &Reference, snapshot: &Snapshot) -> Self {
        let message = "this reference would lead elsewhere afterwards. Mend what is wrong near it first.";
        Refusal::at(reference.range.clone(), snapshot, message)
    }
}

/// The refactoring of this name.
pub fn find(name: &str) -> Option<&'static Refactoring> {
    all().find(|refactoring| refactoring.name == name)
}

/// Every refactoring.
pub fn all() -> impl Iterator<Item = &'static Refactoring> {
    REFACTORINGS.iter().copied().flatten()
}

/// Whether a place is at the marker of a footnote or of a reference. What is about all notes is on offer there and nowhere
/// else: who writes in the middle of a paragraph has no use for a long list.
fn is_at_label(snapshot: &Snapshot, offset: usize) -> bool {
    let edition = snapshot.edition();
    edition.reference_at(offset).is_some() || edition.footnote_marked_at(offset).is_some()
}

/// The edition, if its footnotes and references are understood well enough to be changed.
fn understood(snapshot: &Snapshot) -> Result<&Edition, Refusal> {
    let edition = snapshot.edition();
    match doubt(edition.verdict) {
        _ if !edition.is_edition => Err(Refusal::new("This text is not read as an edition.")),
        Some(why) => Err(Refusal::new(why)),
        None if edition.verdict == Verdict::NoNotes => Err(Refusal::new("This text has no footnotes.")),
        None => Ok(edition),
    }
}

/// Why footnotes and references cannot be told well enough to be changed.
fn doubt(verdict: Verdict) -> Option<&'static str> {
    match verdict {
        Verdict::NoNotes | Verdict::Checked => None,
        Verdict::Detached => Some("The footnotes of this text are not in this file."),
        Verdict::Unrelated => Some(
            "Too few of the references in this text have a footnote to be sure which numbers are references.",
        ),
    }
}

/// What a selection means. Editors whose cursor is a block, such as Helix, have the letter under it selected, and nobody else
/// has a reason to select one letter: that is a cursor before it.
pub fn meant(snapshot: &Snapshot, selected: Range<usize>) -> Range<usize> {
    /// No letter is longer, in UTF-8.
    const LONGEST: usize = 4;
    let is_letter = selected.len() <= LONGEST && snapshot.text().slice(selected.clone()).chars().count() == 1;
    if is_letter { selected.start..selected.start } else { selected }
}

impl Change {
    /// Edits that move no selection.
    pub fn new(edits: Edits) -> Self {
        Change { edits, selection: None }
    }

    /// What a fix does alone.
    pub fn of(fix: &Fix) -> Self {
        Change { edits: fix.edits.clone(), selection: fix.caret.map(|caret| caret..caret) }
    }

    /// This change, if every reference still leads to the footnote it led to: of the references and footnotes that
    /// stand outside the edits, or whose labels they replace, none may be bound otherwise. `is_meant` tells the footnotes
    /// (by the start of their markers, in the text before) whose bindings are meant to change.
    pub fn checked(self, snapshot: &Snapshot, is_meant: impl Fn(usize) -> bool) -> Result<Self, Refusal> {
        self.checked_and(snapshot, is_meant, |_| Ok(()))
    }

    /// The same, and if what is expected of the text as it is then holds too.
    fn checked_and(
        self,
        snapshot: &Snapshot,
        is_meant: impl Fn(usize) -> bool,
        is_expected: impl Fn(&Snapshot) -> Result<(), Refusal>,
    ) -> Result<Self, Refusal> {
        let after = snapshot.after(&self.edits);
        let (old, new) = (snapshot.edition(), after.edition());
        let moves = self.edits.moves();
        let leads = Leads::new(old, new, |start| moves.kept(start));
        let is_meant = |footnote: usize| is_meant(old.footnotes[footnote].marker.start);
        for (index, reference) in old.references.iter().enumerate() {
            let is_free = leads.reference(index) == Fate::Gone || reference.footnote.is_some_and(is_meant);
            if !is_free && !leads.is_true(index) {
                return Err(Refusal::led_elsewhere(reference, snapshot));
            }
        }
        let is_lost = |index: &usize| leads.footnote(*index) == Fate::Unread && !is_meant(*index);
        if let Some(lost) = (0..old.footnotes.len()).find(is_lost) {
            let message =
                "this would not be read as a footnote afterwards. Mend what is wrong near it first.";
            return Err(Refusal::at(old.footnotes[lost].marker.clone(), snapshot, message));
        }
        let kept: HashSet<usize> =
            (0..old.footnotes.len()).filter_map(|index| leads.footnote(index).read()).collect();
        let gained = new.footnotes.iter().enumerate().filter(|(index, _)| !kept.contains(index));
        let mut gained = gained.map(|(_, footnote)| footnote.marker.start);
        if let Some(gained) = gained.find(|&start| !moves.is_made(start)) {
            let line = after.text().line_of(gained) + 1;
            return Err(Refusal::new(format!(
                "Line {line} would be read as a footnote afterwards. Mend what is wrong near it first."
            )));
        }
        is_expected(&after)?;
        Ok(self)
    }
}

#[cfg(test)]
mod tests;
