//! The dialect of Pandoc's Markdown.

use crate::dialect::{Dialect, Law};
use crate::header::Header;
use crate::scan::{Scan, State};
use crate::text::Text;

/// The dialect.
#[derive(Debug)]
pub struct Pandoc;

impl Dialect for Pandoc {
    fn name(&self) -> &str {
        "pandoc"
    }

    fn scan(&self, _block: &str, entry: State) -> Scan {
        Scan { marks: Vec::new(), tally: Default::default(), exit: entry }
    }

    fn header(&self, _text: &Text, _until: usize) -> Header {
        Header::default()
    }

    fn crosses_lines(&self) -> bool {
        true
    }

    fn law(&self) -> Law {
        Law::Names
    }
}

/// Whether a text begins as Markdown with a header does.
pub fn is_beginning(head: &str) -> bool {
    head.starts_with("---\n") || head.starts_with("---\r\n")
}
