//! Labels that no bracket sets off: `word*`, `word†`, `word¹`, `*2`.

use std::ops::Range;

use memchr::memchr3;

use super::{numeral, superscripts, symbols};
use crate::scan::{Form, Kind, Label, Series};
use crate::text::is_space;

/// More symbols in a row are a row of symbols.
const MOST_SYMBOLS: u32 = 4;

/// Calls `found` with offset, length, kind and label of every bare label in `text[from..]` that is not a part of
/// another: the asterisk of `[1*]` is none. `others` are where those are.
///
/// What stands between two asterisks is emphasised: the second one is no label.
pub fn bare(
    text: &str,
    from: usize,
    mut others: Vec<Range<usize>>,
    mut found: impl FnMut(usize, usize, Kind, Label),
) {
    others.sort_unstable_by_key(|other| other.start);
    let mut others = others.into_iter().peekable();
    let mut at = from;
    let mut is_emphasis = false;
    // The first bytes of the asterisk, and of the symbols and raised digits.
    while let Some(next) = memchr3(b'*', 0xc2, 0xe2, &text.as_bytes()[at..]) {
        at += next;
        while others.next_if(|other| other.end <= at).is_some() {}
        if let Some(other) = others.next_if(|other| other.start <= at) {
            at = other.end;
            continue;
        }
        let Some((label, len)) = symbols(&text[at..]).or_else(|| superscripts(&text[at..])) else {
            at += text[at..].chars().next().map_or(1, char::len_utf8);
            continue;
        };
        let before = text[..at].chars().next_back();
        let rest = &text[at + len..];
        let is_star = label.series == Series::Asterisk;
        if let Some((label, len)) = star_number(text, at, before) {
            found(at, len, Kind::Reference(Form::Bare), label);
            at += len;
            continue;
        } else if is_star && before.is_none_or(is_before_word) && !ends_word(rest) {
            is_emphasis = true;
        } else if !(is_star && std::mem::take(&mut is_emphasis))
            && before.is_some_and(|c| c.is_alphanumeric() || ".,;:!?”’\"')]_»".contains(c))
            && ends_word(rest)
            && match label.series {
                Series::Superscript => !is_unit(&text[..at]),
                _ => label.number <= MOST_SYMBOLS,
            }
        {
            found(at, len, Kind::Reference(Form::Bare), label);
        }
        at += len;
    }
}

/// `*2`, which some texts use for the author's own notes: label and length.
fn star_number(text: &str, at: usize, before: Option<char>) -> Option<(Label, usize)> {
    let is_free = before.is_none_or(|c| is_space(c) || ".,;:!?”’\")".contains(c));
    let (label, len) = numeral(text[at..].strip_prefix('*').filter(|_| is_free)?, 2)?;
    (label.series == Series::Number && ends_word(&text[at + 1 + len..]))
        .then(|| (Label::new(Series::StarNumber, label.number), len + 1))
}

/// Whether a unit of length ends `before`: "two m²".
fn is_unit(before: &str) -> bool {
    let word = before.rsplit(|c: char| !c.is_alphabetic()).next();
    ["m", "km", "cm", "mm", "dm", "ft", "in"].contains(&word.unwrap_or_default())
}

fn is_before_word(c: char) -> bool {
    is_space(c) || "([“‘—–_".contains(c)
}

/// Whether a word ends where `rest` begins.
fn ends_word(rest: &str) -> bool {
    rest.chars().next().is_none_or(|c| is_space(c) || ".,;:!?”’\"')]—–-_".contains(c))
}
