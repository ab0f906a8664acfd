use crate::document::Snapshot;
use crate::rules::{Diagnostic, Rule, Severity};

pub static RULE: Rule = Rule {
    name: "empty-field",
    severity: Severity::Warning,
    summary: "A header key without a value.",
    page: include_str!("empty_field.md"),
    check,
};

fn check(snapshot: &Snapshot, found: &mut Vec<Diagnostic>) {
    for field in snapshot.edition().header.fields.iter().filter(|field| field.value.is_empty()) {
        if field.field.is_some() || field.likely.is_some() || snapshot.settings().knows(&field.name) {
            let message = format!("“{}” has no value. Write it, or remove the line.", field.name);
            found.push(RULE.at(field.key.clone(), message));
        }
    }
}
