//! Labels that change together while one of them is typed over.

mod support;

use serde_json::{Value, json};
use support::{EXAMPLE, Server, URI, at};

fn able() -> Value {
    json!({
        "general": { "positionEncodings": ["utf-16"] },
        "textDocument": { "linkedEditingRange": {} },
    })
}

/// The ranges as `line:start-end`, and what may be typed.
fn linked(text: &str, uri: &str, line: u32, character: u32) -> (Vec<String>, Value) {
    let mut server = Server::initialized(able());
    server.open(uri, 1, text);
    let found = server.ask("textDocument/linkedEditingRange", at(uri, line, character));
    assert_eq!(server.quit(), "");
    let ranges = found["ranges"].as_array().cloned().unwrap_or_default();
    let say = |range: &Value| {
        let (start, end) = (&range["start"], &range["end"]);
        assert_eq!(start["line"], end["line"]);
        format!("{}:{}-{}", start["line"], start["character"], end["character"])
    };
    (ranges.iter().map(say).collect(), found["wordPattern"].clone())
}

#[test]
fn linked_editing_is_for_clients_that_can() {
    let mut server = Server::start();
    assert_eq!(server.initialize(json!({}))["capabilities"].get("linkedEditingRangeProvider"), None);
    let mut server = Server::start();
    assert_eq!(server.initialize(able())["capabilities"]["linkedEditingRangeProvider"], true);
}

#[test]
fn a_footnote_and_its_references_change_together() {
    let text = EXAMPLE.replace("It has", "𝄞 [2] It has");
    let places = ["7:39-40", "7:46-47", "11:1-2"];
    for (line, character) in [(7, 39), (7, 40), (7, 46), (11, 1), (11, 2)] {
        let (ranges, pattern) = linked(&text, URI, line, character);
        assert_eq!(ranges, places, "{line}:{character}");
        assert_eq!(pattern, "[0-9A-Za-z,*†‡§‖|¶⁰¹²³⁴⁵⁶⁷⁸⁹]+");
    }
    // A footnote that is not there, a word, the bracket before a label.
    for (line, character) in [(7, 75), (7, 3), (11, 0)] {
        assert_eq!(linked(&text, URI, line, character), (vec![], Value::Null), "{line}:{character}");
    }
}

#[test]
fn names_may_be_words() {
    let text = "A word.[^first] Another.[^second]\n\n[^first]: One.\n\n[^second]: Two.\n";
    let (ranges, pattern) = linked(text, "file:///text.md", 2, 4);
    assert_eq!(ranges, ["0:9-14", "2:2-7"]);
    assert_eq!(pattern, r"[^\s\[\]]+");
}
