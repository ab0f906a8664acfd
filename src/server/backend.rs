//! The handlers.
//!
//! What a handler does before its first await happens in the order of arrival (see [`super::guard`]); after an
//! await nothing is promised. So: change or take a snapshot first, await later. And never await a request to
//! the client: reader and handlers share a task.

use std::sync::mpsc::Sender;
use std::sync::{Arc, OnceLock};

use tokio::runtime::Handle;
use tokio::task::spawn_blocking;
use tower_lsp::jsonrpc::{Error, Result};
use tower_lsp::ls_types::*;
use tower_lsp::{Client, LanguageServer};

use super::convert::{self, Converter};
use super::profile::Profile;
use super::publish::Publisher;
use super::store::Store;
use super::{End, lifeline};
use crate::features::{definition, folding, highlight, hover, references, symbols};

/// Questions about longer texts are answered on another thread: handlers share the reader's.
const LONG: usize = 256 << 10;

/// One session.
pub struct Backend {
    store: Arc<Store>,
    profile: OnceLock<Profile>,
    client: Client,
    ended: Sender<End>,
}

impl Backend {
    pub fn new(client: Client, ended: Sender<End>) -> Self {
        Backend { store: Arc::default(), profile: OnceLock::new(), client, ended }
    }

    fn profile(&self) -> &Profile {
        self.profile.get_or_init(Profile::default)
    }

    /// Answers a question about the newest state of a document; nothing if there is no such document.
    async fn ask<T: Default + Send + 'static>(
        &self,
        uri: &Uri,
        question: impl FnOnce(&Converter) -> T + Send + 'static,
    ) -> Result<T> {
        let Some(snapshot) = self.store.snapshot(uri) else {
            tracing::warn!("{} was asked about, which is not open", uri.as_str());
            return Ok(T::default());
        };
        if snapshot.text().len() <= LONG {
            return Ok(question(&Converter::new(&snapshot, self.profile())));
        }
        let profile = self.profile().clone();
        // A panic has been reported by then.
        spawn_blocking(move || question(&Converter::new(&snapshot, &profile)))
            .await
            .map_err(|_| Error::internal_error())
    }
}

impl LanguageServer for Backend {
    async fn initialize(&self, params: InitializeParams) -> Result<InitializeResult> {
        let profile = self.profile.get_or_init(|| Profile::new(&params.capabilities));
        Publisher::start(self.store.clone(), profile.clone(), self.client.clone(), Handle::current())
            .map_err(|error| {
                tracing::error!("no thread for publishing: {error}");
                Error::internal_error()
            })?;
        if let Some(id) = params.process_id {
            lifeline::watch(id, self.ended.clone());
        }
        Ok(convert::initialize_result(profile))
    }

    async fn shutdown(&self) -> Result<()> {
        Ok(())
    }

    async fn did_open(&self, params: DidOpenTextDocumentParams) {
        let document = params.text_document;
        let hints = convert::hints(&document);
        self.store.open(document.uri, document.version, &document.text, hints);
    }

    async fn did_change(&self, params: DidChangeTextDocumentParams) {
        let document = params.text_document;
        let changes = params.content_changes.into_iter().map(convert::change).collect();
        self.store.change(&document.uri, document.version, changes, self.profile().encoding);
    }

    /// Nothing depends on what is on the disk.
    async fn did_save(&self, _: DidSaveTextDocumentParams) {}

    async fn did_close(&self, params: DidCloseTextDocumentParams) {
        self.store.close(params.text_document.uri);
    }

    /// There are no settings yet. Many clients send them unasked, and the default is to complain.
    async fn did_change_configuration(&self, _: DidChangeConfigurationParams) {}

    /// As for settings.
    async fn did_change_workspace_folders(&self, _: DidChangeWorkspaceFoldersParams) {}

    /// As for settings.
    async fn did_change_watched_files(&self, _: DidChangeWatchedFilesParams) {}

    async fn hover(&self, params: HoverParams) -> Result<Option<Hover>> {
        let place = params.text_document_position_params;
        let markup = self.profile().hover_markup;
        self.ask(&place.text_document.uri, move |converter| {
            let found = hover::find(converter.snapshot(), converter.offset(place.position), markup)?;
            Some(converter.hover(found))
        })
        .await
    }

    async fn goto_definition(&self, params: GotoDefinitionParams) -> Result<Option<GotoDefinitionResponse>> {
        let place = params.text_document_position_params;
        let uri = place.text_document.uri;
        self.ask(&uri.clone(), move |converter| {
            let found = definition::find(converter.snapshot(), converter.offset(place.position))?;
            Some(converter.definition(&uri, &found))
        })
        .await
    }

    async fn references(&self, params: ReferenceParams) -> Result<Option<Vec<Location>>> {
        let place = params.text_document_position;
        let uri = place.text_document.uri;
        let declaration = params.context.include_declaration;
        self.ask(&uri.clone(), move |converter| {
            let offset = converter.offset(place.position);
            let found = references::find(converter.snapshot(), offset, declaration);
            Some(converter.locations(&uri, &found))
        })
        .await
    }

    async fn document_highlight(
        &self,
        params: DocumentHighlightParams,
    ) -> Result<Option<Vec<DocumentHighlight>>> {
        let place = params.text_document_position_params;
        self.ask(&place.text_document.uri, move |converter| {
            let found = highlight::find(converter.snapshot(), converter.offset(place.position));
            Some(converter.highlights(&found))
        })
        .await
    }

    async fn document_symbol(&self, params: DocumentSymbolParams) -> Result<Option<DocumentSymbolResponse>> {
        let uri = params.text_document.uri;
        self.ask(&uri.clone(), move |converter| {
            Some(converter.symbols(&uri, symbols::outline(converter.snapshot())))
        })
        .await
    }

    async fn folding_range(&self, params: FoldingRangeParams) -> Result<Option<Vec<FoldingRange>>> {
        self.ask(&params.text_document.uri, |converter| {
            Some(converter.folds(&folding::ranges(converter.snapshot())))
        })
        .await
    }
}
