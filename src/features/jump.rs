//! Where is the other side? From a reference to the text of its footnote, from anywhere in a footnote back to the text.
//!
//! Unlike [`super::definition`], which answers on markers only and lists all places, this is one place for the cursor.

use crate::document::Snapshot;

/// Where the cursor goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Jump {
    /// To this byte: from a footnote, behind one of its references.
    Back(usize),
    /// To this byte: from a reference, where the text of its footnote begins.
    There(usize),
    /// The same in the text's companion.
    Beside(usize),
}

/// Answers for the byte `offset`. Of several references to a footnote, the way back is the one nearest to `left`, the
/// byte that somebody last jumped from, else the first. What is in the way is said for a person.
pub fn find(snapshot: &Snapshot, offset: usize, left: Option<usize>) -> Result<Jump, &'static str> {
    let (edition, text) = (snapshot.edition(), snapshot.text());
    if let Some(index) = edition.reference_at(offset) {
        if let Some(footnote) = edition.references[index].footnote {
            return Ok(Jump::There(edition.body(footnote, text).start));
        }
        let companion = snapshot.companion();
        let beside =
            companion.and_then(|beside| Some((beside, beside.footnote_of(&edition.references[index])?)));
        let (beside, footnote) = beside.ok_or("This reference has no footnote.")?;
        return Ok(Jump::Beside(beside.edition.body(footnote, &beside.text).start));
    }
    // Who has just written a note stands behind its last letter, which in the last one is the end of the file.
    let footnote = edition.footnote_at(offset).or_else(|| edition.footnote_at(offset.saturating_sub(1)));
    let footnote = footnote.ok_or("Here is neither a reference nor a footnote.")?;
    let distance = |end: &usize| left.map(|left| left.abs_diff(*end));
    let ends = edition.references_of(footnote).map(|reference| reference.range.end);
    let nearest = ends.min_by_key(distance);
    nearest.map(Jump::Back).ok_or("Nothing refers to this footnote.")
}
