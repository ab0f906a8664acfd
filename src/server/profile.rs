//! What was agreed with the client when the session began.

use tower_lsp::ls_types::{
    ClientCapabilities, MarkupKind, PositionEncodingKind, WorkspaceFileOperationsClientCapabilities,
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
    pub diagnostic_versions: bool,
    pub diagnostic_pages: bool,
    pub diagnostic_relations: bool,
    pub diagnostic_data: bool,
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

impl Profile {
    pub fn new(client: &ClientCapabilities) -> Self {
        let general = client.general.as_ref();
        let workspace = client.workspace.clone().unwrap_or_default();
        let document = client.text_document.clone().unwrap_or_default();
        let diagnostics = document.publish_diagnostics.unwrap_or_default();
        let formats = document.hover.and_then(|hover| hover.content_format).unwrap_or_default();
        Profile {
            encoding: negotiate(general.and_then(|general| general.position_encodings.as_deref())),
            hover_markup: match formats.first() {
                Some(MarkupKind::Markdown) => Markup::Markdown,
                _ => Markup::Plain,
            },
            definition_links: is(document.definition.and_then(|definition| definition.link_support)),
            symbol_tree: is(document
                .document_symbol
                .and_then(|symbols| symbols.hierarchical_document_symbol_support)),
            fold_limit: document
                .folding_range
                .and_then(|folding| folding.range_limit)
                .map(|limit| limit as usize),
            diagnostic_versions: is(diagnostics.version_support),
            diagnostic_pages: is(diagnostics.code_description_support),
            diagnostic_relations: is(diagnostics.related_information),
            diagnostic_data: is(diagnostics.data_support),
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

/// UTF-8, which costs nothing here, if the client can; else UTF-16, which every client must be able to do.
fn negotiate(offered: Option<&[PositionEncodingKind]>) -> Encoding {
    match offered {
        Some(offered) if offered.contains(&PositionEncodingKind::UTF8) => Encoding::Utf8,
        Some([only]) if *only == PositionEncodingKind::UTF32 => Encoding::Utf32,
        _ => Encoding::Utf16,
    }
}
