//! What is decided about the open documents: by the `edition.toml` that is for each, and by the editor.

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use serde_json::{Value, json};
use tower_lsp::ls_types::Uri;

use super::store::Store;
use crate::config::find::Finder;
use crate::config::{self, is_config};
use crate::document::Hints;
use crate::neighbours::{Neighbours, holds_notes};
use crate::text::Text;
use crate::workspace::Folder;

/// The name that the settings of an editor go by.
pub const SECTION: &str = "edition-ls";

/// The decisions. Like the store, it is changed by handlers before their first await; unlike there, a little is
/// read from the disk meanwhile.
#[derive(Debug, Default)]
pub struct Configs {
    /// Who reads the workspace holds on to the state that the reading began with.
    finder: Mutex<Arc<Finder>>,
    /// The folders of the workspace, as the editor names them.
    folders: Mutex<Vec<PathBuf>>,
    /// What lies beside the open documents.
    folder: Arc<Folder>,
    /// How often the editor was asked for its settings: of several answers the last counts.
    asked: AtomicU64,
}

impl Configs {
    /// What is known of a document besides its content.
    pub fn hints(&self, uri: &Uri, language: Option<String>) -> Hints {
        let name = name(uri);
        let finder = self.lock();
        match file(uri) {
            Some(file) => Hints {
                neighbours: Neighbours::new(&file, self.folder.clone()),
                ..finder.hints_of_open(&file, Some(name), language)
            },
            None => finder.hints_elsewhere(Path::new(&name), Some(name.clone()), language),
        }
    }

    /// A document was opened, or changed, and is `text` now. Whether that may decide about others.
    pub fn is_now(&self, uri: &Uri, text: &str) -> bool {
        let path = config_file(uri);
        path.is_some_and(|path| {
            Arc::make_mut(&mut self.lock()).open(&path, text);
            true
        })
    }

    /// A document was closed. Whether that may decide about others.
    pub fn close(&self, uri: &Uri) -> bool {
        let path = config_file(uri);
        path.is_some_and(|path| {
            Arc::make_mut(&mut self.lock()).close(&path);
            true
        })
    }

    /// A document is this now, or (without a text) is closed. If its name says that it holds the notes of others, they
    /// are asked again.
    pub fn beside(&self, store: &Store, uri: &Uri, text: Option<Text>) {
        let Some(path) = file(uri).filter(|path| holds_notes(path)) else { return };
        match text {
            Some(text) => self.folder.open(&path, text),
            None => self.folder.close(&path),
        }
        store.touch(|other| other != uri && file(other).is_some_and(|other| other.parent() == path.parent()));
    }

    /// Something may have changed on the disk.
    pub fn forget(&self) {
        self.lock().forget();
    }

    /// The editor opened and closed folders.
    pub fn change_workspace(&self, added: &[PathBuf], removed: &[PathBuf]) {
        Arc::make_mut(&mut self.lock()).change_workspace(added, removed);
        let mut folders = self.folders.lock().unwrap_or_else(PoisonError::into_inner);
        folders.retain(|folder| !removed.contains(folder));
        folders.extend_from_slice(added);
    }

    /// The folders of the workspace, and what is decided about the files in them.
    pub fn workspace(&self) -> (Vec<PathBuf>, Arc<Finder>) {
        let folders = self.folders.lock().unwrap_or_else(PoisonError::into_inner).clone();
        (folders, self.lock().clone())
    }

    /// What lies beside texts, as it is now.
    pub fn folder(&self) -> &Arc<Folder> {
        &self.folder
    }

    /// Files were written, created or removed: texts beside them may have lost or found their notes.
    pub fn changed(&self, store: &Store, folders: &HashSet<PathBuf>) {
        store.touch(|uri| {
            file(uri).and_then(|path| path.parent().map(|folder| folders.contains(folder))).unwrap_or(false)
        });
    }

    /// What a document is called for people, and the `edition.toml` that is for it: by their paths in the workspace.
    pub fn named(&self, uri: &Uri) -> (String, Option<String>) {
        let Some(file) = file(uri) else { return (name(uri), None) };
        let (folders, finder) = self.workspace();
        let shown = |path: &Path| {
            let within = folders.iter().find_map(|folder| path.strip_prefix(folder).ok());
            within.unwrap_or(path).display().to_string()
        };
        (shown(&file), finder.source(&file).map(|source| shown(&source.path)))
    }

    /// Takes over what the editor says. What cannot be understood of it, for a person; `None` if it says nothing.
    pub fn set_editor(&self, settings: Value) -> Option<Vec<String>> {
        let (config, complaints) = config::read_json(section(settings)?);
        Arc::make_mut(&mut self.lock()).set_editor(&config);
        Some(complaints)
    }

    /// The same of one folder of the workspace.
    pub fn set_editor_in(&self, folder: &Path, settings: Value) -> Option<Vec<String>> {
        let (config, complaints) = config::read_json(section(settings)?);
        Arc::make_mut(&mut self.lock()).set_editor_in(folder, &config);
        Some(complaints)
    }

    /// The folders of the workspace, where there are several and an editor may say something else of each.
    pub fn scopes(&self) -> Vec<PathBuf> {
        let folders = self.folders.lock().unwrap_or_else(PoisonError::into_inner);
        if folders.len() > 1 { folders.clone() } else { Vec::new() }
    }

    /// Counts a question to the editor.
    pub fn ask(&self) -> u64 {
        self.asked.fetch_add(1, Ordering::SeqCst) + 1
    }

    /// Whether a question was the last one.
    pub fn is_last(&self, asked: u64) -> bool {
        self.asked.load(Ordering::SeqCst) == asked
    }

    /// Tells all open documents what is decided about them now. Whether that is something else for one of them.
    pub fn settle(&self, store: &Store) -> bool {
        let mut is_new = false;
        for (uri, language) in store.open_documents() {
            is_new |= store.set_hints(&uri, self.hints(&uri, language));
        }
        store.touch(|uri| file(uri).is_some());
        is_new
    }

    /// A handler that panicked leaves a lock poisoned, and decisions that are as good as they were.
    fn lock(&self) -> MutexGuard<'_, Arc<Finder>> {
        self.finder.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The part of an editor's settings that is meant for this program; `None` if there is none. Some clients name it, some
/// send only that, and some send what is meant for other programs.
fn section(mut settings: Value) -> Option<Value> {
    if let Some(section) = settings.get_mut(SECTION) {
        return Some(section.take());
    }
    let known = config::schema()["properties"].as_object()?;
    settings.as_object()?.keys().any(|name| known.contains_key(name)).then_some(settings)
}

/// The answer to the question for the section: one without anything in it says that nothing is set any more. `null` says
/// nothing: so answer editors that have no such section.
pub fn as_asked(answer: Value) -> Value {
    match answer {
        Value::Object(section) if section.is_empty() => json!({ SECTION: section }),
        answer => answer,
    }
}

/// The part of a URI that is like a path.
fn name(uri: &Uri) -> String {
    uri.path().decode().to_string_lossy().into_owned()
}

/// Where a document is on the disk.
pub fn file(uri: &Uri) -> Option<PathBuf> {
    let is_file = uri.scheme().as_str().eq_ignore_ascii_case("file");
    is_file.then(|| uri.to_file_path())?.map(|path| path.into_owned())
}

/// Whether a document's name says that it holds the notes of others.
pub fn may_hold_notes(uri: &Uri) -> bool {
    file(uri).is_some_and(|path| holds_notes(&path))
}

/// Where a document is, if it holds settings.
fn config_file(uri: &Uri) -> Option<PathBuf> {
    file(uri).filter(|_| is_config(&name(uri)))
}
