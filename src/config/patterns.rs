//! Which files are meant: patterns as `.gitignore` has them, which `check` reads anyway. One notation for both, from
//! a library that is here already.

use std::path::Path;

use ignore::Match;
use ignore::gitignore::{Gitignore, GitignoreBuilder};

use super::Pattern;

/// A list of patterns. As in `.gitignore`: without a `/` in it a pattern fits in all folders; one that fits a folder
/// means everything in it; `!` takes back; of several that fit, the last counts.
#[derive(Debug, Clone)]
pub struct Patterns {
    matcher: Gitignore,
}

impl Patterns {
    /// Of these, those that can be read: see [`fault`].
    pub fn new(patterns: &[Pattern]) -> Self {
        let mut builder = builder();
        for Pattern(pattern) in patterns {
            let _ = builder.add_line(None, &rewritten(pattern));
        }
        Patterns { matcher: builder.build().unwrap_or_else(|_| Gitignore::empty()) }
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.matcher.is_empty()
    }

    /// Whether they mean the file or folder, named from where the patterns start.
    pub fn mean(&self, path: &Path, is_folder: bool) -> bool {
        matches!(self.matcher.matched_path_or_any_parents(path, is_folder), Match::Ignore(_))
    }

    /// Whether they mean the file by a pattern that ends as the file's name does: `*.htm`, `notes/a.htm`.
    pub fn mean_by_ending(&self, path: &Path) -> bool {
        let ending = path.extension().and_then(|ending| ending.to_str());
        match (self.matcher.matched_path_or_any_parents(path, false), ending) {
            (Match::Ignore(pattern), Some(ending)) => {
                pattern.original().rsplit_once('.').is_some_and(|(_, written)| written == ending)
            }
            _ => false,
        }
    }
}

/// What is wrong with a pattern, as the end of a sentence that begins with it; `None` if nothing is.
pub fn fault(pattern: &str) -> Option<String> {
    let names: Vec<&str> = pattern.trim_start_matches('!').split('/').collect();
    if pattern.trim_matches(['!', '/', ' ']).is_empty() {
        return Some("means no file. Write a name, or a pattern such as letters/**".to_owned());
    }
    if names.contains(&"..") {
        return Some(
            "leads out of the folder of edition.toml. Put an edition.toml into the other folder".to_owned(),
        );
    }
    // Otherwise a backslash would take their meaning from what comes after it.
    let parts_folders = |next: u8| next.is_ascii_alphanumeric() || next == b'*';
    if pattern.as_bytes().windows(2).any(|pair| pair[0] == b'\\' && parts_folders(pair[1])) {
        return Some(r"has a \ in it. Write / between folders, on Windows too".to_owned());
    }
    builder().add_line(None, &rewritten(pattern)).err().map(|error| match error {
        ignore::Error::Glob { err, .. } => format!("cannot be read: {err}"),
        other => format!("cannot be read: {other}"),
    })
}

fn builder() -> GitignoreBuilder {
    // Paths are given from where the patterns start: there is no folder to take away from them.
    let mut builder = GitignoreBuilder::new("");
    builder.allow_unclosed_class(false);
    builder
}

/// The pattern as `.gitignore` would have it, where people mean more by it.
fn rewritten(pattern: &str) -> String {
    let (not, pattern) = match pattern.strip_prefix('!') {
        Some(pattern) => ("!", pattern),
        None => ("", pattern),
    };
    // What begins in this folder begins in this folder only.
    let pattern = if pattern.starts_with("./") { &pattern[1..] } else { pattern };
    match pattern.strip_suffix("/**").filter(|folder| !folder.is_empty()) {
        // All that is in a folder is the folder: it need not be looked into, and can be named.
        Some(folder) => format!("{not}/{}/", folder.trim_start_matches('/')),
        None if pattern.starts_with('#') => format!("{not}\\{pattern}"),
        None => format!("{not}{pattern}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn patterns(patterns: &[&str]) -> Patterns {
        Patterns::new(&patterns.iter().map(|&pattern| Pattern(pattern.to_owned())).collect::<Vec<_>>())
    }

    #[test]
    fn what_patterns_mean() {
        for (pattern, meant, not_meant) in [
            ("index.txt", vec!["index.txt", "a/index.txt"], vec!["index.md"]),
            ("/index.txt", vec!["index.txt"], vec!["a/index.txt"]),
            ("./index.txt", vec!["index.txt"], vec!["a/index.txt"]),
            ("letters/**", vec!["letters/a.txt", "letters/b/c.txt"], vec!["a/letters/a.txt", "letters.txt"]),
            ("letters/", vec!["letters/a.txt", "a/letters/a.txt"], vec!["letters"]),
            ("letters", vec!["letters/a.txt", "letters"], vec!["letter/a.txt"]),
            ("**/notes/**", vec!["notes/a.txt", "a/b/notes/c/a.txt"], vec!["note/a.txt"]),
            ("letters/*.txt", vec!["letters/a.txt"], vec!["letters/a.md", "letters/b/c.txt"]),
            ("{a,b}.txt", vec!["a.txt", "c/b.txt"], vec!["c.txt"]),
            ("#1.txt", vec!["#1.txt"], vec!["1.txt"]),
            ("**", vec!["a.txt", "a/b.txt"], vec![]),
        ] {
            let patterns = patterns(&[pattern]);
            assert_eq!(fault(pattern), None);
            for path in meant {
                assert!(patterns.mean(Path::new(path), false), "{pattern} means {path}");
            }
            for path in not_meant {
                assert!(!patterns.mean(Path::new(path), false), "{pattern} does not mean {path}");
            }
        }
        let taken_back = patterns(&["letters/**", "!letters/old/**"]);
        assert!(taken_back.mean(Path::new("letters/a.txt"), false));
        assert!(!taken_back.mean(Path::new("letters/old/a.txt"), false));
        assert!(patterns(&["drafts/**"]).mean(Path::new("drafts"), true), "the folder too");
    }

    #[test]
    fn endings_that_are_named() {
        let patterns = patterns(&["texts/**", "*.htm"]);
        assert!(patterns.mean_by_ending(Path::new("texts/a.htm")));
        assert!(!patterns.mean_by_ending(Path::new("texts/a.css")));
        assert!(patterns.mean(Path::new("texts/a.css"), false));
    }

    #[test]
    fn faults() {
        for (pattern, fault) in [
            ("letters/[a", "unclosed character class"),
            ("{a,b", "unclosed alternate group"),
            ("../letters/**", "leads out of the folder"),
            (r"letters\*.txt", "Write / between folders"),
            (r"letters\old\**", "Write / between folders"),
            ("", "means no file"),
            ("!/", "means no file"),
        ] {
            let found = super::fault(pattern).unwrap_or_default();
            assert!(found.contains(fault), "{pattern}: {found}");
        }
    }
}
