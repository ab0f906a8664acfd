//! Words that an editor shows within lines: what a footnote says, which page begins.

mod support;

use serde_json::{Value, json};
use support::{EXAMPLE, Server, URI};

/// A client that shows hints, and asks for their tooltips when they are looked at.
fn able() -> Value {
    json!({
        "general": { "positionEncodings": ["utf-16"] },
        "textDocument": {
            "hover": { "contentFormat": ["markdown"] },
            "inlayHint": { "resolveSupport": { "properties": ["tooltip", "label.location"] } },
        },
        "workspace": { "inlayHint": { "refreshSupport": true } },
    })
}

fn server(capabilities: Value, settings: Value) -> Server {
    let mut server = Server::initialized(capabilities);
    server.notify("workspace/didChangeConfiguration", json!({ "settings": settings }));
    server
}

fn hints(server: &mut Server, lines: [u32; 2]) -> Vec<Value> {
    let place = |line| json!({ "line": line, "character": 0 });
    let range = json!({ "start": place(lines[0]), "end": place(lines[1]) });
    let params = json!({ "textDocument": { "uri": URI }, "range": range });
    server.ask("textDocument/inlayHint", params).as_array().expect("hints").clone()
}

/// Place and words of each hint.
fn said(hints: &[Value]) -> Vec<String> {
    let place = |hint: &Value| hint["position"].clone();
    let say = |hint: &Value| {
        format!("{}:{} {}", place(hint)["line"], place(hint)["character"], hint["label"].as_str().unwrap())
    };
    hints.iter().map(say).collect()
}

#[test]
fn hints_are_for_clients_that_show_them() {
    let announced = |capabilities: Value| {
        let mut server = Server::start();
        server.initialize(capabilities)["capabilities"]["inlayHintProvider"].clone()
    };
    assert_eq!(announced(json!({})), Value::Null);
    assert_eq!(announced(able()), json!({ "resolveProvider": true }));
    assert_eq!(
        announced(json!({ "textDocument": { "inlayHint": {} } })),
        json!({ "resolveProvider": false })
    );
}

#[test]
fn the_beginning_of_a_footnote_stands_behind_its_reference() {
    let mut server = server(able(), json!({ "hints": { "notes": true } }));
    let long = "A note on letters, which were written in\nthe winter of that year.";
    server.open(URI, 1, &EXAMPLE.replace("A note on letters.", long));
    let all = hints(&mut server, [0, 99]);
    // Behind the clef is a reference without a footnote.
    assert_eq!(said(&all), ["2:13 A note on the title.—Ed.", "7:41 A note on letters, which were…"]);
    assert_eq!(said(&hints(&mut server, [3, 8])), said(&all[1..]));
    assert_eq!(said(&hints(&mut server, [8, 12])), [""; 0]);

    // All of the footnote, when somebody asks.
    assert_eq!(all[1].get("tooltip"), None);
    let full = server.ask("inlayHint/resolve", all[1].clone());
    assert_eq!(full["label"], all[1]["label"]);
    assert_eq!(full["tooltip"]["kind"], "markdown");
    assert!(full["tooltip"]["value"].as_str().unwrap().contains("the winter of that year"), "{full}");
    // Of a text that has changed since, a hint tells nothing.
    server.change(URI, 2, &[([11, 4, 11, 5], "The")]);
    assert_eq!(server.ask("inlayHint/resolve", all[1].clone()).get("tooltip"), None);
    assert_eq!(server.quit(), "");
}

#[test]
fn clients_that_do_not_ask_again_are_told_at_once() {
    let mut server = server(
        json!({ "textDocument": { "inlayHint": {} } }),
        json!({ "edition-ls": { "hints": { "notes": true } } }),
    );
    server.open(URI, 1, EXAMPLE);
    let all = hints(&mut server, [0, 99]);
    assert!(all[0]["tooltip"].as_str().unwrap().starts_with("A note on the title."), "{all:?}");
    assert_eq!(all[0].get("data"), None);
}

#[test]
fn settings_change_what_is_shown() {
    let mut server = Server::initialized(able());
    server.open(URI, 1, EXAMPLE);
    assert_eq!(said(&hints(&mut server, [0, 99])), [""; 0]);
    server.notify("workspace/didChangeConfiguration", json!({ "settings": { "hints": { "notes": true } } }));
    let asked = server.wait_for(|message| message["method"] == "workspace/inlayHint/refresh");
    assert_eq!(asked.get("params"), None, "the protocol has none");
    server.send(&json!({ "jsonrpc": "2.0", "id": asked["id"], "result": null }));
    assert_eq!(said(&hints(&mut server, [0, 99])).len(), 2);
    // Nothing new: nothing is asked anew. (The next message is the answer.)
    server.notify("workspace/didChangeConfiguration", json!({ "settings": { "hints": { "notes": true } } }));
    server.published();
    let id = server.request("textDocument/hover", support::at(URI, 2, 11));
    assert_eq!(server.next().unwrap()["id"], id);
    assert_eq!(server.quit(), "");
}

/// Three pages; white space in the author's name and in a note is no page mark.
const PAGES: &str = "V. \u{a0} Example

On Letters

Source: Collected Letters, Volume 3, pages 79-81.
Transcription: A. Volunteer

The first page ends \u{a0} here.[1] The second ends   there.

[1] A note   on letters.
";

#[test]
fn pages_are_counted_where_there_is_no_doubt() {
    let mut server = Server::initialized(able());
    server.open(URI, 1, PAGES);
    let all = hints(&mut server, [0, 99]);
    assert_eq!(said(&all), ["7:22 p. 80", "7:49 p. 81"]);
    assert_eq!(said(&hints(&mut server, [8, 99])), [""; 0]);
    let full = server.ask("inlayHint/resolve", all[0].clone());
    assert!(
        full["tooltip"]["value"].as_str().unwrap().contains("by the pages that the header names"),
        "{full}"
    );
    let hover = server.ask_at("textDocument/hover", URI, 7, 46);
    assert!(
        hover["contents"]["value"].as_str().unwrap().starts_with("Page 81 of the source begins here"),
        "{hover}"
    );

    // Another page than there are marks for.
    server.change(URI, 2, &[([4, 47, 4, 48], "2")]);
    assert_eq!(said(&hints(&mut server, [0, 99])), [""; 0]);
    let hover = server.ask_at("textDocument/hover", URI, 7, 46);
    assert_eq!(hover["contents"]["value"], "A page of the source ends here: page mark 2.");

    server.change(URI, 3, &[([4, 47, 4, 48], "1")]);
    assert_eq!(hints(&mut server, [0, 99]).len(), 2);
    server.notify("workspace/didChangeConfiguration", json!({ "settings": { "hints": { "pages": false } } }));
    assert_eq!(said(&hints(&mut server, [0, 99])), [""; 0]);
    assert_eq!(server.quit(), "");
}
