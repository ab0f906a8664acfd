//! A synchronous LSP client over the built binary. It waits for messages and never sleeps.

#![allow(dead_code, reason = "every test uses a part of it")]

pub mod files;
mod log;
pub mod places;
pub mod texts;

use std::io::{self, BufRead, BufReader, Read, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread::JoinHandle;
use std::time::Duration;

use log::Log;
use serde_json::{Value, json};

/// Long enough for a busy machine: it only turns a test that would hang into one that fails.
const TIMEOUT: Duration = Duration::from_secs(120);

/// An edition with one mistake: there is no footnote 3.
pub const EXAMPLE: &str = "V. Example

On Letters[1]

Source: Collected Letters, Volume 3, pages 10-12.
Transcription: A. Volunteer

The first paragraph speaks of letters.[2] It has a clef 𝄞 in it.[3]

[1] A note on the title.—Ed.

[2] A note on letters.
";

pub const URI: &str = "file:///letters.txt";

/// A server, and what it said.
pub struct Server {
    process: Child,
    stdin: Option<Input>,
    stdout: Option<ChildStdout>,
    log: Option<Log>,
    messages: Option<Receiver<Value>>,
    reader: Option<JoinHandle<()>>,
    stderr: Option<JoinHandle<String>>,
    /// Read, but not yet asked for.
    waiting: Vec<Value>,
    next_id: i64,
}

impl Server {
    /// A server whose stdout nobody reads yet (see [`Server::read`]).
    pub fn unread() -> Self {
        let mut process = Command::new(env!("CARGO_BIN_EXE_edition-ls"))
            .arg("server")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the server starts");
        let mut stderr = process.stderr.take().expect("stderr is piped");
        let stderr = std::thread::spawn(move || {
            let mut said = Vec::new();
            let _ = stderr.read_to_end(&mut said);
            String::from_utf8_lossy(&said).into_owned()
        });
        let log = Log::of_environment();
        let pipe = process.stdin.take().expect("stdin is piped");
        Server {
            stdin: Some(Input { pipe, log: log.clone() }),
            stdout: process.stdout.take(),
            process,
            log,
            messages: None,
            reader: None,
            stderr: Some(stderr),
            waiting: Vec::new(),
            next_id: 1,
        }
    }

    /// A server that has been told nothing yet.
    pub fn start() -> Self {
        let mut server = Server::unread();
        server.read();
        server
    }

    /// A session with a client of these capabilities.
    pub fn initialized(capabilities: Value) -> Self {
        let mut server = Server::start();
        server.initialize(capabilities);
        server
    }

    pub fn initialize(&mut self, capabilities: Value) -> Value {
        let result = self.ask("initialize", json!({ "processId": null, "capabilities": capabilities }));
        self.notify("initialized", json!({}));
        result
    }

    /// Begins to read stdout.
    pub fn read(&mut self) {
        let mut stdout = BufReader::new(self.stdout.take().expect("stdout is read once"));
        let (sender, messages) = channel();
        let log = self.log.clone();
        let reader = std::thread::spawn(move || {
            while let Some(message) = read_message(&mut stdout) {
                if let Some(log) = &log {
                    log.said(&message);
                }
                if sender.send(message).is_err() {
                    break;
                }
            }
        });
        (self.messages, self.reader) = (Some(messages), Some(reader));
    }

    pub fn process_id(&self) -> u32 {
        self.process.id()
    }

    /// Writes bytes as they are.
    pub fn raw(&mut self, bytes: &[u8]) {
        let stdin = self.stdin.as_mut().expect("stdin is open");
        stdin.write_all(bytes).and_then(|()| stdin.flush()).expect("the server reads stdin");
    }

    pub fn send(&mut self, message: &Value) {
        self.raw(&frame(message));
    }

    /// Another writer for stdin, if tests write and read at once.
    pub fn take_stdin(&mut self) -> Input {
        self.stdin.take().expect("stdin is open")
    }

    pub fn notify(&mut self, method: &str, params: Value) {
        self.send(&json!({ "jsonrpc": "2.0", "method": method, "params": params }));
    }

    /// Sends a request; its id.
    pub fn request(&mut self, method: &str, params: Value) -> i64 {
        let id = self.next_id;
        self.next_id += 1;
        let mut message = json!({ "jsonrpc": "2.0", "id": id, "method": method });
        if !params.is_null() {
            message["params"] = params;
        }
        self.send(&message);
        id
    }

    /// The whole response to a request.
    pub fn response(&mut self, id: i64) -> Value {
        self.wait_for(|message| message["id"] == id && message.get("method").is_none())
    }

    /// A request's result.
    pub fn ask(&mut self, method: &str, params: Value) -> Value {
        let id = self.request(method, params);
        let response = self.response(id);
        assert_eq!(response.get("error"), None, "{method}");
        response["result"].clone()
    }

    /// The code of the error that a request ends in.
    pub fn ask_in_vain(&mut self, method: &str, params: Value) -> i64 {
        let id = self.request(method, params);
        let response = self.response(id);
        response["error"]["code"].as_i64().unwrap_or_else(|| panic!("{method}: {response}"))
    }

    /// The next message from the server, whatever it is.
    pub fn next(&mut self) -> Option<Value> {
        if !self.waiting.is_empty() {
            return Some(self.waiting.remove(0));
        }
        match self.messages.as_ref().expect("stdout is read").recv_timeout(TIMEOUT) {
            Ok(message) => Some(message),
            Err(RecvTimeoutError::Disconnected) => None,
            Err(RecvTimeoutError::Timeout) => panic!("the server says nothing"),
        }
    }

    /// The first message that is meant; the others stay.
    pub fn wait_for(&mut self, is_meant: impl Fn(&Value) -> bool) -> Value {
        if let Some(found) = self.waiting.iter().position(&is_meant) {
            return self.waiting.remove(found);
        }
        let mut others = std::mem::take(&mut self.waiting);
        loop {
            let message = self.next().expect("the server lives");
            if is_meant(&message) {
                self.waiting = others;
                return message;
            }
            others.push(message);
        }
    }

    /// The next diagnostics that are published, as parameters.
    pub fn published(&mut self) -> Value {
        self.wait_for(|message| message["method"] == "textDocument/publishDiagnostics")["params"].clone()
    }

    pub fn open(&mut self, uri: &str, version: i32, text: &str) {
        let document = json!({ "uri": uri, "languageId": "plaintext", "version": version, "text": text });
        self.notify("textDocument/didOpen", json!({ "textDocument": document }));
    }

    pub fn close(&mut self, uri: &str) {
        self.notify("textDocument/didClose", json!({ "textDocument": { "uri": uri } }));
    }

    /// Changes, each `[start line, start character, end line, end character]` and the new text.
    pub fn change(&mut self, uri: &str, version: i32, changes: &[([u32; 4], &str)]) {
        self.notify("textDocument/didChange", changed(uri, version, changes));
    }

    /// Does what is asked at a place.
    pub fn ask_at(&mut self, method: &str, uri: &str, line: u32, character: u32) -> Value {
        self.ask(method, at(uri, line, character))
    }

    /// Closes stdin.
    pub fn hang_up(&mut self) {
        self.stdin = None;
    }

    /// Closes stdin, and stdout without having read it.
    pub fn vanish(&mut self) {
        (self.stdin, self.stdout) = (None, None);
    }

    /// Waits for the end of the process.
    pub fn end(&mut self) -> ExitStatus {
        // stdout ends with the process at the latest.
        while self.messages.is_some() && self.next().is_some() {}
        self.process.wait().expect("the server ends")
    }

    /// Says goodbye by the book. What was said on stderr.
    pub fn quit(mut self) -> String {
        self.ask("shutdown", Value::Null);
        self.notify("exit", Value::Null);
        assert_eq!(self.end().code(), Some(0));
        self.stderr()
    }

    /// What was said on stderr, once the process has ended.
    pub fn stderr(&mut self) -> String {
        self.stderr.take().expect("stderr is asked for once").join().expect("stderr is read")
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
        // What it said until then belongs into the log.
        if let Some(reader) = self.reader.take().filter(|_| self.log.is_some()) {
            let _ = reader.join();
        }
    }
}

/// The server's stdin. Each write is rubbish, or whole messages.
pub struct Input {
    pipe: ChildStdin,
    log: Option<Log>,
}

impl Write for Input {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        // First: the answer must not come before the question.
        if let Some(log) = &self.log {
            log.heard(bytes);
        }
        self.pipe.write_all(bytes)?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.pipe.flush()
    }
}

/// Parameters of a question about a place.
pub fn at(uri: &str, line: u32, character: u32) -> Value {
    json!({ "textDocument": { "uri": uri }, "position": { "line": line, "character": character } })
}

/// Parameters of `didChange`.
pub fn changed(uri: &str, version: i32, changes: &[([u32; 4], &str)]) -> Value {
    let changes: Vec<_> = changes
        .iter()
        .map(|([line, character, end_line, end_character], text)| {
            let start = json!({ "line": line, "character": character });
            let end = json!({ "line": end_line, "character": end_character });
            json!({ "range": { "start": start, "end": end }, "text": text })
        })
        .collect();
    json!({ "textDocument": { "uri": uri, "version": version }, "contentChanges": changes })
}

pub fn frame(message: &Value) -> Vec<u8> {
    let body = message.to_string();
    format!("Content-Length: {}\r\n\r\n{body}", body.len()).into_bytes()
}

/// Strict: the server's headers must be what the protocol says, and nothing else may be in between.
fn read_message(stdout: &mut impl BufRead) -> Option<Value> {
    let mut header = String::new();
    if stdout.read_line(&mut header).ok()? == 0 {
        return None;
    }
    let length =
        header.strip_prefix("Content-Length: ").expect("a header").trim_end().parse().expect("a length");
    let mut empty = String::new();
    stdout.read_line(&mut empty).ok()?;
    assert_eq!(empty, "\r\n");
    let mut body = vec![0; length];
    stdout.read_exact(&mut body).ok()?;
    Some(serde_json::from_slice(&body).expect("JSON"))
}
