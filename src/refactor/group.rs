//! What counts together with the label under the cursor, in whatever way: numbers, letters, symbols, or names that are
//! all letters.

use std::ops::Range;

use super::Refusal;
use super::style::Style;
use crate::dialect::Law;
use crate::document::Snapshot;
use crate::edition::{Edition, Numbering};
use crate::scan::{Form, Label, Series, letters_value, roman_value};

/// Footnotes that count together.
pub struct Group {
    /// They, and the references that would belong to them.
    pub numbering: Numbering,
    /// How they count, if that is one of the usual ways.
    pub style: Option<Style>,
    /// The number of each footnote.
    numbers: Vec<u32>,
    /// What the labels of names count, where they do.
    value: fn(&str) -> Option<u32>,
}

/// The group of the label whose marker the byte `offset` is at.
pub fn at(snapshot: &Snapshot, offset: usize) -> Option<Group> {
    let edition = snapshot.edition();
    let footnote = edition.footnote_meant_at(offset)?;
    let label = edition.footnotes[footnote].label;
    match label.series {
        Series::Unlabelled | Series::Page => None,
        Series::Named if edition.law == Law::Runs => None,
        Series::Named => of_names(edition, &edition.name(label)),
        series if series.symbol().is_some() => Some(of_symbols(edition)),
        _ => {
            let numberings = edition.numberings();
            let own = numberings.into_iter().find(|numbering| numbering.holds(footnote))?;
            Some(of_numbering(edition, own))
        }
    }
}

/// The group of a numbering.
pub fn of_numbering(edition: &Edition, numbering: Numbering) -> Group {
    let number = |&index: &usize| edition.footnotes[index].label.number;
    let numbers = numbering.footnotes.iter().map(number).collect();
    Group { style: Style::of(numbering.series), numbers, numbering, value: |_| None }
}

/// All footnotes that bear symbols, which begin anew wherever their printer wanted; by order of appearance.
pub fn of_symbols(edition: &Edition) -> Group {
    let is_symbol = |label: Label| label.series.symbol().is_some();
    let all = 0..edition.footnotes.len();
    let footnotes: Vec<usize> = all.filter(|&index| is_symbol(edition.footnotes[index].label)).collect();
    let dangling = |index: &usize| {
        let reference = &edition.references[*index];
        reference.footnote.is_none() && is_symbol(reference.label)
    };
    let dangling = (0..edition.references.len()).filter(dangling).collect();
    let mut sorted: Vec<usize> = (0..footnotes.len()).collect();
    let first = |at: &usize| {
        let index = footnotes[*at];
        let referred = edition.references_of(index).next().map(|reference| reference.range.start);
        referred.unwrap_or(edition.footnotes[index].marker.start)
    };
    sorted.sort_by_key(first);
    let mut numbers = vec![0; footnotes.len()];
    sorted.into_iter().zip(1..).for_each(|(at, number)| numbers[at] = number);
    let numbering = Numbering { series: Series::Asterisk, footnotes, dangling };
    Group { numbering, style: Some(Style::Symbols), numbers, value: |_| None }
}

/// All footnotes whose names count in the way in which `name` does.
fn of_names(edition: &Edition, name: &str) -> Option<Group> {
    let names =
        || edition.footnotes.iter().filter(|one| one.form != Form::Inline).map(|one| edition.name(one.label));
    let has = |wanted: &str| names().any(|name| name == wanted);
    let (style, value): (Style, fn(&str) -> Option<u32>) = match name {
        _ if symbol_value(name).is_some() => (Style::Symbols, symbol_value),
        // Where there is no second, the first may be alone.
        _ if roman_value(name).is_some() && (has("II") || (name == "I" && !has("H"))) => {
            (Style::Roman, roman_value)
        }
        _ if small(name, roman_value).is_some() && (has("ii") || (name == "i" && !has("h"))) => {
            (Style::SmallRoman, |name| small(name, roman_value))
        }
        _ if letters_value(name).is_some() => (Style::Letters, letters_value),
        _ if small(name, letters_value).is_some() => (Style::SmallLetters, |name| small(name, letters_value)),
        _ => return None,
    };
    let counts = |label: Label| value(&edition.name(label));
    let counted = edition.footnotes.iter().enumerate().filter(|(_, one)| one.form != Form::Inline);
    let counted = counted.filter_map(|(index, footnote)| Some((index, counts(footnote.label)?)));
    let (footnotes, numbers) = counted.unzip();
    let dangling = |index: &usize| {
        let reference = &edition.references[*index];
        reference.footnote.is_none() && counts(reference.label).is_some()
    };
    let dangling = (0..edition.references.len()).filter(dangling).collect();
    let numbering = Numbering { series: Series::Named, footnotes, dangling };
    Some(Group { numbering, style: Some(style), numbers, value })
}

fn small(name: &str, value: fn(&str) -> Option<u32>) -> Option<u32> {
    let is_small = name.bytes().all(|byte| byte.is_ascii_lowercase());
    value(&name.to_uppercase()).filter(|_| is_small)
}

fn symbol_value(name: &str) -> Option<u32> {
    (1..=54).find(|&number| Style::Symbols.label(number).spelling() == name)
}

impl Group {
    /// The footnotes by their indices, and the number of each.
    pub fn footnotes(&self) -> impl Iterator<Item = (usize, u32)> {
        self.numbering.footnotes.iter().copied().zip(self.numbers.iter().copied())
    }

    /// The references without a footnote, by their indices, and what number each bears.
    pub fn dangling(&self, edition: &Edition) -> Result<Vec<(usize, u32)>, Refusal> {
        let number = |&index: &usize| {
            let label = edition.references[index].label;
            let number = match label.series {
                Series::Named => (self.value)(&edition.name(label)),
                series if series.symbol().is_some() => None,
                _ => Some(label.number),
            };
            let place = edition.references[index].range.clone();
            let message = "Some reference with a symbol has no footnote. Mend it first.".to_owned();
            number.map(|number| (index, number)).ok_or(Refusal { message, place: Some(place) })
        };
        self.numbering.dangling.iter().map(number).collect()
    }

    /// The highest number that a footnote or a reference bears.
    pub fn highest(&self) -> u32 {
        self.numbers.iter().copied().max().unwrap_or(0)
    }

    /// Labels of several numbers (`4,5`) have no like in other series.
    pub fn refuse_several(&self, snapshot: &Snapshot) -> Result<(), Refusal> {
        let edition = snapshot.edition();
        let of = |&index: &usize| &edition.footnotes[index];
        let several = self.numbering.footnotes.iter().map(of).find(|one| one.label.last > one.label.number);
        match several.filter(|one| one.label.series != Series::Named) {
            None => Ok(()),
            Some(footnote) => {
                let message = "this footnote bears several numbers, which only numbers can. Part it first.";
                Err(Refusal::at(footnote.marker.clone(), snapshot, message))
            }
        }
    }

    /// Where its references stand; where nothing refers to it, its footnotes.
    pub fn reach(&self, edition: &Edition) -> Range<usize> {
        reach(edition, &self.numbering.footnotes)
    }
}

fn reach(edition: &Edition, footnotes: &[usize]) -> Range<usize> {
    let referring = || footnotes.iter().flat_map(|&index| edition.references_of(index));
    let start = referring().map(|reference| reference.range.start).min();
    if let (Some(start), Some(end)) = (start, referring().map(|reference| reference.range.end).max()) {
        return start..end;
    }
    let markers = || footnotes.iter().map(|&index| &edition.footnotes[index].marker);
    let (start, end) = (markers().map(|marker| marker.start).min(), markers().map(|marker| marker.end).max());
    start.unwrap_or(0)..end.unwrap_or(0)
}

/// The footnotes that stand among those of a group and are none of them.
pub struct Others<'a> {
    pub snapshot: &'a Snapshot,
    pub group: &'a Group,
}

impl Others<'_> {
    /// Index of the first whose label is like this.
    pub fn find(&self, is_alike: impl Fn(Label) -> bool) -> Option<usize> {
        let edition = self.snapshot.edition();
        let reach = self.group.reach(edition);
        (0..edition.footnotes.len()).find(|index| {
            let footnote = &edition.footnotes[*index];
            is_alike(footnote.label)
                && !self.group.numbering.holds(*index)
                && overlaps(&self::reach(edition, &[*index]), &reach)
        })
    }
}

/// Whether two ranges share a place.
pub fn overlaps(one: &Range<usize>, other: &Range<usize>) -> bool {
    one.start < other.end && other.start < one.end
}
