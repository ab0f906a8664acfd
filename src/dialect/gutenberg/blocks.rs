//! Footnotes in brackets of their own: `[Footnote 1: text]`, over lines and paragraphs.

use strsim::osa_distance;

use crate::dialect::labels::{self, damaged, note};
use crate::scan::{DamageKind, Form, Kind, Label, Series, State, Within};
use crate::text::is_space;

/// A block that goes on for more lines has lost its closing bracket.
const MOST_LINES: u16 = 600;
/// No more brackets stand in each other.
const DEEPEST: u8 = 20;

/// What such footnotes are called, and how references to them are written.
const WORDS: [(&str, Form); 3] =
    [("footnote", Form::Footnote), ("endnote", Form::Endnote), ("note", Form::Note)];

/// Whether a line begins with a block or goes on with one.
pub fn opens(text: &str) -> bool {
    opening(text).is_some() || is_continuation(text)
}

/// Follows brackets through `text[from..]`: calls `found` for every block that begins and for the end of each;
/// returns what the line ends within.
pub fn follow(
    text: &str,
    from: usize,
    state: State,
    mut found: impl FnMut(usize, usize, Kind, Label),
) -> Within {
    let mut within = match state.within {
        Within::Enclosed { lines: MOST_LINES.., .. } => Within::Text,
        Within::Enclosed { depth, lines, is_broken } => {
            Within::Enclosed { depth, lines: lines + 1, is_broken: is_broken || state.after_blank }
        }
        other => other,
    };
    let bytes = text.as_bytes();
    let mut done = from;
    for at in memchr::memchr2_iter(b'[', b']', bytes) {
        if at < done {
            continue;
        }
        let goes_on = bytes[at] == b'[' && at == 1 && state.after_blank && is_continuation(text);
        let block = if bytes[at] == b'[' && !goes_on { opening(&text[at..]) } else { None };
        within = match (within, block) {
            // A block that begins while another is open: that one was not closed.
            (Within::Text, Some((kind, label, len))) => {
                found(at, len, kind, label);
                done = at + len;
                enters(kind).unwrap_or(Within::Text)
            }
            (Within::Enclosed { is_broken: true, .. }, Some((kind, label, len)))
                if enters(kind).is_some() =>
            {
                found(at, len, kind, label);
                done = at + len;
                BEGUN
            }
            (Within::Text, None) if goes_on => {
                found(0, CONTINUATION.len(), Kind::NoteResumes, Label::NONE);
                BEGUN
            }
            (Within::Enclosed { depth: 1, .. }, _) if bytes[at] == b']' => {
                found(at + 1, 0, Kind::NoteEnd, Label::NONE);
                Within::Text
            }
            (Within::Enclosed { depth, lines, is_broken }, _) => {
                let depth = if bytes[at] == b'[' { (depth + 1).min(DEEPEST) } else { depth - 1 };
                Within::Enclosed { depth, lines, is_broken }
            }
            (other, _) => other,
        };
    }
    within
}

const BEGUN: Within = Within::Enclosed { depth: 1, lines: 0, is_broken: false };

const CONTINUATION: &str = "*[Footnote:";

fn is_continuation(text: &str) -> bool {
    text.starts_with(CONTINUATION)
}

/// What a block of this kind puts the text behind it within.
fn enters(kind: Kind) -> Option<Within> {
    let is_block = match kind {
        Kind::Note { form, .. } => form == Form::Enclosed,
        Kind::Damaged(damage) => damage.opens == Some(Form::Enclosed),
        _ => false,
    };
    is_block.then_some(BEGUN)
}

/// The block that `text` begins with: kind, label, and length up to its colon.
fn opening(text: &str) -> Option<(Kind, Label, usize)> {
    let inner = text.strip_prefix('[')?;
    let star = inner.starts_with('*');
    let inner = inner.strip_prefix('*').unwrap_or(inner);
    let word = inner.bytes().take_while(u8::is_ascii_alphabetic).count();
    let rest = &inner[word..];
    let called = inner[..word].to_lowercase();
    let end = |behind: &str| text.len() - behind.len();
    let malformed = damaged(DamageKind::Malformed, Some(Form::Enclosed));
    let Some(&(name, form)) = WORDS.iter().find(|(name, _)| *name == called) else {
        // "[Footonte 2:"
        let is_misspelt = called.len().abs_diff(8) <= 1 && osa_distance(&called, "footnote") <= 2;
        let (label, behind) = label(rest).filter(|_| is_misspelt)?;
        return behind.strip_prefix(':').map(|behind| (malformed, label, end(behind)));
    };
    if let Some(behind) = rest.strip_prefix(':') {
        if let Some((label, behind)) = label(behind)
            && let Some(behind) = behind.strip_prefix(':')
        {
            return Some((malformed, label, end(behind)));
        }
        // "[Note: ...]" is a remark of anybody.
        let label = if star { Label::new(Series::Asterisk, 1) } else { Label::NONE };
        return (name != "note").then(|| (note(Form::Enclosed), label, end(behind)));
    }
    let is_spaced = rest.starts_with(is_space);
    let (label, behind) = label(rest).or_else(|| misread(rest))?;
    let is_misread = labels::sound(rest.trim_start_matches(is_space)).is_none();
    let kind = match behind.chars().next() {
        Some(']') => return Some((Kind::Reference(form), label, end(&behind[1..]))),
        Some('.') if behind[1..].starts_with(']') => {
            return Some((Kind::Reference(form), label, end(&behind[2..])));
        }
        Some(':' | '.') if is_misread => damaged(DamageKind::Misread, Some(Form::Enclosed)),
        Some(':' | '.') if is_spaced => note(Form::Enclosed),
        Some(':' | ';') => malformed,
        // "[Note 1 to page 7]" and "[Footnote 2 is lost]" are remarks; "[Footnote 2 The mill" has lost its colon.
        Some(c) if is_space(c) && name == "footnote" => {
            let next = behind.trim_start_matches(is_space).chars().next();
            if next.is_some_and(|c| c.is_lowercase() || c.is_ascii_digit()) {
                return None;
            }
            return Some((malformed, label, end(behind)));
        }
        None if name == "footnote" => malformed,
        _ => return None,
    };
    let behind = &behind[1.min(behind.len())..];
    Some((kind, label, end(behind)))
}

/// A sound label behind white space, and what follows it.
fn label(rest: &str) -> Option<(Label, &str)> {
    let inner = rest.trim_start_matches(is_space);
    let (label, len) = labels::sound(inner)?;
    let behind = &inner[len..];
    let ends = !behind.starts_with(char::is_alphanumeric);
    ends.then(|| (label, behind.strip_prefix(' ').filter(|more| more.starts_with(':')).unwrap_or(behind)))
}

/// A label with letters for digits: `l0`.
fn misread(rest: &str) -> Option<(Label, &str)> {
    let inner = rest.trim_start_matches(is_space);
    let end = inner.find([':', '.'])?;
    let number = labels::misread_number(&inner[..end])?;
    Some((Label::new(Series::Number, number), &inner[end..]))
}
