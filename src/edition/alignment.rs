//! Alignment: which footnotes belong to which references where labels begin anew.
//!
//! References and footnotes come in the same order, wherever the footnotes stand: below the paragraph, at the end of
//! the chapter, or all together behind the last one. So the longest sequence of labels that both have in common
//! tells which of several footnotes 1 is meant, and what is left over is missing, repeated or superfluous.

use std::collections::{HashMap, HashSet};

use similar::{Algorithm, DiffOp, capture_diff_slices};

use crate::edition::material::Material;
use crate::edition::runs::{Member, Place, Run};
use crate::scan::Label;

/// More labels are not aligned: it could take the square of their number.
const MOST: usize = 20_000;

/// How the references and footnotes of one series belong together.
#[derive(Debug, Default)]
pub struct Alignment {
    /// Stretches of footnotes in which no label is repeated but by mistake.
    pub runs: Vec<Run>,
    /// For each reference, as an index into the material: the footnote it leads to, as an index of a candidate.
    pub bound: Vec<(usize, Option<usize>)>,
    /// How many footnotes have a reference of their own.
    pub matched: usize,
}

/// Aligns references and candidates of one series, given as indices into the material in text order.
/// `None` where there are too many.
pub fn align(material: &Material, references: &[usize], notes: &[usize]) -> Option<Alignment> {
    if references.len() + notes.len() > MOST {
        return None;
    }
    let label = |reference: usize| material.references[reference].label;
    let noted = |note: usize| material.candidates[note].label;
    let labels: [Vec<Label>; 2] = [
        references.iter().map(|&reference| label(reference)).collect(),
        notes.iter().map(|&note| noted(note)).collect(),
    ];
    // For each place among the references, the place of its footnote; and the other way round.
    let mut forth = vec![None; references.len()];
    let mut back = vec![None; notes.len()];
    for op in capture_diff_slices(Algorithm::Myers, &labels[0], &labels[1]) {
        let DiffOp::Equal { old_index, new_index, len } = op else { continue };
        for at in 0..len {
            let (reference, note) = (references[old_index + at], notes[new_index + at]);
            if material.references[reference].range.start < material.candidates[note].range.start {
                forth[old_index + at] = Some(new_index + at);
                back[new_index + at] = Some(old_index + at);
            }
        }
    }
    let notes_only = without_references(&labels[1], &back);
    if notes_only.len() < notes.len() {
        let notes: Vec<usize> = notes_only.into_iter().map(|place| notes[place]).collect();
        return align(material, references, &notes);
    }
    let (runs, run_of) = split(&labels[1], &back);
    let sections = Sections { runs: &runs, run_of: &run_of, labels: &labels[1], back: &back };
    let mut bound = Vec::with_capacity(references.len());
    let mut before = None;
    let mut next = Vec::with_capacity(forth.len());
    let mut after = None;
    for place in forth.iter().rev() {
        after = place.or(after);
        next.push(after);
    }
    for (at, (&reference, place)) in references.iter().zip(&forth).enumerate() {
        let found = place.or_else(|| sections.find(labels[0][at], before, next[forth.len() - 1 - at]));
        before = place.or(before);
        bound.push((reference, found.map(|place| notes[place])));
    }
    let member = |member: &Member| Member { candidate: notes[member.candidate], ..*member };
    let runs = runs.iter().map(|run| Run { members: run.members.iter().map(member).collect() }).collect();
    Some(Alignment { runs, bound, matched: back.iter().flatten().count() })
}

/// The places of footnotes without those that look like one and refer to one: neither has a reference, and both bear
/// one label. A verse may begin with a reference as a footnote does.
fn without_references(labels: &[Label], back: &[Option<usize>]) -> Vec<usize> {
    let mut waiting: HashSet<Label> = HashSet::new();
    let mut kept: Vec<usize> = (0..labels.len()).collect();
    kept.reverse();
    kept.retain(|&place| back[place].is_some() || waiting.insert(labels[place]));
    kept.reverse();
    kept
}

/// Runs of the places of footnotes, and for each place its run. A label that is there already begins a new run if
/// both have references of their own; so does one that falls to where the run began.
fn split(labels: &[Label], back: &[Option<usize>]) -> (Vec<Run>, Vec<usize>) {
    let mut runs: Vec<Run> = Vec::new();
    let mut run_of = Vec::with_capacity(labels.len());
    let mut borne: HashMap<Label, usize> = HashMap::new();
    let mut first = 0;
    for (at, &label) in labels.iter().enumerate() {
        let twin = borne.get(&label).copied();
        let is_new = runs.is_empty()
            || match twin {
                Some(twin) => back[at].is_some() && back[twin].is_some(),
                None => label.number < first && back[at].is_some(),
            };
        if is_new {
            runs.push(Run::default());
            borne.clear();
            first = label.number;
        }
        let twin = twin.filter(|_| !is_new);
        let place = match twin {
            Some(_) => Place::Twin,
            None => expected(labels, back, at).map_or(Place::Regular, Place::Misplaced),
        };
        borne.entry(label).or_insert(at);
        if let Some(run) = runs.last_mut() {
            run.members.push(Member { candidate: at, place });
        }
        run_of.push(runs.len() - 1);
    }
    (runs, run_of)
}

/// The number that belongs where a footnote without reference stands: the one that its neighbours leave.
fn expected(labels: &[Label], back: &[Option<usize>], at: usize) -> Option<u32> {
    let before = labels[at.checked_sub(1)?];
    let after = labels.get(at + 1)?;
    let meant = before.last + 1;
    (back[at].is_none() && after.number == meant + 1 && labels[at].number != meant).then_some(meant)
}

struct Sections<'a> {
    runs: &'a [Run],
    run_of: &'a [usize],
    labels: &'a [Label],
    back: &'a [Option<usize>],
}

impl Sections<'_> {
    /// The footnote of a reference that the alignment leaves over, between two places: one that is referred to once
    /// more, in the run before; or in the run after if nothing comes before, or nothing else refers to it.
    fn find(&self, label: Label, before: Option<usize>, after: Option<usize>) -> Option<usize> {
        let bears = |place: &usize| label.numbers().any(|number| self.labels[*place].bears(number));
        let members =
            |place: usize| self.runs[self.run_of[place]].members.iter().map(|member| member.candidate);
        let earlier = before.and_then(|place| members(place).find(bears));
        let later = || {
            let is_free = |place: &usize| before.is_none() || self.back[*place].is_none();
            after.and_then(|place| members(place).filter(is_free).find(bears))
        };
        earlier.or_else(later)
    }
}
