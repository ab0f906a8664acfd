//! Publishing diagnostics: of the newest state only, and only what the client does not know already.

use std::collections::HashMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use tokio::runtime::Handle;
use tower::Service;
use tower_lsp::Client;
use tower_lsp::jsonrpc::Request;
use tower_lsp::ls_types::{Diagnostic, PublishDiagnosticsParams, Uri};

use super::convert::Converter;
use super::guard::panic_message;
use super::profile::Profile;
use super::pull::Pulls;
use super::store::{Job, Store, Work};

/// Publishes from a thread of its own, to which every document's news come in order.
///
/// There is no timer: while something is computed or sent, changes gather, and the newest state is next.
/// A client that does not read stops this thread, and nothing piles up behind it.
pub struct Publisher {
    store: Arc<Store>,
    profile: Profile,
    pulls: Arc<Pulls>,
    client: Client,
    runtime: Handle,
    sent: HashMap<Uri, Sent>,
}

/// What the client was told of a document last.
struct Sent {
    opened: u64,
    diagnostics: Vec<Diagnostic>,
}

/// The session is over.
struct Ended;

impl Publisher {
    /// Starts the thread. It ends with the session.
    pub fn start(
        store: Arc<Store>,
        profile: Profile,
        pulls: Arc<Pulls>,
        client: Client,
        runtime: Handle,
    ) -> std::io::Result<()> {
        let mut publisher = Publisher { store, profile, pulls, client, runtime, sent: HashMap::new() };
        std::thread::Builder::new()
            .name("publisher".into())
            .spawn(move || while publisher.step().is_ok() {})
            .map(drop)
    }

    fn step(&mut self) -> Result<(), Ended> {
        match self.store.next_work() {
            Work::Clear(uri) => self.clear(uri),
            Work::Check(job) => self.check(job),
        }
    }

    fn clear(&mut self, uri: Uri) -> Result<(), Ended> {
        self.pulls.forget(&uri);
        match self.sent.remove(&uri) {
            Some(sent) if !sent.diagnostics.is_empty() => {
                self.send(PublishDiagnosticsParams::new(uri, Vec::new(), None))
            }
            _ => Ok(()),
        }
    }

    fn check(&mut self, job: Job) -> Result<(), Ended> {
        let computed = catch_unwind(AssertUnwindSafe(|| self.diagnostics(&job)));
        let diagnostics = match computed {
            Ok(Some(diagnostics)) => diagnostics,
            Ok(None) => return Ok(()),
            Err(panic) => {
                tracing::error!("checking {} panicked: {}", job.uri.as_str(), panic_message(&*panic));
                return Ok(());
            }
        };
        let is_known = self
            .sent
            .get(&job.uri)
            .is_some_and(|sent| sent.opened == job.opened && sent.diagnostics == diagnostics);
        if is_known || !self.store.is_current(&job) {
            return Ok(());
        }
        let sent = Sent { opened: job.opened, diagnostics: diagnostics.clone() };
        self.sent.insert(job.uri.clone(), sent);
        let version = self.profile.diagnostic_versions.then_some(job.version);
        self.send(PublishDiagnosticsParams::new(job.uri, diagnostics, version))
    }

    /// What to publish; `None` for who asks for it: that editor would show everything twice.
    fn diagnostics(&self, job: &Job) -> Option<Vec<Diagnostic>> {
        if !self.profile.pulls_diagnostics {
            return Some(Converter::new(&job.snapshot, &self.profile).diagnostics(&job.uri));
        }
        // It asks by itself when the text changes.
        if job.by_others {
            self.pulls.refresh(job, &self.profile);
        }
        None
    }

    /// Not by the client's own method, which says on stderr that a session has ended meanwhile.
    fn send(&mut self, params: PublishDiagnosticsParams) -> Result<(), Ended> {
        let params = serde_json::to_value(params).map_err(|error| {
            tracing::error!("diagnostics cannot be written: {error}");
            Ended
        })?;
        let request = Request::build("textDocument/publishDiagnostics").params(params).finish();
        self.runtime.block_on(self.client.call(request)).map(drop).map_err(|_| Ended)
    }
}
