//! Where a new footnote goes, and what is written there.

use std::ops::Range;

use crate::document::Snapshot;
use crate::edits::Edit;
use crate::notes::{gap, line_end};
use crate::scan::{Form, Label};
use crate::text::{Text, is_space, trim};

/// Room for a new footnote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slot {
    /// Where: bytes.
    pub offset: usize,
    /// What parts it from what stands before.
    pub before: String,
    /// What parts it from what follows.
    pub after: String,
    /// How its marker is written.
    pub form: Form,
}

/// Where the notes of a text stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Habit {
    /// Each below the paragraph that refers to it.
    BelowParagraph,
    /// Together.
    Together,
}

impl Slot {
    /// The footnote as it is put there, and where its text stands in what is inserted.
    pub fn fill(&self, marker: &str, body: &str) -> (Edit, usize) {
        let close = if self.form == Form::Enclosed { "]" } else { "" };
        let head = format!("{}{marker} ", self.before);
        let at = head.len();
        (Edit::insert(self.offset, format!("{head}{body}{close}{}", self.after)), at)
    }

    /// Among footnotes that stand together, by their indices in text order: behind the last whose number is lower, else
    /// before the first; `None` where that does not begin its line.
    pub fn among(snapshot: &Snapshot, peers: &[usize], number: u32) -> Option<Self> {
        let (edition, text) = (snapshot.edition(), snapshot.text());
        let &first = peers.first()?;
        let lower = peers.iter().rev().find(|&&index| edition.footnotes[index].label.number < number);
        if let Some(&index) = lower {
            return Some(Slot::behind(snapshot, index));
        }
        let footnote = &edition.footnotes[first];
        let offset = text.line_start(text.line_of(footnote.marker.start));
        // Within a quote or a list, something else stands before it.
        let is_first = trim(&text.slice(offset..footnote.marker.start)).is_empty();
        is_first.then(|| Slot { offset, before: String::new(), after: gap(snapshot), form: footnote.form })
    }

    /// Right behind a footnote.
    pub fn behind(snapshot: &Snapshot, footnote: usize) -> Self {
        let edition = snapshot.edition();
        let end = edition.extent(footnote, snapshot.text()).end;
        let (offset, before) = (line_end(snapshot.text(), end), gap(snapshot));
        Slot { offset, before, after: String::new(), form: edition.footnotes[footnote].form }
    }

    /// Below the paragraph that holds `offset`, behind the notes that are there already.
    pub fn below_paragraph(snapshot: &Snapshot, offset: usize, label: Label, form: Form) -> Self {
        let (edition, text) = (snapshot.edition(), snapshot.text());
        let end = paragraph_end(text, offset);
        let next = edition.footnotes.partition_point(|footnote| footnote.marker.start < end);
        let follows = |next: &usize| {
            edition.footnotes.get(*next).is_some_and(|next| is_blank(text, end..next.marker.start))
        };
        let there = Some(next).filter(follows).map(|next| cluster(snapshot, next)).unwrap_or_default();
        let of_series = |index: &usize| edition.footnotes[*index].label.series == label.series;
        let peers: Vec<usize> = there.filter(of_series).collect();
        Slot::among(snapshot, &peers, label.number).unwrap_or_else(|| {
            let before = text.line_break().repeat(2);
            Slot { offset: end, before, after: String::new(), form }
        })
    }

    /// Behind everything, but for what a web page or a publisher has put there.
    pub fn at_the_end(snapshot: &Snapshot, form: Form) -> Self {
        let text = snapshot.text();
        let offset = line_end(text, end_of_body(snapshot));
        let before = if offset == 0 { String::new() } else { text.line_break().repeat(2) };
        Slot { offset, before, after: String::new(), form }
    }
}

/// Where the notes of a series stand: those that do not follow their paragraphs are together.
pub fn habit(snapshot: &Snapshot, footnotes: &[usize]) -> Habit {
    let (edition, text) = (snapshot.edition(), snapshot.text());
    let (mut clusters, mut below, mut end) = (0, 0, 0);
    for &index in footnotes {
        let start = edition.footnotes[index].marker.start;
        if start >= end {
            let cluster = cluster(snapshot, index);
            let first = &edition.footnotes[cluster.start].marker;
            let is_below = |index: usize| {
                let reference = edition.references_of(index).next();
                reference.is_some_and(|one| {
                    let end = paragraph_end(text, one.range.start);
                    end <= first.start && is_blank(text, end..first.start)
                })
            };
            clusters += 1;
            below += usize::from(cluster.clone().any(is_below));
            end = edition.footnotes[cluster.end - 1].marker.end;
        }
    }
    // Of one place nobody can say whether it is below its paragraph or at the end.
    match clusters > 1 && below * 2 > clusters {
        true => Habit::BelowParagraph,
        false => Habit::Together,
    }
}

/// The footnotes around footnote `index` that stand together: with nothing between them.
pub fn cluster(snapshot: &Snapshot, index: usize) -> Range<usize> {
    let (edition, text) = (snapshot.edition(), snapshot.text());
    let follows = |index: &usize| {
        let (before, next) = (edition.extent(index - 1, text).end, edition.footnotes[*index].marker.start);
        before <= next && is_blank(text, before..next)
    };
    let start = (1..=index).rev().take_while(follows).last().map_or(index, |index| index - 1);
    let end = (index + 1..edition.footnotes.len()).take_while(follows).last().map_or(index, |index| index);
    start..end + 1
}

/// Whether there is nothing but white space.
pub(super) fn is_blank(text: &Text, range: Range<usize>) -> bool {
    const LONGEST: usize = 1024;
    range.len() <= LONGEST && trim(&text.slice(range)).is_empty()
}

/// Where the paragraph ends that holds the byte `offset`: before the line break of its last line.
pub fn paragraph_end(text: &Text, offset: usize) -> usize {
    let mut line = text.line_of(offset);
    while line + 1 < text.line_count() && !trim(&text.line(line + 1)).is_empty() {
        line += 1;
    }
    text.line_range(line).end
}

/// Where the text itself ends: before trailing blank lines, navigation, and the licence of a publisher.
pub fn end_of_body(snapshot: &Snapshot) -> usize {
    let (edition, text) = (snapshot.edition(), snapshot.text());
    let mut end = if edition.is_edition { edition.work.end } else { text.len() };
    loop {
        end = trimmed_end(text, end);
        let last = edition.navigation.iter().rev().find(|range| range.start < end && range.end >= end);
        match last {
            Some(navigation) => end = navigation.start,
            None => return end,
        }
    }
}

/// `end` without the white space before it.
pub fn trimmed_end(text: &Text, mut end: usize) -> usize {
    const STEP: usize = 256;
    loop {
        // The piece may begin further up, where a character begins.
        let piece = text.slice(end.saturating_sub(STEP)..end);
        let blank = piece.len() - piece.trim_end_matches(is_space).len();
        end -= blank;
        if blank < piece.len() || piece.is_empty() {
            return end;
        }
    }
}
