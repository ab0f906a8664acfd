use crate::dialect::Law;
use crate::document::Snapshot;
use crate::edition::{Edition, order};
use crate::edits::{Edit, Edits};
use crate::notes;
use crate::rules::{Diagnostic, Fix, Rule, Severity, checked};
use crate::scan::Series;

pub static RULE: Rule = Rule {
    name: "footnote-order",
    severity: Severity::Warning,
    summary: "A reference or a footnote is out of order.",
    page: include_str!("footnote_order.md"),
    check,
};

fn check(snapshot: &Snapshot, found: &mut Vec<Diagnostic>) {
    // Names have no order.
    let Some(edition) = checked(snapshot).filter(|edition| edition.law == Law::Runs) else { return };
    for region in &edition.regions {
        let mut by_series: [Vec<usize>; Series::COUNT] = Default::default();
        for index in region.footnotes.clone() {
            by_series[edition.footnotes[index].label.series as usize].push(index);
        }
        by_series.iter().for_each(|footnotes| out_of_order_footnotes(snapshot, edition, footnotes, found));
    }
    out_of_order_references(edition, found);
}

/// Footnotes of one region and series rise. Those that begin anew, or whose label is wrong, are not out of order.
fn out_of_order_footnotes(
    snapshot: &Snapshot,
    edition: &Edition,
    footnotes: &[usize],
    found: &mut Vec<Diagnostic>,
) {
    let sound = |index: &&usize| {
        let footnote = &edition.footnotes[**index];
        footnote.twin.is_none() && !footnote.explained
    };
    let sound: Vec<usize> = footnotes.iter().filter(sound).copied().collect();
    let numbers: Vec<u32> = sound.iter().map(|&index| edition.footnotes[index].label.number).collect();
    if numbers.iter().is_sorted_by(|a, b| a < b) || begins_anew(&numbers) {
        return;
    }
    // Footnotes that were put in later are in order where their references come in that place too.
    let first = |&index: &usize| edition.references_of(index).next().map(|first| first.range.start);
    let firsts: Vec<usize> = sound.iter().filter_map(first).collect();
    let in_place = firsts.is_sorted_by(|a, b| a < b);
    for at in outside_longest_rise(&numbers).into_iter().filter(|&at| !in_place || !is_inserted(&numbers, at))
    {
        let footnote = &edition.footnotes[sound[at]];
        let label = edition.name(footnote.label);
        let message = format!(
            "Footnote {label} is out of order: {}. Move it, or correct its label.",
            neighbours(&numbers, at, "it stands")
        );
        found.push(
            RULE.at(footnote.marker.clone(), message)
                .label(label)
                .offer(move_there(snapshot, footnotes, sound[at])),
        );
    }
}

/// Moves a footnote to the place that its number has among those of its series, where nothing but footnotes lies
/// between the two places.
fn move_there(snapshot: &Snapshot, footnotes: &[usize], index: usize) -> Option<Fix> {
    let (edition, text) = (snapshot.edition(), snapshot.text());
    let label = edition.footnotes[index].label;
    let others = footnotes.iter().copied().filter(|&other| other != index);
    let before = others.clone().rev().find(|&other| edition.footnotes[other].label.number < label.number);
    let after = others.clone().find(|&other| edition.footnotes[other].label.number > label.number);
    let [first, last] = match (before, after) {
        (Some(before), _) => [before.min(index), before.max(index)],
        (None, after) => [after?.min(index), after?.max(index)],
    };
    let is_parted = |at: usize| {
        notes::is_parted(snapshot, edition.footnotes[at].until..edition.footnotes[at + 1].marker.start)
    };
    if (first..last).any(is_parted) {
        return None;
    }
    let written = text.slice(edition.extent(index, text)).into_owned();
    let (edit, where_to) = match (before, after) {
        (Some(before), _) => {
            let edit =
                Edit::insert(edition.extent(before, text).end, format!("{}{written}", notes::gap(snapshot)));
            (edit, format!("behind footnote {}", edition.name(edition.footnotes[before].label)))
        }
        (None, after) => {
            let after = &edition.footnotes[after?];
            let edit = Edit::insert(after.marker.start, format!("{written}{}", notes::gap(snapshot)));
            (edit, format!("before footnote {}", edition.name(after.label)))
        }
    };
    let edits = Edits::new(vec![edit, Edit::delete(notes::removal(snapshot, index))])?;
    Some(Fix::manual(format!("Move it to its place, {where_to}"), edits))
}

/// Whether a number is that of the nearest shorter one with more digits: 151 between 14 and 15, 691 and 692 behind 69.
fn is_inserted(numbers: &[u32], at: usize) -> bool {
    let written = numbers[at].to_string();
    let shorter = |number: &&u32| number.to_string().len() < written.len();
    let extends = |number: &u32| written.starts_with(&number.to_string());
    let [before, after] = [numbers[..at].iter().rev().find(shorter), numbers[at..].iter().find(shorter)];
    before.is_some_and(extends) || after.is_some_and(extends)
}

/// First references in running text rise within the footnotes they lead to. Page notes and endnotes of one volume
/// may share a series: then those up to some number rise, and those above it.
fn out_of_order_references(edition: &Edition, found: &mut Vec<Diagnostic>) {
    let mut seen = vec![false; edition.footnotes.len()];
    let mut sequences: Vec<[Vec<usize>; Series::COUNT]> = vec![Default::default(); edition.regions.len()];
    let notes = edition.regions.first().map_or(usize::MAX, |region| region.range.start);
    let inside = |offset: usize| offset >= notes && edition.footnote_at(offset).is_some();
    for (index, reference) in edition.references.iter().enumerate() {
        let Some(footnote) = reference.footnote else { continue };
        if !std::mem::replace(&mut seen[footnote], true)
            && !reference.explained
            && !inside(reference.range.start)
        {
            sequences[edition.footnotes[footnote].region][reference.label.series as usize].push(index);
        }
    }
    for references in sequences.iter().flatten() {
        let numbers: Vec<u32> =
            references.iter().map(|&index| edition.references[index].label.number).collect();
        if order::parting(&numbers).is_some() || begins_anew(&numbers) {
            continue;
        }
        for at in outside_both_parts(&numbers).into_iter().filter(|&at| !is_inserted(&numbers, at)) {
            let reference = &edition.references[references[at]];
            let label = edition.name(reference.label);
            let message = format!(
                "Reference {label} is out of order: {}. Check whether its label is right.",
                neighbours(&numbers, at, "it comes")
            );
            found.push(RULE.at(reference.range.clone(), message).label(label));
        }
    }
}

/// Where labels drop back to the first of them and rise again, chapters number anew.
fn begins_anew(numbers: &[u32]) -> bool {
    numbers.first().is_some_and(|first| numbers[1..].contains(first))
}

fn neighbours(numbers: &[u32], at: usize, verb: &str) -> String {
    match (at.checked_sub(1).map(|before| numbers[before]), numbers.get(at + 1)) {
        (Some(before), Some(after)) => format!("{verb} between {before} and {after}"),
        (Some(before), None) => format!("{verb} after {before}"),
        (None, Some(after)) => format!("{verb} before {after}"),
        (None, None) => format!("{verb} alone"),
    }
}

/// Places outside the longest rising sequence of each part, with the parting that leaves the fewest of them.
fn outside_both_parts(numbers: &[u32]) -> Vec<usize> {
    /// Trying every parting takes the square of the length.
    const LONGEST: usize = 400;
    let part = |keep: &dyn Fn(u32) -> bool| {
        let places: Vec<usize> = (0..numbers.len()).filter(|&at| keep(numbers[at])).collect();
        let kept: Vec<u32> = places.iter().map(|&at| numbers[at]).collect();
        outside_longest_rise(&kept).into_iter().map(move |at| places[at]).collect::<Vec<_>>()
    };
    let partings = if numbers.len() <= LONGEST { numbers } else { &[] };
    let outside = |k: u32| {
        let mut outside = part(&|number| number <= k);
        outside.extend(part(&|number| number > k));
        outside.sort_unstable();
        outside
    };
    std::iter::once(0).chain(partings.iter().copied()).map(outside).min_by_key(Vec::len).unwrap_or_default()
}

/// Places that are not in the longest rising subsequence.
fn outside_longest_rise(numbers: &[u32]) -> Vec<usize> {
    // `tails[n]` is the place of the lowest number that ends a rise of n + 1.
    let mut tails: Vec<usize> = Vec::new();
    let mut before = vec![usize::MAX; numbers.len()];
    for (at, &number) in numbers.iter().enumerate() {
        let length = tails.partition_point(|&tail| numbers[tail] < number);
        if length > 0 {
            before[at] = tails[length - 1];
        }
        match tails.get_mut(length) {
            Some(tail) => *tail = at,
            None => tails.push(at),
        }
    }
    let mut inside = vec![false; numbers.len()];
    let mut at = tails.last().copied().unwrap_or(usize::MAX);
    while let Some(kept) = inside.get_mut(at) {
        *kept = true;
        at = before[at];
    }
    (0..numbers.len()).filter(|&at| !inside[at]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_outside_both_parts() {
        for (numbers, outside) in [(&[3, 2, 1][..], 1), (&[2, 6, 1, 5, 4, 3], 3)] {
            assert_eq!(outside_both_parts(numbers).len(), outside, "{numbers:?}");
        }
    }

    #[test]
    fn longest_rise() {
        assert_eq!(outside_longest_rise(&[1, 2, 9, 3, 4]), [2]);
        assert_eq!(outside_longest_rise(&[]), [0; 0]);
    }
}
