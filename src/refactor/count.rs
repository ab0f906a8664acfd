//! Counting anew: which label each footnote of a numbering gets, in the order in which they first appear.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use super::Refusal;
use super::relabel::{New, Relabelling};
use crate::dialect::Law;
use crate::document::Snapshot;
use crate::edition::{Edition, Numbering, Slip, acknowledges_hole, order};
use crate::scan::{Label, Series};
use crate::text::trim;

/// Which order is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// That of first appearance; where page notes and endnotes share a series, of each of the two.
    Law,
    /// That of first appearance in each region of notes, one region after the other.
    Regions,
    /// That of first appearance, whatever there is.
    Strict,
}

/// Other labels would hide a mistake that now can be seen.
pub fn refuse_what_is_doubtful(snapshot: &Snapshot, numbering: &Numbering) -> Result<(), Refusal> {
    let edition = snapshot.edition();
    let slips: HashMap<usize, &Slip> = edition.slips.iter().map(|slip| (slip.range.start, slip)).collect();
    for &index in &numbering.footnotes {
        let footnote = &edition.footnotes[index];
        if let Some(slip) = slips.get(&footnote.marker.start) {
            let (label, meant) = (edition.name(footnote.label), edition.name(slip.meant));
            // What bears the right label may be written wrongly.
            let meant = if meant == label { &slip.mended } else { &meant };
            let message = format!("footnote {label} is probably {meant}. Correct its label first.");
            return Err(Refusal::at(footnote.marker.clone(), snapshot, &message));
        }
        if footnote.twin.is_some() {
            return Err(Refusal::second(footnote, snapshot));
        }
    }
    Ok(())
}

/// Whether the labels of a numbering rise in the order of their first appearance.
pub fn is_in_order(snapshot: &Snapshot, numbering: &Numbering) -> bool {
    let entries = Count::new(snapshot, numbering, false).entries;
    entries.iter().map(|entry| entry.label.number).is_sorted_by(|a, b| a < b)
}

/// What bears one label: a footnote with its references, or references whose footnote is missing.
struct Entry {
    label: Label,
    footnote: Option<usize>,
    /// Which stretch of notes holds the footnote (see [`stretches`]).
    stretch: usize,
    /// Where it first appears; what nothing refers to appears with the footnote before it.
    first: usize,
    /// How many numbers it takes: also those that the text says are missing behind it.
    span: u32,
}

/// The entries of a numbering.
pub struct Count<'a> {
    numbering: &'a Numbering,
    edition: &'a Edition,
    /// In the order of their first appearance.
    entries: Vec<Entry>,
    start: u32,
}

impl<'a> Count<'a> {
    /// Of a numbering, which may be the first of its series in the text.
    pub fn new(snapshot: &'a Snapshot, numbering: &'a Numbering, is_first: bool) -> Self {
        let edition = snapshot.edition();
        let mut entries = entries_of_footnotes(snapshot, numbering);
        add_missing(edition, numbering, &mut entries);
        entries.sort_by_key(|entry| entry.first);
        let dialect = snapshot.blocks().tradition().dialect();
        let is_whole = is_first && dialect.is_some_and(|dialect| dialect.holds_whole_works());
        let own = entries.iter().filter(|entry| entry.label.series == numbering.series);
        let least = own.map(|entry| entry.label.number).min().unwrap_or(1);
        let start = if is_whole || edition.law == Law::Names { 1 } else { least };
        Count { numbering, edition, entries, start }
    }

    /// The parts that are numbered one after the other, each in the order of first appearance.
    fn parts(&self, order: Order) -> Vec<Vec<&Entry>> {
        let all = || self.entries.iter();
        if order == Order::Strict || self.edition.law == Law::Names {
            return vec![all().collect()];
        }
        let numbers: Vec<u32> = all().map(|entry| entry.label.number).collect();
        let parting = order::parting(&numbers).filter(|_| order == Order::Law);
        if let Some(k) = parting.and_then(|range| self.believed(range)) {
            let (low, high): (Vec<&Entry>, Vec<&Entry>) = all().partition(|entry| entry.label.number <= k);
            return vec![low, high];
        }
        // Stable: within a stretch, the order of first appearance stays.
        let mut sorted: Vec<&Entry> = all().collect();
        sorted.sort_by_key(|entry| entry.stretch);
        vec![sorted]
    }

    /// Of the numbers that could part page notes from endnotes, one that is borne and after which the count goes on: a
    /// label far above the others was put in by hand, and waits for its number.
    fn believed(&self, range: Range<u32>) -> Option<u32> {
        let ends: HashSet<u32> =
            self.entries.iter().map(|entry| entry.label.number + entry.span - 1).collect();
        let starts = self.entries.iter().map(|entry| entry.label.number);
        starts.filter_map(|start| start.checked_sub(1)).find(|k| range.contains(k) && ends.contains(k))
    }

    /// Gives every entry the label that its place in the count calls for.
    pub fn relabel(&self, order: Order, relabelling: &mut Relabelling) {
        let mut next = self.start;
        let mut missing: HashMap<Label, Label> = HashMap::new();
        for entry in self.parts(order).into_iter().flatten() {
            let span = entry.label.last - entry.label.number;
            let label = Label { series: self.numbering.series, number: next, last: next + span };
            next += entry.span;
            match entry.footnote {
                Some(footnote) => relabelling.footnotes.push((footnote, New::Label(label))),
                None => drop(missing.insert(entry.label, label)),
            }
        }
        for &index in &self.numbering.dangling {
            let label = missing.get(&self.edition.references[index].label);
            relabelling.dangling.extend(label.map(|&label| (index, New::Label(label))));
        }
    }
}

/// For each region, the first of those that are one stretch of notes with it: where several series stand mixed and
/// under no headings, each change from one to the other and back makes a region.
fn stretches(snapshot: &Snapshot) -> Vec<usize> {
    const BLANK_LINES: usize = 16;
    let (edition, text) = (snapshot.edition(), snapshot.text());
    let mut first: Vec<usize> = (0..edition.regions.len()).collect();
    let mut seen: HashMap<Series, usize> = HashMap::new();
    for index in 0..edition.regions.len() {
        let region = &edition.regions[index];
        let adjoins = index.checked_sub(1).is_some_and(|before| {
            let start = region.range.start;
            let gap = edition.regions[before].range.end.min(start)..start;
            region.heading.is_none() && gap.len() <= BLANK_LINES && trim(&text.slice(gap)).is_empty()
        });
        if !adjoins {
            seen.clear();
        }
        let series = edition.footnotes[region.footnotes.start].label.series;
        if let Some(earlier) = seen.insert(series, index) {
            let start = first[earlier];
            first[earlier..=index].fill(start);
        }
    }
    first
}

fn entries_of_footnotes(snapshot: &Snapshot, numbering: &Numbering) -> Vec<Entry> {
    let (edition, text) = (snapshot.edition(), snapshot.text());
    let mut labels: Vec<Label> =
        numbering.footnotes.iter().map(|&index| edition.footnotes[index].label).collect();
    labels.sort_unstable();
    let stretches = stretches(snapshot);
    let mut appears = 0;
    let entry = |&index: &usize| {
        let footnote = &edition.footnotes[index];
        let label = footnote.label;
        let own = label.last - label.number + 1;
        let next = labels.get(labels.partition_point(|other| *other <= label));
        let next = next.filter(|next| next.series == label.series);
        let hole = next.map_or(0, |next| next.number.saturating_sub(label.last + 1));
        let is_told = hole > 0 && acknowledges_hole(&text.slice(edition.body(index, text)));
        appears = edition.references_of(index).next().map_or(appears, |first| first.range.start);
        let span = if is_told { own + hole } else { own };
        Entry { label, footnote: Some(index), stretch: stretches[footnote.region], first: appears, span }
    };
    numbering.footnotes.iter().map(entry).collect()
}

/// What has no footnote counts where it appears, with what appears nearest to it.
fn add_missing(edition: &Edition, numbering: &Numbering, entries: &mut Vec<Entry>) {
    if numbering.dangling.is_empty() {
        return;
    }
    let mut appearing: Vec<(usize, usize)> =
        entries.iter().map(|entry| (entry.first, entry.stretch)).collect();
    appearing.sort_unstable();
    let stretch = |first: usize| {
        let next = appearing.partition_point(|&(other, _)| other < first);
        let near = appearing[next.saturating_sub(1)..].iter().take(2);
        near.min_by_key(|(other, _)| other.abs_diff(first)).map_or(0, |&(_, stretch)| stretch)
    };
    let mut seen = HashSet::new();
    for &index in &numbering.dangling {
        let reference = &edition.references[index];
        let (label, first) = (reference.label, reference.range.start);
        if seen.insert(label) {
            let span = label.last - label.number + 1;
            entries.push(Entry { label, footnote: None, stretch: stretch(first), first, span });
        }
    }
}
