//! What can be folded away? The header, sections, regions of notes, long footnotes.

use std::ops::Range;

use crate::document::Snapshot;

/// A stretch that can be folded to its first line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fold {
    /// Bytes; the first line stays visible.
    pub range: Range<usize>,
    /// Whether this is apparatus (header, notes), which readers may want folded by default.
    pub is_apparatus: bool,
}

/// All folds, outer before inner, in text order.
pub fn ranges(_snapshot: &Snapshot) -> Vec<Fold> {
    Vec::new()
}
