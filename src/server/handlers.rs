//! The handlers: each a few lines over the [`Session`].
//!
//! What a handler does before its first await happens in the order of arrival (see [`super::guard`]); after an
//! await nothing is promised. So: change or take a snapshot first, await later. And never await a request to
//! the client: reader and handlers share a task.

use std::path::PathBuf;
use std::sync::atomic::Ordering;

use tower_lsp::LanguageServer;
use tower_lsp::jsonrpc::{Error, Result};
use tower_lsp::ls_types::*;

use super::command::Command;
use super::elsewhere::Elsewhere;
use super::errand::{self, Errand};
use super::profile::Profile;
use super::session::{LONG, Session, complain};
use super::{configs, convert, lifeline, pull};
use crate::config::is_config;
use crate::features::{
    completion, definition, folding, highlight, hints, hover, lenses, linked, links, references, selection,
    symbols, tokens,
};
use crate::refactor::rename;
use crate::text::Text;
use crate::workspace::search;

/// Nobody reads on behind so many titles and notes.
const MOST_SYMBOLS: usize = 500;

impl LanguageServer for Session {
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
            && self.configs.is_now(&document.uri, &now.text().whole())
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
        Session::ponder(move |wanted| {
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
        if is_long { Session::ponder(move |_| answer()).await } else { Ok(answer()) }
    }

    async fn workspace_diagnostic(
        &self,
        params: WorkspaceDiagnosticParams,
    ) -> Result<WorkspaceDiagnosticReportResult> {
        let Some(pulls) = self.pulls.get().cloned() else { return Err(Error::internal_error()) };
        let (store, profile) = (self.store.clone(), self.profile().clone());
        let settled = self.reader.settled();
        settled.await;
        Session::ponder(move |wanted| {
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
        Command::new(&params.command, params.arguments)?.run(self).await
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
