//! The outline and the folds of a document.

use tower_lsp::ls_types::*;

use super::Converter;
use crate::features::folding::Fold;
use crate::features::symbols::{self, Symbol};

impl Converter<'_> {
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
