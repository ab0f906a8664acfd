//! Notes on the spot, `^[text]`, and footnotes with a label: how Markdown writes the same in two ways.

use std::ops::Range;

use super::{Change, Refactoring, Refusal, understood};
use crate::dialect::Law;
use crate::document::Snapshot;
use crate::edition::{Edition, Footnote, Reference};
use crate::edits::{Edit, Edits};
use crate::notes::{self, Slot};
use crate::scan::Form;
use crate::text::trim;

/// The one way and the other.
pub const REFACTORINGS: &[Refactoring] = &[
    Refactoring {
        name: "inline-footnote",
        kind: "refactor.inline.footnote",
        summary: "Make a footnote a note on the spot: ^[...]",
        offer: |snapshot, at| {
            let index = labelled(snapshot, at.start)?;
            let edition = snapshot.edition();
            let is_single = edition.references_of(index).len() == 1;
            let label = edition.name(edition.footnotes[index].label);
            is_single.then(|| format!("Make footnote {label} a note on the spot: ^[…]"))
        },
        apply: |snapshot, at| {
            understood(snapshot)?;
            let index = labelled(snapshot, at.start);
            let index = index.ok_or_else(|| {
                Refusal::new(
                    "Put the cursor on a reference such as [^1], or on the footnote that it leads to.",
                )
            })?;
            into_line(snapshot, index)
        },
    },
    Refactoring {
        name: "extract-inline-note",
        kind: "refactor.extract.inlineNote",
        summary: "Make a note on the spot a footnote with a label",
        offer: |snapshot, at| {
            inline_at(snapshot, at.start)?;
            let label = snapshot.edition().next_free()?;
            Some(format!("Make this note a footnote of its own: [^{}]", label.spelling()))
        },
        apply: |snapshot, at| {
            understood(snapshot)?;
            let index = inline_at(snapshot, at.start);
            let index = index.ok_or_else(|| Refusal::new("Put the cursor in a note such as ^[text]."))?;
            out_of_line(snapshot, index)
        },
    },
];

/// The footnote with a label that a place is about, in Markdown.
fn labelled(snapshot: &Snapshot, offset: usize) -> Option<usize> {
    let edition = snapshot.edition();
    let reference = edition.reference_at(offset).and_then(|index| edition.references[index].footnote);
    let index = reference.or_else(|| edition.footnote_at(offset))?;
    (edition.footnotes[index].form == Form::Caret).then_some(index)
}

/// The innermost note on the spot that holds or touches a place.
fn inline_at(snapshot: &Snapshot, offset: usize) -> Option<usize> {
    let edition = snapshot.edition();
    if edition.law != Law::Names {
        return None;
    }
    let after = edition.footnotes.partition_point(|footnote| footnote.marker.start <= offset);
    let holds = |footnote: &Footnote| footnote.form == Form::Inline && offset <= footnote.until;
    let region = edition.footnotes[..after].last()?.region;
    (0..after)
        .rev()
        .take_while(|&index| edition.footnotes[index].region + 1 >= region)
        .find(|&index| holds(&edition.footnotes[index]))
}

/// Puts the text of a footnote where the only reference to it stands.
fn into_line(snapshot: &Snapshot, index: usize) -> Result<Change, Refusal> {
    let (edition, text) = (snapshot.edition(), snapshot.text());
    let footnote = &edition.footnotes[index];
    let label = edition.name(footnote.label);
    let refuse = |message: &str| Refusal::at(footnote.marker.clone(), snapshot, message);
    if footnote.twin.is_some() || footnote.explained {
        return Err(refuse("this footnote is not the only one of its label. Correct that first."));
    }
    let references: Vec<&Reference> = edition.references_of(index).collect();
    let reference = match references[..] {
        [only] => only,
        [] => return Err(refuse("nothing refers to this footnote, so there is no place for its text.")),
        [_, second, ..] => {
            let message = format!(
                "this is a second reference to footnote {label}. A note on the spot stands in one place."
            );
            return Err(Refusal::at(second.range.clone(), snapshot, &message));
        }
    };
    let place = reference.range.clone();
    if edition.footnote_at(place.start).is_some() {
        let message = "this reference stands in a note itself, where Pandoc reads no other.";
        return Err(Refusal::at(place, snapshot, message));
    }
    if let Some(message) = trouble_behind(snapshot, place.end) {
        return Err(Refusal::at(place, snapshot, message));
    }
    if has_notes(edition, footnote.marker.end..footnote.until, index) {
        return Err(refuse(
            "this footnote holds a note or a reference itself, which Pandoc does not read within a note.",
        ));
    }
    let body = one_paragraph(&text.slice(edition.body(index, text))).map_err(refuse)?;
    let line = text.line(text.line_of(place.start)).into_owned();
    if trim(&line).starts_with('|') && body.contains('|') {
        return Err(refuse("its text holds a bar, which would end the cell of the table."));
    }
    let body = balanced(&body).map_err(refuse)?;
    let edits =
        vec![Edit::new(place.clone(), format!("^[{body}]")), Edit::delete(notes::removal(snapshot, index))];
    let edits =
        Edits::new(edits).ok_or_else(|| refuse("it stands where its reference does. Do this by hand."))?;
    let start = footnote.marker.start;
    let caret = edits.iter().position(|edit| edit.range == place).map(|index| edits.moves().made_by(index));
    let expected = caret.clone().unwrap_or(place);
    Change { edits, selection: caret.map(|range| range.start..range.start) }.checked_and(
        snapshot,
        |other| other == start,
        |after| {
            let edition = after.edition();
            let note = edition.footnotes.iter().find(|note| note.marker.start == expected.start);
            let is_read = note.is_some_and(|note| note.form == Form::Inline && note.until == expected.end);
            is_read.then_some(()).ok_or_else(|| refuse("its text would not be read as one note there."))
        },
    )
}

/// Gives a note on the spot a label and a place among the footnotes.
fn out_of_line(snapshot: &Snapshot, index: usize) -> Result<Change, Refusal> {
    let (edition, text) = (snapshot.edition(), snapshot.text());
    let note = &edition.footnotes[index];
    let range = note.marker.start..note.until;
    let refuse = |message: &str| Refusal::at(range.clone(), snapshot, message);
    let is_around = |other: &Footnote| other.marker.start < range.start && range.start < other.until;
    if edition.footnotes[..index].iter().rev().any(is_around) {
        return Err(refuse("this note stands in another one, where Pandoc reads no references."));
    }
    if has_notes(edition, note.marker.end..note.until, index) {
        return Err(refuse("this note holds another one, which Pandoc does not read within a footnote."));
    }
    if let Some(message) = trouble_behind(snapshot, range.end) {
        return Err(refuse(message));
    }
    let written = text.slice(edition.body(index, text));
    if written.is_empty() {
        return Err(refuse("this note has no text."));
    }
    let mut lines = written.split(['\n', '\r']).map(trim).filter(|line| !line.is_empty());
    if lines.clone().skip(1).any(|line| line.starts_with('>')) {
        return Err(refuse("this note goes over lines of a quotation. Join them first."));
    }
    // Lines that belong to a footnote are indented.
    let first = escaped(lines.next().unwrap_or_default());
    let body = lines.fold(first, |body, line| format!("{body}{}    {line}", text.line_break()));
    let label = edition.next_free().ok_or_else(|| refuse("there is no number left for it."))?;
    let slot = notes::slot_by_name(snapshot, range.start);
    let slot = slot.unwrap_or_else(|| Slot::at_the_end(snapshot, Form::Caret));
    let marker = Form::Caret.of_footnote(&label.spelling());
    let (definition, _) = slot.fill(&marker, &body);
    let reference = Form::Caret.of_reference(&label.spelling());
    let edits = vec![Edit::new(range.clone(), reference), definition];
    let edits =
        Edits::new(edits).ok_or_else(|| refuse("the footnote has no place beside it. Do this by hand."))?;
    let start = edits.moves().behind(range.start.saturating_sub(1)) + usize::from(range.start > 0);
    let expected = trim(&body).to_owned();
    let start_of_note = note.marker.start;
    Change::new(edits).checked_and(
        snapshot,
        // The note itself becomes another one.
        |other| other == start_of_note,
        |after| {
            let (edition, text) = (after.edition(), after.text());
            let reference = edition.reference_at(start).map(|index| &edition.references[index]);
            let footnote = reference.and_then(|reference| reference.footnote);
            let is_read = footnote.is_some_and(|index| text.slice(edition.body(index, text)) == expected);
            is_read.then_some(()).ok_or_else(|| refuse("its text would not be read as one footnote."))
        },
    )
}

/// What stands behind a note that would make something else of it.
fn trouble_behind(snapshot: &Snapshot, offset: usize) -> Option<&'static str> {
    match snapshot.text().byte(offset)? {
        b'(' | b'[' => {
            Some("a bracket follows, which would make a link of it. Put a space between the two first.")
        }
        b'{' => Some("a brace follows, which would belong to it. Put a space between the two first."),
        b':' => {
            Some("a colon follows, which would make a footnote of it. Put a space between the two first.")
        }
        _ => None,
    }
}

/// Whether references or notes stand in a range, other than note `index`.
fn has_notes(edition: &Edition, range: Range<usize>, index: usize) -> bool {
    let reference = edition.references.partition_point(|other| other.range.start < range.start);
    let has_reference = edition.references.get(reference).is_some_and(|other| other.range.start < range.end);
    let next = edition.footnotes.get(index + 1);
    has_reference || next.is_some_and(|next| next.marker.start < range.end)
}

/// The text of a footnote in one line.
fn one_paragraph(body: &str) -> Result<String, &'static str> {
    if body.is_empty() {
        return Err("this footnote has no text.");
    }
    let lines: Vec<&str> = body.lines().flat_map(|line| line.split('\r')).map(trim).collect();
    if lines.iter().any(|line| line.is_empty()) {
        return Err("this footnote has more than one paragraph. A note on the spot has only one.");
    }
    if lines.iter().any(|line| opens_block(line)) {
        return Err(
            "this footnote holds a list, a quotation, a heading, a table or code. A note on the spot has only text.",
        );
    }
    Ok(lines.join(" "))
}

/// Whether a line begins with what makes more of it than text.
fn opens_block(line: &str) -> bool {
    opening(line).is_some() || line.starts_with("```") || line.starts_with("~~~") || line.starts_with('|')
}

/// The byte of a line's first sign that makes more of the line than text, where a backslash before it would prevent that.
fn opening(line: &str) -> Option<usize> {
    let is_alone = |rest: &str| rest.is_empty() || rest.starts_with([' ', '\t']);
    let digits = line.len() - line.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let rest = &line[digits..];
    match rest.chars().next()? {
        '-' | '+' | '*' if digits == 0 && is_alone(&rest[1..]) => Some(0),
        '#' | '>' | '|' if digits == 0 => Some(0),
        '.' | ')' if digits > 0 && is_alone(&rest[1..]) => Some(digits),
        _ => None,
    }
}

/// A line that is text, whatever it begins with.
fn escaped(line: &str) -> String {
    match opening(line) {
        Some(at) => format!("{}\\{}", &line[..at], &line[at..]),
        None => line.to_owned(),
    }
}

/// A text with a backslash before each bracket that has no partner, so that brackets around it are its own.
fn balanced(body: &str) -> Result<String, &'static str> {
    let bytes = body.as_bytes();
    let is_escaped = |at: usize| bytes[..at].iter().rev().take_while(|&&byte| byte == b'\\').count() % 2 == 1;
    let (mut open, mut single) = (Vec::new(), Vec::new());
    for (at, _) in body.match_indices(['[', ']']).filter(|(at, _)| !is_escaped(*at)) {
        match bytes[at] {
            b'[' => open.push(at),
            _ if open.pop().is_none() => single.push(at),
            _ => {}
        }
    }
    single.extend(open);
    if !single.is_empty() && body.contains(['`', '$', '<']) {
        return Err("its text holds a bracket without its partner, and code or a formula. Do this by hand.");
    }
    if is_escaped(body.len()) {
        return Err("its text ends with a backslash, which would open the bracket behind it.");
    }
    single.sort_unstable();
    let mut escaped = body.to_owned();
    single.iter().rev().for_each(|&at| escaped.insert(at, '\\'));
    Ok(escaped)
}
