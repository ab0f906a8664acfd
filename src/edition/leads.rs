//! Where references lead, compared: before and after a change.

use std::ops::Range;

use crate::edition::Edition;
use crate::edits::Edits;

/// What a change made of each reference and footnote of an edition: what refactorings and fixes promise about them is
/// asked here.
pub(crate) struct Leads<'a> {
    old: &'a Edition,
    new: &'a Edition,
    references: Vec<Fate>,
    footnotes: Vec<Fate>,
}

/// What became of a reference or a footnote.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fate {
    /// The beginning of its marker was taken away.
    Gone,
    /// Its marker is there, and is read as something else.
    Unread,
    /// It is there: its index afterwards.
    Read(usize),
}

impl Fate {
    /// Its index afterwards, if it is there.
    pub fn read(self) -> Option<usize> {
        match self {
            Fate::Read(index) => Some(index),
            Fate::Gone | Fate::Unread => None,
        }
    }
}

impl<'a> Leads<'a> {
    /// Compares two states of an edition; `place` tells where in the second a marker begins that begins in the first at
    /// a byte, `None` if it is taken away.
    pub fn new(old: &'a Edition, new: &'a Edition, place: impl Fn(usize) -> Option<usize>) -> Self {
        let fate = |start: usize, find: &dyn Fn(usize) -> Option<usize>| {
            place(start).map_or(Fate::Gone, |start| find(start).map_or(Fate::Unread, Fate::Read))
        };
        let reference =
            |start: usize| new.references.binary_search_by_key(&start, |one| one.range.start).ok();
        let footnote = |start: usize| new.footnotes.binary_search_by_key(&start, |one| one.marker.start).ok();
        let references = old.references.iter().map(|one| fate(one.range.start, &reference)).collect();
        let footnotes = old.footnotes.iter().map(|one| fate(one.marker.start, &footnote)).collect();
        Leads { old, new, references, footnotes }
    }

    /// What became of a reference.
    pub fn reference(&self, index: usize) -> Fate {
        self.references[index]
    }

    /// What became of a footnote.
    pub fn footnote(&self, index: usize) -> Fate {
        self.footnotes[index]
    }

    /// Whether a reference leads where it led: to the same footnote, or to none as before. One that is not there any more
    /// leads nowhere; one whose footnote is gone should.
    pub fn is_true(&self, index: usize) -> bool {
        let now = self.reference(index).read().and_then(|index| self.new.references[index].footnote);
        match self.old.references[index].footnote.map(|footnote| self.footnote(footnote)) {
            Some(Fate::Read(footnote)) => now == Some(footnote),
            Some(Fate::Gone) | None => now.is_none(),
            Some(Fate::Unread) => false,
        }
    }
}

impl Edition {
    /// The first reference that edits lead elsewhere: bound to a footnote here, and to another one in `after`, or to none.
    /// Where its own marker or its footnote's is taken away, it is.
    pub fn led_elsewhere(&self, after: &Edition, edits: &Edits) -> Option<Range<usize>> {
        let moves = edits.moves();
        let leads = Leads::new(self, after, |start| moves.kept(start));
        let is_lost = |index: usize, footnote: usize| {
            leads.footnote(footnote).read().is_none() || !leads.is_true(index)
        };
        let mut bound =
            self.references.iter().enumerate().filter_map(|(index, one)| Some((index, one.footnote?)));
        let (index, _) = bound.find(|&(index, footnote)| is_lost(index, footnote))?;
        Some(self.references[index].range.clone())
    }
}
