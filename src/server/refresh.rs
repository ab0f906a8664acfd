//! Asking a client to ask again.

use tower::Service;
use tower_lsp::Client;
use tower_lsp::jsonrpc::Request;

/// Sends a request of this method, which has no parameters, and waits until it is answered.
///
/// Not by the client's own methods, which send `null` for the parameters, where the protocol has none.
pub async fn ask(client: &Client, method: &'static str) {
    let mut client = client.clone();
    let request = Request::build(method).id(client.next_request_id()).finish();
    if let Ok(Some(answer)) = client.call(request).await
        && let Some(error) = answer.error()
    {
        tracing::warn!("the client could not ask anew ({method}): {error}");
    }
}
