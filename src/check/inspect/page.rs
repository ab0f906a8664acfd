//! The page that a person reads: what the text was taken for and why, then its header, sections and notes.

use std::io::{self, Write};
use std::ops::Range;

use super::super::json::Place;
use super::super::output::{self, Style};
use super::super::window;
use crate::document::{Companion, Snapshot};
use crate::edition::Edition;
use crate::features::status;
use crate::features::symbols::{self, Symbol, SymbolKind};
use crate::scan::Form;
use crate::text::{Text, trim};

/// No name in a column is given more room than this.
const WIDEST: usize = 44;

/// A quotation is given this much room even where the page has none.
const NARROWEST: usize = 24;

/// White space before the lines of a part of the page.
const INDENT: usize = 4;

/// `settings` is the name of the `edition.toml` that is for the text.
pub(super) fn write(
    out: &mut impl Write,
    file: &str,
    settings: Option<&str>,
    snapshot: &Snapshot,
    style: &Style,
) -> io::Result<()> {
    let edition = snapshot.edition();
    let bold = |text: &str| if style.color { format!("\u{1b}[1m{text}\u{1b}[0m") } else { text.to_owned() };
    writeln!(out, "{}", bold(&output::printable(file)))?;
    if let Some(encoding) = snapshot.hints().encoding {
        writeln!(out, "  Encoding    {encoding}")?;
    }
    about(out, edition)?;
    if let Some(settings) = settings {
        writeln!(out, "  Settings    {}", output::printable(settings))?;
    }
    if !edition.is_edition {
        return Ok(());
    }
    let companion = snapshot.companion();
    if let Some(companion) = companion {
        writeln!(out, "  Companion   {}", output::printable(&companion.path.display().to_string()))?;
    }
    let page = Page { text: snapshot.text(), edition, companion, width: style.width };
    for (title, lines) in [
        ("Header", page.header()),
        ("Sections", sections(page.text, &symbols::outline(snapshot), style.width)),
        ("Notes stand in", page.regions()),
        ("References", page.references()),
        ("Footnotes", page.footnotes()),
    ] {
        if !lines.is_empty() {
            writeln!(out, "\n  {}", bold(title))?;
            for line in lines {
                writeln!(out, "    {}", line.trim_end())?;
            }
        }
    }
    Ok(())
}

fn about(out: &mut impl Write, edition: &Edition) -> io::Result<()> {
    match (edition.is_edition, &edition.dialect) {
        (false, _) => writeln!(out, "  Taken for   no edition: nothing in it is checked")?,
        (true, Some(dialect)) => writeln!(out, "  Taken for   an edition in the dialect {dialect}")?,
        (true, None) => writeln!(out, "  Taken for   an edition of no known dialect")?,
    }
    if edition.evidence.is_empty() && !edition.is_edition {
        writeln!(out, "  Because     no header, notes or headings of an edition were recognised in it")?;
    }
    for (index, clause) in edition.evidence.iter().enumerate() {
        writeln!(out, "  {:11} {}", if index == 0 { "Because" } else { "" }, output::printable(clause))?;
    }
    if edition.is_edition {
        writeln!(out, "  Notes       {}", status::notes(edition))?;
    }
    Ok(())
}

struct Page<'a> {
    text: &'a Text,
    edition: &'a Edition,
    companion: Option<&'a Companion>,
    width: usize,
}

impl Page<'_> {
    fn line_of(&self, offset: usize) -> usize {
        Place::of(self.text, offset).line
    }

    fn header(&self) -> Vec<String> {
        let rows = self.edition.header.fields.iter().map(|field| {
            let taken = match field.field {
                Some(known) if known.name == field.name => String::new(),
                Some(known) => format!("taken for {}", known.name),
                None => "not a known field".to_owned(),
            };
            let value = field.value.clone();
            vec![
                format!("line {}", self.line_of(field.key.start)),
                field.name.clone(),
                if value.is_empty() { "(empty)".to_owned() } else { excerpt(self.text, value, self.width) },
                taken,
            ]
        });
        self.table(rows.collect(), 2)
    }

    fn regions(&self) -> Vec<String> {
        let regions = self.edition.regions.iter().filter(|region| !self.edition.is_on_the_spot(region));
        let rows = regions.map(|region| {
            let Range { start, end } = region.range;
            let (first, last) = (self.line_of(start), self.line_of(end.saturating_sub(1).max(start)));
            let heading = match &region.heading {
                Some(heading) => {
                    format!("under the heading “{}”", excerpt(self.text, heading.clone(), 40))
                }
                None => "without a heading".to_owned(),
            };
            let lines =
                if first == last { format!("line {first}") } else { format!("lines {first} to {last}") };
            vec![lines, heading]
        });
        self.table(rows.collect(), 1)
    }

    fn references(&self) -> Vec<String> {
        let rows = self.edition.references.iter().map(|reference| {
            let place = Place::of(self.text, reference.range.start);
            let bound = match reference.footnote {
                Some(index) => {
                    let line = self.line_of(self.edition.footnotes[index].marker.start);
                    format!("its footnote is in line {line}")
                }
                None => match self.companion.and_then(|one| Some((one, one.footnote_of(reference)?))) {
                    Some((companion, index)) => {
                        let marker = companion.edition.footnotes[index].marker.start;
                        let line = Place::of(&companion.text, marker).line;
                        format!("its footnote is in {}, line {line}", companion.name())
                    }
                    None => "has no footnote".to_owned(),
                },
            };
            vec![
                self.text.slice(reference.range.clone()).into_owned(),
                format!("line {}, column {}", place.line, place.column),
                bound,
            ]
        });
        self.table(rows.collect(), 2)
    }

    fn footnotes(&self) -> Vec<String> {
        let rows = self.edition.footnotes.iter().enumerate().map(|(index, footnote)| {
            let references = self.edition.references_of(index);
            let times = match references.len() {
                0 | 1 => String::new(),
                times => format!(" {times} times"),
            };
            let mut lines: Vec<usize> =
                references.map(|reference| self.line_of(reference.range.start)).collect();
            lines.dedup();
            let referred = match lines.as_slice() {
                [] if footnote.form == Form::Inline => "where it applies".to_owned(),
                [] => "never referred to".to_owned(),
                [line] => format!("referred to{times} in line {line}"),
                [one, two] => format!("referred to{times} in lines {one} and {two}"),
                [one, two, ..] => format!("referred to{times} in lines {one}, {two}, …"),
            };
            let body = self.edition.body(index, self.text);
            vec![
                self.text.slice(footnote.marker.clone()).into_owned(),
                format!("line {}", self.line_of(footnote.marker.start)),
                referred,
                excerpt(self.text, body, self.width),
            ]
        });
        self.table(rows.collect(), 3)
    }

    /// Rows with their cells aligned. The cells of column `flexible` are cut to what the others leave of the
    /// page; a name that is too wide pushes out its own row only.
    fn table(&self, mut rows: Vec<Vec<String>>, flexible: usize) -> Vec<String> {
        let Some(first) = rows.first() else { return rows.concat() };
        let mut widths = vec![0; first.len()];
        for (column, width) in widths.iter_mut().enumerate() {
            for row in &mut rows {
                row[column] = output::printable(&row[column]);
            }
            *width = rows.iter().map(|row| window::columns(&row[column])).max().unwrap_or_default();
            if column < flexible {
                *width = (*width).min(WIDEST);
            }
        }
        let others: usize = widths.iter().sum::<usize>() - widths[flexible];
        let room = self.width.saturating_sub(INDENT + others + 2 * (widths.len() - 1)).max(NARROWEST);
        widths[flexible] = widths[flexible].min(room);
        let line = |row: Vec<String>| {
            let mut line = String::new();
            for (column, cell) in row.into_iter().enumerate() {
                let cell = if column == flexible { cut(&cell, room) } else { cell };
                line.push_str(&cell);
                line.extend(std::iter::repeat_n(
                    ' ',
                    widths[column].saturating_sub(window::columns(&cell)) + 2,
                ));
            }
            line.trim_end().to_owned()
        };
        rows.into_iter().map(line).collect()
    }
}

/// The sections of the body; the outline's other entries are shown in full elsewhere on the page.
fn sections(text: &Text, outline: &[Symbol], width: usize) -> Vec<String> {
    fn gather(text: &Text, symbols: &[Symbol], depth: usize, width: usize, lines: &mut Vec<String>) {
        for symbol in symbols.iter().filter(|symbol| symbol.kind == SymbolKind::Section) {
            let line = Place::of(text, symbol.selection.start).line;
            let name = cut(&symbol.name, width.saturating_sub(20 + 2 * depth).max(NARROWEST));
            lines.push(format!("{:10}{}{name}", format!("line {line}"), "  ".repeat(depth)));
            gather(text, &symbol.children, depth + 1, width, lines);
        }
    }
    let mut lines = Vec::new();
    gather(text, outline, 0, width, &mut lines);
    lines
}

/// The beginning of a stretch of text, in one line.
fn excerpt(text: &Text, range: Range<usize>, width: usize) -> String {
    // Bounded before it is looked at: a footnote may go on for pages.
    let end = range.end.min(range.start.saturating_add(width.saturating_mul(8)));
    let more = if end < range.end { "…" } else { "" };
    cut(&format!("{}{more}", text.slice(range.start..end)), width)
}

/// `words` on one line of at most `width` columns.
fn cut(words: &str, width: usize) -> String {
    let words = output::printable(&trim(words).split_whitespace().collect::<Vec<_>>().join(" "));
    let line = Text::new(&words);
    window::show(&line, 0, &[], width).text
}

#[cfg(test)]
mod tests;
