//! The language server.
//!
//! A message's way: `stdio` reads stdin in a thread of its own and lets `frames` drop what is no
//! `message`; tower-lsp decodes the rest and calls `guard`, which begins every one of the `handlers` in
//! the order of arrival; these change or ask the `store` of the `session`, by what is decided in `configs`; `publish` sends diagnostics
//! from another thread, or `pull` has them for who asks. `reader` knows the texts that are not open, and shows its
//! `progress`.
//! `errand` is what a client asks for beyond an answer: a change of its text.
//! LSP types are made in `convert` only, by what was agreed with the client in `profile`.
//!
//! stdout belongs to the protocol. Everything else goes to `tracing`.

mod command;
mod configs;
mod convert;
mod elsewhere;
mod errand;
mod frames;
mod guard;
mod handlers;
mod lifeline;
mod memory;
mod message;
mod profile;
mod progress;
mod publish;
mod pull;
mod reader;
mod refresh;
mod session;
mod stdio;
mod store;
mod tokens;

use std::io;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use tokio::runtime::Builder;
use tower_lsp::{LspService, Server};

use guard::{Farewell, Guard};
use session::Session;
use stdio::{Input, Output};

/// How long the last answers may take to leave once the session is over.
const GRACE: Duration = Duration::from_secs(2);

/// How many requests may wait for the workspace to be read, before those that need not wait have to.
const WAITING: usize = 64;

/// Why the session ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum End {
    /// The client said `exit`.
    Exit,
    /// stdin has ended.
    InputClosed,
    /// Everything that was asked has been answered, and nothing more can come.
    Served,
    /// Nobody is there to read an answer.
    ClientGone,
}

/// Serves one client over stdin and stdout until one of the two is gone. Returns the exit code: 0 if the client
/// said `shutdown` and then `exit`.
///
/// Threads that wait for stdin or stdout may be left behind: the process should exit.
pub fn run() -> i32 {
    memory::keep_one_reserve();
    match start() {
        Ok((farewell, end)) => {
            wait(&end);
            farewell.exit_code()
        }
        Err(error) => {
            tracing::error!("the server cannot start: {error}");
            1
        }
    }
}

fn start() -> io::Result<(Arc<Farewell>, Receiver<End>)> {
    // tower-lsp runs everything in one task. Of the blocking threads one writes stdout and one answers questions
    // about long texts: each more would keep its own reserve of memory.
    let runtime = Builder::new_current_thread().max_blocking_threads(2).build()?;
    let farewell = Arc::new(Farewell::default());
    let (ended, end) = channel();
    let (service, socket) = LspService::new(|client| Session::new(client, ended.clone()));
    let service = Guard::new(service, farewell.clone(), ended.clone());
    let input = Input::new(ended.clone())?;
    let output = Output::new(ended.clone());
    std::thread::Builder::new().name("protocol".into()).spawn(move || {
        runtime.block_on(Server::new(input, output, socket).concurrency_level(WAITING).serve(service));
        // What the runtime still waits for, nobody else does.
        runtime.shutdown_background();
        let _ = ended.send(End::Served);
    })?;
    Ok((farewell, end))
}

/// Waits for the end of the session, and then for the last answers, but not for ever.
fn wait(end: &Receiver<End>) {
    let mut why = end.recv();
    let deadline = Instant::now() + GRACE;
    while let Ok(End::Exit | End::InputClosed) = why {
        let Ok(next) = end.recv_timeout(deadline.saturating_duration_since(Instant::now())) else { return };
        why = Ok(next);
    }
}
