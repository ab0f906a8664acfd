use std::ops::Range;

use crate::document::Snapshot;
use crate::header::{Field, Style};
use crate::rules::{Diagnostic, Rule, Severity};
use crate::text::{Text, trim};

pub static RULE: Rule = Rule {
    name: "missing-field",
    severity: Severity::Information,
    summary: "The header does not name the source of the text, or lacks a field that edition.toml requires.",
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
    match &snapshot.settings().required_fields {
        Some(required) => check_required(snapshot, required, found),
        None => check_source(snapshot, found),
    }
}

fn check_source(snapshot: &Snapshot, found: &mut Vec<Diagnostic>) {
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

fn check_required(snapshot: &Snapshot, required: &[String], found: &mut Vec<Diagnostic>) {
    let header = &snapshot.edition().header;
    let missing: Vec<_> =
        required.iter().filter(|name| !header.has(name)).map(|name| format!("“{name}”")).collect();
    let Some((last, before)) = missing.split_last() else { return };
    let names = if before.is_empty() { last.clone() } else { format!("{} and {last}", before.join(", ")) };
    let add = if before.is_empty() { "Add it." } else { "Add them." };
    let (range, message) = match header.fields.first() {
        Some(first) => (first.key.clone(), format!("The header lacks {names}. {add}")),
        None => (first_line(snapshot.text()), format!("There is no header, and so no {names}. {add}")),
    };
    found.push(Diagnostic { severity: Severity::Warning, ..RULE.at(range, message) });
}

/// The first line that is not blank.
fn first_line(text: &Text) -> Range<usize> {
    let lines = (0..text.line_count()).map(|line| text.line_range(line));
    lines.into_iter().find(|range| !trim(&text.slice(range.clone())).is_empty()).unwrap_or_default()
}
