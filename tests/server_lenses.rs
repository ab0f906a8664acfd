//! Lines above footnotes: how many references lead there, and a way to them.

mod support;

use serde_json::{Value, json};
use support::{Server, URI};

/// A client that shows lenses, and places when it is asked to.
fn able() -> Value {
    json!({
        "textDocument": { "codeLens": {} },
        "window": { "showDocument": { "support": true } },
        "workspace": { "codeLens": { "refreshSupport": true } },
    })
}

/// A footnote of two references, one of one, one of none, and one that says itself why it has none.
const TEXT: &str = "On Letters[1]

Source: Collected Letters, Volume 3.
Transcription: A. Volunteer

Letters are long.[2] Some are short.[1] Most were lost.[5]

Notes

[1] A note on letters.

[2] A note on long ones.

[3] A note on none.

[4] A note. [The anchor for this note is missing.]

[5] A note on loss.
";

fn lenses(server: &mut Server) -> Vec<Value> {
    let params = json!({ "textDocument": { "uri": URI } });
    let lenses = server.ask("textDocument/codeLens", params).as_array().expect("lenses").clone();
    lenses.into_iter().map(|lens| server.ask("codeLens/resolve", lens)).collect()
}

fn said(lenses: &[Value]) -> Vec<String> {
    let say = |lens: &Value| {
        format!("{} {}", lens["range"]["start"]["line"], lens["command"]["title"].as_str().unwrap())
    };
    lenses.iter().map(say).collect()
}

fn switch_on(server: &mut Server) {
    let settings = json!({ "edition-ls": { "lenses": { "references": true } } });
    server.notify("workspace/didChangeConfiguration", json!({ "settings": settings }));
}

#[test]
fn lenses_are_for_clients_that_show_them() {
    let announced = |capabilities: Value| {
        let mut server = Server::start();
        let capabilities = server.initialize(capabilities)["capabilities"].clone();
        let commands =
            capabilities["executeCommandProvider"]["commands"].as_array().expect("commands").clone();
        (capabilities["codeLensProvider"].clone(), commands.contains(&json!("edition-ls.showReferences")))
    };
    assert_eq!(announced(json!({})), (Value::Null, false));
    assert_eq!(announced(able()), (json!({ "resolveProvider": true }), true));
}

#[test]
fn footnotes_tell_how_often_they_are_used() {
    let mut server = Server::initialized(able());
    server.open(URI, 1, TEXT);
    assert_eq!(said(&lenses(&mut server)), [""; 0], "only for those who want them");
    switch_on(&mut server);
    server.wait_for(|message| message["method"] == "workspace/codeLens/refresh");
    let all = lenses(&mut server);
    assert_eq!(said(&all), ["9 2 references", "11 1 reference", "13 no references", "17 1 reference"]);
    assert_eq!(all[2]["command"]["command"], "");

    // Where the notes are not checked, nothing is missing.
    server.open(URI, 2, "Source: A book.\nTranscription: A. B.\n\nA word.[1] Words.[7]\n\nNotes\n\n[1] A.\n\n[2] B.\n\n[3] C.\n\n[4] D.\n");
    assert_eq!(said(&lenses(&mut server)), ["7 1 reference"]);
}

#[test]
fn its_command_goes_from_one_reference_to_the_next() {
    let mut server = Server::initialized(able());
    server.open(URI, 1, TEXT);
    switch_on(&mut server);
    let all = lenses(&mut server);
    let mut go = |lens: &Value| {
        let command = &lens["command"];
        assert_eq!(command["command"], "edition-ls.showReferences");
        assert_eq!(command["arguments"][0], URI);
        assert_eq!(command["arguments"][1], lens["range"]["start"]);
        let params = json!({ "command": command["command"], "arguments": command["arguments"] });
        assert_eq!(server.ask("workspace/executeCommand", params), Value::Null);
        let shown = server.wait_for(|message| message["method"] == "window/showDocument");
        server.send(&json!({ "jsonrpc": "2.0", "id": shown["id"], "result": { "success": true } }));
        assert_eq!(shown["params"]["uri"], URI);
        let start = &shown["params"]["selection"]["start"];
        (start["line"].as_u64().unwrap(), start["character"].as_u64().unwrap())
    };
    assert_eq!([go(&all[0]), go(&all[0]), go(&all[0])], [(0, 10), (5, 36), (0, 10)]);
    assert_eq!([go(&all[1]), go(&all[0])], [(5, 17), (0, 10)]);
    assert_eq!(server.quit(), "");
}

#[test]
fn a_client_that_cannot_show_a_place_is_told_the_number() {
    let mut server = Server::initialized(json!({ "textDocument": { "codeLens": {} } }));
    server.open(URI, 1, TEXT);
    switch_on(&mut server);
    let all = lenses(&mut server);
    assert_eq!(said(&all)[0], "9 2 references");
    assert_eq!(all[0]["command"], json!({ "title": "2 references", "command": "" }));
}
