//! What gives footnotes other labels: every place that bears the label of one, and nothing else, is replaced.

use std::ops::Range;

use crate::document::Snapshot;
use crate::edition::{Edition, Numbering};
use crate::edits::Edit;
use crate::refactor::Refusal;
use crate::scan::Label;

/// New labels for footnotes, and for references that have none, by their indices.
#[derive(Debug, Default)]
pub struct Relabelling {
    pub footnotes: Vec<(usize, Label)>,
    pub dangling: Vec<(usize, Label)>,
}

impl Relabelling {
    /// All labels of a numbering from `from` on, moved by so many.
    pub fn shifted(snapshot: &Snapshot, numbering: &Numbering, from: u32, by: i32) -> Self {
        let edition = snapshot.edition();
        let moved = |label: Label| Label {
            number: label.number.saturating_add_signed(by),
            last: label.last.saturating_add_signed(by),
            ..label
        };
        let label_of = |index: usize| edition.footnotes[index].label;
        let missing = |index: usize| edition.references[index].label;
        let footnotes = numbering.footnotes.iter().copied().filter(|&index| label_of(index).number >= from);
        let dangling = numbering.dangling.iter().copied().filter(|&index| missing(index).number >= from);
        Relabelling {
            footnotes: footnotes.map(|index| (index, moved(label_of(index)))).collect(),
            dangling: dangling.map(|index| (index, moved(missing(index)))).collect(),
        }
    }

    /// Whether everything has its label already.
    pub fn is_idle(&self, edition: &Edition) -> bool {
        self.footnotes.iter().all(|&(index, new)| edition.footnotes[index].label == new)
            && self.dangling.iter().all(|&(index, new)| edition.references[index].label == new)
    }

    /// The edits, in no order; those that change nothing are left out.
    pub fn edits(&self, snapshot: &Snapshot) -> Result<Vec<Edit>, Refusal> {
        let edition = snapshot.edition();
        let mut edits = Vec::new();
        for &(index, new) in &self.footnotes {
            let footnote = &edition.footnotes[index];
            let old = footnote.label;
            if old == new {
                continue;
            }
            edits.push(replace(snapshot, &footnote.marker, old, new)?);
            for reference in edition.references_of(index) {
                // A marker of several labels bears this one among others; a footnote of several is meant by each.
                let borne = if reference.label.last > reference.label.number { old } else { reference.label };
                let distance = borne.number.saturating_sub(old.number);
                let meant = if borne == old { new } else { new.with_number(new.number + distance) };
                edits.push(replace(snapshot, &reference.range, borne, meant)?);
            }
        }
        for &(index, new) in self.dangling.iter() {
            let reference = &edition.references[index];
            if reference.label != new {
                edits.push(replace(snapshot, &reference.range, reference.label, new)?);
            }
        }
        Ok(edits)
    }
}

/// Puts a label in the place of another.
pub fn replace(snapshot: &Snapshot, marker: &Range<usize>, old: Label, new: Label) -> Result<Edit, Refusal> {
    let edition = snapshot.edition();
    let place = edition.label_in(marker, old, snapshot.text());
    let place = place.ok_or_else(|| {
        let written = snapshot.text().slice(marker.clone());
        let name = edition.name(old);
        let message = format!("{written} does not spell out the label {name}. Change it by hand first.");
        Refusal::at(marker.clone(), snapshot, &message)
    })?;
    Ok(Edit::new(place, edition.name(new)))
}
