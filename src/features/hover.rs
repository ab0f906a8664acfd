//! What is this? The footnote behind a reference, the references behind a footnote, a header field's meaning,
//! the page of the source at a page mark.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use crate::dialect::Law;
use crate::document::{Companion, Snapshot};
use crate::edition::{Edition, Reference};
use crate::features::pages;
use crate::header::{self, Field, dates};
use crate::scan::{Form, Label, Series};
use crate::text::{Encoding, Text, is_space, trim};
use crate::words::list;

/// What to show beside the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hover {
    /// What it is about.
    pub range: Range<usize>,
    /// The text to show, in the markup that was asked for.
    pub content: String,
}

/// How the content of a [`Hover`] is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Markup {
    /// Markdown: the edition's own text is escaped.
    Markdown,
    /// Plain text.
    Plain,
}

/// Longer footnotes are cut, in bytes; they can be gone to.
const LONGEST_NOTE: usize = 4000;
/// So many references of a footnote are shown in their sentences.
const MOST_REFERENCES: usize = 8;
/// So much of a sentence is shown on either side of a reference, in characters.
const AROUND: usize = 100;

/// Answers for the byte `offset`; `None` where there is nothing to say.
pub fn find(snapshot: &Snapshot, offset: usize, markup: Markup) -> Option<Hover> {
    let page = Page { text: snapshot.text(), edition: snapshot.edition(), markup };
    if let Some(index) = page.edition.reference_at(offset) {
        let reference = &page.edition.references[index];
        if let Some(companion) = snapshot.companion()
            && let Some(footnote) = companion.footnote_of(reference)
        {
            return Some(beside(reference, companion, footnote, markup));
        }
        return Some(page.reference(index));
    }
    if let Some(index) = page.edition.footnote_marked_at(offset) {
        return Some(page.footnote(index));
    }
    if let Some(field) = page.edition.header.at(offset) {
        return page.field(field, offset);
    }
    page.page_mark(snapshot, offset)
}

/// A footnote that is in another file.
fn beside(reference: &Reference, companion: &Companion, footnote: usize, markup: Markup) -> Hover {
    Hover { range: reference.range.clone(), content: note_beside(companion, footnote, markup) }
}

/// What is shown of footnote `index` where one refers to it.
pub fn note(snapshot: &Snapshot, index: usize, markup: Markup) -> String {
    Page { text: snapshot.text(), edition: snapshot.edition(), markup }.note(index).join("\n\n")
}

/// The same for one that is in another file.
pub fn note_beside(companion: &Companion, index: usize, markup: Markup) -> String {
    let page = Page { text: &companion.text, edition: &companion.edition, markup };
    let mut said = page.paragraphs(index);
    let name = page.escape(&companion.name());
    said.push(format!("{} · in {name}", page.strong(&page.title(index))));
    said.join("\n\n")
}

struct Page<'a> {
    text: &'a Text,
    edition: &'a Edition,
    markup: Markup,
}

impl Page<'_> {
    /// Which footnotes there are of a series, for who looks for another.
    fn others(&self, series: Series) -> Option<String> {
        /// So many names are read at a glance.
        const FEW: usize = 6;
        let of_series = self.edition.footnotes.iter().map(|footnote| footnote.label);
        let mut labels: Vec<_> = of_series.filter(|label| label.series == series).collect();
        if self.edition.law == Law::Runs {
            labels.sort_by_key(|label| label.number);
        }
        labels.dedup_by_key(|label| label.number);
        let name = |label: &Label| self.escape(&self.edition.name(*label));
        Some(match &labels[..] {
            [] => return None,
            [only] => format!("There is only footnote {}.", name(only)),
            [first, .., last] if self.edition.law == Law::Runs => {
                format!("There are footnotes from {} to {}.", name(first), name(last))
            }
            [names @ .., last] if names.len() < FEW => {
                format!("There are footnotes {}.", list(names.iter().chain([last]).map(name), "and"))
            }
            names => {
                let names: Vec<_> = names.iter().take(FEW).map(name).collect();
                format!("There are footnotes {}, …", names.join(", "))
            }
        })
    }

    fn reference(&self, index: usize) -> Hover {
        let reference = &self.edition.references[index];
        let mut said = Vec::new();
        match reference.footnote {
            Some(footnote) => {
                said.extend(self.note(footnote));
                let written = self.text.slice(reference.range.clone());
                let label = self.edition.name(reference.label);
                if reference.explained && !written.contains(&label) {
                    said.push(format!("{} is read as {label}.", self.escape(&written)));
                }
            }
            None => {
                said.push(
                    self.strong(&format!(
                        "Footnote {} is not in this text",
                        self.edition.name(reference.label)
                    )),
                );
                if let Some(likely) = reference.likely {
                    said.push(format!(
                        "Perhaps {} is meant:",
                        self.edition.name(self.edition.footnotes[likely].label)
                    ));
                    said.extend(self.paragraphs(likely));
                } else {
                    said.extend(self.others(reference.label.series));
                }
            }
        }
        Hover { range: reference.range.clone(), content: said.join("\n\n") }
    }

    /// A footnote, and how often it is used. Its own words come first: some editors show one line.
    fn note(&self, footnote: usize) -> Vec<String> {
        let mut said = self.paragraphs(footnote);
        said.push(self.strong(&self.title(footnote)) + " · " + &self.usage(footnote));
        said
    }

    /// "Footnote 2, by the editor, in line 29".
    fn title(&self, footnote: usize) -> String {
        let label = self.edition.name(self.edition.footnotes[footnote].label);
        let line = self.line(self.edition.footnotes[footnote].marker.start);
        let what = if label.is_empty() { "Note".to_owned() } else { format!("Footnote {label}") };
        match self.attribution(footnote) {
            Some(who) => format!("{what}, {who} (line {line})"),
            None => format!("{what} (line {line})"),
        }
    }

    /// Whose footnote it is, by the mark at its end or by the heading it stands under.
    fn attribution(&self, footnote: usize) -> Option<String> {
        let body = self.edition.body(footnote, self.text);
        let tail = self.text.slice(body.end.saturating_sub(64).max(body.start)..body.end);
        if let Some(found) = ATTRIBUTION.captures(&tail) {
            let who = found.name("who")?.as_str();
            return Some(match who.trim_end_matches('.').to_lowercase().as_str() {
                "ed" | "editor" | "eds" => "by the editor".to_owned(),
                "tr" | "trans" | "translator" => "by the translator".to_owned(),
                "author" => "by the author".to_owned(),
                _ => format!("by {who}"),
            });
        }
        let region = &self.edition.regions[self.edition.footnotes[footnote].region];
        let heading = self.text.slice(region.heading.clone()?);
        Some(format!("under “{}”", trim(&heading).trim_end_matches(':')))
    }

    /// The text of a footnote, paragraph by paragraph.
    fn paragraphs(&self, footnote: usize) -> Vec<String> {
        let body = self.edition.body(footnote, self.text);
        let cut = body.len() > LONGEST_NOTE;
        let text = self.text.slice(body.start..body.end.min(body.start + LONGEST_NOTE));
        let mut paragraphs = vec![String::new()];
        let in_quote = self.edition.law == Law::Names;
        let unquoted = |line: &'_ str| match in_quote {
            true => trim(line.trim_start_matches(['>', ' '])).to_owned(),
            false => trim(line).to_owned(),
        };
        for line in text.lines().map(unquoted) {
            let line = line.as_str();
            let last = paragraphs.last_mut().expect("never empty");
            if line.is_empty() {
                if !last.is_empty() {
                    paragraphs.push(String::new());
                }
                continue;
            }
            if !last.is_empty() {
                last.push('\n');
            }
            last.push_str(&self.escape(&PAGE_BREAK.replace_all(line, " ")));
        }
        paragraphs.retain(|paragraph| !paragraph.is_empty());
        if paragraphs.is_empty() {
            paragraphs.push("It has no text.".to_owned());
        }
        if cut {
            paragraphs.push("…".to_owned());
        }
        paragraphs
    }

    fn usage(&self, footnote: usize) -> String {
        match self.edition.references_of(footnote).len() {
            0 => "nothing refers to it".to_owned(),
            1 => "referred to once".to_owned(),
            2 => "referred to twice".to_owned(),
            count => format!("referred to {count} times"),
        }
    }

    fn footnote(&self, index: usize) -> Hover {
        if self.edition.footnotes[index].form == Form::Inline {
            let mut said = self.paragraphs(index);
            said.push(self.strong(&self.title(index)));
            let range = self.edition.footnotes[index].marker.clone();
            return Hover { range, content: said.join("\n\n") };
        }
        let mut said = vec![self.strong(&self.title(index)) + " · " + &self.usage(index)];
        let references = self.edition.references_of(index);
        let more = references.len().saturating_sub(MOST_REFERENCES);
        for reference in references.take(MOST_REFERENCES) {
            said.push(format!(
                "Line {}: {}",
                self.line(reference.range.start),
                self.sentence(reference.range.clone())
            ));
        }
        if more > 0 {
            said.push(format!("… and {more} more."));
        }
        Hover { range: self.edition.footnotes[index].marker.clone(), content: said.join("\n\n") }
    }

    /// The sentence around a marker, as far as it is near, on one line.
    fn sentence(&self, marker: Range<usize>) -> String {
        // Four bytes hold any character.
        let from = marker.start.saturating_sub(4 * AROUND);
        let to = (marker.end + 4 * AROUND).min(self.text.len());
        let (before, after) = (self.text.slice(from..marker.start), self.text.slice(marker.end..to));
        let (before, after) = (last_paragraph(&before), first_paragraph(&after));

        let skipped = before.chars().count().saturating_sub(AROUND);
        let near: String = before.chars().skip(skipped).collect();
        let near = near.trim_start_matches(is_space);
        // The end of the sentence right before the marker is not the start of one.
        let start = near.trim_end_matches(|c| is_space(c) || ENDS.contains(&c)).rfind(ENDS);
        let before = match start {
            Some(at) => near[at + 1..].trim_start_matches(is_space).to_owned(),
            None if skipped > 0 => format!("…{near}"),
            None => near.to_owned(),
        };
        let near: String = after.chars().take(AROUND).collect();
        let after = match near.find(ENDS) {
            Some(at) => near[..=at].to_owned(),
            None if near.len() < after.len() => format!("{near}…"),
            None => near,
        };
        let marked = self.strong(&self.text.slice(marker));
        format!("{}{marked}{}", self.escape(&before), self.escape(&after))
    }

    fn field(&self, field: &Field, offset: usize) -> Option<Hover> {
        if offset <= field.key.end {
            return self.key(field);
        }
        let value = self.text.slice(field.value.clone());
        let within = |range: &Range<usize>| field.value.start + range.start..field.value.start + range.end;
        let mut parts: Vec<(Range<usize>, String)> = Vec::new();
        for date in dates::find(&value, field.field.is_some_and(|known| known.is_date)) {
            let written = self.escape(&value[date.range.clone()]);
            let said = match date.iso {
                Some(iso) => format!("Date: {iso} ({written})"),
                None => format!("Date: {written}, which no calendar has"),
            };
            parts.push((within(&date.range), said));
        }
        for (volume, range) in header::pages::volumes(&value) {
            parts.push((within(&range), format!("Volume: {volume}")));
        }
        for pages in header::pages::find(&value) {
            let said = match (pages.last + 1).checked_sub(pages.first) {
                Some(count) if count > 0 => {
                    format!("Pages: {} to {} ({count} pages)", pages.first, pages.last)
                }
                _ => format!("Pages: {} to {}, which runs backwards", pages.first, pages.last),
            };
            parts.push((within(&pages.range), said));
        }
        if let Some((range, said)) =
            parts.iter().find(|(range, _)| range.start <= offset && offset <= range.end)
        {
            return Some(Hover { range: range.clone(), content: said.clone() });
        }
        parts.sort_by_key(|(range, _)| range.start);
        let content = parts.into_iter().map(|(_, said)| said).collect::<Vec<_>>().join("\n\n");
        (!content.is_empty()).then(|| Hover { range: field.value.clone(), content })
    }

    /// What a key is for, or which one it was probably meant to be.
    fn key(&self, field: &Field) -> Option<Hover> {
        let known = field.field.or(field.likely)?;
        let mut said = vec![self.strong(known.name), known.meaning.to_owned()];
        if field.field.is_none() {
            said.push(format!("“{}” is probably a slip for it.", self.escape(&field.name)));
        } else if known.name != field.name {
            said.push(format!("Written here as “{}”.", self.escape(&field.name)));
        }
        Some(Hover { range: field.key.clone(), content: said.join("\n\n") })
    }

    /// Which page of the source begins at a page mark.
    fn page_mark(&self, snapshot: &Snapshot, offset: usize) -> Option<Hover> {
        let mark = pages::marks(snapshot, offset..offset).into_iter().next()?;
        let content = match mark.page {
            Some(page) => {
                format!("Page {page} of the source begins here, counted by the pages that the header names.")
            }
            None => format!("A page of the source ends here: page mark {}.", mark.index + 1),
        };
        Some(Hover { range: mark.range, content })
    }

    fn line(&self, offset: usize) -> usize {
        self.text.position(offset, Encoding::Utf8).line + 1
    }

    fn strong(&self, text: &str) -> String {
        match self.markup {
            Markup::Markdown => format!("**{}**", self.escape(text)),
            Markup::Plain => text.to_owned(),
        }
    }

    /// The edition's own text in the markup that was asked for.
    fn escape(&self, text: &str) -> String {
        if self.markup == Markup::Plain {
            return text.to_owned();
        }
        let mut escaped = String::with_capacity(text.len() + 8);
        for c in text.chars() {
            if r"\`*_{}[]<>#|~&".contains(c) {
                escaped.push('\\');
            }
            escaped.push(c);
        }
        // "1." and "-" at the start would begin a list.
        let digits = escaped.chars().take_while(char::is_ascii_digit).count();
        if escaped[digits..].starts_with(['.', ')']) && digits > 0 {
            escaped.insert(digits, '\\');
        } else if escaped.starts_with(['-', '+']) {
            escaped.insert(0, '\\');
        }
        escaped
    }
}

/// What sentences end with.
const ENDS: [char; 3] = ['.', '!', '?'];

/// The lines after the last blank one, on one line.
fn last_paragraph(text: &str) -> String {
    let lines: Vec<&str> = text.split('\n').map(trim).collect();
    let end = lines.len().saturating_sub(1);
    let first = lines[..end].iter().rposition(|line| line.is_empty()).map_or(0, |blank| blank + 1);
    join(&lines[first..], text.ends_with(is_space))
}

/// The lines before the first blank one, on one line.
fn first_paragraph(text: &str) -> String {
    let lines: Vec<&str> = text.split('\n').map(trim).collect();
    let last = lines.iter().skip(1).position(|line| line.is_empty()).map_or(lines.len(), |blank| blank + 1);
    let joined = join(&lines[..last], false);
    match text.starts_with(is_space) && !joined.is_empty() {
        true => format!(" {joined}"),
        false => joined,
    }
}

fn join(lines: &[&str], space: bool) -> String {
    let mut joined = lines.iter().copied().filter(|line| !line.is_empty()).collect::<Vec<_>>().join(" ");
    if space && !joined.is_empty() {
        joined.push(' ');
    }
    joined
}

/// "—Ed.", "– Tr.", "--Author" at the end of a footnote.
static ATTRIBUTION: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?:—|–|--)\s*(?P<who>Ed\.|Eds\.|Editor\.?|Tr\.|Trans\.|Translator\.?|Author\.?|\p{Lu}[\p{L}.]*(?:\s\p{Lu}[\p{L}.]*){0,2})[\])]?\s*$")
        .expect("a valid expression")
});

/// A page break of the source within a line.
static PAGE_BREAK: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r" \u{a0} |   ").expect("a valid expression"));
