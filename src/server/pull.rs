//! Diagnostics for clients that ask for them.
//!
//! A report is named by what it says: the same diagnostics have the same name, whenever and for whatever request they
//! were found. So nothing has to be remembered to tell that nothing has changed. On an open document the name also tells which
//! opening it is of: a client may throw away what it was told when it closes a document, and still ask by that name
//! when it has opened it again, as Neovim 0.12 does.

use std::collections::{BTreeMap, HashMap};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};

use tokio::runtime::Handle;
use tower_lsp::Client;
use tower_lsp::ls_types::{Diagnostic, PreviousResultId, Uri, WorkspaceDocumentDiagnosticReport};

use super::configs;
use super::convert::{self, Converter};
use super::profile::Profile;
use super::refresh;
use super::store::{Job, Store};

/// What is said of a text, packed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// Its name.
    pub id: String,
    json: Box<str>,
}

/// Says nothing.
impl Default for Report {
    fn default() -> Self {
        Report::of(&[])
    }
}

impl Report {
    /// Says these diagnostics.
    pub fn of(diagnostics: &[Diagnostic]) -> Self {
        let json = serde_json::to_string(diagnostics).unwrap_or_default();
        let mut hasher = DefaultHasher::new();
        json.hash(&mut hasher);
        Report { id: format!("{:016x}", hasher.finish()), json: json.into() }
    }

    /// Says what was found in an open document.
    fn of_open(job: &Job, profile: &Profile) -> Self {
        let report = Report::of(&Converter::new(&job.snapshot, profile).diagnostics(&job.uri));
        Report { id: format!("{}-{}", report.id, job.opened), ..report }
    }

    /// What it says.
    pub fn diagnostics(&self) -> Vec<Diagnostic> {
        serde_json::from_str(&self.json).unwrap_or_default()
    }
}

/// What is said of the texts that are not open, where that is anything.
#[derive(Debug, Default)]
pub struct Reports {
    reports: Mutex<Texts>,
}

#[derive(Debug, Default)]
struct Texts {
    reports: BTreeMap<PathBuf, Report>,
    /// Something is not as it was told.
    is_other: bool,
}

impl Reports {
    /// Takes over what is to be said of a text.
    pub fn put(&self, path: &Path, report: Option<Report>) {
        let mut texts = self.reports.lock().unwrap_or_else(PoisonError::into_inner);
        if texts.reports.get(path) == report.as_ref() {
            return;
        }
        texts.is_other = true;
        match report {
            Some(report) => texts.reports.insert(path.to_owned(), report),
            None => texts.reports.remove(path),
        };
    }

    /// What is said of a text.
    pub fn get(&self, path: &Path) -> Option<Report> {
        self.reports.lock().unwrap_or_else(PoisonError::into_inner).reports.get(path).cloned()
    }

    /// Everything that is said, by path.
    pub fn all(&self) -> BTreeMap<PathBuf, Report> {
        self.reports.lock().unwrap_or_else(PoisonError::into_inner).reports.clone()
    }

    /// Whether anything is not as it was when this was asked last.
    fn is_other(&self) -> bool {
        let mut texts = self.reports.lock().unwrap_or_else(PoisonError::into_inner);
        std::mem::take(&mut texts.is_other)
    }
}

/// What a client has asked for and was told.
#[derive(Debug)]
pub struct Pulls {
    /// What is said of the texts that are not open.
    pub reports: Reports,
    /// The names of the last reports on documents.
    told: Mutex<HashMap<Uri, String>>,
    has_told_workspace: AtomicBool,
    /// Set for clients that can be asked to ask again.
    client: Option<(Client, Handle)>,
}

impl Pulls {
    pub fn new(profile: &Profile, client: Client, runtime: Handle) -> Self {
        Pulls {
            reports: Reports::default(),
            told: Mutex::default(),
            has_told_workspace: AtomicBool::new(false),
            client: profile.refreshes_diagnostics.then_some((client, runtime)),
        }
    }

    /// The client is told this of a document.
    pub fn tell(&self, uri: &Uri, id: &str) {
        let mut told = self.told.lock().unwrap_or_else(PoisonError::into_inner);
        told.insert(uri.clone(), id.to_owned());
    }

    /// The client is told of all texts that are not open.
    pub fn tell_workspace(&self) {
        self.has_told_workspace.store(true, Ordering::SeqCst);
    }

    /// A document was closed.
    pub fn forget(&self, uri: &Uri) {
        self.told.lock().unwrap_or_else(PoisonError::into_inner).remove(uri);
    }

    /// A document's diagnostics may be others, though its text is the same: then the client, which cannot know that,
    /// should ask again. Only what it was told can be wrong.
    pub fn refresh(&self, job: &Job, profile: &Profile) {
        let mut told = self.told.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(before) = told.get_mut(&job.uri) else { return };
        let now = Report::of_open(job, profile).id;
        if *before != now {
            *before = now;
            self.ask_to_ask();
        }
    }

    /// The same for texts that are not open.
    pub fn refresh_workspace(&self) {
        if self.reports.is_other() && self.has_told_workspace.swap(false, Ordering::SeqCst) {
            self.ask_to_ask();
        }
    }

    fn ask_to_ask(&self) {
        let Some((client, runtime)) = &self.client else { return };
        let client = client.clone();
        runtime.spawn(async move { refresh::ask(&client, "workspace/diagnostic/refresh").await });
    }
}

/// The report on a document: on its newest state if it is open (`job`), else on what is on the disk.
pub fn document(store: &Store, profile: &Profile, pulls: &Pulls, uri: Uri, job: Option<Job>) -> Report {
    let newest = job.and_then(|job| newest(store, profile, job));
    let report = match newest {
        Some((_, report)) => report,
        None => configs::file(&uri).and_then(|path| pulls.reports.get(&path)).unwrap_or_default(),
    };
    pulls.tell(&uri, &report.id);
    report
}

/// Reports on all documents that anything is said of, or was said the last time; `previous` is what the client knows.
pub fn workspace(
    store: &Store,
    profile: &Profile,
    pulls: &Pulls,
    previous: Vec<PreviousResultId>,
    is_wanted: impl Fn() -> bool,
) -> Vec<WorkspaceDocumentDiagnosticReport> {
    pulls.tell_workspace();
    // By path, as clients write one URI in several ways; what has no path, by its URI.
    let place = |uri: &Uri| configs::file(uri).unwrap_or_else(|| PathBuf::from(uri.as_str()));
    let mut known: BTreeMap<PathBuf, PreviousResultId> =
        previous.into_iter().map(|previous| (place(&previous.uri), previous)).collect();
    let mut reports = pulls.reports.all();
    let mut items = Vec::new();
    for job in store.present() {
        if !is_wanted() {
            return Vec::new();
        }
        let path = place(&job.uri);
        reports.remove(&path);
        let previous = known.remove(&path).map(|previous| previous.value);
        let Some((job, report)) = newest(store, profile, job) else { continue };
        pulls.tell(&job.uri, &report.id);
        items.push(convert::workspace_report(job.uri, Some(job.version), &report, previous.as_deref()));
    }
    for (path, report) in reports {
        let previous = known.remove(&path);
        let (uri, previous) = match previous {
            Some(previous) => (Some(previous.uri), Some(previous.value)),
            None => (Uri::from_file_path(&path), None),
        };
        items.extend(uri.map(|uri| convert::workspace_report(uri, None, &report, previous.as_deref())));
    }
    // What nothing is said of any more.
    items.extend(known.into_values().map(|previous| {
        convert::workspace_report(previous.uri, None, &Report::default(), Some(&previous.value))
    }));
    items
}

/// What is said of the newest state of a document: if it changes meanwhile, that is looked for again. `None` if it is
/// closed.
fn newest(store: &Store, profile: &Profile, mut job: Job) -> Option<(Job, Report)> {
    loop {
        let report = Report::of_open(&job, profile);
        if store.is_current(&job) {
            return Some((job, report));
        }
        job = store.job(&job.uri)?;
    }
}
