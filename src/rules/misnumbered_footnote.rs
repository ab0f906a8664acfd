use std::ops::Range;

use crate::document::Snapshot;
use crate::edition::SlipKind;
use crate::rules::{Diagnostic, Rule, Severity, slip};

pub static RULE: Rule = Rule {
    name: "misnumbered-footnote",
    severity: Severity::Error,
    summary: "A footnote bears another label than the one that belongs there.",
    page: include_str!("misnumbered_footnote.md"),
    check,
};

fn check(snapshot: &Snapshot, found: &mut Vec<Diagnostic>) {
    slip::report(&RULE, SlipKind::Misnumbered, snapshot, found, |slip, written| {
        let [label, meant] = [slip.written, slip.meant].map(|label| snapshot.edition().name(label));
        let line = |range: &Range<usize>| snapshot.text().line_of(range.start) + 1;
        let why = match (&slip.reference, &slip.footnote) {
            (Some(reference), Some(twin)) => format!(
                "the reference to {meant} in line {} has no footnote, and line {} has another footnote {label}",
                line(reference),
                line(twin)
            ),
            (Some(reference), None) => {
                format!(
                    "the reference to {meant} in line {} has no footnote, and nothing refers to {label}",
                    line(reference)
                )
            }
            (None, Some(twin)) => format!("line {} has another footnote {label}", line(twin)),
            (None, None) => format!("nothing refers to {label}"),
        };
        format!("{written} stands where footnote {meant} belongs: {why}.")
    });
}
