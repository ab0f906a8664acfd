//! What belongs to the marker under the cursor? The footnote's marker and all its references.

use std::ops::Range;

use crate::document::Snapshot;

/// One place to light up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Highlight {
    /// The marker.
    pub range: Range<usize>,
    /// Whether this is the footnote itself and not a reference to it.
    pub is_footnote: bool,
}

/// The places that belong together with the byte `offset`, in text order.
pub fn find(snapshot: &Snapshot, offset: usize) -> Vec<Highlight> {
    let edition = snapshot.edition();
    super::references::find(snapshot, offset, true)
        .into_iter()
        .map(|range| {
            let is_footnote = edition
                .footnote_at(range.start)
                .is_some_and(|index| edition.footnotes[index].marker == range);
            Highlight { range, is_footnote }
        })
        .collect()
}
