//! What in this text leads out of it? Addresses on the web, files beside the text, footnotes in its companion.
//!
//! Addresses are looked for in every text. The finders of links that others have made do not know what editions put
//! behind an address (`http://a.org[3]`), and want more than what stands there (`www.a.org`), or less.

use std::ops::Range;
use std::path::PathBuf;
use std::sync::LazyLock;

use regex::Regex;

use crate::document::Snapshot;
use crate::edition::Reference;

/// A part of the text that leads out of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// What is written.
    pub range: Range<usize>,
    /// Where it leads.
    pub target: Target,
}

/// Where a [`Link`] leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// An address, made of ASCII only.
    Address(String),
    /// A file that is there.
    File(PathBuf),
    /// A line of the text's companion, counted from 0 (see [`Snapshot::companion`]), and what stands there.
    Footnote(usize, String),
}

/// So much of a text is looked at in one go, in bytes; whole lines.
const WINDOW: usize = 64 << 10;

/// The links of a text, in text order, none over another.
pub fn find(snapshot: &Snapshot) -> Vec<Link> {
    let text = snapshot.text();
    let is_markdown =
        snapshot.blocks().tradition().dialect().is_some_and(|dialect| dialect.name() == "pandoc");
    let mut links = footnotes_beside(snapshot);
    let mut start = 0;
    while start < text.len() {
        let end = text.line_start(text.line_of(start + WINDOW) + 1);
        let window = text.slice(start..end);
        links.extend(addresses(&window).map(|(range, address)| {
            let range = start + range.start..start + range.end;
            Link { range, target: Target::Address(address) }
        }));
        if is_markdown {
            let files = targets(&window).filter_map(|(range, target)| {
                let file = snapshot.hints().neighbours.find(&target)?;
                Some(Link { range: start + range.start..start + range.end, target: Target::File(file) })
            });
            links.extend(files);
        }
        start = end;
    }
    links.sort_by_key(|link| link.range.start);
    links.dedup_by(|next, before| next.range.start < before.range.end);
    links
}

/// References that lead into the companion.
fn footnotes_beside(snapshot: &Snapshot) -> Vec<Link> {
    let Some(beside) = snapshot.companion() else { return Vec::new() };
    let link = |reference: &Reference| {
        let footnote = beside.footnote_of(reference).filter(|_| reference.footnote.is_none())?;
        let line = beside.text.line_of(beside.edition.footnotes[footnote].marker.start);
        let said = format!("Footnote {} in {}", snapshot.edition().name(reference.label), beside.name());
        Some(Link { range: reference.range.clone(), target: Target::Footnote(line, said) })
    };
    snapshot.edition().references.iter().filter_map(link).collect()
}

/// An address, up to what no address holds: white space, brackets but round ones, the marks of typographers. What
/// begins as one in the middle of a word is none.
static ADDRESS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r#"(?-u:\b)(?i:https?://|mailto:|www\.)[^\s\u{200b}\u{feff}<>\[\]{}|\\^`"“”„‘’«»‹›…–—]+"#)
        .expect("a valid expression")
});

/// What a link of Markdown leads to: behind `](`, or behind `[name]:` at the start of a line.
static TARGET: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?m)(?:\]\(|^ {0,3}\[[^\]\^][^\]]*\]:)[ \t]*(?:<(?P<angled>[^<>\r\n]+)>|(?P<plain>[^\s<>()]+))",
    )
    .expect("a valid expression")
});

/// The addresses in a stretch of text, each with what it leads to.
fn addresses(window: &str) -> impl Iterator<Item = (Range<usize>, String)> {
    ADDRESS.find_iter(window).filter_map(|found| {
        let written = bare(found.as_str());
        let lower = written.get(..8.min(written.len())).unwrap_or_default().to_ascii_lowercase();
        let (scheme, rest) = match () {
            () if lower.starts_with("www.") => ("http://", written),
            () if lower.starts_with("mailto:") => ("", &written[7..]),
            () => ("", &written[written.find("//")? + 2..]),
        };
        let host = rest.split(['/', '?', '#']).next()?;
        let is_address = match lower.starts_with("mailto:") {
            true => rest.split_once('@').is_some_and(|(name, host)| !name.is_empty() && !host.is_empty()),
            false => {
                host.starts_with(char::is_alphanumeric) && (scheme.is_empty() || host[4..].contains('.'))
            }
        };
        let address = format!("{scheme}{}", encoded(written));
        is_address.then(|| (found.start()..found.start() + written.len(), address))
    })
}

/// An address without the punctuation of the sentence that it stands in, and without a footnote's raised number.
fn bare(address: &str) -> &str {
    let mut address = address;
    while let Some(last) = address.chars().next_back() {
        let is_loose = match last {
            ')' => address.matches(')').count() > address.matches('(').count(),
            '(' | '.' | ',' | ';' | ':' | '!' | '?' | '\'' | '*' | '_' | '~' => true,
            last => last.is_numeric() && !last.is_alphabetic() && !last.is_ascii() || "†‡§¶".contains(last),
        };
        if !is_loose {
            break;
        }
        address = &address[..address.len() - last.len_utf8()];
    }
    address
}

/// An address in ASCII, as it goes over the line.
fn encoded(address: &str) -> String {
    let mut encoded = String::with_capacity(address.len());
    for byte in address.bytes() {
        match byte.is_ascii() {
            true => encoded.push(char::from(byte)),
            false => encoded += &format!("%{byte:02X}"),
        }
    }
    encoded
}

/// The names of files that links in a stretch of Markdown lead to.
fn targets(window: &str) -> impl Iterator<Item = (Range<usize>, String)> {
    TARGET.captures_iter(window).filter_map(|found| {
        let written = found.name("angled").or(found.name("plain"))?;
        let name = written.as_str().split(['#', '?']).next().filter(|name| !name.is_empty())?;
        Some((written.range(), decoded(name)))
    })
}

/// A name without `%20` and the like.
fn decoded(name: &str) -> String {
    let mut bytes = Vec::with_capacity(name.len());
    let mut rest = name.as_bytes();
    while let Some((&first, behind)) = rest.split_first() {
        let code = behind.get(..2).and_then(|code| std::str::from_utf8(code).ok());
        let code = code.filter(|_| first == b'%').and_then(|code| u8::from_str_radix(code, 16).ok());
        bytes.push(code.unwrap_or(first));
        rest = if code.is_some() { &behind[2..] } else { behind };
    }
    String::from_utf8(bytes).unwrap_or_else(|_| name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_end_where_the_sentence_goes_on() {
        for (text, written, address) in [
            ("See http://a.org/b.htm.", "http://a.org/b.htm", "http://a.org/b.htm"),
            ("(at http://a.org/b)", "http://a.org/b", "http://a.org/b"),
            ("http://a.org/b_(c), and", "http://a.org/b_(c)", "http://a.org/b_(c)"),
            ("[x](http://a.org/b_(c))", "http://a.org/b_(c)", "http://a.org/b_(c)"),
            ("<HTTPS://a.org>", "HTTPS://a.org", "HTTPS://a.org"),
            ("http://a.org/1[2] and", "http://a.org/1", "http://a.org/1"),
            ("at http://a.org/1².", "http://a.org/1", "http://a.org/1"),
            ("“www.a.org/?q=1&r=2#s”", "www.a.org/?q=1&r=2#s", "http://www.a.org/?q=1&r=2#s"),
            ("http://a.org/1\u{a0}ff.", "http://a.org/1", "http://a.org/1"),
            ("http://de.a.org/Jänner", "http://de.a.org/Jänner", "http://de.a.org/J%C3%A4nner"),
            ("mailto:a@b.org; http", "mailto:a@b.org", "mailto:a@b.org"),
            ("*http://a.org/*", "http://a.org/", "http://a.org/"),
        ] {
            let found: Vec<_> = addresses(text).collect();
            let [(range, found)] = found.as_slice() else { panic!("{text}: {found:?}") };
            assert_eq!((&text[range.clone()], found.as_str()), (written, address));
        }
    }

    #[test]
    fn much_is_no_address() {
        for text in
            ["http://", "www. of", "www.", "http://...", "xhttp://a.org", "mailto:you", "mailto: a@b.org"]
        {
            assert_eq!(addresses(text).collect::<Vec<_>>(), [], "{text}");
        }
    }

    #[test]
    fn targets_of_markdown() {
        let text = "[a](notes.md#x) ![b](<my map.png> \"title\") [c](#here) [d]( two%20words.md)\n\n[e]: other.md\n[^f]: no.md\n";
        let found: Vec<_> = targets(text).map(|(range, name)| (text[range].to_owned(), name)).collect();
        let found: Vec<_> = found.iter().map(|(written, name)| (written.as_str(), name.as_str())).collect();
        assert_eq!(
            found,
            [
                ("notes.md#x", "notes.md"),
                ("my map.png", "my map.png"),
                ("two%20words.md", "two words.md"),
                ("other.md", "other.md"),
            ]
        );
    }
}
