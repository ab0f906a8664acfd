use std::ops::Range;

use crate::document::Snapshot;
use crate::edits::{Edit, Edits};
use crate::rules::{Diagnostic, Fix, Rule, Severity, checked};
use crate::scan::Fault;

pub static RULE: Rule = Rule {
    name: "lost-caption",
    severity: Severity::Information,
    summary: "A note behind an image, which costs the image its caption.",
    page: include_str!("lost_caption.md"),
    check,
};

fn check(snapshot: &Snapshot, found: &mut Vec<Diagnostic>) {
    let Some(edition) = checked(snapshot) else { return };
    for flaw in edition.flaws.iter().filter(|flaw| flaw.fault == Fault::AfterImage) {
        let message = "Pandoc makes a figure of an image only where it stands alone. With this note behind it, its caption is not shown. Put the note into the caption, before the first closing bracket.";
        found.push(RULE.at(flaw.range.clone(), message).offer(move_in(snapshot, &flaw.range)));
    }
}

/// Moves a note to the end of the caption of the image before it, if nothing stands between the two.
fn move_in(snapshot: &Snapshot, note: &Range<usize>) -> Option<Fix> {
    let text = snapshot.text();
    let start = text.line_start(text.line_of(note.start));
    let written = text.slice(start..note.start);
    let image = written.trim_end_matches(' ');
    // Behind the address may stand attributes.
    let address = match image.ends_with('}') {
        true => image[..image.rfind('{')?].trim_end(),
        false => image,
    };
    let caption = address.strip_suffix(')').and_then(|image| image.rfind("]("))?;
    if !written.trim_start().starts_with("![") || written.matches("![").count() > 1 {
        return None;
    }
    let edits = Edits::new(vec![
        Edit::insert(start + caption, text.slice(note.clone())),
        Edit::delete(start + image.len()..note.end),
    ]);
    edits.map(|edits| Fix::manual("Move it to the end of the caption", edits))
}
