//! Labels of references and footnotes, sound and damaged.

use memchr::{memchr, memchr2, memchr3_iter};

use crate::scan::{Damage, DamageKind, Form, Kind, Label, Series};
use crate::text::is_space;

/// No label in the archive has more digits; the longest volume has under 1,000 notes, made-up texts more.
const MOST_DIGITS: usize = 5;
/// Numbers in round brackets at a line start are points of a list or years far more often than footnotes.
const MOST_DIGITS_ROUND: usize = 3;
/// How far to look for the bracket that closes a number, in bytes: `[18 Brumaire]` is no label.
const CLOSING_WITHIN: usize = 80;
/// How far to look for the end of a remark in brackets, in bytes. The bound keeps scanning linear.
const REMARK_WITHIN: usize = 400;

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
            let (label, len) = numeral(&text[1..], MOST_DIGITS_ROUND)?;
            match text.as_bytes().get(1 + len)? {
                b')' => Some((note(Form::Parentheses), label, len + 2)),
                b']' => Some((damaged(DamageKind::Misread, Some(Form::Bracket)), label, len + 2)),
                _ => None,
            }
        }
        b'0'..=b'9' => opening_number(text),
        b'*' => opening_asterisks(text),
        b'A'..=b'H' | b'I' | b'l' => opening_letter(text),
        _ if text.starts_with('†') => {
            let count = text.chars().take_while(|&c| c == '†').count();
            let len = count * '†'.len_utf8();
            text[len..]
                .starts_with(is_space)
                .then(|| (note(Form::Bare), Label::new(Series::Dagger, count as u32), len))
        }
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
    let short = len <= MOST_DIGITS_ROUND + 1;
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
    let count = text.bytes().take_while(|&b| b == b'*').count();
    let rest = &text[count..];
    if rest.starts_with(is_space) {
        let said = rest.trim_start_matches(is_space);
        // "* * *" parts sections.
        return (!said.is_empty() && !said.starts_with('*'))
            .then(|| (note(Form::Bare), Label::new(Series::Asterisk, count as u32), count));
    }
    let (label, len) = numeral(rest, MOST_DIGITS_ROUND).filter(|_| count == 1)?;
    (label.series == Series::Number && rest[len..].starts_with('.'))
        .then(|| (note(Form::Dot), Label::new(Series::StarNumber, label.number), count + len + 1))
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

/// Calls `found` with offset, length, kind and label of everything in `text[from..]` that is a label or may
/// have been meant for one.
pub fn within(text: &str, from: usize, mut found: impl FnMut(usize, usize, Kind, Label)) {
    let bytes = text.as_bytes();
    let mut done = from;
    for at in memchr3_iter(b'[', b']', b'*', &bytes[from..]).map(|at| at + from) {
        if at < done {
            continue;
        }
        let hit = match bytes[at] {
            b'[' => bracketed(&text[at..]).map(|(kind, label, len)| (at, len, kind, label)),
            b']' => closed_only(text, at),
            _ => bare_star(text, at),
        };
        if let Some((start, len, kind, label)) = hit {
            found(start, len, kind, label);
            done = start + len;
        } else if bytes[at] == b'[' {
            // Something else in brackets: its closing bracket is not one that lost its partner.
            done = past(&bytes[at..]).map_or(done, |len| at + len);
        }
    }
}

/// How much of `bytes`, which start with a bracket that is no label, holds no label either:
/// all of the bracket, or only its opening if another one opens inside.
fn past(bytes: &[u8]) -> Option<usize> {
    let near = &bytes[1..bytes.len().min(REMARK_WITHIN)];
    let at = memchr2(b'[', b']', near)?;
    (near[at] == b']').then_some(at + 2)
}

/// A label in brackets at the start of `text`, sound or damaged: kind, label, length.
fn bracketed(text: &str) -> Option<(Kind, Label, usize)> {
    let open = text.chars().next()?;
    let inner = &text[1..];
    if let Some((label, len)) = sound(inner)
        && let Some(close) = inner[len..].chars().next().filter(|c| "])}".contains(*c))
    {
        let len = len + 2;
        return match (open, close) {
            ('[', ']') => Some((Kind::Reference(Form::Bracket), label, len)),
            ('{', '}') | ('{', ')') => None,
            // "[1)" may be the start of "[1) first point; 2) second]".
            ('[', ')') if closes_soon(&text[len..]) => None,
            _ => Some((damaged(DamageKind::Misread, None), label, len)),
        };
    }
    if open != '[' {
        return None;
    }
    misread(inner).or_else(|| unclosed(text)).map(|(kind, label, len)| (damaged(kind, None), label, len))
}

/// A sound label at the start of `inner`, whatever closes it.
fn sound(inner: &str) -> Option<(Label, usize)> {
    let bytes = inner.as_bytes();
    match *bytes.first()? {
        b'0'..=b'9' => {
            let (label, len) = numeral(inner, MOST_DIGITS)?;
            several(inner, label, len).or(Some((label, len)))
        }
        b'*' => {
            let count = bytes.iter().take_while(|&&b| b == b'*').count();
            if count == 1
                && let Some((label, len)) = numeral(&inner[1..], MOST_DIGITS_ROUND)
                && label.series == Series::Number
            {
                return Some((Label::new(Series::StarNumber, label.number), len + 1));
            }
            Some((Label::new(Series::Asterisk, count as u32), count))
        }
        // I and O are more often misread digits than labels.
        letter @ (b'A'..=b'H' | b'J'..=b'N' | b'P'..=b'Z') => {
            Some((Label::new(Series::Letter, u32::from(letter - b'A') + 1), 1))
        }
        _ if inner.starts_with('†') => {
            let count = inner.chars().take_while(|&c| c == '†').count();
            Some((Label::new(Series::Dagger, count as u32), count * '†'.len_utf8()))
        }
        _ => None,
    }
}

/// `4,5` or `4-5`: one label that bears several numbers.
fn several(inner: &str, first: Label, len: usize) -> Option<(Label, usize)> {
    let rest = inner[len..].strip_prefix([',', '-', '–'])?;
    let blank = rest.len() - rest.trim_start_matches(is_space).len();
    let (second, second_len) = numeral(&rest[blank..], MOST_DIGITS_ROUND)?;
    let close = first.number < second.number && second.number <= first.number + 9;
    (first.series == Series::Number && second.series == Series::Number && close).then(|| {
        let len = inner.len() - rest.len() + blank + second_len;
        (Label { last: second.number, ..first }, len)
    })
}

/// Digits, and an asterisk behind them, at the start of `text`: label and length.
fn numeral(text: &str, most: usize) -> Option<(Label, usize)> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    if digits == 0 || digits > most || text.starts_with('0') {
        return None;
    }
    let number = text[..digits].parse().ok()?;
    Some(match text[digits..].starts_with('*') {
        true => (Label::new(Series::NumberStar, number), digits + 1),
        false => (Label::new(Series::Number, number), digits),
    })
}

/// What stands behind `[` and would be a label if letters were digits, without spaces, without a full stop:
/// damage, likely label, length of it all with brackets.
fn misread(inner: &str) -> Option<(DamageKind, Label, usize)> {
    let close = memchr(b']', &inner.as_bytes()[..inner.len().min(12)])?;
    let written = &inner[..close];
    let bare = written.trim_matches(is_space).trim_end_matches('.').trim_end_matches(is_space);
    let star = bare.ends_with('*');
    let digits = bare.trim_end_matches('*');
    if digits.is_empty() || digits.len() > 4 || bare.len() > digits.len() + 1 {
        return None;
    }
    let mut number = 0;
    for c in digits.chars() {
        let digit = match c {
            'l' | 'I' | 'i' | '|' | '!' => 1,
            'O' | 'o' => 0,
            _ => c.to_digit(10)?,
        };
        number = number * 10 + digit;
    }
    let series = if star { Series::NumberStar } else { Series::Number };
    (number > 0).then(|| (DamageKind::Misread, Label::new(series, number), close + 2))
}

/// A label at the start of `text` whose closing bracket is missing.
fn unclosed(text: &str) -> Option<(DamageKind, Label, usize)> {
    let (label, len) = numeral(&text[1..], MOST_DIGITS_ROUND)?;
    let rest = &text[1 + len..];
    let ends = rest.chars().next().is_none_or(|c| is_space(c) || ".,;:!?—–".contains(c));
    (ends && !closes_soon(rest)).then_some((DamageKind::Unclosed, label, len + 1))
}

/// Whether the next bracket nearby is a closing one.
fn closes_soon(rest: &str) -> bool {
    let near = &rest.as_bytes()[..rest.len().min(CLOSING_WITHIN)];
    memchr2(b'[', b']', near).is_some_and(|at| near[at] == b']')
}

/// A label before the closing bracket at `at` that has no, or a wrong, opening one.
fn closed_only(text: &str, at: usize) -> Option<(usize, usize, Kind, Label)> {
    let before = &text[..at];
    let star = before.ends_with('*');
    let digits_end = at - usize::from(star);
    let digits = before.as_bytes()[..digits_end].iter().rev().take_while(|b| b.is_ascii_digit()).count();
    let start = digits_end - digits;
    let (label, len) = numeral(&before[start..], MOST_DIGITS_ROUND)?;
    match before[..start].chars().next_back() {
        Some('{' | '(') => Some((start - 1, len + 2, damaged(DamageKind::Misread, None), label)),
        Some(c) if is_space(c) || c.is_alphabetic() || ".,;:!?”’\")".contains(c) => {
            Some((start, len + 1, damaged(DamageKind::Unclosed, None), label))
        }
        _ => None,
    }
}

/// `*2` without brackets, which some texts use for the author's own notes.
fn bare_star(text: &str, at: usize) -> Option<(usize, usize, Kind, Label)> {
    if !text[..at].chars().next_back().is_none_or(|c| is_space(c) || ".,;:!?”’\")".contains(c)) {
        return None;
    }
    let (label, len) = numeral(&text[at + 1..], 2)?;
    let after = text[at + 1 + len..].chars().next();
    let ends = after.is_none_or(|c| is_space(c) || ".,;:!?”’\")".contains(c));
    (label.series == Series::Number && ends)
        .then(|| (at, len + 1, Kind::Reference(Form::Bare), Label::new(Series::StarNumber, label.number)))
}

fn note(form: Form) -> Kind {
    Kind::Note { form, alone: false }
}

fn damaged(kind: DamageKind, opens: Option<Form>) -> Kind {
    Kind::Damaged(Damage { kind, opens })
}
