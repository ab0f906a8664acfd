//! Blocks: a text cut at line starts, each piece with its marks and the state it was scanned in.
//!
//! An edit scans the blocks it touches anew, and goes on only while a block's exit state changes. Invariant: the
//! marks are those of a fresh scan of the same text, wherever its seams are.

use std::ops::Range;
use std::sync::Arc;

use crate::dialect::{Signs, Tradition};
use crate::scan::{Mark, Scan, State, Tally};
use crate::text::{Text, trim};

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
    signs: Signs,
}

impl Blocks {
    /// Scans a whole text.
    pub fn new(content: &str, tradition: Tradition) -> Self {
        Blocks { blocks: cut(content, &tradition, State::START), tradition }
    }

    /// The tradition that the text is read in.
    pub fn tradition(&self) -> &Tradition {
        &self.tradition
    }

    /// The signs in all of the text.
    pub fn signs(&self) -> Signs {
        self.blocks.iter().fold(Signs::default(), |sum, block| sum + block.signs)
    }

    /// The same text, read in another tradition.
    pub fn read_as(&mut self, tradition: Tradition, text: &Text) {
        *self = Blocks::new(&text.whole(), tradition);
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

    /// The marks that meet a byte range. The blocks outside of it are passed over.
    pub fn marks_in(&self, range: Range<usize>) -> impl Iterator<Item = (usize, &Mark)> {
        let (from, to) = (range.start, range.end);
        let mut start = 0;
        self.blocks
            .iter()
            .map(move |block| {
                start += block.len;
                (start - block.len, block)
            })
            .skip_while(move |(start, block)| start + block.len <= from)
            .take_while(move |(start, _)| *start < to)
            .flat_map(|(base, block)| {
                block.scan.marks.iter().map(move |mark| (base + mark.offset as usize, mark))
            })
            .filter(move |(start, mark)| *start < to && from < start + mark.len as usize)
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
        // Where a block must end with a paragraph, one that lost its end takes in the next.
        let mut end = (end - replaced.end) + replaced.start + inserted;
        while last < self.blocks.len() && !is_seam(text, end, &self.tradition) {
            end += self.blocks[last].len;
            last += 1;
        }
        let entry = match first.checked_sub(1) {
            Some(before) => self.blocks[before].scan.exit,
            None => State::START,
        };
        let fresh = cut(&text.slice(start..end), &self.tradition, entry);
        let mut state = fresh.last().map_or(entry, |block| block.scan.exit);
        let mut at = end;
        let mut next = first + fresh.len();
        self.blocks.splice(first..last, fresh);
        while next < self.blocks.len() && self.blocks[next].entry != state {
            let range = at..at + self.blocks[next].len;
            self.blocks[next] = Arc::new(block(&text.slice(range.clone()), &self.tradition, state));
            state = self.blocks[next].scan.exit;
            at = range.end;
            next += 1;
        }
    }
}

/// Blocks for text that starts and ends at seams.
fn cut(content: &str, tradition: &Tradition, entry: State) -> Vec<Arc<Block>> {
    let mut blocks = Vec::with_capacity(content.len() / BLOCK + 1);
    let mut state = entry;
    let mut rest = content;
    while !rest.is_empty() {
        let (first, after) = rest.split_at(seam(rest, tradition));
        let block = block(first, tradition, state);
        state = block.scan.exit;
        rest = after;
        blocks.push(Arc::new(block));
    }
    blocks
}

/// Where the first block of `content` ends.
fn seam(content: &str, tradition: &Tradition) -> usize {
    let mut at = line_start(content, BLOCK);
    if ends_with_paragraphs(tradition) {
        while at < content.len() && !trim(last_line(&content[..at])).is_empty() {
            at = line_start(content, at + 1);
        }
    }
    at
}

/// The last line of whole lines.
fn last_line(lines: &str) -> &str {
    let line = lines.strip_suffix('\n').unwrap_or(lines);
    let line = line.strip_suffix('\r').unwrap_or(line);
    &line[line.rfind(['\n', '\r']).map_or(0, |end| end + 1)..]
}

/// Whether a block may end at the byte `offset`, a line start.
fn is_seam(text: &Text, offset: usize, tradition: &Tradition) -> bool {
    let before = offset.checked_sub(1).map(|last| text.line_of(last));
    !ends_with_paragraphs(tradition) || before.is_none_or(|line| trim(&text.line(line)).is_empty())
}

fn ends_with_paragraphs(tradition: &Tradition) -> bool {
    tradition.dialect().is_some_and(|dialect| dialect.crosses_lines())
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

fn block(content: &str, tradition: &Tradition, entry: State) -> Block {
    let scan = match tradition.dialect() {
        Some(dialect) => dialect.scan(content, entry),
        None => Scan { marks: Vec::new(), tally: Tally::default(), exit: entry },
    };
    Block { len: content.len(), entry, scan, signs: Signs::of(content) }
}
