use std::ops::Range;

use crate::document::Snapshot;
use crate::rules::{Diagnostic, Rule, Severity};
use crate::text::Text;

pub static RULE: Rule = Rule {
    name: "legacy-encoding",
    severity: Severity::Information,
    summary: "The file is not saved as UTF-8; says what it was read as.",
    page: include_str!("legacy_encoding.md"),
    check,
};

fn check(snapshot: &Snapshot, found: &mut Vec<Diagnostic>) {
    let Some(encoding) = snapshot.hints().encoding else { return };
    let message = format!(
        "This file is not saved as UTF-8. It was read and checked as {encoding}. See whether this character is \
         right: if it is, all is well, and once the file is saved as UTF-8, no program has to guess."
    );
    found.push(RULE.at(telling(snapshot.text()), message));
}

/// The place that shows best whether the encoding is right: the first letter beyond ASCII, or else the first
/// character beyond it, or else the first of all.
fn telling(text: &Text) -> Range<usize> {
    let mut sign = None;
    let mut start = 0;
    for chunk in text.chunks() {
        for (at, c) in chunk.char_indices().filter(|(_, c)| !c.is_ascii()) {
            let place = start + at..start + at + c.len_utf8();
            if c.is_alphabetic() {
                return place;
            }
            sign.get_or_insert(place);
        }
        start += chunk.len();
    }
    sign.unwrap_or(0..text.len().min(1))
}
