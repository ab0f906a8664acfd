//! Commands that tell something or go somewhere: how a text stands, all that was understood of it, the other side of a
//! note.

mod support;

use serde_json::{Value, json};
use support::files::{folder, uri};
use support::{Server, URI};

const TEXT: &str = "On Letters[1]

Source: Collected Letters, Volume 3.
Transcription: A. Volunteer

Letters 𝄞 are long.[2] Some are short.[1] Most were lost.[5]

Notes

[1] A note on letters.

[2] A note on long ones,
which goes on.

[3] A note on none.
";

/// A client that shows places when it is asked to.
fn server() -> Server {
    let mut server = Server::initialized(json!({ "window": { "showDocument": { "support": true } } }));
    server.open(URI, 1, TEXT);
    server
}

fn command(server: &mut Server, name: &str, argument: Value) -> Value {
    server.ask("workspace/executeCommand", json!({ "command": name, "arguments": [argument] }))
}

fn place(line: u32, character: u32) -> Value {
    json!({ "textDocument": { "uri": URI }, "position": { "line": line, "character": character } })
}

/// Where the cursor goes from there.
fn jump(server: &mut Server, line: u32, character: u32) -> [u64; 2] {
    assert_eq!(command(server, "edition-ls.jump", place(line, character)), Value::Null);
    let shown = server.wait_for(|message| message["method"] == "window/showDocument");
    server.send(&json!({ "jsonrpc": "2.0", "id": shown["id"], "result": { "success": true } }));
    let selection = &shown["params"]["selection"];
    assert_eq!(shown["params"]["uri"], URI);
    assert_eq!(
        selection["start"], selection["end"],
        "what is typed next must not take the place of anything"
    );
    ["line", "character"].map(|part| selection["start"][part].as_u64().expect("a number"))
}

/// Why nothing is shown.
fn refusal(server: &mut Server, line: u32, character: u32) -> String {
    let params = json!({ "command": "edition-ls.jump", "arguments": [place(line, character)] });
    let id = server.request("workspace/executeCommand", params);
    server.response(id)["error"]["message"].as_str().expect("a refusal").to_owned()
}

#[test]
fn the_cursor_goes_to_the_text_of_a_note_and_back_behind_the_reference() {
    let mut server = server();
    assert_eq!(jump(&mut server, 5, 20), [11, 4]);
    assert_eq!(jump(&mut server, 11, 10), [5, 23], "from within the note");
    assert_eq!(jump(&mut server, 12, 3), [5, 23], "from a line that goes on with it");
    assert_eq!(jump(&mut server, 5, 23), [11, 4], "from right behind the reference");
}

#[test]
fn the_way_back_is_to_the_reference_that_was_left() {
    let mut server = server();
    assert_eq!(jump(&mut server, 9, 8), [0, 13], "the first, if none was left");
    assert_eq!(jump(&mut server, 5, 41), [9, 4]);
    assert_eq!(jump(&mut server, 9, 8), [5, 42]);
    // What was left leads to another note.
    assert_eq!(jump(&mut server, 0, 11), [9, 4]);
    assert_eq!(jump(&mut server, 9, 8), [0, 13]);
}

#[test]
fn the_end_of_the_text_is_in_its_last_note() {
    let mut server = server();
    let end = TEXT.trim_end();
    let last = end.lines().count() as u32 - 1;
    server.change(URI, 2, &[([last, 0, last, 3], "[5]"), ([last, 19, last + 1, 0], "")]);
    assert_eq!(jump(&mut server, last, 19), [5, 61]);
}

#[test]
fn where_nothing_leads_anywhere_the_reason_is_told() {
    let mut server = server();
    assert_eq!(refusal(&mut server, 5, 58), "This reference has no footnote.");
    assert_eq!(refusal(&mut server, 14, 8), "Nothing refers to this footnote.");
    assert_eq!(refusal(&mut server, 5, 2), "Here is neither a reference nor a footnote.");
    let elsewhere =
        json!({ "textDocument": { "uri": "file:///none.txt" }, "position": { "line": 0, "character": 0 } });
    let params = json!({ "command": "edition-ls.jump", "arguments": [elsewhere] });
    let id = server.request("workspace/executeCommand", params);
    assert_eq!(server.response(id)["error"]["message"], "This document is not open.");
}

#[test]
fn the_other_side_may_be_in_a_file_beside() {
    let text = "On Letters\n\nSource: Collected Letters.\nTranscription: A. Volunteer\n\n\
                Letters are long.[1] Some are short.[2]\n";
    let notes = "Notes\n\n[1] On length.\n\n[2] On shortness.\n";
    let folder = folder("jump-beside", &[("letter.txt", text), ("notes.txt", notes)]);
    let mut server = Server::initialized(json!({ "window": { "showDocument": { "support": true } } }));
    let letter = uri(&folder, "letter.txt");
    server.open(&letter, 1, text);
    let place = json!({ "textDocument": { "uri": letter }, "position": { "line": 5, "character": 38 } });
    command(&mut server, "edition-ls.jump", place);
    let shown = server.wait_for(|message| message["method"] == "window/showDocument");
    assert_eq!(shown["params"]["uri"], uri(&folder, "notes.txt"));
    assert_eq!(shown["params"]["selection"]["start"], json!({ "line": 4, "character": 4 }));
}

#[test]
fn a_status_line_tells_how_a_text_stands() {
    let mut server = server();
    let about = |uri: &str| json!({ "textDocument": { "uri": uri } });
    assert_eq!(
        command(&mut server, "edition-ls.status", about(URI)),
        json!({
            "edition": true,
            "dialect": "mia",
            "references": 4,
            "footnotes": 3,
            "summary": "Notes checked: 4 references, 3 footnotes; 1 reference without a footnote, 1 footnote without a reference",
        })
    );
    let list = "file:///list.txt";
    server.open(list, 1, "Things to buy\n\n1. Paper\n2. Ink\n");
    assert_eq!(
        command(&mut server, "edition-ls.status", about(list)),
        json!({
            "edition": false,
            "dialect": null,
            "references": 0,
            "footnotes": 0,
            "summary": "No edition: nothing in it is checked",
        })
    );
    assert_eq!(command(&mut server, "edition-ls.status", about("file:///none.txt")), Value::Null);
}

#[test]
fn all_that_was_understood_is_a_page() {
    let mut server = server();
    let page = command(&mut server, "edition-ls.inspect", json!({ "textDocument": { "uri": URI } }));
    let page = page.as_str().expect("a page");
    assert!(page.contains("Taken for   an edition in the dialect mia\n"), "{page}");
    assert!(page.contains("    [5]  line 6, column 58  has no footnote\n"), "{page}");
}

#[test]
fn a_page_calls_files_by_their_names_in_the_workspace() {
    let folder =
        folder("inspect-names", &[("letters/letter.txt", TEXT), ("edition.toml", "dialect = 'mia'\n")]);
    let mut server = Server::start();
    let folders = json!([{ "uri": uri(&folder, ""), "name": "inspect-names" }]);
    let params = json!({ "processId": null, "capabilities": {}, "workspaceFolders": folders });
    server.ask("initialize", params);
    server.notify("initialized", json!({}));
    let letter = uri(&folder, "letters/letter.txt");
    server.open(&letter, 1, TEXT);
    let page = command(&mut server, "edition-ls.inspect", json!({ "textDocument": { "uri": letter } }));
    let page = page.as_str().expect("a page").replace('\\', "/");
    assert!(page.starts_with("letters/letter.txt\n"), "{page}");
    assert!(page.contains("Settings    edition.toml\n"), "{page}");
}

#[test]
fn what_a_command_needs_is_told() {
    let mut server = server();
    let id = server.request("workspace/executeCommand", json!({ "command": "edition-ls.status" }));
    let message = server.response(id)["error"]["message"].to_string();
    assert!(message.contains("edition-ls.status needs { textDocument: { uri } }"), "{message}");
}

#[test]
fn a_text_that_the_editor_calls_an_edition_is_one() {
    let mut server = Server::initialized(json!({}));
    let text = "On Letters\n\nLetters are long. Some are short.\n";
    let open = |uri: &str, language: &str| {
        let document = json!({ "uri": uri, "languageId": language, "version": 1, "text": text });
        json!({ "textDocument": document })
    };
    let mut status = |uri: &str, language: &str| {
        server.notify("textDocument/didOpen", open(uri, language));
        let about = json!({ "textDocument": { "uri": uri } });
        let page = command(&mut server, "edition-ls.inspect", about.clone());
        let says_why = page.as_str().expect("a page").contains("the editor calls it an edition");
        (command(&mut server, "edition-ls.status", about)["edition"] == true, says_why)
    };
    assert_eq!(status("file:///plain.txt", "plaintext"), (false, false));
    assert_eq!(status("file:///edition.txt", "edition"), (true, true));
}
