use crate::dialect::Law;
use crate::document::Snapshot;
use crate::edits::{Edit, Edits};
use crate::notes;
use crate::rules::{Diagnostic, Fix, Rule, Severity, checked};
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
            found.push(RULE.at(footnote.marker.clone(), message).label(label).offer(remove(index, snapshot)));
        }
    }
}

/// Takes the footnote away, and the references to it.
fn remove(index: usize, snapshot: &Snapshot) -> Option<Fix> {
    let (edition, text) = (snapshot.edition(), snapshot.text());
    let label = edition.name(edition.footnotes[index].label);
    let references = edition.references_of(index);
    let title = match references.len() {
        0 => format!("Remove footnote {label}"),
        1 => format!("Remove footnote {label} and the reference to it"),
        count => format!("Remove footnote {label} and the {count} references to it"),
    };
    let mut edits = vec![Edit::delete(notes::removal(snapshot, index))];
    for reference in references {
        // A marker of several labels means others too.
        if reference.label.last > reference.label.number {
            return None;
        }
        edits.push(Edit::delete(notes::without_space(text, &reference.range)));
    }
    Some(Fix::manual(title, Edits::new(edits)?))
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
