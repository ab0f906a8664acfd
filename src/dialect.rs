//! Dialects: what references, footnotes, headings and headers look like in each tradition; and detection.

use crate::scan::{Scan, State};

pub mod mia;

/// What is known of a text besides its content.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Hints {
    /// Its path, or the part of its URI that looks like one; may help to tell the volume.
    pub path: Option<String>,
    /// The editor's language id.
    pub language: Option<String>,
    /// The encoding that its file is in, for people, where that is not UTF-8: `KOI8-R (Russian)`.
    pub encoding: Option<&'static str>,
}

/// A tradition of plain-text editions.
#[derive(Debug)]
pub struct Dialect {
    /// Its name: `mia`.
    pub name: &'static str,
    /// Finds the marks of one block. Never fails, whatever the text.
    pub scan: fn(&str, State) -> Scan,
}

/// The dialects that are read.
pub static DIALECTS: &[&Dialect] = &[&mia::MIA];

/// What the beginning of a text says it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tradition {
    /// May be read in this dialect, by an index into [`DIALECTS`]; its marks decide whether it is one.
    Readable(usize),
    /// Belongs to a tradition that is recognised and not read; with its name and what it was recognised by.
    Unread(&'static str, &'static str),
}

/// How much of a text's beginning [`detect`] looks at, in bytes.
pub const HEAD: usize = 4096;

/// Tells a text's tradition from its first [`HEAD`] bytes and what else is known of it.
pub fn detect(head: &str, hints: &Hints) -> Tradition {
    let head = head.trim_start_matches('\u{feff}');
    let extension = hints.path.as_deref().and_then(|path| path.rsplit_once('.')).map(|(_, ext)| ext);
    let language = hints.language.as_deref().unwrap_or_default();
    if head.contains("Project Gutenberg") || head.contains("PROJECT GUTENBERG") {
        return Tradition::Unread("gutenberg", "it names Project Gutenberg at its beginning");
    }
    let markdown = extension.is_some_and(|ext| ["md", "markdown", "qmd", "Rmd"].contains(&ext))
        || language.eq_ignore_ascii_case("markdown");
    let structured = head.starts_with("---\n")
        || head.starts_with("---\r\n")
        || head.lines().any(|line| line.starts_with("# ") || line.starts_with("## "))
        || head.contains("[^");
    if structured && (markdown || head.contains("[^")) {
        return Tradition::Unread("pandoc", "it is written in Markdown");
    }
    if extension.is_some_and(|ext| ext == "rst") || head.contains("]_") || head.contains(".. [") {
        return Tradition::Unread("reST", "it is written in reStructuredText");
    }
    Tradition::Readable(0)
}
