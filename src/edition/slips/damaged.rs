//! Markers that were misread, lost a bracket or a full stop, and the hole that each of them fills.

use std::collections::HashMap;

use super::{Holes, MOST_SLIPS, fits, record};
use crate::edition::binding::block_end;
use crate::edition::material::{Damaged, Material};
use crate::edition::{Edition, Footnote, Reference, Region, SlipKind};
use crate::scan::{DamageKind, Form, Label};

/// Markers of footnotes that are not written as the others are.
pub fn footnotes(edition: &mut Edition, material: &Material, holes: &mut Holes) {
    for damaged in &material.damaged {
        let Some(form) = damaged.damage.opens else { continue };
        let label = damaged.label;
        if !holes.dangling.contains_key(&label) {
            continue;
        }
        if edition.slips.len() >= MOST_SLIPS {
            return;
        }
        let Some((region, at)) = place(edition, damaged) else { continue };
        let end = edition.regions[region].range.end;
        let next = edition.footnotes.get(at).filter(|next| next.region == region);
        let until = next.map_or(end, |next| next.marker.start).max(damaged.range.end);
        let block = (form == Form::Enclosed)
            .then(|| block_end(material, damaged.range.end..material.body.end))
            .flatten();
        let footnote = Footnote {
            marker: damaged.range.clone(),
            label,
            form,
            until: block.unwrap_or(until),
            alone: false,
            expected: None,
            region,
            twin: None,
            closed: true,
            explained: true,
            acknowledged: false,
            likely: None,
            references: 0..0,
        };
        if let Some(before) = at.checked_sub(1) {
            let before = &mut edition.footnotes[before];
            before.until = before.until.min(damaged.range.start);
        }
        insert(edition, holes, at, footnote);
        let reference = holes.fill(edition, label, at);
        let kind = kind(damaged);
        record(
            edition,
            kind,
            damaged.range.clone(),
            [label, label],
            edition.marker(form, label),
            reference,
            None,
        );
    }
}

/// The region that a damaged marker is in, and where among the footnotes it belongs: between two labels that
/// leave its own free. A region without a heading starts with its first footnote, which may be this one.
fn place(edition: &Edition, damaged: &Damaged) -> Option<(usize, usize)> {
    let (start, label) = (damaged.range.start, damaged.label);
    let at = edition.footnotes.partition_point(|footnote| footnote.marker.start < start);
    let holds = |region: &Region| region.range.contains(&start);
    let opens = |region: &Region| {
        region.heading.is_none()
            && region.footnotes.start == at
            && edition.footnotes[at].label.number == label.number + 1
    };
    let behind = edition.regions.partition_point(|region| region.range.start <= start);
    let region = behind
        .checked_sub(1)
        .filter(|&region| holds(&edition.regions[region]))
        .or_else(|| (behind < edition.regions.len() && opens(&edition.regions[behind])).then_some(behind))?;
    let is_peer = |footnote: &&Footnote| footnote.region == region && footnote.label.series == label.series;
    let before = edition.footnotes[..at].iter().rev().find(is_peer);
    let after = edition.footnotes[at..].iter().find(is_peer);
    let fits = before.is_none_or(|footnote| footnote.label.last < label.number)
        && after.is_none_or(|footnote| label.number < footnote.label.number);
    fits.then_some((region, at))
}

/// Inserts a footnote that was not seen before, and moves all indices behind it.
fn insert(edition: &mut Edition, holes: &mut Holes, at: usize, footnote: Footnote) {
    let region = footnote.region;
    edition.footnotes.insert(at, footnote);
    let moved = |index: &mut usize| *index += usize::from(*index >= at);
    edition.references.iter_mut().filter_map(|reference| reference.footnote.as_mut()).for_each(moved);
    edition.footnotes.iter_mut().filter_map(|footnote| footnote.twin.as_mut()).for_each(moved);
    edition.also.iter_mut().map(|(_, footnote)| footnote).for_each(moved);
    holes.orphans = holes.orphans.iter().map(|&orphan| orphan + usize::from(orphan >= at)).collect();
    for (index, other) in edition.regions.iter_mut().enumerate().skip(region) {
        other.footnotes.end += 1;
        other.footnotes.start += usize::from(index > region);
    }
    let region = &mut edition.regions[region];
    region.range.start = region.range.start.min(edition.footnotes[at].marker.start);
}

/// References whose label was misread or lost a bracket, and the orphan they lead to.
pub fn references(edition: &mut Edition, material: &Material, holes: &mut Holes) {
    let mut orphans: HashMap<Label, usize> = HashMap::new();
    for &orphan in &holes.orphans {
        orphans.entry(edition.footnotes[orphan].label).or_insert(orphan);
    }
    for damaged in &material.damaged {
        // A line that opens like a list is no reference.
        let opens_list = damaged.damage.opens.is_some_and(|form| form != Form::Bracket);
        let start = damaged.range.start;
        let is_footnote =
            edition.footnotes.binary_search_by_key(&start, |footnote| footnote.marker.start).is_ok();
        let Some(&orphan) = orphans.get(&damaged.label).filter(|_| !opens_list && !is_footnote) else {
            continue;
        };
        if edition.slips.len() >= MOST_SLIPS {
            return;
        }
        let alike = material.damaged.iter().filter(|other| other.label == damaged.label).count();
        if alike > 1 && !fits(edition, orphan, start) {
            continue;
        }
        orphans.remove(&damaged.label);
        holes.orphans.remove(&orphan);
        let reference = Reference {
            range: damaged.range.clone(),
            label: damaged.label,
            form: edition.references.first().map_or(Form::Bracket, |other| other.form),
            footnote: Some(orphan),
            likely: None,
            explained: true,
        };
        let at = edition.references.partition_point(|other| other.range.start < damaged.range.start);
        edition.references.insert(at, reference);
        holes.dangling.values_mut().flatten().for_each(|index| *index += usize::from(*index >= at));
        let label = damaged.label;
        let mended = edition.reference_marker(label);
        let written = [label, label];
        record(edition, kind(damaged), damaged.range.clone(), written, mended, None, Some(orphan));
    }
}

fn kind(damaged: &Damaged) -> SlipKind {
    match damaged.damage.kind {
        DamageKind::Misread => SlipKind::Misread,
        DamageKind::Unclosed => SlipKind::Unclosed,
        DamageKind::Malformed => SlipKind::Malformed,
    }
}
