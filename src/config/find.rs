//! Which `edition.toml` is for a file: the nearest, from the file's own folder upwards.
//!
//! The search ends at the folder of a repository (the one that holds `.git`), and before the user's home folder: an
//! `edition.toml` that lies there by accident, or anywhere above, must not change what is said about everything that
//! a person owns. Only a home folder that is a repository itself is looked into.

use std::collections::HashMap;
use std::env;
use std::fs::{self, File};
use std::io::{self, ErrorKind, Read};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::layer::{self, Layer};
use super::{Config, FILE_NAME, read};
use crate::charset;
use crate::dialect::Hints;
use crate::settings::Settings;

/// No more of an `edition.toml` is read, in bytes: people write them by hand.
const LARGEST: u64 = 1 << 20;

/// One `edition.toml`.
#[derive(Debug)]
pub struct Source {
    /// Where it is.
    pub path: PathBuf,
    /// Whether there is something to be said about it.
    pub has_problems: bool,
    text: String,
    layer: Layer,
}

impl Source {
    fn new(path: PathBuf, text: String) -> Self {
        let reading = read(text.trim_start_matches('\u{feff}'));
        let layer = Layer::new(&reading.config);
        Source { path, has_problems: !reading.problems.is_empty(), text, layer }
    }

    /// The name of a file or folder from the folder of this `edition.toml`.
    fn name<'a>(&self, path: &'a Path) -> &'a Path {
        self.path.parent().and_then(|folder| path.strip_prefix(folder).ok()).unwrap_or(path)
    }
}

/// Finds what is decided about files, and remembers what it has found.
#[derive(Debug)]
pub struct Finder {
    home: Option<PathBuf>,
    /// What an editor says.
    editor: Option<Arc<Layer>>,
    /// The folders that its patterns start from, and what it says of one of them instead.
    workspace: Vec<(PathBuf, Option<Arc<Layer>>)>,
    /// As they stand in an editor, by their paths.
    open: HashMap<PathBuf, Arc<Source>>,
    found: Mutex<Found>,
}

#[derive(Debug, Clone, Default)]
struct Found {
    /// Folders without links in their names, by the names that they were asked for by.
    real: HashMap<PathBuf, PathBuf>,
    /// What is for a folder, by its real name.
    sources: HashMap<PathBuf, Option<Arc<Source>>>,
    /// By their paths. One that is still the same when it is read again stays the same, and so do its dialects.
    read: HashMap<PathBuf, Arc<Source>>,
}

/// What one has found, the other need not look for.
impl Clone for Finder {
    fn clone(&self) -> Self {
        Finder {
            home: self.home.clone(),
            editor: self.editor.clone(),
            workspace: self.workspace.clone(),
            open: self.open.clone(),
            found: Mutex::new(self.lock().clone()),
        }
    }
}

impl Default for Finder {
    fn default() -> Self {
        let home = env::home_dir().filter(|home| !home.as_os_str().is_empty());
        Finder {
            home: home.map(|home| real(&home)),
            editor: None,
            workspace: Vec::new(),
            open: HashMap::new(),
            found: Mutex::default(),
        }
    }
}

impl Finder {
    /// What is known of the text in `file` besides its content. `path` and `language` are as in [`Hints`].
    pub fn hints(&self, file: &Path, path: Option<String>, language: Option<String>) -> Hints {
        let file = self.real_file(file);
        let source = self.source_of(&file);
        let own = source.as_deref().map(|source| (&source.layer, source.name(&file)));
        let editor = self.editor_of(&file);
        let layers: Vec<_> = own.into_iter().chain(editor).collect();
        layer::hints(&layers, path, language)
    }

    /// The same for a file that is open in an editor: what is left out when its folder is read gets no remarks.
    pub fn hints_of_open(&self, file: &Path, path: Option<String>, language: Option<String>) -> Hints {
        let hints = self.hints(file, path, language);
        if self.includes(file, true) && !self.excludes(file, false, None) {
            return hints;
        }
        let settings = Settings { is_left_out: true, ..Settings::clone(&hints.settings) };
        Hints { settings: Arc::new(settings), ..hints }
    }

    /// The same for a text that is not on the disk: only an editor can decide about it.
    pub fn hints_elsewhere(&self, name: &Path, path: Option<String>, language: Option<String>) -> Hints {
        let editor = self.editor.as_deref().map(|layer| (layer, name));
        layer::hints(editor.as_slice(), path, language)
    }

    /// The `edition.toml` that is for `file`.
    pub fn source(&self, file: &Path) -> Option<Arc<Source>> {
        self.source_of(&self.real_file(file))
    }

    /// Whether a file is among those that `include` means. `is_text`: its name is like a text's.
    pub fn includes(&self, file: &Path, is_text: bool) -> bool {
        let file = self.real_file(file);
        match self.source_of(&file) {
            Some(source) => source.layer.includes(source.name(&file), is_text),
            None => is_text,
        }
    }

    /// Whether a file or folder is left out by an `edition.toml` above it, or by one that is in the folder `within`.
    pub fn excludes(&self, path: &Path, is_folder: bool, within: Option<&Path>) -> bool {
        let path = self.real_file(path);
        let Some(source) = self.source_of(&path) else { return false };
        let Some(folder) = source.path.parent() else { return false };
        let counts = within.is_none_or(|within| folder.starts_with(self.real(within)));
        if counts && source.layer.excludes(source.name(&path), is_folder) {
            return true;
        }
        // A folder with an `edition.toml` of its own may be left out by another above it.
        !is_end(folder) && self.excludes(folder, true, within)
    }

    /// Whether a folder is the user's home folder, or holds it: what is in it is not one collection of texts.
    pub fn holds_home(&self, folder: &Path) -> bool {
        let folder = self.real(folder);
        folder.parent().is_none() || self.home.as_ref().is_some_and(|home| home.starts_with(&folder))
    }

    /// Every `edition.toml` that was met, in the order of their paths.
    pub fn met(&self) -> Vec<Arc<Source>> {
        let mut met: Vec<_> = self.lock().sources.values().flatten().cloned().collect();
        met.sort_by(|one, other| one.path.cmp(&other.path));
        met.dedup_by(|one, other| one.path == other.path);
        met
    }

    /// Takes over the settings of an editor, for all files.
    pub fn set_editor(&mut self, config: &Config) {
        self.editor = Some(Arc::new(Layer::new(config)));
        self.workspace.iter_mut().for_each(|(_, own)| *own = None);
    }

    /// Takes over what an editor says of one folder of its workspace instead.
    pub fn set_editor_in(&mut self, folder: &Path, config: &Config) {
        let folder = real(folder);
        let own = Some(Arc::new(Layer::new(config)));
        self.workspace
            .iter_mut()
            .filter(|(other, _)| *other == folder)
            .for_each(|(_, layer)| layer.clone_from(&own));
    }

    /// An editor opened and closed folders, from which its patterns start.
    pub fn change_workspace(&mut self, added: &[PathBuf], removed: &[PathBuf]) {
        let removed: Vec<PathBuf> = removed.iter().map(|folder| real(folder)).collect();
        self.workspace.retain(|(folder, _)| !removed.contains(folder));
        self.workspace.extend(added.iter().map(|folder| (real(folder), None)));
    }

    /// Takes an `edition.toml` as it stands in an editor. While what stands there is no TOML, as it hardly ever is
    /// between two keystrokes, what it said before counts.
    pub fn open(&mut self, path: &Path, text: &str) {
        let path = self.real_file(path);
        let reading = read(text);
        if reading.is_toml || !self.open.contains_key(&path) {
            self.open.insert(path.clone(), Arc::new(Source::new(path, text.to_owned())));
        }
        self.forget();
    }

    /// An `edition.toml` was closed: what is on the disk counts.
    pub fn close(&mut self, path: &Path) {
        let path = self.real_file(path);
        self.open.remove(&path);
        self.forget();
    }

    /// Forgets what was on the disk.
    pub fn forget(&self) {
        let mut found = self.lock();
        found.real.clear();
        found.sources.clear();
    }

    fn source_of(&self, real_file: &Path) -> Option<Arc<Source>> {
        let folder = real_file.parent()?;
        if let Some(found) = self.lock().sources.get(folder) {
            return found.clone();
        }
        let found = self.here(folder).or_else(|| match folder.parent() {
            Some(_) if !is_end(folder) => self.source_of(folder),
            _ => None,
        });
        self.lock().sources.insert(folder.to_owned(), found.clone());
        found
    }

    /// The `edition.toml` of this very folder.
    fn here(&self, folder: &Path) -> Option<Arc<Source>> {
        let is_home = self.home.as_ref().is_some_and(|home| home.starts_with(folder));
        if is_home && !is_end(folder) {
            return None;
        }
        let path = folder.join(FILE_NAME);
        self.open.get(&path).cloned().or_else(|| self.load(path))
    }

    /// What is on the disk; `None` if there is no such file.
    fn load(&self, path: PathBuf) -> Option<Arc<Source>> {
        let (text, is_whole) = match contents(&path) {
            Ok(bytes) => match charset::decode(&bytes) {
                Ok(decoded) => (decoded.text.into_owned(), true),
                // What is damaged may be in a comment: the settings are there all the same.
                Err(_) => (String::from_utf8_lossy(&bytes).into_owned(), false),
            },
            Err(error) if error.kind() == ErrorKind::NotFound => return None,
            Err(error) => {
                tracing::warn!("{} cannot be read: {error}", path.display());
                (String::new(), false)
            }
        };
        if let Some(same) = self.lock().read.get(&path).filter(|source| source.text == text) {
            return Some(same.clone());
        }
        let source = Source::new(path.clone(), text);
        let source = Arc::new(Source { has_problems: source.has_problems || !is_whole, ..source });
        self.lock().read.insert(path, source.clone());
        Some(source)
    }

    /// What an editor says of a file, and the file's name from the folder of the workspace that it is in, or else from
    /// its own.
    fn editor_of<'a>(&self, file: &'a Path) -> Option<(&Layer, &'a Path)> {
        let folders =
            self.workspace.iter().filter_map(|(folder, own)| Some((file.strip_prefix(folder).ok()?, own)));
        let nearest = folders.min_by_key(|(name, _)| name.as_os_str().len());
        let layer = nearest.and_then(|(_, own)| own.as_deref()).or(self.editor.as_deref())?;
        let name = nearest.map(|(name, _)| name).or_else(|| file.file_name().map(Path::new));
        Some((layer, name.unwrap_or(file)))
    }

    /// A file, in a folder without links in its name.
    pub(crate) fn real_file(&self, file: &Path) -> PathBuf {
        let folder = file.parent().unwrap_or(Path::new(""));
        self.real(folder).join(file.file_name().unwrap_or_default())
    }

    /// A folder without links in its name.
    pub(crate) fn real(&self, folder: &Path) -> PathBuf {
        let known = self.lock().real.get(folder).cloned();
        known.unwrap_or_else(|| {
            let real = real(folder);
            self.lock().real.insert(folder.to_owned(), real.clone());
            real
        })
    }

    fn lock(&self) -> MutexGuard<'_, Found> {
        self.found.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Whether the search ends with this folder.
fn is_end(folder: &Path) -> bool {
    folder.join(".git").exists()
}

/// A folder without links in its name; as it is if it cannot be looked up.
fn real(folder: &Path) -> PathBuf {
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    dunce::canonicalize(folder).or_else(|_| std::path::absolute(folder)).unwrap_or_else(|_| folder.to_owned())
}

fn contents(path: &Path) -> io::Result<Vec<u8>> {
    if !fs::metadata(path)?.is_file() {
        return Err(ErrorKind::NotFound.into());
    }
    let mut bytes = Vec::new();
    File::open(path)?.take(LARGEST).read_to_end(&mut bytes)?;
    Ok(bytes)
}
