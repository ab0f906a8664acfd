//! What client and server say to each other, for `tests/protocol/validate.py`.

use std::fs::{self, File, OpenOptions};
use std::io::Write;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use serde_json::Value;

/// The environment variable that names the folder for the logs. Without it there are none.
const FOLDER: &str = "EDITION_LS_PROTOCOL_LOG";

/// One session: a line for each message, `C>S` or `S>C` and the message, in the order in which they were said. Each
/// line is in the file at once, as tests may end at any time.
#[derive(Clone)]
pub struct Log(Arc<Mutex<File>>);

impl Log {
    /// A new file in the folder that the environment names.
    pub fn of_environment() -> Option<Self> {
        static SESSIONS: AtomicUsize = AtomicUsize::new(1);
        let folder = std::env::var_os(FOLDER)?;
        let folder = Path::new(&folder);
        let program = std::env::current_exe().expect("a test has a file");
        let program = program.file_stem().expect("the file has a name").to_string_lossy();
        let program = program.rsplit_once('-').map_or(&*program, |(name, _)| name);
        // Tests run in threads that are called after them.
        let thread = std::thread::current();
        let test = thread.name().unwrap_or("unnamed").replace("::", "-");
        let session = SESSIONS.fetch_add(1, Ordering::Relaxed);
        let name = format!("{program}.{test}.{}-{session}.log", std::process::id());
        fs::create_dir_all(folder).expect("the folder for logs can be made");
        let file = OpenOptions::new().append(true).create_new(true).open(folder.join(name));
        Some(Log(Arc::new(Mutex::new(file.expect("a log can be made")))))
    }

    /// The server is sent these bytes: rubbish, or whole messages.
    pub fn heard(&self, bytes: &[u8]) {
        for message in messages(bytes) {
            self.write("C>S", &message);
        }
    }

    /// The server said this.
    pub fn said(&self, message: &Value) {
        self.write("S>C", message);
    }

    fn write(&self, who: &str, message: &Value) {
        let line = format!("{who} {message}\n");
        self.0
            .lock()
            .expect("no test fails here")
            .write_all(line.as_bytes())
            .expect("the log can be written");
    }
}

/// The messages that these bytes are; what is behind rubbish is none.
fn messages(mut bytes: &[u8]) -> Vec<Value> {
    const BLANK: &[u8] = b"\r\n\r\n";
    let mut messages = Vec::new();
    let mut next = || {
        let end = bytes.windows(BLANK.len()).position(|four| four == BLANK)?;
        let header = std::str::from_utf8(&bytes[..end]).ok()?.to_lowercase();
        let length = header.lines().find_map(|line| line.strip_prefix("content-length:"))?;
        let body = bytes[end + BLANK.len()..].split_at_checked(length.trim().parse().ok()?)?;
        bytes = body.1;
        serde_json::from_slice(body.0).ok()
    };
    while let Some(message) = next() {
        messages.push(message);
    }
    messages
}
