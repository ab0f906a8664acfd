use crate::document::Snapshot;
use std::sync::LazyLock;

use regex::Regex;

use crate::edition::marker_text;
use crate::scan::NoteForm;
use crate::rules::{Diagnostic, Rule, Safety, Severity, checked};

pub static RULE: Rule = Rule {
    name: "unreferenced-footnote",
    severity: Severity::Warning,
    summary: "A footnote that no reference leads to.",
    page: include_str!("unreferenced_footnote.md"),
    check,
};

fn check(snapshot: &Snapshot, found: &mut Vec<Diagnostic>) {
    let Some(edition) = checked(snapshot) else { return };
    for (index, footnote) in edition.footnotes.iter().enumerate() {
        let lonely = edition.references_of(index).len() == 0 && footnote.twin.is_none() && !footnote.explained;
        if !lonely || acknowledges_hole(&snapshot.text().slice(edition.body(index, snapshot.text()))) {
            continue;
        }
        let label = footnote.label;
        let reference = marker_text(NoteForm::Bracket, label);
        let message = format!(
            "Nothing in the text refers to footnote {label}. Write {reference} where it belongs, or remove the footnote."
        );
        let extent = edition.extent(index, snapshot.text());
        let end = snapshot.text().line_start(snapshot.text().line_of(extent.end) + 1).max(extent.end);
        found.push(RULE.at(footnote.marker.clone(), message).label(label).fix(
            Safety::Suggested,
            format!("Remove footnote {label}"),
            extent.start..end,
            "",
        ));
    }
}

/// Some texts say themselves that a footnote has no place: "There is no footnote 2 in the printed original",
/// "[The anchor for this note is missing]".
fn acknowledges_hole(body: &str) -> bool {
    const LONGEST: usize = 300;
    static SAYS_SO: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(
            r"(?ix)\bno\ (?:foot|end)?note\b | \b(?:foot|end)?note\b.{0,40}\b(?:missing|omitted|lacking)\b
              | \b(?:anchor|reference|marker|number)\b.{0,60}\b(?:missing|not\ (?:given|indicated|marked|found)|omitted)\b
              | \bno\ (?:anchor|reference|marker|indication)\b | \bnot\ (?:indicated|marked|referenced)\ in\ the\b",
        )
        .expect("a valid expression")
    });
    body.len() <= LONGEST && SAYS_SO.is_match(body)
}
