//! Lines above footnotes.

use std::ops;

use serde_json::json;
use tower_lsp::ls_types::*;

use super::Converter;
use crate::features::lenses;
use crate::server::command;

impl Converter<'_> {
    /// Lenses. What they say is asked for when they come into sight.
    pub fn lenses(&self, uri: &Uri, found: &[ops::Range<usize>]) -> Vec<CodeLens> {
        let data = Some(json!({ "uri": uri }));
        found
            .iter()
            .map(|marker| CodeLens { range: self.range(marker), command: None, data: data.clone() })
            .collect()
    }

    /// The same lens with what it says, if it is still true. Its command shows the references one after the other; its
    /// arguments are those of VS Code's `editor.action.showReferences`, for a client that has a list of its own.
    pub fn resolved_lens(&self, uri: &Uri, lens: CodeLens) -> CodeLens {
        let Some(found) = lenses::at(self.snapshot, self.offset(lens.range.start)) else { return lens };
        let places = self.locations(uri, &found.references);
        let leads = self.profile.shows_documents && !places.is_empty();
        let command = if leads { command::SHOW_REFERENCES } else { "" };
        let arguments = leads.then(|| vec![json!(uri), json!(lens.range.start), json!(places)]);
        CodeLens {
            command: Some(Command { title: found.title(), command: command.to_owned(), arguments }),
            ..lens
        }
    }
}
