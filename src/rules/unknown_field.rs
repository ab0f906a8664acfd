use crate::document::Snapshot;
use crate::edits::Edits;
use crate::header::fields;
use crate::rules::{Diagnostic, Fix, Rule, Severity};

pub static RULE: Rule = Rule {
    name: "unknown-field",
    severity: Severity::Warning,
    summary: "A header key is a mistyping of a known one.",
    page: include_str!("unknown_field.md"),
    check,
};

fn check(snapshot: &Snapshot, found: &mut Vec<Diagnostic>) {
    let settings = snapshot.settings();
    for field in &snapshot.edition().header.fields {
        if field.field.is_some() || settings.knows(&field.name) {
            continue;
        }
        // The collection's own names come first: it would not have them for what has a name already.
        let own = fields::nearest_of(&field.name, settings.own_fields());
        if let Some(meant) = own.or(field.likely.map(|known| known.name)) {
            let message = format!("“{}” is probably a slip for “{meant}”. Write it so.", field.name);
            let title = format!("Change {} to {meant}", field.name);
            found.push(
                RULE.at(field.key.clone(), message)
                    .offer(Fix::suggested(title, Edits::one(field.key.clone(), meant))),
            );
        }
    }
}
