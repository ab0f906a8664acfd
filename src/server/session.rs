//! One session: what is known in it, and what its handlers share.

use std::collections::HashSet;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::Sender;
use std::sync::{Arc, OnceLock};

use tokio::runtime::Handle;
use tokio::task::spawn_blocking;
use tower_lsp::Client;
use tower_lsp::jsonrpc::{Error, Result};
use tower_lsp::ls_types::{Location, MessageType, Uri};

use super::command::{Left, Round};
use super::configs::Configs;
use super::convert::{self, Converter};
use super::errand::{self, Errand};
use super::profile::{Profile, Refreshes};
use super::publish::Publisher;
use super::pull::Pulls;
use super::reader::{Reader, Worker};
use super::store::Store;
use super::tokens::Told;
use super::{End, configs, refresh};
use crate::config::is_config;
use crate::refactor::Change;

/// Questions about longer texts are answered on another thread: handlers share the reader's.
pub const LONG: usize = 256 << 10;

/// One session.
pub struct Session {
    pub store: Arc<Store>,
    pub configs: Arc<Configs>,
    pub tokens: Arc<Told>,
    pub round: Round,
    pub left: Left,
    /// What is known of the texts that are not open.
    pub reader: Arc<Reader>,
    pub pulls: OnceLock<Arc<Pulls>>,
    pub profile: OnceLock<Profile>,
    /// What could not be understood of the settings that came with the first message.
    pub complaints: OnceLock<Vec<String>>,
    pub client: Client,
    pub ended: Sender<End>,
}

impl Session {
    pub fn new(client: Client, ended: Sender<End>) -> Self {
        Session {
            store: Arc::default(),
            configs: Arc::default(),
            tokens: Arc::default(),
            round: Round::default(),
            left: Left::default(),
            reader: Arc::default(),
            pulls: OnceLock::new(),
            profile: OnceLock::new(),
            complaints: OnceLock::new(),
            client,
            ended,
        }
    }

    pub fn profile(&self) -> &Profile {
        self.profile.get_or_init(Profile::default)
    }

    /// Tells the documents what is decided about them.
    pub fn settle(&self) {
        if self.configs.settle(&self.store) {
            ask_anew(&self.client, self.profile().refreshes);
        }
        self.reader.look();
    }

    /// Starts the threads that work for this session.
    pub fn start(&self, profile: &Profile) -> std::io::Result<()> {
        let (client, runtime) = (self.client.clone(), Handle::current());
        let pulls = Arc::new(Pulls::new(profile, client.clone(), runtime.clone()));
        let _ = self.pulls.set(pulls.clone());
        Publisher::start(
            self.store.clone(),
            profile.clone(),
            pulls.clone(),
            client.clone(),
            runtime.clone(),
        )?;
        let (reader, store, configs) = (self.reader.clone(), self.store.clone(), self.configs.clone());
        Worker { reader, store, configs, profile: profile.clone(), pulls, client, runtime }.start()
    }

    /// Files were created, written or removed.
    pub fn files_changed(&self, files: Vec<PathBuf>) {
        if files.is_empty() {
            return;
        }
        if files.iter().any(|file| is_config(&file.to_string_lossy())) {
            self.configs.forget();
            self.settle();
        }
        self.reader.written(files);
    }

    /// Answers a question that may take a while on another thread. `question` is told when nobody wants to know any
    /// more: see [`Wanted`].
    pub async fn ponder<T: Send + 'static>(
        question: impl FnOnce(&AtomicBool) -> T + Send + 'static,
    ) -> Result<T> {
        let wanted = Wanted::default();
        let is_wanted = wanted.0.clone();
        let answer = spawn_blocking(move || is_wanted.load(Ordering::Relaxed).then(|| question(&is_wanted)));
        // A panic has been reported by then.
        answer.await.ok().flatten().ok_or_else(Error::internal_error)
    }

    /// Asks the client for its settings, if it can be asked. The answer comes when it comes.
    pub fn ask_for_settings(&self) {
        if !self.profile().has_settings {
            return;
        }
        let (client, configs, store) = (self.client.clone(), self.configs.clone(), self.store.clone());
        let (reader, refreshes) = (self.reader.clone(), self.profile().refreshes);
        let asked = configs.ask();
        tokio::spawn(async move {
            let folders = configs.scopes();
            let mut answers = match client.configuration(convert::question_for_settings(&folders)).await {
                Ok(answers) => answers.into_iter().map(configs::as_asked),
                Err(error) => return tracing::warn!("the client does not tell its settings: {error}"),
            };
            if configs.is_last(asked) {
                let mut complaints =
                    configs.set_editor(answers.next().unwrap_or_default()).unwrap_or_default();
                for (folder, settings) in folders.iter().zip(answers) {
                    complaints.extend(configs.set_editor_in(folder, settings).unwrap_or_default());
                }
                // What is wrong for all texts is wrong in each folder again.
                let mut said = HashSet::new();
                complaints.retain(|complaint| said.insert(complaint.clone()));
                let is_new = configs.settle(&store);
                reader.look();
                if is_new {
                    ask_anew(&client, refreshes);
                }
                complain(&client, complaints).await;
            }
        });
    }

    /// Does what a client asked for, on the state that it was asked for, and says it as the client wants to hear it.
    pub async fn run<T: Send + 'static>(
        &self,
        errand: Errand,
        say: impl FnOnce(&Converter, &Errand, &Change) -> T + Send + 'static,
    ) -> Result<T> {
        let uri = errand.text_document.uri.clone();
        let done = self.ask_of_version(&uri, move |converter, version| {
            let meant = errand.text_document.version.unwrap_or(version);
            if meant != version {
                return Some(Err(Error::content_modified()));
            }
            let range = converter.range_of(errand.range);
            let change = errand.task.perform(converter.snapshot(), range);
            Some(
                change
                    .map(|change| say(converter, &errand.of(version), &change))
                    .map_err(|refusal| errand::refused(&refusal)),
            )
        });
        done.await?.unwrap_or_else(|| Err(errand::not_open()))
    }

    /// Answers a question about the newest state of a document; nothing if there is no such document.
    pub async fn ask<T: Default + Send + 'static>(
        &self,
        uri: &Uri,
        question: impl FnOnce(&Converter) -> T + Send + 'static,
    ) -> Result<T> {
        self.ask_of_version(uri, |converter, _| question(converter)).await
    }

    /// The same where the answer is for one version of the document only.
    pub async fn ask_of_version<T: Default + Send + 'static>(
        &self,
        uri: &Uri,
        question: impl FnOnce(&Converter, i32) -> T + Send + 'static,
    ) -> Result<T> {
        let Some((snapshot, version)) = self.store.state(uri) else {
            // Some editors ask before they open, or once more after they have closed.
            tracing::debug!("{} was asked about, which is not open", uri.as_str());
            return Ok(T::default());
        };
        if snapshot.text().len() <= LONG {
            return Ok(question(&Converter::new(&snapshot, self.profile()), version));
        }
        let profile = self.profile().clone();
        Self::ponder(move |_| question(&Converter::new(&snapshot, &profile), version)).await
    }
}

/// Held by who waits for an answer. When that is cancelled, it is dropped, and then says so.
struct Wanted(Arc<AtomicBool>);

impl Default for Wanted {
    fn default() -> Self {
        Wanted(Arc::new(AtomicBool::new(true)))
    }
}

impl Drop for Wanted {
    fn drop(&mut self) {
        self.0.store(false, Ordering::Relaxed);
    }
}

/// Shows a place.
pub async fn reveal(client: &Client, place: Location) {
    if let Err(error) = client.show_document(convert::show(place)).await {
        tracing::warn!("the client could not show a place: {error}");
    }
}

/// Says that what was decided changes these answers.
fn ask_anew(client: &Client, answers: Refreshes) {
    let methods = [
        (answers.tokens, "workspace/semanticTokens/refresh"),
        (answers.hints, "workspace/inlayHint/refresh"),
        (answers.lenses, "workspace/codeLens/refresh"),
    ];
    for (_, method) in methods.into_iter().filter(|(is_able, _)| *is_able) {
        let client = client.clone();
        tokio::spawn(async move { refresh::ask(&client, method).await });
    }
}

/// Shows what could not be understood of the settings.
pub async fn complain(client: &Client, complaints: Vec<String>) {
    for complaint in complaints {
        tracing::warn!("settings: {complaint}");
        client.show_message(MessageType::WARNING, format!("edition-ls settings: {complaint}")).await;
    }
}
