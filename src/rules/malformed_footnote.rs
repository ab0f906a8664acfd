use crate::document::Snapshot;
use crate::edition::SlipKind;
use crate::rules::{Diagnostic, Rule, Severity, slip};

pub static RULE: Rule = Rule {
    name: "malformed-footnote",
    severity: Severity::Error,
    summary: "A footnote's label is not written as the others are.",
    page: include_str!("malformed_footnote.md"),
    check,
};

fn check(snapshot: &Snapshot, found: &mut Vec<Diagnostic>) {
    slip::report(&RULE, SlipKind::Malformed, snapshot, found, |slip, written| {
        format!(
            "“{written}” seems to begin footnote {}, but is not written as footnotes are. Write “{}” instead.",
            snapshot.edition().name(slip.meant),
            slip.mended
        )
    });
}
