use crate::document::Snapshot;
use crate::rules::{Diagnostic, Rule, Safety, Severity};

pub static RULE: Rule = Rule {
    name: "unknown-field",
    severity: Severity::Warning,
    summary: "A header key is a mistyping of a known one.",
    page: include_str!("unknown_field.md"),
    check,
};

fn check(snapshot: &Snapshot, found: &mut Vec<Diagnostic>) {
    for field in &snapshot.edition().header.fields {
        if let Some(known) = field.likely {
            let message = format!("“{}” is probably a slip for “{}”. Write it so.", field.name, known.name);
            let title = format!("Change {} to {}", field.name, known.name);
            found.push(RULE.at(field.key.clone(), message).fix(
                Safety::Suggested,
                title,
                field.key.clone(),
                known.name,
            ));
        }
    }
}
