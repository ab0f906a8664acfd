//! What the rules about slips share: a slip says where it is, what is written, and what is meant.

use crate::document::Snapshot;
use crate::edition::{Slip, SlipKind};
use crate::edits::Edits;
use crate::rules::{Diagnostic, Fix, Rule, Safety, checked};
use crate::text::{is_space, trim};

/// One diagnostic for each slip of a kind, with the fix that mends it; `message` gets what is written there.
pub fn report(
    rule: &Rule,
    kind: SlipKind,
    snapshot: &Snapshot,
    found: &mut Vec<Diagnostic>,
    message: impl Fn(&Slip, &str) -> String,
) {
    let Some(edition) = checked(snapshot) else { return };
    for slip in edition.slips.iter().filter(|slip| slip.kind == kind) {
        let written = snapshot.text().slice(slip.range.clone());
        let title = format!("Change “{written}” to “{}”", slip.mended);
        let mut diagnostic = rule
            .at(slip.range.clone(), message(slip, &written))
            .label(edition.name(slip.written))
            .offer(Fix::new(
                title,
                safety(slip, &written, snapshot),
                Edits::one(slip.range.clone(), slip.mended.clone()),
            ));
        if let Some(reference) = &slip.reference {
            let message = format!("without it, {} has no footnote", snapshot.text().slice(reference.clone()));
            diagnostic = diagnostic.relate(reference.clone(), message);
        }
        if let Some(footnote) = &slip.footnote {
            let what = match kind {
                SlipKind::Misnumbered => format!("the other footnote {}", edition.name(slip.written)),
                _ => format!("without it, nothing refers to footnote {}", edition.name(slip.meant)),
            };
            diagnostic = diagnostic.relate(footnote.clone(), what);
        }
        found.push(diagnostic);
    }
}

/// Other brackets, or spaces less, leave a label what it was. Where letters become digits, or brackets come where none
/// were, something else may have been meant; and at the start of a line, something else may come of it.
fn safety(slip: &Slip, written: &str, snapshot: &Snapshot) -> Safety {
    let label = |marker: &str| marker.replace(|c: char| is_space(c) || "[](){}".contains(c), "");
    let is_bracketed = written.starts_with(['[', '(', '{']) && written.ends_with([']', ')', '}']);
    let text = snapshot.text();
    let is_within = || {
        let line = text.line_start(text.line_of(slip.range.start));
        !trim(&text.slice(line..slip.range.start)).is_empty()
    };
    match slip.kind {
        SlipKind::Misread if is_bracketed && label(written) == label(&slip.mended) && is_within() => {
            Safety::Safe
        }
        _ => Safety::Suggested,
    }
}
