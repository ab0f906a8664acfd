use crate::document::Snapshot;
use crate::edits::Edits;
use crate::notes::removal;
use crate::rules::{Diagnostic, Fix, Rule, Severity, checked};

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
        let (label, meant) = (edition.name(footnote.label), edition.reference_marker(footnote.label));
        let remove = || {
            let title = format!("Remove footnote {label}, if it is not wanted");
            Fix::manual(title, Edits::one(removal(snapshot, index), ""))
        };
        if let Some(likely) = footnote.likely {
            let range = edition.references[likely].range.clone();
            let written = snapshot.text().slice(range.clone());
            let line = snapshot.text().line_of(range.start) + 1;
            let message = format!(
                "Nothing in the text refers to footnote {label}. Probably the {written} in line {line} is meant to be {meant}."
            );
            let title = format!("Change that {written} to {meant}");
            found.push(
                RULE.at(footnote.marker.clone(), message)
                    .label(&label)
                    .relate(range.clone(), format!("{written} is referred to before"))
                    .offer(Fix::suggested(title, Edits::one(range, meant)))
                    .offer(remove()),
            );
            continue;
        }
        let message = format!(
            "Nothing in the text refers to footnote {label}. Write {meant} where it belongs, or remove the footnote."
        );
        found.push(RULE.at(footnote.marker.clone(), message).label(&label).offer(remove()));
    }
}
