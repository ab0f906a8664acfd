//! Notes as a text itself writes them: where a new one goes and what it looks like, what stands between two, and what
//! goes with one that is taken away. What rules and refactorings share that make text.

use std::ops::Range;

use crate::dialect::Law;
use crate::document::Snapshot;
use crate::edits::Edit;
use crate::scan::{Form, Label};
use crate::text::{Text, is_space, trim};

mod slot;

pub use slot::{Habit, Slot, cluster, end_of_body, habit, paragraph_end, trimmed_end};

/// An empty footnote in the form of its neighbours, and where it belongs among them: for a reference that is at `offset`
/// and bears `label`; with where its text goes then. `None` where the text has no footnote to show the form.
pub fn stub(snapshot: &Snapshot, label: Label, offset: usize) -> Option<(Edit, usize)> {
    // No form of footnotes takes several numbers everywhere.
    if label.last > label.number && snapshot.edition().law == Law::Runs {
        return None;
    }
    let slot = match snapshot.edition().law {
        Law::Runs => slot_by_number(snapshot, label, offset),
        Law::Names => slot_by_name(snapshot, offset),
    }?;
    let (edit, caret) = slot.fill(&snapshot.edition().marker(slot.form, label), "");
    let start = edit.range.start;
    Some((edit, start + caret))
}

/// In the region that the reference looks to, behind the footnote whose number comes before.
fn slot_by_number(snapshot: &Snapshot, label: Label, offset: usize) -> Option<Slot> {
    let (edition, text) = (snapshot.edition(), snapshot.text());
    let is_peer = |index: &usize| edition.footnotes[*index].label.series == label.series;
    let peers = |region: usize| edition.regions[region].footnotes.clone().filter(is_peer);
    let goes_on = |region: &usize| {
        peers(*region).next_back().is_some_and(|last| edition.footnotes[last].marker.start > offset)
    };
    let regions = 0..edition.regions.len();
    let region = regions.clone().find(goes_on);
    let region = region.or_else(|| regions.rev().find(|region| peers(*region).next().is_some()))?;
    let number = |index: &usize| edition.footnotes[*index].label.number;
    let before = peers(region).filter(|index| number(index) < label.number).max_by_key(number);
    if let Some(before) = before {
        return Some(slot_behind(snapshot, before, label, offset));
    }
    let first = peers(region).next()?;
    let refers_later = edition
        .references_of(first)
        .next()
        .is_some_and(|other| other.range.start > paragraph_end(text, offset));
    match refers_later && is_interleaved(snapshot, region) {
        true => Some(Slot::below_paragraph(snapshot, offset, label, edition.footnotes[first].form)),
        false => Slot::among(snapshot, &[first], label.number),
    }
}

/// Behind the footnote of the reference before, which is where people look for it.
pub fn slot_by_name(snapshot: &Snapshot, offset: usize) -> Option<Slot> {
    let (edition, text) = (snapshot.edition(), snapshot.text());
    let is_written = |index: &usize| edition.footnotes[*index].form == Form::Caret;
    let before = edition.references.partition_point(|other| other.range.start < offset);
    let mut bound = edition.references[..before].iter().rev().filter_map(|other| other.footnote);
    if let Some(before) = bound.find(is_written) {
        return Some(slot_behind(snapshot, before, Label::NONE, offset));
    }
    let first = (0..edition.footnotes.len()).find(is_written)?;
    let is_below = edition.footnotes[first].marker.start > paragraph_end(text, offset)
        && stands_below(snapshot, first)
        && (is_interleaved(snapshot, edition.footnotes[first].region) || edition.regions.len() > 1);
    match is_below {
        true => Some(Slot::below_paragraph(snapshot, offset, Label::NONE, Form::Caret)),
        false => Slot::among(snapshot, &[first], 0),
    }
}

/// Behind a footnote; but a reference behind that shows that footnotes stand below their paragraphs here.
fn slot_behind(snapshot: &Snapshot, footnote: usize, label: Label, offset: usize) -> Slot {
    let edition = snapshot.edition();
    let is_above = edition.extent(footnote, snapshot.text()).end <= offset;
    match is_above && edition.footnote_at(offset).is_none() {
        true => Slot::below_paragraph(snapshot, offset, label, edition.footnotes[footnote].form),
        false => Slot::behind(snapshot, footnote),
    }
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
pub fn stands_below(snapshot: &Snapshot, footnote: usize) -> bool {
    let (edition, text) = (snapshot.edition(), snapshot.text());
    let start = edition.footnotes[footnote].marker.start;
    let first = edition.references_of(footnote).next().map(|first| first.range.end);
    first.is_some_and(|first| {
        first < start && !is_parted(snapshot, paragraph_end(text, first).min(start)..start)
    })
}

/// Whether anything but blank lines stands in a range.
pub fn is_parted(snapshot: &Snapshot, range: Range<usize>) -> bool {
    range.start < range.end && !slot::is_blank(snapshot.text(), range)
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

/// What to remove with footnote `index`: all of it with the white space that parts it from the footnote before, or else
/// from what follows; and the heading over it, if it is the last one there.
pub fn removal(snapshot: &Snapshot, index: usize) -> Range<usize> {
    let (text, edition) = (snapshot.text(), snapshot.edition());
    let footnote = &edition.footnotes[index];
    let region = &edition.regions[footnote.region];
    let mut extent = edition.extent(index, text);
    extent.end = line_end(text, extent.end);
    let start = text.line_start(text.line_of(extent.start));
    let heading = region.heading.as_ref().filter(|heading| {
        region.footnotes.len() == 1 && heading.end <= start && !is_parted(snapshot, heading.end..start)
    });
    if let Some(heading) = heading {
        return cut(text, text.line_start(text.line_of(heading.start))..extent.end, Space::Before);
    }
    if is_parted(snapshot, start..extent.start) {
        return without_space(text, &extent);
    }
    // The space that came with it: that behind it only if it is the first of several.
    let cluster = cluster(snapshot, index);
    let is_first = index == cluster.start && index + 1 < cluster.end;
    cut(text, start..extent.end, if is_first { Space::Behind } else { Space::Before })
}

/// The end of the line, if nothing but spaces stands there; else the byte itself.
pub fn line_end(text: &Text, offset: usize) -> usize {
    let end = text.line_range(text.line_of(offset)).end.max(offset);
    if trim(&text.slice(offset..end)).is_empty() { end } else { offset }
}

/// Which white space goes with lines that are cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Space {
    /// That before them.
    Before,
    /// That behind them.
    Behind,
    /// Where there is less of it.
    Less,
}

/// Whole lines with white space around them. At the end of a text, that before them.
pub fn cut(text: &Text, lines: Range<usize>, space: Space) -> Range<usize> {
    let rest = text.slice(lines.end..text.len().min(lines.end + BLANK));
    let behind = rest.len() - rest.trim_start_matches(is_space).len();
    let next = text.line_start(text.line_of(lines.end + behind)).max(lines.end);
    let before = line_end(text, blank_before(text, lines.start)).min(lines.start);
    let is_last = lines.end + behind >= text.len();
    let is_smaller =
        text.line_of(lines.start) - text.line_of(before) < text.line_of(next) - text.line_of(lines.end);
    let is_before = match space {
        Space::Before => true,
        Space::Behind => is_last,
        Space::Less => is_last || is_smaller,
    };
    match is_before && before > 0 {
        true => before..lines.end,
        false => lines.start..next,
    }
}

/// Where the white space begins that stands before `offset`.
pub fn blank_before(text: &Text, offset: usize) -> usize {
    let from = offset.saturating_sub(BLANK);
    let before = text.slice(from..offset);
    offset - (before.len() - before.trim_end_matches(is_space).len())
}

/// A marker with the space that parted it from the word before; at a line start, from the word behind.
pub fn without_space(text: &Text, marker: &Range<usize>) -> Range<usize> {
    let line = text.line_range(text.line_of(marker.start));
    let before = text.slice(line.start..marker.start);
    let behind = text.slice(marker.end..line.end.max(marker.end));
    let is_before = before.ends_with(is_space) && !before.trim_end_matches(is_space).is_empty();
    let goes_on = behind.chars().next().is_some_and(|next| !next.is_alphanumeric());
    if is_before && (goes_on || behind.is_empty()) {
        let space = before.chars().next_back().map_or(0, char::len_utf8);
        return marker.start - space..marker.end;
    }
    let is_first = before.trim_end_matches(is_space).is_empty();
    let space = behind.chars().next().filter(|&next| is_first && is_space(next)).map_or(0, char::len_utf8);
    marker.start..marker.end + space
}

/// No more blank space is removed, in bytes.
const BLANK: usize = 64;
