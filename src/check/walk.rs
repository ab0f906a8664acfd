//! Which texts a run reads.

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};

use ignore::{DirEntry, WalkBuilder};

use super::load::{Origin, Target, explain};

/// Endings of names that texts bear; files without any ending are texts too.
const ENDINGS: [&str; 4] = ["txt", "md", "markdown", "text"];

/// What there is to read.
#[derive(Debug, Default)]
pub(crate) struct Found {
    /// In the order of the command line; what a folder holds in the order of its names. No name twice.
    pub targets: Vec<Target>,
    /// Lines for stderr: folders that could not be looked into.
    pub complaints: Vec<String>,
    /// A folder that was named could not be looked into.
    pub failed: bool,
}

/// The texts that `paths` mean. Files that are named are taken as they are, even where they do not exist:
/// reading them will tell.
pub(crate) fn find(paths: &[PathBuf], stdin_filename: Option<&str>) -> Found {
    let here = [PathBuf::from(".")];
    let mut found = Found::default();
    for path in if paths.is_empty() { &here } else { paths } {
        if path.as_os_str() != "-" && fs::metadata(path).is_ok_and(|metadata| metadata.is_dir()) {
            walk(path, &mut found);
        } else {
            found.targets.push(as_named(path, stdin_filename));
        }
    }
    if paths.len() > 1 {
        found.targets = without_repeats(found.targets);
    }
    found
}

/// The texts of these names, and nothing but these; `-` is standard input.
pub(crate) fn named(files: &[PathBuf], stdin_filename: Option<&str>) -> Vec<Target> {
    without_repeats(files.iter().map(|path| as_named(path, stdin_filename)).collect())
}

fn as_named(path: &Path, stdin_filename: Option<&str>) -> Target {
    if path.as_os_str() == "-" { Target::stdin(stdin_filename) } else { target(path, Origin::Named) }
}

fn target(path: &Path, origin: Origin) -> Target {
    Target { path: path.to_owned(), shown: path.display().to_string(), origin }
}

fn walk(folder: &Path, found: &mut Found) {
    let entries = WalkBuilder::new(folder)
        .require_git(false)
        .sort_by_file_name(|one, other| one.cmp(other))
        .filter_entry(|entry| entry.file_type().is_none_or(|kind| !kind.is_file()) || looks_like_text(entry))
        .build();
    for entry in entries {
        match entry {
            Ok(entry) if entry.file_type().is_some_and(|kind| kind.is_file()) => {
                let path = entry.path();
                let shown =
                    if folder == Path::new(".") { path.strip_prefix(".").unwrap_or(path) } else { path };
                found.targets.push(Target { path: path.to_owned(), ..target(shown, Origin::Found) });
            }
            Ok(_) => {}
            Err(error) => {
                found.failed |= error.depth() == Some(0);
                found.complaints.push(complaint(folder, &error));
            }
        }
    }
}

fn looks_like_text(entry: &DirEntry) -> bool {
    match Path::new(entry.file_name()).extension() {
        None => true,
        Some(extension) => ENDINGS.iter().any(|ending| extension.eq_ignore_ascii_case(ending)),
    }
}

fn complaint(folder: &Path, error: &ignore::Error) -> String {
    let path = path_of(error).unwrap_or(folder);
    match error.io_error() {
        Some(io) => format!("{}: {}", path.display(), explain(io)),
        None => format!("{}: {error}", folder.display()),
    }
}

fn path_of(error: &ignore::Error) -> Option<&Path> {
    match error {
        ignore::Error::WithPath { path, .. } => Some(path),
        ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => path_of(err),
        _ => None,
    }
}

/// `notes.txt` and `.` mean the file `notes.txt` only once. That it was named is not forgotten.
fn without_repeats(targets: Vec<Target>) -> Vec<Target> {
    let mut first: HashMap<PathBuf, usize> = HashMap::with_capacity(targets.len());
    let mut unique: Vec<Target> = Vec::with_capacity(targets.len());
    for target in targets {
        let key = target.path.strip_prefix(".").unwrap_or(&target.path).to_owned();
        match first.get(&key) {
            Some(&index) if target.asked_for() => unique[index].origin = target.origin,
            Some(_) => {}
            None => {
                first.insert(key, unique.len());
                unique.push(target);
            }
        }
    }
    unique
}
