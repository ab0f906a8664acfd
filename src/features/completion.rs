//! What could be written here? Labels in a marker that is begun, keys and values in the header, names behind the dash at
//! the end of a footnote.
//!
//! What is being typed is not there yet: answers are about the text without it.

use std::ops::Range;

use crate::document::Snapshot;
use crate::features::hover::{self, Markup};
use crate::text::Text;

mod attributions;
mod fields;
mod labels;
mod markers;
mod preview;
mod stubs;
mod values;

pub use values::Known;

/// More items are cut: nobody reads on, and to type on finds the rest.
pub const MOST: usize = 100;
/// So much of a line is looked at before the cursor, and behind it, in bytes.
const BEFORE: usize = 512;
const BEHIND: usize = 128;

/// What could be written at a place.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Completions {
    /// What has been typed of it: it is replaced.
    pub typed: Range<usize>,
    /// The same with what it takes the place of behind the cursor.
    pub whole: Range<usize>,
    /// Whether what stands behind the cursor may stay, as it may not where it is the end of what is written.
    pub is_rest_free: bool,
    /// The best first.
    pub items: Vec<Item>,
    /// There would be more if more were typed.
    pub is_cut: bool,
}

/// One thing that could be written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Item {
    /// What it is.
    pub kind: Kind,
    /// What it is called in a list.
    pub name: String,
    /// What it says, in a few words.
    pub detail: String,
    /// Why it stands where it stands in the list, in a word or two; mostly empty.
    pub remark: &'static str,
    /// What takes the place of what was typed.
    pub text: String,
    /// Where in `text` the cursor should be, if not at its end: bytes.
    pub cursor: Option<usize>,
    /// What begins as what was typed does, so that an editor finds the item by it.
    pub filter: String,
    /// The footnote that it leads to.
    pub note: Option<Note>,
}

/// The kinds of [`Item`].
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Kind {
    /// A reference to a footnote.
    #[default]
    Reference,
    /// The beginning of a footnote.
    Footnote,
    /// A key of the header.
    Key,
    /// A value in the header.
    Value,
    /// Whose footnote it is.
    Attribution,
}

/// A footnote, in words that mean the same one when the text has changed a little.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// How its label is spelt.
    pub name: String,
    /// Where it starts.
    pub start: usize,
    /// How much text there is from there.
    pub rest: usize,
    /// It is in the file beside the text.
    pub is_beside: bool,
}

impl Note {
    fn of(text: &Text, name: String, start: usize, is_beside: bool) -> Self {
        Note { name, start, rest: text.len() - start, is_beside }
    }
}

/// Answers for the byte `offset`. `known` tells what other texts of the workspace say.
pub fn find(snapshot: &Snapshot, offset: usize, known: &dyn Known) -> Completions {
    let place = Place::new(snapshot, offset);
    let found = stubs::and_labels(&place)
        .or_else(|| fields::find(&place))
        .or_else(|| values::find(&place, known))
        .or_else(|| attributions::find(&place));
    let mut found = found.unwrap_or_default();
    found.is_cut |= found.items.len() > MOST;
    found.items.truncate(MOST);
    found
}

/// All that is worth showing of a footnote that an item leads to; `None` if it is not there any more.
pub fn note(snapshot: &Snapshot, note: &Note, markup: Markup) -> Option<String> {
    let companion = snapshot.companion().filter(|_| note.is_beside);
    let (text, edition) = match companion {
        Some(companion) => (&companion.text, &companion.edition),
        None => (snapshot.text(), snapshot.edition()),
    };
    let bears = |&index: &usize| edition.name(edition.footnotes[index].label) == note.name;
    let is_there = |&index: &usize| {
        let start = edition.footnotes[index].marker.start;
        start == note.start || text.len() - start == note.rest
    };
    let of_name = || (0..edition.footnotes.len()).filter(bears);
    let index = of_name().find(is_there).or_else(|| of_name().next())?;
    Some(match companion {
        Some(companion) => hover::note_beside(companion, index, markup),
        None => hover::note(snapshot, index, markup),
    })
}

/// A place in a text, and its line.
struct Place<'a> {
    snapshot: &'a Snapshot,
    offset: usize,
    /// Its line, from 0.
    line: usize,
    /// The line before the cursor; of a long one, its end.
    before: String,
    /// The line behind the cursor; of a long one, its beginning.
    behind: String,
    /// All of the line before the cursor is in `before`.
    is_whole: bool,
}

impl<'a> Place<'a> {
    fn new(snapshot: &'a Snapshot, offset: usize) -> Self {
        let text = snapshot.text();
        let offset = offset.min(text.len());
        let line = text.line_of(offset);
        let Range { start, end } = text.line_range(line);
        let offset = offset.min(end);
        let from = start.max(offset.saturating_sub(BEFORE));
        let before = text.slice(from..offset).into_owned();
        let behind = text.slice(offset..end.min(offset + BEHIND)).into_owned();
        let is_whole = from == start;
        Place { snapshot, offset, line, before, behind, is_whole }
    }

    fn text(&self) -> &'a Text {
        self.snapshot.text()
    }

    /// The byte of the text at which the last `len` bytes before the cursor start.
    fn back(&self, len: usize) -> usize {
        self.offset - len
    }
}

#[cfg(test)]
mod tests;
