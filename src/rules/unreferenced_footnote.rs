use crate::document::Snapshot;
use crate::edition::marker_text;
use crate::rules::{Diagnostic, Rule, Safety, Severity, checked, removal};
use crate::scan::NoteForm;

pub static RULE: Rule = Rule {
    name: "unreferenced-footnote",
    severity: Severity::Warning,
    summary: "A footnote that no reference leads to.",
    page: include_str!("unreferenced_footnote.md"),
    check,
};

fn check(snapshot: &Snapshot, found: &mut Vec<Diagnostic>) {
    let Some(edition) = checked(snapshot) else { return };
    for (index, footnote) in edition.footnotes.iter().enumerate() {
        if !edition.is_orphan(index) || footnote.acknowledged {
            continue;
        }
        let label = footnote.label;
        let reference = marker_text(NoteForm::Bracket, label);
        let message = format!(
            "Nothing in the text refers to footnote {label}. Write {reference} where it belongs, or remove the footnote."
        );
        found.push(RULE.at(footnote.marker.clone(), message).label(label).fix(
            Safety::Suggested,
            format!("Remove footnote {label}"),
            removal(snapshot, index),
            "",
        ));
    }
}
