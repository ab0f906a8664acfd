//! What the marks of a whole text offer: everything that may turn out to be a footnote or a reference.

mod series;

use std::collections::HashMap;
use std::ops::Range;

use crate::blocks::Blocks;
use crate::dialect::pandoc;
use crate::scan::{Bound, Damage, Edge, Fault, Form, Kind, Label, Series};
use crate::text::Text;

/// The marks of a text, sorted by what they may be. Offsets are bytes of the text; each list is in text order.
#[derive(Debug, Default)]
pub struct Material {
    pub references: Vec<Marker>,
    /// Numbers in round brackets that may count points.
    pub points: Vec<Marker>,
    pub candidates: Vec<Candidate>,
    pub damaged: Vec<Damaged>,
    pub faults: Vec<Faulty>,
    pub headings: Vec<Range<usize>>,
    /// Headings that are marked as such, with their levels.
    pub titles: Vec<(Range<usize>, u8)>,
    pub navigation: Vec<Range<usize>>,
    /// Where footnotes in brackets end.
    pub ends: Vec<usize>,
    /// Where footnotes in brackets go on that ended before.
    pub resumptions: Vec<usize>,
    /// What the names are that labels number.
    pub names: Vec<String>,
    /// For the labels of marks that bear a name, the numbers of the names.
    numbers: HashMap<Label, u32>,
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

/// Something that is wrong by itself.
#[derive(Debug, Clone)]
pub struct Faulty {
    pub range: Range<usize>,
    pub label: Label,
    pub fault: Fault,
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
        let mut hidden = None;
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
                Kind::Point => material.points.push(Marker { range, label, form: Form::Parentheses }),
                Kind::Note { form, alone } => {
                    material.candidates.push(Candidate { range, label, form, alone });
                }
                Kind::NoteEnd => material.ends.push(range.end),
                Kind::NoteResumes => material.resumptions.push(start),
                Kind::Damaged(damage) => material.damaged.push(Damaged { range, label, damage }),
                Kind::NotesHeading => material.headings.push(range),
                Kind::Navigation => material.navigation.push(range),
                Kind::Paragraph => material.paragraphs.push((start, mark.len as usize)),
                Kind::PageMark => {}
                Kind::Edge(edge) => edges.push((range, edge)),
                Kind::Heading(level) => material.titles.push((range, level)),
                Kind::Fault(fault) => material.faults.push(Faulty { range, label, fault }),
                // What never closes is not hidden.
                Kind::Hidden(Bound::Opens) => hidden = Some(material.lengths()),
                Kind::Hidden(Bound::Closes) => {
                    if let Some(lengths) = hidden.take() {
                        material.truncate(lengths);
                    }
                }
            }
        });
        material.names = names.spelt;
        material.numbers = names.numbers;
        material.body = 0..text.len();
        if !edges.is_empty() {
            let body = body(&edges, text.len());
            let end = material.remarks(&edges, &body).unwrap_or(body.end);
            material.confine(body.start..end);
        }
        material.settle(text);
        material
    }

    /// Where remarks on the transcription begin behind a text: no reference stands among them.
    fn remarks(&self, edges: &[(Range<usize>, Edge)], body: &Range<usize>) -> Option<usize> {
        let references = self.references.iter().map(|marker| &marker.range);
        let blocks = self.candidates.iter().filter(|candidate| candidate.form == Form::Enclosed);
        let within =
            references.chain(blocks.map(|block| &block.range)).filter(|range| body.contains(&range.start));
        let behind = within.map(|range| range.end).max().unwrap_or(body.end);
        let mut remarks =
            edges.iter().filter(|(_, edge)| *edge == Edge::Remarks).map(|(range, _)| range.start);
        remarks.find(|start| body.contains(start) && *start > behind)
    }

    /// How much there is of everything.
    fn lengths(&self) -> [usize; 8] {
        [
            self.references.len(),
            self.candidates.len(),
            self.damaged.len(),
            self.faults.len(),
            self.headings.len(),
            self.titles.len(),
            self.paragraphs.len(),
            self.ends.len(),
        ]
    }

    /// Drops what came after there was so much of everything.
    fn truncate(&mut self, lengths: [usize; 8]) {
        let [references, candidates, damaged, faults, headings, titles, paragraphs, ends] = lengths;
        self.references.truncate(references);
        self.candidates.truncate(candidates);
        self.damaged.truncate(damaged);
        self.faults.truncate(faults);
        self.headings.truncate(headings);
        self.titles.truncate(titles);
        self.paragraphs.truncate(paragraphs);
        self.ends.truncate(ends);
    }

    /// Drops what stands outside of the text itself.
    fn confine(&mut self, body: Range<usize>) {
        self.references.retain(|marker| body.contains(&marker.range.start));
        self.points.retain(|marker| body.contains(&marker.range.start));
        self.candidates.retain(|candidate| body.contains(&candidate.range.start));
        self.damaged.retain(|damaged| body.contains(&damaged.range.start));
        self.faults.retain(|faulty| body.contains(&faulty.range.start));
        self.titles.retain(|(title, _)| body.contains(&title.start));
        self.headings.retain(|heading| body.contains(&heading.start));
        self.navigation.retain(|navigation| body.contains(&navigation.start));
        self.paragraphs.retain(|(start, _)| body.contains(start));
        self.ends.retain(|end| body.contains(end));
        self.resumptions.retain(|start| body.contains(start));
        self.body = body;
    }

    /// How many ordinary paragraphs start between two places, in either order.
    pub fn paragraphs_between(&self, one: usize, other: usize) -> usize {
        let [one, other] = [one, other].map(|at| self.paragraphs.partition_point(|&(start, _)| start < at));
        one.abs_diff(other)
    }

    /// Whether a paragraph as short as a title starts within a range.
    pub fn has_title(&self, range: Range<usize>) -> bool {
        const LONGEST: usize = 60;
        let next = self.paragraphs.partition_point(|&(start, _)| start < range.start);
        let within = self.paragraphs[next..].iter().take_while(|&&(start, _)| start < range.end);
        within.map(|&(_, len)| len).any(|len| len <= LONGEST)
    }

    /// The label in this text of a mark that bears a name.
    pub fn number(&self, label: Label) -> Option<Label> {
        self.numbers.get(&label).map(|&number| Label::new(Series::Named, number))
    }

    /// Whether an ordinary paragraph starts within a range.
    pub fn has_paragraph(&self, range: Range<usize>) -> bool {
        let next = self.paragraphs.partition_point(|&(start, _)| start < range.start);
        self.paragraphs.get(next).is_some_and(|&(start, _)| start < range.end)
    }
}

/// The text itself: the longest stretch that a publisher's lines leave, behind the first of them where there is any.
fn body(edges: &[(Range<usize>, Edge)], end: usize) -> Range<usize> {
    /// Less than so much behind terms, in bytes, is nothing but their end.
    const SHORTEST: usize = 80;
    let mut open = Some(0);
    let mut longest = 0..0;
    let bounds = edges.iter().filter(|(_, edge)| *edge != Edge::Remarks);
    for (range, edge) in bounds.chain([&(end..end, Edge::End)]) {
        if let Some(start) = open.take() {
            let stretch = start..range.start.max(start);
            let is_first = longest.start == 0 && stretch.len() >= SHORTEST;
            if stretch.len() > longest.len() || is_first {
                longest = stretch;
            }
        }
        match edge {
            Edge::Start => (open, longest) = (Some(range.end), range.end..range.end),
            Edge::TermsEnd => open = Some(range.end),
            _ => {}
        }
    }
    longest
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
    if let Some((text, _)) = marker.split_once("](#") {
        return pandoc::spelt(text).to_owned();
    }
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
