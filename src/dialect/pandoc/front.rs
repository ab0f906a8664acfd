//! The metadata at the start of a text: YAML between `---` and `---` or `...`, or headings such as `# Title: ...`.

use std::ops::Range;

use saphyr_parser::{Event, Marker, Parser, ScalarStyle, ScanError, Span};

use crate::header::{Broken, Field, Header, Style, fields};
use crate::scan::FrontMatter;
use crate::text::{Text, trim};

/// No metadata has more lines: what opens like it and does not end is text.
const MOST_LINES: u16 = 500;
/// No metadata is longer, in bytes.
const LONGEST: usize = 64 << 10;

/// The front matter that a text's first line opens.
pub fn opening(line: &str) -> Option<FrontMatter> {
    let toml = line == "+++";
    (line == "---" || toml).then_some(FrontMatter { toml, ..FrontMatter::default() })
}

/// What a line means for the front matter that is open before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// It is one of its lines.
    Inside,
    /// It ends it.
    Ends,
    /// There is no front matter: what opened it was a rule across the page.
    Never,
}

/// Reads the next line, without white space at its ends; blank lines too.
pub fn step(front: &mut FrontMatter, line: &str) -> Step {
    let ends = if front.toml { line == "+++" } else { line == "---" || line == "..." };
    match line {
        _ if ends && front.keyed => Step::Ends,
        _ if ends || (line.is_empty() && !front.keyed) || front.lines >= MOST_LINES => Step::Never,
        _ => {
            front.lines += 1;
            front.keyed |= has_key(line, front.toml);
            Step::Inside
        }
    }
}

/// Whether a line gives something a name: `title: ...`.
fn has_key(line: &str, toml: bool) -> bool {
    const LONGEST: usize = 60;
    let Some((key, value)) = line.split_once(if toml { '=' } else { ':' }) else { return false };
    let key = key.trim_end().trim_matches(['"', '\'']);
    let is_part = |c: char| c.is_alphanumeric() || "_-. ".contains(c);
    let parts = toml || value.is_empty() || value.starts_with([' ', '\t']);
    parts && key.len() <= LONGEST && key.starts_with(char::is_alphabetic) && key.chars().all(is_part)
}

/// Whether a text begins with front matter, as far as its first bytes tell.
pub fn is_beginning(head: &str) -> bool {
    let mut lines = head.lines().map(trim).skip_while(|line| line.is_empty());
    let Some(mut front) = lines.next().and_then(opening) else { return false };
    lines.map(|line| step(&mut front, line)).find(|step| *step != Step::Inside) != Some(Step::Never)
        && front.keyed
}

/// The header of a text.
pub fn header(text: &Text) -> Header {
    let Some(first) = (0..text.line_count()).find(|&line| !trim(&text.line(line)).is_empty()) else {
        return Header::default();
    };
    match opening(trim(&text.line(first))) {
        Some(front) => front_matter(text, first, front),
        None => headings(text, first),
    }
}

fn front_matter(text: &Text, first: usize, mut front: FrontMatter) -> Header {
    for line in first + 1..text.line_count() {
        match step(&mut front, trim(&text.line(line))) {
            Step::Inside => {}
            Step::Never => break,
            Step::Ends if front.toml => break,
            Step::Ends => {
                let range = text.line_start(first + 1)..text.line_start(line);
                let short = range.start..range.end.min(range.start + LONGEST);
                return yaml(&text.slice(short.clone()), short.start);
            }
        }
    }
    Header::default()
}

/// Reads YAML that starts at the byte `base` of its text.
fn yaml(source: &str, base: usize) -> Header {
    let places = Places::new(source, base);
    let mut header = Header { style: Style::Yaml, ..Header::default() };
    let mut key: Option<(String, Range<usize>)> = None;
    let mut depth = 0;
    let mut value = 0;
    for event in Parser::new_from_str(source) {
        let (event, span) = match event {
            Ok(event) => event,
            Err(error) => {
                header.broken = Some(broken(&error, source, &places));
                break;
            }
        };
        let opens = matches!(event, Event::MappingStart(..) | Event::SequenceStart(..));
        let closes = matches!(event, Event::MappingEnd | Event::SequenceEnd);
        let is_node = opens || closes || matches!(event, Event::Scalar(..) | Event::Alias(_));
        if !is_node {
            continue;
        }
        // Depth 1 is the mapping that holds the fields.
        depth -= usize::from(closes && depth > 0);
        if depth == 1 {
            match key.take() {
                None => {
                    if let Event::Scalar(name, ..) = &event {
                        key = Some((name.to_string(), places.scalar(&event, span)));
                    }
                }
                Some(named) if opens => {
                    value = places.at(span.start);
                    key = Some(named);
                }
                Some((name, range)) => {
                    let value = match closes {
                        true => places.trimmed(value..places.at(span.end)),
                        false => places.scalar(&event, span),
                    };
                    let value = if value.start < range.end { range.end + 1..range.end + 1 } else { value };
                    header.fields.push(Field {
                        key: range,
                        value,
                        field: fields::known(&name),
                        likely: None,
                        name,
                    });
                }
            }
        }
        depth += usize::from(opens);
    }
    header
}

/// Turns places of the parser, which counts characters, into bytes of the text.
struct Places<'a> {
    source: &'a str,
    base: usize,
    /// The byte at which each character starts; none where every character is one byte.
    starts: Vec<usize>,
}

impl<'a> Places<'a> {
    fn new(source: &'a str, base: usize) -> Self {
        let starts = match source.is_ascii() {
            true => Vec::new(),
            false => source.char_indices().map(|(at, _)| at).collect(),
        };
        Places { source, base, starts }
    }

    fn at(&self, marker: Marker) -> usize {
        let at = match self.starts.is_empty() {
            true => marker.index().min(self.source.len()),
            false => self.starts.get(marker.index()).copied().unwrap_or(self.source.len()),
        };
        self.base + at
    }

    /// A scalar's text, without its quotation marks.
    fn scalar(&self, event: &Event, span: Span) -> Range<usize> {
        let range = self.trimmed(self.at(span.start)..self.at(span.end));
        let is_quoted =
            matches!(event, Event::Scalar(_, ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted, ..));
        if is_quoted && range.len() >= 2 { range.start + 1..range.end - 1 } else { range }
    }

    /// A range without white space at its ends.
    fn trimmed(&self, range: Range<usize>) -> Range<usize> {
        let text = &self.source[range.start - self.base..range.end.max(range.start) - self.base];
        let start = range.start + (text.len() - text.trim_start().len());
        start..start + text.trim().len()
    }
}

/// What keeps YAML from being read, in plain words.
fn broken(error: &ScanError, source: &str, places: &Places) -> Broken {
    let at = places.at(*error.marker());
    let line_start = |at: usize| source[..at].rfind(['\n', '\r']).map_or(0, |end| end + 1);
    // At the end of everything, the last line is meant.
    let near = (at - places.base).min(source.trim_end().len());
    let start = line_start(near);
    let end = source[start..].find(['\n', '\r']).map_or(source.len(), |len| start + len);
    let line = &source[start..end];
    let info = error.info();
    let says = |what: &[&str]| what.iter().any(|what| info.contains(what));
    let colon = line.match_indices(": ").nth(1).is_some();
    let (why, quote) = if says(&["mapping values are not allowed"]) && colon {
        ("A value that holds a colon must stand in quotation marks.", value_of(line))
    } else if says(&["tab"]) {
        ("There is a tab at the start of this line. Indent with spaces instead.", None)
    } else if says(&["quoted scalar, found unexpected end", "unexpected document indicator"]) {
        ("A quotation mark that opens here or before is never closed.", None)
    } else if says(&["trailing content after double-quoted", "invalid indentation in quoted"]) {
        (
            "After the closing quotation mark, something is left over. Perhaps the value holds quotation marks of its own.",
            None,
        )
    } else if says(&["unknown escape"]) {
        (
            "A backslash between double quotation marks has a meaning of its own. Use single ones, or write it twice.",
            None,
        )
    } else if says(&["flow", "bracket"]) {
        (
            "Before this place, a bracket or brace is not closed, or one too many is. A value that begins with one must stand in quotation marks.",
            value_of(line),
        )
    } else if says(&["expected ':'", "simple key", "did not find expected key"]) {
        (
            "This line is no “key: value”, and belongs to none. Perhaps its colon is missing, or its indentation is wrong.",
            None,
        )
    } else if says(&["unexpected character", "cannot start any token", "anchor", "alias"]) {
        (
            "A value that begins with a sign such as @, &, * or % must stand in quotation marks.",
            value_of(line),
        )
    } else {
        ("This line is not written as the header's form, YAML, wants it.", None)
    };
    let said = line.trim();
    let from = places.base + start + (line.len() - line.trim_start().len());
    let quote = quote.map(|value| {
        let from = places.base + start + (value.as_ptr() as usize - line.as_ptr() as usize);
        from..from + value.len()
    });
    Broken { range: from..from + said.len(), why, quote }
}

/// The value of a `key: value` line, if quotation marks around it would make it one.
fn value_of(line: &str) -> Option<&str> {
    let (_, value) = line.split_once(": ")?;
    let value = value.trim();
    (!value.is_empty() && !value.contains(['"', '\\']) && !value.starts_with('\'')).then_some(value)
}

/// Headings at the start that name a field each: `# Title: ...`, `## Author: ...`.
fn headings(text: &Text, first: usize) -> Header {
    const MOST: usize = 30;
    let mut header = Header { style: Style::Headings, ..Header::default() };
    for line in first..text.line_count().min(first + MOST) {
        let written = text.line(line);
        let said = trim(&written);
        if said.is_empty() {
            continue;
        }
        let Some((key, value)) = key_of_heading(said) else { break };
        let start = text.line_start(line) + (said.as_ptr() as usize - written.as_ptr() as usize);
        let within = |part: &str| {
            let from = start + (part.as_ptr() as usize - said.as_ptr() as usize);
            from..from + part.len()
        };
        let known = fields::known(key);
        header.fields.push(Field {
            key: within(key),
            value: within(value),
            name: key.to_owned(),
            field: known,
            likely: if known.is_none() { fields::nearest(key) } else { None },
        });
    }
    match header.fields.iter().any(|field| field.field.is_some()) {
        true => header,
        false => Header::default(),
    }
}

fn key_of_heading(line: &str) -> Option<(&str, &str)> {
    const MOST_WORDS: usize = 3;
    let bare = line.trim_start_matches('#');
    let (key, value) = bare.strip_prefix(' ')?.split_once(':')?;
    let (key, value) = (key.trim(), value.trim());
    let is_word = |word: &str| word.chars().all(char::is_alphabetic);
    let is_key = bare.len() < line.len()
        && !key.is_empty()
        && key.split(' ').count() <= MOST_WORDS
        && key.split(' ').all(is_word);
    is_key.then_some((key, value))
}

#[cfg(test)]
mod tests {
    use super::*;

    type Pairs = Vec<(String, String)>;

    /// The keys and values of a header, and what is wrong with it and where.
    fn read(text: &str) -> (Pairs, Option<(String, &'static str)>) {
        let text = Text::new(text);
        let header = header(&text);
        let slice = |range: &Range<usize>| text.slice(range.clone()).into_owned();
        let fields = header.fields.iter().map(|field| (slice(&field.key), slice(&field.value)));
        (fields.collect(), header.broken.as_ref().map(|broken| (slice(&broken.range), broken.why)))
    }

    fn fields(text: &str) -> Pairs {
        let (fields, broken) = read(text);
        assert_eq!(broken, None);
        fields
    }

    fn pairs(pairs: &[(&str, &str)]) -> Pairs {
        pairs.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect()
    }

    #[test]
    fn top_level_keys_are_fields() {
        assert_eq!(
            fields(
                "---\ntitle: 'Größe'\n# remark\nauthor:\n  - A. Person\n  - name: B\ndate: 1848\nempty:\ntags: {}\n---\nText"
            ),
            pairs(&[
                ("title", "Größe"),
                ("author", "- A. Person\n  - name: B"),
                ("date", "1848"),
                ("empty", ""),
                ("tags", "{}"),
            ])
        );
        assert_eq!(fields("\n---\na: |\n  two\n  lines\n...\n"), pairs(&[("a", "two\n  lines")]));
        assert_eq!(fields("---\r\na: b\r\n---\r\n"), pairs(&[("a", "b")]));
    }

    #[test]
    fn a_rule_opens_no_front_matter() {
        for text in
            ["---\n\na: b\n---\n", "---\ntext\n---\n", "---\na: b\n", "text\n---\na: b\n---\n", "---\n---\n"]
        {
            assert_eq!(fields(text), [], "{text}");
        }
    }

    #[test]
    fn headings_are_fields() {
        assert_eq!(
            fields("# Title: A: B\n\n## Author: C. D\n## Year: 1894\n\n# Chapter: One\n"),
            pairs(&[("Title", "A: B"), ("Author", "C. D"), ("Year", "1894"), ("Chapter", "One")])
        );
        assert_eq!(fields("# Chapter: One\n"), []);
        assert_eq!(fields("Title: A\n"), []);
    }

    #[test]
    fn what_is_wrong_is_said_at_its_line() {
        for (line, why) in [
            ("title: One: Two", "colon"),
            ("title: \"One\" Two", "left over"),
            ("tags: [a, b", "bracket"),
            ("title: @one", "begins with"),
            ("title 'One'", "colon is missing"),
            ("title: \"One", "never closed"),
        ] {
            let (_, broken) = read(&format!("---\nauthor: A\n{line}\n---\nText\n"));
            let (place, said) = broken.unwrap_or_else(|| panic!("{line}"));
            assert_eq!(place, line);
            assert!(said.contains(why), "{line}: {said}");
        }
    }
}
