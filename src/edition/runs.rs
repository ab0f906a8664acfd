//! Runs: which labels at line starts count on as the labels of one set of footnotes do.
//!
//! Footnotes rise by one. Within them stand numbered lists, and now and then a label is doubled, misnumbered
//! or out of order; a run is read so that as few things as possible are wrong with it.

use std::collections::HashSet;
use std::ops::Range;

use crate::edition::material::Candidate;
use crate::scan::Label;

/// Labels that count on, in text order.
#[derive(Debug, Clone, Default)]
pub struct Run {
    pub members: Vec<Member>,
}

/// One label of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Member {
    /// Index of the candidate.
    pub candidate: usize,
    pub place: Place,
}

/// How a label stands to the ones before it in its run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// It counts on.
    Regular,
    /// Its number does not fit; the given one would.
    Misplaced(u32),
    /// The run has its label already.
    Twin,
    /// It is the only one with its label, and the count goes on as if it were not there.
    Late,
}

/// A way to read a sequence of candidates.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reading {
    /// Under a notes heading: a sequence that begins anew is a list within a footnote if the count goes on after it.
    Nested,
    /// Elsewhere: a sequence that begins anew is another one.
    Split,
}

/// Reads the candidates of one series in one zone, `sequence` being their indices in text order.
/// `is_referenced` tells whether any reference in a range of the text bears a label, `is_shared_out` whether there
/// are as many references with a label as candidates.
pub fn read(
    candidates: &[Candidate],
    sequence: &[usize],
    reading: Reading,
    is_referenced: impl Fn(Label, Range<usize>) -> bool,
    is_shared_out: impl Fn(Label) -> bool,
) -> Vec<Run> {
    let (runs, run) = (Vec::new(), Run::default());
    let mut reader =
        Reader { candidates, reading, is_referenced, is_shared_out, runs, run, last: None, borne: None };
    let mut at = 0;
    while at < sequence.len() {
        at += reader.step(&sequence[at..]);
    }
    reader.close();
    reader.runs
}

/// How many labels to look ahead for the place where a run goes on. The bound keeps reading linear.
const LONGEST_LIST: usize = 500;

struct Reader<'a, F, G> {
    candidates: &'a [Candidate],
    reading: Reading,
    is_referenced: F,
    is_shared_out: G,
    runs: Vec<Run>,
    run: Run,
    /// How far the run has counted.
    last: Option<u32>,
    /// The numbers that the run bears, once they were asked for: runs that rise never are.
    borne: Option<HashSet<u32>>,
}

impl<F: Fn(Label, Range<usize>) -> bool, G: Fn(Label) -> bool> Reader<'_, F, G> {
    fn number(&self, candidate: usize) -> u32 {
        self.candidates[candidate].label.number
    }

    fn push(&mut self, candidate: usize, place: Place) -> usize {
        let label = self.candidates[candidate].label;
        match place {
            Place::Regular => self.last = Some(label.last),
            Place::Misplaced(expected) => self.last = Some(expected),
            Place::Twin | Place::Late => {}
        }
        if let Some(borne) = &mut self.borne {
            borne.extend(label.numbers());
        }
        self.run.members.push(Member { candidate, place });
        1
    }

    fn bears(&mut self, number: u32) -> bool {
        let members = self.run.members.iter();
        let candidates = self.candidates;
        let borne = self.borne.get_or_insert_with(|| {
            members.flat_map(|member| candidates[member.candidate].label.numbers()).collect()
        });
        borne.contains(&number)
    }

    fn close(&mut self) {
        if !self.run.members.is_empty() {
            self.runs.push(std::mem::take(&mut self.run));
            self.borne = None;
            self.last = None;
        }
    }

    /// Reads the next candidate, or several; returns how many.
    fn step(&mut self, rest: &[usize]) -> usize {
        let candidate = rest[0];
        let number = self.number(candidate);
        let next = rest.get(1).map(|&next| self.number(next));
        match self.last {
            None => self.open(rest),
            Some(last) if number == last + 1 => self.push(candidate, Place::Regular),
            Some(last) if number > last => self.jump(candidate, number, last, next),
            Some(last) => self.fall(rest, last),
        }
    }

    /// The first label of a run. If the next two rise from below it, it is the odd one.
    fn open(&mut self, rest: &[usize]) -> usize {
        let number = self.number(rest[0]);
        let second = rest.get(1).map_or(0, |&next| self.number(next));
        let rises = rest.get(2).is_some_and(|&next| self.number(next) == second + 1);
        match number > second && second > 1 && rises {
            true => self.push(rest[0], Place::Misplaced(second - 1)),
            false => self.push(rest[0], Place::Regular),
        }
    }

    /// A label that leaves a hole before it.
    fn jump(&mut self, candidate: usize, number: u32, last: u32, next: Option<u32>) -> usize {
        if next == Some(last + 2) {
            return self.push(candidate, Place::Misplaced(last + 1));
        }
        let referenced = self.is_referenced(self.candidates[candidate].label);
        let keep = referenced || self.is_set_off(candidate);
        if next == Some(last + 1) {
            return if keep { self.push(candidate, Place::Late) } else { 1 };
        }
        // A list does not go on far from where it left, footnotes do only where text was lost.
        if keep || number <= last + 3 {
            return self.push(candidate, Place::Regular);
        }
        1
    }

    /// A label that is not above the ones before.
    fn fall(&mut self, rest: &[usize], last: u32) -> usize {
        let rest = &rest[..rest.len().min(LONGEST_LIST)];
        let mut end = 1;
        while end < rest.len() && self.number(rest[end]) == self.candidates[rest[end - 1]].label.last + 1 {
            end += 1;
        }
        let number = self.number(rest[0]);
        let resumed = (end < rest.len() && self.number(rest[end]) == last + 1)
            .then_some(end)
            .or_else(|| (1..end).rev().find(|&at| self.number(rest[at]) == last + 1))
            .filter(|&at| at == end || self.is_referenced(self.candidates[rest[at]].label));
        let skips_one = end == 1 && rest.get(1).is_some_and(|&next| self.number(next) == last + 2);
        if skips_one {
            return self.push(rest[0], Place::Misplaced(last + 1));
        }
        let label = self.candidates[rest[0]].label;
        let anew = number == self.first();
        let is_chapter = anew && self.is_referred_to_since(rest[0]);
        if !is_chapter && rest.len() == 1 && number < last && self.is_referenced(label.with_number(last + 1))
        {
            return self.push(rest[0], Place::Misplaced(last + 1));
        }
        if is_chapter || (anew && self.reading == Reading::Split && end > 1) {
            return self.restart(rest[0]);
        }
        // Brackets open no lists: where each has a reference of its own, chapters number anew.
        if anew && self.is_set_off(rest[0]) && (self.is_shared_out)(label) {
            return self.restart(rest[0]);
        }
        match resumed {
            Some(1) => self.single(rest[0], number, last),
            Some(len) if self.reading == Reading::Nested => self.inner(&rest[..len]),
            _ if end == 1 && number == last => self.push(rest[0], Place::Twin),
            _ if number <= self.first() && (end > 1 || self.bears(number)) => self.restart(rest[0]),
            _ => self.single(rest[0], number, last),
        }
    }

    /// A single label that falls back.
    fn single(&mut self, candidate: usize, number: u32, last: u32) -> usize {
        if !self.bears(number) {
            let keep = self.is_set_off(candidate) || self.is_referenced(self.candidates[candidate].label);
            return if keep { self.push(candidate, Place::Late) } else { 1 };
        }
        // "1." alone in a footnote is a list of one point more often than a second footnote 1.
        if number == last || number > 1 || self.is_set_off(candidate) {
            return self.push(candidate, Place::Twin);
        }
        1
    }

    /// Several labels that count on from below, after which the run goes on.
    fn inner(&mut self, labels: &[usize]) -> usize {
        // A list begins with a number that the footnotes have had; footnotes that were moved do not.
        let is_list = self.bears(self.number(labels[0])) && !self.is_set_off(labels[0]);
        if is_list {
            return labels.len();
        }
        for &candidate in labels {
            let number = self.number(candidate);
            if !self.bears(number) {
                if self.is_referenced(self.candidates[candidate].label) {
                    self.push(candidate, Place::Late);
                }
            } else if self.is_set_off(candidate) {
                self.push(candidate, Place::Twin);
            }
        }
        labels.len()
    }

    fn restart(&mut self, candidate: usize) -> usize {
        self.close();
        self.push(candidate, Place::Regular)
    }

    fn first(&self) -> u32 {
        self.run.members.first().map_or(0, |member| self.number(member.candidate))
    }

    fn is_referenced(&self, label: Label) -> bool {
        (self.is_referenced)(label, 0..usize::MAX)
    }

    /// Whether text that refers to a label stands between the run and it.
    fn is_referred_to_since(&self, candidate: usize) -> bool {
        let start = |candidate: usize| self.candidates[candidate].range.start;
        let last = self.run.members.last().map_or(0, |member| start(member.candidate));
        (self.is_referenced)(self.candidates[candidate].label, last..start(candidate))
    }

    fn is_set_off(&self, candidate: usize) -> bool {
        self.candidates[candidate].form.is_set_off()
    }
}
