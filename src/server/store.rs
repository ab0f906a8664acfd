//! The open documents, and what is still to be published about them.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

use tower_lsp::ls_types::Uri;

use crate::document::{Document, Hints, Snapshot};
use crate::text::{Encoding, Position, Text};

/// The open documents.
///
/// Handlers call in before their first await, so that changes and questions keep the order in which they
/// arrived; nothing here waits for anything but the lock, which is never held while something is computed.
#[derive(Debug, Default)]
pub struct Store {
    state: Mutex<State>,
    news: Condvar,
    idle: Condvar,
}

#[derive(Debug, Default)]
struct State {
    documents: HashMap<Uri, Open>,
    /// Documents that changed, oldest first; those that were closed since are still in it.
    changed: VecDeque<Uri>,
    closed: VecDeque<Uri>,
    /// Something was taken to be published, and nobody has come for more yet.
    is_publishing: bool,
    /// Counts everything that happens to any document.
    clock: u64,
}

/// A document and what the client said of it.
#[derive(Debug)]
struct Open {
    document: Document,
    hints: Hints,
    version: i32,
    /// When it was opened, and when it changed last.
    opened: u64,
    revision: u64,
    /// Whether it is in [`State::changed`].
    is_queued: bool,
    /// Something else than its own text has changed since it was taken from there.
    by_others: bool,
}

/// One change of a text: of a range, or of everything.
#[derive(Debug)]
pub struct Change {
    pub range: Option<(Position, Position)>,
    pub text: String,
}

/// What the publisher should do next.
#[derive(Debug)]
pub enum Work {
    /// A document was closed: nothing should be shown for it any more.
    Clear(Uri),
    /// A document changed.
    Check(Job),
}

/// One state of a document that nothing was published about yet.
#[derive(Debug)]
pub struct Job {
    pub uri: Uri,
    pub snapshot: Arc<Snapshot>,
    /// The client's number for this state.
    pub version: i32,
    /// Tells one opening of a document from the next.
    pub opened: u64,
    /// It is not, or not only, the text that changed.
    pub by_others: bool,
    revision: u64,
}

impl Store {
    /// Opens a document. One that is open already is replaced.
    pub fn open(&self, uri: Uri, version: i32, content: &str, hints: Hints) {
        let document = Document::new(content, hints.clone());
        let mut state = self.lock();
        let now = state.tick();
        let open =
            Open { document, hints, version, opened: now, revision: now, is_queued: true, by_others: false };
        if state.documents.insert(uri.clone(), open).is_some() {
            tracing::warn!("{} was opened twice", uri.as_str());
        }
        state.changed.push_back(uri);
        self.news.notify_one();
    }

    /// Applies changes one after the other.
    pub fn change(&self, uri: &Uri, version: i32, changes: Vec<Change>, encoding: Encoding) {
        let mut state = self.lock();
        let now = state.tick();
        let Some(open) = state.documents.get_mut(uri) else {
            tracing::warn!("ignored a change of {}, which is not open", uri.as_str());
            return;
        };
        if version < open.version {
            tracing::warn!("{} went back from version {} to {version}", uri.as_str(), open.version);
        }
        open.version = version;
        open.revision = now;
        for change in changes {
            open.apply(uri, change, encoding);
        }
        if !std::mem::replace(&mut open.is_queued, true) {
            state.changed.push_back(uri.clone());
        }
        self.news.notify_one();
    }

    /// The open documents, and the language that each was opened with.
    pub fn open_documents(&self) -> Vec<(Uri, Option<String>)> {
        let state = self.lock();
        state.documents.iter().map(|(uri, open)| (uri.clone(), open.hints.language.clone())).collect()
    }

    /// Tells what is known of a document besides its content. If that is nothing new, nothing happens. Whether it is.
    pub fn set_hints(&self, uri: &Uri, hints: Hints) -> bool {
        let mut state = self.lock();
        let now = state.tick();
        let Some(open) = state.documents.get_mut(uri).filter(|open| open.hints != hints) else {
            return false;
        };
        open.document.set_hints(hints.clone());
        open.hints = hints;
        open.revision = now;
        open.by_others = true;
        if !std::mem::replace(&mut open.is_queued, true) {
            state.changed.push_back(uri.clone());
        }
        self.news.notify_one();
        true
    }

    /// What lies beside some documents may have changed.
    pub fn touch(&self, is_meant: impl Fn(&Uri) -> bool) {
        let mut state = self.lock();
        let now = state.tick();
        let State { documents, changed, .. } = &mut *state;
        for (uri, open) in documents.iter_mut().filter(|(uri, _)| is_meant(uri)) {
            open.document.set_hints(open.hints.clone());
            open.revision = now;
            open.by_others = true;
            if !std::mem::replace(&mut open.is_queued, true) {
                changed.push_back(uri.clone());
            }
        }
        self.news.notify_one();
    }

    /// Closes a document.
    pub fn close(&self, uri: Uri) {
        let mut state = self.lock();
        if state.documents.remove(&uri).is_none() {
            tracing::warn!("ignored that {} was closed, which is not open", uri.as_str());
            return;
        }
        state.closed.push_back(uri);
        self.news.notify_one();
    }

    /// The present state of a document.
    pub fn snapshot(&self, uri: &Uri) -> Option<Arc<Snapshot>> {
        self.state(uri).map(|(snapshot, _)| snapshot)
    }

    /// The present state of a document, and the client's number for it.
    pub fn state(&self, uri: &Uri) -> Option<(Arc<Snapshot>, i32)> {
        let mut state = self.lock();
        let open = state.documents.get_mut(uri)?;
        Some((open.document.snapshot(), open.version))
    }

    /// The present states of all documents.
    pub fn present(&self) -> Vec<Job> {
        let mut state = self.lock();
        state.documents.iter_mut().map(|(uri, open)| open.job(uri.clone())).collect()
    }

    /// The present state of a document, as a job that nobody has to do.
    pub fn job(&self, uri: &Uri) -> Option<Job> {
        Some(self.lock().documents.get_mut(uri)?.job(uri.clone()))
    }

    /// Waits until there is nothing to publish: whoever has time should not take it from those who have not.
    pub fn wait_until_idle(&self) {
        let mut state = self.lock();
        while state.is_publishing || !state.changed.is_empty() || !state.closed.is_empty() {
            state = self.idle.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// The present states of all documents but one.
    pub fn others(&self, uri: &Uri) -> Vec<Arc<Snapshot>> {
        let mut state = self.lock();
        let others = state.documents.iter_mut().filter(|(other, _)| *other != uri);
        others.map(|(_, open)| open.document.snapshot()).collect()
    }

    /// Waits for something to publish.
    pub fn next_work(&self) -> Work {
        let mut state = self.lock();
        loop {
            if let Some(work) = state.take_work() {
                state.is_publishing = true;
                return work;
            }
            state.is_publishing = false;
            self.idle.notify_all();
            state = self.news.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// Whether nothing happened to the document since the job was taken.
    pub fn is_current(&self, job: &Job) -> bool {
        self.lock().documents.get(&job.uri).is_some_and(|open| open.revision == job.revision)
    }

    /// A handler that panicked leaves a lock poisoned, and documents that are as good as they were.
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn tick(&mut self) -> u64 {
        self.clock += 1;
        self.clock
    }

    /// Closed documents come first, so that what is cleared is never what was published for a later opening.
    fn take_work(&mut self) -> Option<Work> {
        if let Some(uri) = self.closed.pop_front() {
            return Some(Work::Clear(uri));
        }
        while let Some(uri) = self.changed.pop_front() {
            let Some(open) = self.documents.get_mut(&uri).filter(|open| open.is_queued) else { continue };
            let job = open.job(uri);
            (open.is_queued, open.by_others) = (false, false);
            return Some(Work::Check(job));
        }
        None
    }
}

impl Open {
    fn job(&mut self, uri: Uri) -> Job {
        Job {
            uri,
            snapshot: self.document.snapshot(),
            version: self.version,
            opened: self.opened,
            by_others: self.by_others,
            revision: self.revision,
        }
    }

    fn apply(&mut self, uri: &Uri, change: Change, encoding: Encoding) {
        let Some((start, end)) = change.range else {
            self.document = Document::new(&change.text, self.hints.clone());
            return;
        };
        let text = self.document.text();
        if start > end || is_absurd(start, text) || is_absurd(end, text) {
            let (start, end, uri) = (start.line, end.line, uri.as_str());
            tracing::warn!("a change of lines {start} to {end} does not fit {uri}: clamped");
        }
        let (start, end) = (text.offset(start, encoding), text.offset(end, encoding));
        self.document.edit(start.min(end)..start.max(end), &change.text);
    }
}

/// The line after the last one and columns after the end of a line are how many clients say "to the end".
fn is_absurd(position: Position, text: &Text) -> bool {
    position.line > text.line_count()
}
