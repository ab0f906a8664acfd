//! Tokens, as an editor colours them.

mod support;

use serde_json::{Value, json};
use support::{EXAMPLE, Server, URI};

/// A client that asks for tokens in every way.
fn able(encoding: &str) -> Value {
    json!({
        "general": { "positionEncodings": [encoding] },
        "textDocument": { "semanticTokens": {
            "requests": { "range": true, "full": { "delta": true } },
            "tokenTypes": [], "tokenModifiers": [], "formats": ["relative"],
        } },
    })
}

fn document(uri: &str) -> Value {
    json!({ "textDocument": { "uri": uri } })
}

fn numbers(data: &Value) -> Vec<usize> {
    data.as_array().expect("numbers").iter().map(|one| one.as_u64().expect("a number") as usize).collect()
}

/// What tokens say of a text: line, words, what they are. Columns count UTF-16, as the client asked.
fn said(text: &str, data: &[usize]) -> Vec<String> {
    let names = ["key", "value", "reference", "heading", "frame"];
    let lines: Vec<Vec<u16>> = text.lines().map(|line| line.encode_utf16().collect()).collect();
    let (mut line, mut start) = (0, 0);
    let mut said = Vec::new();
    for token in data.chunks(5) {
        let &[down, right, length, kind, modifiers] = token else { panic!("five numbers") };
        start = if down == 0 { start + right } else { right };
        line += down;
        let words = String::from_utf16(&lines[line][start..start + length]).expect("whole characters");
        let name = if modifiers == 1 { "footnote" } else { names[kind] };
        said.push(format!("{line} {words} {name}"));
    }
    said
}

/// An edition with a clef before a reference, a value over two lines, and what stands around a text.
const TEXT: &str = "MIA > Archive > V. Example

On Letters

Source: Collected Letters[1],
   Volume 3, pages 10-12.
Transcription: A. Volunteer

The clef 𝄞 stands here.[2] This leads nowhere.[4]

Notes

[1] A note on the source.

[2] A note on clefs, and on note [1].
";

const TOKENS: [&str; 14] = [
    "0 MIA > Archive > V. Example frame",
    "2 On Letters heading",
    "4 Source key",
    "4 Collected Letters value",
    "4 [1] reference",
    "4 , value",
    "5 Volume 3, pages 10-12. value",
    "6 Transcription key",
    "6 A. Volunteer value",
    "8 [2] reference",
    "10 Notes heading",
    "12 [1] footnote",
    "14 [2] footnote",
    "14 [1] reference",
];

#[test]
fn the_legend_has_only_types_that_themes_know() {
    let mut server = Server::start();
    let capabilities = server.initialize(able("utf-16"))["capabilities"].clone();
    assert_eq!(
        capabilities["semanticTokensProvider"],
        json!({
            "legend": {
                "tokenTypes": ["property", "string", "function", "class", "comment"],
                "tokenModifiers": ["declaration"],
            },
            "range": true,
            "full": { "delta": true },
        })
    );
}

#[test]
fn tokens_are_announced_as_far_as_they_are_asked_for() {
    let tokens = |client: Value| {
        let mut server = Server::start();
        let capabilities = json!({ "textDocument": { "semanticTokens": client } });
        server.initialize(capabilities)["capabilities"]["semanticTokensProvider"].clone()
    };
    let asking = |requests: Value, format: &str| json!({ "requests": requests, "tokenTypes": [], "tokenModifiers": [], "formats": [format] });
    assert_eq!(tokens(Value::Null), Value::Null);
    assert_eq!(tokens(asking(json!({}), "relative")), Value::Null);
    assert_eq!(tokens(asking(json!({ "full": true }), "absolute")), Value::Null);
    let full = tokens(asking(json!({ "full": true }), "relative"));
    assert_eq!((&full["full"], &full["range"]), (&json!(true), &json!(false)));
    let range = tokens(asking(json!({ "range": true }), "relative"));
    assert_eq!((range.get("full"), &range["range"]), (None, &json!(true)));
}

#[test]
fn everything_is_coloured_once() {
    let mut server = Server::initialized(able("utf-16"));
    server.open(URI, 1, TEXT);
    let all = server.ask("textDocument/semanticTokens/full", document(URI));
    assert_eq!(said(TEXT, &numbers(&all["data"])), TOKENS);

    let mut params = document(URI);
    params["range"] =
        json!({ "start": { "line": 5, "character": 3 }, "end": { "line": 10, "character": 0 } });
    let part = server.ask("textDocument/semanticTokens/range", params);
    assert_eq!(part.get("resultId"), None);
    assert_eq!(said(TEXT, &numbers(&part["data"])), TOKENS[6..10]);

    server.open("file:///code.txt", 1, "let x = a[1];\n\nNotes: none\n");
    let none = server.ask("textDocument/semanticTokens/full", document("file:///code.txt"));
    assert_eq!(none["data"], json!([]));
    assert_eq!(server.quit(), "");
}

#[test]
fn lengths_count_what_the_client_counts() {
    let text = "Source: The 𝄞 of 1848, page 3.\nTranscription: A. B.\n\nA word.[1]\n\n[1] A note.\n";
    for (encoding, length) in [("utf-8", 25), ("utf-16", 23), ("utf-32", 22)] {
        let mut server = Server::initialized(able(encoding));
        server.open(URI, 1, text);
        let all = server.ask("textDocument/semanticTokens/full", document(URI));
        assert_eq!(numbers(&all["data"])[5..8], [0, 8, length], "{encoding}");
    }
}

#[test]
fn a_client_is_told_what_changed() {
    let mut server = Server::initialized(able("utf-16"));
    server.open(URI, 1, EXAMPLE);
    let all = server.ask("textDocument/semanticTokens/full", document(URI));
    let mut known = numbers(&all["data"]);
    let mut id = all["resultId"].clone();
    // A reference more, one that leads nowhere, none of them any more.
    let changes =
        [([7, 3, 7, 3], "[1]"), ([7, 3, 7, 4], "["), ([7, 5, 7, 5], "77"), ([0, 0, 11, 0], "No more.\n")];
    for (version, change) in (2..).zip(changes) {
        server.change(URI, version, &[change]);
        let mut params = document(URI);
        params["previousResultId"] = id.clone();
        let told = server.ask("textDocument/semanticTokens/full/delta", params);
        for edit in told["edits"].as_array().expect("edits") {
            let start = edit["start"].as_u64().unwrap() as usize;
            let deleted = edit["deleteCount"].as_u64().unwrap() as usize;
            known.splice(start..start + deleted, numbers(&edit["data"]));
        }
        id = told["resultId"].clone();
        let mut fresh = Server::initialized(able("utf-16"));
        fresh.open(URI, 1, EXAMPLE);
        for change in &changes[..=(version as usize - 2)] {
            fresh.change(URI, 2, &[*change]);
        }
        let all = fresh.ask("textDocument/semanticTokens/full", document(URI));
        assert_eq!(known, numbers(&all["data"]), "{change:?}");
    }
}

#[test]
fn who_knows_an_older_result_is_told_everything() {
    let mut server = Server::initialized(able("utf-16"));
    server.open(URI, 1, EXAMPLE);
    let first = server.ask("textDocument/semanticTokens/full", document(URI))["resultId"].clone();
    let second = server.ask("textDocument/semanticTokens/full", document(URI))["resultId"].clone();
    let mut ask = |id: &Value| {
        let mut params = document(URI);
        params["previousResultId"] = id.clone();
        server.ask("textDocument/semanticTokens/full/delta", params)
    };
    assert!(ask(&first)["data"].is_array());
    assert!(ask(&second)["data"].is_array());
    let third = ask(&json!("?"))["resultId"].clone();
    assert_eq!(ask(&third)["edits"], json!([]));
    // A result of an opening before is none of this one.
    let last = ask(&json!("?"))["resultId"].clone();
    server.close(URI);
    server.open(URI, 1, EXAMPLE);
    let mut params = document(URI);
    params["previousResultId"] = last;
    assert!(server.ask("textDocument/semanticTokens/full/delta", params)["data"].is_array());
}
