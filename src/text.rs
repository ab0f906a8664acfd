//! The text of a document: a rope, and the one place that knows how LSP counts columns.
//!
//! Everything else in the crate speaks in byte offsets of the whole text.

use std::borrow::Cow;
use std::ops::Range;

use ropey::Rope;

/// The unit in which a [`Position`] counts its columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Encoding {
    /// Bytes of UTF-8.
    Utf8,
    /// UTF-16 code units: what LSP assumes when nothing was negotiated.
    #[default]
    Utf16,
    /// Unicode code points.
    Utf32,
}

/// A place as people and editors name it: 0-based line, 0-based column in units of an [`Encoding`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// 0-based line.
    pub line: usize,
    /// 0-based column, in units of the encoding it was made with.
    pub column: usize,
}

/// A text whose lines end at LF, CRLF or CR, and nowhere else.
///
/// Form feed, vertical tab, NEL, U+2028 and U+2029 are ordinary characters, as in LSP.
/// Cloning is cheap: clones share their storage.
#[derive(Debug, Clone, Default)]
pub struct Text {
    rope: Rope,
}

impl Text {
    /// A text with this content.
    pub fn new(content: &str) -> Self {
        Text { rope: Rope::from_str(content) }
    }

    /// Length in bytes.
    pub fn len(&self) -> usize {
        self.rope.len_bytes()
    }

    /// Whether there is no text at all.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The number of lines, at least 1; a final line break begins an empty last line.
    pub fn line_count(&self) -> usize {
        self.rope.len_lines()
    }

    /// The line that holds the byte `offset`. Offsets past the end are on the last line.
    pub fn line_of(&self, offset: usize) -> usize {
        self.rope.byte_to_line(offset.min(self.len()))
    }

    /// The byte offset at which `line` starts; the text's length for lines that do not exist.
    pub fn line_start(&self, line: usize) -> usize {
        if line >= self.line_count() { self.len() } else { self.rope.line_to_byte(line) }
    }

    /// The byte range of `line` without its line break.
    pub fn line_range(&self, line: usize) -> Range<usize> {
        let start = self.line_start(line);
        let mut end = self.line_start(line + 1);
        if line + 1 < self.line_count() {
            end -= 1;
            if end > start && self.rope.byte(end) == b'\n' && self.rope.byte(end - 1) == b'\r' {
                end -= 1;
            }
        }
        start..end
    }

    /// The text of `line` without its line break.
    pub fn line(&self, line: usize) -> Cow<'_, str> {
        self.slice(self.line_range(line))
    }

    /// Whether a line has nothing but white space (see [`is_space`]).
    pub fn is_blank_line(&self, line: usize) -> bool {
        trim(&self.line(line)).is_empty()
    }

    /// The first line from `line` on that is not blank; the count of lines if all are.
    pub fn written_line(&self, line: usize) -> usize {
        (line..self.line_count()).find(|&line| !self.is_blank_line(line)).unwrap_or(self.line_count())
    }

    /// The text of a byte range. Ends that are past the text or inside a character move back.
    pub fn slice(&self, range: Range<usize>) -> Cow<'_, str> {
        let end = self.floor(range.end);
        let start = self.floor(range.start).min(end);
        self.rope.byte_slice(start..end).into()
    }

    /// All of it.
    pub fn whole(&self) -> Cow<'_, str> {
        self.slice(0..self.len())
    }

    /// A range without white space (see [`is_space`]) at its ends.
    pub fn trimmed(&self, range: Range<usize>) -> Range<usize> {
        let said = self.slice(range.clone());
        let start = range.start + (said.len() - said.trim_start_matches(is_space).len());
        start..start + trim(&said).len()
    }

    /// The byte at `offset`, if there is one.
    pub fn byte(&self, offset: usize) -> Option<u8> {
        self.rope.get_byte(offset)
    }

    /// The whole text, in pieces.
    pub fn chunks(&self) -> impl Iterator<Item = &str> {
        self.rope.chunks()
    }

    /// The position of a byte offset, with its column counted in `encoding`.
    /// Offsets past the end, or inside a character, move back.
    pub fn position(&self, offset: usize, encoding: Encoding) -> Position {
        let offset = self.floor(offset);
        let line = self.rope.byte_to_line(offset);
        let start = self.rope.line_to_byte(line);
        let column = match encoding {
            Encoding::Utf8 => offset - start,
            Encoding::Utf32 => self.rope.byte_to_char(offset) - self.rope.byte_to_char(start),
            Encoding::Utf16 => {
                self.rope.char_to_utf16_cu(self.rope.byte_to_char(offset))
                    - self.rope.char_to_utf16_cu(self.rope.byte_to_char(start))
            }
        };
        Position { line, column }
    }

    /// The byte offset of a position whose column counts `encoding`.
    ///
    /// Never fails: lines past the end mean the end of the text, columns past the end of their line
    /// mean the place before its line break, and columns inside a character mean its start.
    pub fn offset(&self, position: Position, encoding: Encoding) -> usize {
        if position.line >= self.line_count() {
            return self.len();
        }
        let line = self.line_range(position.line);
        let offset = match encoding {
            Encoding::Utf8 => self.floor(line.start.saturating_add(position.column)),
            Encoding::Utf32 => {
                let first = self.rope.byte_to_char(line.start);
                let char = first.saturating_add(position.column).min(self.rope.len_chars());
                self.rope.char_to_byte(char)
            }
            Encoding::Utf16 => {
                let first = self.rope.char_to_utf16_cu(self.rope.byte_to_char(line.start));
                let unit = first.saturating_add(position.column).min(self.rope.len_utf16_cu());
                self.rope.char_to_byte(self.rope.utf16_cu_to_char(unit))
            }
        };
        offset.min(line.end)
    }

    /// The line break that this text uses: that of its first line, LF if there is none.
    pub fn line_break(&self) -> &'static str {
        let end = self.line_range(0).end;
        match (self.byte(end), self.byte(end + 1)) {
            (Some(b'\r'), Some(b'\n')) => "\r\n",
            (Some(b'\r'), _) => "\r",
            _ => "\n",
        }
    }

    /// Replaces a byte range. Ends that are past the text or inside a character move back.
    /// Returns the range that was really replaced.
    pub fn replace(&mut self, range: Range<usize>, with: &str) -> Range<usize> {
        let end = self.floor(range.end);
        let start = self.floor(range.start).min(end);
        let first = self.rope.byte_to_char(start);
        if end > start {
            self.rope.remove(first..self.rope.byte_to_char(end));
        }
        self.rope.insert(first, with);
        start..end
    }

    /// `offset`, or the nearest place before it that is in the text and starts a character.
    fn floor(&self, offset: usize) -> usize {
        let offset = offset.min(self.len());
        self.rope.char_to_byte(self.rope.byte_to_char(offset))
    }
}

/// White space as editions mean it: also the no-break space, which scrapers leave everywhere
/// (84 % of the archive's files have lines of nothing else), and a byte order mark.
pub fn is_space(c: char) -> bool {
    c.is_whitespace() || c == '\u{feff}' || c == '\u{200b}'
}

/// `line` without white space (see [`is_space`]) at its ends.
pub fn trim(line: &str) -> &str {
    line.trim_matches(is_space)
}

/// The words with single spaces (see [`is_space`]) between them, and no more than `most` bytes of them.
pub fn on_one_line(said: &str, most: usize) -> String {
    let mut line = String::with_capacity(said.len().min(most));
    for word in said.split(is_space).filter(|word| !word.is_empty()) {
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
        if line.len() > most {
            let cut = (0..=most).rev().find(|&at| line.is_char_boundary(at)).unwrap_or(0);
            line.truncate(line[..cut].trim_end().len());
            break;
        }
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_lf_crlf_and_cr_end_lines() {
        let text = Text::new("a\u{c}b\u{2028}c\u{85}d\u{b}e\nf\r\ng\rh");
        assert_eq!(text.line_count(), 4);
        assert_eq!(text.line(1), "f");
        assert_eq!(text.line(2), "g");
        assert_eq!(text.line(3), "h");
    }

    #[test]
    fn columns_in_every_encoding() {
        let text = Text::new("x\na𝄞é\u{a0}[1]\r\n");
        let offset = text.whole().find("[1]").unwrap();
        for (encoding, column) in [(Encoding::Utf8, 9), (Encoding::Utf16, 5), (Encoding::Utf32, 4)] {
            let position = Position { line: 1, column };
            assert_eq!(text.position(offset, encoding), position);
            assert_eq!(text.offset(position, encoding), offset);
        }
        // Inside the surrogate pair, inside the bytes of the clef: its start.
        assert_eq!(text.offset(Position { line: 1, column: 2 }, Encoding::Utf16), 3);
        assert_eq!(text.offset(Position { line: 1, column: 4 }, Encoding::Utf8), 3);
    }

    #[test]
    fn absurd_positions_are_clamped() {
        let text = Text::new("ab\r\ncd");
        for encoding in [Encoding::Utf8, Encoding::Utf16, Encoding::Utf32] {
            assert_eq!(text.offset(Position { line: 0, column: usize::MAX }, encoding), 2);
            assert_eq!(text.offset(Position { line: 0, column: 3 }, encoding), 2);
            assert_eq!(text.offset(Position { line: usize::MAX, column: 0 }, encoding), 6);
        }
        assert_eq!(text.position(usize::MAX, Encoding::Utf16), Position { line: 1, column: 2 });
    }

    #[test]
    fn replacing_returns_what_was_replaced() {
        let mut text = Text::new("né[1]");
        assert_eq!(text.replace(2..99, "x"), 1..6);
        assert_eq!(text.slice(0..9), "nx");
    }

    #[test]
    fn excerpts_are_cut_between_characters() {
        assert_eq!(on_one_line("é é\u{a0}\n é", 4), "é");
        assert_eq!(on_one_line("éé", 3), "é");
        assert_eq!(on_one_line(" \n", 3), "");
    }
}
