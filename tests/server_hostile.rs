//! Clients in a hurry, broken clients, and clients that mean harm: the server answers in order and lives.

mod support;

use std::io::Write;

use serde_json::{Value, json};
use support::{EXAMPLE, Server, URI, at, changed, frame};

const CHANGES: usize = 20_000;
const CHANGES_PER_HOVER: usize = 10;

/// An edition whose footnote says which change it was left by.
fn counted(count: usize) -> String {
    EXAMPLE.replace("A note on letters.", &format!("Left by change {count}."))
}

#[test]
fn every_hover_sees_the_text_as_it_was_when_it_was_sent() {
    let mut server = Server::initialized(json!({}));
    server.open(URI, 0, &counted(0));
    let mut stdin = server.take_stdin();
    let writer = std::thread::spawn(move || {
        let reference = "The first paragraph speaks of letters.[".len() as u32;
        let mut end = "[2] Left by change 0".len() as u32;
        let start = end - 1;
        for count in 1..=CHANGES {
            let number = count.to_string();
            let params = changed(URI, count as i32, &[([11, start, 11, end], &number)]);
            end = start + number.len() as u32;
            let change = json!({ "jsonrpc": "2.0", "method": "textDocument/didChange", "params": params });
            stdin.write_all(&frame(&change)).unwrap();
            if count % CHANGES_PER_HOVER == 0 {
                let params = at(URI, 7, reference);
                let hover = json!({ "jsonrpc": "2.0", "id": count, "method": "textDocument/hover", "params": params });
                stdin.write_all(&frame(&hover)).unwrap();
            }
        }
        stdin
    });
    for count in (1..=CHANGES).filter(|count| count % CHANGES_PER_HOVER == 0) {
        let response = server.wait_for(|message| message["id"] == count);
        let said = response["result"]["contents"]["value"].as_str().unwrap_or_default();
        assert!(said.contains(&format!("Left by change {count}.")), "hover {count}: {response}");
    }
    drop(writer.join().unwrap());
    assert_eq!(server.end().code(), Some(1), "stdin was closed without a word");
    assert_eq!(server.stderr(), "");
}

/// Versions of published diagnostics only rise, and the last is of the last change.
#[test]
fn the_newest_state_is_published_in_the_end() {
    let mut server = Server::initialized(json!({
        "textDocument": { "publishDiagnostics": { "versionSupport": true } }
    }));
    server.open(URI, 0, EXAMPLE);
    let mut stdin = server.take_stdin();
    let writer = std::thread::spawn(move || {
        for version in 1..=1001 {
            // Every line more above moves the mistake.
            let params = changed(URI, version, &[([1, 0, 1, 0], "𝄞\n")]);
            let change = json!({ "jsonrpc": "2.0", "method": "textDocument/didChange", "params": params });
            stdin.write_all(&frame(&change)).unwrap();
        }
        stdin
    });
    let mut newest = -1;
    while newest < 1001 {
        let published = server.published();
        let version = published["version"].as_i64().unwrap();
        assert!(version > newest, "{version} after {newest}");
        assert_eq!(published["diagnostics"][0]["range"]["start"]["line"], 7 + version);
        newest = version;
    }
    drop(writer.join().unwrap());
}

fn frames_that_are_none() -> Vec<Vec<u8>> {
    let message = r#"{"jsonrpc":"2.0","id":900,"method":"shutdown"}"#;
    let with_length =
        |length: &str, body: &[u8]| [b"Content-Length: ", length.as_bytes(), b"\r\n\r\n", body].concat();
    let body = |body: &[u8]| with_length(&body.len().to_string(), body);
    vec![
        b"garbage".to_vec(),
        b"more garbage\r\n\r\n\0\xff\r\n".to_vec(),
        vec![b'x'; 100_000],
        with_length("-1", message.as_bytes()),
        with_length("seven", message.as_bytes()),
        with_length("99999999999999999999999999", message.as_bytes()),
        with_length("250000000", message.as_bytes()),
        with_length("4", message.as_bytes()),
        with_length("0", b""),
        body(b"\xff\xfe{}"),
        body(b"{\"jsonrpc\":\"2.0\",\"method\":\"\xc3\"}"),
        body(b"{"),
        body(b"[]"),
        body(b"null"),
        body(message.replace("2.0", "1.0").as_bytes()),
        body(format!("[{message}]").as_bytes()),
        body(message.replace("900", "[]").as_bytes()),
        body(message.replace("\"shutdown\"", "{}").as_bytes()),
        body(message.replace("\"method\"", "\"error\"").as_bytes()),
        body(format!("{}{}", "[".repeat(10_000), "]".repeat(10_000)).as_bytes()),
        format!("content-length:{}\r\nContent-Type: text/plain; charset=latin-1\r\n\r\n{{}}", 2).into_bytes(),
    ]
}

#[test]
fn malformed_frames_are_dropped_and_noted() {
    let mut server = Server::initialized(json!({}));
    server.open(URI, 1, EXAMPLE);
    for bad in frames_that_are_none() {
        server.raw(&bad);
        server.ask("textDocument/foldingRange", json!({ "textDocument": { "uri": URI } }));
    }
    // Odd, but a message.
    let body = json!({ "jsonrpc": "2.0", "id": "odd", "method": "textDocument/foldingRange",
        "params": { "textDocument": { "uri": URI } } })
    .to_string();
    let header = format!("x: y\r\ncontent-length:{}\r\nContent-Type: a; charset=utf8\r\nz: z", body.len());
    server.raw(format!("{header}\r\n\r\n{body}").as_bytes());
    server.wait_for(|message| message["id"] == "odd");
    let said = server.quit();
    assert!(said.contains("dropped") && said.contains("skipped"), "{said}");
}

#[test]
fn senseless_messages_leave_a_living_server() {
    let mut server = Server::initialized(json!({}));
    server.open(URI, 1, EXAMPLE);
    assert_eq!(server.ask_in_vain("initialize", json!({ "capabilities": {} })), -32600);
    for params in [Value::Null, json!([]), json!({}), json!({ "textDocument": 7 }), json!("text")] {
        assert_eq!(server.ask_in_vain("textDocument/hover", params.clone()), -32602, "{params}");
        for notification in ["didOpen", "didChange", "didSave", "didClose"] {
            server.notify(&format!("textDocument/{notification}"), params.clone());
        }
    }
    for method in ["textDocument/teleport", "", "$/unknown", "textDocument/didOpen"] {
        assert!(server.ask_in_vain(method, json!({})) < 0, "{method}");
    }
    // A notification without an answer, an answer without a question.
    server.notify("textDocument/hover", at(URI, 0, 0));
    server.notify("textDocument/teleport", json!({}));
    server.send(&json!({ "jsonrpc": "2.0", "id": 77, "result": null }));
    server.send(&json!({ "jsonrpc": "2.0", "id": "no", "error": { "code": 1, "message": "no" } }));

    let other = "untitled:Unknown-1";
    server.change(other, 1, &[([0, 0, 0, 0], "𝄞")]);
    server.close(other);
    assert_eq!(server.ask_at("textDocument/hover", other, 0, 0), Value::Null);
    for place in [[0, u32::MAX], [u32::MAX, 0], [u32::MAX, u32::MAX]] {
        server.ask_at("textDocument/hover", URI, place[0], place[1]);
        server.change(URI, 2, &[([place[0], place[1], place[0], place[1]], "𝄞"), ([9, 9, 0, 0], "")]);
    }
    server.ask("textDocument/foldingRange", json!({ "textDocument": { "uri": URI } }));
    assert!(server.quit().contains("which is not open"));
}

#[test]
fn cancelled_requests_are_answered_once() {
    let mut server = Server::initialized(json!({}));
    let text = EXAMPLE.to_string() + &"Long prose, again and again 𝄞.\n".repeat(20_000);
    server.open(URI, 1, &text);
    let ids: Vec<_> = (0..1000)
        .map(|_| {
            let id = server.request("textDocument/documentSymbol", json!({ "textDocument": { "uri": URI } }));
            server.notify("$/cancelRequest", json!({ "id": id }));
            id
        })
        .collect();
    server.notify("$/cancelRequest", json!({ "id": "never asked" }));
    server.notify("$/cancelRequest", json!({ "id": [] }));
    for id in ids {
        let response = server.response(id);
        let code = response["error"]["code"].as_i64();
        assert!(code.is_none() || code == Some(-32800), "{response}");
    }
    server.ask_at("textDocument/hover", URI, 2, 11);
    server.quit();
}

/// More than any pipe holds, in both directions, before the client reads the first byte.
#[test]
fn a_client_that_reads_late_gets_everything() {
    const QUESTIONS: usize = 5_000;
    let mut server = Server::unread();
    let mut stdin = server.take_stdin();
    let capabilities = json!({ "capabilities": {} });
    let initialize = json!({ "jsonrpc": "2.0", "id": 0, "method": "initialize", "params": capabilities });
    let document = json!({ "uri": URI, "languageId": "plaintext", "version": 1, "text": EXAMPLE });
    let open =
        json!({ "jsonrpc": "2.0", "method": "textDocument/didOpen", "params": { "textDocument": document } });
    let (halfway, is_halfway) = std::sync::mpsc::channel();
    let writer = std::thread::spawn(move || {
        stdin.write_all(&frame(&initialize)).unwrap();
        stdin.write_all(&frame(&open)).unwrap();
        for id in 1..=QUESTIONS {
            if id == 1_000 {
                halfway.send(()).unwrap();
            }
            let params = json!({ "textDocument": { "uri": URI } });
            let question = json!({ "jsonrpc": "2.0", "id": id, "method": "textDocument/foldingRange", "params": params });
            stdin.write_all(&frame(&question)).unwrap();
        }
        stdin
    });
    is_halfway.recv().unwrap();
    server.read();
    for id in 0..=QUESTIONS {
        let response = server.wait_for(|message| message["id"] == id);
        assert!(response.get("error").is_none(), "{response}");
    }
    drop(writer.join().unwrap());
    server.end();
}

/// The server waits until stdout can be written, and then there is nobody.
#[test]
fn a_client_that_never_reads_and_vanishes_is_not_waited_for() {
    let mut server = Server::unread();
    let params = json!({ "capabilities": {} });
    server.send(&json!({ "jsonrpc": "2.0", "id": 0, "method": "initialize", "params": params }));
    // About 70 bytes each for the answer: together more than a pipe's 64 KB.
    for id in 1..=1500 {
        server.send(&json!({ "jsonrpc": "2.0", "id": id, "method": "none" }));
    }
    server.vanish();
    assert_eq!(server.end().code(), Some(1));
}
