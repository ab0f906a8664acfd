//! Inserting a footnote: the next number of its series and section, the later ones moved up, and room for its text
//! where the notes stand, in the form that they have.

use std::ops::Range;

use super::count::{is_in_order, refuse_what_is_doubtful};
use super::relabel::Relabelling;
use super::{Change, Refactoring, Refusal, doubt};
use crate::dialect::{Law, Tradition};
use crate::document::Snapshot;
use crate::edition::{Numbering, Verdict};
use crate::edits::{Edit, Edits};
use crate::notes::{self, Habit, Slot};
use crate::scan::{Form, Label, Series};
use crate::text::{Text, is_space, trim};

/// At the cursor, and of what is selected.
pub const REFACTORINGS: &[Refactoring] = &[
    Refactoring {
        name: "insert-footnote",
        kind: "refactor.rewrite.insertFootnote",
        summary: "Insert a footnote at the cursor",
        offer: |snapshot, at| {
            let may_stand = at.is_empty() && may_stand(snapshot, at.start);
            (may_stand && clinging(snapshot, at.start).is_some()).then(|| "Insert a footnote here".to_owned())
        },
        apply: |snapshot, at| insert(snapshot, at.end..at.end, ""),
    },
    Refactoring {
        name: "selection-to-footnote",
        kind: "refactor.extract.footnote",
        summary: "Make what is selected a footnote",
        offer: |snapshot, at| {
            let is_text = !trim(&snapshot.text().slice(at.clone())).is_empty();
            (is_text && may_stand(snapshot, at.start)).then(|| "Make this a footnote".to_owned())
        },
        apply: extract,
    },
];

/// Whether a footnote may be referred to from here.
fn may_stand(snapshot: &Snapshot, offset: usize) -> bool {
    let edition = snapshot.edition();
    let is_read = match edition.is_edition {
        true => edition.work.start <= offset && offset <= edition.work.end,
        // A text in Markdown may become one.
        false => snapshot.blocks().tradition().dialect().is_some_and(|dialect| dialect.law() == Law::Names),
    };
    let is_navigation = edition.navigation.iter().any(|line| line.start <= offset && offset <= line.end);
    // A value may bear a reference, where it is no other program's.
    let field = edition.header.at(offset);
    let is_header = field.is_some_and(|field| edition.law == Law::Names || offset <= field.key.end);
    let is_within_note = edition.footnote_at(offset).is_some();
    let is_marker = edition.footnote_marked_at(offset).is_some();
    is_read
        && !(is_navigation || is_header || is_marker)
        && edition.verdict != Verdict::Unrelated
        && !(is_within_note && edition.law == Law::Names)
}

fn extract(snapshot: &Snapshot, at: Range<usize>) -> Result<Change, Refusal> {
    let (edition, text) = (snapshot.edition(), snapshot.text());
    let selected = text.slice(at.clone());
    let lead = selected.len() - selected.trim_start_matches(is_space).len();
    let body = trim(&selected);
    let inner = at.start + lead..at.start + lead + body.len();
    let lines = text.line_of(inner.start)..text.line_of(inner.end) + 1;
    if body.is_empty() {
        return Err(Refusal::new("Nothing is selected."));
    }
    if lines.clone().any(|line| trim(&text.line(line)).is_empty()) {
        return Err(Refusal::new("More than one paragraph is selected. Select words of one."));
    }
    let meets = |range: &Range<usize>| range.start < inner.end && inner.start < range.end;
    let reference = edition.references.iter().find(|reference| meets(&reference.range));
    let marker = edition.footnotes.iter().find(|footnote| meets(&footnote.marker));
    if let Some(marker) = reference.map(|one| &one.range).or(marker.map(|one| &one.marker)) {
        let message = "the selection holds a footnote's marker. Select words without it.";
        return Err(Refusal::at(marker.clone(), snapshot, message));
    }
    // What is left over of the line ends where the words before end.
    let before = text.slice(text.line_start(lines.start)..inner.start);
    let start = inner.start - (before.len() - before.trim_end_matches(is_space).len());
    let start = if trim(&before).is_empty() { inner.start } else { start };
    let indent = if edition.law == Law::Names { "    " } else { "" };
    let joined: Vec<String> = lines
        .map(|line| text.line_range(line))
        .map(|line| text.slice(line.start.max(inner.start)..line.end.min(inner.end)).into_owned())
        .collect();
    let body = joined.join(&format!("{}{indent}", text.line_break()));
    insert(snapshot, start..inner.end, &body)
}

/// Puts a reference in the place of `at`, and a footnote with this text where it belongs.
fn insert(snapshot: &Snapshot, at: Range<usize>, body: &str) -> Result<Change, Refusal> {
    let (edition, text) = (snapshot.edition(), snapshot.text());
    if let Some(why) = doubt(edition.verdict) {
        return Err(Refusal::new(why));
    }
    if !may_stand(snapshot, at.start) {
        return Err(Refusal::new("Here is no text of an edition that a footnote could be for."));
    }
    let at = match at.is_empty() {
        true => clinging(snapshot, at.start).map(|offset| offset..offset),
        false => Some(at),
    };
    let at = at.ok_or_else(|| Refusal::new("There is no word in this line that a footnote could be for."))?;
    let new = New::choose(snapshot, at.start)?;
    let reference = match new.form {
        Form::Inline => format!("^[{body}]"),
        _ => new.reference(snapshot),
    };
    // A word that follows at once is not to be parted from what stands before.
    let is_apart = !text.slice(at.end..at.end + 4).starts_with(char::is_alphanumeric);
    let is_spaced = is_apart && new.is_spaced(snapshot) && !is_after_space(text, at.start);
    let space = if is_spaced { " " } else { "" };
    let mut edits = new.relabelling(snapshot)?.edits(snapshot)?;
    edits.push(Edit::new(at.clone(), format!("{space}{reference}")));
    if new.form == Form::Inline {
        let edits = Edits::new(edits).ok_or_else(in_the_way)?;
        let start = at.start + "^[".len();
        let change = Change { edits, selection: Some(start..start + body.len()) };
        return change.checked(snapshot, |_| false);
    }
    let (stub, caret) = new.slot.fill(&new.marker(snapshot), body);
    edits.push(stub.clone());
    let edits = Edits::new(edits).ok_or_else(in_the_way)?;
    let index = edits.iter().rposition(|edit| *edit == stub).unwrap_or_default();
    let moves = edits.moves();
    let start = moves.made_by(index).start + caret;
    let reference = moves.behind(at.start).saturating_sub(1);
    let marked = start - 1;
    let change = Change { edits, selection: Some(start..start + body.len()) };
    change.checked_and(snapshot, |_| false, |after| is_read_back(after, reference, marked..start, body))
}

/// Whether the reference at an offset leads to the footnote whose marker ends within `marked`, and is the only one that
/// does; and whether that footnote says this and no more.
fn is_read_back(after: &Snapshot, reference: usize, marked: Range<usize>, body: &str) -> Result<(), Refusal> {
    let edition = after.edition();
    let reference = edition.reference_at(reference).map(|index| &edition.references[index]);
    let is_meant = |&index: &usize| {
        let end = edition.footnotes[index].marker.end;
        marked.start <= end && end <= marked.end
    };
    let footnote = reference.and_then(|reference| reference.footnote).filter(is_meant);
    match footnote.map(|index| edition.references_of(index).len()) {
        Some(1) if footnote.is_some_and(|index| says(after, index) != trim(body)) => Err(Refusal::new(
            "What follows would be read as the text of the new footnote. Put a blank line before it first.",
        )),
        Some(1) => Ok(()),
        Some(_) => Err(Refusal::new(
            "A reference that has no footnote stands in this text, and the new one would become its. Mend it first.",
        )),
        None => Err(Refusal::new(
            "A reference would not be read as one here. Is this within code, or within a footnote?",
        )),
    }
}

/// The text of a footnote.
fn says(snapshot: &Snapshot, footnote: usize) -> String {
    let text = snapshot.text();
    trim(&text.slice(snapshot.edition().body(footnote, text))).to_owned()
}

fn in_the_way() -> Refusal {
    Refusal::new("Another label is in the way here. Put the cursor behind it.")
}

/// Where a reference stands that is asked for at `offset`: behind the word that the cursor touches; `None` on a
/// line without words.
fn clinging(snapshot: &Snapshot, offset: usize) -> Option<usize> {
    let (edition, text) = (snapshot.edition(), snapshot.text());
    if let Some(index) = edition.reference_at(offset) {
        return Some(edition.references[index].range.end);
    }
    let line = text.line_range(text.line_of(offset));
    let behind = text.slice(offset..line.end);
    let before = text.slice(line.start..offset);
    if before.ends_with(|c| !is_space(c)) || behind.starts_with(char::is_alphanumeric) {
        return Some(offset + word(&behind));
    }
    let said = before.trim_end_matches(is_space);
    if !said.is_empty() {
        return Some(line.start + said.len());
    }
    // Nothing of the line is before it: behind its first word.
    let space = behind.len() - behind.trim_start_matches(is_space).len();
    (space < behind.len()).then(|| offset + space + word(&behind[space..]))
}

/// How long the word is that a text begins with: letters and digits, and what joins them.
fn word(text: &str) -> usize {
    let mut end = 0;
    loop {
        let rest = &text[end..];
        end += rest.len() - rest.trim_start_matches(char::is_alphanumeric).len();
        let mut next = text[end..].chars();
        let joins = end > 0 && next.next().is_some_and(|c| "'’-‐".contains(c));
        match next.next() {
            Some(behind) if joins && behind.is_alphanumeric() => {
                end = text.len() - next.as_str().len() - behind.len_utf8()
            }
            _ => return end,
        }
    }
}

fn is_after_space(text: &Text, offset: usize) -> bool {
    text.line_start(text.line_of(offset)) == offset
        || text.slice(offset.saturating_sub(4)..offset).ends_with(is_space)
}

/// A footnote that is to be.
struct New {
    label: Label,
    /// The name that the label stands for, where it is one of no series.
    name: Option<String>,
    form: Form,
    slot: Slot,
    /// What counts on behind it.
    numbering: Option<Numbering>,
}

impl New {
    fn choose(snapshot: &Snapshot, offset: usize) -> Result<Self, Refusal> {
        let edition = snapshot.edition();
        let bound =
            |footnote: Option<usize>| footnote.filter(|&index| edition.footnotes[index].form != Form::Link);
        let next = edition.references.partition_point(|reference| reference.range.end <= offset);
        let (before, behind) = edition.references.split_at(next);
        let before = before.iter().rev().find_map(|reference| bound(reference.footnote));
        let behind = behind.iter().find_map(|reference| bound(reference.footnote));
        let inline = edition.footnotes.iter().filter(|footnote| footnote.form == Form::Inline).count();
        if inline * 2 > edition.footnotes.len() {
            return Ok(New::inline(offset));
        }
        let numberings = edition.numberings();
        let of = |footnote: usize| numberings.iter().find(|numbering| numbering.holds(footnote));
        match (before, behind) {
            // Footnotes that nothing refers to still show how they are written.
            (None, None) => match numberings.first() {
                Some(numbering) => New::next(snapshot, numbering, offset),
                None if edition.footnotes.is_empty() => New::first(snapshot, offset),
                None => New::unnumbered(snapshot, 0, offset, &numberings),
            },
            (Some(peer), behind) => match (of(peer), behind.and_then(of)) {
                (_, Some(numbering)) if is_over(snapshot, peer, offset) => {
                    New::next(snapshot, numbering, offset)
                }
                (Some(numbering), _) => New::next(snapshot, numbering, offset),
                (None, Some(numbering)) => New::next(snapshot, numbering, offset),
                (None, None) => New::unnumbered(snapshot, peer, offset, &numberings),
            },
            (None, Some(peer)) => match of(peer) {
                Some(numbering) => New::next(snapshot, numbering, offset),
                None => New::unnumbered(snapshot, peer, offset, &numberings),
            },
        }
    }

    fn inline(offset: usize) -> Self {
        let slot = Slot { offset, before: String::new(), after: String::new(), form: Form::Inline };
        New { label: Label::NONE, name: None, form: Form::Inline, slot, numbering: None }
    }

    /// The next number of a numbering: behind that of the footnote that first appears before.
    fn next(snapshot: &Snapshot, numbering: &Numbering, offset: usize) -> Result<Self, Refusal> {
        let edition = snapshot.edition();
        refuse_what_is_doubtful(snapshot, numbering)?;
        let first = |index: usize| edition.references_of(index).next().map(|first| first.range.start);
        let labels = || numbering.footnotes.iter().map(|&index| edition.footnotes[index].label);
        let dangling = || numbering.dangling.iter().map(|&index| &edition.references[index]);
        let appearing = numbering.footnotes.iter().filter_map(|&index| Some((first(index)?, index)));
        let before = appearing.clone().filter(|(start, _)| *start < offset).max();
        let behind = appearing.filter(|(start, _)| *start >= offset).min();
        let highest = labels().map(|label| label.last).chain(dangling().map(|one| one.label.last)).max();
        let is_named = edition.law == Law::Names;
        let counts = !is_named || is_in_order(snapshot, numbering);
        let number = match (before, behind) {
            _ if !counts => highest.map_or(1, |highest| highest + 1),
            (Some((_, before)), _) => edition.footnotes[before].label.last + 1,
            (None, Some((_, behind))) => edition.footnotes[behind].label.number,
            (None, None) => highest.map_or(1, |highest| highest + 1),
        };
        let label = Label::new(numbering.series, number);
        let peer = before.or(behind).map(|(_, index)| index).unwrap_or(numbering.footnotes[0]);
        let form = edition.footnotes[peer].form;
        let slot = match notes::habit(snapshot, &numbering.footnotes) {
            Habit::BelowParagraph => Slot::below_paragraph(snapshot, offset, label, form),
            Habit::Together => {
                let is_ahead = |index: &usize| !is_over(snapshot, *index, offset);
                let [before, behind] = [before, behind].map(|found| found.map(|(_, index)| index));
                let home = before.filter(is_ahead).or(behind).or(before).unwrap_or(peer);
                let cluster = notes::cluster(snapshot, home);
                let together = numbering.footnotes.iter().filter(|index| cluster.contains(index));
                let together: Vec<usize> = together.copied().collect();
                let at = if is_named { before } else { None };
                match at {
                    // By name, a note is looked for behind that of the reference before.
                    Some(before) => Slot::behind(snapshot, before),
                    None => Slot::among(snapshot, &together, number)
                        .ok_or_else(|| Refusal::new("There is no place for a footnote here."))?,
                }
            }
        };
        let borne = || labels().chain(dangling().map(|one| one.label));
        let is_counted = counts && borne().any(|label| label.last >= number);
        let form = slot.form;
        Ok(New { label, name: None, form, slot, numbering: is_counted.then(|| numbering.clone()) })
    }

    /// Beside footnotes that bear symbols, or names.
    fn unnumbered(
        snapshot: &Snapshot,
        peer: usize,
        offset: usize,
        numberings: &[Numbering],
    ) -> Result<Self, Refusal> {
        let edition = snapshot.edition();
        let footnote = &edition.footnotes[peer];
        if edition.law == Law::Names {
            if let Some(numbering) = numberings.first() {
                return New::next(snapshot, numbering, offset);
            }
            let name = (1u32..).map(|number| number.to_string()).find(|name| !edition.has_name(name));
            let (label, slot) = (footnote.label, Slot::behind(snapshot, peer));
            return Ok(New { label, name, form: footnote.form, slot, numbering: None });
        }
        if footnote.label.series.symbol().is_none() {
            return Err(Refusal::new("The footnotes near here bear no numbers, letters or symbols."));
        }
        let (label, form) = (footnote.label, footnote.form);
        Ok(New {
            label,
            name: None,
            form,
            slot: Slot::below_paragraph(snapshot, offset, label, form),
            numbering: None,
        })
    }

    /// The first footnote of a text, as its tradition has them.
    fn first(snapshot: &Snapshot, offset: usize) -> Result<Self, Refusal> {
        let Tradition::Read { dialect, .. } = snapshot.blocks().tradition() else {
            return Err(Refusal::new(
                "Texts like this one are not read, and how their footnotes look is not known.",
            ));
        };
        let (label, line_break) = (Label::new(Series::Number, 1), snapshot.text().line_break());
        let slot = match dialect.name() {
            "pandoc" => Slot::at_the_end(snapshot, Form::Caret),
            "gutenberg" => Slot::below_paragraph(snapshot, offset, label, Form::Enclosed),
            "mia" => {
                let slot = Slot::at_the_end(snapshot, Form::Bracket);
                Slot { before: format!("{}Notes{}", slot.before, line_break.repeat(2)), ..slot }
            }
            own => {
                return Err(Refusal::new(format!(
                    "This text has no footnote yet to show how the dialect {own} writes them. Write the first by hand."
                )));
            }
        };
        Ok(New { label, name: None, form: slot.form, slot, numbering: None })
    }

    /// The labels that move up to make room.
    fn relabelling(&self, snapshot: &Snapshot) -> Result<Relabelling, Refusal> {
        let Some(numbering) = &self.numbering else { return Ok(Relabelling::default()) };
        Ok(Relabelling::shifted(snapshot, numbering, self.label.number, 1))
    }

    fn marker(&self, snapshot: &Snapshot) -> String {
        match &self.name {
            Some(name) => self.form.of_footnote(name),
            None => snapshot.edition().marker(self.form, self.label),
        }
    }

    fn reference(&self, snapshot: &Snapshot) -> String {
        let edition = snapshot.edition();
        match &self.name {
            Some(name) => self.form.of_reference(name),
            None if edition.references.is_empty() => self.form.of_reference(&self.label.spelling()),
            None => edition.reference_marker(self.label),
        }
    }

    /// Whether a space stands before most references here.
    fn is_spaced(&self, snapshot: &Snapshot) -> bool {
        const ENOUGH: usize = 40;
        let (edition, text) = (snapshot.edition(), snapshot.text());
        let some = || edition.references.iter().filter(|reference| reference.footnote.is_some()).take(ENOUGH);
        if some().next().is_none() {
            return edition.dialect.as_deref() == Some("mia");
        }
        let spaced = some().filter(|reference| is_after_space(text, reference.range.start)).count();
        spaced * 2 > some().count()
    }
}

/// Whether the notes of a footnote's section end before `offset`, so that another section has begun.
fn is_over(snapshot: &Snapshot, footnote: usize, offset: usize) -> bool {
    let edition = snapshot.edition();
    let last = notes::cluster(snapshot, footnote).end - 1;
    edition.law == Law::Runs && edition.footnotes[last].until <= offset
}
