use crate::document::Snapshot;
use crate::rules::{Diagnostic, Rule, Safety, Severity};

pub static RULE: Rule = Rule {
    name: "invalid-yaml",
    severity: Severity::Error,
    summary: "The header between `---` and `---` cannot be read.",
    page: include_str!("invalid_yaml.md"),
    check,
};

fn check(snapshot: &Snapshot, found: &mut Vec<Diagnostic>) {
    let Some(broken) = &snapshot.edition().header.broken else { return };
    let message =
        format!("The header cannot be read. {} Until then, no program can use the text.", broken.why);
    let mut diagnostic = RULE.at(broken.range.clone(), message);
    if let Some(value) = &broken.quote {
        let quoted = format!("\"{}\"", snapshot.text().slice(value.clone()));
        let title = "Put the value in quotation marks";
        diagnostic = diagnostic.offer(Safety::Suggested, title, value.clone(), quoted);
    }
    found.push(diagnostic);
}
