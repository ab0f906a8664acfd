use crate::document::Snapshot;
use crate::edition::SlipKind;
use crate::rules::{Diagnostic, Rule, Severity, checked, slip};
use crate::scan::Fault;

pub static RULE: Rule = Rule {
    name: "unclosed-footnote",
    severity: Severity::Error,
    summary: "A label or a footnote lacks one of its brackets.",
    page: include_str!("unclosed_footnote.md"),
    check,
};

fn check(snapshot: &Snapshot, found: &mut Vec<Diagnostic>) {
    slip::report(&RULE, SlipKind::Unclosed, snapshot, found, |slip, written| {
        format!("{written} lacks a bracket: it is probably {}.", slip.mended)
    });
    let Some(edition) = checked(snapshot) else { return };
    for footnote in edition.footnotes.iter().filter(|footnote| !footnote.closed) {
        let (marker, label) = (footnote.marker.clone(), edition.name(footnote.label));
        let written = snapshot.text().slice(marker.clone());
        let message =
            format!("This footnote is not closed: its text begins with “{written}” and must end with “]”.");
        found.push(RULE.at(marker, message).label(label));
    }
    for flaw in edition.flaws.iter().filter(|flaw| flaw.fault == Fault::Unclosed) {
        let message = "This note has no closing bracket in its paragraph: readers see it as it is written, in the middle of the text. Close it with ]. A note of several paragraphs must be a footnote of its own: [^1] here, and [^1]: with its text below.";
        found.push(RULE.at(flaw.range.clone(), message));
    }
}
