//! Two series become one: footnotes that an author and an editor counted apart, or with numbers and with letters, count
//! on together, in the order of their references. Footnotes stay where they are.

use std::ops::Range;

use super::count::{Count, Order, refuse_what_is_doubtful};
use super::group::{Group, at, of_numbering, of_symbols, overlaps};
use super::relabel::Relabelling;
use super::renumber::is_first;
use super::{Change, Refactoring, Refusal, understood};
use crate::dialect::Law;
use crate::document::Snapshot;
use crate::edition::{Edition, Numbering};

/// Into the series that the cursor is at.
pub const REFACTORINGS: &[Refactoring] = &[Refactoring {
    name: "merge-series",
    kind: "refactor.rewrite.mergeSeries",
    summary: "Count the other series of footnotes here together with this one",
    offer: |snapshot, range| offer(snapshot, range),
    apply: |snapshot, range| merge(snapshot, range),
}];

fn offer(snapshot: &Snapshot, range: Range<usize>) -> Option<String> {
    let edition = understood(snapshot).ok()?;
    let own = target(snapshot, range.start)?;
    let name = |group: &Group| {
        let first = group.numbering.footnotes.first();
        first.map(|&index| edition.name(edition.footnotes[index].label))
    };
    let others: Vec<String> = others(edition, &own).iter().filter_map(name).collect();
    let title =
        || format!("Count {} … together with {} …", others.join(" …, "), name(&own).unwrap_or_default());
    (!others.is_empty()).then(title)
}

/// What the others are to count with. Symbols do not count on.
fn target(snapshot: &Snapshot, offset: usize) -> Option<Group> {
    let is_counted = snapshot.edition().law == Law::Runs;
    at(snapshot, offset).filter(|group| is_counted && group.numbering.series.symbol().is_none())
}

/// The groups whose references stand among those of one.
fn others(edition: &Edition, own: &Group) -> Vec<Group> {
    let numberings = edition.numberings().into_iter().map(|numbering| of_numbering(edition, numbering));
    let is_other = |group: &Group| {
        !group.numbering.footnotes.is_empty()
            && group.numbering.series != own.numbering.series
            && overlaps(&group.reach(edition), &own.reach(edition))
    };
    numberings.chain([of_symbols(edition)]).filter(is_other).collect()
}

/// Counts what stands among the footnotes that the cursor is at together with them.
pub fn merge(snapshot: &Snapshot, range: Range<usize>) -> Result<Change, Refusal> {
    let edition = understood(snapshot)?;
    let own = target(snapshot, range.start).ok_or_else(|| {
        Refusal::new(
            "Put the cursor on a reference or a footnote of the series that the others are to count with.",
        )
    })?;
    let others = others(edition, &own);
    if others.is_empty() {
        return Err(Refusal::new("There is no other series of footnotes here."));
    }
    let mut whole = Numbering { series: own.numbering.series, footnotes: Vec::new(), dangling: Vec::new() };
    for group in others.iter().chain([&own]) {
        refuse_what_is_doubtful(snapshot, &group.numbering)?;
        group.refuse_several(snapshot)?;
        group.dangling(edition)?;
        whole.footnotes.extend(&group.numbering.footnotes);
        whole.dangling.extend(&group.numbering.dangling);
    }
    whole.footnotes.sort_unstable();
    whole.dangling.sort_unstable();
    let numberings = edition.numberings();
    let is_first = numberings.iter().position(|other| *other == own.numbering);
    let is_first = is_first.is_some_and(|index| self::is_first(&numberings, index));
    let mut relabelling = Relabelling::default();
    Count::new(snapshot, &whole, is_first).relabel(Order::Regions, &mut relabelling);
    relabelling.change(snapshot).map_err(|refusal| Refusal {
        message: format!("These series cannot count as one where they stand. {}", refusal.message),
        ..refusal
    })
}
