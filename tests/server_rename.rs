//! Renaming as a client sees it.

mod support;

use serde_json::{Value, json};
use support::{EXAMPLE, Server, URI, at};

fn renamed(server: &mut Server, line: u32, character: u32, name: &str) -> Value {
    let mut params = at(URI, line, character);
    params["newName"] = json!(name);
    let id = server.request("textDocument/rename", params);
    server.response(id)
}

fn range(line: u32, start: u32, end: u32) -> Value {
    json!({ "start": { "line": line, "character": start }, "end": { "line": line, "character": end } })
}

#[test]
fn every_place_is_renamed() {
    let mut server = Server::initialized(json!({}));
    server.open(URI, 1, EXAMPLE);
    let answer = renamed(&mut server, 7, 39, "12");
    let edits = json!([
        { "range": range(7, 39, 40), "newText": "12" },
        { "range": range(11, 1, 2), "newText": "12" },
    ]);
    assert_eq!(answer["result"], json!({ "changes": { URI: edits } }));
    // Nothing changes, nothing is said.
    assert_eq!(renamed(&mut server, 7, 39, "[2]")["result"], json!({ "changes": {} }));
}

#[test]
fn with_the_version_for_clients_that_compare_it() {
    let versioned = json!({ "workspace": { "workspaceEdit": { "documentChanges": true } } });
    let mut server = Server::initialized(versioned);
    server.open(URI, 4, EXAMPLE);
    let answer = renamed(&mut server, 11, 1, "12");
    let changes = &answer["result"]["documentChanges"];
    assert_eq!(changes[0]["textDocument"], json!({ "uri": URI, "version": 4 }));
    assert_eq!(changes[0]["edits"].as_array().map(Vec::len), Some(2));
}

#[test]
fn what_cannot_be_done_is_said() {
    let mut server = Server::initialized(json!({}));
    server.open(URI, 1, EXAMPLE);
    let answer = renamed(&mut server, 7, 39, "1");
    assert_eq!(answer["error"]["code"], -32803);
    let message = "Footnote 1 is already in line 10. Choose another label, or rename that one first.";
    assert_eq!(answer["error"]["message"], message);
    let answer = renamed(&mut server, 7, 2, "1");
    assert_eq!(answer["error"]["code"], -32803);
}

#[test]
fn what_can_be_renamed_is_shown_before() {
    let prepares = json!({ "textDocument": { "rename": { "prepareSupport": true } } });
    let mut server = Server::start();
    let result = server.initialize(prepares);
    assert_eq!(result["capabilities"]["renameProvider"], json!({ "prepareProvider": true }));
    server.open(URI, 1, EXAMPLE);
    let found = server.ask_at("textDocument/prepareRename", URI, 7, 38);
    assert_eq!(found, json!({ "range": range(7, 39, 40), "placeholder": "2" }));
    let found = server.ask_at("textDocument/prepareRename", URI, 9, 0);
    assert_eq!(found, json!({ "range": range(9, 1, 2), "placeholder": "1" }));
    // A reference that has no footnote has a label all the same.
    let found = server.ask_at("textDocument/prepareRename", URI, 7, 66);
    assert_eq!(found, json!({ "range": range(7, 66, 67), "placeholder": "3" }));
    assert_eq!(server.ask_at("textDocument/prepareRename", URI, 7, 2), Value::Null);
    assert_eq!(server.ask_at("textDocument/prepareRename", "file:///other.txt", 0, 0), Value::Null);
}

#[test]
fn others_are_told_that_renaming_works() {
    let mut server = Server::start();
    let result = server.initialize(json!({}));
    assert_eq!(result["capabilities"]["renameProvider"], json!(true));
}
