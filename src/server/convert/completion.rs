//! Completions.

use serde::{Deserialize, Serialize};
use tower_lsp::ls_types::*;

use super::Converter;
use crate::features::completion::{Completions, Item, Kind, Note};
use crate::features::hover::Markup;

/// What goes with an item and comes back when more is asked about it.
#[derive(Debug, Serialize, Deserialize)]
pub struct Origin {
    pub uri: Uri,
    label: String,
    start: usize,
    rest: usize,
    beside: bool,
}

impl Origin {
    /// The footnote that was meant.
    pub fn note(&self) -> Note {
        Note { name: self.label.clone(), start: self.start, rest: self.rest, is_beside: self.beside }
    }
}

impl Converter<'_> {
    /// What could be written. Nothing at all is no list: an editor then asks others, and again at the next sign.
    pub fn completions(&self, uri: &Uri, found: Completions) -> Option<CompletionResponse> {
        if found.items.is_empty() {
            return None;
        }
        let items = found.items.iter().enumerate();
        let items = items.map(|(at, item)| self.completion(uri, &found, at, item)).collect();
        Some(CompletionResponse::List(CompletionList { is_incomplete: found.is_cut, items }))
    }

    fn completion(&self, uri: &Uri, found: &Completions, at: usize, item: &Item) -> CompletionItem {
        let (text, format) = match item.cursor.filter(|_| self.profile.snippets) {
            Some(cursor) => (snippet(&item.text, cursor), Some(InsertTextFormat::SNIPPET)),
            None => (item.text.clone(), None),
        };
        let origin = item.note.as_ref().map(|note| Origin {
            uri: uri.clone(),
            label: note.name.clone(),
            start: note.start,
            rest: note.rest,
            beside: note.is_beside,
        });
        let remark = Some(item.remark).filter(|remark| !remark.is_empty());
        let details = CompletionItemLabelDetails {
            detail: Some(format!("  {}", item.detail)).filter(|_| !item.detail.is_empty()),
            description: remark.map(str::to_owned),
        };
        let said = remark.into_iter().chain([item.detail.as_str()]).filter(|part| !part.is_empty());
        let detail = said.collect::<Vec<_>>().join(" · ");
        CompletionItem {
            label: item.name.clone(),
            label_details: self.profile.completion_details.then_some(details),
            kind: Some(kind(item.kind)),
            detail: Some(detail).filter(|detail| !detail.is_empty()),
            // The order is by meaning, not by letters.
            sort_text: Some(format!("{at:03}")),
            filter_text: Some(item.filter.clone()),
            insert_text_format: format,
            text_edit: Some(self.insertion(found, text)),
            data: origin.and_then(|origin| serde_json::to_value(origin).ok()),
            ..Default::default()
        }
    }

    fn insertion(&self, found: &Completions, new_text: String) -> CompletionTextEdit {
        let (insert, replace) = (self.range(&found.typed), self.range(&found.whole));
        // The end of a marker that is there already must go in either way.
        match self.profile.insert_and_replace && found.is_rest_free {
            true => InsertReplaceEdit { new_text, insert, replace }.into(),
            false if found.is_rest_free => TextEdit { range: insert, new_text }.into(),
            false => TextEdit { range: replace, new_text }.into(),
        }
    }

    /// What is said of an item when it is chosen.
    pub fn documentation(&self, content: String) -> Documentation {
        let kind = match self.profile.completion_markup {
            Markup::Markdown => MarkupKind::Markdown,
            Markup::Plain => MarkupKind::PlainText,
        };
        Documentation::MarkupContent(MarkupContent { kind, value: content })
    }
}

/// A text with a place for the cursor, as snippets have it.
fn snippet(text: &str, cursor: usize) -> String {
    let escape = |part: &str| part.replace('\\', "\\\\").replace('$', "\\$").replace('}', "\\}");
    let (before, behind) = text.split_at(cursor);
    format!("{}$0{}", escape(before), escape(behind))
}

/// Kinds among the first 18, which every client knows.
fn kind(kind: Kind) -> CompletionItemKind {
    match kind {
        Kind::Reference | Kind::Footnote => CompletionItemKind::REFERENCE,
        Kind::Key => CompletionItemKind::PROPERTY,
        Kind::Value => CompletionItemKind::VALUE,
        Kind::Attribution => CompletionItemKind::TEXT,
    }
}
