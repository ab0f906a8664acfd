//! The dialect of Markdown, as Pandoc reads it and its relatives do.
//!
//! ```text
//! ref    = "[^" label "]"                     label: no white space, no brackets, no caret; case-sensitive
//! note   = up to 3 spaces, "[^" label "]:" text; starts a block, or follows another footnote
//! cont   = lines below; further paragraphs indented by 4 spaces
//! inline = "^[" balanced "]"                  within one paragraph
//! link   = "[1](#n1){#f1}" ... "[1.](#f1){#n1}"           what converters make of web pages
//! header = YAML between "---" and "---" or "..."; or "# Title: ..."
//! not    = code spans and fences, comments, formulas, `\[^1]`, `[^...]`, links `[n](#x)`
//! ```

mod front;
mod inline;
mod label;
mod lines;
mod shapes;

pub use front::is_beginning;
pub(crate) use label::{anchors, is_class, spelt};

use crate::dialect::{Dialect, Law};
use crate::header::Header;
use crate::scan::{self, Markdown, Scan, State, Within};
use crate::text::Text;

/// Whether a file's name is one of those that projects have for what they say about themselves.
pub fn is_about_project(path: &str) -> bool {
    const ALWAYS: [&str; 9] = [
        "README",
        "LICENSE",
        "LICENCE",
        "CHANGELOG",
        "CONTRIBUTING",
        "CONTRIBUTORS",
        "CODE_OF_CONDUCT",
        "CODE-OF-CONDUCT",
        "PULL_REQUEST_TEMPLATE",
    ];
    // Written otherwise, these may be titles.
    const IN_CAPITALS: [&str; 9] = [
        "COPYING",
        "SECURITY",
        "SUPPORT",
        "GOVERNANCE",
        "MAINTAINERS",
        "AUTHORS",
        "HISTORY",
        "CHANGES",
        "NEWS",
    ];
    let (folders, name) = path.rsplit_once(['/', '\\']).unwrap_or(("", path));
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let first = stem.split(['.', '-', ' ']).next().unwrap_or(stem);
    let is_named = ALWAYS.contains(&stem.to_uppercase().as_str())
        || [stem, first].iter().any(|name| ALWAYS.contains(name) || IN_CAPITALS.contains(name));
    is_named || folders.split(['/', '\\']).any(|folder| folder == ".github")
}

/// The dialect.
#[derive(Debug)]
pub struct Pandoc;

impl Dialect for Pandoc {
    fn name(&self) -> &str {
        "pandoc"
    }

    fn scan(&self, block: &str, entry: State) -> Scan {
        let state = match entry.within {
            Within::Markdown(state) => state,
            _ => Markdown::default(),
        };
        let mut walker = lines::Walker::new(block, state);
        walker.read(&scan::lines(block).collect::<Vec<_>>());
        let exit = State { within: Within::Markdown(walker.finish()), ..State::START };
        walker.marks.sort_by_key(|mark| mark.offset);
        Scan { marks: walker.marks, tally: walker.tally, exit }
    }

    fn header(&self, text: &Text, _until: usize) -> Header {
        front::header(text)
    }

    fn crosses_lines(&self) -> bool {
        true
    }

    fn law(&self) -> Law {
        Law::Names
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_about_a_project() {
        for path in [
            "README.md",
            "a/readme.md",
            "README.de.md",
            "LICENSE-MIT.md",
            "SECURITY.md",
            "CODE_OF_CONDUCT.md",
            ".github/ISSUE_TEMPLATE/bug.md",
        ] {
            assert!(is_about_project(path), "{path}");
        }
        for path in ["History.md", "License to Travel.md", "letters/001.md", "readme/1.md", "", "news.md"] {
            assert!(!is_about_project(path), "{path}");
        }
    }
}
