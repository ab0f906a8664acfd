//! What can be folded away? The header, sections, regions of notes, long footnotes.

use std::ops::Range;

use crate::document::Snapshot;
use crate::features::symbols::{self, Symbol, SymbolKind};

/// A stretch that can be folded to its first line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fold {
    /// Bytes; the first line stays visible.
    pub range: Range<usize>,
    /// Whether this is apparatus (header, notes), which readers may want folded by default.
    pub is_apparatus: bool,
}

/// All folds, outer before inner, in text order: what the outline shows, as far as it spans lines.
pub fn ranges(snapshot: &Snapshot) -> Vec<Fold> {
    let mut folds = Vec::new();
    gather(snapshot, &symbols::outline(snapshot), &mut folds);
    folds
}

fn gather(snapshot: &Snapshot, symbols: &[Symbol], folds: &mut Vec<Fold>) {
    for symbol in symbols {
        let line = |offset| snapshot.text().line_of(offset);
        if line(symbol.range.start) < line(symbol.range.end) {
            let is_apparatus = symbol.kind != SymbolKind::Section;
            folds.push(Fold { range: symbol.range.clone(), is_apparatus });
        }
        gather(snapshot, &symbol.children, folds);
    }
}
