//! Slips: one mistake that explains several symptoms.
//!
//! A dangling reference 8 and a second footnote 3 standing where 8 belongs are one misnumbered footnote, not two
//! errors. A slip is only seen where it fills exactly one hole; everything else is left to stand as it is.

pub mod damaged;

use std::collections::{BTreeSet, HashMap};
use std::sync::LazyLock;

use regex::Regex;
use strsim::osa_distance;

use crate::edition::material::Material;
use crate::edition::{Edition, Footnote, Reference, Slip, SlipKind};
use crate::scan::{Label, Series};
use crate::text::Text;

/// A text with more of them was damaged otherwise, and each costs a look at all of it.
const MOST_SLIPS: usize = 200;

/// Finds the slips, and marks what they explain.
pub fn explain(edition: &mut Edition, material: &Material, text: &Text) {
    let whole = edition.references.iter().all(|reference| reference.footnote.is_some())
        && edition.footnotes.iter().all(|footnote| footnote.twin.is_none() && footnote.expected.is_none());
    let mut holes = Holes::of(edition, text);
    if whole && holes.orphans.is_empty() {
        return;
    }
    damaged::footnotes(edition, material, &mut holes);
    misplaced(edition, &mut holes);
    other_series(edition, &mut holes);
    damaged::references(edition, material, &mut holes);
    mistyped(edition, &mut holes);
    repeated(edition, &holes);
    missing_in_print(edition, &holes, text);
    edition.slips.sort_by_key(|slip| slip.range.start);
}

/// What does not find its other half. Kept up to date while slips are found.
pub struct Holes {
    /// Indices of references that lead nowhere, by label.
    pub dangling: HashMap<Label, Vec<usize>>,
    /// Indices of footnotes that no reference leads to.
    pub orphans: BTreeSet<usize>,
}

impl Holes {
    pub fn of(edition: &mut Edition, text: &Text) -> Self {
        let mut referred = vec![false; edition.footnotes.len()];
        let mut dangling: HashMap<Label, Vec<usize>> = HashMap::new();
        for (index, reference) in edition.references.iter().enumerate() {
            match reference.footnote {
                Some(footnote) => referred[footnote] = true,
                None => dangling.entry(reference.label).or_default().push(index),
            }
        }
        edition.also.iter().for_each(|&(_, footnote)| referred[footnote] = true);
        let mut orphans = BTreeSet::new();
        for index in (0..referred.len()).filter(|&index| !referred[index]) {
            if edition.footnotes[index].twin.is_none() {
                let acknowledged = acknowledges_hole(&text.slice(edition.body(index, text)));
                edition.footnotes[index].acknowledged = acknowledged;
                orphans.insert(index);
            }
        }
        Holes { dangling, orphans }
    }

    /// Binds every dangling reference with this label to a footnote; returns the first of them.
    pub fn fill(&mut self, edition: &mut Edition, label: Label, footnote: usize) -> Option<usize> {
        let references = self.dangling.remove(&label)?;
        for &index in &references {
            edition.references[index].footnote = Some(footnote);
            edition.references[index].explained = true;
        }
        self.orphans.remove(&footnote);
        references.first().copied()
    }
}

/// Footnotes that bear another label than their place calls for: `29.` between 38 and 40.
fn misplaced(edition: &mut Edition, holes: &mut Holes) {
    for index in 0..edition.footnotes.len() {
        let label = edition.footnotes[index].label;
        if let Some((first, meant)) = before_twin(edition, holes, index) {
            misnumber(edition, holes, first, meant);
            edition.footnotes[index].twin = None;
            continue;
        }
        let meant = match edition.footnotes[index].expected {
            Some(expected) => Some(label.with_number(expected)),
            None if edition.footnotes[index].twin.is_some() => after_twin(edition, holes, index),
            None if holes.orphans.contains(&index) => in_the_hole(edition, holes, index),
            None => None,
        };
        let Some(meant) = meant else { continue };
        misnumber(edition, holes, index, meant);
        if edition.slips.len() >= MOST_SLIPS {
            return;
        }
    }
}

/// Two 3 side by side before which 2 is missing: the first is the wrong one.
fn before_twin(edition: &Edition, holes: &Holes, index: usize) -> Option<(usize, Label)> {
    let footnote = &edition.footnotes[index];
    let first = footnote.twin.filter(|first| first + 1 == index)?;
    let meant = footnote.label.with_number(footnote.label.number.checked_sub(1)?);
    let is_there = first.checked_sub(1).is_some_and(|before| {
        let before = &edition.footnotes[before];
        before.region == footnote.region && before.label == meant
    });
    (!is_there && holes.dangling.contains_key(&meant)).then_some((first, meant))
}

/// A second 3 after which 4 is missing.
fn after_twin(edition: &Edition, holes: &Holes, index: usize) -> Option<Label> {
    let label = edition.footnotes[index].label;
    let meant = label.with_number(label.last + 1);
    holes.dangling.contains_key(&meant).then_some(meant)
}

/// An orphan that does not count on from the footnote before it, where the number that would is missed.
fn in_the_hole(edition: &Edition, holes: &Holes, index: usize) -> Option<Label> {
    let footnote = &edition.footnotes[index];
    let near = |index: Option<usize>| {
        index
            .and_then(|index| edition.footnotes.get(index))
            .filter(|other| other.region == footnote.region && other.label.series == footnote.label.series)
    };
    let before = near(index.checked_sub(1));
    let after = near(Some(index + 1));
    let meant = match (before, after) {
        _ if footnote.label.series == Series::Page => missed_between(holes, footnote, before, after)?,
        (Some(before), _) => before.label.last + 1,
        (None, Some(after)) => after.label.number.checked_sub(1)?,
        (None, None) => return None,
    };
    let free = after.is_none_or(|after| after.label.number > meant);
    let meant = footnote.label.with_number(meant);
    (free && meant != footnote.label && holes.dangling.contains_key(&meant)).then_some(meant)
}

/// The one number that is missed between those of two footnotes, where numbers rise with holes.
fn missed_between(
    holes: &Holes,
    footnote: &Footnote,
    before: Option<&Footnote>,
    after: Option<&Footnote>,
) -> Option<u32> {
    let lowest = before.map_or(0, |before| before.label.number);
    let highest = after.map_or(u32::MAX, |after| after.label.number);
    // Where the footnote is in order, the reference may as well be wrong.
    if (lowest..highest).contains(&footnote.label.number) && after.is_some() {
        return None;
    }
    let is_between = |label: &&Label| {
        label.series == footnote.label.series && (lowest + 1..highest).contains(&label.number)
    };
    let mut missed = holes.dangling.keys().filter(is_between);
    let number = missed.next()?.number;
    missed.next().is_none().then_some(number)
}

/// A dangling `1*` and a footnote `1` that nothing refers to, the only one of its number.
fn other_series(edition: &mut Edition, holes: &mut Holes) {
    let mut borne: HashMap<Label, usize> = HashMap::new();
    for &orphan in &holes.orphans {
        *borne.entry(edition.footnotes[orphan].label).or_default() += 1;
    }
    for index in holes.orphans.clone() {
        let label = edition.footnotes[index].label;
        let series = match label.series {
            Series::Number => Series::NumberStar,
            Series::NumberStar => Series::Number,
            _ => continue,
        };
        let meant = Label { series, ..label };
        if edition.slips.len() >= MOST_SLIPS {
            return;
        }
        let Some(references) = holes.dangling.get(&meant).filter(|_| borne[&label] == 1) else { continue };
        if !counts_on(edition, index) {
            misnumber(edition, holes, index, meant);
        } else if let [reference] = references[..] {
            // The footnote is one of a row: the reference is the odd one.
            edition.references[reference].likely = Some(index);
            edition.footnotes[index].explained = true;
            holes.orphans.remove(&index);
        }
    }
}

/// Whether a neighbour of a footnote in its region has the number before or after its own.
fn counts_on(edition: &Edition, index: usize) -> bool {
    let footnote = &edition.footnotes[index];
    let region = &edition.footnotes[edition.regions[footnote.region].footnotes.clone()];
    let label = footnote.label;
    region
        .iter()
        .filter(|other| other.label.series == label.series)
        .any(|other| other.label.last + 1 == label.number || label.last + 1 == other.label.number)
}

fn misnumber(edition: &mut Edition, holes: &mut Holes, index: usize, meant: Label) {
    let footnote = &edition.footnotes[index];
    let (marker, written, form) = (footnote.marker.clone(), footnote.label, footnote.form);
    let bearer = |other: &Footnote| other.label == written && other.marker != marker;
    let together = edition.regions[footnote.region].footnotes.clone();
    let near = || edition.footnotes[together.clone()].iter().position(bearer).map(|at| together.start + at);
    let twin = footnote.twin.or_else(near).or_else(|| edition.footnotes.iter().position(bearer));
    let reference = holes.fill(edition, meant, index);
    if reference.is_none() && twin.is_none() {
        return;
    }
    // References to the written label are the twin's.
    if let Some(twin) = twin {
        for reference in &mut edition.references {
            if reference.footnote == Some(index) && reference.label == written {
                reference.footnote = Some(twin);
            }
        }
    }
    holes.orphans.remove(&index);
    edition.footnotes[index].explained = true;
    edition.footnotes[index].twin = None;
    record(
        edition,
        SlipKind::Misnumbered,
        marker,
        [written, meant],
        edition.marker(form, meant),
        reference,
        twin,
    );
}

/// An orphan in whose place a label is referred to again: in `[1] [2] [2] [4]` the second 2 is probably 3.
pub fn repeated(edition: &mut Edition, holes: &Holes) {
    const MOST: usize = 32;
    if holes.orphans.len() > MOST {
        return;
    }
    for &orphan in &holes.orphans {
        let label = edition.footnotes[orphan].label;
        let peers = || {
            let all = edition.references.iter().enumerate();
            all.filter(|(_, reference)| {
                reference.label.series == label.series && reference.footnote.is_some()
            })
        };
        let place = |number: u32| peers().position(|(_, reference)| reference.label.bears(number));
        let Some(before) = label.number.checked_sub(1).and_then(place) else { continue };
        let after = place(label.last + 1).unwrap_or(peers().count());
        let mut between = peers().skip(before + 1).take(after.saturating_sub(before + 1));
        if let (Some((index, _)), None) = (between.next(), between.next()) {
            edition.footnotes[orphan].likely = Some(index);
        }
    }
}

/// Dangling references whose footnote the notes say to be missing: "There is no footnote 2 in the printed original."
pub fn missing_in_print(edition: &mut Edition, holes: &Holes, text: &Text) {
    const MOST: usize = 32;
    if holes.dangling.len() > MOST {
        return;
    }
    for (label, references) in &holes.dangling {
        let number = label.number.to_string();
        let is_before = |footnote: &&Footnote| {
            footnote.label.series == label.series && footnote.label.last + 1 == label.number
        };
        let says_so = edition.footnotes.iter().enumerate().filter(|(_, footnote)| is_before(footnote)).any(
            |(at, _)| {
                let body = text.slice(edition.body(at, text));
                acknowledges_hole(&body)
                    && body.split(|c: char| !c.is_ascii_digit()).any(|word| word == number)
            },
        );
        for &reference in references.iter().filter(|_| says_so) {
            edition.references[reference].explained = true;
        }
    }
}

/// A dangling reference that stands just where the references to an orphan would: `[33]` between 2 and 4.
fn mistyped(edition: &mut Edition, holes: &mut Holes) {
    /// Where more is amiss, it is no slip.
    const MOST: usize = 32;
    let mut dangling: Vec<usize> = holes.dangling.values().flatten().copied().collect();
    if dangling.len() > MOST || holes.orphans.len() > MOST {
        return;
    }
    dangling.sort_unstable();
    for index in dangling {
        let (label, offset) = (edition.references[index].label, edition.references[index].range.start);
        let peers: Vec<usize> = holes
            .orphans
            .iter()
            .copied()
            .filter(|&orphan| edition.footnotes[orphan].label.series == label.series)
            .filter(|&orphan| !edition.footnotes[orphan].acknowledged)
            .collect();
        let only = |found: Vec<usize>| Some(found).filter(|found| found.len() == 1).map(|found| found[0]);
        let in_place = only(peers.iter().copied().filter(|&orphan| fits(edition, orphan, offset)).collect());
        // One digit off, where order says nothing: page notes and endnotes may come in any.
        let is_near = |&orphan: &usize| {
            let written = [label, edition.footnotes[orphan].label].map(|label| edition.name(label));
            osa_distance(&written[0], &written[1]) == 1
        };
        if let Some(orphan) = in_place.or_else(|| only(peers).filter(is_near)) {
            edition.references[index].likely = Some(orphan);
            edition.footnotes[orphan].explained = true;
            holes.orphans.remove(&orphan);
        }
    }
}

/// Whether a reference at `offset` would be in order if it led to `footnote`: the nearest bound references
/// around it lead to lower and to higher labels of the series.
fn fits(edition: &Edition, footnote: usize, offset: usize) -> bool {
    let label = edition.footnotes[footnote].label;
    let is_peer = |reference: &&Reference| {
        reference.footnote.is_some() && reference.label.series == label.series && !reference.explained
    };
    let at = edition.references.partition_point(|reference| reference.range.start < offset);
    let before = edition.references[..at].iter().rev().find(is_peer);
    let after = edition.references[at..].iter().find(is_peer);
    let lower = before.is_none_or(|reference| reference.label.number <= label.number);
    let higher = after.is_none_or(|reference| reference.label.number >= label.number);
    lower && higher
}

fn record(
    edition: &mut Edition,
    kind: SlipKind,
    range: std::ops::Range<usize>,
    [written, meant]: [Label; 2],
    mended: String,
    reference: Option<usize>,
    footnote: Option<usize>,
) {
    let reference = reference.map(|index| edition.references[index].range.clone());
    let footnote = footnote.map(|index| edition.footnotes[index].marker.clone());
    edition.slips.push(Slip { kind, range, written, meant, mended, reference, footnote });
}

/// Some texts say themselves that a footnote has no place: "There is no footnote 2 in the printed original",
/// "[The anchor for this note is missing]".
pub fn acknowledges_hole(body: &str) -> bool {
    const LONGEST: usize = 600;
    static SAYS_SO: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(
            r"(?x)(?-u:\b)[Nn]o\ (?:foot|end)?note(?-u:\b)
              | (?-u:\b)(?:[Ff]oot|[Ee]nd)?[Nn]ote(?-u:\b).{0,40}(?-u:\b)(?:missing|omitted|lacking)(?-u:\b)
              | (?-u:\b)(?:anchor|reference|marker|number)(?-u:\b).{0,60}(?-u:\b)(?:missing|omitted|not\ (?:given|indicated|marked|found))(?-u:\b)
              | (?-u:\b)[Nn]o\ (?:anchor|reference|marker|indication)(?-u:\b) | (?-u:\b)not\ (?:indicated|marked|referenced)\ in\ the(?-u:\b)",
        )
        .expect("a valid expression")
    });
    body.len() <= LONGEST && SAYS_SO.is_match(body)
}
