//! The dialect of the Marxists Internet Archive, as its pages look when saved as text.
//!
//! ```text
//! ref      = "[" n ["*"] "]"                                 anywhere in running text, titles, header values
//! note     = ("[" n ["*"] "]" | n ["*"] "." | "(" n ")" | n ")") text      at the start of a line
//! notes    = a heading ("Notes", "Footnotes", "Note by MIA" ...) or none at all
//! nav      = breadcrumb, "Works Index | Volume 11", "< backward forward >", "Top of the page" ...
//! pagemark = space, no-break space, space (or three spaces) within a paragraph
//! ```
//!
//! The grammar and its frequencies come from a survey of 9,189 files of the archive.

use memchr::{memchr_iter, memmem};

use crate::dialect::{Dialect, labels, lines};
use crate::header::Header;
use crate::scan::{self, Kind, Label, Loose, Mark, Scan, State, Tally};
use crate::text::{Text, is_space, trim};

/// The dialect.
#[derive(Debug)]
pub struct Mia;

impl Dialect for Mia {
    fn name(&self) -> &str {
        "mia"
    }

    fn scan(&self, block: &str, entry: State) -> Scan {
        scan(block, entry)
    }

    fn header(&self, text: &Text, until: usize) -> Header {
        Header::read(text, until)
    }
}

/// Lines of at least this many bytes are prose, whatever stands around them.
const PROSE_LINE: usize = 120;

fn scan(block: &str, entry: State) -> Scan {
    let mut marks = Vec::new();
    let mut tally = Tally::default();
    let mut state = entry;
    for (start, line) in scan::lines(block) {
        let text = trim(line);
        if text.is_empty() {
            state = State::START;
            continue;
        }
        let offset = start + (text.as_ptr() as usize - line.as_ptr() as usize);
        let mark = |at: usize, len: usize, kind: Kind, label: Label| Mark {
            offset: (offset + at) as u32,
            len: len as u32,
            kind,
            label,
        };
        let mut loose = None;
        if lines::is_navigation(text) {
            marks.push(mark(0, text.len(), Kind::Navigation, Label::NONE));
        } else if lines::is_notes_heading(text) {
            marks.push(mark(0, text.len(), Kind::NotesHeading, Label::NONE));
        } else {
            loose = count(&mut tally, text, state);
            let opening = labels::opening(text);
            let mut from = 0;
            if let Some((kind, label, len)) = opening {
                marks.push(mark(0, len, kind, label));
                from = len;
            } else if state.after_blank {
                marks.push(mark(0, text.len(), Kind::Paragraph, Label::NONE));
            }
            let mut bracketed = Vec::new();
            labels::within_brackets(text, from, |at, len, kind, label| {
                bracketed.push(at..at + len);
                marks.push(mark(at, len, kind, label))
            });
            labels::bare(text, from, bracketed, |at, len, kind, label| {
                marks.push(mark(at, len, kind, label))
            });
            page_marks(text, |at, len| marks.push(mark(at, len, Kind::PageMark, Label::NONE)));
        }
        state = State { after_blank: false, loose, ..State::START };
    }
    marks.sort_by_key(|mark| mark.offset);
    Scan { marks, tally, exit: state }
}

/// Counts a line, and the one before anew if this one goes on in the middle of its sentence, as lines of
/// hard-wrapped paragraphs do, and entries of a list do not.
fn count(tally: &mut Tally, text: &str, state: State) -> Option<Loose> {
    let len = text.len() as isize;
    let wrapped = !state.after_blank && text.starts_with(char::is_lowercase);
    if let Some(before) = state.loose.filter(|_| wrapped) {
        tally.other -= before.len;
        tally.entries -= isize::from(before.entry);
        tally.prose += before.len;
        tally.prose_lines += 1;
    }
    if text.len() >= PROSE_LINE || wrapped {
        tally.prose += len;
        tally.prose_lines += 1;
        return None;
    }
    let entry = !ends_sentence(text);
    tally.other += len;
    tally.entries += isize::from(entry);
    Some(Loose { len, entry })
}

/// Whether a line ends as sentences, verses and signatures do, and entries of a table of contents do not.
fn ends_sentence(text: &str) -> bool {
    text.trim_end_matches(|c: char| is_space(c) || "”’\"')]*".contains(c))
        .ends_with(|c: char| ".,;:!?…—–-".contains(c))
}

/// Calls `found` with offset and length of every page break of the printed source within a line.
fn page_marks(text: &str, mut found: impl FnMut(usize, usize)) {
    let bytes = text.as_bytes();
    for at in memchr_iter(b'\xa0', bytes) {
        // " NBSP " and no more of it: two bytes of NBSP between two spaces.
        if at >= 2 && bytes[at - 1] == b'\xc2' && bytes[at - 2] == b' ' && bytes.get(at + 1) == Some(&b' ') {
            found(at - 2, 4);
        }
    }
    for at in memmem::find_iter(bytes, b"   ") {
        found(at, 3);
    }
}
