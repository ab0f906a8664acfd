use crate::document::Snapshot;
use crate::edits::Edits;
use crate::header::pages;
use crate::rules::{Diagnostic, Fix, Rule, Severity};

pub static RULE: Rule = Rule {
    name: "invalid-page-range",
    severity: Severity::Error,
    summary: "A page range in the header that runs backwards.",
    page: include_str!("invalid_page_range.md"),
    check,
};

fn check(snapshot: &Snapshot, found: &mut Vec<Diagnostic>) {
    for field in &snapshot.edition().header.fields {
        let value = snapshot.text().slice(field.value.clone());
        for pages in pages::find(&value).iter().filter(|pages| pages.last < pages.first) {
            let range = field.value.start + pages.range.start..field.value.start + pages.range.end;
            let message = format!(
                "These pages run backwards: {} is after {}. Compare the source.",
                pages.first, pages.last
            );
            let diagnostic = RULE.at(range.clone(), message);
            // Of "205-4" nobody can tell what was meant.
            found.push(match pages.is_written_out {
                true => {
                    let swapped = format!("{}-{}", pages.last, pages.first);
                    diagnostic.offer(Fix::manual(format!("Change to {swapped}"), Edits::one(range, swapped)))
                }
                false => diagnostic,
            });
        }
    }
}
