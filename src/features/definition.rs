//! Where does this lead? From a reference to its footnote, from a footnote to its references.

use std::ops::Range;

use crate::document::Snapshot;

/// Where the thing under the cursor leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Definition {
    /// The marker that was asked about.
    pub origin: Range<usize>,
    /// The places it leads to, in text order.
    pub targets: Vec<Target>,
    /// Whether they are places of the text's companion (see [`Snapshot::companion`]).
    pub is_beside: bool,
}

/// One place that a [`Definition`] leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    /// All of it: the whole footnote, or the reference's marker.
    pub range: Range<usize>,
    /// Where the cursor goes: the marker.
    pub selection: Range<usize>,
}

/// Answers for the byte `offset`; `None` where nothing leads anywhere.
pub fn find(snapshot: &Snapshot, offset: usize) -> Option<Definition> {
    let edition = snapshot.edition();
    if let Some(index) = edition.reference_at(offset) {
        let reference = &edition.references[index];
        let (edition, text, footnote) = match (reference.footnote, snapshot.companion()) {
            (None, Some(beside)) => (&beside.edition, &beside.text, beside.footnote_of(reference)?),
            (footnote, _) => (edition, snapshot.text(), footnote?),
        };
        let target = Target {
            range: edition.extent(footnote, text),
            selection: edition.footnotes[footnote].marker.clone(),
        };
        let is_beside = reference.footnote.is_none();
        return Some(Definition { origin: reference.range.clone(), targets: vec![target], is_beside });
    }
    let index = edition.footnote_marked_at(offset)?;
    let targets: Vec<_> = edition
        .references_of(index)
        .map(|reference| Target { range: reference.range.clone(), selection: reference.range.clone() })
        .collect();
    (!targets.is_empty()).then(|| Definition {
        origin: edition.footnotes[index].marker.clone(),
        targets,
        is_beside: false,
    })
}
