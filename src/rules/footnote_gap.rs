use std::collections::BTreeSet;

use crate::dialect::Law;
use crate::document::Snapshot;
use crate::edition::{Edition, Footnote, acknowledges_hole};
use crate::rules::{Diagnostic, Rule, Severity, checked};
use crate::scan::Series;

pub static RULE: Rule = Rule {
    name: "footnote-gap",
    severity: Severity::Warning,
    summary: "A number is missing in a series of footnotes.",
    page: include_str!("footnote_gap.md"),
    check,
};

fn check(snapshot: &Snapshot, found: &mut Vec<Diagnostic>) {
    // Names have no order.
    let Some(edition) = checked(snapshot).filter(|edition| edition.law == Law::Runs) else { return };
    let mut known: Option<BTreeSet<(Series, u32)>> = None;
    for region in &edition.regions {
        let mut gaps: Vec<usize> =
            region.footnotes.clone().filter(|&index| follows_gap(edition, index)).collect();
        // Selections from a volume keep its numbers: where many are missing, none is missed.
        if gaps.is_empty() || gaps.len() > region.footnotes.len() / 4 {
            continue;
        }
        let known = known.get_or_insert_with(|| numbers(edition));
        gaps.retain(|&index| {
            let (before, footnote) = (&edition.footnotes[index - 1], &edition.footnotes[index]);
            let series = footnote.label.series;
            let mut known = known.range((series, before.label.last + 1)..(series, footnote.label.number));
            let body = snapshot.text().slice(edition.body(index - 1, snapshot.text()));
            known.next().is_none() && !acknowledges_hole(&body)
        });
        for index in gaps {
            let (before, footnote) = (&edition.footnotes[index - 1], &edition.footnotes[index]);
            let missing = missing(edition, before, footnote);
            let (what, them) = match footnote.label.number - before.label.last {
                2 => (format!("Footnote {missing} is"), "it"),
                _ => (format!("Footnotes {missing} are"), "them"),
            };
            let message = format!(
                "{what} missing between {} and {}, and nothing refers to {them}. Perhaps something was lost.",
                edition.name(before.label),
                edition.name(footnote.label)
            );
            let label = edition.name(footnote.label.with_number(before.label.last + 1));
            found.push(
                RULE.at(footnote.marker.clone(), message)
                    .label(label)
                    .relate(before.marker.clone(), format!("footnote {}", edition.name(before.label))),
            );
        }
    }
}

fn follows_gap(edition: &Edition, index: usize) -> bool {
    let Some(before) = index.checked_sub(1).map(|index| &edition.footnotes[index]) else { return false };
    let footnote = &edition.footnotes[index];
    let together = before.region == footnote.region && before.label.series == footnote.label.series;
    let sound = [before, footnote].iter().all(|footnote| !footnote.explained && footnote.twin.is_none());
    together && sound && footnote.label.number > before.label.last + 1
}

/// The numbers that anything in the text bears: of these, other rules speak.
fn numbers(edition: &Edition) -> BTreeSet<(Series, u32)> {
    let references = edition.references.iter().map(|reference| reference.label);
    let footnotes = edition.footnotes.iter().map(|footnote| footnote.label);
    let labels = references.chain(footnotes);
    labels.flat_map(|label| label.numbers().map(move |number| (label.series, number))).collect()
}

fn missing(edition: &Edition, before: &Footnote, after: &Footnote) -> String {
    let first = before.label.with_number(before.label.last + 1);
    match after.label.number - first.number {
        1 => edition.name(first),
        _ => {
            let last = first.with_number(after.label.number - 1);
            format!("{} to {}", edition.name(first), edition.name(last))
        }
    }
}
