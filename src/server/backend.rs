//! The handlers.
//!
//! What a handler does before its first await happens in the order of arrival (see [`super::guard`]); after an
//! await nothing is promised. So: change or take a snapshot first, await later. And never await a request to
//! the client: reader and handlers share a task.

use std::collections::HashSet;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::Sender;
use std::sync::{Arc, OnceLock};

use tokio::runtime::Handle;
use tokio::task::spawn_blocking;
use tower_lsp::jsonrpc::{Error, Result};
use tower_lsp::ls_types::*;
use tower_lsp::{Client, LanguageServer};

use super::configs::{self, Configs};
use super::convert::{self, Converter};
use super::elsewhere::Elsewhere;
use super::errand::Errand;
use super::profile::{Profile, Refreshes};
use super::publish::Publisher;
use super::pull::{self, Pulls};
use super::reader::{Reader, Worker};
use super::refresh;
use super::store::Store;
use super::tokens::Told;
use super::{End, errand, lifeline};
use crate::config::is_config;
use crate::features::{
    completion, definition, folding, highlight, hints, hover, lenses, linked, links, references, selection,
    symbols, tokens,
};
use crate::refactor::{Change, Refusal, rename};
use crate::text::Text;
use crate::workspace::search;

/// Questions about longer texts are answered on another thread: handlers share the reader's.
const LONG: usize = 256 << 10;
/// Nobody reads on behind so many titles and notes.
const MOST_SYMBOLS: usize = 500;

/// One session.
pub struct Backend {
    store: Arc<Store>,
    configs: Arc<Configs>,
    tokens: Arc<Told>,
    round: errand::Round,
    /// What is known of the texts that are not open.
    reader: Arc<Reader>,
    pulls: OnceLock<Arc<Pulls>>,
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
            round: errand::Round::default(),
            reader: Arc::default(),
            pulls: OnceLock::new(),
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
            ask_anew(&self.client, self.profile().refreshes);
        }
        self.reader.look();
    }

    /// Starts the threads that work for this session.
    fn start(&self, profile: &Profile) -> std::io::Result<()> {
        let (client, runtime) = (self.client.clone(), Handle::current());
        let pulls = Arc::new(Pulls::new(profile, client.clone(), runtime.clone()));
        let _ = self.pulls.set(pulls.clone());
        Publisher::start(
            self.store.clone(),
            profile.clone(),
            pulls.clone(),
            client.clone(),
            runtime.clone(),
        )?;
        let (reader, store, configs) = (self.reader.clone(), self.store.clone(), self.configs.clone());
        Worker { reader, store, configs, profile: profile.clone(), pulls, client, runtime }.start()
    }

    /// Files were created, written or removed.
    fn files_changed(&self, files: Vec<PathBuf>) {
        if files.is_empty() {
            return;
        }
        if files.iter().any(|file| is_config(&file.to_string_lossy())) {
            self.configs.forget();
            self.settle();
        }
        self.reader.written(files);
    }

    /// Answers a question that may take a while on another thread. `question` is told when nobody wants to know any
    /// more: see [`Wanted`].
    async fn ponder<T: Send + 'static>(
        question: impl FnOnce(&AtomicBool) -> T + Send + 'static,
    ) -> Result<T> {
        let wanted = Wanted::default();
        let is_wanted = wanted.0.clone();
        let answer = spawn_blocking(move || is_wanted.load(Ordering::Relaxed).then(|| question(&is_wanted)));
        // A panic has been reported by then.
        answer.await.ok().flatten().ok_or_else(Error::internal_error)
    }

    /// Asks the client for its settings, if it can be asked. The answer comes when it comes.
    fn ask_for_settings(&self) {
        if !self.profile().has_settings {
            return;
        }
        let (client, configs, store) = (self.client.clone(), self.configs.clone(), self.store.clone());
        let (reader, refreshes) = (self.reader.clone(), self.profile().refreshes);
        let asked = configs.ask();
        tokio::spawn(async move {
            let folders = configs.scopes();
            let mut answers = match client.configuration(convert::question_for_settings(&folders)).await {
                Ok(answers) => answers.into_iter(),
                Err(error) => return tracing::warn!("the client does not tell its settings: {error}"),
            };
            if configs.is_last(asked) {
                let mut complaints =
                    configs.set_editor(answers.next().unwrap_or_default()).unwrap_or_default();
                for (folder, settings) in folders.iter().zip(answers) {
                    complaints.extend(configs.set_editor_in(folder, settings).unwrap_or_default());
                }
                // What is wrong for all texts is wrong in each folder again.
                let mut said = HashSet::new();
                complaints.retain(|complaint| said.insert(complaint.clone()));
                let is_new = configs.settle(&store);
                reader.look();
                if is_new {
                    ask_anew(&client, refreshes);
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
        Self::ponder(move |_| question(&Converter::new(&snapshot, &profile), version)).await
    }
}

/// Held by who waits for an answer. When that is cancelled, it is dropped, and then says so.
struct Wanted(Arc<AtomicBool>);

impl Default for Wanted {
    fn default() -> Self {
        Wanted(Arc::new(AtomicBool::new(true)))
    }
}

impl Drop for Wanted {
    fn drop(&mut self) {
        self.0.store(false, Ordering::Relaxed);
    }
}

/// Shows a place.
async fn reveal(client: &Client, place: Location) {
    if let Err(error) = client.show_document(convert::show(place)).await {
        tracing::warn!("the client could not show a place: {error}");
    }
}

/// Says that what was decided changes these answers.
fn ask_anew(client: &Client, answers: Refreshes) {
    let methods = [
        (answers.tokens, "workspace/semanticTokens/refresh"),
        (answers.hints, "workspace/inlayHint/refresh"),
        (answers.lenses, "workspace/codeLens/refresh"),
    ];
    for (_, method) in methods.into_iter().filter(|(is_able, _)| *is_able) {
        let client = client.clone();
        tokio::spawn(async move { refresh::ask(&client, method).await });
    }
}

/// Shows what could not be understood of the settings.
async fn complain(client: &Client, complaints: Vec<String>) {
    for complaint in complaints {
        tracing::warn!("settings: {complaint}");
        client.show_message(MessageType::WARNING, format!("edition-ls settings: {complaint}")).await;
    }
}

/// The folders of the workspace that a session begins with, however the client names them.
#[expect(deprecated, reason = "clients that know no more than one folder say it so")]
fn workspace_folders(params: &InitializeParams) -> Vec<PathBuf> {
    if let Some(folders) = &params.workspace_folders {
        return files(folders);
    }
    let root = params.root_uri.as_ref().and_then(configs::file);
    root.or_else(|| params.root_path.as_ref().map(PathBuf::from)).into_iter().collect()
}

/// Where files are on the disk.
fn named<'a>(uris: impl Iterator<Item = &'a String>) -> Vec<PathBuf> {
    uris.filter_map(|uri| configs::file(&uri.parse().ok()?)).collect()
}

/// Where folders are on the disk.
fn files(folders: &[WorkspaceFolder]) -> Vec<PathBuf> {
    folders.iter().filter_map(|folder| configs::file(&folder.uri)).collect()
}

impl LanguageServer for Backend {
    async fn initialize(&self, params: InitializeParams) -> Result<InitializeResult> {
        let profile = self.profile.get_or_init(|| Profile::new(&params.capabilities));
        self.start(profile).map_err(|error| {
            tracing::error!("no threads to work with: {error}");
            Error::internal_error()
        })?;
        if let Some(id) = params.process_id {
            lifeline::watch(id, self.ended.clone());
        }
        self.configs.change_workspace(&workspace_folders(&params), &[]);
        let complaints = params.initialization_options.and_then(|options| self.configs.set_editor(options));
        let _ = self.complaints.set(complaints.unwrap_or_default());
        Ok(convert::initialize_result(profile))
    }

    async fn initialized(&self, _: InitializedParams) {
        self.reader.look();
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
        self.reader.touch(&uri);
        self.configs.beside(&self.store, &uri, Some(Text::new(&document.text)));
        if decides {
            self.settle();
        }
    }

    async fn did_change(&self, params: DidChangeTextDocumentParams) {
        let document = params.text_document;
        let changes = params.content_changes.into_iter().map(convert::change).collect();
        self.store.change(&document.uri, document.version, changes, self.profile().encoding);
        self.reader.touch(&document.uri);
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
        // Not every client tells of changes on the disk.
        self.configs.forget();
        self.settle();
    }

    async fn did_close(&self, params: DidCloseTextDocumentParams) {
        let decides = self.configs.close(&params.text_document.uri);
        self.configs.beside(&self.store, &params.text_document.uri, None);
        self.reader.close(&params.text_document.uri);
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
        self.ask_for_settings();
    }

    async fn did_change_watched_files(&self, params: DidChangeWatchedFilesParams) {
        self.files_changed(params.changes.iter().filter_map(|change| configs::file(&change.uri)).collect());
    }

    async fn did_create_files(&self, params: CreateFilesParams) {
        self.files_changed(named(params.files.iter().map(|file| &file.uri)));
    }

    async fn did_rename_files(&self, params: RenameFilesParams) {
        self.files_changed(named(params.files.iter().flat_map(|file| [&file.old_uri, &file.new_uri])));
    }

    async fn did_delete_files(&self, params: DeleteFilesParams) {
        self.files_changed(named(params.files.iter().map(|file| &file.uri)));
    }

    async fn symbol(&self, params: WorkspaceSymbolParams) -> Result<Option<WorkspaceSymbolResponse>> {
        let reader = self.reader.clone();
        let settled = reader.settled();
        settled.await;
        Self::ponder(move |wanted| {
            let is_wanted = || wanted.load(Ordering::Relaxed);
            let texts = reader.index.texts();
            Some(convert::hits(search::search(&texts, &params.query, MOST_SYMBOLS, is_wanted)))
        })
        .await
    }

    async fn diagnostic(&self, params: DocumentDiagnosticParams) -> Result<DocumentDiagnosticReportResult> {
        let (uri, previous) = (params.text_document.uri, params.previous_result_id);
        let Some(pulls) = self.pulls.get().cloned() else { return Err(Error::internal_error()) };
        let (store, profile) = (self.store.clone(), self.profile().clone());
        let job = store.job(&uri);
        let is_long = job.as_ref().is_some_and(|job| job.snapshot.text().len() > LONG);
        let answer = move || {
            let report = pull::document(&store, &profile, &pulls, uri, job);
            convert::document_report(&report, previous.as_deref())
        };
        if is_long { Self::ponder(move |_| answer()).await } else { Ok(answer()) }
    }

    async fn workspace_diagnostic(
        &self,
        params: WorkspaceDiagnosticParams,
    ) -> Result<WorkspaceDiagnosticReportResult> {
        let Some(pulls) = self.pulls.get().cloned() else { return Err(Error::internal_error()) };
        let (store, profile) = (self.store.clone(), self.profile().clone());
        let settled = self.reader.settled();
        settled.await;
        Self::ponder(move |wanted| {
            let is_wanted = || wanted.load(Ordering::Relaxed);
            let items = pull::workspace(&store, &profile, &pulls, params.previous_result_ids, is_wanted);
            WorkspaceDiagnosticReport { items }.into()
        })
        .await
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

    async fn completion(&self, params: CompletionParams) -> Result<Option<CompletionResponse>> {
        let place = params.text_document_position;
        let uri = place.text_document.uri;
        let known = Elsewhere::than(&uri, &self.store, &self.reader);
        self.ask(&uri.clone(), move |converter| {
            let offset = converter.offset(place.position);
            converter.completions(&uri, completion::find(converter.snapshot(), offset, &known))
        })
        .await
    }

    async fn prepare_rename(
        &self,
        params: TextDocumentPositionParams,
    ) -> Result<Option<PrepareRenameResponse>> {
        self.ask(&params.text_document.uri, move |converter| {
            let found = rename::prepare(converter.snapshot(), converter.offset(params.position))?;
            Some(converter.renamable(found))
        })
        .await
    }

    async fn completion_resolve(&self, item: CompletionItem) -> Result<CompletionItem> {
        let Some(Ok(origin)) = item.data.clone().map(serde_json::from_value::<convert::Origin>) else {
            return Ok(item);
        };
        let markup = self.profile().completion_markup;
        let uri = origin.uri.clone();
        let asked = self.ask(&uri, move |converter| {
            completion::note(converter.snapshot(), &origin.note(), markup)
                .map(|content| converter.documentation(content))
        });
        Ok(CompletionItem { documentation: asked.await?, ..item })
    }

    async fn rename(&self, params: RenameParams) -> Result<Option<WorkspaceEdit>> {
        let place = params.text_document_position;
        let uri = place.text_document.uri;
        let asked = uri.clone();
        let renamed = self.ask_of_version(&asked, move |converter, version| {
            let offset = converter.offset(place.position);
            let change = rename::rename(converter.snapshot(), offset, &params.new_name);
            Some(change.map(|change| converter.workspace_edit(&uri, version, &change.edits)))
        });
        renamed.await?.transpose().map_err(|refusal| errand::refused(&refusal))
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
        if params.command == errand::SHOW_REFERENCES {
            if let Some(place) = self.round.next(errand::places(params.arguments)?) {
                tokio::spawn(async move { reveal(&client, place).await });
            }
            return Ok(None);
        }
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

    async fn code_lens(&self, params: CodeLensParams) -> Result<Option<Vec<CodeLens>>> {
        let uri = params.text_document.uri;
        self.ask(&uri.clone(), move |converter| {
            Some(converter.lenses(&uri, &lenses::find(converter.snapshot())))
        })
        .await
    }

    async fn code_lens_resolve(&self, lens: CodeLens) -> Result<CodeLens> {
        let Some(uri) = convert::document_of(lens.data.as_ref()) else { return Ok(lens) };
        let found = lens.clone();
        let document = uri.clone();
        let resolved = self.ask(&document, move |converter| Some(converter.resolved_lens(&uri, found)));
        Ok(resolved.await?.unwrap_or(lens))
    }

    async fn document_link(&self, params: DocumentLinkParams) -> Result<Option<Vec<DocumentLink>>> {
        self.ask(&params.text_document.uri, |converter| {
            Some(converter.links(links::find(converter.snapshot())))
        })
        .await
    }

    async fn selection_range(&self, params: SelectionRangeParams) -> Result<Option<Vec<SelectionRange>>> {
        self.ask(&params.text_document.uri, move |converter| {
            let offsets = params.positions.iter().map(|&position| converter.offset(position));
            let found = selection::find(converter.snapshot(), &offsets.collect::<Vec<_>>());
            Some(converter.selections(&found))
        })
        .await
    }

    async fn linked_editing_range(
        &self,
        params: LinkedEditingRangeParams,
    ) -> Result<Option<LinkedEditingRanges>> {
        let place = params.text_document_position_params;
        self.ask(&place.text_document.uri, move |converter| {
            let found = linked::find(converter.snapshot(), converter.offset(place.position))?;
            Some(converter.linked(&found))
        })
        .await
    }
}
