//! What does the cursor stand in? Ever larger parts of the text: a word, its marker, its sentence, the line, the
//! paragraph, the footnote, the notes, the section, all of it.

use std::ops::Range;

use crate::document::Snapshot;
use crate::features::symbols::{self, Symbol};
use crate::text::{Text, is_space, trim};

/// No sentence goes further than this from the cursor, in bytes. There are lines of whole books.
const FAR: usize = 4 << 10;
/// No paragraph has more lines to either side of the cursor.
const MOST_LINES: usize = 500;

/// For each of `offsets`, the parts that hold that byte or touch it: the smallest first, each within the next and smaller
/// than it. The last one is the whole text.
pub fn find(snapshot: &Snapshot, offsets: &[usize]) -> Vec<Vec<Range<usize>>> {
    let outline = symbols::outline(snapshot);
    offsets.iter().map(|&offset| parts(snapshot, &outline, offset)).collect()
}

fn parts(snapshot: &Snapshot, outline: &[Symbol], offset: usize) -> Vec<Range<usize>> {
    let (text, edition) = (snapshot.text(), snapshot.edition());
    let line = text.line_range(text.line_of(offset));
    // Positions are before line breaks. Between CR and LF, say, there is no place.
    let offset = offset.min(line.end);
    let mut parts = Vec::new();
    if let Some(index) = edition.reference_at(offset) {
        let reference = &edition.references[index];
        parts.extend(edition.label_in(&reference.range, reference.label, text));
        parts.push(reference.range.clone());
    }
    if let Some(index) = edition.footnote_at(offset) {
        let footnote = &edition.footnotes[index];
        parts.extend(edition.label_in(&footnote.marker, footnote.label, text));
        parts.extend([footnote.marker.clone(), edition.body(index, text), edition.extent(index, text)]);
    }
    if let Some(field) = edition.header.at(offset) {
        let whole = field.key.start..field.value.end.max(field.key.end);
        parts.extend([field.key.clone(), field.value.clone(), whole]);
    }
    let near = near(text, &line, offset);
    parts.extend(word(text, &near, offset));
    parts.push(sentence(text, &near, offset));
    parts.push(text.trimmed(line));
    parts.extend(paragraph(text, offset));
    gather(outline, offset, &mut parts);
    nested(parts, offset, text.len())
}

/// The parts of the outline that hold a byte.
fn gather(symbols: &[Symbol], offset: usize, parts: &mut Vec<Range<usize>>) {
    for symbol in symbols.iter().filter(|symbol| holds(&symbol.range, offset)) {
        parts.push(symbol.range.clone());
        gather(&symbol.children, offset, parts);
    }
}

fn holds(range: &Range<usize>, offset: usize) -> bool {
    range.start <= offset && offset <= range.end
}

/// Of these parts those that hold a byte, each with the one before in it. Where two cross, the smaller one counts.
fn nested(mut parts: Vec<Range<usize>>, offset: usize, len: usize) -> Vec<Range<usize>> {
    parts.retain(|part| holds(part, offset) && !part.is_empty());
    parts.push(0..len);
    parts.sort_by_key(|part| part.len());
    let mut chain: Vec<Range<usize>> = Vec::new();
    for part in parts {
        let fits =
            |inner: &Range<usize>| part.start <= inner.start && inner.end <= part.end && *inner != part;
        if chain.last().is_none_or(fits) {
            chain.push(part);
        }
    }
    chain
}

/// The part of a line that is near a byte, from one start of a character to another.
fn near(text: &Text, line: &Range<usize>, offset: usize) -> Range<usize> {
    let start = offset.saturating_sub(FAR).max(line.start);
    let end = (offset + FAR).min(line.end);
    let (before, behind) = (text.slice(start..offset).len(), text.slice(offset..end).len());
    offset - before..offset + behind
}

/// The letters and digits around a byte; hyphens and apostrophes between them belong to them.
fn word(text: &Text, near: &Range<usize>, offset: usize) -> Option<Range<usize>> {
    let (before, behind) = (text.slice(near.start..offset), text.slice(offset..near.end));
    let is_part = |c: char| c.is_alphanumeric() || "-'’".contains(c);
    let left = &before[before.trim_end_matches(is_part).len()..];
    let right = &behind[..behind.len() - behind.trim_start_matches(is_part).len()];
    let (start, both) = (offset - left.len(), format!("{left}{right}"));
    let is_edge = |c: char| !c.is_alphanumeric();
    let first = both.len() - both.trim_start_matches(is_edge).len();
    let last = both.trim_end_matches(is_edge).len();
    (first < last).then_some(start + first..start + last)
}

/// The sentence around a byte, with the references at its end; of a hard-wrapped one, what is in this line.
fn sentence(text: &Text, near: &Range<usize>, offset: usize) -> Range<usize> {
    let said = text.slice(near.clone());
    let at = offset - near.start;
    let mut start = 0;
    for end in ends(&said).chain([said.len()]) {
        if at <= end {
            return text.trimmed(near.start + start..near.start + end);
        }
        start = end;
    }
    near.clone()
}

/// Where sentences end in a line: behind their last mark and what closes with it (quotation marks, brackets,
/// references), if white space and no small letter follows.
fn ends(said: &str) -> impl Iterator<Item = usize> {
    said.char_indices().filter(|(_, c)| ".!?…".contains(*c)).filter_map(|(at, mark)| {
        let behind = &said[at + mark.len_utf8()..];
        let closed = closing(behind);
        let next = behind[closed..].trim_start_matches(is_space);
        let goes_on = behind.len() == closed + next.len() || next.starts_with(char::is_lowercase);
        let is_none = goes_on || (mark == '.' && is_short(&said[..at]));
        (!is_none).then_some(at + mark.len_utf8() + closed)
    })
}

/// How many bytes of what is behind the mark at a sentence's end still belong to the sentence.
fn closing(behind: &str) -> usize {
    /// Labels are short, in bytes.
    const LABEL: usize = 16;
    let mut rest = behind;
    loop {
        let closed = rest.trim_start_matches(|c: char| ".!?…\"'”’»)]*_†‡".contains(c));
        let reference = closed.strip_prefix('[').and_then(|inner| {
            let end = inner.find([']', '[', ' ']).filter(|&end| end <= LABEL)?;
            inner[end..].strip_prefix(']')
        });
        match reference {
            Some(behind) => rest = behind,
            None => return behind.len() - closed.len(),
        }
    }
}

/// Whether what a full stop is behind is a short form: an initial, `Vol.`, `p.`, `1.` at the start of a line
fn is_short(before: &str) -> bool {
    const SHORT: [&str; 20] = [
        "ed", "eds", "tr", "trans", "vol", "vols", "no", "nos", "pp", "ch", "cf", "ff", "mr", "mrs", "ms",
        "dr", "st", "prof", "op", "viz",
    ];
    let word = before.rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    let is_initial = word.chars().count() == 1 && word.chars().all(char::is_alphabetic);
    let is_label = trim(before).chars().all(|c| c.is_ascii_digit());
    is_initial || is_label || SHORT.contains(&word.to_lowercase().as_str())
}

/// The lines around a byte up to the next blank ones.
fn paragraph(text: &Text, offset: usize) -> Option<Range<usize>> {
    let line = text.line_of(offset);
    let is_said = |line: &usize| !trim(&text.line(*line)).is_empty();
    let first = (0..line).rev().take(MOST_LINES).take_while(is_said).last().unwrap_or(line);
    let last = (line + 1..text.line_count()).take(MOST_LINES).take_while(is_said).last().unwrap_or(line);
    let is_whole = line - first < MOST_LINES && last - line < MOST_LINES;
    (is_said(&line) && is_whole).then(|| text.trimmed(text.line_start(first)..text.line_range(last).end))
}
