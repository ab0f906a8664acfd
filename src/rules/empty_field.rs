use crate::document::Snapshot;
use crate::edits::Edits;
use crate::header::{Style, fields};
use crate::rules::{Diagnostic, Fix, Rule, Severity};

pub static RULE: Rule = Rule {
    name: "empty-field",
    severity: Severity::Warning,
    summary: "A header key without a value.",
    page: include_str!("empty_field.md"),
    check,
};

fn check(snapshot: &Snapshot, found: &mut Vec<Diagnostic>) {
    let header = &snapshot.edition().header;
    for field in header.fields.iter().filter(|field| field.value.is_empty()) {
        if field.field.is_some() || field.likely.is_some() || snapshot.settings().knows(&field.name) {
            let message = format!("“{}” has no value. Write it, or remove the line.", field.name);
            let mut diagnostic = RULE.at(field.key.clone(), message);
            // Programs write such keys into new files, for whoever wants them.
            if header.style == Style::Yaml {
                diagnostic.severity = Severity::Information;
            }
            // What is required must be written.
            let required = snapshot.settings().required_fields.iter().flatten();
            if required.into_iter().all(|name| !fields::is_same(name, &field.name)) {
                let edits = Edits::one(field.lines(snapshot.text()), "");
                diagnostic = diagnostic.offer(Fix::manual(format!("Remove “{}”", field.name), edits));
            }
            found.push(diagnostic);
        }
    }
}
