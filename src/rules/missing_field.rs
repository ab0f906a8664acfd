use crate::document::Snapshot;
use crate::header::Field;
use crate::header::Style;
use crate::rules::{Diagnostic, Rule, Severity};

pub static RULE: Rule = Rule {
    name: "missing-field",
    severity: Severity::Information,
    summary: "The header does not name the source of the text.",
    page: include_str!("missing_field.md"),
    check,
};

/// A header of fewer fields may be a chapter's, whose volume names the source.
const FEWEST_FIELDS: usize = 3;

/// Headers with one of these say how the text came to the archive, and so ought to say from where.
const ARCHIVE: [&str; 8] = [
    "Written",
    "Delivered",
    "Transcription",
    "Transcription/Markup",
    "HTML Markup",
    "Proofread",
    "Online Version",
    "Public Domain",
];

fn check(snapshot: &Snapshot, found: &mut Vec<Diagnostic>) {
    let header = &snapshot.edition().header;
    // The headers of Markdown say other things.
    if header.style != Style::Lines {
        return;
    }
    let fields = &header.fields;
    let names_source = fields.iter().any(|field| {
        field.field.is_some_and(|known| {
            ["Source", "Published", "First Published", "Publisher"].contains(&known.name)
        }) || field.likely.is_some_and(|known| known.name == "Source")
    });
    let names_work = |field: &Field| field.field.is_some_and(|known| ARCHIVE.contains(&known.name));
    if fields.len() >= FEWEST_FIELDS && !names_source && fields.iter().any(names_work) {
        let message = "The header does not say where the text comes from. Add a line such as “Source: Collected Works, Volume 3, pages 10-12.”";
        found.push(RULE.at(fields[0].key.clone(), message));
    }
}
