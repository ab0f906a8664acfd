use std::ops::Range;

use crate::dialect::Law;
use crate::document::Snapshot;
use crate::edits::Edits;
use crate::header::writing::{self, Blank};
use crate::header::{Field, Header, Style};
use crate::rules::{Diagnostic, Fix, Rule, Severity};
use crate::text::{Text, trim};
use crate::words::list;

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
        Some(_) => check_required(snapshot, found),
        None => check_source(snapshot, found),
    }
}

fn check_source(snapshot: &Snapshot, found: &mut Vec<Diagnostic>) {
    let fields = &snapshot.edition().header.fields;
    if lacks_source(&snapshot.edition().header) {
        let message = "The header does not say where the text comes from. Add a line such as “Source: Collected Works, Volume 3, pages 10-12.”";
        found.push(RULE.at(fields[0].key.clone(), message).offer(add(snapshot, &["Source"])));
    }
}

fn lacks_source(header: &Header) -> bool {
    let fields = &header.fields;
    let names_source = fields.iter().any(|field| {
        field.field.is_some_and(|known| {
            ["Source", "Published", "First Published", "Publisher"].contains(&known.name)
        }) || field.likely.is_some_and(|known| known.name == "Source")
    });
    let names_work = |field: &Field| field.field.is_some_and(|known| ARCHIVE.contains(&known.name));
    // The headers of Markdown say other things.
    header.style == Style::Lines
        && fields.len() >= FEWEST_FIELDS
        && !names_source
        && fields.iter().any(names_work)
}

/// The names of the fields that a text lacks.
pub(crate) fn missing(snapshot: &Snapshot) -> Vec<&str> {
    let header = &snapshot.edition().header;
    match &snapshot.settings().required_fields {
        Some(required) => required.iter().map(String::as_str).filter(|name| !header.has(name)).collect(),
        None if lacks_source(header) => vec!["Source"],
        None => Vec::new(),
    }
}

/// Fields of these names without values, in the style of the text's header; `None` where it would not be read.
pub(crate) fn blank(snapshot: &Snapshot, names: &[&str]) -> Option<Blank> {
    let (edition, text) = (snapshot.edition(), snapshot.text());
    let dialect = snapshot.blocks().tradition().dialect()?;
    let header = &edition.header;
    let blank = match header.fields.is_empty() {
        _ if header.broken.is_some() => None,
        false => header.blank(names, text),
        true if edition.law == Law::Names => writing::yaml(names, text),
        true => writing::lines(names, text, dialect.opening(text)),
    }?;
    let after = Edits::one(blank.edit.range.clone(), blank.edit.text.as_str()).apply(text);
    let notes = edition.regions.first().map_or(text.len(), |region| region.range.start);
    let read = dialect.header(&after, notes + blank.edit.text.len());
    let is_sound = read.broken.is_none() && read.fields.len() == header.fields.len() + names.len();
    (is_sound && names.iter().all(|name| read.has(name))).then_some(blank)
}

fn add(snapshot: &Snapshot, names: &[&str]) -> Option<Fix> {
    let Blank { edit, .. } = blank(snapshot, names)?;
    let title = format!("Add {}", listed(names));
    Some(Fix::manual(title, Edits::one(edit.range, edit.text)))
}

/// “A”, “B” and “C”.
fn listed(names: &[&str]) -> String {
    list(names.iter().map(|name| format!("“{name}”")), "and")
}

fn check_required(snapshot: &Snapshot, found: &mut Vec<Diagnostic>) {
    let (header, missing) = (&snapshot.edition().header, missing(snapshot));
    if missing.is_empty() {
        return;
    }
    let names = listed(&missing);
    let them = if missing.len() == 1 { "Add it." } else { "Add them." };
    let (range, message) = match header.fields.first() {
        Some(first) => (first.key.clone(), format!("The header lacks {names}. {them}")),
        None => (first_line(snapshot.text()), format!("There is no header, and so no {names}. {them}")),
    };
    let diagnostic = Diagnostic { severity: Severity::Warning, ..RULE.at(range, message) };
    found.push(diagnostic.offer(add(snapshot, &missing)));
}

/// The first line that is not blank.
fn first_line(text: &Text) -> Range<usize> {
    let lines = (0..text.line_count()).map(|line| text.line_range(line));
    lines.into_iter().find(|range| !trim(&text.slice(range.clone())).is_empty()).unwrap_or_default()
}
