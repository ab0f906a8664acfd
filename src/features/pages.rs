//! Which page of the source begins here? Counted from the pages that the header names.

use std::ops::Range;

use crate::document::Snapshot;
use crate::header::pages;
use crate::scan::Kind;

/// A page mark of the running text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageMark {
    /// The white space that it is.
    pub range: Range<usize>,
    /// How many there are before it.
    pub index: usize,
    /// The page that begins behind it, if there is no doubt: the header names one range of pages, and there is a mark
    /// wherever one of them ends and the next begins.
    pub page: Option<u32>,
}

/// The page marks of the running text that meet or touch `within`. White space of that kind above the header and in
/// notes is none.
pub fn marks(snapshot: &Snapshot, within: Range<usize>) -> Vec<PageMark> {
    let edition = snapshot.edition();
    if !edition.is_edition {
        return Vec::new();
    }
    let mut regions = edition.regions.iter().map(|region| &region.range).peekable();
    let start = edition.header.range().map_or(0, |header| header.end);
    let marks = snapshot.blocks().marks_in(start..snapshot.text().len());
    let marks = marks.filter(|(_, mark)| mark.kind == Kind::PageMark);
    let marks = marks.map(|(start, mark)| start..start + mark.len as usize);
    let marks: Vec<_> = marks
        .filter(|mark| {
            while regions.next_if(|region| region.end <= mark.start).is_some() {}
            regions.peek().is_none_or(|region| mark.start < region.start)
        })
        .collect();
    let first = first_page(snapshot, marks.len());
    let page = |index| first?.checked_add(u32::try_from(index + 1).ok()?);
    let marks = marks.into_iter().enumerate();
    marks
        .skip_while(|(_, range)| range.end < within.start)
        .take_while(|(_, range)| range.start <= within.end)
        .map(|(index, range)| PageMark { range, index, page: page(index) })
        .collect()
}

/// The page that the text begins on, if the header names one range of pages and so many breaks are in it.
fn first_page(snapshot: &Snapshot, breaks: usize) -> Option<u32> {
    let source = snapshot.edition().header.find("Source")?;
    let ranges = pages::find(&snapshot.text().slice(source.value.clone()));
    let [pages] = ranges.as_slice() else { return None };
    let expected = usize::try_from(pages.last.checked_sub(pages.first)?).ok()?;
    (breaks == expected).then_some(pages.first)
}
