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
            let goes_on =
                current.as_ref().filter(|open| self.law == Law::Names || !open.ends_before(footnote));
            let numbering = goes_on.map_or(found.len(), |open| open.numbering);
            if numbering == found.len() {
                found.push(Numbering { series, footnotes: Vec::new(), dangling: Vec::new() });
                *current =
                    Some(Open { numbering, first: footnote.label.number, region: 0, seen: HashSet::new() });
            }
            if let Some(open) = current {
                open.seen.extend(footnote.label.numbers());
                open.region = footnote.region;
            }
            found[numbering].footnotes.push(index);
            of_footnote[index] = Some(numbering);
        }
        self.share_out_dangling(&mut found, &of_footnote);
        found
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
    region: usize,
    seen: HashSet<u32>,
}

impl Open {
    /// Whether a footnote begins to count anew. What is wrongly labelled does not.
    fn ends_before(&self, footnote: &Footnote) -> bool {
        let is_sound = footnote.twin.is_none() && !footnote.explained;
        let is_new_region = footnote.region != self.region;
        let repeats = footnote.label.numbers().any(|number| self.seen.contains(&number));
        is_sound && (repeats || (is_new_region && footnote.label.number < self.first))
    }
}

fn is_counted(footnote: &Footnote) -> bool {
    let series = footnote.label.series;
    let counts =
        series.symbol().is_none() && !matches!(series, Series::Named | Series::Page | Series::Unlabelled);
    counts && !matches!(footnote.form, Form::Inline | Form::Link)
}
