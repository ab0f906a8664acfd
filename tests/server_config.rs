//! What is decided about texts, in the server: by `edition.toml` on the disk and in the editor, and by the editor.

mod support;

use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use support::files::{folder, uri, write};
use support::{EXAMPLE as LETTER, Server, changed};

fn collection(name: &str, files: &[(&str, &str)]) -> PathBuf {
    folder(&format!("server-config/{name}"), files)
}

const WARNING: &str = "rules.undefined-footnote = 'warning'\n";
const OFF: &str = "rules.undefined-footnote = 'off'\n";

/// What was published: the name of the file, then `rule severity` for each diagnostic.
fn said(published: &Value) -> String {
    let name = published["uri"].as_str().unwrap().rsplit('/').next().unwrap().to_owned();
    let diagnostics = published["diagnostics"].as_array().unwrap().iter();
    let rules = diagnostics.map(|one| format!(" {} {}", one["code"].as_str().unwrap(), one["severity"]));
    rules.fold(name + ":", |said, rule| said + &rule)
}

/// The next of what is published.
fn next(server: &mut Server) -> String {
    said(&server.published())
}

fn open(server: &mut Server, folder: &Path, name: &str, text: &str) {
    server.open(&uri(folder, name), 1, text);
}

/// Replaces the whole text of a document.
fn retype(server: &mut Server, folder: &Path, name: &str, version: i32, text: &str) {
    let mut params = changed(&uri(folder, name), version, &[]);
    params["contentChanges"] = json!([{ "text": text }]);
    server.notify("textDocument/didChange", params);
}

fn tell(server: &mut Server, settings: Value) {
    server.notify("workspace/didChangeConfiguration", json!({ "settings": settings }));
}

#[test]
fn texts_are_checked_as_their_edition_toml_has_it() {
    let folder = collection(
        "disk",
        &[
            ("edition.toml", "exclude = ['drafts']\n[rules]\nundefined-footnote = 'hint'"),
            ("in/edition.toml", OFF),
            ("drafts/own/edition.toml", WARNING),
        ],
    );
    let mut server = Server::initialized(json!({}));
    open(&mut server, &folder, "a.txt", LETTER);
    assert_eq!(next(&mut server), "a.txt: undefined-footnote 4");
    open(&mut server, &folder, "in/b.txt", LETTER);
    assert_eq!(next(&mut server), "b.txt:");
    // What is left out when its folder is read gets no remarks, but all else.
    open(&mut server, &folder, "drafts/c.txt", LETTER);
    assert_eq!(next(&mut server), "c.txt:");
    assert!(server.ask_at("textDocument/hover", &uri(&folder, "drafts/c.txt"), 2, 11).is_object());
    open(&mut server, &folder, "drafts/own/d.txt", LETTER);
    assert_eq!(next(&mut server), "d.txt:");
    // Not a file.
    server.open("untitled:edition", 1, LETTER);
    assert_eq!(next(&mut server), "untitled:edition: undefined-footnote 1");
    assert_eq!(server.quit(), "");
}

#[test]
fn an_edition_toml_in_the_editor_decides_as_it_is_typed() {
    let folder = collection("typed", &[]);
    let mut server = Server::initialized(json!({}));
    open(&mut server, &folder, "a.txt", LETTER);
    assert_eq!(next(&mut server), "a.txt: undefined-footnote 1");
    // It need not be on the disk.
    open(&mut server, &folder, "edition.toml", WARNING);
    let both = [next(&mut server), next(&mut server)];
    assert!(both.contains(&"edition.toml:".to_owned()), "{both:?}");
    assert!(both.contains(&"a.txt: undefined-footnote 2".to_owned()), "{both:?}");
    // Between keystrokes: what it said before counts.
    retype(&mut server, &folder, "edition.toml", 2, "rules.undefined-footnote = 'hint\n");
    assert_eq!(next(&mut server), "edition.toml: invalid-config 1");
    server.change(&uri(&folder, "a.txt"), 2, &[([0, 0, 0, 0], "\n")]);
    assert_eq!(next(&mut server), "a.txt: undefined-footnote 2");
    server.change(&uri(&folder, "edition.toml"), 3, &[([0, 32, 0, 32], "'")]);
    let both = [next(&mut server), next(&mut server)];
    assert!(both.contains(&"edition.toml:".to_owned()), "{both:?}");
    assert!(both.contains(&"a.txt: undefined-footnote 4".to_owned()), "{both:?}");
    // A text that is opened then is checked by what stands there.
    open(&mut server, &folder, "b.txt", LETTER);
    assert_eq!(next(&mut server), "b.txt: undefined-footnote 4");
    // Closed, and so gone.
    server.close(&uri(&folder, "edition.toml"));
    let mut both = [next(&mut server), next(&mut server)];
    both.sort();
    assert_eq!(both, ["a.txt: undefined-footnote 1", "b.txt: undefined-footnote 1"]);
    assert_eq!(server.quit(), "");
}

#[test]
fn its_problems_are_shown_where_they_are() {
    let folder = collection("problems", &[]);
    let mut server = Server::initialized(json!({ "textDocument": { "publishDiagnostics": {
        "dataSupport": true, "codeDescriptionSupport": true } } }));
    let settings = "# 𝄞 é\nexclude = ['𝄞', 1]\nlanguage = ['𝄞']\n";
    open(&mut server, &folder, "edition.toml", settings);
    let published = server.published();
    assert_eq!(said(&published), "edition.toml: invalid-config 1 invalid-config 1");
    let diagnostics = &published["diagnostics"];
    assert_eq!(
        diagnostics[0]["range"],
        json!({ "start": { "line": 1, "character": 17 }, "end": { "line": 1, "character": 18 } })
    );
    let page = diagnostics[1]["codeDescription"]["href"].as_str().unwrap();
    assert!(page.ends_with("/src/rules/invalid_config.md"), "{page}");
    assert_eq!(diagnostics[1]["data"]["edits"][0]["newText"], "languages");
    // The name decides, whatever language the editor takes it for, and wherever it is.
    server.open("untitled:/edition.toml", 1, "a\n");
    assert_eq!(next(&mut server), "edition.toml: invalid-config 1");
    open(&mut server, &folder, "other.toml", "a\n");
    assert_eq!(next(&mut server), "other.toml:");
    assert_eq!(server.quit(), "");
}

#[test]
fn what_is_new_on_the_disk_counts_when_it_is_told_or_something_is_saved() {
    let folder = collection("watched", &[("edition.toml", WARNING)]);
    let watches = json!({ "workspace": { "didChangeWatchedFiles": { "dynamicRegistration": true } } });
    let mut server = Server::initialized(watches);
    let registration = server.wait_for(|message| message["method"] == "client/registerCapability");
    let wanted = &registration["params"]["registrations"][0];
    assert_eq!(wanted["method"], "workspace/didChangeWatchedFiles");
    assert_eq!(wanted["registerOptions"]["watchers"][0]["globPattern"], "**/edition.toml");
    server.send(&json!({ "jsonrpc": "2.0", "id": registration["id"], "result": null }));
    open(&mut server, &folder, "a.txt", LETTER);
    assert_eq!(next(&mut server), "a.txt: undefined-footnote 2");
    write(&folder, "edition.toml", "rules.undefined-footnote = 'hint'\n");
    let changes = json!({ "changes": [{ "uri": uri(&folder, "edition.toml"), "type": 2 }] });
    server.notify("workspace/didChangeWatchedFiles", changes);
    assert_eq!(next(&mut server), "a.txt: undefined-footnote 4");
    write(&folder, "edition.toml", OFF);
    server.notify("textDocument/didSave", json!({ "textDocument": { "uri": uri(&folder, "a.txt") } }));
    assert_eq!(next(&mut server), "a.txt:");
    assert_eq!(server.quit(), "");
}

#[test]
fn a_client_that_cannot_watch_is_not_asked_to() {
    let mut server = Server::initialized(json!({}));
    server.open(support::URI, 1, LETTER);
    server.published();
    server.notify("textDocument/didSave", json!({ "textDocument": { "uri": support::URI } }));
    let id = server.request("shutdown", Value::Null);
    let first = server.next().unwrap();
    assert_eq!(first["id"], id, "nothing else is asked or said: {first}");
}

fn initialized_with(options: Value, capabilities: Value, workspace: &Path) -> Server {
    let mut server = Server::start();
    let folders = json!([{ "uri": uri(workspace, "").trim_end_matches('/'), "name": "texts" }]);
    server.ask(
        "initialize",
        json!({ "processId": null, "capabilities": capabilities, "initializationOptions": options,
            "workspaceFolders": folders }),
    );
    server.notify("initialized", json!({}));
    server
}

#[test]
fn what_the_editor_says_counts_more() {
    let folder = collection(
        "editor",
        &[("edition.toml", "rules = { undefined-footnote = 'hint', empty-field = 'hint' }")],
    );
    let text = LETTER.replace("Transcription: A. Volunteer", "Transcription:");
    let options = json!({ "rules": { "undefined-footnote": "warning" },
        "overrides": [{ "files": ["in/*.txt"], "rules": { "undefined-footnote": "off" } }] });
    let mut server = initialized_with(options, json!({}), &folder);
    open(&mut server, &folder, "a.txt", &text);
    assert_eq!(next(&mut server), "a.txt: empty-field 4 undefined-footnote 2");
    open(&mut server, &folder, "in/b.txt", &text);
    assert_eq!(next(&mut server), "b.txt: empty-field 4");
    // By its name, as VS Code has it; without, as Helix has it.
    tell(
        &mut server,
        json!({ "edition-ls": { "rules": { "undefined-footnote": "error", "empty-field": null } } }),
    );
    let mut both = [next(&mut server), next(&mut server)];
    both.sort();
    assert_eq!(
        both,
        ["a.txt: empty-field 4 undefined-footnote 1", "b.txt: empty-field 4 undefined-footnote 1"]
    );
    server.close(&uri(&folder, "in/b.txt"));
    assert_eq!(next(&mut server), "b.txt:");
    tell(&mut server, json!({ "rules": { "undefined-footnote": "information" } }));
    assert_eq!(next(&mut server), "a.txt: empty-field 4 undefined-footnote 3");
    // Other programs' settings, or none: nothing is said to this one. Then that there is nothing any more.
    tell(&mut server, json!({ "pylsp": { "rules": 1 } }));
    tell(&mut server, json!({}));
    tell(&mut server, json!({ "edition-ls": null }));
    assert_eq!(next(&mut server), "a.txt: empty-field 4 undefined-footnote 4");
    assert_eq!(server.quit(), "");
}

#[test]
fn what_cannot_be_understood_of_the_editors_settings_is_shown() {
    let folder = collection("misfits", &[]);
    let options = json!({ "rules": { "undefined-footnot": "off", "undefined-footnote": "hint" } });
    let mut server = initialized_with(options, json!({}), &folder);
    let shown = |server: &mut Server| {
        let message = server.wait_for(|message| message["method"] == "window/showMessage");
        message["params"]["message"].as_str().unwrap().to_owned()
    };
    let near = "There is no rule “undefined-footnot”. Did you mean “undefined-footnote”?";
    assert_eq!(shown(&mut server), format!("edition-ls settings: rules.undefined-footnot: {near}"));
    open(&mut server, &folder, "a.txt", LETTER);
    assert_eq!(next(&mut server), "a.txt: undefined-footnote 4");
    tell(&mut server, json!({ "edition-ls": { "include": "a" } }));
    assert!(
        shown(&mut server).starts_with("edition-ls settings: include: “include” must be a list in brackets")
    );
}

#[test]
fn a_client_that_can_be_asked_is_asked() {
    let folder = collection("asked", &[]);
    let capabilities = json!({ "workspace": { "configuration": true,
        "didChangeConfiguration": { "dynamicRegistration": true } } });
    let mut server = initialized_with(json!({}), capabilities, &folder);
    let question = |server: &mut Server| {
        let question = server.wait_for(|message| message["method"] == "workspace/configuration");
        assert_eq!(question["params"]["items"], json!([{ "section": "edition-ls" }]));
        question["id"].clone()
    };
    let first = question(&mut server);
    open(&mut server, &folder, "a.txt", LETTER);
    assert_eq!(next(&mut server), "a.txt: undefined-footnote 1");
    let answer = |settings: Value, id: &Value| json!({ "jsonrpc": "2.0", "id": id, "result": [settings] });
    server.send(&answer(json!({ "rules": { "undefined-footnote": "hint" } }), &first));
    assert_eq!(next(&mut server), "a.txt: undefined-footnote 4");
    // Asked twice, the last answer counts, whichever comes last.
    tell(&mut server, Value::Null);
    let second = question(&mut server);
    tell(&mut server, Value::Null);
    let third = question(&mut server);
    server.send(&answer(json!({ "rules": { "undefined-footnote": "warning" } }), &third));
    assert_eq!(next(&mut server), "a.txt: undefined-footnote 2");
    server.send(&answer(json!({ "rules": { "undefined-footnote": "off" } }), &second));
    retype(&mut server, &folder, "a.txt", 2, &format!("\n{LETTER}"));
    assert_eq!(next(&mut server), "a.txt: undefined-footnote 2");
    // An editor without such a section says nothing; one where the section is empty, that nothing is set any more.
    for (settings, severity) in [(Value::Null, 2), (json!({}), 1)] {
        tell(&mut server, Value::Null);
        let asked = question(&mut server);
        server.send(&answer(settings, &asked));
        server.ask("workspace/symbol", json!({ "query": "" }));
        retype(&mut server, &folder, "a.txt", 3, &format!("\n\n{severity}{LETTER}"));
        assert_eq!(next(&mut server), format!("a.txt: undefined-footnote {severity}"));
    }
    assert_eq!(server.quit(), "");
}

#[test]
fn a_dialect_that_is_decided_about_later_is_read_then() {
    let text = "A word[1] and another.[2]\n\n[^9]: Nine.\n\nNotes\n\n[1] One.\n\n[2] Two.\n";
    let folder = collection("dialect", &[]);
    let mut server = Server::initialized(json!({}));
    open(&mut server, &folder, "a.md", text);
    next(&mut server);
    let footnote = |server: &mut Server| server.ask_at("textDocument/hover", &uri(&folder, "a.md"), 6, 1);
    assert!(footnote(&mut server).is_null());
    open(&mut server, &folder, "edition.toml", "dialect = 'mia'\n");
    assert!(footnote(&mut server).is_object());
    retype(&mut server, &folder, "edition.toml", 2, "\n");
    assert!(footnote(&mut server).is_null());
    assert_eq!(server.quit(), "");
}
