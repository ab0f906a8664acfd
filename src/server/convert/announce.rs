//! What is announced to a client, and what it is asked for.

use std::path::PathBuf;

use serde_json::json;
use tower_lsp::ls_types::*;

use super::actions::action_kinds;
use super::tokens::legend;
use crate::config;
use crate::server::profile::{Profile, Tokens};
use crate::server::{command, configs};
use crate::workspace::walk;

/// What is announced to a client: as much as works.
pub fn initialize_result(profile: &Profile) -> InitializeResult {
    let sync = TextDocumentSyncOptions {
        open_close: Some(true),
        change: Some(TextDocumentSyncKind::INCREMENTAL),
        save: Some(TextDocumentSyncSaveOptions::Supported(true)),
        ..Default::default()
    };
    InitializeResult {
        capabilities: ServerCapabilities {
            position_encoding: Some(profile.encoding_kind()),
            text_document_sync: Some(sync.into()),
            hover_provider: Some(true.into()),
            definition_provider: Some(OneOf::Left(true)),
            references_provider: Some(OneOf::Left(true)),
            document_highlight_provider: Some(OneOf::Left(true)),
            document_symbol_provider: Some(OneOf::Left(true)),
            folding_range_provider: Some(true.into()),
            semantic_tokens_provider: semantic_tokens(&profile.tokens),
            completion_provider: Some(completion()),
            rename_provider: Some(rename(profile)),
            inlay_hint_provider: profile.inlay_hints.then(|| {
                let resolve_provider = Some(profile.resolves_hints);
                let options = InlayHintOptions { resolve_provider, ..Default::default() };
                OneOf::Right(InlayHintServerCapabilities::Options(options))
            }),
            code_action_provider: code_actions(profile),
            document_link_provider: profile.links.then(|| DocumentLinkOptions {
                resolve_provider: Some(false),
                work_done_progress_options: Default::default(),
            }),
            selection_range_provider: profile.selections.then(|| true.into()),
            linked_editing_range_provider: profile
                .linked_editing
                .then_some(LinkedEditingRangeServerCapabilities::Simple(true)),
            code_lens_provider: profile
                .code_lenses
                .then_some(CodeLensOptions { resolve_provider: Some(true) }),
            execute_command_provider: Some(ExecuteCommandOptions {
                commands: command::names(profile),
                ..Default::default()
            }),
            workspace_symbol_provider: Some(OneOf::Left(true)),
            diagnostic_provider: profile.pulls_diagnostics.then(diagnostics),
            workspace: workspace(profile),
            ..Default::default()
        },
        server_info: Some(ServerInfo {
            name: env!("CARGO_PKG_NAME").into(),
            version: Some(env!("CARGO_PKG_VERSION").into()),
        }),
        ..Default::default()
    }
}

fn semantic_tokens(asked: &Tokens) -> Option<SemanticTokensServerCapabilities> {
    let full = asked.full.then_some(match asked.delta {
        true => SemanticTokensFullOptions::Delta { delta: Some(true) },
        false => SemanticTokensFullOptions::Bool(true),
    });
    let options = SemanticTokensOptions {
        legend: legend(),
        range: Some(asked.range),
        full,
        ..SemanticTokensOptions::default()
    };
    (asked.full || asked.range).then(|| options.into())
}

/// What markers, headings and the dash before a name begin with, and what stands before a value. The space is none of
/// them: there is one behind every word.
fn completion() -> CompletionOptions {
    let triggers = ["[", "^", "{", "*", "†", "—", "–", "-", ":", "#"];
    CompletionOptions {
        trigger_characters: Some(triggers.map(str::to_owned).to_vec()),
        resolve_provider: Some(true),
        ..Default::default()
    }
}

fn rename(profile: &Profile) -> OneOf<bool, RenameOptions> {
    match profile.prepares_rename {
        true => OneOf::Right(RenameOptions {
            prepare_provider: Some(true),
            work_done_progress_options: Default::default(),
        }),
        false => OneOf::Left(true),
    }
}

/// To a client that knows nothing but commands, and cannot be asked to edit, there is nothing to offer.
fn code_actions(profile: &Profile) -> Option<CodeActionProviderCapability> {
    if !profile.action_literals {
        return profile.applies_edits.then_some(CodeActionProviderCapability::Simple(true));
    }
    Some(CodeActionProviderCapability::Options(CodeActionOptions {
        code_action_kinds: Some(action_kinds()),
        resolve_provider: Some(profile.resolves_actions),
        ..Default::default()
    }))
}

/// Texts may have their notes in others.
fn diagnostics() -> DiagnosticServerCapabilities {
    DiagnosticServerCapabilities::Options(DiagnosticOptions {
        identifier: Some(env!("CARGO_PKG_NAME").into()),
        inter_file_dependencies: true,
        workspace_diagnostics: true,
        work_done_progress_options: WorkDoneProgressOptions::default(),
    })
}

fn workspace(profile: &Profile) -> Option<WorkspaceServerCapabilities> {
    let folders = WorkspaceFoldersServerCapabilities {
        supported: Some(true),
        change_notifications: Some(OneOf::Left(true)),
    };
    let client = &profile.file_operations;
    let tells = |can: Option<bool>| (can == Some(true)).then(files);
    let operations = WorkspaceFileOperationsServerCapabilities {
        did_create: tells(client.did_create),
        did_rename: tells(client.did_rename),
        did_delete: tells(client.did_delete),
        ..Default::default()
    };
    let capabilities = WorkspaceServerCapabilities {
        workspace_folders: profile.has_folders.then_some(folders),
        file_operations: (operations != Default::default()).then_some(operations),
    };
    (capabilities != Default::default()).then_some(capabilities)
}

/// Patterns for names of texts, and of what decides about them. Texts without an ending cannot be told from other
/// files by a pattern.
fn patterns() -> Vec<String> {
    let texts = walk::ENDINGS.map(|ending| format!("**/*.{ending}"));
    [config::FILE_NAME, ".gitignore"].map(|name| format!("**/{name}")).into_iter().chain(texts).collect()
}

/// The files, and the folders of files, whose coming and going is of interest.
fn files() -> FileOperationRegistrationOptions {
    let filter = |glob, matches, ignore_case| FileOperationFilter {
        scheme: Some("file".to_owned()),
        pattern: FileOperationPattern {
            glob,
            matches: Some(matches),
            options: Some(FileOperationPatternOptions { ignore_case: Some(ignore_case) }),
        },
    };
    let files = patterns().into_iter().map(|glob| filter(glob, FileOperationPatternKind::File, true));
    let folders = filter("**/*".to_owned(), FileOperationPatternKind::Folder, false);
    FileOperationRegistrationOptions { filters: files.chain([folders]).collect() }
}

/// What the client is asked to tell of by itself, as far as it can.
pub fn registrations(profile: &Profile) -> Vec<Registration> {
    let registration = |method: &str, options| Registration {
        id: format!("{}:{method}", env!("CARGO_PKG_NAME")),
        method: method.to_owned(),
        register_options: Some(options),
    };
    let watchers: Vec<_> = patterns().into_iter().map(|pattern| json!({ "globPattern": pattern })).collect();
    let watchers = json!({ "watchers": watchers });
    let files = profile.watches_files.then(|| registration("workspace/didChangeWatchedFiles", watchers));
    let section = json!({ "section": configs::SECTION });
    let settings =
        profile.watches_settings.then(|| registration("workspace/didChangeConfiguration", section));
    files.into_iter().chain(settings).collect()
}

/// The question for the settings that are meant for this program: for all texts, and then for each of these folders.
pub fn question_for_settings(folders: &[PathBuf]) -> Vec<ConfigurationItem> {
    let scopes = folders.iter().map(Uri::from_file_path);
    let item = |scope_uri| ConfigurationItem { scope_uri, section: Some(configs::SECTION.to_owned()) };
    [None].into_iter().chain(scopes).map(item).collect()
}
