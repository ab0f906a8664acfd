//! Headings that nothing marks as such: short lines that stand alone and end no sentence.

use std::ops::Range;

use crate::document::Snapshot;
use crate::scan::Kind;
use crate::text::{Text, trim};

/// Longer lines are no headings, in bytes.
const LONGEST: usize = 120;

/// The headings in `within` that do not start in what is `taken`, which is in text order.
pub fn find(snapshot: &Snapshot, taken: &[Range<usize>], within: &Range<usize>) -> Vec<Range<usize>> {
    let is_free = |offset: usize| {
        let next = taken.partition_point(|range| range.end <= offset);
        taken.get(next).is_none_or(|range| offset < range.start)
    };
    snapshot
        .blocks()
        .marks_in(within.clone())
        .filter(|(_, mark)| (mark.len as usize) <= LONGEST && may_head(mark.kind))
        .filter(|&(start, _)| is_free(start))
        .filter_map(|(start, _)| heading(snapshot.text(), start))
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
    if range.len() > LONGEST || !blank(line + 1) || (line > 0 && !blank(line - 1)) {
        return None;
    }
    let said = text.slice(start..range.end);
    let said = trim(&said);
    let bare = said.trim_end_matches(|c: char| "”’\"')]*[ ".contains(c) || c.is_ascii_digit());
    let is_heading = said.chars().any(char::is_alphabetic)
        && said.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit() || "“‘\"(".contains(c))
        && !bare.ends_with([',', ';', ':', '—', '–', '-'])
        && (!bare.ends_with('.') || said.len() <= 8);
    is_heading.then(|| start..start + said.len())
}

/// Whether a heading surely begins a section: it says so, it is a number, or more than a blank line parts it from the text
/// before. Other short lines may be signatures, dates, or lines of verse.
pub fn begins_section(text: &Text, heading: &Range<usize>) -> bool {
    const NAMES: [&str; 20] = [
        "chapter",
        "part",
        "book",
        "section",
        "letter",
        "lecture",
        "act",
        "scene",
        "canto",
        "volume",
        "appendix",
        "preface",
        "introduction",
        "conclusion",
        "prologue",
        "epilogue",
        "foreword",
        "postscript",
        "kapitel",
        "teil",
    ];
    let written = text.slice(heading.clone());
    let first = written.split(|c: char| !c.is_alphanumeric()).find(|word| !word.is_empty());
    let first = first.unwrap_or_default();
    let is_number = |word: &str| {
        word.bytes().all(|byte| byte.is_ascii_digit()) || crate::scan::roman_value(word).is_some()
    };
    let line = text.line_of(heading.start);
    let blank = (0..line).rev().take_while(|&line| trim(&text.line(line)).is_empty()).take(2).count();
    NAMES.contains(&first.to_lowercase().as_str()) || is_number(first) || (blank == 2 && line > 2)
}

/// A heading without the references that it bears; all of it, if it is nothing else.
pub fn without_references(heading: &str) -> &str {
    let bare = heading.find('[').map_or(heading, |at| trim(&heading[..at]));
    if bare.is_empty() { heading } else { bare }
}
