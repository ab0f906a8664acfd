//! Renaming: what can be renamed at a place.

use tower_lsp::ls_types::*;

use super::Converter;
use crate::refactor::rename::Renamable;

impl Converter<'_> {
    pub fn renamable(&self, found: Renamable) -> PrepareRenameResponse {
        PrepareRenameResponse::RangeWithPlaceholder {
            range: self.range(&found.range),
            placeholder: found.name,
        }
    }
}
