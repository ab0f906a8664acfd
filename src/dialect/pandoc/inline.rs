//! The marks within one paragraph: references, inline notes, and what was meant to be one.
//!
//! Code spans, math, HTML tags and the targets of links hold no marks. Every search within the paragraph is
//! bounded or ends at the next of its kind, so that a paragraph of megabytes costs no more than its length.

use memchr::{memchr, memmem, memrchr};

use super::label::{self, label_of};
use crate::scan::{Damage, DamageKind, Fault, Form, Kind, Label, Mark};

/// No target of a link, no tag, no formula is longer, in bytes.
const LONGEST: usize = 1024;
/// So many brackets may be open at once; more of them are text.
const DEEPEST: usize = 500;

/// What else a paragraph holds.
#[derive(Debug, Default)]
pub struct Found {
    /// Code spans.
    pub code: usize,
    /// Pictures that are links, as badges are.
    pub badges: usize,
    /// Other links.
    pub links: usize,
}

/// Finds the marks of a paragraph that starts `base` bytes into its block. With `opens`, it starts a block.
pub fn scan(text: &str, base: usize, opens: bool, marks: &mut Vec<Mark>) -> Found {
    let mut scanner = Scanner {
        text,
        bytes: text.as_bytes(),
        base,
        opens,
        open: Vec::new(),
        marks,
        found: Found::default(),
        ticks: None,
        uncommented: false,
        image: None,
        swallowed: 0,
    };
    scanner.run();
    scanner.found
}

/// A bracket that is not closed yet.
struct Open {
    at: usize,
    kind: Bracket,
    /// How many pictures were found before it.
    images: usize,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Bracket {
    /// `[`
    Link,
    /// `![`
    Image,
    /// `^[`
    Note,
    /// `[^` without a label.
    Caret,
}

struct Scanner<'a> {
    text: &'a str,
    bytes: &'a [u8],
    base: usize,
    opens: bool,
    open: Vec<Open>,
    marks: &'a mut Vec<Mark>,
    found: Found,
    /// For each length of a run of backticks, where the last such run starts.
    ticks: Option<Vec<usize>>,
    /// No comment closes from here on.
    uncommented: bool,
    /// Where the picture ends that the paragraph begins with.
    image: Option<usize>,
    /// How many pictures there are so far.
    swallowed: usize,
}

impl Scanner<'_> {
    fn run(&mut self) {
        let mut at = 0;
        while let Some(&byte) = self.bytes.get(at) {
            at = match byte {
                b'\\' if self.bytes.get(at + 1).is_some_and(u8::is_ascii_punctuation) => at + 2,
                b'`' => self.code(at),
                b'<' => self.html(at).unwrap_or(at + 1),
                b'$' => self.math(at).unwrap_or(at + 1),
                b'!' if self.starts(at, b"![") && !self.starts(at, b"![^") => {
                    self.push(at, Bracket::Image, at + 2)
                }
                b'^' if self.starts(at, b"^[") => self.push(at, Bracket::Note, at + 2),
                b'[' if self.starts(at, b"[^") => self.caret(at),
                b'[' => self.push(at, Bracket::Link, at + 1),
                b']' => self.close(at),
                _ => at + 1,
            };
        }
        for open in std::mem::take(&mut self.open) {
            match open.kind {
                Bracket::Note if self.is_prose(open.at + 2) => {
                    self.mark(open.at, 2, Kind::Fault(Fault::Unclosed), Label::NONE);
                }
                Bracket::Caret => self.unclosed_label(open.at),
                _ => {}
            }
        }
        self.after_image();
    }

    fn mark(&mut self, at: usize, len: usize, kind: Kind, label: Label) {
        self.marks.push(Mark { offset: (self.base + at) as u32, len: len as u32, kind, label });
    }

    fn starts(&self, at: usize, with: &[u8]) -> bool {
        self.bytes[at..].starts_with(with)
    }

    fn push(&mut self, at: usize, kind: Bracket, next: usize) -> usize {
        if self.open.len() < DEEPEST {
            self.open.push(Open { at, kind, images: self.swallowed });
        }
        next
    }

    /// `[^`: a reference, or the start of something that is none.
    fn caret(&mut self, at: usize) -> usize {
        let Some((name, end)) = label::at(self.text, at) else {
            return self.push(at, Bracket::Caret, at + 2);
        };
        if label::is_name(name) {
            self.mark(at, end - at, Kind::Reference(Form::Caret), label_of(name));
            if self.bytes.get(end) == Some(&b'(') && self.is_bare_target(end) {
                self.mark(at, end - at, Kind::Fault(Fault::Linked), label_of(name));
            }
        }
        end
    }

    /// Whether what stands in parentheses here could be the target of a link: something without spaces.
    fn is_bare_target(&self, at: usize) -> bool {
        self.target(at).is_some_and(|end| {
            end > at + 2 && !self.bytes[at..end].iter().any(|&byte| byte.is_ascii_whitespace())
        })
    }

    fn close(&mut self, at: usize) -> usize {
        let Some(open) = self.open.pop() else {
            self.unopened_label(at);
            return at + 1;
        };
        let target = (self.bytes.get(at + 1) == Some(&b'(')).then(|| self.target(at + 1)).flatten();
        match open.kind {
            Bracket::Note => self.note(open.at, at, target),
            Bracket::Caret if target.is_none() => {
                self.spaced_label(open.at, at);
                at + 1
            }
            Bracket::Link | Bracket::Image | Bracket::Caret => self.link(open, at, target),
        }
    }

    /// `^[note]`, unless a bracket behind it makes a link of it.
    fn note(&mut self, start: usize, close: usize, target: Option<usize>) -> usize {
        let is_link = target.is_some() || self.bytes.get(close + 1) == Some(&b'[');
        if !is_link {
            let kind = Kind::Note { form: Form::Inline, alone: false };
            self.mark(start, close + 1 - start, kind, Label::NONE);
            return close + 1;
        }
        // "^[1](x)^" is a raised link, and one word behind a stray caret is hardly a note.
        let raised = target.map(|end| self.attributes(end)).filter(|&end| self.bytes.get(end) == Some(&b'^'));
        if let Some(end) = raised {
            self.anchored(start + 1, end);
        } else if self.text[start + 2..close].split_whitespace().nth(1).is_some() {
            self.mark(start, close + 1 - start, Kind::Fault(Fault::Swallowed), Label::NONE);
        }
        target.unwrap_or(close + 1)
    }

    /// `[text](target)`, `[text]{attributes}`; with an anchor of its own it may be a reference or a footnote.
    fn link(&mut self, open: Open, close: usize, target: Option<usize>) -> usize {
        let Some(target_end) = target else { return self.attributes(close + 1) };
        let end = self.attributes(target_end);
        if open.kind == Bracket::Image {
            self.swallowed += 1;
            if open.at == 0 && self.opens {
                self.image = Some(end);
            }
            return end;
        }
        match self.swallowed > open.images {
            true => self.found.badges += 1,
            false => self.found.links += 1,
        }
        self.anchored(open.at, end);
        end
    }

    /// A link that leads to an anchor and has one of its own: a reference, or at the start of a block a footnote.
    fn anchored(&mut self, start: usize, end: usize) {
        if let Some(anchors) = label::anchors(&self.text[start..end]) {
            let (kind, name) = match start == 0 && self.opens {
                true => (Kind::Note { form: Form::Link, alone: false }, anchors.own),
                false => (Kind::Reference(Form::Link), anchors.target),
            };
            self.mark(start, end - start, kind, Label::named(name));
        }
    }

    /// Where `(target "title")` ends.
    fn target(&self, start: usize) -> Option<usize> {
        const DEEPEST: usize = 32;
        let mut depth = 0;
        let mut at = start;
        let end = self.bytes.len().min(start + LONGEST);
        while at < end {
            match self.bytes[at] {
                b'\\' => at += 1,
                b'(' if depth == DEEPEST => return None,
                b'(' => depth += 1,
                b')' if depth == 1 => return Some(at + 1),
                b')' => depth -= 1,
                b'<' if depth == 1 && at == start + 1 => at += memchr(b'>', &self.bytes[at..end])?,
                _ => {}
            }
            at += 1;
        }
        None
    }

    /// Where `{#id .class}` ends, if it stands here; else here.
    fn attributes(&self, at: usize) -> usize {
        if self.bytes.get(at) != Some(&b'{') {
            return at;
        }
        let end = self.bytes.len().min(at + LONGEST);
        match memchr::memchr2(b'}', b'\n', &self.bytes[at..end]) {
            Some(len) if self.bytes[at + len] == b'}' => at + len + 1,
            _ => at,
        }
    }

    /// `[^a note with words]`, or a label that white space got into.
    fn spaced_label(&mut self, start: usize, close: usize) {
        if matches!(self.bytes.get(close + 1), Some(b'[' | b':')) {
            return;
        }
        let inner = &self.text[start + 2..close];
        let mut words = inner.split_whitespace();
        match (words.next(), words.next()) {
            (Some(word), None) if label::is_name(word) && !word.contains('^') => {
                let damage = Damage { kind: DamageKind::Misread, opens: None };
                self.mark(start, close + 1 - start, Kind::Damaged(damage), label_of(word));
            }
            (Some(_), Some(_)) if self.is_prose(start + 2) => {
                self.mark(start, close + 1 - start, Kind::Fault(Fault::Reversed), Label::named(inner));
            }
            _ => {}
        }
    }

    /// `[^1` without its bracket.
    fn unclosed_label(&mut self, at: usize) {
        let name = label::word(&self.text[at + 2..]);
        if !name.is_empty() {
            let wrong = self.bytes.get(at + 2 + name.len()).filter(|byte| b")}".contains(byte));
            let kind = if wrong.is_some() { DamageKind::Misread } else { DamageKind::Unclosed };
            let len = 2 + name.len() + wrong.map_or(0, |_| 1);
            self.mark(at, len, Kind::Damaged(Damage { kind, opens: None }), label_of(name));
        }
    }

    /// `^1]` without its bracket.
    fn unopened_label(&mut self, close: usize) {
        const LONGEST: usize = 40;
        let from = close.saturating_sub(LONGEST);
        let Some(caret) = memrchr(b'^', &self.bytes[from..close]).map(|at| from + at) else { return };
        if label::word(&self.text[caret + 1..close]).len() == close - caret - 1 && close > caret + 1 {
            let name = &self.text[caret + 1..close];
            let before = caret.checked_sub(1);
            let is_escaped = before.is_some_and(|at| b"[\\".contains(&self.bytes[at]));
            if is_escaped {
                return;
            }
            let wrong = before.filter(|&at| b"({".contains(&self.bytes[at]));
            let kind = if wrong.is_some() { DamageKind::Misread } else { DamageKind::Unclosed };
            let start = wrong.unwrap_or(caret);
            let damage = Damage { kind, opens: None };
            self.mark(start, close + 1 - start, Kind::Damaged(damage), label_of(name));
        }
    }

    /// Whether what follows reads as words do, and not as an expression: `^[a-z]`, `^[[31m`.
    fn is_prose(&self, at: usize) -> bool {
        const LOOKED_AT: usize = 80;
        let rest = &self.text[at..];
        let ahead = rest.char_indices().nth(LOOKED_AT).map_or(rest, |(end, _)| &rest[..end]);
        let said = ahead.trim_start_matches(|c: char| "“‘„«»\"'*_(".contains(c));
        let word = said.split(char::is_whitespace).next().unwrap_or_default();
        word.starts_with(char::is_alphanumeric) && word.len() < said.len() && !label::is_class(word)
    }

    /// A code span, or backticks that close nowhere.
    fn code(&mut self, at: usize) -> usize {
        let len = run(&self.bytes[at..]);
        let start = at + len;
        let ticks = self.ticks.get_or_insert_with(|| last_ticks(self.bytes));
        if ticks.get(len).is_none_or(|&last| last <= at) {
            return start;
        }
        let mut next = start;
        while let Some(tick) = memchr(b'`', &self.bytes[next..]) {
            let closing = run(&self.bytes[next + tick..]);
            next += tick + closing;
            if closing == len {
                self.found.code += 1;
                return next;
            }
        }
        start
    }

    /// A comment, tag or autolink.
    fn html(&mut self, at: usize) -> Option<usize> {
        if self.starts(at, b"<!--") {
            if self.uncommented {
                return None;
            }
            let end = memmem::find(&self.bytes[at + 4..], b"-->");
            self.uncommented = end.is_none();
            return end.map(|end| at + 4 + end + 3);
        }
        let end = self.bytes.len().min(at + LONGEST);
        tag(&self.bytes[..end], at).or_else(|| autolink(&self.bytes[..end], at))
    }

    /// A formula, if it is surely one: dollars are money, too.
    fn math(&self, at: usize) -> Option<usize> {
        let fence = if self.starts(at, b"$$") { 2 } else { 1 };
        let start = at + fence;
        let end = self.bytes.len().min(start + LONGEST);
        let mut next = start;
        loop {
            next += memchr(b'$', self.bytes.get(next..end)?)?;
            if self.bytes[next - 1] != b'\\' && (fence == 1 || self.starts(next, b"$$")) {
                break;
            }
            next += 1;
        }
        let inner = &self.bytes[start..next];
        let is_tight = fence == 2
            || (inner.first().is_some_and(|byte| !byte.is_ascii_whitespace())
                && inner.last().is_some_and(|byte| !byte.is_ascii_whitespace())
                && !self.bytes.get(next + 1).is_some_and(u8::is_ascii_digit));
        let is_formula = inner.windows(2).any(|pair| match pair {
            [b'\\', next] => next.is_ascii_alphabetic(),
            [b'^' | b'_', b'{'] => true,
            [_, b'='] => true,
            _ => false,
        });
        (is_tight && is_formula).then_some(next + fence)
    }

    /// A paragraph of a picture and its note: without the note it would be a figure with a caption.
    fn after_image(&mut self) {
        let Some(image) = self.image else { return };
        let start = self.base + image;
        let mut at = image;
        let mut first = None;
        let mut notes: Vec<(usize, usize)> = self
            .marks
            .iter()
            .filter(|mark| mark.offset as usize >= start)
            .filter(|mark| {
                matches!(mark.kind, Kind::Reference(Form::Caret) | Kind::Note { form: Form::Inline, .. })
            })
            .map(|mark| (mark.offset as usize - self.base, mark.len as usize))
            .collect();
        notes.sort_unstable();
        let blank = |range: std::ops::Range<usize>| self.text[range].trim().is_empty();
        for (note, len) in notes {
            if note >= at {
                if !blank(at..note) {
                    return;
                }
                first = first.or(Some((note, len)));
                at = note + len;
            }
        }
        if let Some((note, len)) = first.filter(|_| blank(at..self.text.len())) {
            self.mark(note, len, Kind::Fault(Fault::AfterImage), Label::NONE);
        }
    }
}

/// How many of the first byte stand in a row.
fn run(bytes: &[u8]) -> usize {
    bytes.iter().take_while(|&&byte| byte == bytes[0]).count()
}

/// For each length of a run of backticks, where the last such run starts. Longer runs open no code.
fn last_ticks(bytes: &[u8]) -> Vec<usize> {
    const LONGEST_RUN: usize = 80;
    let mut last = vec![0; LONGEST_RUN + 1];
    let mut at = 0;
    while let Some(tick) = memchr(b'`', &bytes[at..]) {
        let len = run(&bytes[at + tick..]);
        if let Some(last) = last.get_mut(len) {
            *last = at + tick;
        }
        at += tick + len;
    }
    last
}

/// Where the tag ends that starts at `at`.
fn tag(bytes: &[u8], at: usize) -> Option<usize> {
    let mut next = at + 1;
    if bytes.get(next) == Some(&b'/') {
        next += 1;
    }
    if !bytes.get(next)?.is_ascii_alphabetic() {
        return None;
    }
    next += bytes[next..].iter().take_while(|byte| byte.is_ascii_alphanumeric() || **byte == b'-').count();
    loop {
        let space = bytes[next..].iter().take_while(|byte| byte.is_ascii_whitespace()).count();
        next += space;
        match bytes.get(next)? {
            b'>' => return Some(next + 1),
            b'/' => next += 1,
            b'=' => {
                next += 1;
                next += bytes[next..].iter().take_while(|byte| byte.is_ascii_whitespace()).count();
                let quote = *bytes.get(next)?;
                next += match quote {
                    b'"' | b'\'' => memchr(quote, &bytes[next + 1..])? + 2,
                    _ => bytes[next..].iter().take_while(|byte| is_unquoted(**byte)).count(),
                };
            }
            byte if is_unquoted(*byte) && space > 0 => {
                next += bytes[next..].iter().take_while(|byte| is_unquoted(**byte)).count();
            }
            _ => return None,
        }
    }
}

fn is_unquoted(byte: u8) -> bool {
    !byte.is_ascii_whitespace() && !b"\"'=<>`/[".contains(&byte)
}

/// Where `<https://...>` or `<name@host>` ends.
fn autolink(bytes: &[u8], at: usize) -> Option<usize> {
    let inner = &bytes[at + 1..];
    let end = inner.iter().position(|byte| byte.is_ascii_whitespace() || b"<>".contains(byte))?;
    let is_address =
        inner.first()?.is_ascii_alphanumeric() && inner[..end].iter().any(|byte| b":@".contains(byte));
    (inner[end] == b'>' && is_address).then_some(at + 1 + end + 1)
}
