//! The header fields that a text lacks, without values, for a person to write.

use super::{Change, Refactoring, Refusal};
use crate::edits::Edits;
use crate::header::writing::Blank;
use crate::rules;

/// Of the whole text, wherever the cursor is.
pub const REFACTORINGS: &[Refactoring] = &[Refactoring {
    name: "add-header-fields",
    kind: "refactor.rewrite.headerFields",
    summary: "Add the header fields that are missing",
    offer: |snapshot, _| {
        let is_read = snapshot.edition().is_edition && !snapshot.settings().is_left_out;
        let missing = if is_read { rules::missing_fields(snapshot) } else { Vec::new() };
        let title = match missing.len() {
            1 => "Add the header field that is missing",
            _ => "Add the header fields that are missing",
        };
        (!missing.is_empty()).then(|| format!("{title}: {}", missing.join(", ")))
    },
    apply: |snapshot, _| {
        let missing = rules::missing_fields(snapshot);
        if missing.is_empty() {
            return Ok(Change::default());
        }
        let blank = rules::blank_fields(snapshot, &missing);
        let Blank { edit, value } = blank.ok_or_else(|| match &snapshot.edition().header.broken {
            Some(broken) => {
                let message = "the header cannot be read here. Mend that first.";
                Refusal::at(broken.range.clone(), snapshot, message)
            }
            None => Refusal::new(
                "The fields would not be read as a header here: none of their names is known. Write the header by hand.",
            ),
        })?;
        let caret = edit.range.start + value;
        let edits = Edits::one(edit.range, edit.text);
        Change { edits, selection: Some(caret..caret) }.checked(snapshot, |_| false)
    },
}];
