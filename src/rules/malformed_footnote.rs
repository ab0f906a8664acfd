use std::collections::HashSet;

use crate::document::Snapshot;
use crate::edition::{Edition, Flaw, SlipKind};
use crate::rules::{Diagnostic, Edit, Fix, Rule, Safety, Severity, checked, slip};
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
    let names: HashSet<&str> = match edition.flaws.is_empty() {
        true => HashSet::new(),
        false => edition.names.iter().map(String::as_str).collect(),
    };
    found.extend(edition.flaws.iter().filter_map(|flaw| report(flaw, edition, snapshot.text(), &names)));
}

fn report(flaw: &Flaw, edition: &Edition, text: &Text, names: &HashSet<&str>) -> Option<Diagnostic> {
    let label = flaw.footnote.map(|index| edition.name(edition.footnotes[index].label)).unwrap_or_default();
    let written = text.slice(flaw.range.clone());
    let range = flaw.range.clone();
    let at = |message: String| RULE.at(range.clone(), message);
    let line = text.line_start(text.line_of(range.start));
    let diagnostic = match flaw.fault {
        Fault::SpacedLabel => {
            let name = label.split_whitespace().collect::<Vec<_>>().join("-");
            let diagnostic = at(format!(
                "A label holds no spaces: Pandoc takes “{written}” for the target of a link, and the note is lost. Write [^{name}] here and where the text refers to it."
            ));
            match names.contains(name.as_str()) {
                true => diagnostic,
                false => {
                    diagnostic.fixes(format!("Write [^{name}] everywhere"), renamed(flaw, edition, &name))
                }
            }
        }
        Fault::UnderText => {
            let what = match flaw.is_sure {
                true => "readers see both as they are written",
                false => "unlike other programs",
            };
            // In a quote, the blank line is one of the quote.
            let prefix = text.slice(line..range.start);
            let blank = format!("{}{}", trim(&prefix), text.line_break());
            let mut diagnostic = at(format!(
                "Footnote {label} stands directly under a paragraph: Pandoc takes it for part of that, {what}. Put a blank line before it."
            ))
            .fix(Safety::Safe, "Put a blank line before it", line..line, blank);
            if !flaw.is_sure {
                diagnostic.severity = Severity::Information;
            }
            diagnostic
        }
        Fault::Indented => {
            let is_below_text = text.line_of(line).checked_sub(1).is_some_and(|above| !trim(&text.line(above)).is_empty());
            let blank = if is_below_text { text.line_break() } else { "" };
            at(format!(
                "Footnote {label} is indented so far that it is none: readers see it as it is written. Remove the spaces before it."
            ))
            .fix(Safety::Suggested, "Remove the spaces before it", line..range.start, blank)
        }
        Fault::Outdented => {
            let mut diagnostic = RULE
                .at(
                    range.clone(),
                    format!(
                        "This seems to be a paragraph of footnote {label}, but readers find it in the text: it takes four spaces before a paragraph to belong to the note above."
                    ),
                )
                .fix(Safety::Suggested, "Put four spaces before it", line..range.start, "    ");
            diagnostic.severity = Severity::Warning;
            diagnostic
        }
        Fault::Reversed => {
            let diagnostic = at(
                "A label holds no spaces, so this is no reference: readers see it as it is written. For a note on the spot, write ^[ and not [^ before it.".to_owned(),
            );
            match text.byte(range.end) {
                Some(b'(' | b'[') => diagnostic,
                _ => diagnostic.fix(
                    Safety::Suggested,
                    "Make it a note on the spot: ^[",
                    range.start..range.start + "[^".len(),
                    "^[",
                ),
            }
        }
        Fault::Swallowed => at(
            "The bracket behind this note makes a link or plain text of it, and the note is lost. Put a space between the two.".to_owned(),
        )
        .fix(Safety::Suggested, "Put a space behind the note", range.end..range.end, " "),
        Fault::Linked => {
            let mut diagnostic = at(format!(
                "Pandoc reads {written} as a reference, but other programs take it for a link, because of the bracket behind it. Put a space between the two."
            ))
            .fix(Safety::Suggested, "Put a space behind the reference", range.end..range.end, " ");
            diagnostic.severity = Severity::Information;
            diagnostic
        }
        Fault::Unclosed | Fault::AfterImage => return None,
    };
    Some(match flaw.footnote {
        Some(index) => related(diagnostic, edition, index).label(label),
        None => diagnostic,
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
fn renamed(flaw: &Flaw, edition: &Edition, name: &str) -> Vec<Edit> {
    let marker = Edit { range: flaw.range.clone(), text: format!("[^{name}]:") };
    let references = flaw.footnote.into_iter().flat_map(|index| edition.references_of(index));
    let others =
        references.map(|reference| Edit { range: reference.range.clone(), text: format!("[^{name}]") });
    let mut edits: Vec<Edit> = others.chain([marker]).collect();
    edits.sort_by_key(|edit| edit.range.start);
    edits
}

impl Diagnostic {
    fn fixes(mut self, title: String, edits: Vec<Edit>) -> Self {
        self.fix = Some(Fix { title, safety: Safety::Suggested, edits });
        self
    }
}
