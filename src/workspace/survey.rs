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

/// No more of a workspace is read: it is no collection of texts, but somebody's whole disk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// How many texts.
    pub texts: usize,
    /// How long they are together, in bytes.
    pub bytes: u64,
    /// How many files and folders are looked at, texts or not.
    pub seen: usize,
    /// Larger texts are left to `edition-ls check`, in bytes: while one is read, all others wait for it.
    pub largest: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Limits { texts: 20_000, bytes: 1 << 30, seen: 500_000, largest: 32 << 20 }
    }
}

/// What there is to read.
#[derive(Debug, Default)]
pub struct Survey {
    /// The texts of all folders, and each `edition.toml` that has problems. None twice.
    pub files: Vec<File>,
    /// What is not read and why, as sentences for a person.
    pub remarks: Vec<String>,
    limits: Limits,
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
    pub fn of(folders: &[PathBuf], finder: &Arc<Finder>, limits: Limits) -> Self {
        let mut survey = Survey { limits, ..Survey::default() };
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
                    "{} holds more than is read for search and completion ({} texts, {} MiB). The first {} texts are \
                     read. Open the folder that your texts are in, or leave out others with \"exclude\" in an \
                     edition.toml.",
                    folder.display(),
                    limits.texts,
                    limits.bytes >> 20,
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
            if metadata.len() > self.limits.largest {
                tracing::info!("{} is too large to be read while others wait", path.display());
                continue;
            }
            if !known.insert(path.clone()) {
                continue;
            }
            let Limits { texts, bytes, seen, .. } = self.limits;
            let is_full = self.files.len() >= texts || self.bytes + metadata.len() > bytes;
            if is_full || self.seen > seen {
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

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn no_more_is_read_than_the_limits_allow() {
        let folder = std::env::temp_dir().join(format!("edition-ls-survey-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        for name in ["a.txt", "b.txt", "c.txt", "d.jpg"] {
            fs::write(folder.join(name), "Four").unwrap();
        }
        let survey = |limits| {
            let survey = Survey::of(&[folder.clone()], &Arc::default(), limits);
            (survey.files.len(), survey.remarks.len())
        };
        let limits = Limits::default();
        assert_eq!(survey(limits), (3, 0));
        assert_eq!(survey(Limits { texts: 3, bytes: 12, ..limits }), (3, 0));
        assert_eq!(survey(Limits { texts: 2, ..limits }), (2, 1));
        assert_eq!(survey(Limits { bytes: 11, ..limits }), (2, 1));
        assert_eq!(survey(Limits { seen: 2, ..limits }), (2, 1));
        assert_eq!(survey(Limits { largest: 3, ..limits }), (0, 0));
        fs::remove_dir_all(folder).unwrap();
    }
}
