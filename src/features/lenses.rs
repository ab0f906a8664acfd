//! How often is this footnote used? A line above it.

use std::ops::Range;

use crate::document::Snapshot;
use crate::edition::Verdict;
use crate::words::count;

/// What stands above a footnote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lens {
    /// The marker of the footnote.
    pub range: Range<usize>,
    /// The markers of its references in text order; empty for a footnote that should have one.
    pub references: Vec<Range<usize>>,
}

impl Lens {
    /// What it says.
    pub fn title(&self) -> String {
        match self.references.len() {
            0 => "no references".to_owned(),
            number => count(number, "reference"),
        }
    }
}

/// The markers of the footnotes that a line stands above, in text order, if somebody wants them.
pub fn find(snapshot: &Snapshot) -> Vec<Range<usize>> {
    if !snapshot.settings().shown.reference_lenses {
        return Vec::new();
    }
    let edition = snapshot.edition();
    let footnotes = (0..edition.footnotes.len()).filter(|&index| has_lens(snapshot, index));
    footnotes.map(|index| edition.footnotes[index].marker.clone()).collect()
}

/// What stands above the footnote whose marker starts at the byte `offset`.
pub fn at(snapshot: &Snapshot, offset: usize) -> Option<Lens> {
    let edition = snapshot.edition();
    let index = edition.footnotes.binary_search_by_key(&offset, |footnote| footnote.marker.start).ok()?;
    let references = edition.references_of(index).map(|reference| reference.range.clone());
    let lens = Lens { range: edition.footnotes[index].marker.clone(), references: references.collect() };
    has_lens(snapshot, index).then_some(lens)
}

/// That there are no references is worth a line only where it is a fault.
fn has_lens(snapshot: &Snapshot, index: usize) -> bool {
    let edition = snapshot.edition();
    let is_fault = || edition.is_orphan(index) && !edition.footnotes[index].acknowledged;
    edition.references_of(index).len() > 0 || (edition.verdict == Verdict::Checked && is_fault())
}
