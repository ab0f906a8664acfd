//! Changes of a document, as an editor applies them.

use std::collections::HashMap;
use std::ops;

use tower_lsp::ls_types::*;

use super::{Converter, range_in};
use crate::edits::Edits;
use crate::refactor::Change;

impl Converter<'_> {
    /// Edits as this client can take them: with the version that they are for, if it can compare it.
    pub fn workspace_edit(&self, uri: &Uri, version: i32, edits: &Edits) -> WorkspaceEdit {
        let edits = self.text_edits(edits);
        if !self.profile.versioned_edits {
            let changes =
                if edits.is_empty() { HashMap::new() } else { HashMap::from([(uri.clone(), edits)]) };
            return WorkspaceEdit { changes: Some(changes), ..Default::default() };
        }
        let text_document =
            OptionalVersionedTextDocumentIdentifier { uri: uri.clone(), version: Some(version) };
        let edits: Vec<_> = edits.into_iter().map(OneOf::Left).collect();
        let edits =
            if edits.is_empty() { Vec::new() } else { vec![TextDocumentEdit { text_document, edits }] };
        WorkspaceEdit { document_changes: Some(DocumentChanges::Edits(edits)), ..Default::default() }
    }

    /// Edits of one document.
    pub fn text_edits(&self, edits: &Edits) -> Vec<TextEdit> {
        edits
            .iter()
            .map(|edit| TextEdit { range: self.range(&edit.range), new_text: edit.text.clone() })
            .collect()
    }

    /// What should be selected after a change, in the text as it is then.
    pub fn selection_after(&self, change: &Change) -> Option<Range> {
        let selection: &ops::Range<usize> = change.selection.as_ref()?;
        let after = change.edits.apply(self.snapshot.text());
        Some(range_in(&after, selection, self.profile.encoding))
    }
}
