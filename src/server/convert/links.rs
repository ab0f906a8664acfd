//! What leads out of a text.

use std::path::{Component, Path, PathBuf};

use tower_lsp::ls_types::*;

use super::Converter;
use crate::features::links::{Link, Target};

impl Converter<'_> {
    /// Links, without those whose address only looks like one.
    pub fn links(&self, found: Vec<Link>) -> Vec<DocumentLink> {
        found.into_iter().filter_map(|link| self.link(link)).collect()
    }

    fn link(&self, link: Link) -> Option<DocumentLink> {
        let (target, said) = match link.target {
            Target::Address(address) => (address.parse().ok()?, None),
            Target::File(file) => (Uri::from_file_path(plain(&file))?, None),
            Target::Footnote(line, said) => {
                let file = Uri::from_file_path(&self.snapshot.companion()?.path)?;
                // As VS Code and others name a line of a file.
                (format!("{}#L{}", file.as_str(), line + 1).parse().ok()?, Some(said))
            }
        };
        Some(DocumentLink {
            range: self.range(&link.range),
            target: Some(target),
            tooltip: said.filter(|_| self.profile.link_tooltips),
            data: None,
        })
    }
}

/// A path without `.` and `..` where they can be taken out.
fn plain(path: &Path) -> PathBuf {
    let mut plain = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir if plain.file_name().is_some() => {
                plain.pop();
            }
            part => plain.push(part),
        }
    }
    plain
}
