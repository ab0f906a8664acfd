//! Which labels change together while one is typed over? Those of a footnote and of all its references.

use std::ops::Range;

use crate::dialect::Law;
use crate::document::Snapshot;
use crate::scan::Form;

/// Labels that change together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Linked {
    /// Where they stand, without their brackets, in text order; at least two, all spelt alike.
    pub ranges: Vec<Range<usize>>,
    /// What may be typed there, as a regular expression that JavaScript understands too; `None` if anything may be a
    /// label.
    pub pattern: Option<&'static str>,
}

/// What a name in Markdown may be made of.
pub const NAME: &str = r"[^\s\[\]]+";
/// What labels are made of elsewhere: numbers, also several, letters, raised digits, symbols.
pub const LABEL: &str = "[0-9A-Za-z,*†‡§‖|¶⁰¹²³⁴⁵⁶⁷⁸⁹]+";

/// Answers for the byte `offset`, if it is at a label that other places bear too.
pub fn find(snapshot: &Snapshot, offset: usize) -> Option<Linked> {
    let (text, edition) = (snapshot.text(), snapshot.edition());
    let footnote = edition.footnote_meant_at(offset)?;
    let ranges = edition.places_of(footnote, text).ok()?;
    let is_at_label = ranges.iter().any(|range| range.start <= offset && offset <= range.end);
    let pattern = match (edition.law, edition.footnotes[footnote].form) {
        (_, Form::Own) => None,
        (Law::Names, _) => Some(NAME),
        (Law::Runs, _) => Some(LABEL),
    };
    (is_at_label && ranges.len() > 1).then_some(Linked { ranges, pattern })
}
