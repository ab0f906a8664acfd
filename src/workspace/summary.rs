//! What is kept of a text when the text itself is dropped: its title, its header fields, how its notes begin.
//!
//! A workspace may hold thousands of texts with hundreds of thousands of notes, so this is packed.

use std::borrow::Cow;
use std::ops::Range;

use crate::document::Snapshot;
use crate::edition::Verdict;
use crate::features::title;
use crate::header::{Field, fields};
use crate::headings;
use crate::text::{Encoding, Position, Text, on_one_line};

/// So much of a note is kept, in bytes.
const EXCERPT: usize = 80;
/// Longer values of header fields are not used again as they are, in bytes.
const LONGEST_VALUE: usize = 500;

/// What is kept of a text. The default is what is kept of one that is no edition.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Summary {
    /// Whether it is an edition. If not, everything below is empty.
    pub is_edition: bool,
    /// Whether its notes are missing, so that a file beside it may hold them.
    pub is_detached: bool,
    /// What it is called.
    pub title: Option<Line>,
    /// Who wrote it, where that stands beside the title.
    pub author: Option<Box<str>>,
    /// Keys and values of its header, each value on one line. A known key is written as its field's name.
    pub fields: Box<[(Box<str>, Box<str>)]>,
    pub(super) notes: Box<[Spot]>,
    /// Markers and beginnings of all notes, one behind the other.
    pub(super) said: Box<str>,
}

/// Something that is said in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line<S = Box<str>> {
    /// The words, with single spaces between them.
    pub said: S,
    /// Where they start.
    pub start: Position,
    /// Where they end; of a note, where its marker ends.
    pub end: Position,
}

/// Where a note stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Spot {
    line: u32,
    column: u32,
    /// Of its marker, in columns.
    width: u16,
    /// Where its words end in [`Summary::said`].
    end: u32,
}

impl Summary {
    /// What is to be kept of a text. Columns are counted in `encoding`.
    pub fn of(snapshot: &Snapshot, encoding: Encoding) -> Self {
        let (text, edition) = (snapshot.text(), snapshot.edition());
        if !edition.is_edition {
            return Summary::default();
        }
        let title = title::find(snapshot);
        let (notes, said) = notes(snapshot, encoding);
        Summary {
            is_edition: true,
            is_detached: edition.verdict == Verdict::Detached,
            author: title
                .as_ref()
                .and_then(|title| title.author.clone())
                .map(|author| name(text, author).into()),
            title: title.map(|title| Line {
                said: name(text, title.title.clone()).into(),
                start: text.position(title.title.start, encoding),
                end: text.position(title.title.end, encoding),
            }),
            fields: edition.header.fields.iter().filter_map(|field| value(text, field)).collect(),
            notes,
            said,
        }
    }

    /// How its notes begin, with their markers: `[1] A note on letters.`
    pub fn notes(&self) -> impl Iterator<Item = Line<&str>> {
        let mut start = 0;
        self.notes.iter().map(move |spot| {
            let said = &self.said[start..spot.end as usize];
            start = spot.end as usize;
            let (line, column) = (spot.line as usize, spot.column as usize);
            let end = Position { line, column: column + usize::from(spot.width) };
            Line { said, start: Position { line, column }, end }
        })
    }
}

/// The name by which a header field is known, however its key is written.
pub fn field_name(key: &str) -> Cow<'_, str> {
    match fields::known(key) {
        Some(known) => Cow::Borrowed(known.name),
        None => Cow::Borrowed(key),
    }
}

fn value(text: &Text, field: &Field) -> Option<(Box<str>, Box<str>)> {
    if field.value.is_empty() || field.value.len() > LONGEST_VALUE {
        return None;
    }
    let value = on_one_line(&text.slice(field.value.clone()), LONGEST_VALUE);
    Some((field_name(&field.name).into(), value.into()))
}

fn notes(snapshot: &Snapshot, encoding: Encoding) -> (Box<[Spot]>, Box<str>) {
    let (text, edition) = (snapshot.text(), snapshot.edition());
    let mut said = String::new();
    let spots = edition.footnotes.iter().map(|footnote| {
        let marker = &footnote.marker;
        // White space is dropped: more of the text is needed than is kept.
        let body = marker.end..footnote.until.min(marker.end + 2 * EXCERPT);
        said.push_str(&text.slice(marker.clone()));
        let words = on_one_line(&text.slice(body), EXCERPT);
        if !words.is_empty() {
            said.push(' ');
            said.push_str(&words);
        }
        let (start, end) = (text.position(marker.start, encoding), text.position(marker.end, encoding));
        Spot {
            line: packed(start.line),
            column: packed(start.column),
            width: u16::try_from(end.column.saturating_sub(start.column)).unwrap_or(0),
            end: packed(said.len()),
        }
    });
    let spots = spots.collect();
    (spots, said.into())
}

/// Texts of more than 4 GiB are never read.
fn packed(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// What a title says without the references that it bears.
fn name(text: &Text, range: Range<usize>) -> String {
    on_one_line(headings::without_references(&text.slice(range)), EXCERPT * 2)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Document, Hints};

    const LETTER: &str = "V. Example\n\nOn Letters[1]\n\nSource: Collected Letters,\nVolume 3.\nTranscribed: A. Volunteer\n\n\
        A clef 𝄞 in it.[2]\n\n𝄞 [1] is no note.\n\n[1] A note on\n  the title.\n\n[2] A clef.\n";

    #[test]
    fn what_is_kept() {
        let snapshot = Document::new(LETTER, Hints::default()).snapshot();
        let summary = Summary::of(&snapshot, Encoding::Utf16);
        assert_eq!(summary.title.as_ref().map(|line| &*line.said), Some("On Letters"));
        assert_eq!(summary.author.as_deref(), Some("V. Example"));
        let fields: Vec<_> = summary.fields.iter().map(|(name, value)| format!("{name}: {value}")).collect();
        assert_eq!(fields, ["Source: Collected Letters, Volume 3.", "Transcription: A. Volunteer"]);
        let notes: Vec<_> =
            summary.notes().map(|note| (note.said, note.start.line, note.end.column)).collect();
        assert_eq!(notes, [("[1] A note on the title.", 12, 3), ("[2] A clef.", 15, 3)]);
    }
}
