//! Joining a footnote that a page break tore apart: the part that goes on elsewhere comes to the one before.
//!
//! Project Gutenberg's volunteers write `[Footnote 1: text]*` and, a page later, `*[Footnote: more text]`. Elsewhere a
//! paragraph is torn: it stops within a sentence, and the next one goes on in small letters.

use std::ops::Range;

use super::{Change, Refactoring, Refusal, understood};
use crate::document::Snapshot;
use crate::edits::{Edit, Edits};
use crate::notes::{self, trimmed_end};
use crate::scan::{Form, Kind};
use crate::text::{Text, is_space, trim};

/// From either part.
pub const REFACTORINGS: &[Refactoring] = &[Refactoring {
    name: "join-continuation",
    kind: "refactor.rewrite.joinContinuation",
    summary: "Join a torn footnote",
    offer: |snapshot, at| {
        let edition = snapshot.edition();
        if let Some(index) = in_parts(snapshot, at.start) {
            let label = edition.name(edition.footnotes[index].label);
            return Some(format!("Join the parts of footnote {label}").trim_end().to_owned());
        }
        torn(snapshot, at.start).map(|_| "Join this paragraph to the one that it goes on with".to_owned())
    },
    apply: |snapshot, at| {
        understood(snapshot)?;
        if let Some(index) = in_parts(snapshot, at.start) {
            return join_parts(snapshot, index);
        }
        let torn = torn(snapshot, at.start).ok_or_else(|| {
            Refusal::new(
                "Nothing is torn here: put the cursor on a continuation, *[Footnote: …], or on a paragraph that goes on \
                 in small letters with a footnote's unfinished sentence.",
            )
        })?;
        join_paragraphs(snapshot, torn)
    },
}];

/// What such a continuation begins with.
const CONTINUATION: &str = "*[Footnote:";

/// The footnote in brackets that holds a place, or whose continuation does, if it has one.
fn in_parts(snapshot: &Snapshot, offset: usize) -> Option<usize> {
    const NEAR: usize = 8;
    let edition = snapshot.edition();
    let after = edition.footnotes.partition_point(|footnote| footnote.marker.start <= offset);
    let holds = |index: &usize| {
        let footnote = &edition.footnotes[*index];
        footnote.form == Form::Enclosed
            && offset <= footnote.until
            && !continuations(snapshot, *index).is_empty()
    };
    (0..after).rev().take(NEAR).find(holds)
}

/// Where the continuations of a footnote are, with their brackets.
fn continuations(snapshot: &Snapshot, index: usize) -> Vec<Range<usize>> {
    let footnote = &snapshot.edition().footnotes[index];
    let within = footnote.marker.end..footnote.until;
    let starts =
        snapshot.blocks().marks_in(within.clone()).filter(|(_, mark)| mark.kind == Kind::NoteResumes);
    starts.filter_map(|(start, _)| Some(start..end_behind(snapshot, start, footnote.until)?)).collect()
}

/// Where the first note ends behind `offset`: behind its bracket.
fn end_behind(snapshot: &Snapshot, offset: usize, until: usize) -> Option<usize> {
    let within = offset..until + 1;
    let mut marks = snapshot.blocks().marks_in(within.clone());
    marks.find(|(start, mark)| mark.kind == Kind::NoteEnd && *start > offset).map(|(start, _)| start)
}

fn join_parts(snapshot: &Snapshot, index: usize) -> Result<Change, Refusal> {
    let (edition, text) = (snapshot.edition(), snapshot.text());
    let footnote = &edition.footnotes[index];
    let refuse = |place: &Range<usize>, message: &str| Refusal::at(place.clone(), snapshot, message);
    let end = end_behind(snapshot, footnote.marker.end, footnote.until);
    let end = end.ok_or_else(|| refuse(&footnote.marker, "this footnote is not closed. Close it first."))?;
    let is_open = |end: usize| text.byte(end) == Some(b'*');
    if !is_open(end) {
        let message =
            "this footnote does not end with ]*, so it is not sure that it goes on. Put the * there first.";
        return Err(refuse(&(end - 1..end), message));
    }
    let mut joined = text.slice(footnote.marker.end..end - 1).trim_end_matches(is_space).to_owned();
    let is_wrapped = joined.contains(['\n', '\r']);
    let mut edits = Vec::new();
    for part in continuations(snapshot, index) {
        let line = text.line_range(text.line_of(part.start));
        let behind = part.end + usize::from(is_open(part.end));
        let rest = text.slice(behind..text.line_range(text.line_of(behind)).end.max(behind)).into_owned();
        if !trim(&text.slice(line.start..part.start)).is_empty() || !trim(&rest).is_empty() {
            return Err(refuse(
                &part,
                "this continuation shares its line with other text. Give it lines of its own first.",
            ));
        }
        let more = text.slice(part.start + CONTINUATION.len()..part.end - 1);
        let is_wrapped = is_wrapped || more.contains(['\n', '\r']);
        joined += seam(&joined, is_wrapped, text);
        joined += trim(&more);
        edits.push(Edit::delete(notes::cut(text, line.start..behind, notes::Space::Less)));
    }
    let first = Edit::new(footnote.marker.end..end + 1, format!("{joined}]"));
    let caret = first.range.start;
    edits.push(first);
    let edits =
        Edits::new(edits).ok_or_else(|| refuse(&footnote.marker, "its parts stand within each other."))?;
    let start = footnote.marker.start;
    let expected = trim(&joined).to_owned();
    let says_all = |after: &Snapshot| {
        let (edition, text) = (after.edition(), after.text());
        let found = edition.footnotes.binary_search_by_key(&start, |other| other.marker.start).ok();
        let is_whole = found.is_some_and(|index| text.slice(edition.body(index, text)) == expected);
        is_whole
            .then_some(())
            .ok_or_else(|| refuse(&footnote.marker, "the parts would not be read as one footnote."))
    };
    Change { edits, selection: Some(caret..caret) }.checked_and(snapshot, |other| other == start, says_all)
}

/// What comes between two parts: nothing behind a hyphen, which may belong to the word or to the page.
fn seam(before: &str, is_wrapped: bool, text: &Text) -> &'static str {
    match before.ends_with('-') {
        true => "",
        false if is_wrapped => text.line_break(),
        false => " ",
    }
}

/// A paragraph that goes on with the footnote before it.
struct Torn {
    footnote: usize,
    /// What parts the two.
    blank: Range<usize>,
}

/// The paragraph at a place, if it goes on in small letters where a footnote's paragraph stops within a sentence.
fn torn(snapshot: &Snapshot, offset: usize) -> Option<Torn> {
    let (edition, text) = (snapshot.edition(), snapshot.text());
    let is_blank = |line: &usize| text.is_blank_line(*line);
    let line = text.line_of(offset);
    let before = (0..line).rev().find(is_blank).filter(|_| !is_blank(&line))?;
    let start = text.line_start(before + 1);
    let written = text.line(before + 1);
    let start = start + (written.len() - written.trim_start_matches(is_space).len());
    let end = trimmed_end(text, start);
    let footnote =
        edition.footnotes.partition_point(|footnote| footnote.marker.start < end).checked_sub(1)?;
    let note = &edition.footnotes[footnote];
    let is_of_note = edition.extent(footnote, text).end >= end && note.marker.end < end;
    let goes_on = text.slice(start..start + 4).starts_with(char::is_lowercase);
    let last = text.slice(end.saturating_sub(16)..end);
    let last = last.trim_end_matches(|c: char| "”’\"')]*_".contains(c));
    let stops = last.ends_with(|c: char| ".!?:;…".contains(c));
    let is_plain = !matches!(note.form, Form::Inline | Form::Enclosed);
    (is_plain && is_of_note && goes_on && !stops).then_some(Torn { footnote, blank: end..start })
}

fn join_paragraphs(snapshot: &Snapshot, torn: Torn) -> Result<Change, Refusal> {
    let (edition, text) = (snapshot.edition(), snapshot.text());
    let marker = edition.footnotes[torn.footnote].marker.clone();
    let first = text.line_of(marker.start).max(text.line_of(trimmed_end(text, torn.blank.start)));
    let is_wrapped = first > text.line_of(marker.start)
        || text.line_of(notes::paragraph_end(text, torn.blank.end)) > text.line_of(torn.blank.end);
    let before = text.slice(torn.blank.start.saturating_sub(4)..torn.blank.start).into_owned();
    let seam = seam(&before, is_wrapped, text);
    let caret = torn.blank.start + seam.len();
    let goes_on = text.slice(torn.blank.end..torn.blank.end + 24).into_owned();
    let edits = Edits::one(torn.blank, seam);
    let is_part = |after: &Snapshot| {
        let (edition, text) = (after.edition(), after.text());
        let found = edition.footnotes.binary_search_by_key(&marker.start, |other| other.marker.start).ok();
        let holds = found.is_some_and(|index| edition.extent(index, text).end > caret);
        let message = format!("“{goes_on}…” would not be read as a part of this footnote.");
        holds.then_some(()).ok_or_else(|| Refusal::at(marker.clone(), snapshot, &message))
    };
    Change { edits, selection: Some(caret..caret) }.checked_and(snapshot, |_| false, is_part)
}
