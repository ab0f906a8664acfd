//! Asking a client to ask again.

use tokio::runtime::Handle;
use tower::Service;
use tower_lsp::Client;
use tower_lsp::jsonrpc::Request;

use super::profile::Refreshes;

/// What was decided changes these answers.
pub fn answers(client: &Client, runtime: &Handle, answers: Refreshes) {
    let methods = [
        (answers.tokens, "workspace/semanticTokens/refresh"),
        (answers.hints, "workspace/inlayHint/refresh"),
        (answers.lenses, "workspace/codeLens/refresh"),
    ];
    for (_, method) in methods.into_iter().filter(|(is_other, _)| *is_other) {
        send(client, runtime, method);
    }
}

/// Sends a request of this method that has neither parameters nor an answer worth waiting for.
///
/// Not by the client's own methods, which send `null` for the parameters, where the protocol has none.
pub fn send(client: &Client, runtime: &Handle, method: &'static str) {
    let mut client = client.clone();
    runtime.spawn(async move {
        let request = Request::build(method).id(client.next_request_id()).finish();
        match client.call(request).await {
            Ok(Some(answer)) if !answer.is_ok() => tracing::warn!("{method}: {:?}", answer.error()),
            _ => {}
        }
    });
}
