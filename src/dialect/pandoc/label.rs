//! Labels: what may stand between `[^` and `]`, and what is something else.

use crate::scan::{Label, Series};

/// Labels are no longer, in bytes.
const LONGEST: usize = 200;

/// The name in `[^name]` at `at`, and where it ends. Names hold no white space, brackets or carets.
pub fn at(text: &str, at: usize) -> Option<(&str, usize)> {
    let rest = text[at..].strip_prefix("[^")?;
    let bytes = rest.as_bytes();
    let bytes = &bytes[..bytes.len().min(LONGEST)];
    let len = bytes.iter().position(|&byte| byte.is_ascii_whitespace() || b"[]^".contains(&byte))?;
    (len > 0 && bytes[len] == b']').then(|| (&rest[..len], at + 2 + len + 1))
}

/// Whether a name is one, and not an ellipsis or a class of characters: `[^...]`, `[^"]`.
pub fn is_name(name: &str) -> bool {
    name.chars().any(|c| c.is_alphanumeric() || "*†‡§‖¶#+".contains(c))
}

/// Whether a name reads as a class of characters of an expression: `[^a-z]`, `[^\n]`, `[^0-9A-F]`.
pub fn is_class(name: &str) -> bool {
    let bytes = name.as_bytes();
    let is_range = |range: &[u8]| {
        let [first, b'-', last] = range else { return false };
        let alike = [first, last].iter().all(|byte| byte.is_ascii_digit())
            || [first, last].iter().all(|byte| byte.is_ascii_lowercase())
            || [first, last].iter().all(|byte| byte.is_ascii_uppercase());
        alike && first < last
    };
    name.contains('\\') || bytes.windows(3).next().is_some_and(is_range)
}

/// The label of a name. Numbers are numbers, so that what is known of them holds here too.
pub fn label_of(name: &str) -> Label {
    const MOST_DIGITS: usize = 9;
    let is_number =
        name.len() <= MOST_DIGITS && name.bytes().all(|byte| byte.is_ascii_digit()) && !name.starts_with('0');
    match name.parse().ok().filter(|_| is_number) {
        Some(number) => Label::new(Series::Number, number),
        None => Label::named(name),
    }
}

/// The letters and digits that `text` begins with, as far as they may be a name.
pub fn word(text: &str) -> &str {
    const LONGEST: usize = 40;
    let is_part = |c: &char| c.is_alphanumeric() || "_-*†‡§¶".contains(*c);
    let (mut len, mut count) = (0, 0);
    for c in text.chars().take(LONGEST + 1).take_while(is_part) {
        len += c.len_utf8();
        count += 1;
    }
    if count > LONGEST { "" } else { text[..len].trim_end_matches('-') }
}

/// The name and the length of the marker that a footnote begins with: `[^name]:`. The name may hold spaces, which
/// makes it none.
pub fn definition(line: &str) -> Option<(&str, usize)> {
    let rest = line.strip_prefix("[^")?;
    let bytes = &rest.as_bytes()[..rest.len().min(LONGEST)];
    let len = bytes.iter().position(|byte| b"[]^".contains(byte))?;
    let name = &rest[..len];
    (bytes[len..].starts_with(b"]:") && is_name(name)).then_some((name, 2 + len + 2))
}

/// The same for what is not quite written so: `[^1] text`, `[^1] : text`, `[1]: text`, `^1]: text`.
pub fn almost_definition(line: &str) -> Option<(&str, usize)> {
    let has = |text: &str, mark: char| usize::from(text.starts_with(mark));
    let bracket = has(line, '[');
    let caret = has(&line[bracket..], '^');
    let name = word(&line[bracket + caret..]);
    let mut len = bracket + caret + name.len();
    let inside = has(&line[len..], ':');
    let closed = has(&line[len + inside..], ']');
    len += if closed > 0 { inside + 1 } else { 0 };
    let space = line[len..].len() - line[len..].trim_start_matches(' ').len();
    let behind = usize::from(line[len + space..].starts_with([':', ';', '.']));
    len += if behind > 0 { space + 1 } else { 0 };
    let ends = line[len..].starts_with([' ', '\t']);
    // Of the four marks, at most one is missing or in the wrong place.
    let marks = bracket + caret + closed + behind.max(inside);
    let is_link = caret == 0 && !line[len..].trim().contains(' ');
    let is_meant = marks >= 3 && definition(line).is_none() && ends && !is_link;
    (is_meant && is_name(name)).then_some((name, len))
}

/// The two anchors of `[1](#target){#own}`.
#[derive(Debug, PartialEq, Eq)]
pub struct Anchors<'a> {
    /// Where it leads.
    pub target: &'a str,
    /// By what it is led to.
    pub own: &'a str,
}

/// The anchors of a link whose text is a short label.
pub fn anchors(link: &str) -> Option<Anchors<'_>> {
    const LONGEST: usize = 12;
    let (text, rest) = link.split_once("](#")?;
    let (target, attributes) = rest.split_once("){")?;
    let own = attributes.split([' ', '}']).find_map(|part| part.strip_prefix('#'))?;
    let label = spelt(text);
    let is_label = text.len() <= LONGEST
        && !label.is_empty()
        && label.chars().all(|c| c.is_ascii_digit() || c == '*')
        && !target.is_empty()
        && !own.is_empty();
    is_label.then_some(Anchors { target, own })
}

/// The bare label in the text of a link: `1` in `[\[1\]`.
pub fn spelt(text: &str) -> &str {
    text.trim_start_matches(|c: char| "\\[(^".contains(c)).trim_end_matches(|c: char| "\\]).^:".contains(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names() {
        assert_eq!(at("a[^note1] b", 1), Some(("note1", 9)));
        for text in ["[^]", "[^a b]", "[^a", "[^a^b]", "[^a[b]"] {
            assert_eq!(at(text, 0), None, "{text}");
        }
        assert!(["1", "*", "é", "P136_19354"].into_iter().all(is_name));
        assert!(!["...", "…", "\"", "-"].into_iter().any(is_name));
        assert!(["a-z", "0-9", "\\n", "A-Za-z"].into_iter().all(is_class));
        assert!(!["a", "b-2", "z-a", "note-a"].into_iter().any(is_class));
    }

    #[test]
    fn definitions() {
        assert_eq!(definition("[^1]: text"), Some(("1", 5)));
        assert_eq!(definition("[^a b]:text"), Some(("a b", 7)));
        assert_eq!(definition("[^1] text"), None);
        assert_eq!(definition("[^...]: text"), None);
        for (line, len) in [
            ("[^12] The text", 5),
            ("[^12] : The text", 7),
            ("[^12]; The text", 6),
            ("[^12:] The text", 6),
            ("[12]: The text", 5),
            ("^12]: The text", 5),
            ("[^12: The text", 5),
        ] {
            assert_eq!(almost_definition(line), Some(("12", len)), "{line}");
        }
        for line in [
            "[^12]: The text",
            "12: The text",
            "[12] The text",
            "[12]: https://a.b",
            "^12 The text",
            "[^12],",
        ] {
            assert_eq!(almost_definition(line), None, "{line}");
        }
    }

    #[test]
    fn links_with_anchors() {
        assert_eq!(anchors(r"[\[1\]](#n1){#f1}"), Some(Anchors { target: "n1", own: "f1" }));
        assert_eq!(anchors("[1.](#f1){#n1 .note}"), Some(Anchors { target: "f1", own: "n1" }));
        for link in ["[1](#n1)", "[see](#n1){#f1}", "[1](n1){#f1}", "[1](#n1){.note}"] {
            assert_eq!(anchors(link), None, "{link}");
        }
        assert_eq!(spelt(r"[\[12*\]"), "12*");
    }
}
