//! Parts of a text around a place.

use std::ops;

use tower_lsp::ls_types::*;

use super::Converter;

impl Converter<'_> {
    /// Parts around several places, each the smallest first.
    pub fn selections(&self, found: &[Vec<ops::Range<usize>>]) -> Vec<SelectionRange> {
        found.iter().map(|parts| self.selection(parts)).collect()
    }

    fn selection(&self, parts: &[ops::Range<usize>]) -> SelectionRange {
        let mut outer: Option<SelectionRange> = None;
        for part in parts.iter().rev() {
            outer = Some(SelectionRange { range: self.range(part), parent: outer.map(Box::new) });
        }
        outer.unwrap_or_default()
    }
}
