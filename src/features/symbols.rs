//! What is in this text? The outline: header, sections, notes.

use std::ops::Range;

use crate::document::Snapshot;
use crate::edition::{Edition, Region};
use crate::scan::Kind;
use crate::text::{Text, is_space, trim};

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
/// Longer lines are no headings, in bytes.
const LONGEST_HEADING: usize = 120;

/// The outline, in text order.
pub fn outline(snapshot: &Snapshot) -> Vec<Symbol> {
    let (text, edition) = (snapshot.text(), snapshot.edition());
    if !edition.is_edition {
        return Vec::new();
    }
    let mut symbols: Vec<Symbol> = header(text, edition).into_iter().collect();
    symbols.extend(edition.regions.iter().map(|region| notes(text, edition, region)));
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
    let children: Vec<Symbol> = region
        .footnotes
        .clone()
        .map(|index| Symbol {
            name: named(text, edition, index),
            detail: Some(match edition.references_of(index).len() {
                0 => "no reference".to_owned(),
                1 => "1 reference".to_owned(),
                count => format!("{count} references"),
            }),
            kind: SymbolKind::Footnote,
            range: edition.extent(index, text),
            selection: edition.footnotes[index].marker.clone(),
            children: Vec::new(),
        })
        .collect();
    let heading = region.heading.clone();
    let end = children.last().map_or(region.range.end, |last| last.range.end);
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

/// Marker and first words of a footnote.
fn named(text: &Text, edition: &Edition, index: usize) -> String {
    let marker = text.slice(edition.footnotes[index].marker.clone());
    format!("{marker} {}", detail(text, edition.body(index, text))).trim_end().to_owned()
}

/// Short lines that stand alone and end no sentence head what follows, up to the next of them.
fn sections(snapshot: &Snapshot, taken: &[Range<usize>]) -> Vec<Symbol> {
    let text = snapshot.text();
    let is_free = |offset: usize| {
        let next = taken.partition_point(|range| range.end <= offset);
        taken.get(next).is_none_or(|range| offset < range.start)
    };
    let headings: Vec<Range<usize>> = snapshot
        .blocks()
        .marks()
        .filter(|(_, mark)| (mark.len as usize) <= LONGEST_HEADING && may_head(mark.kind))
        .filter(|&(start, _)| is_free(start))
        .filter_map(|(start, _)| heading(text, start))
        .collect();
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
                name: name(&text.slice(heading.clone())),
                detail: None,
                kind: SymbolKind::Section,
                range: heading.start..heading.end + body.trim_end_matches(is_space).len(),
                selection: heading,
                children: Vec::new(),
            }
        })
        .collect()
}

/// Numbered headings look like footnotes to a scanner.
fn may_head(kind: Kind) -> bool {
    matches!(kind, Kind::Paragraph | Kind::Note { .. } | Kind::Damaged(_))
}

/// The line at `start`, if it looks like a heading.
fn heading(text: &Text, start: usize) -> Option<Range<usize>> {
    let line = text.line_of(start);
    let range = text.line_range(line);
    let blank = |line: usize| line >= text.line_count() || trim(&text.line(line)).is_empty();
    if range.len() > LONGEST_HEADING || !blank(line + 1) || (line > 0 && !blank(line - 1)) {
        return None;
    }
    let said = text.slice(start..range.end);
    let said = trim(&said);
    let bare = said.trim_end_matches(|c: char| "”’\"')]*".contains(c) || c.is_ascii_digit() || c == '[');
    let is_heading = said.chars().any(char::is_alphabetic)
        && said.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit() || "“‘\"(".contains(c))
        && !bare.ends_with([',', ';', ':', '—', '–', '-'])
        && (!bare.ends_with('.') || said.len() <= 8);
    is_heading.then(|| start..start + said.len())
}

/// A heading without the references that it bears.
fn name(heading: &str) -> String {
    let bare = heading.find('[').map_or(heading, |at| trim(&heading[..at]));
    if bare.is_empty() { heading.to_owned() } else { bare.to_owned() }
}

/// The beginning of a range, on one line.
fn detail(text: &Text, range: Range<usize>) -> String {
    // Four bytes hold any character.
    let cut = range.start..range.end.min(range.start + 4 * DETAIL);
    let said = text.slice(cut);
    let words = said.split(is_space).filter(|word| !word.is_empty());
    let line = words.collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(DETAIL) {
        Some((at, _)) => format!("{}…", line[..at].trim_end()),
        None => line,
    }
}
