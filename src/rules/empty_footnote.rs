use crate::dialect::Law;
use crate::document::Snapshot;
use crate::rules::{Diagnostic, Rule, Severity, checked};
use crate::scan::Form;
use crate::text::trim;

pub static RULE: Rule = Rule {
    name: "empty-footnote",
    severity: Severity::Warning,
    summary: "A footnote without text.",
    page: include_str!("empty_footnote.md"),
    check,
};

fn check(snapshot: &Snapshot, found: &mut Vec<Diagnostic>) {
    let Some(edition) = checked(snapshot) else { return };
    for (index, footnote) in edition
        .footnotes
        .iter()
        .enumerate()
        .filter(|(_, footnote)| footnote.alone || footnote.form == Form::Enclosed)
    {
        if edition.body(index, snapshot.text()).is_empty() {
            let label = edition.name(footnote.label);
            let effect = match swallows_text(index, snapshot) {
                true => {
                    " Pandoc takes the paragraph below for its text, and it is gone from where it stands."
                }
                false => "",
            };
            let message = format!(
                "Footnote {label} has no text.{effect} Write it, or remove the footnote and its references."
            );
            found.push(RULE.at(footnote.marker.clone(), message).label(label));
        }
    }
}

/// Whether a paragraph follows that Pandoc takes for the footnote's text.
fn swallows_text(index: usize, snapshot: &Snapshot) -> bool {
    let (edition, text) = (snapshot.edition(), snapshot.text());
    let after = text.line_of(edition.footnotes[index].marker.end) + 1;
    let Some(line) = (after..text.line_count()).find(|&line| !trim(&text.line(line)).is_empty()) else {
        return false;
    };
    let range = text.line_range(line);
    let is_footnote = edition.footnotes.iter().any(|other| range.contains(&other.marker.start));
    edition.law == Law::Names && !is_footnote && snapshot.blocks().signs().hugo == 0
}
