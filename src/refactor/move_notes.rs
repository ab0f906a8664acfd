//! Moving the notes of a text: to the end of their paragraphs, of their sections, or of the text.
//!
//! Whole notes move, with all their paragraphs; their labels stay. Notes that are where they are wanted stay where they
//! are. What comes out is read again: every reference leads to the same note, and every note says the same.

mod blocks;
mod layout;

use std::collections::HashMap;
use std::ops::Range;

use super::{Change, Refactoring, Refusal, understood};
use crate::dialect::Law;
use crate::document::Snapshot;
use crate::edition::{Edition, Leads};
use crate::edits::{Edit, Edits};
use crate::notes;
use crate::scan::{Form, Label};
use crate::text::Text;
use blocks::Block;
use layout::{Layout, Note};

/// Of all notes of a text.
pub const REFACTORINGS: &[Refactoring] = &[
    Refactoring {
        name: "move-notes-to-paragraphs",
        kind: "refactor.move.notes.paragraph",
        summary: "Move the notes to the end of their paragraphs",
        offer: |snapshot, at| {
            offer(snapshot, at, Target::Paragraph, "Move the notes to the end of their paragraphs")
        },
        apply: |snapshot, _| apply(snapshot, Target::Paragraph),
    },
    Refactoring {
        name: "move-notes-to-sections",
        kind: "refactor.move.notes.section",
        summary: "Move the notes to the end of their sections",
        offer: |snapshot, at| {
            offer(snapshot, at, Target::Section, "Move the notes to the end of their sections")
        },
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
    let index = snapshot.edition().footnote_meant_at(at.start)?;
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
        Target::Section => {
            Refusal::new("This text shows no sections: none of its headings is marked as one.")
        }
        _ => Refusal::new("This text has no notes that could be moved."),
    })?;
    if layout.movers().next().is_none() {
        return Ok(Change::default());
    }
    layout.refuse_what_is_doubtful()?;
    layout.refuse_what_follows(&layout.sections().unwrap_or_default())?;
    let blocks = layout.blocks();
    let mut edits: Vec<Edit> =
        blocks.iter().map(|block| Edit::insert(block.offset, block.text.clone())).collect();
    edits.extend(layout.removals().into_iter().map(Edit::delete));
    let edits =
        Edits::new(edits).ok_or_else(|| Refusal::new("The notes of this text stand within each other."))?;
    layout.verify(&blocks, &edits)?;
    Ok(Change::new(edits))
}

impl Layout<'_> {
    fn refuse_what_is_doubtful(&self) -> Result<(), Refusal> {
        let (edition, text) = (self.edition, self.text());
        let mut taken: HashMap<(usize, Label), &Note> = HashMap::new();
        for note in &self.notes {
            let footnote = &edition.footnotes[note.index];
            let refuse = |message: &str| Err(Refusal::at(footnote.marker.clone(), self.snapshot, message));
            let label = edition.name(footnote.label);
            if footnote.twin.is_some() {
                return Err(Refusal::second(footnote, self.snapshot));
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
        for cluster in
            self.clusters.iter().filter(|cluster| cluster.items.iter().any(|item| item.note.is_none()))
        {
            let last = cluster.items.iter().rev().find_map(|item| item.note).map(|note| &self.notes[note]);
            let Some(last) = last.filter(|last| self.edition.footnotes[last.index].form != Form::Enclosed)
            else {
                continue;
            };
            let next = text.written_line(text.line_of(last.range.end) + 1);
            let start = text.line_start(next);
            let is_around =
                self.edition.navigation.iter().any(|line| (line.start..=line.end).contains(&start));
            if start < self.edition.work.end && !is_around && sections.binary_search(&start).is_err() {
                let label = self.edition.name(self.edition.footnotes[last.index].label);
                let message =
                    format!("nothing shows whether this paragraph belongs to footnote {label} above it.");
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

    /// Reads the text as it is then: every reference leads to the same note, and every note says the same.
    fn verify(&self, blocks: &[Block], edits: &Edits) -> Result<(), Refusal> {
        let after = self.snapshot.after(edits);
        let (old, new) = (self.edition, after.edition());
        let moves = edits.moves();
        let mut moved: Vec<(Range<usize>, usize)> = Vec::new();
        for block in blocks {
            let edit = edits
                .iter()
                .position(|edit| edit.range == (block.offset..block.offset) && edit.text == block.text);
            let start = moves.made_by(edit.unwrap_or_default()).start;
            for &(at, offset) in &block.pieces {
                let note = &self.notes[at];
                moved.push((old.footnotes[note.index].marker.start..note.range.end, start + offset));
            }
        }
        moved.sort_by_key(|(range, _)| range.start);
        let leads = Leads::new(old, new, |start| {
            let after = moved.partition_point(|(range, _)| range.start <= start);
            let within = after.checked_sub(1).map(|at| &moved[at]).filter(|(range, _)| start < range.end);
            within.map(|(range, to)| to + start - range.start).or_else(|| moves.kept(start))
        });
        for (index, footnote) in old.footnotes.iter().enumerate() {
            let found = leads.footnote(index).read();
            let is_the_same = found.is_some_and(|found| {
                let other = &new.footnotes[found];
                let is_sound =
                    other.twin.is_none() && (other.expected.is_none() || footnote.expected.is_some());
                let [before, now] = [(old, index, self.text()), (new, found, after.text())]
                    .map(|(edition, index, text)| text.slice(edition.extent(index, text)));
                is_sound && before == now
            });
            if !is_the_same {
                let length = |edition: &Edition, index: usize, text: &Text| edition.extent(index, text).len();
                let is_longer = found
                    .is_some_and(|found| length(new, found, after.text()) > length(old, index, self.text()));
                let message = match is_longer {
                    true => {
                        "where this footnote is wanted, the text below it would be read as a part of it: in texts like this \
                         one, nothing marks where a footnote ends."
                    }
                    false => {
                        "this footnote would not be read as it is now. Mend what is wrong near it first."
                    }
                };
                return Err(Refusal::at(footnote.marker.clone(), self.snapshot, message));
            }
        }
        if new.footnotes.len() != old.footnotes.len() || new.references.len() != old.references.len() {
            return Err(Refusal::new(
                "Something else in this text would be taken for a footnote or a reference, if its notes stood elsewhere.",
            ));
        }
        for (index, reference) in old.references.iter().enumerate() {
            if leads.reference(index).read().is_none() || !leads.is_true(index) {
                return Err(Refusal::led_elsewhere(reference, self.snapshot));
            }
        }
        Ok(())
    }
}
