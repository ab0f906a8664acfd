//! Deleting a footnote, with the references to it; the later ones move down.

use super::count::is_in_order;
use super::relabel::Relabelling;
use super::{Change, Refactoring, Refusal, understood};
use crate::dialect::Law;
use crate::document::Snapshot;
use crate::edits::{Edit, Edits};
use crate::notes;
use crate::scan::Form;

/// From the footnote, or from a reference to it.
pub const REFACTORINGS: &[Refactoring] = &[Refactoring {
    name: "delete-footnote",
    kind: "refactor.rewrite.deleteFootnote",
    summary: "Delete a footnote and the references to it",
    offer: |snapshot, at| {
        let edition = snapshot.edition();
        let index = snapshot.edition().footnote_meant_at(at.start)?;
        let label = edition.name(edition.footnotes[index].label);
        let title = match edition.references_of(index).len() {
            _ if edition.footnotes[index].form == Form::Inline => "Delete this note".to_owned(),
            0 => format!("Delete footnote {label}"),
            1 => format!("Delete footnote {label} and the reference to it"),
            count => format!("Delete footnote {label} and the {count} references to it"),
        };
        Some(title)
    },
    apply: |snapshot, at| {
        understood(snapshot)?;
        let index = snapshot.edition().footnote_meant_at(at.start);
        delete(
            snapshot,
            index.ok_or_else(|| Refusal::new("Put the cursor on a footnote or on a reference to one."))?,
        )
    },
}];

fn delete(snapshot: &Snapshot, index: usize) -> Result<Change, Refusal> {
    let (edition, text) = (snapshot.edition(), snapshot.text());
    let footnote = &edition.footnotes[index];
    if footnote.form == Form::Inline {
        let note = footnote.marker.start..footnote.until;
        return Change::new(Edits::one(note, "")).checked(snapshot, |start| start == footnote.marker.start);
    }
    let mut edits = vec![Edit::delete(notes::removal(snapshot, index))];
    for reference in edition.references_of(index) {
        if reference.label.last > reference.label.number {
            let message =
                "this reference leads to several footnotes. Take the number out of it by hand first.";
            return Err(Refusal::at(reference.range.clone(), snapshot, message));
        }
        edits.push(Edit::delete(notes::without_space(text, &reference.range)));
    }
    let numberings = edition.numberings();
    let numbering = numberings.iter().find(|numbering| numbering.holds(index));
    if let Some(numbering) = numbering {
        let next = footnote.label.last + 1;
        let labels = numbering.footnotes.iter().map(|&index| edition.footnotes[index].label);
        // What inserting moved up moves down again; what is there twice leaves no hole.
        let dangling = numbering.dangling.iter().map(|&index| edition.references[index].label);
        let goes_on = labels.clone().chain(dangling).any(|label| label.number >= next);
        let is_twin = labels.filter(|label| label.number == footnote.label.number).count() > 1;
        let is_last = numbering.footnotes.len() == 1;
        if goes_on && !is_twin && !is_last && (edition.law == Law::Runs || is_in_order(snapshot, numbering)) {
            let by = footnote.label.last - footnote.label.number + 1;
            edits.extend(Relabelling::shifted(snapshot, numbering, next, -(by as i32)).edits(snapshot)?);
        }
    }
    let edits = Edits::new(outside(edits)).ok_or_else(|| {
        Refusal::at(
            footnote.marker.clone(),
            snapshot,
            "a reference stands in the way. Delete this footnote by hand.",
        )
    })?;
    Change::new(edits).checked(snapshot, |start| start == footnote.marker.start)
}

/// Without edits of what is deleted anyway: a footnote may refer to others.
fn outside(edits: Vec<Edit>) -> Vec<Edit> {
    let whole = edits[0].range.clone();
    let is_within = |edit: &Edit| whole.start <= edit.range.start && edit.range.end <= whole.end;
    let others: Vec<Edit> = edits.iter().skip(1).filter(|edit| !is_within(edit)).cloned().collect();
    edits.into_iter().take(1).chain(others).collect()
}
