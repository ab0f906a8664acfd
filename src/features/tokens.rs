//! What is each part of the text? Tokens, for an editor to colour.
//!
//! Only what an editor cannot know by itself is coloured. In Markdown that leaves headings to it. A page mark is
//! white space, which no colour shows.

use std::ops::Range;

use crate::dialect::Law;
use crate::document::Snapshot;
use crate::edition::Reference;
use crate::features::symbols;
use crate::scan::Kind;
use crate::text::{Text, is_space};

/// One part of the text. It lies within one line and has no white space at its ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// Where it is.
    pub range: Range<usize>,
    /// What it is.
    pub kind: TokenKind,
}

/// What a [`Token`] is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TokenKind {
    /// The key of a header field.
    Key,
    /// The value of a header field.
    Value,
    /// A reference that leads to a footnote. One that leads nowhere looks like the text around it, and lights up
    /// once its footnote is written.
    Reference,
    /// The marker of a footnote, and the bracket that closes it.
    Footnote,
    /// A heading of notes or, outside Markdown, of a section.
    Heading,
    /// A line that does not belong to the text: navigation, the edges of what a publisher has put around it.
    Frame,
}

/// The tokens that lie in `within` or reach into it: in text order, none over another.
pub fn find(snapshot: &Snapshot, within: Range<usize>) -> Vec<Token> {
    if !snapshot.edition().is_edition {
        return Vec::new();
    }
    let text = snapshot.text();
    // Whole lines, so that what is cut short by a neighbour is cut short in every answer.
    let lines = text.line_start(text.line_of(within.start))..text.line_range(text.line_of(within.end)).end;
    let (mut markers, mut rest) = (markers(snapshot).collect::<Vec<_>>(), rest(snapshot, &lines));
    for tokens in [&mut markers, &mut rest] {
        tokens.sort_by_key(|token| token.range.start);
        tokens.dedup_by(|next, before| next.range.start < before.range.end);
        tokens.retain(|token| token.meets(&lines));
    }

    let mut tokens = Vec::with_capacity(markers.len() + rest.len());
    for Token { range, kind } in rest {
        let first = markers.partition_point(|marker| marker.range.end <= range.start);
        let mut start = range.start;
        for marker in markers[first..].iter().take_while(|marker| marker.range.start < range.end) {
            pieces(text, start..marker.range.start, |range| tokens.push(Token { range, kind }));
            start = marker.range.end;
        }
        pieces(text, start..range.end, |range| tokens.push(Token { range, kind }));
    }
    for Token { range, kind } in markers {
        pieces(text, range, |range| tokens.push(Token { range, kind }));
    }
    tokens.retain(|token| token.meets(&within));
    tokens.sort_unstable_by_key(|token| token.range.start);
    tokens
}

/// References and footnotes, which may stand within everything else.
fn markers(snapshot: &Snapshot) -> impl Iterator<Item = Token> {
    let (edition, companion) = (snapshot.edition(), snapshot.companion());
    let leads = move |reference: &&Reference| {
        let is_beside = || companion.is_some_and(|companion| companion.footnote_of(reference).is_some());
        reference.footnote.is_some() || is_beside()
    };
    let references = edition.references.iter().filter(leads);
    let footnotes = edition.footnotes.iter().map(|footnote| footnote.marker.clone());
    let footnotes = footnotes.chain((0..edition.footnotes.len()).filter_map(|index| edition.closing(index)));
    let references = references.map(|reference| Token::new(reference.range.clone(), TokenKind::Reference));
    references.chain(footnotes.map(|range| Token::new(range, TokenKind::Footnote)))
}

/// Everything else that is coloured, as far as it may lie in `within`.
fn rest(snapshot: &Snapshot, within: &Range<usize>) -> Vec<Token> {
    let edition = snapshot.edition();
    let mut rest = Vec::new();
    for field in &edition.header.fields {
        rest.push(Token::new(field.key.clone(), TokenKind::Key));
        rest.push(Token::new(field.value.clone(), TokenKind::Value));
    }
    let headings = edition.regions.iter().filter_map(|region| region.heading.clone());
    rest.extend(headings.map(|range| Token::new(range, TokenKind::Heading)));
    rest.extend(edition.navigation.iter().map(|range| Token::new(range.clone(), TokenKind::Frame)));
    for (start, mark) in snapshot.blocks().marks_in(within.clone()) {
        if let Kind::Edge(_) = mark.kind {
            rest.push(Token::new(start..start + mark.len as usize, TokenKind::Frame));
        }
    }
    if edition.law == Law::Runs {
        let sections = symbols::headings(snapshot, within);
        rest.extend(sections.into_iter().map(|range| Token::new(range, TokenKind::Heading)));
    }
    rest
}

/// Calls `found` with what a range has on each of its lines, without white space at its ends.
fn pieces(text: &Text, range: Range<usize>, mut found: impl FnMut(Range<usize>)) {
    let mut start = range.start;
    while start < range.end {
        let line = text.line_of(start);
        let end = text.line_range(line).end.min(range.end);
        let said = text.slice(start..end);
        let first = start + (said.len() - said.trim_start_matches(is_space).len());
        let last = start + said.trim_end_matches(is_space).len();
        if first < last {
            found(first..last);
        }
        start = text.line_start(line + 1);
    }
}

impl Token {
    fn new(range: Range<usize>, kind: TokenKind) -> Self {
        Token { range, kind }
    }

    fn meets(&self, within: &Range<usize>) -> bool {
        self.range.start < within.end && within.start < self.range.end
    }
}
