//! Blocks: a text cut at line starts, each piece with its marks and the state it was scanned in.
//!
//! An edit scans the blocks it touches anew, and goes on only while a block's exit state changes. Invariant: the
//! marks are those of a fresh scan of the same text, wherever its seams are.

use std::ops::Range;
use std::sync::Arc;

use crate::dialect::{DIALECTS, Dialect, Tradition};
use crate::scan::{Mark, Scan, State, Tally};
use crate::text::Text;

/// Blocks are cut at the first line start after this many bytes. In tests, so that every edit meets a seam, few.
const BLOCK: usize = if cfg!(test) { 16 } else { 4096 };

/// The blocks of one text. Cheap to clone: clones share them.
#[derive(Debug, Clone)]
pub struct Blocks {
    blocks: Vec<Arc<Block>>,
    tradition: Tradition,
}

/// A stretch of whole lines.
#[derive(Debug)]
struct Block {
    len: usize,
    entry: State,
    scan: Scan,
}

impl Blocks {
    /// Scans a whole text.
    pub fn new(content: &str, tradition: Tradition) -> Self {
        Blocks { blocks: cut(content, tradition, State::START), tradition }
    }

    /// The tradition that the text is read in.
    pub fn tradition(&self) -> Tradition {
        self.tradition
    }

    /// Every mark with its byte offset in the text, in text order.
    pub fn marks(&self) -> impl Iterator<Item = (usize, &Mark)> {
        let mut start = 0;
        self.blocks.iter().flat_map(move |block| {
            let base = start;
            start += block.len;
            block.scan.marks.iter().map(move |mark| (base + mark.offset as usize, mark))
        })
    }

    /// How many marks there are.
    pub fn mark_count(&self) -> usize {
        self.blocks.iter().map(|block| block.scan.marks.len()).sum()
    }

    /// What kind of text this is made of.
    pub fn tally(&self) -> Tally {
        self.blocks.iter().fold(Tally::default(), |sum, block| sum + block.scan.tally)
    }

    /// Scans anew what changed: `replaced`, bytes of the old text, became `inserted` bytes of `text`.
    pub fn update(&mut self, text: &Text, replaced: Range<usize>, inserted: usize) {
        // The touched blocks, and those that the edit only borders on: the line break between may be gone, or
        // half of a CRLF now.
        let mut first = 0;
        let mut start = 0;
        while first < self.blocks.len() && start + self.blocks[first].len < replaced.start {
            start += self.blocks[first].len;
            first += 1;
        }
        let mut last = first;
        let mut end = start;
        while last < self.blocks.len() && (end <= replaced.end || last == first) {
            end += self.blocks[last].len;
            last += 1;
        }
        let end = (end - replaced.end) + replaced.start + inserted;
        let entry = match first.checked_sub(1) {
            Some(before) => self.blocks[before].scan.exit,
            None => State::START,
        };
        let fresh = cut(&text.slice(start..end), self.tradition, entry);
        let mut state = fresh.last().map_or(entry, |block| block.scan.exit);
        let mut at = end;
        let mut next = first + fresh.len();
        self.blocks.splice(first..last, fresh);
        while next < self.blocks.len() && self.blocks[next].entry != state {
            let range = at..at + self.blocks[next].len;
            self.blocks[next] = Arc::new(block(&text.slice(range.clone()), self.tradition, state));
            state = self.blocks[next].scan.exit;
            at = range.end;
            next += 1;
        }
    }
}

/// Blocks for text that starts and ends at line starts.
fn cut(content: &str, tradition: Tradition, entry: State) -> Vec<Arc<Block>> {
    let mut blocks = Vec::with_capacity(content.len() / BLOCK + 1);
    let mut state = entry;
    let mut rest = content;
    while !rest.is_empty() {
        let (first, after) = rest.split_at(line_start(rest, BLOCK));
        let block = block(first, tradition, state);
        state = block.scan.exit;
        rest = after;
        blocks.push(Arc::new(block));
    }
    blocks
}

/// The first line start at or after the byte `offset`, or the end.
fn line_start(content: &str, offset: usize) -> usize {
    let bytes = content.as_bytes();
    let Some(from) = offset.checked_sub(1).filter(|&from| from < bytes.len()) else { return bytes.len() };
    match memchr::memchr2(b'\n', b'\r', &bytes[from..]).map(|at| from + at) {
        Some(end) if bytes[end..].starts_with(b"\r\n") => end + 2,
        Some(end) => end + 1,
        None => bytes.len(),
    }
}

fn block(content: &str, tradition: Tradition, entry: State) -> Block {
    let scan = match readable(tradition) {
        Some(dialect) => (dialect.scan)(content, entry),
        None => Scan { marks: Vec::new(), tally: Tally::default(), exit: entry },
    };
    Block { len: content.len(), entry, scan }
}

fn readable(tradition: Tradition) -> Option<&'static Dialect> {
    match tradition {
        Tradition::Readable(index) => Some(DIALECTS[index]),
        Tradition::Unread(..) => None,
    }
}
