//! Which files of a folder are texts to read.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use ignore::{DirEntry, WalkBuilder};

use crate::config::find::Finder;
use crate::dialect::EDITION;

/// Endings of names that texts bear; files without any ending are texts too.
pub const ENDINGS: [&str; 5] = ["txt", "md", "markdown", "text", EDITION];

/// Whether a file's name is like a text's.
pub fn looks_like_text(file: &Path) -> bool {
    match file.extension() {
        None => true,
        Some(extension) => ENDINGS.iter().any(|ending| extension.eq_ignore_ascii_case(ending)),
    }
}

/// The texts of a folder and of the folders in it, in the order of their names; and what of them could not be looked
/// into. Hidden files are passed over, and what `.gitignore` or an `edition.toml` leaves out.
pub struct Walk {
    entries: ignore::Walk,
    seen: Arc<Seen>,
}

/// What was met on the way.
#[derive(Default)]
struct Seen {
    count: AtomicUsize,
    left_out: AtomicBool,
}

impl Walk {
    /// Through `folder`. What is decided about files, `finder` says.
    pub fn new(folder: &Path, finder: Arc<Finder>) -> Self {
        let seen = Arc::new(Seen::default());
        let choice = Choice::new(folder, finder, seen.clone());
        let entries = WalkBuilder::new(folder)
            .require_git(false)
            .sort_by_file_name(|one, other| one.cmp(other))
            .filter_entry(move |entry| choice.takes(entry))
            .build();
        Walk { entries, seen }
    }

    /// How many files and folders were met until now, whatever they are.
    pub fn seen(&self) -> usize {
        self.seen.count.load(Ordering::Relaxed)
    }

    /// Whether some `edition.toml` left out texts until now.
    pub fn has_left_out(&self) -> bool {
        self.seen.left_out.load(Ordering::Relaxed)
    }
}

impl Iterator for Walk {
    type Item = Result<DirEntry, ignore::Error>;

    fn next(&mut self) -> Option<Self::Item> {
        let is_file = |entry: &DirEntry| entry.file_type().is_some_and(|kind| kind.is_file());
        self.entries.find(|entry| entry.as_ref().map_or(true, is_file))
    }
}

/// Which of the files and folders in a folder are to be read.
struct Choice {
    finder: Arc<Finder>,
    /// Set if the folder itself would be left out: it was named, so that only what is decided in it counts.
    within: Option<PathBuf>,
    seen: Arc<Seen>,
}

impl Choice {
    fn new(folder: &Path, finder: Arc<Finder>, seen: Arc<Seen>) -> Self {
        // `.` and `..` have no name: ask about the folder that they are.
        let real = finder.real(folder);
        let is_excluded = real.file_name().is_some() && finder.excludes(&real, true, None);
        let within = is_excluded.then_some(real);
        Choice { finder, within, seen }
    }

    fn takes(&self, entry: &DirEntry) -> bool {
        self.seen.count.fetch_add(1, Ordering::Relaxed);
        if entry.depth() == 0 {
            return true;
        }
        let is_folder = entry.file_type().is_some_and(|kind| kind.is_dir());
        let is_file = entry.file_type().is_some_and(|kind| kind.is_file());
        let is_text = looks_like_text(Path::new(entry.file_name()));
        let path = entry.path();
        let is_taken = (!is_file || self.finder.includes(path, is_text))
            && !self.finder.excludes(path, is_folder, self.within.as_deref());
        if !is_taken && (is_text || is_folder) {
            self.seen.left_out.store(true, Ordering::Relaxed);
        }
        is_taken
    }
}
