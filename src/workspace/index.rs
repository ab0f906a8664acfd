//! What is known of all texts of a workspace: kept by path, changed text by text, asked at any time.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::SystemTime;

use super::summary::{Summary, field_name};

/// The texts of a workspace. Nothing here waits for the disk or for a text to be read.
#[derive(Debug, Default)]
pub struct Index {
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    texts: BTreeMap<Arc<Path>, Entry>,
    /// How many texts have each value, by the names of header fields.
    values: HashMap<Box<str>, HashMap<Box<str>, usize>>,
}

#[derive(Debug)]
struct Entry {
    stamp: Option<Stamp>,
    summary: Arc<Summary>,
}

/// Tells one state of a file, and of what is decided about it, from another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stamp {
    /// When the file was written.
    pub modified: Option<SystemTime>,
    /// Its length in bytes.
    pub len: u64,
    /// The same number for the same decisions.
    pub decided: u64,
}

/// A text, and what is known of it.
pub type Known = (Arc<Path>, Arc<Summary>);

/// A value of a header field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Value {
    /// The value, on one line.
    pub value: String,
    /// How many texts have it.
    pub count: usize,
}

impl Index {
    /// The values that a header field has in the texts of the workspace, those first that most texts have.
    ///
    /// `field` is a key in any of its spellings: `Transcribed` asks for what stands behind `Transcription:` too. What an
    /// open text says counts once it has been taken in.
    pub fn values(&self, field: &str) -> Vec<Value> {
        self.values_but(field, &[])
    }

    /// The same without what these texts say.
    pub fn values_but(&self, field: &str, texts: &[PathBuf]) -> Vec<Value> {
        let field = &*field_name(field);
        let state = self.lock();
        // Each is left out once, however often it is named.
        let texts: BTreeSet<&PathBuf> = texts.iter().collect();
        let left_out = texts.into_iter().filter_map(|path| state.texts.get(&**path));
        let mut less: HashMap<&str, usize> = HashMap::new();
        for (_, value) in
            left_out.flat_map(|entry| &entry.summary.fields).filter(|(name, _)| **name == *field)
        {
            *less.entry(value).or_default() += 1;
        }
        let values = state.values.get(field).into_iter().flatten().filter_map(|(value, count)| {
            let count = count - less.get(&**value).copied().unwrap_or(0);
            (count > 0).then(|| Value { value: value.to_string(), count })
        });
        let mut values: Vec<Value> = values.collect();
        drop(less);
        drop(state);
        values.sort_unstable_by(|one, other| {
            other.count.cmp(&one.count).then_with(|| one.value.cmp(&other.value))
        });
        values
    }

    /// All texts, in the order of their paths.
    pub fn texts(&self) -> Vec<Known> {
        let state = self.lock();
        state.texts.iter().map(|(path, entry)| (path.clone(), entry.summary.clone())).collect()
    }

    /// Takes over what is known of a text, in place of what was known before. `stamp` is of the file it was read
    /// from; without one, it does not stand on the disk as it is.
    pub fn put(&self, path: &Path, stamp: Option<Stamp>, summary: Summary) {
        let mut state = self.lock();
        state.count(&summary, 1);
        let entry = Entry { stamp, summary: Arc::new(summary) };
        let path = match state.texts.get_key_value(path) {
            Some((path, _)) => path.clone(),
            None => path.into(),
        };
        if let Some(before) = state.texts.insert(path, entry) {
            state.count(&before.summary, -1);
        }
    }

    /// Forgets a text. Whether it was known.
    pub fn remove(&self, path: &Path) -> bool {
        let mut state = self.lock();
        let before = state.texts.remove(path);
        if let Some(before) = &before {
            state.count(&before.summary, -1);
        }
        before.is_some()
    }

    /// The state of the file in which a text was read last.
    pub fn stamp(&self, path: &Path) -> Option<Stamp> {
        self.lock().texts.get(path)?.stamp
    }

    /// The texts of a folder that were read from it, and whose notes may lie in a file beside them.
    pub fn detached_in(&self, folder: &Path) -> Vec<(PathBuf, Stamp)> {
        let state = self.lock();
        let texts = state.texts.iter().filter(|(_, entry)| entry.summary.is_detached);
        let here = texts.filter(|(path, _)| path.parent() == Some(folder));
        here.filter_map(|(path, entry)| Some((path.to_path_buf(), entry.stamp?))).collect()
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    /// Counts the values of a text, or takes them back.
    fn count(&mut self, summary: &Summary, by: isize) {
        for (field, value) in &summary.fields {
            if !self.values.contains_key(field) {
                self.values.insert(field.clone(), HashMap::new());
            }
            let Some(values) = self.values.get_mut(field) else { continue };
            if let Some(count) = values.get_mut(value) {
                *count = count.saturating_add_signed(by);
                if *count == 0 {
                    values.remove(value);
                }
            } else if by > 0 {
                values.insert(value.clone(), 1);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(fields: &[(&str, &str)]) -> Summary {
        let fields = fields.iter().map(|&(name, value)| (name.into(), value.into()));
        Summary { is_edition: true, fields: fields.collect(), ..Summary::default() }
    }

    fn values(index: &Index, field: &str) -> Vec<(String, usize)> {
        index.values(field).into_iter().map(|value| (value.value, value.count)).collect()
    }

    #[test]
    fn values_are_counted_as_texts_come_and_go() {
        let index = Index::default();
        let (one, other) = (Path::new("/b/1.txt"), Path::new("/b/2.txt"));
        index.put(one, None, text(&[("Transcription", "B. Second"), ("Language", "en")]));
        index.put(other, None, text(&[("Transcription", "A. First")]));
        assert_eq!(values(&index, "Transcribed by"), [("A. First".into(), 1), ("B. Second".into(), 1)]);
        index.put(other, None, text(&[("Transcription", "B. Second")]));
        assert_eq!(values(&index, "Transcription"), [("B. Second".into(), 2)]);
        let others = index.values_but("Transcription", &[one.to_owned(), "/b/3.txt".into(), one.to_owned()]);
        assert_eq!(others, [Value { value: "B. Second".into(), count: 1 }]);
        assert!(index.remove(one) && !index.remove(one));
        assert_eq!(values(&index, "Transcription"), [("B. Second".into(), 1)]);
        assert_eq!(values(&index, "Language"), []);
        assert_eq!(index.texts().len(), 1);
    }
}
