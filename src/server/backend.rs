//! The handlers.
//!
//! What a handler does before its first await happens in the order of arrival (see [`super::guard`]); after an
//! await nothing is promised. So: change or take a snapshot first, await later. And never await a request to
//! the client: reader and handlers share a task.

use std::path::PathBuf;
use std::sync::mpsc::Sender;
use std::sync::{Arc, OnceLock};

use tokio::runtime::Handle;
use tokio::task::spawn_blocking;
use tower_lsp::jsonrpc::{Error, Result};
use tower_lsp::ls_types::*;
use tower_lsp::{Client, LanguageServer};

use super::configs::{self, Configs};
use super::convert::{self, Converter};
use super::errand::Errand;
use super::profile::{Profile, Refreshes};
use super::publish::Publisher;
use super::store::Store;
use super::tokens::Told;
use super::{End, errand, lifeline};
use crate::config::is_config;
use crate::features::{definition, folding, highlight, hints, hover, references, symbols, tokens};
use crate::refactor::{Change, Refusal};
use crate::text::Text;

/// Questions about longer texts are answered on another thread: handlers share the reader's.
const LONG: usize = 256 << 10;

/// One session.
pub struct Backend {
    store: Arc<Store>,
    configs: Arc<Configs>,
    tokens: Arc<Told>,
    profile: OnceLock<Profile>,
    /// What could not be understood of the settings that came with the first message.
    complaints: OnceLock<Vec<String>>,
    client: Client,
    ended: Sender<End>,
}

impl Backend {
    pub fn new(client: Client, ended: Sender<End>) -> Self {
        Backend {
            store: Arc::default(),
            configs: Arc::default(),
            tokens: Arc::default(),
            profile: OnceLock::new(),
            complaints: OnceLock::new(),
            client,
            ended,
        }
    }

    fn profile(&self) -> &Profile {
        self.profile.get_or_init(Profile::default)
    }

    /// Tells the documents what is decided about them.
    fn settle(&self) {
        if self.configs.settle(&self.store) {
            let (client, answers) = (self.client.clone(), self.profile().refreshes);
            tokio::spawn(async move { refresh(&client, answers).await });
        }
    }

    /// Asks the client for its settings, if it can be asked. The answer comes when it comes.
    fn ask_for_settings(&self) {
        if !self.profile().has_settings {
            return;
        }
        let (client, configs, store) = (self.client.clone(), self.configs.clone(), self.store.clone());
        let answers = self.profile().refreshes;
        let asked = configs.ask();
        tokio::spawn(async move {
            let answer = match client.configuration(convert::question_for_settings()).await {
                Ok(answer) => answer.into_iter().next().unwrap_or_default(),
                Err(error) => return tracing::warn!("the client does not tell its settings: {error}"),
            };
            if configs.is_last(asked) {
                let complaints = configs.set_editor(answer).unwrap_or_default();
                if configs.settle(&store) {
                    refresh(&client, answers).await;
                }
                complain(&client, complaints).await;
            }
        });
    }

    /// Does what a client asked for, on the state that it was asked for, and says it as the client wants to hear it.
    async fn run<T: Send + 'static>(
        &self,
        errand: Errand,
        say: impl FnOnce(&Converter, &Errand, &Change) -> T + Send + 'static,
    ) -> Result<T> {
        let uri = errand.text_document.uri.clone();
        let done = self.ask_of_version(&uri, move |converter, version| {
            let meant = errand.text_document.version.unwrap_or(version);
            if meant != version {
                return Some(Err(Error::content_modified()));
            }
            let range = converter.range_of(errand.range);
            let change = errand.task.perform(converter.snapshot(), range);
            Some(
                change
                    .map(|change| say(converter, &errand.of(version), &change))
                    .map_err(|refusal| errand::refused(&refusal)),
            )
        });
        done.await?.unwrap_or_else(|| Err(errand::refused(&Refusal::new("This document is not open."))))
    }

    /// Answers a question about the newest state of a document; nothing if there is no such document.
    async fn ask<T: Default + Send + 'static>(
        &self,
        uri: &Uri,
        question: impl FnOnce(&Converter) -> T + Send + 'static,
    ) -> Result<T> {
        self.ask_of_version(uri, |converter, _| question(converter)).await
    }

    /// The same where the answer is for one version of the document only.
    async fn ask_of_version<T: Default + Send + 'static>(
        &self,
        uri: &Uri,
        question: impl FnOnce(&Converter, i32) -> T + Send + 'static,
    ) -> Result<T> {
        let Some((snapshot, version)) = self.store.state(uri) else {
            tracing::warn!("{} was asked about, which is not open", uri.as_str());
            return Ok(T::default());
        };
        if snapshot.text().len() <= LONG {
            return Ok(question(&Converter::new(&snapshot, self.profile()), version));
        }
        let profile = self.profile().clone();
        // A panic has been reported by then.
        spawn_blocking(move || question(&Converter::new(&snapshot, &profile), version))
            .await
            .map_err(|_| Error::internal_error())
    }
}

/// Shows a place.
async fn reveal(client: &Client, place: Location) {
    if let Err(error) = client.show_document(convert::show(place)).await {
        tracing::warn!("the client could not show a place: {error}");
    }
}

/// Says that what was decided changes these answers.
async fn refresh(client: &Client, answers: Refreshes) {
    let tokens = async { if answers.tokens { client.semantic_tokens_refresh().await } else { Ok(()) } };
    let hints = async { if answers.hints { client.inlay_hint_refresh().await } else { Ok(()) } };
    let lenses = async { if answers.lenses { client.code_lens_refresh().await } else { Ok(()) } };
    let (tokens, hints, lenses) = tokio::join!(tokens, hints, lenses);
    for error in [tokens, hints, lenses].into_iter().filter_map(Result::err) {
        tracing::warn!("the client could not ask anew: {error}");
    }
}

/// Shows what could not be understood of the settings.
async fn complain(client: &Client, complaints: Vec<String>) {
    for complaint in complaints {
        tracing::warn!("settings: {complaint}");
        client.show_message(MessageType::WARNING, format!("edition-ls settings: {complaint}")).await;
    }
}

/// Where folders are on the disk.
fn files(folders: &[WorkspaceFolder]) -> Vec<PathBuf> {
    folders.iter().filter_map(|folder| configs::file(&folder.uri)).collect()
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
        let folders = params.workspace_folders.as_deref().unwrap_or_default();
        self.configs.change_workspace(&files(folders), &[]);
        let complaints = params.initialization_options.and_then(|options| self.configs.set_editor(options));
        let _ = self.complaints.set(complaints.unwrap_or_default());
        Ok(convert::initialize_result(profile))
    }

    async fn initialized(&self, _: InitializedParams) {
        self.ask_for_settings();
        let registrations = convert::registrations(self.profile());
        let complaints = self.complaints.get().cloned().unwrap_or_default();
        let client = self.client.clone();
        tokio::spawn(async move {
            complain(&client, complaints).await;
            if registrations.is_empty() {
                return;
            }
            if let Err(error) = client.register_capability(registrations).await {
                tracing::warn!("the client does not tell of changed files: {error}");
            }
        });
    }

    async fn shutdown(&self) -> Result<()> {
        Ok(())
    }

    async fn did_open(&self, params: DidOpenTextDocumentParams) {
        let document = params.text_document;
        // Not every client tells of changes on the disk.
        self.configs.forget();
        let decides = self.configs.is_now(&document.uri, &document.text);
        let hints = self.configs.hints(&document.uri, Some(document.language_id));
        let uri = document.uri.clone();
        self.store.open(document.uri, document.version, &document.text, hints);
        self.configs.beside(&self.store, &uri, Some(Text::new(&document.text)));
        if decides {
            self.settle();
        }
    }

    async fn did_change(&self, params: DidChangeTextDocumentParams) {
        let document = params.text_document;
        let changes = params.content_changes.into_iter().map(convert::change).collect();
        self.store.change(&document.uri, document.version, changes, self.profile().encoding);
        if configs::may_hold_notes(&document.uri)
            && let Some(now) = self.store.snapshot(&document.uri)
        {
            self.configs.beside(&self.store, &document.uri, Some(now.text().clone()));
        }
        if is_config(document.uri.path().as_str())
            && let Some(now) = self.store.snapshot(&document.uri)
            && self.configs.is_now(&document.uri, &now.text().slice(0..now.text().len()))
        {
            self.settle();
        }
    }

    /// Nothing in a text depends on what is on the disk. But what is decided about it does.
    async fn did_save(&self, _: DidSaveTextDocumentParams) {
        self.configs.forget();
        self.settle();
    }

    async fn did_close(&self, params: DidCloseTextDocumentParams) {
        let decides = self.configs.close(&params.text_document.uri);
        self.configs.beside(&self.store, &params.text_document.uri, None);
        self.store.close(params.text_document.uri.clone());
        self.tokens.forget(&params.text_document.uri);
        if decides {
            self.settle();
        }
    }

    async fn did_change_configuration(&self, params: DidChangeConfigurationParams) {
        // Some clients send their settings, others only that they have changed.
        let Some(complaints) = self.configs.set_editor(params.settings) else {
            return self.ask_for_settings();
        };
        self.settle();
        let client = self.client.clone();
        tokio::spawn(async move { complain(&client, complaints).await });
    }

    async fn did_change_workspace_folders(&self, params: DidChangeWorkspaceFoldersParams) {
        let (added, removed) = (files(&params.event.added), files(&params.event.removed));
        self.configs.change_workspace(&added, &removed);
        self.settle();
    }

    async fn did_change_watched_files(&self, params: DidChangeWatchedFilesParams) {
        if params.changes.iter().any(|change| is_config(change.uri.path().as_str())) {
            self.configs.forget();
            self.settle();
        }
    }

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

    async fn code_action(&self, params: CodeActionParams) -> Result<Option<CodeActionResponse>> {
        let uri = params.text_document.uri.clone();
        self.ask_of_version(&uri, |converter, version| Some(converter.actions(params, version))).await
    }

    async fn code_action_resolve(&self, action: CodeAction) -> Result<CodeAction> {
        let Some(Ok(errand)) = action.data.clone().map(serde_json::from_value::<Errand>) else {
            return Ok(action);
        };
        self.run(errand, |converter, errand, change| converter.kept(action, errand, change)).await
    }

    async fn execute_command(&self, params: ExecuteCommandParams) -> Result<Option<LSPAny>> {
        let client = self.client.clone();
        if params.command == errand::REVEAL {
            let place = errand::place(params.arguments)?;
            tokio::spawn(async move { reveal(&client, place).await });
            return Ok(None);
        }
        let errand = errand::of_command(&params.command, params.arguments)?;
        let (edit, place) =
            self.run(errand, |converter, errand, change| converter.change(errand, change)).await?;
        tokio::spawn(async move {
            match client.apply_edit(edit).await {
                Ok(answer) if answer.applied => {}
                Ok(answer) => return tracing::warn!("the client did not edit: {:?}", answer.failure_reason),
                Err(error) => return tracing::warn!("the client could not edit: {error}"),
            }
            if let Some(place) = place {
                reveal(&client, place).await;
            }
        });
        Ok(None)
    }

    async fn folding_range(&self, params: FoldingRangeParams) -> Result<Option<Vec<FoldingRange>>> {
        self.ask(&params.text_document.uri, |converter| {
            Some(converter.folds(&folding::ranges(converter.snapshot())))
        })
        .await
    }

    async fn semantic_tokens_full(
        &self,
        params: SemanticTokensParams,
    ) -> Result<Option<SemanticTokensResult>> {
        let uri = params.text_document.uri;
        let (store, told, keeps) = (self.store.clone(), self.tokens.clone(), self.profile().tokens.delta);
        self.ask(&uri.clone(), move |converter| {
            let tokens = converter.tokens(&tokens::find(converter.snapshot(), 0..usize::MAX));
            let all = match keeps {
                true => told.all(&store, &uri, tokens),
                false => SemanticTokens { result_id: None, data: tokens },
            };
            Some(all.into())
        })
        .await
    }

    async fn semantic_tokens_full_delta(
        &self,
        params: SemanticTokensDeltaParams,
    ) -> Result<Option<SemanticTokensFullDeltaResult>> {
        let (uri, known) = (params.text_document.uri, params.previous_result_id);
        let (store, told) = (self.store.clone(), self.tokens.clone());
        self.ask(&uri.clone(), move |converter| {
            let tokens = converter.tokens(&tokens::find(converter.snapshot(), 0..usize::MAX));
            Some(told.changes(&store, &uri, &known, tokens))
        })
        .await
    }

    async fn semantic_tokens_range(
        &self,
        params: SemanticTokensRangeParams,
    ) -> Result<Option<SemanticTokensRangeResult>> {
        self.ask(&params.text_document.uri, move |converter| {
            let found = tokens::find(converter.snapshot(), converter.range_of(params.range));
            Some(SemanticTokens { result_id: None, data: converter.tokens(&found) }.into())
        })
        .await
    }

    async fn inlay_hint(&self, params: InlayHintParams) -> Result<Option<Vec<InlayHint>>> {
        let uri = params.text_document.uri;
        self.ask(&uri.clone(), move |converter| {
            let found = hints::find(converter.snapshot(), converter.range_of(params.range));
            Some(converter.hints(&uri, found))
        })
        .await
    }

    async fn inlay_hint_resolve(&self, hint: InlayHint) -> Result<InlayHint> {
        let Some(uri) = convert::document_of(hint.data.as_ref()) else { return Ok(hint) };
        let found = hint.clone();
        let resolved = self.ask(&uri, move |converter| Some(converter.resolved_hint(found)));
        Ok(resolved.await?.unwrap_or(hint))
    }
}
