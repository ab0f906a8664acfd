use std::ops::Range;

use crate::document::Snapshot;
use crate::edition::SlipKind;
use crate::edits::Edits;
use crate::notes::paragraph_end;
use crate::rules::{Diagnostic, Fix, Rule, Severity, checked, slip};
use crate::scan::Fault;

pub static RULE: Rule = Rule {
    name: "unclosed-footnote",
    severity: Severity::Error,
    summary: "A label or a footnote lacks one of its brackets.",
    page: include_str!("unclosed_footnote.md"),
    check,
};

fn check(snapshot: &Snapshot, found: &mut Vec<Diagnostic>) {
    slip::report(&RULE, SlipKind::Unclosed, snapshot, found, |slip, written| {
        format!("{written} lacks a bracket: it is probably {}.", slip.mended)
    });
    let Some(edition) = checked(snapshot) else { return };
    for (index, footnote) in edition.footnotes.iter().enumerate().filter(|(_, footnote)| !footnote.closed) {
        let (marker, label) = (footnote.marker.clone(), edition.name(footnote.label));
        let written = snapshot.text().slice(marker.clone());
        let message =
            format!("This footnote is not closed: its text begins with “{written}” and must end with “]”.");
        found.push(
            RULE.at(marker, message)
                .label(label)
                .offer(close(snapshot, edition.extent(index, snapshot.text()))),
        );
    }
    for flaw in edition.flaws.iter().filter(|flaw| flaw.fault == Fault::Unclosed) {
        let message = "This note has no closing bracket in its paragraph: readers see it as it is written, in the middle of the text. Close it with ]. A note of several paragraphs must be a footnote of its own: [^1] here, and [^1]: with its text below.";
        let end = paragraph_end(snapshot.text(), flaw.range.start);
        let fix =
            close(snapshot, flaw.range.start..end).filter(|_| is_one_sentence(snapshot, flaw.range.end..end));
        found.push(RULE.at(flaw.range.clone(), message).offer(fix));
    }
}

/// Puts the missing bracket behind a note, if one is all that is missing there.
fn close(snapshot: &Snapshot, note: Range<usize>) -> Option<Fix> {
    let written = snapshot.text().slice(note.clone());
    let open = written.matches('[').count() as isize - written.matches(']').count() as isize;
    let edits = Edits::one(note.end..note.end, "]");
    (open == 1 && !written.contains('\\')).then(|| Fix::manual("Close it at the end of its paragraph", edits))
}

/// Whether a note of so much text would hold no more than a sentence.
fn is_one_sentence(snapshot: &Snapshot, note: Range<usize>) -> bool {
    const ENDS: [char; 3] = ['.', '!', '?'];
    let written = snapshot.text().slice(note);
    !written.trim_end_matches(ENDS).contains(ENDS)
}
