use std::sync::LazyLock;

use regex::Regex;

use crate::document::Snapshot;
use crate::edits::Edits;
use crate::rules::{Diagnostic, Fix, Rule, Severity};

pub static RULE: Rule = Rule {
    name: "field-residue",
    severity: Severity::Information,
    summary: "A header value ends with the text of a web link that does not belong to it.",
    page: include_str!("field_residue.md"),
    check,
};

/// A sentence's end, and a link's text right behind it.
static RESIDUE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"[.!?)\]”’](?P<residue>(?:README|HOME|INDEX|MENU|TOP)(?:\.[a-z]{1,5})?)$")
        .expect("a valid expression")
});

fn check(snapshot: &Snapshot, found: &mut Vec<Diagnostic>) {
    for field in &snapshot.edition().header.fields {
        let value = snapshot.text().slice(field.value.clone());
        if let Some(residue) = RESIDUE.captures(&value).and_then(|captures| captures.name("residue")) {
            let range = field.value.start + residue.start()..field.value.start + residue.end();
            let message =
                format!("“{}” is left over from a link of the web page. Remove it.", residue.as_str());
            let title = format!("Remove “{}”", residue.as_str());
            found.push(RULE.at(range.clone(), message).offer(Fix::suggested(title, Edits::one(range, ""))));
        }
    }
}
