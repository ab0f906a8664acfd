//! Diagnostics for clients that ask for them.

mod support;

use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use support::files::{folder, uri, write};
use support::{EXAMPLE as LETTER, Server, URI, frame};

/// A letter with nothing wrong in it.
fn clean() -> String {
    LETTER.replace("[3]", "")
}

fn collection(name: &str, files: &[(&str, &str)]) -> PathBuf {
    folder(&format!("server-pull/{name}"), files)
}

fn pulls() -> Value {
    json!({
        "textDocument": { "diagnostic": {}, "publishDiagnostics": { "relatedInformation": true } },
        "workspace": { "diagnostics": { "refreshSupport": true } },
    })
}

/// A session with these folders; what was announced.
fn session(folders: &[&Path], capabilities: Value) -> (Server, Value) {
    let mut server = Server::start();
    let folders: Vec<_> =
        folders.iter().map(|folder| json!({ "uri": uri(folder, ""), "name": "texts" })).collect();
    let params = json!({ "processId": null, "capabilities": capabilities, "workspaceFolders": folders });
    let announced = server.ask("initialize", params)["capabilities"].clone();
    server.notify("initialized", json!({}));
    (server, announced)
}

fn pull(server: &mut Server, uri: &str, previous: Option<&str>) -> Value {
    let mut params = json!({ "textDocument": { "uri": uri }, "identifier": "edition-ls" });
    if let Some(previous) = previous {
        params["previousResultId"] = previous.into();
    }
    server.ask("textDocument/diagnostic", params)
}

/// The reports on the workspace: `file version kind rule...`, and what to ask with the next time.
fn pull_workspace(server: &mut Server, previous: &Value) -> (Vec<String>, Value) {
    let report = server.ask("workspace/diagnostic", json!({ "previousResultIds": previous }));
    let items = report["items"].as_array().unwrap();
    let said = |item: &Value| {
        let name = item["uri"].as_str().unwrap().rsplit('/').next().unwrap();
        format!("{name} {} {}", item["version"], said(item))
    };
    let id = |item: &Value| json!({ "uri": item["uri"], "value": item["resultId"] });
    (items.iter().map(said).collect(), items.iter().map(id).collect())
}

/// `kind rule...` of a report.
fn said(report: &Value) -> String {
    let none = Vec::new();
    let items = report["items"].as_array().unwrap_or(&none).iter();
    items.fold(report["kind"].as_str().unwrap().to_owned(), |said, one| {
        format!("{said} {}:{}", one["code"].as_str().unwrap(), one["range"]["start"]["line"])
    })
}

fn id(report: &Value) -> &str {
    report["resultId"].as_str().unwrap()
}

fn refreshed(server: &mut Server) {
    let request = server.wait_for(|message| message["method"] == "workspace/diagnostic/refresh");
    assert_eq!(request.get("params"), None);
    server.send(&json!({ "jsonrpc": "2.0", "id": request["id"], "result": null }));
}

/// Everything that was said has been waited for.
fn says_no_more(mut server: Server) {
    // Answered when there is nothing left to publish.
    server.ask("workspace/symbol", json!({ "query": "" }));
    let last = server.request("shutdown", Value::Null);
    assert_eq!(server.next().unwrap()["id"], last);
}

#[test]
fn it_is_announced_to_those_who_ask_and_nothing_is_published_to_them() {
    let (mut server, announced) = session(&[], pulls());
    let options = json!({
        "identifier": "edition-ls", "interFileDependencies": true, "workspaceDiagnostics": true,
    });
    assert_eq!(announced["diagnosticProvider"], options);
    server.open(URI, 1, LETTER);
    assert_eq!(said(&pull(&mut server, URI, None)), "full undefined-footnote:7");
    server.change(URI, 2, &[([0, 0, 0, 0], "\n")]);
    server.close(URI);
    says_no_more(server);

    let (mut server, announced) = session(&[], json!({}));
    assert_eq!(announced.get("diagnosticProvider"), None);
    server.open(URI, 1, LETTER);
    assert_eq!(server.published()["diagnostics"].as_array().unwrap().len(), 1);
}

#[test]
fn what_is_known_is_not_said_again() {
    let (mut server, _) = session(&[], pulls());
    server.open(URI, 1, LETTER);
    let first = pull(&mut server, URI, None);
    assert_eq!(first["items"][0]["relatedInformation"], Value::Null);
    assert_eq!(
        pull(&mut server, URI, Some(id(&first))),
        json!({ "kind": "unchanged", "resultId": id(&first) })
    );
    // Below and beside the mistake: nothing new.
    server.change(URI, 2, &[([11, 4, 11, 5], "O")]);
    assert_eq!(said(&pull(&mut server, URI, Some(id(&first)))), "unchanged");
    // Above it: the same elsewhere.
    server.change(URI, 3, &[([1, 0, 1, 0], "𝄞\n")]);
    let second = pull(&mut server, URI, Some(id(&first)));
    assert_eq!(said(&second), "full undefined-footnote:8");
    server.change(URI, 4, &[([13, 0, 13, 0], "\n[3] A clef 𝄞.\n")]);
    let third = pull(&mut server, URI, Some(id(&second)));
    assert_eq!((said(&third).as_str(), &third["items"]), ("full", &json!([])));
    assert_eq!(said(&pull(&mut server, URI, Some(id(&third)))), "unchanged");
    // As it was once.
    server.change(URI, 5, &[([13, 0, 15, 0], "")]);
    assert_eq!(id(&pull(&mut server, URI, Some(id(&third)))), id(&second));
    assert_eq!(server.quit(), "");
}

/// A client that forgets what it was told when it closes a document may ask by its name after the next opening: Neovim
/// 0.12, on `:edit`.
#[test]
fn what_was_told_of_an_earlier_opening_is_told_again() {
    let mut server = session(&[], pulls()).0;
    server.open(URI, 1, LETTER);
    let before = pull(&mut server, URI, None);
    server.close(URI);
    server.open(URI, 1, LETTER);
    for _ in 0..2 {
        let report = pull(&mut server, URI, Some(id(&before)));
        assert_eq!((said(&report), &report["items"]), (said(&before), &before["items"]));
    }
    says_no_more(server);
}

#[test]
fn an_answer_is_about_the_newest_text_however_long_it_is() {
    let (mut server, _) = session(&[], pulls());
    let long = format!("{LETTER}\n{}", "One more line of a letter 𝄞, and nothing in it.\n\n".repeat(8_000));
    server.open(URI, 1, &long);
    // The changes come while the text is being checked, or before.
    let request = json!({ "textDocument": { "uri": URI } });
    let mut session = Vec::new();
    let asked = (
        1000,
        json!({ "jsonrpc": "2.0", "id": 1000, "method": "textDocument/diagnostic", "params": request }),
    );
    session.extend(frame(&asked.1));
    for version in 2..20 {
        let params = support::changed(URI, version, &[([1, 0, 1, 0], "\n")]);
        session.extend(frame(
            &json!({ "jsonrpc": "2.0", "method": "textDocument/didChange", "params": params }),
        ));
    }
    server.raw(&session);
    let answer = server.response(asked.0);
    assert_eq!(said(&answer["result"]), "full undefined-footnote:25");
    assert_eq!(server.quit(), "");
}

#[test]
fn the_whole_workspace_open_or_not() {
    let folder = collection(
        "workspace",
        &[
            ("a.txt", LETTER),
            ("b.txt", &clean()),
            ("c.txt", LETTER),
            ("in/edition.toml", "rules.undefined-footnote = 7"),
            ("in/d.txt", &LETTER.replace("[2]", "[9]")),
        ],
    );
    let (mut server, _) = session(&[&folder], pulls());
    server.open(&uri(&folder, "c.txt"), 5, &clean());
    let (reports, known) = pull_workspace(&mut server, &json!([]));
    let expected = [
        "c.txt 5 full",
        "a.txt null full undefined-footnote:7",
        "d.txt null full misnumbered-footnote:11 undefined-footnote:6 undefined-footnote:6",
        "edition.toml null full invalid-config:0",
    ];
    assert_eq!(reports[..2], expected[..2]);
    assert_eq!(reports[3], expected[3]);
    assert_eq!(reports.len(), 4, "nothing is said of what nothing is wrong with: {reports:?}");
    let (reports, known) = pull_workspace(&mut server, &known);
    assert_eq!(
        reports,
        ["c.txt 5 unchanged", "a.txt null unchanged", "d.txt null unchanged", "edition.toml null unchanged"]
    );
    // Mended, removed, broken.
    write(&folder, "a.txt", &clean());
    std::fs::remove_file(folder.join("in/d.txt")).unwrap();
    server.change(&uri(&folder, "c.txt"), 6, &[([7, 9, 7, 9], "[3]")]);
    let changes =
        json!([{ "uri": uri(&folder, "a.txt"), "type": 2 }, { "uri": uri(&folder, "in/d.txt"), "type": 3 }]);
    server.notify("workspace/didChangeWatchedFiles", json!({ "changes": changes }));
    let (mut reports, known) = pull_workspace(&mut server, &known);
    reports.sort();
    assert_eq!(
        reports,
        [
            "a.txt null full",
            "c.txt 6 full undefined-footnote:7",
            "d.txt null full",
            "edition.toml null unchanged"
        ]
    );
    // What was opened says the same.
    let c = known.as_array().unwrap().iter().find(|known| known["uri"] == uri(&folder, "c.txt")).unwrap();
    let value = c["value"].as_str().unwrap().to_owned();
    assert_eq!(said(&pull(&mut server, &uri(&folder, "c.txt"), Some(&value))), "unchanged");
    assert_eq!(server.quit(), "");
}

#[test]
fn a_client_is_asked_to_ask_again_when_it_cannot_know() {
    let folder = collection("refresh", &[("a.txt", LETTER), ("b.txt", LETTER)]);
    let (mut server, _) = session(&[&folder], pulls());
    let a = uri(&folder, "a.txt");
    server.open(&a, 1, LETTER);
    let first = pull(&mut server, &a, None);
    // Of the open text: by settings.
    let settings = json!({ "edition-ls": { "rules": { "undefined-footnote": "hint" } } });
    server.notify("workspace/didChangeConfiguration", json!({ "settings": settings }));
    refreshed(&mut server);
    let second = pull(&mut server, &a, Some(id(&first)));
    assert_eq!(second["items"][0]["severity"], 4);
    // Of a text that is not open: by a file.
    let (_, known) = pull_workspace(&mut server, &json!([]));
    write(&folder, "b.txt", &clean());
    let changes = json!([{ "uri": uri(&folder, "b.txt"), "type": 2 }]);
    server.notify("workspace/didChangeWatchedFiles", json!({ "changes": changes }));
    refreshed(&mut server);
    assert!(pull_workspace(&mut server, &known).0.contains(&"b.txt null full".to_owned()));
    // Of nothing: whoever typed knows it.
    server.change(&a, 2, &[([0, 0, 0, 0], "\n")]);
    pull(&mut server, &a, None);
    pull_workspace(&mut server, &json!([]));
    says_no_more(server);
}

#[test]
fn what_nobody_waits_for_any_more_is_given_up() {
    let texts: Vec<_> = (0..20).map(|number| (format!("{number}.txt"), LETTER.repeat(40))).collect();
    let texts: Vec<_> = texts.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    let folder = collection("cancel", &texts);
    for (method, params) in [
        ("workspace/diagnostic", json!({ "previousResultIds": [] })),
        ("workspace/symbol", json!({ "query": "letters" })),
    ] {
        let (mut server, _) = session(&[&folder], pulls());
        // In one piece, while the folder is being read.
        let request = json!({ "jsonrpc": "2.0", "id": 1000, "method": method, "params": params });
        let cancel = json!({ "jsonrpc": "2.0", "method": "$/cancelRequest", "params": { "id": 1000 } });
        server.raw(&[frame(&request), frame(&cancel)].concat());
        assert_eq!(server.response(1000)["error"]["code"], -32800, "{method}");
        // Those who ask again get their answer.
        server.ask(method, params);
        assert_eq!(server.quit(), "");
    }
}

#[test]
fn many_who_wait_for_the_workspace_do_not_keep_others_waiting() {
    let texts: Vec<_> = (0..20).map(|number| (format!("{number}.txt"), LETTER.repeat(40))).collect();
    let texts: Vec<_> = texts.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    let folder = collection("waiting", &texts);
    let (mut server, _) = session(&[&folder], pulls());
    server.open(URI, 1, LETTER);
    let waiting: Vec<_> =
        (0..20).map(|_| server.request("workspace/symbol", json!({ "query": "letters" }))).collect();
    let hover = server.request("textDocument/hover", support::at(URI, 2, 11));
    assert_eq!(server.next().unwrap()["id"], hover);
    for id in waiting {
        assert_eq!(server.response(id)["result"].as_array().unwrap().len(), 500);
    }
    assert_eq!(server.quit(), "");
}
