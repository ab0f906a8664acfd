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
    // As long as before, and written within the same tick of the clock.
    let time = fs::metadata(folder.join("a.txt")).unwrap().modified().unwrap();
    write(&folder, "a.txt", &text("E", "First."));
    fs::File::options().write(true).open(folder.join("a.txt")).unwrap().set_modified(time).unwrap();
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

#[test]
fn each_folder_has_the_settings_that_the_editor_says_for_it() {
    let one = collection("scopes/one", &[]);
    let other = collection("scopes/other", &[]);
    let mut server = session(&[&one, &other], json!({ "workspace": { "configuration": true } }));
    let question = server.wait_for(|message| message["method"] == "workspace/configuration");
    let section = |folder: &Path| json!({ "scopeUri": uri(folder, ""), "section": "edition-ls" });
    assert_eq!(
        question["params"]["items"],
        json!([{ "section": "edition-ls" }, section(&one), section(&other)])
    );
    let rules = |level: &str| json!({ "rules": { "undefined-footnote": level } });
    let answer = json!([rules("warning"), rules("hint"), null]);
    server.send(&json!({ "jsonrpc": "2.0", "id": question["id"], "result": answer }));
    // Whatever is asked now is answered after that.
    server.ask("workspace/symbol", json!({ "query": "" }));
    for (file, severity) in [
        (uri(&one, "a.txt"), 4),
        // Nothing is said of this folder.
        (uri(&other, "a.txt"), 2),
        ("file:///elsewhere/a.txt".to_owned(), 2),
    ] {
        server.open(&file, 1, LETTER);
        let published = server.wait_for(|message| message["params"]["uri"] == file.as_str());
        assert_eq!(published["params"]["diagnostics"][0]["severity"], severity, "{file}");
    }
    assert_eq!(server.quit(), "");
}

#[test]
fn a_whole_disk_is_not_read() {
    let mut server = Server::start();
    begin(&mut server, json!({ "rootUri": "file:///" }), json!({}));
    assert_eq!(titles(&mut server), [""; 0]);
    let shown = server.wait_for(|message| message["method"] == "window/showMessage");
    let said = shown["params"]["message"].as_str().unwrap();
    assert!(said.contains("is not read for search and completion"), "{said}");
    // Once is enough.
    server.notify(
        "workspace/didChangeWatchedFiles",
        json!({ "changes": [{ "uri": "file:///a.txt", "type": 2 }] }),
    );
    assert_eq!(titles(&mut server), [""; 0]);
    let last = server.request("shutdown", Value::Null);
    assert_eq!(server.next().unwrap()["id"], last);
}

#[test]
fn clients_are_asked_to_tell_of_files_as_far_as_they_can() {
    let capabilities = json!({ "workspace": {
        "workspaceFolders": true,
        "didChangeWatchedFiles": { "dynamicRegistration": true },
        "fileOperations": { "didCreate": true, "didRename": true, "didDelete": true, "willRename": true },
    } });
    let mut server = Server::start();
    let announced = begin(&mut server, json!({}), capabilities)["capabilities"]["workspace"].clone();
    let operations = announced["fileOperations"].as_object().unwrap();
    assert_eq!(operations.keys().collect::<Vec<_>>(), ["didCreate", "didDelete", "didRename"]);
    let filters = &operations["didRename"]["filters"];
    let txt = json!({ "glob": "**/*.txt", "matches": "file", "options": { "ignoreCase": true } });
    assert!(filters.as_array().unwrap().contains(&json!({ "scheme": "file", "pattern": txt })), "{filters}");
    assert_eq!(announced["workspaceFolders"], json!({ "supported": true, "changeNotifications": true }));
    let registration = server.wait_for(|message| message["method"] == "client/registerCapability");
    let watchers = registration["params"]["registrations"][0]["registerOptions"]["watchers"].clone();
    let patterns: Vec<_> =
        watchers.as_array().unwrap().iter().map(|watcher| watcher["globPattern"].as_str().unwrap()).collect();
    let texts = ["**/*.txt", "**/*.md", "**/*.markdown", "**/*.text", "**/*.edition"];
    assert_eq!(patterns, [&["**/edition.toml", "**/.gitignore"][..], &texts].concat());
}

const CHAPTER: &str = "A. Person\n\nOn Bees 𝄞\n\nSource: Bees, page 1.\nTranscription: A. Volunteer\n\nThe bees came home late. [1] The keeper slept. [2] \
                       Nobody was stung. [3]\n\nTop of the page\n";
const NOTES: &str = "Notes 𝄞\n\n1. They had been to the heath.\n\n2. He was old.\n\n3. They knew him.\n";

#[test]
fn texts_lose_and_find_the_file_with_their_notes() {
    let folder = collection("notes", &[("ch.txt", CHAPTER), ("notes.txt", NOTES)]);
    let mut server = session(&[&folder], json!({}));
    server.open(&uri(&folder, "ch.txt"), 1, CHAPTER);
    let said = |server: &mut Server| {
        let published = server.published();
        let diagnostics = published["diagnostics"].as_array().unwrap().iter();
        diagnostics.map(|one| one["code"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(said(&mut server), [""; 0]);
    titles(&mut server);
    fs::rename(folder.join("notes.txt"), folder.join("remarks.txt")).unwrap();
    let files = |from: &str, to: &str| json!({ "files": [{ "oldUri": uri(&folder, from), "newUri": uri(&folder, to) }] });
    server.notify("workspace/didRenameFiles", files("notes.txt", "remarks.txt"));
    assert_eq!(said(&mut server), ["detached-footnotes"]);
    fs::rename(folder.join("remarks.txt"), folder.join("ch-notes.txt")).unwrap();
    server.notify("workspace/didRenameFiles", files("remarks.txt", "ch-notes.txt"));
    assert_eq!(said(&mut server), [""; 0]);
    fs::remove_file(folder.join("ch-notes.txt")).unwrap();
    watched(&mut server, &folder, &[("ch-notes.txt", 3)]);
    assert_eq!(said(&mut server), ["detached-footnotes"]);
    assert_eq!(server.quit(), "");
}

#[test]
fn so_do_texts_that_are_not_open() {
    let folder = collection("notes-beside", &[("ch.txt", CHAPTER), ("notes.txt", NOTES)]);
    let mut server = session(&[&folder], json!({ "textDocument": { "diagnostic": {} } }));
    let reports = |server: &mut Server| {
        let report = server.ask("workspace/diagnostic", json!({ "previousResultIds": [] }));
        report["items"]
            .as_array()
            .unwrap()
            .iter()
            .map(|item| item["items"][0]["code"].clone())
            .collect::<Vec<_>>()
    };
    assert_eq!(reports(&mut server), [Value::Null; 0]);
    // Typed into the file with the notes, and not saved.
    server.open(&uri(&folder, "notes.txt"), 1, "Nothing.\n");
    assert_eq!(reports(&mut server), [Value::Null, "detached-footnotes".into()]);
    server.close(&uri(&folder, "notes.txt"));
    assert_eq!(reports(&mut server), [Value::Null; 0]);
    fs::remove_file(folder.join("notes.txt")).unwrap();
    watched(&mut server, &folder, &[("notes.txt", 3)]);
    assert_eq!(reports(&mut server), [Value::from("detached-footnotes")]);
    assert_eq!(server.quit(), "");
}

#[test]
fn who_waits_is_shown_how_far_it_is() {
    let texts: Vec<_> = (0..301).map(|number| (format!("{number}.txt"), LETTER)).collect();
    let texts: Vec<_> = texts.iter().map(|(name, text)| (name.as_str(), *text)).collect();
    let folder = collection("progress", &texts);
    let mut server = session(&[&folder], json!({ "window": { "workDoneProgress": true } }));
    let done = server.request("workspace/symbol", json!({ "query": "" }));
    let create = server.wait_for(|message| message["method"] == "window/workDoneProgress/create");
    let token = create["params"]["token"].clone();
    server.send(&json!({ "jsonrpc": "2.0", "id": create["id"], "result": null }));
    let mut said = Vec::new();
    while said.last() != Some(&json!("end")) {
        let message = server.wait_for(|message| message["method"] == "$/progress");
        assert_eq!(message["params"]["token"], token);
        let value = message["params"]["value"].clone();
        if value["kind"] == "report" {
            let percentage = value["percentage"].as_u64().unwrap();
            assert!(said.last().is_some_and(|last| last == "begin" || last.as_u64() < Some(percentage)));
            assert!(value["message"].as_str().unwrap().ends_with(" of 301 texts"), "{value}");
            said.push(percentage.into());
        } else {
            said.push(value["kind"].clone());
        }
    }
    assert_eq!(said[0], "begin");
    assert_eq!(server.response(done)["result"].as_array().unwrap().len(), 301);
    assert_eq!(server.quit(), "");
}

#[test]
fn what_texts_say_that_are_not_open_is_offered_in_headers() {
    let header = |who: &str| {
        format!("A. Author\n\nTitle\n\nSource: Letters, page 1.\nTranscription: {who}\n\nWords.\n")
    };
    let folder = collection("values", &[("a.txt", &header("B. Typist")), ("b.txt", &header("D. Other"))]);
    let mut server = session(&[&folder], json!({}));
    titles(&mut server);
    // Instead of what it says on the disk.
    server.open(&uri(&folder, "b.txt"), 1, &header("E. Another"));
    server.open(&uri(&folder, "c.txt"), 1, &header(""));
    let list = server.ask_at("textDocument/completion", &uri(&folder, "c.txt"), 5, 15);
    let offered: Vec<_> =
        list["items"].as_array().unwrap().iter().map(|item| item["label"].as_str().unwrap()).collect();
    assert_eq!(offered, ["B. Typist", "E. Another"]);
    assert_eq!(server.quit(), "");
}
