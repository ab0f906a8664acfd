use crate::document::Snapshot;
use crate::edition::SlipKind;
use crate::rules::{Diagnostic, Rule, Severity, slip};

pub static RULE: Rule = Rule {
    name: "misread-label",
    severity: Severity::Warning,
    summary: "A label is written wrongly: letters for digits, spaces, a wrong bracket.",
    page: include_str!("misread_label.md"),
    check,
};

fn check(snapshot: &Snapshot, found: &mut Vec<Diagnostic>) {
    slip::report(&RULE, SlipKind::Misread, snapshot, found, |slip, written| {
        let meant = snapshot.edition().name(slip.meant);
        let why = match slip.footnote {
            Some(_) => format!("nothing else refers to footnote {meant}"),
            None => format!("without it, the reference to {meant} has no footnote"),
        };
        format!("{written} is probably {}: {why}.", slip.mended)
    });
}
