//! The engine's answers as LSP says them. LSP types are made here and nowhere else.

use std::ops;

use tower_lsp::ls_types::*;

use super::profile::Profile;
use super::store::Change;
use crate::document::Snapshot;
use crate::features::definition::{self, Definition};
use crate::features::highlight::Highlight;
use crate::features::hover::{self, Markup};
use crate::features::jump::Jump;
use crate::text::{self, Text};

mod actions;
mod announce;
mod completion;
mod diagnostics;
mod edits;
mod hints;
mod lenses;
mod links;
mod outline;
mod rename;
mod selection;
mod tokens;
mod workspace;

pub use announce::{initialize_result, question_for_settings, registrations};
pub use completion::Origin;
pub use hints::document_of;
pub use tokens::token_edits;
pub use workspace::{document_report, hits, workspace_report};

/// A position as the engine knows it.
pub fn position(position: Position) -> text::Position {
    text::Position { line: position.line as usize, column: position.character as usize }
}

/// A change as the store knows it.
pub fn change(event: TextDocumentContentChangeEvent) -> Change {
    let range = event.range.map(|range| (self::position(range.start), self::position(range.end)));
    Change { range, text: event.text }
}

/// The request to show a place.
pub fn show(place: Location) -> ShowDocumentParams {
    ShowDocumentParams {
        uri: place.uri,
        external: None,
        take_focus: Some(true),
        selection: Some(place.range),
    }
}

/// Says what was found in one state of a document to one client.
pub struct Converter<'a> {
    snapshot: &'a Snapshot,
    profile: &'a Profile,
}

impl<'a> Converter<'a> {
    pub fn new(snapshot: &'a Snapshot, profile: &'a Profile) -> Self {
        Converter { snapshot, profile }
    }

    /// The state that is spoken of.
    pub fn snapshot(&self) -> &Snapshot {
        self.snapshot
    }

    /// The byte that a client's position means.
    pub fn offset(&self, position: Position) -> usize {
        self.snapshot.text().offset(self::position(position), self.profile.encoding)
    }

    /// The bytes that a client's range means.
    pub fn range_of(&self, range: Range) -> ops::Range<usize> {
        let (start, end) = (self.offset(range.start), self.offset(range.end));
        start..end.max(start)
    }

    fn range(&self, range: &ops::Range<usize>) -> Range {
        range_in(self.snapshot.text(), range, self.profile.encoding)
    }

    fn location(&self, uri: &Uri, range: &ops::Range<usize>) -> Location {
        Location { uri: uri.clone(), range: self.range(range) }
    }

    pub fn hover(&self, found: hover::Hover) -> Hover {
        let kind = match self.profile.hover_markup {
            Markup::Markdown => MarkupKind::Markdown,
            Markup::Plain => MarkupKind::PlainText,
        };
        Hover {
            contents: HoverContents::Markup(MarkupContent { kind, value: found.content }),
            range: Some(self.range(&found.range)),
        }
    }

    pub fn definition(&self, uri: &Uri, found: &Definition) -> GotoDefinitionResponse {
        let beside = self.beside().filter(|_| found.is_beside);
        let (text, uri) = match &beside {
            Some((text, beside)) => (*text, beside),
            None => (self.snapshot.text(), uri),
        };
        let range = |range: &ops::Range<usize>| range_in(text, range, self.profile.encoding);
        if !self.profile.definition_links {
            let location =
                |target: &definition::Target| Location { uri: uri.clone(), range: range(&target.selection) };
            let locations = found.targets.iter().map(location);
            return GotoDefinitionResponse::Array(locations.collect());
        }
        let origin = self.range(&found.origin);
        let links = found.targets.iter().map(|target| LocationLink {
            origin_selection_range: Some(origin),
            target_uri: uri.clone(),
            target_range: range(&target.range),
            target_selection_range: range(&target.selection),
        });
        GotoDefinitionResponse::Link(links.collect())
    }

    /// Where the cursor goes.
    pub fn landing(&self, uri: &Uri, jump: Jump) -> Option<Location> {
        match jump {
            Jump::Back(at) | Jump::There(at) => Some(self.location(uri, &(at..at))),
            Jump::Beside(at) => {
                let (text, uri) = self.beside()?;
                Some(Location { uri, range: range_in(text, &(at..at), self.profile.encoding) })
            }
        }
    }

    /// The text's companion.
    fn beside(&self) -> Option<(&Text, Uri)> {
        let companion = self.snapshot.companion()?;
        Some((&companion.text, Uri::from_file_path(&companion.path)?))
    }

    pub fn locations(&self, uri: &Uri, found: &[ops::Range<usize>]) -> Vec<Location> {
        found.iter().map(|range| self.location(uri, range)).collect()
    }

    pub fn highlights(&self, found: &[Highlight]) -> Vec<DocumentHighlight> {
        let kind = |is_footnote| match is_footnote {
            true => DocumentHighlightKind::WRITE,
            false => DocumentHighlightKind::READ,
        };
        found
            .iter()
            .map(|one| DocumentHighlight { range: self.range(&one.range), kind: Some(kind(one.is_footnote)) })
            .collect()
    }
}

fn range_in(text: &text::Text, range: &ops::Range<usize>, encoding: text::Encoding) -> Range {
    let position = |offset| {
        let position = text.position(offset, encoding);
        Position { line: number(position.line), character: number(position.column) }
    };
    Range { start: position(range.start), end: position(range.end) }
}

/// The engine's numbers are limited by the length of a text, the protocol's by their type.
fn number(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
