use crate::dialect::Law;
use crate::document::Snapshot;
use crate::edition::Reference;
use crate::edits::{Edit, Edits};
use crate::notes::without_space;
use crate::rules::{Diagnostic, Fix, Rule, Severity, checked};
use crate::scan::Form;

pub static RULE: Rule = Rule {
    name: "nested-reference",
    severity: Severity::Warning,
    summary: "A reference inside a footnote, which Pandoc does not follow.",
    page: include_str!("nested_reference.md"),
    check,
};

fn check(snapshot: &Snapshot, found: &mut Vec<Diagnostic>) {
    let Some(edition) = checked(snapshot).filter(|edition| edition.law == Law::Names) else { return };
    // Hugo follows them.
    if snapshot.blocks().signs().hugo > 0 {
        return;
    }
    let mut notes =
        edition.footnotes.iter().enumerate().filter(|(_, note)| note.form == Form::Caret).peekable();
    for reference in edition.references.iter().filter(|reference| reference.form == Form::Caret) {
        let start = reference.range.start;
        while notes.next_if(|(_, note)| note.until <= start).is_some() {}
        let Some(&(index, note)) = notes.peek().filter(|(_, note)| note.marker.end <= start) else {
            continue;
        };
        // One that leads nowhere is reported as that.
        if reference.footnote.is_none() || reference.explained {
            continue;
        }
        let written = snapshot.text().slice(reference.range.clone());
        let (label, outer) = (edition.name(reference.label), edition.name(note.label));
        let message = format!(
            "{written} stands in footnote {outer}. Pandoc follows no references inside footnotes: readers see it as it is written. Say it in words, or refer to footnote {label} from the text."
        );
        found.push(
            RULE.at(reference.range.clone(), message)
                .label(label)
                .relate(note.marker.clone(), format!("footnote {outer}"))
                .offer(move_out(snapshot, index, reference)),
        );
    }
}

/// Refers to the footnote from the text, behind the only reference to the one that the reference stands in.
fn move_out(snapshot: &Snapshot, outer: usize, reference: &Reference) -> Option<Fix> {
    let (edition, text) = (snapshot.edition(), snapshot.text());
    let mut references = edition.references_of(outer);
    let only = references.next().filter(|_| references.len() == 0)?;
    let end = only.range.end;
    let is_free = edition.footnote_at(only.range.start).is_none()
        && !matches!(text.byte(end), Some(b'[' | b'(' | b'^'));
    let written = text.slice(reference.range.clone());
    let edits = Edits::new(vec![
        Edit::insert(end, format!(" {written}")),
        Edit::delete(without_space(text, &reference.range)),
    ]);
    let title = format!("Move {written} into the text, behind {}", text.slice(only.range.clone()));
    edits.filter(|_| is_free).map(|edits| Fix::manual(title, edits))
}
