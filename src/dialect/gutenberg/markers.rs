//! References, and the labels of footnotes that stand in no brackets of their own.

use memchr::memchr2_iter;

use crate::dialect::labels::{self, MOST_DIGITS, MOST_DIGITS_BARE, note, numeral};
use crate::scan::{Form, Kind, Label, PAGE, Series};
use crate::text::is_space;

/// What a line (without white space around it) opens with: kind, label, length in bytes.
pub fn opening(text: &str) -> Option<(Kind, Label, usize)> {
    let (kind, label, len) = match text.as_bytes()[0] {
        b'[' => match hash(text) {
            Some((label, len)) => (note(Form::Hash), label, len),
            None => return labels::opening(text),
        },
        b'{' => match brace(text) {
            Some((label, len)) => (note(Form::Brace), label, len),
            None => return labels::opening(text),
        },
        b'(' => match round(text) {
            Some((label, len)) => (note(Form::Parentheses), label, len),
            None => return labels::opening(text),
        },
        b'F' | b'E' | b'N' | b'f' | b'e' | b'n' => word(text)?,
        b'0'..=b'9' => match number_return(text) {
            Some((label, len)) => (note(Form::Dot), label, len),
            None => return labels::opening(text),
        },
        _ => return labels::opening(text),
    };
    let alone = len == text.len();
    let kind = if let Kind::Note { form, .. } = kind { Kind::Note { form, alone } } else { kind };
    Some((kind, label, len))
}

/// Calls `found` with offset, length, kind and label of every reference in `text[from..]`, sound or damaged.
pub fn within(text: &str, from: usize, mut found: impl FnMut(usize, usize, Kind, Label)) {
    // "/*[4]" begins lines that a tool of the proofreaders must not wrap.
    let from =
        if text.starts_with("/*[") || text.starts_with("/#[") { text.len().min(from.max(3)) } else { from };
    labels::within_brackets(text, from, &mut found);
    let bytes = text.as_bytes();
    for at in memchr2_iter(b'{', b'(', &bytes[from..]).map(|at| at + from) {
        let rest = &text[at..];
        if let Some((label, len)) = brace(rest) {
            found(at, len, Kind::Reference(Form::Brace), label);
        } else if let Some((label, len)) = round(rest) {
            let kind = match is_point(&text[..at], &rest[len..]) {
                true => Kind::Point,
                false => Kind::Reference(Form::Parentheses),
            };
            found(at, len, kind, label);
        }
    }
    for at in memchr::memmem::find_iter(&bytes[from..], b"[FN").map(|at| at + from) {
        if let Some((label, len)) = hash(&text[at..]) {
            found(at, len, Kind::Reference(Form::Hash), label);
        }
    }
}

/// `[FN#1]`
fn hash(text: &str) -> Option<(Label, usize)> {
    let number = text.strip_prefix("[FN#").or_else(|| text.strip_prefix("[FN "))?;
    let (label, len) = numeral(number, MOST_DIGITS)?;
    number[len..].starts_with(']').then(|| (label, "[FN#".len() + len + 1))
}

/// `{12}`, `{12a}`: a page, and which of its notes.
fn brace(text: &str) -> Option<(Label, usize)> {
    let (label, len) = labels::sound(text.strip_prefix('{')?)?;
    let label = match label.series {
        Series::Number if label.last == label.number => Label::new(Series::Page, label.number * PAGE),
        Series::Page => label,
        _ => return None,
    };
    text[1 + len..].starts_with('}').then_some((label, len + 2))
}

/// `(1)`, `(*1)`
fn round(text: &str) -> Option<(Label, usize)> {
    let inner = text.strip_prefix('(')?;
    let number = inner.strip_prefix('*').unwrap_or(inner);
    let (label, len) =
        numeral(number, MOST_DIGITS_BARE).filter(|(label, _)| label.series == Series::Number)?;
    let len = len + inner.len() - number.len();
    let series = if number.len() < inner.len() { Series::StarNumber } else { Series::Round };
    inner[len..].starts_with(')').then(|| (Label::new(series, label.number), len + 2))
}

/// Whether a number in round brackets stands as points are counted: before a word, and at none.
fn is_point(before: &str, after: &str) -> bool {
    (before.is_empty() || before.ends_with(is_space)) && (after.is_empty() || after.starts_with(is_space))
}

/// `Footnote 1.`, `Endnote 24.`, `Note 3:`
fn word(text: &str) -> Option<(Kind, Label, usize)> {
    let len = text.bytes().take_while(u8::is_ascii_alphabetic).count();
    let form = match text[..len].to_lowercase().as_str() {
        "footnote" => Form::Footnote,
        "endnote" => Form::Endnote,
        "note" => Form::Note,
        _ => return None,
    };
    let rest = text[len..].strip_prefix(' ')?;
    let (label, digits) = numeral(rest, MOST_DIGITS_BARE)?;
    let behind = &rest[digits..];
    let ends = behind.strip_prefix(['.', ':'])?;
    (ends.is_empty() || ends.starts_with(|c: char| is_space(c) || c == '—' || c == '-'))
        .then(|| (note(form), label, len + 1 + digits + 1))
}

/// `1 (return)`: what is left of a link back.
fn number_return(text: &str) -> Option<(Label, usize)> {
    let (label, len) = numeral(text, MOST_DIGITS)?;
    text[len..].starts_with(" (return)").then(|| (label, len + " (return)".len()))
}
