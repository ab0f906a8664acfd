//! The tower layer around tower-lsp: order, panics, and the end of the session.

use std::any::Any;
use std::future::{self, Future};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::Sender;
use std::task::{Context, Poll, Waker};

use tower::Service;
use tower_lsp::jsonrpc::{Error, Id, Request, Response};

use super::End;

/// Whether the client asked for `shutdown` and then for `exit`.
#[derive(Debug, Default)]
pub struct Farewell {
    shutdown: AtomicBool,
    exit: AtomicBool,
}

impl Farewell {
    /// What the process should exit with, by the book.
    pub fn exit_code(&self) -> i32 {
        let by_the_book = self.shutdown.load(Ordering::SeqCst) && self.exit.load(Ordering::SeqCst);
        if by_the_book { 0 } else { 1 }
    }
}

/// A service whose handlers may panic, and which begins every call at once.
///
/// Handlers run up to their first await within `call`, and `call` is called in the order of arrival. So what
/// they do there happens in that order, however many of them wait for something later.
pub struct Guard<S> {
    inner: S,
    farewell: Arc<Farewell>,
    ended: Sender<End>,
}

impl<S> Guard<S> {
    pub fn new(inner: S, farewell: Arc<Farewell>, ended: Sender<End>) -> Self {
        Guard { inner, farewell, ended }
    }
}

type Answer<E> = Result<Option<Response>, E>;

impl<S> Service<Request> for Guard<S>
where
    S: Service<Request, Response = Option<Response>>,
    S::Error: Send + 'static,
    S::Future: Send + 'static,
{
    type Response = Option<Response>;
    type Error = S::Error;
    type Future = Pin<Box<dyn Future<Output = Answer<S::Error>> + Send>>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        self.inner.poll_ready(cx)
    }

    fn call(&mut self, request: Request) -> Self::Future {
        let id = request.id().cloned();
        let is_shutdown = request.method() == "shutdown";
        let is_exit = request.method() == "exit";
        // tower-lsp passes over whatever begins like this, even if somebody waits for an answer.
        if let Some(id) = id.clone().filter(|_| request.method().starts_with("$/")) {
            let refusal = Response::from_error(id, Error::method_not_found());
            return Box::pin(future::ready(Ok(Some(refusal))));
        }
        let future = match catch_unwind(AssertUnwindSafe(|| self.inner.call(request))) {
            Ok(future) => future,
            Err(panic) => return Box::pin(future::ready(Ok(apology(id, &*panic)))),
        };
        let mut future = Box::pin(caught(id, future));
        // No waker is needed: a future that is not ready is polled again by whoever gets it.
        let first = future.as_mut().poll(&mut Context::from_waker(Waker::noop()));
        if is_shutdown && matches!(&first, Poll::Ready(Ok(Some(response))) if response.is_ok()) {
            self.farewell.shutdown.store(true, Ordering::SeqCst);
        }
        if is_exit {
            self.farewell.exit.store(true, Ordering::SeqCst);
            let _ = self.ended.send(End::Exit);
        }
        match first {
            Poll::Ready(answer) => Box::pin(future::ready(answer)),
            Poll::Pending => future,
        }
    }
}

/// `future`, with an error response in place of a panic.
fn caught<E>(
    id: Option<Id>,
    future: impl Future<Output = Answer<E>> + Send,
) -> impl Future<Output = Answer<E>> + Send {
    let mut future = Box::pin(future);
    future::poll_fn(move |cx| {
        catch_unwind(AssertUnwindSafe(|| future.as_mut().poll(cx)))
            .unwrap_or_else(|panic| Poll::Ready(Ok(apology(id.clone(), &*panic))))
    })
}

/// What a client gets that asked for something that panicked.
fn apology(id: Option<Id>, panic: &(dyn Any + Send)) -> Option<Response> {
    tracing::error!("a handler panicked: {}", panic_message(panic));
    id.map(|id| Response::from_error(id, Error::internal_error()))
}

/// What a panic said.
pub fn panic_message(panic: &(dyn Any + Send)) -> &str {
    let message = panic.downcast_ref::<&str>().copied();
    message.or_else(|| panic.downcast_ref::<String>().map(String::as_str)).unwrap_or("no message")
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::mpsc::{Receiver, channel};
    use tower_lsp::LspService;
    use tower_lsp::jsonrpc::{ErrorCode, Result};
    use tower_lsp::ls_types::{InitializeParams, InitializeResult};

    struct Fragile;

    impl tower_lsp::LanguageServer for Fragile {
        async fn initialize(&self, _: InitializeParams) -> Result<InitializeResult> {
            Ok(InitializeResult::default())
        }

        async fn shutdown(&self) -> Result<()> {
            Ok(())
        }
    }

    impl Fragile {
        async fn panic_at_once(&self) -> Result<()> {
            panic!("at once")
        }

        async fn panic_later(&self) -> Result<()> {
            tokio::task::yield_now().await;
            panic!("later")
        }

        async fn panic_unasked(&self) {
            panic!("unasked")
        }

        async fn work(&self) -> Result<i32> {
            tokio::task::yield_now().await;
            Ok(7)
        }
    }

    fn guarded() -> (Guard<LspService<Fragile>>, Arc<Farewell>, Receiver<End>) {
        let (service, _socket) = LspService::build(|_| Fragile)
            .custom_method("at once", Fragile::panic_at_once)
            .custom_method("later", Fragile::panic_later)
            .custom_method("unasked", Fragile::panic_unasked)
            .custom_method("work", Fragile::work)
            .finish();
        let (ended, end) = channel();
        let farewell = Arc::new(Farewell::default());
        (Guard::new(service, farewell.clone(), ended), farewell, end)
    }

    fn request(method: &'static str) -> Request {
        Request::build(method).id(1).finish()
    }

    fn initialize() -> Request {
        Request::build("initialize").id(1).params(serde_json::json!({"capabilities": {}})).finish()
    }

    #[tokio::test]
    async fn a_panic_becomes_an_error_and_the_service_lives() {
        let (mut guard, ..) = guarded();
        guard.call(initialize()).await.unwrap();
        for (id, method) in [(2, "at once"), (3, "later")] {
            let request = Request::build(method).id(id).finish();
            let response = guard.call(request).await.unwrap().unwrap();
            assert_eq!(response.error().unwrap().code, ErrorCode::InternalError, "{method}");
        }
        assert_eq!(guard.call(Request::build("unasked").finish()).await, Ok(None));
        let response = guard.call(Request::build("work").id(4).finish()).await.unwrap().unwrap();
        assert_eq!(response.result(), Some(&7.into()));
    }

    #[tokio::test]
    async fn calls_begin_in_order_even_if_nobody_waits_for_them() {
        let (mut guard, farewell, end) = guarded();
        let answers = [initialize(), request("shutdown"), Request::build("exit").finish()]
            .map(|request| guard.call(request));
        assert_eq!(farewell.exit_code(), 0);
        assert!(matches!(end.try_recv(), Ok(End::Exit)));
        for (answer, answered) in answers.into_iter().zip([true, true, false]) {
            assert_eq!(answer.await.unwrap().is_some_and(|response| response.is_ok()), answered);
        }
    }

    #[tokio::test]
    async fn exit_alone_is_not_by_the_book() {
        let (mut guard, farewell, _end) = guarded();
        let refused = guard.call(request("shutdown")).await.unwrap().unwrap();
        assert_eq!(refused.error().unwrap().code, ErrorCode::ServerError(-32002));
        guard.call(Request::build("exit").finish()).await.unwrap();
        assert_eq!(farewell.exit_code(), 1);
    }
}
