//! What the marks of a text mean together: notes regions, footnotes, and the references bound to them.

use std::ops::Range;

use crate::blocks::Blocks;
use crate::dialect::{Law, Tradition};
use crate::header::Header;
use crate::scan::{Fault, Form, Label, Series};
use crate::text::{Text, is_space};

mod alignment;
mod binding;
mod companion;
mod evidence;
mod leads;
mod material;
mod names;
mod numbering;
pub(crate) mod order;
mod places;
mod regions;
mod runs;
mod slips;

pub(crate) use leads::{Fate, Leads};
pub use numbering::Numbering;
pub(crate) use slips::acknowledges_hole;

/// A document as its editor sees it. Made from one state of a text; all ranges are bytes of that text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Edition {
    /// Whether this is an edition at all. If not, everything below is empty.
    pub is_edition: bool,
    /// The name of the dialect it was read in, or of the tradition that it belongs to and that is not read.
    pub dialect: Option<String>,
    /// Why it was read so: one plain clause each ("the breadcrumb of the archive in line 1").
    pub evidence: Vec<String>,
    /// Whether its notes are checked, and if not, why not.
    pub verdict: Verdict,
    /// The metadata header.
    pub header: Header,
    /// References in text order.
    pub references: Vec<Reference>,
    /// Footnotes in text order.
    pub footnotes: Vec<Footnote>,
    /// Regions of notes in text order.
    pub regions: Vec<Region>,
    /// The text itself, without what a publisher has put around it.
    pub work: Range<usize>,
    /// Lines of the web page around the text.
    pub navigation: Vec<Range<usize>>,
    /// Mistakes that explain several symptoms at once; what they explain is marked `explained`.
    pub slips: Vec<Slip>,
    /// What is wrong by itself, in text order.
    pub flaws: Vec<Flaw>,
    /// Headings that are marked as such, without their marks, and their levels; in text order.
    pub titles: Vec<(Range<usize>, u8)>,
    /// Lines that are probably the footnotes of `references`, in this order, and lost their labels.
    pub unlabelled: Vec<Range<usize>>,
    /// References of several numbers (`[2,3]`): where they start, and what footnotes they lead to besides their own.
    pub(crate) also: Vec<(usize, usize)>,
    /// How references find their footnotes.
    pub(crate) law: Law,
    /// The names that labels stand for.
    pub(crate) names: Vec<String>,
    /// Indices into `references`, grouped by footnote: see [`Edition::references_of`].
    pub(crate) by_footnote: Vec<u32>,
    /// What stands around the labels of [`Form::Own`].
    pub(crate) own_reference: Surroundings,
    pub(crate) own_footnote: Surroundings,
}

/// What stands before and behind a label in its marker.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Surroundings(String, String);

impl Surroundings {
    fn of(marker: &str, name: &str) -> Self {
        let (before, behind) = marker.split_once(name).unwrap_or_default();
        Surroundings(before.to_owned(), behind.to_owned())
    }

    pub(crate) fn around(&self, name: &str) -> String {
        format!("{}{name}{}", self.0, self.1)
    }
}

/// Whether the notes of an edition are checked (see [`Edition::verdict`]).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Verdict {
    /// There is nothing to check.
    #[default]
    NoNotes,
    /// References and footnotes fit together well enough: single misfits are reported.
    Checked,
    /// References in rising order, and not one footnote.
    Detached,
    /// Too few labels have both a reference and a footnote: these are something else.
    Unrelated,
}

/// One place that refers to a footnote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reference {
    /// The whole marker, brackets included.
    pub range: Range<usize>,
    /// Its label.
    pub label: Label,
    /// How it is written.
    pub form: Form,
    /// Index into [`Edition::footnotes`].
    pub footnote: Option<usize>,
    /// Index of the footnote that is probably meant, where the label leads nowhere.
    pub likely: Option<usize>,
    /// A slip already says what is wrong here.
    pub explained: bool,
}

/// One footnote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Footnote {
    /// The marker: `[1]`, `1.`
    pub marker: Range<usize>,
    /// Its label, as written.
    pub label: Label,
    /// How the label is written.
    pub form: Form,
    /// Where the next thing starts: the footnote ends before, see [`Edition::extent`].
    pub(crate) until: usize,
    /// Nothing else is on the marker's line.
    pub(crate) alone: bool,
    /// The number that belongs here, where the written one does not fit among its neighbours.
    pub(crate) expected: Option<u32>,
    /// Index into [`Edition::regions`].
    pub region: usize,
    /// An earlier footnote with the same label in the same run of footnotes.
    pub twin: Option<usize>,
    /// Its brackets are closed, where it has any around its text.
    pub closed: bool,
    /// A slip already says what is wrong here.
    pub explained: bool,
    /// Index of the reference that is probably meant for it, where none leads to it: one that stands in its place
    /// and repeats another label.
    pub likely: Option<usize>,
    /// Its text says itself that nothing refers to it.
    pub acknowledged: bool,
    /// Into [`Edition::by_footnote`].
    pub(crate) references: Range<u32>,
}

/// A stretch of the text that holds footnotes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Region {
    /// The notes heading, if it has one.
    pub heading: Option<Range<usize>>,
    /// From the heading (or the first footnote) to where the last footnote's text may end.
    pub range: Range<usize>,
    /// Indices of its footnotes.
    pub footnotes: Range<usize>,
}

/// One mistake that explains several symptoms.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slip {
    /// What happened.
    pub kind: SlipKind,
    /// Where: the marker to mend.
    pub range: Range<usize>,
    /// The label that is written there, as it was read.
    pub written: Label,
    /// The label that belongs there.
    pub meant: Label,
    /// What would mend it: the new text of `range`.
    pub mended: String,
    /// The reference that this leaves without its footnote.
    pub reference: Option<Range<usize>>,
    /// The footnote that already bears the written label, or that is meant.
    pub footnote: Option<Range<usize>>,
}

/// Something that is wrong by itself, whatever the rest of the text says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Flaw {
    /// What it is.
    pub fault: Fault,
    /// Where.
    pub range: Range<usize>,
    /// Index of the footnote that it harms, where it is about one.
    pub footnote: Option<usize>,
    /// Whom it harms.
    pub harm: Harm,
}

/// Whom a [`Flaw`] harms.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Harm {
    /// Whoever reads the text.
    All,
    /// Probably whoever reads it: it is not written as the rest is.
    Probable,
    /// Those whose program is of one kind, and nothing shows that anybody's is.
    Some,
}

/// The kinds of [`Slip`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SlipKind {
    /// A footnote bears another label than its place and the references call for.
    Misnumbered,
    /// A label was misread or mistyped: `[l]` for `[1]`.
    Misread,
    /// A footnote's marker is not written as the others are: `17*` for `17*.`
    Malformed,
    /// A bracket is missing: `[1` for `[1]`.
    Unclosed,
}

impl Edition {
    /// The references to footnote `index`, in text order.
    pub fn references_of(&self, index: usize) -> impl ExactSizeIterator<Item = &Reference> {
        let group = self.footnotes[index].references.clone();
        self.by_footnote[group.start as usize..group.end as usize]
            .iter()
            .map(|&reference| &self.references[reference as usize])
    }

    /// Whether nothing refers to footnote `index`, and nothing else explains it.
    pub fn is_orphan(&self, index: usize) -> bool {
        let footnote = &self.footnotes[index];
        let refers = footnote.references.is_empty() && footnote.label.series != Series::Unlabelled;
        refers && footnote.twin.is_none() && !footnote.explained
    }

    /// Whether a region is nothing but a note that stands where it applies.
    pub fn is_on_the_spot(&self, region: &Region) -> bool {
        region.footnotes.len() == 1 && self.footnotes[region.footnotes.start].form == Form::Inline
    }

    /// How a label is spelt.
    pub fn name(&self, label: Label) -> String {
        match label.series {
            Series::Named => {
                let name = (label.number as usize).checked_sub(1).and_then(|at| self.names.get(at));
                name.cloned().unwrap_or_default()
            }
            _ => label.spelling(),
        }
    }

    /// The first number above those of all labels.
    pub fn next_free(&self) -> Option<Label> {
        let labels = self.footnotes.iter().map(|footnote| footnote.label);
        let labels = labels.chain(self.references.iter().map(|reference| reference.label));
        let numbers = labels.filter(|label| label.series == Series::Number).map(|label| label.last);
        Some(Label::new(Series::Number, numbers.max().unwrap_or(0).checked_add(1)?))
    }

    /// Whether anything bears this name.
    pub fn has_name(&self, name: &str) -> bool {
        let borne = self.references.iter().map(|reference| reference.label);
        borne
            .chain(self.footnotes.iter().map(|footnote| footnote.label))
            .any(|label| self.name(label) == name)
    }

    /// How the footnotes of a form begin, with this label.
    pub fn marker(&self, form: Form, label: Label) -> String {
        self.footnote_as(form, &self.name(label))
    }

    /// How a reference to a footnote is written here: as other references to its series are.
    pub fn reference_marker(&self, label: Label) -> String {
        let peer = self.references.iter().find(|other| other.label.series == label.series);
        let form = peer.map(|reference| reference.form).or_else(|| {
            self.footnotes.iter().find(|other| other.label.series == label.series).map(|other| other.form)
        });
        self.reference_as(form.unwrap_or(Form::Bracket), &self.name(label))
    }

    /// How the footnotes of a form begin here, with a label of this spelling.
    pub fn footnote_as(&self, form: Form, name: &str) -> String {
        match form {
            Form::Own => self.own_footnote.around(name),
            form => form.of_footnote(name),
        }
    }

    /// How a reference of a form is written here, with a label of this spelling.
    pub fn reference_as(&self, form: Form, name: &str) -> String {
        match form {
            Form::Own => self.own_reference.around(name),
            form => form.of_reference(name),
        }
    }

    /// All of footnote `index`: from its marker to the end of its last paragraph.
    pub fn extent(&self, index: usize, text: &Text) -> Range<usize> {
        let footnote = &self.footnotes[index];
        let body = text.slice(footnote.marker.end..footnote.until);
        footnote.marker.start..footnote.marker.end + body.trim_end_matches(is_space).len()
    }

    /// The bracket at the end of footnote `index`, where it has brackets around its text.
    pub fn closing(&self, index: usize) -> Option<Range<usize>> {
        let footnote = &self.footnotes[index];
        let is_enclosed = matches!(footnote.form, Form::Enclosed | Form::Inline) && footnote.closed;
        is_enclosed.then(|| footnote.until.saturating_sub(1)..footnote.until)
    }

    /// The text of footnote `index` behind its marker, without white space around it.
    pub fn body(&self, index: usize, text: &Text) -> Range<usize> {
        let footnote = &self.footnotes[index];
        let until = self.closing(index).map_or(footnote.until, |bracket| bracket.start);
        let body = text.slice(footnote.marker.end..until);
        let start = footnote.marker.end + (body.len() - body.trim_start_matches(is_space).len());
        start..(footnote.marker.end + body.trim_end_matches(is_space).len()).max(start)
    }

    /// Index of the reference whose marker holds or touches the byte `offset`.
    pub fn reference_at(&self, offset: usize) -> Option<usize> {
        let next = self.references.partition_point(|reference| reference.range.end <= offset);
        let holds = |index: &usize| {
            self.references
                .get(*index)
                .is_some_and(|reference| reference.range.start <= offset && offset <= reference.range.end)
        };
        // Of two that touch, the one that the offset is before.
        Some(next).filter(holds).or(next.checked_sub(1).filter(holds))
    }

    /// Index of the footnote whose marker holds or touches the byte `offset`.
    pub fn footnote_marked_at(&self, offset: usize) -> Option<usize> {
        let after = self.footnotes.partition_point(|footnote| footnote.marker.start <= offset);
        after.checked_sub(1).filter(|&index| offset <= self.footnotes[index].marker.end)
    }

    /// Index of the footnote that the byte `offset` is about: the one that the reference there leads to, else the one whose
    /// marker is there.
    pub fn footnote_meant_at(&self, offset: usize) -> Option<usize> {
        let led_to = self.reference_at(offset).and_then(|index| self.references[index].footnote);
        led_to.or_else(|| self.footnote_marked_at(offset))
    }

    /// Index of the footnote that the byte `offset` is in.
    pub fn footnote_at(&self, offset: usize) -> Option<usize> {
        let after = self.footnotes.partition_point(|footnote| footnote.marker.start <= offset);
        let holds = |index: &usize| offset < self.footnotes[*index].until;
        match self.law {
            Law::Runs => after.checked_sub(1).filter(holds),
            // Notes may stand within notes.
            Law::Names => (0..after)
                .rev()
                .take_while(|&index| self.regions[self.footnotes[index].region].range.end > offset)
                .find(holds),
        }
    }

    /// Only the text tells how a form looks that no tradition has.
    fn learn_own_forms(&mut self, text: &Text) {
        let learn =
            |range: &Range<usize>, label| Surroundings::of(&text.slice(range.clone()), &self.name(label));
        let reference = self.references.iter().find(|reference| reference.form == Form::Own);
        let footnote = self.footnotes.iter().find(|footnote| footnote.form == Form::Own);
        let reference = reference.map(|one| learn(&one.range, one.label)).unwrap_or_default();
        let footnote = footnote.map(|one| learn(&one.marker, one.label)).unwrap_or_default();
        (self.own_reference, self.own_footnote) = (reference, footnote);
    }

    /// Reads a text.
    pub(crate) fn read(text: &Text, blocks: &Blocks) -> Self {
        match blocks.tradition() {
            Tradition::Unread(name, why) => Edition {
                dialect: Some((*name).to_owned()),
                evidence: vec![(*why).to_owned()],
                ..Edition::default()
            },
            Tradition::Read { dialect, why } => {
                let material = material::Material::of(blocks, text);
                let notes = material.headings.first().map_or(text.len(), |heading| heading.start);
                let header = dialect.header(text, notes);
                let mut found = match dialect.law() {
                    Law::Runs => binding::bind(&material, text),
                    Law::Names => names::bind(&material, text, &blocks.signs()),
                };
                found.learn_own_forms(text);
                evidence::judge(found, header, &material, text, blocks, &**dialect, *why)
            }
        }
    }
}
