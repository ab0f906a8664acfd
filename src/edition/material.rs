//! What the marks of a whole text offer: everything that may turn out to be a footnote or a reference.

use std::collections::HashMap;
use std::ops::Range;

use crate::blocks::Blocks;
use crate::scan::{Damage, Kind, Label, NoteForm, Series};

/// The marks of a text, sorted by what they may be. Offsets are bytes of the text; each list is in text order.
#[derive(Debug, Default)]
pub struct Material {
    pub references: Vec<Marker>,
    pub candidates: Vec<Candidate>,
    pub damaged: Vec<Damaged>,
    pub headings: Vec<Range<usize>>,
    pub navigation: Vec<Range<usize>>,
    /// Starts of paragraphs that open with nothing else, and their first lines' lengths.
    pub paragraphs: Vec<(usize, usize)>,
}

/// A label within a line.
#[derive(Debug, Clone)]
pub struct Marker {
    pub range: Range<usize>,
    pub label: Label,
}

/// A label at a line start.
#[derive(Debug, Clone)]
pub struct Candidate {
    pub range: Range<usize>,
    pub label: Label,
    pub form: NoteForm,
    pub alone: bool,
}

/// Something that may have been meant for a label.
#[derive(Debug, Clone)]
pub struct Damaged {
    pub range: Range<usize>,
    pub label: Label,
    pub damage: Damage,
}

impl Material {
    pub fn of(blocks: &Blocks) -> Self {
        let some = blocks.mark_count() / 3;
        let mut material = Material {
            references: Vec::with_capacity(some),
            candidates: Vec::with_capacity(some),
            paragraphs: Vec::with_capacity(some),
            ..Material::default()
        };
        // By `for_each`, which goes through nested iterators in half the time of `for`.
        blocks.marks().for_each(|(start, mark)| {
            let range = start..start + mark.len as usize;
            let label = mark.label;
            match mark.kind {
                Kind::Reference => material.references.push(Marker { range, label }),
                Kind::Note { form, alone } => {
                    material.candidates.push(Candidate { range, label, form, alone });
                }
                Kind::Damaged(damage) => material.damaged.push(Damaged { range, label, damage }),
                Kind::NotesHeading => material.headings.push(range),
                Kind::Navigation => material.navigation.push(range),
                Kind::Paragraph => material.paragraphs.push((start, mark.len as usize)),
                Kind::PageMark => {}
            }
        });
        material
    }

    /// Whether an ordinary paragraph starts within a range.
    pub fn has_paragraph(&self, range: Range<usize>) -> bool {
        let next = self.paragraphs.partition_point(|&(start, _)| start < range.start);
        self.paragraphs.get(next).is_some_and(|&(start, _)| start < range.end)
    }
}

/// For each label, how many places bear it and where the first of them is.
#[derive(Debug, Clone, Default)]
pub struct Census {
    /// By series and number, as far as numbers are small.
    dense: [Vec<Entry>; Series::COUNT],
    /// All others: `[98512]` is a slip of the finger, and not worth a table of that length.
    sparse: HashMap<(Series, u32), Entry>,
}

#[derive(Debug, Clone, Copy)]
struct Entry {
    count: u32,
    first: usize,
}

/// Numbers below this are kept in tables.
const DENSE: u32 = 1 << 15;

const NOWHERE: Entry = Entry { count: 0, first: usize::MAX };

/// All series, in a fixed order.
pub const SERIES: [Series; Series::COUNT] = [
    Series::Number,
    Series::NumberStar,
    Series::StarNumber,
    Series::Letter,
    Series::Asterisk,
    Series::Dagger,
];

impl Census {
    pub fn of(markers: impl Iterator<Item = (Label, usize)>) -> Self {
        let mut census = Census::default();
        for (label, offset) in markers {
            for number in label.numbers() {
                let entry = census.entry_mut(label.series, number);
                entry.count += 1;
                entry.first = entry.first.min(offset);
            }
        }
        census
    }

    fn entry_mut(&mut self, series: Series, number: u32) -> &mut Entry {
        if number >= DENSE {
            return self.sparse.entry((series, number)).or_insert(NOWHERE);
        }
        let table = &mut self.dense[series as usize];
        let at = number as usize;
        if table.len() <= at {
            table.resize((at + 1).next_power_of_two(), NOWHERE);
        }
        &mut table[at]
    }

    fn entry(&self, series: Series, number: u32) -> Entry {
        let entry = match number {
            DENSE.. => self.sparse.get(&(series, number)),
            _ => self.dense[series as usize].get(number as usize),
        };
        entry.copied().unwrap_or(NOWHERE)
    }

    /// How many places bear one of the label's numbers.
    pub fn count(&self, label: Label) -> u32 {
        label.numbers().map(|number| self.entry(label.series, number).count).max().unwrap_or(0)
    }

    /// Whether a place before `offset` bears one of the label's numbers.
    pub fn is_before(&self, label: Label, offset: usize) -> bool {
        label.numbers().any(|number| {
            let entry = self.entry(label.series, number);
            entry.count > 0 && entry.first < offset
        })
    }

    /// Counts one place less for each of the label's numbers.
    pub fn take(&mut self, label: Label) {
        for number in label.numbers() {
            let entry = self.entry_mut(label.series, number);
            entry.count = entry.count.saturating_sub(1);
        }
    }
}
