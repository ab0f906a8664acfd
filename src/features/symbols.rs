//! What is in this text? The outline: header, sections, notes.

use std::ops::Range;

use crate::dialect::Law;
use crate::document::Snapshot;
use crate::edition::{Edition, Region};
use crate::headings;
use crate::scan::Form;
use crate::text::{Text, is_space, on_one_line};

/// One entry of the outline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Symbol {
    /// What it is called; never empty.
    pub name: String,
    /// A word more: a field's value, the beginning of a footnote.
    pub detail: Option<String>,
    /// What it is.
    pub kind: SymbolKind,
    /// All of it.
    pub range: Range<usize>,
    /// The part that names it; within `range`.
    pub selection: Range<usize>,
    /// What it holds; each within `range`.
    pub children: Vec<Symbol>,
}

/// The kinds of [`Symbol`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SymbolKind {
    /// The metadata header.
    Header,
    /// One field of it.
    Field,
    /// A section of the body, by its heading.
    Section,
    /// A region of notes.
    Notes,
    /// A footnote.
    Footnote,
}

/// So much of a value or a footnote is shown beside its name, in characters.
const DETAIL: usize = 60;

/// The outline, in text order.
pub fn outline(snapshot: &Snapshot) -> Vec<Symbol> {
    let (text, edition) = (snapshot.text(), snapshot.edition());
    if !edition.is_edition {
        return Vec::new();
    }
    let mut symbols: Vec<Symbol> = header(text, edition).into_iter().collect();
    symbols.extend(edition.regions.iter().map(|region| match edition.is_on_the_spot(region) {
        true => footnote(text, edition, region.footnotes.start),
        false => notes(text, edition, region),
    }));
    if edition.law == Law::Names {
        return titled(text, edition, symbols);
    }
    let taken: Vec<Range<usize>> = symbols.iter().map(|symbol| symbol.range.clone()).collect();
    symbols.extend(sections(snapshot, &taken));
    symbols.sort_by_key(|symbol| symbol.range.start);
    symbols
}

fn header(text: &Text, edition: &Edition) -> Option<Symbol> {
    let fields = &edition.header.fields;
    let range = edition.header.range()?;
    let children = fields.iter().map(|field| Symbol {
        name: field.name.clone(),
        detail: Some(detail(text, field.value.clone())),
        kind: SymbolKind::Field,
        range: field.key.start..field.value.end.max(field.key.end),
        selection: field.key.clone(),
        children: Vec::new(),
    });
    Some(Symbol {
        name: "Header".to_owned(),
        detail: None,
        kind: SymbolKind::Header,
        range,
        selection: fields[0].key.clone(),
        children: children.collect(),
    })
}

fn notes(text: &Text, edition: &Edition, region: &Region) -> Symbol {
    let children: Vec<Symbol> =
        region.footnotes.clone().map(|index| footnote(text, edition, index)).collect();
    let heading = region.heading.clone();
    let end = children.iter().map(|child| child.range.end).max().unwrap_or(region.range.end);
    let selection = heading.clone().unwrap_or_else(|| children[0].selection.clone());
    Symbol {
        name: heading.map_or_else(|| "Notes".to_owned(), |heading| text.slice(heading).into_owned()),
        detail: Some(format!("{} footnotes", children.len())),
        kind: SymbolKind::Notes,
        range: region.range.start..end,
        selection,
        children,
    }
}

fn footnote(text: &Text, edition: &Edition, index: usize) -> Symbol {
    let references = edition.references_of(index).len();
    Symbol {
        name: named(text, edition, index),
        detail: match references {
            0 if edition.footnotes[index].form == Form::Inline => None,
            0 => Some("no reference".to_owned()),
            1 => Some("1 reference".to_owned()),
            count => Some(format!("{count} references")),
        },
        kind: SymbolKind::Footnote,
        range: edition.extent(index, text),
        selection: edition.footnotes[index].marker.clone(),
        children: Vec::new(),
    }
}

/// Where headings are marked as such, each holds what follows up to the next of its level or a higher one.
fn titled(text: &Text, edition: &Edition, others: Vec<Symbol>) -> Vec<Symbol> {
    let header = edition.header.range().unwrap_or_default();
    let mut titles = edition.titles.iter().filter(|(title, _)| !header.contains(&title.start)).peekable();
    let mut others = others.into_iter().peekable();
    // Sections that are still open, the innermost last, with their levels; below them the whole text.
    let mut open: Vec<(u8, Symbol)> = Vec::new();
    let mut outline = Vec::new();
    let mut taken = 0;
    loop {
        let other = others.peek().map_or(usize::MAX, |symbol| symbol.range.start);
        // A heading in a footnote heads no section.
        while titles.next_if(|(title, _)| title.start < taken).is_some() {}
        if let Some((title, level)) = titles.next_if(|(title, _)| title.start < other) {
            close(text, &mut open, &mut outline, *level, title.start);
            let section = Symbol {
                name: headings::without_references(&text.slice(title.clone())).to_owned(),
                detail: None,
                kind: SymbolKind::Section,
                range: title.clone(),
                selection: title.clone(),
                children: Vec::new(),
            };
            open.push((*level, section));
        } else if let Some(symbol) = others.next() {
            taken = symbol.range.end;
            match open.last_mut() {
                Some((_, section)) => section.children.push(symbol),
                None => outline.push(symbol),
            }
        } else {
            close(text, &mut open, &mut outline, 0, text.len());
            return outline;
        }
    }
}

/// Ends the sections of this level and of those below it before the byte `end`.
fn close(text: &Text, open: &mut Vec<(u8, Symbol)>, outline: &mut Vec<Symbol>, level: u8, end: usize) {
    while let Some((_, mut section)) = open.pop_if(|(other, _)| *other >= level) {
        let line = text.line_start(text.line_of(end));
        let end = if end < text.len() { line } else { end };
        let held = section.children.iter().map(|child| child.range.end).max().unwrap_or_default();
        section.range.end = last_word(text, section.selection.end..end).max(held);
        match open.last_mut() {
            Some((_, outer)) => outer.children.push(section),
            None => outline.push(section),
        }
    }
}

/// Where the last word of a range ends.
fn last_word(text: &Text, range: Range<usize>) -> usize {
    const STEP: usize = 256;
    let mut end = range.end;
    while end > range.start {
        let start = end.saturating_sub(STEP).max(range.start);
        let piece = text.slice(start..end);
        let said = piece.trim_end_matches(is_space);
        if !said.is_empty() {
            return end - (piece.len() - said.len());
        }
        end -= piece.len().max(1);
    }
    range.start
}

/// Marker and first words of a footnote.
fn named(text: &Text, edition: &Edition, index: usize) -> String {
    let marker = text.slice(edition.footnotes[index].marker.clone());
    if edition.footnotes[index].form == Form::Inline {
        return format!("{marker}{}]", detail(text, edition.body(index, text)));
    }
    format!("{marker} {}", detail(text, edition.body(index, text))).trim_end().to_owned()
}

/// The headings of sections in `within`, where nothing marks them as such: short lines that stand alone and end no
/// sentence.
pub(crate) fn headings(snapshot: &Snapshot, within: &Range<usize>) -> Vec<Range<usize>> {
    let edition = snapshot.edition();
    let regions = edition.regions.iter().map(|region| region.range.clone());
    let taken: Vec<Range<usize>> = edition.header.range().into_iter().chain(regions).collect();
    headings::find(snapshot, &taken, within)
}

/// Headings, each with what follows up to the next of them.
fn sections(snapshot: &Snapshot, taken: &[Range<usize>]) -> Vec<Symbol> {
    let text = snapshot.text();
    let headings = headings::find(snapshot, taken, &(0..text.len()));
    let stops = taken.iter().map(|range| range.start);
    let mut stops: Vec<usize> = headings.iter().map(|range| range.start).chain(stops).collect();
    stops.sort_unstable();
    headings
        .into_iter()
        .map(|heading| {
            let next = stops.partition_point(|&stop| stop <= heading.start);
            let end = stops.get(next).copied().unwrap_or(text.len());
            let body = text.slice(heading.end..end);
            Symbol {
                name: headings::without_references(&text.slice(heading.clone())).to_owned(),
                detail: None,
                kind: SymbolKind::Section,
                range: heading.start..heading.end + body.trim_end_matches(is_space).len(),
                selection: heading,
                children: Vec::new(),
            }
        })
        .collect()
}

/// The beginning of a range, on one line.
fn detail(text: &Text, range: Range<usize>) -> String {
    // Four bytes hold any character.
    let cut = range.start..range.end.min(range.start + 4 * DETAIL);
    let line = on_one_line(&text.slice(cut), usize::MAX);
    match line.char_indices().nth(DETAIL) {
        Some((at, _)) => format!("{}…", line[..at].trim_end()),
        None => line,
    }
}
