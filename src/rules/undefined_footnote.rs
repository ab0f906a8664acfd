use std::collections::HashSet;

use crate::dialect::Law;
use crate::document::{Companion, Snapshot};
use crate::edition::{Edition, Reference};
use crate::rules::{Diagnostic, Rule, Safety, Severity, checked};
use crate::scan::{Form, Label};

pub static RULE: Rule = Rule {
    name: "undefined-footnote",
    severity: Severity::Error,
    summary: "A reference has no footnote.",
    page: include_str!("undefined_footnote.md"),
    check,
};

/// Where more footnotes are missing, empty ones are no help, and each offer costs a look at the notes.
const MOST_OFFERS: usize = 50;

fn check(snapshot: &Snapshot, found: &mut Vec<Diagnostic>) {
    if let Some(companion) = snapshot.companion() {
        return check_beside(snapshot, companion, found);
    }
    let Some(edition) = checked(snapshot) else { return };
    let dangling = edition.references.iter().filter(|other| other.footnote.is_none() && !other.explained);
    let mut offered = HashSet::new();
    for (index, reference) in dangling.enumerate() {
        let label = edition.name(reference.label);
        let written = snapshot.text().slice(reference.range.clone());
        let unlabelled = edition.unlabelled.get(index);
        let marker = |likely: &usize| edition.reference_marker(edition.footnotes[*likely].label);
        let likely = reference.likely.filter(|likely| marker(likely) != written);
        let remedy = match (likely, unlabelled) {
            (Some(likely), _) => {
                let is_orphan = edition.references_of(likely).len() == 0;
                let label = edition.footnotes[likely].label;
                let (meant, label) = (edition.reference_marker(label), edition.name(label));
                match is_orphan {
                    true => format!("Probably {meant} is meant: nothing refers to footnote {label}."),
                    false => {
                        format!("Probably {meant} is meant: capital and small letters are not the same.")
                    }
                }
            }
            (None, Some(line)) => {
                let line = snapshot.text().line_of(line.start) + 1;
                format!("Probably it is in line {line}, where its label was lost.")
            }
            (None, None) => format!("Add that footnote, or correct {written}."),
        };
        let effect = match edition.law {
            Law::Names => format!(": readers see “{written}” as it is written"),
            Law::Runs => String::new(),
        };
        let message = format!(
            "{written} refers to footnote {label}, but this text has no footnote {label}{effect}. {remedy}"
        );
        let mut diagnostic = RULE.at(reference.range.clone(), message).label(&label);
        if let Some(likely) = likely {
            let footnote = &edition.footnotes[likely];
            let meant = edition.reference_marker(footnote.label);
            let name = edition.name(footnote.label);
            let what = match edition.references_of(likely).len() {
                0 => format!("nothing refers to footnote {name}"),
                _ => format!("footnote {name}"),
            };
            diagnostic = diagnostic.relate(footnote.marker.clone(), what).offer(
                Safety::Suggested,
                format!("Change {written} to {meant}"),
                reference.range.clone(),
                meant,
            );
        } else if let Some(line) = unlabelled {
            let message = format!("probably footnote {label}, without its label");
            diagnostic = diagnostic.relate(line.clone(), message).offer(
                Safety::Suggested,
                format!("Put {written} before the line that is probably this footnote"),
                line.start..line.start,
                format!("{written} "),
            );
        } else if offered.len() < MOST_OFFERS
            && offered.insert(reference.label)
            && let Some((offset, text)) = match edition.law {
                Law::Runs => stub(edition, reference.label, snapshot),
                Law::Names => stub_by_name(edition, reference, snapshot),
            }
        {
            let title = format!("Add an empty footnote {label}");
            diagnostic = diagnostic.offer(Safety::Manual, title, offset..offset, text);
        }
        found.push(diagnostic);
    }
}

/// The same for a text whose footnotes are in another file.
fn check_beside(snapshot: &Snapshot, companion: &Companion, found: &mut Vec<Diagnostic>) {
    let (edition, name) = (snapshot.edition(), companion.name());
    for reference in edition.references.iter().filter(|one| companion.footnote_of(one).is_none()) {
        let written = snapshot.text().slice(reference.range.clone());
        let label = edition.name(reference.label);
        let message = format!(
            "{written} refers to footnote {label}, but neither this text nor {name} has a footnote {label}. Add it to {name}, or correct {written}."
        );
        found.push(RULE.at(reference.range.clone(), message).label(label));
    }
}

/// An empty footnote in the form of its neighbours, and where it belongs among them.
fn stub(edition: &Edition, label: Label, snapshot: &Snapshot) -> Option<(usize, String)> {
    let peers =
        || edition.footnotes.iter().enumerate().filter(|(_, other)| other.label.series == label.series);
    let text = snapshot.text();
    let gap = gap(edition, snapshot);
    // No form of footnotes takes several numbers everywhere.
    if label.last > label.number {
        return None;
    }
    if let Some((before, footnote)) = peers().rev().find(|(_, other)| other.label.number < label.number) {
        let marker = edition.marker(footnote.form, label);
        return Some((edition.extent(before, text).end, format!("{gap}{marker} ")));
    }
    let (_, footnote) = peers().next()?;
    let marker = edition.marker(footnote.form, label);
    Some((footnote.marker.start, format!("{marker} {gap}")))
}

/// An empty footnote behind that of the reference before, which is where people look for it.
fn stub_by_name(edition: &Edition, reference: &Reference, snapshot: &Snapshot) -> Option<(usize, String)> {
    let text = snapshot.text();
    let is_written = |index: &usize| edition.footnotes[*index].form == Form::Caret;
    let marker = edition.marker(Form::Caret, reference.label);
    let before = edition.references.partition_point(|other| other.range.start < reference.range.start);
    let bound = edition.references[..before].iter().rev().filter_map(|other| other.footnote);
    if let Some(before) = bound.into_iter().find(is_written) {
        return Some((edition.extent(before, text).end, format!("{}{marker} ", gap(edition, snapshot))));
    }
    let first = (0..edition.footnotes.len()).find(is_written)?;
    let start = text.line_start(text.line_of(edition.footnotes[first].marker.start));
    Some((start, format!("{marker} {}", gap(edition, snapshot))))
}

/// What stands between two footnotes here: one line break if the first two follow each other so, else a blank line.
fn gap(edition: &Edition, snapshot: &Snapshot) -> String {
    let text = snapshot.text();
    let follows = |index: usize| {
        let line = |offset: usize| text.line_of(offset);
        line(edition.extent(index, text).end) + 1 == line(edition.footnotes[index + 1].marker.start)
    };
    let is_tight = edition.footnotes.len() > 1 && follows(0);
    text.line_break().repeat(if is_tight { 1 } else { 2 })
}
