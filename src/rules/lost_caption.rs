use crate::document::Snapshot;
use crate::rules::{Diagnostic, Rule, Severity, checked};
use crate::scan::Fault;

pub static RULE: Rule = Rule {
    name: "lost-caption",
    severity: Severity::Information,
    summary: "A note behind an image, which costs the image its caption.",
    page: include_str!("lost_caption.md"),
    check,
};

fn check(snapshot: &Snapshot, found: &mut Vec<Diagnostic>) {
    let Some(edition) = checked(snapshot) else { return };
    for flaw in edition.flaws.iter().filter(|flaw| flaw.fault == Fault::AfterImage) {
        let message = "Pandoc makes a figure of an image only where it stands alone. With this note behind it, its caption is not shown. Put the note into the caption, before the first closing bracket.";
        found.push(RULE.at(flaw.range.clone(), message));
    }
}
