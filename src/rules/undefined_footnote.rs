use crate::document::Snapshot;
use crate::edition::{Edition, Reference, marker_text};
use crate::scan::{Label, NoteForm};
use crate::rules::{Diagnostic, Rule, Safety, Severity, checked};

pub static RULE: Rule = Rule {
    name: "undefined-footnote",
    severity: Severity::Error,
    summary: "A reference has no footnote.",
    page: include_str!("undefined_footnote.md"),
    check,
};

fn check(snapshot: &Snapshot, found: &mut Vec<Diagnostic>) {
    let Some(edition) = checked(snapshot) else { return };
    let dangling = edition.references.iter().filter(|other| other.footnote.is_none() && !other.explained);
    for (index, reference) in dangling.enumerate() {
        let label = reference.label;
        let written = snapshot.text().slice(reference.range.clone());
        let mut diagnostic = RULE
            .at(reference.range.clone(), format!("{written} refers to a footnote {label} that is not in this text. {}", remedy(edition, reference, label)))
            .label(label);
        if let Some(likely) = reference.likely {
            let footnote = &edition.footnotes[likely];
            let meant = marker_text(NoteForm::Bracket, footnote.label);
            diagnostic = diagnostic
                .relate(footnote.marker.clone(), format!("footnote {} has no reference", footnote.label))
                .fix(Safety::Suggested, format!("Change {written} to {meant}"), reference.range.clone(), meant);
        } else if let Some(line) = edition.unlabelled.get(index) {
            let message = format!("this may be footnote {label}: it has no label");
            diagnostic = diagnostic.relate(line.clone(), message).fix(
                Safety::Suggested,
                format!("Write the label {written} before it"),
                line.start..line.start,
                format!("{written} "),
            );
        } else if let Some((offset, text)) = stub(edition, label, snapshot) {
            let title = format!("Add a footnote {label} for you to write");
            diagnostic = diagnostic.fix(Safety::Suggested, title, offset..offset, text);
        }
        found.push(diagnostic);
    }
}

fn remedy(edition: &Edition, reference: &Reference, label: Label) -> String {
    match reference.likely {
        Some(likely) => format!(
            "{} is probably meant: that footnote has no reference.",
            marker_text(NoteForm::Bracket, edition.footnotes[likely].label)
        ),
        None => format!("Add footnote {label}, or correct the label."),
    }
}

/// An empty footnote in the form of its neighbours, and where it belongs among them.
fn stub(edition: &Edition, label: Label, snapshot: &Snapshot) -> Option<(usize, String)> {
    let peers = || edition.footnotes.iter().enumerate().filter(|(_, other)| other.label.series == label.series);
    let text = snapshot.text();
    let line_break = text.line_break();
    if let Some((before, footnote)) = peers().rev().find(|(_, other)| other.label.number < label.number) {
        let marker = marker_text(footnote.form, label);
        return Some((edition.extent(before, text).end, format!("{line_break}{line_break}{marker} ")));
    }
    let (_, footnote) = peers().next()?;
    let marker = marker_text(footnote.form, label);
    Some((footnote.marker.start, format!("{marker} {line_break}{line_break}")))
}
