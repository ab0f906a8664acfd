//! Companions: files that hold nothing but the footnotes of the texts beside them.

use std::collections::HashSet;

use crate::blocks::Blocks;
use crate::dialect::{self, Hints, Signs};
use crate::edition::material::Material;
use crate::edition::regions::Accepted;
use crate::edition::runs::{Member, Place, Run};
use crate::edition::{Edition, binding};
use crate::scan::{Form, Label, Series};
use crate::text::Text;

impl Edition {
    /// Reads a text as nothing but footnotes, for other texts to refer to. `None` where it is something else: its
    /// labels do not rise, or it refers to most of them itself.
    pub(crate) fn read_notes(text: &Text) -> Option<Edition> {
        let content = text.whole();
        let signs = Signs::of(&content);
        let head = text.slice(0..dialect::HEAD);
        let blocks = Blocks::new(&content, dialect::detect(&head, &Hints::default(), &signs));
        let material = Material::of(&blocks, text);
        let members = notes(&material);
        let candidate = |&index: &usize| &material.candidates[index];
        let label = candidate(members.first()?).label;
        let labels: HashSet<Label> = members.iter().map(|index| candidate(index).label).collect();
        let own = material.references.iter().filter(|marker| labels.contains(&marker.label)).count();
        let rises = members.is_sorted_by(|a, b| candidate(a).label.last < candidate(b).label.number);
        if !rises || own * 2 > members.len() {
            return None;
        }
        let members = members.into_iter().map(|candidate| Member { candidate, place: Place::Regular });
        let run = Run { members: members.collect() };
        let accepted = [Accepted { run, series: label.series, heading: None }];
        let mut edition = Edition { is_edition: true, names: material.names.clone(), ..Edition::default() };
        binding::footnotes(&material, &accepted, text, &mut edition);
        Some(edition)
    }

    /// Index of the footnote with a label, in an edition whose labels rise.
    pub(crate) fn footnote_with(&self, label: Label) -> Option<usize> {
        let at = self.footnotes.partition_point(|footnote| footnote.label.last < label.number);
        let bears = |index: &usize| {
            let other = self.footnotes[*index].label;
            other.series == label.series && label.numbers().any(|number| other.bears(number))
        };
        (at..self.footnotes.len()).take(1).find(bears)
    }
}

/// The candidates of the series and form of which there are the most.
fn notes(material: &Material) -> Vec<usize> {
    let mut kinds: Vec<(Series, Form, Vec<usize>)> = Vec::new();
    for (index, candidate) in material.candidates.iter().enumerate() {
        let (series, form) = (candidate.label.series, candidate.form);
        match kinds.iter_mut().find(|(other, written, _)| (*other, *written) == (series, form)) {
            Some((.., members)) => members.push(index),
            None => kinds.push((series, form, vec![index])),
        }
    }
    let most = kinds.into_iter().max_by_key(|(.., members)| members.len());
    most.map(|(.., members)| members).unwrap_or_default()
}
