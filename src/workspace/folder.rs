//! What lies beside a text: the texts of its folder, open in an editor or on the disk.

use std::collections::HashMap;
use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::SystemTime;

use crate::charset;
use crate::neighbours::Shelf;
use crate::text::Text;

/// A folder with more files is not one work.
const MOST_FILES: usize = 400;
/// Larger files are not looked into for the notes of others, in bytes.
const LARGEST: u64 = 32 << 20;

/// No more is held of what was read, in bytes: a workspace may have thousands of texts.
const MOST_HELD: usize = 16 << 20;

/// Reads texts from the disk, each once as long as it stays the same. What is open in an editor comes first.
#[derive(Debug, Default)]
pub struct Folder {
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    open: HashMap<PathBuf, Text>,
    read: HashMap<PathBuf, Entry>,
    folders: HashMap<PathBuf, Listing>,
    /// So much of what was read is held, in bytes of texts.
    held: usize,
}

#[derive(Debug)]
struct Entry {
    modified: Option<SystemTime>,
    len: u64,
    text: Option<Text>,
}

/// What a folder holds, and when it was looked into.
#[derive(Debug)]
struct Listing {
    modified: Option<SystemTime>,
    files: Option<Arc<Vec<PathBuf>>>,
}

impl Folder {
    /// A text is open in an editor, and is this now.
    pub fn open(&self, file: &Path, text: Text) {
        self.lock().open.insert(file.to_owned(), text);
    }

    /// A text is open no longer.
    pub fn close(&self, file: &Path) {
        self.lock().open.remove(file);
    }

    /// What was read is dropped, and read again when it is asked for.
    pub fn forget(&self) {
        let mut state = self.lock();
        (state.read, state.folders) = (HashMap::new(), HashMap::new());
        state.held = 0;
    }

    /// Nothing that is held here is half done when a panic comes.
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Shelf for Folder {
    fn read(&self, file: &Path) -> Option<Text> {
        if let Some(text) = self.lock().open.get(file) {
            return Some(text.clone());
        }
        let metadata = fs::metadata(file).ok().filter(|metadata| metadata.is_file())?;
        let (modified, len) = (metadata.modified().ok(), metadata.len());
        let mut state = self.lock();
        let same = state.read.get(file).filter(|entry| entry.modified == modified && entry.len == len);
        if let Some(entry) = same {
            return entry.text.clone();
        }
        let text = if len <= LARGEST { decoded(file) } else { None };
        if state.held > MOST_HELD {
            (state.read, state.held) = (HashMap::new(), 0);
        }
        state.held += text.as_ref().map_or(0, Text::len);
        state.read.insert(file.to_owned(), Entry { modified, len, text: text.clone() });
        text
    }

    fn has(&self, file: &Path) -> bool {
        file.is_file()
    }

    fn files(&self, folder: &Path) -> Option<Arc<Vec<PathBuf>>> {
        let place = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
        let modified = fs::metadata(place).ok()?.modified().ok();
        let mut state = self.lock();
        let same = state.folders.get(folder).filter(|listing| listing.modified == modified);
        if let Some(listing) = same {
            return listing.files.clone();
        }
        let files = list(folder);
        state.folders.insert(folder.to_owned(), Listing { modified, files: files.clone() });
        files
    }
}

fn list(folder: &Path) -> Option<Arc<Vec<PathBuf>>> {
    let entries = fs::read_dir(if folder.as_os_str().is_empty() { Path::new(".") } else { folder }).ok()?;
    let names = entries.take(MOST_FILES + 1).filter_map(|entry| Some(entry.ok()?.file_name()));
    let mut files: Vec<PathBuf> = names.map(|name| folder.join(name)).collect();
    files.sort_unstable();
    (files.len() <= MOST_FILES).then(|| Arc::new(files))
}

fn decoded(file: &Path) -> Option<Text> {
    let mut bytes = Vec::new();
    File::open(file).ok()?.take(LARGEST).read_to_end(&mut bytes).ok()?;
    charset::decode(&bytes).ok().map(|decoded| Text::new(&decoded.text))
}
