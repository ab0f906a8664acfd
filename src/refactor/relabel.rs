//! What gives footnotes other labels: every place that bears the label of one, and nothing else, is replaced.
//!
//! Invariant: the text with them reads as the one before, but for the labels that were meant to change: the same
//! references and footnotes, each where it was and bound as it was. What does not is refused.

use std::collections::HashMap;
use std::ops::Range;

use super::{Change, Refusal};
use crate::dialect::Law;
use crate::document::Snapshot;
use crate::edition::{Edition, Fate, Leads, Numbering};
use crate::edits::{Edit, Edits};
use crate::scan::{Label, Series};

/// A label that is to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum New {
    /// This number of this series, and no other reading of its letters.
    Label(Label),
    /// Whatever is spelt so.
    Name(String),
}

impl New {
    /// How it is spelt.
    pub fn spelling(&self) -> String {
        match self {
            New::Label(label) => label.spelling(),
            New::Name(name) => name.clone(),
        }
    }

    /// Whether a label of an edition is this one.
    fn is(&self, label: Label, edition: &Edition) -> bool {
        match self {
            New::Label(own) if edition.law == Law::Runs => *own == label,
            _ => edition.name(label) == self.spelling(),
        }
    }

    /// What a reference bears instead of `borne` if its footnote, which bore `old`, bears this.
    fn of_reference(&self, borne: Label, old: Label) -> Option<New> {
        match self {
            _ if borne == old => Some(self.clone()),
            New::Label(new) if old.bears(borne.number) && borne.series == old.series => {
                Some(New::Label(new.with_number(new.number + (borne.number - old.number))))
            }
            _ => None,
        }
    }
}

/// New labels for footnotes, and for references that have none, by their indices.
#[derive(Debug, Default)]
pub struct Relabelling {
    pub footnotes: Vec<(usize, New)>,
    pub dangling: Vec<(usize, New)>,
}

impl Relabelling {
    /// All labels of a numbering from `from` on, moved by so many.
    pub fn shifted(snapshot: &Snapshot, numbering: &Numbering, from: u32, by: i32) -> Self {
        let edition = snapshot.edition();
        let moved = |label: Label| Label {
            number: label.number.saturating_add_signed(by),
            last: label.last.saturating_add_signed(by),
            ..label
        };
        let label_of = |index: usize| edition.footnotes[index].label;
        let missing = |index: usize| edition.references[index].label;
        let footnotes = numbering.footnotes.iter().copied().filter(|&index| label_of(index).number >= from);
        let dangling = numbering.dangling.iter().copied().filter(|&index| missing(index).number >= from);
        Relabelling {
            footnotes: footnotes.map(|index| (index, New::Label(moved(label_of(index))))).collect(),
            dangling: dangling.map(|index| (index, New::Label(moved(missing(index))))).collect(),
        }
    }

    /// Whether everything has its label already.
    pub fn is_idle(&self, edition: &Edition) -> bool {
        self.footnotes.iter().all(|(index, new)| new.is(edition.footnotes[*index].label, edition))
            && self.dangling.iter().all(|(index, new)| new.is(edition.references[*index].label, edition))
    }

    /// The change that it is; no edits where everything has its label already.
    pub fn change(&self, snapshot: &Snapshot) -> Result<Change, Refusal> {
        self.change_and(snapshot, |_| Ok(()))
    }

    /// The same, if the text after it is as it is wanted besides.
    pub fn change_and(
        &self,
        snapshot: &Snapshot,
        is_wanted: impl FnOnce(&Snapshot) -> Result<(), Refusal>,
    ) -> Result<Change, Refusal> {
        let edits = Edits::new(self.edits(snapshot)?).ok_or_else(|| {
            Refusal::new("Two labels of this text share their characters; they can only be changed by hand.")
        })?;
        if edits.is_empty() {
            return Ok(Change::default());
        }
        let after = snapshot.after(&edits);
        self.check(snapshot, &after, &edits)?;
        is_wanted(&after)?;
        Ok(Change::new(edits))
    }

    /// The edits, in no order; those that change nothing are left out.
    pub fn edits(&self, snapshot: &Snapshot) -> Result<Vec<Edit>, Refusal> {
        let edition = snapshot.edition();
        let mut edits = Vec::new();
        for (index, new) in &self.footnotes {
            let footnote = &edition.footnotes[*index];
            let old = footnote.label;
            if new.is(old, edition) {
                continue;
            }
            edits.push(replace(snapshot, &footnote.marker, old, new)?);
            for reference in edition.references_of(*index) {
                // A marker of several labels bears this one among others; a footnote of several is meant by each.
                let borne = if reference.label.last > reference.label.number { old } else { reference.label };
                if new.is(borne, edition) {
                    continue;
                }
                let meant = new.of_reference(borne, old).ok_or_else(|| {
                    let message = format!(
                        "this leads to footnote {} all the same. Correct it first.",
                        edition.name(old)
                    );
                    Refusal::at(reference.range.clone(), snapshot, &message)
                })?;
                edits.push(replace(snapshot, &reference.range, borne, &meant)?);
            }
        }
        for (index, new) in &self.dangling {
            let reference = &edition.references[*index];
            if !new.is(reference.label, edition) {
                edits.push(replace(snapshot, &reference.range, reference.label, new)?);
            }
        }
        Ok(edits)
    }

    /// Whether the text after the edits reads as it should.
    fn check(&self, before: &Snapshot, after: &Snapshot, edits: &Edits) -> Result<(), Refusal> {
        let (old, new) = (before.edition(), after.edition());
        let moves = edits.moves();
        let leads = Leads::new(old, new, |start| moves.kept(start));
        let reading = Reading { before, old, new, edits, leads };
        let meant: HashMap<usize, &New> = self.footnotes.iter().map(|(index, new)| (*index, new)).collect();
        reading.footnotes(&meant)?;
        let meant: HashMap<usize, &New> = self.dangling.iter().map(|(index, new)| (*index, new)).collect();
        reading.references(&meant)?;
        if !new.is_edition || new.law != old.law || (new.verdict != old.verdict) {
            return Err(Refusal::new(
                "With these labels, the text would no longer be read as one with footnotes.",
            ));
        }
        Ok(())
    }
}

/// Puts a label in the place of another.
fn replace(snapshot: &Snapshot, marker: &Range<usize>, old: Label, new: &New) -> Result<Edit, Refusal> {
    let edition = snapshot.edition();
    let place = edition.label_in(marker, old, snapshot.text());
    let place = place.ok_or_else(|| {
        let written = snapshot.text().slice(marker.clone());
        let name = edition.name(old);
        let message = format!("{written} does not spell out the label {name}. Change it by hand first.");
        Refusal::at(marker.clone(), snapshot, &message)
    })?;
    Ok(Edit::new(place, new.spelling()))
}

/// A text before and after, side by side.
struct Reading<'a> {
    before: &'a Snapshot,
    old: &'a Edition,
    new: &'a Edition,
    edits: &'a Edits,
    leads: Leads<'a>,
}

impl Reading<'_> {
    fn footnotes(&self, meant: &HashMap<usize, &New>) -> Result<(), Refusal> {
        for (index, footnote) in self.old.footnotes.iter().enumerate() {
            let new = meant.get(&index).copied();
            let is_same = self.leads.footnote(index) == Fate::Read(index) && {
                let there = &self.new.footnotes[index];
                self.is_as_meant(footnote.label, there.label, new)
                    && there.form == footnote.form
                    && (there.twin.is_none() || footnote.twin.is_some())
            };
            if !is_same {
                return Err(self.misread(&footnote.marker, footnote.label, new, "a footnote"));
            }
        }
        self.no_more(self.old.footnotes.len(), self.new.footnotes.len(), "a footnote")
    }

    fn references(&self, meant: &HashMap<usize, &New>) -> Result<(), Refusal> {
        for (index, reference) in self.old.references.iter().enumerate() {
            let new = meant.get(&index).copied();
            // What is bound may bear one label or several; that it is bound as before tells that all is well.
            let is_read = self.leads.reference(index) == Fate::Read(index)
                && (reference.footnote.is_some()
                    || self.is_as_meant(reference.label, self.new.references[index].label, new));
            if !is_read {
                return Err(self.misread(&reference.range, reference.label, new, "a reference"));
            }
            if !self.leads.is_true(index) {
                return Err(Refusal::led_elsewhere(reference, self.before));
            }
        }
        self.no_more(self.old.references.len(), self.new.references.len(), "a reference")?;
        if self.old.by_footnote == self.new.by_footnote {
            return Ok(());
        }
        let several =
            self.old.references.iter().find(|reference| reference.label.last > reference.label.number);
        let message = "this reference to several footnotes would not lead to all of them afterwards.";
        Err(several.map_or_else(
            || Refusal::new("Some reference would lead elsewhere afterwards."),
            |reference| Refusal::at(reference.range.clone(), self.before, message),
        ))
    }

    fn is_as_meant(&self, old: Label, there: Label, new: Option<&New>) -> bool {
        match new {
            Some(new) => new.is(there, self.new),
            None if old.series == Series::Named => self.old.name(old) == self.new.name(there),
            None => old == there,
        }
    }

    fn no_more(&self, old: usize, new: usize, what: &str) -> Result<(), Refusal> {
        match new > old {
            true => Err(Refusal::new(format!("Afterwards, something would be read as {what} that is none."))),
            false => Ok(()),
        }
    }

    /// Something is no longer read as what it was.
    fn misread(&self, marker: &Range<usize>, old: Label, new: Option<&New>, what: &str) -> Refusal {
        let text = self.before.text();
        let edit =
            self.edits.iter().find(|edit| marker.start <= edit.range.start && edit.range.end <= marker.end);
        let message = match edit {
            Some(Edit { range, text: label }) => {
                let (head, tail) = (text.slice(marker.start..range.start), text.slice(range.end..marker.end));
                format!("{head}{label}{tail} would not be read as {what} here. Choose another label.")
            }
            None if new.is_some() => {
                format!("the label {} stays as it is, but would be read otherwise.", self.old.name(old))
            }
            None => format!("this would no longer be read as {what}. Mend what is wrong near it first."),
        };
        Refusal::at(marker.clone(), self.before, &message)
    }
}
