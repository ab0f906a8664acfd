use crate::document::Snapshot;
use crate::edits::Edits;
use crate::header::{Field, Style};
use crate::rules::{Diagnostic, Fix, Rule, Severity};

pub static RULE: Rule = Rule {
    name: "duplicate-field",
    severity: Severity::Warning,
    summary: "The header has a field twice.",
    page: include_str!("duplicate_field.md"),
    check,
};

fn check(snapshot: &Snapshot, found: &mut Vec<Diagnostic>) {
    let header = &snapshot.edition().header;
    let (fields, is_yaml) = (&header.fields, header.style == Style::Yaml);
    for (index, field) in fields.iter().enumerate() {
        let is_known = field.field.is_some() || is_yaml;
        let same = |other: &&Field| is_known && other.field == field.field && other.name == field.name;
        let Some(first) = fields[..index].iter().find(same) else { continue };
        let text = |field: &Field| snapshot.text().slice(field.value.clone()).into_owned();
        let repeats = text(first) == text(field);
        let message = match repeats {
            true => {
                format!("The header has “{}” twice, with the same value. Remove one of them.", field.name)
            }
            false if is_yaml => format!(
                "The header has “{}” twice. Of two values, programs take one, or stop with an error. Keep the right one.",
                field.name
            ),
            false => format!(
                "The header has “{}” twice, with different values. Perhaps one of them belongs under another key.",
                field.name
            ),
        };
        let mut diagnostic = RULE
            .at(field.key.clone(), message)
            .relate(first.key.clone(), format!("the first “{}”", field.name));
        if repeats {
            let edits = Edits::one(field.lines(snapshot.text()), "");
            diagnostic = diagnostic.offer(Fix::safe("Remove this one", edits));
        } else if is_yaml {
            let ways =
                [("Keep the first, remove this one", field), ("Keep this one, remove the first", first)];
            diagnostic = ways.into_iter().fold(diagnostic, |diagnostic, (title, field)| {
                let edits = Edits::one(field.lines(snapshot.text()), "");
                diagnostic.offer(Fix::manual(title, edits))
            });
        } else {
            // Two people, two dates of writing: seen in good texts.
            diagnostic.severity = Severity::Hint;
        }
        found.push(diagnostic);
    }
}
