//! What the publisher has put around a text: the lines that part it off, and the header before them.

use crate::header::{self, Header};
use crate::scan::Edge;
use crate::text::{Text, trim};

/// So much of a text is looked at for its header, in lines: old files have all their terms before it.
const MOST_LINES: usize = 400;

/// Whether a text begins as those of Project Gutenberg do.
pub fn is_beginning(head: &str) -> bool {
    const FIRST_LINES: usize = 40;
    let mut first = head.lines().take(FIRST_LINES).map(trim);
    head.lines().any(|line| edge(trim(line), true) == Some(Edge::Start))
        || (first.clone().take(6).any(|line| line.to_lowercase().contains("project gutenberg"))
            && first.any(|line| line.starts_with("Title:") || line.contains("Etext")))
}

/// The edge that a line (without white space around it) is; `after_blank`: the line before is blank.
pub fn edge(text: &str, after_blank: bool) -> Option<Edge> {
    const LONGEST: usize = 200;
    match text.as_bytes() {
        [b'*', ..] if text.len() <= LONGEST => starred(&text.to_uppercase()),
        [b'E' | b'e', ..] if after_blank && text.len() <= LONGEST => {
            let text = text.to_lowercase();
            let rest = text.strip_prefix("end of ")?;
            let rest = rest.strip_prefix("the ").or_else(|| rest.strip_prefix("this ")).unwrap_or(rest);
            rest.starts_with("project gutenberg").then_some(Edge::End)
        }
        [b'T' | b't', ..] if after_blank && text.len() <= LONGEST => {
            let text = text.to_lowercase();
            let rest = text
                .strip_prefix("transcriber’s note")
                .or_else(|| text.strip_prefix("transcriber's note"))?;
            ["", ":", ".", "s", "s:", "s."].contains(&rest).then_some(Edge::Remarks)
        }
        _ => None,
    }
}

/// `*** START OF THE PROJECT GUTENBERG EBOOK X ***`, `*END*THE SMALL PRINT! FOR PUBLIC DOMAIN ETEXTS*`
fn starred(text: &str) -> Option<Edge> {
    let words = text.trim_start_matches('*').trim_start();
    let is_small_print = words.contains("SMALL PRINT");
    let is_of = |word: &str| {
        let rest = words.strip_prefix(word).and_then(|rest| rest.trim_start().strip_prefix("OF TH"));
        rest.is_some_and(|rest| rest.contains("PROJECT GUTENBERG"))
    };
    if words.starts_with("START") && (is_small_print || words.contains("FULL LICENSE")) {
        Some(Edge::TermsStart)
    } else if words.starts_with("END") && is_small_print {
        Some(Edge::TermsEnd)
    } else if is_of("START") {
        Some(Edge::Start)
    } else {
        is_of("END").then_some(Edge::End)
    }
}

/// The line at which the text begins, or terms before it do.
pub fn opening(text: &Text) -> usize {
    let is_edge =
        |&line: &usize| edge(trim(&text.line(line)), true).is_some_and(|edge| edge != Edge::Remarks);
    (0..text.line_count().min(MOST_LINES)).find(is_edge).unwrap_or(0)
}

/// The fields before the text. In old files they stand before the terms, and a remark may stand among them.
pub fn header(text: &Text) -> Header {
    let mut header = Header::default();
    let mut after_blank = true;
    let (mut is_field, mut is_below) = (false, false);
    for line in 0..text.line_count().min(MOST_LINES) {
        let written = text.line(line);
        let said = trim(&written);
        if edge(said, after_blank).is_some_and(|edge| edge != Edge::Remarks) {
            break;
        }
        let is_indented = written.starts_with([' ', '\t']);
        let range = text.line_range(line);
        match header::field(text, line).filter(|_| !is_indented) {
            // A field of no known name may stand right below another one.
            Some(field) if field.field.is_some() || (is_below && after_blank && !field.value.is_empty()) => {
                header.fields.push(field);
                (is_field, is_below) = (true, true);
            }
            _ if said.is_empty() => is_field = false,
            // A title may go on in the next lines.
            _ if is_indented && is_field => header.extend(text, range),
            _ => (is_field, is_below) = (false, said.starts_with('[') && is_below),
        }
        after_blank = said.is_empty();
    }
    header
}
