//! Numberings: the footnotes that share one count, and what their order is.
//!
//! A count begins anew with a chapter, and each series has one of its own; but the page notes and the endnotes of a
//! volume may share one, under two headings or under none.

use std::collections::HashSet;

use crate::dialect::Law;
use crate::edition::{Edition, Footnote};
use crate::scan::{Form, Series};

/// Footnotes whose labels count on, in one series. Within it, no label means two footnotes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Numbering {
    /// The series of its labels.
    pub series: Series,
    /// Indices of its footnotes, in text order; at least one.
    pub footnotes: Vec<usize>,
    /// Indices of the references in its reach whose footnote is missing, in text order.
    pub dangling: Vec<usize>,
}

impl Numbering {
    /// Whether a footnote, by its index, is one of these.
    pub fn holds(&self, footnote: usize) -> bool {
        self.footnotes.binary_search(&footnote).is_ok()
    }
}

impl Edition {
    /// The numberings of a text, in the order of their first footnotes. Footnotes that bear names, symbols or pages,
    /// or no label at all, are in none.
    pub fn numberings(&self) -> Vec<Numbering> {
        let mut found: Vec<Numbering> = Vec::new();
        let mut open: [Option<Open>; Series::COUNT] = [const { None }; Series::COUNT];
        let mut of_footnote = vec![None; self.footnotes.len()];
        for (index, footnote) in self.footnotes.iter().enumerate().filter(|(_, one)| is_counted(one)) {
            let series = footnote.label.series;
            let current = &mut open[series as usize];
            let begins_anew = |open: &Open| self.law == Law::Runs && self.begins_anew(open, index);
            let goes_on = current.as_ref().filter(|open| !begins_anew(open));
            let numbering = goes_on.map_or(found.len(), |open| open.numbering);
            if numbering == found.len() {
                found.push(Numbering { series, footnotes: Vec::new(), dangling: Vec::new() });
                let first = footnote.label.number;
                *current = Some(Open { numbering, first, last: index, seen: HashSet::new() });
            }
            if let Some(open) = current {
                open.seen.extend(footnote.label.numbers());
                open.last = index;
            }
            found[numbering].footnotes.push(index);
            of_footnote[index] = Some(numbering);
        }
        self.share_out_dangling(&mut found, &of_footnote);
        found
    }

    /// Whether a footnote begins to count anew. What is wrongly labelled does not, nor does what only stands in the
    /// wrong order: a lower number under the same text.
    fn begins_anew(&self, open: &Open, index: usize) -> bool {
        let (footnote, last) = (&self.footnotes[index], &self.footnotes[open.last]);
        let is_sound = footnote.twin.is_none() && !footnote.explained;
        let is_new_region = footnote.region != last.region;
        let repeats = footnote.label.numbers().any(|number| open.seen.contains(&number))
            || (is_new_region && self.repeats_in_region(open, index));
        let is_lower = is_new_region && footnote.label.number < open.first;
        let is_apart = || {
            let first = self.references_of(index).next();
            self.regions[footnote.region].heading.is_some()
                || first.is_none_or(|reference| reference.range.start > last.marker.start)
        };
        is_sound && (repeats || (is_lower && is_apart()))
    }

    /// Whether the region that begins with a footnote has labels that were there already, in whatever order.
    fn repeats_in_region(&self, open: &Open, index: usize) -> bool {
        let series = self.footnotes[index].label.series;
        let rest = &self.footnotes[index..self.regions[self.footnotes[index].region].footnotes.end];
        let sound = |other: &&Footnote| other.twin.is_none() && !other.explained && is_counted(other);
        let mut same = rest.iter().filter(sound).filter(|other| other.label.series == series);
        same.any(|other| other.label.numbers().any(|number| open.seen.contains(&number)))
    }

    /// A reference without a footnote belongs to the count of the next one of its series, else of the one before.
    fn share_out_dangling(&self, found: &mut [Numbering], of_footnote: &[Option<usize>]) {
        let mut waiting: [Vec<usize>; Series::COUNT] = [const { Vec::new() }; Series::COUNT];
        let mut last: [Option<usize>; Series::COUNT] = [None; Series::COUNT];
        for (index, reference) in self.references.iter().enumerate() {
            let series = reference.label.series as usize;
            let Some(footnote) = reference.footnote else {
                waiting[series].push(index);
                continue;
            };
            let series = self.footnotes[footnote].label.series as usize;
            if let Some(numbering) = of_footnote[footnote] {
                found[numbering].dangling.append(&mut waiting[series]);
                last[series] = Some(numbering);
            }
        }
        for (waiting, last) in waiting.iter_mut().zip(last) {
            if let Some(numbering) = last {
                found[numbering].dangling.append(waiting);
            }
        }
    }
}

/// A numbering that may go on.
struct Open {
    numbering: usize,
    first: u32,
    /// Index of its last footnote.
    last: usize,
    seen: HashSet<u32>,
}

fn is_counted(footnote: &Footnote) -> bool {
    footnote.label.series.counts() && !matches!(footnote.form, Form::Inline | Form::Link)
}
