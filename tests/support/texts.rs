//! Texts for tests of the engine: read as if they stood somewhere, with marks in them, and the real ones.

use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use edition_ls::charset;
use edition_ls::document::{Document, Hints, Snapshot};
use edition_ls::settings::Settings;

/// A text as it is read under this path.
pub fn read(text: &str, path: &str) -> Arc<Snapshot> {
    read_with(&[], text, path)
}

/// The same in a collection that requires these fields; of none, that decides nothing about them.
pub fn read_with(required: &[&str], text: &str, path: &str) -> Arc<Snapshot> {
    let required = (!required.is_empty()).then(|| required.iter().map(|name| (*name).to_owned()).collect());
    let settings = Arc::new(Settings { required_fields: required, ..Settings::default() });
    Document::new(text, Hints { path: Some(path.to_owned()), settings, ..Hints::default() }).snapshot()
}

/// All of a text.
pub fn content(snapshot: &Snapshot) -> String {
    snapshot.text().whole().into_owned()
}

/// A text without its marks `|`, and what they say: one is a cursor, two are around a selection. Where there are none,
/// the cursor is at the start.
pub fn marked(text: &str) -> (String, Range<usize>) {
    let at: Vec<usize> = text.match_indices('|').map(|(at, _)| at).collect();
    let range = match at[..] {
        [] => 0..0,
        [at] => at..at,
        [start, end] => start..end - 1,
        _ => panic!("one cursor or one selection"),
    };
    (text.replace('|', ""), range)
}

/// A text with marks for a cursor or around a selection.
pub fn mark(mut text: String, selection: Range<usize>) -> String {
    text.insert(selection.end, '|');
    if selection.start < selection.end {
        text.insert(selection.start, '|');
    }
    text
}

/// The folder of real texts. Where it is not there, tests that want it are skipped, and this says so.
pub fn corpus() -> Option<PathBuf> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus");
    let found = folder.join("truth.json").is_file();
    if !found {
        eprintln!("skipped: the corpus is not at {}", folder.display());
    }
    found.then_some(folder)
}

/// The real texts of at most so many bytes, in the order of their paths; nothing where the corpus is not there.
pub fn real_texts(largest: u64) -> Option<impl Iterator<Item = (PathBuf, Arc<Snapshot>)>> {
    let mut paths = Vec::new();
    walk(&corpus()?, largest, &mut paths);
    paths.sort();
    Some(paths.into_iter().filter_map(|path| {
        let bytes = fs::read(&path).expect("a file");
        let snapshot = read(&charset::decode(&bytes).ok()?.text, &path.to_string_lossy());
        Some((path, snapshot))
    }))
}

fn walk(folder: &Path, largest: u64, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder").flatten() {
        let (path, metadata) = (entry.path(), entry.metadata().expect("metadata"));
        let is_text = path.extension().is_some_and(|extension| extension == "txt" || extension == "md");
        match metadata.is_dir() {
            true => walk(&path, largest, found),
            false if is_text && metadata.len() <= largest => found.push(path),
            false => {}
        }
    }
}
