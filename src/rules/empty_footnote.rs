use crate::document::Snapshot;
use crate::rules::{Diagnostic, Rule, Severity, checked};
use crate::scan::Form;

pub static RULE: Rule = Rule {
    name: "empty-footnote",
    severity: Severity::Warning,
    summary: "A footnote without text.",
    page: include_str!("empty_footnote.md"),
    check,
};

fn check(snapshot: &Snapshot, found: &mut Vec<Diagnostic>) {
    let Some(edition) = checked(snapshot) else { return };
    for (index, footnote) in edition.footnotes.iter().enumerate().filter(|(_, footnote)| footnote.alone || footnote.form == Form::Enclosed) {
        if edition.body(index, snapshot.text()).is_empty() {
            let label = edition.name(footnote.label);
            let message =
                format!("Footnote {label} has no text. Write it, or remove the footnote and its references.");
            found.push(RULE.at(footnote.marker.clone(), message).label(label));
        }
    }
}
