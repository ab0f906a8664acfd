//! Binding: which footnote each reference leads to.
//!
//! A reference leads to the nearest run of footnotes after it (else before it) that bears its label, within
//! the label's series.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use crate::edition::material::{Candidate, Material};
use crate::edition::regions::{self, Accepted, Bound};
use crate::edition::runs::Place;
use crate::edition::{Edition, Footnote, Reference, Region, slips};
use crate::scan::{FORMS, Form, Label, SERIES, Series};
use crate::text::{Text, trim};

/// Numbers in brackets that are years far more often than labels.
const YEARS: std::ops::RangeInclusive<u32> = 1000..=2100;

/// Finds regions, footnotes and references, binds them, and explains what slips explain.
pub fn bind(material: &Material, text: &Text) -> Edition {
    let (mut accepted, bound) = regions::find(material);
    let unrelated = unrelated(material, &accepted);
    accepted.retain(|accepted| !unrelated[accepted.series as usize]);
    let mut edition = Edition { names: material.names.clone(), ..Edition::default() };
    let owners = footnotes(material, &accepted, text, &mut edition);
    let tables = Tables::new(&accepted, &edition.footnotes, &owners);
    references(material, &mut edition, &tables, &bound, &unrelated);
    share_out(&mut edition, &owners, &bound);
    slips::explain(&mut edition, material, text);
    group(&mut edition);
    edition
}

/// The series of whose labels fewer than half have both a reference and a footnote, in a text that has another of
/// which more do: points that are counted, pages, letters of figures.
fn unrelated(material: &Material, accepted: &[Accepted]) -> [bool; Series::COUNT] {
    const SHARE: f64 = 0.5;
    // Of these, whatever is amiss is to be told; and what has no labels matches none.
    const COUNTING: [Series; 4] =
        [Series::Number, Series::NumberStar, Series::StarNumber, Series::Unlabelled];
    let mut is_used = [false; Series::COUNT];
    accepted.iter().for_each(|accepted| is_used[accepted.series as usize] = true);
    material.references.iter().for_each(|marker| is_used[marker.label.series as usize] = true);
    if is_used.iter().filter(|&&is_used| is_used).count() < 2 {
        return [false; Series::COUNT];
    }
    let mut noted: [HashSet<u32>; Series::COUNT] = Default::default();
    for accepted in accepted {
        let labels = accepted.run.members.iter().map(|member| material.candidates[member.candidate].label);
        noted[accepted.series as usize].extend(labels.flat_map(Label::numbers));
    }
    let mut referred: [HashSet<u32>; Series::COUNT] = Default::default();
    for marker in &material.references {
        referred[marker.label.series as usize].extend(marker.label.numbers());
    }
    let share = SERIES.map(|series| {
        let (noted, referred) = (&noted[series as usize], &referred[series as usize]);
        let both = noted.intersection(referred).count();
        both as f64 / (noted.len() + referred.len() - both).max(1) as f64
    });
    match share.iter().any(|&share| share >= SHARE) {
        true => SERIES.map(|series| !COUNTING.contains(&series) && share[series as usize] < SHARE),
        false => [false; Series::COUNT],
    }
}

/// Fills in footnotes and regions; returns for each footnote the index of its run.
pub fn footnotes(
    material: &Material,
    accepted: &[Accepted],
    text: &Text,
    edition: &mut Edition,
) -> Vec<usize> {
    let count = accepted.iter().map(|accepted| accepted.run.members.len()).sum();
    let mut owners = Vec::with_capacity(count);
    edition.footnotes.reserve(count);
    for (owner, accepted) in accepted.iter().enumerate() {
        for member in &accepted.run.members {
            let Candidate { range, label, form, alone } = material.candidates[member.candidate].clone();
            let expected = match member.place {
                Place::Misplaced(expected) => Some(expected),
                _ => None,
            };
            // The first footnote with the label is found when all are sorted.
            let twin = (member.place == Place::Twin).then_some(usize::MAX);
            let footnote = Footnote {
                until: material.body.end,
                marker: range,
                label,
                form,
                alone,
                expected,
                region: 0,
                twin,
                closed: form != Form::Enclosed,
                explained: false,
                acknowledged: false,
                likely: None,
                references: 0..0,
            };
            edition.footnotes.push(footnote);
            owners.push(owner);
        }
    }
    if !edition.footnotes.is_sorted_by_key(|footnote| footnote.marker.start) {
        let mut order: Vec<usize> = (0..owners.len()).collect();
        order.sort_by_key(|&index| edition.footnotes[index].marker.start);
        edition.footnotes = order.iter().map(|&index| edition.footnotes[index].clone()).collect();
        owners = order.iter().map(|&index| owners[index]).collect();
    }
    twins(&mut edition.footnotes, &owners);
    regions(material, accepted, &owners, edition);
    bounds(material, text, edition);
    owners
}

fn twins(footnotes: &mut [Footnote], owners: &[usize]) {
    if footnotes.iter().all(|footnote| footnote.twin.is_none()) {
        return;
    }
    let mut first: HashMap<(usize, Label), usize> = HashMap::new();
    for index in 0..footnotes.len() {
        let earlier = *first.entry((owners[index], footnotes[index].label)).or_insert(index);
        footnotes[index].twin = footnotes[index].twin.and((earlier < index).then_some(earlier));
    }
}

/// One region for the runs under one heading, one for each other run.
fn regions(material: &Material, accepted: &[Accepted], owners: &[usize], edition: &mut Edition) {
    let mut current: Option<(Option<usize>, usize)> = None;
    for (index, &owner) in owners.iter().enumerate() {
        let heading = accepted[owner].heading;
        let same = current.is_some_and(|(other, run)| match heading {
            Some(_) => other == heading,
            None => run == owner,
        });
        if !same {
            current = Some((heading, owner));
            let range = heading.map(|heading| material.headings[heading].clone());
            let start = range.as_ref().map_or(edition.footnotes[index].marker.start, |range| range.start);
            edition.regions.push(Region { heading: range, range: start..start, footnotes: index..index });
        }
        let region = edition.regions.len() - 1;
        edition.footnotes[index].region = region;
        edition.regions[region].footnotes.end = index + 1;
    }
}

/// A footnote runs to the next footnote, heading or navigation; the last one of a region also to whatever
/// looks like the heading of more text.
fn bounds(material: &Material, text: &Text, edition: &mut Edition) {
    let mut stops = [&material.headings, &material.navigation]
        .map(|ranges| ranges.iter().map(|range| range.start).peekable());
    for index in 0..edition.footnotes.len() {
        let marker = edition.footnotes[index].marker.clone();
        let next = edition.footnotes.get(index + 1).map(|next| next.marker.start);
        let mut until = next.unwrap_or(material.body.end);
        if edition.footnotes[index].form == Form::Enclosed {
            let end = block_end(material, marker.end..until);
            edition.footnotes[index].closed = end.is_some();
            until = end.unwrap_or_else(|| paragraph_end(text, marker.start).min(until));
            edition.footnotes[index].until = until;
            let region = edition.footnotes[index].region;
            edition.regions[region].range.end = until;
            continue;
        }
        for stop in &mut stops {
            while stop.next_if(|&stop| stop < marker.end).is_some() {}
            until = until.min(stop.peek().copied().unwrap_or(until));
        }
        let region = edition.footnotes[index].region;
        until = text_between(material, marker.end..until).unwrap_or(until);
        if index + 1 == edition.regions[region].footnotes.end {
            until = text_resumes(material, text, marker.end..until).unwrap_or(until);
            edition.regions[region].range.end = until;
        }
        edition.footnotes[index].until = until;
    }
}

/// Where a footnote in brackets ends, with what goes on with it.
pub fn block_end(material: &Material, range: Range<usize>) -> Option<usize> {
    let next = |from: usize| {
        let at = material.ends.partition_point(|&end| end < from);
        material.ends.get(at).copied().filter(|&end| end <= range.end)
    };
    let mut end = next(range.start)?;
    let mut at = material.resumptions.partition_point(|&start| start < end);
    while let Some(&start) = material.resumptions.get(at).filter(|&&start| start < range.end) {
        let Some(later) = next(start) else { break };
        end = later;
        at += 1;
    }
    Some(end)
}

/// Where the paragraph ends that holds the byte `offset`.
fn paragraph_end(text: &Text, offset: usize) -> usize {
    let first = text.line_of(offset);
    let blank = (first..text.line_count()).find(|&line| trim(&text.line(line)).is_empty());
    blank.map_or(text.len(), |line| text.line_start(line))
}

/// Where the text goes on between two footnotes: at the first paragraph, if it or a later one refers to a footnote.
fn text_between(material: &Material, range: Range<usize>) -> Option<usize> {
    let next = material.paragraphs.partition_point(|&(start, _)| start < range.start);
    let &(start, _) = material.paragraphs.get(next).filter(|&&(start, _)| start < range.end)?;
    let next = material.references.partition_point(|marker| marker.range.start < start);
    material.references.get(next).is_some_and(|marker| marker.range.start < range.end).then_some(start)
}

/// Where a short line that ends no sentence stands alone between paragraphs.
fn text_resumes(material: &Material, text: &Text, range: Range<usize>) -> Option<usize> {
    const SHORT: usize = 60;
    let next = material.paragraphs.partition_point(|&(start, _)| start < range.start);
    let paragraphs = material.paragraphs[next..].iter().take_while(|&&(start, _)| start < range.end);
    paragraphs.filter(|&&(_, len)| len <= SHORT).map(|&(start, _)| start).find(|&start| {
        let line = text.line(text.line_of(start));
        let line = trim(&line);
        let said = line.trim_end_matches(|c: char| "”’\"')]*".contains(c));
        line.starts_with(char::is_uppercase) && !said.ends_with(|c: char| ".,;:!?…—–-".contains(c))
    })
}

/// For each run, its footnotes by number.
struct Tables {
    by_series: [Vec<Borne>; Series::COUNT],
    /// Where a series has several runs, those that bear a number: where the footnote with it starts, and the run.
    runs: HashMap<(Series, u32), Vec<(usize, usize)>>,
}

/// One run: where it starts, and its footnotes by number.
struct Borne {
    start: usize,
    numbers: Range<u32>,
    table: Table,
}

/// Footnotes by number: dense where the numbers are.
enum Table {
    Dense { first: u32, slots: Vec<u32> },
    Sparse(HashMap<u32, u32>),
}

/// Where a label leads.
#[derive(Default)]
struct Found {
    footnote: Option<usize>,
    /// A footnote in front of the reference, where the reference's own region has a hole in that place.
    earlier: Option<usize>,
}

const NONE: u32 = u32::MAX;

impl Table {
    fn get(&self, number: u32) -> Option<usize> {
        let found = match self {
            Table::Dense { first, slots } => {
                number.checked_sub(*first).and_then(|at| slots.get(at as usize)).copied().unwrap_or(NONE)
            }
            Table::Sparse(map) => map.get(&number).copied().unwrap_or(NONE),
        };
        (found != NONE).then_some(found as usize)
    }

    fn put(&mut self, number: u32, footnote: u32) {
        match self {
            Table::Dense { first, slots } => {
                let slot = &mut slots[(number - *first) as usize];
                if *slot == NONE {
                    *slot = footnote;
                }
            }
            Table::Sparse(map) => {
                map.entry(number).or_insert(footnote);
            }
        }
    }
}

impl Tables {
    fn new(accepted: &[Accepted], footnotes: &[Footnote], owners: &[usize]) -> Self {
        let mut bounds = vec![(u32::MAX, 0, 0, usize::MAX); accepted.len()];
        for (footnote, &owner) in footnotes.iter().zip(owners) {
            let (first, last, count, start) = &mut bounds[owner];
            *first = footnote.label.number.min(*first);
            *last = footnote.label.last.max(*last);
            *count += 1;
            *start = footnote.marker.start.min(*start);
        }
        let mut borne: Vec<Borne> = bounds
            .into_iter()
            .map(|(first, last, count, start)| {
                let table = match last.checked_sub(first) {
                    Some(span) if span <= 4 * count + 64 => {
                        Table::Dense { first, slots: vec![NONE; span as usize + 1] }
                    }
                    _ => Table::Sparse(HashMap::new()),
                };
                Borne { start, numbers: first..last + 1, table }
            })
            .collect();
        // A label that does not fit its place still is one, where no other footnote bears it.
        for fits in [true, false] {
            for (index, (footnote, &owner)) in footnotes.iter().zip(owners).enumerate() {
                if footnote.expected.is_none() == fits {
                    footnote.label.numbers().for_each(|number| borne[owner].table.put(number, index as u32));
                }
            }
        }
        let mut tables = Tables { by_series: Default::default(), runs: HashMap::new() };
        let mut places = Vec::with_capacity(accepted.len());
        for (accepted, borne) in accepted.iter().zip(borne) {
            let of_series = &mut tables.by_series[accepted.series as usize];
            places.push(of_series.len());
            of_series.push(borne);
        }
        for (footnote, &owner) in footnotes.iter().zip(owners) {
            let series = footnote.label.series;
            if tables.by_series[series as usize].len() > 1 {
                for number in footnote.label.numbers() {
                    let run = places[owner];
                    let meant = tables.by_series[series as usize][run].table.get(number);
                    let start = meant.map_or(footnote.marker.start, |meant| footnotes[meant].marker.start);
                    tables.runs.entry((series, number)).or_default().push((start, run));
                }
            }
        }
        for runs in tables.runs.values_mut() {
            runs.sort_unstable();
            runs.dedup();
        }
        tables
    }

    fn find(&self, label: Label, offset: usize) -> Found {
        let runs = &self.by_series[label.series as usize];
        if let [only] = &runs[..] {
            let footnote = label.numbers().find_map(|number| only.table.get(number));
            return Found { footnote, earlier: None };
        }
        let next = runs.partition_point(|borne| borne.start <= offset);
        for number in label.numbers() {
            let Some(bearing) = self.runs.get(&(label.series, number)) else { continue };
            // The text that refers to them may stand among the footnotes of a run.
            let at = bearing.partition_point(|&(start, _)| start <= offset);
            if let Some(&(_, run)) = bearing.get(at) {
                return Found { footnote: runs[run].table.get(number), earlier: None };
            }
            let earlier = at.checked_sub(1).and_then(|at| runs[bearing[at].1].table.get(number));
            let is_hole = runs.get(next).is_some_and(|own| own.numbers.contains(&number));
            return match is_hole {
                true => Found { footnote: None, earlier },
                false => Found { footnote: earlier, earlier: None },
            };
        }
        Found::default()
    }
}

/// All references, bound. Labels at line starts that are no footnotes are references if a footnote bears them.
fn references(
    material: &Material,
    edition: &mut Edition,
    tables: &Tables,
    bound: &Bound,
    unrelated: &[bool; Series::COUNT],
) {
    let footnotes = &edition.footnotes;
    let mut earlier: Vec<(usize, usize)> = Vec::new();
    let mut also: Vec<(usize, usize)> = Vec::new();
    let mut new = |range: &Range<usize>, label: Label, form: Form| {
        let at = |start: &usize| footnotes.binary_search_by_key(start, |footnote| footnote.marker.start).ok();
        let found = match bound.get(&range.start) {
            Some(known) => Found { footnote: known.as_ref().and_then(at), earlier: None },
            None => tables.find(label, range.start),
        };
        earlier.extend(found.earlier.map(|footnote| (range.start, footnote)));
        if label.last > label.number {
            let others =
                label.numbers().map(|number| tables.find(label.with_number(number), range.start).footnote);
            let others = others.flatten().filter(|&other| Some(other) != found.footnote);
            also.extend(others.map(|footnote| (range.start, footnote)));
        }
        Reference {
            range: range.clone(),
            label,
            form,
            footnote: found.footnote,
            likely: None,
            explained: false,
        }
    };
    let related = material.references.iter().filter(|marker| !unrelated[marker.label.series as usize]);
    let mut references: Vec<Reference> =
        related.map(|marker| new(&marker.range, marker.label, marker.form)).collect();
    let mut next = edition.footnotes.iter().map(|footnote| footnote.marker.start).peekable();
    let before = references.len();
    // A line break may put a reference at a line start, where it looks like a footnote.
    let mut forms = FORMS.map(|form| form == Form::Bracket);
    material.references.iter().for_each(|marker| forms[marker.form as usize] = true);
    for candidate in material.candidates.iter().filter(|candidate| forms[candidate.form as usize]) {
        while next.next_if(|&start| start < candidate.range.start).is_some() {}
        if next.peek() != Some(&candidate.range.start) {
            let reference = new(&candidate.range, candidate.label, candidate.form);
            references.extend(Some(reference).filter(|reference| reference.footnote.is_some()));
        }
    }
    if references.len() > before {
        references.sort_by_key(|reference| reference.range.start);
    }
    also.dedup();
    edition.also = also;
    bind_back(&mut references, &earlier, edition.footnotes.len());
    drop_what_is_none(&mut references, &edition.footnotes);
    edition.references = references;
}

/// A footnote in front of a reference is meant where nothing else refers to it.
fn bind_back(references: &mut [Reference], earlier: &[(usize, usize)], footnotes: usize) {
    if earlier.is_empty() {
        return;
    }
    let mut referred = vec![false; footnotes];
    references
        .iter()
        .filter_map(|reference| reference.footnote)
        .for_each(|footnote| referred[footnote] = true);
    for &(start, footnote) in earlier.iter().filter(|&&(_, footnote)| !referred[footnote]) {
        if let Ok(index) = references.binary_search_by_key(&start, |reference| reference.range.start) {
            references[index].footnote = Some(footnote);
        }
    }
}

/// Drops unbound markers that are something else: years, letters and symbols in a text that has no such
/// footnotes, page numbers of the printed source.
fn drop_what_is_none(references: &mut Vec<Reference>, footnotes: &[Footnote]) {
    if references.iter().all(|reference| reference.footnote.is_some()) {
        return;
    }
    let mut has_series = [false; Series::COUNT];
    let mut highest = 0;
    for footnote in footnotes {
        has_series[footnote.label.series as usize] = true;
        if footnote.label.series == Series::Number {
            highest = highest.max(footnote.label.last);
        }
    }
    references.retain(|reference| {
        let label = reference.label;
        reference.footnote.is_some()
            || match label.series {
                Series::Number => highest >= *YEARS.start() || !YEARS.contains(&label.number),
                Series::NumberStar => true,
                series => has_series[series as usize],
            }
    });
    drop_page_numbers(references, highest);
}

/// Numbers above all footnotes that rise one by one are pages of the printed source.
fn drop_page_numbers(references: &mut Vec<Reference>, highest: u32) {
    const FEWEST: usize = 3;
    let is_loose = |reference: &Reference| {
        let label = reference.label;
        reference.footnote.is_none() && label.series == Series::Number && label.number > highest
    };
    let numbers: Vec<u32> =
        references.iter().filter(|other| is_loose(other)).map(|other| other.label.number).collect();
    let rises = numbers.windows(2).all(|pair| pair[1] == pair[0] + 1);
    if highest > 0 && numbers.len() >= FEWEST && rises && numbers[0] > highest + 1 {
        references.retain(|reference| !is_loose(reference));
    }
}

/// Two regions side by side may bear the same labels, as "Footnotes" and "Endnotes" of a volume do, and both
/// be referred to. Which reference leads to which only their order can tell.
fn share_out(edition: &mut Edition, owners: &[usize], bound: &Bound) {
    if owners.windows(2).all(|pair| pair[0] == pair[1]) {
        return;
    }
    let mut referring: HashMap<usize, Vec<usize>> = HashMap::new();
    let unsure = |reference: &Reference| !bound.contains_key(&reference.range.start);
    for (index, reference) in edition.references.iter().enumerate().filter(|(_, other)| unsure(other)) {
        if let Some(footnote) = reference.footnote {
            referring.entry(footnote).or_default().push(index);
        }
    }
    // Footnotes of one label, each in the run after the one before.
    let mut chains: HashMap<Label, Vec<usize>> = HashMap::new();
    let mut whole: Vec<Vec<usize>> = Vec::new();
    for footnote in 0..edition.footnotes.len() {
        let chain = chains.entry(edition.footnotes[footnote].label).or_default();
        let goes_on = chain.last().is_some_and(|&earlier| {
            owners[earlier] != owners[footnote]
                && !referring.contains_key(&footnote)
                && are_side_by_side(edition, earlier, footnote)
        });
        if !goes_on {
            whole.push(std::mem::take(chain));
        }
        chain.push(footnote);
    }
    whole.extend(chains.into_values());
    for chain in whole.iter().filter(|chain| chain.len() > 1) {
        let Some(shared) = referring.get(&chain[0]).filter(|shared| shared.len() >= chain.len()) else {
            continue;
        };
        let later = &shared[shared.len() + 1 - chain.len()..];
        for (&reference, &footnote) in later.iter().zip(&chain[1..]) {
            edition.references[reference].footnote = Some(footnote);
        }
    }
}

/// Whether the regions of two footnotes follow each other with nothing but a heading or a link between.
fn are_side_by_side(edition: &Edition, earlier: usize, later: usize) -> bool {
    const LINKS: usize = 200;
    let [earlier, later] = [earlier, later].map(|footnote| edition.footnotes[footnote].region);
    let gap = edition.regions[later].range.start.saturating_sub(edition.regions[earlier].range.end);
    later <= earlier + 1 && gap <= LINKS
}

/// Groups the references by footnote.
pub fn group(edition: &mut Edition) {
    let references = &edition.references;
    let also = edition.also.iter().filter_map(|&(start, footnote)| {
        let index = references.binary_search_by_key(&start, |reference| reference.range.start).ok()?;
        Some((footnote, index))
    });
    let own =
        references.iter().enumerate().filter_map(|(index, reference)| Some((reference.footnote?, index)));
    let pairs = || own.clone().chain(also.clone());
    let mut counts = vec![0u32; edition.footnotes.len() + 1];
    pairs().for_each(|(footnote, _)| counts[footnote + 1] += 1);
    for index in 1..counts.len() {
        counts[index] += counts[index - 1];
    }
    let mut next = counts.clone();
    let mut grouped = vec![0; *counts.last().unwrap_or(&0) as usize];
    pairs().for_each(|(footnote, index)| {
        grouped[next[footnote] as usize] = index as u32;
        next[footnote] += 1;
    });
    edition.by_footnote = grouped;
    for (footnote, bound) in edition.footnotes.iter_mut().zip(counts.windows(2)) {
        footnote.references = bound[0]..bound[1];
    }
}
