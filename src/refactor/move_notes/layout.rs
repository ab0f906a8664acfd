//! Where the notes of a text are, and where they are wanted.

use std::collections::HashMap;
use std::ops::Range;

use super::Target;
use crate::dialect::{Law, is_notes_heading};
use crate::document::Snapshot;
use crate::edition::Edition;
use crate::headings;
use crate::notes::{self, trimmed_end};
use crate::scan::{Form, Kind, Series};
use crate::text::{Text, trim};

/// A note that has its lines to itself.
pub struct Note {
    pub index: usize,
    /// From the start of its first line to its last character.
    pub range: Range<usize>,
    /// What it stands behind: the end of the text before it and its neighbours.
    pub anchor: usize,
    /// What it is wanted behind.
    pub home: usize,
}

/// Notes and headings over them, with nothing else between them.
pub struct Cluster {
    /// The end of the text before.
    pub anchor: usize,
    pub items: Vec<Item>,
}

pub struct Item {
    pub range: Range<usize>,
    /// Among the notes; a heading has none.
    pub note: Option<usize>,
}

/// Where the notes of a text are, and where they are wanted.
pub struct Layout<'a> {
    pub snapshot: &'a Snapshot,
    pub edition: &'a Edition,
    pub target: Target,
    pub notes: Vec<Note>,
    pub clusters: Vec<Cluster>,
}

impl<'a> Layout<'a> {
    /// `None` where there is nothing to be moved, or no such place to move it to.
    pub fn of(snapshot: &'a Snapshot, edition: &'a Edition, target: Target) -> Option<Self> {
        let text = snapshot.text();
        let line_start = |offset: usize| text.line_start(text.line_of(offset));
        let may_move = |index: &usize| {
            let footnote = &edition.footnotes[*index];
            let has_line =
                !notes::is_parted(snapshot, line_start(footnote.marker.start)..footnote.marker.start);
            has_line && footnote.form != Form::Inline && footnote.label.series != Series::Unlabelled
        };
        let found = (0..edition.footnotes.len()).filter(may_move).map(|index| {
            let extent = edition.extent(index, text);
            Note { index, range: line_start(extent.start)..extent.end, anchor: 0, home: 0 }
        });
        // A note within another one goes with it.
        let mut notes: Vec<Note> = Vec::new();
        for note in found {
            if notes.last().is_none_or(|before| before.range.end <= note.range.start) {
                notes.push(note);
            }
        }
        if notes.is_empty() {
            return None;
        }
        let mut layout = Layout { snapshot, edition, target, notes, clusters: Vec::new() };
        layout.cluster();
        let sections = if target == Target::Section { layout.sections()? } else { Vec::new() };
        layout.settle(&sections);
        Some(layout)
    }

    pub fn text(&self) -> &'a Text {
        self.snapshot.text()
    }

    /// Gathers what stands together.
    fn cluster(&mut self) {
        let text = self.text();
        let mut items: Vec<Item> = self
            .notes
            .iter()
            .enumerate()
            .map(|(at, note)| Item { range: note.range.clone(), note: Some(at) })
            .collect();
        let titles = self.edition.titles.iter().map(|(title, _)| title);
        let titles = titles.filter(|title| is_notes_heading(trim(&text.slice((*title).clone()))));
        let marks = self.snapshot.blocks().marks();
        let headings = marks.filter(|(_, mark)| mark.kind == Kind::NotesHeading).map(|(start, _)| start);
        let headings = headings.filter(|start| self.edition.work.contains(start));
        for start in headings.chain(titles.map(|title| title.start)) {
            let range = text.line_range(text.line_of(start));
            // Other text may stand below a heading.
            let next = self.notes.partition_point(|note| note.range.start < range.end);
            let is_over = |note: &Note| !notes::is_parted(self.snapshot, range.end..note.range.start);
            let is_within = next > 0 && self.notes[next - 1].range.end > range.start;
            if !is_within && self.notes.get(next).is_some_and(is_over) {
                items.push(Item { range, note: None });
            }
        }
        items.sort_by_key(|item| item.range.start);
        for item in items {
            let last = self.clusters.last().and_then(|cluster| cluster.items.last());
            let follows =
                last.is_some_and(|last| !notes::is_parted(self.snapshot, last.range.end..item.range.start));
            if !follows {
                let anchor = trimmed_end(text, item.range.start);
                self.clusters.push(Cluster { anchor, items: Vec::new() });
            }
            if let Some(cluster) = self.clusters.last_mut() {
                cluster.items.push(item);
            }
        }
        for cluster in &self.clusters {
            // Below a paragraph, notes have no heading.
            let is_wrong =
                self.target == Target::Paragraph && cluster.items.iter().any(|item| item.note.is_none());
            for note in cluster.items.iter().filter_map(|item| item.note) {
                self.notes[note].anchor = if is_wrong { usize::MAX } else { cluster.anchor };
            }
        }
    }

    /// Where sections begin; `None` where none are to be seen.
    pub fn sections(&self) -> Option<Vec<usize>> {
        let text = self.text();
        let found: Vec<usize> = match self.edition.law {
            Law::Names => {
                let is_of_notes = |start: usize| {
                    self.clusters.iter().any(|cluster| {
                        cluster.items.iter().any(|item| item.note.is_none() && item.range.contains(&start))
                    })
                };
                let titles = self.edition.titles.iter().map(|(title, _)| title.start);
                titles
                    .filter(|&start| !is_of_notes(start))
                    .map(|start| text.line_start(text.line_of(start)))
                    .collect()
            }
            Law::Runs => {
                let header = self.edition.header.range().into_iter();
                let mut taken: Vec<Range<usize>> =
                    self.notes.iter().map(|note| note.range.clone()).chain(header).collect();
                taken.sort_by_key(|range| range.start);
                let headings = headings::find(self.snapshot, &taken, &self.edition.work);
                let sections = headings.iter().filter(|heading| headings::begins_section(text, heading));
                sections.map(|heading| text.line_start(text.line_of(heading.start))).collect()
            }
        };
        (!found.is_empty()).then_some(found)
    }

    /// Finds out where each note is wanted.
    fn settle(&mut self, sections: &[usize]) {
        let end = notes::end_of_body(self.snapshot);
        let end = self.before_notes(end);
        let mut homes: Vec<Option<usize>> = Vec::with_capacity(self.notes.len());
        let first = |note: &Note| self.edition.references_of(note.index).map(|one| one.range.start).min();
        // A note that only another note refers to is wanted where that one is.
        for note in &self.notes {
            let mut place = first(note);
            for _ in 0..self.notes.len().min(8) {
                let Some(outer) = place.and_then(|offset| self.note_at(offset)) else { break };
                place = first(&self.notes[outer]);
            }
            let place = place.filter(|&offset| self.note_at(offset).is_none());
            homes.push(place.map(|offset| match self.target {
                Target::File => end,
                Target::Paragraph => self.before_notes(self.paragraph_end(offset)),
                Target::Section => {
                    let next = sections.partition_point(|&start| start <= offset);
                    sections.get(next).map_or(end, |&start| self.before_notes(start))
                }
            }));
        }
        // What nothing refers to stays with the note before it.
        let mut before = homes.iter().flatten().next().copied();
        for (note, home) in self.notes.iter_mut().zip(homes) {
            before = home.or(before);
            note.home = before.unwrap_or(note.anchor);
        }
        self.open_blocks();
    }

    /// Where a few notes stand without a heading and more are to come, all of them get one.
    fn open_blocks(&mut self) {
        if self.target == Target::Paragraph || self.edition.law == Law::Names {
            return;
        }
        let mut counts: HashMap<usize, [usize; 2]> = HashMap::new();
        for note in &self.notes {
            counts.entry(note.home).or_default()[usize::from(note.anchor == note.home)] += 1;
        }
        for cluster in
            self.clusters.iter().filter(|cluster| cluster.items.iter().all(|item| item.note.is_some()))
        {
            let [coming, there] = counts.get(&cluster.anchor).copied().unwrap_or_default();
            if coming >= there && coming > 0 {
                for note in cluster.items.iter().filter_map(|item| item.note) {
                    self.notes[note].anchor = usize::MAX;
                }
            }
        }
    }

    fn note_at(&self, offset: usize) -> Option<usize> {
        let after = self.notes.partition_point(|note| note.range.start <= offset);
        after.checked_sub(1).filter(|&at| offset < self.notes[at].range.end)
    }

    /// The end of the text before `end` that is no note.
    fn before_notes(&self, end: usize) -> usize {
        let end = trimmed_end(self.text(), end);
        let after = self.clusters.partition_point(|cluster| cluster.items[0].range.start < end);
        let within = after.checked_sub(1).map(|at| &self.clusters[at]);
        let last = |cluster: &&Cluster| cluster.items.last().is_some_and(|last| end <= last.range.end);
        within.filter(last).map_or(end, |cluster| cluster.anchor)
    }

    /// The end of a paragraph; of a whole list, as notes would end it.
    fn paragraph_end(&self, offset: usize) -> usize {
        let text = self.text();
        let mut end = notes::paragraph_end(text, offset);
        if self.edition.law == Law::Runs {
            return end;
        }
        let starts_list = |line: &str| line.starts_with([' ', '\t']) || is_item(line);
        let mut start = paragraph_start(text, offset);
        while starts_list(&text.line(text.line_of(start))) {
            let next = text.written_line(text.line_of(end) + 1);
            start = text.line_start(next);
            if next >= text.line_count() || self.note_at(start).is_some() || !starts_list(&text.line(next)) {
                break;
            }
            end = notes::paragraph_end(text, start);
        }
        end
    }

    /// The notes that are not where they are wanted.
    pub fn movers(&self) -> impl Iterator<Item = &Note> {
        self.notes.iter().filter(|note| note.anchor != note.home)
    }
}

/// Where the paragraph begins that holds the byte `offset`: its first line.
fn paragraph_start(text: &Text, offset: usize) -> usize {
    let is_blank = |line: &usize| text.is_blank_line(*line);
    text.line_start((0..text.line_of(offset)).rev().find(is_blank).map_or(0, |blank| blank + 1))
}

/// Whether a line begins an item of a list.
fn is_item(line: &str) -> bool {
    let digits = line.len() - line.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let rest = &line[digits..];
    match digits {
        0 => rest.starts_with(['-', '+', '*']) && rest[1..].starts_with([' ', '\t']),
        _ => rest.starts_with(['.', ')']) && rest[1..].starts_with([' ', '\t']),
    }
}
