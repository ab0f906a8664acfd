//! What a line of Markdown looks like, whatever stands around it.

use super::label;
use crate::scan::{Element, Hidden};
use crate::text::trim;

/// A column, as states hold it.
pub fn narrow(column: usize) -> u8 {
    column.min(200) as u8
}

/// The column that a line's text starts at, and how many bytes stand before it.
pub fn indentation(line: &str) -> (usize, usize) {
    let mut column = 0;
    for (at, byte) in line.bytes().enumerate() {
        match byte {
            b' ' => column += 1,
            b'\t' => column += 4 - column % 4,
            _ => return (column, at),
        }
    }
    (column, line.len())
}

pub fn is_quoted(raw: &str) -> bool {
    trim(raw).starts_with('>')
}

/// `# Heading #`: its level, and where its text is.
pub fn heading(text: &str) -> Option<(u8, usize, usize)> {
    const DEEPEST: usize = 6;
    let level = text.bytes().take_while(|&byte| byte == b'#').count();
    if level > 0 {
        let rest = &text[level..];
        let title = rest.trim_start_matches([' ', '\t']);
        let is_heading = level <= DEEPEST && title.len() < rest.len();
        let said = title.trim_end_matches('#').trim_end();
        let start = text.len() - title.len();
        return (is_heading && !said.is_empty()).then_some((level as u8, start, said.len()));
    }
    // "<h1>Heading</h1>", as pages that were taken over have it.
    let rest = text.strip_prefix("<h")?;
    let level = rest.bytes().next().filter(|byte| (b'1'..=b'6').contains(byte))? - b'0';
    let start = rest.find('>')? + 1;
    let end = rest.rfind("</h").filter(|&end| end > start)?;
    let said = trim(&rest[start..end]);
    let start = said.as_ptr() as usize - text.as_ptr() as usize;
    (!said.is_empty()).then_some((level, start, said.len()))
}

/// `* * *`
pub fn is_rule(text: &str) -> bool {
    let mark = text.as_bytes()[0];
    b"*-_".contains(&mark)
        && text.bytes().all(|byte| byte == mark || byte == b' ')
        && text.bytes().filter(|&byte| byte == mark).count() >= 3
}

/// The length of a list item's marker. Within a paragraph only those count that readers agree on.
pub fn bullet(text: &str, in_paragraph: bool) -> Option<usize> {
    let bytes = text.as_bytes();
    let len = match bytes[0] {
        b'-' | b'*' | b'+' => 1,
        b':' | b'~' if !in_paragraph => 1,
        b'#' if bytes.get(1) == Some(&b'.') => 2,
        b'(' => {
            let end = memchr::memchr(b')', &bytes[..bytes.len().min(8)])?;
            numeral(&text[1..end]).filter(|_| !in_paragraph)?;
            end + 1
        }
        _ => {
            let end = bytes.iter().take(10).position(|byte| b".)".contains(byte))?;
            let number = numeral(&text[..end])?;
            if in_paragraph && number != Some(1) {
                return None;
            }
            end + 1
        }
    };
    match bytes.get(len) {
        None => (!in_paragraph).then_some(len),
        Some(b' ' | b'\t') => Some(len),
        Some(_) => None,
    }
}

/// The number of a list item, if it is counted in digits; `Some(None)` for letters.
pub fn numeral(text: &str) -> Option<Option<u32>> {
    const LONGEST: usize = 9;
    if text.is_empty() || text.len() > LONGEST {
        return None;
    }
    if text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Some(text.parse().ok());
    }
    let is_letter = text.len() == 1 && text.bytes().all(|byte| byte.is_ascii_alphabetic());
    let is_roman = text.bytes().all(|byte| b"ivxlc".contains(&byte))
        || text.bytes().all(|byte| b"IVXLC".contains(&byte));
    (is_letter || is_roman).then_some(None)
}

/// Whether a line is no text of a paragraph, so that a footnote may stand below it: a row of a table, the target
/// of links, a line of HTML, the bounds of a division.
pub fn is_separate(text: &str) -> bool {
    text.starts_with('|')
        || text.starts_with(":::")
        || text.starts_with("+--")
        || text.starts_with("+==")
        || is_link_definition(text)
        || is_markup(text)
        || closes_block(text)
}

/// Whether a line is nothing but a tag or a remark.
fn is_markup(text: &str) -> bool {
    let is_tag = text.starts_with('<')
        && text.ends_with('>')
        && text[1..].starts_with(|c: char| c.is_ascii_alphabetic() || c == '/' || c == '!')
        && text.find('>').is_some_and(|end| end + 1 == text.len());
    is_tag || (text.starts_with("<!--") && text.ends_with("-->"))
}

/// Whether a line of text ends with the closing tag of a block, and its paragraph with it.
pub fn closes_block(text: &str) -> bool {
    const BLOCKS: [&str; 10] = [
        "</p>",
        "</div>",
        "</blockquote>",
        "</center>",
        "</section>",
        "</td>",
        "</tr>",
        "</table>",
        "</li>",
        "</ul>",
    ];
    !is_markup(text) && BLOCKS.iter().any(|tag| text.ends_with(tag))
}

/// `[label]: target`
pub fn is_link_definition(text: &str) -> bool {
    const LONGEST: usize = 200;
    let Some(rest) = text.strip_prefix('[').filter(|rest| !rest.starts_with('^')) else { return false };
    let rest = &rest.as_bytes()[..rest.len().min(LONGEST)];
    memchr::memchr2(b']', b'[', rest).is_some_and(|end| end > 0 && rest[end..].starts_with(b"]:"))
}

/// Whether a line opens something other than a paragraph.
pub fn opens_block(text: &str) -> bool {
    bullet(text, false).is_some()
        || is_separate(text)
        || text.starts_with('>')
        || fence(text).is_some()
        || heading(text).is_some()
        || is_rule(text)
        || label::definition(text).is_some()
}

/// The fence that a line of code begins with.
pub fn fence(text: &str) -> Option<Hidden> {
    const SHORTEST: usize = 3;
    let mark = text.as_bytes()[0];
    let len = text.bytes().take_while(|&byte| byte == mark).count();
    let is_fence = b"`~".contains(&mark) && len >= SHORTEST && (mark == b'~' || !text[len..].contains('`'));
    is_fence.then_some(Hidden::Fence { mark, len: narrow(len) })
}

const ELEMENTS: [(&str, Element); 4] = [
    ("pre", Element::Pre),
    ("script", Element::Script),
    ("style", Element::Style),
    ("textarea", Element::Textarea),
];

/// The element that a line opens, if its content is no text.
pub fn element(text: &str) -> Option<Element> {
    let rest = text.strip_prefix('<')?;
    let (_, element) = ELEMENTS.iter().find(|(name, _)| {
        let is_named = rest.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name));
        is_named && matches!(rest.as_bytes().get(name.len()), None | Some(b' ' | b'>' | b'\t'))
    })?;
    Some(*element)
}

pub fn closes_element(element: Element, text: &str) -> bool {
    let (name, _) = ELEMENTS[ELEMENTS.iter().position(|(_, other)| *other == element).unwrap_or_default()];
    memchr::memmem::find_iter(text.as_bytes(), b"</")
        .any(|at| text.get(at + 2..at + 2 + name.len()).is_some_and(|end| end.eq_ignore_ascii_case(name)))
}

/// Where a comment starts that does not end in the same line.
pub fn open_comment(text: &str) -> Option<usize> {
    let closed = text.rfind("-->").map_or(0, |end| end + "-->".len());
    let start = closed + text[closed..].find("<!--")?;
    let in_code = text.bytes().take(start).filter(|&byte| byte == b'`').count() % 2 == 1;
    (!in_code).then_some(start)
}
