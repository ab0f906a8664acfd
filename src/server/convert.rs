//! The engine's answers as LSP says them. LSP types are made here and nowhere else.

use std::ops;

use serde_json::json;
use tower_lsp::ls_types::*;

use super::configs;
use super::profile::Profile;
use super::store::Change;
use crate::config;
use crate::document::Snapshot;
use crate::features::definition::{self, Definition};
use crate::features::folding::Fold;
use crate::features::highlight::Highlight;
use crate::features::hover::{self, Markup};
use crate::features::symbols::{self, Symbol};
use crate::rules::{self, Fix, Severity};
use crate::text;

/// Editors choke on more, and a text with as many has another kind of trouble.
const MOST_DIAGNOSTICS: usize = 1000;

/// Where the page of a rule can be read.
const RULE_PAGES: &str = concat!(env!("CARGO_PKG_REPOSITORY"), "/blob/main/src/rules/");

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
            ..Default::default()
        },
        server_info: Some(ServerInfo {
            name: env!("CARGO_PKG_NAME").into(),
            version: Some(env!("CARGO_PKG_VERSION").into()),
        }),
        ..Default::default()
    }
}

/// What the client is asked to tell of by itself, as far as it can.
pub fn registrations(profile: &Profile) -> Vec<Registration> {
    let registration = |method: &str, options| Registration {
        id: format!("{}:{method}", env!("CARGO_PKG_NAME")),
        method: method.to_owned(),
        register_options: Some(options),
    };
    let watchers = json!({ "watchers": [{ "globPattern": format!("**/{}", config::FILE_NAME) }] });
    let files = profile.watches_files.then(|| registration("workspace/didChangeWatchedFiles", watchers));
    let section = json!({ "section": configs::SECTION });
    let settings =
        profile.watches_settings.then(|| registration("workspace/didChangeConfiguration", section));
    files.into_iter().chain(settings).collect()
}

/// The question for the settings that are meant for this program.
pub fn question_for_settings() -> Vec<ConfigurationItem> {
    vec![ConfigurationItem { scope_uri: None, section: Some(configs::SECTION.to_owned()) }]
}

/// A position as the engine knows it.
pub fn position(position: Position) -> text::Position {
    text::Position { line: position.line as usize, column: position.character as usize }
}

/// A change as the store knows it.
pub fn change(event: TextDocumentContentChangeEvent) -> Change {
    let range = event.range.map(|range| (self::position(range.start), self::position(range.end)));
    Change { range, text: event.text }
}

/// Says what was found in one state of a document to one client.
pub struct Converter<'a> {
    snapshot: &'a Snapshot,
    profile: &'a Profile,
}

impl<'a> Converter<'a> {
    pub fn new(snapshot: &'a Snapshot, profile: &'a Profile) -> Self {
        Converter { snapshot, profile }
    }

    /// The state that is spoken of.
    pub fn snapshot(&self) -> &Snapshot {
        self.snapshot
    }

    /// The byte that a client's position means.
    pub fn offset(&self, position: Position) -> usize {
        self.snapshot.text().offset(self::position(position), self.profile.encoding)
    }

    fn range(&self, range: &ops::Range<usize>) -> Range {
        range_in(self.snapshot.text(), range, self.profile.encoding)
    }

    fn location(&self, uri: &Uri, range: &ops::Range<usize>) -> Location {
        Location { uri: uri.clone(), range: self.range(range) }
    }

    /// The diagnostics of this state, as many as an editor can take.
    pub fn diagnostics(&self, uri: &Uri) -> Vec<Diagnostic> {
        let found = config::check(self.snapshot);
        if found.len() > MOST_DIAGNOSTICS {
            tracing::warn!(
                "{}: {} problems, of which {MOST_DIAGNOSTICS} are shown; `edition-ls check` lists all",
                uri.as_str(),
                found.len()
            );
        }
        found.iter().take(MOST_DIAGNOSTICS).map(|found| self.diagnostic(uri, found)).collect()
    }

    fn diagnostic(&self, uri: &Uri, found: &rules::Diagnostic) -> Diagnostic {
        let mut message = found.message.clone();
        let mut related = None;
        if self.profile.diagnostic_relations {
            let relations = found.related.iter().map(|related| DiagnosticRelatedInformation {
                location: self.location(uri, &related.range),
                message: related.message.clone(),
            });
            related = Some(relations.collect::<Vec<_>>()).filter(|related| !related.is_empty());
        } else {
            for related in &found.related {
                let line = self.snapshot.text().line_of(related.range.start) + 1;
                message.push_str(&format!("\n(line {line}: {})", related.message));
            }
        }
        Diagnostic {
            range: self.range(&found.range),
            severity: Some(match found.severity {
                Severity::Error => DiagnosticSeverity::ERROR,
                Severity::Warning => DiagnosticSeverity::WARNING,
                Severity::Information => DiagnosticSeverity::INFORMATION,
                Severity::Hint => DiagnosticSeverity::HINT,
            }),
            code: Some(NumberOrString::String(found.rule.into())),
            code_description: self.profile.diagnostic_pages.then(|| rule_page(found.rule)).flatten(),
            source: Some(env!("CARGO_PKG_NAME").into()),
            message,
            related_information: related,
            tags: None,
            data: found.fix.as_ref().filter(|_| self.profile.diagnostic_data).map(|fix| self.fix(fix)),
        }
    }

    /// A fix, as it comes back from the client with a request for code actions.
    fn fix(&self, fix: &Fix) -> serde_json::Value {
        let edits: Vec<_> = fix
            .edits
            .iter()
            .map(|edit| TextEdit { range: self.range(&edit.range), new_text: edit.text.clone() })
            .collect();
        json!({ "title": fix.title, "safety": fix.safety.name(), "edits": edits })
    }

    pub fn hover(&self, found: hover::Hover) -> Hover {
        let kind = match self.profile.hover_markup {
            Markup::Markdown => MarkupKind::Markdown,
            Markup::Plain => MarkupKind::PlainText,
        };
        Hover {
            contents: HoverContents::Markup(MarkupContent { kind, value: found.content }),
            range: Some(self.range(&found.range)),
        }
    }

    pub fn definition(&self, uri: &Uri, found: &Definition) -> GotoDefinitionResponse {
        let companion = self.snapshot.companion().filter(|_| found.is_beside);
        let beside =
            companion.and_then(|companion| Some((&companion.text, Uri::from_file_path(&companion.path)?)));
        let (text, uri) = match &beside {
            Some((text, beside)) => (*text, beside),
            None => (self.snapshot.text(), uri),
        };
        let range = |range: &ops::Range<usize>| range_in(text, range, self.profile.encoding);
        if !self.profile.definition_links {
            let location =
                |target: &definition::Target| Location { uri: uri.clone(), range: range(&target.selection) };
            let locations = found.targets.iter().map(location);
            return GotoDefinitionResponse::Array(locations.collect());
        }
        let origin = self.range(&found.origin);
        let links = found.targets.iter().map(|target| LocationLink {
            origin_selection_range: Some(origin),
            target_uri: uri.clone(),
            target_range: range(&target.range),
            target_selection_range: range(&target.selection),
        });
        GotoDefinitionResponse::Link(links.collect())
    }

    pub fn locations(&self, uri: &Uri, found: &[ops::Range<usize>]) -> Vec<Location> {
        found.iter().map(|range| self.location(uri, range)).collect()
    }

    pub fn highlights(&self, found: &[Highlight]) -> Vec<DocumentHighlight> {
        let kind = |is_footnote| match is_footnote {
            true => DocumentHighlightKind::WRITE,
            false => DocumentHighlightKind::READ,
        };
        found
            .iter()
            .map(|one| DocumentHighlight { range: self.range(&one.range), kind: Some(kind(one.is_footnote)) })
            .collect()
    }

    /// The outline, as a tree if the client can take one.
    pub fn symbols(&self, uri: &Uri, found: Vec<Symbol>) -> DocumentSymbolResponse {
        if self.profile.symbol_tree {
            return found.into_iter().map(|symbol| self.symbol(symbol)).collect::<Vec<_>>().into();
        }
        let mut flat = Vec::new();
        self.flatten(uri, found, None, &mut flat);
        flat.into()
    }

    #[expect(deprecated, reason = "the type has a field that is")]
    fn symbol(&self, symbol: Symbol) -> DocumentSymbol {
        let children: Vec<_> = symbol.children.into_iter().map(|child| self.symbol(child)).collect();
        DocumentSymbol {
            name: name(symbol.name),
            detail: symbol.detail,
            kind: symbol_kind(symbol.kind),
            tags: None,
            deprecated: None,
            range: self.range(&symbol.range),
            selection_range: self.range(&symbol.selection),
            children: Some(children).filter(|children| !children.is_empty()),
        }
    }

    #[expect(deprecated, reason = "the type has a field that is")]
    fn flatten(
        &self,
        uri: &Uri,
        symbols: Vec<Symbol>,
        parent: Option<&str>,
        flat: &mut Vec<SymbolInformation>,
    ) {
        for symbol in symbols {
            let name = name(symbol.name);
            flat.push(SymbolInformation {
                name: name.clone(),
                kind: symbol_kind(symbol.kind),
                tags: None,
                deprecated: None,
                location: self.location(uri, &symbol.range),
                container_name: parent.map(str::to_string),
            });
            self.flatten(uri, symbol.children, Some(&name), flat);
        }
    }

    /// Folds, in whole lines: every client can take those. If there are too many, the longest.
    pub fn folds(&self, found: &[Fold]) -> Vec<FoldingRange> {
        let mut folds: Vec<_> = found.iter().filter_map(|fold| self.fold(fold)).collect();
        if let Some(limit) = self.profile.fold_limit.filter(|&limit| limit < folds.len()) {
            folds.sort_by_key(|fold| std::cmp::Reverse(fold.end_line - fold.start_line));
            folds.truncate(limit);
            folds.sort_by_key(|fold| (fold.start_line, std::cmp::Reverse(fold.end_line)));
        }
        folds
    }

    fn fold(&self, fold: &Fold) -> Option<FoldingRange> {
        let range = self.range(&fold.range);
        // A range that ends with a line break ends at the beginning of a line that it has nothing of.
        let end_line = range.end.line - u32::from(range.end.character == 0 && range.end.line > 0);
        (end_line > range.start.line).then(|| FoldingRange {
            start_line: range.start.line,
            end_line,
            kind: fold.is_apparatus.then_some(FoldingRangeKind::Comment),
            ..Default::default()
        })
    }
}

fn range_in(text: &text::Text, range: &ops::Range<usize>, encoding: text::Encoding) -> Range {
    let position = |offset| {
        let position = text.position(offset, encoding);
        Position { line: number(position.line), character: number(position.column) }
    };
    Range { start: position(range.start), end: position(range.end) }
}

/// The engine's numbers are limited by the length of a text, the protocol's by their type.
fn number(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// Some clients refuse a whole outline for one symbol without a name.
fn name(name: String) -> String {
    if name.trim().is_empty() { "?".into() } else { name }
}

/// Kinds among the first 18, which every client knows.
fn symbol_kind(kind: symbols::SymbolKind) -> SymbolKind {
    match kind {
        symbols::SymbolKind::Header => SymbolKind::MODULE,
        symbols::SymbolKind::Field => SymbolKind::PROPERTY,
        symbols::SymbolKind::Section => SymbolKind::STRING,
        symbols::SymbolKind::Notes => SymbolKind::NAMESPACE,
        symbols::SymbolKind::Footnote => SymbolKind::CONSTANT,
    }
}

fn rule_page(rule: &str) -> Option<CodeDescription> {
    let href = format!("{RULE_PAGES}{}.md", rule.replace('-', "_")).parse().ok()?;
    Some(CodeDescription { href })
}
