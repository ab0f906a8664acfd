use crate::dialect::Law;
use crate::document::Snapshot;
use crate::edits::Edits;
use crate::notes::removal;
use crate::rules::{Diagnostic, Fix, Rule, Severity, checked};
use crate::text::is_space;

pub static RULE: Rule = Rule {
    name: "duplicate-footnote",
    severity: Severity::Error,
    summary: "Two footnotes have one label.",
    page: include_str!("duplicate_footnote.md"),
    check,
};

fn check(snapshot: &Snapshot, found: &mut Vec<Diagnostic>) {
    let Some(edition) = checked(snapshot) else { return };
    for (index, footnote) in edition.footnotes.iter().enumerate() {
        let Some(twin) = footnote.twin.filter(|_| !footnote.explained) else { continue };
        let label = edition.name(footnote.label);
        let text = snapshot.text();
        let line = text.line_of(edition.footnotes[twin].marker.start) + 1;
        let effect = match edition.law {
            Law::Names => " Only one of them is kept, and the other is lost without a word.",
            Law::Runs => "",
        };
        let message = format!(
            "Line {line} already has a footnote {label}.{effect} Give each its own label, or remove one."
        );
        let mut diagnostic = RULE
            .at(footnote.marker.clone(), message)
            .label(&label)
            .relate(edition.footnotes[twin].marker.clone(), format!("the first footnote {label}"));
        if text.slice(edition.body(index, text)) == text.slice(edition.body(twin, text)) {
            let title = format!("Remove this footnote {label}: it says the same as the first");
            let edits = Edits::one(removal(snapshot, index), "");
            diagnostic = diagnostic.offer(match says_enough(snapshot, index) {
                true => Fix::suggested(title, edits),
                false => Fix::manual(title, edits),
            });
        }
        found.push(diagnostic.offer(relabel(snapshot, index)));
    }
}

/// Whether nobody would write the text of a footnote twice: “Ibid.” may well be two footnotes.
fn says_enough(snapshot: &Snapshot, index: usize) -> bool {
    const FEWEST_WORDS: usize = 4;
    let text = snapshot.text();
    let body = text.slice(snapshot.edition().body(index, text));
    body.split(is_space).filter(|word| !word.is_empty()).count() >= FEWEST_WORDS
}

/// The label that nothing bears yet: in an order, only where there is a gap behind the second footnote.
fn relabel(snapshot: &Snapshot, index: usize) -> Option<Fix> {
    let (edition, text) = (snapshot.edition(), snapshot.text());
    let footnote = &edition.footnotes[index];
    let label = match edition.law {
        Law::Runs => {
            let label = footnote.label.with_number(footnote.label.last + 1);
            let next = edition.footnotes.get(index + 1).filter(|next| next.label.series == label.series);
            let is_free = next?.region == footnote.region && next?.label.number > label.number;
            Some(label).filter(|_| is_free && footnote.label.series.symbol().is_none())?
        }
        Law::Names => edition.next_free()?,
    };
    let place = edition.label_in(&footnote.marker, footnote.label, text)?;
    let name = edition.name(label);
    Some(Fix::manual(format!("Make this one footnote {name}, which is free"), Edits::one(place, name)))
}
