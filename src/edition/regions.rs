//! Regions: which of the labels at line starts are footnotes.
//!
//! A footnote starts a line in a notes region: under a notes heading, or in a run of notes that has none.
//! Numbered headings and lists elsewhere are neither; what tells them apart is whether references lead to them.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use crate::edition::alignment;
use crate::edition::material::{Candidate, Census, Marker, Material};
use crate::edition::runs::{self, Member, Place, Reading, Run};
use crate::scan::{FORMS, Form, Label, SERIES, Series};

/// A run that was found to be footnotes.
#[derive(Debug)]
pub struct Accepted {
    pub run: Run,
    pub series: Series,
    /// Index of the notes heading it stands under.
    pub heading: Option<usize>,
}

/// Under a notes heading, so many of a run's labels must be referred to for it to be footnotes at all.
/// (Whether they are *checked* is for the whole text to say.)
const SHARE_UNDER_HEADING: f64 = 0.25;
/// Elsewhere, so many.
const SHARE_ELSEWHERE: f64 = 0.5;

/// For references by where they start: where their footnote starts, if they have one.
pub type Bound = HashMap<usize, Option<usize>>;

/// Finds the footnotes, as runs in text order; and what only the order of all references and footnotes can tell.
pub fn find(material: &Material) -> (Vec<Accepted>, Bound) {
    let census = Census::of(material.references.iter().map(|marker| (marker.label, marker.range.start)));
    let mut finder = Finder {
        material,
        census,
        accepted: Vec::new(),
        taken: vec![false; material.candidates.len()],
        bound: HashMap::new(),
    };
    let zones = zones(material, material.body.end);
    finder.unlabelled(&zones);
    finder.aligned(&zones);
    for zone in zones.iter().filter(|zone| zone.heading.is_some()) {
        finder.under_heading(zone);
    }
    finder.elsewhere(&zones);
    finder.accepted.sort_by_key(|accepted| first(material, &accepted.run));
    let start = |candidate: usize| material.candidates[candidate].range.start;
    let bound = finder.bound.into_iter();
    let bound = bound.map(|(index, found)| (material.references[index].range.start, found.map(start)));
    (finder.accepted, bound.collect())
}

/// Where a run starts.
pub fn first(material: &Material, run: &Run) -> usize {
    run.members.first().map_or(usize::MAX, |member| material.candidates[member.candidate].range.start)
}

/// What lies between two notes headings.
struct Zone {
    heading: Option<usize>,
    range: Range<usize>,
    /// Indices of the candidates in it.
    candidates: Range<usize>,
}

fn zones(material: &Material, end: usize) -> Vec<Zone> {
    let starts = material.headings.iter().map(|heading| heading.start);
    let bounds: Vec<usize> = std::iter::once(0).chain(starts).chain([end]).collect();
    bounds
        .windows(2)
        .enumerate()
        .map(|(index, bound)| {
            let at = |offset| material.candidates.partition_point(|other| other.range.start < offset);
            Zone {
                heading: index.checked_sub(1),
                range: bound[0]..bound[1],
                candidates: at(bound[0])..at(bound[1]),
            }
        })
        .collect()
}

struct Finder<'a> {
    material: &'a Material,
    census: Census,
    accepted: Vec<Accepted>,
    /// Which candidates are in one of them.
    taken: Vec<bool>,
    /// References, by index, whose footnote is known, as the index of a candidate; or that have none.
    bound: HashMap<usize, Option<usize>>,
}

impl Finder<'_> {
    /// Footnotes without labels, in brackets of their own.
    fn unlabelled(&mut self, zones: &[Zone]) {
        let all = self.material.candidates.iter().enumerate();
        let unlabelled = all.filter(|(_, candidate)| candidate.label.series == Series::Unlabelled);
        let members = unlabelled.map(|(candidate, _)| Member { candidate, place: Place::Regular });
        let run = Run { members: members.collect() };
        if !run.members.is_empty() {
            let heading = self.heading_over(zones, &run);
            self.accept(run, Series::Unlabelled, heading);
        }
    }

    /// Labels that begin anew: their order tells what belongs together.
    fn aligned(&mut self, zones: &[Zone]) {
        let mut kinds: [[Vec<usize>; FORMS.len()]; Series::COUNT] = Default::default();
        for (index, candidate) in self.material.candidates.iter().enumerate() {
            kinds[candidate.label.series as usize][candidate.form as usize].push(index);
        }
        for series in SERIES.into_iter().filter(|&series| series != Series::Unlabelled) {
            let is_symbol = series.symbol().is_some();
            for form in FORMS {
                if !is_symbol && !form.is_set_off() && series != Series::Round {
                    continue;
                }
                let notes = std::mem::take(&mut kinds[series as usize][form as usize]);
                // Labels that rise begin nowhere anew.
                let rises = notes.is_sorted_by(|&a, &b| self.number(a) < self.number(b));
                if notes.is_empty() || (rises && !is_symbol && form != Form::Enclosed) {
                    continue;
                }
                match self.distinct(&notes) {
                    _ if is_symbol => self.nearest(zones, series, form, &notes),
                    count if form == Form::Enclosed || count < notes.len() => {
                        self.align(zones, series, form, &notes);
                    }
                    _ => {}
                }
            }
        }
    }

    /// Footnotes of which each begins anew, as symbols do: the first paragraph of that label below the reference.
    fn nearest(&mut self, zones: &[Zone], series: Series, form: Form, notes: &[usize]) {
        let material = self.material;
        let references = self.unbound(series);
        let marker = |&index: &usize| &material.references[index];
        let mut from: HashMap<Label, usize> = HashMap::new();
        let (mut found, mut others) = (Vec::new(), Vec::new());
        for &note in notes {
            let Candidate { label, range, .. } = self.candidate(note);
            let start = from.insert(*label, range.end).unwrap_or(0);
            let next = references.partition_point(|index| marker(index).range.start < start);
            let between = references[next..].iter().map(marker);
            let is_meant = between
                .take_while(|other| other.range.start < range.start)
                .any(|other| other.label == *label);
            if is_meant || form == Form::Enclosed { found.push(note) } else { others.push(note) }
        }
        // A label in brackets opens no list: among footnotes, it is a footnote that lost its reference.
        if !found.is_empty() && others.len() <= found.len() && form.is_set_off() {
            found.extend(&others);
            found.sort_unstable();
        }
        let label = |&note: &usize| material.candidates[note].label;
        let labels: HashSet<Label> = found.iter().map(label).collect();
        let mut bound: Vec<(usize, Option<usize>)> = Vec::new();
        for index in references.into_iter().filter(|index| labels.contains(&marker(index).label)) {
            let Marker { range, label, .. } = marker(&index);
            let next = found.partition_point(|&note| material.candidates[note].range.start <= range.start);
            let bears = |note: &&usize| material.candidates[**note].label == *label;
            let below = found[next..].iter().find(bears).copied();
            // One footnote cannot be that of two paragraphs, where each has its own.
            if let Some((before, its)) = bound.last_mut().filter(|(_, its)| its.is_some() && *its == below)
                && found.len() > 1
                && material.has_paragraph(marker(before).range.start..range.start)
            {
                *its = None;
            }
            let only = found.first().copied().filter(|_| found.len() == 1);
            bound.push((index, below.or(only)));
        }
        self.bound.extend(bound);
        let others: HashSet<usize> = others.into_iter().collect();
        let mut runs: Vec<Run> = Vec::new();
        for candidate in found {
            let start = |candidate: usize| material.candidates[candidate].range.start;
            let is_twin = |member: &Member| {
                label(&member.candidate) == label(&candidate)
                    && others.contains(&candidate)
                    && !material.has_paragraph(start(member.candidate)..start(candidate))
            };
            match runs.last_mut().filter(|run| run.members.iter().any(is_twin)) {
                Some(run) => run.members.push(Member { candidate, place: Place::Twin }),
                None => runs.push(Run { members: vec![Member { candidate, place: Place::Regular }] }),
            }
        }
        for run in runs {
            let heading = self.heading_over(zones, &run);
            self.accept(run, series, heading);
        }
    }

    /// The references of a series whose footnote is not known yet, by their indices.
    fn unbound(&self, series: Series) -> Vec<usize> {
        let references = self.material.references.iter().enumerate();
        let of_series = references.filter(|(_, marker)| marker.label.series == series);
        of_series.map(|(index, _)| index).filter(|index| !self.bound.contains_key(index)).collect()
    }

    fn number(&self, candidate: usize) -> u32 {
        self.candidate(candidate).label.number
    }

    /// How many labels candidates bear.
    fn distinct(&self, notes: &[usize]) -> usize {
        notes.iter().map(|&index| self.candidate(index).label).collect::<HashSet<_>>().len()
    }

    fn align(&mut self, zones: &[Zone], series: Series, form: Form, notes: &[usize]) {
        let references = self.unbound(series);
        let Some(alignment) = alignment::align(self.material, &references, notes) else { return };
        if form == Form::Enclosed || share(alignment.matched, notes.len()) >= SHARE_ELSEWHERE {
            self.bound.extend(alignment.bound);
            for run in alignment.runs {
                let heading = self.heading_over(zones, &run);
                self.accept(run, series, heading);
            }
        }
    }

    fn accept(&mut self, run: Run, series: Series, heading: Option<usize>) {
        run.members.iter().for_each(|member| self.taken[member.candidate] = true);
        self.accepted.push(Accepted { run, series, heading });
    }

    /// The notes heading right above a run.
    fn heading_over(&self, zones: &[Zone], run: &Run) -> Option<usize> {
        let start = first(self.material, run);
        let zone = zones.iter().find(|zone| zone.range.contains(&start))?;
        zone.heading.filter(|_| !self.material.has_paragraph(zone.range.start..start))
    }

    fn candidate(&self, index: usize) -> &Candidate {
        &self.material.candidates[index]
    }

    fn under_heading(&mut self, zone: &Zone) {
        let earlier = self.accepted.len();
        for series in SERIES {
            let sequence = self.sequence(zone.candidates.clone(), series);
            if sequence.is_empty() {
                continue;
            }
            for run in self.read(&sequence, Reading::Nested) {
                if self.is_under_heading(zone, earlier, &run) {
                    self.accept(run, series, zone.heading);
                } else if self.is_set_off(&run)
                    && let Some(previous) =
                        self.accepted[earlier..].last_mut().filter(|other| other.series == series)
                {
                    // Brackets open no lists: what begins anew without references is there twice.
                    let again = run.members.iter().map(|member| Member { place: Place::Twin, ..*member });
                    previous.run.members.extend(again);
                    run.members.iter().for_each(|member| self.taken[member.candidate] = true);
                }
            }
        }
    }

    fn read(&self, sequence: &[usize], reading: Reading) -> Vec<Run> {
        let is_referenced = |label: Label, range: Range<usize>| match range.end {
            usize::MAX => self.census.count(label) > 0,
            _ => self.is_referenced_in(label, range),
        };
        let defined = Census::of(sequence.iter().map(|&index| (self.candidate(index).label, 0)));
        let is_shared_out = |label: Label| self.census.count(label) >= defined.count(label);
        runs::read(&self.material.candidates, sequence, reading, is_referenced, is_shared_out)
    }

    /// The candidates of a series that can be footnotes together: of one form, and single others that fill
    /// a hole among them.
    fn sequence(&self, candidates: Range<usize>, series: Series) -> Vec<usize> {
        let of_series: Vec<usize> = candidates
            .filter(|&index| self.candidate(index).label.series == series)
            .filter(|&index| !self.taken[index])
            .collect();
        let set_off =
            of_series.iter().map(|&index| self.candidate(index).form).filter(|form| form.is_set_off());
        let Some(&first) = of_series.first() else { return of_series };
        let form = set_off.min_by_key(|&form| form as usize).unwrap_or(self.candidate(first).form);
        if of_series.iter().all(|&index| self.candidate(index).form == form) {
            return of_series;
        }
        let borne = Census::of(
            of_series
                .iter()
                .map(|&index| self.candidate(index))
                .filter(|candidate| candidate.form == form)
                .map(|candidate| (candidate.label, 0)),
        );
        of_series
            .into_iter()
            .filter(|&index| {
                let candidate = self.candidate(index);
                let label = candidate.label;
                let fills = borne.count(label) == 0
                    && label.number > 1
                    && borne.count(label.with_number(label.number - 1)) > 0
                    && self.census.count(label) > 0;
                candidate.form == form || fills
            })
            .collect()
    }

    fn is_under_heading(&self, zone: &Zone, from: usize, run: &Run) -> bool {
        let start = first(self.material, run);
        let labels: Vec<Label> = self.sole(run).map(|candidate| candidate.label).collect();
        let matched = self.matched(run, &self.census);
        let earlier = || self.accepted[from..].iter().filter(|other| other.series == labels[0].series);
        if let Some(previous) = earlier().next_back() {
            // A list in the last footnote, unless references begin anew as well.
            let from = first(self.material, &previous.run);
            let defined = earlier().flat_map(|other| self.sole(&other.run));
            let defined = Census::of(defined.map(|candidate| (candidate.label, 0)));
            let all = if self.is_set_off(run) { labels.len().div_ceil(2) } else { labels.len() };
            return self.anew(&labels, from..start, &defined) >= all
                && share(matched, labels.len()) >= SHARE_ELSEWHERE;
        }
        let opens = !self.material.has_paragraph(zone.range.start..start);
        // A single note may be mislabelled, and its heading is evidence enough.
        (matched > 0 && share(matched, labels.len()) >= SHARE_UNDER_HEADING)
            || (opens && (labels.len() <= 2 || self.material.references.is_empty()))
    }

    /// How many of the labels references begin anew with: all if the first is referred to between the two runs, else
    /// those that are referred to before them once more than they were defined.
    fn anew(&self, labels: &[Label], between: Range<usize>, defined: &Census) -> usize {
        if self.is_referenced_in(labels[0], between.clone()) {
            return labels.len();
        }
        let references = self.material.references.iter();
        let before = references.take_while(|marker| marker.range.start < between.start);
        let census = Census::of(before.map(|marker| (marker.label, marker.range.start)));
        labels.iter().filter(|&&label| census.count(label) > defined.count(label)).count()
    }

    /// How many labels of a run have a reference before them, by `census`.
    fn matched(&self, run: &Run, census: &Census) -> usize {
        self.sole(run).filter(|candidate| census.is_before(candidate.label, candidate.range.start)).count()
    }

    /// Runs that no heading announces. Only references that lead nowhere yet can lead to them.
    fn elsewhere(&mut self, zones: &[Zone]) {
        let accepted = self.accepted.iter().flat_map(|accepted| &accepted.run.members);
        let borne = Census::of(accepted.map(|member| (self.candidate(member.candidate).label, 0)));
        let mut waiting = match self.accepted.is_empty() {
            true => self.census.clone(),
            false => {
                let waits = |(index, marker): &(usize, &Marker)| {
                    borne.count(marker.label) == 0 && !self.bound.contains_key(index)
                };
                let references = self.material.references.iter().enumerate().filter(waits);
                Census::of(references.map(|(_, marker)| (marker.label, marker.range.start)))
            }
        };
        for zone in zones.iter().rev() {
            let mut sequences: [[Vec<usize>; FORMS.len()]; Series::COUNT] = Default::default();
            for index in zone.candidates.clone().filter(|&index| !self.taken[index]) {
                let Candidate { label, form, .. } = self.candidate(index);
                sequences[label.series as usize][*form as usize].push(index);
            }
            // The surest forms are asked first.
            for series in SERIES {
                for form in FORMS.into_iter().filter(|_| series.symbol().is_none()) {
                    let sequence = &sequences[series as usize][form as usize];
                    if sequence.is_empty() {
                        continue;
                    }
                    self.best_reading(sequence, series, &mut waiting);
                }
            }
        }
    }

    fn is_referenced_in(&self, label: Label, range: Range<usize>) -> bool {
        let references = &self.material.references;
        let next = references.partition_point(|marker| marker.range.start < range.start);
        let within = references[next..].iter().take_while(|marker| marker.range.start < range.end);
        within.map(|marker| marker.label).any(|other| other == label)
    }

    /// Reads a sequence both ways and keeps the one in which more references find a footnote.
    fn best_reading(&mut self, sequence: &[usize], series: Series, waiting: &mut Census) {
        if sequence.iter().all(|&index| waiting.count(self.candidate(index).label) == 0) {
            return;
        }
        let (mut most, mut found, mut left) = self.trial(sequence, Reading::Split, waiting.clone());
        // A run of all of them has nothing in it that could be nested.
        let is_whole = matches!(&found[..], [run] if run.members.len() == sequence.len());
        if let ([first, .., last], false) = (sequence, is_whole) {
            let nested = self.trial(sequence, Reading::Nested, waiting.clone());
            // Where no paragraph stands between the candidates, what begins anew is a list in a footnote.
            let start = |index: usize| self.candidate(index).range.start;
            let dense = !self.material.has_paragraph(start(*first)..start(*last));
            if nested.0 > most || (nested.0 == most && dense) {
                (most, found, left) = nested;
            }
        }
        if most > 0 {
            *waiting = left;
            found.into_iter().for_each(|run| self.accept(run, series, None));
        }
    }

    /// The runs of a sequence that waiting references lead to, how many references do, and what then still waits.
    fn trial(&self, sequence: &[usize], reading: Reading, mut waiting: Census) -> (usize, Vec<Run>, Census) {
        let read = self.read(sequence, reading);
        let mut found = Vec::new();
        let mut bound = 0;
        // The last run first: where a list in the text and a footnote bear one label, the footnote is nearer
        // to the end.
        for run in read.into_iter().rev() {
            let (count, matched) = (self.sole(&run).count(), self.matched(&run, &waiting));
            if matched > 0 && share(matched, count) >= SHARE_ELSEWHERE {
                self.sole(&run).for_each(|candidate| waiting.take(candidate.label));
                bound += matched;
                found.push(run);
            }
        }
        (bound, found, waiting)
    }

    fn is_set_off(&self, run: &Run) -> bool {
        run.members.iter().all(|member| self.candidate(member.candidate).form.is_set_off())
    }

    /// The footnotes of a run without second ones of a label.
    fn sole<'r>(&'r self, run: &'r Run) -> impl Iterator<Item = &'r Candidate> {
        let members = run.members.iter().filter(|member| member.place != Place::Twin);
        members.map(|member| self.candidate(member.candidate))
    }
}

fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}
