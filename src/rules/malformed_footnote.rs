use std::collections::HashSet;
use std::ops::Range;

use crate::document::Snapshot;
use crate::edition::{Edition, Flaw, Harm, SlipKind};
use crate::edits::{Edit, Edits};
use crate::rules::{Diagnostic, Fix, Rule, Severity, checked, slip};
use crate::scan::Fault;
use crate::text::{Text, trim};

pub static RULE: Rule = Rule {
    name: "malformed-footnote",
    severity: Severity::Error,
    summary: "A footnote that is not written as footnotes are.",
    page: include_str!("malformed_footnote.md"),
    check,
};

fn check(snapshot: &Snapshot, found: &mut Vec<Diagnostic>) {
    slip::report(&RULE, SlipKind::Malformed, snapshot, found, |slip, written| {
        format!(
            "“{written}” seems to begin footnote {}, but is not written as footnotes are. Write “{}” instead.",
            snapshot.edition().name(slip.meant),
            slip.mended
        )
    });
    let Some(edition) = checked(snapshot) else { return };
    let flaws = || edition.flaws.iter().filter(|flaw| says(flaw, "", "").is_some());
    let names: HashSet<&str> = match flaws().next() {
        Some(_) => edition.names.iter().map(String::as_str).collect(),
        None => return,
    };
    for flaw in flaws() {
        let label = flaw.footnote.map(|index| edition.name(edition.footnotes[index].label));
        let written = snapshot.text().slice(flaw.range.clone());
        let Some(message) = says(flaw, label.as_deref().unwrap_or_default(), &written) else { continue };
        let mut diagnostic = RULE.at(flaw.range.clone(), message);
        diagnostic.severity = match flaw.harm {
            Harm::All => RULE.severity,
            Harm::Probable => Severity::Warning,
            Harm::Some => Severity::Information,
        };
        diagnostic.fixes.extend(mend(flaw, edition, snapshot.text(), &names));
        if let (Some(index), Some(label)) = (flaw.footnote, label) {
            diagnostic = related(diagnostic, edition, index).label(label);
        }
        found.push(diagnostic);
    }
}

/// What is wrong, what comes of it, and what to do; `None` for what other rules speak of.
fn says(flaw: &Flaw, label: &str, written: &str) -> Option<String> {
    let name = joined(label);
    Some(match flaw.fault {
        Fault::SpacedLabel => format!(
            "A label holds no spaces: Pandoc takes “{written}” for the target of a link, and the note is lost. Write [^{name}] here and where the text refers to it."
        ),
        Fault::UnderText => {
            let what = match flaw.harm {
                Harm::Some => "unlike other programs",
                Harm::All | Harm::Probable => "and readers see both as they are written",
            };
            format!(
                "Footnote {label} stands directly under a paragraph: Pandoc takes it for part of that, {what}. Put a blank line before it."
            )
        }
        Fault::Indented => format!(
            "Footnote {label} is indented so far that it is none: readers see it as it is written. Remove the spaces before it."
        ),
        Fault::Outdented => format!(
            "This seems to be a paragraph of footnote {label}, but readers find it in the text: it takes four spaces before a paragraph to belong to the note above."
        ),
        Fault::Reversed => "A label holds no spaces, so this is no reference: readers see it as it is written. For a note on the spot, write ^[ and not [^ before it.".to_owned(),
        Fault::Swallowed => "The bracket behind this note makes a link or plain text of it, and the note is lost. Put a space between the two.".to_owned(),
        Fault::Linked => format!(
            "Pandoc reads {written} as a reference, but other programs take it for a link, because of the bracket behind it. Put a space between the two."
        ),
        Fault::Unclosed | Fault::AfterImage => return None,
    })
}

/// A label without its spaces.
fn joined(label: &str) -> String {
    label.split_whitespace().collect::<Vec<_>>().join("-")
}

fn mend(flaw: &Flaw, edition: &Edition, text: &Text, names: &HashSet<&str>) -> Option<Fix> {
    let Range { start, end } = flaw.range;
    let line = text.line_start(text.line_of(start));
    let suggested =
        |title: &str, range: Range<usize>, text: &str| Fix::suggested(title, Edits::one(range, text));
    Some(match flaw.fault {
        Fault::SpacedLabel => {
            let name = joined(&edition.name(edition.footnotes[flaw.footnote?].label));
            if names.contains(name.as_str()) {
                return None;
            }
            let title = format!("Write [^{name}] everywhere");
            Fix::suggested(title, renamed(flaw, edition, &name)?)
        }
        Fault::UnderText => {
            // In a quote, the blank line is one of the quote.
            let blank = format!("{}{}", trim(&text.slice(line..start)), text.line_break());
            Fix::safe("Put a blank line before it", Edits::one(line..line, blank))
        }
        Fault::Indented => {
            let above = text.line_of(line).checked_sub(1).map(|above| text.line(above));
            let is_below_text = above.is_some_and(|above| !trim(&above).is_empty());
            let blank = if is_below_text { text.line_break() } else { "" };
            suggested("Remove the spaces before it", line..start, blank)
        }
        Fault::Outdented => suggested("Put four spaces before it", line..start, "    "),
        // Another bracket behind it would swallow the note.
        Fault::Reversed if matches!(text.byte(end), Some(b'(' | b'[')) => return None,
        Fault::Reversed => suggested("Make it a note on the spot: ^[", start..start + "[^".len(), "^["),
        Fault::Swallowed | Fault::Linked => suggested("Put a space behind it", end..end, " "),
        Fault::Unclosed | Fault::AfterImage => return None,
    })
}

/// Tells where the text refers to the footnote that is harmed.
fn related(diagnostic: Diagnostic, edition: &Edition, index: usize) -> Diagnostic {
    const MOST: usize = 8;
    let label = edition.name(edition.footnotes[index].label);
    let references = edition.references_of(index).take(MOST);
    references.fold(diagnostic, |diagnostic, reference| {
        diagnostic.relate(reference.range.clone(), format!("a reference to footnote {label}"))
    })
}

/// The edits that give a footnote and its references another label.
fn renamed(flaw: &Flaw, edition: &Edition, name: &str) -> Option<Edits> {
    let marker = Edit::new(flaw.range.clone(), format!("[^{name}]:"));
    let references = flaw.footnote.into_iter().flat_map(|index| edition.references_of(index));
    let others = references.map(|reference| Edit::new(reference.range.clone(), format!("[^{name}]")));
    Edits::new(others.chain([marker]).collect())
}
