//! Moving the notes of a text: to the end of their paragraphs, of their sections, or of the text.
//!
//! Whole notes move, with all their paragraphs; their labels stay. Notes that are where they are wanted stay where they
//! are. What comes out is read again: every reference leads to the same note, and every note says the same.

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;

use super::{Change, Moves, Refactoring, Refusal, footnote_meant, understood};
use crate::dialect::{Law, is_notes_heading};
use crate::document::Snapshot;
use crate::edition::Edition;
use crate::edits::{Edit, Edits};
use crate::headings;
use crate::notes::{self, trimmed_end};
use crate::scan::{Form, Kind, Label, Series};
use crate::text::{Text, trim};

/// Of all notes of a text.
pub const REFACTORINGS: &[Refactoring] = &[
    Refactoring {
        name: "move-notes-to-paragraphs",
        kind: "refactor.move.notes.paragraph",
        summary: "Move the notes to the end of their paragraphs",
        offer: |snapshot, at| offer(snapshot, at, Target::Paragraph, "Move the notes to the end of their paragraphs"),
        apply: |snapshot, _| apply(snapshot, Target::Paragraph),
    },
    Refactoring {
        name: "move-notes-to-sections",
        kind: "refactor.move.notes.section",
        summary: "Move the notes to the end of their sections",
        offer: |snapshot, at| offer(snapshot, at, Target::Section, "Move the notes to the end of their sections"),
        apply: |snapshot, _| apply(snapshot, Target::Section),
    },
    Refactoring {
        name: "move-notes-to-end",
        kind: "refactor.move.notes.file",
        summary: "Move the notes to the end of the text",
        offer: |snapshot, at| offer(snapshot, at, Target::File, "Move the notes to the end of the text"),
        apply: |snapshot, _| apply(snapshot, Target::File),
    },
];

/// Where notes are wanted: at the end of what holds their first reference.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Target {
    Paragraph,
    Section,
    File,
}

/// By the note at the cursor alone: where all the others are wanted takes a look at the whole text.
fn offer(snapshot: &Snapshot, at: Range<usize>, target: Target, title: &str) -> Option<String> {
    let edition = understood(snapshot).ok()?;
    let index = footnote_meant(snapshot, at.start)?;
    let is_there = match target {
        Target::Paragraph => notes::stands_below(snapshot, index),
        Target::File => {
            let last = notes::cluster(snapshot, index).end - 1;
            edition.extent(last, snapshot.text()).end >= notes::end_of_body(snapshot)
        }
        Target::Section => edition.law == Law::Names && edition.titles.is_empty(),
    };
    (!is_there && edition.footnotes[index].form != Form::Inline).then(|| title.to_owned())
}

fn apply(snapshot: &Snapshot, target: Target) -> Result<Change, Refusal> {
    let edition = understood(snapshot)?;
    let layout = Layout::of(snapshot, edition, target).ok_or_else(|| match target {
        Target::Section => Refusal::new("This text shows no sections: none of its headings is marked as one."),
        _ => Refusal::new("This text has no notes that could be moved."),
    })?;
    if layout.movers().next().is_none() {
        return Ok(Change::default());
    }
    layout.refuse_what_is_doubtful()?;
    layout.refuse_what_follows(&layout.sections().unwrap_or_default())?;
    let blocks = layout.blocks();
    let mut edits: Vec<Edit> = blocks.iter().map(|block| Edit::insert(block.offset, block.text.clone())).collect();
    edits.extend(layout.removals().into_iter().map(Edit::delete));
    let edits = Edits::new(edits).ok_or_else(|| Refusal::new("The notes of this text stand within each other."))?;
    layout.verify(&blocks, &edits)?;
    Ok(Change::new(edits))
}

/// A note that has its lines to itself.
struct Note {
    index: usize,
    /// From the start of its first line to its last character.
    range: Range<usize>,
    /// What it stands behind: the end of the text before it and its neighbours.
    anchor: usize,
    /// What it is wanted behind.
    home: usize,
}

/// Notes and headings over them, with nothing else between them.
struct Cluster {
    /// The end of the text before.
    anchor: usize,
    items: Vec<Item>,
}

struct Item {
    range: Range<usize>,
    /// Among the notes; a heading has none.
    note: Option<usize>,
}

/// Where the notes of a text are, and where they are wanted.
struct Layout<'a> {
    snapshot: &'a Snapshot,
    edition: &'a Edition,
    target: Target,
    notes: Vec<Note>,
    clusters: Vec<Cluster>,
}

/// Notes that are put in one place together.
struct Block {
    offset: usize,
    text: String,
    /// Notes, and where their markers are in `text`.
    pieces: Vec<(usize, usize)>,
}

impl<'a> Layout<'a> {
    /// `None` where there is nothing to be moved, or no such place to move it to.
    fn of(snapshot: &'a Snapshot, edition: &'a Edition, target: Target) -> Option<Self> {
        let text = snapshot.text();
        let line_start = |offset: usize| text.line_start(text.line_of(offset));
        let may_move = |index: &usize| {
            let footnote = &edition.footnotes[*index];
            let has_line = !notes::is_parted(snapshot, line_start(footnote.marker.start)..footnote.marker.start);
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

    fn text(&self) -> &'a Text {
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
            let follows = last.is_some_and(|last| !notes::is_parted(self.snapshot, last.range.end..item.range.start));
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
            let is_wrong = self.target == Target::Paragraph && cluster.items.iter().any(|item| item.note.is_none());
            for note in cluster.items.iter().filter_map(|item| item.note) {
                self.notes[note].anchor = if is_wrong { usize::MAX } else { cluster.anchor };
            }
        }
    }

    /// Where sections begin; `None` where none are to be seen.
    fn sections(&self) -> Option<Vec<usize>> {
        let text = self.text();
        let found: Vec<usize> = match self.edition.law {
            Law::Names => {
                let is_of_notes = |start: usize| self.clusters.iter().any(|cluster| {
                    cluster.items.iter().any(|item| item.note.is_none() && item.range.contains(&start))
                });
                let titles = self.edition.titles.iter().map(|(title, _)| title.start);
                titles.filter(|&start| !is_of_notes(start)).map(|start| text.line_start(text.line_of(start))).collect()
            }
            Law::Runs => {
                let header = self.edition.header.range().into_iter();
                let mut taken: Vec<Range<usize>> = self.notes.iter().map(|note| note.range.clone()).chain(header).collect();
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
        for cluster in self.clusters.iter().filter(|cluster| cluster.items.iter().all(|item| item.note.is_some())) {
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
            let mut next = text.line_of(end) + 1;
            while next < text.line_count() && trim(&text.line(next)).is_empty() {
                next += 1;
            }
            start = text.line_start(next);
            if next >= text.line_count() || self.note_at(start).is_some() || !starts_list(&text.line(next)) {
                break;
            }
            end = notes::paragraph_end(text, start);
        }
        end
    }

    /// The notes that are not where they are wanted.
    fn movers(&self) -> impl Iterator<Item = &Note> {
        self.notes.iter().filter(|note| note.anchor != note.home)
    }

    fn refuse_what_is_doubtful(&self) -> Result<(), Refusal> {
        let (edition, text) = (self.edition, self.text());
        let mut taken: HashMap<(usize, Label), &Note> = HashMap::new();
        for note in &self.notes {
            let footnote = &edition.footnotes[note.index];
            let refuse = |message: &str| Err(Refusal::at(footnote.marker.clone(), self.snapshot, message));
            let label = edition.name(footnote.label);
            if footnote.twin.is_some() {
                return refuse(&format!("this is a second footnote {label}. Correct its label first, or remove it."));
            }
            if let Some(other) = taken.insert((note.home, footnote.label), note) {
                let line = text.line_of(other.range.start) + 1;
                return refuse(&format!(
                    "this footnote {label} would come to stand beside the footnote {label} of line {line}. Renumber \
                     the text first, so that each has a number of its own."
                ));
            }
            let written = text.slice(note.range.clone());
            if footnote.form == Form::Enclosed && written.contains("*[Footnote") {
                return refuse(&format!("footnote {label} goes on elsewhere. Join its parts first."));
            }
            if note.anchor != note.home && self.may_swallow(note) {
                return refuse(&format!(
                    "nothing shows where footnote {label} ends: the paragraphs below it may be text. Put it under a \
                     heading, or above its paragraph's end, by hand."
                ));
            }
        }
        Ok(())
    }

    /// Text that stands below notes under a heading, before another section begins: it may be theirs.
    fn refuse_what_follows(&self, sections: &[usize]) -> Result<(), Refusal> {
        if self.edition.law == Law::Names {
            return Ok(());
        }
        let text = self.text();
        for cluster in self.clusters.iter().filter(|cluster| cluster.items.iter().any(|item| item.note.is_none())) {
            let last = cluster.items.iter().rev().find_map(|item| item.note).map(|note| &self.notes[note]);
            let Some(last) = last.filter(|last| self.edition.footnotes[last.index].form != Form::Enclosed) else { continue };
            let mut next = text.line_of(last.range.end) + 1;
            while next < text.line_count() && trim(&text.line(next)).is_empty() {
                next += 1;
            }
            let start = text.line_start(next);
            let is_around = self.edition.navigation.iter().any(|line| (line.start..=line.end).contains(&start));
            if start < self.edition.work.end && !is_around && sections.binary_search(&start).is_err() {
                let label = self.edition.name(self.edition.footnotes[last.index].label);
                let message = format!("nothing shows whether this paragraph belongs to footnote {label} above it.");
                return Err(Refusal::at(text.line_range(next), self.snapshot, &message));
            }
        }
        Ok(())
    }

    /// Whether paragraphs behind the last of several notes between text may not be its own.
    fn may_swallow(&self, note: &Note) -> bool {
        let footnote = &self.edition.footnotes[note.index];
        let region = &self.edition.regions[footnote.region];
        let is_last = region.heading.is_none() && region.footnotes.end == note.index + 1;
        if self.edition.law == Law::Names || footnote.form == Form::Enclosed || !is_last {
            return false;
        }
        let text = self.text();
        let first = notes::paragraph_end(text, note.range.start);
        let is_alone = region.footnotes.len() == 1
            || region.footnotes.clone().skip(1).any(|index| {
                let before = self.edition.footnotes[index - 1].until;
                notes::is_parted(self.snapshot, before..self.edition.footnotes[index].marker.start)
            });
        first < note.range.end && is_alone
    }

    /// What is put where: behind or before the notes that are there already, in the order that they have.
    fn blocks(&self) -> Vec<Block> {
        let mut groups: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (at, note) in self.notes.iter().enumerate() {
            groups.entry(note.home).or_default().push(at);
        }
        let gap = notes::gap(self.snapshot);
        let mut blocks = Vec::new();
        for (home, group) in groups {
            let stays = |at: &usize| self.notes[*at].anchor == home;
            let first = group.iter().copied().find(stays);
            let Some(first) = first else {
                blocks.push(self.new_block(home, &group, &gap));
                continue;
            };
            let ahead: Vec<usize> = group.iter().copied().take_while(|&at| at < first).collect();
            if !ahead.is_empty() {
                let mut block = Block { offset: self.notes[first].range.start, text: String::new(), pieces: Vec::new() };
                for at in ahead {
                    self.append(&mut block, at);
                    block.text += &gap;
                }
                blocks.push(block);
            }
            let mut behind = first;
            for at in group.into_iter().filter(|&at| at > first) {
                if stays(&at) {
                    behind = at;
                    continue;
                }
                let offset = self.notes[behind].range.end;
                if blocks.last().is_none_or(|block| block.offset != offset || offset == home) {
                    blocks.push(Block { offset, text: String::new(), pieces: Vec::new() });
                }
                if let Some(block) = blocks.last_mut() {
                    block.text += &gap;
                    self.append(block, at);
                }
            }
        }
        blocks
    }

    /// Notes where none stand yet, with a heading where they want one.
    fn new_block(&self, home: usize, group: &[usize], gap: &str) -> Block {
        let text = self.text();
        let line_break = text.line_break();
        let blank = line_break.repeat(2);
        let mut block = Block { offset: home, text: String::new(), pieces: Vec::new() };
        if home > 0 {
            block.text += &blank;
        }
        if let Some(heading) = self.heading().filter(|_| self.target != Target::Paragraph) {
            block.text += &format!("{heading}{blank}");
        }
        for (place, &at) in group.iter().enumerate() {
            block.text += if place > 0 { gap } else { "" };
            self.append(&mut block, at);
        }
        let next = text.line_of(home) + 1;
        if home == 0 || (next < text.line_count() && !trim(&text.line(next)).is_empty()) {
            block.text += line_break;
        }
        block
    }

    fn append(&self, block: &mut Block, at: usize) {
        let note = &self.notes[at];
        let start = self.edition.footnotes[note.index].marker.start;
        block.pieces.push((at, block.text.len()));
        block.text += &self.text().slice(start..note.range.end);
    }

    /// The heading over notes: as this text has it, or as its tradition does.
    fn heading(&self) -> Option<String> {
        if self.edition.law == Law::Names {
            return None;
        }
        let mut own: Vec<(String, usize)> = Vec::new();
        let items = self.clusters.iter().flat_map(|cluster| &cluster.items);
        for heading in items.filter(|item| item.note.is_none()) {
            let written = trim(&self.text().slice(heading.range.clone())).to_owned();
            match own.iter_mut().find(|(other, _)| *other == written) {
                Some((_, count)) => *count += 1,
                None => own.push((written, 1)),
            }
        }
        // Of those that come as often, the first.
        let own = own.into_iter().rev().max_by_key(|(_, count)| *count).map(|(written, _)| written);
        own.or_else(|| match self.edition.dialect.as_deref()? {
            "mia" => Some("Notes".to_owned()),
            "gutenberg" => Some("FOOTNOTES:".to_owned()),
            _ => None,
        })
    }

    /// What is taken away: notes that move, and headings over which nothing is left.
    fn removals(&self) -> Vec<Range<usize>> {
        let mut removals = Vec::new();
        for cluster in &self.clusters {
            let leaves: Vec<bool> = (0..cluster.items.len()).map(|at| self.leaves(cluster, at)).collect();
            let mut at = 0;
            while at < leaves.len() {
                let run = leaves[at..].iter().take_while(|&&leaves| leaves).count();
                if run == 0 {
                    at += 1;
                    continue;
                }
                let range = cluster.items[at].range.start..cluster.items[at + run - 1].range.end;
                let before = at.checked_sub(1).map(|before| cluster.items[before].range.end);
                let next = cluster.items.get(at + run).map(|next| next.range.start);
                removals.push(match (before, next) {
                    (Some(before), _) => before..range.end,
                    (None, Some(next)) => range.start..next,
                    (None, None) => notes::cut(self.text(), range, notes::Space::Less),
                });
                at += run;
            }
        }
        removals
    }

    fn leaves(&self, cluster: &Cluster, at: usize) -> bool {
        let moves = |note: usize| self.notes[note].anchor != self.notes[note].home;
        match cluster.items[at].note {
            Some(note) => moves(note),
            None => cluster.items[at + 1..].iter().map_while(|item| item.note).all(moves),
        }
    }

    /// Reads the text as it is then: every reference leads to the same note, and every note says the same.
    fn verify(&self, blocks: &[Block], edits: &Edits) -> Result<(), Refusal> {
        let after = self.snapshot.after(edits);
        let (old, new) = (self.edition, after.edition());
        let mut moved: Vec<(Range<usize>, usize)> = Vec::new();
        for block in blocks {
            let edit = edits.iter().position(|edit| edit.range == (block.offset..block.offset) && edit.text == block.text);
            let start = edits.place_of(edit.unwrap_or_default()).start;
            for &(at, offset) in &block.pieces {
                let note = &self.notes[at];
                moved.push((old.footnotes[note.index].marker.start..note.range.end, start + offset));
            }
        }
        moved.sort_by_key(|(range, _)| range.start);
        let mut starts: Vec<usize> = old.references.iter().map(|one| one.range.start).collect();
        starts.extend(old.footnotes.iter().map(|one| one.marker.start));
        starts.sort_unstable();
        let mut moves = Moves { edits, at: 0, shift: 0 };
        let place: HashMap<usize, Option<usize>> = starts
            .into_iter()
            .map(|start| {
                let after = moved.partition_point(|(range, _)| range.start <= start);
                let within = after.checked_sub(1).map(|at| &moved[at]).filter(|(range, _)| start < range.end);
                let elsewhere = within.map(|(range, to)| to + start - range.start);
                (start, elsewhere.or_else(|| moves.to(start)))
            })
            .collect();
        let place = |start: usize| place.get(&start).copied().flatten();
        for (index, footnote) in old.footnotes.iter().enumerate() {
            let found = place(footnote.marker.start).and_then(|start| {
                new.footnotes.binary_search_by_key(&start, |other| other.marker.start).ok()
            });
            let is_the_same = found.is_some_and(|found| {
                let other = &new.footnotes[found];
                let is_sound = other.twin.is_none() && (other.expected.is_none() || footnote.expected.is_some());
                let [before, now] = [(old, index, self.text()), (new, found, after.text())]
                    .map(|(edition, index, text)| text.slice(edition.extent(index, text)));
                is_sound && before == now
            });
            if !is_the_same {
                let length = |edition: &Edition, index: usize, text: &Text| edition.extent(index, text).len();
                let is_longer = found.is_some_and(|found| {
                    length(new, found, after.text()) > length(old, index, self.text())
                });
                let message = match is_longer {
                    true => {
                        "where this footnote is wanted, the text below it would be read as a part of it: in texts like this \
                         one, nothing marks where a footnote ends."
                    }
                    false => "this footnote would not be read as it is now. Mend what is wrong near it first.",
                };
                return Err(Refusal::at(footnote.marker.clone(), self.snapshot, message));
            }
        }
        if new.footnotes.len() != old.footnotes.len() || new.references.len() != old.references.len() {
            return Err(Refusal::new(
                "Something else in this text would be taken for a footnote or a reference, if its notes stood elsewhere.",
            ));
        }
        for reference in &old.references {
            let meant = reference.footnote.and_then(|index| place(old.footnotes[index].marker.start));
            let found = place(reference.range.start).and_then(|start| {
                new.references.binary_search_by_key(&start, |other| other.range.start).ok()
            });
            let leads = found.map(|found| new.references[found].footnote.map(|index| new.footnotes[index].marker.start));
            if leads != Some(meant) {
                let message = "this reference would lead elsewhere afterwards. Mend what is wrong near it first.";
                return Err(Refusal::at(reference.range.clone(), self.snapshot, message));
            }
        }
        Ok(())
    }
}

/// Where the paragraph begins that holds the byte `offset`: its first line.
fn paragraph_start(text: &Text, offset: usize) -> usize {
    let is_blank = |line: &usize| trim(&text.line(*line)).is_empty();
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
