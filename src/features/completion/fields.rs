//! Which part of the header a place is in, and the keys that could stand there: those that are missing, the likeliest
//! first.

use std::ops::Range;

use crate::dialect::Law;
use crate::features::completion::{Completions, Item, Kind, Place};
use crate::header::{Header, Style, fields};
use crate::text::{is_space, trim};

/// What the headers of the archive hold, by how many of 2,459 have it.
const OF_LINES: &[&str] = &[
    "Source",
    "Public Domain",
    "Transcription",
    "HTML Markup",
    "Written",
    "Transcription/Markup",
    "Publisher",
    "First Published",
    "Proofread",
    "Published",
    "Copyleft",
    "Translated",
    "Online Version",
    "Delivered",
    "Edited",
];

/// What Project Gutenberg's headers hold.
const OF_GUTENBERG: &[&str] = &[
    "Title",
    "Author",
    "Release Date",
    "Language",
    "Credits",
    "Translator",
    "Editor",
    "Illustrator",
    "Contributor",
    "Most recently updated",
    "Original publication",
    "Character set encoding",
];

/// What headings at the start of a text name.
const OF_HEADINGS: &[&str] = &[
    "Title",
    "Author",
    "Translator",
    "Editor",
    "Source",
    "Publisher",
    "Published",
    "Date",
    "Language",
    "License",
];

/// The variables of Pandoc that say something about a text or its notes, and what they say.
const OF_YAML: &[(&str, &str)] = &[
    ("title", "What the text is called."),
    ("author", "Who wrote the text."),
    ("date", "When the text, or this edition of it, was written."),
    ("lang", "The language of the text, as a tag such as en or pt-BR."),
    ("subtitle", "What the text is called besides its title."),
    ("source", "The printed edition or web page that the text was taken from."),
    ("translator", "Who translated the text."),
    ("editor", "Who edited the text."),
    ("publisher", "Who printed the edition that the text was taken from."),
    ("rights", "The terms on which the text may be copied."),
    ("license", "The licence under which the text may be copied."),
    ("abstract", "What the text says, in short."),
    ("description", "What the text is, in a sentence."),
    ("keywords", "Words by which the text is to be found."),
    ("subject", "What the text is about."),
    ("identifier", "A number or address that means this text and no other."),
    ("bibliography", "The file of the works that are cited."),
    ("toc", "Whether there is to be a table of contents: true or false."),
    ("reference-location", "Where footnotes go: block, section or document."),
];

/// A line of a header, and which part of it a place is in.
pub struct HeaderLine {
    pub style: Style,
    pub part: Part,
    /// What stands between keys and values here.
    separator: String,
    /// The other keys that are there.
    others: Header,
}

/// The parts of a line.
pub enum Part {
    /// The key; what has been typed of it.
    Key(Range<usize>),
    /// The value of this key; what has been typed of it.
    Value(String, Range<usize>),
}

/// The header line that a place is in, if it is in one.
pub fn line(place: &Place) -> Option<HeaderLine> {
    if !place.is_whole {
        return None;
    }
    match place.snapshot.blocks().tradition().dialect()?.law() {
        Law::Names => front_matter(place).or_else(|| in_lines(place, Style::Headings)),
        Law::Runs => in_lines(place, Style::Lines),
    }
}

/// In YAML at the start: it may lack its end, and need not be sound.
fn front_matter(place: &Place) -> Option<HeaderLine> {
    const MOST: usize = 500;
    let text = place.text();
    let first = (0..place.line).find(|&line| !trim(&text.line(line)).is_empty())?;
    if trim(&text.line(first)) != "---" || place.line - first > MOST {
        return None;
    }
    let mut others = Header { style: Style::Yaml, ..Header::default() };
    let is_end = |line: usize| ["---", "..."].contains(&trim(&text.line(line)));
    for line in first + 1..place.line {
        let written = text.line(line);
        if is_end(line) || trim(&written).is_empty() {
            return None;
        }
        others.fields.extend(yaml_field(&written, text.line_start(line)));
    }
    for line in place.line + 1..text.line_count().min(first + MOST) {
        if is_end(line) {
            break;
        }
        let written = text.line(line);
        if trim(&written).is_empty() {
            break;
        }
        others.fields.extend(yaml_field(&written, text.line_start(line)));
    }
    let is_nested = place.before.starts_with([' ', '\t', '-', '#', '{', '[']);
    let is_fence = place.before.is_empty() && place.behind.starts_with("--");
    if is_nested || is_fence {
        return None;
    }
    let part = match place.before.split_once(':') {
        Some((key, value)) => Part::Value(trim(key).to_owned(), typed_value(place, value)),
        None => Part::Key(place.back(place.before.len())..place.offset),
    };
    Some(HeaderLine { style: Style::Yaml, part, separator: ": ".to_owned(), others })
}

fn yaml_field(line: &str, start: usize) -> Option<crate::header::Field> {
    let (name, value) = line.split_once(':').filter(|_| line.starts_with(char::is_alphabetic))?;
    let value_start = start + name.len() + 1 + (value.len() - value.trim_start().len());
    Some(crate::header::Field {
        key: start..start + name.len(),
        value: value_start..value_start + value.trim().len(),
        name: name.trim().to_owned(),
        field: fields::known(name),
        likely: None,
    })
}

/// Where what has been typed of a value starts.
fn typed_value(place: &Place, value: &str) -> Range<usize> {
    place.back(value.trim_start_matches(is_space).len())..place.offset
}

/// In a header of lines or headings: one of its lines, or the next one below.
fn in_lines(place: &Place, style: Style) -> Option<HeaderLine> {
    let (text, edition) = (place.text(), place.snapshot.edition());
    let header = &edition.header;
    let marks = place.before.len() - place.before.trim_start_matches('#').len();
    if (marks > 0) != (style == Style::Headings) {
        return None;
    }
    if header.fields.is_empty() {
        return begun(place, style);
    }
    let Range { start, end } = header.range()?;
    let (first, last) = (text.line_of(start), text.line_of(end));
    let is_spaced = style == Style::Headings || edition.dialect.as_deref() == Some("gutenberg");
    let is_near = place.line <= last + 1
        || (is_spaced
            && place.line <= last + 3
            && (last + 1..place.line).all(|line| text.is_blank_line(line)));
    if header.style != style || place.line < first || !is_near {
        return None;
    }
    let is_here = |field: &&crate::header::Field| text.line_of(field.key.start) == place.line;
    let separator = header.fields.iter().find(|field| !field.value.is_empty());
    let separator = separator.map_or(": ".into(), |field| text.slice(field.key.end..field.value.start));
    let part = match header.fields.iter().find(is_here) {
        Some(field) if place.offset > field.key.end => {
            let from = place.before.len() - (place.offset - field.key.end);
            let value = place.before.get(from..)?;
            let value = value.strip_prefix(separator.trim_end()).unwrap_or(value);
            Part::Value(field.name.clone(), typed_value(place, value))
        }
        _ => {
            let typed = place.before[marks..].trim_start_matches(is_space);
            let is_indented = place.before.starts_with(is_space);
            if is_indented || !may_be_key(typed) {
                return None;
            }
            Part::Key(place.back(typed.len())..place.offset)
        }
    };
    let mut others = header.clone();
    others.fields.retain(|field| !is_here(&field));
    Some(HeaderLine { style, part, separator: separator.into_owned(), others })
}

/// Whether what has been typed may become a key.
fn may_be_key(typed: &str) -> bool {
    const MOST_WORDS: usize = 3;
    typed.chars().all(|c| c.is_alphabetic() || is_space(c) || c == '/')
        && typed.split(is_space).count() <= MOST_WORDS
}

/// The first line of a header that must be there, among the first paragraphs of a text.
fn begun(place: &Place, style: Style) -> Option<HeaderLine> {
    const MOST_LINES: usize = 20;
    place.snapshot.settings().required_fields.as_ref()?;
    let is_alone = trim(&place.behind).is_empty()
        && (place.line == 0 || trim(&place.text().line(place.line - 1)).is_empty());
    let is_here = style == Style::Lines && place.line < MOST_LINES && is_alone && may_be_key(&place.before);
    is_here.then(|| HeaderLine {
        style,
        part: Part::Key(place.back(place.before.len())..place.offset),
        separator: ": ".to_owned(),
        others: Header::default(),
    })
}

/// The keys that could stand at a place.
pub fn find(place: &Place) -> Option<Completions> {
    let line = line(place)?;
    let Part::Key(typed) = line.part else { return None };
    // Another key is wanted for a value that is there.
    let separator = line.separator.trim();
    let old = place.behind.find(separator).filter(|&at| may_be_key(&place.behind[..at]));
    if old.is_none() && !trim(&place.behind).is_empty() {
        return None;
    }
    let settings = place.snapshot.settings();
    let is_gutenberg = place.snapshot.edition().dialect.as_deref() == Some("gutenberg");
    let usual: Vec<&str> = match line.style {
        Style::Yaml => OF_YAML.iter().map(|(name, _)| *name).collect(),
        Style::Headings => OF_HEADINGS.to_vec(),
        Style::Lines if is_gutenberg => OF_GUTENBERG.to_vec(),
        Style::Lines => OF_LINES.to_vec(),
    };
    let is_there = |name: &str| match line.style {
        Style::Yaml => line.others.fields.iter().any(|field| field.name == name),
        _ => line.others.has(name),
    };
    let is_loud = !line.others.fields.is_empty()
        && line.others.fields.iter().all(|field| !field.name.chars().any(char::is_lowercase));
    let required: Vec<&str> = settings.required_fields.iter().flatten().map(String::as_str).collect();
    let names = settings.own_fields().filter(|name| required.contains(name));
    let own = settings.own_fields().filter(|name| !required.contains(name));
    let mut names: Vec<&str> = names.chain(own).chain(usual).collect();
    let mut seen: Vec<&str> = Vec::new();
    names.retain(|name| {
        let is_new = !seen.iter().any(|other| fields::is_same(other, name));
        seen.push(name);
        is_new && !is_there(name)
    });
    let marks = (line.style == Style::Headings && !place.before.ends_with(' ')).then_some(" ");
    let marks = marks.filter(|_| typed.is_empty()).unwrap_or_default();
    let item = |name: &str| {
        let is_required = required.contains(&name);
        let name = if is_loud { name.to_uppercase() } else { name.to_owned() };
        let behind = if old.is_some() { "" } else { line.separator.as_str() };
        Item {
            kind: Kind::Key,
            detail: meaning(&name).to_owned(),
            remark: if is_required { "required" } else { "" },
            text: format!("{marks}{name}{behind}"),
            filter: name.clone(),
            name,
            ..Item::default()
        }
    };
    let whole = typed.start..typed.end + old.unwrap_or(0);
    let items = names.into_iter().map(item).collect();
    Some(Completions { typed, whole, items, is_rest_free: true, is_cut: false })
}

fn meaning(name: &str) -> &'static str {
    let of_yaml = OF_YAML.iter().find(|(key, _)| *key == name).map(|(_, meaning)| *meaning);
    of_yaml.or(fields::known(name).map(|known| known.meaning)).unwrap_or_default()
}

impl HeaderLine {
    /// The header without this line.
    pub fn others(&self) -> &Header {
        &self.others
    }
}
