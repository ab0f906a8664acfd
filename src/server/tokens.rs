//! The tokens that a client has of each document, so that it can be told what changed.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

use tower_lsp::ls_types::{
    SemanticToken, SemanticTokens, SemanticTokensDelta, SemanticTokensFullDeltaResult, Uri,
};

use super::convert::token_edits;
use super::store::Store;

/// What was told last of each document. Results have numbers that never come again: one of an earlier opening is
/// not taken for one of a later.
#[derive(Debug, Default)]
pub struct Told {
    count: AtomicU64,
    last: Mutex<HashMap<Uri, (String, Vec<SemanticToken>)>>,
}

impl Told {
    /// All tokens of a document, under a name that a later question may begin from.
    pub fn all(&self, store: &Store, uri: &Uri, tokens: Vec<SemanticToken>) -> SemanticTokens {
        let id = self.next_id();
        self.keep(store, uri, id.clone(), tokens.clone());
        SemanticTokens { result_id: Some(id), data: tokens }
    }

    /// What changed of a document's tokens since the result `known`; all of them, if that is not the last one.
    pub fn changes(
        &self,
        store: &Store,
        uri: &Uri,
        known: &str,
        tokens: Vec<SemanticToken>,
    ) -> SemanticTokensFullDeltaResult {
        let last = self.lock().remove(uri).filter(|(id, _)| id == known);
        let Some((_, before)) = last else { return self.all(store, uri, tokens).into() };
        let edits = token_edits(&before, &tokens);
        let id = self.next_id();
        self.keep(store, uri, id.clone(), tokens);
        SemanticTokensDelta { result_id: Some(id), edits }.into()
    }

    /// A document was closed.
    pub fn forget(&self, uri: &Uri) {
        self.lock().remove(uri);
    }

    /// A document that was closed while its tokens were sought has none to keep.
    fn keep(&self, store: &Store, uri: &Uri, id: String, tokens: Vec<SemanticToken>) {
        self.lock().insert(uri.clone(), (id, tokens));
        if store.snapshot(uri).is_none() {
            self.forget(uri);
        }
    }

    fn next_id(&self) -> String {
        self.count.fetch_add(1, Ordering::Relaxed).to_string()
    }

    /// Nothing that is held here is half done when a panic comes.
    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<Uri, (String, Vec<SemanticToken>)>> {
        self.last.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
