//! What other texts say than the one that is asked about: those that are open as they stand there, all others of the
//! workspace as they are on the disk.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::Arc;

use tower_lsp::ls_types::Uri;

use super::configs;
use super::reader::Reader;
use super::store::Store;
use crate::document::Snapshot;
use crate::features::completion::Known;

/// All texts but one.
pub struct Elsewhere {
    reader: Arc<Reader>,
    open: Vec<Arc<Snapshot>>,
    /// Where those are that are open, and the one.
    paths: Vec<PathBuf>,
}

impl Elsewhere {
    /// All texts but `uri`.
    pub fn than(uri: &Uri, store: &Store, reader: &Arc<Reader>) -> Self {
        let documents = store.open_documents();
        let paths = documents.iter().map(|(other, _)| other).chain([uri]).filter_map(configs::file);
        Elsewhere { reader: reader.clone(), open: store.others(uri), paths: paths.collect() }
    }
}

impl Known for Elsewhere {
    fn values(&self, field: &str) -> Vec<(String, usize)> {
        let on_disk = self.reader.index.values_but(field, &self.paths);
        let mut counts: HashMap<String, usize> =
            on_disk.into_iter().map(|value| (value.value, value.count)).collect();
        for (value, count) in self.open.values(field) {
            *counts.entry(value).or_default() += count;
        }
        let mut values: Vec<_> = counts.into_iter().collect();
        values.sort_unstable_by(|one, other| other.1.cmp(&one.1).then_with(|| one.0.cmp(&other.0)));
        values
    }
}
