//! What the marks of a whole text offer: everything that may turn out to be a footnote or a reference.

use std::collections::HashMap;
use std::ops::Range;

use crate::blocks::Blocks;
use crate::scan::{Damage, Edge, Form, Kind, Label, Series};
use crate::text::Text;

/// The marks of a text, sorted by what they may be. Offsets are bytes of the text; each list is in text order.
#[derive(Debug, Default)]
pub struct Material {
    pub references: Vec<Marker>,
    pub candidates: Vec<Candidate>,
    pub damaged: Vec<Damaged>,
    pub headings: Vec<Range<usize>>,
    pub navigation: Vec<Range<usize>>,
    /// Where footnotes in brackets end.
    pub ends: Vec<usize>,
    /// What the names are that labels number.
    pub names: Vec<String>,
    /// The text itself, without what a publisher has put around it.
    pub body: Range<usize>,
    /// Starts of paragraphs that open with nothing else, and their first lines' lengths.
    pub paragraphs: Vec<(usize, usize)>,
}

/// A label within a line.
#[derive(Debug, Clone)]
pub struct Marker {
    pub range: Range<usize>,
    pub label: Label,
    pub form: Form,
}

/// A label at a line start.
#[derive(Debug, Clone)]
pub struct Candidate {
    pub range: Range<usize>,
    pub label: Label,
    pub form: Form,
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
    pub fn of(blocks: &Blocks, text: &Text) -> Self {
        let some = blocks.mark_count() / 3;
        let mut material = Material {
            references: Vec::with_capacity(some),
            candidates: Vec::with_capacity(some),
            paragraphs: Vec::with_capacity(some),
            ..Material::default()
        };
        let mut edges = Vec::new();
        let mut names = Names { text, numbers: HashMap::new(), spelt: Vec::new() };
        // By `for_each`, which goes through nested iterators in half the time of `for`.
        blocks.marks().for_each(|(start, mark)| {
            let range = start..start + mark.len as usize;
            let label = match mark.label.series {
                Series::Named => names.number(mark.label, &range),
                _ => mark.label,
            };
            match mark.kind {
                Kind::Reference(form) => material.references.push(Marker { range, label, form }),
                Kind::Note { form, alone } => {
                    material.candidates.push(Candidate { range, label, form, alone });
                }
                Kind::NoteEnd => material.ends.push(range.end),
                Kind::Damaged(damage) => material.damaged.push(Damaged { range, label, damage }),
                Kind::NotesHeading => material.headings.push(range),
                Kind::Navigation => material.navigation.push(range),
                Kind::Paragraph => material.paragraphs.push((start, mark.len as usize)),
                Kind::PageMark => {}
                Kind::Edge(edge) => edges.push((range, edge)),
            }
        });
        material.names = names.spelt;
        material.body = 0..text.len();
        if !edges.is_empty() {
            material.confine(body(&edges, text.len()));
        }
        material
    }

    /// Drops what stands outside of the text itself.
    fn confine(&mut self, body: Range<usize>) {
        self.references.retain(|marker| body.contains(&marker.range.start));
        self.candidates.retain(|candidate| body.contains(&candidate.range.start));
        self.damaged.retain(|damaged| body.contains(&damaged.range.start));
        self.headings.retain(|heading| body.contains(&heading.start));
        self.navigation.retain(|navigation| body.contains(&navigation.start));
        self.paragraphs.retain(|(start, _)| body.contains(start));
        self.ends.retain(|end| body.contains(end));
        self.body = body;
    }

    /// Whether an ordinary paragraph starts within a range.
    pub fn has_paragraph(&self, range: Range<usize>) -> bool {
        let next = self.paragraphs.partition_point(|&(start, _)| start < range.start);
        self.paragraphs.get(next).is_some_and(|&(start, _)| start < range.end)
    }
}

/// The text itself, between what a publisher has put around it.
fn body(edges: &[(Range<usize>, Edge)], end: usize) -> Range<usize> {
    let is = |wanted: Edge| move |(_, edge): &&(Range<usize>, Edge)| *edge == wanted;
    let last = edges.iter().find(is(Edge::End)).map_or(end, |(range, _)| range.start);
    // Terms may stand before the text, and behind it.
    let before = edges.iter().filter(|(range, _)| range.end <= last);
    let opens = |edge: Edge| matches!(edge, Edge::Start | Edge::TermsEnd);
    let start = before.filter(|(_, edge)| opens(*edge)).map(|(range, _)| range.end).next_back().unwrap_or(0);
    let terms = edges.iter().filter(is(Edge::TermsStart)).find(|(range, _)| range.start >= start);
    start..terms.map_or(last, |(range, _)| range.start.min(last))
}

/// Numbers for names, in the order in which they come.
struct Names<'a> {
    text: &'a Text,
    numbers: HashMap<Label, u32>,
    spelt: Vec<String>,
}

impl Names<'_> {
    fn number(&mut self, label: Label, range: &Range<usize>) -> Label {
        let number = *self.numbers.entry(label).or_insert_with(|| {
            self.spelt.push(spelling(&self.text.slice(range.clone())));
            self.spelt.len() as u32
        });
        Label::new(Series::Named, number)
    }
}

/// The name within a marker.
fn spelling(marker: &str) -> String {
    let name = marker.split_once("[^").and_then(|(_, rest)| rest.rsplit_once(']')).map(|(name, _)| name);
    name.unwrap_or_else(|| marker.trim_matches(|c: char| !c.is_alphanumeric())).to_owned()
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
