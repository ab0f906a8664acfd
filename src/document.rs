//! A document: a text under edits, and snapshots that answer questions about one state of it.
//!
//! Nothing that is derived outlives an edit but the marks, which [`Blocks`] keeps true.

use std::ops::Range;
use std::path::PathBuf;
use std::sync::{Arc, OnceLock};

use crate::blocks::Blocks;
pub use crate::dialect::Hints;
use crate::dialect::{self, Signs, Tradition};
use crate::edition::{Edition, Reference, Verdict};
use crate::edits::Edits;
use crate::neighbours::Notes;
use crate::settings::Settings;
use crate::text::Text;

/// A text under edits.
#[derive(Debug)]
pub struct Document {
    text: Text,
    blocks: Blocks,
    hints: Arc<Hints>,
    snapshot: Option<Arc<Snapshot>>,
}

impl Document {
    /// A document with this content.
    pub fn new(content: &str, hints: Hints) -> Self {
        let text = Text::new(content);
        let signs = Signs::of(content);
        let blocks = Blocks::new(content, detect(&text, &hints, &signs));
        Document { text, blocks, hints: Arc::new(hints), snapshot: None }
    }

    /// Its text.
    pub fn text(&self) -> &Text {
        &self.text
    }

    /// Replaces a byte range. Ends that are past the text or inside a character move back.
    pub fn edit(&mut self, range: Range<usize>, with: &str) {
        self.snapshot = None;
        let replaced = self.text.replace(range, with);
        let (signs, is_head) = (self.blocks.signs(), replaced.start < dialect::HEAD);
        self.blocks.update(&self.text, replaced, with.len());
        if is_head || signs != self.blocks.signs() {
            self.settle_tradition();
        }
    }

    /// Tells what is known besides the text, in place of what was told before.
    pub fn set_hints(&mut self, hints: Hints) {
        self.snapshot = None;
        self.hints = Arc::new(hints);
        self.settle_tradition();
    }

    fn settle_tradition(&mut self) {
        let tradition = detect(&self.text, &self.hints, &self.blocks.signs());
        if tradition != *self.blocks.tradition() {
            self.blocks.read_as(tradition, &self.text);
        }
    }

    /// The present state. Cheap; the same state gives the same snapshot.
    pub fn snapshot(&mut self) -> Arc<Snapshot> {
        let (text, blocks, hints) = (&self.text, &self.blocks, &self.hints);
        self.snapshot
            .get_or_insert_with(|| {
                Arc::new(Snapshot {
                    text: text.clone(),
                    blocks: blocks.clone(),
                    hints: hints.clone(),
                    edition: OnceLock::new(),
                    companion: OnceLock::new(),
                })
            })
            .clone()
    }
}

fn detect(text: &Text, hints: &Hints, signs: &Signs) -> Tradition {
    dialect::detect(&text.slice(0..dialect::HEAD), hints, signs)
}

/// One state of a document. The edition is read once, when it is first asked for.
#[derive(Debug)]
pub struct Snapshot {
    text: Text,
    blocks: Blocks,
    hints: Arc<Hints>,
    edition: OnceLock<Edition>,
    companion: OnceLock<Option<Companion>>,
}

/// A file beside a text that holds its footnotes.
#[derive(Debug)]
pub struct Companion {
    /// Where it is.
    pub path: PathBuf,
    /// All of it.
    pub text: Text,
    /// Its footnotes, and nothing else.
    pub edition: Edition,
}

impl Companion {
    /// What it is called.
    pub fn name(&self) -> String {
        self.path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
    }

    /// Index of the footnote that a reference of the text leads to.
    pub fn footnote_of(&self, reference: &Reference) -> Option<usize> {
        self.edition.footnote_with(reference.label)
    }
}

impl Snapshot {
    /// The text.
    pub fn text(&self) -> &Text {
        &self.text
    }

    /// The text's marks.
    pub fn blocks(&self) -> &Blocks {
        &self.blocks
    }

    /// What was known besides the text.
    pub fn hints(&self) -> &Hints {
        &self.hints
    }

    /// What was decided about the text.
    pub fn settings(&self) -> &Settings {
        &self.hints.settings
    }

    /// What the text was understood to be.
    pub fn edition(&self) -> &Edition {
        self.edition.get_or_init(|| Edition::read(&self.text, &self.blocks))
    }

    /// The file beside the text that holds its footnotes, where it has none itself: at least half of its references
    /// find one there.
    pub fn companion(&self) -> Option<&Companion> {
        self.companion.get_or_init(|| self.find_companion()).as_ref()
    }

    /// The state that edits would make of this one.
    pub fn after(&self, edits: &Edits) -> Arc<Snapshot> {
        /// More edits than these take longer one by one than a text takes that is read anew.
        const FEW: usize = 200;
        let hints = self.hints.clone();
        if edits.len() > FEW {
            let text = edits.apply(&self.text);
            return Document::new(&text.whole(), (*hints).clone()).snapshot();
        }
        let (text, blocks) = (self.text.clone(), self.blocks.clone());
        let mut document = Document { text, blocks, hints, snapshot: None };
        for edit in edits.iter().rev() {
            document.edit(edit.range.clone(), &edit.text);
        }
        document.snapshot()
    }

    fn find_companion(&self) -> Option<Companion> {
        let edition = self.edition();
        if edition.verdict != Verdict::Detached || !edition.is_edition {
            return None;
        }
        let fitting = |Notes { path, text, is_own }: Notes| {
            let companion = Companion { path, edition: Edition::read_notes(&text)?, text };
            let led = || edition.references.iter().filter(|one| companion.footnote_of(one).is_some());
            let fits = led().count() * 2 >= edition.references.len();
            // What two texts refer to alike cannot be the notes of both.
            let first = self.text.slice(led().next()?.range.clone());
            (fits && (is_own || !self.hints.neighbours.share(&first))).then_some(companion)
        };
        self.hints.neighbours.notes().into_iter().find_map(fitting)
    }
}

#[cfg(test)]
mod tests;
