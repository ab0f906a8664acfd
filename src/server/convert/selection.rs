//! Parts of a text around a place, and those that change together with it.

use std::ops;

use tower_lsp::ls_types::*;

use super::Converter;
use crate::features::linked::Linked;

impl Converter<'_> {
    /// Parts around several places, each the smallest first.
    pub fn selections(&self, found: &[Vec<ops::Range<usize>>]) -> Vec<SelectionRange> {
        found.iter().map(|parts| self.selection(parts)).collect()
    }

    /// Labels that change together.
    pub fn linked(&self, found: &Linked) -> LinkedEditingRanges {
        let ranges = found.ranges.iter().map(|range| self.range(range)).collect();
        LinkedEditingRanges { ranges, word_pattern: found.pattern.map(str::to_owned) }
    }

    fn selection(&self, parts: &[ops::Range<usize>]) -> SelectionRange {
        let mut outer: Option<SelectionRange> = None;
        for part in parts.iter().rev() {
            outer = Some(SelectionRange { range: self.range(part), parent: outer.map(Box::new) });
        }
        outer.unwrap_or_default()
    }
}
