//! Notes as a text itself writes them: where a new one goes and what it looks like, what stands between two, and what
//! goes with one that is taken away. What rules and refactorings share that make text.

use std::ops::Range;

use crate::dialect::Law;
use crate::document::Snapshot;
use crate::edits::Edit;
use crate::scan::{Form, Label};
use crate::text::{Text, is_space, trim};

/// Where a footnote can be put, and what parts it there from what stands around it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The byte before which it goes.
    pub offset: usize,
    /// What goes before it.
    pub before: String,
    /// What goes behind it.
    pub after: String,
    /// How its neighbours are written.
    pub form: Form,
}

impl Place {
    /// Puts a note there.
    pub fn put(&self, note: &str) -> Edit {
        Edit::insert(self.offset, format!("{}{note}{}", self.before, self.after))
    }
}

/// An empty footnote in the form of its neighbours, and where it belongs among them: for a reference that is at `offset`
/// and bears `label`. `None` where the text has no footnote to show the form.
pub fn stub(snapshot: &Snapshot, label: Label, offset: usize) -> Option<Edit> {
    let place = place(snapshot, label, offset)?;
    let note = written(snapshot, place.form, label, "");
    Some(place.put(&note))
}

/// A footnote of a form, with its text.
pub fn written(snapshot: &Snapshot, form: Form, label: Label, body: &str) -> String {
    let closing = if form == Form::Enclosed { "]" } else { "" };
    format!("{} {body}{closing}", snapshot.edition().marker(form, label))
}

/// Where the footnote belongs that a reference at `offset` with `label` leads to. `None` where the text has no footnote
/// to show it.
pub fn place(snapshot: &Snapshot, label: Label, offset: usize) -> Option<Place> {
    match snapshot.edition().law {
        Law::Runs => place_by_number(snapshot, label, offset),
        Law::Names => place_by_name(snapshot, offset),
    }
}

/// In the region that the reference looks to, behind the footnote whose number comes before.
fn place_by_number(snapshot: &Snapshot, label: Label, offset: usize) -> Option<Place> {
    let edition = snapshot.edition();
    let is_peer = |index: &usize| edition.footnotes[*index].label.series == label.series;
    let peers = |region: usize| edition.regions[region].footnotes.clone().filter(is_peer);
    let goes_on = |region: &usize| {
        peers(*region).next_back().is_some_and(|last| edition.footnotes[last].marker.start > offset)
    };
    let holds = |region: &usize| peers(*region).next().is_some();
    let region = (0..edition.regions.len()).find(goes_on);
    let region = region.or_else(|| (0..edition.regions.len()).rev().find(holds))?;
    let number = |index: &usize| edition.footnotes[*index].label.number;
    let before = peers(region).filter(|index| number(index) < label.number).max_by_key(|index| number(index));
    match before {
        Some(before) => Some(behind(snapshot, before, offset)),
        None => {
            let first = peers(region).next()?;
            let form = edition.footnotes[first].form;
            let stands_below = is_interleaved(snapshot, region)
                && edition
                    .references_of(first)
                    .next()
                    .is_some_and(|other| other.range.start > paragraph_end(snapshot.text(), offset));
            match stands_below {
                true => Some(below_paragraph(snapshot, form, offset)),
                false => Some(in_front(snapshot, first)),
            }
        }
    }
}

/// Behind the footnote of the reference before, which is where people look for it.
fn place_by_name(snapshot: &Snapshot, offset: usize) -> Option<Place> {
    let edition = snapshot.edition();
    let is_written = |index: &usize| edition.footnotes[*index].form == Form::Caret;
    let before = edition.references.partition_point(|other| other.range.start < offset);
    let mut bound = edition.references[..before].iter().rev().filter_map(|other| other.footnote);
    if let Some(before) = bound.find(is_written) {
        return Some(behind(snapshot, before, offset));
    }
    let first = (0..edition.footnotes.len()).find(is_written)?;
    let (next, region) = (edition.footnotes[first].marker.start, edition.footnotes[first].region);
    let is_below = is_interleaved(snapshot, region) || edition.regions.len() > 1;
    match is_below && next > paragraph_end(snapshot.text(), offset) && stands_below(snapshot, first) {
        true => Some(below_paragraph(snapshot, Form::Caret, offset)),
        false => Some(in_front(snapshot, first)),
    }
}

/// Behind a footnote; but a reference behind that shows that footnotes stand below their paragraphs here.
fn behind(snapshot: &Snapshot, footnote: usize, offset: usize) -> Place {
    let (edition, form) = (snapshot.edition(), snapshot.edition().footnotes[footnote].form);
    let end = edition.extent(footnote, snapshot.text()).end;
    match end <= offset && edition.footnote_at(offset).is_none() {
        true => below_paragraph(snapshot, form, offset),
        false => Place { offset: end, before: gap(snapshot), after: String::new(), form },
    }
}

fn in_front(snapshot: &Snapshot, footnote: usize) -> Place {
    let footnote = &snapshot.edition().footnotes[footnote];
    Place { offset: footnote.marker.start, before: String::new(), after: gap(snapshot), form: footnote.form }
}

/// Below the paragraph, or the footnote, that holds the byte `offset`.
pub fn below_paragraph(snapshot: &Snapshot, form: Form, offset: usize) -> Place {
    let (edition, text) = (snapshot.edition(), snapshot.text());
    let offset =
        match edition.footnote_at(offset).filter(|&index| edition.footnotes[index].form != Form::Inline) {
            Some(footnote) => edition.extent(footnote, text).end,
            None => paragraph_end(text, offset),
        };
    Place { offset, before: text.line_break().repeat(2), after: String::new(), form }
}

/// Whether text stands between the footnotes of a region, or the only one stands below its paragraph.
fn is_interleaved(snapshot: &Snapshot, region: usize) -> bool {
    let edition = snapshot.edition();
    let region = &edition.regions[region];
    if region.heading.is_some() {
        return false;
    }
    if region.footnotes.len() == 1 {
        return stands_below(snapshot, region.footnotes.start);
    }
    let mut pairs = region.footnotes.clone().zip(region.footnotes.clone().skip(1));
    pairs.any(|(one, next)| {
        is_parted(snapshot, edition.footnotes[one].until..edition.footnotes[next].marker.start)
    })
}

/// Whether a footnote stands directly below the paragraph that refers to it.
fn stands_below(snapshot: &Snapshot, footnote: usize) -> bool {
    let (edition, text) = (snapshot.edition(), snapshot.text());
    let start = edition.footnotes[footnote].marker.start;
    let first = edition.references_of(footnote).next().map(|first| first.range.end);
    first.is_some_and(|first| {
        first < start && !is_parted(snapshot, paragraph_end(text, first).min(start)..start)
    })
}

/// Whether anything but blank lines stands in a range.
pub fn is_parted(snapshot: &Snapshot, range: Range<usize>) -> bool {
    range.start < range.end && !trim(&snapshot.text().slice(range)).is_empty()
}

/// Where the paragraph ends that holds the byte `offset`: behind its last character.
pub fn paragraph_end(text: &Text, offset: usize) -> usize {
    let first = text.line_of(offset);
    let is_blank = |&line: &usize| trim(&text.line(line)).is_empty();
    let blank = (first + 1..text.line_count()).find(is_blank).unwrap_or(text.line_count());
    let range = text.line_range(blank - 1);
    let line = text.slice(range.clone());
    (range.start + line.trim_end_matches(is_space).len()).max(offset)
}

/// Where the paragraph begins that holds the byte `offset`: the start of its first line.
pub fn paragraph_start(text: &Text, offset: usize) -> usize {
    let last = text.line_of(offset);
    let is_blank = |&line: &usize| trim(&text.line(line)).is_empty();
    text.line_start((0..last).rev().find(is_blank).map_or(0, |blank| blank + 1))
}

/// What stands between two footnotes: one line break if the first two that are together follow each other so, else a
/// blank line.
pub fn gap(snapshot: &Snapshot) -> String {
    let (edition, text) = (snapshot.edition(), snapshot.text());
    let line = |offset: usize| text.line_of(offset);
    let distance = |index: usize| {
        let (one, next) = (&edition.footnotes[index], edition.footnotes.get(index + 1)?);
        let end = edition.extent(index, text).end;
        let are_together = one.region == next.region
            && ![one.form, next.form].contains(&Form::Inline)
            && end <= next.marker.start
            && line(end) < line(next.marker.start)
            && !is_parted(snapshot, end..next.marker.start);
        are_together.then(|| line(next.marker.start) - line(end))
    };
    let is_tight = (0..edition.footnotes.len()).find_map(distance) == Some(1);
    text.line_break().repeat(if is_tight { 1 } else { 2 })
}

/// What to remove with footnote `index`: all of it and the blank lines behind it, or before it at the end; and the
/// heading over it, if it is the last one there.
pub fn removal(snapshot: &Snapshot, index: usize) -> Range<usize> {
    let (text, edition) = (snapshot.text(), snapshot.edition());
    let extent = edition.extent(index, text);
    let region = &edition.regions[edition.footnotes[index].region];
    let heading = region
        .heading
        .as_ref()
        .filter(|heading| region.footnotes.len() == 1 && !is_parted(snapshot, heading.end..extent.start));
    let line_start = |offset: usize| text.line_start(text.line_of(offset));
    let is_of_line = !is_parted(snapshot, line_start(extent.start)..extent.start);
    match heading {
        Some(heading) => stretch(text, line_start(heading.start)..extent.end),
        None if is_of_line => stretch(text, line_start(extent.start)..extent.end),
        None => marker_removal(text, &extent),
    }
}

/// A stretch of whole lines with the blank ones behind it, or before it at the end of the text.
pub fn stretch(text: &Text, range: Range<usize>) -> Range<usize> {
    let rest = text.slice(range.end..text.len().min(range.end + BLANK));
    let blank = rest.len() - rest.trim_start_matches(is_space).len();
    if range.end + blank < text.len() {
        return range.start..text.line_start(text.line_of(range.end + blank)).max(range.end);
    }
    let from = range.start.saturating_sub(BLANK);
    let before = text.slice(from..range.start);
    range.start - (before.len() - before.trim_end_matches(is_space).len())..range.end
}

/// What to remove with a marker within a line: it, and one of the spaces around it where both would be left.
pub fn marker_removal(text: &Text, marker: &Range<usize>) -> Range<usize> {
    let line = text.line_range(text.line_of(marker.start));
    let (before, behind) = (text.slice(line.start..marker.start), text.slice(marker.end..line.end));
    let next = behind.chars().next();
    let closes = next.is_none_or(|c| is_space(c) || ".,;:!?)]”’\"".contains(c));
    match before.chars().next_back() {
        Some(' ') if closes && trim(&before).len() < before.len() => marker.start - 1..marker.end,
        None if next == Some(' ') => marker.start..marker.end + 1,
        _ => marker.clone(),
    }
}

/// No more blank space is removed, in bytes.
const BLANK: usize = 64;
