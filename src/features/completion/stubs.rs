//! The beginning of a footnote that is missing, at the start of a line among notes; there and elsewhere, labels of
//! references.

use std::collections::HashSet;

use crate::dialect::Law;
use crate::document::Snapshot;
use crate::edition::{Edition, Verdict};
use crate::edits::Edits;
use crate::features::completion::markers::{Typed, Writing};
use crate::features::completion::{Completions, Item, Kind, Place, labels};
use crate::scan::{Form, Kind as Mark, Label};
use crate::text::{is_space, trim};

/// No more missing footnotes are named.
const MOST_MISSING: usize = 20;

/// Footnotes that could begin here, and the labels that a reference here could bear.
pub fn and_labels(place: &Place) -> Option<Completions> {
    let labels = labels::begun(place);
    let stubs = begun(place);
    let typed = stubs.as_ref().map(|(typed, _)| typed).or(labels.as_ref().map(|(typed, _)| typed))?.clone();
    let base = place.snapshot.after(&Edits::one(typed.whole.clone(), ""));
    let at = typed.range.start;
    let mut items = Vec::new();
    if let Some((typed, form)) = &stubs {
        items.extend(missing(&base, at, typed, *form));
    }
    let mut is_cut = false;
    if let Some((of_labels, hands)) = labels.filter(|(other, _)| other.range == typed.range) {
        let (found, more) = labels::items(&base, at, &of_labels, &hands, place.snapshot.companion());
        items.extend(found);
        is_cut = more;
    }
    (!items.is_empty() || !typed.range.is_empty()).then(|| typed.completions(items, is_cut))
}

/// What has been typed of a footnote's beginning, and the form of footnotes there; `None` where none could begin.
fn begun(place: &Place) -> Option<(Typed, Form)> {
    let edition = place.snapshot.edition();
    if !edition.is_edition || edition.verdict == Verdict::Unrelated || !place.is_whole {
        return None;
    }
    let said = place.before.trim_start_matches(is_space);
    let is_begun = !said.contains(is_space) || said.starts_with('[');
    let near = near(place).filter(|_| is_begun)?;
    let forms = match near {
        Near::Notes(Some(form)) => vec![form],
        Near::Notes(None) => vec![Form::Bracket, Form::Dot],
        Near::Text => vec![Form::Caret],
    };
    forms.into_iter().find_map(|form| {
        let writing = writing(edition, form);
        let is_number = |text: &str| text.chars().all(|c| c.is_ascii_digit());
        let nothing = said.is_empty() && trim(&place.behind).is_empty();
        let typed = match writing.is_bare() && !said.is_empty() && is_number(said) {
            true => Some(Typed::bare(place, said)),
            false => writing.typed(place).filter(|typed| typed.range.start == first(place)),
        };
        let typed = typed.or_else(|| (nothing && near != Near::Text).then(|| Typed::bare(place, "")))?;
        Some((typed, form))
    })
}

/// The byte at which the line's text starts.
fn first(place: &Place) -> usize {
    place.back(place.before.trim_start_matches(is_space).len())
}

fn writing(edition: &Edition, form: Form) -> Writing {
    Writing::of(|name| match form {
        Form::Enclosed => format!("[Footnote {name}: ]"),
        _ => edition.footnote_as(form, name) + " ",
    })
}

/// What a line stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Near {
    /// Among notes, and how they are written.
    Notes(Option<Form>),
    /// Between paragraphs of a text whose footnotes may stand anywhere.
    Text,
}

fn near(place: &Place) -> Option<Near> {
    let (text, edition) = (place.text(), place.snapshot.edition());
    let start = text.line_start(place.line);
    // The last footnote above, if nothing but blank lines is between, or the line is among its region's notes.
    let before = edition.footnotes.partition_point(|footnote| footnote.marker.start < start);
    let last = before.checked_sub(1).map(|index| &edition.footnotes[index]);
    let is_inline = |form: Form| matches!(form, Form::Inline | Form::Link);
    if let Some(footnote) = last.filter(|footnote| !is_inline(footnote.form)) {
        let until = edition.regions[footnote.region].range.end.max(footnote.until);
        let between = text.slice(until.min(start)..start.min(until + GAP));
        if start <= until || (trim(&between).is_empty() && start <= until + GAP) {
            return Some(Near::Notes(Some(footnote.form)));
        }
    }
    let above = (0..place.line).rev().take(BLANK).find(|&line| !trim(&text.line(line)).is_empty());
    let is_after_blank = above.is_none_or(|line| line + 1 < place.line);
    if let Some(above) = above {
        let range = text.line_range(above);
        let is_heading = |&(start, mark): &(usize, &crate::scan::Mark)| {
            mark.kind == Mark::NotesHeading && range.contains(&start)
        };
        if place.snapshot.blocks().marks().any(|mark| is_heading(&mark)) {
            let form = edition.footnotes.get(before).or(edition.footnotes.first()).map(|one| one.form);
            return Some(Near::Notes(form.filter(|&form| !is_inline(form))));
        }
    }
    (edition.law == Law::Names && is_after_blank).then_some(Near::Text)
}

/// No more blank lines are skipped.
const BLANK: usize = 4;
/// No more blank space is skipped, in bytes.
const GAP: usize = 64;

/// The footnotes that are missing, and the one that would come next, as items.
fn missing(base: &Snapshot, at: usize, typed: &Typed, form: Form) -> Vec<Item> {
    let edition = base.edition();
    let writing = writing(edition, form);
    let item = |name: &str, detail: String, remark: &'static str| {
        let mut item = writing.item(name, typed);
        item.name = item.text.trim_end().to_owned();
        item.cursor = item.text.rfind(": ]").map(|at| at + 2).filter(|_| form == Form::Enclosed);
        Item { kind: Kind::Footnote, detail, remark, ..item }
    };
    let mut seen: HashSet<Label> = HashSet::new();
    let dangling = edition.references.iter().filter(|reference| reference.footnote.is_none());
    let mut items: Vec<Item> = dangling
        .filter(|reference| seen.insert(reference.label))
        .take(MOST_MISSING)
        .map(|reference| {
            let line = base.text().line_of(reference.range.start) + 1;
            let detail = format!("The footnote of the reference in line {line}");
            item(&edition.name(reference.label), detail, "missing")
        })
        .collect();
    let before = edition.footnotes.partition_point(|footnote| footnote.marker.start < at);
    let last = before.checked_sub(1).map(|index| edition.footnotes[index].label);
    let next = last
        .filter(|label| label.series.counts())
        .and_then(|label| Some(label.with_number(label.last.checked_add(1)?)));
    let follows = edition.footnotes.get(before).map(|footnote| footnote.label);
    if let Some(next) = next.filter(|next| !seen.contains(next) && follows != Some(*next)) {
        let is_taken = edition.law == Law::Names && edition.footnotes.iter().any(|one| one.label == next);
        if !is_taken {
            items.push(item(&next.spelling(), "A new footnote".to_owned(), "new"));
        }
    }
    items
}
