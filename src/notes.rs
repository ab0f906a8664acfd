//! Notes as a text itself writes them: where a new one goes and what it looks like, what stands between two, and what
//! goes with one that is taken away. What rules and refactorings share that make text.

use std::ops::Range;

use crate::dialect::Law;
use crate::document::Snapshot;
use crate::edits::Edit;
use crate::scan::{Form, Label};
use crate::text::{Text, is_space};

mod slot;

pub use slot::{Habit, Slot, cluster, end_of_body, habit, paragraph_end};

/// An empty footnote in the form of its neighbours, and where it belongs among them: for a reference that is at `offset`
/// and bears `label`. `None` where the text has no footnote to show the form.
pub fn stub(snapshot: &Snapshot, label: Label, offset: usize) -> Option<Edit> {
    match snapshot.edition().law {
        Law::Runs => stub_by_number(snapshot, label),
        Law::Names => stub_by_name(snapshot, label, offset),
    }
}

/// Behind the footnote whose number comes before.
fn stub_by_number(snapshot: &Snapshot, label: Label) -> Option<Edit> {
    let (edition, text) = (snapshot.edition(), snapshot.text());
    let peers =
        || edition.footnotes.iter().enumerate().filter(|(_, other)| other.label.series == label.series);
    let gap = gap(snapshot);
    if let Some((before, footnote)) = peers().rev().find(|(_, other)| other.label.number < label.number) {
        let marker = edition.marker(footnote.form, label);
        return Some(Edit::insert(edition.extent(before, text).end, format!("{gap}{marker} ")));
    }
    let (_, footnote) = peers().next()?;
    let marker = edition.marker(footnote.form, label);
    Some(Edit::insert(footnote.marker.start, format!("{marker} {gap}")))
}

/// Behind the footnote of the reference before, which is where people look for it.
fn stub_by_name(snapshot: &Snapshot, label: Label, offset: usize) -> Option<Edit> {
    let (edition, text) = (snapshot.edition(), snapshot.text());
    let is_written = |index: &usize| edition.footnotes[*index].form == Form::Caret;
    let marker = edition.marker(Form::Caret, label);
    let before = edition.references.partition_point(|other| other.range.start < offset);
    let bound = edition.references[..before].iter().rev().filter_map(|other| other.footnote);
    if let Some(before) = bound.into_iter().find(is_written) {
        let end = edition.extent(before, text).end;
        return Some(Edit::insert(end, format!("{}{marker} ", gap(snapshot))));
    }
    let first = (0..edition.footnotes.len()).find(is_written)?;
    let start = text.line_start(text.line_of(edition.footnotes[first].marker.start));
    Some(Edit::insert(start, format!("{marker} {}", gap(snapshot))))
}

/// What stands between two footnotes: one line break if the first two follow each other so, else a blank line.
pub fn gap(snapshot: &Snapshot) -> String {
    let (edition, text) = (snapshot.edition(), snapshot.text());
    let follows = |index: usize| {
        let line = |offset: usize| text.line_of(offset);
        line(edition.extent(index, text).end) + 1 == line(edition.footnotes[index + 1].marker.start)
    };
    let is_tight = edition.footnotes.len() > 1 && follows(0);
    text.line_break().repeat(if is_tight { 1 } else { 2 })
}

/// What to remove with footnote `index`: all of it and the blank lines behind it, or before it at the end.
pub fn removal(snapshot: &Snapshot, index: usize) -> Range<usize> {
    let (text, edition) = (snapshot.text(), snapshot.edition());
    let extent = edition.extent(index, text);
    let rest = text.slice(extent.end..text.len().min(extent.end + BLANK));
    let blank = rest.len() - rest.trim_start_matches(is_space).len();
    if extent.end + blank < text.len() {
        return extent.start..text.line_start(text.line_of(extent.end + blank)).max(extent.end);
    }
    blank_before(text, extent.start)..text.line_range(text.line_of(extent.end)).end
}

/// Where the white space begins that stands before `offset`.
pub fn blank_before(text: &Text, offset: usize) -> usize {
    let from = offset.saturating_sub(BLANK);
    let before = text.slice(from..offset);
    offset - (before.len() - before.trim_end_matches(is_space).len())
}

/// No more blank space is removed, in bytes.
const BLANK: usize = 64;
