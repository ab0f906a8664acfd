//! Where references lead, compared: before and after edits.

use std::collections::HashMap;
use std::ops::Range;

use crate::edition::Edition;
use crate::edits::Edits;

impl Edition {
    /// The first reference that edits lead elsewhere: bound to a footnote here, and to another one in `after`, or to none.
    /// Where its own marker or its footnote's is taken away, it is.
    pub fn led_elsewhere(&self, after: &Edition, edits: &Edits) -> Option<Range<usize>> {
        let mut moves = Moves { edits, at: 0, shift: 0 };
        let markers: HashMap<usize, usize> = self
            .footnotes
            .iter()
            .enumerate()
            .filter_map(|(index, footnote)| Some((moves.to(footnote.marker.start)?, index)))
            .collect();
        let mut moves = Moves { edits, at: 0, shift: 0 };
        let bound = self.references.iter().filter_map(|reference| Some((reference, reference.footnote?)));
        for (reference, footnote) in bound {
            let start = moves.to(reference.range.start);
            let index = start.and_then(|start| {
                after.references.binary_search_by_key(&start, |other| other.range.start).ok()
            });
            let now = index.and_then(|index| after.references[index].footnote);
            let now = now.and_then(|now| markers.get(&after.footnotes[now].marker.start));
            if now != Some(&footnote) {
                return Some(reference.range.clone());
            }
        }
        None
    }
}

/// Where places go, asked in text order.
struct Moves<'a> {
    edits: &'a Edits,
    at: usize,
    shift: isize,
}

impl Moves<'_> {
    /// Where a marker goes that begins at `start`; `None` if its beginning is taken away.
    fn to(&mut self, start: usize) -> Option<usize> {
        while let Some(edit) = self.edits.get(self.at).filter(|edit| edit.range.end <= start) {
            self.shift += edit.text.len() as isize - edit.range.len() as isize;
            self.at += 1;
        }
        let shifted = start.saturating_add_signed(self.shift);
        match self.edits.get(self.at).filter(|edit| edit.range.start <= start) {
            // What is put in the place of its beginning is the marker still.
            Some(edit) => (edit.range.start == start && !edit.text.is_empty()).then_some(shifted),
            None => Some(shifted),
        }
    }
}
