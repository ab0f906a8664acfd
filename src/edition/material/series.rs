//! Labels that may belong to either of two series. Which, only the others in the text can tell.

use std::collections::HashSet;

use super::{Candidate, Damaged, Marker, Material};
use crate::scan::{DamageKind, Form, Label, Series, letters_value, roman_value};
use crate::text::Text;

/// For each number in round brackets that stands as references do, so many may stand as points do.
const MOST_LIKE_POINTS: usize = 2;

impl Material {
    /// Puts every label into the series that the text counts in.
    pub(super) fn settle(&mut self, text: &Text) {
        self.settle_letters(text, [Series::Letter, Series::Roman]);
        self.settle_letters(text, [Series::SmallLetter, Series::SmallRoman]);
        self.settle_points();
        self.settle_round();
    }

    /// `[v]`, `[x]` are letters among letters, and numbers among roman numerals; `[iv]` and `[cc]` likewise.
    fn settle_letters(&mut self, text: &Text, [letter, roman]: [Series; 2]) {
        let spelling = |label: Label| label.spelling().to_uppercase();
        let is_letter = |label: &Label| label.series == letter && roman_value(&spelling(*label)).is_none();
        let letters = self.labels_mut().filter(|label| is_letter(label)).count();
        let numerals = self.labels_mut().filter(|label| label.series == roman).count();
        let ones = self.ones(text, roman);
        if letters <= numerals && (numerals > 0 || ones.iter().any(|&(_, is_noted)| is_noted)) {
            // One digit was read for each letter.
            let ones = ones.into_iter().map(|(at, _)| at).collect();
            self.mend(ones, |read| Label::new(roman, read.number.to_string().len() as u32));
        } else {
            self.settle_letter(text, letter);
        }
        if numerals == 0 {
            return;
        }
        for label in self.labels_mut() {
            let spelt = spelling(*label);
            let settled = match letters > numerals {
                true if label.series == roman => {
                    letters_value(&spelt).map(|number| Label::new(letter, number))
                }
                false if label.series == letter => {
                    roman_value(&spelt).map(|number| Label::new(roman, number))
                }
                _ => None,
            };
            *label = settled.unwrap_or(*label);
        }
    }

    /// `[I]`, which was taken for a damaged digit, is a letter where H or J is a label.
    fn settle_letter(&mut self, text: &Text, series: Series) {
        let misread = if series == Series::Letter { 'I' } else { 'i' };
        let number = letters_value("I").unwrap_or_default();
        let beside = [number - 1, number + 1].map(|number| Label::new(series, number));
        if !self.labels_mut().any(|label| beside.contains(label)) {
            return;
        }
        let is_letter = |damaged: &Damaged| {
            let marker = text.slice(damaged.range.clone());
            marker.trim_start_matches("[Footnote ").trim_matches(['[', ']', '.', ':']).chars().eq([misread])
        };
        let letters = (0..self.damaged.len()).filter(|&at| is_letter(&self.damaged[at])).collect();
        self.mend(letters, |_| Label::new(series, number));
    }

    /// `[i]`, `[ii]`, `[iii]`, which were taken for damaged digits: their indices, and whether a reference and a
    /// footnote bear them and another one like them.
    fn ones(&self, text: &Text, roman: Series) -> Vec<(usize, bool)> {
        let one = if roman == Series::Roman { 'I' } else { 'i' };
        let written = |damaged: &Damaged| {
            let marker = text.slice(damaged.range.clone());
            let inner = marker.trim_start_matches("[Footnote ").trim_matches(['[', ']', '.', ':']).to_owned();
            let is_roman = !inner.is_empty() && inner.chars().all(|c| c == one) && inner.len() <= 3;
            is_roman.then_some(inner)
        };
        let misread = self.damaged.iter().enumerate();
        let misread = misread.filter(|(_, damaged)| damaged.damage.kind == DamageKind::Misread);
        let spelt: Vec<(usize, String)> =
            misread.filter_map(|(at, damaged)| Some((at, written(damaged)?))).collect();
        let bears = |spelling: &str, opens: bool| {
            let is_such = |at: &usize| self.damaged[*at].damage.opens.is_some() == opens;
            spelt.iter().any(|(at, other)| other == spelling && is_such(at))
        };
        let is_noted = ["i", "ii"]
            .map(|spelling| if one == 'I' { spelling.to_uppercase() } else { spelling.to_owned() });
        let is_noted = is_noted.iter().all(|spelling| bears(spelling, true) && bears(spelling, false));
        spelt.iter().map(|&(at, _)| (at, is_noted)).collect()
    }

    /// Takes damaged labels, by their indices, for sound ones.
    fn mend(&mut self, damaged: Vec<usize>, label: impl Fn(Label) -> Label) {
        for at in damaged.into_iter().rev() {
            let Damaged { range, label: read, damage } = self.damaged.remove(at);
            let label = label(read);
            match damage.opens {
                Some(form) => self.candidates.push(Candidate { range, label, form, alone: false }),
                None => self.references.push(Marker { range, label, form: Form::Bracket }),
            }
        }
        self.references.sort_by_key(|marker| marker.range.start);
        self.candidates.sort_by_key(|candidate| candidate.range.start);
    }

    /// Numbers in round brackets count points where most of them stand as those do: `(1) the hive, (2) the bees`.
    fn settle_points(&mut self) {
        let points = std::mem::take(&mut self.points);
        let is_round = |marker: &&Marker| marker.form == Form::Parentheses;
        let round = self.references.iter().filter(is_round).count();
        if points.len() <= MOST_LIKE_POINTS * round {
            self.references.extend(points);
            self.references.sort_by_key(|marker| marker.range.start);
        } else {
            self.references.retain(|marker| !is_round(&marker));
        }
    }

    /// `(1)` refers to `1. text` where nothing else does, and no footnote is written `(1)`.
    fn settle_round(&mut self) {
        if !self.references.iter().any(|marker| marker.label.series == Series::Round) {
            return;
        }
        let of = |series: Series, labels: &mut dyn Iterator<Item = Label>| -> HashSet<u32> {
            labels.filter(|label| label.series == series).map(|label| label.number).collect()
        };
        let referred = |series| of(series, &mut self.references.iter().map(|marker| marker.label));
        let noted = |series| of(series, &mut self.candidates.iter().map(|candidate| candidate.label));
        if !referred(Series::Number).is_empty() || !noted(Series::Round).is_empty() {
            return;
        }
        let round = referred(Series::Round);
        if 2 * round.intersection(&noted(Series::Number)).count() >= round.len() {
            let round = self.references.iter_mut().filter(|marker| marker.label.series == Series::Round);
            round.for_each(|marker| marker.label.series = Series::Number);
        }
    }

    fn labels_mut(&mut self) -> impl Iterator<Item = &mut Label> {
        let references = self.references.iter_mut().map(|marker| &mut marker.label);
        references.chain(self.candidates.iter_mut().map(|candidate| &mut candidate.label))
    }
}
