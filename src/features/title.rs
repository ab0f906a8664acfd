//! What is this text called, and who wrote it?

use std::ops::Range;

use crate::dialect::Law;
use crate::document::Snapshot;
use crate::header::Header;
use crate::text::{Text, trim};

/// What stands at the head of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Title {
    /// The title.
    pub title: Range<usize>,
    /// Who wrote it, where that can be told.
    pub author: Option<Range<usize>>,
}

/// Titles stand within so many lines.
const HEAD: usize = 40;
/// Longer paragraphs are no titles, in bytes.
const LONGEST: usize = 200;

/// The title of an edition; `None` where there is none, or the text is no edition.
pub fn find(snapshot: &Snapshot) -> Option<Title> {
    let (text, edition) = (snapshot.text(), snapshot.edition());
    if !edition.is_edition {
        return None;
    }
    if let Some(title) = value(&edition.header, "Title") {
        return Some(Title { title, author: value(&edition.header, "Author") });
    }
    if edition.law == Law::Names {
        let (title, _) = edition.titles.first()?;
        return Some(Title { title: title.clone(), author: value(&edition.header, "Author") });
    }
    let header = edition.header.range().map_or(text.len(), |range| range.start);
    let navigation = |at: usize| edition.navigation.iter().any(|range| range.contains(&at));
    let mut head = paragraphs(text, header).filter(|range| !navigation(range.start));
    // The archives' order: who wrote it, then what it is called. Where there is one thing only, it is the title.
    let first = head.next()?;
    match head.next().filter(|second| is_title(&text.slice(second.clone()))) {
        Some(title) => Some(Title { title, author: Some(first) }),
        None => Some(Title { title: first, author: None }),
    }
}

fn value(header: &Header, name: &str) -> Option<Range<usize>> {
    header.find(name).map(|field| field.value.clone()).filter(|value| !value.is_empty())
}

/// A date, a place in brackets, or the first sentence of the text is no title.
fn is_title(said: &str) -> bool {
    let is_in_brackets = said.starts_with('(') && said.ends_with(')');
    !is_in_brackets && said.chars().any(char::is_alphabetic) && !said.ends_with(['.', ',', ';', ':'])
}

/// The short paragraphs at the head of a text, not beyond the byte `until`, up to the first long one.
fn paragraphs(text: &Text, until: usize) -> impl Iterator<Item = Range<usize>> {
    let end = text.line_of(until).min(HEAD) + usize::from(until == text.len());
    let (mut line, end) = (0, end.min(text.line_count()));
    std::iter::from_fn(move || {
        let is_blank = |line: usize| {
            let range = text.line_range(line);
            range.len() <= LONGEST && trim(&text.slice(range)).is_empty()
        };
        while line < end && is_blank(line) {
            line += 1;
        }
        let first = line;
        while line < end && !is_blank(line) {
            line += 1;
        }
        let range = text.line_start(first)..text.line_range(line.max(first + 1) - 1).end;
        (first < line && range.len() <= LONGEST).then(|| text.trimmed(range))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Document, Hints};

    /// `author / title` of a text of this name.
    fn titled(path: &str, content: &str) -> String {
        let hints = Hints { path: Some(path.to_owned()), ..Hints::default() };
        let snapshot = Document::new(content, hints).snapshot();
        let said = |range: &Range<usize>| snapshot.text().slice(range.clone()).into_owned();
        match find(&snapshot) {
            Some(title) => {
                let author = title.author.as_ref().map_or(String::new(), said);
                format!("{author} / {}", said(&title.title))
            }
            None => "none".to_owned(),
        }
    }

    #[test]
    fn titles() {
        for (path, content, expected) in [
            (
                "a.txt",
                "MIA  >  Archive  >  V\n\n \u{a0}\n\nV. Example\n\nOn Lettérs\n\nSource: Letters, p. 1.\n",
                "V. Example / On Lettérs",
            ),
            (
                "a.txt",
                "On Letters\n\nSource: Collected Letters, page 1.\nTranscription: A. Volunteer\n\nDear friend.\n",
                " / On Letters",
            ),
            (
                "a.txt",
                "On Letters\n\n(May 1890)\n\nSource: Collected Letters, page 1.\nTranscription: A. Volunteer\n",
                " / On Letters",
            ),
            (
                "a.txt",
                "Title: On Letters\nAuthor: V. Example\n\n*** START OF THE PROJECT GUTENBERG EBOOK ON LETTERS ***\n",
                "V. Example / On Letters",
            ),
            (
                "a.md",
                "---\ntitle: \"On Letters\"\nauthor: V. Example\n---\n\nDear friend.[^1]\n\n[^1]: A friend.\n",
                "V. Example / On Letters",
            ),
            ("a.md", "# On Letters\n\nDear friend.[^1]\n\n[^1]: A friend.\n", " / On Letters"),
            ("a.txt", "A shopping list\n\nMilk.\n", "none"),
        ] {
            assert_eq!(titled(path, content), expected, "{content}");
        }
    }
}
