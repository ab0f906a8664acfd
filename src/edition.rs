//! What the marks of a text mean together: notes regions, footnotes, and the references bound to them.

use std::ops::Range;

use crate::header::Header;
use crate::scan::{Label, NoteForm};

/// A document as its editor sees it. Made from one state of a text; all ranges are bytes of that text.
#[derive(Debug, Clone, Default)]
pub struct Edition {
    /// Whether this is an edition at all. If not, everything below is empty.
    pub is_edition: bool,
    /// The name of the dialect it was read in.
    pub dialect: Option<&'static str>,
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
    /// Mistakes that explain several symptoms at once; what they explain is marked `explained`.
    pub slips: Vec<Slip>,
    /// Indices into `references`, grouped by footnote: see [`Edition::references_of`].
    pub(crate) by_footnote: Vec<u32>,
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
    /// Index into [`Edition::footnotes`].
    pub footnote: Option<usize>,
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
    pub form: NoteForm,
    /// The whole footnote: from the marker to the end of its last paragraph.
    pub range: Range<usize>,
    /// Index into [`Edition::regions`].
    pub region: usize,
    /// An earlier footnote with the same label in the same series and region.
    pub twin: Option<usize>,
    /// A slip already says what is wrong here.
    pub explained: bool,
    /// Into [`Edition::by_footnote`].
    pub(crate) references: Range<u32>,
}

/// A stretch of the text that holds footnotes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Region {
    /// The notes heading, if it has one.
    pub heading: Option<Range<usize>>,
    /// From the heading (or the first footnote) to the end of the last footnote.
    pub range: Range<usize>,
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

    /// Index of the reference whose marker holds or touches the byte `offset`.
    pub fn reference_at(&self, offset: usize) -> Option<usize> {
        let next = self.references.partition_point(|reference| reference.range.end < offset);
        self.references.get(next).filter(|reference| reference.range.start <= offset).map(|_| next)
    }

    /// Index of the footnote whose marker holds or touches the byte `offset`.
    pub fn footnote_marked_at(&self, offset: usize) -> Option<usize> {
        self.footnote_at(offset).filter(|&index| offset <= self.footnotes[index].marker.end)
    }

    /// Index of the footnote that the byte `offset` is in.
    pub fn footnote_at(&self, offset: usize) -> Option<usize> {
        let after = self.footnotes.partition_point(|footnote| footnote.range.start <= offset);
        let index = after.checked_sub(1)?;
        (offset <= self.footnotes[index].range.end).then_some(index)
    }
}
