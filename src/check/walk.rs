//! Which texts a run reads.

use std::collections::HashMap;
use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::load::{Origin, Target, explain};
use crate::config::find::Finder;
use crate::workspace::walk::Walk;

/// What there is to read.
#[derive(Debug, Default)]
pub(crate) struct Found {
    /// In the order of the command line; what a folder holds in the order of its names. No name twice.
    pub targets: Vec<Target>,
    /// Lines for stderr: folders that could not be looked into.
    pub complaints: Vec<String>,
    /// A folder that was named could not be looked into.
    pub failed: bool,
    /// Some `edition.toml` leaves out texts.
    pub left_out: bool,
}

/// The texts that `paths` mean. Files that are named are taken as they are, even where they do not exist:
/// reading them will tell.
pub(crate) fn find(paths: &[PathBuf], stdin_filename: Option<&str>, finder: &Arc<Finder>) -> Found {
    let here = [PathBuf::from(".")];
    let mut found = Found::default();
    for path in if paths.is_empty() { &here } else { paths } {
        if path.as_os_str() != "-" && fs::metadata(path).is_ok_and(|metadata| metadata.is_dir()) {
            walk(path, finder, &mut found);
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

fn walk(folder: &Path, finder: &Arc<Finder>, found: &mut Found) {
    let mut texts = Walk::new(folder, finder.clone());
    for text in &mut texts {
        match text {
            Ok(entry) => {
                let path = entry.path();
                let shown =
                    if folder == Path::new(".") { path.strip_prefix(".").unwrap_or(path) } else { path };
                found.targets.push(Target { path: path.to_owned(), ..target(shown, Origin::Found) });
            }
            Err(error) => {
                found.failed |= error.depth() == Some(0);
                found.complaints.push(complaint(folder, &error));
            }
        }
    }
    found.left_out |= texts.has_left_out();
}

/// Each `edition.toml` that has problems and is for any of these texts, or for a folder that was walked, unless it is
/// among them. Named: if it cannot be read, what was asked for cannot be done.
pub(crate) fn configs(targets: &[Target], finder: &Finder) -> Vec<Target> {
    for target in targets {
        finder.source(target.file());
    }
    let named: Vec<PathBuf> = targets.iter().map(|target| finder.real_file(target.file())).collect();
    let met = finder.met().into_iter().filter(|source| source.has_problems && !named.contains(&source.path));
    met.map(|source| Target { path: source.path.clone(), ..target(&relative(&source.path), Origin::Named) })
        .collect()
}

/// A path as it is shortest to read from the current folder: in it, or above it.
pub(crate) fn relative(path: &Path) -> PathBuf {
    let Some(here) = env::current_dir().ok().and_then(|here| dunce::canonicalize(here).ok()) else {
        return path.to_owned();
    };
    let above = here
        .ancestors()
        .enumerate()
        .find_map(|(steps, folder)| Some((steps, path.strip_prefix(folder).ok()?)));
    match above {
        // From the root, it is easier read from the root.
        Some((steps, inside)) if here.ancestors().nth(steps + 1).is_some() => {
            Path::new("..").iter().cycle().take(steps).collect::<PathBuf>().join(inside)
        }
        _ => path.to_owned(),
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
