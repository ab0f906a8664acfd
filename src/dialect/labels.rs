//! Labels as all traditions write them: in brackets, sound and damaged, and bare ones behind a word.

mod bare;
mod opening;

use memchr::{memchr, memchr2, memchr2_iter};

use crate::scan::{
    Damage, DamageKind, Form, Kind, Label, PAGE, SUPERSCRIPTS, Series, letters_value, roman_value,
};
use crate::text::is_space;

pub use bare::bare;
pub use opening::opening;

/// No label in an archive has more digits; the longest volume has under 1,000 notes, made-up texts more.
pub const MOST_DIGITS: usize = 5;
/// Labels that a bracket does not set off have no more: longer numbers are years and quantities.
pub const MOST_DIGITS_BARE: usize = 3;
/// How far to look for the bracket that closes a number, in bytes: `[18 Brumaire]` is no label.
const CLOSING_WITHIN: usize = 80;
/// How far to look for the end of a remark in brackets, in bytes. The bound keeps scanning linear.
const REMARK_WITHIN: usize = 400;
/// Notes are not numbered further in roman numerals; `[mix]` and `[dim]` are words.
const HIGHEST_ROMAN: u32 = 399;
/// No symbol is repeated more often for one label.
const MOST_SYMBOLS: usize = 9;

/// Calls `found` with offset, length, kind and label of everything in `text[from..]` that is a label in square
/// brackets, or may have been meant for one.
pub fn within_brackets(text: &str, from: usize, mut found: impl FnMut(usize, usize, Kind, Label)) {
    let bytes = text.as_bytes();
    let mut done = from;
    for at in memchr2_iter(b'[', b']', &bytes[from..]).map(|at| at + from) {
        if at < done {
            continue;
        }
        let hit = match bytes[at] {
            b'[' => bracketed(&text[at..]).map(|(kind, label, len)| (at, len, kind, label)),
            _ => closed_only(text, at),
        };
        if let Some((start, len, kind, label)) = hit {
            if !is_cited(&text[..start]) {
                found(start, len, kind, label);
            }
            done = start + len;
        } else if bytes[at] == b'[' {
            // Something else in brackets: its closing bracket is not one that lost its partner.
            done = past(&bytes[at..]).map_or(done, |len| at + len);
        }
    }
}

/// Whether what follows `before` is a page or a line that is cited: `see page [12]`.
fn is_cited(before: &str) -> bool {
    let word = before.trim_end_matches(is_space).rsplit(|c: char| !c.is_alphabetic() && c != '.').next();
    ["page", "pages", "p.", "pp.", "vol.", "line", "lines"].contains(&word.unwrap_or_default())
}

/// How much of `bytes`, which start with a bracket that is no label, holds no label either:
/// all of the bracket, or only its opening if another one opens inside.
fn past(bytes: &[u8]) -> Option<usize> {
    let near = &bytes[1..bytes.len().min(REMARK_WITHIN)];
    let at = memchr2(b'[', b']', near)?;
    (near[at] == b']').then_some(at + 2)
}

/// A label in brackets at the start of `text`, sound or damaged: kind, label, length.
pub fn bracketed(text: &str) -> Option<(Kind, Label, usize)> {
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
pub fn sound(inner: &str) -> Option<(Label, usize)> {
    match *inner.as_bytes().first()? {
        b'0'..=b'9' => {
            let (label, len) = numeral(inner, MOST_DIGITS)?;
            several(inner, label, len).or_else(|| page(inner, label, len)).or(Some((label, len)))
        }
        b'*' => {
            let star = numeral(&inner[1..], MOST_DIGITS_BARE);
            match star.filter(|(label, _)| label.series == Series::Number) {
                Some((label, len)) => Some((Label::new(Series::StarNumber, label.number), len + 1)),
                None => symbols(inner),
            }
        }
        b'A'..=b'Z' | b'a'..=b'z' => letters(inner),
        _ => symbols(inner),
    }
}

/// A symbol, perhaps repeated, at the start of `text`: label and length.
pub fn symbols(text: &str) -> Option<(Label, usize)> {
    let symbol = text.chars().next()?;
    let series = Series::of_symbol(symbol)?;
    let count = text.chars().take(MOST_SYMBOLS + 1).take_while(|&c| c == symbol).count();
    (count <= MOST_SYMBOLS).then(|| (Label::new(series, count as u32), count * symbol.len_utf8()))
}

/// Raised digits at the start of `text`: label and length.
pub fn superscripts(text: &str) -> Option<(Label, usize)> {
    let mut number = 0;
    let mut len = 0;
    for (count, c) in text.chars().enumerate() {
        let Some(digit) = SUPERSCRIPTS.iter().position(|&raised| raised == c) else { break };
        if count >= MOST_DIGITS_BARE {
            return None;
        }
        number = number * 10 + digit as u32;
        len += c.len_utf8();
    }
    (number > 0).then(|| (Label::new(Series::Superscript, number), len))
}

/// A letter, two of them, or a roman numeral.
fn letters(inner: &str) -> Option<(Label, usize)> {
    let bytes = inner.as_bytes();
    let first = bytes[0];
    let is_small = first.is_ascii_lowercase();
    let is_alike = |byte: &&u8| byte.is_ascii_alphabetic() && byte.is_ascii_lowercase() == is_small;
    let len = bytes.iter().take_while(is_alike).count();
    let choose = |large: Series, small: Series| if is_small { small } else { large };
    // I and l are more often misread digits than labels; no label is 0.
    if bytes[..len] != *b"O"
        && bytes[..len] != *b"o"
        && bytes[..len].iter().all(|byte| b"IOilo".contains(byte))
    {
        return None;
    }
    if len > 1
        && let Some(value) = roman_value(&inner[..len].to_uppercase()).filter(|&value| value <= HIGHEST_ROMAN)
    {
        return Some((Label::new(choose(Series::Roman, Series::SmallRoman), value), len));
    }
    let number = letters_value(&inner[..len].to_uppercase())?;
    Some((Label::new(choose(Series::Letter, Series::SmallLetter), number), len))
}

/// `12a`: a page of the printed source, and which of its notes.
fn page(inner: &str, number: Label, len: usize) -> Option<(Label, usize)> {
    // "9l" is a misread 91.
    let letter =
        *inner.as_bytes().get(len).filter(|byte| byte.is_ascii_lowercase() && !b"lio".contains(byte))?;
    let ends = !inner[len + 1..].starts_with(char::is_alphanumeric);
    (number.series == Series::Number && ends)
        .then(|| (Label::new(Series::Page, number.number * PAGE + u32::from(letter - b'a') + 1), len + 1))
}

/// `4,5` or `4-5`: one label that bears several numbers.
fn several(inner: &str, first: Label, len: usize) -> Option<(Label, usize)> {
    let rest = inner[len..].strip_prefix([',', '-', '–'])?;
    let blank = rest.len() - rest.trim_start_matches(is_space).len();
    let (second, second_len) = numeral(&rest[blank..], MOST_DIGITS_BARE)?;
    let close = first.number < second.number && second.number <= first.number + 9;
    (first.series == Series::Number && second.series == Series::Number && close).then(|| {
        let len = inner.len() - rest.len() + blank + second_len;
        (Label { last: second.number, ..first }, len)
    })
}

/// Digits, and an asterisk behind them, at the start of `text`: label and length.
pub fn numeral(text: &str, most: usize) -> Option<(Label, usize)> {
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
    if bare.len() > digits.len() + 1 {
        return None;
    }
    let number = misread_number(digits)?;
    let series = if star { Series::NumberStar } else { Series::Number };
    Some((DamageKind::Misread, Label::new(series, number), close + 2))
}

/// The number that `digits` would be if letters were digits: `l0` is 10.
pub fn misread_number(digits: &str) -> Option<u32> {
    const MOST: usize = 4;
    if digits.is_empty() || digits.len() > MOST {
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
    (number > 0).then_some(number)
}

/// A label at the start of `text` whose closing bracket is missing.
fn unclosed(text: &str) -> Option<(DamageKind, Label, usize)> {
    let (label, len) = numeral(&text[1..], MOST_DIGITS_BARE)?;
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
    let (label, len) = numeral(&before[start..], MOST_DIGITS_BARE)?;
    match before[..start].chars().next_back() {
        Some('{' | '(') => Some((start - 1, len + 2, damaged(DamageKind::Misread, None), label)),
        Some(c) if is_space(c) || c.is_alphabetic() || ".,;:!?”’\")".contains(c) => {
            Some((start, len + 1, damaged(DamageKind::Unclosed, None), label))
        }
        _ => None,
    }
}

pub fn note(form: Form) -> Kind {
    Kind::Note { form, alone: false }
}

pub fn damaged(kind: DamageKind, opens: Option<Form>) -> Kind {
    Kind::Damaged(Damage { kind, opens })
}
