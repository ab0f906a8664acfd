//! Where is this footnote used? The same answer from a reference and from the footnote.

use std::ops::Range;

use crate::document::Snapshot;

/// The markers of all references to the footnote that the byte `offset` is about, in text order;
/// with `declaration`, the footnote's own marker too.
pub fn find(snapshot: &Snapshot, offset: usize, declaration: bool) -> Vec<Range<usize>> {
    let edition = snapshot.edition();
    let footnote = match edition.reference_at(offset) {
        Some(index) => match edition.references[index].footnote {
            Some(footnote) => Some(footnote),
            // No footnote: the others that miss it too.
            None => {
                let label = edition.references[index].label;
                return edition
                    .references
                    .iter()
                    .filter(|other| other.label == label && other.footnote.is_none())
                    .map(|other| other.range.clone())
                    .collect();
            }
        },
        None => edition.footnote_marked_at(offset),
    };
    let Some(footnote) = footnote else { return Vec::new() };
    let mut found: Vec<_> =
        edition.references_of(footnote).map(|reference| reference.range.clone()).collect();
    if declaration {
        found.push(edition.footnotes[footnote].marker.clone());
        found.sort_by_key(|range| range.start);
    }
    found
}
