use crate::document::Snapshot;
use std::ops::Range;

use crate::edition::{Edition, Footnote};
use crate::rules::{Diagnostic, Rule, Severity, checked};
use crate::scan::{Label, Series};

pub static RULE: Rule = Rule {
    name: "footnote-gap",
    severity: Severity::Warning,
    summary: "A number is missing in a series of footnotes.",
    page: include_str!("footnote_gap.md"),
    check,
};

fn check(snapshot: &Snapshot, found: &mut Vec<Diagnostic>) {
    let Some(edition) = checked(snapshot) else { return };
    for region in &edition.regions {
        let gaps: Vec<usize> = region.footnotes.clone().filter(|&index| opens_gap(edition, index)).collect();
        // Selections from a volume keep its numbers: where many are missing, none is missed.
        if gaps.len() > region.footnotes.len() / 4 {
            continue;
        }
        for index in gaps {
            let (before, footnote) = (&edition.footnotes[index - 1], &edition.footnotes[index]);
            let missing = missing(before, footnote);
            let (what, them) = match footnote.label.number - before.label.last {
                2 => (format!("Footnote {missing} is"), "it"),
                _ => (format!("Footnotes {missing} are"), "them"),
            };
            let message = format!(
                "{what} missing between {} and {}, and nothing refers to {them}. Perhaps something was lost.",
                before.label, footnote.label
            );
            let label = footnote.label.with_number(before.label.last + 1);
            found.push(
                RULE.at(footnote.marker.clone(), message)
                    .label(label)
                    .relate(before.marker.clone(), format!("footnote {}", before.label)),
            );
        }
    }
}

fn opens_gap(edition: &Edition, index: usize) -> bool {
    let Some(before) = index.checked_sub(1).map(|index| &edition.footnotes[index]) else { return false };
    let footnote = &edition.footnotes[index];
    let together = before.region == footnote.region && before.label.series == footnote.label.series;
    let sound = [before, footnote].iter().all(|footnote| !footnote.explained && footnote.twin.is_none());
    let first = before.label.last + 1;
    together
        && sound
        && footnote.label.number > first
        && !is_known(edition, footnote.label.series, first..footnote.label.number)
}

/// Whether anything in the text bears one of the numbers: then another rule speaks of it.
fn is_known(edition: &Edition, series: Series, numbers: Range<u32>) -> bool {
    let bears = |label: Label| label.series == series && numbers.contains(&label.number);
    edition.references.iter().any(|reference| bears(reference.label))
        || edition.footnotes.iter().any(|footnote| bears(footnote.label))
}

fn missing(before: &Footnote, after: &Footnote) -> String {
    let first = before.label.with_number(before.label.last + 1);
    match after.label.number - first.number {
        1 => first.to_string(),
        _ => format!("{first} to {}", first.with_number(after.label.number - 1)),
    }
}
