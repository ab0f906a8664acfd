use std::ops::Range;

use crate::dialect::Law;
use crate::document::Snapshot;
use crate::edits::Edits;
use crate::rules::{Diagnostic, Fix, Rule, Severity, checked};
use crate::scan::Form;

pub static RULE: Rule = Rule {
    name: "adjacent-references",
    severity: Severity::Information,
    summary: "Two references with nothing between them: their printed numbers run together.",
    page: include_str!("adjacent_references.md"),
    check,
};

fn check(snapshot: &Snapshot, found: &mut Vec<Diagnostic>) {
    let Some(edition) = checked(snapshot).filter(|edition| edition.law == Law::Names) else { return };
    let is_caret = |form: Form| form == Form::Caret;
    let references = edition.references.iter().filter(|reference| is_caret(reference.form));
    let mut markers: Vec<(Range<usize>, String)> = references
        .filter(|reference| reference.footnote.is_some())
        .map(|reference| (reference.range.clone(), edition.name(reference.label)))
        .collect();
    let inline = edition.footnotes.iter().filter(|footnote| footnote.form == Form::Inline);
    markers.extend(inline.map(|footnote| (footnote.marker.start..footnote.until, String::new())));
    markers.sort_by_key(|(range, _)| range.start);
    for pair in markers.windows(2) {
        let [(first, _), (second, label)] = pair else { continue };
        if first.end != second.start {
            continue;
        }
        let text = snapshot.text();
        let message = match label.is_empty() {
            true => "This note follows another without a space: in print, their two numbers read as one. Put a space or a comma between them.".to_owned(),
            false => format!(
                "{} follows another note without a space: in print, their two numbers read as one. Put a space or a comma between them.",
                text.slice(second.clone())
            ),
        };
        let end = if label.is_empty() { second.start + "^[".len() } else { second.end };
        let mut diagnostic = RULE.at(second.start..end, message);
        if !label.is_empty() {
            diagnostic = diagnostic.label(label);
        }
        found.push(
            diagnostic
                .offer(Fix::safe("Put a space between the two", Edits::one(second.start..second.start, " "))),
        );
    }
}
