//! The metadata header: fields, and their values (dates, volumes, page ranges) with spans.
//!
//! ```text
//! header = 1*(key ":" value *continuation)      one paragraph near the top; ends at a blank line (98.4 %)
//! ```

use std::ops::Range;

use crate::text::{Text, is_space, trim};

pub mod dates;
pub mod fields;
pub mod languages;
pub mod pages;
pub mod writing;

pub use fields::Known;

/// A metadata header; empty where a text has none.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Header {
    /// Its fields in text order.
    pub fields: Vec<Field>,
    /// How it is written.
    pub style: Style,
    /// Where it stops being readable; what follows there is not known.
    pub broken: Option<Broken>,
}

/// How a header is written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Style {
    /// A paragraph of lines, each with its key.
    #[default]
    Lines,
    /// YAML between `---` and `---`.
    Yaml,
    /// Headings: `# Title: ...`
    Headings,
}

/// What keeps a header from being read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Broken {
    /// The line in question.
    pub range: Range<usize>,
    /// What is wrong there, as a sentence for a person.
    pub why: &'static str,
    /// A value that would be read if it stood in quotation marks.
    pub quote: Option<Range<usize>>,
}

/// One `Key: value` of a header.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// The key, without its colon.
    pub key: Range<usize>,
    /// The value, without white space at its ends; may span lines; empty where there is none.
    pub value: Range<usize>,
    /// The key as written.
    pub name: String,
    /// The field that the key stands for, where it is a known one.
    pub field: Option<&'static Known>,
    /// The field whose key it probably is a mistyping of, where it is not a known one.
    pub likely: Option<&'static Known>,
}

impl Field {
    /// The lines that it takes, with their line breaks.
    pub fn lines(&self, text: &Text) -> Range<usize> {
        let start = text.line_start(text.line_of(self.key.start));
        let last = self.value.end.max(self.key.end);
        start..text.line_start(text.line_of(last) + 1)
    }
}

/// What a line of a header begins with: bytes of the line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Key {
    /// The key, without its colon.
    pub name: Range<usize>,
    /// Where its value begins.
    pub value: usize,
}

/// A header stands among the first paragraphs: breadcrumb, author, title, subtitle, date, byline come before.
const PARAGRAPHS_BEFORE: usize = 14;
/// Headers of printed editions have no longer keys: "First published in English".
const LONGEST_KEY: usize = 40;
/// No header has more lines.
const MOST_LINES: usize = 80;
/// No paragraph is followed further, in lines: a text without blank lines has no header.
const LONGEST_PARAGRAPH: usize = 2000;
/// No value is longer, in bytes: what goes on is text.
const LONGEST_VALUE: usize = 8 << 10;
/// No more of a line is looked at for its key, in bytes.
const LINE_HEAD: usize = 256;

impl Header {
    /// Reads the header of a text. Looks at its first paragraphs only, and not beyond the byte `until`.
    pub fn read(text: &Text, until: usize) -> Self {
        Header::read_by(text, until, &key)
    }

    /// The same where keys look otherwise: `key` finds the one that a line begins with.
    pub fn read_by(text: &Text, until: usize, key: &dyn Fn(&str) -> Option<Key>) -> Self {
        let mut header = Header::default();
        let lines = if until < text.len() { text.line_of(until) } else { text.line_count() };
        let mut line = 0;
        for _ in 0..PARAGRAPHS_BEFORE {
            let Some(paragraph) = paragraph(text, line..lines) else { break };
            line = paragraph.end;
            let lines = paragraph.start..paragraph.end.min(paragraph.start + MOST_LINES);
            let fields = fields(text, lines, key);
            if fields.iter().any(|field| field.field.is_some()) {
                header.fields.extend(fields);
            } else if !header.fields.is_empty() {
                break;
            }
        }
        header
    }

    /// Takes a line, by its bytes, for the continuation of the last field's value.
    pub fn extend(&mut self, text: &Text, line: Range<usize>) {
        let short = |field: &&mut Field| line.end - field.value.start <= LONGEST_VALUE;
        if let Some(field) = self.fields.last_mut().filter(short) {
            let end = text.trimmed(line).end;
            field.value = text.trimmed(field.value.start..end.max(field.value.start));
        }
    }

    /// The first field that means the known one of this name.
    pub fn find(&self, name: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.field.is_some_and(|known| known.name == name))
    }

    /// Whether a field of this name is there, under any of its names, by itself or with others: who is named for
    /// “Transcription/Markup” is named for “Transcription”. A mistyped one is there: that is another mistake.
    pub fn has(&self, name: &str) -> bool {
        self.fields.iter().any(|field| field.means(name))
    }

    /// From the first key to the end of the last value.
    pub fn range(&self) -> Option<Range<usize>> {
        let (first, last) = (self.fields.first()?, self.fields.last()?);
        Some(first.key.start..last.value.end.max(last.key.end))
    }

    /// The field whose key or value holds or touches the byte `offset`.
    pub fn at(&self, offset: usize) -> Option<&Field> {
        self.fields
            .iter()
            .find(|field| field.key.start <= offset && offset <= field.value.end.max(field.key.end))
    }
}

impl Field {
    /// Whether this is the field of that name (see [`Header::has`]).
    pub fn means(&self, name: &str) -> bool {
        let is_named =
            |key: &str| fields::is_same(key, name) || key.split('/').any(|part| fields::is_same(part, name));
        match self.field.or(self.likely) {
            Some(known) => is_named(known.name),
            None => is_named(&self.name) || fields::nearest_of(&self.name, [name]).is_some(),
        }
    }
}

/// The next of these lines that are not blank.
fn paragraph(text: &Text, lines: Range<usize>) -> Option<Range<usize>> {
    let is_blank = |&line: &usize| trim(&head(text, line)).is_empty();
    let first = lines.clone().find(|line| !is_blank(line))?;
    let most = lines.end.min(first + LONGEST_PARAGRAPH);
    Some(first..(first..most).find(is_blank).unwrap_or(most))
}

fn head(text: &Text, line: usize) -> std::borrow::Cow<'_, str> {
    let range = text.line_range(line);
    text.slice(range.start..range.end.min(range.start + LINE_HEAD))
}

/// The fields of one paragraph, if it begins with one or holds one that is known.
fn fields(text: &Text, lines: Range<usize>, key: &dyn Fn(&str) -> Option<Key>) -> Vec<Field> {
    let mut header = Header::default();
    for line in lines {
        match field_by(text, line, key) {
            Some(field) => header.fields.push(field),
            None => header.extend(text, text.line_range(line)),
        }
    }
    header.fields
}

/// The field that a line begins.
pub fn field(text: &Text, line: usize) -> Option<Field> {
    field_by(text, line, &key)
}

fn field_by(text: &Text, line: usize, key: &dyn Fn(&str) -> Option<Key>) -> Option<Field> {
    let range = text.line_range(line);
    let head = head(text, line);
    let Key { name: key, value } = key(&head)?;
    let name = head[key.clone()].to_owned();
    let known = fields::known(&name);
    let likely = if known.is_none() { fields::nearest(&name) } else { None };
    Some(Field {
        key: range.start + key.start..range.start + key.end,
        value: text.trimmed(range.start + value..range.end.min(range.start + LONGEST_VALUE)),
        field: known,
        likely,
        name,
    })
}

/// The key of a line: a few words that begin with a capital letter, and a colon.
fn key(line: &str) -> Option<Key> {
    let start = line.len() - line.trim_start_matches(is_space).len();
    let colon = line.find(':')?;
    let key = line.get(start..colon)?.trim_end_matches(is_space);
    let words = key.split(is_space).count();
    let is_part = |c: char| c.is_alphanumeric() || is_space(c) || "\\/&’'.-()[]*".contains(c);
    // "https:" and sentences are no keys.
    let is_key = key.starts_with(char::is_uppercase)
        && key.len() <= LONGEST_KEY
        && words <= 5
        && key.chars().all(is_part)
        && !line[colon..].starts_with("://");
    is_key.then(|| Key { name: start..start + key.len(), value: colon + 1 })
}
