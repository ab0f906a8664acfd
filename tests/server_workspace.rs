//! What the server knows of the texts that are not open: symbols, folders that come and go, files that change.

mod support;

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use support::files::{folder, uri, write};
use support::{EXAMPLE as LETTER, Server};

/// A text of this title, with a note that says this.
fn text(title: &str, note: &str) -> String {
    format!(
        "V. Example\n\n𝄞 {title}[1]\n\nSource: Letters, page 1.\nTranscription: A. Volunteer\n\nText.\n\n[1] {note}\n"
    )
}

fn collection(name: &str, files: &[(&str, &str)]) -> PathBuf {
    folder(&format!("server-workspace/{name}"), files)
}

/// A session with these folders.
fn session(folders: &[&Path], capabilities: Value) -> Server {
    let mut server = Server::start();
    begin(&mut server, json!({ "workspaceFolders": named(folders) }), capabilities);
    server
}

fn begin(server: &mut Server, mut params: Value, capabilities: Value) -> Value {
    params["processId"] = Value::Null;
    params["capabilities"] = capabilities;
    let result = server.ask("initialize", params);
    server.notify("initialized", json!({}));
    result
}

fn named(folders: &[&Path]) -> Vec<Value> {
    folders.iter().map(|folder| json!({ "uri": uri(folder, ""), "name": "texts" })).collect()
}

/// What is found: `file:line:column name (within)`.
fn symbols(server: &mut Server, query: &str) -> Vec<String> {
    let found = server.ask("workspace/symbol", json!({ "query": query }));
    let said = |symbol: &Value| {
        let start = &symbol["location"]["range"]["start"];
        format!(
            "{}:{}:{} {} ({})",
            symbol["location"]["uri"].as_str().unwrap().rsplit('/').next().unwrap(),
            start["line"],
            start["character"],
            symbol["name"].as_str().unwrap(),
            symbol["containerName"].as_str().unwrap_or_default(),
        )
    };
    found.as_array().unwrap().iter().map(said).collect()
}

fn titles(server: &mut Server) -> Vec<String> {
    let found = server.ask("workspace/symbol", json!({ "query": "" }));
    found.as_array().unwrap().iter().map(|symbol| symbol["name"].as_str().unwrap().to_owned()).collect()
}

fn retype(server: &mut Server, uri: &str, version: i32, text: &str) {
    server.notify(
        "textDocument/didChange",
        json!({ "textDocument": { "uri": uri, "version": version }, "contentChanges": [{ "text": text }] }),
    );
}

fn watched(server: &mut Server, folder: &Path, changes: &[(&str, u8)]) {
    let changes: Vec<_> =
        changes.iter().map(|(name, kind)| json!({ "uri": uri(folder, name), "type": kind })).collect();
    server.notify("workspace/didChangeWatchedFiles", json!({ "changes": changes }));
}

#[test]
fn titles_and_notes_are_found_whatever_case_and_accents() {
    let folder = collection(
        "symbols",
        &[
            ("bees.txt", &text("On Bées", "A note on hives.")),
            ("in/wasps.txt", &text("On Wasps", "Not bees, but “wasps”.")),
            ("list.txt", "Bees, wasps, ants.\n"),
            ("picture.txt", "bees\0"),
        ],
    );
    let mut server = session(&[&folder], json!({}));
    assert_eq!(
        symbols(&mut server, "BEES"),
        ["bees.txt:2:0 𝄞 On Bées (V. Example)", "wasps.txt:9:0 [1] Not bees, but “wasps”. (𝄞 On Wasps)"]
    );
    assert_eq!(symbols(&mut server, "hives note"), ["bees.txt:9:0 [1] A note on hives. (𝄞 On Bées)"]);
    assert_eq!(titles(&mut server), ["𝄞 On Bées", "𝄞 On Wasps"]);
    assert_eq!(symbols(&mut server, "ants"), [""; 0]);
    let range = &server.ask("workspace/symbol", json!({ "query": "on bees" }))[0]["location"]["range"];
    assert_eq!(range["end"], json!({ "line": 2, "character": "xx On Bées[1]".len() - 1 }), "UTF-16");
    assert_eq!(server.quit(), "");
}

#[test]
fn those_texts_are_known_that_check_reads() {
    let files = [
        ("edition.toml", "exclude = ['drafts']\ninclude = ['*.htm', '*.txt']"),
        (".gitignore", "old.txt\n"),
        ("a.txt", "A"),
        ("b.htm", "B"),
        ("c.md", "C"),
        ("old.txt", "D"),
        (".hidden.txt", "E"),
        ("drafts/f.txt", "F"),
    ];
    let files: Vec<_> = files
        .iter()
        .map(|&(name, content)| {
            (name, if content.len() == 1 { text(content, "A note.") } else { content.to_owned() })
        })
        .collect();
    let files: Vec<_> = files.iter().map(|(name, content)| (*name, content.as_str())).collect();
    let folder = collection("check", &files);
    let mut server = session(&[&folder], json!({}));
    assert_eq!(titles(&mut server), ["𝄞 A", "𝄞 B"]);
    let report = support::files::report(&folder, &["."]);
    assert_eq!(report["summary"]["files"], 2, "{report}");
    assert_eq!(server.quit(), "");
}

#[test]
fn what_is_open_counts_instead_of_what_is_on_the_disk() {
    let folder = collection("open", &[("a.txt", &text("A", "First.")), ("b.txt", &text("B", "Second."))]);
    let mut server = session(&[&folder], json!({}));
    server.open(&uri(&folder, "a.txt"), 1, &text("Typed", "First."));
    assert_eq!(titles(&mut server), ["𝄞 Typed", "𝄞 B"]);
    retype(&mut server, &uri(&folder, "a.txt"), 2, &text("Typed again", "Third."));
    assert_eq!(titles(&mut server), ["𝄞 Typed again", "𝄞 B"]);
    assert_eq!(symbols(&mut server, "third").len(), 1);
    // Written by another program meanwhile.
    write(&folder, "a.txt", &text("Elsewhere", "Fourth."));
    watched(&mut server, &folder, &[("a.txt", 2)]);
    assert_eq!(titles(&mut server), ["𝄞 Typed again", "𝄞 B"]);
    server.close(&uri(&folder, "a.txt"));
    assert_eq!(titles(&mut server), ["𝄞 Elsewhere", "𝄞 B"]);
    // Never saved.
    server.open(&uri(&folder, "c.txt"), 1, &text("C", "Fifth."));
    assert_eq!(titles(&mut server), ["𝄞 Elsewhere", "𝄞 B", "𝄞 C"]);
    server.close(&uri(&folder, "c.txt"));
    assert_eq!(titles(&mut server), ["𝄞 Elsewhere", "𝄞 B"]);
    assert_eq!(server.quit(), "");
}

#[test]
fn files_that_are_created_changed_and_deleted() {
    let folder = collection("files", &[("a.txt", &text("A", "First.")), ("b.txt", &text("B", "Second."))]);
    let mut server = session(&[&folder], json!({}));
    assert_eq!(titles(&mut server), ["𝄞 A", "𝄞 B"]);
    // As long as before, and perhaps written within the same tick of the clock.
    write(&folder, "a.txt", &text("E", "First."));
    write(&folder, "c.txt", &text("C", "Third."));
    fs::remove_file(folder.join("b.txt")).unwrap();
    watched(&mut server, &folder, &[("a.txt", 2), ("b.txt", 3), ("c.txt", 1)]);
    assert_eq!(titles(&mut server), ["𝄞 E", "𝄞 C"]);
    // The same, as editors say it of what is done in them.
    fs::rename(folder.join("c.txt"), folder.join("d.txt")).unwrap();
    let renamed = json!([{ "oldUri": uri(&folder, "c.txt"), "newUri": uri(&folder, "d.txt") }]);
    server.notify("workspace/didRenameFiles", json!({ "files": renamed }));
    assert_eq!(symbols(&mut server, "𝄞 c"), ["d.txt:2:0 𝄞 C (V. Example)"]);
    fs::remove_file(folder.join("d.txt")).unwrap();
    write(&folder, "in/e.txt", &text("In", "Fourth."));
    server.notify("workspace/didCreateFiles", json!({ "files": [{ "uri": uri(&folder, "in") }] }));
    assert_eq!(titles(&mut server), ["𝄞 E", "𝄞 In"]);
    fs::remove_dir_all(folder.join("in")).unwrap();
    server.notify("workspace/didDeleteFiles", json!({ "files": [{ "uri": uri(&folder, "in") }] }));
    assert_eq!(titles(&mut server), ["𝄞 E"]);
    assert_eq!(server.quit(), "");
}

#[test]
fn a_save_tells_those_whose_editor_does_not() {
    let folder = collection("save", &[("a.txt", &text("A", "First."))]);
    let mut server = session(&[&folder], json!({}));
    server.open(&uri(&folder, "a.txt"), 1, &text("A", "First."));
    write(&folder, "b.txt", &text("B", "Second."));
    server.notify("textDocument/didSave", json!({ "textDocument": { "uri": uri(&folder, "a.txt") } }));
    assert_eq!(titles(&mut server), ["𝄞 A", "𝄞 B"]);
    assert_eq!(server.quit(), "");
}

#[test]
fn folders_come_and_go_each_with_its_own_settings() {
    let one = collection(
        "one",
        &[("a.txt", &text("A", "First.")), ("edition.toml", "exclude = ['b.txt']"), ("b.txt", LETTER)],
    );
    let other = collection("other", &[("b.txt", &text("B", "Second."))]);
    let mut server = session(&[&one], json!({}));
    assert_eq!(titles(&mut server), ["𝄞 A"]);
    let change = json!({ "event": { "added": named(&[&other]), "removed": [] } });
    server.notify("workspace/didChangeWorkspaceFolders", change);
    assert_eq!(titles(&mut server), ["𝄞 A", "𝄞 B"]);
    let change = json!({ "event": { "added": [], "removed": named(&[&one]) } });
    server.notify("workspace/didChangeWorkspaceFolders", change);
    assert_eq!(titles(&mut server), ["𝄞 B"]);
    assert_eq!(server.quit(), "");
}

#[test]
fn clients_that_know_no_more_than_one_folder() {
    let folder = collection("root", &[("a.txt", &text("A", "First."))]);
    for params in [
        json!({ "rootUri": uri(&folder, "") }),
        json!({ "rootPath": folder }),
        json!({ "rootUri": uri(&folder, ""), "rootPath": "/elsewhere", "workspaceFolders": null }),
    ] {
        let mut server = Server::start();
        begin(&mut server, params, json!({}));
        assert_eq!(titles(&mut server), ["𝄞 A"]);
        assert_eq!(server.quit(), "");
    }
    // A window without a folder.
    let mut server = Server::start();
    begin(&mut server, json!({ "rootUri": null, "workspaceFolders": [] }), json!({}));
    assert_eq!(titles(&mut server), [""; 0]);
    server.open(&uri(&folder, "a.txt"), 1, &text("Alone", "First."));
    assert_eq!(titles(&mut server), ["𝄞 Alone"]);
    assert_eq!(server.quit(), "");
}
