//! Renumbering: labels that count in the order in which their footnotes first appear.
//!
//! Each numbering (see [`Numbering`]) by itself. Several references to one footnote stay so, footnotes stay where they
//! are, a reference without a footnote stays one, and what is in order already stays as it is.

use std::collections::HashMap;
use std::ops::Range;

use super::relabel::Relabelling;
use super::{Change, Refactoring, Refusal, understood};
use crate::dialect::Law;
use crate::document::Snapshot;
use crate::edition::{Edition, Numbering, acknowledges_hole, order};
use crate::edits::Edits;
use crate::scan::Label;

/// Of the whole text, or of the numbering that the cursor is in.
pub const REFACTORINGS: &[Refactoring] = &[
    Refactoring {
        name: "renumber",
        kind: "refactor.rewrite.renumber",
        summary: "Renumber the footnotes in the order of their references",
        offer: |snapshot, _| offer(snapshot, |_| true, "Renumber the footnotes in the order of their references"),
        apply: |snapshot, _| renumber(snapshot, Order::Law, |_| true),
    },
    Refactoring {
        name: "renumber-section",
        kind: "refactor.rewrite.renumberSection",
        summary: "Renumber the footnotes of this section",
        offer: |snapshot, at| {
            let numberings = snapshot.edition().numberings();
            let here = here(snapshot, &numberings, at.start)?;
            let title = "Renumber the footnotes of this section only";
            (numberings.len() > 1).then(|| offer(snapshot, |index| index == here, title))?
        },
        apply: |snapshot, at| {
            let here = here(snapshot, &snapshot.edition().numberings(), at.start);
            let here = here.ok_or_else(|| Refusal::new("The cursor is at no footnote, and near no reference."))?;
            renumber(snapshot, Order::Law, |index| index == here)
        },
    },
];

/// Which order is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// That of first appearance; where page notes and endnotes share a series, of each of the two.
    Law,
    /// That of first appearance, whatever there is.
    Strict,
}

/// Renumbers the numberings that are chosen by their indices. No edits where everything is in order.
pub fn renumber(
    snapshot: &Snapshot,
    order: Order,
    chosen: impl Fn(usize) -> bool,
) -> Result<Change, Refusal> {
    let relabelling = plan(snapshot, order, chosen)?;
    let edits = Edits::new(relabelling.edits(snapshot)?).ok_or_else(overlap)?;
    if edits.is_empty() {
        return Ok(Change::default());
    }
    Change::new(edits).checked(snapshot, |_| false)
}

fn overlap() -> Refusal {
    Refusal::new("Two labels of this text share their characters; they can only be changed by hand.")
}

fn plan(snapshot: &Snapshot, order: Order, chosen: impl Fn(usize) -> bool) -> Result<Relabelling, Refusal> {
    let edition = understood(snapshot)?;
    let numberings = edition.numberings();
    let mut relabelling = Relabelling::default();
    for (index, numbering) in numberings.iter().enumerate().filter(|(index, _)| chosen(*index)) {
        refuse_what_is_doubtful(snapshot, numbering)?;
        let is_first = numberings[..index].iter().all(|other| other.series != numbering.series);
        Count::new(snapshot, numbering, is_first).relabel(order, &mut relabelling);
    }
    Ok(relabelling)
}

fn offer(snapshot: &Snapshot, chosen: impl Fn(usize) -> bool, title: &str) -> Option<String> {
    let numberings = snapshot.edition().numberings();
    let is_off = |index: usize| {
        let count = Count::new(snapshot, &numberings[index], index == 0);
        let mut relabelling = Relabelling::default();
        count.relabel(Order::Law, &mut relabelling);
        !relabelling.is_idle(snapshot.edition())
    };
    (0..numberings.len()).filter(|&index| chosen(index)).any(is_off).then(|| title.to_owned())
}

/// The numbering that the byte `offset` is about: of the footnote or reference there, else of the reference before it.
pub fn here(snapshot: &Snapshot, numberings: &[Numbering], offset: usize) -> Option<usize> {
    let edition = snapshot.edition();
    let of_footnote = |footnote: usize| {
        numberings.iter().position(|numbering| numbering.footnotes.binary_search(&footnote).is_ok())
    };
    if let Some(footnote) = edition.footnote_at(offset) {
        return of_footnote(footnote);
    }
    let next = edition.references.partition_point(|reference| reference.range.start <= offset);
    let before = edition.references[..next].iter().rev().find_map(|reference| of_footnote(reference.footnote?));
    before.or_else(|| edition.references[next..].iter().find_map(|reference| of_footnote(reference.footnote?)))
}

/// Numbers would hide a mistake that now can be seen.
pub(super) fn refuse_what_is_doubtful(snapshot: &Snapshot, numbering: &Numbering) -> Result<(), Refusal> {
    let edition = snapshot.edition();
    for &index in &numbering.footnotes {
        let footnote = &edition.footnotes[index];
        let label = edition.name(footnote.label);
        let slip = edition.slips.iter().find(|slip| slip.range == footnote.marker);
        if slip.is_some() || footnote.twin.is_some() {
            let message = match slip {
                Some(slip) => format!("footnote {label} is probably {}. Correct its label first.", edition.name(slip.meant)),
                None => format!("this is a second footnote {label}. Correct its label first, or remove it."),
            };
            return Err(Refusal::at(footnote.marker.clone(), snapshot, &message));
        }
    }
    Ok(())
}

/// Whether the labels of a numbering rise in the order of their first appearance.
pub(super) fn is_in_order(snapshot: &Snapshot, numbering: &Numbering) -> bool {
    let entries = Count::new(snapshot, numbering, false).entries;
    entries.iter().map(|entry| entry.label.number).is_sorted_by(|a, b| a < b)
}

/// What bears one label: a footnote with its references, or references whose footnote is missing.
struct Entry {
    label: Label,
    footnote: Option<usize>,
    /// Region of the footnote.
    region: usize,
    /// Where it first appears; what nothing refers to appears with the footnote before it.
    first: usize,
    /// How many numbers it takes: also those that the text says are missing behind it.
    span: u32,
}

/// The entries of a numbering.
struct Count<'a> {
    numbering: &'a Numbering,
    edition: &'a Edition,
    /// In the order of their first appearance.
    entries: Vec<Entry>,
    start: u32,
}

impl<'a> Count<'a> {
    fn new(snapshot: &'a Snapshot, numbering: &'a Numbering, is_first: bool) -> Self {
        let (edition, text) = (snapshot.edition(), snapshot.text());
        let mut entries: Vec<Entry> = Vec::with_capacity(numbering.footnotes.len());
        let mut next_of_label: HashMap<u32, u32> = HashMap::new();
        let mut labels: Vec<Label> =
            numbering.footnotes.iter().map(|&index| edition.footnotes[index].label).collect();
        labels.sort_unstable();
        for pair in labels.windows(2) {
            next_of_label.insert(pair[0].number, pair[1].number);
        }
        let mut appears = 0;
        for &index in &numbering.footnotes {
            let footnote = &edition.footnotes[index];
            let own = footnote.label.last - footnote.label.number + 1;
            let next = next_of_label.get(&footnote.label.number);
            let hole = next.map_or(0, |next| next.saturating_sub(footnote.label.last + 1));
            let is_told = hole > 0 && acknowledges_hole(&text.slice(edition.body(index, text)));
            appears = edition.references_of(index).next().map_or(appears, |first| first.range.start);
            entries.push(Entry {
                label: footnote.label,
                footnote: Some(index),
                region: footnote.region,
                first: appears,
                span: if is_told { own + hole } else { own },
            });
        }
        let mut missing: HashMap<Label, usize> = HashMap::new();
        for &index in &numbering.dangling {
            let reference = &edition.references[index];
            missing.entry(reference.label).or_insert_with(|| {
                let (label, first) = (reference.label, reference.range.start);
                let span = label.last - label.number + 1;
                let region = entries.iter().min_by_key(|entry| entry.first.abs_diff(first)).map_or(0, |near| near.region);
                entries.push(Entry { label, footnote: None, region, first, span });
                index
            });
        }
        entries.sort_by_key(|entry| entry.first);
        let dialect = snapshot.blocks().tradition().dialect();
        let is_whole = is_first && dialect.is_some_and(|dialect| dialect.holds_whole_works());
        let least = entries.iter().map(|entry| entry.label.number).min().unwrap_or(1);
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
        if let Some(k) = order::parting(&numbers).and_then(|range| self.believed(range)) {
            let (low, high): (Vec<&Entry>, Vec<&Entry>) = all().partition(|entry| entry.label.number <= k);
            return vec![low, high];
        }
        let mut parts: Vec<(usize, Vec<&Entry>)> = Vec::new();
        for entry in all() {
            match parts.iter_mut().find(|(region, _)| *region == entry.region) {
                Some((_, part)) => part.push(entry),
                None => parts.push((entry.region, vec![entry])),
            }
        }
        parts.sort_by_key(|(region, _)| *region);
        parts.into_iter().map(|(_, part)| part).collect()
    }

    /// Of the numbers that could part page notes from endnotes, one that is borne and after which the count goes on: a
    /// label far above the others was put in by hand, and waits for its number.
    fn believed(&self, range: Range<u32>) -> Option<u32> {
        let ends: std::collections::HashSet<u32> =
            self.entries.iter().map(|entry| entry.label.number + entry.span - 1).collect();
        let starts = self.entries.iter().map(|entry| entry.label.number);
        starts.filter_map(|start| start.checked_sub(1)).find(|k| range.contains(k) && ends.contains(k))
    }

    fn relabel(&self, order: Order, relabelling: &mut Relabelling) {
        let mut next = self.start;
        let mut missing: HashMap<Label, Label> = HashMap::new();
        for entry in self.parts(order).into_iter().flatten() {
            let span = entry.label.last - entry.label.number;
            let label = Label { series: entry.label.series, number: next, last: next + span };
            next += entry.span;
            match entry.footnote {
                Some(footnote) => relabelling.footnotes.push((footnote, label)),
                None => drop(missing.insert(entry.label, label)),
            }
        }
        let dangling = self.numbering.dangling.iter();
        let dangling = dangling.filter_map(|&index| Some((index, *missing.get(&self.edition.references[index].label)?)));
        relabelling.dangling.extend(dangling);
    }
}
