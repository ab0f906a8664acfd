//! Dialects: what references, footnotes, headings and headers look like in each tradition; and detection.

use std::fmt;
use std::ptr;
use std::sync::{Arc, LazyLock};

use crate::header::Header;
use crate::neighbours::Neighbours;
use crate::scan::{Scan, State};
use crate::settings::Settings;
use crate::text::Text;

pub mod custom;
pub mod gutenberg;
mod labels;
mod lines;
pub mod mia;
pub mod pandoc;
mod signs;

pub(crate) use lines::is_notes_heading;
pub use signs::Signs;

/// What is known of a text besides its content.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Hints {
    /// Its path, or the part of its URI that looks like one; may help to tell the volume.
    pub path: Option<String>,
    /// The editor's language id.
    pub language: Option<String>,
    /// The encoding that its file is in, for people, where that is not UTF-8: `KOI8-R (Russian)`.
    pub encoding: Option<&'static str>,
    /// The dialect that it is to be read in, whatever it looks like.
    pub dialect: Option<Arc<dyn Dialect>>,
    /// What was decided about it.
    pub settings: Arc<Settings>,
    /// What lies beside it.
    pub neighbours: Neighbours,
}

/// A tradition of plain-text editions.
pub trait Dialect: fmt::Debug + Send + Sync {
    /// Its name: `mia`.
    fn name(&self) -> &str;

    /// Finds the marks of one block. Never fails, whatever the text.
    fn scan(&self, block: &str, entry: State) -> Scan;

    /// Reads the metadata header, not beyond the byte `until`.
    fn header(&self, text: &Text, until: usize) -> Header;

    /// The line at which a text begins that has something of its publisher before it: there its header ends. `None`
    /// where a header stands in the text itself.
    fn opening(&self, _text: &Text) -> Option<usize> {
        None
    }

    /// Whether what it looks for may cross lines within a paragraph. Its blocks then hold whole paragraphs.
    fn crosses_lines(&self) -> bool {
        false
    }

    /// Whether each file holds a whole work, so that labels begin with it; not a chapter or a volume among others.
    fn holds_whole_works(&self) -> bool {
        false
    }

    /// How its references find their footnotes.
    fn law(&self) -> Law {
        Law::Runs
    }
}

/// A dialect is nothing but itself: two that were made alike are two.
impl PartialEq for dyn Dialect {
    fn eq(&self, other: &Self) -> bool {
        ptr::addr_eq(self, other)
    }
}

impl Eq for dyn Dialect {}

/// How the references of a dialect find their footnotes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Law {
    /// By number and place: labels count on, and may begin anew with a chapter. Which of the labels at line starts
    /// are footnotes, only all of them together can tell.
    #[default]
    Runs,
    /// By name: what is written as a footnote is one, wherever it stands, and no two bear the same label.
    Names,
}

/// The dialects that are built in.
pub static DIALECTS: LazyLock<[Arc<dyn Dialect>; 3]> =
    LazyLock::new(|| [Arc::new(mia::Mia), Arc::new(gutenberg::Gutenberg), Arc::new(pandoc::Pandoc)]);

/// The built-in dialect of this name.
pub fn find(name: &str) -> Option<Arc<dyn Dialect>> {
    DIALECTS.iter().find(|dialect| dialect.name() == name).cloned()
}

/// What a text says it is.
#[derive(Debug, Clone, PartialEq)]
pub enum Tradition {
    /// Is read in this dialect.
    Read {
        /// The dialect.
        dialect: Arc<dyn Dialect>,
        /// What tells beyond doubt that it is an edition of this dialect, as a plain clause. Without it, the marks
        /// of the text decide.
        why: Option<&'static str>,
    },
    /// Belongs to a tradition that is recognised and not read; with its name and what it was recognised by.
    Unread(&'static str, &'static str),
}

impl Tradition {
    /// The dialect that the text is read in.
    pub fn dialect(&self) -> Option<&dyn Dialect> {
        match self {
            Tradition::Read { dialect, .. } => Some(&**dialect),
            Tradition::Unread(..) => None,
        }
    }
}

/// How much of a text's beginning [`detect`] looks at, in bytes.
pub const HEAD: usize = 4096;

/// Tells a text's tradition from its first [`HEAD`] bytes, what else is known of it, and the signs in all of it.
///
/// What a person has said comes first, then what cannot mean anything else, then what the text mostly shows.
/// The same text, hints and signs always give the same answer, so that a text under edits never differs from
/// one opened anew.
pub fn detect(head: &str, hints: &Hints, signs: &Signs) -> Tradition {
    if let Some(dialect) = hints.dialect.clone() {
        return Tradition::Read { dialect, why: Some("the settings say so") };
    }
    match shown(head, hints, signs) {
        Tradition::Read { dialect, why: None } => Tradition::Read { dialect, why: called(hints) },
        tradition => tradition,
    }
}

/// What editions are called: the language id that a person gave to a text, or an editor to one that this program had found
/// to be one; and the ending of files such as `letter.edition` and `letter.edition.txt`.
pub const EDITION: &str = "edition";

/// Who calls a text an edition.
fn called(hints: &Hints) -> Option<&'static str> {
    if hints.language.as_deref() == Some(EDITION) {
        return Some("the editor calls it an edition");
    }
    let name = hints.path.as_deref()?.rsplit(['/', '\\']).next()?;
    let (_, endings) = name.split_once('.')?;
    let is_called = endings.rsplit('.').take(2).any(|ending| ending.eq_ignore_ascii_case(EDITION));
    is_called.then_some("its name calls it an edition")
}

/// The tradition that a text, its name and its editor show, where nobody has decided about it.
fn shown(head: &str, hints: &Hints, signs: &Signs) -> Tradition {
    let head = head.trim_start_matches('\u{feff}');
    let read = |index: usize, why| Tradition::Read { dialect: DIALECTS[index].clone(), why };
    let (mia, gutenberg, pandoc) = (0, 1, 2);
    let language = hints.language.as_deref().unwrap_or_default().to_lowercase();
    let extension = hints.path.as_deref().and_then(|path| path.rsplit_once('.')).map(|(_, ext)| ext);
    let extension = extension.unwrap_or_default().to_lowercase();
    let either = |languages: &[&str], extensions: &[&str]| {
        languages.contains(&language.as_str()) || extensions.contains(&extension.as_str())
    };
    if gutenberg::is_beginning(head) {
        return read(gutenberg, Some("the words of Project Gutenberg around it"));
    }
    if either(&["restructuredtext", "rst"], &["rst", "rest"]) {
        return Tradition::Unread("reST", "it is written in reStructuredText, which is not read");
    }
    if either(&["asciidoc", "asciidoctor"], &["adoc", "asciidoc", "asc"]) {
        return Tradition::Unread("AsciiDoc", "it is written in AsciiDoc, which is not read");
    }
    if either(&["wikitext", "mediawiki"], &["wiki", "mediawiki", "wikitext"]) {
        return Tradition::Unread("MediaWiki", "it is written in MediaWiki's markup, which is not read");
    }
    if either(&["markdown", "pandoc", "quarto", "rmd"], &["md", "markdown", "mkd", "qmd", "rmd"])
        || pandoc::is_beginning(head)
        || signs.caret_definitions > 0
    {
        return match hints.path.as_deref().is_some_and(pandoc::is_about_project) {
            true => Tradition::Unread(
                "Markdown",
                "by its name it says something about a project, and is no text of it",
            ),
            false => read(pandoc, None),
        };
    }
    if signs.rest_definitions > 0 {
        return Tradition::Unread(
            "reST",
            "it has footnotes as reStructuredText writes them, which are not read",
        );
    }
    if signs.wiki_references > 0 {
        return Tradition::Unread(
            "MediaWiki",
            "it has footnotes as MediaWiki writes them, which are not read",
        );
    }
    if signs.asciidoc_footnotes > 0 {
        return Tradition::Unread("AsciiDoc", "it has footnotes as AsciiDoc writes them, which are not read");
    }
    if signs.enclosed_footnotes > 0 {
        return read(gutenberg, None);
    }
    read(mia, None)
}
