//! What was agreed with the client when the session began.

use tower_lsp::ls_types::{
    ClientCapabilities, MarkupKind, PositionEncodingKind, SemanticTokensClientCapabilities,
    SemanticTokensFullOptions, TokenFormat, WorkspaceClientCapabilities,
    WorkspaceFileOperationsClientCapabilities,
};

use crate::features::hover::Markup;
use crate::text::Encoding;

/// What the client can take. The default is what a client can take that says nothing.
#[derive(Debug, Clone)]
pub struct Profile {
    /// How columns are counted.
    pub encoding: Encoding,
    pub hover_markup: Markup,
    pub definition_links: bool,
    pub symbol_tree: bool,
    pub fold_limit: Option<usize>,
    pub tokens: Tokens,
    pub inlay_hints: bool,
    /// Asks for the tooltip of a hint when it is shown, and sends back what came with it.
    pub resolves_hints: bool,
    pub code_lenses: bool,
    pub links: bool,
    pub selections: bool,
    pub linked_editing: bool,
    pub link_tooltips: bool,
    /// What it asks for anew when it is told that all answers have changed.
    pub refreshes: Refreshes,
    pub diagnostic_versions: bool,
    pub diagnostic_pages: bool,
    pub diagnostic_relations: bool,
    pub diagnostic_data: bool,
    /// Shows what is said of a completion when it is chosen, in this markup.
    pub completion_markup: Markup,
    /// Shows details beside the label of a completion.
    pub completion_details: bool,
    /// Can be told where the cursor goes in what it inserts.
    pub snippets: bool,
    /// Lets its user choose whether a completion takes the place of what stands behind the cursor.
    pub insert_and_replace: bool,
    /// Knows code actions, and not only commands.
    pub action_literals: bool,
    pub action_preference: bool,
    /// Asks for the edits of a code action when it is chosen, and sends back what came with it.
    pub resolves_actions: bool,
    /// Takes the command of a code action whenever its edits come.
    pub action_commands: bool,
    /// Asks what is to be renamed before it asks for the new name.
    pub prepares_rename: bool,
    /// Compares versions before it edits.
    pub versioned_edits: bool,
    /// Edits when it is asked to.
    pub applies_edits: bool,
    /// Shows a place when it is asked to.
    pub shows_documents: bool,
    /// Can be asked for its settings.
    pub has_settings: bool,
    /// Can be asked to tell when its settings change.
    pub watches_settings: bool,
    /// Can be asked to tell when files change.
    pub watches_files: bool,
    /// Can have several folders open, and tells when that changes.
    pub has_folders: bool,
    /// Asks for diagnostics, and is not told of them unasked.
    pub pulls_diagnostics: bool,
    /// Can be asked to ask for diagnostics again.
    pub refreshes_diagnostics: bool,
    /// Can show how far something is.
    pub shows_progress: bool,
    /// Tells when files are created, renamed or deleted in it.
    pub file_operations: WorkspaceFileOperationsClientCapabilities,
}

/// The questions for tokens that the client asks.
#[derive(Debug, Clone, Default)]
pub struct Tokens {
    pub full: bool,
    /// Also for what changed since it asked last.
    pub delta: bool,
    pub range: bool,
}

impl Tokens {
    fn new(client: &SemanticTokensClientCapabilities) -> Self {
        if !client.formats.contains(&TokenFormat::RELATIVE) {
            return Tokens::default();
        }
        let (full, delta) = match client.requests.full {
            Some(SemanticTokensFullOptions::Bool(full)) => (full, false),
            Some(SemanticTokensFullOptions::Delta { delta }) => (true, is(delta)),
            None => (false, false),
        };
        Tokens { full, delta, range: is(client.requests.range) }
    }
}

/// The answers that the client asks for anew when it is told to.
#[derive(Debug, Clone, Copy, Default)]
pub struct Refreshes {
    pub tokens: bool,
    pub hints: bool,
    pub lenses: bool,
}

impl Refreshes {
    fn new(client: &WorkspaceClientCapabilities) -> Self {
        Refreshes {
            tokens: is(client.semantic_tokens.as_ref().and_then(|tokens| tokens.refresh_support)),
            hints: is(client.inlay_hint.as_ref().and_then(|hints| hints.refresh_support)),
            lenses: is(client.code_lens.as_ref().and_then(|lenses| lenses.refresh_support)),
        }
    }
}

impl Profile {
    pub fn new(client: &ClientCapabilities) -> Self {
        let general = client.general.as_ref();
        let workspace = client.workspace.clone().unwrap_or_default();
        let document = client.text_document.clone().unwrap_or_default();
        let diagnostics = document.publish_diagnostics.unwrap_or_default();
        let actions = document.code_action.unwrap_or_default();
        let resolved = actions.resolve_support.map(|support| support.properties).unwrap_or_default();
        let resolves = |part: &str| resolved.iter().any(|property| property == part);
        let resolves_actions = is(actions.data_support) && resolves("edit");
        let window = client.window.clone().unwrap_or_default();
        let formats = document.hover.and_then(|hover| hover.content_format);
        let completion = document.completion.and_then(|completion| completion.completion_item);
        let completion = completion.unwrap_or_default();
        Profile {
            encoding: negotiate(general.and_then(|general| general.position_encodings.as_deref())),
            hover_markup: markup(formats),
            completion_markup: markup(completion.documentation_format),
            completion_details: is(completion.label_details_support),
            snippets: is(completion.snippet_support),
            insert_and_replace: is(completion.insert_replace_support),
            definition_links: is(document.definition.and_then(|definition| definition.link_support)),
            symbol_tree: is(document
                .document_symbol
                .and_then(|symbols| symbols.hierarchical_document_symbol_support)),
            fold_limit: document
                .folding_range
                .and_then(|folding| folding.range_limit)
                .map(|limit| limit as usize),
            tokens: document.semantic_tokens.as_ref().map(Tokens::new).unwrap_or_default(),
            inlay_hints: document.inlay_hint.is_some(),
            resolves_hints: document
                .inlay_hint
                .and_then(|hints| hints.resolve_support)
                .is_some_and(|support| support.properties.iter().any(|property| property == "tooltip")),
            linked_editing: document.linked_editing_range.is_some(),
            selections: document.selection_range.is_some(),
            links: document.document_link.is_some(),
            link_tooltips: is(document.document_link.and_then(|links| links.tooltip_support)),
            code_lenses: document.code_lens.is_some(),
            refreshes: Refreshes::new(&workspace),
            diagnostic_versions: is(diagnostics.version_support),
            diagnostic_pages: is(diagnostics.code_description_support),
            diagnostic_relations: is(diagnostics.related_information),
            diagnostic_data: is(diagnostics.data_support),
            action_literals: actions.code_action_literal_support.is_some(),
            action_preference: is(actions.is_preferred_support),
            resolves_actions,
            action_commands: !resolves_actions || resolves("command"),
            prepares_rename: is(document.rename.and_then(|rename| rename.prepare_support)),
            versioned_edits: is(workspace.workspace_edit.and_then(|edit| edit.document_changes)),
            applies_edits: is(workspace.apply_edit),
            shows_documents: window.show_document.is_some_and(|show| show.support),
            has_settings: is(workspace.configuration),
            watches_settings: is(workspace
                .did_change_configuration
                .and_then(|settings| settings.dynamic_registration)),
            watches_files: is(workspace
                .did_change_watched_files
                .and_then(|files| files.dynamic_registration)),
            has_folders: is(workspace.workspace_folders),
            pulls_diagnostics: document.diagnostic.is_some(),
            refreshes_diagnostics: document.diagnostic.is_some()
                && is(workspace.diagnostics.and_then(|diagnostics| diagnostics.refresh_support)),
            shows_progress: is(client.window.as_ref().and_then(|window| window.work_done_progress)),
            file_operations: workspace.file_operations.unwrap_or_default(),
        }
    }

    /// The encoding, as it is announced.
    pub fn encoding_kind(&self) -> PositionEncodingKind {
        match self.encoding {
            Encoding::Utf8 => PositionEncodingKind::UTF8,
            Encoding::Utf16 => PositionEncodingKind::UTF16,
            Encoding::Utf32 => PositionEncodingKind::UTF32,
        }
    }
}

impl Default for Profile {
    fn default() -> Self {
        Profile::new(&ClientCapabilities::default())
    }
}

fn is(capability: Option<bool>) -> bool {
    capability == Some(true)
}

/// The markup that the client likes best.
fn markup(formats: Option<Vec<MarkupKind>>) -> Markup {
    match formats.unwrap_or_default().first() {
        Some(MarkupKind::Markdown) => Markup::Markdown,
        _ => Markup::Plain,
    }
}

/// UTF-8, which costs nothing here, if the client can; else what it names first: lsp-mode 9.0 also names UTF-16, and counts
/// in UTF-32 whatever is agreed. Who names nothing is able to do UTF-16.
fn negotiate(offered: Option<&[PositionEncodingKind]>) -> Encoding {
    match offered {
        Some(offered) if offered.contains(&PositionEncodingKind::UTF8) => Encoding::Utf8,
        Some([first, ..]) if *first == PositionEncodingKind::UTF32 => Encoding::Utf32,
        _ => Encoding::Utf16,
    }
}
