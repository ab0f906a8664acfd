//! A document: a text under edits, and snapshots that answer questions about one state of it.

use std::ops::Range;
use std::sync::{Arc, OnceLock};

use crate::edition::Edition;
use crate::rules::Diagnostic;
use crate::text::Text;

/// What is known of a text besides its content.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Hints {
    /// Its path, or the part of its URI that looks like one; may help to tell the volume.
    pub path: Option<String>,
    /// The editor's language id.
    pub language: Option<String>,
}

/// A text under edits.
#[derive(Debug)]
pub struct Document {
    text: Text,
    hints: Hints,
    snapshot: Option<Arc<Snapshot>>,
}

impl Document {
    /// A document with this content.
    pub fn new(content: &str, hints: Hints) -> Self {
        Document { text: Text::new(content), hints, snapshot: None }
    }

    /// Its text.
    pub fn text(&self) -> &Text {
        &self.text
    }

    /// Replaces a byte range. Ends that are past the text or inside a character move back.
    pub fn edit(&mut self, range: Range<usize>, with: &str) {
        self.snapshot = None;
        self.text.replace(range, with);
    }

    /// The present state. Cheap; the same state gives the same snapshot.
    pub fn snapshot(&mut self) -> Arc<Snapshot> {
        let (text, hints) = (&self.text, &self.hints);
        self.snapshot
            .get_or_insert_with(|| {
                Arc::new(Snapshot {
                    text: text.clone(),
                    hints: hints.clone(),
                    edition: OnceLock::new(),
                    diagnostics: OnceLock::new(),
                })
            })
            .clone()
    }
}

/// One state of a document. What is derived from it is computed once, when it is first asked for.
#[derive(Debug)]
pub struct Snapshot {
    text: Text,
    hints: Hints,
    edition: OnceLock<Edition>,
    diagnostics: OnceLock<Vec<Diagnostic>>,
}

impl Snapshot {
    /// The text.
    pub fn text(&self) -> &Text {
        &self.text
    }

    /// What was known besides the text.
    pub fn hints(&self) -> &Hints {
        &self.hints
    }

    /// What the text was understood to be.
    pub fn edition(&self) -> &Edition {
        self.edition.get_or_init(Edition::default)
    }

    /// Every diagnostic, in text order.
    pub fn diagnostics(&self) -> &[Diagnostic] {
        self.diagnostics.get_or_init(Vec::new)
    }
}
