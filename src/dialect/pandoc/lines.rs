//! The structure of Markdown, line by line: paragraphs and what they stand in, footnotes, code, headings.
//!
//! Where traditions differ, what Pandoc does decides, and where Pandoc would lose a note that others keep, the
//! line is read as a footnote and marked as a [`Fault`].

use super::shapes::{
    bullet, closes_block, closes_element, element, fence, heading, indentation, is_link_definition,
    is_quoted, is_rule, is_separate, narrow, open_comment, opens_block,
};
use super::{front, inline, label};
use crate::scan::{
    Bound, Containers, Damage, DamageKind, Fault, Form, Hidden, Kind, Label, Mark, Markdown, Tally,
};
use crate::text::trim;

/// Paragraphs that are indented so much further than what they stand in are code.
const CODE: usize = 4;
/// Block quotes are followed so deep.
const DEEPEST_QUOTE: usize = 8;
/// Lists and quotes in one line are followed so far.
const MOST_OPENERS: usize = 8;

/// Reads lines, and gathers marks and tally.
pub struct Walker<'a> {
    block: &'a str,
    state: Markdown,
    pub marks: Vec<Mark>,
    pub tally: Tally,
    before: Before,
    /// The paragraph that is being read.
    paragraph: Option<Paragraph>,
    /// The quotes around these lines.
    depth: usize,
    /// How many marks there were where something opened in a quote that is not read as text.
    opened: usize,
}

/// What the line before was.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Before {
    Blank,
    /// Text of a paragraph, which the next line goes on with.
    Text,
    Code,
    /// The label of a footnote alone on its line: the next line is its text, however it is indented.
    Label,
    /// Something that is complete: a heading, a row of a table.
    Other,
}

struct Paragraph {
    start: usize,
    end: usize,
    /// Where its last line starts.
    line: usize,
    /// Nothing stands before it in its block.
    opens: bool,
}

/// A line, or what is left of it behind quotes, bullets and labels.
#[derive(Clone, Copy)]
struct Line<'a> {
    /// Where `text` starts in the block.
    at: usize,
    /// Without white space at its ends.
    text: &'a str,
    /// The column that `text` starts at.
    column: usize,
    /// How many lists and quotes were opened in this line.
    openers: usize,
}

impl<'a> Walker<'a> {
    /// Starts reading `block` in a state.
    pub fn new(block: &'a str, state: Markdown) -> Self {
        Walker {
            block,
            state,
            marks: Vec::new(),
            tally: Tally::default(),
            before: Before::Blank,
            paragraph: None,
            depth: 0,
            opened: 0,
        }
    }

    /// Reads the next lines, of which a quote may need several.
    pub fn read(&mut self, lines: &[(usize, &'a str)]) {
        let mut next = 0;
        while let Some(&(start, raw)) = lines.get(next) {
            next += 1;
            let (column, indent) = indentation(raw);
            let text = trim(&raw[indent..]);
            if text.is_empty() {
                self.blank();
                continue;
            }
            let at = start + indent + (text.as_ptr() as usize - raw[indent..].as_ptr() as usize);
            let line = Line { at, text, column, openers: 0 };
            let was_begun = std::mem::replace(&mut self.state.begun, true);
            if !was_begun && let Some(front) = front::opening(text).filter(|_| column == 0) {
                self.hide(Hidden::FrontMatter(front), line.at, line.text.len());
                continue;
            }
            if self.is_quote(&line) {
                let more = lines[next..].iter().take_while(|(_, raw)| is_quoted(raw)).count();
                self.quote(&lines[next - 1..next + more], column);
                next += more;
                continue;
            }
            self.line(line);
        }
    }

    /// The state at the end.
    pub fn finish(&mut self) -> Markdown {
        self.flush();
        self.state
    }

    fn blank(&mut self) {
        self.flush();
        self.before = Before::Blank;
        if let Hidden::FrontMatter(front) = &mut self.state.hidden
            && front::step(front, "") == front::Step::Never
        {
            self.state.hidden = Hidden::Nothing;
        }
    }

    fn mark(&mut self, at: usize, len: usize, kind: Kind, label: Label) {
        self.marks.push(Mark { offset: at as u32, len: len as u32, kind, label });
    }

    /// Ends the paragraph that is being read, and finds what is in it.
    fn flush(&mut self) {
        let Some(paragraph) = self.paragraph.take() else { return };
        let text = &self.block[paragraph.start..paragraph.end];
        let found = inline::scan(text, paragraph.start, paragraph.opens, &mut self.marks);
        self.tally.technical += (found.code + found.badges) as isize;
        self.tally.entries += found.links as isize;
    }

    /// Reads one line that is neither blank nor quoted.
    fn line(&mut self, line: Line<'a>) {
        if self.state.hidden != Hidden::Nothing && self.reveal(&line) {
            return;
        }
        if self.before != Before::Text {
            self.leave_containers(&line);
        }
        let is_code = !matches!(self.before, Before::Text | Before::Label);
        if is_code && line.column >= self.state.containers.base() + CODE {
            return self.code(&line);
        }
        self.content(line);
    }

    /// Footnotes and list items that this line, the first of a paragraph, is not part of end before it.
    fn leave_containers(&mut self, line: &Line<'a>) {
        let Containers { note, list } = self.state.containers;
        let column = narrow(line.column);
        let leaves_note = note > 0 && column < note && self.before != Before::Label;
        if leaves_note {
            self.leave_note(line.at);
            if (1..CODE).contains(&line.column) && list == 0 && !opens_block(line.text) {
                self.mark(line.at, line.text.len(), Kind::Fault(Fault::Outdented), Label::NONE);
            }
        }
        let Containers { note, list } = self.state.containers;
        if list > 0 && column < list {
            // Of the items around it nothing is kept but that it may stand in one of them.
            let is_inner = column >= 2 && column > note;
            self.state.containers.list = if is_inner { column } else { 0 };
        }
    }

    fn leave_note(&mut self, at: usize) {
        let Containers { note, list } = self.state.containers;
        self.mark(at, 0, Kind::NoteEnd, Label::NONE);
        self.state.containers = Containers { note: 0, list: if list > note { 0 } else { list } };
    }

    fn code(&mut self, line: &Line<'a>) {
        if let Some((name, len)) = label::definition(line.text) {
            self.mark(line.at, len, Kind::Fault(Fault::Indented), label::label_of(name));
        }
        self.tally.other += line.text.len() as isize;
        self.before = Before::Code;
    }

    /// Reads what stands in a line behind its indentation.
    fn content(&mut self, line: Line<'a>) {
        let Line { at, text, .. } = line;
        let in_paragraph = self.before == Before::Text;
        // Pandoc takes lines below a footnote for its text, whatever they look like.
        let is_lazy = in_paragraph && line.column < usize::from(self.state.containers.note);
        if self.open_hidden(&line) {
            return;
        }
        if let Some((level, start, len)) = heading(text) {
            self.flush();
            if is_lazy {
                self.leave_note(at);
            }
            self.mark(at + start, len, Kind::Heading(level), Label::NONE);
            self.separate(at + start, len, true);
            self.before = Before::Other;
            return;
        }
        if in_paragraph && !is_lazy && self.underline(text) {
            return;
        }
        if is_rule(text) {
            self.flush();
            self.before = Before::Other;
            return;
        }
        if self.definition(&line) {
            return;
        }
        let is_item = line.column < usize::from(self.state.containers.list);
        if (is_item || !is_lazy)
            && line.openers < MOST_OPENERS
            && let Some(len) = bullet(text, in_paragraph)
        {
            return self.item(&line, len);
        }
        if is_separate(text) {
            self.flush();
            self.tally.technical += isize::from(text.starts_with('|'));
            self.count(text, !text.starts_with('|'));
            if is_link_definition(text) {
                self.almost_definition(&line);
            } else if closes_block(text) {
                self.mark(at, text.len(), Kind::Paragraph, Label::NONE);
            }
            self.separate(at, text.len(), false);
            self.before = Before::Other;
            return;
        }
        self.text(&line);
    }

    /// A stretch of one line that is a paragraph of its own.
    fn separate(&mut self, start: usize, len: usize, opens: bool) {
        self.paragraph = Some(Paragraph { start, end: start + len, line: start, opens });
        self.flush();
    }

    /// A line of a paragraph.
    fn text(&mut self, line: &Line<'a>) {
        let Line { at, text, .. } = *line;
        let end = at + text.len();
        match &mut self.paragraph {
            Some(paragraph) => {
                paragraph.end = end;
                paragraph.line = at;
            }
            None => {
                let opens = !matches!(self.before, Before::Text);
                if opens {
                    self.mark(at, text.len(), Kind::Paragraph, Label::NONE);
                    self.almost_definition(line);
                }
                self.paragraph = Some(Paragraph { start: at, end, line: at, opens });
            }
        }
        self.count(text, true);
        self.before = Before::Text;
    }

    /// Counts a line. Of lists and HTML only long lines are prose.
    fn count(&mut self, text: &str, may_be_prose: bool) {
        const LONG: usize = 120;
        if matches!(self.state.hidden, Hidden::FrontMatter(_)) {
            return;
        }
        let is_loose = self.state.containers.list > 0 || text.starts_with(['<', '[']);
        let is_prose =
            may_be_prose && self.state.hidden == Hidden::Nothing && (!is_loose || text.len() >= LONG);
        if is_prose {
            self.tally.prose += text.len() as isize;
            self.tally.prose_lines += 1;
        } else {
            self.tally.other += text.len() as isize;
        }
    }

    /// What seems to begin a footnote at the start of a paragraph, but lacks something: `[^1] text`, `[1]: text`.
    fn almost_definition(&mut self, line: &Line<'a>) {
        if let Some((name, len)) = label::almost_definition(line.text) {
            let damage = Damage { kind: DamageKind::Malformed, opens: Some(Form::Caret) };
            self.mark(line.at, len, Kind::Damaged(damage), label::label_of(name));
        }
    }

    /// `[^1]: text`
    fn definition(&mut self, line: &Line<'a>) -> bool {
        let Some((name, len)) = label::definition(line.text) else { return false };
        let is_spaced = name.contains([' ', '\t']);
        let label = if is_spaced { Label::named(name) } else { label::label_of(name) };
        let Containers { note, list } = self.state.containers;
        let in_note = note > 0 && self.before == Before::Text;
        // What the footnote itself stands in: the note that is open is left, unless this is one of its paragraphs.
        let within = match in_note {
            true => usize::from(note) - CODE,
            false => self.state.containers.base(),
        };
        let is_code = line.column >= within + CODE && self.before == Before::Text;
        self.flush();
        if is_code {
            self.mark(line.at, len, Kind::Fault(Fault::Indented), label);
            self.paragraph = Some(Paragraph {
                start: line.at + len,
                end: line.at + line.text.len(),
                line: line.at,
                opens: false,
            });
            self.before = Before::Text;
            return true;
        }
        if is_spaced {
            self.mark(line.at, len, Kind::Fault(Fault::SpacedLabel), label);
        } else if self.before == Before::Text && !in_note {
            self.mark(line.at, len, Kind::Fault(Fault::UnderText), label);
        }
        if note > 0 {
            self.mark(line.at, 0, Kind::NoteEnd, Label::NONE);
        }
        let rest = &line.text[len..];
        let body = trim(rest);
        let kind = Kind::Note { form: Form::Caret, alone: body.is_empty() };
        self.mark(line.at, len, kind, label);
        let is_inner = note > 0 && !in_note && line.column >= usize::from(note);
        if !is_inner {
            let of_list = if line.column >= usize::from(list) && !in_note { usize::from(list) } else { 0 };
            let base = if in_note { within } else { of_list };
            self.state.containers.note = narrow(base + CODE);
            if of_list == 0 {
                self.state.containers.list = 0;
            }
        }
        self.count(body, true);
        self.before = Before::Label;
        if !body.is_empty() {
            let at = line.at + len + (body.as_ptr() as usize - rest.as_ptr() as usize);
            let column = usize::from(self.state.containers.note);
            if !self.open_hidden(&Line { at, text: body, column, ..*line }) {
                self.paragraph = Some(Paragraph { start: at, end: at + body.len(), line: at, opens: false });
                self.before = Before::Text;
            }
        }
        true
    }

    /// An item of a list: what stands in it is read as a line of its own.
    fn item(&mut self, line: &Line<'a>, len: usize) {
        self.flush();
        if line.column < usize::from(self.state.containers.note) {
            self.leave_note(line.at);
        }
        let rest = &line.text[len..];
        let text = rest.trim_start_matches([' ', '\t']);
        let space = rest.len() - text.len();
        // Further in than four columns stands code.
        let inner = line.column + len + if space > CODE || text.is_empty() { 1 } else { space };
        self.state.containers.list = narrow(inner);
        self.before = Before::Other;
        if !text.is_empty() {
            let at = line.at + len + space;
            let first = Line { at, text, column: inner, openers: line.openers + 1 };
            match space > CODE {
                true => self.code(&first),
                false if text.starts_with('>') => self.quote(&[(at, text)], inner),
                false => self.content(first),
            }
        }
    }

    /// `===` or `---` below a line of text makes a heading of it.
    fn underline(&mut self, text: &str) -> bool {
        let level = match text.as_bytes()[0] {
            b'=' => 1,
            b'-' => 2,
            _ => return false,
        };
        let is_line = text.len() >= 3 && text.bytes().all(|byte| byte == text.as_bytes()[0]);
        let is_one_line = |paragraph: &&Paragraph| is_line && paragraph.line == paragraph.start;
        let Some(paragraph) = self.paragraph.as_ref().filter(is_one_line) else { return false };
        let (start, end) = (paragraph.line, paragraph.end);
        self.flush();
        self.mark(start, end - start, Kind::Heading(level), Label::NONE);
        self.before = Before::Other;
        true
    }

    fn is_quote(&self, line: &Line<'a>) -> bool {
        let base = self.state.containers.base();
        let is_lazy = self.before == Before::Text && line.column < usize::from(self.state.containers.note);
        let is_code = line.column >= base + CODE && self.before != Before::Text;
        line.text.starts_with('>')
            && self.state.hidden == Hidden::Nothing
            && !is_lazy
            && !is_code
            && self.depth < DEEPEST_QUOTE
    }

    /// A quote, read as a text of its own: all of it is here, since quotes end at blank lines.
    fn quote(&mut self, lines: &[(usize, &'a str)], column: usize) {
        self.flush();
        if self.before != Before::Text {
            self.leave_containers(&Line { at: lines[0].0, text: ">", column, openers: 0 });
        }
        let inner: Vec<(usize, &str)> = lines
            .iter()
            .map(|(start, raw)| {
                let rest = raw.split_once('>').map_or(*raw, |(_, rest)| rest);
                let text = rest.strip_prefix(' ').unwrap_or(rest);
                (start + (raw.len() - text.len()), text)
            })
            .collect();
        let state = Markdown { begun: true, ..Markdown::default() };
        let mut walker = Walker { depth: self.depth + 1, ..Walker::new(self.block, state) };
        walker.read(&inner);
        walker.flush();
        if walker.state.containers.note > 0 {
            let (start, raw) = lines[lines.len() - 1];
            walker.mark(start + raw.len(), 0, Kind::NoteEnd, Label::NONE);
        }
        self.marks.append(&mut walker.marks);
        self.tally = self.tally + walker.tally;
        self.before = if walker.before == Before::Text { Before::Text } else { Before::Other };
    }

    /// Something begins here that is not read as text, if it ends.
    fn hide(&mut self, hidden: Hidden, at: usize, len: usize) {
        self.flush();
        self.opened = self.marks.len();
        if self.depth == 0 {
            self.mark(at, len, Kind::Hidden(Bound::Opens), Label::NONE);
        }
        self.state.hidden = hidden;
        self.state.kept = self.state.containers;
        if !matches!(hidden, Hidden::FrontMatter(_) | Hidden::Comment) {
            self.tally.technical += 1;
        }
    }

    /// What was hidden ends, `len` bytes into a line.
    fn show(&mut self, line: &Line<'a>, len: usize) {
        self.flush();
        match self.depth {
            0 => self.mark(line.at, len, Kind::Hidden(Bound::Closes), Label::NONE),
            _ => self.marks.truncate(self.opened),
        }
        self.state.hidden = Hidden::Nothing;
        self.state.containers = self.state.kept;
        self.before = Before::Other;
    }

    /// Whether a line starts something that is not read as text; then that much of it is read.
    fn open_hidden(&mut self, line: &Line<'a>) -> bool {
        if self.state.hidden != Hidden::Nothing {
            return false;
        }
        let Line { at, text, .. } = *line;
        if let Some(fence) = fence(text) {
            self.hide(fence, at, text.len());
            self.before = Before::Other;
            return true;
        }
        if let Some(element) = element(text) {
            self.hide(Hidden::Element(element), at, text.len());
            if closes_element(element, text) {
                self.show(line, text.len());
            }
            self.before = Before::Other;
            return true;
        }
        let Some(start) = open_comment(text) else { return false };
        if start > 0 {
            self.content(Line { text: text[..start].trim_end(), ..*line });
        }
        self.hide(Hidden::Comment, at + start, text.len() - start);
        self.before = Before::Other;
        true
    }

    /// Whether a line within something hidden ends it.
    fn reveal(&mut self, line: &Line<'a>) -> bool {
        let Line { at, text, column, .. } = *line;
        match &mut self.state.hidden {
            Hidden::Nothing => false,
            Hidden::FrontMatter(front) => match front::step(front, text) {
                front::Step::Inside => false,
                front::Step::Ends => {
                    self.show(line, text.len());
                    true
                }
                front::Step::Never => {
                    self.state.hidden = Hidden::Nothing;
                    false
                }
            },
            &mut Hidden::Fence { mark, len } => {
                let closing = text.bytes().take_while(|&byte| byte == mark).count();
                let ends = closing >= usize::from(len) && closing == text.len();
                if ends {
                    self.show(line, text.len());
                }
                ends
            }
            Hidden::Comment => {
                let Some(end) = text.find("-->").map(|end| end + 3) else { return false };
                self.show(line, end);
                let rest = &text[end..];
                let left = trim(rest);
                if !left.is_empty() {
                    let start = at + end + (left.as_ptr() as usize - rest.as_ptr() as usize);
                    self.line(Line { at: start, text: left, column: column.min(CODE - 1), openers: 0 });
                }
                true
            }
            &mut Hidden::Element(element) => {
                let ends = closes_element(element, text);
                if ends {
                    self.show(line, text.len());
                }
                ends
            }
        }
    }
}

impl Containers {
    /// The column that paragraphs here start at.
    fn base(self) -> usize {
        usize::from(self.note.max(self.list))
    }
}
