//! What lies beside a text: files of its folder whose names say that they hold notes. They are read when somebody asks.

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::text::Text;

/// Reads the files that lie beside texts.
pub trait Shelf: fmt::Debug + Send + Sync {
    /// The text of a file as it is now; `None` if there is none.
    fn read(&self, file: &Path) -> Option<Text>;
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
    let Some(stem) = file.file_stem().and_then(|stem| stem.to_str()) else { return false };
    let stem = stem.to_lowercase();
    STEMS.contains(&stem.as_str()) || ENDS.iter().any(|end| stem.ends_with(end))
}

impl Neighbours {
    /// The files beside `file`, read from `shelf`.
    pub fn new(file: &Path, shelf: Arc<dyn Shelf>) -> Self {
        Neighbours { place: Some((file.to_owned(), shelf)) }
    }

    /// The files that may hold the notes of this text, with their texts; its own come first.
    pub fn notes(&self) -> Vec<(PathBuf, Text)> {
        let Some((file, shelf)) = &self.place else { return Vec::new() };
        let Some(stem) = file.file_stem().and_then(|stem| stem.to_str()) else { return Vec::new() };
        if holds_notes(file) {
            return Vec::new();
        }
        let own = ENDS.iter().map(|end| format!("{stem}{end}"));
        let names = own.chain(STEMS.map(str::to_owned)).map(|stem| match file.extension() {
            Some(extension) => file.with_file_name(stem).with_extension(extension),
            None => file.with_file_name(stem),
        });
        names.filter_map(|path| Some((shelf.read(&path)?, path))).map(|(text, path)| (path, text)).collect()
    }
}
