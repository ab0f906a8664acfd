//! A server must not outlive its client, even if something else holds its stdin open.

use std::sync::mpsc::Sender;
use std::time::Duration;

use super::End;

/// How often the client is looked for.
const INTERVAL: Duration = Duration::from_secs(2);

/// Says when the process `id` is gone. One that cannot be seen from here to begin with (it may live in another
/// container) is not waited for.
pub fn watch(id: u32, ended: Sender<End>) {
    if !is_alive(id) {
        tracing::debug!("the client's process {id} cannot be seen");
        return;
    }
    let watch = move || {
        while is_alive(id) {
            std::thread::sleep(INTERVAL);
        }
        tracing::info!("the client's process {id} is gone");
        let _ = ended.send(End::ClientGone);
    };
    if let Err(error) = std::thread::Builder::new().name("lifeline".into()).spawn(watch) {
        tracing::warn!("the client's process is not watched: {error}");
    }
}

/// Also true if the process belongs to somebody else.
#[cfg(unix)]
fn is_alive(id: u32) -> bool {
    use rustix::io::Errno;
    use rustix::process::{Pid, test_kill_process};

    let pid = i32::try_from(id).ok().and_then(Pid::from_raw);
    pid.is_some_and(|pid| test_kill_process(pid) != Err(Errno::SRCH))
}

/// Not known elsewhere: there the end of stdin must do.
#[cfg(not(unix))]
fn is_alive(_id: u32) -> bool {
    false
}
