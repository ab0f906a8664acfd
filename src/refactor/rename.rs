//! Renaming: another label for one footnote and all references to it, or for references that miss theirs.

use std::ops::Range;

use super::relabel::{New, Relabelling};
use super::{Change, Refusal, understood};
use crate::dialect::Law;
use crate::document::Snapshot;
use crate::edition::{Edition, Numbering};
use crate::scan::{FORMS, Form, Label, Series};
use crate::text::is_space;

/// What can be renamed at a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Renamable {
    /// The label itself, without what stands around it in its marker: bytes.
    pub range: Range<usize>,
    /// How it is spelt there.
    pub name: String,
}

/// What is meant by a place.
enum Target {
    Footnote(usize),
    /// References that miss their footnote, all of one label.
    Missing(Vec<usize>),
}

/// The label at the byte `offset`, in the marker of a reference or of a footnote; `None` where nothing can be renamed.
pub fn prepare(snapshot: &Snapshot, offset: usize) -> Option<Renamable> {
    let edition = readable(snapshot).ok()?;
    let (_, range) = target(snapshot, edition, offset)?;
    let name = snapshot.text().slice(range.clone()).into_owned();
    Some(Renamable { range, name })
}

/// Gives what is at the byte `offset` the label `written`. The whole marker will do: `[12]` and `12.` mean 12.
pub fn rename(snapshot: &Snapshot, offset: usize, written: &str) -> Result<Change, Refusal> {
    let edition = readable(snapshot)?;
    let (target, _) = target(snapshot, edition, offset).ok_or_else(|| {
        Refusal::new(
            "There is no label here. Put the cursor on a reference or at the beginning of a footnote.",
        )
    })?;
    let name = understand(edition, written)?;
    if let Some(clash) = clash(snapshot, edition, &target, &name) {
        return Err(clash);
    }
    let new = || New::Name(name.clone());
    let relabelling = match &target {
        Target::Footnote(index) => Relabelling { footnotes: vec![(*index, new())], ..Relabelling::default() },
        Target::Missing(references) => {
            let dangling = references.iter().map(|&index| (index, new())).collect();
            Relabelling { dangling, ..Relabelling::default() }
        }
    };
    relabelling.change_and(snapshot, |after| still_counts(snapshot, after, &target, &name))
}

/// Names can be told without a footnote; numbers that nothing bears out may be anything.
fn readable(snapshot: &Snapshot) -> Result<&Edition, Refusal> {
    let edition = snapshot.edition();
    match edition.law {
        Law::Names if edition.is_edition => Ok(edition),
        _ => understood(snapshot),
    }
}

/// What the byte `offset` means, and where its label is.
fn target(snapshot: &Snapshot, edition: &Edition, offset: usize) -> Option<(Target, Range<usize>)> {
    let text = snapshot.text();
    if let Some(index) = edition.reference_at(offset) {
        let reference = &edition.references[index];
        if reference.form == Form::Link {
            return None;
        }
        let (target, label) = meant(edition, index, |label| {
            let place = edition.label_in(&reference.range, label, text);
            place.is_some_and(|place| place.start <= offset && offset <= place.end)
        });
        return Some((target, edition.label_in(&reference.range, label, text)?));
    }
    let index = edition.footnote_marked_at(offset)?;
    let footnote = &edition.footnotes[index];
    if matches!(footnote.form, Form::Link | Form::Inline) || footnote.label.series == Series::Unlabelled {
        return None;
    }
    Some((Target::Footnote(index), edition.label_in(&footnote.marker, footnote.label, text)?))
}

/// What a reference leads to, and the label of that; where it bears several, that which is under the cursor.
fn meant(edition: &Edition, index: usize, is_here: impl Fn(Label) -> bool) -> (Target, Label) {
    let reference = &edition.references[index];
    let (start, label) = (reference.range.start, reference.label);
    let also = edition.also.iter().filter(|(other, _)| *other == start).map(|&(_, footnote)| footnote);
    let all = reference.footnote.into_iter().chain(also);
    let label_of = |footnote: usize| edition.footnotes[footnote].label;
    let pointed = all.clone().find(|&footnote| label.last > label.number && is_here(label_of(footnote)));
    if let Some(footnote) = pointed {
        return (Target::Footnote(footnote), label_of(footnote));
    }
    match reference.footnote {
        Some(footnote) if label.last > label.number => (Target::Footnote(footnote), label_of(footnote)),
        Some(footnote) => (Target::Footnote(footnote), label),
        None => (Target::Missing(missing(edition, index)), label),
    }
}

/// The references that miss the same footnote as one of them does.
fn missing(edition: &Edition, index: usize) -> Vec<usize> {
    let label = edition.references[index].label;
    let is_alike = |other: &usize| {
        let other = &edition.references[*other];
        other.footnote.is_none() && other.label == label
    };
    let numberings = edition.numberings();
    let numbering = numberings.iter().find(|numbering| numbering.dangling.contains(&index));
    match numbering.filter(|_| edition.law == Law::Runs) {
        Some(numbering) => numbering.dangling.iter().copied().filter(is_alike).collect(),
        None => (0..edition.references.len()).filter(is_alike).collect(),
    }
}

/// The label that somebody meant who may have written all of its marker.
fn understand(edition: &Edition, written: &str) -> Result<String, Refusal> {
    let written = written.trim_matches(is_space);
    let within = |marker: String| {
        let (before, behind) = marker.split_once(HOLE)?;
        Some(written.strip_prefix(before)?.strip_suffix(behind)?.trim_matches(is_space))
    };
    let is_used =
        |form: &Form| (edition.law == Law::Names) == (*form == Form::Caret) && *form != Form::Inline;
    let forms = FORMS.into_iter().filter(is_used);
    let markers = forms.flat_map(|form| [form.of_reference(HOLE), form.of_footnote(HOLE)]);
    let own = [edition.own_reference.around(HOLE), edition.own_footnote.around(HOLE)];
    let name = markers.chain(own).filter_map(within).filter(|name| !name.is_empty());
    let name = name.min_by_key(|name| name.len()).unwrap_or(written);
    if name.is_empty() || name == "[]" {
        return Err(Refusal::new("A label cannot be empty."));
    }
    let is_odd = |c: char| c.is_control() || is_space(c) || (edition.law == Law::Names && "[]^".contains(c));
    if name.contains(is_odd) {
        let rule = match edition.law {
            Law::Names => "A label has no spaces in it, and neither brackets nor carets.",
            Law::Runs => {
                "A label has no spaces in it: it is a number, a letter, a roman numeral or a symbol."
            }
        };
        return Err(Refusal::new(format!("{name} cannot be a label. {rule}")));
    }
    Ok(name.to_owned())
}

/// Where the label is in a marker. No label holds it.
const HOLE: &str = "\0";

/// What bears the name already, where the two would be taken for one.
fn clash(snapshot: &Snapshot, edition: &Edition, target: &Target, name: &str) -> Option<Refusal> {
    let numberings = edition.numberings();
    let scope = Scope::of(&numberings, target);
    let is_near = |other: usize| edition.law == Law::Names || is_near(edition, &scope, target, other);
    let bears = |label: Label| edition.name(label) == name || label.numbers().len() > 1 && bears(label, name);
    let line = |place: &Range<usize>| snapshot.text().line_of(place.start) + 1;
    let is_other = |index: &usize| !matches!(target, Target::Footnote(own) if own == index);
    let footnote = (0..edition.footnotes.len()).filter(is_other).find(|&index| {
        let other = &edition.footnotes[index];
        other.form != Form::Inline && bears(other.label) && is_near(index)
    });
    if let Some(index) = footnote {
        return Some(taken(snapshot, &edition.footnotes[index].marker, name, target));
    }
    let is_ours = |index: &usize| matches!(target, Target::Missing(own) if own.contains(index));
    let in_reach = |index: &usize| match (edition.law, scope.numbering) {
        (Law::Names, _) => true,
        (Law::Runs, Some(numbering)) => numbering.dangling.contains(index),
        (Law::Runs, None) => false,
    };
    let dangling = (0..edition.references.len()).find(|index| {
        let reference = &edition.references[*index];
        reference.footnote.is_none() && bears(reference.label) && !is_ours(index) && in_reach(index)
    });
    let place = edition.references[dangling?].range.clone();
    let message = format!(
        "Line {} already refers to a footnote {name}, which is missing. Choose another label, or mend that reference first.",
        line(&place)
    );
    Some(Refusal { message, place: Some(place) })
}

/// Whether a label of several numbers bears the one of this name.
fn bears(label: Label, name: &str) -> bool {
    name.parse().is_ok_and(|number| label.bears(number)) && label.series == Series::Number
}

/// Whether a footnote counts with what is to be renamed, or stands beside it where nothing counts.
fn is_near(edition: &Edition, scope: &Scope, target: &Target, other: usize) -> bool {
    match (scope.numbering, target) {
        (Some(numbering), _) => !scope.is_at_end && numbering.holds(other),
        (None, Target::Missing(_)) => false,
        (None, Target::Footnote(own)) => {
            let region = |index: usize| edition.footnotes[index].region;
            region(*own) == region(other) && !edition.numberings().iter().any(|one| one.holds(other))
        }
    }
}

/// Whether a footnote with its new label is one of a count, and all others count as they did.
fn still_counts(before: &Snapshot, after: &Snapshot, target: &Target, name: &str) -> Result<(), Refusal> {
    let (old, new) = (before.edition(), after.edition());
    let Target::Footnote(own) = *target else { return Ok(()) };
    if old.law == Law::Names {
        return Ok(());
    }
    let numberings = [old, new].map(Edition::numberings);
    let others = |numberings: &[Numbering]| {
        let others = |one: &Numbering| one.footnotes.iter().copied().filter(|&index| index != own).collect();
        let all = numberings.iter().map(others);
        all.filter(|others: &Vec<usize>| !others.is_empty()).collect::<Vec<_>>()
    };
    let marker = &old.footnotes[own].marker;
    let of = |numberings: &[Numbering]| numberings.iter().find(|one| one.holds(own)).cloned();
    let [was, is] = [of(&numberings[0]), of(&numberings[1])];
    if others(&numberings[0]) != others(&numberings[1]) {
        let message = "with another label here, nobody could tell where one count of footnotes ends and the next begins.";
        return Err(Refusal::at(marker.clone(), before, message));
    }
    if is.is_some_and(|one| one.footnotes.len() > 1) {
        return Ok(());
    }
    // What counts with no other may stand beside one of the same name.
    let is_twin = |index: &usize| {
        let other = &old.footnotes[*index];
        let is_near =
            other.region == old.footnotes[own].region || was.as_ref().is_some_and(|was| was.holds(*index));
        *index != own && is_near && old.name(other.label) == name
    };
    match (0..old.footnotes.len()).find(is_twin) {
        Some(index) => Err(taken(before, &old.footnotes[index].marker, name, target)),
        None => Ok(()),
    }
}

/// A footnote bears the name already.
fn taken(snapshot: &Snapshot, marker: &Range<usize>, name: &str, target: &Target) -> Refusal {
    let help = match target {
        Target::Footnote(_) => "Choose another label, or rename that one first.",
        Target::Missing(_) => "If that is the one that is meant, change the reference itself.",
    };
    let line = snapshot.text().line_of(marker.start) + 1;
    let message = format!("Footnote {name} is already in line {line}. {help}");
    Refusal { message, place: Some(marker.clone()) }
}

/// The count that something belongs to.
struct Scope<'a> {
    numbering: Option<&'a Numbering>,
    /// Whether it is a footnote at its end, where another count of the same series begins: with another label, it may
    /// be the first of that.
    is_at_end: bool,
}

impl<'a> Scope<'a> {
    fn of(numberings: &'a [Numbering], target: &Target) -> Self {
        let at = numberings.iter().position(|numbering| match target {
            Target::Footnote(index) => numbering.holds(*index),
            Target::Missing(references) => numbering.dangling.contains(&references[0]),
        });
        let Some(at) = at else { return Scope { numbering: None, is_at_end: false } };
        let own = &numberings[at];
        let goes_on = numberings[at + 1..].iter().any(|other| other.series == own.series);
        let is_last = matches!(target, Target::Footnote(index) if own.footnotes.last() == Some(index));
        Scope { numbering: Some(own), is_at_end: is_last && goes_on }
    }
}
