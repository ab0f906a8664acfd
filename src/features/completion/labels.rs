//! The labels that a reference could bear: the next new one, and those of the footnotes in its reach.

use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};
use std::ops::Range;

use crate::dialect::Law;
use crate::document::{Companion, Snapshot};
use crate::edition::{Edition, Footnote, Numbering};
use crate::edits::Edits;
use crate::features::completion::markers::{Typed, Writing};
use crate::features::completion::{Item, Kind, MOST, Note, Place, preview};
use crate::scan::{Bound, Edge, Form, Kind as Mark, Label, PAGE, Series};

/// How references to one series are written here.
pub struct Hand {
    pub writing: Writing,
    pub form: Form,
    /// `None` where there is no note yet to show it.
    series: Option<Series>,
}

/// A label that could be written, and how likely it is meant.
struct Candidate {
    name: String,
    rank: (Rank, usize),
    /// Its footnote, by its index.
    footnote: Option<usize>,
}

/// What is more likely meant comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    /// The next footnote in order, which nothing refers to yet.
    Awaited,
    /// The next label that no footnote bears.
    New,
    /// A footnote that nothing refers to yet.
    Waiting,
    Other,
}

/// Which references have been begun at a place, and what has been typed of them.
pub fn begun(place: &Place) -> Option<(Typed, Vec<Hand>)> {
    let hands = hands(place.snapshot, place.offset);
    let typed =
        |hand: &Hand| hand.writing.typed(place).filter(|typed| is_wanted(place.snapshot, hand, typed));
    // The shortest is the last that was begun.
    let nearest = hands.iter().filter_map(typed).max_by_key(|typed| typed.range.start)?;
    let is_same = |hand: &Hand| typed(hand).is_some_and(|other| other.range == nearest.range);
    let hands = hands.into_iter().filter(is_same).collect();
    Some((nearest, hands))
}

/// Whether one may expect a reference there: in an edition, and where one is written that could be nothing else.
fn is_wanted(snapshot: &Snapshot, hand: &Hand, typed: &Typed) -> bool {
    let is_decided = snapshot.hints().dialect.is_some();
    let is_certain = hand.form == Form::Caret && hand.writing.is_opened(typed);
    snapshot.edition().is_edition || is_decided || is_certain
}

/// How references are written here, those first that were written last before the byte `at`.
fn hands(snapshot: &Snapshot, at: usize) -> Vec<Hand> {
    let Some(dialect) = snapshot.blocks().tradition().dialect() else { return Vec::new() };
    let edition = snapshot.edition();
    let is_read = |form: Form| !matches!(form, Form::Inline | Form::Link);
    let mut counts: HashMap<(Series, Form), (usize, usize)> = HashMap::new();
    for reference in edition.references.iter().filter(|one| is_read(one.form)) {
        let (count, last) = counts.entry((reference.label.series, reference.form)).or_default();
        *count += 1;
        *last = if reference.range.end < at { reference.range.start } else { *last };
    }
    let mut found: HashMap<Series, (usize, Form, usize)> = HashMap::new();
    for ((series, form), (count, last)) in counts {
        let most = found.entry(series).or_insert((0, form, 0));
        let is_more = (count, Reverse(form as usize)) > (most.0, Reverse(most.1 as usize));
        *most = if is_more { (count, form, last) } else { *most };
    }
    for footnote in edition.footnotes.iter().filter(|one| is_read(one.form)) {
        found.entry(footnote.label.series).or_insert((0, footnote.form, 0));
    }
    found.remove(&Series::Unlabelled);
    let mut found: Vec<_> = found.into_iter().collect();
    found.sort_by_key(|&(series, (count, _, last))| (Reverse(last), Reverse(count), series));
    let hand = |form: Form, series: Option<Series>| Hand {
        writing: Writing::of(|name| edition.reference_as(form, name)),
        form,
        series,
    };
    if !found.is_empty() {
        return found.into_iter().map(|(series, (_, form, _))| hand(form, Some(series))).collect();
    }
    // No tradition but a collection's own writes all of these.
    let forms: &[Form] = match dialect.law() {
        Law::Names => &[Form::Caret],
        Law::Runs if snapshot.hints().dialect.is_some() => {
            &[Form::Bracket, Form::Brace, Form::Parentheses, Form::Hash, Form::Footnote, Form::Note]
        }
        Law::Runs => &[Form::Bracket],
    };
    forms.iter().map(|&form| hand(form, None)).collect()
}

/// What could be written at the byte `at`, the best first; and whether there is more. `base` is the text without what
/// has been typed.
pub fn items(
    base: &Snapshot,
    at: usize,
    typed: &Typed,
    hands: &[Hand],
    beside: Option<&Companion>,
) -> (Vec<Item>, bool) {
    let mut candidates = Vec::new();
    for hand in hands {
        let found = candidates_of(base.edition(), at, hand, beside);
        let is_read = |found: &Candidate| is_read_as_reference(base, at, &hand.writing.spell(&found.name));
        if found.first().is_some_and(is_read) {
            candidates.extend(found.into_iter().map(|candidate| (candidate, hand)));
        }
    }
    candidates.sort_by_key(|(candidate, _)| candidate.rank);
    let is_cut = candidates.len() > MOST;
    if is_cut || hands.iter().any(|hand| !hand.writing.is_opened(typed)) {
        candidates.retain(|(candidate, _)| candidate.name.starts_with(&typed.label));
    }
    candidates.truncate(MOST);
    let items = candidates.into_iter().map(|(candidate, hand)| item(base, candidate, hand, typed, beside));
    (items.collect(), is_cut)
}

fn item(
    base: &Snapshot,
    candidate: Candidate,
    hand: &Hand,
    typed: &Typed,
    beside: Option<&Companion>,
) -> Item {
    let (text, edition) = match beside {
        Some(beside) => (&beside.text, &beside.edition),
        None => (base.text(), base.edition()),
    };
    let mut item = hand.writing.item(&candidate.name, typed);
    item.kind = Kind::Reference;
    item.remark = match candidate.rank.0 {
        Rank::Awaited | Rank::Waiting => "not referred to",
        Rank::New => "new",
        Rank::Other => "",
    };
    item.detail = match candidate.footnote {
        Some(index) => preview::of(edition, index, text),
        None => "A new footnote".to_owned(),
    };
    item.note = candidate
        .footnote
        .map(|index| Note::of(text, candidate.name, edition.footnotes[index].marker.start, beside.is_some()));
    item
}

/// Whether a marker that stood at the byte `at` would be read as a reference: not in code, nor where a publisher's words
/// are, nor where it means something else.
fn is_read_as_reference(base: &Snapshot, at: usize, marker: &str) -> bool {
    let probe = base.after(&Edits::one(at..at, marker));
    let (mut is_found, mut is_hidden, mut is_outside) = (false, false, false);
    for (start, mark) in probe.blocks().marks() {
        match mark.kind {
            Mark::Reference(_) | Mark::Note { .. } if start == at && mark.len as usize == marker.len() => {
                is_found = true;
            }
            Mark::Hidden(Bound::Opens) if start <= at => is_hidden = true,
            Mark::Hidden(Bound::Closes) if start <= at => is_hidden = false,
            // What never closes is not hidden.
            Mark::Hidden(Bound::Closes) if is_hidden => return false,
            Mark::Hidden(_) => is_hidden = false,
            Mark::Edge(Edge::Start) if start > at => return false,
            Mark::Edge(Edge::Start) => is_outside = false,
            Mark::Edge(Edge::End) if start < at => is_outside = true,
            _ => {}
        }
    }
    is_found && !is_outside
}

fn candidates_of(edition: &Edition, at: usize, hand: &Hand, beside: Option<&Companion>) -> Vec<Candidate> {
    let mut found = match hand.series {
        None => vec![Candidate { name: "1".to_owned(), rank: (Rank::New, 0), footnote: None }],
        Some(series) if series.symbol().is_some() => symbols(edition, series, at),
        Some(Series::Named) => named(edition, at),
        Some(series) => counted(edition, series, at),
    };
    if let (Some(beside), Some(series)) = (beside, hand.series) {
        found.retain(|candidate| candidate.footnote.is_none());
        let last = last_before(edition, series, at).map_or(0, |label| label.last);
        let borne = beside.edition.footnotes.iter().enumerate();
        for (index, footnote) in borne.filter(|(_, one)| one.label.series == series) {
            let distance = footnote.label.number.abs_diff(last) as usize;
            let name = beside.edition.name(footnote.label);
            found.retain(|other| other.name != name);
            found.push(Candidate { name, rank: (Rank::Other, distance), footnote: Some(index) });
        }
    }
    found
}

/// The label of the last reference of a series before the byte `at`.
fn last_before(edition: &Edition, series: Series, at: usize) -> Option<Label> {
    let next = edition.references.partition_point(|reference| reference.range.start < at);
    let label = |reference: &crate::edition::Reference| reference.label;
    edition.references[..next].iter().rev().map(label).find(|label| label.series == series)
}

/// A footnote as a candidate: those that wait for a reference come first, by `gap`; others as they are referred to near.
fn of_footnote(edition: &Edition, index: usize, at: usize, gap: usize) -> Candidate {
    let name = edition.name(edition.footnotes[index].label);
    let distances = edition.references_of(index).map(|other| other.range.start.abs_diff(at));
    let is_waiting = distances.len() == 0 && !edition.footnotes[index].acknowledged;
    let rank = match is_waiting {
        true if gap == 0 => (Rank::Awaited, 0),
        true => (Rank::Waiting, gap),
        false => (Rank::Other, distances.min().unwrap_or(usize::MAX)),
    };
    Candidate { name, rank, footnote: Some(index) }
}

/// The footnotes that a reference at the byte `at` may lead to, by their indices: those that stand together below it, or
/// around it; all where none is below and all stand together, and wherever names tell what is meant.
fn reach(edition: &Edition, at: usize) -> Range<usize> {
    let count = edition.footnotes.len();
    if edition.law == Law::Names {
        return 0..count;
    }
    let until = |index: usize| edition.footnotes[index].until;
    let start = |index: usize| edition.footnotes[index].marker.start;
    // Text that refers to footnotes parts those above it from those below.
    let is_parted = |index: usize| {
        let next = edition.references.partition_point(|other| other.range.start < until(index - 1));
        edition.references.get(next).is_some_and(|other| other.range.start < start(index))
    };
    let ends = |from: usize| (from + 1..count).find(|&index| is_parted(index)).unwrap_or(count);
    let mut first = edition.footnotes.partition_point(|footnote| footnote.until < at);
    if first == count {
        return if ends(0) == count { 0..count } else { count..count };
    }
    let end = ends(first);
    while first > 0 && start(first) < at && !is_parted(first) {
        first -= 1;
    }
    first..end
}

fn is_referable(footnote: &Footnote) -> bool {
    !matches!(footnote.form, Form::Inline | Form::Link) && footnote.twin.is_none()
}

/// Labels that count: the next one of the count that a place is in, and those of its footnotes.
fn counted(edition: &Edition, series: Series, at: usize) -> Vec<Candidate> {
    let mut numberings = edition.numberings();
    numberings.retain(|numbering| numbering.series == series);
    let section = Section::at(edition, &numberings, series, at);
    let in_section: Vec<usize> = match (section.numbering, series) {
        (_, Series::Page) => {
            let borne = edition.footnotes.iter().enumerate();
            borne.filter(|(_, other)| other.label.series == series).map(|(index, _)| index).collect()
        }
        (Some(numbering), _) => numbering.footnotes.clone(),
        (None, _) => Vec::new(),
    };
    let mut taken: HashSet<u32> = section.dangling(edition).flat_map(Label::numbers).collect();
    taken.extend(in_section.iter().flat_map(|&index| edition.footnotes[index].label.numbers()));
    let next = section.last.map_or(1, |label| label.last.saturating_add(1));
    let new = match series {
        // Only which note of a page comes next can be told, not which page.
        Series::Page => {
            let is_lettered = |label: Label| (1..PAGE - 1).contains(&(label.number % PAGE));
            section.last.filter(|&label| is_lettered(label)).map(|_| next).filter(|new| !taken.contains(new))
        }
        _ if taken.contains(&next) => taken.iter().max().map(|&last| last.saturating_add(1)),
        _ => Some(next),
    };
    let reach = reach(edition, at);
    let referable = in_section
        .into_iter()
        .filter(|index| reach.contains(index) && is_referable(&edition.footnotes[*index]));
    let mut found: Vec<Candidate> = referable
        .map(|index| {
            let gap = edition.footnotes[index].label.number.abs_diff(next) as usize;
            of_footnote(edition, index, at, gap)
        })
        .collect();
    found.extend(new.map(|new| Candidate {
        name: Label::new(series, new).spelling(),
        rank: (Rank::New, 0),
        footnote: None,
    }));
    found
}

/// The count that a place is in.
struct Section<'a> {
    /// `None` where it has no footnote yet.
    numbering: Option<&'a Numbering>,
    /// The label of the last reference before the place.
    last: Option<Label>,
}

impl<'a> Section<'a> {
    /// The count of the last reference, unless its footnotes are all above, and others count anew below.
    fn at(edition: &Edition, numberings: &'a [Numbering], series: Series, at: usize) -> Self {
        let before = edition.references.partition_point(|reference| reference.range.start < at);
        let is_of_series = |index: &usize| edition.references[*index].label.series == series;
        let last = (0..before).rev().find(is_of_series);
        let label = last.map(|index| edition.references[index].label);
        if numberings.len() < 2 {
            return Section { numbering: numberings.first(), last: label };
        }
        let until = |numbering: &Numbering| {
            let last = numbering.footnotes.last();
            last.map_or(0, |&index| edition.footnotes[index].until)
        };
        let holds = |numbering: &&Numbering| {
            last.is_some_and(|index| {
                let footnote = edition.references[index].footnote;
                footnote.is_some_and(|footnote| numbering.holds(footnote))
                    || numbering.dangling.contains(&index)
            })
        };
        let of_last = numberings.iter().find(holds);
        if let Some(numbering) = of_last.filter(|numbering| until(numbering) >= at) {
            return Section { numbering: Some(numbering), last: label };
        }
        let numbering = numberings.iter().find(|numbering| until(numbering) >= at);
        // A section of its own that begins behind all footnotes of the one before.
        let start = numberings.iter().map(until).filter(|&until| until < at).max().unwrap_or(0);
        let is_here = last.is_some_and(|index| edition.references[index].range.start > start);
        Section { numbering, last: label.filter(|_| is_here) }
    }

    fn dangling(&self, edition: &Edition) -> impl Iterator<Item = Label> {
        let dangling = self.numbering.into_iter().flat_map(|numbering| numbering.dangling.iter());
        dangling.map(|&index| edition.references[index].label)
    }
}

/// Symbols begin anew with each page: what is meant is the next footnote below.
fn symbols(edition: &Edition, series: Series, at: usize) -> Vec<Candidate> {
    let is_of_series = |footnote: &Footnote| footnote.label.series == series && is_referable(footnote);
    let mut seen = HashSet::new();
    let next = edition.footnotes.partition_point(|footnote| footnote.marker.start < at);
    let below = reach(edition, at).filter(|&index| index >= next && is_of_series(&edition.footnotes[index]));
    let mut found: Vec<Candidate> = below
        .filter(|&index| seen.insert(edition.footnotes[index].label))
        .map(|index| {
            let gap = edition.footnotes[index].marker.start - at + 1;
            of_footnote(edition, index, at, gap)
        })
        .collect();
    // The page begins behind the last footnote above.
    let page = edition.footnotes[..next].iter().rev().find(|footnote| is_of_series(footnote));
    let page = page.map_or(0, |footnote| footnote.until);
    let before = edition.references.partition_point(|reference| reference.range.start < at);
    let mut on_page = edition.references[..before].iter().rev();
    let last = on_page.find(|reference| reference.label.series == series);
    let last = last.filter(|reference| reference.range.start >= page).map_or(0, |one| one.label.number);
    let name = Label::new(series, last + 1).spelling();
    if last < MOST_SYMBOLS && found.iter().all(|candidate| candidate.name != name) {
        found.push(Candidate { name, rank: (Rank::New, 0), footnote: None });
    }
    found
}

/// More symbols in a row are no label.
const MOST_SYMBOLS: u32 = 3;

/// Names: all of them, and where the last one ended with a number, one with the next.
fn named(edition: &Edition, at: usize) -> Vec<Candidate> {
    let mut led: HashMap<Label, usize> = HashMap::new();
    for (index, footnote) in edition.footnotes.iter().enumerate() {
        let is_labelled = !matches!(footnote.form, Form::Inline | Form::Link);
        if footnote.label.series == Series::Named && is_labelled {
            let other = led.entry(footnote.label).or_insert(index);
            *other = if footnote.references.is_empty() { *other } else { index };
        }
    }
    let mut found: Vec<Candidate> = led
        .values()
        .map(|&index| {
            let gap = edition.footnotes[index].marker.start.abs_diff(at) + 1;
            of_footnote(edition, index, at, gap)
        })
        .collect();
    found.sort_by(|one, other| one.name.cmp(&other.name));
    let last = last_before(edition, Series::Named, at).map(|label| edition.name(label)).unwrap_or_default();
    found.extend(next_name(edition, &last).map(|name| Candidate {
        name,
        rank: (Rank::New, 0),
        footnote: None,
    }));
    found
}

/// `ch2-4` behind `ch2-3`, or what comes behind the highest of the kind if that is taken.
fn next_name(edition: &Edition, last: &str) -> Option<String> {
    let stem = last.trim_end_matches(|c: char| c.is_ascii_digit());
    let number = |name: &str| name.strip_prefix(stem)?.parse::<u32>().ok();
    let next = number(last)?.checked_add(1)?;
    let names = edition.names.iter().filter_map(|name| number(name));
    let (is_taken, highest) =
        names.fold((false, 0), |(is_taken, highest), other| (is_taken || other == next, highest.max(other)));
    Some(format!("{stem}{}", if is_taken { highest.checked_add(1)? } else { next }))
}
