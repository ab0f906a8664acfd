//! Labels at the start of a line, as footnotes begin.

use super::{MOST_DIGITS, MOST_DIGITS_BARE, bracketed, damaged, note, numeral, superscripts, symbols};
use crate::scan::{DamageKind, Form, Kind, Label, Series};
use crate::text::is_space;

/// What a line (without white space around it) opens with: kind, label, length in bytes.
pub fn opening(text: &str) -> Option<(Kind, Label, usize)> {
    let (kind, label, len) = opens_with(text)?;
    let kind = match kind {
        Kind::Note { form, .. } => Kind::Note { form, alone: len == text.len() },
        other => other,
    };
    Some((kind, label, len))
}

fn opens_with(text: &str) -> Option<(Kind, Label, usize)> {
    match text.as_bytes()[0] {
        b'[' | b'{' => opening_bracket(text),
        b'(' => {
            let (label, len) = numeral(&text[1..], MOST_DIGITS_BARE)?;
            match text.as_bytes().get(1 + len)? {
                b')' => Some((note(Form::Parentheses), label, len + 2)),
                b']' => Some((damaged(DamageKind::Misread, Some(Form::Bracket)), label, len + 2)),
                _ => None,
            }
        }
        b'0'..=b'9' => opening_number(text),
        b'*' => opening_asterisks(text),
        b'A'..=b'H' | b'I' | b'l' => opening_letter(text),
        0x80.. => opening_sign(text),
        _ => None,
    }
}

fn opening_bracket(text: &str) -> Option<(Kind, Label, usize)> {
    let (kind, label, len) = bracketed(text)?;
    let kind = match kind {
        Kind::Reference(form) => note(form),
        Kind::Damaged(damage) => damaged(damage.kind, Some(Form::Bracket)),
        other => other,
    };
    Some((kind, label, len))
}

fn opening_number(text: &str) -> Option<(Kind, Label, usize)> {
    let (label, len) = numeral(text, MOST_DIGITS)?;
    let rest = &text[len..];
    let short = len <= MOST_DIGITS_BARE + 1;
    let mut next = rest.chars();
    match (next.next(), next.next()) {
        (Some('.'), None) => Some((note(Form::Dot), label, len + 1)),
        (Some('.'), Some(c)) if !c.is_ascii_digit() && c != '.' && !c.is_lowercase() => {
            Some((note(Form::Dot), label, len + 1))
        }
        (Some(')'), _) if short => Some((note(Form::Parenthesis), label, len + 1)),
        (Some(']'), _) if short => Some((damaged(DamageKind::Unclosed, Some(Form::Bracket)), label, len + 1)),
        (Some(' ' | '\u{a0}'), Some('.')) if short => {
            Some((damaged(DamageKind::Malformed, Some(Form::Dot)), label, len + 2))
        }
        (Some(c), Some(after))
            if short && is_space(c) && (after.is_uppercase() || "“‘\"'".contains(after)) =>
        {
            Some((damaged(DamageKind::Malformed, Some(Form::Dot)), label, len))
        }
        _ => None,
    }
}

fn opening_asterisks(text: &str) -> Option<(Kind, Label, usize)> {
    let (label, count) = symbols(text)?;
    let rest = &text[count..];
    if rest.starts_with(is_space) {
        let said = rest.trim_start_matches(is_space);
        // "* * *" parts sections.
        return (!said.is_empty() && !said.starts_with('*')).then(|| (note(Form::Bare), label, count));
    }
    let (label, len) = numeral(rest, MOST_DIGITS_BARE).filter(|_| count == 1)?;
    (label.series == Series::Number && rest[len..].starts_with('.'))
        .then(|| (note(Form::Dot), Label::new(Series::StarNumber, label.number), count + len + 1))
}

/// A dagger, another such symbol, or raised digits.
fn opening_sign(text: &str) -> Option<(Kind, Label, usize)> {
    let (label, len) = symbols(text).or_else(|| superscripts(text))?;
    let rest = &text[len..];
    // "§ 5" cites a paragraph, and "¶ 7" too.
    let cites = rest.trim_start_matches(is_space).starts_with(|c: char| c.is_ascii_digit());
    let is_raised = label.series == Series::Superscript;
    let begins = rest.starts_with(is_space) || (is_raised && rest.starts_with(char::is_alphabetic));
    (begins && (is_raised || !cites)).then(|| (note(Form::Bare), label, len))
}

fn opening_letter(text: &str) -> Option<(Kind, Label, usize)> {
    let rest = text[1..].strip_prefix('.')?;
    if !rest.is_empty() && !rest.starts_with(is_space) {
        return None;
    }
    let letter = text.as_bytes()[0];
    Some(match letter {
        b'I' | b'l' => (damaged(DamageKind::Misread, Some(Form::Dot)), Label::new(Series::Number, 1), 2),
        _ => (note(Form::Dot), Label::new(Series::Letter, u32::from(letter - b'A') + 1), 2),
    })
}
