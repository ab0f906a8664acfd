//! Binding by name: what is written as a footnote is one, and a reference leads to the footnote of its label.
//!
//! What is not quite written as a footnote or reference is one only where it fills a hole: a label that is
//! referred to and has no footnote, or the other way round.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use strsim::osa_distance;

use crate::dialect::{Law, Signs, pandoc};
use crate::edition::material::{Damaged, Faulty, Material};
use crate::edition::{Edition, Flaw, Footnote, Harm, Reference, Region, Slip, SlipKind, binding, slips};
use crate::scan::{Fault, Form, Label, Series};
use crate::text::{Text, is_space};

/// Where more is amiss, no slip explains it, and each costs a look at all the others.
const MOST: usize = 64;

/// Finds footnotes and references, binds them, and explains what slips explain.
pub fn bind(material: &Material, text: &Text, signs: &Signs) -> Edition {
    let mut edition = Edition {
        names: material.names.clone(),
        law: Law::Names,
        titles: material.titles.clone(),
        ..Edition::default()
    };
    let (linked, references_as_notes) = linked(material, text);
    let spaced: HashSet<Label> = labels(material, Fault::SpacedLabel).collect();
    let mut defined: HashSet<Label> = material
        .candidates
        .iter()
        .filter(|candidate| candidate.form != Form::Link)
        .map(|candidate| candidate.label)
        .collect();
    let mut referred: HashMap<Label, usize> = HashMap::new();
    for marker in &material.references {
        referred.entry(marker.label).or_insert(marker.range.start);
    }

    let mut notes: Vec<Footnote> = material
        .candidates
        .iter()
        .filter(|candidate| candidate.form != Form::Link || linked.contains(&candidate.range.start))
        .map(|candidate| match candidate.form {
            Form::Inline => {
                let Range { start, end } = candidate.range;
                footnote(start..start + "^[".len(), candidate.label, Form::Inline, end, false)
            }
            form => {
                footnote(candidate.range.clone(), candidate.label, form, material.body.end, candidate.alone)
            }
        })
        .collect();
    let mut indented = Vec::new();
    for faulty in material.faults.iter().filter(|faulty| faulty.fault == Fault::Indented) {
        if referred.contains_key(&faulty.label) && defined.insert(faulty.label) {
            let end = text.line_range(text.line_of(faulty.range.start)).end;
            notes.push(footnote(faulty.range.clone(), faulty.label, Form::Caret, end, false));
            indented.push(faulty.range.start);
        }
    }
    let malformed = malformed(material, &defined, &referred);
    for damaged in &malformed {
        let next = material.paragraphs.partition_point(|&(start, _)| start <= damaged.range.start);
        let end = material.paragraphs.get(next).map_or(material.body.end, |&(start, _)| start);
        notes.push(Footnote {
            explained: true,
            ..footnote(damaged.range.clone(), damaged.label, Form::Caret, end, false)
        });
    }
    notes.sort_by_key(|note| note.marker.start);
    edition.footnotes = notes;
    bounds(&mut edition.footnotes, material, text);
    regions(&mut edition, material);

    let is_hugo = signs.hugo > 0;
    let table = twins(&mut edition.footnotes, is_hugo);
    edition.references = references(material, &table, &malformed, references_as_notes, &spaced);
    for damaged in &malformed {
        let (range, label) = (damaged.range.clone(), damaged.label);
        let reference = edition.references.iter().find(|reference| reference.label == label);
        let reference = reference.map(|reference| reference.range.clone());
        let mended = edition.marker(Form::Caret, label);
        let kind = SlipKind::Malformed;
        edition.slips.push(Slip {
            kind,
            range,
            written: label,
            meant: label,
            mended,
            reference,
            footnote: None,
        });
    }
    explain(&mut edition, material, text);
    edition.flaws = flaws(material, &edition, text, signs, &indented, &spaced);
    edition.slips.sort_by_key(|slip| slip.range.start);
    binding::group(&mut edition);
    edition
}

fn footnote(marker: Range<usize>, label: Label, form: Form, until: usize, alone: bool) -> Footnote {
    Footnote {
        marker,
        label,
        form,
        until,
        alone,
        expected: None,
        region: 0,
        twin: None,
        closed: true,
        explained: false,
        likely: None,
        acknowledged: false,
        references: 0..0,
    }
}

fn labels(material: &Material, fault: Fault) -> impl Iterator<Item = Label> {
    material.faults.iter().filter(move |faulty| faulty.fault == fault).map(|faulty| faulty.label)
}

/// Links with anchors at the start of a paragraph: those that another one leads to are footnotes, by where they
/// start; those that lead to one of these are references, with their labels.
fn linked(material: &Material, text: &Text) -> (HashSet<usize>, Vec<Reference>) {
    let links = || material.candidates.iter().filter(|candidate| candidate.form == Form::Link);
    let (mut notes, mut references) = (HashSet::new(), Vec::new());
    if links().next().is_none() {
        return (notes, references);
    }
    let own: HashSet<Label> = links().map(|candidate| candidate.label).collect();
    let is_link = |form: Form| form == Form::Link;
    let of_text = material.references.iter().filter(|marker| is_link(marker.form));
    let mut targets: HashSet<Label> = of_text.map(|marker| marker.label).collect();
    for candidate in links() {
        if targets.contains(&candidate.label) {
            notes.insert(candidate.range.start);
            continue;
        }
        let written = text.slice(candidate.range.clone());
        let Some(anchors) = pandoc::anchors(&written) else { continue };
        let target = material.number(Label::named(anchors.target)).filter(|target| own.contains(target));
        if let Some(target) = target.filter(|target| *target != candidate.label) {
            targets.insert(target);
            references.push(reference(candidate.range.clone(), target, Form::Link));
        }
    }
    (notes, references)
}

fn reference(range: Range<usize>, label: Label, form: Form) -> Reference {
    Reference { range, label, form, footnote: None, likely: None, explained: false }
}

/// What is not quite written as a footnote, and is the only thing that could be the footnote of a label that was
/// referred to before.
fn malformed<'a>(
    material: &'a Material,
    defined: &HashSet<Label>,
    referred: &HashMap<Label, usize>,
) -> Vec<&'a Damaged> {
    let may_be = |damaged: &&Damaged| {
        let first = referred.get(&damaged.label).copied().unwrap_or(usize::MAX);
        damaged.damage.opens == Some(Form::Caret)
            && !defined.contains(&damaged.label)
            && first < damaged.range.start
    };
    let mut counts: HashMap<Label, usize> = HashMap::new();
    let found: Vec<&Damaged> = material.damaged.iter().filter(may_be).collect();
    found.iter().for_each(|damaged| *counts.entry(damaged.label).or_default() += 1);
    found.into_iter().filter(|damaged| counts[&damaged.label] == 1).collect()
}

/// A footnote runs to where its paragraphs end, or to the next footnote that is not one of its words.
fn bounds(footnotes: &mut [Footnote], material: &Material, text: &Text) {
    let mut next = usize::MAX;
    for footnote in footnotes.iter_mut().rev().filter(|footnote| footnote.form != Form::Inline) {
        let end = material.ends.partition_point(|&end| end < footnote.marker.end);
        let end = material.ends.get(end).copied().unwrap_or(usize::MAX);
        let until = footnote.until.min(end).min(next);
        let body = text.slice(footnote.marker.end..until);
        footnote.until = footnote.marker.end + body.trim_end_matches(is_space).len();
        next = footnote.marker.start;
    }
}

/// Footnotes with no text between them stand together. An inline note is a region of its own, unless it stands in
/// another footnote.
fn regions(edition: &mut Edition, material: &Material) {
    let mut end = 0;
    let mut is_open = false;
    for (index, footnote) in edition.footnotes.iter_mut().enumerate() {
        let start = footnote.marker.start;
        let is_inline = footnote.form == Form::Inline;
        let is_inner = start < end;
        let goes_on = is_inner || (is_open && !is_inline && !is_parted(material, end..start));
        if !goes_on {
            is_open = !is_inline;
            edition.regions.push(Region { heading: None, range: start..start, footnotes: index..index });
        }
        end = end.max(footnote.until);
        footnote.region = edition.regions.len() - 1;
        if let Some(region) = edition.regions.last_mut() {
            region.range.end = end;
            region.footnotes.end = index + 1;
        }
    }
}

/// Whether text or a heading stands within a range.
fn is_parted(material: &Material, range: Range<usize>) -> bool {
    let title = material.titles.partition_point(|(title, _)| title.start < range.start);
    let has_title = material.titles.get(title).is_some_and(|(title, _)| title.start < range.end);
    has_title || material.has_paragraph(range)
}

/// Where each label leads: to its last footnote, as Pandoc does it, or to its first. The others are twins.
fn twins(footnotes: &mut [Footnote], first_wins: bool) -> HashMap<Label, usize> {
    let mut first: HashMap<Label, usize> = HashMap::with_capacity(footnotes.len());
    let mut table: HashMap<Label, usize> = HashMap::with_capacity(footnotes.len());
    for index in 0..footnotes.len() {
        if footnotes[index].form == Form::Inline {
            continue;
        }
        let label = footnotes[index].label;
        let earlier = *first.entry(label).or_insert(index);
        if earlier < index {
            footnotes[index].twin = Some(earlier);
            footnotes[earlier].explained = true;
        }
        if earlier == index || !first_wins {
            table.insert(label, index);
        }
    }
    table
}

fn references(
    material: &Material,
    table: &HashMap<Label, usize>,
    malformed: &[&Damaged],
    more: Vec<Reference>,
    spaced: &HashSet<Label>,
) -> Vec<Reference> {
    let taken: HashSet<usize> = malformed.iter().map(|damaged| damaged.range.start).collect();
    let written = material.references.iter().filter(|marker| !taken.contains(&marker.range.start));
    let of_spaced = material.faults.iter().filter(|faulty| is_spaced_reference(faulty, spaced));
    let mut references: Vec<Reference> =
        written.map(|marker| reference(marker.range.clone(), marker.label, marker.form)).collect();
    let before = references.len();
    references.extend(of_spaced.map(|faulty| reference(faulty.range.clone(), faulty.label, Form::Caret)));
    references.extend(more);
    if references.len() > before {
        references.sort_by_key(|reference| reference.range.start);
    }
    for reference in &mut references {
        reference.footnote = table.get(&reference.label).copied();
    }
    let is_class = |label: Label| {
        let name = (label.series == Series::Named).then(|| material.names.get(label.number as usize - 1));
        name.flatten().is_some_and(|name| pandoc::is_class(name))
    };
    references.retain(|reference| {
        reference.footnote.is_some() || (reference.form != Form::Link && !is_class(reference.label))
    });
    references
}

/// `[^a b]` where there is a footnote `[^a b]:`.
fn is_spaced_reference(faulty: &Faulty, spaced: &HashSet<Label>) -> bool {
    faulty.fault == Fault::Reversed && spaced.contains(&faulty.label)
}

/// Finds single mistakes behind references that lead nowhere and footnotes that nothing refers to.
fn explain(edition: &mut Edition, material: &Material, text: &Text) {
    let mut holes = slips::Holes::of(edition, text);
    let has_twins = edition.footnotes.iter().any(|footnote| footnote.twin.is_some());
    if holes.dangling.len() <= MOST && has_twins {
        misnumbered(edition, &mut holes);
    }
    slips::damaged::references(edition, material, &mut holes);
    if holes.dangling.len() <= MOST && holes.orphans.len() <= MOST {
        mistyped(edition, &mut holes);
        slips::repeated(edition, &holes);
    }
    slips::missing_in_print(edition, &holes, text);
}

/// A second footnote `[^2]:` standing where the footnote of a dangling reference `[^3]` belongs.
fn misnumbered(edition: &mut Edition, holes: &mut slips::Holes) {
    let mut first: HashMap<Label, usize> = HashMap::new();
    for reference in &edition.references {
        first.entry(reference.label).or_insert(reference.range.start);
    }
    let pairs: Vec<(usize, usize)> = (0..edition.footnotes.len())
        .filter_map(|index| Some((edition.footnotes[index].twin?, index)))
        .take(MOST)
        .collect();
    for (earlier, later) in pairs {
        let place = |index: Option<usize>| {
            index
                .and_then(|index| edition.footnotes.get(index))
                .filter(|note| note.form != Form::Inline)
                .map(|note| first.get(&note.label).copied())
        };
        let meant = |index: usize| {
            // Without a neighbour, anything goes; a neighbour that nothing refers to tells nothing.
            let before = place(index.checked_sub(1)).map_or(Some(0), |place| place)?;
            let after = place(Some(index + 1)).map_or(Some(usize::MAX), |place| place)?;
            let mut fitting = holes
                .dangling
                .keys()
                .filter(|label| first.get(label).is_some_and(|&start| before < start && start < after));
            fitting.next().copied().filter(|_| fitting.next().is_none())
        };
        let (index, label) = match (meant(earlier), meant(later)) {
            (Some(label), None) => (earlier, label),
            (None, Some(label)) => (later, label),
            _ => continue,
        };
        let twin = if index == earlier { later } else { earlier };
        let Some(reference) = holes.fill(edition, label, index) else { continue };
        let (written, form) = (edition.footnotes[index].label, edition.footnotes[index].form);
        for reference in &mut edition.references {
            if reference.label == written {
                reference.footnote = Some(twin);
            }
        }
        holes.orphans.remove(&twin);
        edition.footnotes[index].explained = true;
        edition.footnotes[twin].explained = false;
        edition.footnotes[later].twin = None;
        edition.slips.push(Slip {
            kind: SlipKind::Misnumbered,
            range: edition.footnotes[index].marker.clone(),
            written,
            meant: label,
            mended: edition.marker(form, label),
            reference: Some(edition.references[reference].range.clone()),
            footnote: Some(edition.footnotes[twin].marker.clone()),
        });
    }
}

/// Dangling references whose label is a mistyping of another: the only footnote that is like it, or that the order
/// of the footnotes calls for.
fn mistyped(edition: &mut Edition, holes: &mut slips::Holes) {
    let mut labels: Vec<Label> = holes.dangling.keys().copied().collect();
    labels.sort_unstable();
    let names: Vec<String> = labels.iter().map(|label| edition.name(*label)).collect();
    for (label, name) in labels.into_iter().zip(&names) {
        let references = holes.dangling[&label].clone();
        let is_caret = |index: &usize| edition.footnotes[*index].form == Form::Caret;
        // Where others are as like it, nobody can tell which is meant.
        let like = |index: &usize| {
            let other = edition.name(edition.footnotes[*index].label);
            is_like(name, &other) && names.iter().filter(|name| is_like(name, &other)).count() == 1
        };
        let orphans = || holes.orphans.iter().copied().filter(is_caret);
        let candidates: Vec<usize> = orphans().filter(like).collect();
        let other_case = || {
            let all = (0..edition.footnotes.len()).filter(is_caret);
            let mut same = all.filter(|&index| {
                edition.name(edition.footnotes[index].label).to_lowercase() == name.to_lowercase()
            });
            same.next().filter(|_| same.next().is_none())
        };
        let likely = match candidates[..] {
            [only] => Some(only),
            [] if label.series == Series::Number => in_place(edition, &references, orphans()),
            [] => other_case(),
            _ => None,
        };
        let Some(likely) = likely else { continue };
        for &reference in &references {
            edition.references[reference].likely = Some(likely);
        }
        edition.footnotes[likely].explained |= holes.orphans.remove(&likely);
        holes.dangling.remove(&label);
    }
}

/// Whether one label may be a mistyping of the other. A label of one letter or digit is like no other.
fn is_like(name: &str, other: &str) -> bool {
    const LONG: usize = 8;
    let lengths = [name, other].map(|name| name.chars().count());
    let shorter = lengths[0].min(lengths[1]);
    let most = if shorter >= LONG { 2 } else { 1 };
    let is_near = lengths[0].abs_diff(lengths[1]) <= most && osa_distance(name, other) <= most;
    is_near && (shorter > 1 || lengths[0] != lengths[1])
}

/// The only orphan that stands where the footnote of a reference would: between those of its neighbours.
fn in_place(edition: &Edition, references: &[usize], orphans: impl Iterator<Item = usize>) -> Option<usize> {
    let [only] = references[..] else { return None };
    let bound = |reference: &Reference| reference.footnote;
    let before = edition.references[..only].iter().rev().find_map(bound).map_or(0, |index| index + 1);
    let after = edition.references[only + 1..].iter().find_map(bound).unwrap_or(edition.footnotes.len());
    let mut fitting = orphans.filter(|orphan| {
        (before..after).contains(orphan) && edition.footnotes[*orphan].label.series == Series::Number
    });
    fitting.next().filter(|_| fitting.next().is_none())
}

/// What is wrong by itself, as far as it harms the text for those who read it.
fn flaws(
    material: &Material,
    edition: &Edition,
    text: &Text,
    signs: &Signs,
    indented: &[usize],
    spaced: &HashSet<Label>,
) -> Vec<Flaw> {
    let is_hugo = signs.hugo > 0;
    let is_pandoc = signs.pandoc > 0 && !is_hugo;
    let count = |fault: Fault| material.faults.iter().filter(|faulty| faulty.fault == fault).count();
    // Who puts most footnotes directly under paragraphs has a reader that takes them so.
    let definitions = edition.footnotes.iter().filter(|footnote| footnote.form == Form::Caret).count();
    let under_text = match count(Fault::UnderText) * 4 <= definitions {
        _ if is_pandoc => Harm::All,
        true => Harm::Probable,
        false => Harm::Some,
    };
    let indents = count(Fault::Outdented) > 0 && indents_paragraphs(material, text);
    let harms = |faulty: &&Faulty| match faulty.fault {
        Fault::SpacedLabel | Fault::UnderText | Fault::AfterImage => !is_hugo,
        Fault::Swallowed | Fault::Unclosed => !is_hugo,
        Fault::Linked => !is_hugo && !is_pandoc && is_bound(edition, faulty.range.start),
        Fault::Indented => indented.contains(&faulty.range.start),
        Fault::Outdented => !indents,
        Fault::Reversed => !is_spaced_reference(faulty, spaced),
    };
    let flaw = |faulty: &Faulty| {
        let after = edition.footnotes.partition_point(|note| note.marker.start <= faulty.range.start);
        let footnote = edition.footnotes[..after].iter().rposition(|note| note.form != Form::Inline);
        let is_of_footnote = matches!(
            faulty.fault,
            Fault::SpacedLabel | Fault::UnderText | Fault::Indented | Fault::Outdented
        );
        Flaw {
            fault: faulty.fault,
            range: faulty.range.clone(),
            footnote: footnote.filter(|_| is_of_footnote),
            harm: match faulty.fault {
                Fault::UnderText => under_text,
                Fault::Linked | Fault::AfterImage => Harm::Some,
                Fault::Outdented => Harm::Probable,
                _ => Harm::All,
            },
        }
    };
    material.faults.iter().filter(harms).map(flaw).collect()
}

/// Whether the reference at an offset leads to a footnote.
fn is_bound(edition: &Edition, start: usize) -> bool {
    let found = edition.references.binary_search_by_key(&start, |reference| reference.range.start);
    found.is_ok_and(|index| edition.references[index].footnote.is_some())
}

/// Whether paragraphs elsewhere begin with a few spaces, as a matter of style.
fn indents_paragraphs(material: &Material, text: &Text) -> bool {
    let outdented: HashSet<usize> = material
        .faults
        .iter()
        .filter(|faulty| faulty.fault == Fault::Outdented)
        .map(|faulty| faulty.range.start)
        .collect();
    let is_indented = |start: usize| (1..4).contains(&(start - text.line_start(text.line_of(start))));
    material.paragraphs.iter().any(|&(start, _)| is_indented(start) && !outdented.contains(&start))
}
