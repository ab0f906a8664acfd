//! Renumbering: labels that count in the order in which their footnotes first appear.
//!
//! Each numbering (see [`Numbering`]) by itself. Several references to one footnote stay so, footnotes stay where they
//! are, a reference without a footnote stays one, and what is in order already stays as it is.

pub use super::count::Order;
use super::count::{Count, refuse_what_is_doubtful};
use super::relabel::Relabelling;
use super::{Change, Refactoring, Refusal, understood};
use crate::document::Snapshot;
use crate::edition::Numbering;

/// Of the whole text, or of the numbering that the cursor is in.
pub const REFACTORINGS: &[Refactoring] = &[
    Refactoring {
        name: "renumber",
        kind: "refactor.rewrite.renumber",
        summary: "Renumber the footnotes in the order of their references",
        offer: |snapshot, _| {
            offer(snapshot, |_| true, "Renumber the footnotes in the order of their references")
        },
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
            let here =
                here.ok_or_else(|| Refusal::new("The cursor is at no footnote, and near no reference."))?;
            renumber(snapshot, Order::Law, |index| index == here)
        },
    },
];

/// Renumbers the numberings that are chosen by their indices. No edits where everything is in order.
pub fn renumber(
    snapshot: &Snapshot,
    order: Order,
    chosen: impl Fn(usize) -> bool,
) -> Result<Change, Refusal> {
    plan(snapshot, order, chosen)?.change_and(snapshot, |after| {
        let (old, new) = (snapshot.edition().numberings(), after.edition().numberings());
        let counts_as_before = old.iter().map(|one| &one.footnotes).eq(new.iter().map(|one| &one.footnotes));
        counts_as_before.then_some(()).ok_or_else(|| {
            Refusal::new(
                "Afterwards, nobody could tell where one count of footnotes ends and the next begins.",
            )
        })
    })
}

fn plan(snapshot: &Snapshot, order: Order, chosen: impl Fn(usize) -> bool) -> Result<Relabelling, Refusal> {
    let edition = understood(snapshot)?;
    let numberings = edition.numberings();
    let mut relabelling = Relabelling::default();
    for (index, numbering) in numberings.iter().enumerate().filter(|(index, _)| chosen(*index)) {
        refuse_what_is_doubtful(snapshot, numbering)?;
        let is_first = is_first(&numberings, index);
        Count::new(snapshot, numbering, is_first).relabel(order, &mut relabelling);
    }
    Ok(relabelling)
}

fn offer(snapshot: &Snapshot, chosen: impl Fn(usize) -> bool, title: &str) -> Option<String> {
    let edition = understood(snapshot).ok()?;
    let numberings = edition.numberings();
    let is_off = |index: usize| {
        let count = Count::new(snapshot, &numberings[index], is_first(&numberings, index));
        let mut relabelling = Relabelling::default();
        count.relabel(Order::Law, &mut relabelling);
        !relabelling.is_idle(edition)
    };
    (0..numberings.len()).filter(|&index| chosen(index)).any(is_off).then(|| title.to_owned())
}

/// Whether a numbering is the first of its series.
pub(super) fn is_first(numberings: &[Numbering], index: usize) -> bool {
    numberings[..index].iter().all(|other| other.series != numberings[index].series)
}

/// The numbering that the byte `offset` is about: of the footnote or reference there, else of the reference before it.
pub fn here(snapshot: &Snapshot, numberings: &[Numbering], offset: usize) -> Option<usize> {
    let edition = snapshot.edition();
    let of_footnote = |footnote: usize| numberings.iter().position(|numbering| numbering.holds(footnote));
    if let Some(footnote) = edition.footnote_at(offset) {
        return of_footnote(footnote);
    }
    let next = edition.references.partition_point(|reference| reference.range.start <= offset);
    let before =
        edition.references[..next].iter().rev().find_map(|reference| of_footnote(reference.footnote?));
    before
        .or_else(|| edition.references[next..].iter().find_map(|reference| of_footnote(reference.footnote?)))
}
