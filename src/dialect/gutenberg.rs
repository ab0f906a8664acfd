//! The dialect of Project Gutenberg.

use crate::dialect::Dialect;
use crate::header::Header;
use crate::scan::{Scan, State};
use crate::text::Text;

/// The dialect.
#[derive(Debug)]
pub struct Gutenberg;

impl Dialect for Gutenberg {
    fn name(&self) -> &str {
        "gutenberg"
    }

    fn scan(&self, _block: &str, entry: State) -> Scan {
        Scan { marks: Vec::new(), tally: Default::default(), exit: entry }
    }

    fn header(&self, _text: &Text, _until: usize) -> Header {
        Header::default()
    }
}

/// Whether a text begins as those of Project Gutenberg do.
pub fn is_beginning(head: &str) -> bool {
    head.contains("PROJECT GUTENBERG") || head.contains("The Project Gutenberg")
}
