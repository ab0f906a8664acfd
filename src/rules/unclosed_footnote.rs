use crate::document::Snapshot;
use crate::edition::SlipKind;
use crate::rules::{Diagnostic, Rule, Severity, slip};

pub static RULE: Rule = Rule {
    name: "unclosed-footnote",
    severity: Severity::Error,
    summary: "A label lacks one of its brackets.",
    page: include_str!("unclosed_footnote.md"),
    check,
};

fn check(snapshot: &Snapshot, found: &mut Vec<Diagnostic>) {
    slip::report(&RULE, SlipKind::Unclosed, snapshot, found, |slip, written| {
        format!("{written} lacks a bracket: it is probably {}.", slip.mended)
    });
}
