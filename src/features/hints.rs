//! What helps to read on without leaving the line? The first words of a footnote behind its reference, the number of
//! a page where it begins.

use std::ops::Range;

use crate::document::Snapshot;
use crate::edition::{Edition, Reference};
use crate::features::hover::{self, Markup};
use crate::features::pages;
use crate::text::{Text, is_space};

/// A few words to show within a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hint {
    /// The byte that they stand before.
    pub offset: usize,
    /// The words; never empty.
    pub words: String,
}

/// So much of a footnote is shown, in characters.
const LENGTH: usize = 36;

/// The hints between the bytes of `within` or at its ends, in text order, as far as somebody wants them.
pub fn find(snapshot: &Snapshot, within: Range<usize>) -> Vec<Hint> {
    let shown = snapshot.settings().shown;
    let mut hints = Vec::new();
    if shown.note_hints {
        hints.extend(references(snapshot, &within).filter_map(|reference| {
            let words = first_words(snapshot, reference)?;
            Some(Hint { offset: reference.range.end, words })
        }));
    }
    if shown.page_hints {
        let marks = pages::marks(snapshot, within.clone()).into_iter();
        let marks = marks.filter(|mark| mark.range.end <= within.end);
        hints.extend(
            marks.filter_map(|mark| {
                Some(Hint { offset: mark.range.end, words: format!("p. {}", mark.page?) })
            }),
        );
    }
    hints.sort_by_key(|hint| hint.offset);
    hints
}

/// What there is to know about a hint that still stands where it was: the whole footnote.
pub fn tooltip(snapshot: &Snapshot, hint: &Hint, markup: Markup) -> Option<String> {
    let at = hint.offset..hint.offset;
    find(snapshot, at.clone()).contains(hint).then_some(())?;
    let reference =
        references(snapshot, &at).find(|one| first_words(snapshot, one).as_ref() == Some(&hint.words));
    match reference {
        Some(reference) => Some(hover::find(snapshot, reference.range.start, markup)?.content),
        None => {
            Some("The page of the source that begins here, by the pages that the header names.".to_owned())
        }
    }
}

/// The references that end in `within` or at its ends.
fn references<'a>(snapshot: &'a Snapshot, within: &Range<usize>) -> impl Iterator<Item = &'a Reference> {
    let (first, last) = (within.start, within.end);
    let references = snapshot.edition().references.iter();
    references.filter(move |reference| first <= reference.range.end && reference.range.end <= last)
}

fn first_words(snapshot: &Snapshot, reference: &Reference) -> Option<String> {
    let here = |footnote| words(snapshot.edition(), snapshot.text(), footnote);
    match (reference.footnote, snapshot.companion()) {
        (None, Some(beside)) => words(&beside.edition, &beside.text, beside.footnote_of(reference)?),
        (footnote, _) => here(footnote?),
    }
}

/// The beginning of a footnote on one line, whole words only; `None` if it has no text.
fn words(edition: &Edition, text: &Text, footnote: usize) -> Option<String> {
    let body = edition.body(footnote, text);
    // Four bytes hold any character, and white space between words may be longer than it is shown.
    let near = text.slice(body.start..body.end.min(body.start + 8 * LENGTH));
    let mut said = String::new();
    let mut length = 0;
    for word in near.split(is_space).filter(|word| !word.is_empty()) {
        let longer = length + usize::from(length > 0) + word.chars().count();
        if longer > LENGTH {
            // One word may be longer than all of it.
            if said.is_empty() {
                said.extend(word.chars().take(LENGTH));
            }
            return Some(said + "…");
        }
        if !said.is_empty() {
            said.push(' ');
        }
        said += word;
        length = longer;
    }
    (!said.is_empty()).then_some(said)
}
