//! Writing fields: what a header gets that lacks them, in its own style.

use std::ops::Range;

use super::{Field, Header, Style};
use crate::edits::Edit;
use crate::text::{Text, trim};

/// Fields without values, and where they go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Blank {
    /// Puts them in.
    pub edit: Edit,
    /// Where the first of their values goes: bytes of the edit's text.
    pub value: usize,
}

impl Header {
    /// Fields of these names, behind the others and as they are written. `None` where the header cannot be read, or
    /// there is none.
    pub fn blank(&self, names: &[&str], text: &Text) -> Option<Blank> {
        let last = self.fields.last().filter(|_| self.broken.is_none())?;
        let line = text.line_of(last.value.end.max(last.key.end).max(last.key.start));
        let offset = text.line_range(line).end;
        let start = text.line_start(text.line_of(last.key.start));
        let opening = text.slice(start..last.key.start).into_owned();
        // Below the title, headings are of the second level.
        let opening = match self.style {
            Style::Headings if self.fields.len() == 1 => format!("#{opening}"),
            _ => opening,
        };
        let separation = text.line_break().repeat(self.distance(text));
        let colon = self.colon(text);
        let lines = names.iter().map(|name| format!("{separation}{opening}{}{colon}", self.spelling(name)));
        let lines: Vec<String> = lines.collect();
        let value = lines.first()?.len();
        Some(Blank { edit: Edit::insert(offset, lines.concat()), value })
    }

    /// How many lines from one field to the next.
    fn distance(&self, text: &Text) -> usize {
        let [.., before, last] = &self.fields[..] else { return 1 };
        let line = |offset: usize| text.line_of(offset);
        (line(last.key.start) - line(before.value.end.max(before.key.end))).clamp(1, 2)
    }

    /// What stands between a key and its value.
    fn colon(&self, text: &Text) -> String {
        let between =
            |field: &Field| text.slice(field.key.end..field.value.start.max(field.key.end)).into_owned();
        let written = self.fields.iter().rev().find(|field| !field.value.is_empty()).map(between);
        let is_plain =
            |written: &String| !written.contains(['\n', '\r', '"', '\'']) && written.starts_with(':');
        written.filter(is_plain).unwrap_or_else(|| ": ".to_owned())
    }

    /// A name as this header writes them: keys of YAML are mostly in small letters.
    fn spelling(&self, name: &str) -> String {
        let is_small = |field: &Field| field.name.chars().all(|c| !c.is_uppercase());
        match self.style == Style::Yaml && self.fields.iter().all(is_small) {
            true => name.to_lowercase(),
            false => name.to_owned(),
        }
    }
}

/// A header of these fields for a text that has none: in YAML before everything else.
pub fn yaml(names: &[&str], text: &Text) -> Option<Blank> {
    let line_break = text.line_break();
    let lines: Vec<String> =
        names.iter().map(|name| format!("{}: {line_break}", name.to_lowercase())).collect();
    let opening = format!("---{line_break}");
    let value = opening.len() + lines.first()?.len() - line_break.len();
    let written = format!("{opening}{}---{line_break}{line_break}", lines.concat());
    Some(Blank { edit: Edit::insert(beginning(text), written), value })
}

/// A header of these fields for a text that has none: a paragraph behind its title, or before the line at which the text
/// itself begins (`edge`).
pub fn lines(names: &[&str], text: &Text, edge: Option<usize>) -> Option<Blank> {
    let line_break = text.line_break();
    let written: Vec<String> = names.iter().map(|name| format!("{name}: ")).collect();
    let value = written.first()?.len();
    let paragraph = written.join(line_break);
    let line = edge.unwrap_or_else(|| behind_title(text));
    let start = if line == 0 { beginning(text) } else { text.line_start(line) };
    let edit = Edit::insert(start, format!("{paragraph}{line_break}{line_break}"));
    Some(Blank { edit, value })
}

/// Behind a byte order mark.
fn beginning(text: &Text) -> usize {
    let first = text.slice(0..'\u{feff}'.len_utf8());
    if first.starts_with('\u{feff}') { first.len() } else { 0 }
}

/// The line behind the short lines that a text begins with, each a paragraph: breadcrumb, author, title, date.
fn behind_title(text: &Text) -> usize {
    const MOST: usize = 8;
    const LONGEST: usize = 80;
    let mut found = 0;
    let mut line = 0;
    for _ in 0..MOST {
        let Range { start, end } = paragraph(text, line);
        if start == end {
            break;
        }
        let written = text.line(start);
        let said = trim(&written);
        if end > start + 1 || said.len() > LONGEST || said.ends_with(['.', ',', ';', '”']) {
            break;
        }
        line = end;
        // The next paragraph begins behind the blank lines.
        found = paragraph(text, line).start;
        if found >= text.line_count() {
            // Nothing but titles.
            return 0;
        }
    }
    found
}

/// The lines of the next paragraph; empty at the end.
fn paragraph(text: &Text, from: usize) -> Range<usize> {
    let start = text.written_line(from);
    let end = (start..text.line_count()).find(|&line| text.is_blank_line(line)).unwrap_or(text.line_count());
    start..end
}
