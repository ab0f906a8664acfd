//! Words that editors show within lines.

use serde_json::json;
use tower_lsp::ls_types::*;

use super::Converter;
use crate::features::hints::{self, Hint};
use crate::features::hover::Markup;

impl Converter<'_> {
    /// Hints, with all that there is to know if the client does not ask for it later.
    pub fn hints(&self, uri: &Uri, found: Vec<Hint>) -> Vec<InlayHint> {
        found.into_iter().map(|hint| self.hint(uri, hint)).collect()
    }

    fn hint(&self, uri: &Uri, hint: Hint) -> InlayHint {
        let is_later = self.profile.resolves_hints;
        InlayHint {
            position: self.range(&(hint.offset..hint.offset)).start,
            tooltip: if is_later { None } else { self.tooltip(&hint) },
            data: is_later.then(|| json!({ "uri": uri })),
            label: hint.words.into(),
            kind: None,
            text_edits: None,
            padding_left: Some(true),
            padding_right: None,
        }
    }

    /// The same hint with all that there is to know, if it is still true.
    pub fn resolved_hint(&self, hint: InlayHint) -> InlayHint {
        let InlayHintLabel::String(words) = &hint.label else { return hint };
        let found = Hint { offset: self.offset(hint.position), words: words.clone() };
        InlayHint { tooltip: self.tooltip(&found), ..hint }
    }

    fn tooltip(&self, hint: &Hint) -> Option<InlayHintTooltip> {
        let value = hints::tooltip(self.snapshot, hint, self.profile.hover_markup)?;
        Some(match self.profile.hover_markup {
            Markup::Markdown => MarkupContent { kind: MarkupKind::Markdown, value }.into(),
            Markup::Plain => value.into(),
        })
    }
}

/// The document that a hint belongs to, which came with it and goes back to where it came from.
pub fn document_of(data: Option<&serde_json::Value>) -> Option<Uri> {
    serde_json::from_value(data?.get("uri")?.clone()).ok()
}
