//! A document: a text under edits, and snapshots that answer questions about one state of it.
//!
//! The text is cut into blocks at line starts. A block holds its marks and the state it was scanned in;
//! an edit rescans the blocks it touches and goes on only while a block's exit state changes. Nothing else
//! that is derived outlives an edit.

use std::ops::Range;
use std::sync::{Arc, OnceLock};

use crate::dialect::{self, DIALECTS, Dialect, Tradition};
use crate::edition::Edition;
use crate::rules::{self, Diagnostic};
use crate::scan::{self, Mark, Scan, State, Tally};
use crate::text::Text;

/// Blocks are cut at the first line start after this many bytes.
const BLOCK: usize = 2048;

/// What is known of a text besides its content.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Hints {
    /// Its path, or the part of its URI that looks like one; may help to tell the volume.
    pub path: Option<String>,
    /// The editor's language id.
    pub language: Option<String>,
}

/// A text under edits.
#[derive(Debug)]
pub struct Document {
    text: Text,
    blocks: Vec<Arc<Block>>,
    hints: Arc<Hints>,
    tradition: Tradition,
    snapshot: Option<Arc<Snapshot>>,
}

/// A stretch of whole lines.
#[derive(Debug, PartialEq, Eq)]
struct Block {
    len: usize,
    entry: State,
    scan: Scan,
}

impl Document {
    /// A document with this content.
    pub fn new(content: &str, hints: Hints) -> Self {
        let text = Text::new(content);
        let tradition = detect(&text, &hints);
        let blocks = cut(content, tradition, State::START);
        Document { text, blocks, hints: Arc::new(hints), tradition, snapshot: None }
    }

    /// Its text.
    pub fn text(&self) -> &Text {
        &self.text
    }

    /// Replaces a byte range. Ends that are past the text or inside a character move back.
    pub fn edit(&mut self, range: Range<usize>, with: &str) {
        self.snapshot = None;
        let replaced = self.text.replace(range, with);
        if replaced.start < dialect::HEAD {
            let tradition = detect(&self.text, &self.hints);
            if tradition != self.tradition {
                self.tradition = tradition;
                self.blocks = cut(&self.text.slice(0..self.text.len()), tradition, State::START);
                return;
            }
        }
        self.rescan(replaced, with.len());
    }

    /// The present state. Cheap; the same state gives the same snapshot.
    pub fn snapshot(&mut self) -> Arc<Snapshot> {
        let (text, blocks, hints, tradition) = (&self.text, &self.blocks, &self.hints, self.tradition);
        self.snapshot
            .get_or_insert_with(|| {
                Arc::new(Snapshot {
                    text: text.clone(),
                    blocks: blocks.clone(),
                    hints: hints.clone(),
                    tradition,
                    edition: OnceLock::new(),
                    diagnostics: OnceLock::new(),
                })
            })
            .clone()
    }

    /// Restores the blocks after `replaced` (bytes of the old text) became `inserted` bytes.
    fn rescan(&mut self, replaced: Range<usize>, inserted: usize) {
        // The touched blocks, and the one before where the edit is at a block's very start: the line break
        // that ends that one may now be half of a CRLF.
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
        let mut end = (end - replaced.end) + replaced.start + inserted;
        // A block ends at a line start: take in what follows until this one does.
        while last < self.blocks.len() && !self.is_line_start(end) {
            end += self.blocks[last].len;
            last += 1;
        }
        let entry = match first.checked_sub(1) {
            Some(before) => self.blocks[before].scan.exit,
            None => State::START,
        };
        let fresh = cut(&self.text.slice(start..end), self.tradition, entry);
        let mut state = fresh.last().map_or(entry, |block| block.scan.exit);
        let mut at = end;
        let mut next = first + fresh.len();
        self.blocks.splice(first..last, fresh);
        while next < self.blocks.len() && self.blocks[next].entry != state {
            let range = at..at + self.blocks[next].len;
            let content = self.text.slice(range.clone());
            self.blocks[next] = Arc::new(block(&content, self.tradition, state));
            state = self.blocks[next].scan.exit;
            at = range.end;
            next += 1;
        }
    }

    fn is_line_start(&self, offset: usize) -> bool {
        self.text.line_start(self.text.line_of(offset)) == offset
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
        Some(dialect) => scan::scan(content, dialect, entry),
        None => Scan { marks: Vec::new(), tally: Tally::default(), exit: entry },
    };
    Block { len: content.len(), entry, scan }
}

fn detect(text: &Text, hints: &Hints) -> Tradition {
    dialect::detect(&text.slice(0..dialect::HEAD), hints)
}

fn readable(tradition: Tradition) -> Option<&'static Dialect> {
    match tradition {
        Tradition::Readable(index) => Some(DIALECTS[index]),
        Tradition::Unread(..) => None,
    }
}

/// One state of a document. What is derived from it is computed once, when it is first asked for.
#[derive(Debug)]
pub struct Snapshot {
    text: Text,
    blocks: Vec<Arc<Block>>,
    hints: Arc<Hints>,
    tradition: Tradition,
    edition: OnceLock<Edition>,
    diagnostics: OnceLock<Vec<Diagnostic>>,
}

impl Snapshot {
    /// The text.
    pub fn text(&self) -> &Text {
        &self.text
    }

    /// What was known besides the text.
    pub fn hints(&self) -> &Hints {
        &self.hints
    }

    /// What the text's beginning says it is.
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
        self.blocks.iter().fold(Tally::default(), |sum, block| Tally {
            prose: sum.prose + block.scan.tally.prose,
            prose_lines: sum.prose_lines + block.scan.tally.prose_lines,
            other: sum.other + block.scan.tally.other,
            entries: sum.entries + block.scan.tally.entries,
        })
    }

    /// What the text was understood to be.
    pub fn edition(&self) -> &Edition {
        self.edition.get_or_init(|| Edition::read(self))
    }

    /// Every diagnostic, in text order.
    pub fn diagnostics(&self) -> &[Diagnostic] {
        self.diagnostics.get_or_init(|| rules::check(self))
    }
}
