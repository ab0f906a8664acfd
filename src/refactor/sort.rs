//! Sorting: notes that stand together, in the order of their labels. Renumbering leaves them where they are; who wants
//! them to follow asks for this.

use std::ops::Range;

use super::count::refuse_what_is_doubtful;
use super::{Change, Refactoring, Refusal, understood};
use crate::document::Snapshot;
use crate::edits::{Edit, Edits};
use crate::notes;
use crate::scan::Form;

/// Of all notes of a text, each among those that it stands with.
pub const REFACTORINGS: &[Refactoring] = &[Refactoring {
    name: "sort-notes",
    kind: "refactor.move.notes.sort",
    summary: "Put the notes in the order of their labels",
    offer: |snapshot, at| {
        understood(snapshot).ok()?;
        snapshot.edition().footnote_meant_at(at.start)?;
        // Most texts are in order, and what stands together takes a longer look.
        let may_be_off =
            snapshot.edition().numberings().iter().any(|one| !is_sorted(snapshot, &one.footnotes));
        let is_off = may_be_off && groups(snapshot).iter().any(|group| !is_sorted(snapshot, group));
        is_off.then(|| "Put the notes in the order of their labels".to_owned())
    },
    apply: |snapshot, _| sort(snapshot),
}];

fn sort(snapshot: &Snapshot) -> Result<Change, Refusal> {
    let edition = understood(snapshot)?;
    for numbering in edition.numberings() {
        refuse_what_is_doubtful(snapshot, &numbering)?;
    }
    let extent = |index: usize| edition.extent(index, snapshot.text());
    let mut edits = Vec::new();
    for group in groups(snapshot) {
        let mut sorted = group.clone();
        sorted.sort_by_key(|&index| edition.footnotes[index].label.number);
        for (&there, &wanted) in group.iter().zip(&sorted).filter(|(there, wanted)| there != wanted) {
            let start = snapshot.text().line_start(snapshot.text().line_of(extent(there).start));
            if notes::is_parted(snapshot, start..extent(there).start) {
                let message = "this footnote has no line of its own. Move it by hand.";
                return Err(Refusal::at(extent(there), snapshot, message));
            }
            edits.push(Edit::new(extent(there), snapshot.text().slice(extent(wanted))));
        }
    }
    let edits = Edits::new(edits).ok_or_else(|| Refusal::new("Some notes stand within others."))?;
    let after = snapshot.after(&edits);
    match said(snapshot) == said(&after) {
        true => Ok(Change::new(edits)),
        false => Err(Refusal::new(
            "Sorted, some notes would be read in another way. Mend what is wrong with them first.",
        )),
    }
}

/// The footnotes of each numbering that stand together with nothing between them, in text order.
fn groups(snapshot: &Snapshot) -> Vec<Vec<usize>> {
    let (edition, text) = (snapshot.edition(), snapshot.text());
    let mut groups = Vec::new();
    for numbering in edition.numberings() {
        let mut group: Vec<usize> = Vec::new();
        for index in numbering.footnotes {
            let follows = |&before: &usize| {
                let between = edition.extent(before, text).end..edition.footnotes[index].marker.start;
                between.start <= between.end && is_filled_by_notes(snapshot, before, index, between)
            };
            if !group.last().is_none_or(follows) {
                groups.push(std::mem::take(&mut group));
            }
            group.push(index);
        }
        groups.push(group);
    }
    groups
}

/// Whether nothing but other notes stands between two footnotes.
fn is_filled_by_notes(snapshot: &Snapshot, before: usize, index: usize, between: Range<usize>) -> bool {
    let (edition, text) = (snapshot.edition(), snapshot.text());
    let mut at = between.start;
    for other in before + 1..index {
        let footnote = &edition.footnotes[other];
        if footnote.form == Form::Inline {
            continue;
        }
        if notes::is_parted(snapshot, at..footnote.marker.start) {
            return false;
        }
        at = edition.extent(other, text).end;
    }
    !notes::is_parted(snapshot, at..between.end)
}

fn is_sorted(snapshot: &Snapshot, group: &[usize]) -> bool {
    let number = |index: &usize| snapshot.edition().footnotes[*index].label.number;
    group.is_sorted_by_key(number)
}

/// What every reference is called, and what its footnote says: in no order that sorting changes.
fn said(snapshot: &Snapshot) -> Vec<(String, Option<String>)> {
    let (edition, text) = (snapshot.edition(), snapshot.text());
    let body = |index| text.slice(edition.body(index, text)).into_owned();
    let references = edition.references.iter();
    let mut said: Vec<_> =
        references.map(|reference| (edition.name(reference.label), reference.footnote.map(body))).collect();
    said.sort_unstable();
    said
}
