//! Reads the texts of the workspace, in a thread of its own that has time.
//!
//! Whatever may have changed there, the answer is the same: look at all files again, and read those that are not as
//! they were. What is open in the editor is never read from the disk; what was typed there is taken in when somebody asks
//! what texts say, and not with each keystroke. Between two texts the thread lets those pass who wait for diagnostics.

use std::collections::{HashMap, HashSet};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use tokio::runtime::Handle;
use tokio::sync::watch;
use tower_lsp::Client;
use tower_lsp::ls_types::{MessageType, Uri};

use super::configs::{self, Configs};
use super::convert::Converter;
use super::guard::panic_message;
use super::memory;
use super::profile::Profile;
use super::progress::Progress;
use super::pull::{Pulls, Report};
use super::store::Store;
use crate::config::find::Finder;
use crate::document::Snapshot;
use crate::neighbours::holds_notes;
use crate::workspace::Index;
use crate::workspace::index::Stamp;
use crate::workspace::read;
use crate::workspace::summary::Summary;
use crate::workspace::survey::{File, Limits, Survey};

/// After so many texts it is worth the while to give memory back, for which all threads have to wait.
const MANY: usize = 100;

/// The reader, as others see it.
#[derive(Debug)]
pub struct Reader {
    /// What is known of all texts.
    pub index: Index,
    inbox: Mutex<Inbox>,
    news: Condvar,
    /// How much of what was asked is done.
    done: watch::Sender<u64>,
}

#[derive(Debug, Default)]
struct Inbox {
    /// Counts what is asked of the reader.
    asked: u64,
    /// Look at all files again.
    look: bool,
    /// Whatever their stamps say, these are not as they were.
    written: HashSet<PathBuf>,
    /// In these folders, something is not as it was that holds the notes of others.
    beside: HashSet<PathBuf>,
    /// Open documents that changed.
    touched: HashMap<PathBuf, Uri>,
    /// What is open.
    open: HashSet<PathBuf>,
}

impl Default for Reader {
    fn default() -> Self {
        let (done, _) = watch::channel(0);
        Reader { index: Index::default(), inbox: Mutex::default(), news: Condvar::new(), done }
    }
}

impl Reader {
    /// Something may have changed in the folders of the workspace, or what is decided about them.
    pub fn look(&self) {
        self.ask(|inbox| inbox.look = true);
    }

    /// These files were written, created or removed.
    pub fn written(&self, files: impl IntoIterator<Item = PathBuf>) {
        self.ask(|inbox| {
            inbox.written.extend(files);
            inbox.look = true;
        });
    }

    /// A document was opened or changed. That is taken in with what is done next; see [`Reader::settled`].
    pub fn touch(&self, uri: &Uri) {
        let Some(path) = configs::file(uri) else { return };
        let mut inbox = self.lock();
        inbox.open.insert(path.clone());
        inbox.touched.insert(path.clone(), uri.clone());
        drop(inbox);
        if holds_notes(&path) {
            self.ask(|inbox| inbox.note(&path));
        }
    }

    /// A document was closed: what is on the disk counts.
    pub fn close(&self, uri: &Uri) {
        let Some(path) = configs::file(uri) else { return };
        self.ask(|inbox| {
            inbox.note(&path);
            inbox.open.remove(&path);
            inbox.touched.remove(&path);
            inbox.look = true;
        });
    }

    /// Waits until everything is done that has been asked until now, and what was typed until now is taken in.
    pub fn settled(&self) -> impl Future<Output = ()> + Send + use<> {
        let has_touched = !self.lock().touched.is_empty();
        if has_touched {
            self.ask(|_| {});
        }
        let asked = self.lock().asked;
        let mut done = self.done.subscribe();
        async move {
            // Without the reader there is nothing to wait for.
            let _ = done.wait_for(|done| *done >= asked).await;
        }
    }

    fn ask(&self, change: impl FnOnce(&mut Inbox)) {
        let mut inbox = self.lock();
        inbox.asked += 1;
        change(&mut inbox);
        self.news.notify_one();
    }

    fn lock(&self) -> MutexGuard<'_, Inbox> {
        self.inbox.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Inbox {
    /// An open document is not as it was.
    fn note(&mut self, path: &Path) {
        if holds_notes(path) {
            self.beside.extend(path.parent().map(Path::to_owned));
        }
    }
}

/// The reader at work.
pub struct Worker {
    pub reader: Arc<Reader>,
    pub store: Arc<Store>,
    pub configs: Arc<Configs>,
    pub profile: Profile,
    pub pulls: Arc<Pulls>,
    pub client: Client,
    pub runtime: Handle,
}

/// What has happened before.
#[derive(Default)]
struct Past {
    /// All texts have been read once.
    has_read: bool,
    /// The person was told what is not read.
    has_spoken: bool,
}

/// What one reading needs.
struct Reading {
    finder: Arc<Finder>,
    buffer: Vec<u8>,
    /// Folders in which something is not as it was that may hold the notes of others.
    beside: HashSet<PathBuf>,
    /// Nothing was read before: all files are new.
    is_first: bool,
}

impl Worker {
    /// Starts the thread. It ends with the process.
    pub fn start(self) -> std::io::Result<()> {
        let run = move || {
            let mut past = Past::default();
            loop {
                self.step(&mut past);
            }
        };
        std::thread::Builder::new().name("reader".into()).spawn(run).map(drop)
    }

    /// Waits for something to do, and does it.
    fn step(&self, past: &mut Past) {
        let mut inbox = self.reader.lock();
        while self.reader.done.borrow().to_owned() >= inbox.asked {
            inbox = self.reader.news.wait(inbox).unwrap_or_else(PoisonError::into_inner);
        }
        let asked = inbox.asked;
        let (look, written) = (std::mem::take(&mut inbox.look), std::mem::take(&mut inbox.written));
        let beside = std::mem::take(&mut inbox.beside);
        drop(inbox);
        self.take_in_touched();
        let (folders, finder) = self.configs.workspace();
        let mut reading = Reading { finder, buffer: Vec::new(), beside, is_first: !past.has_read };
        let is_done = match look {
            true => self.look(&folders, &written, &mut reading, past),
            false => self.read_beside(&mut reading),
        };
        if is_done {
            past.has_read |= look;
            self.pulls.refresh_workspace();
            self.reader.done.send_replace(asked);
        } else {
            let mut inbox = self.reader.lock();
            inbox.look |= look;
            inbox.written.extend(written);
            inbox.beside.extend(reading.beside);
        }
    }

    /// Takes in what was typed.
    fn take_in_touched(&self) {
        let touched = std::mem::take(&mut self.reader.lock().touched);
        for (path, uri) in touched {
            self.store.wait_until_idle();
            let Some(snapshot) = self.store.snapshot(&uri) else { continue };
            let summary = self.caught(&path, || Summary::of(&snapshot, self.profile.encoding));
            self.put_if(&path, true, None, summary.unwrap_or_default());
        }
    }

    /// Looks at all files, and reads those that are not as they were. False if that must be begun again.
    fn look(
        &self,
        folders: &[PathBuf],
        written: &HashSet<PathBuf>,
        reading: &mut Reading,
        past: &mut Past,
    ) -> bool {
        let started = Instant::now();
        let survey = Survey::of(folders, &reading.finder, Limits::default());
        self.say(survey.remarks, past);
        // What lies beside texts may be gone, or be another, without any text that changed; and a folder may have
        // changed twice within one tick of its clock.
        self.configs.folder().forget();
        written.iter().for_each(|path| reading.changed(path));
        let open = self.reader.lock().open.clone();
        let found: HashSet<&Path> = survey.files.iter().map(|file| &*file.path).collect();
        for (path, _) in self.reader.index.texts() {
            if !found.contains(&*path) && !open.contains(&*path) {
                self.reader.index.remove(&path);
                self.pulls.reports.put(&path, None);
                reading.changed(&path);
            }
        }
        let is_other = |file: &File| {
            !open.contains(&file.path)
                && (written.contains(&file.path) || self.reader.index.stamp(&file.path) != Some(file.stamp))
        };
        let count = survey.files.len();
        let files: Vec<File> = survey.files.into_iter().filter(is_other).collect();
        files.iter().for_each(|file| reading.changed(&file.path));
        self.configs.changed(&self.store, &reading.beside);
        let is_done = self.read_all(&files, reading) && self.read_beside(reading);
        let bytes: u64 = files.iter().map(|file| file.stamp.len).sum();
        let (read, time) = (files.len(), started.elapsed().as_millis());
        tracing::info!("{read} of {count} texts to read, {bytes} bytes: {time} ms, done: {is_done}");
        is_done
    }

    /// Reads files. False if they have to be looked at again, before all were read.
    fn read_all(&self, files: &[File], reading: &mut Reading) -> bool {
        let mut progress = Progress::new(files.len(), &self.client, &self.runtime, &self.profile);
        for (count, file) in files.iter().enumerate() {
            progress.advance(count);
            self.store.wait_until_idle();
            if self.reader.lock().look {
                return false;
            }
            self.read(file, reading);
        }
        reading.buffer = Vec::new();
        self.configs.folder().forget();
        if files.len() >= MANY {
            memory::give_back();
        }
        true
    }

    /// Reads the texts again whose notes may lie in a file beside them, where something changed.
    fn read_beside(&self, reading: &mut Reading) -> bool {
        let detached = |folder: &PathBuf| self.reader.index.detached_in(folder);
        let files = reading.beside.iter().flat_map(detached);
        let files: Vec<File> = files.map(|(path, stamp)| File { path, stamp }).collect();
        self.read_all(&files, reading)
    }

    fn read(&self, file: &File, reading: &mut Reading) {
        let (path, folder) = (&file.path, self.configs.folder());
        let read = self.caught(path, || {
            let snapshot = read::document(path, &reading.finder, folder, &mut reading.buffer)?;
            Some((Summary::of(&snapshot, self.profile.encoding), self.report(path, &snapshot)))
        });
        let (summary, report) = read.flatten().unwrap_or_default();
        if self.put_if(path, false, Some(file.stamp), summary) {
            self.pulls.reports.put(path, report);
        }
    }

    /// What a client is told of a text that is not open; `None` if that is nothing.
    fn report(&self, path: &Path, snapshot: &Snapshot) -> Option<Report> {
        let uri = Uri::from_file_path(path).filter(|_| self.profile.pulls_diagnostics)?;
        let diagnostics = Converter::new(snapshot, &self.profile).diagnostics(&uri);
        (!diagnostics.is_empty()).then(|| Report::of(&diagnostics))
    }

    /// Takes over what is known of a text, if it is (not) open still. Whether it was taken.
    fn put_if(&self, path: &Path, is_open: bool, stamp: Option<Stamp>, summary: Summary) -> bool {
        let inbox = self.reader.lock();
        let counts = inbox.open.contains(path) == is_open;
        if counts {
            self.reader.index.put(path, stamp, summary);
        }
        counts
    }

    /// One text that the engine cannot digest must not cost the others.
    fn caught<T>(&self, path: &Path, read: impl FnOnce() -> T) -> Option<T> {
        catch_unwind(AssertUnwindSafe(read))
            .inspect_err(|panic| {
                tracing::error!("reading {} panicked: {}", path.display(), panic_message(&**panic));
            })
            .ok()
    }

    /// Tells the person what is not read, once.
    fn say(&self, remarks: Vec<String>, past: &mut Past) {
        if remarks.is_empty() || std::mem::replace(&mut past.has_spoken, true) {
            return;
        }
        let client = self.client.clone();
        self.runtime.spawn(async move {
            for remark in remarks {
                tracing::info!("{remark}");
                client.show_message(MessageType::INFO, format!("edition-ls: {remark}")).await;
            }
        });
    }
}

impl Reading {
    fn changed(&mut self, path: &Path) {
        if !self.is_first {
            self.beside.extend(path.parent().map(Path::to_owned));
        }
    }
}
