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

/// So many paragraphs may begin between a reference and its footnote, where footnotes stand below their paragraphs.
const NEAR: usize = 4;
/// From so many footnotes on, it is seen whether they do.
const FEWEST_BELOW: usize = 4;
/// More labels are not aligned by their order: it could take the square of their number.
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
    let label = |reference: usize| material.references[reference].label;
    let noted = |note: usize| material.candidates[note].label;
    let labels: [Vec<Label>; 2] = [
        references.iter().map(|&reference| label(reference)).collect(),
        notes.iter().map(|&note| noted(note)).collect(),
    ];
    let below = below(material, references, notes);
    let is_below = below.is_some();
    let is_close = below.as_ref().is_some_and(|below| below.is_close);
    let Pairs { forth, back } = match below {
        Some(below) => below.pairs,
        None if references.len() + notes.len() > MOST => return None,
        None => in_order(material, references, notes, &labels),
    };
    let notes_only = without_references(&labels[1], &back);
    if notes_only.len() < notes.len() {
        let notes: Vec<usize> = notes_only.into_iter().map(|place| notes[place]).collect();
        return align(material, references, &notes);
    }
    let meant = meant(&labels, &forth, &back);
    // Below their paragraphs, what bears the label of an earlier footnote is one of another paragraph; elsewhere,
    // under another title, one of another chapter.
    let start = |place: usize| material.candidates[notes[place]].range.start;
    let is_apart = |one: usize, other: usize| match is_below {
        true => material.has_paragraph(start(one)..start(other)),
        false => material.has_title(start(other - 1)..start(other)),
    };
    let (runs, run_of) = split(&labels[1], &back, &meant, is_apart);
    let sections = Sections { runs: &runs, run_of: &run_of, labels: &labels[1], back: &back };
    let paragraphs = |at: usize, note: usize| distance(material, references[at], notes[note]);
    // How far above the footnotes of a run the farthest of their references stands.
    let mut reach = vec![0; runs.len()];
    for (place, at) in back.iter().enumerate().filter_map(|(place, at)| Some((place, (*at)?))) {
        reach[run_of[place]] = paragraphs(at, place).max(reach[run_of[place]]);
    }
    let paired: HashSet<usize> = meant.values().map(|pair| pair.reference).collect();
    let nexts = nexts(&forth);
    // Whether a title parts a reference from the one before, and none from the next one that has a footnote.
    let offset = |at: usize| material.references[references[at]].range.start;
    let is_next_chapter = |at: usize| {
        let is_parted = at > 0 && material.has_title(offset(at - 1)..offset(at));
        is_parted && nexts[at].is_some_and(|next| !material.has_title(offset(at)..offset(next)))
    };
    let mut bound = Vec::with_capacity(references.len());
    let mut before = None;
    for (at, &reference) in references.iter().enumerate() {
        let is_far = |note: usize| before.is_some() && paragraphs(at, note) > NEAR;
        let left_over = || {
            let before = before.filter(|_| !is_next_chapter(at));
            let found = sections.find(labels[0][at], before, nexts[at].and_then(|next| forth[next]));
            // Above its footnotes no reference leads elsewhere.
            let found = found.filter(|&note| !is_below || !is_far(note));
            // One that is referred to several times above, where no footnotes of others come first.
            let start = material.references[reference].range.start;
            let next = notes.partition_point(|&note| material.candidates[note].range.start < start);
            let below = sections.find_in_run(labels[0][at], next).filter(|_| is_below);
            // Where footnotes stand close to their paragraphs, one far above them all is that of another paragraph.
            let below = below.filter(|&note| {
                !is_close || before.is_none() || paragraphs(at, note) <= reach[run_of[note]] + NEAR
            });
            below.or(found).filter(|_| !paired.contains(&at))
        };
        let found = forth[at].or_else(left_over);
        before = forth[at].or(before);
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

/// What belongs together, by places.
struct Pairs {
    /// For each reference, its footnote.
    forth: Vec<Option<usize>>,
    /// For each footnote, its reference.
    back: Vec<Option<usize>>,
}

/// How many paragraphs begin between a reference and a footnote.
fn distance(material: &Material, reference: usize, note: usize) -> usize {
    let [one, other] = [material.references[reference].range.start, material.candidates[note].range.start];
    material.paragraphs_between(one, other)
}

/// Footnotes that stand below what refers to them, and not with those of another paragraph or chapter.
struct Below {
    pairs: Pairs,
    /// They stand close to their references, as those of a paragraph do, and those of a chapter do not.
    is_close: bool,
}

/// Pairs each footnote with the nearest reference above it and the footnotes that count up to it, if most footnotes
/// have one: they stand below their paragraphs, or at the ends of their chapters.
fn below(material: &Material, references: &[usize], notes: &[usize]) -> Option<Below> {
    let mut pairs = Pairs { forth: vec![None; references.len()], back: vec![None; notes.len()] };
    // By label: the last reference above, and how many footnotes are above that.
    let mut last: HashMap<Label, (usize, usize)> = HashMap::new();
    let (mut next, mut first, mut paired, mut far) = (0, 0, 0, 0);
    // How often labels begin anew, and how often so without a reference before them.
    let (mut falls, mut bare) = (0, 0);
    for (place, &note) in notes.iter().enumerate() {
        let candidate = &material.candidates[note];
        let is_above = |at: usize| material.references[references[at]].range.start < candidate.range.start;
        let earlier = next;
        while next < references.len() && is_above(next) {
            last.insert(material.references[references[next]].label, (next, place));
            next += 1;
        }
        let number = |place: usize| material.candidates[notes[place]].label.number;
        if place > 0 && number(place) <= number(place - 1) {
            first = place;
            falls += 1;
            bare += usize::from(next == earlier);
        }
        // Taken out: no reference is that of two footnotes.
        let Some((at, above)) = last.remove(&candidate.label) else { continue };
        if above >= first {
            (pairs.forth[at], pairs.back[place]) = (Some(place), Some(at));
            paired += 1;
            far += usize::from(distance(material, references[at], note) > NEAR);
        }
    }
    let is_below = paired >= FEWEST_BELOW && paired * 5 >= notes.len() * 4 && bare * 2 <= falls;
    is_below.then_some(Below { pairs, is_close: far * 20 <= paired })
}

/// Pairs references and footnotes by the longest sequence of labels that both have in common.
fn in_order(material: &Material, references: &[usize], notes: &[usize], labels: &[Vec<Label>; 2]) -> Pairs {
    let mut pairs = Pairs { forth: vec![None; references.len()], back: vec![None; notes.len()] };
    for op in capture_diff_slices(Algorithm::Myers, &labels[0], &labels[1]) {
        let DiffOp::Equal { old_index, new_index, len } = op else { continue };
        for at in 0..len {
            let (reference, note) = (references[old_index + at], notes[new_index + at]);
            if material.references[reference].range.start < material.candidates[note].range.start {
                pairs.forth[old_index + at] = Some(new_index + at);
                pairs.back[new_index + at] = Some(old_index + at);
            }
        }
    }
    pairs
}

/// For each place among the references, the next one that has a footnote.
fn nexts(forth: &[Option<usize>]) -> Vec<Option<usize>> {
    let mut next = None;
    let mut nexts = vec![None; forth.len()];
    for at in (0..forth.len()).rev() {
        next = forth[at].map(|_| at).or(next);
        nexts[at] = next;
    }
    nexts
}

/// A reference that stands alone between two that have footnotes, as a footnote does between theirs.
struct Pair {
    /// Place of the reference.
    reference: usize,
    label: Label,
}

/// Of footnotes that stand where that of one reference is missed, by their places: that reference, if its label and
/// not theirs counts on from the label before or to the one after.
fn meant(labels: &[Vec<Label>; 2], forth: &[Option<usize>], back: &[Option<usize>]) -> HashMap<usize, Pair> {
    let [referred, noted] = labels;
    let mut meant = HashMap::new();
    let (mut reference, mut note) = (0, 0);
    let ends = forth.iter().enumerate().filter_map(|(at, place)| Some((at, (*place)?)));
    for (reference_end, note_end) in ends.chain([(forth.len(), back.len())]) {
        if reference_end == reference + 1 && note_end == note + 1 {
            let label = referred[reference];
            let before = note.checked_sub(1).map(|before| noted[before]);
            let after = noted.get(note_end);
            let fits = |number: u32| {
                before.is_some_and(|before| before.last + 1 == number)
                    || after.is_some_and(|after| after.number == number + 1)
                    || (number == 1 && after.is_none_or(|after| after.number <= 1))
            };
            if fits(label.number) && !fits(noted[note].number) {
                meant.insert(note, Pair { reference, label });
            }
        }
        (reference, note) = (reference_end + 1, note_end + 1);
    }
    meant
}

/// Runs of the places of footnotes, and for each place its run. A label that is there already begins a new run if
/// both have references of their own, or stand apart; so does one that falls to where the run began.
fn split(
    labels: &[Label],
    back: &[Option<usize>],
    meant: &HashMap<usize, Pair>,
    is_apart: impl Fn(usize, usize) -> bool,
) -> (Vec<Run>, Vec<usize>) {
    let mut runs: Vec<Run> = Vec::new();
    let mut run_of = Vec::with_capacity(labels.len());
    let mut borne: HashMap<Label, usize> = HashMap::new();
    let mut first = 0;
    let has_reference = |at: usize| back[at].is_some() || meant.contains_key(&at);
    for (at, &label) in labels.iter().enumerate() {
        let label = meant.get(&at).map_or(label, |pair| pair.label);
        let twin = borne.get(&label).copied();
        let is_new = runs.is_empty()
            || match twin {
                Some(twin) => is_apart(twin, at) || (has_reference(at) && has_reference(twin)),
                None => label.number < first && has_reference(at),
            };
        if is_new {
            runs.push(Run::default());
            borne.clear();
            first = label.number;
        }
        let place = match (meant.get(&at), twin.filter(|_| !is_new)) {
            (Some(pair), _) => Place::Misplaced(pair.label.number),
            (None, Some(_)) => Place::Twin,
            (None, None) => Place::Regular,
        };
        borne.entry(label).or_insert(at);
        if let Some(run) = runs.last_mut() {
            run.members.push(Member { candidate: at, place });
        }
        run_of.push(runs.len() - 1);
    }
    (runs, run_of)
}

struct Sections<'a> {
    runs: &'a [Run],
    run_of: &'a [usize],
    labels: &'a [Label],
    back: &'a [Option<usize>],
}

impl Sections<'_> {
    /// The footnote with exactly this label, from a place on in its run.
    fn find_in_run(&self, label: Label, place: usize) -> Option<usize> {
        let run = &self.runs[*self.run_of.get(place)?];
        let from = run.members.partition_point(|member| member.candidate < place);
        run.members[from..].iter().map(|member| member.candidate).find(|&other| self.labels[other] == label)
    }

    /// The footnote of a reference that the alignment leaves over, between two places: one that is referred to once
    /// more, in the run before; or in the run after if nothing comes before, or nothing else refers to it.
    ///
    /// A label that comes right before the first one of the next run is that run's, and has no footnote.
    fn find(&self, label: Label, before: Option<usize>, after: Option<usize>) -> Option<usize> {
        let bears = |place: &usize| label.numbers().any(|number| self.labels[*place].bears(number));
        let members =
            |place: usize| self.runs[self.run_of[place]].members.iter().map(|member| member.candidate);
        let is_next_run = after.is_some_and(|after| {
            let is_other = before.is_none_or(|before| self.run_of[before] != self.run_of[after]);
            is_other && members(after).next().is_some_and(|first| self.labels[first].number == label.last + 1)
        });
        let earlier = before.filter(|_| !is_next_run).and_then(|place| members(place).find(bears));
        let later = || {
            let is_free = |place: &usize| before.is_none() || self.back[*place].is_none();
            after.and_then(|place| members(place).filter(is_free).find(bears))
        };
        earlier.or_else(later)
    }
}
