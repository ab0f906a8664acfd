//! What lies beside a text: files of its folder whose names say that they hold notes. They are read when somebody asks.

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::text::Text;

/// Reads the files that lie beside texts.
pub trait Shelf: fmt::Debug + Send + Sync {
    /// The text of a file as it is now; `None` if there is none.
    fn read(&self, file: &Path) -> Option<Text>;

    /// The files of a folder in the order of their names; `None` if there are too many for one work.
    fn files(&self, folder: &Path) -> Option<Arc<Vec<PathBuf>>>;

    /// Whether there is a file of this name.
    fn has(&self, file: &Path) -> bool;
}

/// The files beside one text. The default is that there are none.
#[derive(Debug, Clone, Default)]
pub struct Neighbours {
    place: Option<(PathBuf, Arc<dyn Shelf>)>,
}

/// Two are the same if they are asked for the same file in the same way.
impl PartialEq for Neighbours {
    fn eq(&self, other: &Self) -> bool {
        match (&self.place, &other.place) {
            (None, None) => true,
            (Some((file, shelf)), Some((other, others))) => file == other && Arc::ptr_eq(shelf, others),
            _ => false,
        }
    }
}

impl Eq for Neighbours {}

/// What files are called that hold the notes of all texts beside them.
const STEMS: [&str; 6] = ["notes", "note", "footnotes", "footnote", "endnotes", "endnote"];
/// What follows the name of a text in that of a file with its notes.
const ENDS: [&str; 5] = ["-notes", "_notes", "-footnotes", "_footnotes", "notes"];

/// Whether a file's name says that it holds notes.
pub fn holds_notes(file: &Path) -> bool {
    let stem = stem(file);
    STEMS.contains(&stem.as_str()) || ENDS.iter().any(|end| stem.ends_with(end))
}

/// The name of a file without its ending, in small letters.
fn stem(file: &Path) -> String {
    file.file_stem().map(|stem| stem.to_string_lossy().to_lowercase()).unwrap_or_default()
}

/// A file that may hold the notes of a text.
#[derive(Debug)]
pub struct Notes {
    /// Where it is.
    pub path: PathBuf,
    /// What it holds.
    pub text: Text,
    /// Whether its name says that it is for this text alone.
    pub is_own: bool,
}

impl Neighbours {
    /// The files beside `file`, read from `shelf`.
    pub fn new(file: &Path, shelf: Arc<dyn Shelf>) -> Self {
        Neighbours { place: Some((file.to_owned(), shelf)) }
    }

    /// The files that may hold the notes of this text; its own come first.
    pub fn notes(&self) -> Vec<Notes> {
        let Some((file, shelf)) = self.place.as_ref().filter(|(file, _)| !holds_notes(file)) else {
            return Vec::new();
        };
        let own = ENDS.map(|end| stem(file) + end);
        let is_own = |path: &PathBuf| own.contains(&stem(path));
        let is_for_all = |path: &PathBuf| STEMS.contains(&stem(path).as_str());
        let mut files = self.files();
        files.retain(|path| is_own(path) || is_for_all(path));
        // A stable order: the rest stays in that of the names.
        files.sort_by_key(|path| !is_own(path));
        let read = |path: PathBuf| Some(Notes { text: shelf.read(&path)?, is_own: is_own(&path), path });
        files.into_iter().filter_map(read).collect()
    }

    /// The file that a link in this text means by `name`, if it is there.
    pub fn find(&self, name: &str) -> Option<PathBuf> {
        let (file, shelf) = self.place.as_ref()?;
        let found = file.parent()?.join(Path::new(name));
        (Path::new(name).is_relative() && shelf.has(&found)).then_some(found)
    }

    /// Whether another text beside this one holds these words, too.
    pub fn share(&self, words: &str) -> bool {
        let Some((file, shelf)) = &self.place else { return false };
        let others = self.files().into_iter().filter(|other| other != file && !holds_notes(other));
        others.filter_map(|other| shelf.read(&other)).any(|text| text.whole().contains(words))
    }

    /// The files of this text's folder that are of its kind. The text itself is not among them if it goes by
    /// another path there.
    fn files(&self) -> Vec<PathBuf> {
        let Some((file, shelf)) = &self.place else { return Vec::new() };
        let folder = file.parent().unwrap_or(Path::new(""));
        let files = shelf.files(folder).unwrap_or_default();
        files.iter().filter(|other| other.extension() == file.extension()).cloned().collect()
    }
}
