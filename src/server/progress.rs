//! Shows a person how far the reading of a workspace is, if there is enough of it to be noticed.

use std::sync::atomic::{AtomicUsize, Ordering};

use tokio::runtime::Handle;
use tokio::sync::watch;
use tower_lsp::Client;
use tower_lsp::ls_types::ProgressToken;

use super::profile::Profile;

/// Fewer texts are read before anybody could read a word about it.
const MANY: usize = 300;

/// One reading.
pub struct Progress<'a> {
    of: usize,
    /// Where to show it; taken when it is shown.
    client: Option<(&'a Client, &'a Handle)>,
    shown: Option<watch::Sender<usize>>,
}

impl<'a> Progress<'a> {
    /// A reading of so many texts begins.
    pub fn new(of: usize, client: &'a Client, runtime: &'a Handle, profile: &Profile) -> Self {
        let client = profile.shows_progress.then_some((client, runtime));
        Progress { of, client, shown: None }
    }

    /// So many texts have been read. When this is dropped, all have.
    pub fn advance(&mut self, read: usize) {
        if let Some(shown) = &self.shown {
            shown.send_replace(read);
        } else if self.of > MANY
            && let Some((client, runtime)) = self.client.take()
        {
            let (sender, news) = watch::channel(read);
            self.shown = Some(sender);
            runtime.spawn(show(client.clone(), news, self.of));
        }
    }
}

/// Shows what comes as `news` until nothing more can come.
async fn show(client: Client, mut news: watch::Receiver<usize>, of: usize) {
    /// A token serves once.
    static READINGS: AtomicUsize = AtomicUsize::new(1);
    let reading = READINGS.fetch_add(1, Ordering::Relaxed);
    let token = ProgressToken::String(format!("{}/reading/{reading}", env!("CARGO_PKG_NAME")));
    if let Err(error) = client.create_work_done_progress(token.clone()).await {
        tracing::info!("the client does not show progress: {error}");
        return;
    }
    let read = *news.borrow_and_update();
    let mut shown = percentage(read, of);
    let progress = client
        .progress(token, "Reading the texts of the workspace")
        .with_message(message(read, of))
        .with_percentage(shown)
        .begin()
        .await;
    while news.changed().await.is_ok() {
        let read = *news.borrow_and_update();
        if percentage(read, of) > shown {
            shown = percentage(read, of);
            progress.report_with_message(message(read, of), shown).await;
        }
    }
    progress.finish().await;
}

fn percentage(read: usize, of: usize) -> u32 {
    u32::try_from(read * 100 / of.max(1)).unwrap_or(100)
}

fn message(read: usize, of: usize) -> String {
    format!("{read} of {of} texts")
}
