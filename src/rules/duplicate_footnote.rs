use crate::dialect::Law;
use crate::document::Snapshot;
use crate::notes::removal;
use crate::rules::{Diagnostic, Rule, Safety, Severity, checked};

pub static RULE: Rule = Rule {
    name: "duplicate-footnote",
    severity: Severity::Error,
    summary: "Two footnotes have one label.",
    page: include_str!("duplicate_footnote.md"),
    check,
};

fn check(snapshot: &Snapshot, found: &mut Vec<Diagnostic>) {
    let Some(edition) = checked(snapshot) else { return };
    for (index, footnote) in edition.footnotes.iter().enumerate() {
        let Some(twin) = footnote.twin.filter(|_| !footnote.explained) else { continue };
        let label = edition.name(footnote.label);
        let text = snapshot.text();
        let line = text.line_of(edition.footnotes[twin].marker.start) + 1;
        let effect = match edition.law {
            Law::Names => " Only one of them is kept, and the other is lost without a word.",
            Law::Runs => "",
        };
        let message = format!(
            "Line {line} already has a footnote {label}.{effect} Give each its own label, or remove one."
        );
        let mut diagnostic = RULE
            .at(footnote.marker.clone(), message)
            .label(&label)
            .relate(edition.footnotes[twin].marker.clone(), format!("the first footnote {label}"));
        if text.slice(edition.body(index, text)) == text.slice(edition.body(twin, text)) {
            let title = format!("Remove this footnote {label}: it says the same as the first");
            diagnostic = diagnostic.offer(Safety::Suggested, title, removal(snapshot, index), "");
        }
        found.push(diagnostic);
    }
}
