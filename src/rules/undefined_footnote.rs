use std::collections::HashMap;

use crate::dialect::Law;
use crate::document::{Companion, Snapshot};
use crate::edits::{Edit, Edits};
use crate::notes;
use crate::rules::{Diagnostic, Fix, Rule, Severity, checked};
use crate::scan::Label;

pub static RULE: Rule = Rule {
    name: "undefined-footnote",
    severity: Severity::Error,
    summary: "A reference has no footnote.",
    page: include_str!("undefined_footnote.md"),
    check,
};

/// Where more footnotes are missing, empty ones are no help, and each offer costs a look at the notes.
const MOST_OFFERS: usize = 50;

fn check(snapshot: &Snapshot, found: &mut Vec<Diagnostic>) {
    if let Some(companion) = snapshot.companion() {
        return check_beside(snapshot, companion, found);
    }
    let Some(edition) = checked(snapshot) else { return };
    let dangling = edition.references.iter().filter(|other| other.footnote.is_none() && !other.explained);
    let mut stubs: HashMap<Label, Option<(Edit, usize)>> = HashMap::new();
    for (index, reference) in dangling.enumerate() {
        let label = edition.name(reference.label);
        let written = snapshot.text().slice(reference.range.clone());
        let unlabelled = edition.unlabelled.get(index);
        let marker = |likely: &usize| edition.reference_marker(edition.footnotes[*likely].label);
        let likely = reference.likely.filter(|likely| marker(likely) != written);
        let remedy = match (likely, unlabelled) {
            (Some(likely), _) => {
                let is_orphan = edition.references_of(likely).len() == 0;
                let label = edition.footnotes[likely].label;
                let (meant, label) = (edition.reference_marker(label), edition.name(label));
                match is_orphan {
                    true => format!("Probably {meant} is meant: nothing refers to footnote {label}."),
                    false => {
                        format!("Probably {meant} is meant: capital and small letters are not the same.")
                    }
                }
            }
            (None, Some(line)) => {
                let line = snapshot.text().line_of(line.start) + 1;
                format!("Probably it is in line {line}, where its label was lost.")
            }
            (None, None) => format!("Add that footnote, or correct {written}."),
        };
        let effect = match edition.law {
            Law::Names => format!(": readers see “{written}” as it is written"),
            Law::Runs => String::new(),
        };
        let message = format!(
            "{written} refers to footnote {label}, but this text has no footnote {label}{effect}. {remedy}"
        );
        let mut diagnostic = RULE.at(reference.range.clone(), message).label(&label);
        if let Some(likely) = likely {
            let footnote = &edition.footnotes[likely];
            let meant = edition.reference_marker(footnote.label);
            let name = edition.name(footnote.label);
            let what = match edition.references_of(likely).len() {
                0 => format!("nothing refers to footnote {name}"),
                _ => format!("footnote {name}"),
            };
            // A label that the footnote bears as well leads elsewhere for another reason.
            let fix = (meant != written).then(|| {
                let edits = Edits::one(reference.range.clone(), meant.as_str());
                Fix::suggested(format!("Change {written} to {meant}"), edits)
            });
            diagnostic = diagnostic.relate(footnote.marker.clone(), what).offer(fix);
        } else if let Some(line) = unlabelled {
            let message = format!("probably footnote {label}, without its label");
            diagnostic = diagnostic.relate(line.clone(), message).offer(Fix::suggested(
                format!("Put {written} before the line that is probably this footnote"),
                Edits::one(line.start..line.start, format!("{written} ")),
            ));
        }
        let is_wanted = !stubs.contains_key(&reference.label) && stubs.len() < MOST_OFFERS;
        if is_wanted {
            stubs.insert(reference.label, notes::stub(snapshot, reference.label, reference.range.start));
        }
        // Another reference to it is another person's way to the same footnote.
        let stub = stubs.get(&reference.label).cloned().flatten();
        let add = |(stub, caret): (Edit, usize)| {
            let edits = Edits::one(stub.range, stub.text);
            Fix { caret: Some(caret), ..Fix::manual(format!("Add an empty footnote {label}"), edits) }
        };
        let remove = || {
            let range = notes::without_space(snapshot.text(), &reference.range);
            Fix::manual(format!("Remove {written}"), Edits::one(range, ""))
        };
        let is_single = reference.label.last == reference.label.number;
        found.push(diagnostic.offer(stub.map(add)).offer(is_single.then(remove)));
    }
}

/// The same for a text whose footnotes are in another file.
fn check_beside(snapshot: &Snapshot, companion: &Companion, found: &mut Vec<Diagnostic>) {
    let (edition, name) = (snapshot.edition(), companion.name());
    for reference in edition.references.iter().filter(|one| companion.footnote_of(one).is_none()) {
        let written = snapshot.text().slice(reference.range.clone());
        let label = edition.name(reference.label);
        let message = format!(
            "{written} refers to footnote {label}, but neither this text nor {name} has a footnote {label}. Add it to {name}, or correct {written}."
        );
        found.push(RULE.at(reference.range.clone(), message).label(label));
    }
}
