//! Which texts there are in a workspace, and in which state: what is looked at before anything is read.

use std::collections::HashSet;
use std::fs::Metadata;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::index::Stamp;
use super::walk::Walk;
use crate::config::find::Finder;
use crate::dialect::Hints;

/// No more of a workspace is read, in texts and in bytes: it is no collection of texts, but somebody's whole disk.
const MOST_TEXTS: usize = 20_000;
const MOST_BYTES: u64 = 1 << 30;
/// After so many files and folders that are no texts, none are looked for any more.
const MOST_SEEN: usize = 500_000;
/// Larger files are left to `edition-ls check`, in bytes: while one is read, everybody waits for it.
const LARGEST: u64 = 32 << 20;

/// What there is to read.
#[derive(Debug, Default)]
pub struct Survey {
    /// The texts of all folders, and each `edition.toml` that has problems. None twice.
    pub files: Vec<File>,
    /// What is not read and why, as sentences for a person.
    pub remarks: Vec<String>,
    bytes: u64,
    seen: usize,
}

/// A file, and the state it was found in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// Where it is.
    pub path: PathBuf,
    /// Its state.
    pub stamp: Stamp,
}

impl Survey {
    /// Looks through `folders`.
    pub fn of(folders: &[PathBuf], finder: &Arc<Finder>) -> Self {
        let mut survey = Survey::default();
        let mut known = HashSet::new();
        for folder in folders {
            if finder.holds_home(folder) {
                survey.remarks.push(format!(
                    "{} is not read for search and completion: it is a home folder, or holds one. Open the folder \
                     that your texts are in.",
                    folder.display()
                ));
            } else if !survey.walk(folder, finder, &mut known) {
                survey.remarks.push(format!(
                    "{} holds more than is read for search and completion ({MOST_TEXTS} texts, 1 GiB). The first \
                     {} texts are read. Open the folder that your texts are in, or leave out others with \
                     \"exclude\" in an edition.toml.",
                    folder.display(),
                    survey.files.len()
                ));
                break;
            }
        }
        let configs =
            finder.met().into_iter().filter(|source| source.has_problems).map(|source| source.path.clone());
        for path in configs.filter(|path| folders.iter().any(|folder| path.starts_with(folder))) {
            if let Ok(metadata) = std::fs::metadata(&path)
                && known.insert(path.clone())
            {
                let stamp = stamp(&path, &metadata, finder);
                survey.files.push(File { path, stamp });
            }
        }
        survey
    }

    /// Whether all of a folder could be taken.
    fn walk(&mut self, folder: &Path, finder: &Arc<Finder>, known: &mut HashSet<PathBuf>) -> bool {
        let mut walk = Walk::new(folder, finder.clone());
        let before = self.seen;
        while let Some(entry) = walk.next() {
            self.seen = before + walk.seen();
            let entry = match entry {
                Ok(entry) => entry,
                Err(error) => {
                    tracing::info!("not looked into: {error}");
                    continue;
                }
            };
            let Ok(metadata) = entry.metadata() else { continue };
            let path = entry.into_path();
            if metadata.len() > LARGEST {
                tracing::info!("{} is too large to be read while others wait", path.display());
                continue;
            }
            if !known.insert(path.clone()) {
                continue;
            }
            let is_full = self.files.len() >= MOST_TEXTS || self.bytes + metadata.len() > MOST_BYTES;
            if is_full || self.seen > MOST_SEEN {
                return false;
            }
            self.bytes += metadata.len();
            self.files.push(File { stamp: stamp(&path, &metadata, finder), path });
        }
        true
    }
}

fn stamp(path: &Path, metadata: &Metadata, finder: &Finder) -> Stamp {
    let hints = finder.hints(path, None, None);
    Stamp { modified: metadata.modified().ok(), len: metadata.len(), decided: decided(&hints) }
}

/// A number for what is decided about a text.
fn decided(hints: &Hints) -> u64 {
    let mut hasher = DefaultHasher::new();
    hints.settings.hash(&mut hasher);
    hints.dialect.as_ref().map(|dialect| Arc::as_ptr(dialect).cast::<()>()).hash(&mut hasher);
    hasher.finish()
}
