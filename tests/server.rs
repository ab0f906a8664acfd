//! A session as a client sees it: its beginning and end, and what was agreed.

mod support;

use std::process::{Command, Stdio};

use serde_json::{Value, json};
use support::{EXAMPLE, Server, URI, at, frame};

#[test]
fn a_session_by_the_book() {
    let mut server = Server::start();
    let result = server.initialize(json!({}));
    assert_eq!(result["serverInfo"], json!({ "name": "edition-ls", "version": env!("CARGO_PKG_VERSION") }));
    assert_eq!(
        result["capabilities"],
        json!({
            "positionEncoding": "utf-16",
            "textDocumentSync": { "openClose": true, "change": 2, "save": true },
            "hoverProvider": true,
            "definitionProvider": true,
            "referencesProvider": true,
            "documentHighlightProvider": true,
            "documentSymbolProvider": true,
            "foldingRangeProvider": true,
            "renameProvider": true,
            "completionProvider": {
                "resolveProvider": true,
                "triggerCharacters": ["[", "^", "{", "*", "†", "—", "–", "-", ":", "#"],
            },
            "workspaceSymbolProvider": true,
            "executeCommandProvider": { "commands": ["edition-ls.status", "edition-ls.inspect"] },
        })
    );
    server.open(URI, 1, EXAMPLE);
    server.published();
    server.notify("workspace/didChangeConfiguration", json!({ "settings": {} }));
    server.notify("$/setTrace", json!({ "value": "off" }));
    server.notify("textDocument/didSave", json!({ "textDocument": { "uri": URI } }));
    server.close(URI);
    assert_eq!(server.quit(), "", "nothing was wrong");
}

#[test]
fn before_initialize_and_after_shutdown_requests_are_refused() {
    let mut server = Server::start();
    assert_eq!(server.ask_in_vain("textDocument/hover", at(URI, 0, 0)), -32002);
    assert_eq!(server.ask_in_vain("shutdown", Value::Null), -32002);
    server.initialize(json!({}));
    assert_eq!(server.ask_in_vain("initialize", json!({ "processId": null, "capabilities": {} })), -32600);
    server.ask("shutdown", Value::Null);
    assert_eq!(server.ask_in_vain("textDocument/hover", at(URI, 0, 0)), -32600);
    server.notify("exit", Value::Null);
    assert_eq!(server.end().code(), Some(0));
}

#[test]
fn exit_without_shutdown() {
    let mut server = Server::initialized(json!({}));
    server.notify("exit", Value::Null);
    assert_eq!(server.end().code(), Some(1));

    let mut server = Server::start();
    server.notify("exit", Value::Null);
    assert_eq!(server.end().code(), Some(1));
}

#[test]
fn a_whole_session_may_come_in_one_piece() {
    let mut server = Server::start();
    let document = json!({ "uri": URI, "languageId": "plaintext", "version": 1, "text": EXAMPLE });
    let session: Vec<u8> = [
        json!({ "jsonrpc": "2.0", "id": 1, "method": "initialize", "params": { "capabilities": {} } }),
        json!({ "jsonrpc": "2.0", "method": "initialized", "params": {} }),
        json!({ "jsonrpc": "2.0", "method": "textDocument/didOpen", "params": { "textDocument": document } }),
        json!({ "jsonrpc": "2.0", "id": 2, "method": "textDocument/foldingRange",
                "params": { "textDocument": { "uri": URI } } }),
        json!({ "jsonrpc": "2.0", "id": 3, "method": "shutdown" }),
        json!({ "jsonrpc": "2.0", "method": "exit" }),
    ]
    .iter()
    .flat_map(frame)
    .collect();
    server.raw(&session);
    for id in 1..=3 {
        let response = server.response(id);
        assert!(response.get("error").is_none(), "{response}");
    }
    assert_eq!(server.end().code(), Some(0));
}

#[test]
fn the_end_of_stdin_ends_the_server() {
    let mut server = Server::initialized(json!({}));
    server.open(URI, 1, EXAMPLE);
    let id = server.request("textDocument/hover", at(URI, 2, 11));
    server.hang_up();
    server.response(id);
    assert_eq!(server.end().code(), Some(1));

    let mut server = Server::start();
    server.raw(b"Content-Length: 100\r\n\r\n{");
    server.hang_up();
    assert_eq!(server.end().code(), Some(1));
}

#[cfg(unix)]
#[test]
fn a_client_that_dies_takes_the_server_with_it() {
    let mut client = Command::new("cat").stdin(Stdio::piped()).stdout(Stdio::null()).spawn().unwrap();
    let mut server = Server::start();
    server.ask("initialize", json!({ "processId": client.id(), "capabilities": {} }));
    client.kill().unwrap();
    client.wait().unwrap();
    // stdin is still open.
    assert_eq!(server.end().code(), Some(1));
}

#[test]
fn a_client_whose_process_cannot_be_seen_is_served() {
    let mut server = Server::start();
    server.ask("initialize", json!({ "processId": u32::MAX, "capabilities": {} }));
    server.quit();
}

/// What a client offers, what is agreed, and how many units a clef then has.
fn encodings() -> [(Value, &'static str, u32); 7] {
    [
        (json!(null), "utf-16", 2),
        (json!([]), "utf-16", 2),
        (json!(["utf-16", "utf-8"]), "utf-8", 4),
        (json!(["utf-32", "utf-16"]), "utf-32", 1),
        (json!(["utf-16", "utf-32"]), "utf-16", 2),
        (json!(["utf-32"]), "utf-32", 1),
        (json!(["utf-7"]), "utf-16", 2),
    ]
}

fn agree_on(offered: &Value, agreed: &str) -> Server {
    let mut server = Server::start();
    let result = server.initialize(json!({ "general": { "positionEncodings": offered } }));
    assert_eq!(result["capabilities"]["positionEncoding"], agreed, "{offered}");
    server
}

#[test]
fn encodings_are_negotiated() {
    for (offered, agreed, _) in encodings() {
        assert_eq!(agree_on(&offered, agreed).quit(), "");
    }
}

#[test]
fn columns_are_counted_as_agreed_in_both_directions() {
    let text = EXAMPLE.replace("letters.[2] It", "𝄞[2]").replace("On Letters[1]", "𝄞 Letters[1]");
    for (offered, agreed, clef) in encodings() {
        let mut server = agree_on(&offered, agreed);
        server.open(URI, 1, &text);
        let found = server.ask_at("textDocument/documentHighlight", URI, 11, 1);
        let ranges: Vec<_> = found.as_array().unwrap().iter().map(|one| one["range"].clone()).collect();
        let reference = "The first paragraph speaks of ".len() as u32 + clef;
        assert_eq!(ranges, [marker(7, reference), marker(11, 0)]);

        // From the client: an edit just behind the clef of the title.
        server.change(URI, 2, &[([2, clef, 2, clef + 1], ": ")]);
        let found = server.ask_at("textDocument/documentHighlight", URI, 9, 1);
        assert_eq!(found[0]["range"], marker(2, clef + ": Letters".len() as u32));
        assert_eq!(server.quit(), "");
    }
}

/// The range of a marker of three characters.
fn marker(line: u32, start: u32) -> Value {
    json!({ "start": { "line": line, "character": start }, "end": { "line": line, "character": start + 3 } })
}
