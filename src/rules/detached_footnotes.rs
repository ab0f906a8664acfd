use std::ops::Range;

use crate::document::Snapshot;
use crate::edition::Verdict;
use crate::rules::{Diagnostic, Rule, Severity};

pub static RULE: Rule = Rule {
    name: "detached-footnotes",
    severity: Severity::Information,
    summary: "References, but not one footnote in this file.",
    page: include_str!("detached_footnotes.md"),
    check,
};

fn check(snapshot: &Snapshot, found: &mut Vec<Diagnostic>) {
    let edition = snapshot.edition();
    let (Some(first), Some(last), Verdict::Detached) =
        (edition.references.first(), edition.references.last(), edition.verdict)
    else {
        return;
    };
    if snapshot.companion().is_some() {
        return;
    }
    let written = |range: &Range<usize>| snapshot.text().slice(range.clone()).into_owned();
    let what = match edition.references.len() {
        1 => format!("This text refers to a footnote, {}", written(&first.range)),
        count => format!(
            "This text has {count} references to footnotes, {} to {}",
            written(&first.range),
            written(&last.range)
        ),
    };
    let message = format!(
        "{what}, but it holds no footnotes. They may be in another file of the edition, or may have been lost."
    );
    found.push(RULE.at(first.range.clone(), message).label(edition.name(first.label)));
}
